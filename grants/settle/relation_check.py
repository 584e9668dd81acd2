"""Check the relations of a paper against what it prints: pure, the rulebook is handed in, nothing is corrected."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.clause import UNKNOWN_CLAUSE
from grants.law.rounding import HUNDRED, RoundingPolicy, percentages, rounded, rounded_column
from grants.settle.printed import Known, PrintedNumber, last_of, same_text, tolerated, value_words
from grants.settle.relation_arithmetic import ComputationError, days_of, factor_of, number_of, value_of
from grants.settle.relation_operations import COMPUTED, compute
from grants.settle.relations import Operation, Outcome, Verdict
from grants.settle.rule_operands import look_up
from ledger.finding import MissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from grants.law.shelf import Rulebook
    from grants.settle.relations import PaperCheck, Relation

_SEQUENCE = "aufsteigende Tage"
_NOT_COMPUTED = "Bitte die Angaben unter „aus“ mit der Vorlage vergleichen und die Beziehung berichtigen."
_EQUALITY_ORDER = (Verdict.EXACT, Verdict.ROUNDED, Verdict.CONFLICT)
_KEEP_PER_CENT = (Operation.SUM, Operation.DIFFERENCE, Operation.LESSER)
_CLAUSE_NUMBERS = re.compile(r"(?:Nr\.|und|bis)\s*(\d+(?:\.\d+)*)", re.ASCII)
_CLAUSE_RANGE = re.compile(r"(\d+(?:\.\d+)*)\s*bis\s*(\d+(?:\.\d+)*)", re.ASCII)


def check_paper(paper: PaperCheck, rulebook: Rulebook) -> tuple[Outcome, ...]:
    """Return what checking each relation gives, in the order of the file.

    A value that the rulebook does not give makes the relation one that cannot be checked, with the reason; nothing is
    raised.
    """
    checking = _Checking(paper, rulebook)
    return tuple(checking.check(relation) for relation in paper.relations)


class _Checking:
    """One paper while it is checked: finds what an operand is by its name and keeps what relations have computed."""

    def __init__(self, paper: PaperCheck, rulebook: Rulebook) -> None:
        self._paper, self._rulebook = paper, rulebook
        self._figures = {**paper.printed, **paper.derived}
        self._computed: dict[str, Known] = {}
        self._relations = {relation.name for relation in paper.relations}

    def check(self, relation: Relation) -> Outcome:
        """Return the outcome of a relation; those it rests on were checked before."""
        printed = " / ".join(self._figures[name].text for name in relation.results)
        try:
            operands = [self._known(name) for name in relation.operands]
            if relation.operation is Operation.UNCHECKABLE:
                return _outcome(relation, Verdict.UNCHECKABLE, operands, (), "", relation.reason)
            results = [self._figures[name] for name in relation.results]
            if relation.operation in COMPUTED:
                self._keep(relation, compute(relation.operation, operands), operands)
            return _CHECKS.get(relation.operation, _check_number)(relation, operands, results)
        except MissingError as problem:
            return Outcome(relation, Verdict.UNCHECKABLE, printed, "", missing=problem.text, remedy=problem.remedy)
        except ComputationError as problem:
            return Outcome(relation, Verdict.UNCHECKABLE, printed, "", missing=str(problem), remedy=_NOT_COMPUTED)

    def _keep(self, relation: Relation, value: Fraction, operands: Sequence[Known]) -> None:
        """Keep the exact value of a relation for those that rest on it: a rate stays the fraction it is."""
        of_per_cent = all(each.number and each.number.per_cent for each in operands)
        per_cent = relation.operation is Operation.SHARE or (relation.operation in _KEEP_PER_CENT and of_per_cent)
        number = PrintedNumber(value, Fraction(0), "", per_cent)
        self._computed[relation.name] = Known(relation.name, value_words(value), "", number)

    def _known(self, name: str) -> Known:
        """Return an operand. Raises ComputationError or MissingError where it has no value."""
        if name in self._paper.rules:
            return look_up(self._paper.rules[name], self._rulebook)
        if name in self._relations and name not in self._computed:
            raise ComputationError(f"Die Beziehung „{name}“, auf der sie beruht, ließ sich nicht rechnen.")
        return self._computed.get(name) or self._figures[name]


def _outcome(
    relation: Relation, verdict: Verdict, operands: Sequence[Known], results: Sequence[Known], computed: str, note: str
) -> Outcome:
    printed = " / ".join(result.text for result in results)
    figures = tuple((each.name, each.text) for each in (*operands, *results))
    return Outcome(relation, verdict, printed, computed, figures, note)


def _check_number(relation: Relation, operands: Sequence[Known], results: Sequence[Known]) -> Outcome:
    value = compute(relation.operation, operands)
    verdict, computed, note = _compare(relation, value, number_of(results[0]))
    return _outcome(relation, verdict, operands, results, computed, note)


def _compare(relation: Relation, value: Fraction, printed: PrintedNumber) -> tuple[Verdict, str, str]:
    """Return whether a printed number is an exact value, is it after rounding, or lies within what is allowed."""
    short = rounded(value, relation.rounding)
    computed = value_words(value)
    if relation.rounding is not RoundingPolicy.EXACT:
        computed += f", {relation.rounding.value} {value_words(short)}"
    if value == printed.value:
        return Verdict.EXACT, computed, ""
    if short == printed.value or printed.covers(value):
        return Verdict.ROUNDED, computed, ""
    apart = printed.value - value
    if relation.tolerance and abs(apart) <= tolerated(relation.tolerance, printed):
        note = f"Gedruckt ist {value_words(abs(apart))} {'mehr' if apart > 0 else 'weniger'} als gerechnet"
        return Verdict.ROUNDED, computed, f"{note}; zugelassen, weil: {relation.reason}"
    unnamed = relation.rounding is RoundingPolicy.EXACT and abs(apart) <= printed.last_place / 2
    note = "Auf die gedruckten Stellen gerundet wäre es gleich, aber die Beziehung nennt keine Rundung."
    return Verdict.CONFLICT, computed, note if unnamed else ""


def _check_partial_sum(relation: Relation, operands: Sequence[Known], results: Sequence[Known]) -> Outcome:
    """A part of a whole: the sum of what is printed is at most the whole; the rest is named."""
    value, whole = compute(relation.operation, operands), value_of(results[0])
    verdict = Verdict.EXACT if value <= whole else Verdict.CONFLICT
    note = f"Nicht aufgeteilt sind {value_words(whole - value)}." if value < whole else ""
    return _outcome(relation, verdict, operands, results, f"höchstens; die Teile ergeben {value_words(value)}", note)


def _check_equality(relation: Relation, operands: Sequence[Known], results: Sequence[Known]) -> Outcome:
    """All operands are the same number, the same days or the same text as the result, in this order of preference."""
    compared = [_same(relation, one, results[0]) for one in operands]
    worst = max(compared, key=lambda each: _EQUALITY_ORDER.index(each[0]))
    others = [each.name for each, (verdict, *_) in zip(operands, compared, strict=True) if verdict is worst[0]]
    note = f"Betroffen: {', '.join(others)}." if len(operands) > 1 and worst[0] is Verdict.CONFLICT else worst[2]
    return _outcome(relation, worst[0], operands, results, worst[1], note)


def _same(relation: Relation, one: Known, other: Known) -> tuple[Verdict, str, str]:
    """Return whether two figures are the same, what the one is, and a sentence where there is something to say."""
    if one.number and other.number:
        # A rule may say 0.5 of a post where the paper prints 50 per cent.
        same_unit = one.number.per_cent == other.number.per_cent
        value = one.number.value if same_unit else factor_of(one) * (HUNDRED if other.number.per_cent else 1)
        return _compare(relation, value, other.number)
    same = one.days == other.days if one.days and other.days else same_text(one.meaning) == same_text(other.meaning)
    return Verdict.EXACT if same else Verdict.CONFLICT, one.text, ""


def _check_sequence(relation: Relation, operands: Sequence[Known], results: Sequence[Known]) -> Outcome:
    """Days in ascending order: it conflicts where one ends before the one before it can have begun."""
    reached: date | None = None
    for known in operands:
        days = days_of(known)
        if reached and last_of(days) < reached:
            note = f"„{known.name}“ liegt vor einer Angabe, die davor genannt ist."
            return _outcome(relation, Verdict.CONFLICT, operands, results, _SEQUENCE, note)
        reached = max(reached, days.first) if reached else days.first
    return _outcome(relation, Verdict.EXACT, operands, results, _SEQUENCE, "")


def _check_distribution(relation: Relation, operands: Sequence[Known], results: Sequence[Known]) -> Outcome:
    """A column of percentages: each rounded by itself, or the last one adjusted so that the column is 100."""
    printed = [value_of(result) for result in results]
    try:
        exact = percentages([value_of(known) for known in operands])
    except ValueError as problem:
        raise ComputationError(str(problem)) from None
    computed = " / ".join(f"{value_words(value)} %" for value in exact)
    adjusted = rounded_column(exact, RoundingPolicy.LAST_ADJUSTED)
    if printed == list(exact):
        return _outcome(relation, Verdict.EXACT, operands, results, computed, "")
    if relation.rounding is not RoundingPolicy.LAST_ADJUSTED and printed == [
        rounded(value, relation.rounding) for value in exact
    ]:
        return _outcome(relation, Verdict.ROUNDED, operands, results, computed, "")
    if printed == [Fraction(value) for value in adjusted]:
        natural = rounded(exact[-1], RoundingPolicy.ONE_DECIMAL)
        note = (
            f"Der letzte Wert wäre gerundet {value_words(natural)} %; er wurde angepasst, damit die Spalte 100 ergibt."
        )
        return _outcome(relation, Verdict.ADJUSTED, operands, results, computed, note)
    return _outcome(relation, Verdict.CONFLICT, operands, results, computed, "")


def _check_clause(relation: Relation, operands: Sequence[Known], results: Sequence[Known]) -> Outcome:
    """Each rule gives as its source the number that the paper prints; no result means that it prints none."""
    cited = results[0].meaning if results else ""
    wrong = [known for known in operands if not _agrees(known, cited, relation.status)]
    computed = ", ".join(_clause_words(known) for known in wrong or operands)
    note = f"Erwartet ist die Beleglage „{relation.status}“." if wrong and relation.status else ""
    return _outcome(relation, Verdict.CONFLICT if wrong else Verdict.EXACT, operands, results, computed, note)


def _agrees(known: Known, cited: str, status: str) -> bool:
    number = known.clause.number if known.clause else known.meaning
    cites = covers_clause(cited, number) if cited else number == UNKNOWN_CLAUSE
    return cites and (not status or (known.clause is not None and known.clause.status.value == status))


def _clause_words(known: Known) -> str:
    return f"{known.name}: {known.clause.words() if known.clause else known.text}"


def covers_clause(cited: str, number: str) -> bool:
    """Return whether a citation (``Nr. 4.1.4 bis 4.1.6 VwV IntM``) names a number, by itself or inside a range."""
    cited, number = same_text(cited), same_text(number).removeprefix("Nr. ")
    if number.startswith("§"):
        return re.search(rf"{re.escape(number)}(?!\w)", cited) is not None
    sought = _CLAUSE_NUMBERS.findall(f"Nr. {number}")
    between = [
        (_parts(first), _parts(last)) for first, last in _CLAUSE_RANGE.findall(cited) if len(sought) == 1 and number
    ]
    named = _CLAUSE_NUMBERS.findall(cited)
    inside = any(first <= _parts(sought[0]) <= last for first, last in between)
    return bool(sought) and (inside or all(each in named for each in sought))


def _parts(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


_CHECKS: dict[Operation, Callable[[Relation, Sequence[Known], Sequence[Known]], Outcome]] = {
    Operation.PARTIAL_SUM: _check_partial_sum,
    Operation.EQUALITY: _check_equality,
    Operation.SEQUENCE: _check_sequence,
    Operation.DISTRIBUTION: _check_distribution,
    Operation.CLAUSE: _check_clause,
}
