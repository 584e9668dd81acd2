"""The staffing plan: one row per tenure, with hours or shares as personnel offices keep them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.finding import Finding, error, hint
from ledger.fte import FULL_POST, Fte
from ledger.german import format_fraction
from ledger.imports.cells import Cell
from ledger.imports.parse import parse_code, parse_day, parse_identifier, parse_last_day, parse_ratio, parse_text
from ledger.imports.rows import read_choice, read_requalification, read_span
from ledger.imports.schema import Field, Schema
from ledger.staff import PositionRole, Qualification, StaffMember, Tenure

if TYPE_CHECKING:
    from fractions import Fraction

    from ledger.imports.table import Record, Table

HUNDRED = 100


def parse_percent(cell: Cell) -> Fraction:
    """Return a share of a full post written in per cent, with or without the sign: ``76,92 %``. Raises CellError."""
    return parse_ratio(Cell(cell.text.strip().removesuffix("%").strip(), cell.type)) / HUNDRED


STAFFING_PLAN = Schema(
    fields=(
        Field("staff_number", "Personalnummer", parse_identifier),
        Field("family_name", "Name", parse_text),
        Field("given_name", "Vorname", parse_text),
        Field("position", "Stelle", parse_code),
        Field("role", "Aufgabe", parse_text),
        Field("begin", "Beginn", parse_day),
        Field("end", "Ende", parse_last_day, may_be_empty=True),
        Field("hours", "Wochenstunden", parse_ratio, required=False),
        Field("full_time_hours", "Vollzeitstunden", parse_ratio, required=False),
        Field("share", "VZÄ", parse_ratio, required=False),
        Field("percent", "Beschäftigungsgrad", parse_percent, required=False),
        Field("pay_group", "Entgeltgruppe", parse_text),
        Field("step", "Stufe", parse_code, required=False, may_be_empty=True),
        Field("qualification", "Qualifikation", parse_text),
        Field("requalified_from", "Nachqualifizierung ab", parse_day, required=False, may_be_empty=True),
        Field("requalified_to", "Nachqualifizierung bis", parse_day, required=False, may_be_empty=True),
    ),
    alternatives=(("hours", "full_time_hours"), ("share",), ("percent",)),
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
        tenure = _tenure(table, record, carrier_key, findings)
        if tenure is None:
            continue
        if not tenure.fte.ten_thousandths:
            findings.append(
                hint(
                    table.place(record.row, _share_field(record)),
                    f"Die Besetzung hat 0 {table.format.title(_share_field(record))} und zählt nicht "
                    "(etwa bei einer Beurlaubung).",
                    "Bitte prüfen, ob in dieser Zeit Lohn gebucht ist.",
                )
            )
            continue
        member = StaffMember(carrier_key, tenure.staff_number, record.text("family_name"), record.text("given_name"))
        known = staff.setdefault(member.staff_number, member)
        if known != member:
            findings.append(
                hint(
                    table.place(record.row, "staff_number"),
                    "Dieselbe Personalnummer steht bei zwei verschiedenen Namen.",
                    "Bitte prüfen, ob die Person ihren Namen geändert hat oder die Personalnummer falsch ist.",
                    found=member.staff_number,
                )
            )
        tenures.append(tenure)
    return StaffingPlan(tuple(staff.values()), tuple(tenures), tuple(findings))


def _tenure(table: Table, record: Record, carrier_key: str, findings: list[Finding]) -> Tenure | None:
    """Return the tenure of one row, or None when the row has findings."""
    row = record.row
    role = read_choice(PositionRole, record.text("role"), table.place(row, "role"), findings)
    qualification = read_choice(
        Qualification, record.text("qualification"), table.place(row, "qualification"), findings
    )
    days = read_span(record.day("begin"), record.day_or_none("end"), table.place(row, "end"), findings)
    requalified = read_requalification(table, record, findings)
    fte = _share(table, record, findings)
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
        source=table.source(row),
    )


def _share_field(record: Record) -> str:
    """Return which of the alternatives the file uses: weekly hours, a share, or per cent."""
    return next(name for name in ("hours", "share", "percent") if record.values.get(name) is not None)


def _share(table: Table, record: Record, findings: list[Finding]) -> Fte | None:
    field = _share_field(record)
    stated = record.ratio(field)
    if field == "hours":
        full_time = record.ratio("full_time_hours")
        share = Fte.from_ratio(stated / full_time) if full_time else FULL_POST + FULL_POST
    else:
        share = Fte.from_ratio(stated)
    if share <= FULL_POST:
        return share
    found = stated * HUNDRED if field == "percent" else stated
    findings.append(
        error(
            table.place(record.row, field),
            "Die Wochenstunden ergeben mehr als eine volle Stelle, oder die Vollzeitstunden fehlen."
            if field == "hours"
            else "Der Stellenanteil ist größer als eine volle Stelle.",
            "Bitte den Umfang der Besetzung prüfen.",
            found=format_fraction(found, 2),
            expected="höchstens eine volle Stelle",
        )
    )
    return None
