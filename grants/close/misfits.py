"""Where notices, staffing plan and pay of a year do not fit together: open points to show before anything is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.close.open_points import frame_misfits
from grants.close.person_points import person_misfits
from grants.settle.person_year import PersonYearResult

if TYPE_CHECKING:
    from grants.close.points import OpenPoint
    from grants.settle.person_year import SettledYear


def list_misfits(result: SettledYear) -> tuple[OpenPoint, ...]:
    """Return the misfits of a computed year; they are open points of it, too."""
    return tuple(person_misfits(result) if isinstance(result, PersonYearResult) else frame_misfits(result))
