"""Eligibility of one entry: which part is fundable, which the carrier bears, which another programme settles."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING

from grants.law.rules import Side
from ledger.apportion import apportion
from ledger.cost import CostKind, Entry
from ledger.fte import total_fte
from ledger.period import DaySpan, cut_at, day_after
from ledger.staff import PositionRole, Tenure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.law.clause import Clause
    from grants.law.rules import RuleSet
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


@dataclass(frozen=True, slots=True)
class _Bearer:
    """Who bears a part of an entry: the tenure, the side and the clause that says so."""

    tenure: Tenure
    side: Side
    clause: Clause


def split_entry(entry: Entry, tenures: Sequence[Tenure], rules: RuleSet) -> tuple[Split, ...]:
    """Return the parts of an entry.

    A person's cost is divided among the tenures of its month by days and shares (no document names the method:
    Annahme); cents that do not divide go by Sainte-Laguë. An annual bonus is divided in equal parts among the calendar
    months of its year with a tenure, and within each by days and shares. A cost without a person belongs to the
    counselling team. Raises ValueError for a person without a tenure in these months, which the import refuses.
    """
    if not entry.staff_number:
        rule = rules.cost_rule(entry.kind, PositionRole.INTEGRATION, entry.cost_month.days.first)
        return (Split(entry, entry.amount, rule.side, PositionRole.INTEGRATION, None, rule.clause),)
    weights = _weights(entry, tenures, rules)
    if not weights:
        message = f"entry {entry.number} has no tenure in its month"
        raise ValueError(message)
    bearers = sorted(weights, key=lambda each: (each.tenure.position_number, each.tenure.days.first))
    amounts = apportion(entry.amount, {f"{index:04d}": weights[each] for index, each in enumerate(bearers)})
    return tuple(
        Split(entry, amount, each.side, each.tenure.role, each.tenure, each.clause)
        for amount, each in zip(amounts.values(), bearers, strict=True)
        if amount
    )


def _weights(entry: Entry, tenures: Sequence[Tenure], rules: RuleSet) -> dict[_Bearer, int]:
    """Return who bears which part; every month with a tenure weighs the same, whatever its days and shares."""
    held = [t for t in tenures if (t.carrier_key, t.staff_number) == (entry.carrier_key, entry.staff_number)]
    if entry.position_number:
        held = [tenure for tenure in held if tenure.position_number == entry.position_number]
    months = []
    for month in entry.served_months:
        stretches = [stretch for tenure in held for stretch in _stretches(tenure, month.days, tenures)]
        months.append((stretches, sum(stretch.weight for stretch in stretches)))
    common = lcm(*(whole for _, whole in months if whole))
    weights: dict[_Bearer, int] = {}
    for stretches, whole in months:
        for stretch in stretches if whole else ():
            bearer = _bearer(entry, stretch, tenures, rules)
            weights[bearer] = weights.get(bearer, 0) + stretch.weight * (common // whole)
    return weights


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


def _bearer(entry: Entry, stretch: _Stretch, tenures: Sequence[Tenure], rules: RuleSet) -> _Bearer:
    tenure = stretch.tenure
    rule = rules.cost_rule(entry.kind, tenure.role, stretch.days.first)
    is_fundable = rule.side is Side.FUNDABLE  # before 2025 the coordination post is no item, whatever its share
    if is_fundable and tenure.role is PositionRole.COORDINATION and entry.kind is CostKind.PERSONNEL:
        least, least_clause = rules.fte("koordination.mindestumfang", stretch.days.first)
        filled = total_fte(
            other.fte
            for other in tenures
            if other.role is PositionRole.COORDINATION
            and other.position == tenure.position
            and other.covers(stretch.days.first)
        )
        if filled < least:
            return _Bearer(tenure, Side.OWN_SHARE, least_clause)
    return _Bearer(tenure, rule.side, rule.clause)
