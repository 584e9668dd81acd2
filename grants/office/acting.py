"""Who acts and when: clock, person and progress are handed in by the desk, so that everything else is pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ledger.act import Act

if TYPE_CHECKING:
    from datetime import date, datetime


class Progress(Protocol):
    """Tells people how far a stage is."""

    def stage(self, name: str, total: int) -> None:
        """Begin a stage of a number of steps."""

    def step(self, what: str) -> None:
        """Finish one step."""


class Silence:
    """Progress that nobody sees."""

    def stage(self, name: str, total: int) -> None:
        """Say nothing."""

    def step(self, what: str) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Acting:
    """The act: its moment, the operating-system user, who is told about progress, and the person who books.

    ``salt`` are random bytes for the book.
    ``person`` is the one foerderbuch.toml maps the user to; it is empty until somebody is admitted to book.
    ``knowing`` is the day whose knowledge of notices and rules counts, where it is not the day of the act.
    """

    now: datetime
    user: str
    progress: Progress
    salt: bytes
    person: str = ""
    knowing: date | None = None

    @property
    def today(self) -> date:
        """Return the day of the act."""
        return self.now.date()

    @property
    def known_on(self) -> date:
        """Return the day of knowledge: what was announced or became law later is not known yet."""
        return self.knowing or self.today

    def act(self) -> Act:
        """Return the act as the book writes it down."""
        return Act(self.now, self.user, self.person, self.salt)
