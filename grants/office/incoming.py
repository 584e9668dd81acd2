"""einlesen, pruefen: read every file, check all of them together, and only then book, one transaction per file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grants.close.misfits import list_misfits
from grants.office.book_place import place_hints
from grants.office.correction_targets import PlannedEntry, plan_entries, unknown_targets
from grants.office.file_names import REMEDY, find_strange_name
from grants.office.persons import admit
from grants.office.records import open_for_booking
from grants.office.trial import find_new_obstacles, other_booked_years, replaced_by, try_result
from grants.office.workspace import hold_workspace
from grants.office.year_facts import year_terms
from ledger.book.store import Book, open_book
from ledger.cost import Entry, Revenue
from ledger.files import digest, digest_of_file
from ledger.finding import ConflictError, Finding, FindingsError, MissingError, Place, UnreadableError, error, hint
from ledger.german import format_counted
from ledger.imports.bounded import read_bounded
from ledger.imports.crosscheck import check_together
from ledger.imports.duplicates import find_duplicates
from ledger.imports.intake import Intake, read_intake
from ledger.imports.kinds import FileKind
from ledger.period import FundingYear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grants.close.points import OpenPoint
    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from ledger.cost import Batch

_ORDER = list(FileKind)
DIFFERENCES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in the incoming files: new files, files already booked, and all findings.

    ``corrected`` is what files of single corrections would book, by file; ``misfits`` is what will be open because
    facts of the year do not fit together.
    """

    new: tuple[Intake, ...]
    booked_before: tuple[str, ...]
    findings: tuple[Finding, ...]
    unreadable: bool = False
    corrected: Mapping[str, tuple[PlannedEntry, ...]] = field(default_factory=dict)
    misfits: tuple[OpenPoint, ...] = ()

    @property
    def blocks(self) -> bool:
        """Return whether anything may be booked."""
        return any(finding.blocks for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Booking:
    """What was booked: the batches, the files passed over, and hints that did not block.

    ``corrected`` is what files of single corrections have booked, by file.
    """

    read: int
    batches: tuple[Batch, ...]
    booked_before: tuple[str, ...]
    findings: tuple[Finding, ...]
    corrected: Mapping[str, tuple[Entry | Revenue, ...]] = field(default_factory=dict)


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
    # A year without frame or rules is refused before its files are read.
    year_terms(workspace, year, acting.today)
    reading = read_files(workspace, book, year, _files_in(folder), acting)
    if reading.blocks:
        # What rests on a file with errors would only hide the cause.
        return reading
    result, obstacles = try_result(workspace, book, year, reading.new, acting)
    findings = (
        *obstacles,
        *find_new_obstacles(workspace, book, other_booked_years(book, year, reading.new), reading.new, acting),
    )
    misfits = list_misfits(result) if result else ()
    return replace(reading, findings=(*reading.findings, *findings), misfits=misfits)


def unbooked_files(workspace: Workspace, book: Book, year: FundingYear) -> list[str]:
    """Return the names of files in the incoming folder of a year whose bytes are not booked."""
    booked = book.digests()
    return [
        _name(workspace, path) for path in _files_in(workspace.incoming(year)) if digest_of_file(path) not in booked
    ]


def _files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and the folders in it, by name."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_ignored(path.relative_to(folder))]


def _is_ignored(path: Path) -> bool:
    """Skip what office programs and file managers leave behind: lock files, hidden files, thumbnails."""
    hidden = any(part.startswith(".") for part in path.parts)
    return hidden or path.name.startswith("~$") or path.name.lower() in ("thumbs.db", "desktop.ini")


def read_files(
    workspace: Workspace,
    book: Book,
    year: FundingYear,
    paths: Sequence[Path],
    acting: Acting,
    *,
    replacing: bool = False,
) -> Reading:
    """Read the given files and check them against each other and against the book; nothing is booked.

    ``replacing`` when they are corrected files: periods that are settled are then no finding.
    """
    rules = workspace.reading_rules(year)
    batches = book.batches()
    booked = book.digests()
    new: list[Intake] = []
    before: list[str] = []
    findings: list[Finding] = [*place_hints(workspace.book_address)]
    unreadable = False
    acting.progress.stage("Dateien lesen", len(paths))
    for path in paths:
        name = _name(workspace, path)
        if strange := find_strange_name(name):
            findings.append(error(Place(strange.shown), strange.text, REMEDY))
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
    worked_out = [_with_corrections(workspace, book, intake, findings) for intake in new]
    findings += check_together(worked_out, () if replacing else batches, book.tenures(), all_read=not unreadable)
    if not replacing:
        findings += [finding for intake in new for finding in _what_would_change(book, intake)]
    findings += _look_alikes(book, new)
    corrected = {intake.file: plan_entries(book, intake) for intake in new if intake.corrections}
    return Reading(tuple(new), tuple(before), tuple(findings), unreadable, corrected)


def _look_alikes(book: Book, new: Sequence[Intake]) -> tuple[Finding, ...]:
    """Return hints for rows that look like rows of an earlier file, or of their own.

    A corrected file is not compared with the ones for the same periods: it is meant to look like them.
    """
    entries = [entry for intake in new for entry in intake.entries]
    settled = {file for intake in new for file in book.owners(intake)}
    years = sorted({entry.cost_month.year for entry in entries})
    booked = [entry for year in years for entry in book.entries(FundingYear(year))]
    return find_duplicates(entries, [entry for entry in booked if entry.source.file not in settled])


def _what_would_change(book: Book, intake: Intake) -> list[Finding]:
    """Return what replacing the booked files by a corrected one would change, as hints beside the refusal."""
    if any(finding.blocks for finding in intake.findings) or not book.owners(intake) or not book.covers(intake):
        return []
    differences = book.differences(intake)
    shown = [
        f"{each.what}: bisher {each.before or 'nicht vorhanden'}, neu {each.after or 'entfällt'}."
        for each in differences[:DIFFERENCES_SHOWN]
    ]
    if len(differences) > DIFFERENCES_SHOWN:
        shown.append(f"Insgesamt sind es {format_counted(len(differences), 'Unterschied', 'Unterschiede')}.")
    return [
        hint(Place(intake.file), text, "Mit „einlesen --ersetzen“ gilt die neue Angabe.")
        for text in shown or ["Die Angaben sind dieselben wie in der gebuchten Datei."]
    ]


def _with_corrections(workspace: Workspace, book: Book, intake: Intake, findings: list[Finding]) -> Intake:
    """Return a file of corrections with the entries they would book, so that these are checked like any other."""
    booked, problems = book.corrections(intake)
    findings += problems
    findings += unknown_targets(workspace, book, booked)
    new = tuple(entry for entry in booked if isinstance(entry, Entry) and entry.reverses is None)
    return replace(intake, entries=(*intake.entries, *new))


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
            batches.append(book.book(intake, acting.act()))
        except ConflictError:
            # Another run booked the same bytes since we read the book; any other conflict goes up.
            if intake.digest not in book.digests():
                raise
            before.append(intake.file)
        acting.progress.step(intake.file)
    read = len(reading.new) + len(reading.booked_before)
    corrected = {batch.file: book.entries_of(batch.number) for batch in batches if batch.file in reading.corrected}
    return Booking(read, tuple(batches), tuple(before), reading.findings, corrected)


def refuse_missing(paths: Sequence[Path]) -> None:
    """Raise MissingError for a file that is not there."""
    for path in paths:
        if not path.is_file():
            raise MissingError(f"Die Datei {path} gibt es nicht.", "Bitte den Dateinamen prüfen.")


def import_files(
    workspace: Workspace, year: FundingYear, paths: Sequence[Path], acting: Acting, *, dry_run: bool
) -> tuple[Reading, Booking | None]:
    """einlesen: book the given files.

    Raises ConflictError when one of them is booked already, or for a user whom foerderbuch.toml maps to no person.
    """
    if dry_run:
        return _read_unbooked(workspace, year, paths, acting), None
    acting = admit(workspace.persons, acting)
    with hold_workspace(workspace.folder):
        reading = _read_unbooked(workspace, year, paths, acting)
        refuse_findings(reading)
        return reading, book_reading(open_for_booking(workspace), reading, acting)


def _read_unbooked(workspace: Workspace, year: FundingYear, paths: Sequence[Path], acting: Acting) -> Reading:
    book = open_book(workspace.book_address, writing=False)
    reading = read_files(workspace, book, year, paths, acting)
    if reading.booked_before:
        book.refuse_replaced(digest_of_file(path) for path in paths)
        raise ConflictError(
            f"Schon gebucht: {', '.join(reading.booked_before)}. Es wurde nichts gebucht.",
            "Dieselben Bytes werden nie zweimal gebucht; bitte die Datei weglassen.",
        )
    return with_obstacles(workspace, book, year, reading, acting)


def with_obstacles(
    workspace: Workspace, book: Book, year: FundingYear, reading: Reading, acting: Acting, *, replacing: bool = False
) -> Reading:
    """Return a reading of single files with what they would bring about in their year and in others."""
    if reading.blocks:
        return reading
    years = (year, *other_booked_years(book, year, reading.new))
    replaced = replaced_by(book, reading.new) if replacing else ()
    obstacles = find_new_obstacles(workspace, book, years, reading.new, acting, replaced=replaced)
    return replace(reading, findings=(*reading.findings, *obstacles))
