"""Stretches of service: days of a month during which a tenure, the filling of its post and its rules did not change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.series import first_gap
from ledger.period import DaySpan, cut_at, day_after
from ledger.staff import PositionRole, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from grants.law.rules import RuleSet
    from ledger.cost import CostKind
    from ledger.staff import Position


@dataclass(frozen=True, slots=True)
class Stretch:
    """Zeitabschnitt: days of a month on which everything that decides about a cost stayed the same."""

    tenure: Tenure
    days: DaySpan

    @property
    def weight(self) -> int:
        """Return share times days, in ten-thousandths of a post and days."""
        return self.tenure.fte.ten_thousandths * self.days.day_count()

    @property
    def post(self) -> tuple[Position, PositionRole]:
        """Return the post and what is done on it: a change of the share alone changes neither."""
        return self.tenure.position, self.tenure.role


def stretches_in(
    month: DaySpan, tenure: Tenure, tenures: Sequence[Tenure], kind: CostKind, rules: RuleSet
) -> list[Stretch]:
    """Cut the days of a tenure in a month wherever a rule or the filling of a coordination post changes."""
    days = tenure.days.overlap(month)
    if days is None:
        return []
    changes = _rule_changes(kind, tenure.role, rules)
    if tenure.role is PositionRole.COORDINATION:
        for other in tenures:
            if other.position == tenure.position:
                changes.add(other.days.first)
                if other.days.last is not None:
                    changes.add(day_after(other.days.last))
    return [Stretch(tenure, piece) for piece in cut_at(days, changes)]


def _rule_changes(kind: CostKind, role: PositionRole, rules: RuleSet) -> set[date]:
    """Return the days of cost on which the side of a cost, or the least size of a coordination post, may change."""
    sides, least = rules.costs.get((kind, role)), rules.quantities.get(("koordination.mindestumfang", ""))
    changes = {each.days.first for each in sides.values} if sides else set()
    if least and role is PositionRole.COORDINATION:
        changes |= {each.days.first for each in least.values}
    return changes


def covers_all(days: DaySpan, spans: Iterable[DaySpan]) -> bool:
    """Return whether spans leave no day of a closed span uncovered."""
    missing = first_gap(spans, days.first)
    return missing is None or not days.contains(missing)
