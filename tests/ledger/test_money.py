"""Money is whole cents: no float slips in, and rounding happens in one place, halves away from zero."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import ZERO, Money, round_half_up, total
from tests.ledger.small_files import PROPERTY


@pytest.mark.parametrize("cents", [12.0, 12.5, True, Decimal(12), "12", None, Fraction(12)])
def test_only_a_plain_int_becomes_an_amount(cents: Any) -> None:
    with pytest.raises(TypeError, match="whole cents"):
        Money(cents)


def test_euros_that_are_no_whole_number_are_refused() -> None:
    half: Any = 0.5
    with pytest.raises(TypeError, match="whole cents"):
        Money.euros(half)


def test_an_amount_cannot_be_changed() -> None:
    amount: Any = Money(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        amount.cents = 2


def test_amounts_are_added_subtracted_and_reversed_to_the_cent() -> None:
    assert Money(10) + Money(20) == Money(30)  # 0,10 + 0,20: the sum a binary float misses
    assert Money(10) - Money(20) == Money(-10)
    assert -Money(1234) == Money(-1234)
    assert Money.euros(40_000) == Money(4_000_000)
    assert Money(-1) < ZERO < Money(1)


@pytest.mark.parametrize(("cents", "truth"), [(0, False), (1, True), (-1, True)])
def test_an_amount_is_true_unless_it_is_zero(cents: int, truth: bool) -> None:  # noqa: FBT001
    assert bool(Money(cents)) is truth


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (-105, "-1.05"),
        (92_390_700, "923907.00"),  # Landkreis Biberach, Vorlage IV-006-2024
        (10**13, "100000000000.00"),
    ],
)
def test_the_decimal_string_has_a_point_and_two_places(cents: int, text: str) -> None:
    assert Money(cents).decimal_string() == text


def test_nothing_at_all_sums_to_zero() -> None:
    assert total([]) == ZERO


@given(st.lists(st.integers(-(10**13), 10**13)), st.randoms(use_true_random=False))
@PROPERTY
def test_a_total_does_not_depend_on_the_order_and_loses_no_cent(cents: list[int], shuffle: Any) -> None:
    mixed = list(cents)
    shuffle.shuffle(mixed)
    assert total(Money(value) for value in mixed).cents == sum(cents)


@given(st.integers(-(10**13), 10**13))
def test_an_entry_and_its_reversal_are_nothing(cents: int) -> None:
    assert Money(cents) + -Money(cents) == ZERO


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Fraction(1, 2), 1),
        (Fraction(3, 2), 2),
        (Fraction(5, 2), 3),  # half to even would give 2
        (Fraction(-1, 2), -1),
        (Fraction(-5, 2), -3),
        (Fraction(49, 100), 0),
        (Fraction(-49, 100), 0),
        (Fraction(199, 100), 2),
        (Fraction(7), 7),
        (Fraction(-7), -7),
        (Fraction(10**30 + 1, 2), 5 * 10**29 + 1),
    ],
)
def test_halves_are_rounded_away_from_zero(value: Fraction, rounded: int) -> None:
    assert round_half_up(value) == rounded


@pytest.mark.parametrize(
    ("cents", "printed"),
    [
        # 58 million euros for 72,857 persons, Stadt Ludwigsburg, Vorlage 204/18: 796,08 Euro per person ...
        (Fraction(5_800_000_000, 72_857), 79_608),
        # TVöD SuE from 01.03.2024: the table of 2022 plus 200 euros, times 1.055 (S 12 steps 1, 3, 4; S 11b step 5)
        (Fraction(335_174 + 20_000) * Fraction(1055, 1000), 374_709),
        (Fraction(390_961 + 20_000) * Fraction(1055, 1000), 433_564),
        (Fraction(418_961 + 20_000) * Fraction(1055, 1000), 463_104),
        (Fraction(447_035 + 20_000) * Fraction(1055, 1000), 492_722),
    ],
)
def test_rounding_agrees_with_printed_amounts(cents: Fraction, printed: int) -> None:
    assert round_half_up(cents) == printed


@given(st.fractions())
def test_rounding_moves_by_at_most_a_half_and_mirrors_at_zero(value: Fraction) -> None:
    assert abs(round_half_up(value) - value) <= Fraction(1, 2)
    assert round_half_up(-value) == -round_half_up(value)
