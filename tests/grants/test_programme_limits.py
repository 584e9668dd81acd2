"""Proportion and ceiling of a programme limit every grant, whatever its type of financing and whatever was granted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from grants.close.programmes import programme_points
from grants.settle.grant_award import awards_in_force
from ledger.cost import CostKind, RevenueKind
from ledger.finding import UnreadableError
from ledger.period import FundingYear
from tests.grants.builders import inputs, tenure
from tests.grants.small_programmes import (
    LUMP_SUM,
    OMID,
    award,
    changed_programme,
    on_account,
    quantity,
    received,
    settle_all,
    terms,
    values,
)

FILE = "stuttgart-omid-2021.toml"
# An award above the ceiling of the rules: 400,000 of 649,412, the fund pays the other 249,412.
GRANTED_400 = (
    OMID.replace('betrag = "290.000,00"\nsachkonten = ["53180000"]', 'betrag = "400.000,00"\nsachkonten = ["53180000"]')
    .replace('eigenmittel = "69.412,00"\n', "")
    .replace('betrag = "290.000,00"\nsachkonten = ["31480000"]', 'betrag = "249.412,00"\nsachkonten = ["31480000"]')
)
SPENT = [on_account("53180000", "649412.00", CostKind.MATERIALS)]
GRANT = RevenueKind.PUBLIC_GRANT
FUND = received("31480000", "249412.00", GRANT)


def financed_by(funding: str, proportion: str = "100") -> Any:
    def change(data: dict[str, Any]) -> None:
        data["verfahren"][0]["finanzierungsart"] = funding
        (share,) = [each for each in data["groesse"] if each["name"] == "foerderanteil"]
        share["wert"][0]["wert"] = proportion

    return changed_programme(FILE, change)


@pytest.mark.parametrize("funding", ["Fehlbedarf", "Vollfinanzierung", "Festbetrag"])
def test_a_ceiling_limits_every_type_of_financing_under_a_plan(funding: str) -> None:
    """Spent as planned nothing improves: 400,000 were granted, the rules pay at most 290,000; 359,412 stay."""
    _, figures = settle_all([terms(GRANTED_400, financed_by(funding))], SPENT, revenues=[FUND])
    assert values(figures, "stuttgart-omid", "zuwendung.gedeckelt", "zuwendung", "selbst_zu_tragen") == {
        "zuwendung.gedeckelt": "290000.00",
        "zuwendung": "290000.00",
        "selbst_zu_tragen": "359412.00",
    }


@pytest.mark.parametrize("funding", ["Fehlbedarf", "Vollfinanzierung", "Festbetrag"])
def test_a_proportion_limits_every_type_of_financing_under_a_plan(funding: str) -> None:
    """40 % of 649,412 = 259,764.80, less than the 400,000 granted and the ceiling of 290,000."""
    _, figures = settle_all([terms(GRANTED_400, financed_by(funding, "40"))], SPENT, revenues=[FUND])
    assert figures["programm.stuttgart-omid.zuwendung"].exact == "259764.80"


def test_the_limited_grant_names_what_limited_it() -> None:
    _, figures = settle_all([terms(GRANTED_400, financed_by("Fehlbedarf"))], SPENT, revenues=[FUND])
    limited = figures["programm.stuttgart-omid.zuwendung.gedeckelt"]
    assert [part.removeprefix("programm.stuttgart-omid.") for part in limited.parts] == [
        "zuwendung.nach_verbesserungen",
        "zuwendungsfaehig",
        "foerderanteil",
        "hoechstbetrag",
    ]


def test_a_ceiling_limits_a_lump_sum() -> None:
    """One post of 4,600.00 a year and 250,000 spent: the rules pay at most 1,000.00."""
    ceiling = quantity("foerderanteil.hoechstbetrag", "EUR", "ohne Rundung", "1.000,00")
    rules = changed_programme("stuttgart-sachkostenpauschale-2017.toml", lambda data: data["groesse"].append(ceiling))
    spent = [on_account("53190000", "250000.00", CostKind.MATERIALS)]
    _, figures = settle_all([terms(LUMP_SUM, rules)], spent, [tenure()])
    assert values(figures, "stuttgart-sachkostenpauschale", "zuwendung.nach_einheiten", "zuwendung") == {
        "zuwendung.nach_einheiten": "4600.00",
        "zuwendung": "1000.00",
    }


def test_under_a_binding_ceiling_improvements_reduce_the_spending_and_the_other_reading_is_an_open_point() -> None:
    """Spent 580,000 of 649,412: improvements 69,412. Half of 580,000 is 290,000, the ceiling: nothing is taken off.

    By the letter of the rule half of the improvements would be: 290,000 - 34,706 = 255,294.
    """
    spent = [on_account("53180000", "580000.00", CostKind.MATERIALS)]
    accounts, figures = settle_all([terms(OMID)], spent, revenues=[received("31480000", "290000.00", GRANT)])
    step = figures["programm.stuttgart-omid.zuwendung.nach_verbesserungen"]
    assert (step.exact, "Annahme" in step.formula) == ("290000.00", True)
    (point,) = programme_points(inputs(), accounts, figures)
    assert "Verbesserungen von 69.412,00\u00a0€" in point.text
    assert "nicht unter 290.000,00\u00a0€" in point.text
    assert "blieben 255.294,00\u00a0€" in point.text


def test_where_both_readings_agree_nothing_is_open() -> None:
    spent = [on_account("53180000", "649412.00", CostKind.MATERIALS)]
    accounts, figures = settle_all([terms(OMID)], spent, revenues=[received("31480000", "290000.00", GRANT)])
    assert programme_points(inputs(), accounts, figures) == []


def test_a_second_notice_of_a_programme_with_another_reference_replaces_nothing() -> None:
    other = OMID.replace("SozA 50-OMID", "SozA 50-ANDERES").replace("fassung = 1", "fassung = 2")
    awards = [award(OMID), award(other.replace("2021-06-30", "2021-07-30"))]
    with pytest.raises(UnreadableError, match="schon den Bescheid SozA 50-OMID"):
        awards_in_force(awards, FundingYear(2021), date(2026, 1, 1))
