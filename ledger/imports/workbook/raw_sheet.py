"""Sheets as the child process hands them over: plain tuples of texts, each cell's kind a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.imports.workbook.spreadsheet_limits import (
    LAST_ROW,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    beyond,
    misplaced,
    too_large,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# The kind of a cell. A struck text is a text; its row is pointed out.
TEXT, NUMBER, DAY, UNCALCULATED, FAULTY, STRUCK = "T", "N", "D", "U", "F", "S"

_LETTERS = 26


class RawRow(NamedTuple):
    """A row with something in it: its number, the texts of its cells, and one letter for the kind of each."""

    number: int
    texts: tuple[str, ...]
    kinds: str


class RawSheet(NamedTuple):
    """A sheet: its filled rows, and the numbers of those that a clerk does not see or has struck."""

    name: str
    hidden: bool
    epoch_1904: bool
    rows: list[RawRow]
    hidden_rows: list[int]
    filtered_rows: list[int]
    struck_rows: list[int]
    hidden_columns: list[int]


class RowCollector:
    """The filled rows of one sheet, held to the limits as they come in; empty cells and rows are dropped."""

    def __init__(self, sheet: str, room: int = MOST_CELLS) -> None:
        """Begin a sheet; ``room`` is how many cells the workbook may still hold."""
        self.sheet = sheet
        self.room = room
        self.rows: list[RawRow] = []
        self.hidden: list[int] = []
        self.struck: list[int] = []
        self.last = 0
        self._patterns: dict[str, str] = {}

    def check_order(self, number: int) -> None:
        """Refuse a row that does not come after the one before it."""
        if not self.last < number <= LAST_ROW:
            raise misplaced(self.sheet, f"A{number}")
        self.last = number

    def add(self, number: int, texts: Sequence[str], kinds: Sequence[str], *, hidden: bool, struck: bool) -> None:
        """Keep a row that ends with its last filled cell; a row without cells is none."""
        if not texts:
            return
        if number > MOST_ROWS:
            raise beyond(self.sheet, cell_name(len(texts), number))
        self.room -= len(texts)
        if self.room < 0:
            raise too_large(f"Ab Zeile {number} auf dem Blatt „{self.sheet}“ sind es mehr Zellen.")
        pattern = "".join(kinds)
        if struck or STRUCK in pattern:
            pattern = pattern.replace(STRUCK, TEXT)
            self.struck.append(number)
        if hidden:
            self.hidden.append(number)
        # Rows alike share one pattern, which keeps what is handed over small.
        self.rows.append(RawRow(number, tuple(texts), self._patterns.setdefault(pattern, pattern)))

    def filled_columns(self, columns: set[int]) -> list[int]:
        """Return those of the columns in which something stands."""
        return sorted(
            column
            for column in columns
            if column <= MOST_COLUMNS
            and any(
                len(row.texts) >= column and (row.texts[column - 1] or row.kinds[column - 1] != TEXT)
                for row in self.rows
            )
        )


def place_cell(texts: list[str], kinds: list[str], column: int, text: str, kind: str) -> None:
    """Put a filled cell at its column (the first is 1), with empty cells up to it."""
    missing = column - 1 - len(texts)
    if missing:
        texts.extend([""] * missing)
        kinds.extend([TEXT] * missing)
    texts.append(text)
    kinds.append(kind)


def column_number(letters: str) -> int:
    """Return the number of a column: A is 1, XFD is 16,384."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column: 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(column: int, row: int) -> str:
    """Return a cell as a clerk calls it: B7."""
    return f"{column_letters(column)}{row}"
