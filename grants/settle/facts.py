"""Facts that are no bookings and on which figures rest: staffing rows, counts, vacancies, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.german import format_counted, format_fte, format_month, format_span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.settle.vacancy import Vacancy
    from ledger.cost import Source
    from ledger.indicator import Indicator
    from ledger.period import DaySpan
    from ledger.staff import Tenure


@dataclass(frozen=True, slots=True)
class Fact:
    """Angabe: what a figure rests on beside bookings, in words, and where it was read."""

    words: str
    source: Source


def tenure_facts(tenures: Iterable[Tenure], within: DaySpan) -> tuple[Fact, ...]:
    """Return the rows of the staffing plan with their days in a span; tenures without any are left out."""
    return tuple(
        Fact(f"{_post(tenure)}, {format_span(days)} ({_days(days)})", tenure.source)
        for tenure in tenures
        if (days := tenure.days.overlap(within))
    )


def vacancy_facts(vacancies: Iterable[Vacancy]) -> tuple[Fact, ...]:
    """Return the days on which posts were vacant, each with the row of the tenure that ended before."""
    return tuple(
        Fact(
            f"Stelle {each.position.number}, {format_fte(each.fte)} VZÄ, unbesetzt {format_span(each.days)} "
            f"({_days(each.days)}), davor besetzt laut",
            each.ended.source,
        )
        for each in vacancies
    )


def indicator_facts(indicators: Iterable[Indicator]) -> tuple[Fact, ...]:
    """Return every reported count with its area and month."""
    return tuple(Fact(f"{each.area}, {format_month(each.month)}: {each.count}", each.source) for each in indicators)


def _post(tenure: Tenure) -> str:
    return f"Stelle {tenure.position_number}, {format_fte(tenure.fte)} VZÄ"


def _days(days: DaySpan) -> str:
    return format_counted(days.day_count(), "Tag", "Tage")
