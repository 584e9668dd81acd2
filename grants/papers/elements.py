"""What papers are made of: numbers that know their figure, and tables of texts and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from ledger.fte import TEN_THOUSANDTHS, Fte
from ledger.german import format_amount, format_count, format_decimal, format_euro, format_fraction, format_fte
from ledger.money import CENTS_PER_EURO, Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.settle.figures import Figure, Figures


EUROS_PER_TEUR = 1000
ROUNDED_THOUSANDS = (
    "Beträge in TEUR sind kaufmännisch auf volle Tausend Euro gerundet; Summen sind aus den genauen Beträgen gebildet "
    "und können deshalb von der Summe der gedruckten Werte abweichen."
)
"""The note below every table in TEUR."""


ROWS_ON_A_PAGE = 25
NOTHING = "keine"
LONGEST_KEY = 8
"""As long as an AGS; longer keys may not fit into their column on one line."""


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: its German text, its exact value, the figure it shows and the names it sums.

    Rows that print entries or quotas have no name. ``sums`` lists names printed in the same paper, blank-separated,
    a leading minus subtracts; ``*`` stands for one part of a name.
    """

    text: str
    exact: str
    name: str = ""
    sums: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A text over several columns of its row."""

    text: str
    columns: int


Content = str | Number | Span


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; ``total`` rows are set apart."""

    cells: tuple[Content, ...]
    total: bool = False


class Holds(Enum):
    """What the texts of a column are when their digits are no figures: the class that says so in a document."""

    WORDS = ""
    REFERENCES = "reference"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: head, share of the width in per cent, what its texts are, and the head it shares with its neighbours.

    ``typed_title``: the head itself is a name from a file.
    """

    title: str
    width: int
    numeric: bool = False
    holds: Holds = Holds.WORDS
    group: str = ""
    typed_title: bool = False


@dataclass(frozen=True, slots=True)
class HeadGroup:
    """Neighbouring columns under one head; without a title each stands for itself."""

    title: str
    columns: tuple[Column, ...]

    @property
    def span(self) -> int:
        """Return how many columns the head covers."""
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell where it stands: its content, its column, and how many columns it covers."""

    content: str | Number
    column: Column
    span: int = 1

    @property
    def marks(self) -> str:
        """Return the classes that say what its text is; a short key such as an AGS is set on one line."""
        held = self.column.holds
        if held is not Holds.REFERENCES or not isinstance(self.content, str):
            return held.value
        return f"{held.value} key" if self.content.isalnum() and len(self.content) <= LONGEST_KEY else held.value


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its cells in their columns."""

    cells: tuple[Cell, ...]
    total: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table with caption, column heads, body and foot. ``sheet`` is its short name in a workbook.

    ``subject`` is what the caption speaks of in words that somebody typed.
    """

    caption: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: tuple[Row, ...] = ()
    subject: str = ""

    @property
    def long(self) -> bool:
        """Return whether the table is too long to be kept on one page."""
        return len(self.rows) > ROWS_ON_A_PAGE

    @property
    def groups(self) -> tuple[HeadGroup, ...]:
        """Return the heads over several columns; none when every column stands for itself."""
        if not any(column.group for column in self.columns):
            return ()
        return tuple(HeadGroup(title, tuple(columns)) for title, columns in groupby(self.columns, lambda c: c.group))

    @property
    def body_lines(self) -> tuple[Line, ...]:
        """Return the rows of the body with every cell in its column; a table without rows says so."""
        rows = self.rows or (Row((Span(NOTHING, len(self.columns)),)),)
        return tuple(_line(row, self.columns) for row in rows)

    @property
    def foot_lines(self) -> tuple[Line, ...]:
        """Return the rows of the foot with every cell in its column; their words are the paper's own."""
        columns = tuple(replace(column, holds=Holds.WORDS) for column in self.columns)
        return tuple(_line(row, columns) for row in self.foot)


def _line(row: Row, columns: tuple[Column, ...]) -> Line:
    cells, start = [], 0
    for content in row.cells:
        column = columns[start]
        if isinstance(content, Span):
            cells.append(Cell(content.text, column, content.columns))
            start += content.columns
        else:
            cells.append(Cell(content, column))
            start += 1
    return Line(tuple(cells), row.total)


@dataclass(frozen=True, slots=True)
class Section:
    """A typed narrative section: heading and paragraphs; without paragraphs it is still to be written."""

    title: str
    paragraphs: tuple[str, ...]


def show(figure: Figure, sums: Iterable[str] = ()) -> Number:
    """Return a figure as a table prints it: amounts without the euro sign, which stands in the column head."""
    value = figure.value
    if isinstance(value, Money):
        text = format_amount(value)
    elif isinstance(value, Fte):
        text = format_fte(value)
    elif isinstance(value, Decimal):
        text = format_decimal(value)
    else:
        text = format_count(value)
    return Number(text, figure.exact, figure.name, " ".join(sums))


def show_euro(figure: Figure) -> Number:
    """Return a figure in euros as running text prints it, with the euro sign."""
    return Number(format_euro(figure.money), figure.exact, figure.name)


def show_fte(figure: Figure) -> Number:
    """Return a share of posts as running text prints it, with two places, rounded half-up for display only."""
    if not isinstance(figure.value, Fte):
        message = f"{figure.name} is no share of a post"
        raise TypeError(message)
    ratio = Fraction(figure.value.ten_thousandths, TEN_THOUSANDTHS)
    return Number(format_fraction(ratio, 2), figure.exact, figure.name)


def count_of(number: int, name: str = "") -> Number:
    """Return a whole number that is counted, with the name of its figure where it has one."""
    return Number(format_count(number), str(number), name)


def with_equal_places(numbers: Iterable[Number]) -> tuple[Number, ...]:
    """Return numbers of one column as printed below each other: with the places of the one that has the most.

    Places are added, never cut; the exact values stay as they are.
    """
    column = tuple(numbers)
    places = max((_places(each.text) for each in column), default=0)
    return tuple(replace(each, text=_with_places(each.text, places)) for each in column)


def _with_places(text: str, places: int) -> str:
    comma = "," if places and "," not in text else ""
    return text + comma + "0" * (places - _places(text))


def _places(text: str) -> int:
    return len(text.partition(",")[2])


def share_of_posts(share: Fte) -> Number:
    """Return a share of a post without a name, with as many places as it has."""
    return Number(format_fte(share), share.decimal_string())


def show_thousands(figure: Figure, sums: Iterable[str] = ()) -> Number:
    """Return an amount as tables in TEUR print it: whole thousands of euros, rounded half-up for display only.

    The exact value stays with the number, and sums are proven with it. A table with such numbers says ``in TEUR`` in
    its heads and ``ROUNDED_THOUSANDS`` below, because printed thousands need not add up.
    """
    ratio = Fraction(figure.money.cents, CENTS_PER_EURO * EUROS_PER_TEUR)
    return Number(format_fraction(ratio, 0), figure.exact, figure.name, " ".join(sums))


def show_sum(figures: Figures, names: Iterable[str]) -> Number:
    """Return the sum of several figures as one number whose name joins theirs."""
    counted = tuple(names)
    amount = total(figures[name].money for name in counted)
    return Number(format_amount(amount), amount.decimal_string(), "+".join(counted))
