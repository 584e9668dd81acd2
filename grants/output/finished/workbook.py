"""A finished XLSX: the numbers of its sheet „Zahlen“ and those of all other cells, as they were last computed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from grants.output.finished.reading import FileFaultError, ReadNumber, refuse_too_large
from ledger.finding import UnreadableError
from ledger.imports.cells import CellType
from ledger.imports.spreadsheet import read_spreadsheet
from ledger.imports.workbook.raw_sheet import column_letters

if TYPE_CHECKING:
    from ledger.imports.cells import Cell, Sheet

LIST = "Zahlen"
_HEAD = ("Name", "Wert", "Text")
_NO_WORKBOOK = "Die Datei ist keine lesbare Arbeitsmappe; sie ist beschädigt, verschlüsselt oder von anderer Art."


@dataclass(frozen=True, slots=True)
class CellNumber:
    """Eine Zahl in einer Zelle: sheet, cell as ``C7``, exact value."""

    sheet: str
    cell: str
    exact: Decimal


@dataclass(frozen=True, slots=True)
class FinishedWorkbook:
    """Eine fertige Arbeitsmappe: the list of named numbers, the numbers of all other sheets, cells with an error."""

    numbers: tuple[ReadNumber, ...]
    cells: tuple[CellNumber, ...]
    faulty: tuple[str, ...]


def read_workbook_numbers(content: bytes) -> FinishedWorkbook:
    """Return what an XLSX holds. Raises FileFaultError when it cannot be read or the sheet „Zahlen“ is missing."""
    refuse_too_large(content)
    try:
        sheets = read_spreadsheet(content, "")
    except UnreadableError:
        raise FileFaultError(_NO_WORKBOOK) from None
    listed = [sheet for sheet in sheets if sheet.name == LIST]
    if not listed:
        raise FileFaultError(f"In der Arbeitsmappe fehlt das Blatt „{LIST}“.")
    found, faulty = [], []
    for sheet in sheets:
        for row in sheet.rows:
            for column, cell in enumerate(row.cells, start=1):
                address = f"{column_letters(column)}{row.number}"
                if cell.type is CellType.FAULTY:
                    faulty.append(f"{sheet.name}, {address}")
                elif sheet is not listed[0] and (exact := _exact(cell)):
                    found.append(CellNumber(sheet.name, address, Decimal(exact)))
    return FinishedWorkbook(_listed_numbers(listed[0]), tuple(found), tuple(faulty))


def _listed_numbers(sheet: Sheet) -> tuple[ReadNumber, ...]:
    """Return the rows below the head of the list. Raises FileFaultError when it has none."""
    rows = iter(sheet.rows)
    for row in rows:
        texts = [text.strip() for text in row.texts]
        if set(_HEAD) <= set(texts):
            name, exact, text = (texts.index(title) for title in _HEAD)
            return tuple(
                ReadNumber(below.cell(name).text, _exact(below.cell(exact)), below.cell(text).text)
                for below in rows
                if not below.is_empty
            )
    raise FileFaultError(f"Auf dem Blatt „{LIST}“ fehlt die Kopfzeile mit Name, Wert und Text.")


def _exact(cell: Cell) -> str:
    # Readers of imports distrust the 0 that a formula holds before it was ever computed. Here it is compared.
    if cell.type is CellType.UNCALCULATED:
        return "0"
    return cell.text if cell.type is CellType.NUMBER else ""
