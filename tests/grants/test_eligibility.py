"""Which part of an entry is fundable: by role, by days and shares, to the cent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.law.eligibility import Split, split_entry
from grants.law.rules import Side
from ledger.cost import CostKind
from ledger.finding import MissingError
from ledger.money import ZERO, Money, total
from ledger.period import DaySpan, Month
from tests.grants.builders import FSA, IM, KO, PROPERTY, SOURCE, TOWN, entry, eur, rules, tenure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from ledger.cost import Entry
    from ledger.staff import PositionRole, Tenure


def parts(of: Entry, tenures: Sequence[Tenure]) -> list[tuple[str, str, Side]]:
    """Return post, amount and side of each part."""
    splits = split_entry(of, tenures, rules())
    return [(each.tenure.position_number if each.tenure else "", _text(each), each.side) for each in splits]


def _text(each: Split) -> str:
    return each.amount.decimal_string()


def sum_of(splits: Sequence[Split], side: Side) -> Money:
    return total(each.amount for each in splits if each.side is side)


def test_the_pay_of_a_manager_on_one_post_is_fundable_in_full() -> None:
    assert parts(entry("4811.04"), [tenure()]) == [("IM-01", "4811.04", Side.FUNDABLE)]


def test_pay_is_divided_between_two_posts_by_their_shares() -> None:
    # 30 of 39 hours are 0.7692, the rest 0.2308: 1,000.00 gives 769.20 and 230.80
    held = [tenure(fte="0.7692"), tenure(position="FSA-01", fte="0.2308", role=FSA)]
    assert parts(entry("1000.00"), held) == [
        ("FSA-01", "230.80", Side.OTHER_PROGRAMME),
        ("IM-01", "769.20", Side.FUNDABLE),
    ]


def test_the_odd_cent_of_two_halves_goes_to_the_smaller_post_number() -> None:
    # 3,000.01 halves to 1,500.005 each: an equal claim to the last cent, FSA-01 comes before IM-08
    held = [tenure(position="IM-08", fte="0.5"), tenure(position="FSA-01", fte="0.5", role=FSA)]
    assert parts(entry("3000.01"), held) == [
        ("FSA-01", "1500.01", Side.OTHER_PROGRAMME),
        ("IM-08", "1500.00", Side.FUNDABLE),
    ]


def test_a_change_of_post_in_mid_month_divides_the_pay_by_days() -> None:
    # January has 31 days: 10 on IM-01 and 21 on KO-01, both full-time; 3,100.00 gives 1,000.00 and 2,100.00
    held = [
        tenure(end=date(2025, 1, 10)),
        tenure(position="KO-01", role=KO, begin=date(2025, 1, 11)),
    ]
    assert parts(entry("3100.00"), held) == [("IM-01", "1000.00", Side.FUNDABLE), ("KO-01", "2100.00", Side.FUNDABLE)]


def test_a_change_of_share_in_mid_month_divides_by_days_times_shares() -> None:
    # July: 15 days at 0.5 and 16 days at 0.7692 are 75,000 and 123,072 of 198,072 parts;
    # 300,000 cents x 75,000 / 198,072 = 113,595.06, the rest is 186,404.94
    held = [
        tenure(fte="0.5", end=date(2025, 7, 15)),
        tenure(fte="0.7692", begin=date(2025, 7, 16)),
    ]
    assert parts(entry("3000.00", month=7), held) == [
        ("IM-01", "1135.95", Side.FUNDABLE),
        ("IM-01", "1864.05", Side.FUNDABLE),
    ]


def test_a_person_who_came_in_mid_month_costs_nothing_before() -> None:
    assert parts(entry("1600.00"), [tenure(begin=date(2025, 1, 16))]) == [("IM-01", "1600.00", Side.FUNDABLE)]


def test_a_reversal_is_divided_like_the_entry_it_reverses() -> None:
    held = [tenure(position="IM-08", fte="0.5"), tenure(position="FSA-01", fte="0.5", role=FSA)]
    assert parts(entry("-3000.01"), held) == [
        ("FSA-01", "-1500.01", Side.OTHER_PROGRAMME),
        ("IM-08", "-1500.00", Side.FUNDABLE),
    ]


def test_the_post_named_by_the_source_takes_the_whole_entry() -> None:
    held = [tenure(position="IM-08", fte="0.5"), tenure(position="FSA-01", fte="0.5", role=FSA)]
    assert parts(entry("100.00", position="IM-08"), held) == [("IM-08", "100.00", Side.FUNDABLE)]


def test_a_person_of_the_same_number_at_another_carrier_does_not_count() -> None:
    held = [tenure(), tenure(position="FSA-01", role=FSA, carrier=TOWN)]
    assert parts(entry("100.00"), held) == [("IM-01", "100.00", Side.FUNDABLE)]


def test_a_cost_without_a_person_belongs_to_the_counselling_team() -> None:
    assert parts(entry("250.00", "", kind=CostKind.TRAINING), []) == [("", "250.00", Side.FUNDABLE)]
    assert parts(entry("250.00", "", kind=CostKind.TRAVEL), []) == [("", "250.00", Side.OWN_SHARE)]


def test_training_of_the_coordination_post_is_not_fundable() -> None:
    # Biberach IV-006-2024, Nr. 3 names only personnel for this post
    held = [tenure(position="KO-01", role=KO)]
    assert parts(entry("450.00", kind=CostKind.TRAINING), held) == [("KO-01", "450.00", Side.OWN_SHARE)]


@pytest.mark.parametrize(("share", "side"), [("0.4999", Side.OWN_SHARE), ("0.5", Side.FUNDABLE)])
def test_the_coordination_post_is_fundable_from_exactly_half_a_post_on(share: str, side: Side) -> None:
    # Nr. 4.2: at least 0.5 VZÄ
    splits = split_entry(entry("3000.00"), [tenure(position="KO-01", role=KO, fte=share)], rules())
    assert [(each.side, each.clause.number) for each in splits] == [(side, "4.2")]


def test_two_persons_on_the_coordination_post_reach_the_half_together() -> None:
    held = [
        tenure("0001", "KO-01", role=KO, fte="0.3"),
        tenure("0002", "KO-01", role=KO, fte="0.2"),
    ]
    assert [side for _, _, side in parts(entry("1800.00"), held)] == [Side.FUNDABLE]


def test_when_one_of_them_leaves_the_days_after_are_no_longer_fundable() -> None:
    # April: 10 days together at 0.5, 20 days alone at 0.3; 1,500.00 gives 500.00 and 1,000.00
    held = [
        tenure("0001", "KO-01", role=KO, fte="0.3"),
        tenure("0002", "KO-01", role=KO, fte="0.2", end=date(2025, 4, 10)),
    ]
    assert parts(entry("1500.00", month=4), held) == [
        ("KO-01", "500.00", Side.FUNDABLE),
        ("KO-01", "1000.00", Side.OWN_SHARE),
    ]
    assert parts(entry("333.33", "0002", month=4), held) == [("KO-01", "333.33", Side.FUNDABLE)]


def test_half_a_post_is_counted_per_post_not_per_county() -> None:
    held = [
        tenure("0001", "KO-01", role=KO, fte="0.3"),
        tenure("0002", "KO-02", role=KO, fte="0.3"),
    ]
    assert [side for _, _, side in parts(entry("1800.00"), held)] == [Side.OWN_SHARE]


def test_an_entry_of_nothing_has_no_parts() -> None:
    assert parts(entry("0.00"), [tenure()]) == []


def test_a_person_without_a_post_in_the_month_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="has no tenure in its month"):
        split_entry(entry("100.00", month=3), [tenure(begin=date(2025, 4, 1))], rules())


def test_a_month_before_the_rule_set_is_refused() -> None:
    with pytest.raises(MissingError, match=r"01\.12\.2022"):
        split_entry(entry("100.00", month=12, year=2022), [tenure()], rules())


FIRST = date(2025, 3, 1)
ROLES = st.sampled_from([IM, KO, FSA])


@st.composite
def tenures_in_march(draw: st.DrawFn) -> list[Tenure]:
    """Return one to five tenures of two persons that touch March 2025, gaps and overlaps included."""
    held = []
    for index in range(draw(st.integers(1, 5))):
        begin = FIRST + timedelta(days=draw(st.integers(-40, 30)))
        length = draw(st.integers(0, 90))
        role: PositionRole = draw(ROLES)
        held.append(
            tenure(
                draw(st.sampled_from(["0001", "0002"])),
                draw(st.sampled_from(["A", "B"])) + role.name,
                role=role,
                fte=f"0.{draw(st.integers(1, 9999)):04d}",
                begin=begin,
                end=begin + timedelta(days=length) if index else None,
            )
        )
    return held


@PROPERTY
@given(tenures_in_march(), st.integers(-1_000_000, 1_000_000), st.sampled_from(CostKind))
def test_the_parts_of_an_entry_sum_to_the_entry(held: list[Tenure], cents: int, kind: CostKind) -> None:
    amount = Money(cents).decimal_string()
    march = entry(amount, held[0].staff_number, kind=kind, month=3)
    splits = split_entry(march, held, rules())
    assert total(each.amount for each in splits) == march.amount
    assert all((each.amount > ZERO) == (cents > 0) for each in splits)


@PROPERTY
@given(tenures_in_march(), st.integers(1, 1_000_000), st.randoms(use_true_random=False))
def test_the_order_of_the_staffing_plan_does_not_matter(held: list[Tenure], cents: int, order: Random) -> None:
    march = entry(Money(cents).decimal_string(), held[0].staff_number, month=3)
    shuffled = list(held)
    order.shuffle(shuffled)
    first, second = split_entry(march, held, rules()), split_entry(march, shuffled, rules())
    for side in Side:
        assert sum_of(first, side) == sum_of(second, side)


@PROPERTY
@given(tenures_in_march(), st.integers(1, 1_000_000))
def test_an_entry_and_its_reversal_are_nothing(held: list[Tenure], cents: int) -> None:
    person = held[0].staff_number
    there = split_entry(entry(Money(cents).decimal_string(), person, month=3), held, rules())
    back = split_entry(entry(Money(-cents).decimal_string(), person, month=3), held, rules())
    for side in Side:
        assert sum_of(there, side) + sum_of(back, side) == ZERO


def test_every_part_names_the_clause_and_its_entry() -> None:
    of = entry("3000.01")
    held = [tenure(fte="0.5"), tenure(position="FSA-01", fte="0.5", role=FSA)]
    splits = split_entry(of, held, rules())
    assert [each.clause.number for each in splits] == ["§ 12 FlüAG", "2"]
    assert all(each.entry is of and each.entry.source is SOURCE for each in splits)
    assert eur("3000.01") == total(each.amount for each in splits)


def test_a_month_belongs_to_the_days_it_has() -> None:
    # 28 days in February 2025: 14 on each post
    held = [
        tenure(end=date(2025, 2, 14)),
        tenure(position="KO-01", role=KO, begin=date(2025, 2, 15)),
    ]
    assert Month(2025, 2).days == DaySpan(date(2025, 2, 1), date(2025, 2, 28))
    assert [amount for _, amount, _ in parts(entry("2800.00", month=2), held)] == ["1400.00", "1400.00"]


def test_hours_for_another_task_do_not_help_the_coordination_post_to_its_half() -> None:
    # Nr. 4.2: 0.3 of coordination; the 0.4 of management under the same number are another task
    held = [
        tenure("0001", "KO-01", role=KO, fte="0.3"),
        tenure("0002", "KO-01", role=IM, fte="0.4"),
    ]
    assert parts(entry("1800.00"), held) == [("KO-01", "1800.00", Side.OWN_SHARE)]
    assert parts(entry("2400.00", "0002"), held) == [("KO-01", "2400.00", Side.FUNDABLE)]


def test_the_coordination_post_of_another_carrier_does_not_help_either() -> None:
    held = [tenure("0001", "KO-01", role=KO, fte="0.3"), tenure("P1", "KO-01", role=KO, fte="0.5", carrier=TOWN)]
    assert [side for _, _, side in parts(entry("1800.00"), held)] == [Side.OWN_SHARE]
