"""Write the invented yearly evaluation of the counselling, one row per carrier and quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carriers import CARRIERS
from formats import YEAR, write_csv

if TYPE_CHECKING:
    from pathlib import Path

COUNTY = "Landkreis Lindental"
HEADER = ("Team", "Zeitraum", "Beratene Personen", "Beratungsgespräche", "Integrationspläne", "Erreichte Ziele")

# Persons, talks, plans and goals of each quarter: about a third of the persons of an area, two to three talks each.
_COUNTY_QUARTERS = ((486, 1192, 74, 41), (502, 1267, 69, 48), (471, 1108, 52, 45), (515, 1304, 63, 57))
_CARRIER_QUARTERS = (
    ((104, 268, 17, 9), (111, 283, 14, 11), (98, 241, 11, 10), (107, 276, 13, 12)),
    ((51, 127, 8, 4), (54, 139, 7, 6), (49, 118, 5, 5), (55, 142, 6, 6)),
    ((58, 149, 9, 5), (62, 158, 8, 6), (55, 133, 6, 6), (60, 151, 7, 7)),
)


def write_indicators(inbox: Path) -> None:
    """Write the table as the case management exports it."""
    areas = {COUNTY: _COUNTY_QUARTERS}
    areas |= {carrier.name: quarters for carrier, quarters in zip(CARRIERS, _CARRIER_QUARTERS, strict=True)}
    rows = [
        (area, f"Q{number}/{YEAR}", *map(str, counts))
        for area, quarters in areas.items()
        for number, counts in enumerate(quarters, start=1)
    ]
    write_csv(inbox / f"kennzahlen_{YEAR}.csv", [HEADER, *rows], "utf-8-sig")
