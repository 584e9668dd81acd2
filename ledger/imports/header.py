"""Find the header row of a declared format in a sheet, and say what is missing, doubled or unknown in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.imports.cells import Row, Sheet
    from ledger.imports.table import Column, Format

SEARCHED_ROWS = 40
FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Header:
    """A header row found in a sheet.

    ``width`` counts the columns up to the last title, ``cells`` all cells of the row; then which declared column
    stands where, and what is missing, doubled or unknown.
    """

    row: int
    width: int
    cells: int
    positions: Mapping[str, int]
    missing: tuple[Column, ...]
    doubled: tuple[Column, ...]
    unknown: tuple[str, ...]

    @property
    def matched(self) -> int:
        """Return how many declared columns were found."""
        return len(self.positions)


def normal_title(text: str) -> str:
    """Return a header title without differences of case, blanks and line breaks."""
    return " ".join(text.replace("\u00a0", " ").split()).casefold()


def find_header(sheet: Sheet, format_: Format) -> Header | None:
    """Return the row that matches most declared columns (at least two, and more than half), or None."""
    best: Header | None = None
    for row in sheet.rows[:SEARCHED_ROWS]:
        header = _match(row, format_)
        if best is None or header.matched > best.matched:
            best = header
    if best is None or best.matched < FEWEST_COLUMNS or best.matched * 2 <= len(format_.columns) - _optional(format_):
        return None
    return best


def _optional(format_: Format) -> int:
    return sum(column.optional for column in format_.columns)


def _places(column: Column, titles: list[str]) -> list[int]:
    """Return where a column stands under the first of its titles that occurs; a synonym counts only without it."""
    for wanted in map(normal_title, column.titles):
        places = [index for index, title in enumerate(titles) if title == wanted]
        if places:
            return places
    return []


def _match(row: Row, format_: Format) -> Header:
    titles = [normal_title(cell.text) for cell in row.cells]
    positions: dict[str, int] = {}
    doubled = []
    used = set()
    for column in format_.columns:
        places = _places(column, titles)
        if places:
            positions[column.field] = places[0]
            used.update(places)
        if len(places) > 1:
            doubled.append(column)
    missing = tuple(column for column in format_.columns if column.field not in positions and not column.optional)
    unknown = tuple(row.cells[i].text.strip() for i, title in enumerate(titles) if title and i not in used)
    width = max((index for index, title in enumerate(titles) if title), default=-1) + 1
    return Header(row.number, width, len(row.cells), positions, missing, tuple(doubled), unknown)
