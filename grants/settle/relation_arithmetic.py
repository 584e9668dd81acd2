"""The plain arithmetic of relations: operands to one exact fraction, or German words why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import HUNDRED, RoundingPolicy, euros, sum_of_rounded
from grants.settle.printed import last_of
from grants.settle.relations import Operation
from ledger.period import MONTHS_PER_YEAR, add_months, day_after

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grants.settle.printed import Known, PrintedNumber
    from ledger.period import DaySpan


class ComputationError(Exception):
    """The operands have no such result; the text says why in German."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How an operation computes, and how many operands it takes, which ``order`` names where it matters."""

    compute: Callable[[Sequence[Known]], Fraction]
    least: int
    most: int | None = None
    order: str = ""


def number_of(known: Known) -> PrintedNumber:
    """Return the number of an operand. Raises ComputationError where it is none."""
    if known.number is None:
        raise ComputationError(f"Die Angabe „{known.name}“ ({known.text}) ist keine Zahl.")
    return known.number


def days_of(known: Known) -> DaySpan:
    """Return the days of an operand. Raises ComputationError where it has none."""
    if known.days is None:
        raise ComputationError(f"Die Angabe „{known.name}“ ({known.text}) ist kein Datum.")
    return known.days


def value_of(known: Known) -> Fraction:
    """Return the number of an operand as a paper adds it up: per cent stay per cent."""
    return number_of(known).value


def factor_of(known: Known) -> Fraction:
    """Return the number of an operand as a factor: 50 per cent are one half."""
    number = number_of(known)
    return number.value / HUNDRED if number.per_cent else number.value


def _alike(operands: Sequence[Known]) -> list[Fraction]:
    """Return numbers that can be added up: all per cent or none. Raises ComputationError for a mixture."""
    if len({number_of(known).per_cent for known in operands}) > 1:
        raise ComputationError("Prozent und andere Zahlen lassen sich nicht zusammenzählen oder vergleichen.")
    return [value_of(known) for known in operands]


def _difference(operands: Sequence[Known]) -> Fraction:
    minuend, subtrahend = _alike(operands)
    return minuend - subtrahend


def _product(operands: Sequence[Known]) -> Fraction:
    result = Fraction(1)
    for known in operands:
        result *= factor_of(known)
    return result


def _quotient(operands: Sequence[Known]) -> Fraction:
    dividend, divisor = (factor_of(known) for known in operands)
    if not divisor:
        raise ComputationError(f"Durch die Angabe „{operands[1].name}“ lässt sich nicht teilen; sie ist 0.")
    return dividend / divisor


def _months(operands: Sequence[Known]) -> Fraction:
    """Return the whole months from the first day of the one to the last day of the other, both included."""
    first, end = days_of(operands[0]).first, day_after(last_of(days_of(operands[1])))
    if end <= first:
        raise ComputationError(f"„{operands[1].name}“ liegt vor „{operands[0].name}“.")
    months = (end.year - first.year) * MONTHS_PER_YEAR + end.month - first.month
    return Fraction(months if add_months(first, months) <= end else months - 1)


def _sum_of_thousands(operands: Sequence[Known]) -> Fraction:
    return euros(sum_of_rounded([value_of(known) for known in operands], RoundingPolicy.TEUR).displayed)


ARITHMETIC: dict[Operation, Arithmetic] = {
    Operation.SUM: Arithmetic(lambda operands: sum(_alike(operands), Fraction(0)), 2),
    Operation.PARTIAL_SUM: Arithmetic(lambda operands: sum(_alike(operands), Fraction(0)), 1),
    Operation.DIFFERENCE: Arithmetic(_difference, 2, 2, "Minuend, Subtrahend"),
    Operation.PRODUCT: Arithmetic(_product, 2),
    Operation.QUOTIENT: Arithmetic(_quotient, 2, 2, "Dividend, Divisor"),
    Operation.SHARE: Arithmetic(lambda operands: _quotient(operands) * HUNDRED, 2, 2, "Teil, Ganzes"),
    Operation.LESSER: Arithmetic(lambda operands: min(_alike(operands)), 2),
    Operation.SUM_OF_THOUSANDS: Arithmetic(_sum_of_thousands, 1),
    Operation.MONTHS: Arithmetic(_months, 2, 2, "erster Tag, letzter Tag"),
    Operation.YEARS: Arithmetic(lambda operands: _months(operands) / MONTHS_PER_YEAR, 2, 2, "erster Tag, letzter Tag"),
    Operation.COUNT: Arithmetic(lambda operands: Fraction(len(operands)), 1),
}
