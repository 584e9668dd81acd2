"""What only the files together and the book can tell: unknown persons, months outside a tenure, double periods."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from ledger.cost import WageGroup
from ledger.finding import Finding, Place, error
from ledger.fte import TEN_THOUSANDTHS, total_fte
from ledger.german import format_counted, format_fte, format_month, format_period, format_span
from ledger.imports.kinds import FileKind
from ledger.imports.rows import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.cost import Batch, Entry
    from ledger.imports.intake import Intake
    from ledger.period import Month
    from ledger.staff import Tenure

PERIODS_SHOWN = 3


def check_together(
    intakes: Sequence[Intake], batches: Iterable[Batch], known: Iterable[Tenure], *, all_read: bool = True
) -> tuple[Finding, ...]:
    """Return the findings of new files against each other and against what is booked.

    ``known`` are the tenures booked for any year: back pay for last year may concern somebody who has left. Checks
    that rest on a file with errors, or on one for a period already settled, are left out; they would only hide the
    cause. ``all_read`` is False when a file could not be read at all: it may have been the staffing plan.
    """
    doubles = _double_periods(intakes, batches)
    spoilt = {finding.place.file for finding in doubles}
    spoilt |= {intake.file for intake in intakes if any(finding.blocks for finding in intake.findings)}
    sound = [intake for intake in intakes if intake.file not in spoilt]
    plans = [intake for intake in sound if intake.kind is FileKind.STAFFING_PLAN]
    findings = [*_same_bytes(intakes), *doubles]
    for plan in plans:
        findings += [*_overfilled(plan), *_twice_on_a_post(plan), *_two_roles(plan)]
    unknown = not all_read or any(intake.kind is None for intake in intakes)
    if unknown or any(intake.kind is FileKind.STAFFING_PLAN and intake.file in spoilt for intake in intakes):
        return tuple(findings)
    held = _by_person((*known, *(tenure for plan in plans for tenure in plan.tenures)))
    for intake in sound:
        if intake.kind in (FileKind.PAYROLL, FileKind.JOURNAL, FileKind.CORRECTIONS):
            findings += _outside_tenures(intake, held)
    return tuple(findings)


def _by_person(tenures: Iterable[Tenure]) -> dict[tuple[str, str], list[Tenure]]:
    held: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        held[tenure.carrier_key, tenure.staff_number].append(tenure)
    return held


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
    taken = {
        (batch.kind, period): (batch.digest, f"{batch.file} (bereits gebucht)")
        for batch in batches
        for period in batch.periods
    }
    findings: list[Finding] = []
    for intake in intakes:
        clashes: dict[str, list[str]] = defaultdict(list)
        for period in intake.periods:
            kind = intake.kind.value if intake.kind else ""
            digest, owner = taken.setdefault((kind, period), (intake.digest, intake.file))
            if digest != intake.digest:
                clashes[owner].append(period)
        findings.extend(
            error(
                Place(intake.file),
                f"Für {_periods(periods)} liegt mit {owner} schon eine Datei der Art „{kind}“ vor.",
                "Bitte klären, welche Datei gilt, und die andere aus dem Eingang nehmen. Ist diese die berichtigte, "
                "ersetzt „foerderbuch einlesen DATEI --ersetzen“ die gebuchte und zeigt vorher mit --probelauf, was "
                "sich ändert.",
                found=_periods(periods),
                expected="jeder Zeitraum nur einmal",
            )
            for owner, periods in clashes.items()
        )
    return findings


def _periods(periods: list[str]) -> str:
    shown, more = ", ".join(format_period(period) for period in periods[:PERIODS_SHOWN]), len(periods) - PERIODS_SHOWN
    return shown if more <= 0 else f"{shown} und {more} weitere Zeiträume"


def _overfilled(plan: Intake) -> list[Finding]:
    """A person cannot hold more than one full post on one day; each share may be rounded up by half a unit."""
    findings = []
    for held in _by_person(plan.tenures).values():
        for tenure in held:
            same_day = [other for other in held if other.covers(tenure.days.first)]
            share = total_fte(other.fte for other in same_day)
            if share.ten_thousandths > TEN_THOUSANDTHS + len(same_day) // 2:
                findings.append(
                    error(
                        place(tenure.source, plan.title("Beginn")),
                        f"Die Person {tenure.staff_number} hätte ab diesem Tag zusammen {format_fte(share)} VZÄ.",
                        "Bitte Beginn, Ende oder Umfang der Besetzungen berichtigen.",
                        found=format_fte(share),
                        expected="höchstens 1,00 VZÄ",
                    )
                )
    return findings


def _twice_on_a_post(plan: Intake) -> list[Finding]:
    """The same person cannot sit twice on the same post on one day."""
    return [
        error(
            place(second.source, plan.title("Stelle")),
            f"Die Person {second.staff_number} sitzt zur selben Zeit zweimal auf der Stelle {second.position_number}.",
            "Bitte die doppelte Zeile streichen oder Beginn und Ende berichtigen.",
            found=format_span(second.days),
        )
        for held in _by_person(plan.tenures).values()
        for first, second in combinations(held, 2)
        if first.position == second.position and first.days.overlap(second.days)
    ]


def _two_roles(plan: Intake) -> list[Finding]:
    """A post has one task; the coordination post and its neighbour must not share a number."""
    first: dict[tuple[str, str], Tenure] = {}
    findings = []
    for tenure in plan.tenures:
        known = first.setdefault((tenure.carrier_key, tenure.position_number), tenure)
        if known.role is not tenure.role:
            findings.append(
                error(
                    place(tenure.source, plan.title("Stelle")),
                    f"Die Stelle {tenure.position_number} hat zwei Aufgaben: "
                    f"{known.role.value} und {tenure.role.value}.",
                    "Bitte jeder Aufgabe eine eigene Stellennummer geben.",
                    found=tenure.position_number,
                )
            )
    return findings


def _outside_tenures(intake: Intake, held: Mapping[tuple[str, str], list[Tenure]]) -> list[Finding]:
    """A cost of a person needs a tenure in its months of service; each person is one finding, at its first row.

    An annual bonus pays the year: somebody who left in October may get it in November.
    """
    covered: dict[tuple[str, str, Month, bool], bool] = {}
    outside: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in intake.entries:
        if not entry.staff_number:
            continue
        bonus = entry.group is WageGroup.ANNUAL_BONUS
        key = (entry.carrier_key, entry.staff_number, entry.cost_month, bonus)
        if key not in covered:
            served = [month.days for month in entry.served_months]
            covered[key] = any(tenure.days.overlap(days) for tenure in held.get(key[:2], ()) for days in served)
        if not covered[key]:
            outside[key[:2]].append(entry)
    planned = {carrier_key for carrier_key, _ in held}
    unplanned = [person for person in outside if person[0] not in planned]
    if len(unplanned) > 1:
        return [_no_plan(intake, len(unplanned), [entry for person in unplanned for entry in outside[person]])]
    return [_outside_tenure(intake, entries, held.get(person, [])) for person, entries in outside.items()]


def _no_plan(intake: Intake, persons: int, entries: Sequence[Entry]) -> Finding:
    return error(
        place(entries[0].source, intake.title("Personalnummer")),
        f"Zu den {persons} Personen dieser Datei liegt keine Stellenbesetzung vor; das betrifft "
        f"{format_counted(len(entries), 'Buchung', 'Buchungen')}.",
        "Bitte die Stellenbesetzung zuerst oder zusammen mit dieser Datei einlesen.",
        expected="eine Stellenbesetzung mit diesen Personalnummern",
    )


def _outside_tenure(intake: Intake, entries: Sequence[Entry], tenures: list[Tenure]) -> Finding:
    first, count = entries[0], len(entries)
    extent = f"; das betrifft {count} Buchungen" if count > 1 else ""
    if not tenures:
        return error(
            place(first.source, intake.title("Personalnummer")),
            f"Die Person {first.staff_number} steht in keiner Stellenbesetzung{extent}.",
            "Bitte die Person in die Stellenbesetzung aufnehmen oder die Zeile beim Export ausschließen.",
            found=first.staff_number,
            expected="eine Personalnummer aus der Stellenbesetzung",
        )
    months = sorted({entry.cost_month for entry in entries})
    named = ", ".join(format_month(month) for month in months)
    spans = ", ".join(format_span(tenure.days) for tenure in sorted(tenures, key=lambda held: held.days.first))
    last = months[-1].days.last
    before = last is not None and all(tenure.days.first > last for tenure in tenures)
    where = "vor dem Beginn der" if before else "außerhalb jeder"
    who = f"Der Monat {named} liegt" if len(months) == 1 else f"Die Monate {named} liegen"
    return error(
        place(first.source, _column_of_the_month(intake, first)),
        f"{who} {where} Besetzung der Person {first.staff_number}{extent}.",
        "Bitte die Monate oder die Stellenbesetzung berichtigen."
        if len(months) > 1
        else "Bitte den Monat oder die Stellenbesetzung berichtigen.",
        found=named,
        expected=spans,
    )


def _column_of_the_month(intake: Intake, entry: Entry) -> str:
    """Return the title of the column that says the month of service: its own, or the one of that month."""
    meanings = ("Leistungsmonat", "Leistungsdatum", format_month(entry.cost_month), "Abrechnungsmonat")
    return next(filter(None, map(intake.title, meanings)), "")
