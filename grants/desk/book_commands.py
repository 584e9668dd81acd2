"""What the commands about the book itself do: abschliessen, protokoll, datenbank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from grants.desk.exits import FINDINGS
from grants.desk.issue_command import papers_data, say_papers
from grants.desk.output import (
    findings_data,
    in_quotes,
    points_data,
    print_findings,
    print_json,
    say,
    say_next,
    say_points,
)
from grants.desk.session import acting_here, book_workspace_at, workspace_at, year_of
from ledger.german import format_counted, format_euro

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def run_closing(folder: Path, number: int, *, dry_run: bool, as_json: bool) -> None:
    """Abschliessen."""
    from grants.office.accounting import is_settled_per_person
    from grants.office.closing import close_year

    workspace, year, acting = workspace_at(folder), year_of(number), acting_here()
    closing = close_year(workspace, year, acting, dry_run=dry_run)
    freeze, mark = closing.freeze, closing.mark
    if as_json:
        frozen = freeze and {
            "buchungen": freeze.entry_count,
            "summe": freeze.sum.decimal_string(),
            "pruefsumme": freeze.digest,
            "massstab": freeze.basis.value,
        }
        stand = mark and {"eintrag": mark.count, "pruefwert": mark.head}
        points = points_data(closing.open_points)
        print_json({"probelauf": dry_run, "jahr": number, "festschreibung": frozen, "stand": stand, "offen": points})
        return
    say_points(closing.open_points)
    if freeze is None:
        say(f"Probelauf: Das Förderjahr {number} könnte festgeschrieben werden; es wurde nichts geschrieben.")
        return
    entries = format_counted(freeze.entry_count, "Buchung", "Buchungen")
    say(f"Festgeschrieben: Förderjahr {number} mit {entries}, Summe {format_euro(freeze.sum)}.")
    say(f"  Prüfsumme des Jahres: {freeze.digest}")
    if mark:
        say(f"  Stand des Buches: Protokolleintrag {mark.count}, Prüfwert {mark.head}")
    if is_settled_per_person(workspace, year, acting):
        say_next(f"abrechnen {number}", folder, "zeigt die festgeschriebene Abrechnung.")
    else:
        say_next(f"lauf {number}", folder, "druckt diesen Stand auf den Nachweis.")


def run_records(folder: Path, anchors: Sequence[str], *, as_json: bool) -> None:
    """Protokoll."""
    from grants.office.records import verify_records

    records = verify_records(book_workspace_at(folder), anchors, acting_here())
    checked = records.verification
    wrong = [finding for finding in records.findings if finding.blocks]
    if as_json:
        print_json(
            {
                "eintraege": checked.mark.count,
                "pruefwert": checked.mark.head,
                "unterlagen_eintraege": checked.document_entries,
                "zeilen": checked.rows,
                "geloescht": checked.deleted,
                "anker": records.anchors,
                "ausgefertigt": papers_data(records.issued),
                **findings_data(records.findings),
            }
        )
    else:
        print_findings(records.findings)
        entries = format_counted(checked.mark.count, "Eintrag", "Einträge")
        say(f"Protokoll des Buches: {entries}, {format_counted(checked.rows, 'Zeile', 'Zeilen')} geprüft.")
        say(f"  letzter Prüfwert: {checked.mark.head}")
        others = format_counted(checked.document_entries, "Eintrag", "Einträge")
        say(f"Protokoll der Unterlagen: {others}.")
        if records.issued:
            say(f"Ausgefertigt ({len(records.issued)}):")
            say_papers(records.issued)
        if checked.deleted:
            say(f"Nach Plan gelöscht: {format_counted(checked.deleted, 'Angabe', 'Angaben')} (kein Schaden).")
        say(f"Anker verglichen: {records.anchors}.")
        if checked.hints:
            say(f"Durch Wiederherstellung überholt: {format_counted(len(checked.hints), 'Anker', 'Anker')}.")
        if wrong:
            say(f"Die erste Stelle, die nicht passt: {wrong[0].place.words()}.")
        else:
            say("Alles andere passt zusammen." if checked.hints else "Alles passt zusammen.")
    if wrong:
        raise typer.Exit(FINDINGS)


def run_back_up(folder: Path, target: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Datenbank sichern."""
    from grants.office.database import back_up_path, back_up_workspace

    workspace, acting = book_workspace_at(folder), acting_here()
    if dry_run:
        _say_dry_run("sicherung", str(back_up_path(workspace, target, acting)), "Gesichert würde nach", as_json=as_json)
        return
    made, hints = back_up_workspace(workspace, target, acting)
    if as_json:
        stand = {"eintrag": made.mark.count, "pruefwert": made.mark.head}
        print_json({"sicherung": str(made.path), "sha256": made.digest, "stand": stand, **findings_data(hints)})
        return
    print_findings(hints)
    say(f"Gesichert und geprüft: {made.path}")
    say(f"  SHA-256 {made.digest}")
    say(f"  Stand: Protokolleintrag {made.mark.count}, Prüfwert {made.mark.head}")
    say("Nächster Schritt: die Sicherung auf einen anderen Datenträger legen.")


def _say_dry_run(key: str, what: str, sentence: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"probelauf": True, key: what})
    else:
        say(f"Probelauf: {sentence} {what}; es wurde nichts geschrieben.")


def run_restore(folder: Path, backup: Path, *, dry_run: bool, as_json: bool) -> None:
    """Datenbank wiederherstellen."""
    from grants.office.database import restore_workspace

    restored = restore_workspace(book_workspace_at(folder), backup, acting_here(), dry_run=dry_run)
    if as_json:
        aside = str(restored.put_aside) if restored.put_aside else None
        stand = {"eintrag": restored.mark.count, "pruefwert": restored.mark.head}
        print_json({"probelauf": dry_run, "stand": stand, "bisheriges_buch": aside, **findings_data(restored.hints)})
        return
    print_findings(restored.hints)
    verb = "Geprüft, würde zurückgespielt" if dry_run else "Zurückgespielt und geprüft"
    say(f"{verb}: {backup}, Stand Protokolleintrag {restored.mark.count}.")
    if restored.put_aside:
        say(f"  Das bisherige Buch liegt in {restored.put_aside}.")
    say_next("protokoll", folder)


def run_move(folder: Path, target: str, *, dry_run: bool, as_json: bool) -> None:
    """Datenbank umziehen."""
    from grants.office.database import move_workspace, moving_address
    from ledger.book.engine import open_engine
    from ledger.book.errors import book_name

    workspace = book_workspace_at(folder)
    if dry_run:
        place = moving_address(workspace, target)
        name = book_name(open_engine(place).url)
        _say_dry_run("ziel", name, "Übertragen würde nach", as_json=as_json)
        return
    digest, address, hints = move_workspace(workspace, target, acting_here())
    name = book_name(open_engine(address).url) if "://" in address else address
    if as_json:
        print_json({"ziel": name, "sha256": digest, **findings_data(hints)})
        return
    print_findings(hints)
    say(f"Übertragen und geprüft: {name}")
    say(f"  SHA-256 über alle Zeilen des Buches, hier wie dort: {digest}")
    step = "[datenbank] url eintragen" if "://" in address else "[datenbank] streichen, wenn es foerderbuch.db heißt"
    say(f"Nächster Schritt: in {in_quotes(folder / 'foerderbuch.toml')} {step}; erst dann wird das neue Buch benutzt.")


def run_migration(folder: Path, *, dry_run: bool, as_json: bool) -> None:
    """Datenbank migrieren."""
    from grants.office.database import migrate_workspace, needs_migration

    workspace = book_workspace_at(folder)
    if dry_run and needs_migration(workspace):
        _say_dry_run("migration", "die Fassung dieses Programms", "Migriert würde auf", as_json=as_json)
        return
    migrated = None if dry_run else migrate_workspace(workspace, acting_here())
    if as_json:
        done = migrated and {"bisherige_fassung": migrated.before, "sicherung": str(migrated.backup)}
        print_json({"migriert": done})
        return
    if migrated is None:
        say("Das Buch hat schon die Fassung dieses Programms; es war nichts zu tun.")
        return
    say(f"Gesichert: {migrated.backup}  (SHA-256 {migrated.digest})")
    say(f"Migriert und geprüft: von Fassung {migrated.before} auf die Fassung dieses Programms.")
    say_next("protokoll", folder)
