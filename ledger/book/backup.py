"""Back up a book while it is in use, and restore it; what was written is verified before anybody relies on it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING

from ledger.book.engine import open_engine, transaction
from ledger.book.transfer import book_digest, copy_book
from ledger.book.verification import verify_book
from ledger.files import TEMPORARY, digest_of_file, put_in_place
from ledger.finding import ConflictError, FindingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from ledger.act import BookMark
    from ledger.book.verification import Verification


@dataclass(frozen=True, slots=True)
class BackUp:
    """Sicherung: the file, its SHA-256, and the last log entry it holds."""

    path: Path
    digest: str
    mark: BookMark


def back_up(source: Engine, target: Path) -> BackUp:
    """Write a verified copy of a book to a new SQLite file; the book may be in use.

    Raises ConflictError when the file exists, FindingsError when the copy does not verify: then none is kept.
    """
    if target.exists():
        raise ConflictError(
            f"Die Datei {target} gibt es schon; es wurde nichts gesichert.", "Bitte einen anderen Namen angeben."
        )
    with _temporary_beside(target) as temporary:
        _copy_to_file(source, temporary)
        checked = verify_file(temporary, "Es wurde keine Sicherung geschrieben.")
        put_in_place(temporary, target)
    return BackUp(target, digest_of_file(target), checked.mark)


def _copy_to_file(source: Engine, path: Path) -> None:
    """Copy at one moment of the book: SQLite does it itself, page by page; PostgreSQL is read in one transaction."""
    if source.dialect.name == "sqlite":
        with source.connect() as connection:
            connection.connection.driver_connection.execute("VACUUM INTO ?", (str(path),))  # type: ignore[union-attr]
        return
    target = open_engine(path)
    with transaction(source) as reading, transaction(target, writing=True) as writing:
        copy_book(reading, writing)


def verify_file(path: Path, consequence: str) -> Verification:
    """Verify a book in a file. Raises FindingsError with every place that does not fit."""
    with transaction(open_engine(path)) as connection:
        checked = verify_book(connection)
    if checked.damages:
        raise FindingsError(checked.damages, consequence)
    return checked


def move_book(source: Engine, target: Engine) -> str:
    """Copy a book into an empty database, verify it there, and return the digest both have.

    Raises ConflictError for a target that is not empty, FindingsError for a copy that does not verify.
    """
    with transaction(source) as reading, transaction(target, writing=True) as writing:
        copy_book(reading, writing)
        checked = verify_book(writing)
        if checked.damages:
            raise FindingsError(checked.damages, "Es wurde nichts übertragen.")
        return book_digest(writing)


def restore_to_file(backup: Path, target: Path) -> Verification:
    """Put a verified backup in the place of a SQLite book that is not there.

    Raises ConflictError when a book is there, FindingsError for a backup that does not verify.
    """
    if target.exists():
        raise ConflictError(
            f"An der Stelle {target} liegt ein Buch; es wurde nichts zurückgespielt.",
            "Bitte das vorhandene Buch vorher umbenennen.",
        )
    checked = verify_file(backup, "Es wurde nichts zurückgespielt.")
    with _temporary_beside(target) as temporary:
        _copy_to_file(open_engine(backup), temporary)
        verify_file(temporary, "Es wurde nichts zurückgespielt.")
        put_in_place(temporary, target)
    return checked


@contextlib.contextmanager
def _temporary_beside(target: Path) -> Iterator[Path]:
    """Give a name in the folder of the target and leave nothing behind under it."""
    temporary = target.with_name(f"{TEMPORARY}{token_hex(8)}")
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
