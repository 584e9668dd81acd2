"""Read the arithmetic check of a paper (rechenproben/*.toml); every refusal names file, key and remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grants.law.clause import Status
from grants.law.names import PRINCIPLES, QUANTITIES
from grants.law.rounding import RoundingPolicy
from grants.settle.documents import Fields
from grants.settle.printed import read_known, read_number
from grants.settle.relation_refusals import (
    DERIVED,
    PRINTED,
    RELATIONS,
    RULES,
    refuse_senseless,
    refuse_strangers,
    refuse_twins,
)
from grants.settle.relations import Operation, PaperCheck, Relation
from grants.settle.rule_operands import FROM, FUNDING, SETTLEMENT, TO, RuleFact, RuleOperand
from ledger.cost import CostKind
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from enum import Enum

    from grants.settle.printed import Known, PrintedNumber

_HEAD = ("titel", "datum", PRINTED, DERIVED, RULES, RELATIONS)
_RELATION = ("name", "art", "aus", "ergibt", "rundung", "toleranz", "grund", "status")
_RULE = ("programm", "fassung", *(fact.value for fact in RuleFact), "fuer", "aufgabe", "tag", "bekannt")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)


def read_paper_check(data: Mapping[str, Any], file: str) -> PaperCheck:
    """Return the check of a parsed file.

    Raises UnreadableError for an unknown key or operation, a name given twice, an operand that is not there, that is
    no number where one is needed, or a relation that does not stand before.
    """
    fields = Fields(file, data)
    fields.refuse_unknown(_HEAD)
    title, day = fields.text("titel"), fields.day("datum")
    printed, derived = _figures(fields, PRINTED), _figures(fields, DERIVED)
    rules = _rules(fields, day)
    tables = fields.tables(RELATIONS)
    relations = tuple(_relation(table) for table in tables)
    refuse_twins(fields, (*printed, *derived, *rules, *(relation.name for relation in relations)))
    paper = PaperCheck(file, title, day, printed, derived, rules, relations)
    for number, table in enumerate(tables):
        refuse_strangers(table, relations[number], paper, relations[:number])
    return paper


def _figures(fields: Fields, section: str) -> dict[str, Known]:
    if section not in fields.data:
        return {}
    table = fields.table(section)
    found = {}
    for name, value in table.data.items():
        _refuse_bad_name(table, name, name)
        if isinstance(value, dict):
            both = table.table(name)
            both.refuse_unknown(("gedruckt", "gemeint"))
            found[name] = read_known(name, both.text("gedruckt"), both.text("gemeint"))
        else:
            found[name] = read_known(name, table.text(name))
    return found


def _rules(fields: Fields, paper_day: date) -> dict[str, RuleOperand]:
    if RULES not in fields.data:
        return {}
    section = fields.table(RULES)
    found = {}
    for name in section.data:
        _refuse_bad_name(section, name, name)
        found[name] = _rule(section.table(name), name, paper_day)
    return found


def _rule(table: Fields, name: str, paper_day: date) -> RuleOperand:
    table.refuse_unknown(_RULE)
    facts = [fact for fact in RuleFact if fact.value in table.data]
    if len(facts) != 1:
        keys = ", ".join(fact.value for fact in RuleFact)
        raise table.refuse(
            "groesse", "ist nicht die einzige Angabe oder fehlt.", f"Bitte genau eine nennen von: {keys}."
        )
    fact = facts[0]
    choices: dict[RuleFact, tuple[str, ...]] = {
        RuleFact.QUANTITY: tuple(QUANTITIES),
        RuleFact.METHOD: (SETTLEMENT, FUNDING),
        RuleFact.COST: tuple(kind.value for kind in CostKind),
        RuleFact.PRINCIPLE: tuple(PRINCIPLES),
        RuleFact.HEAD: (FROM, TO),
    }
    subject = ""
    if fact is RuleFact.COST:
        subject = table.choice("aufgabe", tuple(role.value for role in PositionRole))
    elif fact is RuleFact.QUANTITY and "fuer" in table.data:
        subject = table.text("fuer")
    return RuleOperand(
        name,
        table.text("programm"),
        table.text("fassung") if "fassung" in table.data else "",
        fact,
        table.choice(fact.value, choices[fact]),
        subject,
        table.day("tag"),
        table.day("bekannt") if "bekannt" in table.data else paper_day,
    )


def _relation(table: Fields) -> Relation:
    table.refuse_unknown(_RELATION)
    _refuse_bad_name(table, "name", table.text("name"))
    operation = Operation(table.choice("art", _values(Operation)))
    operands = table.texts("aus") if "aus" in table.data else ()
    results = _results(table, operation)
    rounding = RoundingPolicy(table.choice("rundung", _values(RoundingPolicy))) if "rundung" in table.data else None
    relation = Relation(
        table.text("name"),
        operation,
        operands,
        results,
        rounding or RoundingPolicy.EXACT,
        _tolerance(table) if "toleranz" in table.data else None,
        table.text("grund") if "grund" in table.data else "",
        table.choice("status", _values(Status)) if "status" in table.data else "",
    )
    refuse_senseless(table, relation)
    return relation


def _tolerance(table: Fields) -> PrintedNumber:
    number = read_number(table.text("toleranz"))
    if number is None or number.value <= 0:
        raise table.refuse("toleranz", "ist keine Zahl über 0.", "Bitte „2 €“ oder „5 %“ schreiben.")
    return number


def _values(kind: type[Enum]) -> tuple[str, ...]:
    return tuple(str(member.value) for member in kind)


def _results(table: Fields, operation: Operation) -> tuple[str, ...]:
    if operation is Operation.DISTRIBUTION:
        return table.texts("ergibt")
    without = (Operation.SEQUENCE, Operation.UNCHECKABLE)
    if operation in without and "ergibt" in table.data:
        raise table.refuse("ergibt", f"gehört nicht zu „{operation.value}“.", "Bitte die Zeile streichen.")
    if operation in without or (operation is Operation.CLAUSE and "ergibt" not in table.data):
        return ()
    return (table.text("ergibt"),)


def _refuse_bad_name(table: Fields, key: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise table.refuse(
            key,
            f"„{name}“ ist kein Name." if key != name else "ist kein Name.",
            "Ein Name besteht aus kleinen Buchstaben ohne Umlaute, Ziffern und Bindestrichen.",
        )
