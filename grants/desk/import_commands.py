"""What einlesen does: read, show what would be booked or changed, book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from grants.desk.entry_words import change_words, changes_data, entry_data, entry_words
from grants.desk.exits import FINDINGS, UNREADABLE
from grants.desk.output import (
    findings_data,
    print_findings,
    print_json,
    say,
    say_next,
)
from grants.desk.session import acting_here, workspace_at, year_of
from ledger.finding import UsageRefusalError
from ledger.german import format_counted, format_euro

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.office.incoming import Booking, Reading
    from grants.office.replacing import Replacement
    from ledger.cost import Batch
    from ledger.imports.intake import Intake
    from ledger.period import FundingYear

DIFFERENCES_SHOWN = 40


def run_import(folder: Path, paths: Sequence[Path], number: int | None, *, dry_run: bool, as_json: bool) -> None:
    """Einlesen."""
    from grants.office.incoming import import_files, refuse_missing

    workspace = workspace_at(folder)
    refuse_missing(paths)
    year = year_of(number) if number is not None else year_of_paths(paths)
    reading, booking = import_files(workspace, year, paths, acting_here(), dry_run=dry_run)
    if booking is None:
        finish_dry_run(reading, as_json=as_json)
        return
    if as_json:
        print_json(
            {
                "gebucht": [
                    {
                        "datei": b.file,
                        "art": b.kind,
                        "zeilen": b.rows,
                        "summe": b.sum.decimal_string(),
                        "buchungen": [entry_data(entry) for entry in booking.corrected.get(b.file, ())],
                    }
                    for b in booking.batches
                ],
                **findings_data(reading.findings),
            }
        )
        return
    print_findings(reading.findings)
    say_booking(booking)
    say_next(f"lauf {year.number}", folder)


def run_replacement(folder: Path, paths: Sequence[Path], number: int | None, *, dry_run: bool, as_json: bool) -> None:
    """Einlesen --ersetzen."""
    from grants.office.incoming import refuse_missing
    from grants.office.replacing import replace_files

    workspace = workspace_at(folder)
    refuse_missing(paths)
    year = year_of(number) if number is not None else year_of_paths(paths)
    reading, replacements, booking = replace_files(workspace, year, paths, acting_here(), dry_run=dry_run)
    if as_json:
        changes = {"probelauf": dry_run, "ersetzungen": replacements_data(replacements)}
        print_json({**changes, **findings_data(reading.findings)})
    elif booking is None:
        say_replacements(replacements)
        finish_dry_run(reading, as_json=False)
    else:
        print_findings(reading.findings)
        say_replacements(replacements)
        say_booking(booking)
        say_next(f"lauf {year.number}", folder)
    if reading.blocks:
        raise typer.Exit(FINDINGS)


def year_of_paths(paths: Sequence[Path]) -> FundingYear:
    """Return the year of the folder eingang/<jahr> in which all files lie; else the usage is wrong."""
    years = {
        part
        for path in paths
        for before, part in zip(path.resolve().parts, path.resolve().parts[1:], strict=False)
        if before == "eingang" and part.isdecimal()
    }
    if len(years) != 1:
        raise UsageRefusalError("Das Förderjahr ist nicht erkennbar.", "Bitte mit --jahr angeben, etwa --jahr 2025.")
    return year_of(int(years.pop()))


def say_booking(booking: Booking) -> None:
    """Print what was booked."""
    say(
        f"Gelesen: {format_counted(booking.read, 'Datei', 'Dateien')}, davon {len(booking.batches)} neu gebucht, "
        f"{len(booking.booked_before)} schon gebucht."
    )
    for batch in booking.batches:
        say(f"  gebucht: {batch.file} ({batch.kind}, {extent(batch)})")
        for entry in booking.corrected.get(batch.file, ()):
            say(f"    {entry_words(entry)}")
    for file in booking.booked_before:
        say(f"  übergangen, weil schon gebucht: {file}")


def extent(file: Batch | Intake) -> str:
    """Return how much a file holds; only files with amounts have a sum."""
    rows = format_counted(file.rows, "Zeile", "Zeilen")
    return f"{rows}, Summe {format_euro(file.sum)}" if file.sum else rows


def finish_dry_run(reading: Reading, *, as_json: bool) -> None:
    """Report what would be booked; findings that block decide the exit code as in a real run."""
    if as_json:
        print_json(
            {
                "probelauf": True,
                "wuerde_buchen": [
                    {
                        "datei": i.file,
                        "art": i.kind.value if i.kind else "",
                        "zeilen": i.rows,
                        "summe": i.sum.decimal_string(),
                        "profil": i.profile,
                        "spalten": [{"spalte": title, "bedeutung": meaning} for title, meaning in i.columns],
                        "ignoriert": list(i.ignored),
                        "buchungen": [
                            {**entry_data(planned.entry), "aenderungen": changes_data(planned.changes)}
                            for planned in reading.corrected.get(i.file, ())
                        ],
                    }
                    for i in reading.new
                ],
                "uebergangen": list(reading.booked_before),
                **findings_data(reading.findings),
            }
        )
    else:
        print_findings(reading.findings)
        for intake in reading.new:
            _say_intake(intake, "gelesen" if reading.blocks else "würde gebucht")
            for planned in reading.corrected.get(intake.file, ()):
                say(f"    {entry_words(planned.entry)}")
                for change in planned.changes:
                    say(f"      {change_words(change)}")
        for file in reading.booked_before:
            say(f"  schon gebucht: {file}")
        say("Probelauf: Es wurde nichts geschrieben.")
    if reading.blocks:
        raise typer.Exit(UNREADABLE if reading.unreadable else FINDINGS)


def _say_intake(intake: Intake, what: str) -> None:
    """Print what a file would book, by which profile, which columns were recognised and what is passed over."""
    kind = intake.kind.value if intake.kind else "nicht erkannt"
    say(f"  {what}: {intake.file} ({kind}, {extent(intake)})")
    if intake.profile:
        say(f"    Leseprofil: {intake.profile}")
        columns = (title if title == meaning else f"{title} → {meaning}" for title, meaning in intake.columns)
        say(f"    erkannte Spalten: {', '.join(columns)}")
    for passed_over in intake.ignored:
        say(f"    übergangen: {passed_over}")


def say_replacements(replacements: Sequence[Replacement]) -> None:
    """Print what corrected files change, before anything is written."""
    for each in replacements:
        count = format_counted(len(each.differences), "Unterschied", "Unterschiede")
        say(f"{each.file} ersetzt {', '.join(each.replaced)}: {count}.")
        for difference in each.differences[:DIFFERENCES_SHOWN]:
            before, after = difference.before or "nicht vorhanden", difference.after or "entfällt"
            say(f"  {difference.what}: bisher {before}, neu {after}")
        more = len(each.differences) - DIFFERENCES_SHOWN
        if more > 0:
            say(f"  … und {format_counted(more, 'weiterer Unterschied', 'weitere Unterschiede')} (alle mit --json)")


def replacements_data(replacements: Sequence[Replacement]) -> list[dict[str, Any]]:
    """Return replacements in the shape other programs rely on."""
    return [
        {
            "datei": each.file,
            "ersetzt": list(each.replaced),
            "unterschiede": changes_data(each.differences),
        }
        for each in replacements
    ]
