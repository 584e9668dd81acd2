"""The finance journal: bookings of training, travel, equipment and the like, one row per voucher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.cost import Entry
from ledger.imports.parse import parse_amount, parse_code, parse_day, parse_identifier, parse_text
from ledger.imports.rows import read_mapped_kind
from ledger.imports.table import Column, Format
from ledger.period import Month

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.cost import CostKind
    from ledger.finding import Finding
    from ledger.imports.table import Table

JOURNAL = Format(
    "Buchungsjournal",
    (
        Column("booked_on", ("Buchungsdatum",), parse_day),
        Column("served_on", ("Leistungsdatum", "Belegdatum"), parse_day),
        Column("voucher", ("Belegnummer", "Beleg-Nr.", "Beleg"), parse_code),
        Column("account", ("Sachkonto", "Konto"), parse_code),
        Column("account_text", ("Kontobezeichnung",), parse_text, may_be_empty=True, optional=True),
        Column("cost_centre", ("Kostenstelle",), parse_code, may_be_empty=True, optional=True),
        Column("text", ("Buchungstext", "Text"), parse_text, may_be_empty=True),
        Column("staff_number", ("Personalnummer", "Pers.-Nr.", "PersNr"), parse_identifier, may_be_empty=True),
        Column("amount", ("Betrag",), parse_amount),
    ),
)


def read_journal(
    table: Table, carrier_key: str, kinds: Mapping[str, CostKind]
) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Return one entry per row; an account that ``kinds`` does not map is a finding, never a guess."""
    entries = []
    findings: list[Finding] = []
    for record in table.records:
        source = table.source(record.row)
        account = record.text("account")
        kind = read_mapped_kind(kinds, account, source, "Sachkonto", "sachkonten", findings)
        if kind is None:
            continue
        entries.append(
            Entry(
                number=0,
                carrier_key=carrier_key,
                kind=kind,
                amount=record.amount("amount"),
                cost_month=Month.of(record.day("served_on")),
                paid_in=Month.of(record.day("booked_on")),
                staff_number=record.text("staff_number"),
                position_number="",
                label=f"{account} {record.text('account_text')}".strip(),
                voucher=record.text("voucher"),
                source=source,
            )
        )
    return tuple(entries), tuple(findings)
