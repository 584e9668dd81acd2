"""The head counts: persons of the target group per municipality, the key of the distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.carrier import HeadCount
from ledger.finding import Finding, error
from ledger.imports.parse import EARLIEST_YEAR, LATEST_YEAR, CellError, parse_identifier, parse_text, parse_whole
from ledger.imports.rows import place
from ledger.imports.table import Column, Format
from ledger.period import FundingYear

if TYPE_CHECKING:
    from ledger.imports.cells import Cell
    from ledger.imports.table import Table


def parse_year(cell: Cell) -> FundingYear:
    """Return a year of four digits. Raises CellError."""
    number = parse_whole(cell)
    if not EARLIEST_YEAR <= number <= LATEST_YEAR:
        raise CellError("Das Jahr ist unglaubhaft.", "ein Jahr wie 2025", "Bitte das Jahr berichtigen.")
    return FundingYear(number)


HEAD_COUNTS = Format(
    "Personenzahlen",
    (
        Column("key", ("AGS", "Gemeindeschlüssel"), parse_identifier),
        Column("name", ("Gemeinde", "Stadt/Gemeinde"), parse_text),
        Column("persons", ("Personen", "Personenzahl"), parse_whole),
    ),
    labels=(Column("year", ("Berechnungsjahr", "Förderjahr"), parse_year),),
)


def read_head_counts(table: Table) -> tuple[tuple[HeadCount, ...], tuple[Finding, ...]]:
    """Return the persons per municipality; a municipality named twice is a finding."""
    year = table.labels.get("year")
    if not isinstance(year, FundingYear):
        return (), ()
    counts: dict[str, HeadCount] = {}
    findings: list[Finding] = []
    for record in table.records:
        key = record.text("key")
        if key in counts:
            findings.append(
                error(
                    place(table.source(record.row), "AGS"),
                    "Diese Gemeinde steht zweimal in der Liste.",
                    "Bitte die überzählige Zeile streichen oder den Gemeindeschlüssel berichtigen.",
                    found=key,
                    expected="jede Gemeinde genau einmal",
                )
            )
        counts[key] = HeadCount(key, record.text("name"), year.number, record.get("persons", int))
    return tuple(counts.values()), tuple(findings)
