"""What single corrections would book: it must go to carriers and posts that exist, and every change is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.office.workspace import read_awards
from ledger.cost import Entry, Revenue
from ledger.differences import Difference, changed_fields
from ledger.finding import Finding, Place, error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.office.workspace import Workspace
    from ledger.book.store import Book
    from ledger.imports.intake import Intake


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """Geplante Buchung einer Korrektur: what would be booked, and what it changes against the entry it moves."""

    entry: Entry | Revenue
    changes: tuple[Difference, ...] = ()


def plan_entries(book: Book, intake: Intake) -> tuple[PlannedEntry, ...]:
    """Return what a file of corrections would book, each moved entry with every field that changes."""
    named = {entry.number: entry for entry in book.to_correct(intake)}
    before = {each.source.row: named.get(each.entry_number or 0) for each in intake.corrections}

    def changes(entry: Entry | Revenue) -> tuple[Difference, ...]:
        old = before[entry.source.row] if entry.reverses is None else None
        return changed_fields(old, entry) if old else ()

    return tuple(PlannedEntry(entry, changes(entry)) for entry in book.corrections(intake)[0])


def unknown_targets(workspace: Workspace, book: Book, booked: Sequence[Entry | Revenue]) -> list[Finding]:
    """Refuse what a correction would book for a carrier or a post that nobody knows: no figure would count it."""
    new = [entry for entry in booked if entry.reverses is None]
    if not new:
        return []
    awards = read_awards(workspace.folder)
    agreed = {agreement.carrier.key for agreement in awards.agreements}
    carriers = {workspace.county.key, *agreed, *(award.carrier.key for award in awards.person_awards)}
    posts = {(tenure.carrier_key, tenure.position_number) for tenure in book.tenures()}
    findings = []
    for entry in new:
        source = entry.source
        if entry.carrier_key not in carriers:
            findings.append(
                error(
                    Place(source.file, source.sheet, source.row, "Trägerschlüssel"),
                    f"Einen Träger {entry.carrier_key} gibt es nicht; keine Zahl würde den Betrag zählen.",
                    "Bitte den Schlüssel des Landkreises oder eines Trägers mit Weitergabevereinbarung eintragen.",
                    found=entry.carrier_key,
                    expected=", ".join(sorted(carriers)),
                )
            )
        elif (
            isinstance(entry, Entry)
            and entry.position_number
            and (entry.carrier_key, entry.position_number) not in posts
        ):
            findings.append(
                error(
                    Place(source.file, source.sheet, source.row, "Stelle"),
                    f"Eine Stelle {entry.position_number} hat der Träger {entry.carrier_key} nicht.",
                    "Bitte die Nummer einer Stelle aus der Stellenbesetzung oder Jahresmeldung eintragen.",
                    found=entry.position_number,
                )
            )
    return findings
