"""Single corrections: what a clerk asks of the book by the number of an entry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.cost import CostKind, RevenueKind, Source, WageGroup
    from ledger.money import Money
    from ledger.period import Month


class CorrectionKind(Enum):
    """Art der Korrektur."""

    REVERSAL = "Storno"
    REBOOKING = "Umbuchung"
    NEW = "Neu"


@dataclass(frozen=True, slots=True)
class Correction:
    """Korrektur: take an entry back, move it (or a part of it), or book a new one; always with a reason.

    A reversal takes the whole entry back; ``amount`` must then be the entry's own. A rebooking moves ``amount`` of the
    entry to what the fields from ``kind`` on name; a field that is None stays as it was. A new entry needs
    ``kind``, ``cost_month`` and ``carrier_key``. Amounts are signed as in the book: costs positive, reimbursements
    negative.
    """

    correction: CorrectionKind
    entry_number: int | None
    amount: Money
    reason: str
    voucher: str
    source: Source
    kind: CostKind | RevenueKind | None = None
    group: WageGroup | None = None
    cost_month: Month | None = None
    staff_number: str | None = None
    position_number: str | None = None
    carrier_key: str | None = None
