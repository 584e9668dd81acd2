"""The bundled faces: what they cover, which of them a text needs, and how names of all scripts read in a PDF."""

from __future__ import annotations

import base64
import re
import unicodedata
from html import escape

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from grants.office.resources import fonts, templates
from grants.output.pdf.fonts import FALLBACK_FACES, MAIN_FACES, Face, face_rules, missing
from grants.output.pdf.gate import findings
from tests.output.name_samples import MIXED, NAMES
from tests.output.pdf_samples import opened, pdf_of
from tools.bundle_fonts import COVERAGE, coverage_text

MAIN = ["Source Sans 3"] * 3
# Which family a name of a language needs besides the main one.
NEEDED = {
    "Haussa": "Noto Sans",
    "Tigrinisch": "Noto Sans Ethiopic",
    "Amharisch": "Noto Sans Ethiopic",
    "Arabisch": "Noto Sans Arabic",
    "Persisch": "Noto Sans Arabic",
    "Urdu": "Noto Sans Arabic",
    "Paschtunisch": "Noto Sans Arabic",
    "Sorani": "Noto Sans Arabic",
    "Hebräisch": "Noto Sans Hebrew",
    "Georgisch": "Noto Sans Georgian",
    "Armenisch": "Noto Sans Armenian",
}


def families(rules: str) -> list[str]:
    return re.findall('font-family: "([^"]+)"', rules)


def test_the_coverage_is_that_of_the_bundled_faces() -> None:
    assert COVERAGE.read_text("utf-8") == coverage_text()


@pytest.mark.parametrize("face", [*MAIN_FACES, *FALLBACK_FACES], ids=lambda face: face.file)
def test_a_bundled_face_is_truetype_may_be_embedded_and_is_openly_licensed(face: Face) -> None:
    with TTFont(fonts() / face.file) as font:
        assert "glyf" in font
        assert font["OS/2"].fsType == 0
        assert font["name"].getDebugName(1).replace(" ", "").startswith(face.family.replace(" ", ""))
        assert "Open Font License" in font["name"].getDebugName(13)


def test_every_bundled_face_is_named_and_its_licence_lies_beside_it() -> None:
    named = {face.file for face in (*MAIN_FACES, *FALLBACK_FACES)}
    assert {path.name for path in fonts().glob("*.ttf")} == named
    for stem in {file.split("-")[0].rstrip("3").removesuffix("Sans") for file in named} & {"Source", "Noto"}:
        assert list(fonts().glob(f"LICENSE-{stem}*.txt"))


@pytest.mark.parametrize(("language", "name"), NAMES.items())
def test_a_text_brings_the_faces_it_needs_and_no_others(language: str, name: str) -> None:
    more = [NEEDED[language]] * 2 if language in NEEDED else []
    assert families(face_rules(fonts(), name)) == MAIN + more


def test_a_plain_text_needs_the_main_family_alone() -> None:
    assert families(face_rules(fonts(), "Zuwendung 1.234,56\u00a0€ „§\u202f12“ −3 ≤ 4")) == MAIN


def test_both_boxes_come_from_one_family() -> None:
    assert families(face_rules(fonts(), "☐ ja"))[3:] == ["Noto Sans Symbols 2"]
    assert families(face_rules(fonts(), "☒ nein"))[3:] == ["Noto Sans Symbols 2"]


def test_an_empty_and_a_ticked_box_are_drawn_by_the_same_face() -> None:
    assert "Noto-Sans-Symbols-2" in fonts_in(pdf_of('<p><span class="checkbox">☐</span> ja</p>'))
    assert "Noto-Sans-Symbols-2" in fonts_in(pdf_of('<p><span class="checkbox">☒</span> ja</p>'))


def test_a_rule_carries_the_whole_font() -> None:
    (rule, *_) = face_rules(fonts(), "").splitlines()
    data = re.findall(r"base64,([^\"]+)", rule)[0]
    assert base64.b64decode(data) == (fonts() / "SourceSans3-Regular.ttf").read_bytes()


def test_characters_that_no_face_has_are_told_once_each() -> None:
    assert missing(fonts(), "李 Müller 李 🎉\n") == ("李", "🎉")


def test_everything_the_program_itself_prints_has_a_face() -> None:
    for template in [*templates().rglob("*.j2"), *templates().rglob("*.css")]:
        assert missing(fonts(), template.read_text("utf-8")) == (), template.name


def table_of(names: list[str]) -> str:
    """Return running text, bold and italic text and a table with names."""
    rows = "".join(
        f'<tr><th scope="row">{number}</th><td>{escape(name)}</td></tr>' for number, name in enumerate(names)
    )
    return (
        f"<p>Es schrieben {escape('; '.join(names))}.</p>"
        f"<p><strong>{escape(', '.join(names))}</strong>, <em>{escape(', '.join(names))}</em></p>"
        f'<table><thead><tr><th scope="col">Nr.</th><th scope="col">Name</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def fonts_in(content: bytes) -> set[str]:
    """Return the names of the fonts in a PDF, without the mark of a subset."""
    pdf = opened(content)
    dictionaries = [entry for entry in pdf.objects if isinstance(entry, pikepdf.Dictionary)]
    named = [str(entry.BaseFont) for entry in dictionaries if entry.get("/Type") == pikepdf.Name.Font]
    return {name.partition("+")[2].removesuffix(",") for name in named}


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return unicodedata.normalize("NFKC", "\n".join(page.get_textpage().get_text_range() for page in pages))


def row_of(text: str) -> str:
    """Return the one row of the table."""
    return text.partition("Nr. Name")[2].strip().splitlines()[0]


def letters(text: str) -> list[str]:
    """Return the signs of a line in no order: readers turn ligatures and brackets of right-to-left text round."""
    signs = unicodedata.normalize("NFKD", text).replace(")", "(")
    return sorted(sign for sign in signs if unicodedata.category(sign) != "Cf")


@pytest.mark.parametrize("name", [*NAMES.values(), *MIXED], ids=[*NAMES, *"123"])
def test_a_name_is_set_without_a_gap_and_can_be_found_in_the_pdf(name: str) -> None:
    # A missing glyph would be a refusal.
    found = text_of(pdf_of(table_of([name])))
    assert letters(row_of(found)) == letters(f"0 {name}")


def test_all_scripts_together_keep_both_standards_and_use_bundled_fonts_alone() -> None:
    content = pdf_of(table_of([*NAMES.values(), *MIXED]) + '<p><span class="checkbox">☐</span> ☑ ☒</p>')
    assert findings(content) == ()
    used = fonts_in(content)
    bundled = tuple({face.family.replace(" ", "-") for face in (*MAIN_FACES, *FALLBACK_FACES)})
    assert len(used) > len(bundled)
    assert [name for name in used if not name.startswith(bundled)] == []


def test_an_amount_behind_a_right_to_left_name_stays_behind_it() -> None:
    content = pdf_of(table_of(["An محمد 12,50 € und חיים 7,50 €"]))
    text = pypdfium2.PdfDocument(content)[0].get_textpage()
    start = text.get_text_range().index("0 An", text.get_text_range().index("Nr."))
    places = [(text.get_charbox(start + index)[0], text.get_text_range(start + index, 1)) for index in range(33)]
    # From left to right the letters of the names stand in reverse, everything else as it is written.
    assert "".join(sign for _, sign in sorted(places)) == "0 An دمحم 12,50 € und םייח 7,50 €"


@pytest.mark.parametrize(
    ("word", "behind"), [("Qç\u0306b", "ich sprach"), ("Ḳ\u0304", "Kanne"), ("Nạ\u0308h", "am Rand")]
)
def test_a_letter_first_met_under_more_marks_than_letters_have_is_not_lost(word: str, behind: str) -> None:
    found = text_of(pdf_of(f"<p><em>{word} {behind}</em></p>"))
    assert behind in found
    # A reader may see a gap before a mark that stands beside its letter.
    assert letters(word) == letters(
        next(line for line in found.splitlines() if behind in line).removesuffix(behind).replace(" ", "")
    )
