"""--ausfertigen: papers get number and day, are validated, registered in the book and kept for good."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grants.close.paper_gaps import paper_gaps
from grants.office.accounting import compute_booked, counted_batches
from grants.office.documents import DocumentKind, Press
from grants.office.edition_gate import require_sound_files
from grants.office.editions import Editions
from grants.office.incoming import unbooked_files
from grants.office.issued_files import finish_issuing, register_and_place, written_files
from grants.office.persons import admit
from grants.office.records import write_anchor
from grants.office.run import jobs_of
from grants.office.workspace import hold_workspace
from grants.papers.disclosure import DisclosureError
from ledger.book.issuing import IssuedFile, IssuedPaper
from ledger.book.store import Book, open_book
from ledger.files import digest
from ledger.finding import ConflictError, FindingsError, MissingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.office.acting import Acting
    from grants.office.documents import Job
    from grants.office.drafts import WrittenFile
    from grants.office.editions import DueEdition
    from grants.office.workspace import Workspace
    from ledger.period import FundingYear

NOTHING_ISSUED = "es wurde nichts ausgefertigt"


@dataclass(frozen=True, slots=True)
class Issuing:
    """Was ausgefertigt wurde: the papers with their files, and what stays as it was issued before.

    ``finished`` says that a command that was killed had registered the papers, and that they are complete now. In a
    dry run ``papers`` are those that would be issued.
    """

    papers: tuple[IssuedPaper, ...]
    files: tuple[WrittenFile, ...] = ()
    unchanged: tuple[IssuedPaper, ...] = ()
    finished: bool = False


def issue_documents(
    workspace: Workspace, year: FundingYear, kind: DocumentKind, acting: Acting, *, replacing: bool, dry_run: bool
) -> Issuing:
    """Issue the documents of one kind from what is booked; ``replacing`` lets new editions supersede changed ones.

    What a killed command has registered is completed instead. Raises ConflictError when the user may not book, the
    year of a proof is not frozen, files wait in the incoming folder, or nothing is left to issue; FindingsError when
    the year cannot be settled, the book is damaged, a paper lacks texts or its files do not pass; MissingError when
    nothing is booked or there is no such paper.
    """
    acting = admit(workspace.persons, acting)
    with nullcontext() if dry_run else hold_workspace(workspace.folder), Press(workspace) as press:
        book = open_book(workspace.book_address, writing=False)
        finished = () if dry_run else finish_issuing(workspace, book, year)
        completed = tuple(paper for paper in finished if paper.kind == kind.value)
        if completed:
            return Issuing(completed, _files(workspace, completed), finished=True)
        press.require_sound_layout()
        seen = book.last_mark()
        editions, jobs = _prepare(workspace, book, year, kind, acting, press)
        due, unchanged = editions.find_due(jobs, acting, replacing=replacing)
        acting.progress.stage("Unterlagen ausfertigen", len(due))
        made = []
        for edition in due:
            files = _make(editions, edition)
            listed = tuple(IssuedFile(name, digest(content)) for name, content in files.items())
            made.append((replace(edition.paper, files=listed), files))
            acting.progress.step(edition.paper.title)
        require_sound_files([files for _, files in made], own_layout=press.has_own_layout)
        papers = tuple(paper for paper, _ in made)
        if dry_run:
            return Issuing(papers, (), unchanged)
        register_and_place(workspace, open_book(workspace.book_address, writing=True), made, acting, seen)
        write_anchor(workspace, book, year)
        return Issuing(papers, _files(workspace, papers), unchanged)


def _prepare(
    workspace: Workspace, book: Book, year: FundingYear, kind: DocumentKind, acting: Acting, press: Press
) -> tuple[Editions, list[Job]]:
    """Return the editions of the year so far and the documents of a kind, once nothing stands against issuing them."""
    result = compute_booked(workspace, book, year, acting)
    _require_settled(workspace, book, year, kind)
    batches = counted_batches(book, result)
    jobs = [job for job in jobs_of(workspace, result, batches) if job.kind is kind]
    _require_complete(jobs, year)
    booked_on = max(batch.booked_on for batch in batches)
    return Editions(workspace, year, book.issued(year), press, booked_on), jobs


def _require_settled(workspace: Workspace, book: Book, year: FundingYear, kind: DocumentKind) -> None:
    """Refuse to issue from a damaged book, while files wait, and a proof of a year that may still change."""
    damages = book.verify().damages
    if damages:
        raise FindingsError(damages, f"Das Buch ist verändert; {NOTHING_ISSUED}.")
    if kind is DocumentKind.PROOF and book.frozen(year) is None:
        raise ConflictError(
            f"Das Förderjahr {year.number} ist noch nicht festgeschrieben; {NOTHING_ISSUED}.",
            f"Bitte zuerst „foerderbuch abschliessen {year.number}“ ausführen; der Nachweis druckt dann diesen Stand.",
        )
    waiting = unbooked_files(workspace, book, year)
    if waiting:
        raise ConflictError(
            f"Im Eingang liegen noch ungebuchte Dateien: {', '.join(waiting)}; {NOTHING_ISSUED}.",
            f"Bitte sie mit „foerderbuch lauf {year.number}“ buchen oder aus dem Eingang nehmen.",
        )


def _require_complete(jobs: Sequence[Job], year: FundingYear) -> None:
    """Refuse papers that say that something is still to be added, or that would disclose somebody's pay."""
    if not jobs:
        raise MissingError(
            f"Unterlagen dieser Art gibt es für das Förderjahr {year.number} nicht.",
            f"„foerderbuch lauf {year.number}“ zeigt, welche es gibt.",
        )
    try:
        gaps = tuple(gap for job in jobs for gap in paper_gaps(job.make()))
    except DisclosureError as problem:
        raise ConflictError(f"{problem.text} Darum wurde nichts ausgefertigt.", problem.remedy) from None
    if gaps:
        raise FindingsError(gaps, f"Die Unterlage ist noch unvollständig; {NOTHING_ISSUED}.")


def _make(editions: Editions, edition: DueEdition) -> dict[str, bytes]:
    """Return the files of an edition by name."""
    made = editions.press.make(edition.job, editions.booked_on)
    return {f"{edition.job.stem}.{suffix}": content for suffix, content in made.items()}


def _files(workspace: Workspace, papers: Sequence[IssuedPaper]) -> tuple[WrittenFile, ...]:
    return tuple(file for paper in papers for file in written_files(workspace, paper))
