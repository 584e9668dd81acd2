"""Declared formats, and what reading a sheet by one of them yields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ledger.cost import Source
from ledger.finding import Finding, Place
from ledger.imports.parse import parse_amount, parse_whole
from ledger.money import ZERO, Money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ledger.imports.cells import Cell

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """A declared column: field name, header title with synonyms, and the parser of its cells."""

    field: str
    titles: tuple[str, ...]
    parse: Callable[[Cell], Any]
    may_be_empty: bool = False
    optional: bool = False

    @property
    def title(self) -> str:
        """Return the title as the office knows it."""
        return self.titles[0]

    @property
    def is_amount(self) -> bool:
        """Return whether the column holds money."""
        return self.parse is parse_amount

    @property
    def is_totalled(self) -> bool:
        """Return whether a printed total of the column is checked: money and counts."""
        return self.is_amount or self.parse is parse_whole


@dataclass(frozen=True, slots=True)
class Format:
    """A shape of file: its German name, its columns and the labelled values expected above the header.

    ``total_labels`` are beginnings of rows that are totals of this export besides the usual German words; ``unbooked``
    are titles of columns that are known and not needed.
    """

    name: str
    columns: tuple[Column, ...]
    labels: tuple[Column, ...] = ()
    total_labels: tuple[str, ...] = ()
    unbooked: tuple[str, ...] = ()

    def title(self, field: str) -> str:
        """Return the title of a field's column or label; empty for a field that this shape does not have."""
        return next((column.title for column in (*self.columns, *self.labels) if column.field == field), "")


@dataclass(frozen=True, slots=True)
class Record:
    """One row read in full: its number and the value of each field."""

    row: int
    values: Mapping[str, Any]

    def get(self, name: str, kind: type[T]) -> T:
        """Return a field of a known type. A wrong type is a mistake in the program, so it raises TypeError."""
        value = self.values[name]
        if not isinstance(value, kind):
            message = f"{name} is {type(value).__name__}, not {kind.__name__}"
            raise TypeError(message)
        return value

    def text(self, name: str) -> str:
        """Return a text field; an empty cell is the empty text."""
        return self.get(name, str) if self.values.get(name) is not None else ""

    def amount(self, name: str) -> Money:
        """Return an amount; an empty cell of an optional amount column is zero because it sums nothing."""
        return self.get(name, Money) if self.values.get(name) is not None else ZERO

    def day(self, name: str) -> date:
        """Return a day."""
        return self.get(name, date)

    def day_or_none(self, name: str) -> date | None:
        """Return a day, or None for an empty cell."""
        return self.get(name, date) if self.values.get(name) is not None else None

    def ratio(self, name: str) -> Fraction:
        """Return an exact ratio."""
        return self.get(name, Fraction)


@dataclass(frozen=True, slots=True)
class Records(Sequence[Record]):
    """The records of a table. They are kept as plain values, and a record is only made for who looks at one.

    ``numbers`` are the rows of the file, ``values`` stand in the order of ``fields``.
    """

    fields: tuple[str, ...]
    numbers: tuple[int, ...] = ()
    values: tuple[tuple[Any, ...], ...] = ()

    @classmethod
    def of(cls, records: Iterable[Record]) -> Records:
        """Return records that were made one by one; a field that only some of them have is None in the others."""
        made = tuple(records)
        fields = tuple(dict.fromkeys(name for record in made for name in record.values))
        values = tuple(tuple(map(record.values.get, fields)) for record in made)
        return cls(fields, tuple(record.row for record in made), values)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> Record: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Record, ...]: ...

    def __getitem__(self, index: int | slice) -> Record | tuple[Record, ...]:
        """Return one record, or some of them."""
        if isinstance(index, slice):
            return tuple(map(self._record, self.numbers[index], self.values[index]))
        return self._record(self.numbers[index], self.values[index])

    def __iter__(self) -> Iterator[Record]:
        """Yield all records in their order."""
        return map(self._record, self.numbers, self.values)

    def _record(self, number: int, values: tuple[Any, ...]) -> Record:
        return Record(number, dict(zip(self.fields, values, strict=True)))

    def rows(self, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the row number and the values of the named fields; None for a field nobody read."""
        position = {name: index for index, name in enumerate(self.fields, start=1)}
        # One None behind the values stands for all that is lacking; a tuple is picked from at the speed of C.
        lacking = len(self.fields) + 1
        pick = itemgetter(0, *(position.get(name, lacking) for name in names))
        return (pick((number, *values, None)) for number, values in zip(self.numbers, self.values, strict=True))


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet read by its format: records, labelled values and all findings.

    ``total_rows`` are the numbers of the rows that were checked as totals, ``empty_rows`` counts the rows in which
    nothing stands; both are no records.
    """

    format: Format
    file: str
    digest: str
    sheet: str
    labels: Mapping[str, Any]
    label_rows: Mapping[str, int]
    records: Records
    findings: tuple[Finding, ...]
    total_rows: tuple[int, ...] = ()
    empty_rows: int = 0

    def source(self, row: int) -> Source:
        """Return where a row was read."""
        return Source(self.file, self.digest, self.sheet, row)

    def place(self, row: int, field: str) -> Place:
        """Return the place of a field in a row, by the title of its column."""
        return Place(self.file, self.sheet, row, self.format.title(field))

    def label_place(self, name: str) -> Place:
        """Return the place of a labelled value above the header."""
        return Place(self.file, self.sheet, self.label_rows.get(name), self.format.title(name))

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Return each record as its row number and the values of the named fields; None for what the file lacks.

        The quick way through many rows: the parsers of the columns have decided the types already.
        """
        return self.records.rows(names)
