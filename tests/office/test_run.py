"""lauf: everything in one go, nothing half, and the next run finishes what a killed one began."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from grants.office.accounting import compute_booked
from grants.office.acting import Acting
from grants.office.run import YearRun, run_year
from grants.office.workspace import open_workspace
from ledger.book.store import open_book
from ledger.finding import FindingsError, MissingError, UnreadableError
from tests.commands import start
from tests.conftest import YEAR, run_example

DOCUMENTS = {
    "2025-verwendungsnachweis": {"pdf", "docx", "xlsx", "html"},
    "2025-verteilung": {"pdf", "docx", "xlsx", "html"},
    "2025-weitergabe-08999002": {"pdf", "docx", "xlsx", "html"},
    "2025-weitergabe-08999003": {"pdf", "docx", "xlsx", "html"},
    "2025-weitergabe-08999901": {"pdf", "docx", "xlsx", "html"},
    "2025-sitzungsvorlage": {"pdf", "docx", "xlsx", "html"},
}


def outgoing(folder: Path) -> Path:
    return folder / "ausgabe" / "2025"


def contents(folder: Path) -> dict[str, bytes]:
    """Return every document of a county."""
    return {path.name: path.read_bytes() for path in outgoing(folder).iterdir()}


def booked(folder: Path) -> int:
    return len(open_book(folder / "foerderbuch.db", writing=False).batches(YEAR))


def rerun(folder: Path, acting: Acting) -> YearRun:
    return run_year(open_workspace(folder), YEAR, acting)


def test_a_run_writes_every_document_and_an_index_that_leads_to_each(finished: Path) -> None:
    written: dict[str, set[str]] = {}
    for path in outgoing(finished).glob("2025-*"):
        written.setdefault(path.stem, set()).add(path.suffix[1:])
    assert written == DOCUMENTS
    index = (outgoing(finished) / "index.html").read_text("utf-8")
    for path in outgoing(finished).glob("2025-*"):
        assert f'href="{path.name}"' in index


def test_the_index_shows_digests_that_fit_the_files(finished: Path) -> None:
    import hashlib

    index = (outgoing(finished) / "index.html").read_text("utf-8")
    for path in outgoing(finished).glob("2025-*"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in index


def test_a_second_run_books_nothing_new_and_names_the_files_passed_over(finished_copy: Path, acting: Acting) -> None:
    before = contents(finished_copy)
    assert booked(finished_copy) == 8
    second = rerun(finished_copy, acting)
    assert second.booking is not None
    assert second.booking.batches == ()
    assert len(second.booking.booked_before) == 8
    assert contents(finished_copy) == before


def test_the_staffing_plan_is_booked_first_whatever_the_file_names(workspace_folder: Path) -> None:
    incoming = workspace_folder / "eingang" / "2025"
    (incoming / "stellenbesetzung_2025.csv").rename(incoming / "zz_letzte.csv")
    (incoming / "lohnjournal_2025.csv").rename(incoming / "aa_erste.csv")
    run = run_example(workspace_folder)
    assert run.booking is not None
    assert run.booking.batches[0].file == "eingang/2025/zz_letzte.csv"


def test_one_faulty_file_keeps_all_files_from_being_booked(workspace_folder: Path, acting: Acting) -> None:
    path = workspace_folder / "eingang" / "2025" / "lohnjournal_2025.csv"
    path.write_bytes(path.read_bytes().replace(b"2.575,77", b"2575.77", 1))
    with pytest.raises(FindingsError) as refusal:
        rerun(workspace_folder, acting)
    (finding,) = [each for each in refusal.value.findings if each.blocks]
    assert (finding.place.file, finding.place.row, finding.place.column) == (
        "eingang/2025/lohnjournal_2025.csv",
        2,
        "Betrag",
    )
    assert finding.found == "2575.77"
    assert booked(workspace_folder) == 0
    assert not list(outgoing(workspace_folder).glob("*"))


def test_a_changed_file_for_a_booked_period_is_a_finding_and_never_a_replacement(
    finished_copy: Path, acting: Acting
) -> None:
    before = contents(finished_copy)
    path = finished_copy / "eingang" / "2025" / "personenzahlen_2025.csv"
    path.write_bytes(path.read_bytes().replace(b";331\r\n", b";332\r\n").replace(b";2293", b";2294"))
    with pytest.raises(FindingsError) as refusal:
        rerun(finished_copy, acting)
    assert "schon eine Datei der Art „Personenzahlen“" in refusal.value.findings[0].text
    assert booked(finished_copy) == 8
    assert contents(finished_copy) == before


def test_a_missing_return_is_a_refusal_and_not_a_zero(workspace_folder: Path, acting: Acting) -> None:
    (workspace_folder / "eingang" / "2025" / "meldungen" / "meldung_08999003_2025.xlsx").unlink()
    with pytest.raises(FindingsError) as refusal:
        rerun(workspace_folder, acting)
    assert "Stadt Brunnwangen" in refusal.value.findings[0].text
    assert "keine Jahresmeldung" in refusal.value.findings[0].text
    assert booked(workspace_folder) == 0


def test_a_year_without_a_planning_frame_is_refused_before_anything_is_booked(
    workspace_folder: Path, acting: Acting
) -> None:
    for path in (workspace_folder / "bescheide").glob("planungsrahmen-*.toml"):
        path.unlink()
    with pytest.raises(MissingError, match="kein Planungsrahmen"):
        rerun(workspace_folder, acting)
    assert not (workspace_folder / "foerderbuch.db").exists()


def test_a_broken_text_file_is_refused_before_anything_is_booked(workspace_folder: Path, acting: Acting) -> None:
    (workspace_folder / "vorlagen" / "sitzungsvorlage-2025.md").write_text("## Ohne Vorspann\n")
    with pytest.raises(UnreadableError, match="Zeile 1: Der Vorspann"):
        rerun(workspace_folder, acting)
    assert not (workspace_folder / "foerderbuch.db").exists()


def test_an_outdated_draft_is_removed_but_not_one_that_somebody_has_changed(
    finished_copy: Path, acting: Acting
) -> None:
    import json

    folder = outgoing(finished_copy)
    listing = folder / "unterlagen.json"
    names = json.loads(listing.read_text())
    for name in ("2025-weitergabe-alt.pdf", "2025-weitergabe-geaendert.pdf"):
        (folder / name).write_bytes(b"Entwurf")
        names[name] = "4c3a7c1a7b1d9c9f" if "geaendert" in name else _digest(b"Entwurf")
    listing.write_text(json.dumps(names))
    rerun(finished_copy, acting)
    assert not (folder / "2025-weitergabe-alt.pdf").exists()
    assert (folder / "2025-weitergabe-geaendert.pdf").exists()


def _digest(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def test_a_paper_that_would_disclose_one_persons_pay_is_left_out_and_named(
    workspace_folder: Path, acting: Acting
) -> None:
    """With nobody delivering for themselves and one person on one post, the committee paper cannot be made."""
    shrink_to_one_person(workspace_folder)
    run = rerun(workspace_folder, acting)
    assert any("weniger als drei Personen" in point.remedy for point in run.open_points)
    assert not list(outgoing(workspace_folder).glob("*sitzungsvorlage*"))
    assert (outgoing(workspace_folder) / "2025-verwendungsnachweis.pdf").exists()


def shrink_to_one_person(folder: Path) -> None:
    incoming = folder / "eingang" / "2025"
    shutil.rmtree(incoming / "meldungen")
    (incoming / "finanzbuchungen_2025.xlsx").unlink()
    for path in (folder / "bescheide").glob("weitergabe-*.toml"):
        path.unlink()
    staffing = incoming / "stellenbesetzung_2025.csv"
    lines = staffing.read_text("utf-8-sig").splitlines()
    staffing.write_text("\n".join([lines[0], *(line for line in lines if line.startswith("00231"))]), "utf-8")
    payroll = incoming / "lohnjournal_2025.csv"
    rows = payroll.read_text("cp1252").splitlines()
    payroll.write_text("\n".join([rows[0], *(row for row in rows if row.startswith("00231"))]), "cp1252")
    (incoming / "journal.csv").write_text(
        "Buchungsdatum;Leistungsdatum;Belegnummer;Sachkonto;Buchungstext;Personalnummer;Betrag\n"
        "03.03.2025;03.03.2025;1;42610000;Kurs;00231;100,00\n"
    )


def test_a_killed_run_is_finished_by_the_next_one(workspace_folder: Path, acting: Acting) -> None:
    for delay in (0.1, 0.35, 0.6, 0.9):
        run = start("lauf", "2025", "-C", str(workspace_folder))
        time.sleep(delay)
        run.kill()
    rerun(workspace_folder, acting)
    assert booked(workspace_folder) == 8
    book = open_book(workspace_folder / "foerderbuch.db", writing=False)
    result = compute_booked(open_workspace(workspace_folder), book, YEAR, acting)
    entries = open_book(workspace_folder / "foerderbuch.db", writing=False).entries(YEAR)
    assert len({(entry.source.file, entry.source.sheet, entry.source.row, entry.kind) for entry in entries}) == len(
        entries
    )
    assert result.figures["auszahlung.betrag"].exact == "923907.00"
    assert not list(outgoing(workspace_folder).glob(".neu-*"))
