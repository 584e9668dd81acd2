"""Sainte-Laguë: no cent lost, none invented, one cent more never lowers a share, the order of the list is nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.apportion import apportion
from ledger.money import ZERO, Money
from tests.ledger.small_files import PROPERTY

if TYPE_CHECKING:
    from random import Random

KEYS = st.text("0123456789", min_size=1, max_size=8)
WEIGHTS = st.dictionaries(KEYS, st.integers(0, 5_000), min_size=1, max_size=12).filter(lambda w: any(w.values()))
CENTS = st.integers(0, 10**13)


def shares(cents: int, weights: dict[str, int]) -> dict[str, int]:
    return {key: share.cents for key, share in apportion(Money(cents), weights).items()}


def handed_out(cents: int, weights: dict[str, int]) -> dict[str, int]:
    """Hand out cent by cent to the greatest quotient weight / (2·share + 1), the smaller key first."""
    given_so_far = dict.fromkeys(weights, 0)
    for _ in range(cents):
        first = min(weights, key=lambda key: (-Fraction(weights[key], 2 * given_so_far[key] + 1), key))
        given_so_far[first] += 1
    return given_so_far


def test_the_seats_of_the_bundestag_of_2025_are_found() -> None:
    # Bundeswahlleiterin, final result of 23 February 2025; 630 seats by Sainte-Laguë (§ 5 BWahlG). Rounding each
    # quota alone would give 631 seats.
    votes = {
        "CDU": 11_196_374,
        "AfD": 10_328_780,
        "SPD": 8_149_124,
        "GRÜNE": 5_762_380,
        "Die Linke": 4_356_532,
        "CSU": 2_964_028,
        "SSW": 76_138,
    }
    seats = {"CDU": 164, "AfD": 152, "SPD": 120, "GRÜNE": 85, "Die Linke": 64, "CSU": 44, "SSW": 1}
    assert shares(630, votes) == seats


@pytest.mark.parametrize(
    ("cents", "weights", "expected"),
    [
        # staatsrecht.honikel.de, worked example with ten seats; d'Hondt would give 6, 4, 0
        (10, {"A": 6_100, "B": 5_000, "C": 900}, {"A": 5, "B": 4, "C": 1}),
        (100, {"a": 1, "b": 1, "c": 1}, {"a": 34, "b": 33, "c": 33}),
        (2, {"d": 7, "b": 7, "c": 7, "a": 7}, {"d": 0, "b": 1, "c": 0, "a": 1}),
        # quotas 1.5 and 0.5 tie for the last cent: 3/3 = 1/1, the smaller key gets it
        (2, {"a": 1, "b": 3}, {"a": 1, "b": 1}),
        (2, {"a": 3, "b": 1}, {"a": 2, "b": 0}),
        (1_000, {"only": 3}, {"only": 1_000}),
        (0, {"a": 1, "b": 2}, {"a": 0, "b": 0}),
        (7, {"a": 2, "none": 0, "b": 1}, {"a": 5, "none": 0, "b": 2}),
    ],
)
def test_shares_agree_with_the_calculation_by_hand(
    cents: int, weights: dict[str, int], expected: dict[str, int]
) -> None:
    assert shares(cents, weights) == expected


def test_many_light_claims_together_outweigh_a_heavy_one() -> None:
    # 20 cents, weights 900 and twenty times 55. The heavy one's eighth quotient 900/15 = 60 lies above 55, its
    # ninth 900/17 = 52.9 below; so it gets 8 (its quota is 9) and the first twelve light ones one cent each.
    light = {f"g{number:02d}": 55 for number in range(1, 21)}
    result = shares(20, {**light, "heavy": 900})
    assert result.pop("heavy") == 8
    assert [key for key, cents in result.items() if cents] == [f"g{number:02d}" for number in range(1, 13)]
    assert max(result.values()) == 1


def test_a_planning_frame_is_divided_to_the_cent() -> None:
    # 883.907,00 euros (Landkreis Biberach without the coordination post) for 331, 312 and 159 of 802 persons:
    # the quotas in cents are 36480450.9975, 34386406.9825 and 17523842.0199, each rounded to the nearest cent.
    parts = apportion(Money(88_390_700), {"08999001": 331, "08999002": 312, "08999003": 159})
    assert [part.decimal_string() for part in parts.values()] == ["364804.51", "343864.07", "175238.42"]


def test_a_negative_amount_is_divided_like_its_counterpart() -> None:
    assert shares(-100, {"a": 1, "b": 1, "c": 1}) == {"a": -34, "b": -33, "c": -33}


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        apportion(Money(1), {"a": 2, "b": -1})


@pytest.mark.parametrize("weights", [{}, {"a": 0}, {"a": 0, "b": 0}])
def test_an_amount_that_nobody_has_a_claim_to_is_refused_and_nothing_is_divided_freely(weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="all zero"):
        apportion(Money(1), weights)
    assert apportion(ZERO, weights) == dict.fromkeys(weights, ZERO)


@given(CENTS, WEIGHTS)
@PROPERTY
def test_the_shares_sum_to_the_amount_and_weight_zero_gets_zero(cents: int, weights: dict[str, int]) -> None:
    result = shares(cents, weights)
    assert sum(result.values()) == cents
    assert result.keys() == weights.keys()
    assert all(share >= 0 for share in result.values())
    assert not any(result[key] for key, weight in weights.items() if weight == 0)


@given(CENTS, WEIGHTS)
@PROPERTY
def test_every_given_cent_had_a_better_claim_than_every_cent_not_given(cents: int, weights: dict[str, int]) -> None:
    result = shares(cents, weights)
    served = [Fraction(weights[key], 2 * share - 1) for key, share in result.items() if share]
    waiting = [Fraction(weights[key], 2 * share + 1) for key, share in result.items()]
    assert not served or min(served) >= max(waiting)


@given(CENTS, WEIGHTS, st.randoms(use_true_random=False))
@PROPERTY
def test_the_order_of_the_list_does_not_matter(cents: int, weights: dict[str, int], shuffle: Random) -> None:
    items = list(weights.items())
    shuffle.shuffle(items)
    assert shares(cents, dict(items)) == shares(cents, weights)


@given(CENTS, WEIGHTS)
@PROPERTY
def test_one_cent_more_never_lowers_a_share(cents: int, weights: dict[str, int]) -> None:
    before, after = shares(cents, weights), shares(cents + 1, weights)
    assert all(after[key] >= before[key] for key in weights)


@given(st.integers(0, 120), st.dictionaries(KEYS, st.integers(1, 40), min_size=1, max_size=7))
@PROPERTY
def test_small_amounts_agree_with_handing_out_cent_by_cent(cents: int, weights: dict[str, int]) -> None:
    assert shares(cents, weights) == handed_out(cents, weights)


@given(CENTS, st.sets(KEYS, min_size=1, max_size=12), st.integers(1, 5_000))
@PROPERTY
def test_of_equal_claims_the_smaller_key_gets_the_last_cent(cents: int, keys: set[str], weight: int) -> None:
    each, left = divmod(cents, len(keys))
    expected = {key: each + (position < left) for position, key in enumerate(sorted(keys))}
    assert shares(cents, dict.fromkeys(keys, weight)) == expected


@given(st.integers(-(10**13), 10**13), WEIGHTS, st.integers(2, 1_000))
@PROPERTY
def test_only_the_ratio_of_the_weights_counts(cents: int, weights: dict[str, int], factor: int) -> None:
    assert shares(cents, {key: weight * factor for key, weight in weights.items()}) == shares(cents, weights)
