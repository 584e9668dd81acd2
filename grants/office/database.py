"""datenbank: back the book up while it is in use, restore it, move it between a file and a server."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grants.office.drafts import write_file
from grants.office.persons import admit
from grants.office.records import anchors_in_files, note
from grants.office.workspace import hold_workspace
from ledger.book.backup import (
    BackUp,
    back_up,
    back_up_older,
    move_book,
    restore_over_file,
    restore_to_file,
    verify_file,
)
from ledger.book.engine import open_engine
from ledger.book.errors import book_name
from ledger.book.log import RESTORE
from ledger.book.store import Book, open_book
from ledger.book.versions import is_older, migrate
from ledger.files import digest_of_file
from ledger.finding import ConflictError, Finding, MissingError, Place, UnreadableError, hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from ledger.act import BookMark

FOLDER = "sicherungen"
BACK_UP, MOVE = "sichern", "umziehen"


def back_up_path(workspace: Workspace, target: Path | None, acting: Acting) -> Path:
    """Return where a backup would be written. Raises MissingError when there is no book to back up."""
    _require_book(workspace)
    return target or workspace.folder / FOLDER / f"foerderbuch-{acting.now:%Y%m%d-%H%M%S}.db"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise UnreadableError(
            f"Der Ordner {folder} lässt sich nicht anlegen; es wurde nichts gesichert.",
            "Bitte Schreibrechte und freien Speicherplatz prüfen oder eine andere Datei angeben.",
        ) from None


def back_up_workspace(workspace: Workspace, target: Path | None, acting: Acting) -> tuple[BackUp, tuple[Finding, ...]]:
    """Write a verified copy of the book, by default into ``sicherungen/``, with its mark in a file beside it.

    Raises MissingError when there is no book, ConflictError for a file that exists, FindingsError for a book that
    does not verify.
    """
    target = back_up_path(workspace, target, acting)
    _make_folder(target.parent)
    made = back_up(open_engine(workspace.book_address), target)
    anchor = {"datei": target.name, "sha256": made.digest, **_said(made.mark)}
    write_file(target.with_name(f"{target.name}.anker.json"), json.dumps(anchor, indent=2).encode(), "Anker")
    return made, note(workspace, acting, BACK_UP, {**anchor, "datei": str(target.absolute())})


@dataclass(frozen=True, slots=True)
class Restored:
    """Zurückgespielt: the mark of the book now, where the book before was put, and what should be looked at."""

    mark: BookMark
    put_aside: Path | None
    hints: tuple[Finding, ...]


def restore_workspace(workspace: Workspace, backup: Path, acting: Acting, *, dry_run: bool) -> Restored:
    """Put a verified backup in the place of the book; the book that lies there is kept beside it.

    The log of the restored book names the marks of documents that are younger: from then on ``protokoll`` says of them
    that they are superseded, and by which restore, instead of a damage.

    Raises MissingError when the backup does not exist, ConflictError for a database on a server that is not empty,
    FindingsError for a backup that does not verify.
    """
    acting = admit(workspace.persons, acting)
    if not backup.is_file():
        raise MissingError(f"Die Sicherung {backup} gibt es nicht.", "Bitte den Dateinamen prüfen.")
    book = open_book(backup, writing=False)
    checked = verify_file(backup, "Es wurde nichts zurückgespielt.")
    with nullcontext() if dry_run else hold_workspace(workspace.folder):
        younger = [anchor for anchor in anchors_in_files(workspace) if anchor.count > checked.mark.count]
        hints = (*_older_than_paper(younger, checked.mark), *_strange_to_paper(workspace, book, checked.mark))
        if dry_run:
            return Restored(checked.mark, None, hints)
        aside = _restore(workspace.book_address, backup, acting)
        content = {"datei": str(backup), "ueberholt": [_said(anchor) for anchor in younger], **_said(checked.mark)}
        hints += note(workspace, acting, RESTORE, content)
    return Restored(checked.mark, aside, hints)


def _restore(address: Path | str, backup: Path, acting: Acting) -> Path | None:
    if isinstance(address, str):
        move_book(open_engine(backup), open_engine(address))
        return None
    if not address.exists():
        restore_to_file(backup, address)
        return None
    aside = address.with_name(f"{address.stem}-vor-{acting.now:%Y%m%d-%H%M%S}{address.suffix}")
    restore_over_file(backup, address, aside)
    return aside


def _said(mark: BookMark) -> dict[str, object]:
    return {"eintrag": mark.count, "pruefwert": mark.head}


def _older_than_paper(younger: Sequence[BookMark], mark: BookMark) -> tuple[Finding, ...]:
    """Say when marks on paper are younger than a backup: what was booked since is missing in it."""
    if not younger:
        return ()
    newest = max(anchor.count for anchor in younger)
    return (
        hint(
            Place("Sicherung"),
            f"Die Sicherung endet mit dem Protokolleintrag {mark.count}, ausgegebene Unterlagen nennen schon {newest}. "
            "Deren Anker gelten mit dem Zurückspielen als überholt; „foerderbuch protokoll“ nennt sie weiterhin.",
            "Bitte die danach gebuchten Dateien noch einmal einlesen und die Unterlagen neu erstellen.",
        ),
    )


def moving_address(workspace: Workspace, target: str) -> Path | str:
    """Return the address a book would be moved to: a URL or the path of a new file.

    Raises MissingError when there is no book to move, ConflictError when something is there already.
    """
    _require_book(workspace)
    address: Path | str = target if "://" in target else (workspace.folder / target).absolute()
    taken = address.exists() if isinstance(address, Path) else bool(open_book(address, writing=False).digests())
    if taken:
        place = address if isinstance(address, Path) else book_name(open_engine(address).url)
        raise ConflictError(
            f"An der Stelle {place} liegt schon ein Buch; es wurde nichts übertragen.",
            "Bitte eine leere Datenbank oder eine neue Datei angeben.",
        )
    return address


def _strange_to_paper(workspace: Workspace, book: Book, mark: BookMark) -> tuple[Finding, ...]:
    """Say when marks on paper do not fit a backup: then it is one of another book or of another course of this one."""
    anchors = [anchor for anchor in anchors_in_files(workspace) if anchor.count <= mark.count]
    if not book.verify(anchors).damages:
        return ()
    return (
        hint(
            Place("Sicherung"),
            "Die Anker der ausgegebenen Unterlagen passen nicht zu dieser Sicherung: Sie gehört zu einem anderen Buch "
            "oder wurde vor anderen Buchungen geschrieben.",
            "Bitte prüfen, ob es die richtige Sicherung ist; „foerderbuch protokoll“ nennt danach die Anker.",
        ),
    )


def move_workspace(workspace: Workspace, target: str, acting: Acting) -> tuple[str, str, tuple[Finding, ...]]:
    """Copy the book to another place and return its digest and the new address.

    The book stays where it was until the settings name the new place. Raises ConflictError when something is there.
    """
    acting = admit(workspace.persons, acting)
    address = moving_address(workspace, target)
    with hold_workspace(workspace.folder):
        try:
            digest = move_book(open_engine(workspace.book_address), open_engine(address))
        except BaseException:
            if isinstance(address, Path):
                address.unlink(missing_ok=True)  # it was not there before
            raise
    hints = note(workspace, acting, MOVE, {"sha256": digest})
    return digest, str(address), hints


@dataclass(frozen=True, slots=True)
class Migrated:
    """Migriert: the version the book had, and where its copy as it was lies, with the SHA-256 of that file."""

    before: int
    backup: Path
    digest: str


def needs_migration(workspace: Workspace) -> bool:
    """Return whether the book is of an older version. Raises ConflictError for a newer one."""
    address = workspace.book_address
    return (isinstance(address, str) or address.exists()) and is_older(open_engine(address))


def migrate_workspace(workspace: Workspace, acting: Acting) -> Migrated | None:
    """Bring an older book up to the present version, after a copy of it as it is.

    Originals that older versions did not keep are taken from ``eingang/`` where their bytes still lie there. Nothing
    is done to a book of the present version. Raises ConflictError for a newer book and where there is
    none.
    """
    acting = admit(workspace.persons, acting)
    with hold_workspace(workspace.folder):
        engine = open_engine(workspace.book_address)
        if not is_older(engine):
            return None
        target = workspace.folder / FOLDER / f"foerderbuch-{acting.now:%Y%m%d-%H%M%S}.db"
        _make_folder(target.parent)
        digest = back_up_older(engine, target)
        paths = [path for path in sorted((workspace.folder / "eingang").rglob("*")) if path.is_file()]
        originals = {digest_of_file(path): path for path in paths}
        before = migrate(engine, acting.act(), lambda sha256: _bytes_of(originals.get(sha256)))
    return Migrated(before, target, digest) if before is not None else None


def _bytes_of(path: Path | None) -> bytes | None:
    return path.read_bytes() if path is not None else None


def _require_book(workspace: Workspace) -> None:
    if not open_book(workspace.book_address, writing=False).digests():
        raise MissingError("Im Buch steht noch nichts.", "Bitte zuerst „foerderbuch lauf JAHR“ ausführen.")
