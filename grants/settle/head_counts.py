"""Frames by quota or head count, posts from a frame, clients of posts: exact values, printed by a named rounding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import HUNDRED, RoundingPolicy, euros, rounded_decimal, rounded_money
from grants.law.rules import Unit
from ledger.period import MONTHS_PER_YEAR, DaySpan

if TYPE_CHECKING:
    from decimal import Decimal

    from grants.law.rules import RuleSet
    from ledger.money import Money
    from ledger.period import FundingYear

FIRST_YEAR_BACK, LAST_YEAR_BACK = "zaehlung.erstes_jahr_vorher", "zaehlung.letztes_jahr_vorher"


@dataclass(frozen=True, slots=True)
class Calculated:
    """Rechenergebnis: the exact value in its unit, the rounding by which it is printed, the formula in words."""

    exact: Fraction
    unit: str
    rounding: RoundingPolicy
    formula: str

    @property
    def printed(self) -> Decimal:
        """Return the value as it is printed. Raises ValueError where it has no end and no rounding is named."""
        return rounded_decimal(self.exact, self.rounding)

    @property
    def money(self) -> Money:
        """Return an amount as it is paid. Raises ValueError for anything but euros, and for parts of a cent."""
        if self.unit != "EUR":
            message = f"a value in {self.unit} is no amount"
            raise ValueError(message)
        return rounded_money(self.exact, self.rounding)


def county_frame(
    state_amount: Money, quota_percent: Fraction, rounding: RoundingPolicy = RoundingPolicy.EURO
) -> Calculated:
    """Return a county's planning frame: its quota (in per cent) of the state amount of a year."""
    exact = euros(state_amount) * quota_percent / HUNDRED
    return Calculated(exact, "EUR", rounding, "Landesbetrag × Zuteilungsquote")


def rate_per_head(state_amount: Money, persons_statewide: int) -> Calculated:
    """Return the amount per person and year: kept as an exact fraction, printed in cents.

    Raises ValueError when nobody was counted.
    """
    _require_positive(persons_statewide, "persons")
    exact = euros(state_amount) / persons_statewide
    return Calculated(exact, "EUR", RoundingPolicy.CENT, "Landesbetrag ÷ Personen im Land")


def head_count_frame(persons: int, rate: Calculated, rounding: RoundingPolicy = RoundingPolicy.EURO) -> Calculated:
    """Return the frame of a recipient for one year: persons times the exact rate, never times the printed one."""
    return Calculated(persons * rate.exact, "EUR", rounding, "Personen × Betrag je Person und Jahr (ungerundet)")


def arrival_window(year: FundingYear, rules: RuleSet) -> DaySpan:
    """Return the days of arrival that count for a calculation year: full years, for 2025 those from 2020 to 2022.

    Raises MissingError for a year without such a rule.
    """
    first, last = (
        year.number - int(rules.number(name, Unit.YEARS, year.days.first)[0])
        for name in (FIRST_YEAR_BACK, LAST_YEAR_BACK)
    )
    return DaySpan(date(first, 1, 1), date(last, MONTHS_PER_YEAR, 31))


def posts_from_frame(
    frame: Money, rate_per_year: Money, rounding: RoundingPolicy = RoundingPolicy.ONE_DECIMAL
) -> Calculated:
    """Return how many full posts a frame pays for a year; papers print one decimal, rounded or cut off.

    Raises ValueError for a rate that is not above zero.
    """
    _require_positive(rate_per_year.cents, "rate")
    return Calculated(Fraction(frame.cents, rate_per_year.cents), "VZÄ", rounding, "Rahmen ÷ Betrag je VZÄ und Jahr")


def clients(posts: Fraction, key: int) -> Calculated:
    """Return how many persons posts can look after by a key of persons per full post (90 for 1:90)."""
    return Calculated(posts * key, "Personen", RoundingPolicy.WHOLE, "VZÄ × Personen je VZÄ")


def _require_positive(value: int | Fraction, name: str) -> None:
    if value <= 0:
        message = f"{name} must be above zero"
        raise ValueError(message)
