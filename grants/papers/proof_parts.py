"""What a proof of use says only when there is something to say: other revenues, wage groups, the boundary of years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.papers.elements import Column, Row, Table, count_of, show
from grants.settle.other_years import COUNTED, LATE, LATE_REVENUES, LEFT_OUT
from grants.settle.revenues import REVENUE_NAMES
from grants.settle.wage_groups import COUNTY_PERSONNEL
from ledger.cost import RevenueKind, YearBasis
from ledger.german import format_month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.settle.other_years import BoundaryLine
    from grants.settle.year import YearResult

ROWS_ON_A_PAGE = 20
_AMOUNTS = (Column("Position", 76), Column("Betrag in\u00a0€", 24, numeric=True))
_MONTHS = {YearBasis.SERVICE: "Leistungsmonat", YearBasis.PAYMENT: "Zahlungsmonat"}


@dataclass(frozen=True, slots=True)
class ProofPart:
    """Abschnitt des zahlenmäßigen Nachweises: number, title, explanation with its clause, tables and their kind."""

    number: int
    title: str
    note: str
    clause: str
    tables: tuple[Table, ...]
    kind: str


def make_parts(result: YearResult, first: int) -> tuple[ProofPart, ...]:
    """Return the parts there is something to say in, numbered from ``first`` on."""
    return tuple(
        ProofPart(number, title, note, clause, tables, _kind(tables))
        for number, (title, note, clause, tables) in enumerate(_parts(result), start=first)
    )


def _kind(tables: tuple[Table, ...]) -> str:
    """Return how tables are printed: whole and as wide as their columns need, or dense when they fill a page."""
    if sum(len(table.rows) for table in tables) > ROWS_ON_A_PAGE:
        return "dense"
    return "short narrow" if all(table.columns == _AMOUNTS for table in tables) else "short"


def _parts(result: YearResult) -> Iterator[tuple[str, str, str, tuple[Table, ...]]]:
    if any(account.revenues for account in result.settlement.accounts):
        clause = result.inputs.principle("ueberfinanzierung").words()
        yield "Weitere Einnahmen", _REVENUE_NOTE, clause, (_revenues(result),)
    if result.wage_groups:
        note = "Erstattungen (etwa Mutterschaftsumlage, Lohnkostenzuschuss, Regress) mindern die Personalausgaben."
        yield "Personalausgaben des Landkreises nach Lohnartengruppen", note, "", (_wage_groups(result),)
    boundary = result.boundary
    if boundary.counted or boundary.left_out or boundary.late or boundary.late_revenues:
        clause = result.inputs.year_clause.words()
        yield "Abgrenzung der Jahre", _boundary_note(result), clause, tuple(_boundary_tables(result))


_REVENUE_NOTE = (
    "Eigenmittel mindern den Festbetrag nicht. Andere öffentliche Zuwendungen und der Auszahlungsbetrag zusammen "
    "übersteigen bei keinem Träger die zuwendungsfähigen Ausgaben, zusammen mit Leistungen Dritter auch nicht die "
    "Ausgaben insgesamt."
)


def _revenues(result: YearResult) -> Table:
    figures = result.figures
    labels = {
        RevenueKind.OWN_FUNDS: "Eigenmittel, als Einnahme gebucht",
        RevenueKind.PUBLIC_GRANT: "Zuwendungen anderer öffentlicher Stellen",
        RevenueKind.THIRD_PARTY: "Leistungen Dritter",
    }
    rows = [Row((labels[kind], show(figures[name]))) for kind, name in REVENUE_NAMES.items()]
    if "auszahlung.kuerzung" in figures:
        label = "Minderung des Auszahlungsbetrags durch andere Einnahmen"
        rows.append(Row((label, show(figures["auszahlung.kuerzung"]))))
    return Table("Gebuchte Einnahmen aller Träger", "Einnahmearten", _AMOUNTS, tuple(rows))


def _wage_groups(result: YearResult) -> Table:
    figures = result.figures
    rows = tuple(Row((label, show(figures[name]))) for label, name in result.wage_groups)
    whole = show(figures[COUNTY_PERSONNEL], (name for _, name in result.wage_groups))
    foot = Row(("Personalausgaben einschließlich Koordinierender Stelle", whole), total=True)
    return Table("Personalausgaben der eigenen Stellen", "Lohnartengruppen", _AMOUNTS, rows, (foot,))


def _boundary_note(result: YearResult) -> str:
    return (
        f"Maßgeblich für das Förderjahr ist der {_MONTHS[result.inputs.year_basis]}. "
        "Enthaltene Buchungen stehen mit dem Teil, der auf dieses Programm entfällt, nicht enthaltene ungeteilt."
    )


def _boundary_tables(result: YearResult) -> Iterator[Table]:
    year, basis, boundary = result.inputs.frame.year.number, result.inputs.year_basis, result.boundary
    elsewhere = "gezahlt" if basis is YearBasis.SERVICE else "erbracht"
    if boundary.counted:
        caption = f"Im Förderjahr {year} enthalten, in einem anderen Jahr {elsewhere}"
        yield _boundary_table(result, caption, "Abgrenzung", boundary.counted, COUNTED)
    if boundary.left_out:
        caption = f"Im Förderjahr {year} nicht enthalten, weil der {_MONTHS[basis]} in einem anderen Jahr liegt"
        yield _boundary_table(result, caption, "Ausgenommen", boundary.left_out, LEFT_OUT)
    late = f"Nach der Festschreibung des Förderjahres {year} gebucht und nicht enthalten"
    if boundary.late:
        yield _boundary_table(result, f"{late}: Ausgaben", "Nachträge", boundary.late, LATE)
    if boundary.late_revenues:
        caption = f"{late}: Einnahmen"
        yield _boundary_table(
            result, caption, "Nachträge-Einnahmen", boundary.late_revenues, LATE_REVENUES, kind="Einnahmeart"
        )


def _boundary_table(
    result: YearResult,
    caption: str,
    sheet: str,
    lines: tuple[BoundaryLine, ...],
    whole: str,
    *,
    kind: str = "Ausgabeart",
) -> Table:
    figures = result.figures
    rows = tuple(
        Row(
            (
                format_month(line.served),
                format_month(line.paid),
                line.kind.value,
                count_of(line.count),
                show(figures[line.figure]),
            )
        )
        for line in lines
    )
    foot = Row(("Summe", "", "", "", show(figures[whole], (line.figure for line in lines))), total=True)
    columns = (
        Column("Leistungsmonat", 18),
        Column("Zahlungsmonat", 18),
        Column(kind, 28),
        Column("Buchungen", 14, numeric=True),
        Column("Betrag in\u00a0€", 22, numeric=True),
    )
    return Table(caption, sheet, columns, rows, (foot,))
