"""The forecast: what a year will cost by what is booked so far, and where that meets the frame."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.settle.break_even import (
    cost_of_a_post,
    managers_of_year,
    managers_to_come,
    posts_that_fit,
    posts_the_frame_pays,
    rise_that_fits,
    used_up_in,
    vacant_post_months,
)
from grants.settle.forecast import Forecast, forecast_year
from grants.settle.forecast_terms import ForecastTerms, PlannedFilling, TariffRise
from grants.settle.year import compute_year
from ledger.cost import CostKind, RevenueKind, WageGroup
from ledger.finding import ConflictError, MissingError
from ledger.fte import Fte
from ledger.money import Money, total
from ledger.period import DaySpan, Month
from ledger.staff import Tenure
from tests.grants.builders import (
    FSA,
    KO,
    PROPERTY,
    TOWN,
    agreement,
    bonus,
    entry,
    eur,
    inputs,
    revenue,
    tenure,
    with_revenues,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.cost import Entry

NO_BONUS = ForecastTerms(bonus_percent=Fraction(0))
TO_MAY = range(1, 6)


def booked(amount: str, staff: str = "0001", months: Iterable[int] = TO_MAY) -> tuple[Entry, ...]:
    """Return the same pay for some months of 2025."""
    return tuple(entry(amount, staff, month=month) for month in months)


def rise(percent: str, month: int, day: int = 1) -> TariffRise:
    return TariffRise(date(2025, month, day), Fraction(percent))


def forecast(
    tenures: Sequence[Tenure],
    entries: Sequence[Entry],
    terms: ForecastTerms = NO_BONUS,
    amount: str = "500000",
    last_bonuses: Mapping[str, Money] | None = None,
) -> Forecast:
    return forecast_year(inputs(amount, tenures=tenures, entries=entries), last_bonuses or {}, terms)


def expected_by_month(result: Forecast) -> dict[int, Money]:
    months = sorted({split.entry.cost_month.number for split in result.expected})
    return {n: total(s.amount for s in result.expected if s.entry.cost_month.number == n) for n in months}


# The story of three posts, computed by hand:
#
#   Post  share  booked January to May  June, July    August to December  year
#   IM-01 1.0    5 x 5,000 = 25,000     2 x 5,000     5 x 5,150           25,000 + 35,750 = 60,750.00
#   IM-02 0.5    5 x 2,400 = 12,000     2 x 2,400     5 x 2,472           12,000 + 17,160 = 29,160.00
#   IM-03 1.0    5 x 4,800 = 24,000     2 x 4,800     1 x 4,944           24,000 + 14,544 = 38,544.00, ends 31 August
#
#   The tariff rises by 3 % on 1 August. The bonus is 60 % of the mean month of July to September, for those employed
#   on 1 December: IM-01 0.6 x (5,000 + 5,150 + 5,150) / 3 = 3,060.00; IM-02 0.6 x 2,448 = 1,468.80.
#   Booked 61,000.00; expected 67,454.00 + 4,528.80 = 71,982.80; year 132,982.80.
STAFF = (
    tenure("0001", "IM-01"),
    tenure("0002", "IM-02", fte="0.5"),
    tenure("0003", "IM-03", end=date(2025, 8, 31)),
)
BOOKED = (*booked("5000", "0001"), *booked("2400", "0002"), *booked("4800", "0003"))
TERMS = ForecastTerms(rises=(rise("3", 8),), bonus_percent=Fraction(60))


def story(amount: str = "130000") -> Forecast:
    return forecast(STAFF, BOOKED, TERMS, amount)


def test_three_posts_five_months_a_rise_and_a_vacancy_cost_132982_80() -> None:
    result = story()
    assert [(p.position.number, p.booked, p.expected) for p in result.posts] == [
        ("IM-01", eur("25000"), eur("38810.00")),  # 35,750.00 + 3,060.00
        ("IM-02", eur("12000"), eur("18628.80")),  # 17,160.00 + 1,468.80
        ("IM-03", eur("24000"), eur("14544.00")),
    ]
    assert result.booked.fundable == eur("61000")
    assert result.year_end.incurred == eur("132982.80")
    assert [month.number for month in result.pay.months] == [6, 7, 8, 9, 10, 11, 12]


def test_a_frame_of_130000_is_used_up_in_december_and_leaves_2982_80_to_the_county() -> None:
    result = story()
    assert (result.payable, result.borne) == (eur("130000"), eur("2982.80"))
    assert used_up_in(result) == Month(2025, 12)


def test_the_frame_is_used_up_in_the_month_whose_cost_reaches_it() -> None:
    # By the end of October: 5 x 12,200 + 2 x 12,200 + 12,566 + 2 x 7,622 = 113,210
    assert used_up_in(story("113210.00")) == Month(2025, 10)
    assert used_up_in(story("113210.01")) == Month(2025, 11)
    assert used_up_in(story("132982.81")) is None


def test_a_post_left_in_august_is_vacant_for_four_months() -> None:
    (vacancy,) = story().vacancies
    assert (vacancy.position.number, vacancy.days) == ("IM-03", DaySpan(date(2025, 9, 1), date(2025, 12, 31)))
    assert vacant_post_months(story()) == 4


def test_the_frame_pays_2_1_posts_at_their_mean_cost() -> None:
    # 1 + 0.5 + 8/12 = 13/6 posts; 132,982.80 / (13/6) = 61,376.68 for one; 130,000 / 61,376.68 = 2.118
    result = story()
    assert managers_of_year(result) == Fraction(13, 6)
    cost = cost_of_a_post(result)
    assert cost is not None
    assert round(cost) == 6_137_668
    assert posts_the_frame_pays(result) == Fraction(13_000_000) / cost
    assert round(Fraction(13_000_000) / cost, 3) == Fraction("2.118")


def test_the_posts_that_fit_for_the_rest_of_the_year() -> None:
    # 1 + 0.5 + 3/7 = 27/14 posts cost 71,982.80; 130,000 - 61,000 = 69,000 are left: 27/14 x 69,000 / 71,982.80
    assert managers_to_come(story()) == Fraction(27, 14)
    assert posts_that_fit(story()) == Fraction(27, 14) * 6_900_000 / 7_198_280
    assert posts_that_fit(story("60000")) == Fraction(27, 14) * -100_000 / 7_198_280


def test_the_rise_that_still_fits() -> None:
    # 140,000 - 132,982.80 = 7,017.20 of 71,982.80 are 9.748 per cent; at 130,000 pay would have to fall by 4.144
    assert rise_that_fits(story("140000")) == Fraction(701_720, 7_198_280) * 100
    assert rise_that_fits(story("130000")) == Fraction(-298_280, 7_198_280) * 100
    assert rise_that_fits(story("50000")) is None  # not even without any further pay: 61,000 are booked


def test_a_rise_in_the_rise_that_fits_uses_up_the_frame_to_the_cent() -> None:
    # 10 per cent of the 35,000 to come are 3,500: booked 25,000, expected 38,500
    percent = rise_that_fits(forecast([tenure()], booked("5000"), amount="63500"))
    assert percent == 10
    risen = forecast([tenure()], booked("5000"), replace(NO_BONUS, rises=(rise("10", 6),)), "63500")
    assert risen.year_end.fundable == eur("63500")
    assert used_up_in(risen) == Month(2025, 12)


def test_the_coordination_post_takes_no_more_than_its_cap_of_a_rise() -> None:
    # Manager 7 x 5,000, coordination 12 x 3,000 = 36,000 of 40,000. 20 per cent: 7,000 and 4,200, of which 4,000.
    held = [tenure(), tenure("0002", "KO-01", fte="0.5", role=KO)]
    entries = (*booked("5000"), *booked("3000", "0002"))
    assert rise_that_fits(forecast(held, entries, amount="107000")) == 20
    # 10 per cent: 3,500 and 2,100 both count
    assert rise_that_fits(forecast(held, entries, amount="101600")) == 10


def test_a_coordination_post_above_its_cap_bears_nothing_of_a_rise() -> None:
    held = [tenure(), tenure("0002", "KO-01", fte="0.5", role=KO)]
    entries = (*booked("5000"), *booked("4000", "0002"))
    result = forecast(held, entries, amount="103500")
    assert result.year_end.fundable == eur("100000")
    assert rise_that_fits(result) == 10


def test_coordination_and_training_are_paid_before_the_posts_are_counted() -> None:
    held = [tenure(), tenure("0002", "KO-01", fte="0.5", role=KO)]
    entries = (*booked("5000"), *booked("4000", "0002"), entry("500", "", kind=CostKind.TRAINING))
    # 160,500 - 40,000 - 500 = 120,000 for posts of 60,000
    assert posts_the_frame_pays(forecast(held, entries, amount="160500")) == 2


def test_a_county_that_only_coordinates_has_no_posts_of_managers() -> None:
    result = forecast([tenure("0002", "KO-01", fte="0.5", role=KO)], booked("3000", "0002"))
    assert cost_of_a_post(result) is posts_the_frame_pays(result) is posts_that_fit(result) is None


def test_people_who_come_or_leave_in_mid_month_count_by_days() -> None:
    # leaves on 10 June: 10 of 30 days; comes on 16 July: 16 of 31 days at the mean of 3,100
    held = [tenure(end=date(2025, 6, 10)), tenure("0002", "IM-01", begin=date(2025, 7, 16))]
    result = forecast(held, booked("3100"))
    assert expected_by_month(result) == {
        6: eur("1033.33"),
        7: eur("1600.00"),
        **dict.fromkeys(range(8, 13), eur("3100.00")),
    }
    assert result.pay.without_own_pay == ("IM-01",)


def test_a_first_month_in_part_does_not_lower_the_mean() -> None:
    # from 16 April: 15 of 30 days for 1,500, then 3,000
    result = forecast([tenure(begin=date(2025, 4, 16))], [entry("1500", month=4), entry("3000", month=5)])
    assert expected_by_month(result)[6] == eur("3000.00")


def test_a_share_that_grows_costs_more_in_proportion() -> None:
    # half a post to 15 July, a full one from the 16th: July is 2,000 x (15 x 0.5 + 16) / 31 / 0.5 = 3,032.26
    held = [tenure(fte="0.5", end=date(2025, 7, 15)), tenure(begin=date(2025, 7, 16))]
    months = expected_by_month(forecast(held, booked("2000")))
    assert (months[6], months[7], months[8]) == (eur("2000"), eur("3032.26"), eur("4000"))


def test_a_rise_in_mid_month_counts_from_its_day() -> None:
    # from 16 June, 3 %: 15 days at 5,000 and 15 at 5,150
    months = expected_by_month(forecast([tenure()], booked("5000"), replace(NO_BONUS, rises=(rise("3", 6, 16),))))
    assert (months[6], months[7]) == (eur("5075"), eur("5150"))


def test_a_rise_already_booked_is_not_counted_again_and_does_not_thin_the_mean() -> None:
    entries = [*booked("5000", months=(1, 2, 3)), *booked("5150", months=(4, 5))]
    months = expected_by_month(forecast([tenure()], entries, replace(NO_BONUS, rises=(rise("3", 4),))))
    assert set(months.values()) == {eur("5150")}


def test_two_rises_build_on_each_other() -> None:
    terms = replace(NO_BONUS, rises=(rise("10", 7), rise("10", 9)))
    months = expected_by_month(forecast([tenure()], booked("1000"), terms))
    assert (months[6], months[7], months[9]) == (eur("1000"), eur("1100"), eur("1210"))


def test_months_without_pay_and_reimbursements_do_not_change_the_mean() -> None:
    sick = [*booked("5000", months=(1, 2, 5)), *booked("4000", "0002")]
    refund = replace(entry("-900", month=2), group=WageGroup.REIMBURSEMENT)
    held = [tenure(), tenure("0002", "IM-02")]
    result = forecast(held, [*sick, refund])
    assert expected_by_month(result)[6] == eur("9000")
    assert result.year_end.incurred == eur("97100")  # 15,000 + 20,000 - 900 + 7 x 9,000


def test_a_month_missing_among_the_booked_ones_is_expected() -> None:
    result = forecast([tenure()], booked("5000", months=(1, 2, 4, 5)))
    assert [month.number for month in result.pay.months] == [3, 6, 7, 8, 9, 10, 11, 12]
    assert result.year_end.incurred == eur("60000")


def test_the_last_booked_bonus_is_expected_again() -> None:
    result = forecast([tenure()], booked("5000"), ForecastTerms(), last_bonuses={"0001": eur("3390.82")})
    assert expected_by_month(result)[11] == eur("8390.82")


def test_a_bonus_that_nothing_tells_is_refused() -> None:
    with pytest.raises(MissingError, match=r"Für die Besetzung von IM-01 ist keine frühere Jahressonderzahlung.*70,48"):
        forecast([tenure()], booked("5000"), ForecastTerms())


def test_somebody_who_leaves_before_december_gets_no_bonus() -> None:
    result = forecast([tenure(end=date(2025, 11, 30))], booked("5000"), ForecastTerms())
    assert result.year_end.incurred == eur("55000")


def test_a_bonus_booked_already_is_not_expected_again() -> None:
    for entries in (
        [*booked("5000"), bonus("3000", month=5)],
        [*booked("5000", months=range(1, 12)), bonus("3000")],
    ):
        result = forecast([tenure()], entries, replace(NO_BONUS, bonus_percent=Fraction(60)))
        assert result.year_end.incurred == eur("63000")


def test_the_month_of_a_bonus_does_not_count_for_the_mean() -> None:
    # The employer's share on the bonus is booked with the pay of November.
    entries = [*booked("5000", months=range(1, 11)), entry("5800", month=11), bonus("3000")]
    assert expected_by_month(forecast([tenure()], entries)) == {12: eur("5000")}


def test_a_bonus_counts_a_twelfth_for_each_month_held() -> None:
    # from 1 September: reference September at the mean of 4,000 x 60 % x 4/12 = 800
    held = [tenure(), tenure("0002", "IM-02", begin=date(2025, 9, 1))]
    result = forecast(held, booked("4000"), ForecastTerms(bonus_percent=Fraction(60)))
    assert expected_by_month(result)[11] == eur("8000") + eur("2400") + eur("800")


def test_a_bonus_of_somebody_who_comes_after_september_goes_by_the_months_since() -> None:
    # from 16 October: 16/31 + 2 months at 4,000: mean 4,000 x 60 % x 3/12 = 600
    held = [tenure(), tenure("0002", "IM-02", begin=date(2025, 10, 16))]
    result = forecast(held, booked("4000"), ForecastTerms(bonus_percent=Fraction(60)))
    assert expected_by_month(result)[11] == eur("8000") + eur("2400") + eur("600")


def test_a_planned_filling_costs_the_mean_of_the_others_by_its_share() -> None:
    filling = PlannedFilling("IM-03", DaySpan(date(2025, 10, 1), None), Fte(5_000))
    result = forecast(STAFF, BOOKED, replace(TERMS, fillings=(filling,), bonus_percent=Fraction(0)))
    # 12,200 a month of 2.5 posts: 4,880 x 1.03 x 0.5 = 2,513.20 in October, November and December
    (post,) = [post for post in result.posts if post.position.number == "IM-03"]
    assert post.expected == eur("14544.00") + eur("7539.60")
    assert [v.days for v in result.vacancies] == [DaySpan(date(2025, 9, 1), date(2025, 9, 30))]
    assert result.pay.without_own_pay == ("IM-03",)


def test_a_planned_filling_of_a_post_that_is_filled_is_refused() -> None:
    filling = PlannedFilling("IM-01", DaySpan(date(2025, 10, 1), None), Fte(10_000))
    with pytest.raises(ConflictError, match="Die Stelle IM-01 ist in der Zeit der geplanten Besetzung"):
        forecast(STAFF, BOOKED, replace(TERMS, fillings=(filling,)))


def test_a_person_who_changes_to_another_programme_costs_this_one_only_until_then() -> None:
    held = [tenure(end=date(2025, 8, 31)), tenure("0001", "FSA-01", role=FSA, begin=date(2025, 9, 1))]
    result = forecast(held, booked("5000"), ForecastTerms(bonus_percent=Fraction(60)))
    # eight months, and eight twelfths of the bonus of 3,000
    assert result.year_end.incurred == eur("42000")


def test_a_member_of_another_programme_is_not_forecast() -> None:
    result = forecast([tenure(), tenure("0002", "FSA-01", role=FSA)], [*booked("5000"), *booked("9000", "0002")])
    assert result.year_end.incurred == eur("60000")
    assert {split.entry.staff_number for split in result.expected} == {"0001"}


def test_other_cost_counts_as_booked_and_travel_is_the_countys() -> None:
    entries = [*booked("5000"), entry("300", "", kind=CostKind.TRAINING), entry("45", "", kind=CostKind.TRAVEL)]
    result = forecast([tenure()], entries)
    assert result.other_cost == eur("345")
    assert (result.payable, result.borne) == (eur("60300"), eur("45"))


def test_the_shares_of_carriers_that_deliver_are_not_the_countys() -> None:
    given_inputs = inputs(
        "100000",
        persons={"08999001": 60, "08999002": 40},
        agreements=[agreement(TOWN)],
        tenures=[tenure(), tenure("9", "KO-1", role=KO, fte="0.5")],
        entries=booked("5000"),
    )
    # (100,000 - 40,000) x 60 % + 40,000 of the coordination
    assert forecast_year(given_inputs, {}, NO_BONUS).booked.share == eur("76000")


def test_other_public_grants_cover_cost_beside_the_frame() -> None:
    given_inputs = inputs("50000", tenures=[tenure()], entries=booked("5000"))
    result = forecast_year(with_revenues(given_inputs, revenue("6000", RevenueKind.PUBLIC_GRANT)), {}, NO_BONUS)
    assert result.payable == eur("50000")
    # 55,000 of 60,000 are booked and expected by November, 56,000 covered
    assert used_up_in(result) == Month(2025, 12)


def test_without_booked_pay_there_is_no_forecast() -> None:
    with pytest.raises(MissingError, match="noch kein Lohnmonat gebucht"):
        forecast([tenure()], [entry("100", "", kind=CostKind.TRAVEL)])


def test_pay_that_falls_on_no_post_of_the_programme_gives_no_mean() -> None:
    with pytest.raises(MissingError, match="Kein Lohn fällt auf eine Stelle des Programms"):
        forecast([tenure("0002"), tenure("0001", "FSA-01", role=FSA)], booked("5000"))


AMOUNTS = st.integers(100_00, 9_000_00).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


@given(st.lists(AMOUNTS, min_size=12, max_size=12))
@PROPERTY
def test_with_all_months_booked_the_forecast_is_the_actual_sum(amounts: list[str]) -> None:
    entries = [entry(amount, month=number) for number, amount in enumerate(amounts, 1)]
    result = forecast([tenure()], entries, replace(TERMS, rises=(rise("5", 3),)), "40000")
    actual = compute_year(inputs("40000", tenures=[tenure()], entries=entries)).figures
    assert result.expected == ()
    assert result.year_end.incurred == actual["kreis.angefallen"].money
    assert result.payable == actual["kreis.auszahlung"].money
    assert result.borne == actual["kreis.gesamt"].money


@given(AMOUNTS, st.integers(1, 12), st.integers(1, 28))
@PROPERTY
def test_a_rise_of_nothing_changes_nothing(amount: str, month: int, day: int) -> None:
    plain = forecast([tenure()], booked(amount))
    assert (
        forecast([tenure()], booked(amount), replace(NO_BONUS, rises=(rise("0", month, day),))).expected
        == plain.expected
    )


@given(AMOUNTS, st.integers(1, 11), st.integers(1, 11))
@PROPERTY
def test_more_months_booked_with_the_same_amount_leave_the_forecast_as_it_was(amount: str, few: int, more: int) -> None:
    held = [tenure(end=date(2025, 12, 15))]
    ends = {forecast(held, booked(amount, months=range(1, last + 1))).year_end.incurred for last in (few, more)}
    assert len(ends) == 1


@given(AMOUNTS, AMOUNTS, st.integers(1, 11), st.integers(0, 10), st.integers(2, 12))
@PROPERTY
def test_bearers_add_up_and_all_values_are_exact(first: str, second: str, last: int, percent: int, month: int) -> None:
    held = [tenure(), tenure("0002", "IM-02", fte="0.7692")]
    entries = [*booked(first, "0001", range(1, last + 1)), *booked(second, "0002", range(1, last + 1))]
    result = forecast(held, entries, replace(TERMS, rises=(rise(str(percent), month),)), "90000")
    assert result.payable + result.borne == result.year_end.incurred
    assert result.year_end.incurred == total(post.booked + post.expected for post in result.posts)
    for value in (posts_the_frame_pays(result), posts_that_fit(result), rise_that_fits(result)):
        assert value is None or type(value) is Fraction
    assert all(type(split.amount.cents) is int for split in result.expected)


@given(AMOUNTS, st.integers(1, 11), st.integers(0, 20), st.integers(0, 20))
@PROPERTY
def test_a_higher_rise_never_makes_the_year_cheaper(amount: str, last: int, low: int, more: int) -> None:
    def cost(percent: int) -> Money:
        terms = replace(NO_BONUS, rises=(rise(str(percent), last + 1),))
        return forecast([tenure()], booked(amount, months=range(1, last + 1)), terms).year_end.incurred

    assert cost(low) <= cost(low + more)
