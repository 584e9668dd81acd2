"""Who acts and when, as the book writes it down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Act:
    """Handlung: its moment, the operating-system account and the person it stands for.

    ``salt`` are random bytes of this act; the salts of personal records are derived from it, and it is kept nowhere.
    """

    at: datetime
    account: str
    person: str
    salt: bytes

    def moment(self) -> str:
        """Return the moment in ISO form with seconds, as the book keeps it."""
        return self.at.isoformat(timespec="seconds")

    def salt_for(self, record: str) -> str:
        """Return the salt of one personal record in hexadecimal digits (128 bits)."""
        return hashlib.sha256(self.salt + record.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class BookMark:
    """Stand des Buches: number and seal of the last log entry that booked or froze data of a year.

    Printed on paper it is the anchor outside the database: a book cut off or rewritten no longer has this entry.
    """

    count: int
    head: str
