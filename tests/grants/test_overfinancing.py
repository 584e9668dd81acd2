"""Over-financing has one function; whether the whole excess or a part of it is given back is a value of the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grants.law.rules import RuleSet
from grants.settle.year import compute_year
from ledger.cost import CostKind, RevenueKind
from tests.grants.builders import changed_rules, entry, inputs, pay, revenue, rule_named, tenure, with_revenues
from tests.grants.person_builders import award, funded, monthly, settled
from tests.grants.small_programmes import OMID, changed_programme, on_account, received, settle_all, terms

GRANT = RevenueKind.PUBLIC_GRANT


def rules_with(reduction: str) -> RuleSet:
    return changed_rules(lambda data: rule_named(data, "ueberfinanzierung.kuerzung").update(wert=reduction))


@pytest.mark.parametrize(("reduction", "payout"), [("ganz", "62000.00"), ("anteilig", "63219.51")])
def test_the_rules_of_a_frame_say_which_part_of_an_excess_it_gives_back(reduction: str, payout: str) -> None:
    """72,000 fundable, the frame pays 72,000, another grant 10,000: 10,000 too much, or 10,000 x 72 / 82 = 8,780.49."""
    given = with_revenues(inputs(tenures=[tenure()], entries=pay("6000.00")), revenue("10000.00", GRANT))
    figures = compute_year(replace(given, rules=rules_with(reduction))).figures
    assert figures["auszahlung.betrag"].exact == payout


@pytest.mark.parametrize(("reduction", "payable"), [("ganz", "250000.00"), ("anteilig", "260357.14")])
def test_the_rules_of_a_programme_say_which_part_of_an_excess_it_gives_back(reduction: str, payable: str) -> None:
    """Half of 540,000 is 270,000, the fund pays 290,000: 20,000 too much, or 20,000 x 270 / 560 = 9,642.86."""
    rules = changed_programme(
        "stuttgart-omid-2021.toml",
        lambda data: rule_named(data, "ueberfinanzierung.kuerzung").update(wert=reduction),
    )
    spent = [on_account("53180000", "540000.00", CostKind.MATERIALS)]
    _, figures = settle_all([terms(OMID, rules)], spent, revenues=[received("31480000", "290000.00", GRANT)])
    assert figures["programm.stuttgart-omid.zuwendung"].exact == payable


@pytest.mark.parametrize(("reduction", "payout"), [("ganz", "46000.00"), ("anteilig", "47826.09")])
def test_the_rules_of_an_award_per_person_say_which_part_of_an_excess_it_gives_back(
    reduction: str, payout: str
) -> None:
    """Pay of 12 x 5,000 = 60,000, the frame pays 55,000, another grant 14,000: 9,000 too much.

    Its part: 9,000 x 55 / 69 = 7,173.91, so 47,826.09 would stay.
    """
    result = settled(
        award("55000", funded()),
        tenures=[tenure()],
        entries=monthly("5000"),
        revenues=[revenue("14000.00", GRANT)],
        rules=rules_with(reduction),
    )
    assert result.figures["kreis.auszahlung"].exact == payout


def test_a_cent_of_other_revenues_takes_off_a_cent() -> None:
    """Pay of 72,000.00 is fundable, a refund of travel of 1,000.00 is not: 72,000.00 are paid where nobody else pays.

    One cent of a third party leaves 71,999.99, and not 70,999.99.
    """
    given = inputs(tenures=[tenure()], entries=[*pay("6000.00"), entry("-1000.00", "", kind=CostKind.TRAVEL)])
    cent = revenue("0.01", RevenueKind.THIRD_PARTY)
    found = [compute_year(with_revenues(given, *each)).figures for each in ((), (cent,))]
    assert [figures["auszahlung.betrag"].exact for figures in found] == ["72000.00", "71999.99"]
