"""An ODS workbook: its sheets, cell by cell, with everything that is repeated held to the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.imports.workbook.open_document_cells import CellText, open_cell
from ledger.imports.workbook.open_document_styles import OPEN_DOCUMENT, StyleScan
from ledger.imports.workbook.raw_sheet import STRUCK, TEXT, RawSheet, RowCollector, cell_name, place_cell
from ledger.imports.workbook.spreadsheet_limits import (
    LAST_ROW,
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    beyond,
    damaged,
    encrypted,
    odd_calendar,
    too_long,
)
from ledger.imports.workbook.xml_scan import XmlScan

if TYPE_CHECKING:
    from ledger.finding import UnreadableError
    from ledger.imports.workbook.package_scan import Package

_TABLE = ["office:document-content", "office:body", "office:spreadsheet", "table:table"]
_GROUPS = frozenset({"table:table-row-group", "table:table-rows", "table:table-header-rows"})
_CELLS = ("table:table-cell", "table:covered-table-cell")
_NO_SHEETS = ("table:tracked-changes", "table:dde-links")
_CALENDARS = {"1899-12-30": False, "1904-01-01": True}
# What stands at a cell and not in it: notes, drawings, readings of signs.
_ASIDE = frozenset({"office:annotation", "draw:frame", "draw:custom-shape", "table:shapes", "text:ruby-text"})


def scan_open_document(package: Package) -> list[RawSheet]:
    """Return every sheet. Raises UnreadableError, and the errors of zip and XML for damaged packages."""
    if "meta-inf/manifest.xml" in package.names:
        _ManifestScan().read(package.pieces("META-INF/manifest.xml"))
    content = _ContentScan()
    if "styles.xml" in package.names:
        common = StyleScan()
        common.read(package.pieces("styles.xml"))
        content.parents, content.struck = common.parents, common.struck
    content.read(package.pieces("content.xml"))
    if not content.sheets:
        raise damaged()
    return content.sheets


class _ManifestScan(XmlScan):
    names = OPEN_DOCUMENT

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - the name says it all
        if name == "manifest:encryption-data":
            raise encrypted()


class _ContentScan(StyleScan):
    """The styles and sheets of the content."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[RawSheet] = []
        self._epoch_1904 = False
        self._room = MOST_CELLS
        self._aside = 0
        self._table: _Table | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Meet a start tag: of a style, of a sheet, or within a sheet."""
        if self._aside:
            return
        named = {self.names[key]: value for key, value in attributes.items()}
        if name in _ASIDE:
            self._aside = len(self.path)
        elif self._table:
            self._table.start(self.path, name, named)
        elif self.path == _TABLE:
            hidden = named.get("table:style-name", "") in self.unseen_tables
            self._table = _Table(named.get("table:name", ""), self, self._room, hidden=hidden)
        elif self.path[:3] == _TABLE[:3] and name in ("table:table-row", *_CELLS) and self.path[3] not in _NO_SHEETS:
            raise damaged()
        elif name == "table:null-date":
            calendar = named.get("table:date-value", "1899-12-30")
            if calendar not in _CALENDARS:
                raise odd_calendar()
            self._epoch_1904 = _CALENDARS[calendar]
        elif self.path[1:2] == ["office:automatic-styles"]:
            self.start_style(name, named)

    def text(self, text: str) -> None:
        """Meet text."""
        if self._table and not self._aside:
            self._table.text(text)

    def end(self, name: str) -> None:
        """Meet an end tag."""
        if self._aside:
            self._aside = 0 if len(self.path) < self._aside else self._aside
        elif self._table:
            if len(self.path) < len(_TABLE):
                self.sheets.append(self._table.sheet(epoch_1904=self._epoch_1904))
                self._room, self._table = self._table.rows.room, None
            else:
                self._table.end(name)


class _Table:
    """One sheet: columns, rows, cells, each with its number of repetitions."""

    def __init__(self, name: str, styles: StyleScan, room: int, *, hidden: bool) -> None:
        self.rows = RowCollector(name, room)
        self._styles = styles
        self._hidden = hidden
        self._columns = 0
        self._column_styles: dict[int, str] = {}
        self._hidden_columns: set[int] = set()
        self._filtered: list[int] = []
        self._row: dict[str, str] = {}
        self._texts: list[str] = []
        self._kinds: list[str] = []
        self._column = 0
        self._row_struck = False
        self._cell: dict[str, str] | None = None
        self._written = CellText()
        self._struck = self._in_paragraph = False

    def sheet(self, *, epoch_1904: bool) -> RawSheet:
        filtered = set(self._filtered)
        return RawSheet(
            name=self.rows.sheet,
            hidden=self._hidden,
            epoch_1904=epoch_1904,
            rows=self.rows.rows,
            hidden_rows=[row for row in self.rows.hidden if row not in filtered],
            filtered_rows=self._filtered,
            struck_rows=self.rows.struck,
            hidden_columns=self.rows.filled_columns(self._hidden_columns),
        )

    def start(self, path: list[str], name: str, attributes: dict[str, str]) -> None:
        if self._cell is not None:
            self._start_in_cell(name, attributes)
        elif name in _CELLS:
            if path[-2] != "table:table-row":
                raise damaged()
            self._cell, self._written, self._struck = attributes, CellText(), False
        elif name == "table:table-row":
            if not _GROUPS.issuperset(path[len(_TABLE) : -1]):
                raise damaged()
            self._row, self._texts, self._kinds, self._column, self._row_struck = attributes, [], [], 0, False
        elif name == "table:table-column":
            self._add_column(attributes)

    def text(self, text: str) -> None:
        if self._in_paragraph:
            self._written.add(text)
            if self._written.length > LONGEST_CELL:
                raise self._too_long()

    def end(self, name: str) -> None:
        if name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table:table-row" and self._cell is None:
            self._end_row()
        elif name == "text:p":
            self._in_paragraph = False

    def _start_in_cell(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("table:table", "table:table-row", *_CELLS):
            raise damaged()
        if name == "text:p":
            self._written.begin_paragraph()
            self._in_paragraph = True
        elif not self._in_paragraph:
            return
        elif name == "text:s":
            self._written.add_exactly(" " * _repeated(attributes, "text:c", LONGEST_CELL))
        elif name in ("text:tab", "text:line-break"):
            self._written.add_exactly("\t" if name == "text:tab" else "\n")
        elif name == "text:span":
            self._struck |= self._styles.is_struck("text", attributes.get("text:style-name", ""))

    def _add_column(self, attributes: dict[str, str]) -> None:
        repeated = _repeated(attributes, "table:number-columns-repeated")
        columns = range(self._columns + 1, min(self._columns + repeated, MOST_COLUMNS) + 1)
        self._columns += repeated
        self._column_styles |= dict.fromkeys(columns, attributes.get("table:default-cell-style-name", ""))
        if attributes.get("table:visibility") in ("collapse", "filter"):
            self._hidden_columns.update(columns)

    def _end_cell(self, cell: dict[str, str]) -> None:
        text, kind = open_cell(cell, str(self._written))
        repeated = _repeated(cell, "table:number-columns-repeated")
        first, self._column = self._column + 1, self._column + repeated
        if not text and kind == TEXT:
            return
        if self._column > MOST_COLUMNS:
            raise beyond(self.rows.sheet, cell_name(max(first, MOST_COLUMNS + 1), self.rows.last + 1))
        if len(text) > LONGEST_CELL:
            raise self._too_long()
        for column in range(first, self._column + 1):
            place_cell(self._texts, self._kinds, column, text, STRUCK if self._struck and kind == TEXT else kind)
        if self._styles.struck:
            self._row_struck |= any(self._is_struck(cell, column) for column in range(first, self._column + 1))

    def _is_struck(self, cell: dict[str, str], column: int) -> bool:
        """Return whether the style of a cell strikes it out: its own, else that of its row, else of its column."""
        row = self._row.get("table:default-cell-style-name", "")
        name = cell.get("table:style-name") or row or self._column_styles.get(column, "")
        return self._styles.is_struck("table-cell", name)

    def _end_row(self) -> None:
        repeated = _repeated(self._row, "table:number-rows-repeated")
        if not self._texts:
            self.rows.last += repeated
            return
        first, last = self.rows.last + 1, self.rows.last + repeated
        if last > MOST_ROWS:
            raise beyond(self.rows.sheet, cell_name(len(self._texts), max(first, MOST_ROWS + 1)))
        visibility = self._row.get("table:visibility", "visible")
        if visibility == "filter":
            self._filtered.extend(range(first, last + 1))
        for number in range(first, last + 1):
            self.rows.check_order(number)
            hidden = visibility != "visible"
            self.rows.add(number, self._texts, self._kinds, hidden=hidden, struck=self._row_struck)

    def _too_long(self) -> UnreadableError:
        return too_long(f"Auf dem Blatt „{self.rows.sheet}“ in Zeile {self.rows.last + 1}")


def _repeated(attributes: dict[str, str], key: str, most: int = LAST_ROW) -> int:
    """Return how often something is repeated; a number that no program writes means a damaged file."""
    written = attributes.get(key)
    if written is None:
        return 1
    if not (written.isascii() and written.isdecimal() and len(written) <= len(str(LAST_ROW))):
        raise damaged()
    number = int(written)
    if not 1 <= number <= most:
        raise damaged()
    return number
