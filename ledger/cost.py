"""Costs and revenues: their kinds, where a fact was read, and the booked entry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ledger.period import FundingYear, Month

if TYPE_CHECKING:
    from datetime import date

    from ledger.money import Money


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


class WageGroup(Enum):
    """Lohnartengruppe: what a part of the personnel cost is. A reimbursement is booked as negative personnel cost."""

    GROSS_PAY = "Entgelt"
    SOCIAL_INSURANCE = "Arbeitgeberanteil Sozialversicherung"
    PENSION = "Zusatzversorgung"
    ANNUAL_BONUS = "Jahressonderzahlung"
    ALLOWANCE = "Zulagen"
    CORRECTION = "Korrekturen"
    REIMBURSEMENT = "Erstattung"


class RevenueKind(Enum):
    """Einnahmeart. Reimbursements are no kind of their own: they are netted against the person's cost (WageGroup)."""

    OWN_FUNDS = "Eigenmittel"
    PUBLIC_GRANT = "andere öffentliche Zuwendung"
    THIRD_PARTY = "Leistungen Dritter"


class YearBasis(Enum):
    """Maßstab der Jahreszuordnung: which day decides the funding year of an entry; the rule set names it."""

    SERVICE = "leistung"
    PAYMENT = "zahlung"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Zuordnung: what a wage type or account of the county means in the book."""

    kind: CostKind | RevenueKind
    group: WageGroup | None = None

    @classmethod
    def named(cls, name: str) -> Assignment | None:
        """Return what a German name means: a kind of cost, a wage group (personnel cost) or a kind of revenue."""
        for kind in (*CostKind, *RevenueKind):
            if kind.value == name:
                return cls(kind)
        for group in WageGroup:
            if group.value == name:
                return cls(CostKind.PERSONNEL, group)
        return None

    @staticmethod
    def names() -> tuple[str, ...]:
        """Return every name an office may assign."""
        return tuple(str(member.value) for kind in (CostKind, WageGroup, RevenueKind) for member in kind)


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
    ``cost_month`` is the month of service; ``paid_in`` is the month in which payroll or the journal settled it;
    ``paid_on`` and ``booked_on`` are the days of payment and of booking in the office's own books where the file names
    them. The rule set says which of them decides the year. ``label`` is the wage type or account with its text.
    ``reverses`` is the number of the entry that this one takes back; ``reason`` says why a correction was booked.
    ``late`` entries came after their year was frozen: they are kept, but the frozen year does not count them.
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
    group: WageGroup | None = None
    paid_on: date | None = None
    booked_on: date | None = None
    reason: str = ""
    late: bool = False

    @property
    def is_monthly_pay(self) -> bool:
        """Return whether an entry pays a person for a month: a bonus pays a year, a reimbursement nobody."""
        no_month = (WageGroup.ANNUAL_BONUS, WageGroup.REIMBURSEMENT)
        return self.kind is CostKind.PERSONNEL and self.group not in no_month and bool(self.staff_number)

    @property
    def served_months(self) -> tuple[Month, ...]:
        """Return the months of service an entry pays: its own; an annual bonus pays the calendar year (§ 20 TVöD)."""
        if self.group is WageGroup.ANNUAL_BONUS:
            return tuple(FundingYear(self.cost_month.year).months())
        return (self.cost_month,)

    def deciding_month(self, basis: YearBasis) -> Month:
        """Return the month whose year the entry belongs to."""
        return _deciding_month(self.cost_month, self.paid_in, self.paid_on, basis)


@dataclass(frozen=True, slots=True)
class Revenue:
    """Einnahme: money received for the programme from others than its grantor; the amount is positive.

    A revenue is an entry of the book like a cost: numbered, reversed, never changed. ``month`` is the month it is for.
    """

    number: int
    carrier_key: str
    kind: RevenueKind
    amount: Money
    month: Month
    paid_in: Month
    label: str
    voucher: str
    source: Source
    reverses: int | None = None
    paid_on: date | None = None
    booked_on: date | None = None
    reason: str = ""
    late: bool = False

    def deciding_month(self, basis: YearBasis) -> Month:
        """Return the month whose year the revenue belongs to."""
        return _deciding_month(self.month, self.paid_in, self.paid_on, basis)


def _deciding_month(served: Month, paid_in: Month, paid_on: date | None, basis: YearBasis) -> Month:
    """By payment it is the month of the day of payment where the file names it, else the month settled in."""
    if basis is YearBasis.SERVICE:
        return served
    return Month.of(paid_on) if paid_on else paid_in


@dataclass(frozen=True, slots=True)
class Batch:
    """Stapel: one file as it was booked, in one transaction. ``periods`` are the periods it settles for its kind.

    ``replaces`` are the batches whose facts it took back because it is their corrected file.
    """

    number: int
    kind: str
    file: str
    digest: str
    booked_on: date
    booked_by: str
    rows: int
    sum: Money
    periods: tuple[str, ...]
    replaces: tuple[int, ...] = ()
