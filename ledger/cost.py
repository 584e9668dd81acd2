"""Costs: their kinds, where a fact was read, and the booked entry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ledger.money import Money
    from ledger.period import Month


class CostKind(Enum):
    """Ausgabeart (Kostenart)."""

    PERSONNEL = "Personalausgaben"
    TRAINING = "Fortbildung"
    REQUALIFICATION = "Nachqualifizierung"
    TRAVEL = "Reisekosten"
    EQUIPMENT = "Ausstattung"
    MATERIALS = "Sachmittel"
    LICENCES = "Lizenzen"
    OVERHEAD = "Gemeinkosten"
    INTERPRETING = "Dolmetschleistungen"
    BOUGHT_IN = "Fremdleistungen"


@dataclass(frozen=True, slots=True)
class Source:
    """Fundstelle: the file (name and SHA-256), sheet and row from which a fact was read."""

    file: str
    digest: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Buchung: one booked amount of one kind for one month, with its source. Never changed, only reversed.

    ``number`` is given by the book (0 before booking). ``staff_number`` is empty for costs of the whole team,
    ``position_number`` names the post where the source says so (municipal returns), else it follows from the tenures.
    ``cost_month`` is the month of service and decides the year; ``paid_in`` is the month in which payroll or the
    journal settled it. ``label`` is the wage type or account with its text.
    """

    number: int
    carrier_key: str
    kind: CostKind
    amount: Money
    cost_month: Month
    paid_in: Month
    staff_number: str
    position_number: str
    label: str
    voucher: str
    source: Source
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Stapel: one file as it was booked, in one transaction. ``periods`` are the periods it settles for its kind."""

    number: int
    kind: str
    file: str
    digest: str
    booked_on: date
    booked_by: str
    rows: int
    sum: Money
    periods: tuple[str, ...]
