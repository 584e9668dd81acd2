"""What is payable: the smaller of share and fundable cost, what others leave unused, never more than the frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.law.rules import Side
from grants.settle.allocation import allocate
from grants.settle.settlement import CarrierAccount, Settlement, UnusedMeans, settle
from grants.settle.year import compute_year
from ledger.cost import CostKind
from ledger.money import ZERO, Money, total
from tests.grants.builders import (
    COUNTY,
    FSA,
    KO,
    PROPERTY,
    TOWN,
    VILLAGE,
    count,
    entry,
    eur,
    inputs,
    pay,
    split,
    tenure,
)

if TYPE_CHECKING:
    from grants.law.eligibility import Split

CAP, FRAME = eur("40000.00"), eur("500000.00")
TO_COUNTY, LAPSE, TO_ALL = UnusedMeans.TO_COUNTY, UnusedMeans.LAPSE, UnusedMeans.TO_ALL


def settled(county: str, town: str, village: str, unused: UnusedMeans = TO_COUNTY) -> Settlement:
    """Settle a frame of 500,000.00: the county's share is 250,000, the town's 150,000, the village's 100,000."""
    return settle(
        FRAME,
        {TOWN.key: eur("150000.00"), VILLAGE.key: eur("100000.00")},
        (COUNTY, TOWN, VILLAGE),
        [split(county), split(town, TOWN), split(village, VILLAGE)],
        CAP,
        unused,
    )


def payable(settlement: Settlement) -> list[str]:
    return [account.payable.decimal_string() for account in settlement.accounts]


def paid(settlement: Settlement) -> Money:
    """Return what is payable to all carriers together."""
    return total(account.payable for account in settlement.accounts)


def lacking(settlement: Settlement) -> list[str]:
    """Return the fundable spending of each carrier that is not paid."""
    return [(account.fundable - account.payable).decimal_string() for account in settlement.accounts]


def county_alone(*splits: Split, cap: Money = CAP) -> CarrierAccount:
    """Settle a frame of 500,000.00 that is large enough for the county alone."""
    return settle(FRAME, {}, (COUNTY,), splits, cap, TO_COUNTY).county


def test_the_county_has_the_rest_of_the_frame_as_its_share() -> None:
    settlement = settled("0.00", "0.00", "0.00")
    assert [account.share.decimal_string() for account in settlement.accounts] == [
        "250000.00",
        "150000.00",
        "100000.00",
    ]


def test_a_carrier_below_its_share_is_paid_what_it_spent() -> None:
    # 200,000 + 120,000 + 90,000; 90,000 of the frame remain
    settlement = settled("200000.00", "120000.00", "90000.00")
    assert payable(settlement) == ["200000.00", "120000.00", "90000.00"]
    assert lacking(settlement) == ["0.00", "0.00", "0.00"]
    assert FRAME - paid(settlement) == eur("90000.00")


def test_a_carrier_above_its_share_is_paid_its_share() -> None:
    settlement = settled("260000.00", "170000.00", "100000.00")
    assert payable(settlement) == ["250000.00", "150000.00", "100000.00"]
    assert lacking(settlement) == ["10000.00", "20000.00", "0.00"]
    assert paid(settlement) == FRAME


def test_the_county_takes_what_a_municipality_leaves_unused() -> None:
    # the village leaves 20,000, the county lacks 15,000
    settlement = settled("265000.00", "150000.00", "80000.00")
    assert payable(settlement) == ["265000.00", "150000.00", "80000.00"]
    assert [account.unused for account in settlement.accounts] == [ZERO, ZERO, eur("20000.00")]
    assert FRAME - paid(settlement) == eur("5000.00")


def test_the_county_takes_no_more_than_was_left() -> None:
    # the village leaves 20,000, the county lacks 35,000
    settlement = settled("285000.00", "170000.00", "80000.00")
    assert payable(settlement) == ["270000.00", "150000.00", "80000.00"]
    assert lacking(settlement) == ["15000.00", "20000.00", "0.00"]


def test_unused_shares_lapse_when_the_county_says_so() -> None:
    settlement = settled("285000.00", "170000.00", "80000.00", LAPSE)
    assert payable(settlement) == ["250000.00", "150000.00", "80000.00"]
    assert lacking(settlement) == ["35000.00", "20000.00", "0.00"]
    assert FRAME - paid(settlement) == eur("20000.00")


def test_unused_shares_go_to_all_in_proportion_to_what_they_lack() -> None:
    # 20,000 for 35,000 and 20,000: 20,000 x 35 / 55 = 12,727.27 and 20,000 x 20 / 55 = 7,272.73
    settlement = settled("285000.00", "170000.00", "80000.00", TO_ALL)
    assert payable(settlement) == ["262727.27", "157272.73", "80000.00"]
    assert paid(settlement) == FRAME


def test_when_the_rest_is_enough_for_all_each_gets_what_it_lacks() -> None:
    settlement = settled("255000.00", "160000.00", "80000.00", TO_ALL)
    assert payable(settlement) == ["255000.00", "160000.00", "80000.00"]
    assert FRAME - paid(settlement) == eur("5000.00")


def test_only_with_all_does_a_municipality_profit_from_the_county() -> None:
    # the county leaves 50,000 of its own share, the town lacks 20,000
    assert payable(settled("200000.00", "170000.00", "100000.00")) == ["200000.00", "150000.00", "100000.00"]
    assert payable(settled("200000.00", "170000.00", "100000.00", TO_ALL)) == ["200000.00", "170000.00", "100000.00"]


def test_a_carrier_whose_reimbursements_exceed_its_costs_is_paid_nothing() -> None:
    assert payable(settled("200000.00", "-500.00", "0.00"))[1] == "0.00"


def test_the_coordination_post_is_fundable_up_to_its_cap() -> None:
    # 180,000.00 + min(47,300.20; 40,000.00)
    county = county_alone(split("180000.00"), split("47300.20", role=KO))
    assert (county.coordination, county.fundable, county.payable) == (CAP, eur("220000.00"), eur("220000.00"))


def test_a_coordination_post_below_its_cap_is_fundable_as_it_is() -> None:
    county = county_alone(split("39999.99", role=KO))
    assert (county.coordination, county.payable) == (eur("39999.99"), eur("39999.99"))


def test_a_coordination_post_that_is_too_small_is_not_fundable() -> None:
    county = county_alone(split("36000.00", role=KO, side=Side.OWN_SHARE))
    assert (county.coordination, county.fundable, county.payable) == (ZERO, ZERO, ZERO)


def test_the_cap_does_not_open_for_a_delivering_municipality() -> None:
    # Nr. 4.2: the coordination post is the county's alone; a return that names one is refused before it is settled
    settlement = settle(
        FRAME, {TOWN.key: eur("150000.00")}, (COUNTY, TOWN), [split("36000.00", TOWN, role=KO)], CAP, TO_COUNTY
    )
    assert [account.coordination_cap for account in settlement.accounts] == [CAP, ZERO]
    assert [account.coordination for account in settlement.delivering] == [ZERO]
    assert payable(settlement) == ["0.00", "0.00"]


def test_the_cap_is_for_the_pay_of_the_coordination_post_alone() -> None:
    # the shipped rules fund no training of this post; were it funded, it would not count towards the 40,000
    training = split("900.00", kind=CostKind.TRAINING, role=KO)
    county = county_alone(split("45000.00", role=KO), training)
    assert (county.coordination, county.fundable) == (CAP, eur("40900.00"))


def test_travel_is_neither_fundable_nor_payable() -> None:
    county = county_alone(split("1000.00"), split("310.00", kind=CostKind.TRAVEL, side=Side.OWN_SHARE))
    assert (county.fundable, county.payable) == (eur("1000.00"), eur("1000.00"))


def test_every_kind_that_the_rules_fund_is_fundable() -> None:
    county = county_alone(*[split("1.00", kind=kind) for kind in CostKind])
    assert county.fundable == eur("10.00")


def test_another_programme_is_not_payable_here() -> None:
    county = county_alone(split("1000.00"), split("5000.00", role=FSA, side=Side.OTHER_PROGRAMME))
    assert (county.fundable, county.payable) == (eur("1000.00"), eur("1000.00"))


def test_training_and_nachqualifizierung_count_beside_personnel() -> None:
    county = county_alone(
        split("1000.00"),
        split("200.00", kind=CostKind.TRAINING),
        split("30.00", kind=CostKind.REQUALIFICATION),
        split("4.00", role=KO),
    )
    assert (county.fundable, county.coordination) == (eur("1234.00"), eur("4.00"))


def test_what_the_county_bears_is_told_by_the_figures() -> None:
    # fundable 180,000.00 + 40,000.00; borne 7,300.20 above the cap and 310.00 of travel
    figures = compute_year(
        inputs(
            "500000",
            tenures=[tenure(), tenure("0009", "KO-01", role=KO, fte="0.5")],
            entries=[
                *pay("15000.00"),
                entry("47300.20", "0009"),
                entry("310.00", "", kind=CostKind.TRAVEL),
            ],
        )
    ).figures
    wanted = {
        "kreis.angefallen": "227610.20",
        "kreis.zuwendungsfaehig": "220000.00",
        "kreis.auszahlung": "220000.00",
        "kreis.koordination.angefallen": "47300.20",
        "kreis.koordination.ueber_hoechstbetrag": "7300.20",
        "kreis.nicht_zuwendungsfaehig": "7610.20",
        "kreis.ueberschreitung": "0.00",
        "kreis.gesamt": "7610.20",
    }
    assert {name: figures[name].exact for name in wanted} == wanted


@dataclass(frozen=True)
class Story:
    """A frame, the persons of four carriers, their fundable costs, the coordination post and its cap."""

    frame: int
    persons: tuple[int, ...]
    fundable: tuple[int, ...]
    coordination: int
    cap: int
    unused: UnusedMeans

    def settle(self, *, more_frame: int = 0, more_cap: int = 0) -> Settlement:
        """Settle the story, with a larger frame or cap when asked."""
        carriers = (COUNTY, TOWN, VILLAGE)
        frame = Money(self.frame + more_frame)
        allocation = allocate(
            frame,
            ZERO,
            [count(carrier.key, number) for carrier, number in zip(carriers, self.persons, strict=True)],
            {TOWN.key: TOWN.key, VILLAGE.key: VILLAGE.key},
            COUNTY.key,
        )
        splits = [
            split(Money(cents).decimal_string(), carrier)
            for carrier, cents in zip(carriers, self.fundable, strict=True)
        ]
        splits.append(split(Money(self.coordination).decimal_string(), role=KO))
        return settle(
            frame,
            {carrier.key: allocation.share_of(carrier.key) for carrier in carriers},
            carriers,
            splits,
            Money(self.cap + more_cap),
            self.unused,
        )


CENTS = st.integers(0, 3_000)
STORIES = st.builds(
    Story,
    frame=st.integers(0, 8_000),
    persons=st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
    fundable=st.tuples(CENTS, CENTS, CENTS),
    coordination=CENTS,
    cap=CENTS,
    unused=st.sampled_from(UnusedMeans),
)


@PROPERTY
@given(STORIES)
def test_nobody_is_paid_more_than_was_spent_and_all_together_no_more_than_the_frame(story: Story) -> None:
    settlement = story.settle()
    assert all(ZERO <= account.payable <= account.fundable for account in settlement.accounts)
    assert paid(settlement) <= Money(story.frame)


@PROPERTY
@given(STORIES)
def test_the_shares_are_the_frame(story: Story) -> None:
    assert total(account.share for account in story.settle().accounts) == Money(story.frame)


@PROPERTY
@given(STORIES)
def test_nobody_is_paid_more_than_his_share_and_what_the_others_leave_unused(story: Story) -> None:
    settlement = story.settle()
    for account in settlement.accounts:
        others = total(other.unused for other in settlement.accounts if other is not account)
        assert account.payable <= account.share + others


@PROPERTY
@given(STORIES.filter(lambda story: story.unused is not TO_ALL))
def test_unless_all_share_no_municipality_is_paid_more_than_its_share(story: Story) -> None:
    assert all(account.payable <= account.share for account in story.settle().delivering)


@PROPERTY
@given(STORIES)
def test_with_all_nothing_of_the_frame_remains_while_somebody_lacks_money(story: Story) -> None:
    settlement = replace(story, unused=TO_ALL).settle()
    fundable = total(account.fundable for account in settlement.accounts)
    assert paid(settlement) == min(Money(story.frame), fundable)


@PROPERTY
@given(STORIES, st.integers(0, 2_000))
def test_a_larger_frame_never_lowers_what_is_payable(story: Story, more: int) -> None:
    before, after = story.settle(), story.settle(more_frame=more)
    assert paid(before) <= paid(after)


@PROPERTY
@given(STORIES, st.integers(0, 2_000))
def test_a_higher_cap_of_the_coordination_post_never_lowers_what_is_payable(story: Story, more: int) -> None:
    before, after = story.settle(), story.settle(more_cap=more)
    assert paid(before) <= paid(after)
    assert before.county.payable <= after.county.payable


@PROPERTY
@given(STORIES)
def test_lapse_pays_least_and_all_pays_most(story: Story) -> None:
    lapse, county, everyone = (paid(replace(story, unused=unused).settle()) for unused in (LAPSE, TO_COUNTY, TO_ALL))
    assert lapse <= county <= everyone


@pytest.mark.parametrize("unused", UnusedMeans, ids=lambda unused: unused.value)
def test_without_delivering_municipalities_the_setting_makes_no_difference(unused: UnusedMeans) -> None:
    settlement = settle(eur("100.00"), {}, (COUNTY,), [split("120.00")], CAP, unused)
    assert (payable(settlement), lacking(settlement)) == (["100.00"], ["20.00"])
