"""What a computed year does with one entry: every part with its programme, clause, post, days and year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from grants.law.rules import Side
from grants.settle.entry_shares import entry_eligibility
from grants.settle.year import compute_year
from ledger.cost import CostKind, YearBasis
from ledger.money import Money, total
from ledger.period import DaySpan, Month
from tests.grants.builders import FSA, IM, KO, PROPERTY, bonus, entry, eur, inputs, tenure
from tests.grants.person_builders import award, funded, settled
from tests.grants.small_programmes import SOCIAL_WORK, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.settle.entry_shares import EntryEligibility
    from ledger.cost import Entry
    from ledger.staff import Tenure

HALVES = (tenure(fte="0.5"), tenure(position="FSA-01", fte="0.5", role=FSA))


def in_2025(booked: Entry, tenures: Sequence[Tenure] = HALVES, *, with_award: bool = True) -> EntryEligibility:
    """Return what the year 2025 does with its only entry."""
    programmes = (terms(SOCIAL_WORK),) if with_award else ()
    booked = replace(booked, number=7)
    given = replace(inputs(tenures=tenures, entries=[booked]), programmes=programmes)
    return entry_eligibility(compute_year(given), booked)


def test_pay_for_two_programmes_is_shown_in_two_parts_each_by_its_own_rules() -> None:
    found = in_2025(entry("5000.01"))
    # The odd cent goes to the post that comes first: FSA-01.
    assert [(part.amount, part.side, part.programme) for part in found.shares] == [
        (eur("2500.01"), Side.FUNDABLE, "FlüAG"),
        (eur("2500.00"), Side.FUNDABLE, "VwV IntM"),
    ]
    assert [part.tenure and part.tenure.position_number for part in found.shares] == ["FSA-01", "IM-01"]
    assert {part.days for part in found.shares} == {(Month(2025, 1).days,)}
    assert (found.year, found.basis) == (2025, YearBasis.SERVICE)
    assert [part.clauses[0].rule for part in found.shares] == ["FlüAG", "VwV IntM"]


def test_a_part_for_a_programme_without_an_award_names_no_programme() -> None:
    part = in_2025(entry("5000.00"), with_award=False).shares[0]
    assert (part.amount, part.side, part.programme) == (eur("2500.00"), Side.OTHER_PROGRAMME, "")


def test_a_change_of_post_within_the_month_shows_the_days_of_each_part() -> None:
    held = [
        tenure(begin=date(2024, 1, 1), end=date(2025, 1, 10)),
        tenure(position="IM-02", begin=date(2025, 1, 11)),
    ]
    found = in_2025(entry("3100.00"), held)
    assert [(part.amount, part.days) for part in found.shares] == [
        (eur("1000.00"), (DaySpan(date(2025, 1, 1), date(2025, 1, 10)),)),
        (eur("2100.00"), (DaySpan(date(2025, 1, 11), date(2025, 1, 31)),)),
    ]
    assert all(len(part.clauses) == 2 for part in found.shares)


def test_days_on_a_coordination_post_that_is_too_small_are_refused_and_named() -> None:
    held = [
        tenure(position="KO-01", fte="0.4", role=KO),
        tenure("0002", "KO-01", fte="0.6", role=KO, begin=date(2025, 1, 17)),
    ]
    found = in_2025(entry("3100.00"), held)
    assert {(part.refused, part.side, part.days) for part in found.shares} == {
        (True, Side.OWN_SHARE, (DaySpan(date(2025, 1, 1), date(2025, 1, 16)),)),
        (False, Side.FUNDABLE, (DaySpan(date(2025, 1, 17), date(2025, 1, 31)),)),
    }


def test_an_annual_bonus_pays_the_days_of_the_whole_year() -> None:
    (part,) = in_2025(bonus("2400.00"), [tenure()]).shares
    assert sum(span.day_count() for span in part.days) == 365


def test_what_the_carrier_bears_of_the_whole_team_has_no_post() -> None:
    (part,) = in_2025(entry("30.00", "", kind=CostKind.TRAVEL)).shares
    assert (part.side, part.tenure, part.days, part.programme) == (Side.OWN_SHARE, None, (), "VwV IntM")


def test_pay_outside_the_award_of_a_person_is_the_carriers_own_share() -> None:
    booked = entry("5000.00", month=3, year=2023, number=7)
    granted = award("60000", funded(begin=date(2023, 4, 1)))
    found = entry_eligibility(settled(granted, tenures=[tenure()], entries=[booked]), booked)
    assert [(part.amount, part.side, part.year) for part in found.shares] == [(eur("5000.00"), Side.OWN_SHARE, 2023)]


def test_an_entry_that_another_year_counts_has_no_part_and_names_that_year() -> None:
    late = replace(entry("100.00", year=2024, month=12, number=7), paid_in=Month(2025, 1))
    given = replace(inputs(tenures=HALVES, other_years=[late]), year_bases={2024: YearBasis.SERVICE})
    found = entry_eligibility(compute_year(given), late)
    assert (found.year, found.shares) == (2024, ())


@PROPERTY
@given(
    st.integers(0, 900_000),
    st.lists(st.tuples(st.sampled_from(["0.1", "0.25", "0.3333", "1"]), st.booleans()), min_size=1, max_size=4),
)
def test_the_parts_of_an_entry_add_up_to_it(cents: int, shares: list[tuple[str, bool]]) -> None:
    held = [
        tenure(position=f"P-{number}", fte=share, role=FSA if other else IM)
        for number, (share, other) in enumerate(shares)
    ]
    found = in_2025(replace(entry("1.00"), amount=Money(cents)), held)
    assert total(part.amount for part in found.shares) == Money(cents)
