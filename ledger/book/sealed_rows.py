"""The rows a log entry seals, read back in the order in which they were sealed, and where they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import SQLModel

from ledger.book.log import DELETE
from ledger.book.schema import BATCH, ENTRY
from ledger.book.seal import SEALED
from ledger.finding import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

# Columns by which a table's rows belong to the act that brought them; elsewhere it is the batch number.
_KEYS = {"batch": "number", "replaced": "replaced_by", "deletion": "log_number"}
_WORDS = {
    "batch": "Der Stapel",
    "batch_period": "Ein Zeitraum des Stapels",
    "replaced": "Eine Ersetzung",
    "person": "Die Person",
    "naming": "Die Namensangabe",
    "tenure": "Die Besetzung",
    "head_count": "Eine Personenzahl",
    "indicator": "Die Kennzahl",
    "entry": "Die Buchung",
    "deletion": "Eine Löschung",
}


def sealed_tables(act: str) -> tuple[str, ...]:
    """Return the tables whose rows an act brings."""
    return ("deletion",) if act == DELETE else tuple(table for table in SEALED if table != "deletion")


def batch_key(table: str) -> ColumnElement[int]:
    """Return the column that names the batch (or the log entry) a row belongs to."""
    return SQLModel.metadata.tables[table].c[_KEYS.get(table, "batch_number")]


def in_sealed_order(rows: Sequence[tuple[Any, ...]], table: str) -> list[tuple[Any, ...]]:
    """Return rows by their number; rows without one by their words, which no database sorts differently."""
    if SEALED[table][0] == "number":
        return sorted(rows, key=lambda row: row[0])
    return sorted(rows, key=lambda row: tuple(map(str, row)))


def sealed_rows(connection: Connection, table: str, condition: ColumnElement[bool]) -> list[tuple[Any, ...]]:
    """Return the sealed columns of the rows that fit a condition."""
    columns = [SQLModel.metadata.tables[table].c[name] for name in SEALED[table]]
    rows = [tuple(row) for row in connection.execute(select(*columns).where(condition))]
    return in_sealed_order(rows, table)


def origin_of(connection: Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> tuple[Place, str]:
    """Return file, sheet and row of the first of some rows, and the words that name them."""
    word = _WORDS[table]
    if not rows:
        return Place(f"Buch, Tabelle {table}"), word
    values = dict(zip(SEALED[table], rows[0], strict=True))
    batch = values["number"] if table == "batch" else values.get("batch_number")
    if values.get("reverses") is not None:  # the row of the file is that of the entry it takes back
        batch = select(ENTRY.c.batch_number).where(ENTRY.c.number == values["reverses"]).scalar_subquery()
    file = connection.execute(select(BATCH.c.file).where(BATCH.c.number == batch)).scalar_one_or_none() or "Buch"
    if "number" in values:
        word = f"{word} {values['number']}"
        if len(rows) > 1:
            word = f"{word} oder eine der {len(rows) - 1} folgenden"
    return Place(str(file), str(values.get("sheet", "")), values.get("row")), word
