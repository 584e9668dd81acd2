"""Indicators of the counselling: counts that the county must collect and send along, never money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.cost import Source
    from ledger.period import Month


@dataclass(frozen=True, slots=True)
class Indicator:
    """Kennzahl der Beratung: how many persons, talks or plans in one place and month.

    ``area`` is the municipality or team as the case management names it, ``name`` the German name of the count
    ("Beratungsgespräche"). ``month`` is the last month of the period the count is for.
    """

    area: str
    name: str
    month: Month
    count: int
    source: Source
