"""How an office writes amounts, shares, dates and lists."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.fte import Fte
from ledger.german import (
    format_amount,
    format_count,
    format_counted,
    format_date,
    format_euro,
    format_fraction,
    format_fte,
    format_month,
    format_period,
    format_span,
    join_words,
)
from ledger.money import Money
from ledger.period import DaySpan, Month


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (92_390_700, "923.907,00"),
        (0, "0,00"),
        (7, "0,07"),
        (99_999, "999,99"),
        (100_000, "1.000,00"),
        (123_456_789_012, "1.234.567.890,12"),
        (-5, "\u22120,05"),
        (-123_456, "\u22121.234,56"),
    ],
)
def test_an_amount_has_a_comma_points_for_thousands_and_a_true_minus(cents: int, text: str) -> None:
    assert format_amount(Money(cents)) == text


def test_the_euro_sign_never_stands_alone_on_the_next_line() -> None:
    assert format_euro(Money(92_390_700)) == "923.907,00\u00a0€"


@given(st.integers(-(10**13), 10**13))
def test_an_amount_is_printed_digit_by_digit(cents: int) -> None:
    text = format_amount(Money(cents))
    assert re.fullmatch(r"\u2212?\d{1,3}(\.\d{3})*,\d\d", text)
    assert int(re.sub(r"\D", "", text)) == abs(cents)
    assert text.startswith("\u2212") == (cents < 0)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (1_017, "1.017"), (-1_017, "\u22121.017"), (72_857, "72.857")]
)
def test_a_count_has_points_for_thousands(number: int, text: str) -> None:
    assert format_count(number) == text


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1 Zeile"), (0, "0 Zeilen"), (2, "2 Zeilen"), (1_200, "1.200 Zeilen")]
)
def test_a_count_agrees_with_its_noun(number: int, text: str) -> None:
    assert format_counted(number, "Zeile", "Zeilen") == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 3), 2, "0,33"),
        (Fraction(1, 8), 2, "0,13"),  # half to even would print 0,12
        (Fraction(-1, 8), 2, "\u22120,13"),
        (Fraction(-4, 1000), 2, "0,00"),  # never minus zero
        (Fraction(2_469, 2), 2, "1.234,50"),
        (Fraction(23_097_675, 10**7), 4, "2,3098"),  # share of Landkreis Biberach in per cent
        (Fraction(1_999, 1_000), 2, "2,00"),
        (Fraction(1, 16), 4, "0,0625"),
    ],
)
def test_a_fraction_is_rounded_half_up_for_display(value: Fraction, places: int, text: str) -> None:
    assert format_fraction(value, places) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(5_000, "0,50"), (7_692, "0,7692"), (10_000, "1,00"), (6_250, "0,625"), (0, "0,00"), (113_000, "11,30")],
)
def test_a_share_shows_as_many_places_as_it_has_but_at_least_two(share: int, text: str) -> None:
    assert format_fte(Fte(share)) == text


def test_dates_and_months_are_written_with_leading_zeros() -> None:
    assert format_date(date(2026, 3, 1)) == "01.03.2026"
    assert format_month(Month(2025, 4)) == "04/2025"


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2025-12", "12/2025"),
        ("2025-01 Fortbildung", "01/2025 Fortbildung"),
        ("2025", "2025"),
        ("2025 08999", "2025 08999"),
    ],
)
def test_a_period_of_a_file_is_written_like_a_month(period: str, text: str) -> None:
    assert format_period(period) == text


def test_an_open_span_is_since_and_a_closed_one_from_to() -> None:
    assert format_span(DaySpan(date(2025, 1, 1), None)) == "seit 01.01.2025"
    assert format_span(DaySpan(date(2025, 1, 1), date(2025, 12, 31))) == "01.01.2025\u201331.12.2025"


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A und B"), (["A", "B", "C"], "A, B und C")]
)
def test_a_list_of_words_ends_with_und(words: list[str], text: str) -> None:
    assert join_words(words) == text
