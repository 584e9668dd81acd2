"""What somebody does to a book who may do everything: the guards sleep, rows change, the chain is written anew."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from ledger.book.engine import open_engine, transaction
from ledger.book.freezing import count_year
from ledger.book.log import BOOK, DELETE, FREEZE, read_log
from ledger.book.schema import FREEZE as FREEZE_TABLE
from ledger.book.schema import LOG
from ledger.book.seal import BEFORE_THE_FIRST, canonical, digest_of, seal_rows
from ledger.book.sealed_rows import batch_key, sealed_rows
from ledger.cost import YearBasis
from tests.postgres import OWNER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

# Nothing anybody has booked: the version of the tables, and the rows that are only locked.
NOT_BOOKED = {"book_info", "funding_year"}


@contextmanager
def unguarded(address: Path | str) -> Iterator[Connection]:
    """Open a book for everything, in one transaction; afterwards the guards stand as before."""
    if isinstance(address, str):
        with transaction(open_engine(address.replace(f"//{OWNER}@", "//postgres@")), writing=True) as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection
        return
    with transaction(open_engine(address), writing=True, rebuilding=True) as connection:
        guards = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for name, _ in guards:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        for _, statement in guards:
            connection.exec_driver_sql(statement)


def tamper(address: Path | str, *statements: str) -> None:
    """Run statements on a book whose guards sleep."""
    with unguarded(address) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def cut_off(connection: Connection, batch: int, log_number: int) -> None:
    """Take the last file out of a book with everything it brought, and its entry out of the log."""
    rows = {"entry": "batch_number", "tenure": "batch_number", "head_count": "batch_number", "replaced": "replaced_by"}
    rows |= {"indicator": "batch_number", "original": "batch_number", "batch_period": "batch_number", "batch": "number"}
    for table, column in rows.items():
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = {batch}")  # noqa: S608
    connection.exec_driver_sql(f"DELETE FROM log WHERE chain = 'buch' AND number = {log_number}")  # noqa: S608


def write_chain_anew(connection: Connection) -> None:
    """Make every seal of the book fit what its rows say now, as the program itself would have written it."""
    previous = BEFORE_THE_FIRST
    seals: dict[int, str] = {}
    for entry in read_log(connection, BOOK):
        said = entry.says()
        if entry.act == FREEZE:
            year, basis = said["jahre"][0], YearBasis(said["massstab"])
            count, amount, digest = count_year(connection, year, basis)
            said |= {"buchungen": count, "summe": amount.cents, "siegel": digest}
            said["stand"]["siegel"] = seals[said["stand"]["eintrag"]]
            values = {"entry_count": count, "sum_cents": amount.cents, "digest": digest}
            connection.execute(FREEZE_TABLE.update().where(FREEZE_TABLE.c.year == year).values(values))
        else:
            key = entry.number if entry.act == DELETE else said["stapel"]
            for table in said["zeilen"]:
                rows = sealed_rows(connection, table, batch_key(table) == key)
                said["zeilen"][table] = seal_rows(rows).said()
        content = canonical(said)
        words = (entry.chain, entry.number, entry.at, entry.account, entry.person, entry.act, content, previous)
        seals[entry.number] = digest_of(words)
        here = (LOG.c.chain == BOOK) & (LOG.c.number == entry.number)
        connection.execute(
            LOG.update().where(here).values(content=content, previous=previous, seal=seals[entry.number])
        )
        previous = seals[entry.number]
