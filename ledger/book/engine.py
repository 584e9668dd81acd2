"""The one way into the book: an engine for its address, and transactions that are committed whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from ledger.book import postgresql, sqlite
from ledger.book.errors import in_german

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

SECONDS_TO_WAIT_FOR_A_LOCK = 30


def open_engine(address: Path | str | None) -> Engine:
    """Return the engine of a book: a path is a SQLite file, a text the URL of a PostgreSQL database, None is memory.

    Nothing is opened yet. Raises UnreadableError for a text that is no such URL, without repeating it.
    """
    if isinstance(address, str):
        return postgresql.open_engine(address, SECONDS_TO_WAIT_FOR_A_LOCK)
    return sqlite.open_engine(address, SECONDS_TO_WAIT_FOR_A_LOCK)


@contextmanager
def transaction(engine: Engine, *, writing: bool = False, rebuilding: bool = False) -> Iterator[Connection]:
    """Run one transaction: committed at the end, rolled back when anything goes wrong.

    A writing transaction holds the book against other writers from its beginning, so that nothing it reads can be
    outdated; a reading one sees one state of the book and cannot write. ``rebuilding`` is for migrations alone:
    tables may be replaced while others refer to them.

    Raises ConflictError when another program holds the book or the book refuses, UnreadableError when it cannot be
    read or written.
    """
    options: dict[str, object] = {"writing": writing, "rebuilding": rebuilding}
    if engine.dialect.name == "postgresql":
        options |= postgresql.WRITING if writing else postgresql.READING
    with translated(engine), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Let what the database of an engine raises reach the caller as a refusal in German."""
    try:
        yield
    except DBAPIError as problem:
        raise in_german(engine.url, problem.orig) from None
    except UnicodeDecodeError as problem:  # in the words of SQLite about a damaged schema
        raise in_german(engine.url, problem) from None
    except engine.dialect.loaded_dbapi.Error as problem:  # from the driver itself, which bulk loading speaks to
        raise in_german(engine.url, problem) from None
