"""Shares of a post in whole ten-thousandths."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.fte import FULL_POST, Fte, total_fte


@pytest.mark.parametrize("share", [0.5, True, "5000", Fraction(1, 2)])
def test_only_a_plain_int_becomes_a_share(share: Any) -> None:
    with pytest.raises(TypeError, match="ten-thousandths"):
        Fte(share)


@pytest.mark.parametrize(
    ("ratio", "ten_thousandths"),
    [
        (Fraction(30, 39), 7692),  # 0.76923...
        (Fraction(39, 2) / 39, 5000),
        (Fraction(26, 39), 6667),  # 0.66666...
        (Fraction(1, 20_000), 1),  # half a ten-thousandth is rounded up
        (Fraction(1, 20_001), 0),
        (Fraction(39, 39), 10_000),
    ],
)
def test_hours_become_ten_thousandths_rounded_half_up(ratio: Fraction, ten_thousandths: int) -> None:
    assert Fte.from_ratio(ratio) == Fte(ten_thousandths)


@pytest.mark.parametrize(
    ("share", "text"), [(Fte(0), "0.0000"), (Fte(7692), "0.7692"), (FULL_POST, "1.0000"), (Fte(113_050), "11.3050")]
)
def test_the_decimal_string_has_a_point_and_four_places(share: Fte, text: str) -> None:
    assert share.decimal_string() == text


def test_shares_are_added_and_compared() -> None:
    assert Fte(5_000) + Fte(7692) == Fte(12_692)
    assert Fte(5_000) + Fte(5_000) == FULL_POST
    assert Fte(0) < Fte(4999) < Fte(5_000) < FULL_POST


def test_the_posts_of_a_team_are_summed_exactly() -> None:
    # Stadt Ludwigsburg, Vorlage 204/18: 5,75 posts with 0,25 coordination leave 5,5 on counselling.
    team = [FULL_POST] * 5 + [Fte(5_000), Fte(2500)]
    assert total_fte(team).decimal_string() == "5.7500"
    assert total_fte([]) == Fte(0)


@given(st.lists(st.integers(0, 10_000)))
def test_no_ten_thousandth_is_lost_in_a_sum(shares: list[int]) -> None:
    assert total_fte(Fte(share) for share in shares).ten_thousandths == sum(shares)
