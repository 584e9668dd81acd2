"""The rounding conventions of notices and council papers, each with a name that a rule file and a paper can print.

Half up (kaufmännisch: halves away from zero) is computed in one place, ``ledger.money.round_half_up``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from ledger.money import CENTS_PER_EURO, Money, round_half_up, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HUNDRED = 100
DIGITS_OF_AN_EXACT_VALUE = 50


class RoundingPolicy(Enum):
    """Rundung: how a number was made shorter before it was printed, paid or added up."""

    EXACT = "ohne Rundung"
    """Kept as the fraction it is, as the grant rate of Ludwigsburg (Vorl. Nr. 204/18); words like "rund" print it."""
    CENT = "kaufmännisch auf Cent"
    """Half up to whole cents, as Ludwigsburg prints its rate of 796,08 EUR a person."""
    EURO = "kaufmännisch auf volle Euro"
    """Half up to whole euros for each recipient and year, before it is taken times the years (published notices)."""
    TEUR = "kaufmännisch auf TEUR"
    """Half up to thousand euros, as the tables of Stuttgart's Mitteilungsvorlage zum Haushaltsplan 2022/2023."""
    WHOLE = "kaufmännisch auf ganze Zahlen"
    """Half up to whole numbers, each by itself, as Stuttgart's percentages of interpreting (10, 3, 49, 38)."""
    ONE_DECIMAL = "kaufmännisch auf eine Nachkommastelle"
    """Half up to one decimal, each by itself, as the posts of Ludwigsburg (4,2) and Stuttgart (51,1)."""
    TWO_DECIMALS = "kaufmännisch auf zwei Nachkommastellen"
    """Half up to two decimals, as carriers' posts in Waldshut's Beschlussvorlage of 11.03.2019 (5,05)."""
    FOUR_DECIMALS = "kaufmännisch auf vier Nachkommastellen"
    """Half up to ten-thousandths of a post, the unit in which shares of posts are kept (30 of 39 hours: 0,7692)."""
    CUT_ONE_DECIMAL = "auf eine Nachkommastelle abgeschnitten"
    """Cut after one decimal: the cautious reading of "bis zu 4,2 Stellen" (Ludwigsburg), which both readings give."""
    SAINTE_LAGUE = "Höchstzahlen (Sainte-Laguë) auf ganze Cent"
    """Cents divided among several by ``ledger.apportion.apportion``, so that the parts add up to the whole."""
    LAST_ADJUSTED = "auf eine Nachkommastelle, letzter Wert auf 100 angepasst"
    """Percentages half up, the last one what is left of 100,0, as Stuttgart's shares of OMID (44,7; 44,7; 10,6)."""
    SUM_OF_ROUNDED = "Summe der gerundeten Werte"
    """A sum of what is printed above it, its distance from the exact sum shown (Stuttgart 516 TEUR, Waldshut)."""
    UNROUNDED_DIFFERENCE = "Unterschied der ungerundeten Werte"
    """A difference taken before rounding: printed values may differ by another amount (published budget tables)."""


_STEPS = {
    RoundingPolicy.CENT: Fraction(1, CENTS_PER_EURO),
    RoundingPolicy.EURO: Fraction(1),
    RoundingPolicy.TEUR: Fraction(1000),
    RoundingPolicy.WHOLE: Fraction(1),
    RoundingPolicy.ONE_DECIMAL: Fraction(1, 10),
    RoundingPolicy.TWO_DECIMALS: Fraction(1, 100),
    RoundingPolicy.FOUR_DECIMALS: Fraction(1, 10_000),
}
_PLACES = {
    RoundingPolicy.CENT: 2,
    RoundingPolicy.ONE_DECIMAL: 1,
    RoundingPolicy.TWO_DECIMALS: 2,
    RoundingPolicy.FOUR_DECIMALS: 4,
    RoundingPolicy.CUT_ONE_DECIMAL: 1,
}


@dataclass(frozen=True, slots=True)
class RoundedSum:
    """Summe der gerundeten Werte: the sum of what is printed, and what the exact values add up to in euros."""

    displayed: Money
    exact: Fraction

    @property
    def difference(self) -> Fraction:
        """Return by how many euros the printed sum lies above the exact one."""
        return euros(self.displayed) - self.exact


def euros(amount: Money) -> Fraction:
    """Return an amount as a fraction of euros, the unit in which rules and papers state amounts."""
    return Fraction(amount.cents, CENTS_PER_EURO)


def rounded(value: Fraction, policy: RoundingPolicy) -> Fraction:
    """Return one value rounded by a policy, in the unit it had (an amount in euros stays in euros, also as TEUR).

    Raises ValueError for a policy that says how several values are rounded together.
    """
    if policy is RoundingPolicy.EXACT:
        return value
    if policy is RoundingPolicy.CUT_ONE_DECIMAL:
        return Fraction(int(value * 10), 10)
    if policy not in _STEPS:
        raise ValueError(f"„{policy.value}“ gilt nicht für einen einzelnen Wert.")
    return round_half_up(value / _STEPS[policy]) * _STEPS[policy]


def rounded_money(value: Fraction | Money, policy: RoundingPolicy) -> Money:
    """Return an amount (or a fraction of euros) rounded by a policy, in whole cents.

    Raises ValueError as `rounded` does, and where an exact value is no whole number of cents.
    """
    cents = rounded(euros(value) if isinstance(value, Money) else value, policy) * CENTS_PER_EURO
    if cents.denominator != 1:
        raise ValueError(f"{cents / CENTS_PER_EURO} EUR sind keine ganzen Cent; bitte eine Rundung nennen.")
    return Money(cents.numerator)


def rounded_decimal(value: Fraction, policy: RoundingPolicy) -> Decimal:
    """Return one value rounded by a policy with exactly the decimals that the policy prints.

    Raises ValueError as `rounded` does, and where an exact value has no end behind the point.
    """
    short = rounded(value, policy)
    if policy is not RoundingPolicy.EXACT:
        places = _PLACES.get(policy, 0)
        return Decimal(f"{(short * 10**places).numerator}E-{places}")
    try:
        with localcontext(Context(prec=DIGITS_OF_AN_EXACT_VALUE, traps=[Inexact])):
            return Decimal(short.numerator) / Decimal(short.denominator)
    except Inexact as error:
        raise ValueError(f"{short} hat keine endliche Dezimaldarstellung; bitte eine Rundung nennen.") from error


def percentages(parts: Sequence[Fraction | int]) -> tuple[Fraction, ...]:
    """Return what percentage of their sum each part is, exactly; the percentages add up to 100.

    Raises ValueError for a negative part, or where all parts are zero: a share of nothing is no number.
    """
    whole = sum(map(Fraction, parts), Fraction(0))
    if not whole or any(part < 0 for part in parts):
        raise ValueError("Anteile in Prozent gibt es nur von einer Summe über null aus Teilen, die nicht negativ sind.")
    return tuple(Fraction(part) * HUNDRED / whole for part in parts)


def rounded_column(column: Sequence[Fraction], policy: RoundingPolicy) -> tuple[Decimal, ...]:
    """Return a column of percentages rounded by a policy: each by itself, or with the last item adjusted to 100.0.

    Raises ValueError as `rounded` does; for LAST_ADJUSTED also where the exact values do not add up to 100, and where
    the rounding of the others leaves less than nothing for the last one.
    """
    if policy is not RoundingPolicy.LAST_ADJUSTED:
        return tuple(rounded_decimal(value, policy) for value in column)
    if sum(column) != HUNDRED:
        raise ValueError("Nur eine Spalte, deren genaue Werte zusammen 100 Prozent sind, wird auf 100 angepasst.")
    first = [rounded_decimal(value, RoundingPolicy.ONE_DECIMAL) for value in column[:-1]]
    last = Decimal("100.0") - sum(first)
    if last < 0:
        raise ValueError("Der letzte Wert der Spalte würde negativ; bitte die Prozentwerte einzeln runden.")
    return (*first, last)


def thousands(amount: Money) -> int:
    """Return an amount as the number of thousand euros (TEUR, half up) that a budget table prints."""
    return rounded_money(amount, RoundingPolicy.TEUR).cents // (1000 * CENTS_PER_EURO)


def sum_of_rounded(values: Iterable[Fraction | Money], policy: RoundingPolicy) -> RoundedSum:
    """Return the sum of amounts (or fractions of euros) that were each rounded by a policy, beside the exact sum.

    Raises ValueError as `rounded_money` does.
    """
    exact = [euros(value) if isinstance(value, Money) else value for value in values]
    return RoundedSum(total(rounded_money(value, policy) for value in exact), sum(exact, Fraction(0)))
