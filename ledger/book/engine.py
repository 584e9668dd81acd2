"""How a connection to the book is opened: writers take the lock first, commits are durable, errors carry no data."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, StaticPool

from ledger.finding import ConflictError, UnreadableError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

SECONDS_TO_WAIT_FOR_A_LOCK = 30


def open_engine(path: Path | None) -> Engine:
    """Return the engine of a SQLite book; None gives an empty book in memory."""
    engine = create_engine(
        URL.create("sqlite", database=str(path) if path else None),
        connect_args={"timeout": SECONDS_TO_WAIT_FOR_A_LOCK},
        poolclass=NullPool if path else StaticPool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    """Leave transactions to us and make commits survive a power cut; deleted bytes are overwritten."""
    connection.isolation_level = None
    for setting in ("journal_mode = DELETE", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    """Take the write lock before the first read, so that nothing read in a writing transaction can be outdated."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writing: bool = False) -> Iterator[Connection]:
    """Run one transaction: committed at the end, rolled back when anything goes wrong.

    Raises ConflictError when another program holds the book, UnreadableError when it cannot be read or written.
    """
    try:
        with engine.connect().execution_options(writing=writing) as connection, connection.begin():
            yield connection
    except DBAPIError as problem:
        raise _in_german(engine, problem) from None


def _in_german(engine: Engine, problem: DBAPIError) -> ConflictError | UnreadableError:
    """Translate a database error without any value from the statement."""
    book = engine.url.database or "im Arbeitsspeicher"
    code: Any = getattr(problem.orig, "sqlite_errorname", "")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ConflictError(
            f"Das Buch {book} wird gerade von einem anderen Programm beschrieben.",
            "Bitte kurz warten und den Befehl wiederholen.",
        )
    if code.startswith("SQLITE_FULL"):
        return UnreadableError(
            f"Der Datenträger ist voll; in das Buch {book} wurde nichts geschrieben.",
            "Bitte Speicherplatz schaffen und den Befehl wiederholen.",
        )
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH", "SQLITE_IOERR")):
        return UnreadableError(
            f"Das Buch {book} kann nicht geöffnet oder beschrieben werden.",
            "Bitte prüfen, ob der Ordner vorhanden und für Sie beschreibbar ist.",
        )
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return UnreadableError(
            f"Die Datei {book} ist kein Förderbuch oder beschädigt.",
            "Bitte die letzte Sicherung zurückspielen.",
        )
    return UnreadableError(
        f"Das Buch {book} hat die Buchung abgelehnt ({code or type(problem.orig).__name__}); es wurde nichts gebucht.",
        "Bitte die Meldung an die Betreuung des Verfahrens weitergeben.",
    )
