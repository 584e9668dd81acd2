"""Settlement per person: months, fixed amount, actual cost, and the applicant's frame. Calculated by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from grants.close.person_points import person_points
from grants.law.rules import Side
from ledger.cost import CostKind, Entry, RevenueKind, WageGroup
from ledger.money import Money, round_half_up, total
from ledger.period import DaySpan, FundingYear
from tests.grants.builders import (
    FSA,
    KO,
    TOWN,
    bonus,
    changed_rules,
    entry,
    eur,
    paid,
    revenue,
    rule_named,
    tenure,
)
from tests.grants.person_builders import MID_LEVEL, award, exact, funded, monthly, rules_of, settled

if TYPE_CHECKING:
    from grants.settle.person_year import PersonYearResult

CAP, COST, GRANT, OWN = (f"person.0001.{name}" for name in ("hoechstbetrag", "kosten", "zuwendung", "eigenanteil"))


def whole_months() -> object:
    """Return the rules of 2023 with whole calendar months instead of days."""
    return changed_rules(lambda data: rule_named(data, "zeitanteil").update(wert="Monate"))


def one(**changes: object) -> PersonYearResult:
    """Compute 2023 for one full-time person with a degree who costs 6,000.00 a month."""
    facts: dict[str, object] = {"tenures": [tenure()], "entries": monthly("6000.00"), **changes}
    line = facts.pop("line", funded())
    return settled(award("100000.00", line), **facts)  # type: ignore[arg-type]


def test_a_full_year_with_a_degree_is_paid_the_fixed_amount_and_no_more() -> None:
    # 12 x 6,000.00 = 72,000.00 against 60,000.00
    result = one()
    assert exact(result, "person.0001.monate", CAP, COST, GRANT, OWN) == [
        "12.00", "60000.00", "72000.00", "60000.00", "12000.00"
    ]  # fmt: skip
    assert exact(result, "auszahlung.betrag", "kreis.ueber_hoechstbetrag", "kreis.gesamt") == [
        "60000.00", "12000.00", "12000.00"
    ]  # fmt: skip


def test_cost_below_the_fixed_amount_is_paid_and_no_more() -> None:
    # mid-level 47,000.00; 12 x 3,500.00 = 42,000.00
    result = one(
        line=funded(qualification=MID_LEVEL),
        tenures=[tenure(qualification=MID_LEVEL)],
        entries=monthly("3500.00"),
    )
    assert exact(result, CAP, COST, GRANT, OWN) == ["47000.00", "42000.00", "42000.00", "0.00"]


def test_a_start_in_mid_month_counts_by_its_days() -> None:
    # 15 May to 31 December at half a post: 17/31 + 7 months = 7.548387; x 0.5 x 60,000 / 12 = 18,870.97
    result = one(
        line=funded(fte="0.5", begin=date(2023, 5, 15)),
        tenures=[tenure(fte="0.5", begin=date(2023, 5, 15))],
        entries=monthly("3000.00", first=5),
    )
    assert exact(result, "person.0001.monate", "person.0001.vzae_monate", CAP) == ["7.55", "3.77", "18870.97"]
    assert exact(result, COST, GRANT, OWN) == ["24000.00", "18870.97", "5129.03"]


def test_by_whole_months_a_month_in_part_does_not_count() -> None:
    # 7 months x 0.5 x 5,000 = 17,500.00
    result = one(
        line=funded(fte="0.5", begin=date(2023, 5, 15)),
        tenures=[tenure(fte="0.5", begin=date(2023, 5, 15))],
        entries=monthly("3000.00", first=5),
        rules=whole_months(),
    )
    assert exact(result, "person.0001.monate", CAP) == ["7.00", "17500.00"]


def test_by_whole_months_a_change_of_share_counts_with_the_lower_share() -> None:
    # the change is on 16 June: January to May 5 x 5,000, June 2,500, July to December 6 x 2,500 = 42,500
    tenures = [tenure(end=date(2023, 6, 15)), tenure(fte="0.5", begin=date(2023, 6, 16))]
    result = one(tenures=tenures, rules=whole_months())
    assert exact(result, "person.0001.monate", "person.0001.vzae_monate", CAP) == ["12.00", "8.50", "42500.00"]


def test_a_change_of_share_in_mid_month_counts_by_days() -> None:
    # June: 15/30 x 1 + 15/30 x 0.5 = 0.75; 5 + 0.75 + 6 x 0.5 = 8.75 VZÄ-months x 5,000 = 43,750
    tenures = [tenure(end=date(2023, 6, 15)), tenure(fte="0.5", begin=date(2023, 6, 16))]
    assert exact(one(tenures=tenures), "person.0001.vzae_monate", CAP) == ["8.75", "43750.00"]


def test_a_share_above_the_granted_one_counts_as_granted_only() -> None:
    result = one(line=funded(fte="0.75"))
    assert exact(result, CAP, GRANT, OWN) == ["45000.00", "45000.00", "27000.00"]


def test_a_share_below_the_granted_one_counts_as_filled() -> None:
    result = one(tenures=[tenure(fte="0.6")])
    assert exact(result, CAP) == ["36000.00"]


def test_a_part_below_the_least_share_does_not_count() -> None:
    # 0.24 < 0.25: January to June do not count; July to December 6 x 5,000
    tenures = [tenure(fte="0.24", end=date(2023, 6, 30)), tenure(begin=date(2023, 7, 1))]
    result = one(tenures=tenures)
    assert exact(result, "person.0001.monate", CAP) == ["6.00", "30000.00"]


def test_pay_for_a_part_below_the_least_share_fills_no_later_month() -> None:
    """0.2 posts until June, 6 x 1,000; 0.5 posts from July, 6 x 2,000: cap 6 x 0.5 x 5,000 = 15,000, cost 12,000.

    The 6,000 for the first half are refused with the clause of the least share.
    """
    held = [tenure(fte="0.2", end=date(2023, 6, 30)), tenure(fte="0.5", begin=date(2023, 7, 1))]
    entries = [*monthly("1000.00", last=6), *monthly("2000.00", first=7)]
    result = one(tenures=held, entries=entries)
    assert exact(result, CAP, COST, GRANT, "kreis.personal.nicht_zuwendungsfaehig", "kreis.gesamt") == [
        "15000.00", "12000.00", "12000.00", "6000.00", "6000.00"
    ]  # fmt: skip
    refused = [split for split in result.accounts[0].splits if split.refused]
    assert {split.clause for split in refused} == {rules_of().fte("stelle.mindestumfang", date(2023, 1, 1))[1]}


def test_by_whole_months_the_days_of_a_funding_period_that_begins_in_mid_month_are_refused() -> None:
    """Granted from 16 January, 31 x 100 in January: 16 days or 1,600 are no whole month, 1,500 lie before the period.

    Eleven months count: cap 55,000, cost 11 x 4,000 = 44,000.
    """
    line = funded(begin=date(2023, 1, 16))
    entries = [entry("3100.00", year=2023), *monthly("4000.00", first=2)]
    result = one(line=line, entries=entries, rules=whole_months())
    assert exact(result, CAP, COST, GRANT) == ["55000.00", "44000.00", "44000.00"]
    assert exact(result, "kreis.nicht_zuwendungsfaehig", "kreis.nicht_bewilligt") == ["1600.00", "1500.00"]


def test_by_whole_months_two_lines_on_one_post_make_a_whole_month() -> None:
    """0.5 granted until 15 June and 1.0 after it: the cost of June is fundable, so June counts, with 0.5.

    5 x 2,500 + 2,500 + 6 x 5,000 = 45,000.
    """
    lines = [funded(fte="0.5", end=date(2023, 6, 15)), funded(begin=date(2023, 6, 16))]
    result = settled(award("100000.00", *lines), tenures=[tenure()], entries=monthly("6000.00"), rules=whole_months())
    assert exact(result, "person.0001.monate", CAP, COST) == ["12.00", "45000.00", "72000.00"]


def test_training_of_the_team_outside_the_funding_period_is_not_granted() -> None:
    """July to December are granted (cap 30,000, cost 6 x 3,000): 500 of February are borne, 400 of July are paid."""
    first = date(2023, 7, 1)
    given = award("100000.00", funded(begin=first), period=DaySpan(first, date(2023, 12, 31)))
    training = [
        entry(amount, "", kind=CostKind.TRAINING, month=month, year=2023) for amount, month in (("500", 2), ("400", 7))
    ]
    result = settled(given, tenures=[tenure()], entries=[*monthly("3000.00", first=7), *training])
    assert exact(result, "kreis.team.kosten", "kreis.nicht_bewilligt", "kreis.auszahlung") == [
        "400.00", "500.00", "18400.00"
    ]  # fmt: skip


TAKEN_BACK = ("kreis.bemessen", "kreis.auszahlung", "kreis.ueber_hoechstbetrag", "kreis.kuerzung", "kreis.gesamt")


def two(first: str, second: str, frame: str = "200000.00") -> PersonYearResult:
    """Settle 2023 for two full-time persons: what the first costs in January, what the second costs each month."""
    entries = [entry(first, year=2023), *monthly(second, "0002")]
    held = [tenure(), tenure("0002", "IM-02")]
    return settled(award(frame, funded(), funded("0002", "IM-02")), tenures=held, entries=entries)


def test_pay_taken_back_lowers_the_grant_of_its_own_person_and_nobody_elses() -> None:
    """-1,000 and 12 x 400 = 4,800: 3,800 in all, no revenue cuts anything and nothing lies above a fixed amount."""
    result = two("-1000.00", "400.00")
    assert exact(result, *TAKEN_BACK) == ["3800.00", "3800.00", "0.00", "0.00", "0.00"]
    grants = exact(result, GRANT, "person.0002.zuwendung", OWN, "person.0002.eigenanteil")
    assert grants == ["-1000.00", "4800.00", "0.00", "0.00"]
    assert any("mit -1.000,00" in p.text.replace("\u2212", "-") for p in person_points(result))


def test_a_frame_cuts_the_grants_above_zero_alone() -> None:
    """A frame of 3,000 pays 4,000 of 4,800 and takes 1,000 back."""
    result = two("-1000.00", "400.00", "3000.00")
    assert exact(result, "kreis.ueber_rahmen", GRANT, "person.0002.zuwendung") == ["800.00", "-1000.00", "4000.00"]


def test_what_was_taken_back_beyond_all_grants_is_a_line_of_its_own() -> None:
    """-5,000 and 4,800: nothing is payable, -200 are left; the 4,800 are set off against 4,800 of the 5,000."""
    result = two("-5000.00", "400.00")
    assert exact(result, *TAKEN_BACK) == ["-200.00", "0.00", "0.00", "0.00", "-200.00"]
    names = ("kreis.zurueckgenommen", GRANT, "person.0002.zuwendung")
    assert exact(result, *names) == ["-200.00", "-4800.00", "4800.00"]


def test_a_new_qualification_in_mid_year_changes_the_rate_from_that_day_on() -> None:
    # 181 days to 30 June are six months at 47,000 / 12, then six at 60,000 / 12 = 23,500 + 30,000
    tenures = [tenure(end=date(2023, 6, 30), qualification=MID_LEVEL), tenure(begin=date(2023, 7, 1))]
    assert exact(one(tenures=tenures), CAP) == ["53500.00"]


def test_a_qualification_is_never_paid_above_the_granted_one() -> None:
    assert exact(one(line=funded(qualification=MID_LEVEL)), CAP) == ["47000.00"]


def test_a_change_to_another_role_ends_the_months_and_the_cost() -> None:
    # Flüchtlingssozialarbeit from 1 September on: 8 months, 8 x 6,000.00
    tenures = [tenure(end=date(2023, 8, 31)), tenure(position="FSA-1", role=FSA, begin=date(2023, 9, 1))]
    result = one(tenures=tenures)
    assert exact(result, CAP, COST, GRANT, "andere_programme.gesamt") == [
        "40000.00", "48000.00", "40000.00", "24000.00"
    ]  # fmt: skip


def test_the_coordination_post_is_no_item_before_the_planning_frame() -> None:
    # October to December on the coordination post: borne by the county
    tenures = [tenure(end=date(2023, 9, 30)), tenure(position="KO-1", role=KO, begin=date(2023, 10, 1))]
    result = one(tenures=tenures)
    assert exact(result, COST, "kreis.personal.nicht_zuwendungsfaehig", "kreis.gesamt") == [
        "54000.00", "18000.00", "27000.00"
    ]  # fmt: skip


def test_months_of_parental_leave_without_pay_do_not_count() -> None:
    # March to June without pay: 8 months; 8 x 6,000.00 against 8 x 5,000
    entries = [*monthly("6000.00", last=2), *monthly("6000.00", first=7)]
    result = one(entries=entries)
    assert exact(result, "person.0001.monate", CAP, COST, GRANT) == ["8.00", "40000.00", "48000.00", "40000.00"]


def test_months_without_pay_count_where_the_rule_says_so() -> None:
    rules = changed_rules(lambda data: rule_named(data, "entgeltluecke").update(wert="zählt"))
    entries = [*monthly("6000.00", last=2), *monthly("6000.00", first=7)]
    assert exact(one(entries=entries, rules=rules), CAP, GRANT) == ["60000.00", "48000.00"]


def test_neither_a_bonus_nor_a_reimbursement_is_the_pay_of_a_month() -> None:
    november = replace(bonus("3000.00"), cost_month=entry("1.00", year=2023, month=11).cost_month)
    back = replace(entry("100.00", year=2023, month=12), group=WageGroup.REIMBURSEMENT)
    result = one(entries=[*monthly("6000.00", last=10), november, back])
    assert exact(result, "person.0001.monate") == ["10.00"]


def test_pay_that_was_taken_back_is_no_pay() -> None:
    result = one(entries=[*monthly("6000.00"), entry("-6000.00", year=2023, month=12)])
    assert exact(result, "person.0001.monate") == ["11.00"]


def test_retroactive_pay_belongs_to_its_month_of_service() -> None:
    # mid-level, 12 x 3,900.00 = 46,800.00 and 12 x 10.00 paid in January 2024 = 46,920.00 <= 47,000.00
    entries = [*monthly("3900.00"), *(paid(each, 2024, 1) for each in monthly("10.00"))]
    result = one(line=funded(qualification=MID_LEVEL), tenures=[tenure(qualification=MID_LEVEL)], entries=entries)
    assert exact(result, COST, GRANT) == ["46920.00", "46920.00"]


def test_cost_outside_the_funding_period_is_borne_by_the_applicant() -> None:
    # funded from 15 May: May 17/31 of 6,200.00 = 3,400.00; the rest of May and January to April are not granted
    result = one(line=funded(begin=date(2023, 5, 15)), entries=monthly("6200.00"))
    assert exact(result, COST, "kreis.nicht_bewilligt") == ["46800.00", "27600.00"]
    assert exact(result, CAP, GRANT, "kreis.gesamt") == ["37741.94", "37741.94", "36658.06"]


def test_a_person_whom_the_award_does_not_name_is_borne_by_the_applicant() -> None:
    result = one(
        tenures=[tenure(), tenure("0002", "IM-02")], entries=[*monthly("5000.00"), *monthly("4000.00", "0002")]
    )
    assert exact(result, "auszahlung.betrag", "kreis.nicht_bewilligt", "kreis.gesamt") == [
        "60000.00", "48000.00", "48000.00"
    ]  # fmt: skip


def test_two_persons_share_one_post_each_with_a_period_and_a_share_of_its_own() -> None:
    # 0001 at 0.6 all year: 36,000; 0002 at 0.4 from July: 6 x 0.4 x 5,000 = 12,000
    lines = [funded(fte="0.6"), funded("0002", fte="0.4", begin=date(2023, 7, 1))]
    tenures = [tenure(fte="0.6"), tenure("0002", fte="0.4", begin=date(2023, 7, 1))]
    entries = [*monthly("3500.00"), *monthly("2000.00", "0002", first=7)]
    result = settled(award("100000.00", *lines), tenures=tenures, entries=entries)
    assert exact(result, CAP, GRANT, "person.0002.hoechstbetrag", "person.0002.zuwendung") == [
        "36000.00", "36000.00", "12000.00", "12000.00"
    ]  # fmt: skip
    assert exact(result, "auszahlung.betrag", "stellen.vzae") == ["48000.00", "0.8000"]


def test_a_person_on_two_granted_posts_is_one_person() -> None:
    # 0.5 on each: 2 x 30,000; the pay is divided by shares and comes together again
    lines = [funded(fte="0.5"), funded(position="IM-02", fte="0.5")]
    tenures = [tenure(fte="0.5"), tenure(position="IM-02", fte="0.5")]
    result = settled(award("100000.00", *lines), tenures=tenures, entries=monthly("6000.00"))
    assert exact(result, "person.0001.monate", CAP, COST, GRANT) == ["12.00", "60000.00", "72000.00", "60000.00"]


def test_a_post_filled_late_counts_from_the_day_it_is_filled() -> None:
    result = one(tenures=[tenure(begin=date(2023, 4, 1))], entries=monthly("6000.00", first=4))
    assert exact(result, "person.0001.monate", CAP) == ["9.00", "45000.00"]


def test_a_frame_smaller_than_the_sum_caps_the_applicant_and_is_shared_in_proportion() -> None:
    # 60,000.00 + 30,000.00 = 90,000.00 against 75,000.00: five sixths of each
    lines = [funded(), funded("0002", "IM-02", fte="0.5")]
    tenures = [tenure(), tenure("0002", "IM-02", fte="0.5")]
    entries = [*monthly("6000.00"), *monthly("3000.00", "0002")]
    result = settled(award("75000.00", *lines), tenures=tenures, entries=entries)
    assert exact(result, "auszahlung.betrag", "rahmen.ueberschreitung", "rahmen.rest") == [
        "75000.00", "15000.00", "0.00"
    ]  # fmt: skip
    assert exact(result, GRANT, "person.0002.zuwendung", "kreis.ueber_rahmen") == ["50000.00", "25000.00", "15000.00"]


def test_the_frame_of_a_later_year_is_what_earlier_years_left() -> None:
    period = DaySpan(date(2023, 1, 1), date(2024, 12, 31))
    given = award(
        "100000.00", funded(begin=date(2024, 1, 1), end=date(2024, 12, 31)), period=period, paid={2023: "58000.00"}
    )
    result = settled(given, tenures=[tenure()], entries=monthly("6000.00", year=2024), year=FundingYear(2024))
    assert exact(result, "kreis.rahmen", "auszahlung.betrag", "rahmen.ueberschreitung") == [
        "42000.00", "42000.00", "18000.00"
    ]  # fmt: skip


def test_a_frame_named_for_the_year_goes_before_the_rest_of_the_whole() -> None:
    given = award("100000.00", funded(), year_frames={2023: "50000.00"})
    result = settled(given, tenures=[tenure()], entries=monthly("6000.00"))
    assert exact(result, "rahmen.betrag", "auszahlung.betrag") == ["50000.00", "50000.00"]


def test_a_year_without_a_frame_leaves_the_frames_of_later_years_alone() -> None:
    """100,000 less 60,000 named for 2024 are 40,000 for 2023, though 60,000 would be granted."""
    period = DaySpan(date(2023, 1, 1), date(2024, 12, 31))
    given = award("100000.00", funded(), period=period, year_frames={2024: "60000.00"})
    result = settled(given, tenures=[tenure()], entries=monthly("6000.00"))
    names = ("kreis.rahmen_spaeterer_jahre", "kreis.rahmen", "auszahlung.betrag")
    assert exact(result, *names) == ["60000.00", "40000.00", "40000.00"]


def test_a_frame_of_the_year_is_at_most_what_payments_left() -> None:
    """100,000 less 90,000 paid for 2023 are 10,000, though 60,000 are named for 2024."""
    period = DaySpan(date(2023, 1, 1), date(2024, 12, 31))
    line = funded(begin=date(2024, 1, 1), end=date(2024, 12, 31))
    given = award("100000.00", line, period=period, year_frames={2024: "60000.00"}, paid={2023: "90000.00"})
    facts = {"tenures": [tenure()], "entries": monthly("6000.00", year=2024), "year": FundingYear(2024)}
    result = settled(given, **facts)
    assert exact(result, "kreis.jahresrahmen", "kreis.rahmen", "auszahlung.betrag") == [
        "60000.00", "10000.00", "10000.00"
    ]  # fmt: skip
    assert any("nur 10.000,00" in point.text for point in person_points(result))


def test_both_years_of_the_first_programme_are_paid_64000_a_year() -> None:
    # 24 months at 64,000 a year: 128,000
    period = DaySpan(date(2018, 1, 1), date(2019, 12, 31))
    line = funded(begin=period.first, end=date(2019, 12, 31))
    paid_out: dict[int, str] = {}
    for number in (2018, 2019):
        given = award("128000.00", line, period=period, version="2017", paid=paid_out)
        pay = monthly("5500.00", year=number)
        result = settled(given, tenures=[tenure(begin=period.first)], entries=pay, year=FundingYear(number))
        assert exact(result, CAP, GRANT) == ["64000.00", "64000.00"]
        paid_out[number] = result.figures["auszahlung.betrag"].exact
    assert paid_out == {2018: "64000.00", 2019: "64000.00"}


def test_training_of_a_person_belongs_to_the_person_and_that_of_the_team_to_what_is_left() -> None:
    # 54,000.00 + 500.00 against 60,000.00 leaves 5,500.00; 6,000.00 of the team: 500.00 are borne
    entries = [
        *monthly("4500.00"),
        entry("500.00", kind=CostKind.TRAINING, year=2023, month=3),
        entry("6000.00", "", kind=CostKind.TRAINING, year=2023, month=4),
    ]
    result = one(entries=entries)
    assert exact(result, COST, GRANT, "kreis.team.zuwendung", "auszahlung.betrag") == [
        "54500.00", "54500.00", "5500.00", "60000.00"
    ]  # fmt: skip
    assert exact(result, "kreis.ueber_hoechstbetrag", "fortbildung.zuwendungsfaehig") == ["500.00", "6500.00"]


def test_what_is_not_fundable_is_borne_in_lines_of_its_own() -> None:
    entries = [
        *monthly("5000.00"),
        entry("120.00", kind=CostKind.TRAVEL, year=2023),
        entry("900.00", "", kind=CostKind.EQUIPMENT, year=2023),
    ]
    result = one(entries=entries)
    assert exact(result, "kreis.reisekosten", "kreis.ausstattung", "kreis.nicht_zuwendungsfaehig", "kreis.gesamt") == [
        "120.00", "900.00", "1020.00", "1020.00"
    ]  # fmt: skip


def test_pay_without_a_person_cannot_be_settled_per_person() -> None:
    result = one(entries=[*monthly("5000.00"), entry("700.00", "", year=2023)])
    assert exact(result, "kreis.nicht_bewilligt", "auszahlung.betrag") == ["700.00", "60000.00"]


def test_own_funds_reduce_nothing_and_another_public_grant_only_what_goes_beyond_the_cost() -> None:
    own = one(revenues=[replace(revenue("30000.00", RevenueKind.OWN_FUNDS), month=entry("1.00", year=2023).cost_month)])
    assert exact(own, "auszahlung.betrag") == ["60000.00"]
    # 72,000.00 of cost: a grant of 12,000.00 fits beside 60,000.00, one of 20,000.00 leaves 52,000.00
    fits = one(revenues=[revenue("12000.00", RevenueKind.PUBLIC_GRANT)])
    assert exact(fits, "auszahlung.betrag", "kreis.kuerzung") == ["60000.00", "0.00"]
    beyond = one(revenues=[revenue("20000.00", RevenueKind.PUBLIC_GRANT)])
    assert exact(beyond, "auszahlung.betrag", "kreis.kuerzung", GRANT) == ["52000.00", "8000.00", "52000.00"]


def test_every_applicant_is_settled_by_itself() -> None:
    town = award("40000.00", funded("T-1", "T-1", carrier=TOWN), carrier=TOWN)
    entries = [*monthly("6000.00"), entry("66000.00", "T-1", position="T-1", carrier=TOWN, year=2023, month=12)]
    result = settled(
        town,
        award("100000.00", funded()),
        tenures=[tenure(), tenure("T-1", "T-1", carrier=TOWN)],
        entries=entries,
    )
    slug = f"traeger.{TOWN.key}"
    assert exact(result, "kreis.auszahlung", f"{slug}.auszahlung", "auszahlung.betrag") == [
        "60000.00", "40000.00", "100000.00"
    ]  # fmt: skip
    # a yearly return names no months: none counts as one without pay
    assert exact(result, f"{slug}.person.T-1.monate", f"{slug}.ueber_rahmen") == ["12.00", "20000.00"]


def test_the_average_of_stuttgart_stays_below_the_fixed_amount() -> None:
    # 16,271,218.33 for 51.1 posts and five years are 63,683.83 a post and year, below 64,000
    average = round_half_up(Fraction(eur("16271218.33").cents * 10, 511 * 5))
    assert Money(average) == eur("63683.83")
    line = funded(begin=date(2020, 1, 1), end=date(2020, 12, 31))
    given = award("70000.00", line, period=FundingYear(2020).days, version="2019/2020")
    result = settled(given, tenures=[tenure()], entries=monthly("6000.00", year=2020), year=FundingYear(2020))
    assert result.figures[CAP].money == eur("64000.00") > eur("63683.83")


@pytest.mark.parametrize("figure", ["person.0001.hoechstbetrag", "person.0001.bemessen", "kreis.auszahlung"])
def test_a_result_names_the_clauses_it_rests_on(figure: str) -> None:
    assert one().figures[figure].clauses


def test_a_figure_says_how_it_was_rounded() -> None:
    result = one()
    assert result.figures[CAP].rounding is not None
    assert result.figures["person.0001.monate"].rounding is not None


def test_the_rates_of_a_year_are_figures_of_their_own() -> None:
    result = one()
    assert exact(result, "festbetrag.studium_soziale_arbeit") == ["60000.00"]
    assert "festbetrag.studium_soziale_arbeit" in result.figures[CAP].parts


def test_a_grant_that_nothing_cuts_rests_on_the_person_alone() -> None:
    lines, held = [funded(), funded("0002", "IM-02")], [tenure(), tenure("0002", "IM-02")]
    entries = [*monthly("6000.00"), *monthly("5500.00", "0002")]
    result = settled(award("120000.00", *lines), tenures=held, entries=entries)
    assert {each.staff_number for each, _ in result.figures.entries_of(GRANT) if isinstance(each, Entry)} == {"0001"}
    cut = settled(award("119000.00", *lines), tenures=held, entries=entries)
    assert cut.figures[GRANT].rounding is not None


def test_the_payout_unfolds_down_to_every_fundable_entry_once() -> None:
    result = one()
    entries = result.figures.entries_of("auszahlung.betrag")
    assert total(amount for _, amount in entries) == eur("72000.00")
    fundable = [s for a in result.accounts for s in a.splits if s.side is Side.FUNDABLE]
    assert len(entries) == len(fundable)


def test_the_same_staff_number_of_two_applicants_stays_apart() -> None:
    town = award("40000.00", funded(carrier=TOWN), carrier=TOWN)
    entries = [*monthly("6000.00"), entry("30000.00", position="IM-01", carrier=TOWN, year=2023, month=12)]
    held = [tenure(), tenure(carrier=TOWN)]
    result = settled(town, award("100000.00", funded()), tenures=held, entries=entries)
    assert exact(result, COST, f"traeger.{TOWN.key}.person.0001.kosten") == ["72000.00", "30000.00"]
