"""How numbers are rounded: every convention with a printed example, halves, negatives and empty columns."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.law.rounding import (
    RoundingPolicy,
    percentages,
    rounded,
    rounded_column,
    rounded_decimal,
    rounded_money,
    sum_of_rounded,
    thousands,
)
from ledger.money import ZERO, Money
from tests.grants.builders import PROPERTY, eur

RATE = Fraction(58_000_000, 72_857)  # Stadt Ludwigsburg, Vorl. Nr. 204/18: 58 Mio EUR among 72,857 persons
TOGETHER = [
    RoundingPolicy.SAINTE_LAGUE,
    RoundingPolicy.LAST_ADJUSTED,
    RoundingPolicy.SUM_OF_ROUNDED,
    RoundingPolicy.UNROUNDED_DIFFERENCE,
]
ALONE = [policy for policy in RoundingPolicy if policy not in TOGETHER]


def printed(parts: list[int], policy: RoundingPolicy) -> list[str]:
    return [str(value) for value in rounded_column(percentages(parts), policy)]


# One value


@pytest.mark.parametrize(
    ("policy", "half", "up", "minus"),
    [
        (RoundingPolicy.CENT, "0.125", "0.13", "-0.13"),
        (RoundingPolicy.EURO, "2.5", "3", "-3"),
        (RoundingPolicy.TEUR, "4500", "5000", "-5000"),
        (RoundingPolicy.WHOLE, "12.5", "13", "-13"),
        (RoundingPolicy.ONE_DECIMAL, "0.25", "0.3", "-0.3"),
        (RoundingPolicy.TWO_DECIMALS, "0.045", "0.05", "-0.05"),
        (RoundingPolicy.CUT_ONE_DECIMAL, "0.25", "0.2", "-0.2"),
    ],
)
def test_a_half_goes_away_from_zero_unless_it_is_cut(policy: RoundingPolicy, half: str, up: str, minus: str) -> None:
    # Each half is one that half-to-even would have taken the other way.
    assert rounded(Fraction(half), policy) == Fraction(up)
    assert rounded(-Fraction(half), policy) == Fraction(minus)


@pytest.mark.parametrize(
    ("policy", "value", "want"),
    [
        (RoundingPolicy.CENT, "0.12499", "0.12"),
        (RoundingPolicy.EURO, "2.49999", "2"),
        (RoundingPolicy.TEUR, "4499.99", "4000"),
        (RoundingPolicy.ONE_DECIMAL, "0.24999", "0.2"),
        (RoundingPolicy.CUT_ONE_DECIMAL, "0.29999", "0.2"),
    ],
)
def test_just_below_the_half_goes_down(policy: RoundingPolicy, value: str, want: str) -> None:
    assert rounded(Fraction(value), policy) == Fraction(want)
    assert rounded(-Fraction(value), policy) == -Fraction(want)


@pytest.mark.parametrize("policy", ALONE)
def test_zero_stays_zero(policy: RoundingPolicy) -> None:
    assert rounded(Fraction(0), policy) == 0
    assert rounded_money(ZERO, policy) == ZERO
    assert rounded_decimal(Fraction(0), policy) == 0


@pytest.mark.parametrize("policy", TOGETHER)
def test_a_policy_for_several_values_refuses_a_single_one(policy: RoundingPolicy) -> None:
    with pytest.raises(ValueError, match=r"gilt nicht für einen einzelnen Wert"):
        rounded(Fraction(1), policy)


@PROPERTY
@given(st.fractions(), st.sampled_from(ALONE))
def test_rounding_twice_is_rounding_once_and_minus_rounds_like_plus(value: Fraction, policy: RoundingPolicy) -> None:
    once = rounded(value, policy)
    assert rounded(once, policy) == once
    assert rounded(-value, policy) == -once


def test_a_policy_is_named_in_german_as_a_rule_file_writes_it() -> None:
    assert RoundingPolicy("kaufmännisch auf volle Euro") is RoundingPolicy.EURO
    assert RoundingPolicy("auf eine Nachkommastelle, letzter Wert auf 100 angepasst") is RoundingPolicy.LAST_ADJUSTED


# Printed examples: amounts and posts


def test_the_rate_of_a_person_is_kept_exact_and_printed_to_the_cent() -> None:
    # 58,000,000 / 72,857 = 796.0799923...; printed 796,08
    assert rounded(RATE, RoundingPolicy.EXACT) == RATE
    assert str(rounded_decimal(RATE, RoundingPolicy.CENT)) == "796.08"
    assert rounded_money(RATE, RoundingPolicy.CENT) == eur("796.08")


def test_a_recipient_gets_whole_euros_a_year_which_are_then_taken_times_the_years() -> None:
    # Ludwigsburg: 339 persons x the exact rate = 269,871.117...; printed 269.871 a year, twice that is 539,742
    year = rounded_money(339 * RATE, RoundingPolicy.EURO)
    assert year == eur("269871.00")
    assert year + year == eur("539742.00")


def test_the_quota_is_exact_where_it_has_an_end() -> None:
    # Landkreis Biberach, Vorlage IV-006-2024: 923,907 of 40,000,000 EUR
    quota = Fraction(923_907, 40_000_000) * 100
    assert str(rounded_decimal(quota, RoundingPolicy.EXACT)) == "2.3097675"
    with pytest.raises(ValueError, match="keine endliche Dezimaldarstellung"):
        rounded_decimal(RATE, RoundingPolicy.EXACT)


def test_an_exact_amount_must_be_whole_cents() -> None:
    assert rounded_money(Fraction("12.34"), RoundingPolicy.EXACT) == eur("12.34")
    with pytest.raises(ValueError, match="keine ganzen Cent"):
        rounded_money(Fraction("12.345"), RoundingPolicy.EXACT)


def test_posts_are_printed_to_one_decimal() -> None:
    # Ludwigsburg: 269,871 / 64,000 = 4.2167..., printed 4,2; Stuttgart: 51.098, printed 51,1
    assert str(rounded_decimal(Fraction(269_871, 64_000), RoundingPolicy.ONE_DECIMAL)) == "4.2"
    assert str(rounded_decimal(Fraction(269_871, 64_000), RoundingPolicy.CUT_ONE_DECIMAL)) == "4.2"
    assert str(rounded_decimal(Fraction("51.098"), RoundingPolicy.ONE_DECIMAL)) == "51.1"
    assert str(rounded_decimal(Fraction("51.098"), RoundingPolicy.CUT_ONE_DECIMAL)) == "51.0"


def test_two_decimals_are_printed_also_where_they_are_zero() -> None:
    # Landkreis Waldshut, 29.03.2019: Bonndorf 5,05 posts; Biberach 2023: 23,757 talks / 4,585 persons = 5.1814...
    assert str(rounded_decimal(Fraction("5.05"), RoundingPolicy.TWO_DECIMALS)) == "5.05"
    assert str(rounded_decimal(Fraction(23_757, 4_585), RoundingPolicy.TWO_DECIMALS)) == "5.18"
    assert str(rounded_decimal(Fraction(5), RoundingPolicy.TWO_DECIMALS)) == "5.00"


# Printed examples: columns of percentages


def test_the_shares_of_a_project_are_adjusted_on_the_last_one() -> None:
    # Stuttgart, OMID: 290,000 + 290,000 + 69,412 = 649,412; 44.656, 44.656, 10.688; printed 44,7 44,7 10,6
    omid = [290_000, 290_000, 69_412]
    assert printed(omid, RoundingPolicy.LAST_ADJUSTED) == ["44.7", "44.7", "10.6"]
    assert printed(omid, RoundingPolicy.ONE_DECIMAL) == ["44.7", "44.7", "10.7"]


def test_shares_in_whole_percent_are_rounded_each_by_itself() -> None:
    # Stuttgart, Ausbildungscampus: 149,810 + 131,760 = 281,570; 53.21 and 46.79
    assert printed([149_810, 131_760], RoundingPolicy.WHOLE) == ["53", "47"]
    # Stuttgart, interpreting: 181 + 51 + 854 + 652 = 1,738; 10.41, 2.93, 49.14, 37.51
    assert printed([181, 51, 854, 652], RoundingPolicy.WHOLE) == ["10", "3", "49", "38"]


def test_a_column_rounded_by_itself_may_miss_a_hundred_and_an_adjusted_one_never_does() -> None:
    assert printed([1, 1, 1], RoundingPolicy.WHOLE) == ["33", "33", "33"]
    assert printed([1, 1, 1], RoundingPolicy.LAST_ADJUSTED) == ["33.3", "33.3", "33.4"]
    assert printed([5], RoundingPolicy.LAST_ADJUSTED) == ["100.0"]


@pytest.mark.parametrize("parts", [[], [0], [0, 0, 0], [3, -1]])
def test_a_column_of_nothing_or_with_a_negative_part_has_no_percentages(parts: list[int]) -> None:
    with pytest.raises(ValueError, match="Summe über null"):
        percentages(parts)


def test_a_zero_in_a_column_is_printed_as_zero() -> None:
    assert printed([0, 1, 3], RoundingPolicy.LAST_ADJUSTED) == ["0.0", "25.0", "75.0"]
    assert printed([1, 3, 0], RoundingPolicy.ONE_DECIMAL) == ["25.0", "75.0", "0.0"]


def test_a_column_that_is_no_partition_is_not_adjusted() -> None:
    # Stadt Ludwigsburg, topics: 31, 12, 8, 5, 6, 5, 8 are 75, not 100; other topics are not printed
    topics = [Fraction(value) for value in (31, 12, 8, 5, 6, 5, 8)]
    assert rounded_column(topics, RoundingPolicy.WHOLE) == tuple(map(Decimal, (31, 12, 8, 5, 6, 5, 8)))
    with pytest.raises(ValueError, match="zusammen 100 Prozent"):
        rounded_column(topics, RoundingPolicy.LAST_ADJUSTED)


def test_an_adjustment_never_makes_the_last_share_negative() -> None:
    # 1/16 of a hundred is 6.25, printed 6.3; sixteen of them are 100.8, which leaves -0.8 for the last one
    with pytest.raises(ValueError, match="würde negativ"):
        printed([*[1] * 16, 0], RoundingPolicy.LAST_ADJUSTED)


@PROPERTY
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any))
def test_an_adjusted_column_is_exactly_a_hundred_and_the_others_are_as_by_themselves(parts: list[int]) -> None:
    exact = percentages(parts)
    assert sum(exact) == 100
    natural = rounded_column(exact, RoundingPolicy.ONE_DECIMAL)
    if sum(natural[:-1]) <= 100:
        adjusted = rounded_column(exact, RoundingPolicy.LAST_ADJUSTED)
        assert sum(adjusted) == 100
        assert adjusted[:-1] == natural[:-1]


# Printed examples: thousands, sums, differences


def test_thousands_are_rounded_half_up() -> None:
    # Stuttgart: licence about 65,500 EUR, campus 149,810 EUR, material lump sum 49.4 x 4,600 = 227,240 EUR
    amounts = [eur("65500.00"), eur("149810.00"), eur("227240.00"), eur("-65500.00"), eur("499.99"), ZERO]
    assert [thousands(amount) for amount in amounts] == [66, 150, 227, -66, 0, 0]


def test_a_table_of_thousands_adds_up_what_it_prints() -> None:
    # Stuttgart, table 1: 66 + 290 + 100 + 60 = 516 (2022), with 150 for the campus 666 (2023)
    year_2022 = [eur("65500.00"), eur("290000.00"), eur("100000.00"), eur("60000.00")]
    year_2023 = [*year_2022, eur("149810.00")]
    assert thousands(sum_of_rounded(year_2022, RoundingPolicy.TEUR).displayed) == 516
    assert thousands(sum_of_rounded(year_2023, RoundingPolicy.TEUR).displayed) == 666
    # 65,500 + 290,000 + 100,000 + 60,000 + 149,810 = 665,310 EUR, which by itself would be printed 665
    assert sum_of_rounded(year_2023, RoundingPolicy.TEUR).difference == 690
    assert thousands(eur("665310.00")) == 665


def test_the_sum_of_amounts_rounded_by_themselves_shows_its_distance_from_the_exact_sum() -> None:
    # Three recipients with 100, 200 and 39 persons: 79,607.999..., 159,215.998..., 31,047.119...
    # rounded 79,608 + 159,216 + 31,047 = 269,871; exactly 269,871.117...
    both = sum_of_rounded([100 * RATE, 200 * RATE, 39 * RATE], RoundingPolicy.EURO)
    assert both.displayed == eur("269871.00")
    assert both.exact == 339 * RATE
    assert both.difference == 269_871 - 339 * RATE < 0


def test_nothing_adds_up_to_nothing() -> None:
    empty = sum_of_rounded([], RoundingPolicy.TEUR)
    assert empty.displayed == ZERO
    assert empty.exact == empty.difference == 0


def test_a_difference_is_taken_before_rounding() -> None:
    # 65,500 is printed 66 TEUR and 65,400 is printed 65, yet they lie 100 EUR apart, which is 0 TEUR
    assert rounded(Fraction(65_500) - Fraction(65_400), RoundingPolicy.TEUR) == 0
    assert thousands(eur("65500.00")) - thousands(eur("65400.00")) == 1
    assert rounded(Fraction(65_400) - Fraction(66_400), RoundingPolicy.TEUR) == -1000


@PROPERTY
@given(st.lists(st.integers(-(10**9), 10**9).map(Money), max_size=12))
def test_the_order_of_a_sum_does_not_matter(values: list[Money]) -> None:
    forward = sum_of_rounded(values, RoundingPolicy.TEUR)
    assert forward == sum_of_rounded(values[::-1], RoundingPolicy.TEUR)
    assert abs(forward.difference) <= 500 * len(values)
