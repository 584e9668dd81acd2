"""Eligibility of one entry: which part is fundable, which the carrier bears, which another programme settles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.rules import Clause, RuleSet, Side
from ledger.apportion import apportion
from ledger.cost import CostKind, Entry
from ledger.fte import total_fte
from ledger.period import DaySpan, cut_at, day_after
from ledger.staff import PositionRole, Tenure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.money import Money


@dataclass(frozen=True, slots=True)
class Split:
    """Aufteilung: a part of an entry, the side that bears it, and the clause that says so.

    The parts of an entry sum to its amount to the cent. ``tenure`` is empty for costs of the whole team.
    """

    entry: Entry
    amount: Money
    side: Side
    role: PositionRole
    tenure: Tenure | None
    clause: Clause


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days of the month of service during which a tenure and the filling of its post did not change."""

    tenure: Tenure
    days: DaySpan

    @property
    def weight(self) -> int:
        """Return share times days, in ten-thousandths of a post and days."""
        return self.tenure.fte.ten_thousandths * self.days.day_count()


def split_entry(entry: Entry, tenures: Sequence[Tenure], rules: RuleSet) -> tuple[Split, ...]:
    """Return the parts of an entry.

    A person's cost is divided among the tenures of its month by days and shares (no document names the method:
    Annahme); cents that do not divide go by Sainte-Laguë. A cost without a person belongs to the counselling team.
    Raises ValueError for a person without a tenure in the month, which the import refuses.
    """
    if not entry.staff_number:
        rule = rules.cost_rule(entry.kind, PositionRole.INTEGRATION, entry.cost_month.days.first)
        return (Split(entry, entry.amount, rule.side, PositionRole.INTEGRATION, None, rule.clause),)
    held = [t for t in tenures if (t.carrier_key, t.staff_number) == (entry.carrier_key, entry.staff_number)]
    if entry.position_number:
        held = [tenure for tenure in held if tenure.position_number == entry.position_number]
    stretches = [
        stretch
        for tenure in sorted(held, key=lambda t: (t.position_number, t.days.first))
        for stretch in _stretches(tenure, entry.cost_month.days, tenures)
    ]
    if not stretches:
        message = f"entry {entry.number} has no tenure in its month"
        raise ValueError(message)
    parts = apportion(entry.amount, {f"{index:04d}": stretch.weight for index, stretch in enumerate(stretches)})
    return tuple(
        _split(entry, amount, stretch, tenures, rules)
        for amount, stretch in zip(parts.values(), stretches, strict=True)
        if amount
    )


def _stretches(tenure: Tenure, month: DaySpan, tenures: Sequence[Tenure]) -> list[_Stretch]:
    """Cut the days of a tenure in the month wherever the filling of a coordination post changes."""
    days = tenure.days.overlap(month)
    if days is None:
        return []
    changes = set()
    if tenure.role is PositionRole.COORDINATION:
        for other in tenures:
            if other.position == tenure.position:
                changes.add(other.days.first)
                if other.days.last is not None:
                    changes.add(day_after(other.days.last))
    return [_Stretch(tenure, piece) for piece in cut_at(days, changes)]


def _split(entry: Entry, amount: Money, stretch: _Stretch, tenures: Sequence[Tenure], rules: RuleSet) -> Split:
    tenure = stretch.tenure
    rule = rules.cost_rule(entry.kind, tenure.role, stretch.days.first)
    side, clause = rule.side, rule.clause
    if tenure.role is PositionRole.COORDINATION and entry.kind is CostKind.PERSONNEL:
        least, least_clause = rules.fte("koordination.mindestumfang")
        filled = total_fte(
            other.fte
            for other in tenures
            if other.role is PositionRole.COORDINATION
            and other.position == tenure.position
            and other.covers(stretch.days.first)
        )
        if filled < least:
            side, clause = Side.OWN_SHARE, least_clause
    return Split(entry, amount, side, tenure.role, tenure, clause)
