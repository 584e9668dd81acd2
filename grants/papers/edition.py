"""Ausfertigung: number and day that an issued paper carries in place of its stamp as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.german import format_date

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Edition:
    """Ausfertigung: the number, the day as printed and in ISO form, and the edition it takes the place of."""

    number: str
    day: str
    iso_day: str
    replaces: Edition | None = None


def edition_of(number: str, day: date, replaces: Edition | None = None) -> Edition:
    """Return the edition as papers print it; of the one it replaces only number and day are printed."""
    return Edition(number, format_date(day), day.isoformat(), replaces)
