"""Copies of the book that a deletion does not reach: backups and books put aside, in the folder and elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grants.office.database import BACK_UP
from ledger.files import digest_of_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.office.workspace import Workspace
    from ledger.book.store import Book

_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class BookCopy:
    """Kopie des Buches: its path, the last log entry it holds (None when nobody noted it), whether it still lies there.

    A backup that was noted and is no longer there may have been deleted, or lie on another disk.
    """

    path: str
    entry: int | None
    present: bool


def copies_before(workspace: Workspace, book: Book, entry: int) -> tuple[BookCopy, ...]:
    """Return the copies that may still hold what a log entry deletes: those made before it, and those of unknown age.

    Found are databases in the workspace, whatever they are called, and backups noted in the log of documents.
    """
    noted = {str(note["sha256"]): note for note in book.notes(BACK_UP)}
    found = [(path, digest_of_file(path)) for path in _databases(workspace)]
    here = {digest for _, digest in found}
    copies = [
        BookCopy(path.relative_to(workspace.folder).as_posix(), _entry(noted.get(digest)), present=True)
        for path, digest in found
    ]
    copies += [
        BookCopy(str(note["datei"]), _entry(note), present=Path(str(note["datei"])).is_file())
        for digest, note in noted.items()
        if digest not in here
    ]
    return tuple(copy for copy in copies if copy.entry is None or copy.entry < entry)


def _entry(note: dict[str, object] | None) -> int | None:
    entry = note["eintrag"] if note else None
    return entry if isinstance(entry, int) else None


def _databases(workspace: Workspace) -> Iterator[Path]:
    """Yield every SQLite file of the folder except the book itself; it may be a backup or a book put aside."""
    for path in sorted(workspace.folder.rglob("*")):
        if path.is_file() and path != workspace.book_address:
            with path.open("rb") as file:
                if file.read(len(_SQLITE)) == _SQLITE:
                    yield path
