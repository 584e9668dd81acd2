"""What each command does: hand clock and user to one function of the office, print what comes back."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from grants.desk.exits import FINDINGS, UNREADABLE
from grants.desk.output import (
    Terminal,
    entry_data,
    entry_words,
    explanation_data,
    figure_data,
    files_data,
    findings_data,
    print_files,
    print_findings,
    print_json,
    say,
)
from grants.office.acting import Acting
from grants.office.workspace import open_workspace
from ledger.files import acting_user
from ledger.finding import UsageRefusalError
from ledger.german import format_amount, format_count, format_counted, format_date, format_euro, format_fte
from ledger.imports.parse import EARLIEST_YEAR, LATEST_YEAR
from ledger.money import Money
from ledger.period import FundingYear

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.office.accounting import Explanation
    from grants.office.incoming import Booking, Reading
    from grants.office.run import YearRun
    from grants.office.workspace import Workspace
    from grants.settle.figures import Value
    from grants.settle.year import YearResult
    from ledger.book.store import Book
    from ledger.cost import Batch
    from ledger.imports.intake import Intake

ENTRIES_SHOWN = 12
CHECKED, LOOKED_AT = "pruefen", "ansehen"
_UNITS = {"EUR": "€", "VZÄ": "VZÄ", "Anzahl": ""}


def acting_here() -> Acting:
    """Return who acts now, with the terminal for progress and fresh random bytes."""
    return Acting(datetime.now(UTC), acting_user(), Terminal(), secrets.token_bytes(32))


def workspace_at(folder: Path) -> Workspace:
    """Open a county's folder; the environment may name the database of its book."""
    return open_workspace(folder, os.environ.get("FOERDERBUCH_DATENBANK", ""))


def year_of(number: int) -> FundingYear:
    """Return the funding year, or end with wrong usage for a number that is no year."""
    if not EARLIEST_YEAR <= number <= LATEST_YEAR:
        raise UsageRefusalError(f"Falscher Aufruf: {number} ist kein Förderjahr.", "Bitte ein Jahr wie 2025 angeben.")
    return FundingYear(number)


def run_create(folder: Path, *, example: bool, dry_run: bool, as_json: bool) -> None:
    """Neu."""
    from grants.office.create import create_workspace

    files = create_workspace(folder, acting_user(), from_example=example, dry_run=dry_run)
    if as_json:
        print_json({"ordner": str(folder), "dateien": [str(path) for path in files], "probelauf": dry_run})
        return
    say(
        f"{'Angelegt würde' if dry_run else 'Angelegt'}: {folder} mit {format_counted(len(files), 'Datei', 'Dateien')}."
    )
    step = f"foerderbuch lauf 2025 -C {folder}" if example else f"{folder}/foerderbuch.toml ausfüllen"
    say(f"Nächster Schritt: {step}")


def run_whole_year(folder: Path, number: int, *, dry_run: bool, as_json: bool) -> None:
    """Lauf."""
    from grants.office.run import run_year

    workspace, year = workspace_at(folder), year_of(number)
    run = run_year(workspace, year, acting_here(), dry_run=dry_run)
    if dry_run:
        finish_dry_run(run.reading, as_json=as_json)
        return
    if as_json:
        print_json(_run_data(run, year))
        return
    print_findings(run.reading.findings)
    if run.booking:
        say_booking(run.booking)
    say()
    say(f"Unterlagen in {workspace.outgoing(year)}:")
    print_files(run.files)
    for path in run.removed:
        say(f"  entfernt, weil überholt: {path}")
    say()
    say(f"Noch offen ({len(run.open_points)}):")
    for point in run.open_points:
        say(f"  - {point.text} {point.remedy}")
    say()
    say("Dauer: " + ", ".join(f"{stage} {seconds:.1f} s".replace(".", ",") for stage, seconds in run.seconds.items()))
    say(f"Nächster Schritt: {run.files[-1].path} im Browser öffnen und die offenen Punkte klären.")


def _run_data(run: YearRun, year: FundingYear) -> dict[str, Any]:
    booking = run.booking
    return {
        "jahr": year.number,
        "gelesen": booking.read if booking else 0,
        "gebucht": [
            {
                "datei": batch.file,
                "art": batch.kind,
                "zeilen": batch.rows,
                "summe": batch.sum.decimal_string(),
                "sha256": batch.digest,
            }
            for batch in (booking.batches if booking else ())
        ],
        "uebergangen": list(booking.booked_before if booking else ()),
        "unterlagen": files_data(run.files),
        "entfernt": [str(path) for path in run.removed],
        "offen": [{"text": point.text, "abhilfe": point.remedy} for point in run.open_points],
        "dauer": {stage: f"{seconds:.2f}" for stage, seconds in run.seconds.items()},
        **findings_data(run.reading.findings),
    }


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
                    {"datei": b.file, "art": b.kind, "zeilen": b.rows, "summe": b.sum.decimal_string()}
                    for b in booking.batches
                ],
                **findings_data(reading.findings),
            }
        )
        return
    print_findings(reading.findings)
    say_booking(booking)
    say(f"Nächster Schritt: foerderbuch lauf {year.number} -C {folder}")


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
        say(f"  gebucht: {batch.file} ({batch.kind}, {_extent(batch)})")
    for file in booking.booked_before:
        say(f"  übergangen, weil schon gebucht: {file}")


def _extent(file: Batch | Intake) -> str:
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
                        "buchungen": [entry_data(entry) for entry in reading.corrected.get(i.file, ())],
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
            for entry in reading.corrected.get(intake.file, ()):
                say(f"    {entry_words(entry)} {format_euro(entry.amount)}")
        for file in reading.booked_before:
            say(f"  schon gebucht: {file}")
        say("Probelauf: Es wurde nichts geschrieben.")
    if reading.blocks:
        raise typer.Exit(UNREADABLE if reading.unreadable else FINDINGS)


def _say_intake(intake: Intake, what: str) -> None:
    """Print what a file would book, by which profile, which columns were recognised and what is passed over."""
    kind = intake.kind.value if intake.kind else "nicht erkannt"
    say(f"  {what}: {intake.file} ({kind}, {_extent(intake)})")
    if intake.profile:
        say(f"    Leseprofil: {intake.profile}")
        columns = (title if title == meaning else f"{title} → {meaning}" for title, meaning in intake.columns)
        say(f"    erkannte Spalten: {', '.join(columns)}")
    for passed_over in intake.ignored:
        say(f"    übergangen: {passed_over}")


def run_check(folder: Path, number: int, *, as_json: bool) -> None:
    """Pruefen."""
    from grants.office.run import check_year

    workspace = workspace_at(folder)
    reading = check_year(workspace, year_of(number), acting_here())
    if as_json:
        print_json(findings_data(reading.findings))
    else:
        print_findings(reading.findings)
    _note_look(workspace, CHECKED, {"was": "pruefen", "jahr": number, "befunde": len(reading.findings)})
    if reading.blocks:
        raise typer.Exit(UNREADABLE if reading.unreadable else FINDINGS)


def run_status(folder: Path, number: int, *, as_json: bool) -> None:
    """Stand."""
    from grants.office.accounting import compute_booked, counted_batches
    from grants.office.run import list_open_points
    from ledger.book.store import open_book

    workspace, year = workspace_at(folder), year_of(number)
    book, acting = open_book(workspace.book_address, writing=False), acting_here()
    result = compute_booked(workspace, book, year, acting)
    points = list_open_points(workspace, result)
    batches = counted_batches(book, result)
    freeze = book.freezing(year)
    _note_look(workspace, LOOKED_AT, {"was": "stand", "jahr": number})
    if as_json:
        print_json(
            {
                "jahr": number,
                "festgeschrieben": freeze and {"am": freeze.at, "von": freeze.person, "eintrag": freeze.number},
                "gebucht": [
                    {"nr": b.number, "datei": b.file, "art": b.kind, "zeilen": b.rows, "sha256": b.digest}
                    for b in batches
                ],
                "offen": [{"text": point.text, "abhilfe": point.remedy} for point in points],
            }
        )
        return
    say(
        f"Förderjahr {number}: {format_counted(len(batches), 'Datei', 'Dateien')} gebucht, "
        f"Nachweis fällig am {format_date(result.inputs.frame.proof_due)}"
        f"{' (überschritten)' if acting.today > result.inputs.frame.proof_due else ''}."
    )
    if freeze:
        day = format_date(datetime.fromisoformat(freeze.at).date())
        say(f"Festgeschrieben am {day} von {freeze.person} (Protokolleintrag {freeze.number}).")
    for batch in batches:
        say(f"  {batch.file} ({batch.kind}, {_extent(batch)}{_replaced_words(book, batch)})")
    say(f"Noch offen ({len(points)}):")
    for point in points:
        say(f"  - {point.text} {point.remedy}")
    say(f"Nächster Schritt: foerderbuch lauf {number} -C {folder}")


def _replaced_words(book: Book, batch: Batch) -> str:
    """Return which booked files a corrected file has replaced."""
    return f", ersetzt {', '.join(book.batch(number).file for number in batch.replaces)}" if batch.replaces else ""


def _note_look(workspace: Workspace, name: str, content: dict[str, Any]) -> None:
    """Write down that somebody looked; where that is not possible, a hint says so and the look stands."""
    from grants.office.records import note_if_booked

    print_findings(note_if_booked(workspace, acting_here(), name, content))


def _computed(folder: Path, number: int, what: dict[str, Any]) -> YearResult:
    """Return the computed year and write down that somebody looked at it."""
    from grants.office.accounting import compute_booked
    from ledger.book.store import open_book

    workspace = workspace_at(folder)
    book = open_book(workspace.book_address, writing=False)
    result = compute_booked(workspace, book, year_of(number), acting_here())
    _note_look(workspace, LOOKED_AT, {**what, "jahr": number})
    return result


def run_figures(folder: Path, number: int, *, as_json: bool) -> None:
    """Zahlen."""
    result = _computed(folder, number, {"was": "zahlen"})
    if as_json:
        print_json({"jahr": number, "zahlen": [figure_data(figure) for figure in result.figures]})
        return
    width = max(len(figure.name) for figure in result.figures)
    for figure in result.figures:
        say(f"{figure.name:<{width}}  {_german(figure.value):>16} {_UNITS[figure.unit]}".rstrip())


def _german(value: Value) -> str:
    if isinstance(value, Money):
        return format_amount(value)
    return format_count(value) if isinstance(value, int) else format_fte(value)


def run_explanation(folder: Path, number: int, name: str, *, as_json: bool) -> None:
    """Warum."""
    from grants.office.accounting import explain

    if name.isdecimal():
        from grants.desk.book_commands import run_entry

        run_entry(folder, number, int(name), as_json=as_json)
        return
    result = _computed(folder, number, {"was": "warum", "zahl": name})
    explanation = explain(result, name)
    if as_json:
        print_json(explanation_data(explanation))
        return
    _say_explanation(explanation, "", "")


def _say_explanation(explanation: Explanation, indent: str, sign: str) -> None:
    """Print a figure and its parts as a tree; the first entries of each, the rest counted."""
    figure = explanation.figure
    clauses = "; ".join(clause.words() for clause in figure.clauses)
    say(f"{indent}{sign}{figure.name} = {_german(figure.value)} {_UNITS[figure.unit]}".rstrip())
    say(f"{indent}    {figure.formula}{f' [{clauses}]' if clauses else ''}")
    for entry, amount in figure.entries[:ENTRIES_SHOWN]:
        source = entry.source
        sheet = f", Blatt {source.sheet}" if source.sheet else ""
        say(f"{indent}    · {format_amount(amount)} €  Nr. {entry.number}, {source.file}{sheet}, Zeile {source.row}")
    if len(figure.entries) > ENTRIES_SHOWN:
        say(f"{indent}    · … und {len(figure.entries) - ENTRIES_SHOWN} weitere Buchungen (alle mit --json)")
    for part_name, part in zip(figure.parts, explanation.parts, strict=True):
        sign = "· " if not figure.sums else "− " if part_name.startswith("-") else "+ "
        _say_explanation(part, indent + "  ", sign)


def run_documents(folder: Path, number: int, kind: str, *, dry_run: bool, as_json: bool) -> None:
    """verteilen, nachweis, weitergabe, vorlage."""
    from grants.office.documents import DocumentKind
    from grants.office.run import write_documents

    workspace, year = workspace_at(folder), year_of(number)
    titles, files, hints = write_documents(workspace, year, DocumentKind(kind), acting_here(), dry_run=dry_run)
    if as_json:
        made = {"probelauf": dry_run, "dokumente": list(titles), "unterlagen": files_data(files)}
        print_json({**made, **findings_data(hints)})
        return
    print_findings(hints)
    if dry_run:
        say(f"Probelauf: Geschrieben würde in {workspace.outgoing(year)}: {', '.join(titles)}.")
        return
    say(f"Unterlagen in {workspace.outgoing(year)}:")
    print_files(files)
    say(f"Nächster Schritt: foerderbuch lauf {number} -C {folder} erneuert auch die Übersicht.")
