"""Find the header row of a declared format in a sheet, and say what is missing, doubled or unknown in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.imports.cells import Row, Sheet
    from ledger.imports.table import Column, Format

SEARCHED_ROWS = 40
FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Header:
    """A header row found in a sheet.

    ``width`` counts the columns up to the last title, ``cells`` all cells of the row; then which declared column
    stands where and under which title, and what is missing, doubled, known but not needed, or unknown.
    """

    row: int
    width: int
    cells: int
    positions: Mapping[str, int]
    missing: tuple[Column, ...]
    doubled: tuple[Column, ...]
    unknown: tuple[str, ...]
    titles: Mapping[str, str]
    unbooked: tuple[str, ...]

    @property
    def matched(self) -> int:
        """Return how many declared columns were found."""
        return len(self.positions)

    @property
    def explained(self) -> int:
        """Return how many columns of the file the format knows, those that it does not need included."""
        return len(self.positions) + len(self.unbooked)


def normal_title(text: str) -> str:
    """Return a header title without differences of case, blanks and line breaks."""
    return " ".join(text.replace("\u00a0", " ").split()).casefold()


def first_rows(sheet: Sheet) -> list[tuple[Row, list[str]]]:
    """Return the rows in which a header is looked for, with their cells as normal titles."""
    return [(row, [normal_title(cell.text) for cell in row.cells]) for row in sheet.rows[:SEARCHED_ROWS]]


def find_header(sheet: Sheet, format_: Format) -> Header | None:
    """Return the row that matches most declared columns (at least two, and more than half), or None."""
    return find_header_in(first_rows(sheet), format_)


def find_header_in(rows: Sequence[tuple[Row, list[str]]], format_: Format) -> Header | None:
    """Return the header as ``find_header`` does, for a caller that tries many formats on the same rows."""
    wanted = {normal_title(title): column.field for column in format_.columns for title in column.titles}
    needed = sum(not column.optional for column in format_.columns)
    most, best = 0, None
    for row, titles in rows:
        matched = len({wanted[title] for title in titles if title in wanted})
        if matched > most:
            most, best = matched, (row, titles)
    if best is None or most < FEWEST_COLUMNS or most * 2 <= needed:
        return None
    return _match(*best, format_)


def _places(column: Column, titles: list[str]) -> list[int]:
    """Return where a column stands under the first of its titles that occurs; a synonym counts only without it."""
    for wanted in map(normal_title, column.titles):
        places = [index for index, title in enumerate(titles) if title == wanted]
        if places:
            return places
    return []


def _match(row: Row, titles: list[str], format_: Format) -> Header:
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
    unneeded = {normal_title(title) for title in format_.unbooked}
    rest = [index for index, title in enumerate(titles) if title and index not in used]
    return Header(
        row=row.number,
        width=max((index for index, title in enumerate(titles) if title), default=-1) + 1,
        cells=len(row.cells),
        positions=positions,
        missing=missing,
        doubled=tuple(doubled),
        unknown=tuple(row.cells[index].text.strip() for index in rest if titles[index] not in unneeded),
        titles={field: " ".join(row.cells[index].text.split()) for field, index in positions.items()},
        unbooked=tuple(row.cells[index].text.strip() for index in rest if titles[index] in unneeded),
    )
