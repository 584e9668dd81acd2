"""XLSX: real numbers, sums as formulas with cached results, text that looks like a formula stays text."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from grants.output.document import numbers_of, parse_document
from grants.output.workbook import write_workbook

DATED = datetime(2026, 2, 16)  # noqa: DTZ001 - document properties know no zone


def workbook(finished: Path, stem: str) -> bytes:
    return (finished / "ausgabe" / "2025" / f"2025-{stem}.xlsx").read_bytes()


def test_the_account_has_one_sheet_per_table_and_a_cover(finished: Path) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(finished, "verwendungsnachweis")))
    assert book.sheet_names == [
        "Deckblatt",
        "Einnahmen",
        "Ausgaben",
        "Ausgabearten",
        "Stellen",
        "Koordination",
        "Träger",
        "Ergebnis",
        "Kreisanteil",
        "Abstimmung",
        "Lohnartengruppen",
        "Ausgenommen",
        "Kennzahlen",
    ]


def test_every_amount_of_a_table_is_a_real_number_in_the_workbook(finished: Path) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(finished, "verwendungsnachweis")))
    rows = book.get_sheet_by_name("Ausgaben").to_python()
    spent = {row[0]: row[2] for row in rows}
    assert spent["Koordinierende Stelle"] == 43947.44
    assert spent["Summe"] == 976233.41
    assert all(isinstance(value, float) for value in list(spent.values())[3:])


@pytest.mark.parametrize("stem", ["verwendungsnachweis", "verteilung"])
def test_every_sum_is_a_formula_that_gives_its_cached_value(finished: Path, stem: str) -> None:
    """Recompute every formula from the cells it names and compare with the cached result."""
    cells, formulas = read_cells(workbook(finished, stem))
    assert len(formulas) >= 3
    for (sheet, address), formula in formulas.items():
        assert evaluate(formula, sheet, cells) == cells[sheet, address], (sheet, address, formula)


def test_a_sum_adds_the_cells_of_its_own_sheet_where_they_stand_there(finished: Path) -> None:
    """Changing a cell above must change the sum below, although the same figure stands on another sheet too."""
    _, formulas = read_cells(workbook(finished, "verwendungsnachweis"))
    assert formulas["Ausgabearten", "D4"] == "B4-C4"
    assert formulas["Ausgabearten", "B12"] == "SUM(B4:B11)"


def read_cells(content: bytes) -> tuple[dict[tuple[str, str], Decimal], dict[tuple[str, str], str]]:
    values: dict[tuple[str, str], Decimal] = {}
    formulas: dict[tuple[str, str], str] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        for number, sheet in enumerate(names, start=1):
            xml = package.read(f"xl/worksheets/sheet{number}.xml").decode()
            for address, kind, inner in re.findall(r'<c r="([A-Z]+\d+)"[^>]*?( t="s")?>(.*?)</c>', xml):
                if formula := re.search(r"<f>(.*?)</f>", inner):
                    formulas[sheet, address] = formula[1].replace("&apos;", "'")
                if not kind and (value := re.search(r"<v>(.*?)</v>", inner)):
                    values[sheet, address] = Decimal(value[1])
    return values, formulas


def evaluate(formula: str, sheet: str, cells: dict[tuple[str, str], Decimal]) -> Decimal:
    if match := re.fullmatch(r"SUM\(([A-Z]+)(\d+):\1(\d+)\)", formula):
        column, first, last = match[1], int(match[2]), int(match[3])
        return sum((cells[sheet, f"{column}{row}"] for row in range(first, last + 1)), Decimal(0))
    total = Decimal(0)
    for sign, other, address in re.findall(r"([+-]?)(?:'([^']+)'!)?([A-Z]+\d+)", formula):
        value = cells[other or sheet, address]
        total += -value if sign == "-" else value
    return total


def test_text_that_looks_like_a_formula_stays_text() -> None:
    html = (
        "<html><head><title>Probe</title></head><body><table id='probe'><caption>c</caption><colgroup>"
        "<col style='width: 50%'/></colgroup><thead><tr><th>Name</th></tr></thead>"
        "<tbody><tr><td>=1+1</td></tr><tr><td>@cmd</td></tr></tbody></table></body></html>"
    )
    content = write_workbook(parse_document(html), DATED)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Probe").to_python()
    assert rows[-2:] == [["=1+1"], ["@cmd"]]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet2.xml")


def test_the_same_tree_gives_the_same_bytes(finished: Path) -> None:
    root = parse_document((finished / "ausgabe" / "2025" / "2025-verteilung.html").read_text("utf-8"))
    assert numbers_of(root)
    assert write_workbook(root, DATED) == write_workbook(root, DATED)
