"""How parts of a month count: by days, or only whole calendar months; and what a part that does not count is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from grants.law.eligibility import Split, split_entry
from grants.law.rules import RuleSet, Side
from grants.papers.proof import make_proof
from grants.settle.year import compute_year
from ledger.cost import CostKind
from tests.grants.builders import (
    FSA,
    KO,
    bonus,
    changed_rules,
    entry,
    eur,
    inputs,
    paid,
    pay,
    rule_named,
    rules,
    tenure,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ledger.cost import Entry
    from ledger.staff import Tenure


@pytest.fixture(scope="module")
def whole_months() -> RuleSet:
    """Return the shipped rules with whole calendar months instead of days."""
    return changed_rules(lambda data: rule_named(data, "zeitanteil").update(wert="Monate"))


def parts(of: Entry, held: Sequence[Tenure], by: RuleSet) -> list[tuple[str, str, Side, bool]]:
    """Return post, amount, side and whether it was refused, of each part."""
    return [
        (each.tenure.position_number if each.tenure else "", each.amount.decimal_string(), each.side, each.refused)
        for each in split_entry(of, held, by)
    ]


def clauses(of: Entry, held: Sequence[Tenure], by: RuleSet) -> set[tuple[str, ...]]:
    """Return the documents behind each part."""
    return {tuple(clause.document for clause in each.clauses) for each in split_entry(of, held, by)}


# January 2025 has 31 days: 10 of them on IM-01, 21 on FSA-01, both full-time.
CHANGED = [tenure(end=date(2025, 1, 10)), tenure(position="FSA-01", role=FSA, begin=date(2025, 1, 11))]


def test_by_days_the_days_on_the_post_are_fundable() -> None:
    assert parts(entry("3100.00"), CHANGED, rules()) == [
        ("FSA-01", "2100.00", Side.OTHER_PROGRAMME, False),
        ("IM-01", "1000.00", Side.FUNDABLE, False),
    ]


def test_by_whole_months_the_days_before_a_change_of_post_are_refused(whole_months: RuleSet) -> None:
    # ten days are no whole month; the other programme bears its own days as before
    assert parts(entry("3100.00"), CHANGED, whole_months) == [
        ("FSA-01", "2100.00", Side.OTHER_PROGRAMME, False),
        ("IM-01", "1000.00", Side.OWN_SHARE, True),
    ]


def test_a_refused_part_names_the_rule_for_parts_of_months(whole_months: RuleSet) -> None:
    (_, refused) = split_entry(entry("3100.00"), CHANGED, whole_months)
    assert refused.clause == whole_months.choice("zeitanteil", date(2025, 1, 1))[1]


def test_by_whole_months_a_post_filled_late_counts_from_the_first_whole_month(whole_months: RuleSet) -> None:
    late = [tenure(begin=date(2025, 3, 16))]
    assert parts(entry("2000.00", month=3), late, whole_months) == [("IM-01", "2000.00", Side.OWN_SHARE, True)]
    assert parts(entry("4000.00", month=4), late, whole_months) == [("IM-01", "4000.00", Side.FUNDABLE, False)]
    assert parts(entry("2000.00", month=3), late, rules()) == [("IM-01", "2000.00", Side.FUNDABLE, False)]


def test_a_change_of_the_share_alone_does_not_break_a_month(whole_months: RuleSet) -> None:
    held = [tenure(fte="0.5", end=date(2025, 7, 15)), tenure(fte="0.7692", begin=date(2025, 7, 16))]
    sides = {(side, refused) for _, _, side, refused in parts(entry("3000.00", month=7), held, whole_months)}
    assert sides == {(Side.FUNDABLE, False)}


def test_a_gap_of_one_day_breaks_it(whole_months: RuleSet) -> None:
    held = [tenure(end=date(2025, 7, 15)), tenure(begin=date(2025, 7, 17))]
    assert {refused for *_, refused in parts(entry("3000.00", month=7), held, whole_months)} == {True}


def test_a_coordination_post_that_was_too_small_on_some_days_counts_in_no_part_of_the_month(
    whole_months: RuleSet,
) -> None:
    # April: 10 days together at 0.5, 20 days alone at 0.3; by days 500.00 of 1,500.00 are fundable, by months nothing
    held = [
        tenure("0001", "KO-01", role=KO, fte="0.3"),
        tenure("0002", "KO-01", role=KO, fte="0.2", end=date(2025, 4, 10)),
    ]
    assert parts(entry("1500.00", month=4), held, rules()) == [
        ("KO-01", "500.00", Side.FUNDABLE, False),
        ("KO-01", "1000.00", Side.OWN_SHARE, True),
    ]
    assert parts(entry("1500.00", month=4), held, whole_months) == [
        ("KO-01", "500.00", Side.OWN_SHARE, True),
        ("KO-01", "1000.00", Side.OWN_SHARE, True),
    ]


def test_training_is_not_earned_by_time(whole_months: RuleSet) -> None:
    late = [tenure(begin=date(2025, 3, 16))]
    seminar = entry("300.00", month=3, kind=CostKind.TRAINING)
    assert parts(seminar, late, whole_months) == [("IM-01", "300.00", Side.FUNDABLE, False)]


def test_the_twelfth_of_a_bonus_for_a_part_of_a_month_is_refused(whole_months: RuleSet) -> None:
    # from 16 March to the end of the year: ten months with a post, nine of them whole
    assert parts(bonus("1000.00"), [tenure(begin=date(2025, 3, 16))], whole_months) == [
        ("IM-01", "100.00", Side.OWN_SHARE, True),
        ("IM-01", "900.00", Side.FUNDABLE, False),
    ]


def test_retroactive_pay_is_divided_by_the_posts_of_its_month_of_service() -> None:
    # half and half in March, whole on IM-01 since September; paid in November
    held = [
        tenure(fte="0.5", end=date(2025, 8, 31)),
        tenure(position="FSA-01", role=FSA, fte="0.5", end=date(2025, 8, 31)),
        tenure(begin=date(2025, 9, 1)),
    ]
    assert parts(paid(entry("200.00", month=3), 2025, 11), held, rules()) == [
        ("FSA-01", "100.00", Side.OTHER_PROGRAMME, False),
        ("IM-01", "100.00", Side.FUNDABLE, False),
    ]


def test_the_coordination_post_of_2024_is_excluded_not_refused() -> None:
    # Biberach IV-006-2024, Nr. 3: the post is fundable from the first frame on; no size makes it so before
    ko = [tenure(position="KO-01", role=KO, fte="0.3", begin=date(2024, 10, 1))]
    (split,) = split_entry(entry("3000.00", month=10, year=2024), ko, rules())
    assert (split.side, split.refused, split.clause.number) == (Side.OWN_SHARE, False, "unbekannt")
    (split,) = split_entry(entry("3000.00"), ko, rules())
    assert (split.side, split.refused, split.clause.number) == (Side.OWN_SHARE, True, "4.2")


def test_a_rule_that_changes_within_a_month_divides_it() -> None:
    # an own file in which the coordination post is fundable from 16 January on: 15 and 16 of 31 days
    def from_the_middle(data: dict[str, Any]) -> None:
        before, after = [
            rule
            for rule in data["ausgabe"]
            if rule["art"] == "Personalausgaben" and rule["aufgaben"] == ["Koordinierende Stelle"]
        ]
        before["gilt_bis"], after["gilt_ab"] = date(2025, 1, 15), date(2025, 1, 16)

    held = [tenure(position="KO-01", role=KO, fte="0.5")]
    assert parts(entry("3100.00"), held, changed_rules(from_the_middle)) == [
        ("KO-01", "1500.00", Side.OWN_SHARE, False),
        ("KO-01", "1600.00", Side.FUNDABLE, False),
    ]


def test_a_part_divided_by_days_names_the_rule_for_parts_of_months() -> None:
    by_days = rules().choice("zeitanteil", date(2025, 1, 1))[1]
    assert {each.divided_by for each in split_entry(entry("3100.00"), CHANGED, rules())} == {(by_days,)}


@pytest.mark.parametrize(
    "held",
    [
        [tenure()],
        [tenure(begin=date(2025, 1, 16))],
        [tenure(fte="0.5"), tenure(position="FSA-01", role=FSA, fte="0.5")],
    ],
    ids=["one post", "one post filled late", "two posts for the whole month"],
)
def test_what_no_days_divide_does_not_name_it(held: list[Tenure]) -> None:
    assert {each.divided_by for each in split_entry(entry("3100.00"), held, rules())} == {()}


def test_a_divided_bonus_names_how_its_year_is_divided() -> None:
    held = [tenure(end=date(2025, 6, 30)), tenure(position="FSA-01", role=FSA, begin=date(2025, 7, 1))]
    principle = rules().principle("jahressonderzahlung", date(2025, 1, 1))
    assert {each.divided_by for each in split_entry(bonus("3600.00"), held, rules())} == {(principle,)}
    (whole,) = split_entry(bonus("3600.00"), [tenure()], rules())
    assert whole.divided_by == ()


def test_the_proof_says_that_only_whole_months_count(whole_months: RuleSet) -> None:
    given = inputs(tenures=[tenure()], entries=pay("6000.00"))
    by_days, by_months = (
        make_proof(compute_year(replace(given, rules=by)), None, "").whole_months for by in (rules(), whole_months)
    )
    assert (by_days, by_months) == ("", "VwV IntM, Nr.\u00a0offen (Annahme)")


def test_a_part_is_the_same_whether_it_is_refused_or_not_in_its_amount(whole_months: RuleSet) -> None:
    of = replace(entry("3333.33"), number=7)
    by_days, by_months = (split_entry(of, CHANGED, by) for by in (rules(), whole_months))

    def amounts(splits: tuple[Split, ...]) -> list[object]:
        return [(each.amount, each.tenure) for each in splits]

    assert amounts(by_days) == amounts(by_months)
    assert eur("3333.33") == sum((each.amount for each in by_days), eur("0.00"))
