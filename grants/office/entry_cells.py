"""Where the amounts of entries stand in their files: row, column and, in a workbook, the cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.finding import UnreadableError
from ledger.imports.amount_cell import AmountColumns, find_amount_columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from grants.office.workspace import Workspace
    from ledger.book.store import Book
    from ledger.cost import Entry, Revenue, Source
    from ledger.period import FundingYear


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """Fundstelle einer Buchung: file, sheet, row, and the column and cell of its amount where they are known."""

    file: str
    sheet: str
    row: int
    column: str
    cell: str

    @property
    def spot(self) -> str:
        """Return the place inside the file: ``Blatt Journal, Zelle F12`` or ``Zeile 12, Spalte Betrag``."""
        sheet = f"Blatt {self.sheet}, " if self.sheet else ""
        if self.cell:
            return f"{sheet}Zelle {self.cell}"
        column = f", Spalte {self.column}" if self.column else ""
        return f"{sheet}Zeile {self.row}{column}"

    def words(self) -> str:
        """Return the place as people read it: ``journal.xlsx, Blatt Journal, Zelle F12``."""
        return f"{self.file}, {self.spot}"


def source_place(source: Source) -> EntryPlace:
    """Return the place of a fact that is no booking: its file and row."""
    return EntryPlace(source.file, source.sheet, source.row, "", "")


def place_finder(workspace: Workspace, book: Book, year: FundingYear) -> Callable[[Entry | Revenue], EntryPlace]:
    """Return a function that says where an entry stands; each original of the book is opened once, when asked for.

    A file whose original is deleted, or which no reader profile fits any more, is named with its row alone.
    """
    known: dict[str, AmountColumns] = {}
    rules = workspace.reading_rules(year)

    def columns_of(digest: str, file: str) -> AmountColumns:
        content = book.original(digest)
        try:
            return find_amount_columns(content, file, rules) if content else AmountColumns({})
        except UnreadableError:
            return AmountColumns({})  # it was readable when it was booked; the row still names the place

    def find(entry: Entry | Revenue) -> EntryPlace:
        source = entry.source
        if source.digest not in known:
            known[source.digest] = columns_of(source.digest, source.file)
        column = known[source.digest].of(entry)
        title, cell = (column.title, column.cell(source.row)) if column else ("", "")
        return EntryPlace(source.file, source.sheet, source.row, title, cell)

    return find
