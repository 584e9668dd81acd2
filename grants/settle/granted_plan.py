"""The staffing plan as an award sees it: tenures cut at funding periods, and for each entry those that can pay it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from grants.settle.person_months import starts_of_change
from ledger.period import DaySpan, cut_at
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grants.settle.person_award import FundedPerson
    from ledger.cost import Entry
    from ledger.staff import Position, Tenure

LinesOfPerson = dict[str, list["FundedPerson"]]


class GrantedPlan:
    """Stellenbesetzung, geteilt nach der Bewilligung. Tenures are found by person and by post, whatever their number.

    Only those of the award's own carrier are kept.
    """

    def __init__(
        self, tenures: Iterable[Tenure], carrier_key: str, lines: Mapping[str, Sequence[FundedPerson]]
    ) -> None:
        """Cut the tenures of a plan by the lines of an award (staff number -> lines)."""
        self._of_person: dict[str, list[Tenure]] = defaultdict(list)
        self._of_post: dict[Position, list[Tenure]] = defaultdict(list)
        for tenure in tenures:
            if tenure.carrier_key == carrier_key:
                pieces = cut_by_award(tenure, lines.get(tenure.staff_number, ()))
                self._of_person[tenure.staff_number] += pieces
                self._of_post[tenure.position] += pieces

    def tenures_for(self, entry: Entry) -> tuple[Tenure, ...]:
        """Return the tenures of the entry's person, and whoever shares a post with them."""
        own = self._of_person.get(entry.staff_number, ())
        posts = dict.fromkeys(tenure.position for tenure in own)
        return tuple(tenure for post in posts for tenure in self._of_post[post])


def lines_by_person(lines: Iterable[FundedPerson]) -> LinesOfPerson:
    """Return the lines of an award by staff number, in the order of the numbers."""
    found: LinesOfPerson = {}
    for line in sorted(lines, key=lambda each: each.staff_number):
        found.setdefault(line.staff_number, []).append(line)
    return found


def cut_by_award(tenure: Tenure, lines: Iterable[FundedPerson]) -> list[Tenure]:
    """Cut a tenure where a funding period of its person on its post begins or ends, so that each piece lies in one.

    An open-ended tenure stays so in its last piece.
    """
    starts = starts_of_change(line.days for line in lines if line.holds(tenure))
    inside = {day for day in starts if day > tenure.days.first and tenure.covers(day)}
    if not inside or tenure.role is not PositionRole.INTEGRATION:
        return [tenure]
    last = max(inside)
    *closed, _ = cut_at(DaySpan(tenure.days.first, last), inside)
    return [replace(tenure, days=span) for span in (*closed, DaySpan(last, tenure.days.last))]
