"""The frame among the municipalities: by persons, to the cent, the rounding shown."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.settle.allocation import Allocation, allocate
from ledger.finding import MissingError
from ledger.money import ZERO, Money, total
from tests.grants.builders import COUNTY, PROPERTY, TOWN, count, eur

if TYPE_CHECKING:
    from random import Random

CAP = eur("40000.00")
BIBERACH = eur("923907.00")  # Landkreis Biberach, Vorlage IV-006-2024, Nr. 3


def shares(frame: Money, first: Money, persons: dict[str, int], delivery: dict[str, str] | None = None) -> Allocation:
    counts = [count(key, number) for key, number in persons.items()]
    return allocate(frame, first, counts, delivery or {}, COUNTY.key)


def amounts(allocation: Allocation) -> dict[str, str]:
    return {line.municipality_key: line.amount.decimal_string() for line in allocation.lines}


def test_the_coordination_part_is_set_aside_before_the_frame_is_distributed() -> None:
    # 923,907 - 40,000 = 883,907; half and half
    allocation = shares(BIBERACH, CAP, {"A": 10, "B": 10})
    assert allocation.distributed == eur("883907.00")
    assert amounts(allocation) == {"A": "441953.50", "B": "441953.50"}


def test_the_whole_frame_is_distributed_when_nothing_is_set_aside() -> None:
    assert amounts(shares(BIBERACH, ZERO, {"A": 10, "B": 10})) == {"A": "461953.50", "B": "461953.50"}


def test_339_of_72857_persons_get_the_published_amount() -> None:
    # Stadt Ludwigsburg, Vorlage 204/18: 58,000,000 EUR, 72,857 persons, 339 of them in the city: 269,871 EUR;
    # 58,000,000 x 339 / 72,857 = 269,871.117...
    allocation = shares(eur("58000000.00"), ZERO, {"Ludwigsburg": 339, "Rest": 72_857 - 339})
    assert amounts(allocation)["Ludwigsburg"] == "269871.12"


def test_cents_that_do_not_divide_go_to_the_smaller_municipality_keys() -> None:
    # 88,390,700 cents among three equals: 29,463,566 each, two cents are left
    allocation = shares(BIBERACH, CAP, {"08999003": 7, "08999001": 7, "08999002": 7})
    assert amounts(allocation) == {"08999001": "294635.67", "08999002": "294635.67", "08999003": "294635.66"}


def test_quota_and_rounding_difference_of_each_municipality_are_exact() -> None:
    allocation = shares(BIBERACH, CAP, {"A": 7, "B": 7, "C": 7})
    assert [line.quota_cents for line in allocation.lines] == [Fraction(88_390_700, 3)] * 3
    assert [line.rounding_cents for line in allocation.lines] == [Fraction(1, 3), Fraction(1, 3), Fraction(-2, 3)]


def test_the_larger_claim_is_served_first() -> None:
    # 10 cents for 3, 2 and 1 persons: quotas 5.00, 3.33, 1.67 are rounded to 5, 3, 2
    assert amounts(shares(Money(10), ZERO, {"A": 3, "B": 2, "C": 1})) == {"A": "0.05", "B": "0.03", "C": "0.02"}


def test_a_municipality_without_persons_gets_nothing() -> None:
    assert amounts(shares(Money(100), ZERO, {"A": 5, "B": 0})) == {"A": "1.00", "B": "0.00"}


def test_the_county_delivers_for_everyone_who_does_not_deliver_for_himself() -> None:
    allocation = shares(eur("1000.00"), ZERO, {"A": 50, "B": 30, "C": 20}, delivery={"A": TOWN.key, "C": TOWN.key})
    assert allocation.share_of(TOWN.key) == eur("700.00")
    assert allocation.share_of(COUNTY.key) == eur("300.00")
    assert (allocation.persons_of(TOWN.key), allocation.persons_of(COUNTY.key), allocation.persons) == (70, 30, 100)


@pytest.mark.parametrize("persons", [{}, {"A": 0, "B": 0}])
def test_without_persons_nothing_is_distributed(persons: dict[str, int]) -> None:
    with pytest.raises(MissingError, match="Ohne Personenzahlen"):
        shares(BIBERACH, CAP, persons)


def test_a_frame_smaller_than_the_coordination_part_is_refused() -> None:
    with pytest.raises(MissingError, match="kleiner als der vorab abgesetzte Anteil"):
        shares(eur("39999.99"), CAP, {"A": 1})


def test_a_frame_of_exactly_the_coordination_part_leaves_nothing_to_distribute() -> None:
    assert amounts(shares(CAP, CAP, {"A": 1})) == {"A": "0.00"}


PERSONS = st.dictionaries(st.text("0123456789", min_size=1, max_size=5), st.integers(0, 500), min_size=1).filter(
    lambda persons: any(persons.values())
)
CENTS = st.integers(0, 200_000_000)


@PROPERTY
@given(CENTS, PERSONS)
def test_the_shares_sum_to_the_cent_and_so_do_the_quotas(cents: int, persons: dict[str, int]) -> None:
    allocation = shares(Money(cents), ZERO, persons)
    assert total(line.amount for line in allocation.lines) == Money(cents)
    assert sum(line.quota_cents for line in allocation.lines) == cents
    assert sum(line.rounding_cents for line in allocation.lines) == 0


@PROPERTY
@given(CENTS, PERSONS, st.randoms(use_true_random=False))
def test_the_order_of_the_municipalities_does_not_matter(cents: int, persons: dict[str, int], order: Random) -> None:
    shuffled = list(persons)
    order.shuffle(shuffled)
    assert shares(Money(cents), ZERO, {key: persons[key] for key in shuffled}) == shares(Money(cents), ZERO, persons)


@PROPERTY
@given(CENTS, st.integers(0, 1_000_000), PERSONS)
def test_a_larger_frame_lowers_no_share(cents: int, more: int, persons: dict[str, int]) -> None:
    before, after = shares(Money(cents), ZERO, persons), shares(Money(cents + more), ZERO, persons)
    assert all(old.amount <= new.amount for old, new in zip(before.lines, after.lines, strict=True))


@PROPERTY
@given(CENTS, st.integers(1, 500), st.integers(2, 12))
def test_of_equal_municipalities_the_smaller_key_never_gets_less(cents: int, persons: int, number: int) -> None:
    allocation = shares(Money(cents), ZERO, {f"{key:02d}": persons for key in range(number)})
    given_out = [line.amount for line in allocation.lines]
    assert given_out == sorted(given_out, reverse=True)
    assert given_out[0].cents - given_out[-1].cents <= 1
