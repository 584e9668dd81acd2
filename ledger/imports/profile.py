"""A reader profile: how one export names and arranges the fields of its kind. Data, never code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ledger.german import format_month
from ledger.imports.kinds import SCHEMAS, FileKind
from ledger.imports.meaning import Signs
from ledger.imports.table import Column, Format
from ledger.period import Month

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.cost import Assignment
    from ledger.imports.schema import Spread
    from ledger.period import FundingYear

YEAR_IN_A_TITLE = "{jahr}"


@dataclass(frozen=True, slots=True)
class SpreadColumn:
    """One of several columns that hold the same value: for a month (1 to 12) or for a Kennzahl by its name."""

    stands_for: int | str
    titles: tuple[str, ...]

    @property
    def field(self) -> str:
        """Return the name of the column's field in a record."""
        return f"spread {self.stands_for}"

    def value(self, year: FundingYear) -> Month | str:
        """Return the month of the year, or the Kennzahl."""
        return Month(year.number, self.stands_for) if isinstance(self.stands_for, int) else self.stands_for


@dataclass(frozen=True, slots=True)
class Profile:
    """Leseprofil: the titles of each field, in columns or above the header, and what the file does not say itself.

    ``columns`` and ``labels`` map fields to titles, the office's own first; ``{jahr}`` in a title is the funding year.
    ``constants`` are fields that are the same in every row of every such file. ``may_lack`` are fields whose column
    or label need not be there. ``assignments`` add to those of the county. ``own`` profiles come from the county.
    """

    name: str
    kind: FileKind
    columns: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    may_lack: frozenset[str] = frozenset()
    spread: Spread | None = None
    spread_columns: tuple[SpreadColumn, ...] = ()
    signs: Signs = field(default_factory=Signs)
    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    total_labels: tuple[str, ...] = ()
    unbooked: tuple[str, ...] = ()
    own: bool = False

    def format(self, year: FundingYear) -> Format:
        """Return the columns and labels to look for in a file of a year."""
        return Format(
            self.name,
            (*self._declared(self.columns, year), *self._spread_out(year)),
            self._declared(self.labels, year),
            self.total_labels,
            self.unbooked,
        )

    def _declared(self, titles: Mapping[str, tuple[str, ...]], year: FundingYear) -> tuple[Column, ...]:
        return tuple(
            Column(
                each.name,
                _of_year(titles[each.name], year),
                each.parse,
                may_be_empty=each.may_be_empty,
                optional=each.name in self.may_lack,
            )
            for each in SCHEMAS[self.kind].fields
            if each.name in titles
        )

    def _spread_out(self, year: FundingYear) -> tuple[Column, ...]:
        if self.spread is None:
            return ()
        parse, empty = SCHEMAS[self.kind].field(self.spread.value).parse, self.spread.may_be_empty
        return tuple(
            Column(column.field, _of_year(column.titles, year), parse, may_be_empty=empty)
            for column in self.spread_columns
        )

    def meanings(self, year: FundingYear) -> dict[str, str]:
        """Return what the column of each field means, in German."""
        schema = SCHEMAS[self.kind]
        meanings = {name: schema.field(name).meaning for name in self.columns}
        for column in self.spread_columns:
            value = column.value(year)
            meanings[column.field] = format_month(value) if isinstance(value, Month) else value
        return meanings


def _of_year(titles: tuple[str, ...], year: FundingYear) -> tuple[str, ...]:
    return tuple(title.replace(YEAR_IN_A_TITLE, str(year.number)) for title in titles)
