"""The kinds of file in their usual shape, read from tiny files: what they yield, and a provoking file per message."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from ledger.carrier import HeadCount
from ledger.cost import CostKind, Entry, Source, WageGroup
from ledger.files import digest
from ledger.finding import Finding, Place, Severity, UnreadableError
from ledger.fte import FULL_POST, Fte
from ledger.imports.intake import Intake
from ledger.imports.kinds import FileKind
from ledger.money import ZERO, Money
from ledger.period import DaySpan, Month
from ledger.staff import PositionRole, Qualification, StaffMember
from tests.ledger.small_files import (
    COUNTY,
    PAYROLL_HEAD,
    RETURN_HEAD,
    SOUND_RETURN_ROW,
    STAFFING_HEAD,
    carrier_return,
    cells,
    head_counts,
    is_german_sentence,
    journal,
    lines,
    payroll,
    post,
    read,
    staffing,
    tells_what_to_do,
    workbook,
)

PAID = "00417;01/2025;01/2025;1010;Entgelt;1.234,56"
TRAVEL = "15.03.2025;12.02.2025;R-7;44310000;Reisekosten;416000;Fahrt nach Stuttgart;00417;48,60"


def only(intake: Intake) -> Finding:
    (finding,) = intake.findings
    return finding


def rows_of(text: str) -> list[list[object]]:
    """Return the cells of a text file as rows of a workbook."""
    return cells(*text.splitlines())


# What a sound file yields


def test_a_payroll_row_becomes_an_entry_with_its_source() -> None:
    text = payroll(PAID, "00417;02/2025;12/2024;8010;;-10,00")
    intake = read(text, "eingang/2025/lohn.csv")
    assert (intake.kind, intake.periods, intake.rows, intake.sum) == (
        FileKind.PAYROLL,
        ("2025-01", "2025-02"),
        2,
        Money(122_456),
    )
    assert not intake.findings
    assert intake.entries[0] == Entry(
        number=0,
        carrier_key=COUNTY,
        kind=CostKind.PERSONNEL,
        amount=Money(123_456),
        cost_month=Month(2025, 1),
        paid_in=Month(2025, 1),
        staff_number="00417",
        position_number="",
        label="1010 Entgelt",
        voucher="",
        source=Source("eingang/2025/lohn.csv", digest(text.encode()), "", 2),
        group=WageGroup.GROSS_PAY,
    )
    later = intake.entries[1]
    assert (later.cost_month, later.paid_in, later.label) == (Month(2024, 12), Month(2025, 2), "8010")
    assert later.source.row == 3


def test_a_staffing_plan_yields_persons_and_tenures_in_exact_shares() -> None:
    intake = read(staffing(post("00417", "16.07.2025;", hours="30,00", more="01.08.2025;15.12.2025")))
    (tenure,) = intake.tenures
    assert (intake.kind, intake.periods) == (FileKind.STAFFING_PLAN, ("2025",))
    assert intake.staff == (StaffMember(COUNTY, "00417", "Muster", "Kim"),)
    assert tenure.fte == Fte(7692)  # 30 of 39 hours
    assert tenure.days == DaySpan(date(2025, 7, 16), None)
    assert tenure.requalification == DaySpan(date(2025, 8, 1), date(2025, 12, 15))
    assert (tenure.carrier_key, tenure.position_number, tenure.pay_group) == (COUNTY, "IM-01", "S 12 Stufe 4")
    assert (tenure.role, tenure.qualification) == (PositionRole.INTEGRATION, Qualification.SOCIAL_WORK_DEGREE)
    assert tenure.source.row == 2


def test_a_person_on_two_posts_is_one_person_with_two_tenures() -> None:
    intake = read(
        staffing(
            post("00538", "01.01.2025;", hours="19,50"),
            post("00538", "01.01.2025;", hours="19,50", position="FSA-01"),
        )
    )
    assert len(intake.staff) == 1
    assert [(tenure.position_number, tenure.fte) for tenure in intake.tenures] == [
        ("IM-01", Fte(5000)),
        ("FSA-01", Fte(5000)),
    ]


def test_a_journal_row_becomes_an_entry_of_its_month_of_service() -> None:
    intake = read(journal(TRAVEL, "20.03.2025;20.03.2025;R-8;42610000;;;;;300,00"))
    travel, training = intake.entries
    assert not intake.findings
    assert intake.kind is FileKind.JOURNAL
    assert intake.periods == ("2025-03 Fortbildung", "2025-03 Reisekosten")
    assert (travel.kind, travel.amount, travel.voucher) == (CostKind.TRAVEL, Money(4860), "R-7")
    assert (travel.cost_month, travel.paid_in) == (Month(2025, 2), Month(2025, 3))
    assert (travel.staff_number, travel.label) == ("00417", "44310000 Reisekosten")
    assert (training.staff_number, training.label) == ("", "42610000")


def test_head_counts_are_the_persons_of_each_municipality() -> None:
    intake = read(head_counts("08999001;Stadt Lindenstadt;1.017", "08999006;Aldenrieden;0", "Summe;;1.017"))
    assert (intake.kind, intake.periods) == (FileKind.HEAD_COUNTS, ("2025",))
    assert intake.head_counts == (
        HeadCount("08999001", "Stadt Lindenstadt", 2025, 1017),
        HeadCount("08999006", "Aldenrieden", 2025, 0),
    )
    assert not intake.findings


def test_a_carrier_return_yields_its_posts_and_one_entry_for_each_kind_with_an_amount() -> None:
    intake = read(carrier_return(SOUND_RETURN_ROW))
    (tenure,) = intake.tenures
    assert (intake.kind, intake.periods) == (FileKind.CARRIER_RETURN, ("2025 08999002",))
    assert (tenure.carrier_key, tenure.staff_number, tenure.position_number) == ("08999002", "IM-01", "IM-01")
    assert (tenure.fte, tenure.days) == (FULL_POST, DaySpan(date(2025, 1, 1), None))
    assert [(entry.kind, entry.amount) for entry in intake.entries] == [
        (CostKind.PERSONNEL, Money(6_000_000)),
        (CostKind.TRAINING, Money(80_000)),
        (CostKind.TRAVEL, Money(12_050)),
    ]
    assert {(entry.carrier_key, entry.position_number, entry.label.split()[0]) for entry in intake.entries} == {
        ("08999002", "IM-01", "Jahresmeldung")
    }


@pytest.mark.parametrize(
    ("days", "month"),
    [
        ("01.05.2018;", 12),
        ("01.01.2025;15.07.2025", 7),
        ("01.01.2025;31.01.2026", 12),
        ("31.12.2024;01.01.2025", 1),
    ],
)
def test_the_yearly_amounts_of_a_return_fall_in_the_last_month_of_the_tenure(days: str, month: int) -> None:
    intake = read(carrier_return(SOUND_RETURN_ROW.replace("01.01.2025;", days)))
    assert not intake.findings
    assert {(entry.cost_month, entry.paid_in) for entry in intake.entries} == {(Month(2025, month), Month(2025, month))}


# How a file is recognised


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ";"), ("utf-8-sig", "\t"), ("utf-16", ";"), ("cp1252", ";"), ("cp1252", "\t")]
)
def test_the_same_payroll_is_read_from_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    content = payroll("00417;01/2025;01/2025;1010;Vergütung;1.234,56").replace(";", delimiter).encode(encoding)
    (entry,) = read(content).entries
    assert (entry.amount, entry.label) == (Money(123_456), "1010 Vergütung")


def test_a_file_with_commas_as_delimiters_has_its_amounts_in_quotes() -> None:
    intake = read('Personalnummer,Abrechnungsmonat,Für-Monat,Lohnart,Betrag\n00417,01/2025,01/2025,1010,"12,34"\n')
    assert not intake.findings
    assert intake.sum == Money(1234)


def test_a_file_is_recognised_by_its_header_and_not_by_its_name() -> None:
    content = workbook({"Tabelle1": rows_of(payroll(PAID))})
    assert read(content, "stellenbesetzung.csv").kind is FileKind.PAYROLL


def test_the_sheet_with_the_fitting_header_is_read_and_named_in_every_source() -> None:
    content = workbook({"Deckblatt": cells("Lohnjournal;2025"), "Daten": rows_of(payroll(PAID))})
    intake = read(content)
    assert intake.entries[0].source.sheet == "Daten"
    assert only(intake).place == Place("datei.csv", "Deckblatt")


def test_a_column_of_the_header_may_go_by_another_name_of_the_trade() -> None:
    renamed = payroll(PAID).replace("Für-Monat", "Für-Periode").replace("Abrechnungsmonat", "Inperiode")
    assert read(renamed.replace("Personalnummer", "Pers.-Nr.")).sum == Money(123_456)


def test_a_workbook_may_hold_amounts_as_numbers_as_text_and_dates_as_dates() -> None:
    head = PAYROLL_HEAD.split(";")
    content = workbook(
        {
            "Daten": [
                head,
                ["00417", date(2025, 1, 31), "01/2025", 1010, "Entgelt", 1234.56],
                ["00417", "02/2025", "2025-02", "1010", "Entgelt", "1.234,56"],
            ]
        }
    )
    intake = read(content)
    assert not intake.findings
    assert [entry.amount for entry in intake.entries] == [Money(123_456), Money(123_456)]
    assert [entry.paid_in for entry in intake.entries] == [Month(2025, 1), Month(2025, 2)]


# One provoking file for every message


class Fault(NamedTuple):
    """A faulty file with the finding it must yield."""

    content: str | bytes
    sheet: str
    row: int | None
    column: str
    found: str
    text: str


def in_sheet(sheet_row: list[object], head: str = PAYROLL_HEAD) -> bytes:
    return workbook({"Daten": [list(head.split(";")), sheet_row]})


FAULTS = {
    "unknown header": Fault(
        lines("Kennzeichen;Modell;Farbe", "XX-1;A;rot"),
        "",
        1,
        "",
        "Kennzeichen, Modell, Farbe",
        "Die Kopfzeile passt zu keinem bekannten Leseprofil; die Datei wird nicht gelesen.",
    ),
    "missing column": Fault(
        lines("Personalnummer;Abrechnungsmonat;Lohnart;Betrag;Monat", "00417;01/2025;1010;1,00;01/2025"),
        "",
        1,
        "Für-Monat",
        "Monat",
        "In der Kopfzeile fehlt die Spalte „Für-Monat“ (Lohnjournal je Lohnart).",
    ),
    "impossible date": Fault(
        staffing(post("00417", "31.04.2025;")),
        "",
        2,
        "Beginn",
        "31.04.2025",
        "Dieses Datum gibt es im Kalender nicht.",
    ),
    "decimal point": Fault(
        payroll("00417;01/2025;01/2025;1010;;12.34"),
        "",
        2,
        "Betrag",
        "12.34",
        "Der Betrag hat einen Punkt, wo das Komma stehen muss.",
    ),
    "thousand or one": Fault(
        payroll("00417;01/2025;01/2025;1010;;1.234"),
        "",
        2,
        "Betrag",
        "1.234",
        "Der Betrag ist mehrdeutig: Der Punkt kann Tausender oder Dezimalstellen trennen.",
    ),
    "unreadable amount": Fault(
        payroll("00417;01/2025;01/2025;1010;;zwölf"), "", 2, "Betrag", "zwölf", "Der Betrag ist nicht lesbar."
    ),
    "amount beyond any budget": Fault(
        payroll("00417;01/2025;01/2025;1010;;999.999.999.999,00"),
        "",
        2,
        "Betrag",
        "999.999.999.999,00",
        "Der Betrag ist unglaubhaft groß.",
    ),
    "empty amount": Fault(payroll("00417;01/2025;01/2025;1010;;"), "", 2, "Betrag", "", "Die Zelle ist leer."),
    "thirteenth month": Fault(
        payroll("00417;01/2025;13/2025;1010;;1,00"), "", 2, "Für-Monat", "13/2025", "Diesen Monat gibt es nicht."
    ),
    "unreadable month": Fault(
        payroll("00417;Januar;01/2025;1010;;1,00"), "", 2, "Abrechnungsmonat", "Januar", "Der Monat ist nicht lesbar."
    ),
    "total that does not match": Fault(
        payroll("00417;01/2025;01/2025;1010;;1,00", "00417;02/2025;02/2025;1010;;2,00", "Summe;;;;;3,50"),
        "",
        4,
        "Betrag",
        "3,50\u00a0€",
        "Die gedruckte Summe stimmt nicht (2 Zeilen nachgerechnet); der Unterschied beträgt 0,50\u00a0€.",
    ),
    "total of persons that does not match": Fault(
        head_counts("08999001;Lindenstadt;10", "08999002;Ahornstetten;20", "Summe;;31"),
        "",
        5,
        "Personen",
        "31",
        "Die gedruckte Summe stimmt nicht (2 Zeilen nachgerechnet); der Unterschied beträgt 1.",
    ),
    "no rows": Fault(payroll(), "", 1, "", "", "Unter der Kopfzeile steht keine einzige Zeile mit Angaben."),
    "wage type not mapped": Fault(
        payroll("00417;01/2025;01/2025;4711;;1,00"),
        "",
        2,
        "Lohnart",
        "4711",
        "Die Nummer 4711 ist keiner Ausgabeart zugeordnet (1 Zeile, hier die erste).",
    ),
    "account not mapped": Fault(
        journal(TRAVEL.replace("44310000", "42999999")),
        "",
        2,
        "Sachkonto",
        "42999999",
        "Die Nummer 42999999 ist keiner Ausgabeart zugeordnet (1 Zeile, hier die erste).",
    ),
    "unknown role": Fault(
        staffing(post("00417", "01.01.2025;").replace("Integrationsmanagement", "Hausmeister")),
        "",
        2,
        "Aufgabe",
        "Hausmeister",
        "Die Angabe „Hausmeister“ ist nicht vorgesehen.",
    ),
    "unknown qualification": Fault(
        staffing(post("00417", "01.01.2025;").replace("Studium Soziale Arbeit", "Abitur")),
        "",
        2,
        "Qualifikation",
        "Abitur",
        "Die Angabe „Abitur“ ist nicht vorgesehen.",
    ),
    "end before beginning": Fault(
        staffing(post("00417", "01.07.2025;30.06.2025")),
        "",
        2,
        "Ende",
        "30.06.2025",
        "Das Ende liegt vor dem Beginn.",
    ),
    "requalification that ends before it begins": Fault(
        staffing(post("00417", "01.01.2025;", more="01.07.2025;30.06.2025")),
        "",
        2,
        "Nachqualifizierung bis",
        "30.06.2025",
        "Das Ende liegt vor dem Beginn.",
    ),
    "requalification that only ends": Fault(
        staffing(post("00417", "01.01.2025;", more=";30.06.2025")),
        "",
        2,
        "Nachqualifizierung ab",
        "",
        "Die Nachqualifizierung hat ein Ende, aber keinen Beginn.",
    ),
    "payroll of another year": Fault(
        payroll("00417;12/2024;12/2024;1010;;1,00"),
        "",
        2,
        "Abrechnungsmonat",
        "12/2024",
        "Der Abrechnungsmonat 12/2024 gehört nicht zum Jahr 2025.",
    ),
    "voucher of another year": Fault(
        journal(TRAVEL.replace("2025", "2024")),
        "",
        2,
        "Leistungsdatum",
        "02/2024",
        "Weder Leistung noch Buchung liegen im Jahr 2025.",
    ),
    "personnel cost of nobody": Fault(
        journal(TRAVEL.replace("44310000", "40120000").replace("00417", "")),
        "",
        2,
        "Personalnummer",
        "",
        "Personalausgaben brauchen eine Personalnummer; ohne sie gehören sie zu keiner Stelle.",
    ),
    "amount cut in two by a comma": Fault(
        payroll("00417;01/2025;01/2025;1010;Entgelt;12,34").replace(";", ","),
        "",
        2,
        "",
        "34",
        "Die Zeile hat mehr Zellen als die Kopfzeile Spalten.",
    ),
    "no full-time hours": Fault(
        staffing(post("00417", "01.01.2025;").replace(";39,00;S 12", ";0;S 12")),
        "",
        2,
        "Wochenstunden",
        "39,00",
        "Die Wochenstunden ergeben mehr als eine volle Stelle, oder die Vollzeitstunden fehlen.",
    ),
    "municipality twice": Fault(
        head_counts("08999001;Lindenstadt;10", "08999001;Lindenstadt;11"),
        "",
        4,
        "AGS",
        "08999001",
        "Diese Gemeinde steht zweimal in der Liste.",
    ),
    "persons that are no whole number": Fault(
        head_counts("08999001;Lindenstadt;10,5"), "", 3, "Personen", "10,5", "Hier muss eine ganze Zahl stehen."
    ),
    "head counts of another year": Fault(
        head_counts("08999001;Lindenstadt;10", year="2024"),
        "",
        1,
        "Berechnungsjahr",
        "2024",
        "Die Datei gehört zum Jahr 2024, eingelesen wird das Jahr 2025.",
    ),
    "head counts of no year": Fault(
        lines("AGS;Gemeinde;Personen", "08999001;Lindenstadt;10"),
        "",
        1,
        "Berechnungsjahr",
        "",
        "Über der Kopfzeile fehlt die Angabe „Berechnungsjahr“ (Personenzahlen).",
    ),
    "implausible year": Fault(
        head_counts("08999001;Lindenstadt;10", year="1925"),
        "",
        1,
        "Berechnungsjahr",
        "1925",
        "Das Jahr ist unglaubhaft.",
    ),
    "return of another year": Fault(
        carrier_return(SOUND_RETURN_ROW.replace("2025", "2024"), year="2024"),
        "",
        3,
        "Förderjahr",
        "2024",
        "Die Datei gehört zum Jahr 2024, eingelesen wird das Jahr 2025.",
    ),
    "return without name of the carrier": Fault(
        carrier_return(SOUND_RETURN_ROW).replace("Stadt Ahornstetten", ""), "", 1, "Träger", "", "Die Zelle ist leer."
    ),
    "return without carrier key": Fault(
        carrier_return(SOUND_RETURN_ROW, key=""), "", 2, "Trägerschlüssel", "", "Die Zelle ist leer."
    ),
    "share above a full post": Fault(
        carrier_return(SOUND_RETURN_ROW.replace(";1,0;", ";1,5;")),
        "",
        6,
        "VZÄ",
        "1,5",
        "Der Stellenanteil ist unzulässig.",
    ),
    "text that cannot be printed": Fault(
        journal(TRAVEL.replace("Fahrt nach Stuttgart", "Fahrt nach \ufffdarkent")),
        "",
        2,
        "Buchungstext",
        "Fahrt nach \ufffdarkent",
        "Der Text enthält ein Zeichen, das sich nicht drucken lässt (U+FFFD, Ersatz für ein verlorenes Zeichen).",
    ),
    "strange signs in a number": Fault(
        payroll("00417;01/2025;01/2025;=1010;;1,00"),
        "",
        2,
        "Lohnart",
        "=1010",
        "Die Nummer enthält unzulässige Zeichen.",
    ),
    "staff number as a number": Fault(
        in_sheet([417, "01/2025", "01/2025", "1010", "", "1,00"]),
        "Daten",
        2,
        "Personalnummer",
        "417",
        "Die Nummer steht als Zahl in der Zelle; führende Nullen können verloren sein.",
    ),
    "amount with three decimals": Fault(
        in_sheet(["00417", "01/2025", "01/2025", "1010", "", 1234.565]),
        "Daten",
        2,
        "Betrag",
        "1234.565",
        "Die Zahl hat mehr als zwei Nachkommastellen.",
    ),
    "month as a bare number": Fault(
        in_sheet(["00417", 202501, "01/2025", "1010", "", 1]),
        "Daten",
        2,
        "Abrechnungsmonat",
        "202501",
        "Der Monat ist nicht lesbar.",
    ),
    "day as a bare number": Fault(
        in_sheet([*post("00417", "").split(";")[:5], 20250101, *post("00417", "").split(";")[5:]], STAFFING_HEAD),
        "Daten",
        2,
        "Beginn",
        "20250101",
        "Hier steht eine Zahl statt eines Datums.",
    ),
    "formula that was never calculated": Fault(
        in_sheet(["00417", "01/2025", "01/2025", "1010", "", "=SUM(A1:A2)"]),
        "Daten",
        2,
        "Betrag",
        "Formel ohne berechneten Wert",
        "Die Zelle enthält eine Formel ohne berechneten Wert.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_place_value_and_remedy_in_german(name: str) -> None:
    fault = FAULTS[name]
    intake = read(fault.content, "eingang/2025/datei.csv")
    finding = only(intake)
    assert finding.place == Place("eingang/2025/datei.csv", fault.sheet, fault.row, fault.column)
    assert (finding.found, finding.text) == (fault.found, fault.text)
    assert finding.blocks
    assert tells_what_to_do(finding)


def test_what_was_expected_is_said_wherever_a_value_is_refused() -> None:
    # A table without rows has no other value to expect.
    silent = {name for name, fault in FAULTS.items() if not only(read(fault.content)).expected}
    assert silent == {"no rows"}


@pytest.mark.parametrize("days", ["01.01.2026;", "01.01.2024;31.12.2024"])
def test_a_post_that_was_not_filled_in_the_year_of_the_return_is_refused(days: str) -> None:
    intake = read(carrier_return(SOUND_RETURN_ROW.replace("01.01.2025;", days)))
    finding = only(intake)
    assert finding.place == Place("datei.csv", "", 6, "Beginn")
    assert finding.text == "Die Stelle war im Förderjahr 2025 nicht besetzt."
    assert days[6:10] in finding.found
    assert tells_what_to_do(finding)
    assert not intake.entries


def test_two_faults_of_one_row_are_both_reported() -> None:
    findings = read(payroll("00417;13/2025;01/2025;1010;;12.34")).findings
    assert [(finding.place.row, finding.place.column, finding.found) for finding in findings] == [
        (2, "Abrechnungsmonat", "13/2025"),
        (2, "Betrag", "12.34"),
    ]


def test_faults_of_cells_of_facts_and_of_totals_are_reported_together() -> None:
    findings = read(
        payroll(
            "00417;01/2025;01/2025;4711;;1,00",
            "00417;Januar;01/2025;1010;;2,00",
            "Summe;;;;;4,00",
        )
    ).findings
    assert {(finding.place.row, finding.place.column) for finding in findings} == {
        (2, "Lohnart"),
        (3, "Abrechnungsmonat"),
        (4, "Betrag"),
    }


def test_two_faults_of_a_tenure_are_both_reported_and_it_is_not_taken() -> None:
    faulty = post("00417", "01.07.2025;30.06.2025").replace("Integrationsmanagement", "Hausmeister")
    intake = read(staffing(faulty, post("00418", "01.01.2025;")))
    assert [finding.place.column for finding in intake.findings] == ["Aufgabe", "Ende"]
    assert [tenure.staff_number for tenure in intake.tenures] == ["00418"]


@pytest.mark.parametrize("label", ["Trägerschlüssel;08999002", "Förderjahr;2025"])
def test_of_a_return_without_carrier_or_year_nothing_is_taken(label: str) -> None:
    title = label.split(";", maxsplit=1)[0]
    intake = read(carrier_return(SOUND_RETURN_ROW).replace(label, f"{title};"))
    assert only(intake).place.column == title
    assert (intake.tenures, intake.entries, intake.periods) == ((), (), ())


@pytest.mark.parametrize(
    ("value", "column"), [("Integrationsmanagement", "Aufgabe"), ("Studium Soziale Arbeit", "Qualifikation")]
)
def test_a_faulty_post_of_a_return_is_not_taken(value: str, column: str) -> None:
    intake = read(carrier_return(SOUND_RETURN_ROW.replace(value, "Hausmeister")))
    assert (only(intake).place.row, only(intake).place.column) == (6, column)
    assert (intake.tenures, intake.entries) == ((), ())


@pytest.mark.parametrize(
    "row", [TRAVEL.replace("15.03.2025", "15.01.2026"), TRAVEL.replace("12.02.2025", "30.12.2024")]
)
def test_a_voucher_served_or_booked_in_the_year_belongs_to_it(row: str) -> None:
    assert not read(journal(row)).findings


def test_personnel_cost_of_a_named_person_may_stand_in_the_journal() -> None:
    intake = read(journal(TRAVEL.replace("44310000", "40120000")))
    assert not intake.findings
    assert [(entry.kind, entry.staff_number) for entry in intake.entries] == [(CostKind.PERSONNEL, "00417")]


@pytest.mark.parametrize(
    "content",
    [
        payroll(PAID).replace(";Lohnart-Text", "").replace(";Entgelt", ""),
        payroll(PAID.replace("Entgelt", "")),
        journal(TRAVEL).replace(";Kontobezeichnung;Kostenstelle", "").replace(";Reisekosten;416000", ""),
        journal(TRAVEL.replace(";Reisekosten;416000", ";;")),
        staffing(post("00417", "01.01.2025;").replace("S 12;4", "S 12;")),
        carrier_return(SOUND_RETURN_ROW).replace("Förderjahr;2025", "Förderjahr;2025\nUmsetzung durch;"),
        carrier_return(SOUND_RETURN_ROW.replace(";1,0;", ";1,0;;;")).replace(
            "VZÄ;", "VZÄ;Nachqualifizierung ab;Nachqualifizierung bis;"
        ),
    ],
)
def test_what_an_office_may_leave_out_is_not_asked_for(content: str) -> None:
    intake = read(content)
    assert not intake.findings
    assert intake.rows == 1


def test_a_back_payment_for_last_year_settled_in_this_year_belongs_to_this_file() -> None:
    assert not read(payroll("00417;01/2025;12/2024;1010;;1,00")).findings


def test_a_return_may_name_the_requalification_of_a_post() -> None:
    head = RETURN_HEAD.replace("VZÄ;", "VZÄ;Nachqualifizierung ab;Nachqualifizierung bis;")
    row = SOUND_RETURN_ROW.replace(";1,0;", ";1,0;01.02.2025;30.06.2025;")
    (tenure,) = read(carrier_return(row).replace(RETURN_HEAD, head)).tenures
    assert tenure.requalification == DaySpan(date(2025, 2, 1), date(2025, 6, 30))


def test_an_employment_without_end_is_open_however_the_personnel_system_writes_it() -> None:
    (tenure,) = read(staffing(post("00417", "01.07.2025;31.12.9999"))).tenures
    assert tenure.days == DaySpan(date(2025, 7, 1), None)


def test_a_tenure_of_a_single_day_is_a_tenure() -> None:
    (tenure,) = read(staffing(post("00417", "01.07.2025;01.07.2025"))).tenures
    assert tenure.days.day_count() == 1


def test_an_unmapped_wage_type_is_told_where_to_write_it() -> None:
    finding = only(read(payroll("00417;01/2025;01/2025;4711;;1,00")))
    assert "foerderbuch.toml" in finding.remedy
    assert "[lohnarten]" in finding.remedy
    assert "Personalausgaben, Fortbildung, Nachqualifizierung," in finding.expected


def test_an_unmapped_wage_type_is_one_finding_however_many_rows_it_has() -> None:
    rows = [f"00417;{month:02d}/2025;{month:02d}/2025;4711;;1,00" for month in range(1, 13)]
    finding = only(read(payroll(*rows)))
    assert finding.text == "Die Nummer 4711 ist keiner Ausgabeart zugeordnet (12 Zeilen, hier die erste)."


def test_an_unknown_choice_is_told_all_that_are_known() -> None:
    faulty = staffing(post("00417", "01.01.2025;").replace("Integrationsmanagement", "Hausmeister"))
    assert only(read(faulty)).expected == "Integrationsmanagement, Koordinierende Stelle, Flüchtlingssozialarbeit"


def test_an_unknown_header_is_told_the_profiles_that_are_tried() -> None:
    finding = only(read(lines("a;b", "1;2")))
    assert finding.expected.split(" oder ")[:4] == [
        "Stellenbesetzung",
        "Personenzahlen",
        "Lohnjournal je Lohnart",
        "Lohnjournal mit Monatsspalten",
    ]
    assert "im Ordner profile" in finding.remedy


# Workbooks that hold more than the table


@pytest.mark.parametrize(
    ("hidden", "words"), [(set(), "wird nicht gelesen."), ({"Notizen"}, "wird nicht gelesen (es ist ausgeblendet).")]
)
def test_a_second_sheet_with_content_is_pointed_out_and_the_first_is_read(hidden: set[str], words: str) -> None:
    content = workbook({"Daten": rows_of(payroll(PAID)), "Notizen": cells("bitte beachten"), "Leer": []}, hidden)
    intake = read(content)
    finding = only(intake)
    assert (finding.severity, finding.place) == (Severity.HINT, Place("datei.csv", "Notizen"))
    assert finding.text == f"Das Blatt „Notizen“ {words}"
    assert tells_what_to_do(finding)
    assert intake.sum == Money(123_456)


@pytest.mark.parametrize(("hidden", "words"), [(set(), ""), ({"Februar"}, " (es ist ausgeblendet)")])
def test_a_second_sheet_with_a_table_is_refused_because_only_one_is_read(hidden: set[str], words: str) -> None:
    more = payroll("00417;02/2025;02/2025;1010;Entgelt;1,00")
    finding = only(read(workbook({"Januar": rows_of(payroll(PAID)), "Februar": rows_of(more)}, hidden)))
    assert finding.place == Place("datei.csv", "Februar")
    assert finding.text == (
        f"Auch das Blatt „Februar“{words} enthält eine Tabelle; gelesen wird nur ein Blatt je Datei."
    )
    assert finding.blocks
    assert tells_what_to_do(finding)


def test_a_hidden_sheet_that_is_read_is_pointed_out() -> None:
    intake = read(workbook({"Leer": [], "Daten": rows_of(payroll(PAID))}, {"Daten"}))
    finding = only(intake)
    assert (finding.severity, finding.place) == (Severity.HINT, Place("datei.csv", "Daten"))
    assert finding.text == "Das gelesene Blatt ist ausgeblendet."
    assert tells_what_to_do(finding)
    assert intake.sum == Money(123_456)


# Files that are no table at all


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \r\n ",
        b"PK\x03\x04kaputt",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"Nur ein Satz ohne Spalten.",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name_in_german(content: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(content, "anhang.bin")
    fact = caught.value.text.removeprefix("anhang.bin: ")
    assert fact != caught.value.text
    assert is_german_sentence(fact)
    assert is_german_sentence(caught.value.remedy)


def test_a_file_with_findings_still_knows_its_bytes_and_books_nothing_by_itself() -> None:
    content = lines("a;b", "1;2")
    intake = read(content)
    assert intake.digest == digest(content.encode())
    assert (intake.kind, intake.entries, intake.sum) == (None, (), ZERO)


def test_leave_without_hours_is_a_hint_and_no_tenure() -> None:
    intake = read(staffing(post("00417", "01.01.2025;", hours="0")))
    finding = only(intake)
    assert not finding.blocks
    assert "0 Wochenstunden" in finding.text
    assert intake.tenures == ()


def test_a_person_whose_name_has_changed_is_a_hint() -> None:
    married = post("00417", "01.07.2025;").replace("Muster", "Beispiel")
    intake = read(staffing(post("00417", "01.01.2025;30.06.2025"), married))
    assert not only(intake).blocks
    assert len(intake.tenures) == 2
