"""A table of the HTML as rows and columns of a sheet: spans laid out, heads, body and foot apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.output.html.document import local_name
from grants.output.workbook.cells import EMPTY, Content, has_class, read_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of the sheet: its content; whether it is numeric, a row's head, right to left; how many columns it heads.

    ``spans`` is 0 for a cell that a spanning cell to its left covers.
    """

    content: Content
    numeric: bool = False
    heads_row: bool = False
    right_to_left: bool = False
    spans: int = 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the sheet; ``total`` rows are set apart."""

    cells: tuple[GridCell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, rows of heads, body and foot, all of the same width."""

    caption: Content
    heads: tuple[GridRow, ...]
    body: tuple[GridRow, ...]
    foot: tuple[GridRow, ...]

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max((len(row.cells) for row in self.rows), default=1)

    @property
    def rows(self) -> tuple[GridRow, ...]:
        """Return all rows from above."""
        return (*self.heads, *self.body, *self.foot)

    def words_above(self, column: int) -> str:
        """Return the caption and the heads of a column, those that span it too, as one text."""
        words = [self.caption.text]
        for row in self.heads:
            start = column
            while start and not row.cells[start].spans:
                start -= 1
            words.append(row.cells[start].content.text)
        return " ".join(words)


def read_grid(table: Element) -> Grid:
    """Return a table as a grid. Raises DocumentError for what no cell of a workbook can hold."""
    caption = next((read_content(part) for part in table if local_name(part) == "caption"), EMPTY)
    heads = _lay_out([row for part in table if local_name(part) == "thead" for row in part], head=True)
    body = [row for part in table for row in _body_rows(part)]
    foot = [row for part in table if local_name(part) == "tfoot" for row in part]
    parts = (heads, _lay_out(body), _lay_out(foot, total=True))
    width = max((len(row.cells) for part in parts for row in part), default=1)
    return Grid(caption, *(tuple(_widen(row, width) for row in part) for part in parts))


def _body_rows(part: Element) -> Sequence[Element]:
    if local_name(part) == "tr":
        return [part]
    return list(part) if local_name(part) == "tbody" else []


def _lay_out(rows: list[Element], *, head: bool = False, total: bool = False) -> list[GridRow]:
    """Return rows with every cell in its column.

    The text of a spanning cell stands once: in a body in its first cell, of several rows of heads in the lowest one,
    so that the last row of heads names the columns.
    """
    placed: list[dict[int, GridCell]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in placed[number]:
                column += 1
            high = min(int(cell.attrib.get("rowspan", "1")) or len(rows), len(rows) - number)
            wide = int(cell.attrib.get("colspan", "1"))
            text_row = number + (high - 1 if head else 0)
            for covered in range(number, number + high):
                placed[covered].update(_spread(cell, column, wide, filled=covered == text_row))
            column += wide
    return [GridRow(_filled(cells), total or has_class(row, "total")) for row, cells in zip(rows, placed, strict=True)]


def _spread(cell: Element, column: int, wide: int, *, filled: bool) -> Iterator[tuple[int, GridCell]]:
    numeric = has_class(cell, "num")
    first = GridCell(
        read_content(cell) if filled else EMPTY,
        numeric,
        local_name(cell) == "th",
        any(each.attrib.get("dir") == "rtl" for each in cell.iter()),
        wide if filled else 1,
    )
    yield column, first
    for covered in range(column + 1, column + wide):
        yield covered, GridCell(EMPTY, numeric, spans=0 if filled else 1)


def _filled(cells: dict[int, GridCell]) -> tuple[GridCell, ...]:
    return tuple(cells.get(column, GridCell(EMPTY)) for column in range(max(cells, default=-1) + 1))


def _widen(row: GridRow, width: int) -> GridRow:
    return GridRow(row.cells + (GridCell(EMPTY),) * (width - len(row.cells)), row.total)
