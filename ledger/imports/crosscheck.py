"""What only the files together and the book can tell: unknown persons, months outside a tenure, double periods."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledger.finding import Finding, Place, error
from ledger.fte import FULL_POST, total_fte
from ledger.german import format_fte, format_month, format_span
from ledger.imports.intake import FileKind
from ledger.imports.rows import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.cost import Batch, Entry
    from ledger.imports.intake import Intake
    from ledger.staff import Tenure

PERIODS_SHOWN = 3


def check_together(intakes: Sequence[Intake], batches: Iterable[Batch], known: Iterable[Tenure]) -> tuple[Finding, ...]:
    """Return the findings of new files against each other and against what is booked.

    ``known`` are the tenures already booked for the year; those of the new files are added to them.
    """
    tenures = (*known, *(tenure for intake in intakes for tenure in intake.tenures))
    findings = [*_same_bytes(intakes), *_double_periods(intakes, batches), *_overfilled(tenures)]
    of_person = defaultdict(list)
    for tenure in tenures:
        of_person[tenure.carrier_key, tenure.staff_number].append(tenure)
    for intake in intakes:
        if intake.kind in (FileKind.PAYROLL, FileKind.JOURNAL):
            for entry in intake.entries:
                if entry.staff_number:
                    findings.extend(
                        _outside_tenure(entry, of_person[entry.carrier_key, entry.staff_number], intake.kind)
                    )
    return tuple(findings)


def _same_bytes(intakes: Sequence[Intake]) -> list[Finding]:
    first: dict[str, str] = {}
    findings = []
    for intake in intakes:
        earlier = first.setdefault(intake.digest, intake.file)
        if earlier != intake.file:
            findings.append(
                error(
                    Place(intake.file),
                    f"Die Datei hat denselben Inhalt wie {earlier} und würde doppelt gebucht.",
                    "Bitte eine der beiden Dateien aus dem Eingang nehmen.",
                    found=f"SHA-256 {intake.digest[:12]}…",
                )
            )
    return findings


def _double_periods(intakes: Sequence[Intake], batches: Iterable[Batch]) -> list[Finding]:
    """A second file for a period of its kind is a finding, never an automatic replacement."""
    taken = {(batch.kind, period): f"{batch.file} (bereits gebucht)" for batch in batches for period in batch.periods}
    digests = {intake.digest for intake in intakes}
    findings: list[Finding] = []
    for intake in intakes:
        if intake.kind is None or intake.digest not in digests:
            continue
        digests.discard(intake.digest)
        clashes: dict[str, list[str]] = defaultdict(list)
        for period in intake.periods:
            owner = taken.setdefault((intake.kind.value, period), intake.file)
            if owner != intake.file:
                clashes[owner].append(period)
        findings.extend(
            error(
                Place(intake.file),
                f"Für {_periods(periods)} liegt mit {owner} schon eine Datei der Art „{intake.kind.value}“ vor.",
                "Bitte klären, welche Datei gilt, und die andere aus dem Eingang nehmen; "
                "gebuchte Angaben werden nie stillschweigend ersetzt.",
                found=_periods(periods),
                expected="jeder Zeitraum nur einmal",
            )
            for owner, periods in clashes.items()
        )
    return findings


def _periods(periods: list[str]) -> str:
    shown, more = ", ".join(periods[:PERIODS_SHOWN]), len(periods) - PERIODS_SHOWN
    return shown if more <= 0 else f"{shown} und {more} weitere Zeiträume"


def _overfilled(tenures: Iterable[Tenure]) -> list[Finding]:
    """A person cannot hold more than one full post on one day."""
    of_person = defaultdict(list)
    for tenure in tenures:
        of_person[tenure.carrier_key, tenure.staff_number].append(tenure)
    findings = []
    for held in of_person.values():
        for tenure in held:
            same_day = [other for other in held if other.covers(tenure.days.first)]
            share = total_fte(other.fte for other in same_day)
            if share > FULL_POST:
                findings.append(
                    error(
                        place(tenure.source, "Beginn"),
                        f"Die Person {tenure.staff_number} hätte ab diesem Tag zusammen {format_fte(share)} VZÄ.",
                        "Bitte Beginn, Ende oder Wochenstunden der Besetzungen berichtigen.",
                        found=format_fte(share),
                        expected="höchstens 1,00 VZÄ",
                    )
                )
    return findings


def _outside_tenure(entry: Entry, tenures: list[Tenure], kind: FileKind) -> list[Finding]:
    """A cost of a person needs a tenure in its month of service."""
    if not tenures:
        return [
            error(
                place(entry.source, "Personalnummer"),
                f"Die Person {entry.staff_number} steht in keiner Stellenbesetzung.",
                "Bitte die Person in die Stellenbesetzung aufnehmen oder die Zeile beim Export ausschließen.",
                found=entry.staff_number,
                expected="eine Personalnummer aus der Stellenbesetzung",
            )
        ]
    if any(tenure.days.overlap(entry.cost_month.days) for tenure in tenures):
        return []
    spans = ", ".join(format_span(tenure.days) for tenure in sorted(tenures, key=lambda held: held.days.first))
    before = entry.cost_month.days.last is not None and all(t.days.first > entry.cost_month.days.last for t in tenures)
    where = "vor dem Beginn der" if before else "außerhalb jeder"
    return [
        error(
            place(entry.source, "Für-Monat" if kind is FileKind.PAYROLL else "Leistungsdatum"),
            f"Der Monat {format_month(entry.cost_month)} liegt {where} Besetzung der Person {entry.staff_number}.",
            "Bitte den Monat oder die Stellenbesetzung berichtigen.",
            found=format_month(entry.cost_month),
            expected=spans,
        )
    ]
