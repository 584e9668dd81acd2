"""Dated values: for every pair of day of cost and day of knowledge exactly one, or the file is refused."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Generic, TypeVar

from ledger.german import format_date, format_span
from ledger.period import day_after

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from grants.law.clause import Clause
    from ledger.period import DaySpan

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Datierter Wert: what holds for costs of some days, known from a day on, with its clause."""

    value: T
    days: DaySpan
    known_from: date
    clause: Clause


@dataclass(frozen=True, slots=True)
class Series(Generic[T]):
    """Wertreihe: all values of one rule. Two may hold for one day of cost when they became known on different days.

    ``days`` are the days of cost the rule answers for, ``known_from`` the day from which it does.
    """

    values: tuple[Dated[T], ...]
    days: DaySpan
    known_from: date

    def at(self, day: date, known_on: date) -> Dated[T] | None:
        """Return what holds for a day of cost as known on another day: the latest known value."""
        known = [each for each in self.values if each.days.contains(day) and each.known_from <= known_on]
        return max(known, key=lambda each: each.known_from, default=None)

    def covers(self, days: DaySpan, known_from: date) -> bool:
        """Return whether the rule answers for all these days of cost to everybody who asks from a day on."""
        return self.known_from <= known_from and self.days.overlap(days) == days

    def fault(self) -> str:
        """Return what is wrong with the dates in German: a day without a value, a day with two; empty when all is well.

        Values known later only replace earlier ones, so those known on the first day must leave no gap.
        """
        for each in self.values:
            if each.days.overlap(self.days) != each.days:
                return f"gilt auch außerhalb der Geltung ({format_span(self.days)})."
            if each.known_from < self.known_from:
                return f"ist vor der Fassung bekannt ({format_date(each.known_from)})."
        for one, other in combinations(self.values, 2):
            shared = one.days.overlap(other.days) if one.known_from == other.known_from else None
            if shared:
                return f"hat für den {format_date(shared.first)} zwei Werte mit demselben Tag der Kenntnis."
        gap = first_gap([each.days for each in self.values if each.known_from == self.known_from], self.days.first)
        is_gap = gap is not None and self.days.contains(gap)
        return f"hat für den {format_date(gap)} keinen Wert." if gap and is_gap else ""


def first_gap(spans: Iterable[DaySpan], first: date) -> date | None:
    """Return the first day from a day on that lies in no span; None when an open-ended one covers the rest."""
    missing = first
    for days in sorted(spans, key=lambda each: each.first):
        if days.first > missing:
            break
        if days.last is None:
            return None
        missing = max(missing, day_after(days.last))
    return missing
