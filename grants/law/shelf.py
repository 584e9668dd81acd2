"""The shelf of shipped rules: finds the version that an award names, and the retention plan."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from grants.law.retention import RetentionPlan, read_retention_plan
from grants.law.rules import RuleSet, read_rule_set
from ledger.finding import MissingError

if TYPE_CHECKING:
    from datetime import date

    from ledger.period import FundingYear


RETENTION_PLAN = "aufbewahrung.toml"


@cache
def shipped_rule_sets() -> tuple[RuleSet, ...]:
    """Return every rule set shipped with the program."""
    entries = resources.files("grants.law").iterdir()
    files = (entry for entry in entries if entry.name.endswith(".toml") and entry.name != RETENTION_PLAN)
    return tuple(
        read_rule_set(tomllib.loads(file.read_text("utf-8")), file.name) for file in sorted(files, key=lambda f: f.name)
    )


@cache
def shipped_retention_plan() -> RetentionPlan:
    """Return the retention plan shipped with the program."""
    file = resources.files("grants.law") / RETENTION_PLAN
    return read_retention_plan(tomllib.loads(file.read_text("utf-8")), RETENTION_PLAN)


def find_rule_set(programme: str, version: str, year: FundingYear, known_on: date) -> RuleSet:
    """Return the rule set an award names, if it is in force in the whole year and known on the day.

    Raises MissingError: a year that no rule set covers is refused, never filled with another year's rules.
    """
    for rules in shipped_rule_sets():
        if (rules.programme, rules.version) != (programme, version):
            continue
        if (
            rules.in_force.contains(year.days.first)
            and rules.in_force.contains(year.last_day)
            and rules.known_from <= known_on
        ):
            return rules
    raise MissingError(
        f"Für das Förderjahr {year.number} ist keine Regelfassung „{version}“ des Programms „{programme}“ hinterlegt.",
        "Bitte die Regelfassung im Bescheid prüfen; für die Jahre bis 2024 wird personenscharf abgerechnet.",
    )
