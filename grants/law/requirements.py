"""What the rules ask of persons and posts beyond the kind of cost; what is missed is flagged and takes no money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.fte import Fte, total_fte
from ledger.period import DaySpan, add_months, cut_at, day_after
from ledger.staff import PositionRole, Qualification, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from grants.law.clause import Clause
    from grants.law.rules import RuleSet
    from ledger.period import FundingYear

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
    """Nachqualifizierung not proven or out of time: which deadline was missed, its day, the day found, and its clause.

    ``found`` is None where the staffing plan names no day; ``started`` is the first day of work, ``position_number``
    the post now held.
    """

    started: date
    position_number: str
    is_begin: bool
    deadline: date
    found: date | None
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


def small_carrier(
    tenures: Iterable[Tenure], carrier_key: str, days: DaySpan, rules: RuleSet
) -> tuple[MissedShare, ...]:
    """Return the days on which no post of a carrier of its own was as large as Nr. 3.4 asks for.

    Nr. 3.4 asks for one post, so small posts do not add up; several persons may fill it together. ``days`` is closed.
    Raises MissingError for a day without the rule.
    """
    held = [tenure for tenure in _managers(tenures) if tenure.carrier_key == carrier_key]
    changes = {tenure.days.first for tenure in held}
    changes |= {day_after(tenure.days.last) for tenure in held if tenure.days.last}
    if values := rules.quantities.get((SMALLEST_CARRIER, "")):
        changes |= {value.days.first for value in values.values}
    missed: list[MissedShare] = []
    for piece in cut_at(days, changes):
        least, clause = rules.fte(SMALLEST_CARRIER, piece.first)
        share = _largest_post(held, piece.first)
        if share >= least:
            continue
        first = piece.first
        if missed and _goes_on(missed[-1], share, least, first):
            first = missed.pop().days.first
        missed.append(MissedShare(share, least, clause, DaySpan(first, piece.last)))
    return tuple(missed)


def _goes_on(before: MissedShare, share: Fte, least: Fte, first: date) -> bool:
    """Return whether nothing but the holders changed since the days before."""
    follows = before.days.last is not None and day_after(before.days.last) == first
    return follows and (before.share, before.least) == (share, least)


def _largest_post(tenures: Iterable[Tenure], day: date) -> Fte:
    """Return how much of the largest post is filled on a day."""
    of_post: dict[str, list[Fte]] = {}
    for tenure in tenures:
        if tenure.covers(day):
            of_post.setdefault(tenure.position_number, []).append(tenure.fte)
    return max(map(total_fte, of_post.values()), default=Fte(0))


def missed_trainings(tenures: Iterable[Tenure], year: FundingYear, rules: RuleSet) -> tuple[MissedTraining, ...]:
    """Return who needed a Nachqualifizierung and did not begin or finish it in time (Nr. 4.1.1).

    A social work degree needs none. A period that still runs at the end of the year is held against nobody.
    """
    missed = []
    for first, number in _first_and_last_post(tenures, year):
        if first.qualification is Qualification.SOCIAL_WORK_DEGREE:
            continue
        done = first.requalification
        for is_begin, name, found in (
            (True, "nachqualifizierung.beginn", done.first if done else None),
            (False, "nachqualifizierung.abschluss", done.last if done else None),
        ):
            months, clause = rules.months(name, year.days.first)
            deadline = add_months(first.days.first, months)
            if found > deadline if found else deadline <= year.last_day:
                missed.append(MissedTraining(first.days.first, number, is_begin, deadline, found, clause))
                break
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
