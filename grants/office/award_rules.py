"""Which rules decide over awards, and whether an award fits the method by which the rules settle its year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rules import SettlementMethod
from ledger.finding import MissingError, UnreadableError
from ledger.german import format_span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from grants.law.rules import RuleSet
    from grants.law.shelf import Rulebook
    from grants.settle.person_award import PersonAward
    from ledger.period import FundingYear

_WORDS = {SettlementMethod.PER_PERSON: "Eine Bewilligung je Person", SettlementMethod.PER_FRAME: "Ein Planungsrahmen"}
_REMEDIES = {
    SettlementMethod.PER_PERSON: "Bitte den Bewilligungszeitraum im Bescheid prüfen oder die Datei aus dem Ordner "
    "bescheide nehmen.",
    SettlementMethod.PER_FRAME: 'Bitte für dieses Jahr die Bewilligung (art = "Bewilligung") ablegen und die Datei '
    "des Planungsrahmens aus dem Ordner bescheide nehmen.",
}


def rules_of_awards(rulebook: Rulebook, awards: Sequence[PersonAward], year: FundingYear, known_on: date) -> RuleSet:
    """Return the rules of a year for all awards, as known on a day.

    An award names its rule set; in the years of its period before or after that one was in force, the version of the
    same programme in force then decides. Raises UnreadableError for awards that come to different rules or name a rule
    set of other years, MissingError for a rule set nobody has written down.
    """
    found = [(award, _rules_of(rulebook, award, year, known_on)) for award in awards]
    first, rules = found[0]
    for award, others in found[1:]:
        if (others.programme, others.version) != (rules.programme, rules.version):
            raise UnreadableError(
                f"{award.file}: Für das Förderjahr {year.number} gilt danach die Fassung {others.version} "
                f"({others.programme}), nach {first.file} die Fassung {rules.version} ({rules.programme}).",
                "Ein Jahr wird nach einer Fassung abgerechnet; bitte die Regelfassung der Bescheide angleichen.",
            )
    return rules


def _rules_of(rulebook: Rulebook, award: PersonAward, year: FundingYear, known_on: date) -> RuleSet:
    try:
        named = rulebook.version(award.programme, award.rule_version, known_on)
    except MissingError as problem:
        raise unknown_rules(award.file, problem) from None
    if named.in_force.overlap(award.period) is None:
        raise UnreadableError(
            f"{award.file}: „regelfassung“ {award.rule_version} gilt {format_span(named.in_force)}, bewilligt ist "
            f"{format_span(award.period)}.",
            "Bitte die Regelfassung im Bescheid prüfen.",
        )
    if named.in_force.overlap(year.days) == year.days:
        return named
    rules = rulebook.at(award.programme, year.days.first, known_on)
    if rules.in_force.overlap(year.days) != year.days:
        raise MissingError(
            f"{award.file}: Im Förderjahr {year.number} gilt die Fassung {rules.version} nur in einem Teil des Jahres.",
            "Bitte eine Fassung des Programms für das ganze Jahr hinterlegen.",
        )
    return rules


def unknown_rules(file: str, problem: MissingError) -> MissingError:
    """Return the refusal of an award whose programme or version nobody has written down, with its file and a remedy."""
    remedy = "Bitte den Bescheid berichtigen oder die Regeln als Datei in den Ordner programme legen."
    return MissingError(f"{file}: {problem.text}", f"{problem.remedy} {remedy}")


def refuse_other_method(file: str, rules: RuleSet, year: FundingYear, method: SettlementMethod) -> None:
    """Refuse an award that needs one method in a year that the rules settle by another. Raises UnreadableError."""
    settled = rules.method(year.days.first)
    if settled.settlement is not method:
        raise UnreadableError(
            f"{file}: {_WORDS[method]} passt nicht zum Förderjahr {year.number}: Die Fassung {rules.version} der "
            f"{rules.title} rechnet es nach dem Verfahren „{settled.settlement.value}“ ab ({settled.clause.words()}).",
            _REMEDIES[method],
        )
