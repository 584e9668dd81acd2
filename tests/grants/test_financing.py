"""What each type of financing leaves of a grant: calculations by hand, and what holds for every plan and account."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.law.clause import Clause, Status
from grants.law.rounding import RoundingPolicy
from grants.settle.financing import (
    Financing,
    FinancingClauses,
    Units,
    deficit_grant,
    fixed_amount_grant,
    full_grant,
    proportional_amount,
    proportional_grant,
)
from grants.settle.overfinancing import THIS_GRANT, left_open, share_excess
from ledger.money import ZERO, Money, total
from tests.grants.builders import PROPERTY, eur

if TYPE_CHECKING:
    from collections.abc import Callable

    from grants.settle.financing import FinalGrant


def clause(number: str) -> Clause:
    return Clause(number=number, rule="ANBest-K", document="ältere Ausgabe der VV-LHO", status=Status.PROVEN)


CLAUSES = FinancingClauses(clause("unbekannt"), clause("2"), clause("2.3.2"))
HALF = Fraction(1, 2)
OMID_CEILING = eur("290000.00")


def financing(fundable: str, own: str = "0.00", third: str = "0.00", beyond: str = "0.00", **others: str) -> Financing:
    grants = {name: eur(amount) for name, amount in others.items()}
    return Financing(eur(fundable), eur(beyond), eur(own), eur(third), grants)


def taken(result: FinalGrant) -> dict[str, str]:
    return {share.grantor: share.amount.decimal_string() for share in result.shares}


# Festbetrag


def test_a_fixed_amount_stays_when_spending_falls() -> None:
    """64,000 for a post that was to cost 80,000 and cost 66,000: 64,000 is less than 66,000, so nothing falls."""
    assert fixed_amount_grant(eur("64000.00"), financing("66000.00", own="2000.00"), CLAUSES).payable == eur("64000.00")


def test_a_fixed_amount_is_never_more_than_the_spending() -> None:
    """64,000 for a post that cost 60,000.50: the grant alone exceeds the spending by 3,999.50."""
    result = fixed_amount_grant(eur("64000.00"), financing("60000.50"), CLAUSES)
    assert result["ueberfinanzierung"] == eur("3999.50")
    assert result.payable == eur("60000.50")


def test_a_fixed_amount_for_each_post_falls_with_the_posts() -> None:
    """Stuttgart: 4,600 a post; 51.1 posts x 4,600 = 235,060, with 49.4 posts 49.4 x 4,600 = 227,240."""
    actual = financing("300000.00")
    fewer = fixed_amount_grant(eur("235060.00"), actual, CLAUSES, Units(eur("4600.00"), Fraction("49.4")))
    assert fewer["zuwendung.nach_einheiten"] == fewer.payable == eur("227240.00")


def test_more_posts_than_approved_do_not_raise_a_fixed_amount() -> None:
    """52 posts x 4,600 = 239,200, approved were 235,060."""
    actual = financing("300000.00")
    more = fixed_amount_grant(eur("235060.00"), actual, CLAUSES, Units(eur("4600.00"), Fraction(52)))
    assert more.payable == eur("235060.00")


def test_fewer_units_and_overfinancing_follow_each_other() -> None:
    """10 units of 1,000 approved, 8 reached: 8,000. With 4,000 of a town the grants are 12,000 for a cost of 9,000.

    The excess of 3,000 falls as 8,000 : 4,000 on the two, so 2,000 on this grant; 6,000 + 3,000 = 9,000 remain.
    """
    actual = financing("9000.00", town="4000.00")
    result = fixed_amount_grant(eur("10000.00"), actual, CLAUSES, Units(eur("1000.00"), Fraction(8)))
    assert result.payable == eur("6000.00")
    assert taken(result) == {THIS_GRANT: "2000.00", "town": "1000.00"}


def test_grantors_share_overfinancing_in_proportion_to_their_grants() -> None:
    """64,000 and 32,000 of a foundation are 6,000 more than a cost of 90,000; 6,000 x 64/96 = 4,000, the other 2,000.

    Own funds of 20,000 play no part: 60,000 + 30,000 = 90,000.
    """
    result = fixed_amount_grant(eur("64000.00"), financing("90000.00", own="20000.00", foundation="32000.00"), CLAUSES)
    assert result["ueberfinanzierung"] == eur("6000.00")
    assert result["ueberfinanzierung.anteil"] == eur("4000.00")
    assert result.payable == eur("60000.00")
    assert taken(result) == {THIS_GRANT: "4000.00", "foundation": "2000.00"}


def test_a_cent_that_does_not_divide_is_shown_and_not_lost() -> None:
    """Three grants of 100.00 for a cost of 299.98: 2 cents among three equals are 2/3 of a cent each.

    This grant and the first name bear a whole cent each, 1/3 too much, the last name 2/3 too little.
    """
    result = fixed_amount_grant(eur("100.00"), financing("299.98", a="100.00", b="100.00"), CLAUSES)
    assert taken(result) == {THIS_GRANT: "0.01", "a": "0.01", "b": "0.00"}
    assert [share.rounding_cents for share in result.shares] == [Fraction(1, 3), Fraction(1, 3), Fraction(-2, 3)]


def test_payments_of_third_parties_may_cover_what_is_not_fundable() -> None:
    """Cost 100 fundable and 40 not, 40 from a third party: 140 - 40 leave 100 open for the grant of 100.

    With 50 from the third party only 90 are left open.
    """
    covered = financing("100.00", third="40.00", beyond="40.00")
    assert fixed_amount_grant(eur("100.00"), covered, CLAUSES).payable == eur("100.00")
    too_much = replace(covered, third_party=eur("50.00"))
    assert fixed_amount_grant(eur("100.00"), too_much, CLAUSES).payable == eur("90.00")


def test_no_grant_falls_below_zero_when_third_parties_pay_more_than_everything() -> None:
    """Cost 100, third parties 150: the grants of 50 and 20 fall by 50 and 20, the 50 too many are nobody's grant."""
    result = fixed_amount_grant(eur("50.00"), financing("100.00", third="150.00", town="20.00"), CLAUSES)
    assert result["ueberfinanzierung"] == eur("70.00")
    assert taken(result) == {THIS_GRANT: "50.00", "town": "20.00"}
    assert result.payable == ZERO


def test_nothing_is_payable_where_reimbursements_exceed_the_spending() -> None:
    """Spending of -500: a grant of 100 falls by 100, not by 600."""
    assert fixed_amount_grant(eur("100.00"), financing("-500.00"), CLAUSES).payable == ZERO


# Anteilsfinanzierung


def test_a_proportional_grant_falls_by_its_proportion_of_the_improvements() -> None:
    """50 % of 80,000 = 40,000. Cost 70,000 (10,000 less) and 2,000 of fees: improvements of 12,000.

    40,000 - 50 % x 12,000 = 34,000.
    """
    plan, actual = financing("80000.00", own="40000.00"), financing("70000.00", own="34000.00", third="2000.00")
    result = proportional_grant(eur("40000.00"), plan, actual, CLAUSES, HALF)
    assert result["minderausgaben"] == eur("10000.00")
    assert result["dritte.mehr"] == eur("2000.00")
    assert result["eigenmittel.mehr"] == eur("-6000.00")
    assert result["verbesserungen"] == eur("12000.00")
    assert result.payable == eur("34000.00")


def test_the_ceiling_binds_before_the_proportion() -> None:
    """Stuttgart, OMID: 50 % of 649,412 = 324,706, which is more than 290,000."""
    assert proportional_amount(eur("649412.00"), HALF) == eur("324706.00")
    assert proportional_amount(eur("649412.00"), HALF, OMID_CEILING) == eur("290000.00")


@pytest.mark.parametrize(
    ("cost", "payable"),
    [
        ("649412.00", "290000.00"),  # as planned
        ("600000.00", "290000.00"),  # 50 % are 300,000, still above the ceiling; 290,000 + 290,000 <= 600,000
        ("580000.00", "290000.00"),  # 50 % are 290,000
        ("700000.00", "290000.00"),  # a higher cost raises nothing
    ],
)
def test_a_cost_above_twice_the_ceiling_changes_nothing(cost: str, payable: str) -> None:
    plan = financing("649412.00", own="69412.00", foundation="290000.00")
    actual = financing(cost, own="69412.00", foundation="290000.00")
    result = proportional_grant(eur("290000.00"), plan, actual, CLAUSES, HALF, OMID_CEILING)
    assert result.payable == eur(payable)


def test_below_the_ceiling_the_proportion_counts_and_the_excess_is_shared() -> None:
    """OMID at a cost of 570,000: 50 % are 285,000; with the foundation's 290,000 that is 5,000 too much.

    5,000 x 285/575 = 2,478.2608..., 5,000 x 290/575 = 2,521.7391...; 285,000 - 2,478.26 = 282,521.74.
    """
    plan = financing("649412.00", own="69412.00", foundation="290000.00")
    actual = financing("570000.00", own="69412.00", foundation="290000.00")
    result = proportional_grant(eur("290000.00"), plan, actual, CLAUSES, HALF, OMID_CEILING)
    assert result["verbesserungen"] == eur("79412.00")
    assert result["zuwendung.nach_verbesserungen"] == eur("285000.00")
    assert taken(result) == {THIS_GRANT: "2478.26", "foundation": "2521.74"}
    assert result.payable == eur("282521.74")


def test_half_a_cent_of_a_proportion_goes_up() -> None:
    """50 % of 100.01 = 50.005; a third of 100 = 33.333...; of spending below zero nothing is granted."""
    assert proportional_amount(eur("100.01"), HALF) == eur("50.01")
    assert proportional_amount(eur("100.00"), Fraction(1, 3)) == eur("33.33")
    assert proportional_amount(eur("-100.00"), HALF) == ZERO


# Fehlbedarfs- und Vollfinanzierung


def test_a_deficit_grant_falls_by_all_improvements() -> None:
    """Plan: 100,000 - 30,000 own funds - 10,000 fees = 60,000. Cost 95,000, fees 12,000: improvements of 7,000.

    60,000 - 7,000 = 53,000, and 95,000 - 12,000 - 53,000 = 30,000 remain for the own funds as planned.
    """
    plan = financing("100000.00", own="30000.00", third="10000.00")
    actual = financing("95000.00", own="20000.00", third="12000.00")
    result = deficit_grant(eur("60000.00"), plan, actual, CLAUSES)
    assert result["verbesserungen"] == eur("7000.00")
    assert result.payable == eur("53000.00")


def test_a_partial_deficit_grant_falls_by_its_proportion() -> None:
    """Two grantors bear half of a deficit of 60,000 each: 30,000 - 50 % x 7,000 = 26,500; 1 cent halves to nothing."""
    plan = financing("100000.00", own="30000.00", third="10000.00", town="30000.00")
    actual = financing("95000.00", own="30000.00", third="12000.00", town="30000.00")
    assert deficit_grant(eur("30000.00"), plan, actual, CLAUSES, HALF).payable == eur("26500.00")
    one_cent = replace(plan, fundable=eur("99999.99"))
    assert deficit_grant(eur("30000.00"), plan, one_cent, CLAUSES, HALF).payable == eur("30000.00")


def test_savings_and_losses_are_balanced_and_a_balance_below_zero_raises_nothing() -> None:
    """Cost 3,000 more: with 5,000 more fees the balance is 2,000, with 2,000 more fees it is -1,000."""
    plan = financing("100000.00", own="40000.00")
    better = financing("103000.00", own="40000.00", third="5000.00")
    worse = financing("103000.00", own="40000.00", third="2000.00")
    assert deficit_grant(eur("60000.00"), plan, better, CLAUSES).payable == eur("58000.00")
    result = deficit_grant(eur("60000.00"), plan, worse, CLAUSES)
    assert result["verbesserungen"] == eur("-1000.00")
    assert result.payable == eur("60000.00")


def test_a_new_grantor_improves_the_balance_before_overfinancing_is_shared() -> None:
    """Plan 100,000 = 60,000 + 40,000 of A. Cost 90,000, A 40,000, new B 30,000: improvements of 40,000.

    All of it: 60,000 - 40,000 = 20,000, and 20 + 40 + 30 = 90, nothing to share. Half of it: 40,000, together
    110,000, excess 20,000: 40/110 = 7,272.727..., 40/110, 30/110 = 5,454.545... The rounded parts would be one cent
    too many, which the smallest grant is spared: 7,272.73 + 7,272.73 + 5,454.54 = 20,000.00.
    """
    plan, actual = financing("100000.00", a="40000.00"), financing("90000.00", a="40000.00", b="30000.00")
    full = deficit_grant(eur("60000.00"), plan, actual, CLAUSES)
    assert (full.payable, full["ueberfinanzierung"]) == (eur("20000.00"), ZERO)
    partial = deficit_grant(eur("60000.00"), plan, actual, CLAUSES, HALF)
    assert taken(partial) == {THIS_GRANT: "7272.73", "a": "7272.73", "b": "5454.54"}
    assert partial.payable == eur("32727.27")


def test_a_full_grant_falls_by_all_improvements() -> None:
    """50,000 of 50,000. Cost 48,000 and 500 of a third party: 50,000 - 2,500 = 47,500, and 47,500 + 500 = 48,000."""
    plan, actual = financing("50000.00"), financing("48000.00", third="500.00")
    result = full_grant(eur("50000.00"), plan, actual, CLAUSES)
    assert (result["zuwendung.nach_verbesserungen"], result["ueberfinanzierung"]) == (eur("47500.00"), ZERO)
    assert result.payable == eur("47500.00")


def test_improvements_beyond_the_grant_leave_nothing() -> None:
    """A grant of 5,000 and improvements of 9,000: nothing is left, and nothing is owed on top."""
    plan = financing("20000.00", own="15000.00")
    assert deficit_grant(eur("5000.00"), plan, financing("11000.00"), CLAUSES).payable == ZERO


# Steps, refusals


def test_every_step_names_its_clause_and_rounding() -> None:
    plan = financing("80000.00", town="10000.00")
    result = proportional_grant(eur("40000.00"), plan, plan, CLAUSES, HALF)
    assert [(step.name, step.clause.number, step.rounding) for step in result.steps] == [
        ("zuwendung.bewilligt", "unbekannt", None),
        ("minderausgaben", "2", None),
        ("dritte.mehr", "2", None),
        ("andere_zuwendungen.mehr", "2", None),
        ("eigenmittel.mehr", "2", None),
        ("verbesserungen", "2", None),
        ("zuwendung.nach_verbesserungen", "2", RoundingPolicy.CENT),
        ("ueberfinanzierung", "2.3.2", None),
        ("ueberfinanzierung.anteil", "2.3.2", RoundingPolicy.SAINTE_LAGUE),
        ("zuwendung.endgueltig", "2.3.2", None),
    ]
    assert all(step.words for step in result.steps)


ONE = eur("1.00")
PLAN = financing("1.00")
REFUSED: dict[str, Callable[[], object]] = {
    "Eigenmittel": lambda: financing("1.00", own="-0.01"),
    "Leistungen Dritter": lambda: financing("1.00", third="-0.01"),
    "andere Zuwendungen": lambda: financing("1.00", town="-0.01"),
    "keinen Namen": lambda: Financing(ONE, other_grants={THIS_GRANT: ONE}),
    "bewilligte Zuwendung ist nie negativ": lambda: fixed_amount_grant(-ONE, PLAN, CLAUSES),
    "Einheiten und Einheitsbetrag": lambda: Units(ONE, Fraction(-1)),
    "Einheitsbetrag sind nie negativ": lambda: Units(-ONE, Fraction(1)),
    "Höchstbetrag ist nie negativ": lambda: proportional_amount(ONE, HALF, -ONE),
    "zwischen 0 und 1": lambda: deficit_grant(ONE, PLAN, PLAN, CLAUSES, Fraction(-1, 2)),
    "liegt zwischen 0 und 1": lambda: proportional_amount(ONE, Fraction(50)),
    "Geplante": lambda: full_grant(ONE, financing("-1.00"), PLAN, CLAUSES),
    "nie höher als alle Zuwendungen": lambda: share_excess(ONE, {"a": eur("0.99")}),
    "Überfinanzierung ist nie negativ": lambda: share_excess(-ONE, {"a": ONE}),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=words):
        REFUSED[words]()


def test_what_other_revenues_leave_open_may_be_less_than_nothing() -> None:
    """Cost 100, of which 80 fundable: grants of 90 are 10 too many; 30 of third parties after 60 leave 10 of 100."""
    assert left_open(eur("80.00"), eur("100.00"), eur("90.00"), ZERO) == eur("-10.00")
    assert left_open(eur("80.00"), eur("100.00"), eur("60.00"), eur("30.00")) == eur("10.00")
    assert left_open(eur("80.00"), eur("100.00"), ZERO, ZERO) == eur("80.00")


def test_where_nobody_else_pays_all_fundable_spending_is_open() -> None:
    """Fundable 80, and 10 more came back than was spent on what is not fundable: that is the recipient's own."""
    assert left_open(eur("80.00"), eur("70.00"), ZERO, ZERO) == eur("80.00")


# What holds for every plan and account


@dataclass(frozen=True)
class Story:
    """A grant, its plan and account, and the terms of all types of financing."""

    grant: Money
    plan: Financing
    actual: Financing
    proportion: Fraction
    ceiling: Money
    units: Units

    def results(self) -> list[FinalGrant]:
        """Settle the story by every type of financing."""
        return [
            fixed_amount_grant(self.grant, self.actual, CLAUSES),
            fixed_amount_grant(self.grant, self.actual, CLAUSES, self.units),
            proportional_grant(self.grant, self.plan, self.actual, CLAUSES, self.proportion),
            proportional_grant(self.grant, self.plan, self.actual, CLAUSES, self.proportion, self.ceiling),
            deficit_grant(self.grant, self.plan, self.actual, CLAUSES),
            deficit_grant(self.grant, self.plan, self.actual, CLAUSES, self.proportion),
            full_grant(self.grant, self.plan, self.actual, CLAUSES),
        ]

    def payable(self) -> list[Money]:
        """Return what every type of financing makes payable."""
        return [result.payable for result in self.results()]


CENTS = st.integers(0, 60).map(Money)
OTHERS = st.dictionaries(st.sampled_from("abcd"), CENTS, max_size=4)
FINANCINGS = st.builds(Financing, CENTS, CENTS, CENTS, CENTS, OTHERS)
STORIES = st.builds(
    Story,
    grant=CENTS,
    plan=FINANCINGS,
    actual=FINANCINGS,
    proportion=st.fractions(0, 1, max_denominator=12),
    ceiling=CENTS,
    units=st.builds(Units, CENTS, st.fractions(0, 3, max_denominator=12)),
)


@PROPERTY
@given(STORIES)
def test_payable_is_never_more_than_approved_or_fundable(story: Story) -> None:
    assert all(ZERO <= payable <= min(story.grant, story.actual.fundable) for payable in story.payable())


@PROPERTY
@given(STORIES)
def test_a_proportional_grant_is_never_more_than_its_ceiling_and_its_proportion_of_the_plan(story: Story) -> None:
    _, _, free, capped, *_ = story.payable()
    assert capped <= min(free, story.ceiling)
    assert free <= proportional_amount(story.plan.fundable, story.proportion)


@PROPERTY
@given(STORIES, CENTS)
def test_a_higher_ceiling_or_a_higher_grant_never_lowers_what_is_payable(story: Story, more: Money) -> None:
    higher = replace(story, ceiling=story.ceiling + more)
    granted = replace(story, grant=story.grant + more)
    assert all(before <= after for before, after in zip(story.payable(), higher.payable(), strict=True))
    assert all(before <= after for before, after in zip(story.payable(), granted.payable(), strict=True))


@PROPERTY
@given(STORIES, CENTS)
def test_own_funds_change_nothing(story: Story, more: Money) -> None:
    richer = replace(story, actual=replace(story.actual, own_funds=story.actual.own_funds + more))
    assert richer.payable() == story.payable()


@PROPERTY
@given(STORIES, CENTS)
def test_more_spending_never_lowers_what_is_payable(story: Story, more: Money) -> None:
    dearer = replace(story, actual=replace(story.actual, fundable=story.actual.fundable + more))
    assert all(before <= after for before, after in zip(story.payable(), dearer.payable(), strict=True))


@PROPERTY
@given(STORIES)
def test_the_order_of_grantors_does_not_matter(story: Story) -> None:
    def turned(one: Financing) -> Financing:
        return replace(one, other_grants=dict(list(one.other_grants.items())[::-1]))

    assert replace(story, plan=turned(story.plan), actual=turned(story.actual)).results() == story.results()


@PROPERTY
@given(STORIES)
def test_the_shares_of_an_excess_are_the_excess_and_leave_no_grant_below_zero(story: Story) -> None:
    for result in story.results():
        assert total(share.amount for share in result.shares) == result["ueberfinanzierung"]
        assert sum(share.rounding_cents for share in result.shares) == 0
        grants = {THIS_GRANT: result.payable + result["ueberfinanzierung.anteil"], **story.actual.other_grants}
        assert all(ZERO <= share.amount <= grants[share.grantor] for share in result.shares)


@PROPERTY
@given(STORIES)
def test_after_sharing_the_grants_are_no_more_than_the_fundable_spending(story: Story) -> None:
    for result in story.results():
        others = story.actual.granted_by_others - (result["ueberfinanzierung"] - result["ueberfinanzierung.anteil"])
        assert result.payable + others <= story.actual.fundable


@PROPERTY
@given(STORIES)
def test_an_account_as_planned_changes_only_what_the_plan_pays_too_much(story: Story) -> None:
    as_planned = replace(story, actual=story.plan)
    fixed, _, _, _, deficit, partial, full = as_planned.payable()
    assert deficit == partial == full == fixed
    grant = proportional_amount(story.plan.fundable, story.proportion)
    proportional = proportional_grant(grant, story.plan, story.plan, CLAUSES, story.proportion)
    assert proportional["zuwendung.nach_verbesserungen"] == grant
