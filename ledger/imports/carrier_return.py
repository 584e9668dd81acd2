"""The yearly return of a delivering carrier: its posts with tenure, share and spending by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.cost import CostKind, Entry
from ledger.finding import Finding, error
from ledger.fte import Fte
from ledger.german import format_date
from ledger.imports.headcount import parse_year
from ledger.imports.parse import (
    parse_amount,
    parse_code,
    parse_day,
    parse_fte,
    parse_identifier,
    parse_last_day,
    parse_text,
)
from ledger.imports.rows import place, read_choice, read_requalification, read_span
from ledger.imports.table import Column, Format
from ledger.period import FundingYear, Month
from ledger.staff import PositionRole, Qualification, Tenure

if TYPE_CHECKING:
    from ledger.imports.table import Record, Table

_AMOUNTS = {
    "personnel": CostKind.PERSONNEL,
    "training": CostKind.TRAINING,
    "requalification": CostKind.REQUALIFICATION,
    "travel": CostKind.TRAVEL,
    "equipment": CostKind.EQUIPMENT,
}

CARRIER_RETURN = Format(
    "Jahresmeldung",
    (
        Column("position", ("Stelle",), parse_code),
        Column("role", ("Aufgabe",), parse_text),
        Column("qualification", ("Qualifikation",), parse_text),
        Column("begin", ("Beginn",), parse_day),
        Column("end", ("Ende",), parse_last_day, may_be_empty=True),
        Column("fte", ("VZÄ",), parse_fte),
        Column("requalified_from", ("Nachqualifizierung ab",), parse_day, may_be_empty=True, optional=True),
        Column("requalified_to", ("Nachqualifizierung bis",), parse_day, may_be_empty=True, optional=True),
        *(Column(name, (kind.value,), parse_amount) for name, kind in _AMOUNTS.items()),
    ),
    labels=(
        Column("carrier_name", ("Träger",), parse_text),
        Column("carrier_key", ("Trägerschlüssel",), parse_identifier),
        Column("year", ("Förderjahr",), parse_year),
    ),
)


@dataclass(frozen=True, slots=True)
class CarrierReturn:
    """Jahresmeldung: the carrier's key, its posts and its spending."""

    carrier_key: str
    carrier_name: str
    tenures: tuple[Tenure, ...]
    entries: tuple[Entry, ...]


def read_carrier_return(table: Table) -> tuple[CarrierReturn | None, tuple[Finding, ...]]:
    """Return the return, or None with findings when a label or row cannot be used.

    The yearly amounts of a post are booked in the last month of its tenure within the year, because a return names
    no months. A post is counted as one person under the post's number.
    """
    year = table.labels.get("year")
    key = table.labels.get("carrier_key")
    name = table.labels.get("carrier_name")
    if not isinstance(year, FundingYear) or not isinstance(key, str) or not isinstance(name, str):
        return None, ()
    findings: list[Finding] = []
    tenures: list[Tenure] = []
    entries: list[Entry] = []
    for record in table.records:
        tenure = _tenure(table, record, key, year, findings)
        if tenure is not None:
            findings += _twice(tenure, tenures)
            tenures.append(tenure)
            entries.extend(_entries(table, record, tenure, year))
    return CarrierReturn(key, name, tuple(tenures), tuple(entries)), tuple(findings)


def _tenure(table: Table, record: Record, key: str, year: FundingYear, findings: list[Finding]) -> Tenure | None:
    source = table.source(record.row)
    role = read_choice(PositionRole, record.text("role"), place(source, "Aufgabe"), findings)
    qualification = read_choice(Qualification, record.text("qualification"), place(source, "Qualifikation"), findings)
    days = read_span(record.day("begin"), record.day_or_none("end"), place(source, "Ende"), findings)
    if role is None or qualification is None or days is None:
        return None
    if days.overlap(year.days) is None:
        findings.append(
            error(
                place(source, "Beginn"),
                f"Die Stelle war im Förderjahr {year.number} nicht besetzt.",
                "Bitte Beginn und Ende berichtigen oder die Zeile streichen.",
                found=format_date(record.day("begin")),
                expected=f"eine Besetzung im Jahr {year.number}",
            )
        )
        return None
    number = record.text("position")
    return Tenure(
        carrier_key=key,
        staff_number=number,
        position_number=number,
        role=role,
        days=days,
        fte=record.get("fte", Fte),
        pay_group="",
        qualification=qualification,
        requalification=read_requalification(record, source, findings),
        source=source,
    )


def _twice(tenure: Tenure, before: list[Tenure]) -> list[Finding]:
    """Return a finding when the post was reported before for some of the same days."""
    return [
        error(
            place(tenure.source, "Stelle"),
            f"Die Stelle {tenure.position_number} steht für dieselbe Zeit zweimal in der Meldung.",
            "Bitte die doppelte Zeile streichen oder jeder Stelle eine eigene Nummer geben.",
            found=tenure.position_number,
        )
        for other in before
        if other.position == tenure.position and other.days.overlap(tenure.days)
    ]


def _entries(table: Table, record: Record, tenure: Tenure, year: FundingYear) -> list[Entry]:
    """Return one entry per kind with an amount; the month is the last one of the tenure in the year."""
    served = tenure.days.overlap(year.days)
    month = Month.of(served.last) if served and served.last else Month(year.number, 12)
    return [
        Entry(
            number=0,
            carrier_key=tenure.carrier_key,
            kind=kind,
            amount=record.amount(name),
            cost_month=month,
            paid_in=month,
            staff_number=tenure.staff_number,
            position_number=tenure.position_number,
            label=f"Jahresmeldung {kind.value}",
            voucher="",
            source=table.source(record.row),
        )
        for name, kind in _AMOUNTS.items()
        if record.amount(name)
    ]
