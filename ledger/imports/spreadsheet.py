"""Read an XLSX file: limits first, then python-calamine, whose only home this is."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ledger.finding import UnreadableError
from ledger.imports.cells import EMPTY, Cell, CellType, Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST_PACKED = 20 * 2**20
LARGEST_UNPACKED = 200 * 2**20
MOST_MEMBERS = 1_000
MOST_ROWS, MOST_COLUMNS = 200_000, 200
MOST_TAGS = 12_000_000

_TAG = re.compile(rb"""<(/?)(?:\w+:)?(row|c|f|v|is)\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_REFERENCE = re.compile(rb'(?:^|\s)r="([A-Z]{0,3})(\d{1,7})"')
_ANY_REFERENCE = re.compile(rb"(?:^|\s)r\s*=")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


def read_spreadsheet(content: bytes, file: str) -> tuple[Sheet, ...]:
    """Return every sheet with its cells as text; cached formula values count, missing ones are marked.

    Raises UnreadableError for anything that is not a sound, unencrypted XLSX within the limits.
    """
    uncalculated = _scan(content, file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            Sheet(
                meta.name,
                tuple(
                    _rows(
                        book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False),
                        uncalculated.get(meta.name, set()),
                    )
                ),
                meta.visible is not SheetVisibleEnum.Visible,
            )
            for meta in book.sheets_metadata
            if meta.typ is SheetTypeEnum.WorkSheet
        )
    except (CalamineError, ValueError, OverflowError, KeyError, IndexError):
        raise _damaged(file) from None


def _damaged(file: str) -> UnreadableError:
    return UnreadableError(
        f"{file}: Die Arbeitsmappe ist beschädigt, verschlüsselt oder keine XLSX-Datei.",
        "Bitte die Datei in der Tabellenkalkulation öffnen und ohne Kennwort als XLSX speichern.",
    )


def _too_large(file: str) -> UnreadableError:
    return UnreadableError(
        f"{file}: Die Arbeitsmappe ist zu groß (erlaubt: {MOST_ROWS} Zeilen, {MOST_COLUMNS} Spalten, 200 MB entpackt).",
        "Bitte nur das benötigte Blatt mit den benötigten Spalten ausgeben.",
    )


def _scan(content: bytes, file: str) -> dict[str, set[tuple[int, int]]]:
    """Check the limits on the package itself; return, for each sheet, the cells with a formula but no value."""
    if len(content) > LARGEST_PACKED:
        raise _too_large(file)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise _too_large(file)
            parts = {m.filename: _unpack(package, m, file) for m in members if not m.filename.startswith("xl/media/")}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _damaged(file) from None
    if any(b"<!DOCTYPE" in part for part in parts.values()):
        raise _damaged(file)
    places = {
        path: _uncalculated_cells(part, file) for path, part in parts.items() if b"sheetData" in part or _is_sheet(path)
    }
    return {name: places.get(path, set()) for name, path in _sheet_parts(parts)}


def _is_sheet(path: str) -> bool:
    return path.startswith("xl/worksheets/") and path.endswith(".xml")


def _unpack(package: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> bytes:
    """Unpack one part, but never more than the package directory announced."""
    with package.open(member) as stream:
        part = stream.read(member.file_size + 1)
    if len(part) > member.file_size:
        raise _damaged(file)
    return part


def _sheet_parts(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and the part that holds it."""
    targets = {}
    for tag in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        targets[_attribute(tag, b"Id")] = "xl/" + _attribute(tag, b"Target").removeprefix("/xl/")
    for tag in _SHEET.findall(parts.get("xl/workbook.xml", b"")):
        yield _attribute(tag, b"name"), targets.get(_attribute(tag, rb"r:id"), "")


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\b" + name + rb'="([^"]*)"', tag)
    text = match[1].decode("utf-8", "replace") if match else ""
    for entity, sign in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


def _uncalculated_cells(sheet: bytes, file: str) -> set[tuple[int, int]]:
    """Return (row, column) of formula cells without cached value; refuse positions beyond the limits.

    One pass over the tags, so that a sheet of any shape takes time in proportion to its size. A position that is not
    written plainly, or a sheet in UTF-16, is refused: what this scan cannot read, it cannot vouch for.
    """
    if b"\x00" in sheet:
        raise _damaged(file)
    found: set[tuple[int, int]] = set()
    place, has_formula = (0, 0), False
    for number, match in enumerate(_TAG.finditer(sheet)):
        if number > MOST_TAGS:
            raise _too_large(file)
        closing, name, attributes = match[1], match[2], match[3]
        if name in (b"row", b"c") and not closing:
            place, has_formula = _place(attributes, file), False
        elif name == b"f" and not closing:
            has_formula = True
            found.add(place)
        elif (
            name in (b"v", b"is")
            and has_formula
            and not closing
            and sheet[match.end() : match.end() + 2] not in (b"", b"</")
        ):
            found.discard(place)
    return found


def _place(attributes: bytes, file: str) -> tuple[int, int]:
    """Return the row and column a row or cell says it stands in, within the limits."""
    reference = _REFERENCE.search(attributes)
    if reference is None:
        if _ANY_REFERENCE.search(attributes):
            raise _damaged(file)
        return 0, 0
    row, column = int(reference[2]), _column_number(reference[1])
    if row > MOST_ROWS or column > MOST_COLUMNS:
        raise _too_large(file)
    return row, column


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _rows(values: Sequence[Sequence[object]], uncalculated: set[tuple[int, int]]) -> Iterator[Row]:
    for number, row in enumerate(values, start=1):
        yield Row(
            number,
            tuple(
                Cell("", CellType.UNCALCULATED) if (number, column) in uncalculated else _cell(value)
                for column, value in enumerate(row, start=1)
            ),
        )


def _cell(value: object) -> Cell:
    """Return a cell as text. A number keeps the 15 significant digits a spreadsheet itself can hold."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return Cell("WAHR" if value else "FALSCH")
    if isinstance(value, int | float):
        text = format(value, ".15g")
        return Cell(text, CellType.NUMBER)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    if isinstance(value, date) and not isinstance(value, datetime):
        return Cell(value.isoformat(), CellType.DAY)
    if isinstance(value, datetime | time | timedelta):
        return Cell(str(value))
    return Cell(str(value))
