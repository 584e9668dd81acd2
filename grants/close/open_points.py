"""What is still open before the proof can be handed in: hints for people, none of them blocks the computation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.rules import Side, Status
from ledger.cost import CostKind
from ledger.fte import total_fte
from ledger.german import format_date, format_euro, format_fte, format_month
from ledger.money import ZERO
from ledger.period import Month
from ledger.staff import PositionRole, Qualification, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.settle.year import YearResult


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Offener Punkt: what is open and what somebody has to do. Names no person."""

    text: str
    remedy: str


def open_points(
    result: YearResult, missing_sections: Sequence[str], *, paper_is_planned: bool
) -> tuple[OpenPoint, ...]:
    """Return everything still open for a computed year."""
    points = [
        OpenPoint(
            f"Sachbericht: Der Abschnitt „{title}“ ist noch nicht geschrieben.",
            f"Bitte ihn in vorlagen/sachbericht-{result.inputs.frame.year.number}.md ergänzen.",
        )
        for title in missing_sections
    ]
    if not paper_is_planned:
        points.append(
            OpenPoint(
                "Sitzungsvorlage: Gremium, Sitzungstag und Begleittext fehlen.",
                f"Bitte vorlagen/sitzungsvorlage-{result.inputs.frame.year.number}.md anlegen.",
            )
        )
    points += _payroll_gaps(result)
    points += _other_years(result)
    points += _requalification(result)
    points += _small_carriers(result)
    points += _frame(result)
    points += _assumptions(result)
    return tuple(points)


def _payroll_gaps(result: YearResult) -> list[OpenPoint]:
    """Months without any payroll, then persons without pay in a month of their tenure (sickness, parental leave)."""
    county, year = result.inputs.county.key, result.inputs.frame.year
    paid = {
        (entry.staff_number, entry.cost_month)
        for entry in result.inputs.entries
        if entry.carrier_key == county and entry.kind is CostKind.PERSONNEL
    }
    months = {month for _, month in paid}
    points = [
        OpenPoint(f"Für {format_month(month)} ist kein Lohn gebucht.", "Bitte den fehlenden Lohnmonat einlesen.")
        for month in year.months()
        if month not in months
    ]
    expected: dict[str, set[Month]] = {}
    for tenure in result.inputs.tenures:
        if tenure.carrier_key == county:
            held = {month for month in year.months() if tenure.days.overlap(month.days)}
            expected.setdefault(tenure.staff_number, set()).update(held)
    gaps = sum(1 for number, held in expected.items() if any((number, month) not in paid for month in held & months))
    if gaps:
        points.append(
            OpenPoint(
                f"{gaps} {'Person ist' if gaps == 1 else 'Personen sind'} in einzelnen Monaten ohne Lohn besetzt.",
                "Bitte klären, ob eine Unterbrechung (Krankheit, Elternzeit) vorliegt oder Zeilen fehlen.",
            )
        )
    return points


def _other_years(result: YearResult) -> list[OpenPoint]:
    entries = result.inputs.entries_for_other_years
    if not entries:
        return []
    months = ", ".join(format_month(month) for month in sorted({entry.cost_month for entry in entries}))
    return [
        OpenPoint(
            f"{len(entries)} Buchungen betreffen andere Jahre ({months}) und sind im Förderjahr "
            f"{result.inputs.frame.year.number} nicht enthalten.",
            "Bitte prüfen, ob sie im Nachweis des anderen Jahres zu berücksichtigen sind.",
        )
    ]


def _requalification(result: YearResult) -> list[OpenPoint]:
    """Nr. 4.1.1: begun within three months after the start, finished within a year, unless a social work degree."""
    begin, _ = result.inputs.rules.months("nachqualifizierung.beginn")
    finish, clause = result.inputs.rules.months("nachqualifizierung.abschluss")
    points = []
    for tenure in _first_tenures(result.inputs.tenures):
        needed = tenure.qualification is not Qualification.SOCIAL_WORK_DEGREE
        if (
            not needed
            or tenure.role is not PositionRole.INTEGRATION
            or not tenure.days.overlap(result.inputs.frame.year.days)
        ):
            continue
        start, done = Month.of(tenure.days.first), tenure.requalification
        late = done is None or Month.of(done.first) > _months_after(start, begin)
        unfinished = done is not None and (done.last is None or Month.of(done.last) > _months_after(start, finish))
        if late or unfinished:
            points.append(
                OpenPoint(
                    f"Stelle {tenure.position_number}: Die Nachqualifizierung ist nicht nachgewiesen oder außer Frist "
                    f"({clause.words()}; Beginn der Tätigkeit {format_date(tenure.days.first)}).",
                    "Bitte Beginn und Abschluss in der Stellenbesetzung ergänzen.",
                )
            )
    return points


def _first_tenures(tenures: Iterable[Tenure]) -> list[Tenure]:
    """Return each person's first tenure as Integrationsmanager: it starts the periods of Nr. 4.1.1."""
    first: dict[tuple[str, str], Tenure] = {}
    for tenure in sorted(tenures, key=lambda held: held.days.first):
        if tenure.role is PositionRole.INTEGRATION:
            first.setdefault((tenure.carrier_key, tenure.staff_number), tenure)
    return list(first.values())


def _months_after(month: Month, count: int) -> Month:
    for _ in range(count):
        month = month.next()
    return month


def _small_carriers(result: YearResult) -> list[OpenPoint]:
    """Nr. 3.4: a carrier of its own needs half a post."""
    least, clause = result.inputs.rules.fte("eigenverantwortung.mindestumfang")
    points = []
    for agreement in result.inputs.agreements:
        key = agreement.carrier.key
        last = result.inputs.frame.year.last_day
        share = total_fte(t.fte for t in result.inputs.tenures if t.carrier_key == key and t.covers(last))
        if share < least:
            points.append(
                OpenPoint(
                    f"{agreement.carrier.name}: Am Jahresende sind {format_fte(share)} VZÄ besetzt, gefordert sind "
                    f"{format_fte(least)} VZÄ ({clause.words()}).",
                    "Bitte mit dem Träger klären, ob die Voraussetzung erfüllt ist.",
                )
            )
    return points


def _frame(result: YearResult) -> list[OpenPoint]:
    points = []
    rest, excess = result.figures["rahmen.rest"].money, result.figures["rahmen.ueberschreitung"].money
    if rest > ZERO and excess > ZERO:
        points.append(
            OpenPoint(
                f"Der Planungsrahmen ist um {format_euro(rest)} nicht ausgeschöpft, obwohl zuwendungsfähige Ausgaben "
                f"von {format_euro(excess)} ungedeckt bleiben.",
                "Bitte prüfen, ob die Einstellung restmittel der Vereinbarung mit den Trägern entspricht.",
            )
        )
    refused = [
        s
        for a in result.settlement.accounts
        for s in a.splits
        if s.side is Side.OWN_SHARE and s.entry.kind is CostKind.PERSONNEL
    ]
    if refused:
        points.append(
            OpenPoint(
                "Personalausgaben der Koordinierenden Stelle sind teilweise nicht zuwendungsfähig, weil die Stelle "
                "zeitweise unter dem Mindestumfang besetzt war.",
                "Bitte die Besetzung der Stelle prüfen.",
            )
        )
    return points


def _assumptions(result: YearResult) -> list[OpenPoint]:
    clauses = {clause for figure in result.figures for clause in figure.clauses if clause.status is Status.ASSUMED}
    if not clauses:
        return []
    return [
        OpenPoint(
            f"{len(clauses)} Regeln beruhen auf Annahmen, weil ihre Nummer oder ihr Wortlaut nicht belegt ist.",
            "Bitte die Fundstellen am Ende des Verwendungsnachweises mit der Bewilligungsstelle klären.",
        )
    ]
