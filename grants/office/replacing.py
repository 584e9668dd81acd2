"""einlesen --ersetzen: book the corrected file of a period that is settled, after its differences were shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grants.office.incoming import Booking, Reading, read_files, refuse_findings, with_obstacles
from grants.office.persons import admit
from grants.office.records import open_for_booking
from grants.office.workspace import hold_workspace
from ledger.book.store import Book, open_book
from ledger.files import digest_of_file
from ledger.finding import ConflictError, Finding, hint
from ledger.german import format_euro
from ledger.imports.rows import place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
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
        book.refuse_replaced(digest_of_file(path) for path in paths)
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
    """Return a hint for everything that was taken back singly and that the corrected file books again."""
    return [
        hint(
            place(again.source, intake.title("Betrag")),
            f"Die Buchung {story.entry.number} wurde mit dem Storno {story.reversal.number} zurückgenommen "
            f"({story.corrected_by.file}: {story.reversal.reason}); die berichtigte Datei bucht sie wieder.",
            "Bitte prüfen, ob der Betrag noch gilt; sonst die Zeile aus der Datei nehmen oder erneut stornieren.",
            found=format_euro(again.amount),
        )
        for story, again in book.booked_again(intake)
        if story.reversal and story.corrected_by
    ]
