"""German typography: which blanks must not break, which are narrow; nothing but blanks ever changes."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.output.html.document import text_of
from grants.output.html.typeset import set_blanks, typeset

# In this table ~ is a no-break blank and ^ a narrow one.
TABLE = [
    ("1.234,56 € von 12 %", "1.234,56~€ von 12~%"),
    ("nach § 12 und §§ 3 ff.", "nach §~12 und §§~3 ff."),
    ("Nr. 3.2 Abs. 2 Satz 1 Buchst. a", "Nr.~3.2~Abs.~2~Satz~1~Buchst.~a"),
    ("z. B. Fahrten, d. h. Reisen u. a. Wege", "z.^B. Fahrten, d.^h. Reisen u.^a. Wege"),
    ("i. V. m. § 44", "i.^V.^m. §~44"),
    ("am 31. März 2026 und am 1. Mai", "am 31.~März~2026 und am 1.~Mai"),
    ("Seite 2 von 7, Anlage 3, Fußnote 15", "Seite~2 von 7, Anlage~3, Fußnote~15"),
    ("0,50 VZÄ, 12 Personen, 3 Monaten, 905 TEUR", "0,50~VZÄ, 12~Personen, 3~Monaten, 905~TEUR"),
    ("58 Mio. und 30 Tagen", "58~Mio. und 30~Tagen"),
    ("Lindentaler Sozialwerk e. V.", "Lindentaler Sozialwerk e.^V."),
    ("am 4. Personenkreis", "am 4. Personenkreis"),
    ("12 Personenkraftwagen", "12 Personenkraftwagen"),
    ("ein Satz ohne Zahl und Nr. offen", "ein Satz ohne Zahl und Nr. offen"),
    ("Absatz. 2", "Absatz. 2"),
]


@pytest.mark.parametrize(("before", "after"), TABLE)
def test_blanks_are_set_as_in_this_table(before: str, after: str) -> None:
    assert set_blanks(before) == after.replace("~", "\u00a0").replace("^", "\u202f")


@pytest.mark.parametrize(("before", "after"), TABLE)
def test_setting_twice_is_setting_once(before: str, after: str) -> None:
    assert set_blanks(set_blanks(before)) == set_blanks(before)
    assert len(after) == len(before)


@given(st.text(alphabet=" \n.,§%€Nr12ab\"'-−z.B.d.h.März"))
def test_nothing_but_blanks_changes(text: str) -> None:
    done = set_blanks(text)
    assert len(done) == len(text)
    assert all(new == old or (old in " \n" and new in "\u00a0\u202f") for old, new in zip(text, done, strict=True))


def set_in(html: str) -> str:
    root = ET.fromstring(html)  # noqa: S314 - written above
    typeset(root)
    return ET.tostring(root, "unicode")


def test_number_and_unit_stay_together_across_elements() -> None:
    html = '<p>bei <data value="0.50">0,50</data> <abbr title="Vollzeitäquivalente">VZÄ</abbr> im Jahr</p>'
    assert set_in(html) == html.replace("</data> ", "</data>\u00a0")


def test_two_paragraphs_and_two_cells_are_no_run_of_text() -> None:
    html = "<div><p>Nr. </p><p>3 </p><table><tr><td>12 </td><td>€</td></tr></table></div>"
    assert set_in(html) == html


def test_a_footnote_stands_outside_of_its_sentence() -> None:
    html = '<p>Nr. <span class="footnote">z. B. hier</span>3.2 gilt</p>'
    assert set_in(html) == ('<p>Nr.\u00a0<span class="footnote">z.\u202fB. hier</span>3.2 gilt</p>')


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "{{7*7}}", "=cmd|' /C calc'!A0", '& < > "', "-5 Kinder § 3", "a\u0301 😀 x"]
)
def test_a_hostile_value_is_found_again_when_blanks_are_made_equal(value: str) -> None:
    root = ET.Element("p")
    root.text = value
    typeset(root)
    assert text_of(root).replace("\u00a0", " ").replace("\u202f", " ") == value
