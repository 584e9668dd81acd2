"""Where a book lies while it is killed: looked at as a whole after every trial, and quickly put back to how it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import inspect

from ledger.book.engine import open_engine, transaction
from ledger.book.verification import verify_book
from ledger.files import digest
from ledger.finding import RefusalError
from tests.postgres import OWNER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Row

NOTHING, DAMAGED = "nothing", "damaged: "


class Content:
    """Says what a book contains. Equal content verifies equally, so that each is verified once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._verified: set[str] = set()

    def look(self, *, writing: bool = False) -> str:
        """Return one digest over every row and the schema, NOTHING without tables, or DAMAGED with the reason."""
        try:
            with transaction(self._engine, writing=writing) as connection:
                rows = [tuple(row) for row in _rows(connection)]
                if not rows:
                    return NOTHING
                found = digest(repr(rows).encode())
                if found not in self._verified:
                    damages = verify_book(connection).damages
                    if damages:
                        return DAMAGED + "; ".join(damage.text for damage in damages)
                    self._verified.add(found)
                return found
        except RefusalError as refusal:
            return f"{DAMAGED}{refusal}"


def _rows(connection: Connection) -> Iterator[Row[Any]]:
    """Yield everything of a book without the store's own ways of reading; nothing for a database without tables."""
    if connection.dialect.name == "sqlite":
        yield from _rows_of_file(connection)
    else:
        yield from _rows_of_server(connection)


def _rows_of_file(connection: Connection) -> Iterator[Row[Any]]:
    schema = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY name").all()
    yield from schema
    for table in (row.name for row in schema if row.type == "table"):
        yield from connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - our own names
    # The pages are looked at every time: they can differ where the rows do not.
    for check in ("integrity_check", "foreign_key_check") if schema else ():
        yield from connection.exec_driver_sql(f"PRAGMA {check}")


def _rows_of_server(connection: Connection) -> Iterator[Row[Any]]:
    schema = connection.exec_driver_sql(
        "SELECT relname::text AS name, relkind::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "UNION ALL SELECT proname::text, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
        "UNION ALL SELECT tgname::text, tgenabled::text FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid "
        "WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace ORDER BY name"
    ).all()
    yield from schema
    digests = " UNION ALL ".join(
        f"SELECT '{row.name}', md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {row.name} AS t"  # noqa: S608
        for row in schema
        if row.relkind == "r"
    )
    if digests:
        yield from connection.exec_driver_sql(digests)


class SqliteFile:
    """A book in a file; its bytes are kept."""

    def __init__(self, folder: Path) -> None:
        self.address = folder / "buch.db"
        self.engine = open_engine(self.address)
        self._content = Content(self.engine)
        self._kept = b""

    def keep(self) -> None:
        """Remember what is there now."""
        self._kept = self.address.read_bytes()

    def restore(self) -> None:
        """Go back to it, or to nothing."""
        for path in self.address.parent.glob(f"{self.address.name}*"):
            path.unlink()
        if self._kept:
            self.address.write_bytes(self._kept)

    def look(self) -> str:
        """Look as a reader, who has to undo what a killed writer has left."""
        return self._content.look() if self.address.exists() else NOTHING


class PostgresDatabase:
    """A book on the server; what is kept lies in a schema beside it, because a new database takes too long."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.engine = open_engine(address)
        self._content = Content(self.engine)
        self._kept: list[str] = []

    def keep(self) -> None:
        """Remember what is there now."""
        with transaction(self.engine) as connection:
            self._kept = inspect(connection).get_table_names()
        self._administer("CREATE SCHEMA kept", *(f"CREATE TABLE kept.{table} AS TABLE {table}" for table in self._kept))

    def restore(self) -> None:
        """Go back to it without asking the triggers, or to an empty schema."""
        if not self._kept:
            self._administer("DROP SCHEMA public CASCADE", f"CREATE SCHEMA public AUTHORIZATION {OWNER}")
            return
        statements = ["SET session_replication_role = replica"]
        for table in self._kept:
            statements += [f"DELETE FROM {table}", f"INSERT INTO {table} TABLE kept.{table}"]  # noqa: S608
        self._administer(*statements)

    def look(self) -> str:
        """Look when the server has noticed that the client is gone: only then the write lock is free."""
        return self._content.look(writing=True)

    def _administer(self, *statements: str) -> None:
        """Do what only the administrator of the server may, in one transaction."""
        with psycopg.connect(self.address.replace(f"//{OWNER}@", "//postgres@")) as connection:
            connection.execute("; ".join(statements).encode())


Place = SqliteFile | PostgresDatabase
