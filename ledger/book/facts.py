"""Facts to rows of the book and back. The order of the values is that of ``seal.SEALED``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ledger.carrier import HeadCount
from ledger.cost import CostKind, Entry, Revenue, RevenueKind, Source, WageGroup
from ledger.fte import Fte
from ledger.indicator import Indicator
from ledger.money import Money
from ledger.period import DaySpan, Month
from ledger.staff import PositionRole, Qualification, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Values = tuple[object, ...]
PersonKey = tuple[str, str]  # carrier key, staff number
DELETED_PERSON = "gelöscht-{number}"

_COST_KINDS = {kind.value: kind for kind in CostKind}
_REVENUE_KINDS = {kind.value: kind for kind in RevenueKind}
_GROUPS = {group.value: group for group in WageGroup}
# Months and kinds repeat thousands of times in a payroll.
month_of = lru_cache(maxsize=4096)(Month.from_iso)
_month = lru_cache(maxsize=4096)(Month.iso)
_COST_NAMES = {kind: kind.value for kind in CostKind}
_GROUP_NAMES: dict[WageGroup | None, str | None] = {None: None, **{group: group.value for group in WageGroup}}


def entry_values(
    number: int, batch: int, entry: Entry | Revenue, persons: Mapping[PersonKey, int], *, late: bool
) -> Values:
    """Return the row of a cost or a revenue."""
    if isinstance(entry, Revenue):
        return (
            number, batch, entry.carrier_key, entry.kind.value, None, entry.amount.cents, entry.month.year,
            _month(entry.month), _month(entry.paid_in), _iso(entry.paid_on), _iso(entry.booked_on), None, "",
            entry.label, entry.voucher, entry.reason, entry.source.sheet, entry.source.row, entry.reverses, int(late),
        )  # fmt: skip
    return (
        number, batch, entry.carrier_key, _COST_NAMES[entry.kind], _GROUP_NAMES[entry.group],
        entry.amount.cents, entry.cost_month.year, _month(entry.cost_month), _month(entry.paid_in), _iso(entry.paid_on),
        _iso(entry.booked_on), persons[entry.carrier_key, entry.staff_number] if entry.staff_number else None,
        entry.position_number, entry.label, entry.voucher, entry.reason, entry.source.sheet, entry.source.row,
        entry.reverses, int(late),
    )  # fmt: skip


def tenure_values(
    numbers: Iterator[int], batch: int, year: int, tenures: Iterable[Tenure], persons: Mapping[PersonKey, int]
) -> list[Values]:
    """Return the rows of tenures."""
    return [
        (
            next(numbers), batch, year, tenure.carrier_key, persons[tenure.carrier_key, tenure.staff_number],
            tenure.position_number, tenure.role.value, tenure.days.first.isoformat(), _iso(tenure.days.last),
            tenure.fte.ten_thousandths, tenure.pay_group, tenure.qualification.value,
            _iso(tenure.requalification.first) if tenure.requalification else None,
            _iso(tenure.requalification.last) if tenure.requalification else None,
            tenure.source.sheet, tenure.source.row,
        )
        for tenure in tenures
    ]  # fmt: skip


def head_count_values(batch: int, counts: Iterable[HeadCount]) -> list[Values]:
    """Return the rows of head counts."""
    return [(batch, c.municipality_key, c.municipality_name, c.year, c.persons) for c in counts]


def indicator_values(numbers: Iterator[int], batch: int, indicators: Iterable[Indicator]) -> list[Values]:
    """Return the rows of indicators."""
    return [
        (next(numbers), batch, each.area, each.name, each.month.iso(), each.count, each.source.sheet, each.source.row)
        for each in indicators
    ]


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the rows of a book come from: files by batch, staff numbers by person."""

    files: Mapping[int, tuple[str, str]]
    staff_numbers: Mapping[int, str]

    def source(self, batch: int, sheet: str, row: int) -> Source:
        """Return the file, sheet and row of a fact."""
        file, digest = self.files[batch]
        return Source(file, digest, sheet, row)

    def staff_number(self, person: int | None) -> str:
        """Return the staff number of a person, or a stand-in when it was deleted by plan."""
        if person is None:
            return ""
        return self.staff_numbers.get(person) or DELETED_PERSON.format(number=person)


def read_entry(row: Any, origins: Origins) -> Entry | Revenue:  # noqa: ANN401 - a row of the driver
    """Return the cost or revenue of a row. ``source_batch`` is the batch whose file first brought it."""
    source = origins.source(row.source_batch, row.sheet, row.row)
    kind = _REVENUE_KINDS.get(row.kind)
    if kind is not None:
        return Revenue(
            number=row.number,
            carrier_key=row.carrier_key,
            kind=kind,
            amount=Money(row.cents),
            month=month_of(row.cost_month),
            paid_in=month_of(row.paid_in),
            label=row.label,
            voucher=row.voucher,
            source=source,
            reverses=row.reverses,
            paid_on=_day(row.paid_on),
            booked_on=_day(row.booked_on),
            reason=row.reason,
            late=bool(row.late),
        )
    return Entry(
        number=row.number,
        carrier_key=row.carrier_key,
        kind=_COST_KINDS[row.kind],
        amount=Money(row.cents),
        cost_month=month_of(row.cost_month),
        paid_in=month_of(row.paid_in),
        staff_number=origins.staff_number(row.person_number),
        position_number=row.position_number,
        label=row.label,
        voucher=row.voucher,
        source=source,
        reverses=row.reverses,
        group=_GROUPS[row.wage_group] if row.wage_group else None,
        paid_on=_day(row.paid_on),
        booked_on=_day(row.booked_on),
        reason=row.reason,
        late=bool(row.late),
    )


def read_tenure(row: Any, origins: Origins) -> Tenure:  # noqa: ANN401 - a row of the driver
    """Return the tenure of a row."""
    requalified = row.requalified_from
    return Tenure(
        carrier_key=row.carrier_key,
        staff_number=origins.staff_number(row.person_number),
        position_number=row.position_number,
        role=PositionRole(row.role),
        days=DaySpan(date.fromisoformat(row.first_day), _day(row.last_day)),
        fte=Fte(row.fte),
        pay_group=row.pay_group,
        qualification=Qualification(row.qualification),
        requalification=DaySpan(date.fromisoformat(requalified), _day(row.requalified_to)) if requalified else None,
        source=origins.source(row.batch_number, row.sheet, row.row),
    )


def read_head_count(row: Any) -> HeadCount:  # noqa: ANN401 - a row of the driver
    """Return the head count of a row."""
    return HeadCount(row.municipality_key, row.municipality_name, row.year, row.persons)


def read_indicator(row: Any, origins: Origins) -> Indicator:  # noqa: ANN401 - a row of the driver
    """Return the indicator of a row."""
    source = origins.source(row.batch_number, row.sheet, row.row)
    return Indicator(row.area, row.name, month_of(row.month), row.count, source)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
