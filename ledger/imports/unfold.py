"""A row with a column for each month becomes a record for each month; what a file says once stands in every record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.finding import Finding, error, hint
from ledger.german import format_count, format_euro
from ledger.imports.kinds import SCHEMAS
from ledger.imports.table import Record, Records, Table
from ledger.money import Money

if TYPE_CHECKING:
    from ledger.imports.profile import Profile
    from ledger.imports.schema import Spread
    from ledger.period import FundingYear


def unfold(table: Table, profile: Profile, year: FundingYear) -> Table:
    """Return the table with one record for each value, and every field that the profile gives in it."""
    above = {each.name for each in SCHEMAS[profile.kind].fields if each.above}
    labels = {**{name: value for name, value in profile.constants.items() if name in above}, **table.labels}
    needed = [label for label in table.format.labels if not label.optional and not label.may_be_empty]
    if any(label.field not in labels for label in needed):
        # Without what the whole file is about its rows say nothing; the missing label is a finding already.
        return replace(table, labels=labels, records=Records.of(()))
    given = {name: value for name, value in {**profile.constants, **labels}.items() if name not in above}
    if not given and profile.spread is None:
        return replace(table, labels=labels)
    records: list[Record] = []
    findings: list[Finding] = []
    for record in table.records:
        whole = Record(record.row, {**record.values, **given})
        if profile.spread is None:
            records.append(whole)
        else:
            records += _each_column(profile, profile.spread, whole, year)
            findings += _check_row(table, profile, profile.spread, whole)
    return replace(table, labels=labels, records=Records.of(records), findings=(*table.findings, *findings))


def _each_column(profile: Profile, spread: Spread, record: Record, year: FundingYear) -> list[Record]:
    return [
        Record(
            record.row,
            {**record.values, spread.value: value, **dict.fromkeys(spread.decides, column.value(year))},
        )
        for column in profile.spread_columns
        if (value := record.values[column.field]) is not None
    ]


def _check_row(table: Table, profile: Profile, spread: Spread, record: Record) -> list[Finding]:
    """Compare the printed sum of a row with its columns; point out a row in which nothing stands."""
    values = [record.values[column.field] for column in profile.spread_columns]
    filled = [value for value in values if value is not None]
    printed = record.values.get(spread.total)
    if printed is not None and _bare(printed) != sum(map(_bare, filled)):
        return [
            error(
                table.place(record.row, spread.total),
                "Die Summe der Zeile stimmt nicht mit ihren Spalten überein.",
                "Bitte prüfen, ob eine Spalte fehlt oder verändert wurde, und die Datei neu ausgeben.",
                found=_shown(printed, _bare(printed)),
                expected=_shown(printed, sum(map(_bare, filled))),
            )
        ]
    if filled:
        return []
    return [
        hint(
            table.place(record.row, ""),
            "In der Zeile steht in keiner der Spalten ein Wert.",
            "Bitte prüfen, ob die Zeile leer sein darf.",
        )
    ]


def _bare(value: Money | int) -> int:
    return value.cents if isinstance(value, Money) else value


def _shown(like: Money | int, number: int) -> str:
    return format_euro(Money(number)) if isinstance(like, Money) else format_count(number)
