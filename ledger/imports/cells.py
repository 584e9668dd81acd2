"""Sheets of cells as they were read: every cell is text until a declared column turns it into a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


# Blanks of typography that stand between the digits and words of a cell; all of them mean an ordinary blank.
BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009", " "))


class CellType(Enum):
    """How the file itself typed a cell; it decides which spellings are allowed, never which value is meant."""

    TEXT = "Text"
    NUMBER = "Zahl"
    DAY = "Datum"
    UNCALCULATED = "Formel ohne berechneten Wert"
    FAULTY = "Fehlerwert"


# Cells in which something stands although no text can be read.
UNREADABLE = (CellType.UNCALCULATED, CellType.FAULTY)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text (numbers with a decimal point, days in ISO form) and how the file typed it.

    ``epoch_1904`` says that the workbook counts days from 1904; it matters for a day that stands there as a number.
    """

    text: str
    type: CellType = CellType.TEXT
    epoch_1904: bool = False

    @property
    def is_empty(self) -> bool:
        """Return whether nothing stands in the cell."""
        return self.type not in UNREADABLE and not self.text.strip()


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the clerk sees it (the first row is 1) and the texts of its cells.

    ``types`` is empty when the file typed every cell as text, else it has one type for each cell. Rows alike may share
    one tuple of types: a hundred thousand rows are then read without looking at each type.
    """

    number: int
    texts: tuple[str, ...]
    types: tuple[CellType, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return all cells."""
        return tuple(map(Cell, self.texts, self.types or (CellType.TEXT,) * len(self.texts)))

    def cell(self, index: int) -> Cell:
        """Return the cell at a position; a short row has empty cells at its end."""
        if index >= len(self.texts):
            return EMPTY
        return Cell(self.texts[index], self.types[index] if self.types else CellType.TEXT)

    @property
    def is_empty(self) -> bool:
        """Return whether every cell is empty."""
        return not any(map(str.strip, self.texts)) and not any(type_ in UNREADABLE for type_ in self.types)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; a text table has a single sheet without a name.

    A long text table holds only its first rows in ``rows``, enough to recognise its header; iterating over
    ``further`` reads the others, once for the delimiter that fits.

    Rows are pointed out by their numbers when a clerk does not see them (hidden, or hidden by a filter) or has struck
    something in them, columns by theirs (the first is 1). ``epoch_1904`` says from which year days are counted.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    delimiter: str = ""
    filtered_rows: tuple[int, ...] = ()
    struck_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    further: Iterable[Row] = ()
    epoch_1904: bool = False

    def every_row(self) -> Iterator[Row]:
        """Return all rows in their order. Raises UnreadableError when the further rows of a text are no table."""
        return chain(self.rows, self.further)
