"""Vacant posts: days of a year on which a post that was filled before is not filled again."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ledger.fte import TEN_THOUSANDTHS, Fte, total_fte
from ledger.period import DaySpan, Month, cut_at, day_after
from ledger.staff import Position, PositionRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.period import FundingYear
    from ledger.staff import Tenure


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Vakanz: days on which nobody holds a post, with the share it had when it was last filled, and by whom."""

    position: Position
    days: DaySpan
    fte: Fte
    ended: Tenure

    def post_months(self, months: Iterable[Month]) -> Fraction:
        """Return the vacant months of a full post within some months, each month by its days."""
        return post_months(self.fte, self.days, months)


def post_months(fte: Fte, days: DaySpan, months: Iterable[Month]) -> Fraction:
    """Return share times months, exactly; a month that is covered in part counts by its days."""
    parts = Fraction(0)
    for month in months:
        shared = days.overlap(month.days)
        if shared:
            parts += Fraction(shared.day_count(), month.days.day_count())
    return parts * fte.ten_thousandths / TEN_THOUSANDTHS


def vacancies(tenures: Iterable[Tenure], year: FundingYear) -> tuple[Vacancy, ...]:
    """Return the vacancies of a year, by post and day, of posts that are filled on some day of it.

    A post whose first filling is still to come is not vacant; posts of other programmes do not count.
    """
    held: dict[Position, list[Tenure]] = {}
    for tenure in tenures:
        if tenure.role is not PositionRole.REFUGEE_SOCIAL_WORK:
            held.setdefault(tenure.position, []).append(tenure)
    posts = sorted(held, key=lambda position: (position.carrier_key, position.number))
    return tuple(vacancy for position in posts for vacancy in _of_post(position, held[position], year))


def _of_post(position: Position, held: Sequence[Tenure], year: FundingYear) -> list[Vacancy]:
    if not any(tenure.days.overlap(year.days) for tenure in held):
        return []
    changes = {tenure.days.first for tenure in held}
    changes |= {day_after(tenure.days.last) for tenure in held if tenure.days.last}
    found = []
    for piece in cut_at(year.days, changes):
        if any(tenure.covers(piece.first) for tenure in held):
            continue
        ended = [tenure for tenure in held if tenure.days.last and tenure.days.last < piece.first]
        if ended:
            last_day = max(tenure.days.last for tenure in ended if tenure.days.last)
            last = [tenure for tenure in ended if tenure.covers(last_day)]
            found.append(Vacancy(position, piece, total_fte(tenure.fte for tenure in last), last[0]))
    return found
