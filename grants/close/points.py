"""An open point: something people still have to do; it blocks nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Offener Punkt: what is open and what somebody has to do. Names no person."""

    text: str
    remedy: str
