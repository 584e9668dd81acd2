"""The indicators of the counselling as figures: each count over the year, and by area where there are several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.settle.facts import indicator_facts
from grants.settle.figures import Figure, key_slug
from ledger.german import join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.settle.figures import Figures
    from ledger.indicator import Indicator


@dataclass(frozen=True, slots=True)
class IndicatorTotals:
    """Kennzahlen eines Jahres: the names counted and the areas they were counted in, both in the order of reading."""

    names: tuple[str, ...]
    areas: tuple[str, ...]


def indicator_slug(name: str, area: str = "") -> str:
    """Return the name of the figure of a count, over all areas or in one."""
    return ".".join(("kennzahl", key_slug(name), *([key_slug(area)] if area else [])))


def name_indicators(figures: Figures, indicators: Sequence[Indicator]) -> IndicatorTotals:
    """State every count of the year; a count that an area did not report is not stated for it, never zero."""
    names = tuple(dict.fromkeys(each.name for each in indicators))
    areas = tuple(dict.fromkeys(each.area for each in indicators))
    for name in names:
        counted = [each for each in indicators if each.name == name]
        parts = []
        for area in areas if len(areas) > 1 else ():
            here = [each for each in counted if each.area == area]
            if here:
                parts.append(indicator_slug(name, area))
                words = f"{name}, {area}, {_files(here)}"
                figures.state(Figure(parts[-1], sum(each.count for each in here), words, facts=indicator_facts(here)))
        facts = () if parts else indicator_facts(counted)
        words = f"{name}, {_files(counted)}"
        whole = sum(each.count for each in counted)
        figures.state(Figure(indicator_slug(name), whole, words, tuple(parts), facts=facts))
    return IndicatorTotals(names, areas)


def _files(indicators: Sequence[Indicator]) -> str:
    files = list(dict.fromkeys(each.source.file for each in indicators))
    return f"Summe der gemeldeten Zeiträume aus {join_words(files)}"
