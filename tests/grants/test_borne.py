"""What a carrier bears is a result with lines of its own, each with clause and entries; they sum to all not paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grants.law.rounding import RoundingPolicy
from grants.settle.borne_figures import name_borne
from grants.settle.figures import Figures, carrier_slug
from grants.settle.naming import BORNE, MATERIAL_KINDS, SLUGS, borne_lines
from grants.settle.settlement import UnusedMeans
from grants.settle.year import YearResult, compute_year
from ledger.cost import CostKind, RevenueKind
from ledger.money import ZERO, total
from tests.grants.builders import (
    CLAUSE,
    FSA,
    KO,
    TOWN,
    agreement,
    changed_rules,
    entry,
    eur,
    inputs,
    pay,
    revenue,
    rule_named,
    tenure,
    with_revenues,
)


def lines(result: YearResult, slug: str = "kreis") -> dict[str, str]:
    """Return the lines of a carrier that are not zero, without its slug."""
    return {
        name.removeprefix(f"{slug}."): result.figures[name].exact
        for _, name in borne_lines(slug)
        if result.figures[name].money
    }


def year_of_the_county() -> YearResult:
    """Return a year in which the county bears a little of everything.

    Frame 130,000.00, nothing set aside. Pay 12 x 6,000.00 = 72,000.00; coordination 2 x 25,000.00 at half a post, of
    which 40,000.00 are fundable, and 3,000.00 in a month at 0.4; training 900.00 of a manager and 450.00 of the
    coordination post; every kind of material cost 100.00. Another grant of 7,000.00.
    Fundable 72,000.00 + 40,000.00 + 900.00 = 112,900.00, less 7,000.00 are 105,900.00 to claim.
    """
    held = [
        tenure(),
        tenure("0009", "KO-01", role=KO, fte="0.5", end=date(2025, 10, 31)),
        tenure("0009", "KO-01", role=KO, fte="0.4", begin=date(2025, 11, 1)),
    ]
    entries = [
        *pay("6000.00"),
        entry("25000.00", "0009", month=1),
        entry("25000.00", "0009", month=2),
        entry("3000.00", "0009", month=11),
        entry("900.00", kind=CostKind.TRAINING),
        entry("450.00", "0009", kind=CostKind.TRAINING),
        *[entry("100.00", "", kind=kind) for kind in MATERIAL_KINDS],
    ]
    given = inputs("100000", tenures=held, entries=entries, coordination_first=False)
    return compute_year(with_revenues(given, revenue("7000.00", RevenueKind.PUBLIC_GRANT)))


def test_every_cause_has_a_line_of_its_own() -> None:
    # payable is the frame, 100,000.00; 5,900.00 of the claim are above it
    assert lines(year_of_the_county()) == {
        **{SLUGS[kind]: "100.00" for kind in MATERIAL_KINDS},
        "qualifizierung_nicht_zuwendungsfaehig": "450.00",
        "abgelehnt": "3000.00",
        "koordination.ueber_hoechstbetrag": "10000.00",
        "ueber_rahmen": "5900.00",
        "nicht_anrechenbar": "7000.00",
    }


def test_the_lines_are_what_was_spent_and_not_paid() -> None:
    # 700.00 + 450.00 + 3,000.00 + 10,000.00 + 5,900.00 + 7,000.00 = 27,050.00, of which the other grant pays 7,000.00
    figures = year_of_the_county().figures
    assert figures["kreis.gesamt"].exact == "27050.00"
    assert figures["kreis.gesamt"].money == figures["kreis.angefallen"].money - figures["kreis.auszahlung"].money
    assert figures["kreis.gesamt"].parts == tuple(name for _, name in borne_lines("kreis"))
    assert figures["kreis.gesamt"].sums
    assert figures["kreis.eigenmittel"].exact == "20050.00"


def test_every_line_names_its_clauses_and_leads_to_its_entries() -> None:
    figures = year_of_the_county().figures
    clauses = {
        "kreis.reisekosten": ["unbekannt"],
        "kreis.qualifizierung_nicht_zuwendungsfaehig": ["4.2"],
        "kreis.abgelehnt": ["4.2"],
        "kreis.koordination.ueber_hoechstbetrag": ["4.2"],
        "kreis.ueber_rahmen": ["5.1"],
        "kreis.nicht_anrechenbar": ["2.3.2"],
    }
    assert {name: [clause.number for clause in figures[name].clauses] for name in clauses} == clauses
    for _, name in borne_lines("kreis"):
        assert bool(figures.entries_of(name)) == bool(figures[name].money)
    assert [part for _, part in figures.entries_of("kreis.abgelehnt")] == [eur("3000.00")]


def test_pay_that_was_refused_is_summed_over_all_carriers() -> None:
    # by whole months the town's manager counts from April on: March is refused, 1,500.00
    rules = changed_rules(lambda data: rule_named(data, "zeitanteil").update(wert="Monate"))
    given = inputs(
        persons={"08999001": 50, TOWN.key: 50},
        agreements=[agreement(TOWN)],
        tenures=[tenure(), tenure("P1", "P1", carrier=TOWN, begin=date(2025, 3, 16))],
        entries=[
            *pay("6000.00"),
            entry("1500.00", "P1", carrier=TOWN, position="P1", month=3),
            entry("3000.00", "P1", carrier=TOWN, position="P1", month=4),
        ],
    )
    result = compute_year(replace(given, rules=rules))
    slug = carrier_slug(TOWN.key)
    assert lines(result, slug) == {"abgelehnt": "1500.00"}
    assert (result.figures[f"{slug}.gesamt"].exact, result.figures["abgelehnt.gesamt"].exact) == ("1500.00", "1500.00")
    assert result.figures[f"{slug}.auszahlung"].exact == "3000.00"


def test_the_lines_of_a_delivering_carrier_are_those_of_its_own_costs() -> None:
    given = inputs(
        "20000",
        persons={"08999001": 50, TOWN.key: 50},
        agreements=[agreement(TOWN)],
        tenures=[tenure("P1", "P1", carrier=TOWN)],
        entries=[
            entry("12000.00", "P1", carrier=TOWN, position="P1"),
            entry("30.00", "P1", kind=CostKind.TRAVEL, carrier=TOWN, position="P1"),
        ],
        coordination_first=False,
        unused_means=UnusedMeans.LAPSE,
    )
    slug = carrier_slug(TOWN.key)
    assert lines(compute_year(given), slug) == {
        "reisekosten.nicht_zuwendungsfaehig": "30.00",
        "ueber_rahmen": "2000.00",
    }


def test_what_another_programme_settles_is_borne_by_nobody_here() -> None:
    held = [tenure(position="FSA-01", role=FSA)]
    assert lines(compute_year(inputs(tenures=held, entries=pay("5000.00")))) == {}


def test_lines_that_are_not_what_was_spent_and_not_paid_are_refused() -> None:
    named = Figures()
    for part in (
        "fortbildung.nicht_zuwendungsfaehig",
        "nachqualifizierung.nicht_zuwendungsfaehig",
        "personal.abgelehnt",
        "personal.ausgeschlossen",
        "koordination.abgelehnt",
        "koordination.ausgeschlossen",
        "koordination.ueber_hoechstbetrag",
        "auszahlung",
        "einnahmen",
    ):
        named.value(f"kreis.{part}", ZERO, "")
    for kind in MATERIAL_KINDS:
        named.value(f"kreis.{SLUGS[kind]}.nicht_zuwendungsfaehig", ZERO, "")
    named.value("kreis.zuwendungsfaehig", eur("10.00"), "")
    named.value("kreis.angefallen", eur("10.01"), "")
    with pytest.raises(ValueError, match=r"the lines of kreis\.gesamt are not what was spent and not paid"):
        name_borne(named, "kreis", "kreis.zuwendungsfaehig", CLAUSE, CLAUSE)


def test_a_divided_entry_and_a_distributed_share_name_their_rounding() -> None:
    held = [tenure(fte="0.5"), tenure(position="FSA-01", role=FSA, fte="0.5")]
    figures = compute_year(inputs(tenures=held, entries=[entry("100.01")])).figures
    assert figures["kreis.personal.zuwendungsfaehig"].rounding is RoundingPolicy.SAINTE_LAGUE
    assert figures["gemeinde.08999001.anteil"].rounding is RoundingPolicy.SAINTE_LAGUE
    assert figures["buchungen.gesamt"].money == eur("100.01")
    whole = compute_year(inputs(tenures=[tenure()], entries=[entry("100.01")])).figures
    assert whole["kreis.personal.zuwendungsfaehig"].rounding is None


@pytest.mark.parametrize("unused", UnusedMeans, ids=lambda unused: str(unused.value))
def test_a_payout_is_rounded_only_where_a_rest_is_shared_by_all(unused: UnusedMeans) -> None:
    figures = compute_year(inputs(unused_means=unused)).figures
    wanted = RoundingPolicy.SAINTE_LAGUE if unused is UnusedMeans.TO_ALL else None
    assert figures["kreis.auszahlung"].rounding is wanted


def test_there_is_a_line_for_every_kind_that_may_not_be_fundable() -> None:
    assert len(borne_lines("kreis")) == len(MATERIAL_KINDS) + len(BORNE)
    figures = year_of_the_county().figures
    assert total(figures[name].money for _, name in borne_lines("kreis")) == figures["kreis.gesamt"].money
