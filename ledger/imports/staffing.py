"""The staffing plan: one row per tenure, with hours instead of shares as personnel offices keep them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.finding import Finding, error, hint
from ledger.fte import FULL_POST, Fte
from ledger.german import format_fraction
from ledger.imports.parse import parse_code, parse_day, parse_identifier, parse_last_day, parse_ratio, parse_text
from ledger.imports.rows import place, read_choice, read_requalification, read_span
from ledger.imports.table import Column, Format
from ledger.staff import PositionRole, Qualification, StaffMember, Tenure

if TYPE_CHECKING:
    from ledger.cost import Source
    from ledger.imports.table import Record, Table

STAFFING_PLAN = Format(
    "Stellenbesetzung",
    (
        Column("staff_number", ("Personalnummer", "Pers.-Nr.", "PersNr"), parse_identifier),
        Column("family_name", ("Name", "Nachname"), parse_text),
        Column("given_name", ("Vorname",), parse_text),
        Column("position", ("Stelle", "Stellennummer"), parse_code),
        Column("role", ("Aufgabe", "Funktion"), parse_text),
        Column("begin", ("Beginn", "von"), parse_day),
        Column("end", ("Ende", "bis"), parse_last_day, may_be_empty=True),
        Column("hours", ("Wochenstunden",), parse_ratio),
        Column("full_time_hours", ("Vollzeitstunden", "Vollzeit"), parse_ratio),
        Column("pay_group", ("Entgeltgruppe",), parse_text),
        Column("step", ("Stufe",), parse_code, may_be_empty=True),
        Column("qualification", ("Qualifikation",), parse_text),
        Column("requalified_from", ("Nachqualifizierung ab",), parse_day, may_be_empty=True),
        Column("requalified_to", ("Nachqualifizierung bis",), parse_day, may_be_empty=True),
    ),
)


@dataclass(frozen=True, slots=True)
class StaffingPlan:
    """Persons and tenures of a staffing plan."""

    staff: tuple[StaffMember, ...]
    tenures: tuple[Tenure, ...]
    findings: tuple[Finding, ...]


def read_staffing_plan(table: Table, carrier_key: str) -> StaffingPlan:
    """Return the county's persons and tenures with the findings of their rows."""
    staff: dict[str, StaffMember] = {}
    tenures = []
    findings: list[Finding] = []
    for record in table.records:
        source = table.source(record.row)
        tenure = _tenure(record, carrier_key, source, findings)
        if tenure is None:
            continue
        if not tenure.fte.ten_thousandths:
            findings.append(
                hint(
                    place(source, "Wochenstunden"),
                    "Die Besetzung hat 0 Wochenstunden und zählt nicht (etwa bei einer Beurlaubung).",
                    "Bitte prüfen, ob in dieser Zeit Lohn gebucht ist.",
                )
            )
            continue
        member = StaffMember(carrier_key, tenure.staff_number, record.text("family_name"), record.text("given_name"))
        known = staff.setdefault(member.staff_number, member)
        if known != member:
            findings.append(
                hint(
                    place(source, "Personalnummer"),
                    "Dieselbe Personalnummer steht bei zwei verschiedenen Namen.",
                    "Bitte prüfen, ob die Person ihren Namen geändert hat oder die Personalnummer falsch ist.",
                    found=member.staff_number,
                )
            )
        tenures.append(tenure)
    return StaffingPlan(tuple(staff.values()), tuple(tenures), tuple(findings))


def _tenure(record: Record, carrier_key: str, source: Source, findings: list[Finding]) -> Tenure | None:
    """Return the tenure of one row, or None when the row has findings."""
    role = read_choice(PositionRole, record.text("role"), place(source, "Aufgabe"), findings)
    qualification = read_choice(Qualification, record.text("qualification"), place(source, "Qualifikation"), findings)
    days = read_span(record.day("begin"), record.day_or_none("end"), place(source, "Ende"), findings)
    requalified = read_requalification(record, source, findings)
    fte = _share(record, source, findings)
    if role is None or qualification is None or days is None or fte is None:
        return None
    return Tenure(
        carrier_key=carrier_key,
        staff_number=record.text("staff_number"),
        position_number=record.text("position"),
        role=role,
        days=days,
        fte=fte,
        pay_group=f"{record.text('pay_group')} Stufe {record.text('step')}".removesuffix(" Stufe "),
        qualification=qualification,
        requalification=requalified,
        source=source,
    )


def _share(record: Record, source: Source, findings: list[Finding]) -> Fte | None:
    hours, full_time = record.ratio("hours"), record.ratio("full_time_hours")
    share = Fte.from_ratio(hours / full_time) if full_time else FULL_POST + FULL_POST
    if share <= FULL_POST:
        return share
    findings.append(
        error(
            place(source, "Wochenstunden"),
            "Die Wochenstunden ergeben mehr als eine volle Stelle, oder die Vollzeitstunden fehlen.",
            "Bitte Wochenstunden und Vollzeitstunden prüfen.",
            found=format_fraction(hours, 2),
            expected="höchstens die Vollzeitstunden",
        )
    )
    return None
