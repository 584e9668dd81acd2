"""Tables of Word documents: spans, repeated heads, rows that stay whole, figures in content controls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from grants.output.html.direction import reads_right_to_left
from grants.output.html.document import DocumentError, local_name, number_of, text_of
from grants.output.word.keep import holds_on
from grants.output.word.styles import TABLE
from grants.output.word.text import INLINE, Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from grants.output.word.text import TextWriter

NARROW = 84
_PARTS = ("thead", "tbody", "tfoot")
_BOLD = Format(bold=True)
_PLAIN = Format()


@dataclass(slots=True)
class _Slot:
    """A cell in its row: ``below`` rows are still to be covered by it, ``begins`` where it stands."""

    cell: Element
    columns: int
    below: int
    begins: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """How the cells of a row are set."""

    part: str
    strong: bool
    dense: bool
    keep: bool


class TableWriter:
    """Writes one table; ``blocks`` writes the blocks that stand in a cell, given the style of its paragraphs."""

    def __init__(
        self,
        text: TextWriter,
        style_ids: Mapping[str, str],
        blocks: Callable[[Element, str, Format], str],
        width: int,
        accent: str,
    ) -> None:
        self._text = text
        self._style_ids = style_ids
        self._blocks = blocks
        self._width = width
        self._rule = f'<w:{{}} w:val="single" w:sz="8" w:space="0" w:color="{accent}"/>'

    def write(self, table: Element, *, keep: bool) -> str:
        """Return a table as XML. ``keep`` holds its last row on the page of what follows.

        Raises DocumentError for a table whose rows have different numbers of columns.
        """
        classes = table.get("class", "").split()
        rows = [(row, name) for name in _PARTS for part in table if local_name(part) == name for row in part]
        grid = _grid(table)
        widths = _column_widths(
            table, len(grid[0]) if grid else 0, self._width * (NARROW if "narrow" in classes else 100) // 100
        )
        heads = sum(name == "thead" for _, name in rows)
        xml = []
        for index, ((row, name), slots) in enumerate(zip(rows, grid, strict=True)):
            form = _Row(
                part=name,
                strong=name != "tbody" or row.get("class") == "total",
                dense="dense" in classes,
                keep=holds_on(index, len(rows), heads) or (keep and index == len(rows) - 1),
            )
            xml.append(self._row(slots, widths, form))
        return self._head(table, widths) + "".join(xml) + "</w:tbl>"

    def _head(self, table: Element, widths: list[int]) -> str:
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        named = {local_name(part): part for part in table}
        title = f"<w:tblCaption w:val={quoteattr(text_of(named['caption']))}/>" if "caption" in named else ""
        first_column = any(local_name(row[0]) == "th" for row in named.get("tbody", ()) if len(row))
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._style_ids[TABLE]}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{"06E0" if first_column else "0660"}" w:firstRow="1" '
            f'w:lastRow="1" w:firstColumn="{int(first_column)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"{title}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        )

    def _row(self, slots: list[_Slot], widths: list[int], form: _Row) -> str:
        cells, column = [], 0
        while column < len(slots):
            slot = slots[column]
            end = column + slot.columns
            cells.append(self._cell(slot, widths[column:end], form, first=column == 0, last=end == len(slots)))
            column = end
        header = "<w:tblHeader/>" if form.part == "thead" else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, slot: _Slot, widths: list[int], form: _Row, *, first: bool, last: bool) -> str:
        style = self._style_of(slot.cell, form)
        span = f'<w:gridSpan w:val="{slot.columns}"/>' if slot.columns > 1 else ""
        merge = ""
        if slot.below or not slot.begins:
            merge = '<w:vMerge w:val="restart"/>' if slot.begins else "<w:vMerge/>"
        borders = valign = ""
        if form.part == "thead":
            borders, valign = f"<w:tcBorders>{self._rule.format('bottom')}</w:tcBorders>", '<w:vAlign w:val="bottom"/>'
        elif form.part == "tfoot":
            borders = f'<w:tcBorders>{self._rule.format("top")}<w:bottom w:val="nil"/></w:tcBorders>'
        flush = '<w:left w:w="0" w:type="dxa"/>' if first else ""
        flush += '<w:right w:w="0" w:type="dxa"/>' if last else ""
        margins = f"<w:tcMar>{flush}</w:tcMar>" if flush else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>{span}{merge}{borders}{margins}{valign}</w:tcPr>'
            f"{self._content(slot, style, form)}</w:tc>"
        )

    def _content(self, slot: _Slot, style: str, form: _Row) -> str:
        cell = slot.cell
        keep = "<w:keepNext/>" if form.keep else ""
        head = f'<w:p><w:pPr><w:pStyle w:val="{self._style_ids[style]}"/>{keep}'
        if not slot.begins:
            return f"{head}</w:pPr></w:p>"
        text_form = _BOLD if form.strong and form.part != "thead" else _PLAIN
        if any(local_name(child) not in INLINE for child in cell):
            return self._blocks(cell, style, text_form)
        turned = "num" not in cell.get("class", "").split() and reads_right_to_left("".join(cell.itertext()))
        if turned:
            head += '<w:bidi/><w:jc w:val="end"/>'
        runs = self._text.write(cell, text_form, right_to_left=turned)
        number = number_of(cell)
        if number is not None and number.name:
            runs = self._text.control(number, runs)
        return f"{head}</w:pPr>{runs}</w:p>"

    def _style_of(self, cell: Element, form: _Row) -> str:
        classes = cell.get("class", "").split()
        numeric = "num" in classes
        if form.part == "thead" and "group" in classes:
            return "Tabellenkopf Gruppe"
        if form.part == "thead":
            return "Tabellenkopf Zahl" if numeric else "Tabellenkopf"
        return ("Tabellenzahl" if numeric else "Tabellentext") + (" klein" if form.dense else "")


def _grid(table: Element) -> list[list[_Slot]]:
    """Return each row as the slots of its columns; a cell over several columns stands in each of them."""
    grid = [slots for part in table if local_name(part) in _PARTS for slots in _slots_of(list(part))]
    if len({len(slots) for slots in grid}) > 1:
        raise DocumentError("die Zeilen einer Tabelle haben verschieden viele Spalten")
    return grid


def _slots_of(rows: list[Element]) -> Iterator[list[_Slot]]:
    """Yield the rows of one part of a table; no cell reaches over its end."""
    above: list[_Slot] = []
    for index, row in enumerate(rows):
        slots: list[_Slot] = []
        cells = iter(row)
        while True:
            column = len(slots)
            if column < len(above) and above[column].below:
                covering = above[column]
                slots += [_Slot(covering.cell, covering.columns, covering.below - 1, begins=False)] * covering.columns
                continue
            cell = next(cells, None)
            if cell is None:
                break
            columns = int(cell.get("colspan", "1"))
            below = min(int(cell.get("rowspan", "1")), len(rows) - index) - 1
            slots += [_Slot(cell, columns, below, begins=True)] * columns
        yield slots
        above = slots


def _column_widths(table: Element, columns: int, width: int) -> list[int]:
    """Return the widths of the columns in twips: as the columns say, else the same for each."""
    named = [column for part in table if local_name(part) == "colgroup" for column in part]
    if not named:
        return [width // columns] * columns if columns else []
    if len(named) != columns and columns:
        raise DocumentError("eine Tabelle hat nicht so viele Spalten, wie sie angibt")
    return [round(width * _percent(column) / 100) for column in named]


def _percent(column: Element) -> float:
    return float(column.attrib["style"].removeprefix("width:").strip().removesuffix("%"))
