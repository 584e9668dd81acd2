"""Single corrections: what each kind asks for, and one provoking row for everything that makes no sense."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from ledger.correction import Correction, CorrectionKind
from ledger.cost import CostKind, RevenueKind, Source, WageGroup
from ledger.files import digest
from ledger.finding import Finding, Place
from ledger.imports.crosscheck import check_together
from ledger.imports.intake import Intake
from ledger.imports.kinds import FileKind
from ledger.money import Money
from ledger.period import Month
from tests.ledger.small_files import COUNTY, cells, lines, read, tells_what_to_do, workbook

SHORT = "Buchungsnummer;Art;Betrag;Grund;Beleg"
HEAD = f"{SHORT};Ausgabeart;Leistungsmonat;Personalnummer;Stelle;Trägerschlüssel"
REVERSED = "1.204;Storno;48,60;doppelt gebucht;V-1;;;;;"
MOVED = "1205;Umbuchung;10,00;falsches Konto;;Reisekosten;02/2025;00417;IM-01;08999002"
NEW = ";Neu;-5,00;vergessen;V-2;Erstattung;03/2025;00417;;"


def only(intake: Intake) -> Finding:
    (finding,) = intake.findings
    assert finding.blocks
    assert tells_what_to_do(finding)
    return finding


def test_a_reversal_a_rebooking_and_a_new_entry_are_read() -> None:
    text = lines(HEAD, REVERSED, MOVED, NEW)
    intake = read(text, "um.csv")
    assert not intake.findings
    assert (intake.kind, intake.periods, intake.rows) == (FileKind.CORRECTIONS, (), 3)
    source = Source("um.csv", digest(text.encode()), "", 2)
    assert intake.corrections == (
        Correction(CorrectionKind.REVERSAL, 1204, Money(4860), "doppelt gebucht", "V-1", source),
        Correction(
            CorrectionKind.REBOOKING,
            1205,
            Money(1000),
            "falsches Konto",
            "",
            Source("um.csv", source.digest, "", 3),
            kind=CostKind.TRAVEL,
            cost_month=Month(2025, 2),
            staff_number="00417",
            position_number="IM-01",
            carrier_key="08999002",
        ),
        Correction(
            CorrectionKind.NEW,
            None,
            Money(-500),
            "vergessen",
            "V-2",
            Source("um.csv", source.digest, "", 4),
            kind=CostKind.PERSONNEL,
            group=WageGroup.REIMBURSEMENT,
            cost_month=Month(2025, 3),
            staff_number="00417",
            carrier_key=COUNTY,
        ),
    )


def test_a_reversal_needs_no_more_than_five_columns_and_may_come_as_a_workbook() -> None:
    content = workbook({"Daten": [*cells(SHORT), [1204, "Storno", 48.6, "doppelt", "V-1"]]})
    (correction,) = read(content).corrections
    assert (correction.entry_number, correction.amount) == (1204, Money(4860))


def test_a_new_revenue_belongs_to_nobody() -> None:
    (correction,) = read(lines(HEAD, ";Neu;5,00;Spende;;Leistungen Dritter;03/2025;;;")).corrections
    assert (correction.kind, correction.staff_number) == (RevenueKind.THIRD_PARTY, None)


def test_two_files_of_corrections_never_conflict_by_their_period() -> None:
    files = [read(lines(HEAD, REVERSED), "eins.csv"), read(lines(HEAD, MOVED), "zwei.csv")]
    assert not check_together(files, [], [])


class Fault(NamedTuple):
    """Rows with the place of the one finding they must yield."""

    rows: tuple[str, ...]
    row: int
    column: str
    text: str


FAULTS = {
    "reversal of nothing": Fault(
        (REVERSED.replace("1.204", ""),),
        2,
        "Buchungsnummer",
        "Es fehlt die Nummer der Buchung, die berichtigt werden soll.",
    ),
    "reversal that changes something": Fault(
        (REVERSED.replace("V-1;", "V-1;Reisekosten"),),
        2,
        "Ausgabeart",
        "Ein Storno nimmt die ganze Buchung zurück; eine Änderung hat dabei keine Wirkung.",
    ),
    "rebooking of nothing": Fault(
        (MOVED.replace("1205", ""),),
        2,
        "Buchungsnummer",
        "Es fehlt die Nummer der Buchung, die berichtigt werden soll.",
    ),
    "rebooking that changes nothing": Fault(
        ("1205;Umbuchung;10,00;falsch;;;;;;",), 2, "Art", "Die Umbuchung nennt nichts, was sich ändert."
    ),
    "rebooking of no amount": Fault(
        (MOVED.replace("10,00", "0,00"),), 2, "Betrag", "Ein Betrag von 0,00 € bucht nichts."
    ),
    "new with a number": Fault(
        (f"7{NEW}",), 2, "Buchungsnummer", "Eine neue Buchung hat noch keine Nummer; das Buch vergibt sie."
    ),
    "new of no kind": Fault(
        (NEW.replace("Erstattung", ""),), 2, "Ausgabeart", "Einer neuen Buchung fehlt die Angabe „Ausgabeart“."
    ),
    "new of no month": Fault(
        (NEW.replace("03/2025", ""),), 2, "Leistungsmonat", "Einer neuen Buchung fehlt die Angabe „Leistungsmonat“."
    ),
    "new of no amount": Fault((NEW.replace("-5,00", "0,00"),), 2, "Betrag", "Ein Betrag von 0,00 € bucht nichts."),
    "new for nobody": Fault(
        (NEW.replace("00417", ""),),
        2,
        "Personalnummer",
        "Personalausgaben und Erstattungen gehören zu einer Person; die Personalnummer fehlt.",
    ),
    "revenue of a person": Fault(
        (";Neu;5,00;Spende;;Eigenmittel;03/2025;00417;;",),
        2,
        "Personalnummer",
        "Eine Einnahme gehört zu keiner Person; was zu einer Person gehört, ist eine Erstattung.",
    ),
    "negative revenue": Fault(
        (";Neu;-5,00;Spende;;Eigenmittel;03/2025;;;",),
        2,
        "Betrag",
        "Das Vorzeichen passt nicht: Im Buch sind Einnahmen positiv und Erstattungen negativ.",
    ),
    "positive reimbursement": Fault(
        (NEW.replace("-5,00", "5,00"),),
        2,
        "Betrag",
        "Das Vorzeichen passt nicht: Im Buch sind Einnahmen positiv und Erstattungen negativ.",
    ),
    "no reason": Fault((REVERSED.replace("doppelt gebucht", " "),), 2, "Grund", "Die Zelle ist leer."),
    "unknown act": Fault(
        (REVERSED.replace("Storno", "Löschen"),), 2, "Art", "Die Angabe „Löschen“ ist nicht vorgesehen."
    ),
    "unknown kind": Fault(
        (NEW.replace("Erstattung", "Kaffee"),), 2, "Ausgabeart", "Die Angabe „Kaffee“ ist nicht vorgesehen."
    ),
    "entry number zero": Fault(
        (REVERSED.replace("1.204", "0"),), 2, "Buchungsnummer", "Die Buchungsnummer 0 gibt es nicht."
    ),
    "reversed twice": Fault(
        (REVERSED, REVERSED.replace("V-1", "V-9")),
        3,
        "Buchungsnummer",
        "Die Buchung 1204 wird schon in Zeile 2 storniert.",
    ),
    "moved before it is reversed": Fault(
        (MOVED, REVERSED.replace("1.204", "1205")),
        2,
        "Buchungsnummer",
        "Die Buchung 1205 wird schon in Zeile 3 storniert.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_correction_that_makes_no_sense_is_refused_with_its_place(name: str) -> None:
    fault = FAULTS[name]
    finding = only(read(lines(HEAD, *fault.rows)))
    assert finding.place == Place("datei.csv", "", fault.row, fault.column)
    assert finding.text == fault.text
    assert finding.expected


def test_a_faulty_row_is_not_taken_and_the_others_are() -> None:
    intake = read(lines(HEAD, REVERSED, NEW.replace("-5,00", "5,00"), MOVED))
    assert [each.correction for each in intake.corrections] == [CorrectionKind.REVERSAL, CorrectionKind.REBOOKING]


def test_of_two_reversals_of_an_entry_only_the_first_is_taken_so_that_one_cause_has_one_finding() -> None:
    intake = read(lines(HEAD, REVERSED, REVERSED.replace("V-1", "V-9")))
    assert [each.voucher for each in intake.corrections] == ["V-1"]


def test_a_new_entry_in_a_file_without_the_columns_for_it_is_told_which_to_add() -> None:
    findings = read(lines(SHORT, ";Neu;5,00;vergessen;V-2")).findings
    assert [(finding.place.column, finding.text) for finding in findings] == [
        ("Ausgabeart", "Einer neuen Buchung fehlt die Angabe „Ausgabeart“."),
        ("Leistungsmonat", "Einer neuen Buchung fehlt die Angabe „Leistungsmonat“."),
    ]
