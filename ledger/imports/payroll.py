"""The payroll export by wage type: one row per person, settled month, month of service and wage type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.cost import Entry
from ledger.imports.parse import parse_amount, parse_code, parse_identifier, parse_month, parse_text
from ledger.imports.rows import MappedKinds
from ledger.imports.table import Column, Format
from ledger.period import Month

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.cost import CostKind
    from ledger.finding import Finding
    from ledger.imports.table import Table

PAYROLL = Format(
    "Lohnjournal",
    (
        Column("staff_number", ("Personalnummer", "Pers.-Nr.", "PersNr"), parse_identifier),
        Column("name", ("Name",), parse_text, may_be_empty=True, optional=True),
        Column("paid_in", ("Abrechnungsmonat", "Inperiode"), parse_month),
        Column("cost_month", ("Für-Monat", "Für-Periode", "Leistungsmonat"), parse_month),
        Column("wage_type", ("Lohnart",), parse_code),
        Column(
            "wage_text", ("Lohnart-Text", "Lohnartentext", "Bezeichnung"), parse_text, may_be_empty=True, optional=True
        ),
        Column("cost_centre", ("Kostenstelle",), parse_text, may_be_empty=True, optional=True),
        Column("amount", ("Betrag",), parse_amount),
    ),
)


def read_payroll(
    table: Table, carrier_key: str, kinds: Mapping[str, CostKind]
) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Return one entry per row; a wage type that ``kinds`` does not map is a finding, never a guess."""
    entries = []
    mapped = MappedKinds(kinds, "Lohnart", "lohnarten")
    for record in table.records:
        source = table.source(record.row)
        wage_type = record.text("wage_type")
        kind = mapped.read(wage_type, source)
        if kind is None:
            continue
        entries.append(
            Entry(
                number=0,
                carrier_key=carrier_key,
                kind=kind,
                amount=record.amount("amount"),
                cost_month=record.get("cost_month", Month),
                paid_in=record.get("paid_in", Month),
                staff_number=record.text("staff_number"),
                position_number="",
                label=f"{wage_type} {record.text('wage_text')}".strip(),
                voucher="",
                source=source,
            )
        )
    return tuple(entries), tuple(mapped.findings())
