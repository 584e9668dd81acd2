"""What the shipped files of other programmes decide: sides of costs, parts of months, the month that decides a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.cost import CostKind
from ledger.period import Month
from ledger.staff import PositionRole
from tests.grants.builders import FSA, entry, tenure
from tests.grants.small_programmes import (
    LUMP_SUM,
    MEASURES,
    OMID,
    SOCIAL_WORK,
    on_account,
    settle_all,
    social_workers,
    terms,
)

ALL = set(CostKind)
MATERIAL_COST = {CostKind.TRAVEL, CostKind.EQUIPMENT, CostKind.MATERIALS, CostKind.LICENCES, CostKind.OVERHEAD}
# Stuttgart, Mitteilungsvorlage of 24.06.2021: shares of all of OMID's cost, a lump sum for the material cost of
# carriers, measures without state money; Landkreis Biberach, Vorlage IV-006-2024, Nr. 5: the posts are refunded
FUNDABLE = {
    "stuttgart-omid": (OMID, "53180000", ALL),
    "stuttgart-sachkostenpauschale": (LUMP_SUM, "53190000", MATERIAL_COST),
    "stuttgart-massnahmen": (MEASURES, "42710000", set()),
    "stuttgart-massnahmen of 2022": (
        MEASURES.replace("2020/2021", "2022/2023").replace("jahr = 2021", "jahr = 2022").replace(
            '[[massnahmen]]\nname = "Sachkostenpauschale"\nsachkonten = ["53190000"]\n', ""
        ),
        "42710000",
        set(),
    ),
    "flueag-12": (SOCIAL_WORK + 'sachkonten = ["42710000"]\n', "42710000", {CostKind.PERSONNEL}),
}  # fmt: skip


@pytest.mark.parametrize("name", FUNDABLE)
@pytest.mark.parametrize("kind", CostKind)
def test_a_cost_is_fundable_where_the_paper_says_so(name: str, kind: CostKind) -> None:
    text, account, fundable = FUNDABLE[name]
    claimed = terms(text)
    booked = on_account(account, "100.00", kind, year=claimed.award.year.number)
    (settled,), _ = settle_all([claimed], [booked])
    assert settled.fundable.cents == (10_000 if kind in fundable else 0)
    assert settled.incurred.cents == 10_000


@pytest.mark.parametrize("kind", CostKind)
def test_of_a_social_worker_only_the_pay_is_refunded(kind: CostKind) -> None:
    (settled,), _ = settle_all([terms(SOCIAL_WORK)], [entry("100.00", kind=kind)], social_workers(["1"]))
    assert settled.fundable.cents == (10_000 if kind is CostKind.PERSONNEL else 0)
    assert settled.incurred.cents == 10_000


@pytest.mark.parametrize("role", [PositionRole.INTEGRATION, PositionRole.COORDINATION])
def test_refugee_social_work_hands_other_posts_to_the_planning_frame(role: PositionRole) -> None:
    rules = terms(SOCIAL_WORK).rules
    for kind in CostKind:
        assert rules.cost_rule(kind, role, date(2025, 6, 1)).programme == "vwv-integrationsmanagement"


def test_a_post_of_refugee_social_work_counts_by_days() -> None:
    """Filled from 16 July: 16 of 31 days and five months, 5.516129 / 12 = 0.4597; 0.4597 x 90 = 41 persons."""
    held = [tenure(role=FSA, position="FSA-01", begin=date(2025, 7, 16))]
    _, figures = settle_all([terms(SOCIAL_WORK)], [entry("100.00", month=8)], held)
    assert figures["programm.flueag-12.vzae"].exact == "0.4597"
    assert figures["programm.flueag-12.personen_nach_schluessel"].exact == "41"


@pytest.mark.parametrize("name", [name for name in FUNDABLE if "massnahmen" not in name])
def test_the_month_of_service_decides_the_year_of_a_cost(name: str) -> None:
    text, account, _ = FUNDABLE[name]
    claimed = terms(text)
    year = claimed.award.year.number
    december = on_account(account, "100.00", CostKind.MATERIALS, year=year)
    paid_later = replace(december, cost_month=Month(year, 12), paid_in=Month(year + 1, 1))
    (settled,), _ = settle_all([claimed], [paid_later])
    assert settled.incurred.cents == 10_000
