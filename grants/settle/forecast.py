"""The end of the year as it is to be expected: booked and expected cost against the county's share of the frame.

Nothing here is an actual figure. A year whose twelve months are booked has nothing left to expect.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grants.law.eligibility import Split, split_entry
from grants.law.rules import Side
from grants.settle.allocation import allocate
from grants.settle.expected_pay import ExpectedPay, expect_pay
from grants.settle.settlement import CarrierAccount, is_coordination
from grants.settle.vacancy import Vacancy, vacancies
from grants.settle.year import part_set_aside
from ledger.cost import CostKind, RevenueKind
from ledger.money import ZERO, Money, total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.settle.forecast_terms import ForecastTerms
    from grants.settle.year import YearInputs
    from ledger.period import FundingYear
    from ledger.staff import Position


@dataclass(frozen=True, slots=True)
class PostForecast:
    """Prognose einer Stelle: its personnel cost booked, and expected in the rest of the year, a bonus among it."""

    position: Position
    booked: Money
    expected: Money


@dataclass(frozen=True, slots=True)
class Forecast:
    """Prognose eines Förderjahres für die eigenen Stellen des Landkreises.

    ``booked`` and ``year_end`` are the county's account with the booked cost alone and with the expected cost added;
    both carry its share of the frame, which assumes that the other carriers use theirs. ``expected`` are the parts of
    the expected cost, ``vacancies`` those of the months to come.
    """

    year: FundingYear
    terms: ForecastTerms
    pay: ExpectedPay
    booked: CarrierAccount
    year_end: CarrierAccount
    expected: tuple[Split, ...]
    posts: tuple[PostForecast, ...]
    vacancies: tuple[Vacancy, ...]

    @property
    def other_cost(self) -> Money:
        """Return all cost but pay, as booked: nothing tells what of it is still to come."""
        return total(
            split.amount
            for split in self.booked.splits
            if split.side is not Side.OTHER_PROGRAMME and split.entry.kind is not CostKind.PERSONNEL
        )

    @property
    def cover(self) -> Money:
        """Return what covers fundable cost: the share of the frame and other public grants."""
        return self.booked.share + self.booked.received(RevenueKind.PUBLIC_GRANT)

    @property
    def payable(self) -> Money:
        """Return what is to be expected from the frame: the smaller of share and claim, never below zero."""
        return max(min(self.year_end.share, self.year_end.claimable), ZERO)

    @property
    def borne(self) -> Money:
        """Return what the county would bear: all cost of the programme less what is payable."""
        return self.year_end.incurred - self.payable


def is_manager_pay(split: Split) -> bool:
    """Return whether a part is fundable pay of a manager, that is of any post but the coordination's."""
    return split.entry.kind is CostKind.PERSONNEL and split.side is Side.FUNDABLE and not is_coordination(split)


def forecast_year(inputs: YearInputs, last_bonuses: Mapping[str, Money], terms: ForecastTerms) -> Forecast:
    """Return the forecast of a planning frame year from what is booked so far.

    ``last_bonuses`` holds the annual bonus last booked for a person, by staff number. Raises what ``expect_pay`` and
    ``allocate`` raise: a forecast without pay, without a bonus or without a share of the frame would be a guess.
    """
    county, year = inputs.county.key, inputs.frame.year
    entries = [entry for entry in inputs.entries if entry.carrier_key == county]
    pay = expect_pay(county, year, inputs.tenures, entries, last_bonuses, terms)
    cap, _ = inputs.rules.money("koordination.hoechstbetrag", inputs.first_day)
    booked = CarrierAccount(
        inputs.county,
        tuple(split for entry in entries for split in split_entry(entry, inputs.plan_for(entry), inputs.rules)),
        _share_of_county(inputs),
        cap,
        tuple(revenue for revenue in inputs.revenues if revenue.carrier_key == county),
    )
    expected = tuple(split for entry in pay.entries for split in split_entry(entry, pay.tenures, inputs.rules))
    vacant = (v for v in vacancies(pay.tenures, year) if any(v.days.overlap(month.days) for month in pay.months))
    return Forecast(
        year,
        terms,
        pay,
        booked,
        replace(booked, splits=(*booked.splits, *expected)),
        expected,
        _posts(booked.splits, expected),
        tuple(vacant),
    )


def _share_of_county(inputs: YearInputs) -> Money:
    """Return the frame less the shares of the carriers that deliver; without such a carrier it is the whole frame."""
    if not inputs.agreements:
        return inputs.frame.amount
    delivery = {key: agreement.carrier.key for agreement in inputs.agreements for key in agreement.municipalities}
    first = part_set_aside(inputs)
    allocation = allocate(inputs.frame.amount, first, inputs.head_counts, delivery, inputs.county.key)
    return allocation.share_of(inputs.county.key) + first


def _posts(booked: tuple[Split, ...], expected: tuple[Split, ...]) -> tuple[PostForecast, ...]:
    """Return the posts of the programme by number; pay without a post stays with the team and is in no line."""
    sums: dict[Position, tuple[Money, Money]] = {}
    for parts, is_expected in ((booked, False), (expected, True)):
        for split in parts:
            if split.entry.kind is CostKind.PERSONNEL and split.tenure and split.side is not Side.OTHER_PROGRAMME:
                before, to_come = sums.get(split.tenure.position, (ZERO, ZERO))
                added = (before, to_come + split.amount) if is_expected else (before + split.amount, to_come)
                sums[split.tenure.position] = added
    posts = sorted(sums, key=lambda position: position.number)
    return tuple(PostForecast(position, *sums[position]) for position in posts)
