"""The posts of a year: persons, mean share, months and spending."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from grants.law.eligibility import split_entry
from grants.settle.positions import PositionLine, position_lines
from ledger.cost import CostKind
from ledger.fte import FULL_POST, Fte
from ledger.money import total
from ledger.period import FundingYear
from tests.grants.builders import FSA, KO, TOWN, YEAR, entry, eur, rules, tenure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.cost import Entry
    from ledger.staff import Tenure


def lines(held: Sequence[Tenure], entries: Sequence[Entry] = (), year: FundingYear = YEAR) -> list[PositionLine]:
    splits = [part for each in entries for part in split_entry(each, held, rules())]
    return list(position_lines(held, splits, year))


def test_a_post_filled_all_year_counts_with_its_share() -> None:
    (line,) = lines([tenure(fte="0.5")])
    assert (line.fte, line.months, line.persons) == (Fte(5_000), 12, 1)


def test_a_change_of_share_in_mid_year_gives_the_mean_over_the_days() -> None:
    # 196 days at 0.5 and 169 days at 0.7692: (980,000 + 1,299,948) / 365 = 6,246.43 ten-thousandths
    (line,) = lines([tenure(fte="0.5", end=date(2025, 7, 15)), tenure(fte="0.7692", begin=date(2025, 7, 16))])
    assert (line.fte, line.months, line.persons) == (Fte(6246), 12, 1)


def test_two_persons_one_after_the_other_are_two_persons_on_one_post() -> None:
    # 273 days to 30 September, a gap, 47 days from 15 November: 320 / 365 = 0.87671
    (line,) = lines([tenure("0001", end=date(2025, 9, 30)), tenure("0002", begin=date(2025, 11, 15))])
    assert (line.fte, line.months, line.persons) == (Fte(8767), 11, 2)


def test_a_month_counts_from_its_first_filled_day() -> None:
    (line,) = lines([tenure(begin=date(2025, 12, 31))])
    # one of 365 days: 27.4 ten-thousandths
    assert (line.fte, line.months) == (Fte(27), 1)


def test_a_leap_year_has_366_days() -> None:
    # 366 of 366 days; 31 of 366 are 846.99 ten-thousandths
    assert lines([tenure()], year=FundingYear(2028))[0].fte == FULL_POST
    assert lines([tenure(end=date(2028, 1, 31))], year=FundingYear(2028))[0].fte == Fte(847)


def test_a_post_of_another_year_is_not_listed() -> None:
    assert lines([tenure(end=date(2024, 12, 31)), tenure(position="IM-02", begin=date(2026, 1, 1))]) == []


def test_a_post_of_another_programme_is_not_listed() -> None:
    held = [tenure(fte="0.5"), tenure(position="FSA-01", fte="0.5", role=FSA)]
    assert [line.position.number for line in lines(held)] == ["IM-01"]


def test_a_post_that_changed_programme_costs_only_its_time_in_this_one() -> None:
    # Flüchtlingssozialarbeit to 30 June, Integrationsmanagement from 1 July: 184 of 365 days are 0.50411
    held = [tenure(role=FSA, end=date(2025, 6, 30)), tenure(begin=date(2025, 7, 1))]
    (line,) = lines(held, [entry("3000.00", month=6), entry("3100.00", month=7)])
    assert (line.fte, line.months) == (Fte(5041), 6)
    assert total(part.amount for part in line.splits) == eur("3100.00")


def test_the_coordination_post_stands_last() -> None:
    held = [
        tenure("0009", "A-KO", role=KO),
        tenure("0002", "IM-02"),
        tenure("0001", "IM-01"),
        tenure("P1", "IM-01", carrier=TOWN),
    ]
    assert [(line.position.carrier_key, line.position.number) for line in lines(held)] == [
        ("08999", "IM-01"),
        ("08999", "IM-02"),
        ("08999002", "IM-01"),
        ("08999", "A-KO"),
    ]


def test_a_post_costs_its_part_of_the_pay_and_nothing_else() -> None:
    held = [tenure(fte="0.5"), tenure(position="FSA-01", fte="0.5", role=FSA)]
    entries = [entry("3000.00"), entry("200.00", kind=CostKind.TRAINING), entry("80.00", "", kind=CostKind.TRAVEL)]
    (line,) = lines(held, entries)
    assert total(part.amount for part in line.splits) == eur("1500.00")


def test_the_figures_of_a_post_begin_with_carrier_and_post() -> None:
    (line,) = lines([tenure("P1", "1", carrier=TOWN)])
    assert line.slug == "stelle.08999002.1"
