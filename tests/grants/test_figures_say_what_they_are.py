"""Figures name every part they come from, and how they were rounded."""

from __future__ import annotations

from datetime import date

from grants.law.rounding import RoundingPolicy
from grants.settle.year import compute_year
from ledger.cost import RevenueKind
from tests.grants.builders import FSA, TOWN, agreement, inputs, pay, revenue, tenure, with_revenues
from tests.grants.person_builders import award, funded, monthly, settled
from tests.grants.small_programmes import SOCIAL_WORK, settle_all, terms

FRAME_OF_TWO = {
    "agreements": [agreement(TOWN)],
    "persons": {"08999001": 50, TOWN.key: 50},
    "coordination_first": False,
    "tenures": [tenure(), tenure("t", "T-1", carrier=TOWN)],
}


def test_shares_of_posts_say_how_they_were_rounded() -> None:
    """0.3333 posts in January and February: 2 x 0.3333 / 12 = 0.05555, half up 0.0556."""
    given = award("200000.00", funded(fte="0.3333"))
    held = [tenure(fte="0.3333", end=None)]
    result = settled(given, tenures=held, entries=monthly("3000.00", last=2))
    for name in ("person.0001.vzae", "stellen.vzae"):
        assert result.figures[name].rounding is RoundingPolicy.FOUR_DECIMALS
        assert result.figures[name].exact == "0.0556"
    year = compute_year(inputs(tenures=[tenure()], entries=pay("1.00")))
    assert year.figures["stelle.08999.IM-01.vzae"].rounding is RoundingPolicy.FOUR_DECIMALS
    assert year.figures["stellen.vzae"].rounding is RoundingPolicy.SUM_OF_ROUNDED


def test_posts_of_another_programme_say_how_they_were_rounded() -> None:
    """0.3333 posts for two months are 0.05555, half up 0.0556; 10 persons for 90 a post are 0.1111."""
    held = [tenure(role=FSA, fte="0.3333", begin=date(2025, 1, 1), end=date(2025, 2, 28))]
    _, figures = settle_all([terms(SOCIAL_WORK + "personen = 10\n")], tenures=held)
    for name, value in (("vzae", "0.0556"), ("vzae_refinanziert", "0.1111")):
        figure = figures[f"programm.flueag-12.{name}"]
        assert (figure.exact, figure.rounding) == (value, RoundingPolicy.FOUR_DECIMALS)


def test_means_that_others_left_are_a_part_of_the_payout() -> None:
    """Frame 500,000 halved: the town uses 120,000 of 250,000; the county's 480,000 take the other 130,000."""
    entries = [*pay("40000.00"), *pay("10000.00", "t", carrier=TOWN)]
    result = compute_year(inputs("500000", entries=entries, **FRAME_OF_TWO))  # type: ignore[arg-type]
    names = ("kreis.anteil", "kreis.restmittel", "kreis.auszahlung")
    assert [result.figures[name].exact for name in names] == ["250000.00", "130000.00", "380000.00"]
    assert "kreis.restmittel" in result.figures["kreis.auszahlung"].parts
    assert "zuzüglich überlassener Restmittel" in result.figures["kreis.auszahlung"].formula
    assert result.figures[f"traeger.{TOWN.key}.restmittel"].exact == "0.00"


def test_an_unused_share_names_other_revenues_as_a_reason() -> None:
    """The town spends 120,000 and receives 30,000 elsewhere: 90,000 of 250,000 are payable, 160,000 unused."""
    entries = [*pay("5000.00"), *pay("10000.00", "t", carrier=TOWN)]
    year = inputs("500000", entries=entries, **FRAME_OF_TWO)  # type: ignore[arg-type]
    result = compute_year(with_revenues(year, revenue("30000.00", RevenueKind.PUBLIC_GRANT, TOWN)))
    unused = result.figures[f"traeger.{TOWN.key}.ungenutzt"]
    assert unused.exact == "160000.00"
    assert unused.parts == (f"traeger.{TOWN.key}.anteil", f"traeger.{TOWN.key}.auszahlung")
    assert "von anderen bezahlt" in unused.formula
