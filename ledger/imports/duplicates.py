"""Rows that look like something booked before: pointed out to the clerk, never refused and never left out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledger.finding import Finding, Place, hint
from ledger.german import format_counted
from ledger.imports.ignored import name_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.cost import Entry

_REMEDY = "Bitte prüfen, ob etwas doppelt ausgegeben wurde; die Zeilen werden sonst gebucht, wie sie sind."


def find_duplicates(new: Sequence[Entry], booked: Sequence[Entry]) -> tuple[Finding, ...]:
    """Return hints for new rows that equal a row of an earlier file or of their own file.

    Rows are equal by carrier, person, month of service, label, voucher and amount; within a file also by the month
    settled, because back pay may repeat an amount. Earlier are the booked files and then the new ones in their order;
    what was reversed in the book does not count.
    """
    wanted = {_likeness(entry) for entry in new} if booked else set()
    first = {likeness: entry for entry in _standing(booked) if (likeness := _likeness(entry)) in wanted}
    in_file: dict[tuple[object, ...], int] = {}
    again: dict[tuple[Place, str], list[tuple[int, int]]] = defaultdict(list)
    for entry in new:
        likeness = _likeness(entry)
        earlier = first.get(likeness)
        if earlier is None:
            first[likeness] = entry
            continue
        source = entry.source
        if earlier.source.digest != source.digest:
            again[Place(source.file, source.sheet), earlier.source.file].append((source.row, earlier.source.row))
        in_file.setdefault((earlier.source.digest, earlier.paid_in, likeness), earlier.source.row)
        same = in_file.setdefault((source.digest, entry.paid_in, likeness), source.row)
        if same != source.row:
            again[Place(source.file, source.sheet), source.file].append((source.row, same))
    return tuple(_hint(where, file, rows) for (where, file), rows in again.items())


def _likeness(entry: Entry) -> tuple[object, ...]:
    """Return what makes two rows look alike; the label carries the code, whatever it was assigned to at the time."""
    month = entry.cost_month
    return (
        entry.carrier_key,
        entry.staff_number,
        month.year,
        month.number,
        entry.label,
        entry.voucher,
        entry.amount.cents,
    )


def _standing(booked: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the booked entries that are neither reversed nor a reversal."""
    reversed_ = {entry.reverses for entry in booked if entry.reverses is not None}
    return (entry for entry in booked if entry.reverses is None and entry.number not in reversed_)


def _hint(where: Place, file: str, rows: list[tuple[int, int]]) -> Finding:
    """Return the hint for the rows of a file that equal rows of another, or of itself."""
    count = format_counted(len(rows), "Zeile", "Zeilen")
    whose = "in einer früheren Zeile derselben Datei" if file == where.file else f"in {file}"
    return hint(
        Place(where.file, where.sheet, rows[0][0]),
        f"In {count} steht dasselbe wie {whose}: dieselbe Person, derselbe Monat, dieselbe Art und derselbe Betrag.",
        _REMEDY,
        found=f"{name_rows([row for row, _ in rows])} wie {name_rows([row for _, row in rows])}",
    )
