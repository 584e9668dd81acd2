"""What a file holds that is not booked, and why: columns nobody needs, totals that were checked, empty rows, zeros."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.german import format_count, format_counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.imports.header import Header
    from ledger.imports.table import Table

ROWS_SHOWN = 5


def ignored_columns(header: Header) -> list[str]:
    """Return a sentence for each column of the file that is not read."""
    return [
        *(f"Spalte „{title}“: bekannt, wird nicht gebraucht." for title in header.unbooked),
        *(f"Spalte „{title}“: im Leseprofil nicht vorgesehen." for title in header.unknown),
    ]


def ignored_rows(table: Table) -> list[str]:
    """Return a sentence for the totals that were checked and for empty rows; nothing for a table with errors."""
    if any(finding.blocks for finding in table.findings):
        return []
    totals = table.total_rows
    sentences = []
    if totals:
        count = format_counted(len(totals), "Summenzeile", "Summenzeilen")
        sentences.append(f"{count} ({name_rows(totals)}): nachgerechnet.")
    if table.empty_rows:
        sentences.append(f"{format_counted(table.empty_rows, 'leere Zeile', 'leere Zeilen')}.")
    return sentences


def ignored_zeros(rows: Sequence[int]) -> list[str]:
    """Return a sentence for amounts of 0,00, which book nothing."""
    if not rows:
        return []
    count = format_counted(len(rows), "Betrag", "Beträge")
    return [f"{count} von 0,00\u00a0€ ({name_rows(sorted(set(rows)))}): nichts zu buchen."]


def name_rows(rows: Sequence[int]) -> str:
    """Return the first rows and how many more there are: ``Zeilen 4, 9, 12 und 30 weitere``."""
    shown, more = ", ".join(str(row) for row in rows[:ROWS_SHOWN]), len(rows) - ROWS_SHOWN
    return (
        f"{'Zeile' if len(rows) == 1 else 'Zeilen'} {shown}{f' und {format_count(more)} weitere' if more > 0 else ''}"
    )
