"""What is still open before the proof can be handed in: hints for people, none of them blocks the computation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.close.counted_once import uncounted_points
from grants.close.frame_points import quota_points
from grants.close.negative_costs import negative_cost_points
from grants.close.points import OpenPoint
from grants.close.programmes import programme_points
from grants.close.requirement_points import carrier_points, refusal_points, training_points
from grants.close.revenues import revenue_points
from grants.law.clause import Status
from grants.settle.programme_claims import Claims, own_bookings
from grants.settle.year import YearResult
from ledger.cost import Entry
from ledger.german import format_counted, format_euro, format_month
from ledger.money import ZERO, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.settle.person_year import SettledYear
    from ledger.period import Month


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
    points += other_year_points(result)
    points += late_points(result)
    inputs = result.inputs
    points += frame_misfits(result)
    points += carrier_points(inputs.tenures, inputs.agreements, inputs.frame.year, inputs.rules)
    points += quota_points(inputs)
    points += _frame(result)
    points += negative_cost_points(result)
    points += revenue_points(result)
    points += programme_points(result.inputs, result.programmes, result.figures)
    points += _indicators(result)
    points += assumption_points(result)
    return tuple(points)


def frame_misfits(result: YearResult) -> list[OpenPoint]:
    """Return where staffing plan and pay do not fit together, or posts and trainings miss what the rules ask for.

    What a carrier has to answer for is no misfit of the files: it is an open point of the computed year.
    """
    inputs = result.inputs
    return [
        *_payroll_gaps(result),
        *training_points(inputs.tenures, inputs.frame.year, inputs.rules),
        *refusal_points(split for account in result.settlement.accounts for split in account.splits),
    ]


def _payroll_gaps(result: YearResult) -> list[OpenPoint]:
    """Months without any payroll, then persons without pay in a month of their tenure (sickness, parental leave).

    A month of payroll is one that decides the year; a month of tenure is one of service, whoever counts its pay.
    """
    county, year, basis = result.inputs.county.key, result.inputs.frame.year, result.inputs.year_basis
    counted = _pay_of(county, result.inputs.entries)
    months = {entry.deciding_month(basis) for entry in counted}
    paid = {
        (entry.staff_number, entry.cost_month)
        for entry in (*counted, *_pay_of(county, result.inputs.entries_for_other_years))
    }
    points = [
        OpenPoint(f"Für {format_month(month)} ist kein Lohn gebucht.", "Bitte den fehlenden Lohnmonat einlesen.")
        for month in year.months()
        if month not in months
    ]
    for position, held in _months_by_post(result).items():
        unpaid = [
            month for month in sorted(held) if month in months and not any((n, month) in paid for n in held[month])
        ]
        if unpaid:
            shown = ", ".join(format_month(month) for month in unpaid)
            points.append(
                OpenPoint(
                    f"Stelle {position}: Für {shown} ist niemandes Lohn gebucht, obwohl die Stelle besetzt war.",
                    "Bitte klären, ob eine Unterbrechung (Krankheit, Elternzeit) vorliegt oder Zeilen fehlen.",
                )
            )
    return points


def _pay_of(carrier_key: str, entries: Iterable[Entry]) -> list[Entry]:
    """Return the monthly pay among the entries of a carrier."""
    return [entry for entry in entries if entry.carrier_key == carrier_key and entry.is_monthly_pay]


def _months_by_post(result: YearResult) -> dict[str, dict[Month, set[str]]]:
    """Return, for each post of the county, who held it in which month of the year."""
    county, year = result.inputs.county.key, result.inputs.frame.year
    held: dict[str, dict[Month, set[str]]] = {}
    for tenure in result.inputs.tenures:
        if tenure.carrier_key == county:
            for month in year.months():
                if tenure.days.overlap(month.days):
                    held.setdefault(tenure.position_number, {}).setdefault(month, set()).add(tenure.staff_number)
    return held


def other_year_points(result: SettledYear) -> list[OpenPoint]:
    """Return what was read for the year and belongs to another one, and what of it belongs to none."""
    entries, basis = result.inputs.entries_for_other_years, result.inputs.year_basis
    if not entries:
        return []
    months = ", ".join(format_month(month) for month in sorted({entry.deciding_month(basis) for entry in entries}))
    return [
        OpenPoint(
            f"{format_counted(len(entries), 'Buchung betrifft', 'Buchungen betreffen')} andere Jahre ({months}), im "
            f"Förderjahr {result.year.number} nicht enthalten.",
            "Bitte prüfen, ob sie im Nachweis des anderen Jahres zu berücksichtigen sind.",
        ),
        *uncounted_points(own_bookings(entries, Claims.of(result.inputs.programmes)), result.inputs.year_bases),
    ]


def late_points(result: SettledYear) -> list[OpenPoint]:
    """Return what came after the year was frozen."""
    late = result.inputs.late_entries
    if not late:
        return []
    costs = total(each.amount for each in late if isinstance(each, Entry))
    revenues = total(each.amount for each in late if not isinstance(each, Entry))
    return [
        OpenPoint(
            f"{format_counted(len(late), 'Buchung kam', 'Buchungen kamen')} nach dem Festschreiben und "
            f"{'ist' if len(late) == 1 else 'sind'} nicht enthalten (Ausgaben {format_euro(costs)}, Einnahmen "
            f"{format_euro(revenues)}).",
            "Bitte mit der Bewilligungsstelle klären, ob der Nachweis zu berichtigen ist.",
        )
    ]


def _frame(result: YearResult) -> list[OpenPoint]:
    points = []
    rest = result.figures["rahmen.rest"].money
    excess = total(account.uncovered for account in result.settlement.accounts)
    if rest > ZERO and excess > ZERO:
        points.append(
            OpenPoint(
                f"Der Planungsrahmen ist um {format_euro(rest)} nicht ausgeschöpft, obwohl zuwendungsfähige Ausgaben "
                f"von {format_euro(excess)} ungedeckt bleiben.",
                "Bitte prüfen, ob die Einstellung restmittel der Vereinbarung mit den Trägern entspricht.",
            )
        )
    return points


def assumption_points(result: SettledYear) -> list[OpenPoint]:
    """Return how many rules rest on assumptions."""
    clauses = [clause for clause in result.clauses if clause.status is Status.ASSUMED]
    if not clauses:
        return []
    return [
        OpenPoint(
            f"{format_counted(len(clauses), 'Regel beruht', 'Regeln beruhen')} auf Annahmen: Nummer oder Wortlaut sind "
            "nicht belegt.",
            f"Bitte die Fundstellen {_where_clauses_stand(result)} mit der Bewilligungsstelle klären.",
        )
    ]


def _where_clauses_stand(result: SettledYear) -> str:
    return "am Ende des Verwendungsnachweises" if isinstance(result, YearResult) else "(„foerderbuch regeln“)"


def _indicators(result: YearResult) -> list[OpenPoint]:
    if result.indicators.names:
        return []
    clause = result.inputs.principle("kennzahlen").words()
    return [
        OpenPoint(
            f"Kennzahlen der Beratung liegen für das Förderjahr nicht vor ({clause}).",
            "Bitte die Auswertung des Fachverfahrens (erreichte Personen, Gespräche, Pläne, Ziele) einlesen.",
        )
    ]
