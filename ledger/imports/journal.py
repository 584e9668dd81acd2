"""The finance journal: bookings of training, travel, equipment and the like, one row per voucher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.cost import CostKind, Entry
from ledger.finding import Finding, error
from ledger.imports.parse import parse_amount, parse_code, parse_day, parse_identifier, parse_text
from ledger.imports.rows import MappedKinds, place
from ledger.imports.table import Column, Format
from ledger.period import Month

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.imports.table import Table

JOURNAL = Format(
    "Buchungsjournal",
    (
        Column("booked_on", ("Buchungsdatum",), parse_day),
        Column("served_on", ("Leistungsdatum", "Belegdatum"), parse_day),
        Column("voucher", ("Belegnummer", "Beleg-Nr.", "Beleg"), parse_text),
        Column("account", ("Sachkonto", "Konto"), parse_code),
        Column("account_text", ("Kontobezeichnung",), parse_text, may_be_empty=True, optional=True),
        Column("cost_centre", ("Kostenstelle",), parse_text, may_be_empty=True, optional=True),
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
    mapped = MappedKinds(kinds, "Sachkonto", "sachkonten")
    findings: list[Finding] = []
    for record in table.records:
        source = table.source(record.row)
        account = record.text("account")
        kind = mapped.read(account, source)
        if kind is None:
            continue
        if kind is CostKind.PERSONNEL and not record.text("staff_number"):
            findings.append(
                error(
                    place(source, "Personalnummer"),
                    "Personalausgaben brauchen eine Personalnummer; ohne sie gehören sie zu keiner Stelle.",
                    "Bitte die Personalnummer ergänzen oder das Sachkonto einer anderen Ausgabeart zuordnen.",
                    expected="eine Personalnummer aus der Stellenbesetzung",
                )
            )
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
    return tuple(entries), (*findings, *mapped.findings())
