"""The indicators of the counselling, as case management systems export them: counts per place, period and Kennzahl."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.finding import Finding, error
from ledger.german import format_month
from ledger.imports.cells import Cell, CellType
from ledger.imports.parse import EARLIEST_YEAR, LATEST_YEAR, CellError, parse_day, parse_month, parse_text, parse_whole
from ledger.imports.schema import Field, Schema, Spread
from ledger.indicator import Indicator
from ledger.period import MONTHS_PER_YEAR, Month

if TYPE_CHECKING:
    from ledger.imports.table import Table

_YEAR = re.compile(r"\d{4}", re.ASCII)
_PART = re.compile(
    r"(?:(?P<before>[QH]) ?)?(?P<number>[1-4])\.? ?(?P<after>Quartal|Halbjahr)?[ /](?P<year>\d{4})", re.ASCII
)
_SPAN = re.compile(r"(\d+\.\d+\.\d+) ?(?:-|–|bis) ?(\d+\.\d+\.\d+)", re.ASCII)
_MONTHS = {"Q": 3, "Quartal": 3, "H": 6, "Halbjahr": 6}


def parse_last_month(cell: Cell) -> Month:
    """Return the last month of a period: a month, a quarter, a half-year, a year or two days. Raises CellError."""
    text = " ".join(parse_text(cell).split())
    month = _whole_year(text) or _part_of_a_year(text)
    if month is None and (match := _SPAN.fullmatch(text)) and cell.type is CellType.TEXT:
        parse_day(Cell(match[1]))
        return Month.of(parse_day(Cell(match[2])))
    if month is None:
        return parse_month(cell)
    if not EARLIEST_YEAR <= month.year <= LATEST_YEAR:
        raise CellError("Das Jahr ist unglaubhaft.", "ein Zeitraum wie 04/2025", "Bitte das Jahr berichtigen.")
    return month


def _whole_year(text: str) -> Month | None:
    return Month(int(text), MONTHS_PER_YEAR) if _YEAR.fullmatch(text) else None


def _part_of_a_year(text: str) -> Month | None:
    """Return the last month of ``Q1/2025``, ``1. Quartal 2025``, ``H2 2025`` or ``2. Halbjahr 2025``."""
    match = _PART.fullmatch(text)
    if match is None or bool(match["before"]) is bool(match["after"]):
        return None
    last = int(match["number"]) * _MONTHS[match["before"] or match["after"]]
    return Month(int(match["year"]), last) if last <= MONTHS_PER_YEAR else None


INDICATORS = Schema(
    fields=(
        Field("area", "Gebiet", parse_text),
        Field("month", "Zeitraum", parse_last_month),
        Field("name", "Kennzahl", parse_text),
        Field("count", "Anzahl", parse_whole),
        Field("row_total", "Zeilensumme", parse_whole, required=False, may_be_empty=True),
    ),
    spreads=(
        Spread("kennzahlen", "count", ("name",), "", may_be_empty=False),
        Spread("monatsspalten", "count", ("month",), "row_total", may_be_empty=False),
    ),
)


def read_indicators(table: Table) -> tuple[tuple[Indicator, ...], tuple[Finding, ...]]:
    """Return the counts; the same Kennzahl twice for one place and period is a finding, never added up."""
    indicators: dict[tuple[str, str, Month], Indicator] = {}
    findings = []
    for row, area, month, name, count in table.rows("area", "month", "name", "count"):
        key = (area, name, month)
        if key in indicators:
            findings.append(
                error(
                    table.place(row, "count"),
                    f"Die Kennzahl „{name}“ steht für {area} und {format_month(month)} zweimal in der Datei.",
                    "Bitte die überzählige Zeile streichen oder Gebiet und Zeitraum berichtigen.",
                    found=f"Zeilen {indicators[key].source.row} und {row}",
                    expected="jede Kennzahl einmal je Gebiet und Zeitraum",
                )
            )
            continue
        indicators[key] = Indicator(area, name, month, count, table.source(row))
    return tuple(indicators.values()), tuple(findings)
