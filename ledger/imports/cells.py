"""Sheets of cells as they were read: every cell is text until a declared column turns it into a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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
    """One cell: its text (numbers with a decimal point, days in ISO form) and how the file typed it."""

    text: str
    type: CellType = CellType.TEXT

    @property
    def is_empty(self) -> bool:
        """Return whether nothing stands in the cell."""
        return self.type not in UNREADABLE and not self.text.strip()


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number as the clerk sees it (the first row is 1)."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """Return the cell at a position; a short row has empty cells at its end."""
        return self.cells[index] if index < len(self.cells) else EMPTY

    @property
    def is_empty(self) -> bool:
        """Return whether every cell is empty."""
        return all(cell.is_empty for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; a text table has a single sheet without a name.

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
    epoch_1904: bool = False
