"""The kinds of file the program knows, in the order in which they are booked, with what each can say."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ledger.imports.carrier_return import CARRIER_RETURN
from ledger.imports.corrections import CORRECTIONS
from ledger.imports.headcount import HEAD_COUNTS
from ledger.imports.indicators import INDICATORS
from ledger.imports.journal import JOURNAL
from ledger.imports.payroll import PAYROLL
from ledger.imports.staffing import STAFFING_PLAN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.imports.schema import Schema


class FileKind(Enum):
    """Dateiart, in the order in which files are booked: the staffing plan first, corrections of the book last."""

    STAFFING_PLAN = "Stellenbesetzung"
    HEAD_COUNTS = "Personenzahlen"
    PAYROLL = "Lohnjournal"
    JOURNAL = "Buchungsjournal"
    CARRIER_RETURN = "Jahresmeldung"
    INDICATORS = "Kennzahlen"
    CORRECTIONS = "Umbuchung"


SCHEMAS: Mapping[FileKind, Schema] = {
    FileKind.STAFFING_PLAN: STAFFING_PLAN,
    FileKind.HEAD_COUNTS: HEAD_COUNTS,
    FileKind.PAYROLL: PAYROLL,
    FileKind.JOURNAL: JOURNAL,
    FileKind.CARRIER_RETURN: CARRIER_RETURN,
    FileKind.INDICATORS: INDICATORS,
    FileKind.CORRECTIONS: CORRECTIONS,
}
