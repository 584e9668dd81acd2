"""Drafts in a folder of papers: replaced by every run, but never what somebody else has put there or changed.

``unterlagen.json`` lists the files that this program has made, each with its SHA-256. Before files are written it
lists the digests to come beside those that are there, so that a run that was killed leaves nothing unknown behind.
"""

from __future__ import annotations

import errno
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.files import TEMPORARY, digest, write_atomically
from ledger.finding import ConflictError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LISTING = "unterlagen.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
CAUSES = {
    errno.ENOSPC: "Der Datenträger ist voll",
    errno.EDQUOT: "Der Speicherplatz ist aufgebraucht",
    errno.EFBIG: "Die Datei wäre größer, als hier erlaubt ist",
    errno.EACCES: "Es fehlt das Schreibrecht",
    errno.EPERM: "Es fehlt das Schreibrecht",
    errno.EROFS: "Der Datenträger ist schreibgeschützt",
    errno.ENOTDIR: "An der Stelle des Ordners liegt eine Datei",
    errno.EEXIST: "An der Stelle des Ordners liegt etwas anderes",
    errno.ELOOP: "Eine Verknüpfung führt im Kreis",
    errno.EISDIR: "An der Stelle der Datei liegt ein Ordner",
    errno.EIO: "Der Datenträger antwortet nicht",
}


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """Eine geschriebene Datei: its document, path, size in bytes and SHA-256."""

    title: str
    path: Path
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Ein Entwurf: title of the document, name of the file, content."""

    title: str
    name: str
    content: bytes


def write_drafts(folder: Path, drafts: Sequence[Draft]) -> tuple[WrittenFile, ...]:
    """Write drafts over those of earlier runs.

    Raises ConflictError before anything is written where a file of such a name is not as this program left it,
    UnreadableError with the path when the disk is full or the folder closed, ValueError for a name that is a path.
    """
    for draft in drafts:
        if not _NAME.fullmatch(draft.name):
            raise ValueError(draft.name)
    listing = folder / LISTING
    known = read_listing(listing)
    coming = {draft.name: digest(draft.content) for draft in drafts}
    strangers = [draft.name for draft in drafts if _is_strange(folder / draft.name, known.get(draft.name, ""))]
    strangers = [name for name in strangers if not _holds(folder / name, coming[name])]
    if strangers:
        raise ConflictError(
            f"In {folder} wurden diese Dateien geändert oder von Hand abgelegt: {', '.join(strangers)}. "
            "Es wurde keine Unterlage geschrieben.",
            "Bitte sie umbenennen, wenn sie bleiben sollen, sonst löschen, und den Befehl wiederholen.",
        )
    before = {name: f"{coming[name]} {known[name]}" if name in known else coming[name] for name in coming}
    _write_listing(listing, known | before)
    written = tuple(write_file(folder / draft.name, draft.content, draft.title) for draft in drafts)
    _write_listing(listing, known | coming)
    return written


def remove_outdated(folder: Path, files: Sequence[WrittenFile]) -> tuple[Path, ...]:
    """Remove drafts of earlier runs that are not among these files, unless somebody has changed them since."""
    listing = folder / LISTING
    current = {file.path.name: file.digest for file in files}
    removed = []
    for name, known in read_listing(listing).items():
        path = folder / Path(name).name
        if name not in current and path.is_file() and not _is_strange(path, known):
            path.unlink()
            removed.append(path)
    for leftover in folder.glob(f"{TEMPORARY}*"):
        if leftover.is_symlink() or leftover.is_file():
            leftover.unlink()  # a run was killed while it wrote this file
    _write_listing(listing, current)
    return tuple(removed)


def read_listing(listing: Path) -> dict[str, str]:
    """Return names and digests of what was made, several with blanks between; none before the first run.

    Raises UnreadableError when somebody has broken the list.
    """
    if not listing.is_file():
        return {}
    try:
        names = json.loads(listing.read_text("utf-8"))
        if not isinstance(names, dict) or not all(isinstance(known, str) for known in names.values()):
            raise ValueError  # noqa: TRY301 - both ways of being broken end in the same refusal
    except (OSError, ValueError, RecursionError):
        raise UnreadableError(
            f"Die Liste {listing} ist beschädigt; es wurde keine Unterlage geschrieben.",
            "Bitte diese Liste und die Entwürfe in dem Ordner löschen und den Befehl wiederholen.",
        ) from None
    return names


def write_file(path: Path, content: bytes, title: str) -> WrittenFile:
    """Write one file whole. Raises UnreadableError with the path when the disk is full or the folder closed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    except OSError as problem:
        cause = CAUSES.get(problem.errno or 0, f"Fehler {problem.errno}")
        raise UnreadableError(
            f"Die Datei {path} lässt sich nicht schreiben: {cause}.",
            "Bitte Schreibrechte und freien Speicherplatz prüfen; vorhandene Unterlagen sind unverändert.",
        ) from None
    return WrittenFile(title, path, len(content), digest(content))


def _write_listing(listing: Path, names: Mapping[str, str]) -> None:
    write_file(listing, json.dumps(names, indent=2).encode(), "Liste der Unterlagen")


def _is_strange(path: Path, known: str) -> bool:
    """Return whether something lies there that has none of the known digests."""
    if not path.is_symlink() and not path.exists():
        return False
    return not any(_holds(path, each) for each in known.split())


def _holds(path: Path, known: str) -> bool:
    """Return whether an ordinary file lies there that has this digest."""
    if path.is_symlink() or not path.is_file():
        return False
    try:
        return digest(path.read_bytes()) == known
    except OSError:
        return False
