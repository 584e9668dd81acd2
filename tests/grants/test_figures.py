"""Named figures: they exist once, their sums are sums, and each can say on which entries it rests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.office.accounting import compute_booked
from grants.office.workspace import open_workspace
from grants.settle.figures import Figure, Figures, carrier_slug, key_slug
from grants.settle.settlement import UnusedMeans
from grants.settle.year import YearResult, compute_year
from ledger.book.store import open_book
from ledger.cost import CostKind
from ledger.fte import Fte
from ledger.money import Money, total
from tests.conftest import YEAR, run_example
from tests.grants.builders import (
    COUNTY,
    FSA,
    KO,
    PROPERTY,
    TOWN,
    VILLAGE,
    agreement,
    changed_rules,
    entry,
    eur,
    inputs,
    pay,
    split,
    tenure,
)

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from grants.office.acting import Acting
    from ledger.cost import Entry


@pytest.fixture
def figures() -> Figures:
    stated = Figures()
    stated.value("a", eur("10.00"), "gegeben")
    stated.value("b", eur("2.50"), "gegeben")
    return stated


def test_a_name_exists_once(figures: Figures) -> None:
    with pytest.raises(ValueError, match="a exists already"):
        figures.value("a", eur("10.00"), "noch einmal")


def test_a_figure_that_nothing_computed_does_not_exist(figures: Figures) -> None:
    assert "c" not in figures
    with pytest.raises(KeyError):
        figures["c"]


def test_a_sum_adds_its_parts_and_subtracts_those_with_a_minus(figures: Figures) -> None:
    assert figures.add("sum", "a und b", ("a", "b")).money == eur("12.50")
    assert figures.add("difference", "b ohne a", ("b", "-a")).money == eur("-7.50")
    assert figures["difference"].sums


def test_a_stated_sum_that_is_not_the_sum_of_its_parts_is_refused(figures: Figures) -> None:
    with pytest.raises(ValueError, match="sum is not the sum of its parts"):
        figures.state(Figure("sum", eur("12.51"), "a und b", ("a", "b"), sums=True))


def test_a_sum_of_nothing_is_zero(figures: Figures) -> None:
    assert figures.add("nothing", "nichts", ()).exact == "0.00"


@pytest.mark.parametrize(
    ("value", "unit", "exact"),
    [(Money(92_390_700), "EUR", "923907.00"), (Fte(7692), "VZÄ", "0.7692"), (2293, "Anzahl", "2293")],
)
def test_a_figure_knows_its_unit_and_its_exact_value(value: Money | Fte | int, unit: str, exact: str) -> None:
    figure = Figure("x", value, "gegeben")
    assert (figure.unit, figure.exact) == (unit, exact)


def test_a_share_of_a_post_is_no_amount() -> None:
    with pytest.raises(TypeError, match="x is no amount"):
        _ = Figure("x", Fte(5000), "gegeben").money


def test_figures_come_in_the_order_in_which_they_were_computed(figures: Figures) -> None:
    figures.add("0", "", ("a", "b"))
    assert [figure.name for figure in figures] == ["a", "b", "0"]


def test_a_collected_figure_keeps_entries_and_each_clause_once() -> None:
    stated = Figures()
    figure = stated.collect("personal", "Personalausgaben", [split("100.00"), split("50.05")])
    assert (figure.exact, len(figure.entries), len(figure.clauses)) == ("150.05", 2, 1)


def test_an_entry_reached_on_two_ways_is_listed_once() -> None:
    stated = Figures()
    stated.collect("personal", "", [split("100.00")])
    stated.add("fundable", "", ("personal",))
    stated.value("payable", eur("90.00"), "der kleinere Betrag", ("fundable",))
    stated.add("borne", "", ("fundable", "-payable"))
    assert [part.decimal_string() for _, part in stated.entries_of("borne")] == ["100.00"]


# The figures that always exist, whatever was spent (handbook of the command line).
ALWAYS = (
    "planungsrahmen.betrag",
    "personal.zuwendungsfaehig",
    "fortbildung.zuwendungsfaehig",
    "nachqualifizierung.zuwendungsfaehig",
    "koordination.zuwendungsfaehig",
    "zuwendungsfaehig.gesamt",
    "auszahlung.betrag",
    "rahmen.rest",
    "rahmen.ueberschreitung",
    "kreis.reisekosten",
    "kreis.ausstattung",
    "kreis.gesamt",
)


@pytest.mark.parametrize("name", ALWAYS)
def test_the_figures_of_a_frame_year_exist_even_when_nothing_was_spent(name: str) -> None:
    wanted = "500000.00" if name in {"planungsrahmen.betrag", "rahmen.rest"} else "0.00"
    assert compute_year(inputs("500000")).figures[name].exact == wanted


def year_of_three_carriers(
    unused: UnusedMeans = UnusedMeans.TO_COUNTY, entries: list[Entry] | None = None
) -> YearResult:
    """Return a year in which county, town and village spend on everything the ledger knows."""
    return compute_year(
        inputs(
            "300000",
            persons={"08999001": 60, TOWN.key: 25, VILLAGE.key: 15},
            agreements=[agreement(TOWN), agreement(VILLAGE)],
            tenures=[
                tenure("0001", "IM-01"),
                tenure("0002", "IM-02", fte="0.5"),
                tenure("0002", "FSA-01", fte="0.5", role=FSA),
                tenure("0009", "KO-01", fte="0.5", role=KO),
                tenure("P1", "P1", carrier=TOWN),
                tenure("P2", "P2", carrier=VILLAGE),
            ],
            entries=ENTRIES if entries is None else entries,
            unused_means=unused,
        )
    )


ENTRIES = [
    *pay("6600.10", "0001"),
    *pay("6000.01", "0002"),
    *pay("3700.00", "0009"),
    entry("69000.00", "P1", carrier=TOWN, position="P1", month=12),
    entry("30000.00", "P2", carrier=VILLAGE, position="P2", month=12),
    *[entry("100.00", "", kind=kind, month=6) for kind in CostKind],
    entry("12.34", "P1", kind=CostKind.TRAVEL, carrier=TOWN, position="P1", month=12),
    entry("55.00", "0009", kind=CostKind.TRAINING),
]


def test_personnel_excludes_the_coordination_post() -> None:
    # county: 12 x 6,600.10, half of 12 x 6,000.01 (the odd half cents go to FSA-01), 100.00 of the team;
    # 79,201.20 + 36,000.00 + 100.00 + 69,000.00 + 30,000.00 = 214,301.20
    figures = year_of_three_carriers().figures
    assert figures["personal.zuwendungsfaehig"].exact == "214301.20"
    assert figures["koordination.angefallen"].exact == "44400.00"
    assert figures["koordination.zuwendungsfaehig"].exact == "40000.00"
    assert figures["koordination.ueber_hoechstbetrag"].exact == "4400.00"


def test_kreis_figures_sum_the_countys_own_posts_only() -> None:
    figures = year_of_three_carriers().figures
    assert figures["kreis.reisekosten"].exact == "100.00"
    assert figures["reisekosten.angefallen"].exact == "112.34"
    assert figures["kreis.qualifizierung_nicht_zuwendungsfaehig"].exact == "55.00"


@pytest.mark.parametrize("unused", UnusedMeans, ids=lambda unused: unused.value)
def test_the_identities_between_the_figures_hold(unused: UnusedMeans) -> None:
    result = year_of_three_carriers(unused)
    value = {figure.name: figure.money for figure in result.figures if figure.unit == "EUR"}
    fundable = ("personal", "fortbildung", "nachqualifizierung", "koordination")
    assert total(value[f"{name}.zuwendungsfaehig"] for name in fundable) == value["zuwendungsfaehig.gesamt"]
    assert value["rahmen.rest"] == value["planungsrahmen.betrag"] - value["auszahlung.betrag"]
    assert value["rahmen.ueberschreitung"] == value["zuwendungsfaehig.gesamt"] - value["auszahlung.betrag"]
    assert value["kreis.gesamt"] == value["kreis.angefallen"] - value["kreis.auszahlung"]
    assert value["kreis.gesamt"] == value["kreis.nicht_zuwendungsfaehig"] + value["kreis.ueberschreitung"]
    assert value["einnahmen.gesamt"] == value["ausgaben.gesamt"]
    assert value["ausgaben.gesamt"] == value["zuwendungsfaehig.gesamt"] + value["nicht_zuwendungsfaehig.gesamt"]
    assert value["ausgaben.gesamt"] == value["kreis.angefallen"] + value["weitergabe.angefallen"]
    assert value["eigenmittel.gesamt"] == value["kreis.gesamt"] + value["weitergabe.gesamt"]


def test_the_books_are_the_spending_and_what_other_programmes_settle() -> None:
    # the half of 12 x 6,000.01 for Flüchtlingssozialarbeit: 12 x 3,000.01
    figures = year_of_three_carriers().figures
    assert figures["andere_programme.gesamt"].exact == "36000.12"
    assert figures["buchungen.gesamt"].money == total(booked.amount for booked in ENTRIES)
    assert figures["buchungen.gesamt"].money == figures["ausgaben.gesamt"].money + eur("36000.12")


def test_the_kreis_figure_of_a_kind_is_the_part_that_is_not_fundable() -> None:
    # a rule set that funds travel of the managers, but not of the coordination post
    def fund_travel(data: dict[str, Any]) -> None:
        (travel,) = [rule for rule in data["ausgabe"] if rule["art"] == "Reisekosten"]
        travel["aufgaben"] = ["Koordinierende Stelle"]
        data["ausgabe"].append(dict(travel, aufgaben=["Integrationsmanagement"], seite="zuwendungsfähig"))

    held = [tenure(), tenure("0009", "KO-01", role=KO, fte="0.5")]
    costs = [entry("30.00", kind=CostKind.TRAVEL), entry("5.00", "0009", kind=CostKind.TRAVEL)]
    given = replace(inputs(tenures=held, entries=costs), rules=changed_rules(fund_travel))
    figures = compute_year(given).figures
    wanted = {
        "kreis.reisekosten": "5.00",
        "kreis.reisekosten.angefallen": "35.00",
        "kreis.zuwendungsfaehig": "30.00",
        "zuwendungsfaehig.gesamt": "30.00",
        "auszahlung.betrag": "30.00",
        "kreis.gesamt": "5.00",
    }
    assert {name: figures[name].exact for name in wanted} == wanted


def test_the_statement_of_account_has_a_line_for_every_kind_that_was_spent_on() -> None:
    # the plan knows only personnel; every kind with money and the coordination post follow after it
    result = year_of_three_carriers()
    assert [line.label for line in result.spending] == [
        "Personalausgaben",
        "Koordinierende Stelle",
        *[kind.value for kind in CostKind if kind is not CostKind.PERSONNEL],
    ]
    spent = total(result.figures[line.actual].money for line in result.spending)
    received = total(result.figures[line.actual].money for line in result.income)
    assert spent == received == result.figures["ausgaben.gesamt"].money


def test_a_kind_that_was_neither_planned_nor_spent_on_has_no_line() -> None:
    result = compute_year(inputs(tenures=[tenure()], entries=pay("6000.00")))
    assert [line.label for line in result.spending] == ["Personalausgaben"]
    assert [line.label for line in result.income] == ["Landeszuwendung"]


def test_the_statement_of_account_compares_with_the_plan() -> None:
    # planned 300,000.00 on personnel, spent 214,301.20
    (line,) = [line for line in year_of_three_carriers().spending if line.label == "Personalausgaben"]
    figures = year_of_three_carriers().figures
    assert [figures[name].exact for name in (line.planned, line.actual, line.difference)] == [
        "300000.00",
        "214301.20",
        "-85698.80",
    ]


def test_why_leads_to_every_entry_of_the_programme() -> None:
    result = year_of_three_carriers()
    found = {id(booked) for booked, _ in result.figures.entries_of("ausgaben.gesamt")}
    assert found == {id(booked) for booked in result.inputs.entries}


def test_the_amounts_behind_why_sum_to_the_figure() -> None:
    figures = year_of_three_carriers().figures
    for name in ("ausgaben.gesamt", "kreis.angefallen", "personal.zuwendungsfaehig", "reisekosten.angefallen"):
        assert total(part for _, part in figures.entries_of(name)) == figures[name].money


def test_what_the_county_bears_cites_its_clauses() -> None:
    figures = year_of_three_carriers().figures
    assert [clause.number for clause in figures["kreis.personal.zuwendungsfaehig"].clauses] == ["2"]
    assert [clause.number for clause in figures["koordination.hoechstbetrag"].clauses] == ["4.2"]
    assert [clause.number for clause in figures["auszahlung.betrag"].clauses] == ["5.1"]


@PROPERTY
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(order: Random) -> None:
    shuffled = list(ENTRIES)
    order.shuffle(shuffled)
    again = year_of_three_carriers(entries=shuffled).figures
    assert [(figure.name, figure.exact) for figure in again] == WANTED


WANTED = [(figure.name, figure.exact) for figure in year_of_three_carriers().figures]


def test_an_entry_and_its_reversal_change_no_figure() -> None:
    wrong = entry("777.77", "0002", month=5)
    back = entry("-777.77", "0002", month=5)
    again = year_of_three_carriers(entries=[*ENTRIES, wrong, back]).figures
    assert [(figure.name, figure.exact) for figure in again] == WANTED


def test_the_county_comes_first_among_the_carriers() -> None:
    result = year_of_three_carriers()
    assert [account.carrier for account in result.settlement.accounts] == [COUNTY, TOWN, VILLAGE]


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        ("IM-01", "IM-01"),
        ("08999002", "08999002"),
        ("IM.01", "IM_2e01"),
        ("08 999 002", "08_20999_20002"),
        ("41.2/03", "41_2e2_2f03"),
        ("Ä_1", "_c4_5f1"),
    ],
)
def test_a_foreign_key_brings_no_point_and_no_blank_into_a_name(key: str, slug: str) -> None:
    assert key_slug(key) == slug
    assert carrier_slug(key) == f"traeger.{slug}"


@PROPERTY
@given(st.text(max_size=8))
def test_an_escaped_key_has_only_signs_of_a_name(key: str) -> None:
    assert set(key_slug(key)) <= set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_")


def change(path: Path, old: str, new: str, encoding: str) -> None:
    text = path.read_bytes().decode(encoding)
    assert old in text
    path.write_bytes(text.replace(old, new).encode(encoding))


def test_a_year_with_points_and_blanks_in_its_keys_is_computed_and_printed(
    workspace_folder: Path, finished: Path, acting: Acting
) -> None:
    incoming = workspace_folder / "eingang" / "2025"
    change(incoming / "stellenbesetzung_2025.csv", ";IM-01;", ";IM.01;", "utf-8-sig")
    change(incoming / "personenzahlen_2025.csv", "08999002;", "08 999 002;", "cp1252")
    agreement_file = workspace_folder / "bescheide" / "weitergabe-08999002.toml"
    change(agreement_file, 'gemeinden = ["08999002"]', 'gemeinden = ["08 999 002"]', "utf-8")
    run = run_example(workspace_folder)
    written = {path.name for path in (finished / "ausgabe" / "2025").iterdir()}
    assert {file.path.name for file in run.files} == written - {"unterlagen.json", "anker.json"}
    plain, escaped = (
        compute_booked(open_workspace(folder), open_book(folder / "foerderbuch.db", writing=False), YEAR, acting)
        for folder in (finished, workspace_folder)
    )
    renames = {"gemeinde.08999002.": "gemeinde.08_20999_20002.", "stelle.08999.IM-01.": "stelle.08999.IM_2e01."}
    wanted = {figure.name: figure.exact for figure in plain.figures}
    for old, new in renames.items():
        wanted = {name.replace(old, new): exact for name, exact in wanted.items()}
    assert {figure.name: figure.exact for figure in escaped.figures} == wanted
    printed = "".join(file.path.read_text("utf-8") for file in run.files if file.path.suffix == ".html")
    assert all(new in printed for new in renames.values())
    assert not any(old in printed for old in renames)
