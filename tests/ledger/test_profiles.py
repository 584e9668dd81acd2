"""Files in other shapes, read by profiles: month columns, other signs, other shares, and which profile wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cost import CostKind, Entry, Source
from ledger.finding import Finding, Place, Severity
from ledger.fte import Fte
from ledger.german import format_amount
from ledger.imports.intake import Intake
from ledger.imports.kinds import FileKind
from ledger.imports.profile_file import MONTHS as KEYS
from ledger.money import Money, total
from ledger.period import Month
from tests.ledger.small_files import (
    JOURNAL_HEAD,
    PROPERTY,
    carrier_return,
    cells,
    journal,
    lines,
    payroll,
    read,
    tells_what_to_do,
    workbook,
)
from tests.ledger.small_profiles import INDICATORS, MONTHS, PAYROLL, RETURN, STAFFING, WIDE_HEAD, read_by


def only(intake: Intake) -> Finding:
    (finding,) = intake.findings
    assert tells_what_to_do(finding)
    return finding


def unsourced(entry: Entry) -> Entry:
    return replace(entry, source=Source("", "", "", 0))


# Month columns


def test_a_row_with_month_columns_becomes_an_entry_for_each_month_with_an_amount() -> None:
    intake = read(lines(WIDE_HEAD, "00417;1010;Entgelt;1.000,00;;-20,50;0,00;;;;;;;;30,00"))
    assert not intake.findings
    assert (intake.kind, intake.profile, intake.rows) == (FileKind.PAYROLL, "Lohnjournal mit Monatsspalten", 1)
    assert [(each.cost_month, each.paid_in, each.amount.cents) for each in intake.entries] == [
        (Month(2025, 1), Month(2025, 1), 100_000),
        (Month(2025, 3), Month(2025, 3), -2_050),
        (Month(2025, 12), Month(2025, 12), 3_000),
    ]
    assert {(each.staff_number, each.label, each.source.row) for each in intake.entries} == {
        ("00417", "1010 Entgelt", 2)
    }


AMOUNTS = st.integers(-(10**9), 10**9)
PEOPLE = st.dictionaries(
    st.tuples(st.sampled_from(["00417", "00418", "00500"]), st.sampled_from(["1010", "8010"])),
    st.lists(AMOUNTS, min_size=12, max_size=12),
    min_size=1,
)


@given(PEOPLE)
@PROPERTY
def test_month_columns_mean_the_same_as_the_same_amounts_row_by_row(people: dict[tuple[str, str], list[int]]) -> None:
    wide, long = [], []
    for (person, wage_type), amounts in people.items():
        written = [format_amount(Money(cents)) for cents in amounts]
        wide.append(f"{person};{wage_type};Text;{';'.join(written)}")
        long += [f"{person};{n:02d}/2025;{n:02d}/2025;{wage_type};Text;{text}" for n, text in enumerate(written, 1)]
    by_month, by_row = read(lines(WIDE_HEAD, *wide)), read(payroll(*long))
    assert not by_month.findings
    assert list(map(unsourced, by_month.entries)) == list(map(unsourced, by_row.entries))
    assert by_month.periods == by_row.periods


@pytest.mark.parametrize(
    "titles",
    [
        [f"{number:02d}/2025" for number in range(1, 13)],
        [f"2025-{number:02d}" for number in range(1, 13)],
        [str(number) for number in range(1, 13)],
        [f"{title.upper()} 2025" for title in MONTHS],
        [month.replace("ae", "ä").title() for month in KEYS],
    ],
    ids=lambda titles: titles[0],
)
def test_months_go_by_many_names(titles: list[str]) -> None:
    head = f"Personalnummer;Lohnart;{';'.join(titles)}"
    intake = read(lines(head, f"00417;1010;{';'.join(f'{n},00' for n in range(1, 13))}"))
    assert not intake.findings
    assert [entry.amount.cents for entry in intake.entries] == [100 * n for n in range(1, 13)]
    assert intake.title("04/2025") == titles[3]


def test_month_columns_of_another_year_are_missing_ones() -> None:
    head = f"Personalnummer;Lohnart;{';'.join(f'{number:02d}/2024' for number in range(1, 13))}"
    findings = read(lines(head, f"00417;1010;{';'.join(['1,00'] * 12)}")).findings
    assert all(finding.blocks for finding in findings)
    assert not read(lines(head.replace("2024", "2025"), f"00417;1010;{';'.join(['1,00'] * 12)}")).findings


def test_month_columns_below_the_label_of_another_year_are_refused() -> None:
    finding = only(read(lines("Jahr;2024", WIDE_HEAD, f"00417;1010;;{';'.join(['1,00'] * 12)}")))
    assert finding.place == Place("datei.csv", "", 1, "Jahr")
    assert finding.text == "Die Datei gehört zum Jahr 2024, eingelesen wird das Jahr 2025."


def test_the_sum_of_a_row_is_checked_against_its_months() -> None:
    row = f"00417;1010;;{';'.join(['1,00'] * 12)}"
    assert not read(lines(f"{WIDE_HEAD};Summe", f"{row};12,00")).findings
    finding = only(read(lines(f"{WIDE_HEAD};Summe", f"{row};12,01")))
    assert finding.blocks
    assert finding.place == Place("datei.csv", "", 2, "Summe")
    assert (finding.found, finding.expected) == ("12,01\u00a0€", "12,00\u00a0€")


def test_a_row_without_any_month_is_pointed_out() -> None:
    finding = only(read(lines(WIDE_HEAD, f"00417;1010;{';' * 12}", f"00418;1010;;{';'.join(['1,00'] * 12)}")))
    assert (finding.severity, finding.place.row) == (Severity.HINT, 2)


def test_totals_below_month_columns_are_checked_column_by_column() -> None:
    row = f"00417;1010;;{';'.join(['1,00'] * 12)}"
    intake = read(lines(WIDE_HEAD, row, f"Summe;;;{';'.join(['1,00'] * 11)};1,50"))
    assert only(intake).place == Place("datei.csv", "", 3, "Dez")


WITHOUT_WAGE_TYPE = """
name = "Personalkosten je Person"
art = "Lohnjournal"

[spalten]
personalnummer = ["ID"]

[festwerte]
lohnart = "Kosten"

[monatsspalten]
januar = ["1. Monat"]
februar = ["2. Monat"]

[vorzeichen]
ausgaben = "positiv"
einnahmen = "negativ"

[lohnarten]
Kosten = "Personalausgaben"
"""


def test_what_a_file_does_not_say_the_profile_may_say_for_it() -> None:
    intake = read_by(lines("ID;1. Monat;2. Monat", "00417;10,00;20,00"), WITHOUT_WAGE_TYPE)
    assert not intake.findings
    assert [(each.kind, each.group, each.label, each.amount.cents) for each in intake.entries] == [
        (CostKind.PERSONNEL, None, "Kosten", 1000),
        (CostKind.PERSONNEL, None, "Kosten", 2000),
    ]


# Signs

OTHER_SIGNS = PAYROLL.replace('ausgaben = "positiv"', 'ausgaben = "negativ"').replace(
    'einnahmen = "negativ"', 'einnahmen = "positiv"'
)


@given(st.lists(st.tuples(st.sampled_from(["1010", "9900"]), st.integers(1, 10**9)), min_size=1, max_size=12))
@PROPERTY
def test_the_sign_convention_changes_nothing_but_how_amounts_are_written(rows: list[tuple[str, int]]) -> None:
    """A cost is positive and a reimbursement (9900) negative in the book, however the file writes them."""
    book = [cents if code == "1010" else -cents for code, cents in rows]
    one = lines("ID;Monat;LA;EUR", *(f"7;01/2025;{c};{_written(b)}" for (c, _), b in zip(rows, book, strict=True)))
    two = lines("ID;Monat;LA;EUR", *(f"7;01/2025;{c};{_written(-b)}" for (c, _), b in zip(rows, book, strict=True)))
    first, second = read_by(one, PAYROLL), read_by(two, OTHER_SIGNS)
    assert [entry.amount.cents for entry in first.entries] == book
    assert list(map(unsourced, first.entries)) == list(map(unsourced, second.entries))


def _written(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02d}"


@given(st.permutations([f"7;{n:02d}/2025;1010;{n},{n:02d}" for n in range(1, 13)]))
@PROPERTY
def test_the_order_of_the_rows_changes_no_sum(rows: list[str]) -> None:
    intake = read_by(lines("ID;Monat;LA;EUR", *rows), PAYROLL)
    assert intake.sum == Money(7800 + 78)
    assert total(each.amount for each in intake.entries if each.cost_month == Month(2025, 4)) == Money(404)
    assert intake.periods == tuple(f"2025-{n:02d}" for n in range(1, 13))


def test_an_export_without_month_of_service_pays_for_the_month_it_settles() -> None:
    (entry,) = read_by(lines("ID;Monat;LA;EUR", "7;03/2025;1010;1,00"), PAYROLL).entries
    assert (entry.cost_month, entry.paid_in) == (Month(2025, 3), Month(2025, 3))


SIDES = f"{JOURNAL_HEAD};S/H"
BOOKED = "15.03.2025;12.02.2025;R-7;44310000;;;;;48,60"


@pytest.mark.parametrize(("side", "cents"), [("S", 4860), ("Haben", -4860)])
def test_a_column_of_its_own_may_say_the_sign(side: str, cents: int) -> None:
    (entry,) = read(lines(SIDES, f"{BOOKED};{side}")).entries
    assert entry.amount == Money(cents)


def test_a_sign_beside_the_column_for_it_is_refused() -> None:
    finding = only(read(lines(SIDES, f"{BOOKED.replace('48', '-48')};H")))
    assert (finding.place.column, finding.found) == ("Betrag", "\u221248,60\u00a0€")


def test_a_side_that_is_neither_is_refused() -> None:
    finding = only(read(lines(SIDES, f"{BOOKED};X")))
    assert (finding.place.column, finding.found, finding.expected) == ("S/H", "X", "S oder H")


# Shares


@pytest.mark.parametrize(
    ("field", "written", "share"),
    [
        ('vzae = ["Umfang"]', "0,7692", 7692),
        ('beschaeftigungsgrad = ["Umfang"]', "76,92 %", 7692),
        ('beschaeftigungsgrad = ["Umfang"]', "50", 5000),
    ],
)
def test_a_share_may_be_written_in_other_ways_than_hours(field: str, written: str, share: int) -> None:
    head = "ID;Name;Vorname;Planstelle;Aufgabe;ab;bis;EG;Abschluss;Umfang"
    row = "7;Muster;Kim;IM-01;Integrationsmanagement;01.01.2025;;S 12;Studium Soziale Arbeit"
    intake = read_by(lines(head, f"{row};{written}"), STAFFING + field)
    assert not intake.findings
    assert [(tenure.fte, tenure.pay_group) for tenure in intake.tenures] == [(Fte(share), "S 12")]


@pytest.mark.parametrize(("written", "blocks"), [("101", True), ("0", False)])
def test_a_share_above_one_is_refused_and_none_at_all_is_pointed_out(written: str, *, blocks: bool) -> None:
    head = "ID;Name;Vorname;Planstelle;Aufgabe;ab;bis;EG;Abschluss;Umfang"
    row = "7;Muster;Kim;IM-01;Integrationsmanagement;01.01.2025;;S 12;Studium Soziale Arbeit"
    intake = read_by(lines(head, f"{row};{written}"), STAFFING + 'beschaeftigungsgrad = ["Umfang"]')
    assert not intake.tenures
    assert (only(intake).blocks, only(intake).place.column) == (blocks, "Umfang")


# Which profile wins


def test_a_profile_of_the_county_is_read_without_any_code() -> None:
    intake = read_by(lines("ID;Monat;LA;EUR", "7;03/2025;1010;1,00"), PAYROLL)
    assert (intake.profile, intake.kind) == ("Lohn des Kreises", FileKind.PAYROLL)
    assert intake.columns == (
        ("ID", "Personalnummer"),
        ("Monat", "Abrechnungsmonat"),
        ("LA", "Lohnart"),
        ("EUR", "Betrag"),
    )


SAME_AS_SHIPPED = """
name = "Lohn mit anderem Vorzeichen"
art = "Lohnjournal"

[spalten]
personalnummer = ["Personalnummer"]
abrechnungsmonat = ["Abrechnungsmonat"]
leistungsmonat = ["Für-Monat"]
lohnart = ["Lohnart"]
lohnart_text = ["Lohnart-Text"]
betrag = ["Betrag"]

[vorzeichen]
ausgaben = "negativ"
einnahmen = "positiv"
"""


def test_of_two_profiles_that_fit_equally_well_the_one_of_the_county_wins() -> None:
    intake = read_by(payroll("00417;01/2025;01/2025;1010;;-5,00"), SAME_AS_SHIPPED)
    assert (intake.profile, intake.sum) == ("Lohn mit anderem Vorzeichen", Money(500))


def test_columns_that_are_known_and_not_needed_count_for_the_fit() -> None:
    """The shipped profile knows „Zahltag“; without „nicht_gebucht“ it would know one column more than the own one."""
    content = payroll("00417;01/2025;01/2025;1010;;-5,00;15.01.2025").replace("Betrag", "Betrag;Zahltag")
    assert read_by(content, SAME_AS_SHIPPED).profile == "Lohnjournal je Lohnart"
    own = SAME_AS_SHIPPED.replace("[spalten]", 'nicht_gebucht = ["Zahltag"]\n[spalten]')
    assert read_by(content, own).profile == "Lohn mit anderem Vorzeichen"


def test_a_file_that_lacks_fewer_columns_of_another_profile_is_read_by_that_one() -> None:
    own = SAME_AS_SHIPPED.replace('["Lohnart"]', '["LA"]')
    assert read_by(payroll("00417;01/2025;01/2025;1010;;5,00"), own).profile == "Lohnjournal je Lohnart"


LIST = INDICATORS + 'kennzahl = ["Was"]\nanzahl = ["Wert"]'
LIKE_A_LIST = """
name = "Beträge des Kreises"
art = "Lohnjournal"

[spalten]
personalnummer = ["Ort"]
abrechnungsmonat = ["Zeit"]
lohnart = ["Was"]
betrag = ["Wert"]

[vorzeichen]
ausgaben = "positiv"
einnahmen = "negativ"
"""


def test_two_kinds_that_fit_equally_well_are_asked_about_and_never_guessed() -> None:
    intake = read_by(lines("Ort;Zeit;Was;Wert", "A;03/2025;Beratung;1"), LIST, LIKE_A_LIST)
    finding = only(intake)
    assert (intake.kind, intake.entries, intake.indicators) == (None, (), ())
    assert finding.blocks
    assert finding.place == Place("datei.csv", "", 1)
    assert finding.found == "Zahlen des Kreises (Kennzahlen) und Beträge des Kreises (Lohnjournal)"


def test_one_more_known_column_decides_between_two_kinds() -> None:
    better = LIKE_A_LIST + '[lohnarten]\nX1 = "Entgelt"\n'
    better = better.replace("[spalten]", 'nicht_gebucht = ["Bemerkung"]\n[spalten]')
    intake = read_by(lines("Ort;Zeit;Was;Wert;Bemerkung", "A;03/2025;X1;1,00;"), LIST, better)
    assert (intake.profile, intake.sum) == ("Beträge des Kreises", Money(100))


# Assignments of the profile


def test_a_profile_adds_its_own_codes_to_those_of_the_county() -> None:
    own = PAYROLL + '[lohnarten]\nX1 = "Fortbildung"\n'
    intake = read_by(lines("ID;Monat;LA;EUR", "7;03/2025;1010;1,00", "7;03/2025;X1;2,00"), own)
    assert [each.kind for each in intake.entries] == [CostKind.PERSONNEL, CostKind.TRAINING]


# Findings speak of the columns of the file


def test_a_finding_names_the_column_as_the_file_does() -> None:
    finding = only(read_by(lines("ID;Monat;LA;EUR", "7;03/2024;1010;1,00"), PAYROLL))
    assert finding.place == Place("datei.csv", "", 2, "Monat")
    renamed = payroll("00417;01/2025;13/2025;1010;;1,00").replace("Für-Monat", "Für-Periode")
    assert only(read(renamed)).place.column == "Für-Periode"


# Labels and constants


def test_what_holds_for_the_whole_file_may_stand_above_the_header() -> None:
    own = INDICATORS.replace(
        'zeitraum = ["Zeit"]', 'anzahl = ["Wert"]\nkennzahl = ["Was"]\n[angaben]\nzeitraum = ["Zeit"]'
    )
    intake = read_by(lines("Zeit;Q2/2025", "Ort;Was;Wert", "Stadt;Gespräche;7"), own)
    assert not intake.findings
    assert [(each.month, each.count) for each in intake.indicators] == [(Month(2025, 6), 7)]


def test_without_what_the_whole_file_is_about_nothing_is_taken() -> None:
    own = INDICATORS.replace(
        'zeitraum = ["Zeit"]', 'anzahl = ["Wert"]\nkennzahl = ["Was"]\n[angaben]\nzeitraum = ["Zeit"]'
    )
    intake = read_by(lines("Stand;heute", "Ort;Was;Wert", "Stadt;Gespräche;7"), own)
    assert only(intake).place.column == "Zeit"
    assert not intake.indicators


def test_a_return_may_state_the_parts_of_personnel_cost_and_income() -> None:
    content = lines(
        "Wer;Stadt",
        "Schlüssel;08999002",
        "Jahr;2025",
        "Stelle;Aufgabe;Abschluss;ab;bis;Anteil;Brutto;AG-Anteile;Krankenkasse;Eigenmittel",
        "IM-1;Integrationsmanagement;Studium Soziale Arbeit;01.01.2025;;1,0;50.000,00;10.000,00;500,00;2.000,00",
    )
    intake = read_by(content, RETURN)
    assert not intake.findings
    assert [(each.label, each.amount.cents) for each in intake.entries] == [
        ("Jahresmeldung Entgelt", 5_000_000),
        ("Jahresmeldung Arbeitgeberanteil Sozialversicherung", 1_000_000),
        ("Jahresmeldung Erstattung", -50_000),
    ]
    (revenue,) = intake.revenues
    assert (revenue.carrier_key, revenue.amount, revenue.month) == ("08999002", Money(200_000), Month(2025, 12))


# What is ignored, and why


def test_what_is_ignored_is_said_with_its_reason() -> None:
    content = lines(
        "Personalnummer;Abrechnungsmonat;Für-Monat;Lohnart;Betrag;Kostenstelle;Farbe",
        "00417;01/2025;01/2025;1010;1,00;4711;rot",
        "00417;02/2025;02/2025;1010;0,00;4711;rot",
        ";;;;;;",
        "Summe;;;;1,00;;",
    )
    assert read(content).ignored == (
        "Spalte „Kostenstelle“: bekannt, wird nicht gebraucht.",
        "Spalte „Farbe“: im Leseprofil nicht vorgesehen.",
        "1 Summenzeile (Zeile 5): nachgerechnet.",
        "1 leere Zeile.",
        "1 Betrag von 0,00\u00a0€ (Zeile 3): nichts zu buchen.",
    )


def test_many_ignored_rows_are_counted_behind_the_first() -> None:
    rows = [f"00417;{n:02d}/2025;{n:02d}/2025;1010;;0,00" for n in range(1, 9)]
    intake = read(payroll(*rows))
    assert intake.ignored == ("8 Beträge von 0,00\u00a0€ (Zeilen 2, 3, 4, 5, 6 und 3 weitere): nichts zu buchen.",)
    assert intake.entries == ()
    assert len(intake.periods) == 8


def test_of_a_file_with_errors_no_row_is_called_a_checked_total() -> None:
    content = payroll("00417;01/2025;01/2025;1010;;1,00", "00417;13/2025;01/2025;1010;;1,00", "Summe;;;;;2,00")
    assert not any("Summenzeile" in sentence for sentence in read(content).ignored)


def test_a_known_column_that_is_not_needed_is_no_finding() -> None:
    assert not read(payroll("00417;01/2025;01/2025;1010;;1,00;4711").replace("Betrag", "Betrag;Kostenstelle")).findings


def test_numbers_of_people_and_places_are_never_taken_from_numeric_cells() -> None:
    places: list[list[object]] = [["Berechnungsjahr", 2025], ["AGS", "Gemeinde", "Personen"], [8999001, "Ort", 10]]
    finding = only(read(workbook({"Daten": places})))
    assert (finding.place.column, finding.found) == ("AGS", "8999001")
    people: list[list[object]] = [[*WIDE_HEAD.split(";")], [417, "1010", "", *[1] * 12]]
    assert only(read(workbook({"Daten": people}))).place.column == "Personalnummer"


def test_month_columns_of_a_workbook_may_be_headed_by_dates() -> None:
    days = [date(2025, number, 1) for number in range(1, 13)]
    content = workbook({"Daten": [["Personalnummer", "Lohnart", *days], ["00417", "1010", *[1] * 12]]})
    assert [entry.amount.cents for entry in read(content).entries] == [100] * 12


def test_a_journal_and_a_return_are_still_themselves() -> None:
    assert read(journal(BOOKED)).profile == "Buchungsjournal"
    assert read(carrier_return()).profile == "Jahresmeldung"
    assert read(workbook({"Daten": cells("AGS;Gemeinde;Personen")})).profile == "Personenzahlen"
