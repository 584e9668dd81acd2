"""What datenbank loeschen prints: what is due, what goes, what stays in files beside, which copies it cannot reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.desk.output import (
    findings_data,
    print_findings,
    print_json,
    say,
    say_next,
)
from grants.desk.session import acting_here, book_workspace_at
from grants.law.retention import DataKind
from grants.office.retention import Deletion, delete_due_data
from ledger.german import format_count, format_counted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grants.law.retention import DueData
    from grants.office.copies import BookCopy

COPIES_SHOWN = 40


def run_deletion(folder: Path, *, dry_run: bool, as_json: bool) -> None:
    """Datenbank loeschen."""
    deletion = delete_due_data(book_workspace_at(folder), acting_here(), dry_run=dry_run)
    if as_json:
        print_json({"probelauf": dry_run, **_data(deletion, folder)})
        return
    print_findings(deletion.hints)
    _say_due(deletion, dry_run=dry_run)
    _say_files("aus eingang", deletion.files.incoming, folder)
    _say_files("aus ausgabe", deletion.files.person_documents, folder)
    _say_files("bleibt, weil nicht gebucht oder nur ein Verweis", deletion.files.left, folder)
    _say_copies(deletion.copies)
    if dry_run:
        say("Probelauf: Es wurde nichts gelöscht.")
    say_next("datenbank loeschen" if dry_run else "protokoll", folder)


def _say_due(deletion: Deletion, *, dry_run: bool) -> None:
    found = deletion.found(*DataKind)
    if not found:
        say("Nach dem Aufbewahrungsplan ist nichts zu löschen; gelöscht wird nur in festgeschriebenen Förderjahren.")
        return
    say("Nach dem Aufbewahrungsplan würde gelöscht:" if dry_run else "Nach dem Aufbewahrungsplan gelöscht:")
    for each in found:
        say(f"  {each.rule.what}: {format_count(deletion.count(each.rule.kind))}, {_years(each)}")
        say(f"    {each.rule.period()}, {each.rule.basis()}")
    if dry_run:
        say("Was als Annahme bezeichnet ist, klären Sie bitte vorher mit Datenschutz und Rechnungsprüfung;")
        say("[aufbewahrung] in foerderbuch.toml setzt andere Jahre.")


def _years(due: DueData) -> str:
    first, last = due.years[0], due.years[-1]
    return f"Förderjahr {last}" if first == last else f"Förderjahre bis {last}"


def _say_files(words: str, paths: Iterable[Path], folder: Path) -> None:
    for path in paths:
        say(f"  {words}: {path.relative_to(folder)}")


def _say_copies(copies: tuple[BookCopy, ...]) -> None:
    """Print the copies that must be deleted by hand; those that were moved away may be many."""
    present = [copy for copy in copies if copy.present]
    moved = [copy for copy in copies if not copy.present]
    if present:
        say("Nicht erreicht werden diese Kopien des Buches; bitte löschen Sie sie von Hand:")
    for copy in present:
        say(f"  {copy.path} ({_age(copy)})")
    if moved:
        count = format_counted(len(moved), "ältere Sicherung liegt", "ältere Sicherungen liegen")
        say(f"{count} nicht mehr, wo sie geschrieben wurden; bitte löschen Sie sie dort, wo sie jetzt sind:")
    for copy in moved[:COPIES_SHOWN]:
        say(f"  {copy.path} ({_age(copy)})")
    if len(moved) > COPIES_SHOWN:
        say(f"  … und {format_count(len(moved) - COPIES_SHOWN)} weitere (alle mit --json)")


def _age(copy: BookCopy) -> str:
    return "Stand unbekannt" if copy.entry is None else f"Stand Protokolleintrag {copy.entry}"


def _data(deletion: Deletion, folder: Path) -> dict[str, Any]:
    files = deletion.files
    return {
        "faellig": [
            {
                "art": each.rule.kind.value,
                "was": each.rule.what,
                "jahre": list(each.years),
                "anzahl": deletion.count(each.rule.kind),
                "frist": each.rule.period(),
                "grundlage": each.rule.basis(),
                "status": "Vorgabe" if each.rule.by_county else each.rule.clause.status.value,
                "dokument": each.rule.clause.document,
            }
            for each in deletion.due
        ],
        "eingang": [path.relative_to(folder).as_posix() for path in files.incoming],
        "personenunterlagen": [path.relative_to(folder).as_posix() for path in files.person_documents],
        "bleibt": [path.relative_to(folder).as_posix() for path in files.left],
        "kopien": [{"datei": copy.path, "eintrag": copy.entry, "vorhanden": copy.present} for copy in deletion.copies],
        **findings_data(deletion.hints),
    }
