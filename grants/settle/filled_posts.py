"""How many posts were filled in a year, part months by days or by whole months as the rule names it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rules import TimeShare
from ledger.fte import TEN_THOUSANDTHS
from ledger.period import MONTHS_PER_YEAR, cut_at, day_after

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ledger.period import DaySpan, FundingYear
    from ledger.staff import Position, PositionRole, Tenure


def filled_posts(
    tenures: Iterable[Tenure], carrier_key: str, roles: Collection[PositionRole], year: FundingYear, method: TimeShare
) -> Fraction:
    """Return how many full posts with some roles a carrier had filled in a year: the mean of its twelve months.

    ``method`` is the value ``zeitanteil`` of the rule. By days ("Tage") a month counts with the share of every day. By
    months ("Monate") it counts with the share at which a post was filled on all its days, whoever held it.
    """
    held: dict[Position, list[Tenure]] = {}
    for tenure in tenures:
        if tenure.carrier_key == carrier_key and tenure.role in roles:
            held.setdefault(tenure.position, []).append(tenure)
    months = (_in_month(each, month.days, method) for each in held.values() for month in year.months())
    return sum(months, Fraction(0)) / MONTHS_PER_YEAR


def _in_month(tenures: list[Tenure], month: DaySpan, method: TimeShare) -> Fraction:
    """Return the posts that the tenures of one post fill in a month."""
    changes = {tenure.days.first for tenure in tenures}
    changes |= {day_after(tenure.days.last) for tenure in tenures if tenure.days.last}
    pieces = cut_at(month, changes)
    shares = [sum(t.fte.ten_thousandths for t in tenures if t.covers(piece.first)) for piece in pieces]
    if method is TimeShare.MONTHS:
        return Fraction(min(shares), TEN_THOUSANDTHS)
    days = sum(share * piece.day_count() for share, piece in zip(shares, pieces, strict=True))
    return Fraction(days, TEN_THOUSANDTHS * month.day_count())
