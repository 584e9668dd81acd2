"""A book in a SQLite file: writers lock before they read, commits survive a power cut, readers change nothing."""

from __future__ import annotations

import os
import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import URL, create_engine, event
from sqlalchemy.pool import NullPool, StaticPool

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

# Older ones can damage a file with a write-ahead log that two programs write (sqlite.org/wal.html#walresetbug).
SOUND_WRITE_AHEAD_LOG = (3, 51, 3)
_KIND_OF_JOURNAL, _WRITE_AHEAD_LOG = slice(18, 20), b"\x02\x02"  # in the header of the file


def open_engine(path: Path | None, seconds: int) -> Engine:
    """Return the engine of a SQLite book, None for one in memory; another writer is waited for some seconds."""
    engine = create_engine(
        URL.create("sqlite", database=str(path) if path else None),
        creator=partial(_connect, path, seconds),
        poolclass=NullPool if path else StaticPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def journal_mode(version: tuple[int, ...]) -> str:
    """Return the kind of journal that is safe with a version of SQLite."""
    return "WAL" if version >= SOUND_WRITE_AHEAD_LOG else "DELETE"


def _connect(path: Path | None, seconds: int) -> sqlite3.Connection:
    """Open the file; transactions are left to us, and deleted bytes are overwritten."""
    place = _place(path) if path else "file::memory:"
    connection = sqlite3.connect(place, uri=True, timeout=seconds, isolation_level=None)
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _place(path: Path) -> str:
    """Return the URI of the file.

    A write-ahead log needs files beside the book even for reading. Where none can be written and none are there,
    nobody is writing either, and the file is read as it stands.
    """
    uri = path.absolute().as_uri()
    if os.access(path, os.R_OK) and path.is_file() and not _can_write_beside(path):
        with path.open("rb") as file:
            header = file.read(100)
        if header[_KIND_OF_JOURNAL] == _WRITE_AHEAD_LOG and not path.with_name(f"{path.name}-wal").exists():
            return f"{uri}?immutable=1"
    return uri


def _can_write_beside(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _begin(connection: Connection) -> None:
    """Begin the transaction that was asked for, with the settings that must be made outside of one."""
    options = connection.get_execution_options()
    writing = options.get("writing", False)
    settings = {
        "query_only": "OFF" if writing else "ON",
        # A table that is replaced is dropped first, which would delete the rows that refer to it.
        "foreign_keys": "OFF" if options.get("rebuilding", False) else "ON",
    }
    if writing:
        settings |= {"journal_mode": journal_mode(sqlite3.sqlite_version_info), "synchronous": "FULL"}
    for name, value in settings.items():
        connection.exec_driver_sql(f"PRAGMA {name} = {value}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
