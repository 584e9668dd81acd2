"""Months, funding years and spans of days: the only place that does arithmetic with dates."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """Leistungsmonat: one calendar month."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse a thirteenth month."""
        if not 1 <= self.number <= MONTHS_PER_YEAR:
            message = f"there is no month {self.number}"
            raise ValueError(message)

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month in which a day lies."""
        return cls(day.year, day.month)

    @classmethod
    def from_iso(cls, text: str) -> Month:
        """Return the month written as ``2025-04``, as the book stores it."""
        year, number = text.split("-")
        return cls(int(year), int(number))

    def iso(self) -> str:
        """Return ``2025-04``: sortable, as the book stores it."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def days(self) -> DaySpan:
        """Return the span from the first to the last day."""
        return DaySpan(
            date(self.year, self.number, 1),
            date(self.year, self.number, monthrange(self.year, self.number)[1]),
        )

    def next(self) -> Month:
        """Return the month that follows."""
        if self.number == MONTHS_PER_YEAR:
            return Month(self.year + 1, 1)
        return Month(self.year, self.number + 1)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Zeitraum: days from the first to the last, both included; no last day means open-ended."""

    first: date
    last: date | None

    def __post_init__(self) -> None:
        """Refuse a span that ends before it begins."""
        if self.last is not None and self.last < self.first:
            message = f"the span ends on {self.last} before it begins on {self.first}"
            raise ValueError(message)

    def contains(self, day: date) -> bool:
        """Return whether the day lies in the span."""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlap(self, other: DaySpan) -> DaySpan | None:
        """Return the days both spans share, or None."""
        first = max(self.first, other.first)
        ends = [span.last for span in (self, other) if span.last is not None]
        last = min(ends) if ends else None
        if last is not None and last < first:
            return None
        return DaySpan(first, last)

    def day_count(self) -> int:
        """Return the number of days. Raises ValueError for an open-ended span."""
        if self.last is None:
            message = "an open-ended span has no number of days"
            raise ValueError(message)
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, order=True)
class FundingYear:
    """Förderjahr: the calendar year of the planning frame. Not the budget year, which is another idea."""

    number: int

    @property
    def days(self) -> DaySpan:
        """Return 1 January to 31 December."""
        return DaySpan(date(self.number, 1, 1), self.last_day)

    @property
    def last_day(self) -> date:
        """Return 31 December."""
        return date(self.number, MONTHS_PER_YEAR, 31)

    def months(self) -> Iterator[Month]:
        """Yield January to December."""
        for number in range(1, MONTHS_PER_YEAR + 1):
            yield Month(self.number, number)

    def contains(self, month: Month) -> bool:
        """Return whether the month lies in the year."""
        return month.year == self.number


def cut_at(span: DaySpan, starts: set[date]) -> list[DaySpan]:
    """Cut a closed span into pieces that begin at its first day and at each given day inside it."""
    if span.last is None:
        message = "only a closed span can be cut"
        raise ValueError(message)
    firsts = sorted({span.first} | {day for day in starts if span.first < day <= span.last})
    lasts = [day - timedelta(days=1) for day in firsts[1:]] + [span.last]
    return [DaySpan(first, last) for first, last in zip(firsts, lasts, strict=True)]


def add_months(day: date, months: int) -> date:
    """Return the same day a number of months later, or the last day of that month when it is shorter."""
    total = day.year * MONTHS_PER_YEAR + day.month - 1 + months
    year, month = divmod(total, MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_after(day: date) -> date:
    """Return the next day."""
    return day + timedelta(days=1)


def day_of_serial(serial: int, *, from_1904: bool) -> date | None:
    """Return the day that a spreadsheet stores as this number, None beyond the calendar.

    Spreadsheets count from 1900, old ones for the Macintosh from 1904. The first two months of 1900 are off by a day
    in that count (it knows a 29 February 1900); no fact of a county lies there.
    """
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    try:
        return first + timedelta(days=serial)
    except OverflowError:
        return None
