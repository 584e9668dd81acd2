"""Rows with an amount become costs and revenues, in one way for payroll, journal and municipal returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.cost import CostKind, Entry, Revenue, Source
from ledger.imports.meaning import wrong_signs

if TYPE_CHECKING:
    from datetime import date

    from ledger.cost import RevenueKind
    from ledger.finding import Finding
    from ledger.imports.meaning import Meaning
    from ledger.imports.table import Table
    from ledger.money import Money
    from ledger.period import Month


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file with amounts says: costs, revenues, rows of 0,00 that book nothing, and findings.

    ``settled`` are the months the file settles with the name of what was paid; rows of 0,00 settle as well.
    """

    entries: tuple[Entry, ...]
    revenues: tuple[Revenue, ...]
    zeros: tuple[int, ...]
    settled: frozenset[tuple[Month, str]]
    findings: tuple[Finding, ...]


class Gathering:
    """The facts of one file while its rows are read."""

    def __init__(self, table: Table, carrier_key: str) -> None:
        """Begin without facts; all costs are those of one carrier."""
        self._table, self._carrier_key = table, carrier_key
        self._entries: list[Entry] = []
        self._revenues: list[Revenue] = []
        self._zeros: list[int] = []
        self._wrong: dict[Meaning, list[tuple[int, Money]]] = {}
        self._settled: set[tuple[Month, CostKind | RevenueKind]] = set()
        self._last: tuple[Month, CostKind | RevenueKind] | None = None

    def add(
        self,
        meaning: Meaning,
        amount: Money,
        row: int,
        months: tuple[Month, Month],
        days: tuple[date | None, date | None] = (None, None),
        staff_number: str = "",
        voucher: str = "",
        position_number: str = "",
    ) -> None:
        """Take a row. ``months`` are those of service and of settlement, ``days`` those of payment and of booking."""
        kind = meaning.assignment.kind
        # Many rows in a run settle the same; only a change is worth computing a hash.
        if self._last is None or self._last[0] is not months[1] or self._last[1] is not kind:
            self._last = (months[1], kind)
            self._settled.add(self._last)
        if not amount.cents:
            self._zeros.append(row)
            return
        booked = -amount if meaning.turns else amount
        if meaning.received and not meaning.fits(booked):
            self._wrong.setdefault(meaning, []).append((row, amount))
            return
        source = Source(self._table.file, self._table.digest, self._table.sheet, row)
        if isinstance(kind, CostKind):
            # By position, because this is done for every row of the largest files.
            self._entries.append(
                Entry(
                    0,
                    self._carrier_key,
                    kind,
                    booked,
                    *months,
                    staff_number,
                    position_number,
                    meaning.label,
                    voucher,
                    source,
                    None,
                    meaning.assignment.group,
                    *days,
                )
            )
        else:
            self._revenues.append(
                Revenue(
                    number=0,
                    carrier_key=self._carrier_key,
                    kind=kind,
                    amount=booked,
                    month=months[0],
                    paid_in=months[1],
                    label=meaning.label,
                    voucher=voucher,
                    source=source,
                    paid_on=days[0],
                    booked_on=days[1],
                )
            )

    def facts(self, findings: list[Finding]) -> Facts:
        """Return what was gathered, with the findings of the reader and those about signs."""
        return Facts(
            entries=tuple(self._entries),
            revenues=tuple(self._revenues),
            zeros=tuple(self._zeros),
            settled=frozenset((month, kind.value) for month, kind in self._settled),
            findings=(*findings, *wrong_signs(self._table, self._wrong)),
        )
