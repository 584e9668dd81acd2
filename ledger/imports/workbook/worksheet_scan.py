"""One sheet of an XLSX file, by the fast lane where it is written plainly and by expat where it is not.

Both lanes cut the same tokens, and one builder turns them into rows. Sizes that a sheet announces (its dimension, the
number of strings) are not believed and not even read; the rows of the sheet are all there is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.imports.workbook.open_xml_names import OPEN_XML
from ledger.imports.workbook.plain_xml import NotPlainError, read_plain, unescaped
from ledger.imports.workbook.raw_sheet import RawSheet, column_letters, column_number
from ledger.imports.workbook.sheet_filter import FilterScan, rows_of
from ledger.imports.workbook.spreadsheet_limits import LONGEST_CELL, MOST_COLUMNS, damaged, too_long
from ledger.imports.workbook.worksheet_rows import Conventions, RawCell, WorksheetRows
from ledger.imports.workbook.xml_scan import XmlScan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OPENING = re.compile(rb"<sheetData>")
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*?) ?(?:/>|>'
    r"(<f[^<>]*(?:/>|>[^<]*</f>))?"
    r'(?:<v>([^<]*)</v>|<v ?/>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>))'
)
_ROW = re.compile(r'<row((?: [A-Za-z][A-Za-z0-9:]*="[^"<>&]*")*) ?(/?)>')
_ATTRIBUTE = re.compile(r'([A-Za-z0-9:]+)="([^"]*)"')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_ROW_PATH = ["worksheet", "sheetData", "row"]
_CELL_PATH = [*_ROW_PATH, "c"]


def scan_worksheet(
    name: str, pieces: Callable[[], Iterator[bytes]], conventions: Conventions, room: int, filters: list[str]
) -> tuple[RawSheet, int]:
    """Return the sheet and how many cells the workbook may still hold.

    ``filters`` are the areas of further active filters on the sheet. Raises UnreadableError, ExpatError, LookupError.
    """
    try:
        scan = WorksheetScan(name, conventions, room)
        read_plain(scan, pieces(), opening=_OPENING, unit=b"</row>", closing=b"</sheetData>", take=scan.take)
    except NotPlainError:
        scan = WorksheetScan(name, conventions, room)
        scan.read(pieces())
    return scan.sheet(filters), scan.rows.collector.room


class WorksheetScan(XmlScan):
    """The parts of a sheet that count: hidden columns, rows, filters."""

    names = OPEN_XML

    def __init__(self, name: str, conventions: Conventions, room: int) -> None:
        super().__init__()
        self.rows = WorksheetRows(name, conventions, room)
        self._epoch_1904 = conventions.epoch_1904
        self._hidden_columns: set[int] = set()
        self.filter = FilterScan()
        self._data = 0
        self._cells: list[RawCell] = []
        self._row: tuple[str, bool] = ("0", False)
        self._cell: dict[str, str] = {}
        self._whole = self._value = self._inline = self._formula = ""
        self._struck = self._collect = False

    def sheet(self, filters: list[str]) -> RawSheet:
        """Return the sheet; a hidden row inside the area of an active filter counts as filtered."""
        if not self._data:
            raise damaged()
        collected = self.rows.collector
        areas = [rows_of(area) for area in {*self.filter.areas, *filters}]
        filtered = {row for row in collected.hidden if any(row in area for area in areas)}
        return RawSheet(
            name=collected.sheet,
            hidden=False,
            epoch_1904=self._epoch_1904,
            rows=collected.rows,
            hidden_rows=[row for row in collected.hidden if row not in filtered],
            filtered_rows=sorted(filtered),
            struck_rows=collected.struck,
            hidden_columns=collected.filled_columns(self._hidden_columns),
        )

    def at_units(self) -> bool:
        """Return whether rows come next."""
        return self.path == _ROW_PATH[:2]

    def take(self, text: str) -> None:
        """Take whole rows in plain form. Raises NotPlainError for any other."""
        for written in text.split("</row>")[:-1]:
            if not self.rows.add_written(written):
                self._take_row(written)

    def _take_row(self, written: str) -> None:
        position = 0
        while True:
            opened = _ROW.match(written, position)
            attributes = dict(_ATTRIBUTE.findall(opened[1])) if opened else {}
            if opened is None or "r" not in attributes:
                raise NotPlainError
            position = opened.end()
            if not opened[2]:
                break
            self.rows.add(attributes["r"], (), hidden=False)
        cells = _CELL.findall(written, position)
        if "".join([cell[0] for cell in cells]) != written[position:]:
            raise NotPlainError
        if "&" in written:
            cells = [(*cell[:5], unescaped(cell[5]), unescaped(cell[6])) for cell in cells]
        hidden = _is_hidden(attributes)
        readings = self.rows.add(attributes["r"], cells, hidden=hidden)
        self.rows.shapes.learn(written, attributes["r"], readings, hidden=hidden)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Meet a start tag; rows and cells at any other place than theirs belong to no sheet."""
        if name == "sheetData":
            self._data += 1
            if self._data > 1 or self.path != _ROW_PATH[:2]:
                raise damaged()
        elif len(self.path) > len(_ROW_PATH) - 1 and self.path[1] == "sheetData":
            self._start_in_data(name, attributes)
        elif name in ("row", "c"):
            raise damaged()
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            self._hidden_columns.update(range(max(first, 1), min(last, MOST_COLUMNS) + 1))
        else:
            self.filter.start(self.path, attributes)

    def _start_in_data(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._expect(_ROW_PATH)
            self._row = (attributes.get("r", ""), _is_hidden(attributes))
            self._cells, self._struck = [], False
        elif name == "c":
            self._expect(_CELL_PATH)
            self._cell = attributes
            self._whole = self._value = self._inline = self._formula = ""
        elif name == "v":
            self._expect([*_CELL_PATH, "v"])
            if self._whole:
                raise damaged()
            self._whole, self._collect = "<v", True
        elif name == "f":
            self._formula = "<f"
        elif name == "strike" and attributes.get("val", "1") not in ("0", "false"):
            self._struck = True
        elif name == "t":
            self._collect = "rPh" not in self.path

    def _expect(self, path: list[str]) -> None:
        if self.path != path:
            raise damaged()

    def text(self, text: str) -> None:
        """Collect the text of a value or of inline text."""
        if self._collect:
            if self.path[-1] == "v":
                self._value += text
            else:
                self._inline += text
            if len(self._value) + len(self._inline) > LONGEST_CELL:
                raise too_long(f"Auf dem Blatt „{self.rows.collector.sheet}“ in Zeile {self._row[0]}")

    def end(self, name: str) -> None:
        """Meet an end tag."""
        self._collect = False
        if name == "c" and self.path == _ROW_PATH:
            self._cells.append(self._token())
        elif name == "row" and self.path == _ROW_PATH[:2]:
            digits, hidden = self._row
            digits = digits or (self._cells[0][2] if self._cells else self._next_row())
            self.rows.add(digits, self._cells, hidden=hidden, struck=self._struck)

    def _token(self) -> RawCell:
        """Return the cell as the fast lane would have cut it; without a position it follows the cell before."""
        reference = self._cell.get("r")
        if reference is None:
            before = column_number(self._cells[-1][1]) if self._cells else 0
            letters, digits = column_letters(before + 1), self._row[0] or self._next_row()
        else:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise damaged()
            letters, digits = match.groups()
        attributes = "".join(f' {key}="{self._cell[key]}"' for key in ("s", "t") if key in self._cell)
        return (self._whole, letters, digits, attributes, self._formula, self._value, self._inline)

    def _next_row(self) -> str:
        return str(self.rows.collector.last + 1)


def _is_hidden(attributes: dict[str, str]) -> bool:
    """Return whether a row cannot be seen: hidden, or of no height."""
    return attributes.get("hidden") in ("1", "true") or not attributes.get("ht", "1").strip("0.")
