"""Kennzahlen der Beratung as tables of the proof of use, which alone may show small counts of one area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.papers.elements import Column, Holds, Number, Row, Table, show
from grants.settle.indicator_figures import indicator_slug
from ledger.german import EN_DASH

if TYPE_CHECKING:
    from grants.settle.figures import Figures
    from grants.settle.year import YearResult

NAMES_PER_TABLE = 4
WIDTH_OF_A_COUNT = 18


def indicator_tables(result: YearResult) -> tuple[Table, ...]:
    """Return each count over the year; with several areas one line per area and the sum. No counts, no table."""
    figures, counted = result.figures, result.indicators
    if not counted.names:
        return ()
    if len(counted.areas) == 1:
        rows = tuple(Row((name, show(figures[indicator_slug(name)]))) for name in counted.names)
        columns = (Column("Kennzahl", 72, holds=Holds.TYPED), Column("Anzahl im Jahr", 28, numeric=True))
        return (Table("Kennzahlen", "Kennzahlen", columns, rows, subject=counted.areas[0]),)
    starts = range(0, len(counted.names), NAMES_PER_TABLE)
    return tuple(
        _by_area(figures, counted.areas, counted.names[start : start + NAMES_PER_TABLE], number)
        for number, start in enumerate(starts, start=1)
    )


def _by_area(figures: Figures, areas: tuple[str, ...], names: tuple[str, ...], number: int) -> Table:
    rows = tuple(Row((area, *(_count(figures, name, area) for name in names))) for area in areas)
    sums = (show(figures[indicator_slug(name)], figures[indicator_slug(name)].parts) for name in names)
    columns = (
        Column("Ort oder Team", 100 - WIDTH_OF_A_COUNT * len(names), holds=Holds.TYPED),
        *(Column(name, WIDTH_OF_A_COUNT, numeric=True, typed_title=True) for name in names),
    )
    sheet = "Kennzahlen" if number == 1 else f"Kennzahlen-{number}"
    return Table("Kennzahlen nach Orten und Teams", sheet, columns, rows, (Row(("Summe", *sums), total=True),))


def _count(figures: Figures, name: str, area: str) -> Number | str:
    """Return the count of an area; a dash where it reported none, which is not zero."""
    slug = indicator_slug(name, area)
    return show(figures[slug]) if slug in figures else EN_DASH
