"""The rulebook: every version of every programme, shipped or the county's own, and which of them decides."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations
from typing import TYPE_CHECKING

from grants.law.programme_file import read_rule_set
from grants.law.retention import RetentionPlan, read_retention_plan
from grants.law.series import first_gap
from ledger.finding import MissingError, UnreadableError
from ledger.german import format_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from grants.law.rules import RuleSet
    from ledger.period import FundingYear

RETENTION_PLAN = "aufbewahrung.toml"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Regelwerk: the versions of all programmes, by programme and day in force."""

    versions: tuple[RuleSet, ...]

    def programmes(self) -> tuple[str, ...]:
        """Return the names of the programmes."""
        return tuple(dict.fromkeys(rules.programme for rules in self.versions))

    def of(self, programme: str) -> tuple[RuleSet, ...]:
        """Return the versions of a programme. Raises MissingError for one that nobody has written down."""
        found = tuple(rules for rules in self.versions if rules.programme == programme)
        if not found:
            raise MissingError(
                f"Ein Programm „{programme}“ ist nicht hinterlegt.",
                f"Hinterlegt sind: {', '.join(self.programmes())}.",
            )
        return found

    def version(self, programme: str, version: str, known_on: date) -> RuleSet:
        """Return the version an award names, as known on a day. Raises MissingError for one unknown by then."""
        for rules in self.of(programme):
            if rules.version == version and rules.known_from <= known_on:
                return rules.as_known_on(known_on)
        names = ", ".join(rules.version for rules in self.of(programme) if rules.known_from <= known_on) or "keine"
        raise MissingError(
            f"Eine Regelfassung „{version}“ des Programms „{programme}“ ist am {format_date(known_on)} nicht bekannt.",
            f"Bitte die Regelfassung im Bescheid prüfen; bekannt sind: {names}.",
        )

    def at(self, programme: str, day: date, known_on: date) -> RuleSet:
        """Return the version in force on a day of cost as known on another day: the latest known one.

        Raises MissingError when none was in force or known.
        """
        known = [rules for rules in self.of(programme) if rules.answers(day, known_on)]
        if not known:
            raise MissingError(
                f"Für den {format_date(day)} ist keine Fassung des Programms „{programme}“ hinterlegt, die am "
                f"{format_date(known_on)} bekannt war.",
                "Bitte das Datum prüfen; „foerderbuch regeln“ nennt alle Fassungen mit ihren Tagen.",
            )
        return max(known, key=lambda rules: rules.known_from).as_known_on(known_on)

    def for_year(self, programme: str, version: str, year: FundingYear, known_on: date) -> RuleSet:
        """Return the version an award names, when it is in force in the whole year.

        Raises MissingError: a year that no version covers is refused, never filled with another year's rules.
        """
        rules = self.version(programme, version, known_on)
        if rules.in_force.overlap(year.days) != year.days:
            raise MissingError(
                f"Im Förderjahr {year.number} gilt die Regelfassung „{version}“ des Programms „{programme}“ nicht.",
                "Bitte die Regelfassung im Bescheid prüfen.",
            )
        return rules


def build_rulebook(versions: Iterable[RuleSet]) -> Rulebook:
    """Put versions together. Raises UnreadableError when a day has none or two, or for an unknown other programme."""
    ordered = sorted(versions, key=lambda rules: (rules.programme, rules.in_force.first, rules.known_from))
    book = Rulebook(tuple(ordered))
    for programme in book.programmes():
        _refuse_unclear_days(book.of(programme))
    for rules in ordered:
        for series in rules.costs.values():
            for other in {dated.value.programme for dated in series.values} - {"", *book.programmes()}:
                raise UnreadableError(
                    f"{rules.title}: Das andere Programm „{other}“ ist nicht hinterlegt.",
                    f"Hinterlegt sind: {', '.join(book.programmes())}.",
                )
    return book


def _refuse_unclear_days(versions: tuple[RuleSet, ...]) -> None:
    gap = first_gap([rules.in_force for rules in versions], versions[0].in_force.first)
    if gap and any(rules.in_force.first > gap for rules in versions):
        raise UnreadableError(
            f"{versions[0].title}: Für den {format_date(gap)} gibt es keine Fassung, obwohl spätere folgen.",
            "Bitte gilt_ab und gilt_bis der Fassungen prüfen.",
        )
    for one, other in combinations(versions, 2):
        if one.version == other.version:
            raise UnreadableError(
                f"Die Fassung „{one.version}“ der {one.title} gibt es zweimal.",
                "Bitte jeder Fassung einen eigenen Namen geben.",
            )
        shared = one.in_force.overlap(other.in_force)
        if shared and one.known_from == other.known_from:
            raise UnreadableError(
                f"{one.title}: Für den {format_date(shared.first)} gelten zwei Fassungen ({one.version} und "
                f"{other.version}) mit demselben Tag der Kenntnis.",
                "Bitte gilt_ab, gilt_bis und bekannt_ab der Fassungen prüfen.",
            )


@cache
def shipped_rulebook() -> Rulebook:
    """Return the rulebook shipped with the program."""
    files = sorted((resources.files("grants.law") / "programmes").iterdir(), key=lambda file: file.name)
    return build_rulebook(
        read_rule_set(tomllib.loads(file.read_text("utf-8")), file.name)
        for file in files
        if file.name.endswith(".toml")
    )


def with_own(shipped: Rulebook, own: Iterable[RuleSet]) -> Rulebook:
    """Return the rulebook with a county's own versions; one with the name of a shipped version replaces it."""
    added = tuple(own)
    named = {(rules.programme, rules.version) for rules in added}
    kept = (rules for rules in shipped.versions if (rules.programme, rules.version) not in named)
    return build_rulebook((*kept, *added))


@cache
def shipped_retention_plan() -> RetentionPlan:
    """Return the retention plan shipped with the program."""
    file = resources.files("grants.law") / RETENTION_PLAN
    return read_retention_plan(tomllib.loads(file.read_text("utf-8")), RETENTION_PLAN)
