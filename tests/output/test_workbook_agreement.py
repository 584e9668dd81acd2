"""A workbook is the one that its HTML gives: a changed formula, format, text or hidden row is named by its cell."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from functools import cache

import pytest

from grants.output.finished.reading import FileFaultError
from grants.output.finished.workbook_agreement import cell_differences
from grants.output.workbook.writer import write_workbook
from tests.output.small_documents import package, root, word

DATED = datetime(2026, 2, 16)  # noqa: DTZ001 - a day of the book, without a zone
TABLE = "xl/worksheets/sheet2.xml"


@cache
def parts() -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(write_workbook(root(), DATED))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def changed(part: str, old: str, new: str) -> bytes:
    text = re.sub(old, new, parts()[part], count=1)
    assert text != parts()[part]
    return package({**parts(), part: text})


def test_the_same_html_gives_the_same_workbook_on_any_day() -> None:
    assert cell_differences(root(), write_workbook(root(), DATED)) == []


def test_a_formula_with_the_same_result_that_computes_otherwise_is_found() -> None:
    (difference,) = cell_differences(root(), changed(TABLE, r"<f>[^<]*</f>", "<f>100+100</f>"))
    assert re.fullmatch(
        r"Blatt „ausgaben“, Zelle B\d+: Die Formel ist eine andere als die, die das HTML ergibt\.",
        difference.text,
        re.IGNORECASE,
    )
    assert difference.found == "=100+100"
    # The sum of the small document has two parts: travel and equipment.
    assert re.search(r"B\d.*B\d", difference.expected)


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("xl/sharedStrings.xml", "Reisen", "Geschenke", "Der Inhalt ist ein anderer"),
        (TABLE, "<v>120.50</v>", "<v>120.51</v>", "Der Inhalt ist ein anderer"),
        ("xl/styles.xml", r'formatCode="#,##0\.00;', 'formatCode="#,##0.00,;', "Das Zahlenformat ist ein anderes"),
        (TABLE, r'<row r="5"', '<row r="5" hidden="1"', "Die Zeile 5 ist ausgeblendet"),
        (TABLE, r'<col min="1"', '<col hidden="1" min="1"', "Die Spalte mit der Nummer 1 ist ausgeblendet"),
        ("xl/workbook.xml", r'sheetId="2"', 'sheetId="2" state="veryHidden"', "Das Blatt ist ausgeblendet"),
        (TABLE, "</worksheet>", '<drawing r:id="rId9"/></worksheet>', "Über den Zellen liegt etwas"),
        ("xl/workbook.xml", r'name="Zahlen"', 'name="Andere"', "Dieses Blatt"),
    ],
)
def test_whatever_differs_is_named(part: str, old: str, new: str, said: str) -> None:
    assert any(said in each.text for each in cell_differences(root(), changed(part, old, new)))


@pytest.mark.parametrize("content", [b"", b"keine Mappe", word()])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(FileFaultError, match="keine lesbare Arbeitsmappe"):
        cell_differences(root(), content)
