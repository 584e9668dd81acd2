"""Months, years and spans of days, both ends included."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.period import DaySpan, FundingYear, Month, add_months, cut_at, day_after
from tests.ledger.small_files import PROPERTY

JAN_1 = date(2025, 1, 1)
HORIZON = date(2027, 1, 1)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@st.composite
def spans(draw: st.DrawFn, *, closed: bool = False) -> DaySpan:
    first = draw(DAYS)
    last = draw(st.dates(first, date(2026, 12, 31)) if closed else st.none() | st.dates(first, date(2026, 12, 31)))
    return DaySpan(first, last)


def days_of(span: DaySpan | None) -> set[date]:
    """Return every day of a span; an open end runs to a horizon behind all others."""
    if span is None:
        return set()
    count = ((span.last or HORIZON) - span.first).days + 1
    return {span.first + timedelta(days=number) for number in range(count)}


def until(first: tuple[int, int, int], last: tuple[int, int, int] | None) -> DaySpan:
    return DaySpan(date(*first), date(*last) if last else None)


@pytest.mark.parametrize("number", [0, 13, -1])
def test_there_is_no_thirteenth_month(number: int) -> None:
    with pytest.raises(ValueError, match="no month"):
        Month(2025, number)


def test_a_month_is_written_for_the_book_so_that_it_sorts() -> None:
    assert Month(2025, 4).iso() == "2025-04"
    assert Month.from_iso("2025-04") == Month(2025, 4)
    assert sorted([Month(2025, 10), Month(2024, 12), Month(2025, 9)]) == [
        Month(2024, 12),
        Month(2025, 9),
        Month(2025, 10),
    ]


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_is_read_back_as_it_was_written(year: int, number: int) -> None:
    assert Month.from_iso(Month(year, number).iso()) == Month(year, number)


@pytest.mark.parametrize(
    ("month", "last_day"),
    [
        (Month(2024, 2), 29),
        (Month(2025, 2), 28),
        (Month(2000, 2), 29),
        (Month(2100, 2), 28),
        (Month(2025, 4), 30),
        (Month(2025, 12), 31),
    ],
)
def test_a_month_runs_from_its_first_to_its_last_day(month: Month, last_day: int) -> None:
    assert month.days == DaySpan(date(month.year, month.number, 1), date(month.year, month.number, last_day))


def test_december_is_followed_by_january_of_the_next_year() -> None:
    assert Month(2025, 12).next() == Month(2026, 1)
    assert Month(2025, 1).next() == Month(2025, 2)


def test_a_day_lies_in_its_month() -> None:
    assert Month.of(date(2025, 11, 30)) == Month(2025, 11)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        DaySpan(date(2025, 1, 2), JAN_1)


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2024, 12, 31), False),
        (JAN_1, True),
        (date(2025, 6, 30), True),
        (date(2025, 7, 1), False),
    ],
)
def test_both_ends_belong_to_a_span(day: date, inside: bool) -> None:  # noqa: FBT001
    assert until((2025, 1, 1), (2025, 6, 30)).contains(day) is inside


def test_an_open_span_contains_every_later_day() -> None:
    assert DaySpan(JAN_1, None).contains(date(9999, 12, 31))
    assert not DaySpan(JAN_1, None).contains(date(2024, 12, 31))


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (until((2025, 1, 1), (2025, 3, 31)), until((2025, 3, 31), None), until((2025, 3, 31), (2025, 3, 31))),
        (until((2025, 1, 1), (2025, 3, 31)), until((2025, 4, 1), (2025, 4, 30)), None),
        (until((2024, 5, 1), None), until((2025, 1, 1), None), until((2025, 1, 1), None)),
        (until((2024, 5, 1), None), until((2025, 1, 1), (2025, 12, 31)), until((2025, 1, 1), (2025, 12, 31))),
        (until((2025, 1, 1), (2025, 12, 31)), until((2025, 4, 3), (2025, 6, 5)), until((2025, 4, 3), (2025, 6, 5))),
    ],
)
def test_spans_share_the_days_that_lie_in_both(one: DaySpan, other: DaySpan, shared: DaySpan | None) -> None:
    assert one.overlap(other) == shared


@given(spans(), spans())
@PROPERTY
def test_an_overlap_holds_exactly_the_days_of_both_spans(one: DaySpan, other: DaySpan) -> None:
    assert days_of(one.overlap(other)) == days_of(one) & days_of(other)
    assert one.overlap(other) == other.overlap(one)


@pytest.mark.parametrize(
    ("span", "count"),
    [
        (until((2024, 1, 1), (2024, 12, 31)), 366),
        (until((2025, 1, 1), (2025, 12, 31)), 365),
        (until((2025, 7, 15), (2025, 7, 15)), 1),
        (until((2025, 2, 28), (2025, 3, 1)), 2),
    ],
)
def test_the_days_of_a_span_are_counted_with_both_ends(span: DaySpan, count: int) -> None:
    assert span.day_count() == count


def test_an_open_span_has_no_number_of_days_and_cannot_be_cut() -> None:
    with pytest.raises(ValueError, match="open-ended"):
        DaySpan(JAN_1, None).day_count()
    with pytest.raises(ValueError, match="closed"):
        cut_at(DaySpan(JAN_1, None), set())


def test_a_funding_year_runs_from_january_to_december() -> None:
    year = FundingYear(2025)
    assert year.days == until((2025, 1, 1), (2025, 12, 31))
    assert year.last_day == date(2025, 12, 31)
    assert [month.number for month in year.months()] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert year.contains(Month(2025, 12))
    assert not year.contains(Month(2026, 1))


def test_a_year_is_cut_where_something_begins_inside_it() -> None:
    year = until((2025, 1, 1), (2025, 12, 31))
    starts = {date(2025, 7, 16), date(2025, 4, 1), JAN_1, date(2024, 5, 1), date(2026, 1, 1)}
    assert cut_at(year, starts) == [
        until((2025, 1, 1), (2025, 3, 31)),
        until((2025, 4, 1), (2025, 7, 15)),
        until((2025, 7, 16), (2025, 12, 31)),
    ]


def test_a_cut_may_leave_a_single_last_day() -> None:
    assert cut_at(until((2025, 1, 1), (2025, 1, 31)), {date(2025, 1, 31)})[-1] == until((2025, 1, 31), (2025, 1, 31))


@given(spans(closed=True), st.sets(DAYS, max_size=6))
@PROPERTY
def test_the_pieces_of_a_cut_are_the_whole_span_and_begin_where_they_must(span: DaySpan, starts: set[date]) -> None:
    pieces = cut_at(span, starts)
    assert sum(len(days_of(piece)) for piece in pieces) == len(days_of(span))
    assert set().union(*(days_of(piece) for piece in pieces)) == days_of(span)
    assert {piece.first for piece in pieces} == (starts & days_of(span)) | {span.first}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 3, 15), 12, date(2026, 3, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 11, 15), 1, date(2025, 12, 15)),
        (date(2025, 4, 3), 0, date(2025, 4, 3)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2024, 2, 28), date(2024, 2, 29)),
        (date(2025, 2, 28), date(2025, 3, 1)),
        (date(2025, 12, 31), date(2026, 1, 1)),
    ],
)
def test_the_day_after_knows_leap_years_and_new_year(day: date, following: date) -> None:
    assert day_after(day) == following
