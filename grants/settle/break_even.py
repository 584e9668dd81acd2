"""Where a forecast meets the frame: the month that uses it up, the posts it pays, the rise it still bears."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import HUNDRED
from grants.law.rules import Side
from grants.settle.forecast import Forecast, is_manager_pay
from grants.settle.settlement import is_coordination
from grants.settle.vacancy import post_months
from ledger.money import Money, total
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.law.eligibility import Split
    from ledger.period import Month


def used_up_in(forecast: Forecast) -> Month | None:
    """Return the month of service with whose cost the share is used up, None when it lasts beyond the year."""
    account = forecast.year_end
    for month in forecast.year.months():
        until = tuple(split for split in account.splits if split.entry.cost_month <= month)
        if replace(account, splits=until).fundable >= forecast.cover:
            return month
    return None


def vacant_post_months(forecast: Forecast) -> Fraction:
    """Return the vacant months of full posts in the months to come."""
    vacant = (vacancy.post_months(forecast.pay.months) for vacancy in forecast.vacancies)
    return sum(vacant, Fraction(0))


def managers_of_year(forecast: Forecast) -> Fraction:
    """Return the managers' mean full posts over the year, each month by its days."""
    return _managers_in(forecast, tuple(forecast.year.months()))


def managers_to_come(forecast: Forecast) -> Fraction:
    """Return the managers' mean full posts in the months to come. Raises ValueError when there are none left."""
    if not forecast.pay.months:
        message = "all months are booked"
        raise ValueError(message)
    return _managers_in(forecast, forecast.pay.months)


def cost_of_a_post(forecast: Forecast) -> Fraction | None:
    """Return the cents that a manager's full post costs in the year, None without managers or their pay."""
    posts = managers_of_year(forecast)
    cost = _manager_pay(forecast.year_end.splits)
    return cost.cents / posts if posts and cost else None


def posts_the_frame_pays(forecast: Forecast) -> Fraction | None:
    """Return how many full posts of managers the share pays for a year at their mean cost.

    Coordination and qualification are paid first. None when nobody's cost is known.
    """
    cost = cost_of_a_post(forecast)
    if cost is None:
        return None
    beside = forecast.year_end.fundable - _manager_pay(forecast.year_end.splits)
    return (forecast.cover - beside).cents / cost


def posts_that_fit(forecast: Forecast) -> Fraction | None:
    """Return the managers' full posts in the months to come at which the fundable cost equals the share.

    None when none of their pay is to come; below zero when the share is used up by what is booked.
    """
    to_come = _manager_pay(forecast.expected)
    if not to_come:
        return None
    left = forecast.cover - forecast.year_end.fundable + to_come
    return managers_to_come(forecast) * left.cents / to_come.cents


def rise_that_fits(forecast: Forecast) -> Fraction | None:
    """Return the further rise of all pay to come, in per cent, at which the fundable cost equals the share.

    Below zero when the share does not suffice as it is. None when no rise leads there, also not the loss of all pay to
    come.
    """
    cap = forecast.year_end.coordination_cap.cents
    managers = _manager_pay(forecast.expected).cents
    coordination = _coordination_pay(forecast.expected).cents
    room = cap - _coordination_pay(forecast.year_end.splits).cents
    free = (forecast.cover - forecast.year_end.fundable).cents
    # The cost grows by managers × rise and, up to the cap of the coordination post, by coordination × rise. As a
    # smaller of two rising lines it meets a value where the later of both meets it.
    goal = free + min(room, 0)
    if managers:
        rise = max(Fraction(goal, managers + coordination), Fraction(goal - room, managers))
    elif coordination and goal <= room:
        rise = Fraction(goal, coordination)
    else:
        return None
    return rise * HUNDRED if rise >= -1 else None


def _managers_in(forecast: Forecast, months: tuple[Month, ...]) -> Fraction:
    held = (
        post_months(tenure.fte, tenure.days, months)
        for tenure in forecast.pay.tenures
        if tenure.role is PositionRole.INTEGRATION
    )
    return sum(held, Fraction(0)) / len(months)


def _manager_pay(splits: Iterable[Split]) -> Money:
    return total(split.amount for split in splits if is_manager_pay(split))


def _coordination_pay(splits: Iterable[Split]) -> Money:
    return total(s.amount for s in splits if is_coordination(s) and s.side is Side.FUNDABLE)
