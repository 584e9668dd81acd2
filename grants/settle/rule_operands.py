"""Operands of a relation that stand in the rulebook: which value is meant, and looking it up for a day and a state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rules import Unit
from grants.settle.printed import Known, PrintedNumber
from ledger.cost import CostKind
from ledger.german import format_date
from ledger.period import DaySpan
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from datetime import date

    from grants.law.rules import RuleSet
    from grants.law.shelf import Rulebook


class RuleFact(Enum):
    """Was aus dem Regelwerk gemeint ist: the key by which the file names it."""

    QUANTITY = "groesse"
    METHOD = "verfahren"
    COST = "ausgabe"
    PRINCIPLE = "grundsatz"
    HEAD = "kopf"


SETTLEMENT, FUNDING = "Abrechnung", "Finanzierung"
FROM, TO = "gilt_ab", "gilt_bis"


@dataclass(frozen=True, slots=True)
class RuleOperand:
    """Regelwert in einer Rechenprobe: programme, version (empty: the one in force), what of it, for which days.

    ``day`` is the day of cost, ``known_on`` the day of knowledge; ``subject`` is for whom a quantity holds or, for a
    cost, the role of the post.
    """

    name: str
    programme: str
    version: str
    fact: RuleFact
    what: str
    subject: str
    day: date
    known_on: date


def look_up(operand: RuleOperand, rulebook: Rulebook) -> Known:
    """Return what the rulebook says. Raises MissingError where it says nothing for the days."""
    if operand.version:
        rules = rulebook.version(operand.programme, operand.version, operand.known_on)
    else:
        rules = rulebook.at(operand.programme, operand.day, operand.known_on)
    if operand.fact is RuleFact.QUANTITY:
        return _quantity(operand, rules)
    if operand.fact is RuleFact.METHOD:
        method = rules.method(operand.day)
        text = method.settlement.value if operand.what == SETTLEMENT else method.funding.value
        return Known(operand.name, text, text, clause=method.clause)
    if operand.fact is RuleFact.COST:
        cost = rules.cost_rule(CostKind(operand.what), PositionRole(operand.subject), operand.day)
        return Known(operand.name, cost.side.value, cost.side.value, clause=cost.clause)
    if operand.fact is RuleFact.PRINCIPLE:
        clause = rules.principle(operand.what, operand.day)
        return Known(operand.name, operand.what, operand.what, clause=clause)
    day = rules.in_force.first if operand.what == FROM else rules.in_force.last or rules.in_force.first
    return Known(operand.name, format_date(day), format_date(day), days=DaySpan(day, day), clause=rules.clause)


def _quantity(operand: RuleOperand, rules: RuleSet) -> Known:
    dated = rules.value(operand.what, operand.day, operand.subject)
    value = dated.value
    if value.unit is Unit.CHOICE:
        return Known(operand.name, value.text, value.text, clause=dated.clause)
    number = PrintedNumber(value.number, Fraction(0), "", per_cent=value.unit is Unit.PERCENT)
    return Known(operand.name, f"{value.text} {value.unit.value}", value.text, number, clause=dated.clause)
