"""lauf: from the incoming files of a year to the finished folder, in one go."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING

from grants.close.open_points import open_points
from grants.close.person_points import person_points
from grants.close.points import OpenPoint
from grants.office.accounting import compute_booked, counted_batches, settle_booked
from grants.office.documents import (
    DocumentKind,
    Job,
    Press,
    allocation_jobs,
    as_of_words,
    committee_jobs,
    make_documents,
    pass_through_jobs,
    proof_jobs,
)
from grants.office.drafts import Draft, WrittenFile, remove_outdated, write_drafts
from grants.office.edition_list import list_editions
from grants.office.incoming import Booking, Reading, book_reading, read_incoming, refuse_findings
from grants.office.persons import admit
from grants.office.records import MADE, note, open_for_booking, warn_of_damage, write_anchor
from grants.office.workspace import hold_workspace
from grants.papers.committee import read_hearing
from grants.papers.proof import NARRATIVE_SECTIONS
from grants.settle.person_year import PersonYearResult
from ledger.book.store import open_book
from ledger.finding import ConflictError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from grants.papers.index import ListedEdition
    from grants.settle.person_year import SettledYear
    from grants.settle.year import YearResult
    from ledger.book.store import Book
    from ledger.cost import Batch
    from ledger.finding import Finding
    from ledger.period import FundingYear


@dataclass(frozen=True, slots=True)
class YearRun:
    """What a run did: files read and booked, documents written, drafts removed, what is open, seconds per stage."""

    reading: Reading
    booking: Booking | None
    files: tuple[WrittenFile, ...]
    removed: tuple[Path, ...]
    open_points: tuple[OpenPoint, ...]
    seconds: dict[str, float] = field(default_factory=dict)
    hints: tuple[Finding, ...] = ()


class _Stopwatch:
    """Seconds per stage; only ever shown to people, never printed on a paper."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage] = now - self._last
        self._last = now


def run_year(workspace: Workspace, year: FundingYear, acting: Acting, *, dry_run: bool = False) -> YearRun:
    """Read, check, book, distribute, settle and write all documents of a year.

    Raises FindingsError before anything is booked; a run that was killed is finished by the next one. Raises
    ConflictError for a user whom foerderbuch.toml maps to no person.
    """
    watch = _Stopwatch()
    if dry_run:
        reading = check_year(workspace, year, acting)
        watch.lap("Lesen und prüfen")
        return YearRun(reading, None, (), (), (), watch.seconds)
    acting = admit(workspace.persons, acting)
    with hold_workspace(workspace.folder), Press(workspace) as press:
        press.warm_up()
        reading = check_year(workspace, year, acting, press)
        watch.lap("Lesen und prüfen")
        refuse_findings(reading)
        book = open_for_booking(workspace)
        warnings = warn_of_damage(workspace, book)
        booking = book_reading(book, reading, acting)
        watch.lap("Buchen")
        result = settle_booked(workspace, book, year, acting)
        watch.lap("Verteilen und abrechnen")
        files, removed, points = _write_papers(workspace, book, result, acting, press)
        write_anchor(workspace, book, year)
        hints = (*warnings, *(note_made(workspace, year, files, acting) if files else ()))
        watch.lap("Unterlagen erstellen")
    return YearRun(reading, booking, files, removed, points, watch.seconds, hints)


def _write_papers(
    workspace: Workspace, book: Book, result: SettledYear, acting: Acting, press: Press
) -> tuple[tuple[WrittenFile, ...], tuple[Path, ...], tuple[OpenPoint, ...]]:
    """Write all documents of a year and the page that leads to them; return them, what was outdated, what is open.

    There are none yet for a year that is settled per person, which its open points say.
    """
    points = list_open_points(workspace, result)
    if isinstance(result, PersonYearResult):
        return (), (), points
    folder, batches = workspace.outgoing(result.year), counted_batches(book, result)
    files, refused = make_documents(workspace, folder, jobs_of(workspace, result, batches), batches, acting, press)
    points = (*(OpenPoint(f"{each.title} wurde nicht erstellt.", each.text) for each in refused), *points)
    index = write_index(workspace, result, files, points, batches, list_editions(workspace, book, result.year))
    return (*files, index), remove_outdated(folder, (*files, index)), points


def check_year(workspace: Workspace, year: FundingYear, acting: Acting, press: Press | None = None) -> Reading:
    """pruefen: read awards, rules, typed texts, own layout and incoming files, try to compute the year; write nothing.

    ``press`` is one that will make the documents; it checks the layout.
    """
    workspace.narrative("sachbericht", year)
    read_hearing(workspace.narrative("sitzungsvorlage", year), year.number)
    reading = read_incoming(workspace, open_book(workspace.book_address, writing=False), year, acting)
    with nullcontext(press) if press else Press(workspace) as checking:
        layout = checking.check_layout()
    return replace(reading, findings=(*layout, *reading.findings))


def write_documents(
    workspace: Workspace, year: FundingYear, kind: DocumentKind, acting: Acting, *, dry_run: bool
) -> tuple[tuple[str, ...], tuple[WrittenFile, ...], tuple[Finding, ...]]:
    """nachweis, weitergabe, verteilen, vorlage: write the documents of one kind from what is booked."""
    book = open_book(workspace.book_address, writing=False)
    with nullcontext() if dry_run else hold_workspace(workspace.folder):
        result = compute_booked(workspace, book, year, acting)
        batches = counted_batches(book, result)
        jobs = [job for job in jobs_of(workspace, result, batches) if job.kind is kind]
        titles = tuple(job.title for job in jobs)
        if dry_run:
            return titles, (), ()
        warnings = warn_of_damage(workspace, book)
        files, refused = make_documents(workspace, workspace.outgoing(year), jobs, batches, acting)
        write_anchor(workspace, book, year)
        hints = (*warnings, *note_made(workspace, year, files, acting))
    if refused:
        raise ConflictError(f"{refused[0].title} wurde nicht erstellt.", refused[0].text)
    return titles, files, hints


def note_made(
    workspace: Workspace, year: FundingYear, files: Sequence[WrittenFile], acting: Acting
) -> tuple[Finding, ...]:
    """Write down which documents were made, with their digests; return a hint where that was not possible."""
    made = [{"datei": file.path.name, "sha256": file.digest} for file in files]
    return note(workspace, acting, MADE, {"jahr": year.number, "unterlagen": made})


def jobs_of(workspace: Workspace, result: YearResult, batches: Sequence[Batch]) -> list[Job]:
    """Return every document of a computed year."""
    as_of = as_of_words(batches)
    return [
        *proof_jobs(workspace, result, as_of),
        *allocation_jobs(result, as_of),
        *pass_through_jobs(result, as_of),
        *committee_jobs(workspace, result, as_of),
    ]


def list_open_points(workspace: Workspace, result: SettledYear) -> tuple[OpenPoint, ...]:
    """Return what is still open for a computed year, the typed texts included."""
    if isinstance(result, PersonYearResult):
        return person_points(result)
    year = result.inputs.frame.year
    narrative = workspace.narrative("sachbericht", year)
    missing = [title for title in NARRATIVE_SECTIONS if not (narrative and narrative.paragraphs(title))]
    paper = workspace.narrative("sitzungsvorlage", year)
    return open_points(result, missing, paper_is_planned=paper is not None)


def write_index(
    workspace: Workspace,
    result: YearResult,
    files: tuple[WrittenFile, ...],
    points: tuple[OpenPoint, ...],
    batches: tuple[Batch, ...],
    editions: tuple[ListedEdition, ...],
) -> WrittenFile:
    """Write ``index.html``, which leads to every document of the year."""
    from grants.office.resources import templates
    from grants.output.html.renderer import Renderer, with_style
    from grants.papers.index import IndexPage, ListedFile, group_by_title, key_figures, size_in_words
    from ledger.german import format_count, format_date

    frame = result.inputs.frame
    listed = [
        (file.title, ListedFile(file.path.name, file.path.suffix[1:].upper(), size_in_words(file.size), file.digest))
        for file in files
    ]
    page = IndexPage(
        title=f"Integrationsmanagement {frame.year.number}",
        year=frame.year.number,
        as_of=as_of_words(batches),
        due=format_date(frame.proof_due),
        figures=key_figures(result),
        editions=editions,
        documents=group_by_title(listed),
        open_points=tuple((point.text, point.remedy) for point in points),
        incoming=tuple(ListedFile(b.file, b.kind, format_count(b.rows), b.digest) for b in batches),
    )
    html = Renderer(templates()).page("_base/index.html.j2", page, workspace.county)
    style = (templates() / "_base" / "index.css").read_text("utf-8")
    index = Draft("Übersicht", "index.html", with_style(html, style).encode())
    return write_drafts(workspace.outgoing(frame.year), [index])[0]
