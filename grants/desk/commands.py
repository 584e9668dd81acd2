"""What neu, lauf, stand and the documents do: hand clock and user to one function of the office, print the rest."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from grants.desk.import_commands import extent, finish_dry_run, say_booking
from grants.desk.issue_command import papers_data, say_papers
from grants.desk.output import (
    files_data,
    findings_data,
    in_quotes,
    points_data,
    print_files,
    print_findings,
    print_json,
    say,
    say_next,
    say_points,
)
from grants.desk.session import acting_here, note_look, workspace_at, year_of
from ledger.files import acting_user
from ledger.german import format_counted, format_date

if TYPE_CHECKING:
    from pathlib import Path

    from grants.office.run import YearRun
    from ledger.book.store import Book
    from ledger.cost import Batch
    from ledger.period import FundingYear

LOOKED_AT = "ansehen"


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
    if example:
        say_next("lauf 2025", folder)
    else:
        say(f"Nächster Schritt: {in_quotes(folder / 'foerderbuch.toml')} ausfüllen")


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
    print_findings((*run.reading.findings, *run.hints))
    if run.booking:
        say_booking(run.booking)
    say()
    say(f"Unterlagen in {workspace.outgoing(year)}:" if run.files else "Unterlagen wurden keine erstellt.")
    print_files(run.files)
    for path in run.removed:
        say(f"  entfernt, weil überholt: {path}")
    say()
    say_points(run.open_points)
    say()
    say("Dauer: " + ", ".join(f"{stage} {seconds:.1f} s".replace(".", ",") for stage, seconds in run.seconds.items()))
    if not run.files:
        say_next(f"abrechnen {number}", folder, "zeigt die Abrechnung.")
        return
    say(f"Nächster Schritt: {in_quotes(run.files[-1].path)} im Browser öffnen und die offenen Punkte klären.")


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
        "offen": points_data(run.open_points),
        "dauer": {stage: f"{seconds:.2f}" for stage, seconds in run.seconds.items()},
        **findings_data(run.reading.findings),
    }


def run_status(folder: Path, number: int, *, as_json: bool) -> None:
    """Stand."""
    from grants.office.accounting import counted_batches, settle_booked
    from grants.office.run import list_open_points
    from ledger.book.store import open_book

    workspace, year = workspace_at(folder), year_of(number)
    book, acting = open_book(workspace.book_address, writing=False), acting_here()
    result = settle_booked(workspace, book, year, acting)
    points = list_open_points(workspace, result)
    batches = counted_batches(book, result)
    freeze, issued = book.freezing(year), book.issued(year)
    note_look(workspace, LOOKED_AT, {"was": "stand", "jahr": number})
    if as_json:
        print_json(
            {
                "jahr": number,
                "festgeschrieben": freeze and {"am": freeze.at, "von": freeze.person, "eintrag": freeze.number},
                "gebucht": [
                    {"nr": b.number, "datei": b.file, "art": b.kind, "zeilen": b.rows, "sha256": b.digest}
                    for b in batches
                ],
                "ausgefertigt": papers_data(issued),
                "offen": points_data(points),
            }
        )
        return
    say(
        f"Förderjahr {number}: {format_counted(len(batches), 'Datei', 'Dateien')} gebucht, "
        f"Nachweis fällig am {format_date(result.proof_due)}"
        f"{' (überschritten)' if acting.today > result.proof_due else ''}."
    )
    if freeze:
        day = format_date(datetime.fromisoformat(freeze.at).date())
        say(f"Festgeschrieben am {day} von {freeze.person} (Protokolleintrag {freeze.number}).")
    for batch in batches:
        say(f"  {batch.file} ({batch.kind}, {extent(batch)}{_replaced_words(book, batch)})")
    if issued:
        say("Ausgefertigt:")
        say_papers(issued)
    say_points(points)
    say_next(f"lauf {number}", folder)


def _replaced_words(book: Book, batch: Batch) -> str:
    """Return which booked files a corrected file has replaced."""
    return f", ersetzt {', '.join(book.batch(number).file for number in batch.replaces)}" if batch.replaces else ""


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
    say_next(f"lauf {number}", folder, "erneuert auch die Übersicht.")
