"""Names share, months, persons and spending of every post, and their sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.fte import total_fte

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.settle.figures import Figures
    from grants.settle.positions import PositionLine


def name_positions(named: Figures, positions: Sequence[PositionLine]) -> None:
    """State the posts of the programme."""
    for line in positions:
        named.value(f"{line.slug}.vzae", line.fte, "Stellenanteil × besetzte Tage ÷ Tage des Jahres")
        named.value(f"{line.slug}.monate", line.months, "Monate mit mindestens einem besetzten Tag")
        named.value(f"{line.slug}.personen", line.persons, "Personen auf der Stelle im Förderjahr")
        named.collect(f"{line.slug}.personal", "Personalausgaben der Stelle", line.splits)
    slugs = [line.slug for line in positions]
    named.value("stellen.anzahl", len(slugs), "Stellen des Programms", ())
    named.value(
        "stellen.personen",
        sum(line.persons for line in positions),
        "Summe der Personen je Stelle",
        [f"{slug}.personen" for slug in slugs],
    )
    named.value(
        "stellen.vzae",
        total_fte(line.fte for line in positions),
        "Summe der Stellen",
        [f"{slug}.vzae" for slug in slugs],
    )
    named.add("stellen.personal", "Personalausgaben aller Stellen", [f"{slug}.personal" for slug in slugs])
