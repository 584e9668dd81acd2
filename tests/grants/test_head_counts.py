"""Frames by quota and head count, posts, clients and keys: the figures that councils have printed, to the digit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from grants.law.rounding import RoundingPolicy
from grants.settle.head_counts import (
    arrival_window,
    clients,
    county_frame,
    head_count_frame,
    posts_from_frame,
    rate_per_head,
)
from ledger.period import DaySpan, FundingYear
from tests.grants.builders import eur, rules

STATE_AMOUNT = eur("58000000")
RATE = rate_per_head(STATE_AMOUNT, 72_857)
FULL_RATE = eur("64000")


def test_biberach_gets_2_3097675_per_cent_of_40_million() -> None:
    frame = county_frame(eur("40000000"), Fraction("2.3097675"))
    assert frame.money == eur("923907")
    assert frame.rounding is RoundingPolicy.EURO
    # The product has no cents, so nothing was rounded.
    assert frame.exact == 923_907


def test_heilbronn_gets_3_77_per_cent_of_40_million() -> None:
    assert county_frame(eur("40000000"), Fraction("3.77")).money == eur("1508000")


def test_a_frame_grows_with_the_state_amount_announced_later() -> None:
    # 58,000,000 x 2.3097675 % = 1,339,665.15, half-up to whole euros
    frame = county_frame(eur("58000000"), Fraction("2.3097675"))
    assert frame.money == eur("1339665")
    assert county_frame(eur("58000000"), Fraction("2.3097675"), RoundingPolicy.CENT).money == eur("1339665.15")


def test_the_rate_is_printed_in_cents_and_kept_exact() -> None:
    assert RATE.printed == Decimal("796.08")
    assert RATE.exact == Fraction(58_000_000, 72_857)


def test_ludwigsburg_gets_269871_a_year_for_339_persons() -> None:
    frame = head_count_frame(339, RATE)
    assert frame.money == eur("269871")


def test_the_printed_rate_would_give_another_frame() -> None:
    # 1,375 persons: exact rate 1,094,609.99; printed rate 796.08 gives 1,094,610.00
    exact = head_count_frame(1375, RATE, RoundingPolicy.CENT)
    assert exact.money == eur("1094609.99")
    assert 1375 * RATE.printed == Decimal("1094610.00")


def test_the_window_of_arrivals_for_2025_is_2020_to_2022() -> None:
    assert arrival_window(FundingYear(2025), rules()) == DaySpan(date(2020, 1, 1), date(2022, 12, 31))
    assert arrival_window(FundingYear(2029), rules()) == DaySpan(date(2024, 1, 1), date(2026, 12, 31))


def test_ludwigsburg_can_pay_4_2_posts_rounded_or_cut_off() -> None:
    posts = posts_from_frame(eur("269871"), FULL_RATE)
    assert posts.printed == Decimal("4.2")
    assert posts_from_frame(eur("269871"), FULL_RATE, RoundingPolicy.CUT_ONE_DECIMAL).printed == Decimal("4.2")
    assert round(posts.exact, 3) == Fraction("4.217")


def test_51_098_posts_are_51_1_rounded_and_51_0_cut_off() -> None:
    # 51.098 x 64,000 = 3,270,272
    assert posts_from_frame(eur("3270272"), FULL_RATE).printed == Decimal("51.1")
    assert posts_from_frame(eur("3270272"), FULL_RATE, RoundingPolicy.CUT_ONE_DECIMAL).printed == Decimal("51.0")


def test_waldshut_could_fill_17_10_posts() -> None:
    frame = eur("1094608")
    assert posts_from_frame(frame, FULL_RATE, RoundingPolicy.TWO_DECIMALS).printed == Decimal("17.10")


@pytest.mark.parametrize(
    ("posts", "key", "persons"),
    [("11.3", 90, 1017), ("12", 90, 1080), ("5.75", 80, 460), ("5.5", 80, 440), ("20", 120, 2400)],
)
def test_posts_look_after_as_many_persons_as_their_key_says(posts: str, key: int, persons: int) -> None:
    assert clients(Fraction(posts), key).printed == persons


@pytest.mark.parametrize(
    "compute",
    [
        lambda: rate_per_head(STATE_AMOUNT, 0),
        lambda: posts_from_frame(STATE_AMOUNT, eur("0")),
    ],
)
def test_nothing_is_divided_by_nothing(compute: object) -> None:
    assert callable(compute)
    with pytest.raises(ValueError, match="must be above zero"):
        compute()


def test_posts_are_no_amount() -> None:
    with pytest.raises(ValueError, match="a value in VZÄ is no amount"):
        _ = posts_from_frame(STATE_AMOUNT, FULL_RATE).money
