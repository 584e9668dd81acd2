"""What the kinds of file share when they turn a record into a fact: places, years, German choices, spans of days."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ledger.finding import Finding, Place, error
from ledger.german import format_date
from ledger.imports.parse import EARLIEST_YEAR, LATEST_YEAR, CellError, parse_whole
from ledger.period import DaySpan, FundingYear

if TYPE_CHECKING:
    from datetime import date
    from enum import Enum

    from ledger.cost import Source
    from ledger.imports.cells import Cell
    from ledger.imports.table import Record, Table

E = TypeVar("E", bound="Enum")


def place(source: Source, column: str) -> Place:
    """Return the place of a column in the row of a source."""
    return Place(source.file, source.sheet, source.row, column)


def parse_year(cell: Cell) -> FundingYear:
    """Return a year of four digits. Raises CellError."""
    number = parse_whole(cell)
    if not EARLIEST_YEAR <= number <= LATEST_YEAR:
        raise CellError("Das Jahr ist unglaubhaft.", "ein Jahr wie 2025", "Bitte das Jahr berichtigen.")
    return FundingYear(number)


def read_choice(kind: type[E], text: str, where: Place, findings: list[Finding]) -> E | None:
    """Return the member whose German value the text names (case does not matter), or add a finding."""
    for member in kind:
        if str(member.value).casefold() == text.casefold():
            return member
    findings.append(unknown_choice(text, where, [str(member.value) for member in kind]))
    return None


def unknown_choice(text: str, where: Place, known: list[str]) -> Finding:
    """Return the finding for a text that is none of the known ones."""
    return error(
        where,
        f"Die Angabe „{text}“ ist nicht vorgesehen.",
        "Bitte eine der vorgesehenen Angaben eintragen.",
        found=text,
        expected=", ".join(known),
    )


def read_span(first: date, last: date | None, where: Place, findings: list[Finding]) -> DaySpan | None:
    """Return the span of days, or add a finding when it ends before it begins."""
    if last is not None and last < first:
        findings.append(
            error(
                where,
                "Das Ende liegt vor dem Beginn.",
                "Bitte Beginn und Ende berichtigen.",
                found=format_date(last),
                expected=f"ein Tag ab {format_date(first)}",
            )
        )
        return None
    return DaySpan(first, last)


def read_requalification(table: Table, record: Record, findings: list[Finding]) -> DaySpan | None:
    """Return the span of the Nachqualifizierung, None when there was none; an end without a beginning is a finding."""
    first, last = record.day_or_none("requalified_from"), record.day_or_none("requalified_to")
    if first is not None:
        return read_span(first, last, table.place(record.row, "requalified_to"), findings)
    if last is not None:
        findings.append(
            error(
                table.place(record.row, "requalified_from"),
                "Die Nachqualifizierung hat ein Ende, aber keinen Beginn.",
                "Bitte den Beginn der Nachqualifizierung ergänzen.",
                expected="ein Datum wie 03.03.2025",
            )
        )
    return None
