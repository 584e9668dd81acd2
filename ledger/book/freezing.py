"""Freeze a year: from then on it counts what it counted, and the book can prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, cast, func, insert, select

from ledger.book.log import BOOK, FREEZE, append_log, mark_of, next_log_number, read_log
from ledger.book.schema import BATCH, ENTRY, HEAD_COUNT, INDICATOR, TENURE
from ledger.book.schema import FREEZE as FREEZE_TABLE
from ledger.book.seal import SEALED, digest_of, seal_rows
from ledger.book.sealed_rows import sealed_rows
from ledger.book.years import Freeze, lock_year, read_freeze
from ledger.cost import CostKind, YearBasis
from ledger.finding import ConflictError
from ledger.money import Money

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from ledger.act import Act, BookMark


def year_of_entry(basis: YearBasis) -> ColumnElement[int]:
    """Return the year an entry belongs to, as the database computes it; ``Entry.deciding_month`` says the same."""
    if basis is YearBasis.SERVICE:
        return ENTRY.c.year
    return cast(func.substr(func.coalesce(ENTRY.c.paid_on, ENTRY.c.paid_in), 1, 4), Integer)


def count_year(connection: Connection, year: int, basis: YearBasis) -> tuple[int, Money, str]:
    """Return how many entries a year counts, the sum of its costs, and the digest of all its facts.

    Entries taken back count with their reversals; entries that came after the freeze do not.
    """
    counted = (year_of_entry(basis) == year) & (ENTRY.c.late == 0)
    entries = sealed_rows(connection, "entry", counted)
    costs = tuple(kind.value for kind in CostKind)
    cents = SEALED["entry"].index("cents")
    kind = SEALED["entry"].index("kind")
    parts: list[object] = [seal_rows(entries).digest]
    parts += [
        seal_rows(sealed_rows(connection, table, condition)).digest
        for table, condition in (
            ("tenure", TENURE.c.year == year),
            ("head_count", HEAD_COUNT.c.year == year),
            ("indicator", INDICATOR.c.batch_number.in_(select(BATCH.c.number).where(BATCH.c.year == year))),
        )
    ]
    return len(entries), Money(sum(row[cents] for row in entries if row[kind] in costs)), digest_of(parts)


def freeze_year(connection: Connection, year: int, basis: YearBasis, act: Act, seen: BookMark | None = None) -> Freeze:
    """Freeze a year; the caller holds the write lock.

    ``seen`` is the mark of the year that was looked at before deciding to freeze it. Raises ConflictError when the
    year is frozen, has nothing booked, or has got further entries since.
    """
    lock_year(connection, year)
    if read_freeze(connection, year) is not None:
        raise ConflictError(
            f"Das Förderjahr {year} ist schon festgeschrieben.", "„foerderbuch stand“ zeigt, wann und von wem."
        )
    entry_count, amount, digest = count_year(connection, year, basis)
    mark = mark_of(read_log(connection, BOOK), year)
    if mark is None:
        raise ConflictError(
            f"Für das Förderjahr {year} ist nichts gebucht; es wurde nichts festgeschrieben.",
            f"Bitte zuerst „foerderbuch lauf {year}“ ausführen.",
        )
    if seen is not None and seen != mark:
        raise ConflictError(
            f"Für das Förderjahr {year} wurde gerade noch gebucht; es wurde nichts festgeschrieben.",
            "Bitte die Zahlen noch einmal ansehen und den Befehl wiederholen.",
        )
    number = next_log_number(connection, BOOK)
    content = {
        "jahre": [year],
        "massstab": basis.value,
        "buchungen": entry_count,
        "summe": amount.cents,
        "siegel": digest,
        "stand": {"eintrag": mark.count, "siegel": mark.head},
    }
    values = {
        "year": year,
        "log_number": number,
        "basis": basis.value,
        "entry_count": entry_count,
        "sum_cents": amount.cents,
        "digest": digest,
    }
    connection.execute(insert(FREEZE_TABLE), values)
    append_log(connection, BOOK, act, FREEZE, content)
    return Freeze(year, number, basis, entry_count, amount, digest)
