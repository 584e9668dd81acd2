"""The head counts: persons of the target group per municipality, the key of the distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.carrier import HeadCount
from ledger.finding import Finding, error
from ledger.imports.parse import parse_identifier, parse_text, parse_whole
from ledger.imports.rows import parse_year
from ledger.imports.schema import Field, Schema
from ledger.period import FundingYear

if TYPE_CHECKING:
    from ledger.imports.table import Table

HEAD_COUNTS = Schema(
    fields=(
        Field("key", "AGS", parse_identifier),
        Field("name", "Gemeinde", parse_text),
        Field("persons", "Personen", parse_whole),
        Field("year", "Förderjahr", parse_year, above=True),
    ),
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
                    table.place(record.row, "key"),
                    "Diese Gemeinde steht zweimal in der Liste.",
                    "Bitte die überzählige Zeile streichen oder den Gemeindeschlüssel berichtigen.",
                    found=key,
                    expected="jede Gemeinde genau einmal",
                )
            )
        counts[key] = HeadCount(key, record.text("name"), year.number, record.get("persons", int))
    return tuple(counts.values()), tuple(findings)
