"""The yearly return of a delivering carrier: its posts with tenure, share, and spending and income by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.cost import Assignment, CostKind, WageGroup
from ledger.finding import Finding, error
from ledger.fte import Fte
from ledger.german import format_date
from ledger.imports.gathering import Facts, Gathering
from ledger.imports.meaning import Meaning, Signs
from ledger.imports.parse import (
    parse_amount,
    parse_code,
    parse_day,
    parse_fte,
    parse_identifier,
    parse_last_day,
    parse_text,
)
from ledger.imports.rows import parse_year, read_choice, read_requalification, read_span
from ledger.imports.schema import Field, Schema
from ledger.period import MONTHS_PER_YEAR, FundingYear, Month
from ledger.staff import PositionRole, Qualification, Tenure

if TYPE_CHECKING:
    from ledger.imports.table import Record, Table

_AMOUNT = "amount of "
_AMOUNTS = {f"{_AMOUNT}{name}": assignment for name in Assignment.names() if (assignment := Assignment.named(name))}

CARRIER_RETURN = Schema(
    fields=(
        Field("position", "Stelle", parse_code),
        Field("role", "Aufgabe", parse_text),
        Field("qualification", "Qualifikation", parse_text),
        Field("begin", "Beginn", parse_day),
        Field("end", "Ende", parse_last_day, may_be_empty=True),
        Field("fte", "VZÄ", parse_fte),
        Field("requalified_from", "Nachqualifizierung ab", parse_day, required=False, may_be_empty=True),
        Field("requalified_to", "Nachqualifizierung bis", parse_day, required=False, may_be_empty=True),
        *(Field(name, name.removeprefix(_AMOUNT), parse_amount, required=False) for name in _AMOUNTS),
        Field("carrier_name", "Träger", parse_text, above=True),
        Field("carrier_key", "Trägerschlüssel", parse_identifier, above=True),
        Field("year", "Förderjahr", parse_year, above=True),
    ),
    # The whole personnel cost or its parts, never both: it would be counted twice.
    alternatives=((f"{_AMOUNT}{CostKind.PERSONNEL.value}",), (f"{_AMOUNT}{WageGroup.GROSS_PAY.value}",)),
    signed=True,
)


@dataclass(frozen=True, slots=True)
class CarrierReturn:
    """Jahresmeldung: the carrier's key, its posts, its spending and its income."""

    carrier_key: str
    carrier_name: str
    tenures: tuple[Tenure, ...]
    facts: Facts


def read_carrier_return(table: Table, signs: Signs) -> tuple[CarrierReturn | None, tuple[Finding, ...]]:
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
    gathering = Gathering(table, key)
    meanings = [
        Meaning.of(assignment, f"Jahresmeldung {field.removeprefix(_AMOUNT)}", signs, field)
        for field, assignment in _AMOUNTS.items()
        if table.format.title(field)
    ]
    for record in table.records:
        tenure = _tenure(table, record, key, year, findings)
        if tenure is None:
            continue
        findings += _twice(table, tenure, tenures)
        tenures.append(tenure)
        served = tenure.days.overlap(year.days)
        month = Month.of(served.last) if served and served.last else Month(year.number, MONTHS_PER_YEAR)
        for meaning in meanings:
            gathering.add(
                meaning,
                record.amount(meaning.field),
                record.row,
                (month, month),
                staff_number=tenure.staff_number,
                position_number=tenure.position_number,
            )
    facts = gathering.facts(findings)
    return CarrierReturn(key, name, tuple(tenures), facts), facts.findings


def _tenure(table: Table, record: Record, key: str, year: FundingYear, findings: list[Finding]) -> Tenure | None:
    row = record.row
    role = read_choice(PositionRole, record.text("role"), table.place(row, "role"), findings)
    qualification = read_choice(
        Qualification, record.text("qualification"), table.place(row, "qualification"), findings
    )
    days = read_span(record.day("begin"), record.day_or_none("end"), table.place(row, "end"), findings)
    if role is None or qualification is None or days is None:
        return None
    if days.overlap(year.days) is None:
        findings.append(
            error(
                table.place(row, "begin"),
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
        requalification=read_requalification(table, record, findings),
        source=table.source(row),
    )


def _twice(table: Table, tenure: Tenure, before: list[Tenure]) -> list[Finding]:
    """Return a finding when the post was reported before for some of the same days."""
    return [
        error(
            table.place(tenure.source.row, "position"),
            f"Die Stelle {tenure.position_number} steht für dieselbe Zeit zweimal in der Meldung.",
            "Bitte die doppelte Zeile streichen oder jeder Stelle eine eigene Nummer geben.",
            found=tenure.position_number,
        )
        for other in before
        if other.position == tenure.position and other.days.overlap(tenure.days)
    ]
