"""What the rules ask of posts and persons is flagged with its clause; it takes no money away."""

from __future__ import annotations

from datetime import date

import pytest

from grants.close.requirement_points import part_points, refusal_points
from grants.law.eligibility import split_entry
from grants.law.requirements import small_carrier, small_parts
from ledger.fte import Fte
from ledger.period import DaySpan, FundingYear
from tests.grants.builders import FSA, KO, TOWN, YEAR, entry, rules, tenure

LAST_YEAR = FundingYear(2024)


@pytest.mark.parametrize(("share", "is_missed"), [("0.2499", True), ("0.25", False)])
def test_before_2025_a_part_of_a_post_has_at_least_a_quarter(share: str, *, is_missed: bool) -> None:
    # FAQ of the Regierungspräsidium Stuttgart on the version of 2017: each part at least 0.25 VZÄ
    held = [tenure(fte=share, begin=date(2023, 5, 1), end=date(2024, 6, 30))]
    missed = small_parts(held, LAST_YEAR, rules())
    assert [(each.least, each.days) for each in missed] == (
        [(Fte(2500), DaySpan(date(2024, 1, 1), date(2024, 6, 30)))] if is_missed else []
    )


def test_from_2025_on_no_rule_asks_for_it() -> None:
    assert small_parts([tenure(fte="0.1")], YEAR, rules()) == ()


@pytest.mark.parametrize("role", [FSA, KO], ids=lambda role: str(role.value))
def test_posts_of_another_task_have_no_least_part(role: object) -> None:
    assert small_parts([tenure(fte="0.1", role=role)], LAST_YEAR, rules()) == ()  # type: ignore[arg-type]


def test_the_flag_names_post_share_clause_and_days_but_no_person() -> None:
    (point,) = part_points([tenure("4711", "IM-02", fte="0.2", begin=date(2024, 3, 1))], LAST_YEAR, rules())
    assert point.text == (
        "Stelle IM-02: Ein Teil der Stelle hat nur 0,20 VZÄ, gefordert sind mindestens 0,25 VZÄ (VwV IntM, "
        "Nr.\u00a0offen (Annahme); 01.03.2024–31.12.2024). Diese Tage zählen nicht, und ihre Ausgaben sind "
        "selbst zu tragen."
    )
    assert "4711" not in f"{point}"


def test_a_small_part_stays_fundable_until_somebody_decides_otherwise() -> None:
    (split,) = split_entry(entry("100.00", month=6, year=2024), [tenure(fte="0.2")], rules())
    assert (split.side.value, split.refused) == ("zuwendungsfähig", False)


def test_a_carrier_of_its_own_is_flagged_with_what_it_has() -> None:
    # Nr. 3.4: half a post; 0.3 and 0.1999 are less, 0.3 and 0.2 are enough
    held = [tenure("P1", "P1", fte="0.3", carrier=TOWN), tenure("P2", "P2", fte="0.1999", carrier=TOWN)]
    missed = small_carrier(held, TOWN.key, YEAR, rules())
    assert missed
    assert (missed.share, missed.least, missed.clause.number) == (Fte(4999), Fte(5000), "3.4")
    enough = [held[0], tenure("P2", "P2", fte="0.2", carrier=TOWN)]
    assert small_carrier(enough, TOWN.key, YEAR, rules()) is None


def test_posts_with_refused_pay_are_named_once_for_each_clause() -> None:
    held = [tenure("0009", "KO-01", role=KO, fte="0.4"), tenure("0008", "KO-02", role=KO, fte="0.3")]
    splits = [
        split
        for each in (entry("10.00", "0009"), entry("20.00", "0009", month=2), entry("30.00", "0008"))
        for split in split_entry(each, held, rules())
    ]
    (point,) = refusal_points(splits)
    assert point.text.endswith("(Nr.\u00a04.2 VwV IntM): KO-01 und KO-02.")
    assert "abgelehnt.gesamt" in point.remedy
