"""einlesen, pruefen: read every file, check all of them together, and only then book, one transaction per file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grants.close.completeness import check_names
from grants.office.accounting import compute
from grants.office.workspace import YearFacts, booked_facts, hold_workspace, year_terms
from ledger.book.store import Book, open_book
from ledger.cost import Batch
from ledger.files import digest
from ledger.finding import ConflictError, Finding, FindingsError, MissingError, Place, UnreadableError, error, hint
from ledger.imports.bounded import read_bounded
from ledger.imports.crosscheck import check_together
from ledger.imports.intake import FileKind, Intake, read_intake
from ledger.imports.parse import CellError, printable

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
    """Read and check all files of ``eingang/<jahr>/`` and try to compute the year with them; nothing is booked.

    Raises MissingError when the folder of the year does not exist or the year has no frame or rules.
    """
    folder = workspace.incoming(year)
    if not folder.is_dir():
        raise MissingError(
            f"Den Ordner {folder} gibt es nicht.",
            f"Bitte die Dateien des Förderjahres in eingang/{year.number} legen.",
        )
    terms = year_terms(workspace, year, acting.today)
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_ignored(path.relative_to(folder))]
    reading = read_files(workspace, book, year, paths, acting)
    if reading.blocks:
        # What rests on a file with errors would only hide the cause.
        return reading
    batches = (*book.batches(year), *(_as_batch(intake, acting) for intake in reading.new))
    _, findings = compute(workspace, terms, _planned_facts(book, reading.new, year), batches)
    returned = [
        (intake.file, period.partition(" ")[2], intake.carrier_name)
        for intake in reading.new
        if intake.carrier_name
        for period in intake.periods
    ]
    names = check_names(returned, terms.agreements)
    return replace(reading, findings=(*reading.findings, *names, *findings))


def _planned_facts(book: Book, new: Sequence[Intake], year: FundingYear) -> YearFacts:
    """Return the facts the year would have once the new files were booked."""
    facts = booked_facts(book, year)
    entries = [entry for intake in new for entry in intake.entries]
    return YearFacts(
        head_counts=(*facts.head_counts, *(count for intake in new for count in intake.head_counts)),
        tenures=(*facts.tenures, *(tenure for intake in new for tenure in intake.tenures)),
        entries=(*facts.entries, *(entry for entry in entries if year.contains(entry.cost_month))),
        entries_for_other_years=(
            *facts.entries_for_other_years,
            *(entry for entry in entries if not year.contains(entry.cost_month)),
        ),
    )


def _is_ignored(path: Path) -> bool:
    """Skip what office programs and file managers leave behind: lock files, hidden files, thumbnails."""
    hidden = any(part.startswith(".") for part in path.parts)
    return hidden or path.name.startswith("~$") or path.name.lower() in ("thumbs.db", "desktop.ini")


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
        if (strange := _check_name(name)) is not None:
            findings.append(strange)
            continue
        try:
            content = read_bounded(path, name)
            if digest(content) in booked:
                before.append(name)
                findings += _renamed(name, booked[digest(content)])
            else:
                new.append(read_intake(content, name, rules))
        except UnreadableError as problem:
            unreadable = True
            findings.append(error(Place(name), problem.text.removeprefix(f"{name}: "), problem.remedy))
        except OSError:
            unreadable = True
            findings.append(
                error(Place(name), "Die Datei lässt sich nicht öffnen.", "Bitte die Zugriffsrechte prüfen.")
            )
        acting.progress.step(name)
    new.sort(key=lambda intake: (_ORDER.index(intake.kind) if intake.kind else len(_ORDER), intake.file))
    findings += [finding for intake in new for finding in intake.findings]
    findings += check_together(new, batches, book.tenures(), all_read=not unreadable)
    return Reading(tuple(new), tuple(before), tuple(findings), unreadable)


def _name(workspace: Workspace, path: Path) -> str:
    """Return the name of a file as the clerk knows it: relative to the workspace, else its file name."""
    try:
        return path.resolve().relative_to(workspace.folder.resolve()).as_posix()
    except ValueError:
        return path.name


def _check_name(name: str) -> Finding | None:
    """Refuse a file name that cannot be printed or stored, as unpacking an old archive leaves it."""
    try:
        printable(name)
        name.encode("utf-8")
    except (CellError, UnicodeEncodeError):
        shown = name.encode("utf-8", "replace").decode("utf-8")
        return error(Place(shown), "Der Dateiname enthält unlesbare Zeichen.", "Bitte die Datei umbenennen.")
    return None


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


def refuse_findings(reading: Reading) -> None:
    """Raise FindingsError with all findings when one of them blocks."""
    if reading.blocks:
        raise FindingsError(
            reading.findings, "Es wurde nichts gebucht und nichts geschrieben.", unreadable=reading.unreadable
        )


def book_reading(book: Book, reading: Reading, acting: Acting) -> Booking:
    """Book the files of a reading that has no findings that block, one transaction per file."""
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


def refuse_missing(paths: Sequence[Path]) -> None:
    """Raise MissingError for a file that is not there."""
    for path in paths:
        if not path.is_file():
            raise MissingError(f"Die Datei {path} gibt es nicht.", "Bitte den Dateinamen prüfen.")


def import_files(
    workspace: Workspace, year: FundingYear, paths: Sequence[Path], acting: Acting, *, dry_run: bool
) -> tuple[Reading, Booking | None]:
    """einlesen: book the given files. Raises ConflictError when one of them is booked already."""
    if dry_run:
        return _read_unbooked(workspace, year, paths, acting), None
    with hold_workspace(workspace.folder):
        reading = _read_unbooked(workspace, year, paths, acting)
        refuse_findings(reading)
        return reading, book_reading(open_book(workspace.book_path, writing=True), reading, acting)


def _read_unbooked(workspace: Workspace, year: FundingYear, paths: Sequence[Path], acting: Acting) -> Reading:
    reading = read_files(workspace, open_book(workspace.book_path, writing=False), year, paths, acting)
    if reading.booked_before:
        raise ConflictError(
            f"Schon gebucht: {', '.join(reading.booked_before)}. Es wurde nichts gebucht.",
            "Dieselben Bytes werden nie zweimal gebucht; bitte die Datei weglassen.",
        )
    return reading
