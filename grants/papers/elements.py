"""What papers are made of: numbers that know their figure, and tables of texts and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ledger.fte import TEN_THOUSANDTHS, Fte
from ledger.german import format_amount, format_count, format_decimal, format_euro, format_fraction, format_fte
from ledger.money import Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.settle.figures import Figure, Figures


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
class Row:
    """A table row; ``total`` rows are set apart."""

    cells: tuple[str | Number, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column head and the share of the width it takes, in per cent."""

    title: str
    width: int
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with caption, column heads, body and foot. ``sheet`` is its short name in a workbook."""

    caption: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: tuple[Row, ...] = ()


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


def show_sum(figures: Figures, names: Iterable[str]) -> Number:
    """Return the sum of several figures as one number whose name joins theirs."""
    counted = tuple(names)
    amount = total(figures[name].money for name in counted)
    return Number(format_amount(amount), amount.decimal_string(), "+".join(counted))
