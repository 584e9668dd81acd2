"""datenbank loeschen: carry out the retention plan, first in the book, then in the folder; a killed run is repeated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grants.law.retention import DataKind, deletion_reason, due_data
from grants.office.copies import BookCopy, copies_before
from grants.office.persons import admit
from grants.office.workspace import hold_workspace
from ledger.book.deletion import DeletedData, DeletionPlan, Holdings
from ledger.book.store import Book, open_book
from ledger.files import digest_of_file
from ledger.finding import Finding, FindingsError, MissingError, Place, RefusalError, UnreadableError, hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from grants.law.retention import DueData
    from grants.office.acting import Acting
    from grants.office.workspace import Workspace

DELETED_FILES = "loeschen"
# Papers about single persons lie in this folder of a year's papers, so that they can go while the others stay.
PERSON_FOLDER = "personen"


@dataclass(frozen=True, slots=True)
class DueFiles:
    """Fällige Dateien: booked incoming files and papers about persons, and what lies beside them and stays."""

    incoming: tuple[Path, ...]
    person_documents: tuple[Path, ...]
    left: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Deletion:
    """Löschung nach Plan: what is due, how much of it was there, and the copies of the book that still hold it.

    In a dry run nothing is gone yet.
    """

    due: tuple[DueData, ...]
    data: DeletedData
    files: DueFiles
    copies: tuple[BookCopy, ...]
    hints: tuple[Finding, ...]

    def count(self, kind: DataKind) -> int:
        """Return how many of a kind of data go; some kinds never do."""
        counts = {
            DataKind.ORIGINALS: self.data.originals,
            DataKind.INCOMING: len(self.files.incoming),
            DataKind.NAMES: self.data.names,
            DataKind.STAFF_NUMBERS: self.data.staff_numbers,
            DataKind.PERSON_DOCUMENTS: len(self.files.person_documents),
        }
        return counts.get(kind, 0)

    def found(self, *kinds: DataKind) -> tuple[DueData, ...]:
        """Return what is due of some kinds and really there."""
        return tuple(each for each in self.due if each.rule.kind in kinds and self.count(each.rule.kind))


def delete_due_data(workspace: Workspace, acting: Acting, *, dry_run: bool) -> Deletion:
    """Delete what the retention plan no longer keeps of frozen years; a dry run only says what that would be.

    Raises MissingError when there is no book, FindingsError when it does not verify, ConflictError for a user whom
    foerderbuch.toml maps to no person, UnreadableError for a file that cannot be read or deleted. What is deleted by
    then stays deleted; the next run goes on.
    """
    if dry_run:
        return _find_due(workspace, _sound_book(workspace), acting)
    acting = admit(workspace.persons, acting)
    with hold_workspace(workspace.folder):
        deletion = _find_due(workspace, _sound_book(workspace), acting)
        book = open_book(workspace.book_address, writing=True)
        plan = _book_plan(deletion.found(DataKind.ORIGINALS, DataKind.NAMES, DataKind.STAFF_NUMBERS))
        book.delete_personal_data(plan, acting.act())
        _delete_files(book, deletion, acting)
        return replace(deletion, hints=(*deletion.hints, *_erase_remains(book)))


def _sound_book(workspace: Workspace) -> Book:
    """Open the book for reading; a damaged one keeps everything, because its originals prove what was booked."""
    book = open_book(workspace.book_address, writing=False)
    if not book.digests():
        raise MissingError("Im Buch steht noch nichts.", "Bitte zuerst „foerderbuch lauf JAHR“ ausführen.")
    damages = book.verify().damages
    if damages:
        raise FindingsError(damages, "Es wurde nichts gelöscht.")
    return book


def _find_due(workspace: Workspace, book: Book, acting: Acting) -> Deletion:
    holdings = book.holdings()
    due = due_data(workspace.retention, acting.today, holdings.frozen)
    data = book.due_personal_data(_book_plan(due))
    # What goes now is in every copy made so far; when nothing goes, the last deletion decides.
    until = holdings.last_deletion if data.is_empty else holdings.last_entry + 1
    try:
        files = _due_files(workspace, holdings, due)
        copies = copies_before(workspace, book, until) if until else ()
    except OSError as problem:
        raise UnreadableError(
            f"Die Datei {problem.filename} lässt sich nicht lesen; es wurde nichts gelöscht.",
            "Bitte die Zugriffsrechte prüfen.",
        ) from None
    return Deletion(due, data, files, copies, _server_hint(workspace) if until else ())


def _book_plan(due: Iterable[DueData]) -> DeletionPlan:
    """Return what the book has to delete, with the reason for its log."""
    due = tuple(due)
    last = {each.rule.kind: each.years[-1] for each in due}
    return DeletionPlan(
        originals=last.get(DataKind.ORIGINALS),
        names=last.get(DataKind.NAMES),
        staff_numbers=last.get(DataKind.STAFF_NUMBERS),
        reason=deletion_reason(due),
    )


def _due_files(workspace: Workspace, holdings: Holdings, due: Iterable[DueData]) -> DueFiles:
    """Return the files that go. An incoming file goes only when its bytes are exactly those of a booked original."""
    years = {each.rule.kind: each.years for each in due}
    incoming_years = years.get(DataKind.INCOMING, ())
    folder = workspace.folder / "eingang"
    incoming = tuple(
        path
        for path in (_files_below(folder) if incoming_years else ())
        if not path.is_symlink() and holdings.years.get(digest_of_file(path)) in incoming_years
    )
    beside = [path for year in incoming_years for path in _files_below(folder / str(year)) if path not in incoming]
    papers = [
        path
        for year in years.get(DataKind.PERSON_DOCUMENTS, ())
        for path in _files_below(workspace.folder / "ausgabe" / str(year) / PERSON_FOLDER)
    ]
    links = [path for path in papers if path.is_symlink()]
    return DueFiles(incoming, tuple(path for path in papers if path not in links), (*beside, *links))


def _files_below(folder: Path) -> list[Path]:
    """Return files and links below a folder; a link is never followed, what it leads to belongs to somebody else."""
    return [path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file()]


def _delete_files(book: Book, deletion: Deletion, acting: Acting) -> None:
    """Write down what goes, then delete it. The log has digests only: the name of a file may be that of a person."""
    files = deletion.files
    if not (files.incoming or files.person_documents):
        return
    content = {
        "grund": deletion_reason(deletion.found(DataKind.INCOMING, DataKind.PERSON_DOCUMENTS)),
        "eingang": _digests(files.incoming),
        "personenunterlagen": _digests(files.person_documents),
    }
    book.note(acting.act(), DELETED_FILES, content)
    for path in (*files.incoming, *files.person_documents):
        try:
            path.unlink(missing_ok=True)
        except OSError:
            raise UnreadableError(
                f"Die Datei {path} lässt sich nicht löschen; im Buch ist gelöscht, was fällig war.",
                "Bitte die Schreibrechte des Ordners prüfen und den Befehl wiederholen.",
            ) from None


def _digests(paths: Sequence[Path]) -> list[str]:
    return [digest_of_file(path) for path in paths]


def _erase_remains(book: Book) -> tuple[Finding, ...]:
    """Erase what the database keeps of rows deleted now or by a run that was killed; say when that must be repeated."""
    if not book.holdings().last_deletion:
        return ()
    try:
        book.erase_remains()
    except RefusalError as refusal:
        return (
            hint(
                Place("Datenbank"),
                f"Gelöschtes ist in den Dateien der Datenbank noch nicht überschrieben: {refusal.text}",
                "Bitte „foerderbuch datenbank loeschen“ wiederholen, wenn sonst niemand mit dem Buch arbeitet.",
            ),
        )
    return ()


def _server_hint(workspace: Workspace) -> tuple[Finding, ...]:
    if not isinstance(workspace.book_address, str):
        return ()
    return (
        hint(
            Place("Datenbankserver"),
            "Sicherungen und Transaktionsprotokolle des Datenbankservers enthalten Gelöschtes, bis sie dort ablaufen.",
            "Bitte die Betreuung des Servers bitten, sie zu löschen oder ihre Aufbewahrung zu begrenzen.",
        ),
    )
