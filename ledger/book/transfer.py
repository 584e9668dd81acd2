"""Copy a whole book into an empty database, from SQLite to PostgreSQL or back, and prove that nothing changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import String, inspect, select
from sqlmodel import SQLModel

from ledger.book.booking import insert_rows
from ledger.book.guards import set_guards
from ledger.book.log import BOOK
from ledger.book.schema import LOG, ORIGINAL
from ledger.book.seal import canonical
from ledger.finding import ConflictError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection, Table

ROWS_AT_ONCE = 5_000


def copy_book(source: Connection, target: Connection) -> None:
    """Copy every row of a book into a database without tables; both connections are in a transaction of their own.

    The guards are set when all rows are there: a frozen year refuses even its own entries. Raises ConflictError when
    the target is not empty, UnreadableError when the copy differs from the source.
    """
    if inspect(target).get_table_names():
        raise ConflictError(
            "In der Zieldatenbank stehen schon Tabellen; es wurde nichts übertragen.",
            "Bitte eine leere Datenbank angeben.",
        )
    SQLModel.metadata.create_all(target)
    for table in SQLModel.metadata.sorted_tables:
        columns = tuple(column.name for column in table.columns)
        for rows in _portions(source, table):
            insert_rows(target, table.name, columns, rows)
    set_guards(target)
    for table in SQLModel.metadata.sorted_tables:
        if table_digest(source, table) != table_digest(target, table):
            raise UnreadableError(
                f"Die Tabelle {table.name} ist nach dem Übertragen nicht dieselbe; es wurde nichts übernommen.",
                "Bitte die Meldung an die Betreuung des Verfahrens weitergeben.",
            )


def book_digest(connection: Connection) -> str:
    """Return one digest over every row of a book, the same on every database.

    What was done with documents is left out: making one or moving the book does not make it another book.
    """
    tables = {
        table.name: table_digest(connection, table) for table in SQLModel.metadata.sorted_tables if table is not LOG
    }
    tables[LOG.name] = table_digest(connection, LOG, LOG.c.chain == BOOK)
    return hashlib.sha256(canonical(tables).encode()).hexdigest()


def table_digest(connection: Connection, table: Table, condition: ColumnElement[bool] | None = None) -> str:
    """Return the digest of the rows of a table, bytes as hexadecimal digits, in the order of their keys."""
    digest = hashlib.sha256()
    for rows in _portions(connection, table, condition):
        for row in rows:
            values = [bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value for value in row]
            digest.update(canonical({"": values}).encode())
    return digest.hexdigest()


def _portions(
    connection: Connection, table: Table, condition: ColumnElement[bool] | None = None
) -> Iterator[list[tuple[object, ...]]]:
    """Yield the rows of a table in portions, so that a large book is never in memory as a whole."""
    # Words are sorted by their code points, whatever language the server sorts by.
    c_locale = connection.dialect.name == "postgresql"
    keys = [key.collate("C") if c_locale and isinstance(key.type, String) else key for key in table.primary_key.columns]
    query = select(table).order_by(*keys)
    if condition is not None:
        query = query.where(condition)
    at_once = 1 if table is ORIGINAL else ROWS_AT_ONCE
    for portion in connection.execute(query, execution_options={"yield_per": at_once}).partitions():
        yield [tuple(row) for row in portion]
