"""The files of issued papers: prepared aside, registered, then put in their place; and whether they still are there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from grants.office.drafts import WrittenFile, write_file
from ledger.book.issuing import current_papers
from ledger.book.store import open_book
from ledger.files import TEMPORARY, digest_of_file, make_folder, put_folder_in_place
from ledger.finding import Finding, Place, UnreadableError, error, hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from ledger.act import BookMark
    from ledger.book.issuing import IssuedPaper
    from ledger.book.store import Book
    from ledger.period import FundingYear

ISSUED = "ausgefertigt"
SHOWN_DIGITS = 16


def issued_folder(workspace: Workspace, paper: IssuedPaper) -> Path:
    """Return the folder of an issued paper; its name is the number."""
    return workspace.folder / "ausgabe" / str(paper.year) / ISSUED / paper.number


def register_and_place(
    workspace: Workspace,
    book: Book,
    made: Sequence[tuple[IssuedPaper, Mapping[str, bytes]]],
    acting: Acting,
    seen: BookMark,
) -> None:
    """Write the files aside, enter the papers into the register, then give the files their place.

    Whatever ends the program on the way, nothing stands under a number that is not registered, and
    ``finish_issuing`` completes what is. Raises ConflictError as ``Book.issue`` does, UnreadableError when a file
    cannot be written.
    """
    for paper, files in made:
        aside = _aside(workspace, paper)
        try:
            make_folder(aside)
        except OSError:
            raise _unwritable(aside.parent, "es wurde nichts ausgefertigt") from None
        for name, content in files.items():
            write_file(aside / name, content, paper.title)
    book.issue([paper for paper, _ in made], acting.act(), seen)
    for paper, _ in made:
        _place(workspace, paper)


def finish_issuing(workspace: Workspace, book: Book, year: FundingYear) -> tuple[IssuedPaper, ...]:
    """Complete what a killed command has registered, remove what it has not; return the papers completed.

    What is left of a registered paper whose files are damaged or gone stays for whoever mends it; where none of its
    files is one of those registered, another office was faster. The caller holds the workspace.
    """
    finished, kept = [], set()
    for paper in book.issued(year):
        aside = _aside(workspace, paper)
        if not issued_folder(workspace, paper).exists() and not _misfits(aside, paper):
            _place(workspace, paper)
            finished.append(paper)
        elif not is_untouched(workspace, paper) and len(_misfits(aside, paper)) < len(paper.files):
            kept.add(aside)
    for leftover in (workspace.outgoing(year) / ISSUED).glob(f"{TEMPORARY}*"):
        if leftover in kept:
            continue
        try:
            shutil.rmtree(leftover)
        except OSError:
            raise _unwritable(leftover, "ein Rest eines abgebrochenen Befehls bleibt dort liegen") from None
    return tuple(finished)


def last_count(workspace: Workspace, year: FundingYear, series: str, latest: IssuedPaper | None) -> int:
    """Return the last running number of a series that is given, by the register or by a folder it does not know.

    A number on paper is never given again, even when an older backup of the book has lost its entry.
    """
    names = (path.name for path in (workspace.outgoing(year) / ISSUED).glob(f"{series}-*"))
    ends = [name.removeprefix(f"{series}-") for name in names]
    known = [int(end) for end in ends if end.isascii() and end.isdigit()]
    return max((*known, latest.count if latest else 0))


def written_files(workspace: Workspace, paper: IssuedPaper) -> tuple[WrittenFile, ...]:
    """Return the files of an issued paper as the desk lists them; one that is gone has no size."""
    paths = [(issued_folder(workspace, paper) / file.name, file.digest) for file in paper.files]
    return tuple(
        WrittenFile(f"{paper.number} {paper.title}", path, path.stat().st_size if path.is_file() else 0, digest)
        for path, digest in paths
    )


def is_untouched(workspace: Workspace, paper: IssuedPaper) -> bool:
    """Return whether all files of an issued paper are what was registered."""
    return not _misfits(issued_folder(workspace, paper), paper)


def check_issued(workspace: Workspace, year: FundingYear) -> tuple[Finding, ...]:
    """Return what does not fit between the register of a year and the files; only superseded editions do not block."""
    papers = open_book(workspace.book_address, writing=False).issued(year)
    current = current_papers(papers)
    found = [finding for paper in papers for finding in _check(workspace, paper, current[paper.series] is paper)]
    numbers = {paper.number for paper in papers}
    folders = (path for path in sorted((workspace.outgoing(year) / ISSUED).glob("[!.]*")) if path.name not in numbers)
    return (*found, *(_unregistered(workspace, folder, current) for folder in folders))


def _check(workspace: Workspace, paper: IssuedPaper, is_current: bool) -> Iterator[Finding]:  # noqa: FBT001 - private
    folder = issued_folder(workspace, paper)
    place = folder.relative_to(workspace.folder).as_posix()
    if not folder.exists() and not _misfits(_aside(workspace, paper), paper):
        text = f"Die Ausfertigung {paper.number} ist eingetragen, aber noch nicht fertig abgelegt."
        again = f"Bitte „foerderbuch {paper.kind} {paper.year} --ausfertigen“ wiederholen; das stellt sie fertig."
        yield error(Place(place), text, again)
        return
    if not folder.exists() and _aside(workspace, paper).exists():
        folder = _aside(workspace, paper)
        place = folder.relative_to(workspace.folder).as_posix()
    for name, found, expected in _misfits(folder, paper):
        text = f"Die Datei {'ist nicht mehr die ausgefertigte' if found else 'der Ausfertigung fehlt'} ({paper.title})."
        remedy = "Bitte sie aus einer Sicherung oder aus dem Ordner zurückholen, in dem sie ausgefertigt wurde."
        if is_current:
            remedy += " Gibt es keine, bitte mit --ausfertigen --ersetzen eine neue Ausfertigung machen."
        say = error if is_current else hint
        yield say(Place(f"{place}/{name}"), text, remedy, found=found[:SHOWN_DIGITS], expected=expected[:SHOWN_DIGITS])


def _misfits(folder: Path, paper: IssuedPaper) -> list[tuple[str, str, str]]:
    """Return name, digest found and digest registered of each file that is gone (no digest) or another one."""
    misfits = []
    for file in paper.files:
        path = folder / file.name
        try:
            found = digest_of_file(path) if path.is_file() else ""
        except OSError:
            raise UnreadableError(
                f"Die Datei {path} lässt sich nicht lesen.", "Bitte die Zugriffsrechte prüfen."
            ) from None
        if found != file.digest:
            misfits.append((file.name, found, file.digest))
    return misfits


def _unregistered(workspace: Workspace, folder: Path, current: Mapping[str, IssuedPaper]) -> Finding:
    """Return the finding for an edition that the book does not know; a later one in the register answers it.

    Its folder has to stay: it alone keeps its number from being given again.
    """
    series, _, count = folder.name.rpartition("-")
    latest = current.get(series)
    place = Place(folder.relative_to(workspace.folder).as_posix())
    text = "Diese Ausfertigung steht nicht im Register des Buches."
    stays = "Der Ordner bleibt bitte hier liegen, damit seine Nummer kein zweites Mal vergeben wird."
    if latest and count.isascii() and count.isdigit() and latest.count > int(count):
        return hint(place, f"{text} Die Unterlage ist seitdem als {latest.number} ausgefertigt.", stays)
    return error(
        place,
        text,
        "Wurde eine ältere Sicherung des Buches zurückgespielt, bitte die Unterlage neu ausfertigen; sie bekommt eine "
        f"neue Nummer. {stays}",
    )


def _aside(workspace: Workspace, paper: IssuedPaper) -> Path:
    folder = issued_folder(workspace, paper)
    return folder.with_name(f"{TEMPORARY}{folder.name}")


def _place(workspace: Workspace, paper: IssuedPaper) -> None:
    target = issued_folder(workspace, paper)
    try:
        put_folder_in_place(_aside(workspace, paper), target)
    except OSError:
        raise _unwritable(target, f"{paper.number} ist eingetragen, aber noch nicht fertig abgelegt") from None


def _unwritable(folder: Path, consequence: str) -> UnreadableError:
    return UnreadableError(
        f"Der Ordner {folder} lässt sich nicht schreiben; {consequence}.",
        "Bitte Schreibrechte und freien Speicherplatz prüfen und den Befehl wiederholen.",
    )
