"""Typed texts of the office: front matter, headings, paragraphs, and nothing that would be dropped silently."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from grants.office.workspace import open_workspace
from grants.papers.narrative import Narrative, read_narrative
from ledger.finding import UnreadableError
from tests.grants.builders import YEAR

if TYPE_CHECKING:
    from pathlib import Path

FRONT = '+++\nart = "Kenntnisnahme"\nsitzung_am = 2026-05-11\n+++\n'


TITLES = ("Ausgangslage", "Ausblick", "A")


def read(body: str, front: str = FRONT) -> Narrative:
    return read_narrative(front + body, "vorlagen/text.md", TITLES)


def refused(body: str, front: str = FRONT) -> str:
    with pytest.raises(UnreadableError) as raised:
        read(body, front)
    return raised.value.text


def test_front_matter_and_paragraphs_are_read_by_heading() -> None:
    text = read("\n## Ausgangslage\n\nErster Satz,\nnoch derselbe Absatz.\n\nZweiter Absatz.\n\n## Ausblick\nEnde.\n")
    assert text.fields.text("art") == "Kenntnisnahme"
    assert text.fields.day("sitzung_am") == date(2026, 5, 11)
    assert text.paragraphs("Ausgangslage") == ("Erster Satz, noch derselbe Absatz.", "Zweiter Absatz.")
    assert [section.title for section in text.sections] == ["Ausgangslage", "Ausblick"]


def test_a_section_that_is_not_written_has_no_paragraphs() -> None:
    text = read("## Ausblick\n\n\n")
    assert text.paragraphs("Ausblick") == ()
    assert text.paragraphs("Ausgangslage") == ()


def test_line_ends_of_windows_change_nothing() -> None:
    body = "## Ausblick\n\nEin Satz.\n"
    text = read_narrative((FRONT + body).replace("\n", "\r\n"), "text.md", TITLES)
    assert text.sections == read(body).sections


def test_a_byte_order_mark_before_the_text_changes_nothing(workspace_folder: Path) -> None:
    workspace = open_workspace(workspace_folder)
    path = workspace_folder / "vorlagen" / "sachbericht-2025.md"
    before = workspace.narrative("sachbericht", YEAR)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert before is not None
    assert workspace.narrative("sachbericht", YEAR) == before


def test_signs_of_other_formats_stay_what_they_are() -> None:
    # an ampersand and pointed brackets inside a sentence are ordinary signs
    assert read("## A\nMüller & Söhne <GbR> zahlen 5 %.\n").paragraphs("A") == ("Müller & Söhne <GbR> zahlen 5 %.",)


MARKUP = [
    "# Titel",
    "### Tiefer",
    "* Punkt",
    "- Punkt",
    "> Zitat",
    "| Tabelle",
    "<b>fett</b>",
    "Das ist **fett**.",
    "Das ist __fett__.",
    "Das ist `fest`.",
    "Siehe [Seite](https://a.example).",
]


@pytest.mark.parametrize("line", MARKUP)
def test_a_markup_that_is_not_understood_is_refused_with_its_line(line: str) -> None:
    # front matter 4 lines, heading line 5, the mark-up stands in line 6
    assert refused(f"## A\n{line}\n").startswith(
        f"vorlagen/text.md, Zeile 6: Diese Auszeichnung ist nicht vorgesehen: „{line}“"
    )


def test_one_star_or_one_line_below_is_an_ordinary_sign() -> None:
    assert read("## A\nRund 5 * 3 Stellen_neu (siehe [1]).\n").paragraphs("A") == (
        "Rund 5 * 3 Stellen_neu (siehe [1]).",
    )


@pytest.mark.parametrize("line", ["# Titel", " # Titel", "\t- Punkt", "   > Zitat"])
def test_a_markup_behind_blanks_is_seen_too(line: str) -> None:
    assert "Diese Auszeichnung ist nicht vorgesehen" in refused(f"## A\n{line}\n")


def test_a_heading_that_no_paper_prints_is_refused_with_those_that_are() -> None:
    # misspelt, its text would be dropped
    with pytest.raises(UnreadableError) as raised:
        read("## Ausgangslage\n\nEin Satz.\n\n## Aussblick\nEnde.\n")
    assert raised.value.text == "vorlagen/text.md, Zeile 9: Die Überschrift „Aussblick“ ist nicht vorgesehen."
    assert raised.value.remedy == "Vorgesehen sind: Ausgangslage; Ausblick; A."


def test_a_heading_that_stands_twice_is_refused() -> None:
    text = refused("## Ausblick\nAnfang.\n\n## Ausblick\nEnde.\n")
    assert text == "vorlagen/text.md, Zeile 8: Die Überschrift „Ausblick“ steht zweimal da."


def test_text_before_the_first_heading_is_refused_with_its_line() -> None:
    assert refused("\nOhne Überschrift.\n") == "vorlagen/text.md, Zeile 6: Vor dem Text fehlt eine Überschrift."


def test_a_sign_that_cannot_be_printed_is_refused_with_its_line() -> None:
    assert refused("## A\n\nGlocke \x07\n").startswith("vorlagen/text.md, Zeile 7:")


@pytest.mark.parametrize("front", ["", "art = 1\n", '+++\nart = "x"\n'])
def test_a_text_without_front_matter_is_refused(front: str) -> None:
    assert "Zeile 1: Der Vorspann zwischen zwei Zeilen +++ fehlt" in refused("## A\nSatz.\n", front)


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        ('art = "offen\ntop = 4', "Zeile 1, Spalte 13"),
        ("top = 4\nart = offen", "Zeile 2, Spalte 7"),
        ("top = 4\ntop = 5\nart = 1", "Zeile 2, Spalte 8"),
    ],
    ids=["no end", "no quotes", "twice"],
)
def test_a_broken_front_matter_is_refused_in_german_with_its_place(toml: str, place: str) -> None:
    text = refused("## A\nSatz.\n", f"+++\n{toml}\n+++\n")
    assert text == f"vorlagen/text.md, Vorspann, {place}: Die Angabe ist nicht lesbar."


def test_a_missing_field_of_the_front_matter_names_file_and_key() -> None:
    with pytest.raises(UnreadableError, match=r"vorlagen/text\.md: „gremium“ fehlt"):
        read("## A\nSatz.\n").fields.text("gremium")


def test_all_faults_of_a_text_are_told_at_once_each_with_its_line() -> None:
    # the heading stands in line 5; headings are checked, and the text below a wrong one too
    body = f"Gut \U0001f44d\nEin Satz.\n- Punkt\nDas ist **fett**.\n{'lang ' * 1001}\n## Anders\nText.\n* Stern\n"
    with pytest.raises(UnreadableError) as raised:
        read(f"## A\n{body}")
    _, *faults = raised.value.text.split("vorlagen/text.md, Zeile ")
    assert [fault.partition(":")[0] for fault in faults] == ["6", "8", "9", "10", "11", "13"]
    assert faults[3].strip() == "10: Der Text ist zu lang. Erlaubt sind höchstens 5.000 Zeichen."
    assert raised.value.remedy.count("Bitte nur Überschriften mit ## und Absätze in Fließtext verwenden.") == 1


def test_of_very_many_faults_the_first_are_told_and_the_others_counted() -> None:
    text = refused("## A\n" + "- Punkt\n" * 25)
    assert text.count("Diese Auszeichnung ist nicht vorgesehen") == 20
    assert text.endswith("Dazu kommen 5 weitere Stellen.")
