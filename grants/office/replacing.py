"""einlesen --ersetzen: book the corrected file of a period that is settled, after its differences were shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grants.office.incoming import Booking, Reading, read_files, refuse_findings, with_obstacles
from grants.office.persons import admit
from grants.office.records import open_for_booking
from grants.office.workspace import hold_workspace
from ledger.book.store import Book, open_book
from ledger.book.story import alike
from ledger.finding import ConflictError, Finding, hint
from ledger.german import format_euro
from ledger.imports.rows import place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from ledger.cost import Entry, Revenue
    from ledger.differences import Difference
    from ledger.imports.intake import Intake
    from ledger.period import FundingYear


@dataclass(frozen=True, slots=True)
class Replacement:
    """Ersetzung: the corrected file, the booked files it takes back, and what changes."""

    file: str
    replaced: tuple[str, ...]
    differences: tuple[Difference, ...]


def replace_files(
    workspace: Workspace, year: FundingYear, paths: Sequence[Path], acting: Acting, *, dry_run: bool
) -> tuple[Reading, tuple[Replacement, ...], Booking | None]:
    """Replace booked files by their corrected ones, one transaction per file; a dry run only says what would change.

    Raises ConflictError for a file that replaces nothing and for a user who may not book, FindingsError for findings.
    """
    if dry_run:
        return *_read(workspace, open_book(workspace.book_address, writing=False), year, paths, acting), None
    acting = admit(workspace.persons, acting)
    with hold_workspace(workspace.folder):
        book = open_for_booking(workspace)
        reading, replacements = _read(workspace, book, year, paths, acting)
        refuse_findings(reading)
        batches = tuple(book.replace(intake, acting.act()) for intake in reading.new)
    return reading, replacements, Booking(len(paths), batches, (), reading.findings)


def _read(
    workspace: Workspace, book: Book, year: FundingYear, paths: Sequence[Path], acting: Acting
) -> tuple[Reading, tuple[Replacement, ...]]:
    reading = read_files(workspace, book, year, paths, acting, replacing=True)
    if reading.booked_before:
        raise ConflictError(
            f"Schon gebucht: {', '.join(reading.booked_before)}. Es wurde nichts gebucht.",
            "Dieselben Bytes werden nie zweimal gebucht; bitte die berichtigte Datei angeben.",
        )
    if reading.blocks:
        return reading, ()
    replacements = tuple(
        Replacement(intake.file, book.owners(intake), book.differences(intake)) for intake in reading.new
    )
    hints = [each for intake in reading.new for each in _booked_again(book, intake)]
    reading = replace(reading, findings=(*reading.findings, *hints))
    return with_obstacles(workspace, book, year, reading, acting, replacing=True), replacements


def _booked_again(book: Book, intake: Intake) -> list[Finding]:
    """Return hints for what was taken back singly and stands in the corrected file again.

    Rows alike are counted: of two alike, one of them taken back, the corrected file may name one.
    """
    stories = book.reversed_for_good(intake)
    if not stories:
        return []
    named: dict[object, list[Entry | Revenue]] = defaultdict(list)
    entries: list[Entry | Revenue] = [*intake.entries, *intake.revenues]
    for entry in entries:
        named[alike(entry)].append(entry)
    in_force = Counter(alike(entry) for entry in book.in_force_of(intake))
    findings = []
    for story in stories:
        key = alike(story.entry)
        if len(named[key]) <= in_force[key]:
            continue
        again = named[key].pop()
        reversal, file = story.reversal, story.corrected_by
        if reversal is None or file is None:
            message = "an entry that was taken back has a reversal and the file it came with"
            raise ValueError(message)
        findings.append(
            hint(
                place(again.source, intake.title("Betrag")),
                f"Die Buchung {story.entry.number} wurde mit dem Storno {reversal.number} zurückgenommen "
                f"({file.file}: {reversal.reason}); die berichtigte Datei bucht sie wieder.",
                "Bitte prüfen, ob der Betrag noch gilt; sonst die Zeile aus der Datei nehmen oder danach erneut "
                "stornieren.",
                found=format_euro(again.amount),
            )
        )
    return findings
