"""Back up a book while it is in use, and restore it; what was written is verified before anybody relies on it."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from ledger.book.engine import open_engine, transaction, translated
from ledger.book.errors import book_name
from ledger.book.transfer import book_digest, copy_book
from ledger.book.verification import verify_book
from ledger.files import TEMPORARY, digest_of_file, put_in_place, put_in_place_of
from ledger.finding import ConflictError, FindingsError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from ledger.act import BookMark
    from ledger.book.verification import Verification

# Files beside a SQLite file without which its pages are not what they were meant to be.
COMPANIONS = ("-journal", "-wal", "-shm")


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
    _refuse_existing(target, "gesichert")
    _refuse_companions(target)
    with _temporary_beside(target) as temporary:
        _copy_to_file(source, temporary)
        checked = verify_file(temporary, "Es wurde keine Sicherung geschrieben.")
        put_in_place(temporary, target)
    return BackUp(target, digest_of_file(target), checked.mark)


def back_up_older(source: Engine, target: Path) -> str:
    """Write a copy of a SQLite book of an older version to a new file, as it is, and return the file's SHA-256.

    Seals can be proven only in the present version; here the pages, references and every row are compared.
    Raises ConflictError when the file exists, UnreadableError when the copy is not whole: then none is kept.
    """
    _refuse_existing(target, "gesichert")
    _refuse_companions(target)
    with _temporary_beside(target) as temporary:
        with transaction(source) as connection:
            before = _content(connection)
        _copy_to_file(source, temporary)
        with transaction(open_engine(temporary)) as connection:
            whole = _content(connection) == before and not _faults(connection)
        if not whole:
            raise UnreadableError(
                f"Das Buch {book_name(source.url)} ist beschädigt oder wird gerade beschrieben; es wurde keine "
                "Sicherung geschrieben.",
                "Bitte alle anderen Programme beenden und den Befehl wiederholen, sonst die letzte Sicherung "
                "zurückspielen.",
            )
        put_in_place(temporary, target)
    return digest_of_file(target)


def _content(connection: Connection) -> dict[str, str]:
    """Return a digest of the rows of each table of a SQLite file, whatever its version."""
    digests = {}
    for table in inspect(connection).get_table_names():
        whole = hashlib.sha256()
        for row in connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY rowid'):  # noqa: S608
            whole.update(repr(tuple(row)).encode())
        digests[table] = whole.hexdigest()
    return digests


def _faults(connection: Connection) -> list[object]:
    pages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [*(line for line in pages if line != "ok"), *connection.exec_driver_sql("PRAGMA foreign_key_check")]


def _refuse_existing(target: Path, done: str) -> None:
    if target.exists():
        raise ConflictError(
            f"Die Datei {target} gibt es schon; es wurde nichts {done}.", "Bitte einen anderen Namen angeben."
        )


def _copy_to_file(source: Engine, path: Path) -> None:
    """Copy at one moment of the book: SQLite does it itself, page by page; PostgreSQL is read in one transaction."""
    if source.dialect.name == "sqlite":
        with translated(open_engine(path)), source.connect() as connection:
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
    with _verified_copy(backup, target) as (temporary, checked):
        _refuse_companions(target)
        put_in_place(temporary, target)
    return checked


def restore_over_file(backup: Path, target: Path, aside: Path) -> Verification:
    """Put a verified backup in the place of a SQLite book, which is kept as ``aside``.

    Whenever the program is killed, one of the two is in its place. Raises ConflictError when ``aside`` exists or
    another program writes into the book, FindingsError for a backup that does not verify.
    """
    _refuse_existing(aside, "zurückgespielt")
    with _verified_copy(backup, target) as (temporary, checked):
        _undo_what_is_half_written(target)
        _refuse_companions(target)
        with _temporary_beside(aside) as copy:
            shutil.copy(target, copy)
            put_in_place(copy, aside)
        put_in_place_of(temporary, target)
    return checked


@contextlib.contextmanager
def _verified_copy(backup: Path, target: Path) -> Iterator[tuple[Path, Verification]]:
    """Give a copy of a backup beside the place where it will lie, verified before and after it was made."""
    verify_file(backup, "Es wurde nichts zurückgespielt.")
    with _temporary_beside(target) as temporary:
        _copy_to_file(open_engine(backup), temporary)
        yield temporary, verify_file(temporary, "Es wurde nichts zurückgespielt.")


def _undo_what_is_half_written(path: Path) -> None:
    """Let SQLite undo what a killed program has left: its journal would undo the same in whatever lies there next.

    A book that is too damaged for that is kept as it is.
    """
    with contextlib.suppress(UnreadableError), transaction(open_engine(path), writing=True):
        pass


def _refuse_companions(target: Path) -> None:
    """Refuse a place beside which the journal of another book lies: SQLite would take it for that of the new one."""
    for companion in COMPANIONS:
        if (beside := Path(f"{target}{companion}")).exists():
            raise ConflictError(
                f"Die Datei {beside} gehört zu dem Buch, das an dieser Stelle liegt oder lag; es wurde nichts "
                "geschrieben.",
                "Bitte alle anderen Programme beenden und, wenn die Datei dann noch da ist, sie umbenennen.",
            )


@contextlib.contextmanager
def _temporary_beside(target: Path) -> Iterator[Path]:
    """Give a name in the folder of the target and leave nothing behind under it."""
    temporary = target.with_name(f"{TEMPORARY}{token_hex(8)}")
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
