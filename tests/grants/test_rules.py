"""The rulebook: what the shipped version decides, and which rule files are refused."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import resources
from typing import Any

import pytest

from grants.law import shelf
from grants.law.rules import UNKNOWN_CLAUSE, Clause, Side, Status, read_rule_set
from grants.law.shelf import find_rule_set, shipped_rule_sets
from ledger.cost import CostKind, YearBasis
from ledger.finding import MissingError, UnreadableError
from ledger.fte import Fte
from ledger.money import Money
from ledger.period import FundingYear
from ledger.staff import PositionRole
from tests.grants.builders import FSA, IM, KNOWN_ON, KO, PROGRAMME, VERSION, YEAR, rules

DAY = date(2025, 7, 1)
FILE = "vwv-integrationsmanagement-2023.toml"
SHIPPED = tomllib.loads((resources.files("grants.law") / FILE).read_text("utf-8"))
SECTIONS = ("verfahren", "jahreszuordnung", "jahressonderzahlung", "ueberfinanzierung", "kennzahlen")
TABLES = [
    *(SHIPPED[section] for section in SECTIONS),
    *SHIPPED["wert"],
    *SHIPPED["ausgabe"],
    *SHIPPED["andere_programme"],
]


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Return the shipped rule file with one change."""
    data = copy.deepcopy(SHIPPED)
    change(data)
    return data


# Landkreis Biberach, Vorlage IV-006-2024, Nr. 3 and 5: personnel, training and Nachqualifizierung of the managers and
# personnel of the coordination post are fundable, travel and equipment are the county's; everything else that no paper
# names as fundable is not. Posts of Flüchtlingssozialarbeit are settled under § 12 FlüAG.
FUNDABLE = {
    (CostKind.PERSONNEL, IM),
    (CostKind.TRAINING, IM),
    (CostKind.REQUALIFICATION, IM),
    (CostKind.PERSONNEL, KO),
}


@pytest.mark.parametrize("kind", CostKind, ids=lambda kind: kind.value)
@pytest.mark.parametrize("role", PositionRole, ids=lambda role: role.value)
def test_every_kind_of_cost_is_decided_for_every_role(kind: CostKind, role: PositionRole) -> None:
    here = Side.FUNDABLE if (kind, role) in FUNDABLE else Side.OWN_SHARE
    wanted = Side.OTHER_PROGRAMME if role is FSA else here
    assert rules().cost_rule(kind, role, DAY).side is wanted


def test_the_coordination_post_is_capped_at_40000_euros_and_needs_half_a_post() -> None:
    # Landkreis Biberach, Vorlage IV-006-2024, Nr. 3: at most 40,000 EUR, at least 0.5 VZÄ; clause from Heilbronn fn. 10
    cap, cap_clause = rules().money("koordination.hoechstbetrag")
    least, least_clause = rules().fte("koordination.mindestumfang")
    assert (cap, least) == (Money(4_000_000), Fte(5_000))
    assert (cap_clause.number, least_clause.number) == ("4.2", "4.2")


def test_a_carrier_of_its_own_needs_half_a_post() -> None:
    # Landkreis Heilbronn, Konzeptpapier, footnote 15 (Nr. 3.4)
    least, clause = rules().fte("eigenverantwortung.mindestumfang")
    assert (least, clause.number, clause.status) == (Fte(5_000), "3.4", Status.PROVEN)


def test_the_nachqualifizierung_begins_within_three_months_and_ends_within_a_year() -> None:
    # Landkreis Heilbronn, Konzeptpapier, footnote 20 (Nr. 4.1.1)
    begin, _ = rules().months("nachqualifizierung.beginn")
    finish, clause = rules().months("nachqualifizierung.abschluss")
    assert (begin, finish, clause.number) == (3, 12, "4.1.1")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.get("name", table.get("art", table["nr"]))))
def test_every_rule_names_clause_document_and_status(table: dict[str, Any]) -> None:
    assert table["nr"].strip()
    assert len(table["dokument"]) > len("Landkreis")
    assert table["status"] in {"belegt", "Annahme"}


@pytest.mark.parametrize("table", [each for each in TABLES if each["nr"] == UNKNOWN_CLAUSE], ids=lambda t: str(t)[:40])
def test_a_rule_whose_clause_is_unknown_is_an_assumption(table: dict[str, Any]) -> None:
    assert table["status"] == "Annahme"


@pytest.mark.parametrize("section", SECTIONS)
def test_a_missing_section_is_refused(section: str) -> None:
    data = changed(lambda file: file.pop(section))
    with pytest.raises(UnreadableError, match=rf"^{FILE}: Der Abschnitt \[{section}\] fehlt"):
        read_rule_set(data, FILE)


def test_the_month_of_service_decides_the_year_and_that_is_an_assumption() -> None:
    # no document at hand names the basis
    assert rules().year_basis is YearBasis.SERVICE
    assert (rules().year_clause.number, rules().year_clause.status) == (UNKNOWN_CLAUSE, Status.ASSUMED)


def test_a_rule_file_may_let_the_month_of_payment_decide() -> None:
    data = changed(lambda file: file["jahreszuordnung"].update(jahr_nach="zahlung"))
    assert read_rule_set(data, FILE).year_basis is YearBasis.PAYMENT


def test_a_clause_of_another_regulation_is_cited_as_such() -> None:
    assert rules().overfinancing.words() == "Nr.\u00a02.3.2 ANBest-K (Annahme)"
    assert rules().annual_bonus.words() == "§\u00a020\u00a0TVöD (Annahme)"
    assert rules().indicators.words() == "Nr.\u00a06.1 VwV IntM"


def test_an_unknown_clause_cannot_be_proven() -> None:
    data = changed(lambda file: file["wert"][0].update(nr=UNKNOWN_CLAUSE, status="belegt"))
    with pytest.raises(UnreadableError, match="unbekannte Nummer kann nicht belegt sein"):
        read_rule_set(data, FILE)


def test_a_missing_kind_of_cost_is_refused() -> None:
    data = changed(
        lambda file: file.update(ausgabe=[rule for rule in file["ausgabe"] if rule["art"] != "Gemeinkosten"])
    )
    with pytest.raises(UnreadableError, match=f"{FILE}: Für „Gemeinkosten“ bei der Aufgabe „Integrationsmanagement“"):
        read_rule_set(data, FILE)


def test_a_kind_of_cost_missing_for_one_role_is_refused() -> None:
    data = changed(lambda file: file["ausgabe"][-1].update(aufgaben=["Integrationsmanagement"]))
    with pytest.raises(UnreadableError, match="Für „Fremdleistungen“ bei der Aufgabe „Koordinierende Stelle“ fehlt"):
        read_rule_set(data, FILE)


def test_a_kind_of_cost_decided_twice_is_refused() -> None:
    data = changed(lambda file: file["ausgabe"].append(dict(file["ausgabe"][0], seite="selbst zu tragen")))
    with pytest.raises(
        UnreadableError, match="„Personalausgaben“ bei der Aufgabe „Integrationsmanagement“ ist zweimal"
    ):
        read_rule_set(data, FILE)


def test_a_role_of_another_programme_cannot_also_be_settled_here() -> None:
    data = changed(
        lambda file: file["ausgabe"][0].update(aufgaben=["Integrationsmanagement", "Flüchtlingssozialarbeit"])
    )
    with pytest.raises(UnreadableError, match="„Flüchtlingssozialarbeit“ gehört zu zwei Programmen"):
        read_rule_set(data, FILE)


@pytest.mark.parametrize("key", ["nr", "dokument", "status"])
@pytest.mark.parametrize("section", ["wert", "ausgabe", "andere_programme"])
def test_a_rule_without_its_source_is_refused(section: str, key: str) -> None:
    data = changed(lambda file: file[section][0].pop(key))
    with pytest.raises(UnreadableError, match=f"Die Angabe „{key}“ fehlt"):
        read_rule_set(data, FILE)


@pytest.mark.parametrize("key", ["wert", "einheit", "name"])
def test_a_value_without_amount_unit_or_name_is_refused(key: str) -> None:
    data = changed(lambda file: file["wert"][0].pop(key))
    with pytest.raises(UnreadableError, match=f"Die Angabe „{key}“ fehlt"):
        read_rule_set(data, FILE)


def test_a_value_that_stands_twice_is_refused() -> None:
    data = changed(lambda file: file["wert"].append(dict(file["wert"][0], wert="45.000,00")))
    with pytest.raises(UnreadableError, match=r"„koordination\.hoechstbetrag“ steht zweimal da"):
        read_rule_set(data, FILE)


@pytest.mark.parametrize("table", SHIPPED["wert"], ids=lambda table: str(table["name"]))
def test_a_value_the_settlement_needs_must_be_there(table: dict[str, Any]) -> None:
    data = changed(lambda file: file.update(wert=[value for value in file["wert"] if value["name"] != table["name"]]))
    with pytest.raises(UnreadableError, match=f"Der Wert „{table['name']}“ in {table['einheit']} fehlt"):
        read_rule_set(data, FILE)


def test_an_amount_in_the_wrong_unit_is_refused() -> None:
    data = changed(lambda file: file["wert"][0].update(einheit="VZÄ", wert="1"))
    with pytest.raises(UnreadableError, match=r"„koordination\.hoechstbetrag“ in EUR fehlt"):
        read_rule_set(data, FILE)


def test_an_amount_with_a_decimal_point_is_refused() -> None:
    data = changed(lambda file: file["wert"][0].update(wert="40000.00"))
    with pytest.raises(UnreadableError, match=r"„koordination\.hoechstbetrag“: Der Betrag hat einen Punkt"):
        read_rule_set(data, FILE)


@pytest.mark.parametrize("key", ["gilt_ab", "gilt_bis", "bekannt_ab"])
def test_a_rule_file_without_its_days_is_refused(key: str) -> None:
    data = changed(lambda file: file.update({key: "2025-01-01"}))
    with pytest.raises(UnreadableError, match=f"„{key}“ fehlt oder ist kein Datum"):
        read_rule_set(data, FILE)


def test_asking_for_a_value_in_another_unit_is_a_mistake_in_the_program() -> None:
    with pytest.raises(ValueError, match="is in EUR, not VZÄ"):
        rules().fte("koordination.hoechstbetrag")


@pytest.mark.parametrize("year", [2024, 2030])
def test_a_year_without_a_rule_set_is_missing_not_guessed(year: int) -> None:
    with pytest.raises(MissingError, match=f"Für das Förderjahr {year} ist keine Regelfassung „2023“"):
        find_rule_set(PROGRAMME, VERSION, FundingYear(year), date(2031, 1, 1))


@pytest.mark.parametrize("year", [2025, 2029])
def test_the_rule_set_covers_the_first_and_the_last_frame_year(year: int) -> None:
    # Landkreis Heilbronn, Konzeptpapier: frame from 01.01.2025, the VwV ends on 31.12.2029
    assert find_rule_set(PROGRAMME, VERSION, FundingYear(year), KNOWN_ON).version == VERSION


@pytest.mark.parametrize("days", [{"gilt_ab": date(2025, 7, 1)}, {"gilt_bis": date(2025, 6, 30)}], ids=str)
def test_a_rule_set_must_cover_the_whole_year(days: dict[str, date], monkeypatch: pytest.MonkeyPatch) -> None:
    half = read_rule_set(changed(lambda file: file.update(days)), FILE)
    monkeypatch.setattr(shelf, "shipped_rule_sets", lambda: (half,))
    with pytest.raises(MissingError, match="Förderjahr 2025"):
        find_rule_set(PROGRAMME, VERSION, YEAR, KNOWN_ON)


def test_a_version_that_the_award_does_not_name_is_not_used() -> None:
    with pytest.raises(MissingError, match="keine Regelfassung „2017“"):
        find_rule_set(PROGRAMME, "2017", YEAR, KNOWN_ON)


def test_a_rule_set_is_not_used_before_it_was_known() -> None:
    with pytest.raises(MissingError):
        find_rule_set(PROGRAMME, VERSION, YEAR, date(2023, 12, 6))
    assert find_rule_set(PROGRAMME, VERSION, YEAR, date(2023, 12, 7)).version == VERSION


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2030, 1, 1)])
def test_no_day_outside_the_rule_set_is_decided(day: date) -> None:
    with pytest.raises(MissingError, match=f"Für den {day:%d.%m.%Y} gibt die Fassung 2023"):
        rules().cost_rule(CostKind.PERSONNEL, IM, day)


def test_every_shipped_file_is_on_the_shelf() -> None:
    files = [entry.name for entry in resources.files("grants.law").iterdir() if entry.name.endswith(".toml")]
    assert len(shipped_rule_sets()) == len(set(files) - {shelf.RETENTION_PLAN})


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        ("4.2", Status.PROVEN, "Nr.\u00a04.2 VwV IntM"),
        ("4.2", Status.ASSUMED, "Nr.\u00a04.2 VwV IntM (Annahme)"),
        (UNKNOWN_CLAUSE, Status.ASSUMED, "VwV IntM, Nr.\u00a0offen (Annahme)"),
        ("§ 12 FlüAG", Status.PROVEN, "§\u00a012\u00a0FlüAG"),
    ],
)
def test_a_paper_cites_the_clause_and_says_what_is_only_assumed(number: str, status: Status, words: str) -> None:
    assert Clause(number, "VwV IntM", "ein Dokument", status).words() == words


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("no basis", lambda file: file["jahreszuordnung"].pop("jahr_nach"), "Die Angabe „jahr_nach“ fehlt"),
    ("third basis", lambda file: file["jahreszuordnung"].update(jahr_nach="buchung"), "„buchung“ ist nicht vorgesehen"),
    ("proven basis", lambda file: file["jahreszuordnung"].update(status="belegt"), "kann nicht belegt sein"),
    ("no regulation", lambda file: file["ueberfinanzierung"].update(regelwerk=""), "Die Angabe „regelwerk“ fehlt"),
    ("no procedure", lambda file: file.pop("verfahren"), r"Der Abschnitt \[verfahren\] fehlt"),
    ("procedure is a text", lambda file: file.update(verfahren="Festbetrag"), r"Der Abschnitt \[verfahren\] fehlt"),
    ("unknown status", lambda file: file["wert"][0].update(status="sicher"), "„sicher“ ist nicht vorgesehen"),
    ("unknown side", lambda file: file["ausgabe"][0].update(seite="beide"), "„beide“ ist nicht vorgesehen"),
    ("unknown kind", lambda file: file["ausgabe"][0].update(art="Bewirtung"), "„Bewirtung“ ist nicht vorgesehen"),
    ("unknown role", lambda file: file["ausgabe"][0].update(aufgaben=["Leitung"]), "„Leitung“ ist nicht vorgesehen"),
    ("no roles", lambda file: file["ausgabe"][0].update(aufgaben=[]), "nennt keine Aufgaben"),
    ("roles missing", lambda file: file["ausgabe"][0].pop("aufgaben"), "nennt keine Aufgaben"),
    ("other role", lambda file: file["andere_programme"][0].update(aufgabe="X"), "„X“ ist nicht vorgesehen"),
    ("ends first", lambda file: file.update(gilt_bis=date(2024, 12, 31)), "„gilt_bis“ liegt vor „gilt_ab“"),
    ("day with time", lambda file: file.update(gilt_ab=datetime(2025, 1, 1, tzinfo=UTC)), "ist kein Datum"),
    ("negative amount", lambda file: file["wert"][0].update(wert="-1,00"), "nicht möglich"),
    ("negative share", lambda file: file["wert"][1].update(wert="-0,5"), "Der Wert „koordination.mindestumfang“"),
    ("half a month", lambda file: file["wert"][3].update(wert="2,5"), "ist mit 2,5 Monate nicht möglich"),
    ("months in words", lambda file: file["wert"][3].update(wert="drei"), "Der Wert „nachqualifizierung.beginn“"),
    ("no title", lambda file: file.update(titel=" "), "Die Angabe „titel“ fehlt oder ist kein Text"),
    ("programme is a number", lambda file: file.update(programm=1), "Die Angabe „programm“ fehlt oder ist kein Text"),
    ("no values", lambda file: file.pop("wert"), "in EUR fehlt"),
    ("no costs", lambda file: file.pop("ausgabe"), "fehlt eine Regel"),
]


@pytest.mark.parametrize(("change", "words"), [pytest.param(*each[1:], id=each[0]) for each in BROKEN])
def test_a_broken_rule_file_is_refused_with_its_name(change: Callable[[dict[str, Any]], object], words: str) -> None:
    with pytest.raises(UnreadableError, match=f"^{re.escape(FILE)}: .*{words}"):
        read_rule_set(changed(change), FILE)
