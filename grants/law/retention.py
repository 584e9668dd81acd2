"""The retention plan: how long each kind of data is kept and on which basis, and what is due on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from grants.law.rule_file import SOURCE_KEYS, RuleFile
from ledger.german import format_counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.law.clause import Clause

LONGEST_YEARS = 100


class DataKind(Enum):
    """Datenart: a kind of data the plan decides on, named as its table in the plan."""

    ORIGINALS = "originale"
    INCOMING = "eingang"
    NAMES = "namen"
    STAFF_NUMBERS = "personalnummern"
    PERSON_DOCUMENTS = "personenunterlagen"
    ENTRIES = "buchungen"
    LOG = "protokoll"


class PeriodStart(Enum):
    """Fristbeginn: from when the years of retention run; what has none is never deleted."""

    FREEZE = "Festschreibung"
    END_OF_YEAR = "Ende des Förderjahres"
    NEVER = "nie"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Löschregel: a kind of data is kept some whole years from a start on; ``years`` is 0 where it is never deleted.

    ``by_county`` when the county has set the years itself.
    """

    kind: DataKind
    what: str
    start: PeriodStart
    years: int
    clause: Clause
    by_county: bool = False

    @property
    def is_deleted(self) -> bool:
        """Return whether this kind of data is deleted at all."""
        return self.start is not PeriodStart.NEVER

    def is_over(self, year: int, frozen_on: date, today: date) -> bool:
        """Return whether the period of a frozen year is over: its last day has passed."""
        begin = frozen_on if self.start is PeriodStart.FREEZE else date(year, 12, 31)
        return self.is_deleted and today > _years_later(begin, self.years)

    def period(self) -> str:
        """Return the period as people read it."""
        if not self.is_deleted:
            return "wird nie gelöscht"
        start = "der Festschreibung" if self.start is PeriodStart.FREEZE else "dem Ende des Förderjahres"
        return f"{format_counted(self.years, 'Jahr', 'Jahre')} ab {start}"

    def basis(self) -> str:
        """Return what the period rests on: the county's own setting, or the clause with its mark of an assumption."""
        return "Vorgabe des Landkreises" if self.by_county else self.clause.words()


@dataclass(frozen=True, slots=True)
class RetentionPlan:
    """Aufbewahrungsplan: one rule for each kind of data, in the order of the kinds."""

    rules: tuple[RetentionRule, ...]

    @property
    def changeable(self) -> tuple[str, ...]:
        """Return the kinds of data whose years a county may set, as its settings name them."""
        return tuple(rule.kind.value for rule in self.rules if rule.is_deleted)

    def with_years(self, years: Mapping[str, int]) -> RetentionPlan:
        """Return the plan with the years that a county has set for some of the changeable kinds."""
        return RetentionPlan(
            tuple(
                replace(rule, years=years[rule.kind.value], by_county=True) if rule.kind.value in years else rule
                for rule in self.rules
            )
        )


@dataclass(frozen=True, slots=True)
class DueData:
    """Fällige Datenart: its rule and the frozen years whose data may go, the earliest first."""

    rule: RetentionRule
    years: tuple[int, ...]


def due_data(plan: RetentionPlan, today: date, frozen: Mapping[int, date]) -> tuple[DueData, ...]:
    """Return which kinds of data of which frozen years are due; ``frozen`` has the day on which each was frozen.

    A year waits for the frozen years before it, so that the data of a kind always end at one year. A year that is not
    frozen is never due: it still needs its data.
    """
    over = ((rule, _years_over(rule, today, frozen)) for rule in plan.rules)
    return tuple(DueData(rule, years) for rule, years in over if years)


def _years_over(rule: RetentionRule, today: date, frozen: Mapping[int, date]) -> tuple[int, ...]:
    return tuple(takewhile(lambda year: rule.is_over(year, frozen[year], today), sorted(frozen)))


def deletion_reason(due: Sequence[DueData]) -> str:
    """Return the words by which the log gives the reason of a deletion."""
    parts = (
        f"{each.rule.what} bis {each.years[-1]} ({each.rule.period()}, {each.rule.basis()})".replace("\u00a0", " ")
        for each in due
    )
    return f"Aufbewahrungsfrist abgelaufen: {'; '.join(parts)}"


def read_retention_plan(data: Mapping[str, Any], file: str) -> RetentionPlan:
    """Return the plan of a parsed TOML file.

    Raises UnreadableError when a kind of data is missing, unknown or not fully decided.
    """
    reading = RuleFile(file, data)
    kinds = [kind.value for kind in DataKind]
    reading.refuse_unknown(data, (*kinds, "kurztitel"))
    return RetentionPlan(tuple(_read_rule(reading, kind) for kind in DataKind))


def _read_rule(reading: RuleFile, kind: DataKind) -> RetentionRule:
    table = reading.section(kind.value)
    clause = reading.clause(table)
    reading.refuse_unknown(table, ("was", "beginn", "jahre", *SOURCE_KEYS))
    start = reading.member(table, "beginn", PeriodStart)
    return RetentionRule(kind, reading.text(table, "was"), start, _read_years(reading, table, start), clause)


def _read_years(reading: RuleFile, table: Mapping[str, Any], start: PeriodStart) -> int:
    years = table.get("jahre")
    if start is PeriodStart.NEVER:
        if years is not None:
            reading.refuse(
                table, "Unter „jahre“ stehen Jahre, obwohl nie gelöscht wird.", "Bitte die Angabe „jahre“ streichen."
            )
        return 0
    if not is_period(years):
        reading.refuse(
            table,
            f"Unter „jahre“ fehlen die Jahre als ganze Zahl von 1 bis {LONGEST_YEARS}.",
            "Bitte die Zahl der Jahre ohne Anführungszeichen eintragen.",
        )
    return int(table["jahre"])


def is_period(years: object) -> bool:
    """Return whether something is a number of years for which data can be kept."""
    return isinstance(years, int) and not isinstance(years, bool) and 1 <= years <= LONGEST_YEARS


def _years_later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
