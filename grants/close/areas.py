"""Areas of the counselling: a misspelt municipality would stand beside itself in the proof."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from ledger.finding import Finding, hint
from ledger.german import join_words
from ledger.imports.rows import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.indicator import Indicator

_KINDS_OF_MUNICIPALITY = ("stadt ", "große kreisstadt ", "gemeinde ")


def check_areas(indicators: Iterable[Indicator], known: Iterable[str]) -> tuple[Finding, ...]:
    """Return a hint for each file that counts areas nobody else names: a misspelt municipality would stand apart.

    ``known`` are the names of the county, its municipalities and carriers; teams have names of their own.
    """
    names = {_bare(name): name for name in known}
    strange: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        if _bare(indicator.area) not in names:
            strange.setdefault(indicator.source.file, []).append(indicator)
    return tuple(_unknown_areas(of_file, names) for of_file in strange.values())


def _unknown_areas(indicators: Sequence[Indicator], names: Mapping[str, str]) -> Finding:
    areas = sorted({indicator.area for indicator in indicators})
    near = [names[bare] for area in areas for bare in get_close_matches(_bare(area), names, n=1)]
    return hint(
        place(indicators[0].source, ""),
        f"Diese Gebiete heißen wie keine Gemeinde der Personenzahlen und wie kein Träger: {join_words(areas)}. "
        "Im Nachweis haben sie eigene Zeilen.",
        "Bitte Schreibfehler berichtigen; sind es Namen von Teams, ist nichts zu tun.",
        expected=", ".join(dict.fromkeys(near)),
    )


def _bare(name: str) -> str:
    """Return a name without what a municipality is: „Stadt Lindenstadt“ and „Lindenstadt“ are one."""
    folded = " ".join(name.split()).casefold()
    return next((folded.removeprefix(kind) for kind in _KINDS_OF_MUNICIPALITY if folded.startswith(kind)), folded)
