"""Every kind of document in every size: four outputs that say the same and that their validators accept."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from grants.office.resources import templates
from grants.office.workspace import open_workspace
from grants.output.finished.agreement_of_files import compare_documents
from grants.output.order import FORMATS, Order, Shop
from grants.output.pdf.gate import findings
from grants.output.press import Printer
from tests.ooxml import problems
from tests.output.specimens import KINDS, TEMPLATES, lengthen, named_county, named_paper, specimen

DATED = datetime(2026, 2, 16)  # noqa: DTZ001 - a day of the book, without a zone
SIZES = ("leer", "klein", "üblich")
MANY = 5_000
LONG_NAME = ("Verband für Integration, Beratung und gesellschaftliche Teilhabe im ländlichen Raum " * 3)[:200].strip()
NAMES = {
    "arabisch": "محمد الأحمد",
    "hebräisch": "בית העם",
    "Tigrinya": "ገብረ ሚካኤል",
    "vietnamesisch": "Nguyễn Thị Hồng",
    "kyrillisch": "Иванова Ольга",
    "Zeichen": "Müller & Söhne <GbR> \"{{7*7}}\" <script>alert('x')</script>",
    "Formel": "=cmd|' /C calc'!A0",
    "lang": LONG_NAME,
    "Ziffern": "1.234,56 € Verein von 1919 e. V.",
    "arabisch mit Ziffern": "محمد 12,50 (Stelle 3)",
}


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(Shop(templates()))


def files_of(
    printer: Printer, kind: str, paper: object, finished: Path, name: str = "", formats: tuple[str, ...] = FORMATS
) -> dict[str, bytes]:
    """Return the files of a paper, from the county of the example or one that bears a name everywhere."""
    county = open_workspace(finished).county
    shown = named_county(county, name) if name else county
    return printer.make(Order(TEMPLATES[kind], paper, shown, f"2025-{kind}", kind, DATED, formats=formats))


def differences(files: dict[str, bytes]) -> list[str]:
    (compared,) = compare_documents([files])
    return [f"{suffix}: {each}" for suffix, several in compared.differences.items() for each in several]


@cache
def made(printer: Printer, kind: str, size: str, finished: Path) -> dict[str, bytes]:
    return files_of(printer, kind, specimen(kind, size, finished).paper, finished)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_outputs_agree_and_the_pdf_may_be_archived(printer: Printer, kind: str, size: str, finished: Path) -> None:
    files = made(printer, kind, size, finished)
    assert set(files) == set(FORMATS)
    assert differences(files) == []
    assert findings(files["pdf"]) == ()


@pytest.mark.slow
def test_two_validators_accept_the_word_and_excel_files_of_empty_and_small_documents(
    printer: Printer, finished: Path
) -> None:
    """Those of the example county are judged in test_word.py and test_workbook.py."""
    office_files = {
        f"{kind}-{size}.{suffix}": made(printer, kind, size, finished)[suffix]
        for kind, size in [*((kind, "leer") for kind in KINDS), ("nachweis", "klein"), ("weitergabe", "klein")]
        for suffix in ("docx", "xlsx")
    }
    assert problems(office_files) == []


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("kind", ["nachweis", "weitergabe"])
def test_names_of_any_kind_keep_the_outputs_equal(printer: Printer, kind: str, name: str, finished: Path) -> None:
    files = files_of(printer, kind, named_paper(kind, name, finished), finished, name)
    assert differences(files) == []
    assert findings(files["pdf"]) == ()


@pytest.mark.parametrize("name", ["arabisch mit Ziffern", "Ziffern"])
@pytest.mark.parametrize("kind", ["vorlage", "herleitung"])
def test_names_with_digits_keep_the_outputs_equal(printer: Printer, kind: str, name: str, finished: Path) -> None:
    files = files_of(printer, kind, named_paper(kind, NAMES[name], finished), finished, NAMES[name])
    assert differences(files) == []


@pytest.mark.parametrize("kind", ["nachweis", "verteilung", "herleitung"])
def test_five_thousand_rows_stand_in_word_excel_and_html(printer: Printer, kind: str, finished: Path) -> None:
    """The PDF of so many rows takes a minute; bench/long_documents.py makes it for every kind."""
    paper = lengthen(specimen(kind, "üblich", finished).paper, MANY)
    files = files_of(printer, kind, paper, finished, formats=("docx", "xlsx", "html"))
    assert files["html"].count(b"<tr") >= MANY
    assert differences(files) == []


@pytest.mark.slow
def test_a_letter_with_a_table_of_five_thousand_rows_is_set_and_agrees(printer: Printer, finished: Path) -> None:
    files = files_of(printer, "weitergabe", specimen("weitergabe", "groß", finished).paper, finished)
    assert differences(files) == []
    assert findings(files["pdf"]) == ()
