"""Open point when the announced frame is not what the county's quota of the state amount comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.close.points import OpenPoint
from grants.law.rounding import RoundingPolicy, rounded_decimal
from grants.settle.frame_quota import frame_by_quota, is_rounding
from ledger.german import format_date, format_decimal, format_euro, join_words

if TYPE_CHECKING:
    from grants.settle.year import YearInputs


def quota_points(inputs: YearInputs) -> list[OpenPoint]:
    """Return the difference between announced frame and quota × state amount, by each amount known for the year.

    What rounding to whole euros explains is none. A frame that an earlier state amount explains may still be raised.
    """
    found, announced = frame_by_quota(inputs), inputs.frame.amount
    if found is None or is_rounding(announced, found.latest.frame):
        return []
    quota = format_decimal(rounded_decimal(found.quota, RoundingPolicy.EXACT))
    by_amount = join_words(
        [
            f"{format_euro(each.frame.money)} bei {format_euro(each.amount)} (bekannt seit "
            f"{format_date(each.known_from)})"
            for each in found.amounts
        ]
    )
    is_of_earlier = any(is_rounding(announced, each.frame) for each in found.amounts)
    return [
        OpenPoint(
            f"Der Planungsrahmen von {format_euro(announced)} ({format_date(inputs.frame.dated)}) ist nicht die "
            f"Zuteilungsquote von {quota} Prozent des Landesbetrags: Sie ergibt {by_amount}.",
            "Bitte klären, ob die Bewilligungsstelle den Planungsrahmen an den jüngeren Landesbetrag anpasst."
            if is_of_earlier
            else "Bitte Zuteilungsquote und Betrag mit der Bewilligungsstelle klären.",
        )
    ]
