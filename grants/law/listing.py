"""Everything a version of a programme says for a day of cost, line by line with its source: what ``regeln`` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.clause import Status
from grants.law.rounding import RoundingPolicy, rounded_decimal
from grants.law.rules import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from grants.law.clause import Clause
    from grants.law.rules import CostRule, RuleSet, RuleValue, Side
    from grants.law.series import Dated
    from ledger.cost import CostKind
    from ledger.period import DaySpan
    from ledger.staff import PositionRole


@dataclass(frozen=True, slots=True)
class RuleLine:
    """Eine Regel: what it is about, what it says, its unit and rounding, since when it is known, and its clause.

    ``exact`` is the value of a number with a decimal point, empty for words.
    """

    name: str
    subject: str
    says: str
    exact: str
    unit: str
    rounding: str
    days: DaySpan
    known_from: date
    clause: Clause


@dataclass(frozen=True, slots=True)
class CostLine:
    """Wer Ausgaben trägt: one side and clause for the kinds of cost and roles of posts that share them.

    ``programme`` settles it where the side is another programme.
    """

    kinds: tuple[CostKind, ...]
    roles: tuple[PositionRole, ...]
    side: Side
    programme: str
    days: DaySpan
    known_from: date
    clause: Clause

    @property
    def says(self) -> str:
        """Return the side in words, with the other programme where there is one."""
        return f"{self.side.value} ({self.programme})" if self.programme else self.side.value


@dataclass(frozen=True, slots=True)
class RuleListing:
    """Regeln eines Tages: the version that decides, as known on a day, and all that it says for a day of cost."""

    rules: RuleSet
    day: date
    known_on: date
    lines: tuple[RuleLine, ...]
    costs: tuple[CostLine, ...]

    @property
    def assumptions(self) -> int:
        """Return how many lines rest on an assumption."""
        clauses = [*(line.clause for line in self.lines), *(line.clause for line in self.costs)]
        return sum(clause.status is Status.ASSUMED for clause in clauses)


def list_rules(rules: RuleSet, day: date, known_on: date) -> RuleListing:
    """Return what a version says for a day of cost as known on another day.

    Raises MissingError when the version is not in force on the day.
    """
    known = rules.as_known_on(known_on)
    known.method(day)
    lines = (*_procedure(known, day), *_values(known, day), *_principles(known, day))
    return RuleListing(known, day, known_on, tuple(lines), tuple(_costs(known, day)))


def _procedure(rules: RuleSet, day: date) -> Iterator[RuleLine]:
    found = rules.methods.at(day, rules.known_on)
    if found:
        method = found.value
        says = f"{method.settlement.value}, {method.funding.value}"
        yield RuleLine("verfahren", "", says, "", "", "", found.days, found.known_from, found.clause)


def _values(rules: RuleSet, day: date) -> Iterator[RuleLine]:
    for name, subject in rules.quantities:
        if rules.has(name, day, subject):
            found: Dated[RuleValue] = rules.value(name, day, subject)
            value = found.value
            is_choice = value.unit is Unit.CHOICE
            yield RuleLine(
                name,
                subject,
                value.text,
                "" if is_choice else format(rounded_decimal(value.number, RoundingPolicy.EXACT), "f"),
                "" if is_choice else value.unit.value,
                "" if is_choice else value.rounding.value,
                found.days,
                found.known_from,
                found.clause,
            )


def _principles(rules: RuleSet, day: date) -> Iterator[RuleLine]:
    for name, series in rules.principles.items():
        principle = series.at(day, rules.known_on)
        if principle:
            says, days, known_from = principle.value, principle.days, principle.known_from
            yield RuleLine(name, "", says, "", "", "", days, known_from, principle.clause)


def _costs(rules: RuleSet, day: date) -> Iterable[CostLine]:
    """Return the sides of costs: first the roles, then the kinds together for which everything else is the same."""
    roles_of: dict[tuple[CostKind, Dated[CostRule]], list[PositionRole]] = {}
    for (kind, role), series in rules.costs.items():
        found = series.at(day, rules.known_on)
        if found:
            roles_of.setdefault((kind, found), []).append(role)
    kinds_of: dict[tuple[tuple[PositionRole, ...], Dated[CostRule]], list[CostKind]] = {}
    for (kind, found), roles in roles_of.items():
        kinds_of.setdefault((tuple(roles), found), []).append(kind)
    for (named, found), kinds in kinds_of.items():
        rule = found.value
        yield CostLine(tuple(kinds), named, rule.side, rule.programme, found.days, found.known_from, found.clause)
