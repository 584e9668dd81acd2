"""An annual bonus is divided by the months of its year, each with an equal part (§ 20 TVöD: a twelfth per month)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.close.completeness import check_tenures
from grants.close.open_points import open_points
from grants.law.eligibility import split_entry
from grants.law.rules import Side
from grants.settle.year import compute_year
from ledger.money import Money, total
from ledger.period import Month
from tests.grants.builders import FSA, IM, KO, PROPERTY, YEAR, bonus, entry, inputs, paid, pay, rules, tenure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.cost import Entry
    from ledger.staff import PositionRole, Tenure


def parts(of: Entry, held: Sequence[Tenure]) -> list[tuple[str, str, Side]]:
    """Return post, amount and side of each part."""
    splits = split_entry(of, held, rules())
    return [
        (each.tenure.position_number if each.tenure else "", each.amount.decimal_string(), each.side) for each in splits
    ]


def test_who_stays_on_one_post_brings_the_whole_bonus_there() -> None:
    assert parts(bonus("3390.82"), [tenure()]) == [("IM-01", "3390.82", Side.FUNDABLE)]


def test_a_change_of_programme_in_mid_year_divides_the_bonus_in_two_halves() -> None:
    # January to June on IM-01, July to December on FSA-01: six twelfths each, though it is paid in November
    held = [tenure(end=date(2025, 6, 30)), tenure(position="FSA-01", role=FSA, begin=date(2025, 7, 1))]
    assert parts(bonus("3600.00"), held) == [
        ("FSA-01", "1800.00", Side.OTHER_PROGRAMME),
        ("IM-01", "1800.00", Side.FUNDABLE),
    ]
    assert parts(entry("3600.00", month=11), held) == [("FSA-01", "3600.00", Side.OTHER_PROGRAMME)]


def test_a_month_with_a_change_is_divided_by_days_and_shares() -> None:
    # January to March on IM-01; April 10 full days there and 20 days at one half on KO-01, 10 to 10; then eight months
    # on KO-01: 3.5 and 8.5 of 12 parts. 2,400.00 gives 700.00 and 1,700.00
    held = [
        tenure(end=date(2025, 4, 10)),
        tenure(position="KO-01", role=KO, fte="0.5", begin=date(2025, 4, 11)),
    ]
    assert parts(bonus("2400.00"), held) == [("IM-01", "700.00", Side.FUNDABLE), ("KO-01", "1700.00", Side.FUNDABLE)]


def test_a_larger_share_later_in_the_year_weighs_no_more() -> None:
    # until June half on IM-01 and half on FSA-01, from July full-time on IM-01: 3 + 6 and 3 of 12 parts.
    # 100,001 cents: 75,000.75 and 25,000.25
    held = [
        tenure(fte="0.5", end=date(2025, 6, 30)),
        tenure(position="FSA-01", role=FSA, fte="0.5", end=date(2025, 6, 30)),
        tenure(begin=date(2025, 7, 1)),
    ]
    splits = split_entry(bonus("1000.01"), held, rules())
    assert [(each.side, each.amount) for each in splits if each.side is Side.OTHER_PROGRAMME] == [
        (Side.OTHER_PROGRAMME, Money(25_000))
    ]
    assert total(each.amount for each in splits if each.side is Side.FUNDABLE) == Money(75_001)


def test_months_without_a_post_do_not_count() -> None:
    # February to April on IM-01 (three months), nothing in May and June, October on FSA-01: three and one of four parts
    held = [
        tenure(begin=date(2025, 2, 28), end=date(2025, 4, 1)),
        tenure(position="FSA-01", role=FSA, begin=date(2025, 10, 1), end=date(2025, 10, 31)),
    ]
    assert parts(bonus("500.00", month=10), held) == [
        ("FSA-01", "125.00", Side.OTHER_PROGRAMME),
        ("IM-01", "375.00", Side.FUNDABLE),
    ]


def test_a_bonus_paid_after_somebody_left_goes_to_the_months_before() -> None:
    # IM-01 January to August, FSA-01 September and October: eight and two of ten parts of 500.00
    held = [
        tenure(end=date(2025, 8, 31)),
        tenure(position="FSA-01", role=FSA, begin=date(2025, 9, 1), end=date(2025, 10, 31)),
    ]
    assert parts(bonus("500.00"), held) == [
        ("FSA-01", "100.00", Side.OTHER_PROGRAMME),
        ("IM-01", "400.00", Side.FUNDABLE),
    ]
    assert check_tenures([bonus("500.00")], held) == ()


def test_other_pay_after_somebody_left_is_still_refused() -> None:
    held = [tenure(end=date(2025, 10, 31))]
    assert len(check_tenures([entry("500.00", month=11)], held)) == 1
    (finding,) = check_tenures([bonus("500.00", "0007")], held)
    assert finding.text == "Zu dieser Buchung für das Jahr 2025 nennt die Stellenbesetzung keine Besetzung."


def test_the_twelfths_of_a_coordination_post_that_was_too_small_are_not_fundable() -> None:
    # Nr. 4.2: January to March at 0.4, from April at 0.5: three and nine twelfths of 1,200.00
    held = [
        tenure(position="KO-01", role=KO, fte="0.4", end=date(2025, 3, 31)),
        tenure(position="KO-01", role=KO, fte="0.5", begin=date(2025, 4, 1)),
    ]
    assert parts(bonus("1200.00"), held) == [("KO-01", "300.00", Side.OWN_SHARE), ("KO-01", "900.00", Side.FUNDABLE)]


def test_a_bonus_corrected_later_follows_the_year_of_its_month_of_service() -> None:
    # paid in February 2026 for November 2025: the posts of 2025 decide, and the year 2025 counts it
    held = [
        tenure(end=date(2025, 6, 30)),
        tenure(position="FSA-01", role=FSA, begin=date(2025, 7, 1), end=date(2025, 12, 31)),
    ]
    late = paid(bonus("200.00"), 2026, 2)
    assert parts(late, held) == [("FSA-01", "100.00", Side.OTHER_PROGRAMME), ("IM-01", "100.00", Side.FUNDABLE)]
    assert YEAR.contains(late.deciding_month(rules().year_basis(YEAR.days.first)[0]))


def test_the_post_named_by_the_source_takes_the_whole_bonus() -> None:
    held = [tenure(end=date(2025, 6, 30)), tenure(position="FSA-01", role=FSA, begin=date(2025, 7, 1))]
    assert parts(bonus("100.00", position="IM-01"), held) == [("IM-01", "100.00", Side.FUNDABLE)]


def test_a_bonus_without_any_post_in_its_year_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="has no tenure in its month"):
        split_entry(bonus("100.00"), [tenure(begin=date(2026, 1, 1))], rules())


def test_a_year_with_a_change_of_programme_calculated_by_hand() -> None:
    """A manager moves to Flüchtlingssozialarbeit on 1 September; pay 4,000.00 a month, bonus 2,819.20 in November.

    Fundable: 8 x 4,000.00 = 32,000.00, and 8/12 of 2,819.20 = 1,879.47 (1,879.4666…). Elsewhere: 4 x 4,000.00 =
    16,000.00, and 939.73. By the month of payment alone the whole bonus would have gone to the other programme.
    """
    held = [tenure(end=date(2025, 8, 31)), tenure(position="FSA-01", role=FSA, begin=date(2025, 9, 1))]
    result = compute_year(inputs(tenures=held, entries=[*pay("4000.00"), bonus("2819.20")]))
    wanted = {
        "personal.zuwendungsfaehig": "33879.47",
        "andere_programme.gesamt": "16939.73",
        "buchungen.gesamt": "50819.20",
        "auszahlung.betrag": "33879.47",
    }
    assert {name: result.figures[name].exact for name in wanted} == wanted
    assert result.divides_a_bonus
    assert rules().principle("jahressonderzahlung", YEAR.days.first) in result.clauses


def test_a_bonus_that_was_not_divided_rests_on_no_assumption() -> None:
    result = compute_year(inputs(tenures=[tenure()], entries=[*pay("4000.00"), bonus("2819.20")]))
    assert not result.divides_a_bonus
    assert open_points(result, (), paper_is_planned=True) == ()


@st.composite
def tenures_of_a_year(draw: st.DrawFn) -> list[Tenure]:
    """Return one to four tenures of a person in 2025 on posts of different programmes."""
    held = []
    for index in range(draw(st.integers(1, 4))):
        begin = date(2025, 1, 1) + timedelta(days=draw(st.integers(0, 364)))
        role: PositionRole = draw(st.sampled_from([IM, FSA]))
        last = begin + timedelta(days=draw(st.integers(0, 300)))
        share = f"0.{draw(st.integers(1, 9999)):04d}"
        held.append(tenure(position=f"{role.name}-{index}", role=role, fte=share, begin=begin, end=last))
    return held


def exact_parts(cents: int, held: Sequence[Tenure]) -> Counter[str]:
    """Return the exact cents of each post by another way: day by day."""
    in_month: dict[Month, Counter[str]] = {}
    for month in YEAR.months():
        days = [month.days.first + timedelta(days=number) for number in range(month.days.day_count())]
        for each in held:
            count = sum(each.days.first <= day and (each.days.last is None or day <= each.days.last) for day in days)
            in_month.setdefault(month, Counter())[each.position_number] += count * each.fte.ten_thousandths
    served = [shares for shares in in_month.values() if shares.total()]
    exact: Counter[str] = Counter()
    for shares in served:
        for post, share in shares.items():
            exact[post] += Fraction(cents * share, len(served) * shares.total())  # type: ignore[assignment]
    return exact


@PROPERTY
@given(tenures_of_a_year(), st.integers(-500_000, 500_000))
def test_the_parts_sum_to_the_bonus_and_lie_within_a_cent_a_month_of_the_exact_ones(
    held: list[Tenure], cents: int
) -> None:
    of = bonus(Money(cents).decimal_string())
    found: Counter[str] = Counter()
    for each in split_entry(of, held, rules()):
        assert each.tenure is not None
        found[each.tenure.position_number] += each.amount.cents
    assert found.total() == cents
    exact = exact_parts(cents, held)
    # A divisor method divides each month's part on its own, and each may be off by a cent.
    assert all(abs(found[post] - exact[post]) <= 12 for post in {each.position_number for each in held})


@PROPERTY
@given(tenures_of_a_year(), st.integers(1, 500_000))
def test_a_bonus_and_its_reversal_are_nothing(held: list[Tenure], cents: int) -> None:
    there, back = bonus(Money(cents).decimal_string()), bonus(Money(-cents).decimal_string())
    sums: Counter[Side] = Counter()
    for each in (*split_entry(there, held, rules()), *split_entry(replace(back, reverses=1), held, rules())):
        sums[each.side] += each.amount.cents
    assert not any(sums.values())
