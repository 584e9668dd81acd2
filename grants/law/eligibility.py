"""Eligibility of one entry: which part is fundable, which the carrier bears, which another programme settles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import lcm
from typing import TYPE_CHECKING

from grants.law.rules import Side, TimeShare
from grants.law.service import Stretch, covers_all, stretches_in
from ledger.apportion import apportion
from ledger.cost import CostKind, Entry, WageGroup
from ledger.fte import total_fte
from ledger.staff import PositionRole, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grants.law.clause import Clause
    from grants.law.rules import RuleSet
    from ledger.money import Money
    from ledger.period import DaySpan
    from ledger.staff import Position


@dataclass(frozen=True, slots=True)
class Split:
    """Aufteilung: a part of an entry, the side that bears it, and the clause that says so.

    The parts of an entry sum to its amount to the cent. ``tenure`` is empty for costs of the whole team. ``refused``
    (abgelehnt) when the kind of cost is fundable and the part is not, because post or time miss what ``clause`` asks
    for. ``is_granted`` is false where the rules would fund the part and the award does not. ``divided_by`` are the
    clauses by which the entry was divided pro rata; empty where it was not. ``days`` are the days of service on the
    post that the part pays.
    """

    entry: Entry
    amount: Money
    side: Side
    role: PositionRole
    tenure: Tenure | None
    clause: Clause
    refused: bool = False
    divided_by: tuple[Clause, ...] = ()
    is_granted: bool = True
    days: tuple[DaySpan, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Return every clause the part rests on: the one that names its side first."""
        return (self.clause, *self.divided_by)


@dataclass(frozen=True, slots=True)
class Denial:
    """Versagung: why a part whose kind of cost is fundable is not: by the rules, or because no award names it."""

    clause: Clause
    by_award: bool = False


@dataclass(frozen=True, slots=True)
class _Bearer:
    """Who bears a part of an entry: the tenure, the side, and the clause that says so or denies the grant."""

    tenure: Tenure
    side: Side
    clause: Clause
    refused: bool = False
    is_granted: bool = True


@dataclass(frozen=True, slots=True)
class _Month:
    """Who bears which part of a month of service, on which days, and the clauses by which its days were divided."""

    weights: Mapping[_Bearer, int]
    days: Mapping[_Bearer, Sequence[DaySpan]]
    divided_by: tuple[Clause, ...]

    @property
    def whole(self) -> int:
        """Return the sum of the weights."""
        return sum(self.weights.values())


Judge = Callable[[Tenure, date], Denial | None]
"""Says for a tenure and a day whether cost that the rules fund is not funded, and why."""


def nothing_denied(_tenure: Tenure, _day: date) -> Denial | None:
    """Deny nothing: where no award names persons, the rules alone decide."""
    return None


def split_entry(
    entry: Entry, tenures: Sequence[Tenure], rules: RuleSet, judge: Judge = nothing_denied
) -> tuple[Split, ...]:
    """Return the parts of an entry. ``judge`` denies what the rules fund; nothing it says may change within a tenure.

    A person's cost is divided among the tenures of its month of service by days and shares, whenever it was paid;
    cents that do not divide go by Sainte-Laguë. An annual bonus is divided in equal parts among the calendar months of
    its year with a tenure, and within each by days and shares. A cost without a person belongs to the counselling
    team.

    The rule's ``zeitanteil`` says what parts of a month count for. "Tage": every day counts, so a part is borne as its
    days are. "Monate": only whole calendar months count. The cost is divided in the same way, so that no programme
    pays for another one's days; but pay for a post is fundable only in a month on each of whose days the person held
    that post with that role (a change of the share alone interrupts nothing) and it was fundable. In all other months
    the part is refused, and the carrier bears it. Costs that are no pay are not earned by time and never refused so.

    Raises ValueError for a person without a tenure in these months, which the import refuses, and MissingError for a
    day without a rule.
    """
    if not entry.staff_number:
        rule = rules.cost_rule(entry.kind, PositionRole.INTEGRATION, entry.cost_month.days.first)
        return (Split(entry, entry.amount, rule.side, PositionRole.INTEGRATION, None, rule.clause),)
    held = _held(entry, tenures)
    months = [_divide(entry, month.days, held, tenures, rules, judge) for month in entry.served_months]
    weights = _together([month for month in months if month.whole])
    if not weights:
        message = f"entry {entry.number} has no tenure in its month"
        raise ValueError(message)
    bearers = sorted(weights, key=_order)
    amounts = apportion(entry.amount, {f"{index:04d}": weights[each] for index, each in enumerate(bearers)})
    divided_by = _division_clauses(entry, months, rules) if len(bearers) > 1 else ()
    return tuple(
        Split(
            entry,
            amount,
            each.side,
            each.tenure.role,
            each.tenure,
            each.clause,
            each.refused,
            divided_by,
            each.is_granted,
            tuple(days for month in months for days in month.days.get(each, ())),
        )
        for amount, each in zip(amounts.values(), bearers, strict=True)
        if amount
    )


def has_fundable_coordination(tenures: Sequence[Tenure], carrier_key: str, days: DaySpan, rules: RuleSet) -> bool:
    """Return whether a carrier has a coordination post whose pay is fundable on some day of a closed span.

    Raises MissingError for a day without a rule.
    """
    pay = CostKind.PERSONNEL
    held = [each for each in tenures if each.carrier_key == carrier_key and each.role is PositionRole.COORDINATION]
    return any(
        _bearer(pay, stretch, tenures, rules, nothing_denied).side is Side.FUNDABLE
        for tenure in held
        for stretch in stretches_in(days, tenure, tenures, pay, rules)
    )


def _order(bearer: _Bearer) -> tuple[str, date, date, str, int]:
    """Return by what the bearers of an entry are put in order, so that odd cents do not follow the staffing plan's."""
    tenure = bearer.tenure
    last = tenure.days.last or date.max
    return tenure.position_number, tenure.days.first, last, tenure.role.value, tenure.fte.ten_thousandths


def _together(months: Sequence[_Month]) -> dict[_Bearer, int]:
    """Return who bears which part of all months; each month weighs the same, whatever its days and shares."""
    common = lcm(*(month.whole for month in months))
    weights: dict[_Bearer, int] = {}
    for month in months:
        for bearer, weight in month.weights.items():
            weights[bearer] = weights.get(bearer, 0) + weight * (common // month.whole)
    return weights


def _division_clauses(entry: Entry, months: Iterable[_Month], rules: RuleSet) -> tuple[Clause, ...]:
    clauses = dict.fromkeys(clause for month in months for clause in month.divided_by)
    if entry.group is WageGroup.ANNUAL_BONUS:
        clauses[rules.principle("jahressonderzahlung", entry.cost_month.days.first)] = None
    return tuple(clauses)


def _held(entry: Entry, tenures: Iterable[Tenure]) -> list[Tenure]:
    """Return the tenures of the person, or those of the post that the source names."""
    return [
        tenure
        for tenure in tenures
        if (tenure.carrier_key, tenure.staff_number) == (entry.carrier_key, entry.staff_number)
        and entry.position_number in ("", tenure.position_number)
    ]


def _divide(
    entry: Entry,
    month: DaySpan,
    held: Iterable[Tenure],
    tenures: Sequence[Tenure],
    rules: RuleSet,
    judge: Judge,
) -> _Month:
    """Divide a month of service among the tenures an entry pays."""
    borne = [
        (stretch, _bearer(entry.kind, stretch, tenures, rules, judge))
        for tenure in held
        for stretch in stretches_in(month, tenure, tenures, entry.kind, rules)
    ]
    clauses: tuple[Clause, ...] = ()
    if any(stretch.days != month for stretch, _ in borne):
        method, clause = rules.time_share(month.first)
        if method is TimeShare.MONTHS and entry.kind is CostKind.PERSONNEL:
            borne = _refuse_parts_of_months(month, borne, clause)
        clauses = (clause,) if len(borne) > 1 else ()
    weights: dict[_Bearer, int] = {}
    days: dict[_Bearer, list[DaySpan]] = {}
    for stretch, bearer in borne:
        weights[bearer] = weights.get(bearer, 0) + stretch.weight
        days.setdefault(bearer, []).append(stretch.days)
    return _Month(weights, days, clauses)


def _refuse_parts_of_months(
    month: DaySpan, borne: Sequence[tuple[Stretch, _Bearer]], clause: Clause
) -> list[tuple[Stretch, _Bearer]]:
    """Refuse what is fundable on a post that was not held, or not fundable, on every day of the month."""
    fundable: dict[tuple[Position, PositionRole], list[DaySpan]] = {}
    for stretch, bearer in borne:
        if bearer.side is Side.FUNDABLE:
            fundable.setdefault(stretch.post, []).append(stretch.days)
    return [
        (stretch, bearer)
        if bearer.side is not Side.FUNDABLE or covers_all(month, fundable[stretch.post])
        else (stretch, _Bearer(bearer.tenure, Side.OWN_SHARE, clause, refused=True))
        for stretch, bearer in borne
    ]


def _bearer(kind: CostKind, stretch: Stretch, tenures: Sequence[Tenure], rules: RuleSet, judge: Judge) -> _Bearer:
    tenure, day = stretch.tenure, stretch.days.first
    rule = rules.cost_rule(kind, tenure.role, day)
    of_coordination = tenure.role is PositionRole.COORDINATION and kind is CostKind.PERSONNEL
    if of_coordination and rule.side is Side.FUNDABLE:
        least, least_clause = rules.fte("koordination.mindestumfang", day)
        filled = total_fte(
            other.fte
            for other in tenures
            if other.role is PositionRole.COORDINATION and other.position == tenure.position and other.covers(day)
        )
        if filled < least:
            return _Bearer(tenure, Side.OWN_SHARE, least_clause, refused=True)
    denial = judge(tenure, day) if rule.side is Side.FUNDABLE else None
    if denial:
        return _Bearer(tenure, Side.OWN_SHARE, denial.clause, not denial.by_award, not denial.by_award)
    return _Bearer(tenure, rule.side, rule.clause)
