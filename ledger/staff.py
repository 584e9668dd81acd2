"""People, posts and tenures: who sat on which post, when, with which share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ledger.cost import Source
    from ledger.fte import Fte
    from ledger.period import DaySpan


class PositionRole(Enum):
    """Aufgabe der Stelle."""

    INTEGRATION = "Integrationsmanagement"
    COORDINATION = "Koordinierende Stelle"
    REFUGEE_SOCIAL_WORK = "Flüchtlingssozialarbeit"


class Qualification(Enum):
    """Qualifikation."""

    SOCIAL_WORK_DEGREE = "Studium Soziale Arbeit"
    OTHER_DEGREE = "anderes Studium"
    MID_LEVEL = "mittlerer Bildungsabschluss"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Beschäftigte Person: the carrier's staff number and, apart from it, the name (personal data)."""

    carrier_key: str
    staff_number: str
    family_name: str
    given_name: str


@dataclass(frozen=True, slots=True)
class Position:
    """Stelle: a post of a carrier; its number is unique within the carrier."""

    carrier_key: str
    number: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """Besetzung: one person on one post for a span of days with a share of a full-time post."""

    carrier_key: str
    staff_number: str
    position_number: str
    role: PositionRole
    days: DaySpan
    fte: Fte
    pay_group: str
    qualification: Qualification
    requalification: DaySpan | None
    source: Source

    @property
    def position(self) -> Position:
        """Return the post that is filled."""
        return Position(self.carrier_key, self.position_number)

    def covers(self, day: date) -> bool:
        """Return whether the person sits on the post on that day."""
        return self.days.contains(day)
