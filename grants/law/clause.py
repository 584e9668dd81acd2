"""Where a rule stands: its number, the document in which it was seen, and whether it is proven or assumed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

UNKNOWN_CLAUSE = "unbekannt"


class Status(Enum):
    """Beleglage eines Werts."""

    PROVEN = "belegt"
    ASSUMED = "Annahme"


@dataclass(frozen=True, slots=True)
class Clause:
    """Fundstelle im Regelwerk: number in the rule, the document in which it was seen, proven or assumed."""

    number: str
    rule: str
    document: str
    status: Status

    def words(self) -> str:
        """Return the clause as a paper cites it; an unknown number is said to be unknown."""
        mark = " (Annahme)" if self.status is Status.ASSUMED else ""
        if self.number == UNKNOWN_CLAUSE:
            return f"{self.rule}, Nr.\u00a0offen{mark}"
        if self.number.startswith("§"):
            return self.number.replace(" ", "\u00a0") + mark
        return f"Nr.\u00a0{self.number} {self.rule}{mark}"
