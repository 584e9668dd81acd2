"""The sums a document states, as formulas over the cells where their parts stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from grants.output.html.document import matching_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grants.output.html.document import PrintedNumber

LONGEST_FORMULA = 8192
MOST_ARGUMENTS = 255


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: sheet, row and column, both counted from 0."""

    sheet: str
    row: int
    column: int

    def address(self, from_sheet: str) -> str:
        """Return the cell as a formula of a sheet names it."""
        return _of_sheet(xl_rowcol_to_cell(self.row, self.column), self.sheet, from_sheet)


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a sum: where it stands, and whether it is subtracted."""

    place: Place
    subtracted: bool


@dataclass(slots=True)
class Directory:
    """Knows where every named number stands, on the whole and on each sheet."""

    _first: dict[str, Place] = field(default_factory=dict)
    _on_sheet: dict[tuple[str, str], Place] = field(default_factory=dict)

    def note(self, name: str, place: Place) -> None:
        """Remember where a name stands; its first place counts."""
        self._first.setdefault(name, place)
        self._on_sheet.setdefault((place.sheet, name), place)

    def find(self, name: str) -> Place | None:
        """Return where a name stands first."""
        return self._first.get(name)

    def terms(self, number: PrintedNumber, sheet: str) -> tuple[Term, ...]:
        """Return the parts of a sum; those on its own sheet come before the same numbers elsewhere."""
        names = list(self._first) if any("*" in part for part in number.sums) else []
        terms = []
        for part in number.sums:
            pattern = part.removeprefix("-")
            for name in matching_names(pattern, names):
                place = self._on_sheet.get((sheet, name)) or self._first[name]
                terms.append(Term(place, part.startswith("-")))
        return tuple(terms)


def without_circles(sums: Mapping[Place, tuple[Term, ...]]) -> dict[Place, tuple[Term, ...]]:
    """Return the sums without those that lead back to themselves, which Excel would refuse to compute.

    "a is b + c" above and "b is a - c" below are both true, but only one of the two can be a formula.
    """
    kept = dict(sums)
    finished: set[Place] = set()
    for start in sums:
        way: dict[Place, Iterator[Term]] = {start: iter(kept[start])} if start in kept and start not in finished else {}
        while way:
            place, terms = next(reversed(way.items()))
            below = next((term.place for term in terms if term.place in kept and term.place not in finished), None)
            if below is None:
                finished.add(place)
                del way[place]
            elif below in way:
                del kept[place], way[place]
            else:
                way[below] = iter(kept[below])
    return kept


def sum_formula(terms: Sequence[Term], sheet: str, decimals: int) -> str:
    """Return a sum as a formula; empty when it would be longer than Excel allows.

    Excel adds binary fractions; rounding to the decimals of the amount makes the result the exact amount again.
    """
    added = _added([term.place for term in terms if not term.subtracted], sheet)
    subtracted = _added([term.place for term in terms if term.subtracted], sheet)
    text = "+".join(added) + "".join(f"-{part}" for part in subtracted)
    if len(terms) > 1 and decimals:
        text = f"ROUND({text},{decimals})"
    return f"={text}" if len(text) < LONGEST_FORMULA else ""


def _added(places: list[Place], sheet: str) -> list[str]:
    """Return the parts of a formula that add the cells: one cell, or sums of ranges and cells."""
    if len(places) == 1:
        return [places[0].address(sheet)]
    columns: dict[tuple[str, int], list[int]] = {}
    for place in places:
        columns.setdefault((place.sheet, place.column), []).append(place.row)
    ranges = [
        _of_sheet(str(xl_range(first, column, last, column)), name, sheet)
        for (name, column), rows in columns.items()
        for first, last in _runs(sorted(rows))
    ]
    return [
        f"SUM({','.join(ranges[start : start + MOST_ARGUMENTS])})" for start in range(0, len(ranges), MOST_ARGUMENTS)
    ]


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of rows that follow each other; a row that counts twice begins a run of its own."""
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last


def _of_sheet(address: str, sheet: str, from_sheet: str) -> str:
    return address if sheet == from_sheet else f"'{sheet}'!{address}"
