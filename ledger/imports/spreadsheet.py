"""Read an XLSX file with python-calamine, whose only home this is, after the package was scanned."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ledger.imports.cells import CellType, Row, Sheet
from ledger.imports.package_scan import SheetMarks, damaged, scan_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_ERRORS = (CalamineError, ValueError, OverflowError, KeyError, IndexError)


def read_spreadsheet(content: bytes, file: str) -> tuple[Sheet, ...]:
    """Return every sheet with its cells as text; cached formula values count, missing ones are marked.

    Raises UnreadableError for anything that is not a sound, unencrypted XLSX within the limits.
    """
    marks = scan_package(content, file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ is SheetTypeEnum.WorkSheet:
                values = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
                of_sheet = marks.get(meta.name, SheetMarks({}, 0))
                rows = tuple(_rows(values, of_sheet.cells))
                hidden = meta.visible is not SheetVisibleEnum.Visible
                sheets.append(Sheet(meta.name, rows, hidden, of_sheet.hidden_rows))
    except BaseException as problem:
        # A panic of the library is no Exception; it must end in the same sentence as its errors.
        if isinstance(problem, _ERRORS) or type(problem).__name__ == "PanicException":
            raise damaged(file) from None
        raise
    return tuple(sheets)


def _rows(values: Sequence[Sequence[object]], marks: dict[tuple[int, int], CellType]) -> Iterator[Row]:
    """Yield the rows; a marked cell counts even where the fast reader's table has already ended."""
    last_row = max([len(values), *(row for row, _ in marks)])
    last_column = max([*(len(row) for row in values), *(column for _, column in marks)], default=0)
    for number in range(1, last_row + 1):
        row = values[number - 1] if number <= len(values) else ()
        yield _row(number, [_typed(row, (number, column), marks) for column in range(1, last_column + 1)])


def _row(number: int, cells: list[tuple[str, CellType]]) -> Row:
    """Return a row; it names types only where the file typed a cell as something else than text."""
    types = tuple(type_ for _, type_ in cells)
    return Row(number, tuple(text for text, _ in cells), types if any(t is not CellType.TEXT for t in types) else ())


def _typed(
    row: Sequence[object], place: tuple[int, int], marks: dict[tuple[int, int], CellType]
) -> tuple[str, CellType]:
    return ("", marks[place]) if place in marks else _cell(row, place[1])


def _cell(row: Sequence[object], column: int) -> tuple[str, CellType]:
    """Return a cell as text. A number keeps the 15 significant digits a spreadsheet itself can hold."""
    value = row[column - 1] if column <= len(row) else None
    if value is None or value == "":
        return "", CellType.TEXT
    if isinstance(value, bool):
        return "WAHR" if value else "FALSCH", CellType.TEXT
    if isinstance(value, int | float):
        return format(value, ".15g"), CellType.NUMBER
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat(), CellType.DAY
    return str(value), CellType.TEXT
