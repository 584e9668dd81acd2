"""What is set aside for the coordination post: nothing without a post, and what nobody needs of it goes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grants.settle.settlement import UnusedMeans
from grants.settle.year import YearInputs, YearResult, compute_year
from tests.grants.builders import KO, TOWN, agreement, changed_rules, inputs, pay, rule_named, tenure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.cost import Entry
    from ledger.staff import Tenure

SLUG = f"traeger.{TOWN.key}"


def year(cap: str, tenures: Sequence[Tenure] = (), entries: Sequence[Entry] = (), **facts: object) -> YearResult:
    """Compute a frame of 100,000.00 for a town that spends 12 x 9,000 = 108,000.00; the county has no persons."""
    given: YearInputs = inputs(
        "100000",
        agreements=[agreement(TOWN)],
        persons={TOWN.key: 100},
        tenures=[tenure("t", "T-1", carrier=TOWN), *tenures],
        entries=[*pay("9000", "t", carrier=TOWN), *entries],
        **facts,  # type: ignore[arg-type]
    )
    rules = changed_rules(lambda data: rule_named(data, "koordination.hoechstbetrag").update(wert=cap))
    return compute_year(replace(given, rules=rules))


def exact(result: YearResult, *names: str) -> list[str]:
    return [result.figures[name].exact for name in names]


@pytest.mark.parametrize("fte", [None, "0.4"])
def test_without_a_fundable_coordination_post_nothing_is_set_aside(fte: str | None) -> None:
    """No post, or one of less than 0.5 VZÄ: the town gets all 100,000.00 of the frame."""
    held = [tenure("k", "KO-1", role=KO, fte=fte)] if fte else []
    names = ("koordination.vorab", f"{SLUG}.anteil", "auszahlung.betrag")
    assert exact(year("40.000,00", held), *names) == ["0.00", "100000.00", "100000.00"]


@pytest.mark.parametrize("unused", UnusedMeans)
@pytest.mark.parametrize("cap", ["0,00", "30.000,00", "40.000,00", "50.000,00"])
def test_what_the_coordination_post_does_not_need_goes_back_to_the_carriers(cap: str, unused: UnusedMeans) -> None:
    """The post costs 12 x 2,000 = 24,000; the town claims 108,000: together they use the whole frame at every cap.

    At a cap of 40,000: the town has a share of 60,000, and 40,000 - 24,000 = 16,000 come back to it.
    """
    held, cost = [tenure("k", "KO-1", role=KO, fte="0.5")], pay("2000", "k")
    result = year(cap, held, cost, unused_means=unused)
    assert exact(result, "auszahlung.betrag") == ["100000.00"]
    if cap == "40.000,00":
        names = (f"{SLUG}.anteil", f"{SLUG}.restmittel", f"{SLUG}.auszahlung", "kreis.auszahlung")
        assert exact(result, *names) == ["60000.00", "16000.00", "76000.00", "24000.00"]
        assert "Annahme" in result.figures[f"{SLUG}.restmittel"].formula or unused is UnusedMeans.TO_ALL


def test_the_payout_of_the_county_follows_from_its_share_and_the_left_over_means_of_others() -> None:
    """Frame 400,000, county and town 200,000 each; the town spends 12 x 5,000 = 60,000, the county 12 x 40,000.

    The town leaves 140,000: 200,000 + 140,000 = 340,000 of 480,000 are paid to the county.
    """
    given = inputs(
        "400000",
        agreements=[agreement(TOWN)],
        persons={"08999001": 50, TOWN.key: 50},
        tenures=[tenure(), tenure("t", "T-1", carrier=TOWN)],
        entries=[*pay("40000"), *pay("5000", "t", carrier=TOWN)],
    )
    figures = compute_year(given).figures
    payout = figures["kreis.auszahlung"]
    assert payout.parts == ("kreis.anteil", "kreis.restmittel", "kreis.zuwendungsfaehig")
    assert [figures[part].exact for part in payout.parts] == ["200000.00", "140000.00", "480000.00"]
    assert payout.exact == "340000.00"
    assert figures["kreis.restmittel"].parts == (f"{SLUG}.ungenutzt",)
    assert "von anderen bezahlt" in figures[f"{SLUG}.ungenutzt"].formula
