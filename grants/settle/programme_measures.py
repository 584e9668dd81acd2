"""Measures of a programme: planned means of the rule file against what was booked, in TEUR where the rule says so."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy, sum_of_rounded, thousands
from grants.settle.figures import key_slug
from grants.settle.programme_claims import account_of

if TYPE_CHECKING:
    from grants.law.rules import RuleValue
    from grants.law.series import Dated
    from grants.settle.programme_claims import ProgrammeTerms
    from grants.settle.programme_names import ProgrammeNames
    from grants.settle.programmes import ProgrammeAccount
    from ledger.money import Money

MEASURE = "massnahme"
_TOGETHER = "massnahmen"


def planned_measures(terms: ProgrammeTerms) -> dict[str, Dated[RuleValue]]:
    """Return the measures of a programme in the year of its award, by name in the order of the rule file."""
    rules, day = terms.rules, terms.first_day
    names = [subject for name, subject in rules.quantities if name == MEASURE]
    return {name: rules.value(MEASURE, day, name) for name in names if rules.has(MEASURE, day, name)}


def name_measures(names: ProgrammeNames, account: ProgrammeAccount) -> None:
    """State each measure and all together: planned means, what was booked, and the difference."""
    terms = account.terms
    planned = planned_measures(terms)
    accounts = {measure.name: measure.accounts for measure in terms.award.measures}
    for measure, value in planned.items():
        name = measure_name(measure)
        means, clause = terms.rules.money(MEASURE, terms.first_day, measure)
        names.value(f"{name}.geplant", means, f"{measure}, geplante Mittel", clauses=(clause,))
        booked = [split for split in account.splits if account_of(split.entry) in accounts.get(measure, ())]
        names.figures.collect(names.full(f"{name}.tatsaechlich"), f"{measure}, gebuchte Ausgaben", booked)
        _compare(names, name, measure)
        if value.value.rounding is RoundingPolicy.TEUR:
            for suffix in ("geplant", "tatsaechlich"):
                _in_thousands(names, f"{name}.{suffix}", names.money(f"{name}.{suffix}"), RoundingPolicy.TEUR)
            _difference_in_thousands(names, name)
    if planned:
        _together(names, planned)


def measure_name(measure: str) -> str:
    """Return the beginning of the names of a measure's figures, after the slug of its programme."""
    return f"{MEASURE}.{key_slug(measure)}"


def _together(names: ProgrammeNames, planned: dict[str, Dated[RuleValue]]) -> None:
    in_thousands = all(value.value.rounding is RoundingPolicy.TEUR for value in planned.values())
    for suffix, words in (("geplant", "geplante Mittel"), ("tatsaechlich", "gebuchte Ausgaben")):
        parts = [f"{measure_name(measure)}.{suffix}" for measure in planned]
        names.add(f"{_TOGETHER}.{suffix}", f"{words} aller Maßnahmen", parts)
        if in_thousands:
            shown = sum_of_rounded((names.money(part) for part in parts), RoundingPolicy.TEUR).displayed
            _in_thousands(names, f"{_TOGETHER}.{suffix}", shown, RoundingPolicy.SUM_OF_ROUNDED)
    _compare(names, _TOGETHER, "alle Maßnahmen")
    if in_thousands:
        _difference_in_thousands(names, _TOGETHER)


def _compare(names: ProgrammeNames, name: str, words: str) -> None:
    formula = f"{words}: gebucht abzüglich geplant"
    names.add(f"{name}.abweichung", formula, (f"{name}.tatsaechlich", f"-{name}.geplant"))


def _difference_in_thousands(names: ProgrammeNames, name: str) -> None:
    """The printed difference is that of the exact amounts, so it may differ from that of the printed ones."""
    difference = f"{name}.abweichung"
    _in_thousands(names, difference, names.money(difference), RoundingPolicy.UNROUNDED_DIFFERENCE)


def _in_thousands(names: ProgrammeNames, name: str, amount: Money, rounding: RoundingPolicy) -> None:
    formula = f"{names.figures[names.full(name)].formula}, in TEUR"
    names.number(f"{name}_teur", (Decimal(thousands(amount)), "TEUR"), formula, rounding, (name,))
