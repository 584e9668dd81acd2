"""What the fixed amount of a person comes to in a year: months that count, share of the post, rate of the day."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy, rounded_money
from grants.law.rules import TimeShare
from ledger.fte import TEN_THOUSANDTHS
from ledger.period import MONTHS_PER_YEAR, DaySpan, FundingYear, Month, cut_at, day_after
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from grants.law.clause import Clause
    from grants.law.rules import RuleSet, RuleValue
    from grants.law.series import Dated
    from grants.settle.person_award import FundedPerson
    from ledger.money import Money
    from ledger.staff import Position, Tenure

GAP_DOES_NOT_COUNT = "zählt nicht"
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class CountedMonth:
    """Monat einer Person: which part of it counts, its VZÄ-months and its part of the fixed amount in euros, exact.

    ``unpaid`` when the post was held and the month does not count because nobody was paid.
    """

    month: Month
    time: Fraction
    fte: Fraction
    amount: Fraction
    unpaid: bool = False


@dataclass(frozen=True, slots=True)
class CountedYear:
    """Förderfähige Monate einer Person in einem Jahr, with the clauses they rest on and the rates of their days.

    ``cap`` is the fixed amount of the year, rounded once for the person and the year as the first rate says.
    """

    months: tuple[CountedMonth, ...]
    clauses: tuple[Clause, ...]
    rates: tuple[Dated[RuleValue], ...]
    cap: Money
    rounding: RoundingPolicy

    @property
    def time(self) -> Fraction:
        """Return the months that count."""
        return sum((month.time for month in self.months), NOTHING)

    @property
    def fte_months(self) -> Fraction:
        """Return the VZÄ-months: months times the share filled, at most the share granted."""
        return sum((month.fte for month in self.months), NOTHING)


@dataclass(frozen=True, slots=True)
class _Part:
    """Days on one line of the award during which nothing changed: share counted and rate of the fixed amount."""

    line: FundedPerson
    days: int
    share: Fraction
    rate: Fraction


def count_year(
    lines: Sequence[FundedPerson],
    tenures: Sequence[Tenure],
    year: FundingYear,
    rules: RuleSet,
    unpaid: AbstractSet[Month],
) -> CountedYear:
    """Return what counts in a year for a person whom an award names in some lines.

    ``tenures`` are the person's in the staffing plan, ``unpaid`` the months without any pay. A day counts where line
    and tenure name the same post: with the share filled, at most the share granted, and with the rate of the
    qualification the person has, at most that of the one granted.
    """
    counting = _Counting(lines, tenures, rules)
    months = tuple(counting.month(month, unpaid=month in unpaid) for month in year.months())
    rates = tuple(dict.fromkeys(counting.rates))
    rounding = rates[0].value.rounding if rates else RoundingPolicy.CENT
    cap = rounded_money(sum((month.amount for month in months), NOTHING), rounding)
    return CountedYear(months, tuple(dict.fromkeys(counting.clauses)), rates, cap, rounding)


class _Counting:
    """Counts the months of one person and gathers the clauses and rates that decide."""

    def __init__(self, lines: Sequence[FundedPerson], tenures: Sequence[Tenure], rules: RuleSet) -> None:
        self.lines, self.rules = lines, rules
        self.tenures = [tenure for tenure in tenures if tenure.role is PositionRole.INTEGRATION]
        self.changes = starts_of_change(each.days for each in lines) | starts_of_change(t.days for t in self.tenures)
        self.clauses: list[Clause] = []
        self.rates: list[Dated[RuleValue]] = []

    def month(self, month: Month, *, unpaid: bool) -> CountedMonth:
        """Count one month. The time share and the rule for months without pay are those of its first day."""
        pieces = [(piece, self._parts(piece)) for piece in cut_at(month.days, self.changes)]
        held = [part for _, parts in pieces for part in parts]
        if not held:
            return CountedMonth(month, NOTHING, NOTHING, NOTHING)
        if unpaid:
            choice, clause = self.rules.choice("entgeltluecke", month.days.first)
            self.clauses.append(clause)
            if choice == GAP_DOES_NOT_COUNT:
                return CountedMonth(month, NOTHING, NOTHING, NOTHING, unpaid=True)
        time_share, clause = self.rules.time_share(month.days.first)
        self.clauses.append(clause)
        length = month.days.day_count()
        if time_share is TimeShare.DAYS:
            time = Fraction(sum(piece.day_count() for piece, parts in pieces if parts), length)
            counted = [(Fraction(part.days, length), part.share, part.rate) for part in held]
        else:
            posts = dict.fromkeys(line.position for line in self.lines)
            counted = [whole for post in posts if (whole := _whole_month(post, held, length))]
            time = Fraction(min(len(counted), 1))
        return CountedMonth(
            month,
            time,
            sum((days * share for days, share, _ in counted), NOTHING),
            sum((fixed_amount(rate, share, days) for days, share, rate in counted), NOTHING),
        )

    def _parts(self, piece: DaySpan) -> list[_Part]:
        """Return the lines filled during some days with the least share or more."""
        parts = []
        for line in self.lines:
            for tenure in self.tenures:
                if not (line.holds(tenure) and line.days.contains(piece.first) and tenure.covers(piece.first)):
                    continue
                least, clause = self.rules.fte("stelle.mindestumfang", piece.first)
                if tenure.fte < least:
                    self.clauses.append(clause)
                    continue
                share = Fraction(min(tenure.fte, line.fte).ten_thousandths, TEN_THOUSANDTHS)
                parts.append(_Part(line, piece.day_count(), share, self._rate(line, tenure, piece.first)))
        return parts

    def _rate(self, line: FundedPerson, tenure: Tenure, day: date) -> Fraction:
        """Return the fixed amount a year: that of the qualification on the post, at most that of the one granted."""
        values = [
            self.rules.value("festbetrag", day, each.value) for each in (tenure.qualification, line.qualification)
        ]
        lower = min(values, key=lambda each: each.value.number)
        self.rates.append(lower)
        return lower.value.number


def _whole_month(post: Position, held: Iterable[_Part], length: int) -> tuple[Fraction, Fraction, Fraction] | None:
    """Return a month that counts as a whole, with the lowest share and rate held during it; None for a part of one.

    As with the cost, a change of the share alone interrupts nothing, nor does one line of the award after another.
    """
    parts = [part for part in held if part.line.position == post]
    if sum(part.days for part in parts) < length:
        return None
    return Fraction(1), min(part.share for part in parts), min(part.rate for part in parts)


def fixed_amount(rate: Fraction, share: Fraction, months: Fraction) -> Fraction:
    """Return the fixed amount in euros, exact: the rate of a year times the share of a post times months ÷ 12."""
    return rate * share * months / MONTHS_PER_YEAR


def starts_of_change(spans: Iterable[DaySpan]) -> set[date]:
    """Return the days on which one of the spans begins, and those on which one is over."""
    starts = set()
    for days in spans:
        starts.add(days.first)
        if days.last is not None:
            starts.add(day_after(days.last))
    return starts
