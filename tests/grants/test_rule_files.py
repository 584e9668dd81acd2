"""Which rule files are refused: gaps, overlaps, unknown keys, undecided costs, values without source."""

from __future__ import annotations

import copy
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.law.clause import UNKNOWN_CLAUSE, Status
from grants.law.programme_file import read_rule_set
from grants.law.shelf import build_rulebook, shipped_rulebook, with_own
from ledger.finding import UnreadableError
from ledger.money import Money
from tests.grants.builders import PROPERTY, rule_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from grants.law.rules import RuleSet
    from grants.law.series import Series

FILES = sorted(
    (file for file in (resources.files("grants.law") / "programmes").iterdir() if file.name.endswith(".toml")),
    key=lambda file: file.name,
)
FILE = "vwv-integrationsmanagement-2023.toml"
SHIPPED = {file.name: tomllib.loads(file.read_text("utf-8")) for file in FILES}
LATER = date(2024, 9, 19)


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Return the shipped version of 2023 with one change."""
    data = copy.deepcopy(SHIPPED[FILE])
    change(data)
    return data


def quantity(data: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in data["groesse"] if each["name"] == name)


def sources(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every table of a rule file that has a source."""
    values = [value for each in data["groesse"] for value in each["wert"]]
    others = [each for key in ("verfahren", "grundsatz", "ausgabe", "andere_programme") for each in data.get(key, [])]
    return [data, *values, *others]


SOURCES = [pytest.param(table, id=f"{name}-{n}") for name in SHIPPED for n, table in enumerate(sources(SHIPPED[name]))]


@pytest.mark.parametrize("table", SOURCES)
def test_every_shipped_rule_names_clause_document_and_status(table: dict[str, Any]) -> None:
    assert table["nr"].strip()
    assert len(table["dokument"]) > len("Landkreis")
    assert table["status"] in {status.value for status in Status}
    if table["nr"] == UNKNOWN_CLAUSE:
        assert table["status"] == Status.ASSUMED.value


@pytest.mark.parametrize("key", ["nr", "dokument", "status"])
@pytest.mark.parametrize("number", range(len(sources(SHIPPED[FILE]))))
def test_a_rule_without_its_source_is_refused(number: int, key: str) -> None:
    data = copy.deepcopy(SHIPPED[FILE])
    del sources(data)[number][key]
    with pytest.raises(UnreadableError, match=rf"^{FILE}: .+: Die Angabe „{key}“ fehlt"):
        read_rule_set(data, FILE)


def all_tables(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [*sources(data), *data["groesse"]]


@pytest.mark.parametrize("number", range(len(all_tables(SHIPPED[FILE]))))
def test_an_unknown_key_is_refused_in_every_table(number: int) -> None:
    data = copy.deepcopy(SHIPPED[FILE])
    all_tables(data)[number]["gilt_bsi"] = date(2025, 12, 31)
    with pytest.raises(UnreadableError, match=f"^{FILE}: .+: Die Angabe „gilt_bsi“ ist nicht vorgesehen; vorgesehen"):
        read_rule_set(data, FILE)


def without_kind(data: dict[str, Any], kind: str) -> None:
    data["ausgabe"] = [rule for rule in data["ausgabe"] if rule["art"] != kind]


def twice(data: dict[str, Any], name: str, **other: object) -> None:
    """Let a quantity have its first value once more, with something other in it."""
    series = quantity(data, name)
    series["wert"].append({**series["wert"][0], **other})


def key_of(text: str) -> dict[str, Any]:
    """Return a quantity with the number of persons that come to a post."""
    source = {"nr": "5", "dokument": "Beispiel", "status": "belegt"}
    return {
        "name": "betreuungsschluessel",
        "einheit": "Personen je VZÄ",
        "rundung": "kaufmännisch auf ganze Zahlen",
        "wert": [{"wert": text, **source}],
    }


def cost(data: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(rule for rule in data["ausgabe"] if rule["art"] == kind)


REFUSED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a day without a value": (
        lambda data: quantity(data, "landesbetrag")["wert"][0].update(gilt_bis=date(2028, 12, 31)),
        "Der Wert „landesbetrag“ hat für den 01.01.2029 keinen Wert",
    ),
    "a first day without a value": (
        lambda data: quantity(data, "landesbetrag")["wert"][0].update(gilt_ab=date(2025, 1, 2)),
        "Der Wert „landesbetrag“ hat für den 01.01.2025 keinen Wert",
    ),
    "a day of knowledge without a value": (
        lambda data: quantity(data, "landesbetrag")["wert"][0].update(bekannt_ab=date(2024, 1, 1)),
        "Der Wert „landesbetrag“ hat für den 01.01.2025 keinen Wert",
    ),
    "two values for one day": (
        lambda data: twice(data, "landesbetrag", gilt_ab=date(2026, 12, 31)),
        "Der Wert „landesbetrag“ hat für den 31.12.2026 zwei Werte mit demselben Tag der Kenntnis",
    ),
    "a value beyond the version": (
        lambda data: quantity(data, "koordination.hoechstbetrag").update(gilt_bis=date(2030, 1, 1)),
        "gilt außerhalb der Geltung der Fassung",
    ),
    "a value known before the version": (
        lambda data: twice(data, "landesbetrag", bekannt_ab=date(2023, 1, 1)),
        "ist vor der Fassung bekannt",
    ),
    "a value that stands twice": (
        lambda data: data["groesse"].append(quantity(data, "landesbetrag")),
        "Der Wert „landesbetrag“ steht zweimal da",
    ),
    "a value without any number": (
        lambda data: quantity(data, "koordination.hoechstbetrag").update(wert=[]),
        "„koordination.hoechstbetrag“ hat für den 01.01.2025 keinen Wert",
    ),
    "a misspelt name": (
        lambda data: quantity(data, "landesbetrag").update(name="landesbetrg"),
        " („landesbetrg“): Einen Wert „landesbetrg“ gibt es nicht; es gibt: landesbetrag",
    ),
    "a wrong unit": (
        lambda data: quantity(data, "landesbetrag").update(einheit="VZÄ"),
        "Der Wert „landesbetrag“ steht in „EUR“, nicht in „VZÄ“",
    ),
    "an unknown unit": (
        lambda data: quantity(data, "landesbetrag").update(einheit="Euro"),
        "steht „Euro“; vorgesehen ist eines von: EUR, EUR je VZÄ",
    ),
    "an unknown rounding": (
        lambda data: quantity(data, "landesbetrag").update(rundung="auf"),
        "Unter „rundung“ steht „auf“; vorgesehen",
    ),
    "a rounding of a limit": (
        lambda data: quantity(data, "koordination.hoechstbetrag").update(rundung="kaufmännisch auf volle Euro"),
        "Der Wert „koordination.hoechstbetrag“ rundet nicht „kaufmännisch auf volle Euro“; möglich ist: ohne Rundung",
    ),
    "a rounding that nobody would follow": (
        lambda data: quantity(data, "zuteilungsquote").update(rundung="kaufmännisch auf Cent"),
        "Der Wert „zuteilungsquote“ rundet nicht „kaufmännisch auf Cent“; möglich ist: kaufmännisch auf volle Euro",
    ),
    "a fixed amount divided among several": (
        lambda data: quantity(data, "festbetrag").update(rundung="Höchstzahlen (Sainte-Laguë) auf ganze Cent"),
        "Der Wert „festbetrag“ rundet nicht „Höchstzahlen (Sainte-Laguë) auf ganze Cent“; möglich ist: kaufmännisch",
    ),
    "a fixed amount in parts of a cent": (
        lambda data: quantity(data, "festbetrag").update(rundung="ohne Rundung"),
        "Der Wert „festbetrag“ rundet nicht „ohne Rundung“; möglich ist: kaufmännisch auf Cent",
    ),
    "a key of nobody": (
        lambda data: data["groesse"].append(key_of("0")),
        "(„betreuungsschluessel“): Unter „wert“ steht „0“; möglich ist ein Wert von 1 bis 1.000 Personen je VZÄ",
    ),
    "a key of a whole town": (
        lambda data: data["groesse"].append(key_of("1000,5")),
        "(„betreuungsschluessel“): Unter „wert“ steht „1000,5“; möglich",
    ),
    "a million months": (
        lambda data: rule_named(data, "nachqualifizierung.beginn").update(wert="999999"),
        "(„nachqualifizierung.beginn“): Unter „wert“ steht „999999“; möglich ist ein Wert von 0 bis 120 Monate",
    ),
    "more than one post as a part of a post": (
        lambda data: rule_named(data, "stelle.mindestumfang").update(wert="5"),
        "(„stelle.mindestumfang“): Unter „wert“ steht „5“: Der Stellenanteil ist unzulässig",
    ),
    "a part of a post beyond four places": (
        lambda data: rule_named(data, "stelle.mindestumfang").update(wert="0,00001"),
        "(„stelle.mindestumfang“): Unter „wert“ steht „0,00001“: Der Stellenanteil ist unzulässig",
    ),
    "arrivals before all times": (
        lambda data: rule_named(data, "zaehlung.erstes_jahr_vorher").update(wert="99999"),
        "(„zaehlung.erstes_jahr_vorher“): Unter „wert“ steht „99999“; möglich ist ein Wert von 0 bis 20 Jahre",
    ),
    "arrivals that end before they begin": (
        lambda data: rule_named(data, "zaehlung.erstes_jahr_vorher").update(wert="2"),
        "Der Wert „zaehlung.letztes_jahr_vorher“ (3) liegt am 01.01.2025 über dem Wert „zaehlung.erstes_jahr_vorher“",
    ),
    "a training that ends before it begins": (
        lambda data: rule_named(data, "nachqualifizierung.abschluss").update(wert="2"),
        "Der Wert „nachqualifizierung.beginn“ (3) liegt am 01.01.2023 über dem Wert „nachqualifizierung.abschluss“ (2)",
    ),
    "a state amount of nothing": (
        lambda data: quantity(data, "landesbetrag")["wert"][0].update(wert="0,00"),
        "(„landesbetrag“): Unter „wert“ steht „0,00“; möglich ist ein Wert von 1 bis 10.000.000.000 EUR",
    ),
    "a limit for one county alone": (
        lambda data: quantity(data, "koordination.hoechstbetrag").update(fuer="Landkreis X"),
        "Der Wert „koordination.hoechstbetrag“ gilt für alle; die Angabe „fuer“ (Landkreis X) ist nicht vorgesehen",
    ),
    "a qualification that there is not": (
        lambda data: quantity(data, "festbetrag").update(fuer="Studium Sozialarbeit"),
        "Unter „fuer“ steht „Studium Sozialarbeit“; vorgesehen ist eines von: Studium Soziale Arbeit",
    ),
    "a quota of nobody": (
        lambda data: quantity(data, "zuteilungsquote").pop("fuer"),
        "Der Wert „zuteilungsquote“ gilt für einen Namen; die Angabe „fuer“ fehlt",
    ),
    "an amount with a point": (
        lambda data: rule_named(data, "koordination.hoechstbetrag").update(wert="40000.00"),
        "(„koordination.hoechstbetrag“): Unter „wert“ steht „40000.00“: Der Betrag hat einen Punkt",
    ),
    "an amount that is no text": (
        lambda data: rule_named(data, "koordination.hoechstbetrag").update(wert=40000),
        "Die Angabe „wert“ ist mit „40000“ kein Text in Anführungszeichen",
    ),
    "a negative amount": (
        lambda data: rule_named(data, "koordination.hoechstbetrag").update(wert="-1,00"),
        "steht „-1,00“; möglich ist",
    ),
    "half a month": (
        lambda data: rule_named(data, "nachqualifizierung.beginn").update(wert="2,5"),
        "(„nachqualifizierung.beginn“): Unter „wert“ steht „2,5“: Hier muss eine ganze Zahl stehen",
    ),
    "more than the whole": (
        lambda data: quantity(data, "zuteilungsquote")["wert"][0].update(wert="100,1"),
        "steht „100,1“; möglich ist ein Wert von 0,0001 bis 100 Prozent",
    ),
    "an unknown choice": (
        lambda data: rule_named(data, "jahreszuordnung").update(wert="buchung"),
        "Unter „wert“ steht „buchung“; vorgesehen ist eines von: leistung, zahlung",
    ),
    "a value the frame needs is missing": (
        lambda data: data["groesse"].remove(quantity(data, "koordination.hoechstbetrag")),
        "Der Wert „koordination.hoechstbetrag“ fehlt; das Verfahren „Planungsrahmen“ braucht ihn",
    ),
    "a value the settlement per person needs is missing": (
        lambda data: data["groesse"].remove(quantity(data, "festbetrag")),
        "Der Wert „festbetrag Studium Soziale Arbeit“ fehlt; das Verfahren „personenscharf“ braucht ihn",
    ),
    "a value that ends before the procedure": (
        lambda data: quantity(data, "koordination.hoechstbetrag").update(gilt_bis=date(2028, 12, 31)),
        "Der Wert „koordination.hoechstbetrag“ fehlt; das Verfahren „Planungsrahmen“ braucht ihn",
    ),
    "a principle is missing": (
        lambda data: data["grundsatz"].pop(),
        "Der Grundsatz „kennzahlen“ fehlt; das Verfahren „personenscharf“ braucht ihn",
    ),
    "an unknown principle": (
        lambda data: data["grundsatz"][0].update(name="sparsamkeit"),
        "Einen Grundsatz „sparsamkeit“ gibt es nicht; es gibt: jahressonderzahlung",
    ),
    "days without a procedure": (
        lambda data: data["verfahren"].pop(),
        "Das Verfahren hat für den 01.01.2025 keinen Wert",
    ),
    "no procedure": (lambda data: data.pop("verfahren"), "Das Verfahren hat für den 01.01.2023 keinen Wert"),
    "an unknown procedure": (lambda data: data["verfahren"][0].update(methode="frei"), "steht „frei“; vorgesehen ist"),
    "a procedure as a text": (lambda data: data.update(verfahren="frei"), "muss aus Abschnitten [[verfahren]]"),
    "a frame as full financing": (
        lambda data: data["verfahren"][1].update(finanzierungsart="Vollfinanzierung"),
        "Das Verfahren „Planungsrahmen“ gibt es nicht als „Vollfinanzierung“; möglich ist: Festbetrag",
    ),
    "posts handed to the programme itself": (
        lambda data: data["andere_programme"][0].update(programm=data["programm"]),
        "Das Programm „vwv-integrationsmanagement“ kann seine Stellen nicht an sich selbst abgeben",
    ),
    "an undecided kind": (
        lambda data: without_kind(data, "Gemeinkosten"),
        "Für „Gemeinkosten“ bei der Aufgabe „Integrationsmanagement“ fehlt eine Regel",
    ),
    "a kind undecided for one role": (
        lambda data: data["ausgabe"][-1].update(aufgaben=["Integrationsmanagement"]),
        "Für „Fremdleistungen“ bei der Aufgabe „Koordinierende Stelle“ fehlt eine Regel",
    ),
    "a kind undecided for some days": (
        lambda data: cost(data, "Reisekosten").update(gilt_ab=date(2025, 1, 1)),
        "„Reisekosten“ bei der Aufgabe „Integrationsmanagement“ hat für den 01.01.2023 keinen Wert",
    ),
    "a kind decided twice": (
        lambda data: data["ausgabe"].append(dict(cost(data, "Reisekosten"), seite="zuwendungsfähig")),
        "„Reisekosten“ bei der Aufgabe „Integrationsmanagement“ hat für den 01.01.2023 zwei Werte",
    ),
    "a role of two programmes": (
        lambda data: cost(data, "Reisekosten").pop("aufgaben"),
        "„Reisekosten“ bei der Aufgabe „Flüchtlingssozialarbeit“ hat für den 01.01.2023 zwei Werte",
    ),
    "another programme as a side": (
        lambda data: cost(data, "Reisekosten").update(seite="anderes Programm"),
        "; ein solches nennt ein Abschnitt [[andere_programme]]",
    ),
    "an unknown side": (lambda data: cost(data, "Reisekosten").update(seite="beide"), "steht „beide“; vorgesehen"),
    "an unknown kind": (
        lambda data: cost(data, "Reisekosten").update(art="Bewirtung"),
        "steht „Bewirtung“; vorgesehen",
    ),
    "an unknown role": (
        lambda data: cost(data, "Reisekosten").update(aufgaben=["Leitung"]),
        "steht „Leitung“; vorgesehen",
    ),
    "no roles": (
        lambda data: cost(data, "Reisekosten").update(aufgaben=[]),
        "Unter „aufgaben“ steht keine Liste von Aufgaben",
    ),
    "roles as a text": (
        lambda data: cost(data, "Reisekosten").update(aufgaben="alle"),
        "Unter „aufgaben“ steht keine Liste von Aufgaben",
    ),
    "a proven unknown clause": (
        lambda data: rule_named(data, "jahreszuordnung").update(status="belegt"),
        "Eine unbekannte Nummer kann nicht belegt sein",
    ),
    "a proven unknown clause with a blank": (
        lambda data: rule_named(data, "jahreszuordnung").update(nr="unbekannt ", status="belegt"),
        "Eine unbekannte Nummer kann nicht belegt sein",
    ),
    "an unknown clause in another spelling": (
        lambda data: rule_named(data, "jahreszuordnung").update(nr="Unbekannt", status="belegt"),
        "Die Nummer „Unbekannt“ unter „nr“ ist keine; ist sie nicht bekannt, lautet sie „unbekannt“",
    ),
    "a clause with a control character": (
        lambda data: data["grundsatz"][1].update(nr="2.3.2\x07"),
        "Die Angabe „nr“ ist nicht lesbar: Der Text enthält ein Zeichen, das sich nicht drucken lässt (U+0007",
    ),
    "a title with a control character": (
        lambda data: data.update(titel="VwV\x1b[31m"),
        "Die Angabe „titel“ ist nicht lesbar: Der Text enthält ein Zeichen, das sich nicht drucken lässt (U+001B",
    ),
    "a version with signs": (
        lambda data: data.update(fassung="<2023>"),
        "Der Name „<2023>“ der Fassung ist keiner aus Buchstaben und Ziffern",
    ),
    "an unknown status": (
        lambda data: data.update(status="sicher"),
        "steht „sicher“; vorgesehen ist eines von: belegt, Annahme",
    ),
    "an empty regulation": (
        lambda data: data["grundsatz"][1].update(regelwerk=""),
        "(„ueberfinanzierung“): Die Angabe „regelwerk“ ist leer",
    ),
    "ends before it begins": (lambda data: data.update(gilt_bis=date(2022, 12, 31)), "„gilt_bis“ liegt vor „gilt_ab“"),
    "a day as a text": (
        lambda data: data.update(gilt_ab="2023-01-01"),
        "„gilt_ab“ ist mit „2023-01-01“ kein Datum wie",
    ),
    "a day with a time": (lambda data: data.update(bekannt_ab=datetime(2023, 1, 1, tzinfo=UTC)), "kein Datum wie"),
    "the end of time": (lambda data: data.update(gilt_bis=date.max), "liegt mit dem Jahr 9999 zu weit entfernt"),
    "no title": (lambda data: data.update(titel=" "), "Kopf der Datei: Die Angabe „titel“ ist leer"),
    "a number as programme": (
        lambda data: data.update(programm=1),
        "Kopf der Datei: Die Angabe „programm“ ist mit „1“ kein Text",
    ),
}


@pytest.mark.parametrize(("change", "words"), REFUSED.values(), ids=REFUSED)
def test_a_broken_rule_file_is_refused_with_its_name_and_its_place(
    change: Callable[[dict[str, Any]], object], words: str
) -> None:
    with pytest.raises(UnreadableError, match=f"^{re.escape(FILE)}: .*{re.escape(words)}"):
        read_rule_set(changed(change), FILE)


REMEDIES: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "missing": (
        lambda data: data["ausgabe"][2].pop("nr"),
        "Abschnitt [[ausgabe]] Nr. 3 („Personalausgaben“): Die Angabe „nr“ fehlt.",
        "Bitte die Angabe ergänzen.",
    ),
    "superfluous": (
        lambda data: data["grundsatz"][0].update(gillt_ab=date(2025, 1, 1)),
        "Abschnitt [[grundsatz]] Nr. 1 („jahressonderzahlung“): Die Angabe „gillt_ab“ ist nicht vorgesehen; vorgesehen",
        "Bitte die Angabe streichen oder ihren Namen berichtigen.",
    ),
    "missing word": (
        lambda data: quantity(data, "zuteilungsquote")["wert"][0].pop("status"),
        "(„zuteilungsquote für Landkreis Heilbronn“): Die Angabe „status“ fehlt; vorgesehen ist eines von: belegt",
        "Bitte die Angabe ergänzen.",
    ),
    "per cent sign": (
        lambda data: quantity(data, "zuteilungsquote")["wert"][0].update(wert="60 %"),
        "Abschnitt [[groesse.wert]] Nr. 1 („zuteilungsquote für Landkreis Heilbronn“): Unter „wert“ steht „60 %“: ",
        "Erwartet ist eine Zahl wie „60“ oder „44,7“ ohne Prozentzeichen; bitte die Angabe so schreiben.",
    ),
    "impossible days": (
        lambda data: quantity(data, "landesbetrag").update(gilt_bis=date(2020, 1, 1)),
        "(„landesbetrag“): „gilt_bis“ liegt vor „gilt_ab“: 01.01.2020 vor 01.01.2025.",
        "Bitte die beiden Tage berichtigen.",
    ),
    "role for all": (
        lambda data: cost(data, "Reisekosten").update(aufgaben="alle"),
        "(„Reisekosten“): Unter „aufgaben“ steht keine Liste von Aufgaben.",
        "dann gilt der Abschnitt für alle Aufgaben.",
    ),
}


@pytest.mark.parametrize(("change", "words", "remedy"), REMEDIES.values(), ids=REMEDIES)
def test_a_refusal_names_section_number_key_value_and_allowed_words_with_a_remedy_that_fits(
    change: Callable[[dict[str, Any]], object], words: str, remedy: str
) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_rule_set(changed(change), FILE)
    assert caught.value.text.startswith(f"{FILE}: Abschnitt [[")
    assert words in caught.value.text
    assert caught.value.remedy.endswith(remedy)


def test_two_values_for_one_day_of_cost_are_right_when_they_became_known_on_different_days() -> None:
    data = changed(lambda file: twice(file, "koordination.hoechstbetrag", wert="45.000,00", bekannt_ab=LATER))
    rules = read_rule_set(data, FILE)
    amounts = [
        rules.as_known_on(day).money("koordination.hoechstbetrag", date(2025, 1, 1))[0]
        for day in (LATER - timedelta(days=1), LATER)
    ]
    assert amounts == [Money.euros(40_000), Money.euros(45_000)]


def test_a_key_of_persons_may_be_any_between_its_limits() -> None:
    for text in ("1", "80", "1000"):
        data = changed(lambda file, text=text: file["groesse"].append(key_of(text)))  # type: ignore[misc]
        assert read_rule_set(data, FILE).has("betreuungsschluessel", date(2025, 1, 1))


@pytest.mark.parametrize(
    "number", ["4.1.1", "§ 12 Abs. 2 FlüAG", "Anlage 3", "§§ 12, 13 FlüAG", " 5.3 ", " unbekannt "]
)
def test_a_clause_has_a_number_or_is_unknown_whatever_blanks_stand_around_it(number: str) -> None:
    clause = read_rule_set(changed(lambda data: data.update(nr=number)), FILE).clause
    assert clause.number == number.strip()


def days_between(first: date, last: date) -> st.SearchStrategy[date]:
    return st.dates(min_value=first, max_value=last)


@PROPERTY
@given(st.data())
def test_every_pair_of_days_has_exactly_one_value_of_every_rule(draw: st.DataObject) -> None:
    rules = draw.draw(st.sampled_from(shipped_rulebook().versions))
    tables = (rules.quantities, rules.costs, rules.principles)
    every: list[Series[Any]] = [rules.methods, *(series for table in tables for series in table.values())]
    series = draw.draw(st.sampled_from(every))
    assert series.days.last is not None
    day = draw.draw(days_between(series.days.first, series.days.last))
    known_on = draw.draw(days_between(series.known_from, date(2040, 1, 1)))
    known = [each for each in series.values if each.days.contains(day) and each.known_from <= known_on]
    latest = [each for each in known if each.known_from == max(other.known_from for other in known)]
    assert series.at(day, known_on) == latest[0]
    assert len(latest) == 1
    assert series.at(day, series.known_from - timedelta(days=1)) is None


def version(data: dict[str, Any], **head: object) -> RuleSet:
    return read_rule_set({**copy.deepcopy(data), **head}, FILE)


SMALL = SHIPPED["stuttgart-sachkostenpauschale-2017.toml"]
NEXT = {"gilt_ab": date(2023, 1, 1), "gilt_bis": date(2023, 12, 31), "bekannt_ab": date(2022, 1, 1), "fassung": "2023"}


def test_versions_follow_each_other_without_a_gap() -> None:
    book = build_rulebook([version(SMALL, **NEXT), version(SMALL)])
    assert [rules.version for rules in book.versions] == ["2017", "2023"]


def test_a_day_between_two_versions_without_any_is_refused() -> None:
    later = version(SMALL, **{**NEXT, "gilt_ab": date(2023, 1, 2)})
    with pytest.raises(UnreadableError, match=r"Für den 01\.01\.2023 gibt es keine Fassung, obwohl spätere folgen"):
        build_rulebook([version(SMALL), later])


def test_a_day_with_two_versions_known_on_the_same_day_is_refused() -> None:
    other = version(SMALL, fassung="anders")
    with pytest.raises(UnreadableError, match=r"Für den 01\.01\.2018 gelten zwei Fassungen \(2017 und anders\)"):
        build_rulebook([version(SMALL), other])


def test_a_version_that_stands_twice_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"Die Fassung „2017“ .* gibt es zweimal"):
        build_rulebook([version(SMALL), version(SMALL)])


def test_another_programme_that_nobody_wrote_down_is_refused() -> None:
    lonely = read_rule_set(SHIPPED[FILE], FILE)
    with pytest.raises(UnreadableError, match="Das andere Programm „flueag-12“ ist nicht hinterlegt"):
        build_rulebook([lonely])


def test_a_version_of_the_county_replaces_its_shipped_namesake() -> None:
    data = copy.deepcopy(SMALL)
    rule_named(data, "stellenpauschale")["wert"] = "5.000,00"
    own = read_rule_set(data, "programme/sachkosten.toml", own=True)
    rules = with_own(shipped_rulebook(), [own]).at("stuttgart-sachkostenpauschale", date(2020, 1, 1), date(2026, 1, 1))
    assert rules.money("stellenpauschale", date(2020, 1, 1))[0] == Money.euros(5_000)
    assert rules.own_file == "programme/sachkosten.toml"
    assert all(not each.own_file for each in shipped_rulebook().versions)


def test_every_shipped_file_is_on_the_shelf() -> None:
    assert len(shipped_rulebook().versions) == len(FILES)
