"""In which cell of a booked file an amount stands: the column is found again by the header of the original."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.cost import Revenue
from ledger.imports.intake import read_sheets
from ledger.imports.kinds import SCHEMAS
from ledger.imports.recognise import recognise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.cost import Entry
    from ledger.imports.intake import ReadingRules
    from ledger.period import Month

LETTERS = 26
ONE_FOR_ALL = "Betrag"


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """Spalte eines Betrags: the title in the file, and in a workbook the letter of the column."""

    title: str
    letter: str

    def cell(self, row: int) -> str:
        """Return the cell of a row as a workbook calls it: ``H12``; empty for a text file, whose rows have no cells."""
        return f"{self.letter}{row}" if self.letter else ""


@dataclass(frozen=True, slots=True)
class AmountColumns:
    """Spalten der Beträge einer Datei: one for all rows, one for each month, or one for each kind by its name."""

    columns: Mapping[Month | str, AmountColumn]

    def of(self, entry: Entry | Revenue) -> AmountColumn | None:
        """Return the column in which the amount of an entry stands, None where the file no longer shows it."""
        names: list[Month | str] = [entry.month if isinstance(entry, Revenue) else entry.cost_month]
        if not isinstance(entry, Revenue) and entry.group is not None:
            names.append(entry.group.value)
        names += [entry.kind.value, ONE_FOR_ALL]
        return next((self.columns[name] for name in names if name in self.columns), None)


def find_amount_columns(content: bytes, file: str, rules: ReadingRules) -> AmountColumns:
    """Return in which columns the amounts of a booked file stand, by the profile that fits it today.

    A file that no profile fits any more has no known columns. Raises UnreadableError for bytes that are no table.
    """
    sheets, is_text = read_sheets(content, file)
    found = recognise(sheets, rules.profiles, rules.year)
    if found is None or found.rivals:
        return AmountColumns({})
    header, profile = found.header, found.profile
    if profile.spread is not None:
        stands_for = {column.field: column.value(rules.year) for column in profile.spread_columns}
    else:
        stands_for = {name: SCHEMAS[profile.kind].field(name).meaning for name in profile.columns}
    return AmountColumns(
        {
            meaning: AmountColumn(header.titles[name], "" if is_text else column_letter(header.positions[name]))
            for name, meaning in stands_for.items()
            if name in header.positions
        }
    )


def column_letter(position: int) -> str:
    """Return the letter of a column counted from 0: ``A``, ``Z``, ``AA``."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
