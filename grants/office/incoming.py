"""einlesen, pruefen: read every file, check all of them together, and only then book, one transaction per file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.close.completeness import check_completeness
from grants.office.workspace import read_awards, year_agreements
from ledger.book.store import Book, open_book
from ledger.cost import Batch
from ledger.files import digest
from ledger.finding import ConflictError, Finding, FindingsError, MissingError, Place, UnreadableError, error, hint
from ledger.imports.crosscheck import check_together
from ledger.imports.intake import FileKind, Intake, read_intake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from ledger.period import FundingYear

_ORDER = list(FileKind)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in the incoming files: new files, files already booked, and all findings."""

    new: tuple[Intake, ...]
    booked_before: tuple[str, ...]
    findings: tuple[Finding, ...]
    unreadable: bool = False

    @property
    def blocks(self) -> bool:
        """Return whether anything may be booked."""
        return any(finding.blocks for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Booking:
    """What was booked: the batches, the files passed over, and hints that did not block."""

    read: int
    batches: tuple[Batch, ...]
    booked_before: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_incoming(workspace: Workspace, book: Book, year: FundingYear, acting: Acting) -> Reading:
    """Read and check all files of ``eingang/<jahr>/`` with the awards; nothing is booked.

    Raises MissingError when the folder of the year does not exist.
    """
    folder = workspace.incoming(year)
    if not folder.is_dir():
        raise MissingError(
            f"Den Ordner {folder} gibt es nicht.",
            f"Bitte die Dateien des Förderjahres in eingang/{year.number} legen.",
        )
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_ignored(path)]
    reading = read_files(workspace, book, year, paths, acting)
    _, agreements = read_awards(workspace.folder)
    planned = (*book.batches(year), *(_as_batch(intake, acting) for intake in reading.new if intake.kind))
    counts = (*book.head_counts(year), *(count for intake in reading.new for count in intake.head_counts))
    # A file that could not be read is a finding of its own; it must not also be reported as missing.
    complete = (
        ()
        if reading.blocks
        else check_completeness(year, planned, counts, year_agreements(agreements, year), workspace.county.key)
    )
    return Reading(reading.new, reading.booked_before, (*reading.findings, *complete), reading.unreadable)


def _is_ignored(path: Path) -> bool:
    """Skip what office programs and file managers leave behind: lock files, hidden files, thumbnails."""
    return path.name.startswith((".", "~$")) or path.name.lower() in ("thumbs.db", "desktop.ini")


def read_files(workspace: Workspace, book: Book, year: FundingYear, paths: Sequence[Path], acting: Acting) -> Reading:
    """Read the given files and check them against each other and against the book; nothing is booked."""
    rules = workspace.reading_rules(year)
    batches = book.batches()
    booked = {batch.digest: batch.file for batch in batches}
    new: list[Intake] = []
    before: list[str] = []
    findings: list[Finding] = []
    unreadable = False
    acting.progress.stage("Dateien lesen", len(paths))
    for path in paths:
        name = _name(workspace, path)
        try:
            content = path.read_bytes()
            if digest(content) in booked:
                before.append(name)
                findings += _renamed(name, booked[digest(content)])
            else:
                new.append(read_intake(content, name, rules))
        except UnreadableError as problem:
            unreadable = True
            findings.append(error(Place(name), problem.text, problem.remedy))
        except OSError:
            unreadable = True
            findings.append(
                error(Place(name), "Die Datei lässt sich nicht öffnen.", "Bitte die Zugriffsrechte prüfen.")
            )
        acting.progress.step(name)
    new.sort(key=lambda intake: (_ORDER.index(intake.kind) if intake.kind else len(_ORDER), intake.file))
    findings += [finding for intake in new for finding in intake.findings]
    findings += check_together(new, batches, book.tenures(year))
    return Reading(tuple(new), tuple(before), tuple(findings), unreadable)


def _name(workspace: Workspace, path: Path) -> str:
    """Return the name of a file as the clerk knows it: relative to the workspace, else its file name."""
    try:
        return path.resolve().relative_to(workspace.folder.resolve()).as_posix()
    except ValueError:
        return path.name


def _renamed(name: str, booked_as: str) -> list[Finding]:
    if name == booked_as:
        return []
    return [
        hint(
            Place(name),
            f"Der Inhalt ist schon als {booked_as} gebucht; die Datei wird übergangen.",
            "Die Kopie kann aus dem Eingang genommen werden.",
        )
    ]


def _as_batch(intake: Intake, acting: Acting) -> Batch:
    """Return the batch a file would become, to check completeness before anything is booked."""
    kind = intake.kind.value if intake.kind else ""
    return Batch(
        0, kind, intake.file, intake.digest, acting.today, acting.user, intake.rows, intake.sum, intake.periods
    )


def book_reading(book: Book, reading: Reading, acting: Acting) -> Booking:
    """Book the files of a reading without findings that block.

    Raises UnreadableError or FindingsError, with all findings attached, before anything is written.
    """
    if reading.blocks:
        raise FindingsError(reading.findings, unreadable=reading.unreadable)
    batches = []
    before = list(reading.booked_before)
    acting.progress.stage("Buchen", len(reading.new))
    for intake in reading.new:
        try:
            batches.append(book.book(intake, booked_at=acting.now, booked_by=acting.user))
        except ConflictError:
            # Another run booked the same bytes since we read the book; any other conflict goes up.
            if intake.digest not in {batch.digest for batch in book.batches()}:
                raise
            before.append(intake.file)
        acting.progress.step(intake.file)
    return Booking(len(reading.new) + len(reading.booked_before), tuple(batches), tuple(before), reading.findings)


def import_files(
    workspace: Workspace, year: FundingYear, paths: Sequence[Path], acting: Acting, *, dry_run: bool
) -> tuple[Reading, Booking | None]:
    """einlesen: book the given files. Raises ConflictError when one of them is booked already."""
    for path in paths:
        if not path.is_file():
            raise MissingError(f"Die Datei {path} gibt es nicht.", "Bitte den Dateinamen prüfen.")
    book = open_book(workspace.book_path, writing=not dry_run)
    reading = read_files(workspace, book, year, paths, acting)
    if reading.booked_before:
        raise ConflictError(
            f"Schon gebucht: {', '.join(reading.booked_before)}. Es wurde nichts gebucht.",
            "Dieselben Bytes werden nie zweimal gebucht; bitte die Datei weglassen.",
        )
    return reading, None if dry_run else book_reading(book, reading, acting)
