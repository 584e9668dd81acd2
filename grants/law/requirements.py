"""What the rules ask of persons and posts beyond the kind of cost; what is missed is flagged and takes no money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.fte import total_fte
from ledger.period import add_months
from ledger.staff import PositionRole, Qualification, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from grants.law.clause import Clause
    from grants.law.rules import RuleSet
    from ledger.fte import Fte
    from ledger.period import DaySpan, FundingYear

SMALLEST_PART, SMALLEST_CARRIER = "stelle.mindestumfang", "eigenverantwortung.mindestumfang"


@dataclass(frozen=True, slots=True)
class MissedShare:
    """Unterschrittener Mindestumfang: the share there is, the least one, the clause; ``tenure`` for one person's part.

    ``days`` are those on which it was missed.
    """

    share: Fte
    least: Fte
    clause: Clause
    days: DaySpan
    tenure: Tenure | None = None


@dataclass(frozen=True, slots=True)
class MissedTraining:
    """Nachqualifizierung not proven or out of time: who started when, the post now held, and the clause."""

    started: date
    position_number: str
    clause: Clause


def small_parts(tenures: Iterable[Tenure], year: FundingYear, rules: RuleSet) -> tuple[MissedShare, ...]:
    """Return the tenures of managers that are smaller than the least part of a post, where a rule asks for one.

    The periods of the rule decide by the first day of the tenure in the year.
    """
    missed = []
    for tenure in _managers(tenures):
        days = tenure.days.overlap(year.days)
        if days is None or not rules.has(SMALLEST_PART, days.first):
            continue
        least, clause = rules.fte(SMALLEST_PART, days.first)
        if tenure.fte < least:
            missed.append(MissedShare(tenure.fte, least, clause, days, tenure))
    return tuple(missed)


def small_carrier(tenures: Iterable[Tenure], carrier_key: str, year: FundingYear, rules: RuleSet) -> MissedShare | None:
    """Return what a carrier of its own had filled at the end of the year when that is less than Nr. 3.4 asks for."""
    least, clause = rules.fte(SMALLEST_CARRIER, year.days.first)
    last = year.last_day
    held = [tenure for tenure in _managers(tenures) if tenure.carrier_key == carrier_key]
    share = total_fte(tenure.fte for tenure in held if tenure.covers(last))
    return MissedShare(share, least, clause, year.days) if share < least else None


def missed_trainings(tenures: Iterable[Tenure], year: FundingYear, rules: RuleSet) -> tuple[MissedTraining, ...]:
    """Return who needed a Nachqualifizierung and did not begin or finish it in time (Nr. 4.1.1).

    A social work degree needs none. A period that still runs at the end of the year is held against nobody.
    """
    begin, _ = rules.months("nachqualifizierung.beginn", year.days.first)
    finish, clause = rules.months("nachqualifizierung.abschluss", year.days.first)
    missed = []
    for first, number in _first_and_last_post(tenures, year):
        if first.qualification is Qualification.SOCIAL_WORK_DEGREE:
            continue
        begin_by, finish_by = add_months(first.days.first, begin), add_months(first.days.first, finish)
        done = first.requalification
        if done is None:
            is_missed = begin_by <= year.last_day
        elif done.last is None:
            is_missed = done.first > begin_by or finish_by <= year.last_day
        else:
            is_missed = done.first > begin_by or done.last > finish_by
        if is_missed:
            missed.append(MissedTraining(first.days.first, number, clause))
    return tuple(missed)


def _first_and_last_post(tenures: Iterable[Tenure], year: FundingYear) -> list[tuple[Tenure, str]]:
    """Return, for everybody who worked as Integrationsmanager in the year, the first such tenure and the last post.

    The first tenure starts the periods of Nr. 4.1.1, whatever year it lies in.
    """
    of_person: dict[tuple[str, str], list[Tenure]] = {}
    for tenure in sorted(_managers(tenures), key=lambda held: held.days.first):
        of_person.setdefault((tenure.carrier_key, tenure.staff_number), []).append(tenure)
    return [
        (held[0], held[-1].position_number)
        for held in of_person.values()
        if any(tenure.days.overlap(year.days) for tenure in held)
    ]


def _managers(tenures: Iterable[Tenure]) -> list[Tenure]:
    return [tenure for tenure in tenures if tenure.role is PositionRole.INTEGRATION]
