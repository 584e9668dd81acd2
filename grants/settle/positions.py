"""Posts of the programme: persons, share, months and spending of each, for the statement of account."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rules import Side
from grants.settle.figures import key_slug
from ledger.cost import CostKind
from ledger.fte import TEN_THOUSANDTHS, Fte
from ledger.staff import PositionRole, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.law.eligibility import Split
    from ledger.period import FundingYear
    from ledger.staff import Position


@dataclass(frozen=True, slots=True)
class PositionLine:
    """One post in a year: its tenures, persons, mean share over the year (exact and rounded), months, spending."""

    position: Position
    role: PositionRole
    tenures: tuple[Tenure, ...]
    persons: int
    mean: Fraction
    months: int
    splits: tuple[Split, ...]

    @property
    def fte(self) -> Fte:
        """Return the mean share in ten-thousandths, half up."""
        return Fte.from_ratio(self.mean)

    @property
    def slug(self) -> str:
        """Return the beginning of the names of its figures."""
        return f"stelle.{key_slug(self.position.carrier_key)}.{key_slug(self.position.number)}"


def position_lines(tenures: Iterable[Tenure], splits: Sequence[Split], year: FundingYear) -> tuple[PositionLine, ...]:
    """Return the posts of the programme filled in the year, coordination last; other programmes do not count.

    A post that was filled before and is paid for in the year is listed with its spending.
    """
    held: dict[Position, list[Tenure]] = {}
    for tenure in tenures:
        if tenure.role is not PositionRole.REFUGEE_SOCIAL_WORK and tenure.days.overlap(year.days):
            held.setdefault(tenure.position, []).append(tenure)
    known = set(held)
    for paid in dict.fromkeys(split.tenure for split in splits if split.tenure and _is_pay(split)):
        if paid and paid.position not in known:
            held.setdefault(paid.position, []).append(paid)
    lines = [_line(position, filled, splits, year) for position, filled in held.items()]
    return tuple(
        sorted(
            lines,
            key=lambda line: (line.role is PositionRole.COORDINATION, line.position.carrier_key, line.position.number),
        )
    )


def _line(position: Position, held: list[Tenure], splits: Sequence[Split], year: FundingYear) -> PositionLine:
    days_of_year = year.days.day_count()
    share_days = 0
    for tenure in held:
        days = tenure.days.overlap(year.days)
        share_days += tenure.fte.ten_thousandths * (days.day_count() if days else 0)
    return PositionLine(
        position=position,
        role=held[0].role,
        tenures=tuple(held),
        persons=len({tenure.staff_number for tenure in held}),
        mean=Fraction(share_days, days_of_year * TEN_THOUSANDTHS),
        months=sum(any(tenure.days.overlap(month.days) for tenure in held) for month in year.months()),
        splits=tuple(
            split
            for split in splits
            if _is_pay(split) and split.tenure is not None and split.tenure.position == position
        ),
    )


def _is_pay(split: Split) -> bool:
    return split.entry.kind is CostKind.PERSONNEL and split.side is not Side.OTHER_PROGRAMME
