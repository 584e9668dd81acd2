"""Carriers: who delivers the counselling and bears the costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CarrierKind(Enum):
    """Trägerart."""

    COUNTY = "Landkreis"
    MUNICIPALITY = "Gemeinde"
    UNION = "Gemeindeverband"
    WELFARE_BODY = "Träger der freien Wohlfahrtspflege"


@dataclass(frozen=True, slots=True)
class Carrier:
    """Träger: a body that delivers the counselling; its key is text (AGS where there is one)."""

    key: str
    name: str
    kind: CarrierKind


@dataclass(frozen=True, slots=True)
class HeadCount:
    """Personenzahl: persons of the target group in one municipality, the key of the distribution."""

    municipality_key: str
    municipality_name: str
    year: int
    persons: int
