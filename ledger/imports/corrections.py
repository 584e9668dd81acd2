"""Single corrections by the number of an entry: Storno, Umbuchung, Neu. The book applies them; here they make sense."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.correction import Correction, CorrectionKind
from ledger.cost import Assignment, CostKind, RevenueKind, WageGroup
from ledger.finding import Finding, error
from ledger.german import format_euro
from ledger.imports.parse import (
    CellError,
    parse_amount,
    parse_code,
    parse_identifier,
    parse_month,
    parse_text,
    parse_whole,
)
from ledger.imports.rows import read_choice, unknown_choice
from ledger.imports.schema import Field, Schema

if TYPE_CHECKING:
    from ledger.imports.cells import Cell
    from ledger.imports.table import Record, Table


def parse_entry_number(cell: Cell) -> int:
    """Return the number of an entry of the book. Raises CellError."""
    number = parse_whole(cell)
    if not number:
        raise CellError("Die Buchungsnummer 0 gibt es nicht.", "eine Nummer ab 1", "Bitte die Nummer berichtigen.")
    return number


CORRECTIONS = Schema(
    fields=(
        Field("entry_number", "Buchungsnummer", parse_entry_number, may_be_empty=True),
        Field("correction", "Art", parse_text),
        Field("amount", "Betrag", parse_amount),
        Field("reason", "Grund", parse_text),
        Field("voucher", "Beleg", parse_text, required=False, may_be_empty=True),
        Field("kind", "Ausgabeart", parse_text, required=False, may_be_empty=True),
        Field("cost_month", "Leistungsmonat", parse_month, required=False, may_be_empty=True),
        Field("staff_number", "Personalnummer", parse_identifier, required=False, may_be_empty=True),
        Field("position_number", "Stelle", parse_code, required=False, may_be_empty=True),
        Field("carrier_key", "Trägerschlüssel", parse_identifier, required=False, may_be_empty=True),
    ),
)
_CHANGES = ("kind", "cost_month", "staff_number", "position_number", "carrier_key")
_NUMBER = "die Nummer aus dem Buch, etwa 1.204"


def read_corrections(table: Table, county_key: str) -> tuple[tuple[Correction, ...], tuple[Finding, ...]]:
    """Return the corrections; a row that asks for something impossible is a finding and not taken.

    A new entry that names no carrier is the county's own.
    """
    corrections: list[Correction] = []
    findings: list[Finding] = []
    for record in table.records:
        correction = _read(table, record, findings)
        if correction is None:
            continue
        faults = _CHECKS[correction.correction](table, correction)
        findings += faults
        if not faults:
            new = correction.correction is CorrectionKind.NEW and correction.carrier_key is None
            corrections.append(replace(correction, carrier_key=county_key) if new else correction)
    repeated = _after_reversal(table, corrections)
    taken = (each for each in corrections if each.source.row not in repeated)
    return tuple(taken), (*findings, *repeated.values())


def _read(table: Table, record: Record, findings: list[Finding]) -> Correction | None:
    kind = read_choice(CorrectionKind, record.text("correction"), table.place(record.row, "correction"), findings)
    named = record.text("kind")
    assignment = Assignment.named(named)
    if named and assignment is None:
        findings.append(unknown_choice(named, table.place(record.row, "kind"), list(Assignment.names())))
    if kind is None or (named and assignment is None):
        return None
    values = record.values
    return Correction(
        correction=kind,
        entry_number=values.get("entry_number"),
        amount=record.amount("amount"),
        reason=record.text("reason"),
        voucher=record.text("voucher"),
        source=table.source(record.row),
        kind=assignment.kind if assignment else None,
        group=assignment.group if assignment else None,
        cost_month=values.get("cost_month"),
        staff_number=values.get("staff_number"),
        position_number=values.get("position_number"),
        carrier_key=values.get("carrier_key"),
    )


def _reversal(table: Table, correction: Correction) -> list[Finding]:
    row = correction.source.row
    findings = [] if correction.entry_number else [_number_missing(table, row)]
    findings += [
        error(
            table.place(row, field),
            "Ein Storno nimmt die ganze Buchung zurück; eine Änderung hat dabei keine Wirkung.",
            "Bitte die Zelle leeren oder als Art „Umbuchung“ eintragen.",
            expected="eine leere Zelle",
        )
        for field in _CHANGES
        if getattr(correction, field) is not None
    ]
    return findings


def _rebooking(table: Table, correction: Correction) -> list[Finding]:
    row = correction.source.row
    findings = [] if correction.entry_number else [_number_missing(table, row)]
    if all(getattr(correction, field) is None for field in _CHANGES):
        findings.append(
            error(
                table.place(row, "correction"),
                "Die Umbuchung nennt nichts, was sich ändert.",
                "Bitte die neue Ausgabeart, den Leistungsmonat, die Personalnummer, die Stelle oder den "
                "Trägerschlüssel eintragen.",
                expected="mindestens eine neue Angabe",
            )
        )
    return [*findings, *_no_amount(table, correction)]


def _new(table: Table, correction: Correction) -> list[Finding]:
    row = correction.source.row
    findings = _no_amount(table, correction)
    if correction.entry_number:
        findings.append(
            error(
                table.place(row, "entry_number"),
                "Eine neue Buchung hat noch keine Nummer; das Buch vergibt sie.",
                "Bitte die Nummer löschen oder als Art „Umbuchung“ eintragen.",
                found=str(correction.entry_number),
                expected="eine leere Zelle",
            )
        )
    findings += [
        error(
            table.place(row, field),
            f"Einer neuen Buchung fehlt die Angabe „{meaning}“.",
            f"Bitte in der Zeile die Angabe „{meaning}“ ergänzen.",
            expected=expected,
        )
        for field, meaning, expected in (
            ("kind", "Ausgabeart", ", ".join(Assignment.names())),
            ("cost_month", "Leistungsmonat", "ein Monat wie 04/2025"),
        )
        if getattr(correction, field) is None
    ]
    return [*findings, *_person(table, correction), *_sign(table, correction)]


_CHECKS = {
    CorrectionKind.REVERSAL: _reversal,
    CorrectionKind.REBOOKING: _rebooking,
    CorrectionKind.NEW: _new,
}


def _number_missing(table: Table, row: int) -> Finding:
    return error(
        table.place(row, "entry_number"),
        "Es fehlt die Nummer der Buchung, die berichtigt werden soll.",
        "Bitte die Buchungsnummer eintragen.",
        expected=_NUMBER,
    )


def _no_amount(table: Table, correction: Correction) -> list[Finding]:
    if correction.amount:
        return []
    return [
        error(
            table.place(correction.source.row, "amount"),
            "Ein Betrag von 0,00 € bucht nichts.",
            "Bitte den Betrag eintragen oder die Zeile streichen.",
            found=format_euro(correction.amount),
            expected="ein Betrag ungleich null",
        )
    ]


def _person(table: Table, correction: Correction) -> list[Finding]:
    """Personnel cost belongs to a person, a revenue to none."""
    row, person = correction.source.row, correction.staff_number
    if correction.kind is CostKind.PERSONNEL and person is None:
        return [
            error(
                table.place(row, "staff_number"),
                "Personalausgaben und Erstattungen gehören zu einer Person; die Personalnummer fehlt.",
                "Bitte die Personalnummer ergänzen oder eine andere Ausgabeart eintragen.",
                expected="eine Personalnummer aus der Stellenbesetzung",
            )
        ]
    if isinstance(correction.kind, RevenueKind) and person is not None:
        return [
            error(
                table.place(row, "staff_number"),
                "Eine Einnahme gehört zu keiner Person; was zu einer Person gehört, ist eine Erstattung.",
                "Bitte die Personalnummer löschen oder als Ausgabeart „Erstattung“ eintragen.",
                found=person,
                expected="eine leere Zelle",
            )
        ]
    return []


def _sign(table: Table, correction: Correction) -> list[Finding]:
    """In the book revenues are positive and reimbursements negative; other amounts may have any sign."""
    revenue, cents = isinstance(correction.kind, RevenueKind), correction.amount.cents
    wrong = cents < 0 if revenue else cents > 0 and correction.group is WageGroup.REIMBURSEMENT
    if not wrong:
        return []
    return [
        error(
            table.place(correction.source.row, "amount"),
            "Das Vorzeichen passt nicht: Im Buch sind Einnahmen positiv und Erstattungen negativ.",
            "Bitte das Vorzeichen berichtigen.",
            found=format_euro(correction.amount),
            expected="ein positiver Betrag" if revenue else "ein negativer Betrag",
        )
    ]


def _after_reversal(table: Table, corrections: list[Correction]) -> dict[int, Finding]:
    """Return findings by row: an entry can be taken back once in a file, and then nothing is left of it to move."""
    first: dict[int, int] = {}
    findings = {}
    for correction in sorted(corrections, key=lambda each: each.correction is not CorrectionKind.REVERSAL):
        number, row = correction.entry_number, correction.source.row
        if number is None:
            continue
        if correction.correction is CorrectionKind.REVERSAL:
            earlier = first.setdefault(number, row)
        else:
            earlier = first.get(number, row)
        if earlier != row:
            findings[row] = error(
                table.place(row, "entry_number"),
                f"Die Buchung {number} wird schon in Zeile {earlier} storniert.",
                "Bitte eine der beiden Zeilen streichen.",
                found=str(number),
                expected="jede Buchung höchstens einmal storniert",
            )
    return findings
