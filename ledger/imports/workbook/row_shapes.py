"""Rows built like an earlier one: when all but values and row number is the same, the values are all there is to read.

Nearly all rows of a table are built alike. What a row is without its values (its skeleton: tags, columns, styles, in
their order) is compared as a whole with the skeleton of an earlier row that was taken apart cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.imports.workbook.raw_sheet import TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Reading = Callable[[str], tuple[str, str]]

_VALUE = re.compile("<v>([^<]*)</v>")
_NUMBERED = re.compile(r'(<row r="|<c r="[A-Z]{1,3})[0-9]{1,7}"')
_BEGIN = '<row r="'
# Signs that XML cannot hold stand for a value and for the number of the row.
_HERE, _ROW = "\x01", "\x00"
_EMPTY = ("", TEXT)


@dataclass(frozen=True, slots=True)
class Shape:
    """A skeleton without its row number, how the value of each filled cell is read, and which cells are empty."""

    skeleton: str
    readings: tuple[Reading, ...]
    gaps: tuple[int, ...]
    hidden: bool


class RowShapes:
    """The shapes seen last on a sheet, by how many pieces the values cut a row into."""

    def __init__(self) -> None:
        self._shapes: dict[int, Shape] = {}

    def read(self, written: str) -> tuple[str, Sequence[str], Sequence[str], bool] | None:
        """Return row number, texts, kinds and whether the row is hidden, or None for a row of a new shape."""
        pieces = _VALUE.split(written)
        shape = self._shapes.get(len(pieces))
        if shape is None or "&" in written or not written.startswith(_BEGIN):
            return None
        digits = written[len(_BEGIN) : written.find('"', len(_BEGIN))]
        if _HERE.join(pieces[::2]) != shape.skeleton.replace(_ROW, digits):
            return None
        cells = [read(value) for read, value in zip(shape.readings, pieces[1::2], strict=True)]
        for gap in shape.gaps:
            cells.insert(gap, _EMPTY)
        # A row ends with its last filled cell.
        if cells[-1] == _EMPTY:
            return None
        texts, kinds = zip(*cells, strict=True)
        return digits, texts, kinds, shape.hidden

    def learn(self, written: str, digits: str, readings: Mapping[int, Reading], *, hidden: bool) -> None:
        """Remember the shape of a row with the readings of its filled columns (the first is 1)."""
        skeleton = _HERE.join(_VALUE.split(written)[::2])
        bare = _NUMBERED.sub(rf'\1{_ROW}"', skeleton)
        if not readings or bare.replace(_ROW, digits) != skeleton:
            return
        gaps = tuple(column - 1 for column in range(1, max(readings)) if column not in readings)
        self._shapes[skeleton.count(_HERE) * 2 + 1] = Shape(bare, tuple(readings.values()), gaps, hidden)
