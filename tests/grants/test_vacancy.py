"""Vacancies: the days on which a post that was filled is not filled again."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from grants.settle.vacancy import vacancies
from ledger.fte import FULL_POST, Fte
from ledger.period import DaySpan, Month
from tests.grants.builders import FSA, YEAR, tenure


def test_a_post_is_vacant_from_the_end_of_one_tenure_to_the_beginning_of_the_next() -> None:
    held = [tenure(end=date(2025, 9, 30)), tenure("0002", begin=date(2025, 11, 15))]
    (vacancy,) = vacancies(held, YEAR)
    assert vacancy.days == DaySpan(date(2025, 10, 1), date(2025, 11, 14))
    assert vacancy.fte == FULL_POST
    # October, and 14 of 30 days of November
    assert vacancy.post_months(YEAR.months()) == 1 + Fraction(14, 30)
    assert vacancy.post_months([Month(2025, 12)]) == 0


def test_a_vacant_post_keeps_the_shares_it_had_on_its_last_day() -> None:
    held = [
        tenure(fte="0.5", end=date(2025, 3, 31)),
        tenure("0002", fte="0.25", end=date(2025, 6, 30)),
        tenure("0003", fte="0.5", begin=date(2025, 4, 1), end=date(2025, 6, 30)),
    ]
    (vacancy,) = vacancies(held, YEAR)
    assert (vacancy.fte, vacancy.days.first) == (Fte(7_500), date(2025, 7, 1))


def test_a_post_that_somebody_still_holds_is_not_vacant() -> None:
    assert vacancies([tenure(fte="0.5", end=date(2025, 3, 31)), tenure("0002", fte="0.5")], YEAR) == ()


def test_a_post_before_its_first_filling_is_not_vacant() -> None:
    assert vacancies([tenure(begin=date(2025, 4, 1))], YEAR) == ()


def test_a_post_not_filled_in_the_year_at_all_and_one_of_another_programme_are_no_vacancies() -> None:
    gone = tenure(end=date(2024, 12, 31))
    elsewhere = tenure("0002", "FSA-01", role=FSA, end=date(2025, 3, 31))
    assert vacancies([gone, elsewhere], YEAR) == ()


def test_two_vacancies_of_a_post_are_two() -> None:
    held = [tenure(end=date(2025, 1, 31)), tenure("0002", begin=date(2025, 3, 1), end=date(2025, 11, 30))]
    assert [(v.days.first.month, v.days.last.month) for v in vacancies(held, YEAR) if v.days.last] == [(2, 2), (12, 12)]
