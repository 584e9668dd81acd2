"""Open points for costs below zero that a carrier would bear itself: refunds and reversals without what they undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.close.points import OpenPoint
from grants.settle.figures import carrier_slug
from grants.settle.naming import COUNTY_SLUG, SLUGS
from ledger.german import format_euro
from ledger.money import ZERO

if TYPE_CHECKING:
    from grants.settle.year import YearResult


def negative_cost_points(result: YearResult) -> list[OpenPoint]:
    """Return each kind of cost of a carrier whose part that is not fundable is less than nothing."""
    inputs = result.inputs
    carriers = {COUNTY_SLUG: inputs.county.name}
    carriers |= {carrier_slug(each.carrier.key): each.carrier.name for each in inputs.agreements}
    points = []
    for slug, carrier in carriers.items():
        for kind, name in SLUGS.items():
            amount = result.figures[f"{slug}.{name}.nicht_zuwendungsfaehig"].money
            if amount < ZERO:
                points.append(
                    OpenPoint(
                        f"{carrier}: Nicht zuwendungsfähige Ausgaben der Art {kind.value} sind negativ "
                        f"({format_euro(amount)}). Sie mindern im Nachweis, was der Träger selbst zu tragen hat.",
                        "Bitte prüfen, ob zu einer Erstattung oder einem Storno die Ausgabe fehlt oder in ein anderes "
                        "Jahr gehört.",
                    )
                )
    return points
