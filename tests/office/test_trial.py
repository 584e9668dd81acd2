"""Single files are tried like whole runs: what would keep the year from being computed later is refused now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grants.office.accounting import compute_booked
from grants.office.acting import Acting
from grants.office.incoming import import_files
from grants.office.replacing import replace_files
from grants.office.run import run_year
from grants.office.workspace import SETTINGS, open_workspace
from ledger.book.store import open_book
from ledger.finding import Finding, FindingsError
from ledger.period import FundingYear
from tests.conftest import YEAR

STAFFING = Path("eingang") / "2025" / "stellenbesetzung_2025.csv"
CORRECTIONS = "Buchungsnummer;Art;Betrag;Grund;Beleg;Ausgabeart;Leistungsmonat\n"
REVENUE = ";Neu;500,00;Spende eingegangen;B-90;Leistungen Dritter;04/2025\n"
LATER = FundingYear(2026)


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    """Return a copy of the finished year that the test may change."""
    folder = tmp_path / "landkreis"
    shutil.copytree(finished, folder)
    return folder


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def refused(folder: Path, year: FundingYear, path: Path, acting: Acting, *, replacing: bool = False) -> list[Finding]:
    """Return the findings that keep a file from being booked; the book must stay as it was."""
    before = (folder / "foerderbuch.db").read_bytes()
    book = replace_files if replacing else import_files
    with pytest.raises(FindingsError) as caught:
        book(open_workspace(folder), year, [path], acting, dry_run=False)
    assert (folder / "foerderbuch.db").read_bytes() == before
    return [finding for finding in caught.value.findings if finding.blocks]


def computes(folder: Path, acting: Acting) -> bool:
    book = open_book(folder / "foerderbuch.db", writing=False)
    return bool(compute_booked(open_workspace(folder), book, YEAR, acting).figures)


def test_a_revenue_beside_the_declaration_that_there_is_none_is_not_booked(done: Path, acting: Acting) -> None:
    (finding,) = refused(done, YEAR, write(done, "einnahme.csv", CORRECTIONS + REVENUE), acting)
    assert finding.found == "500,00\u00a0€"
    assert "weitere_einnahmen" in finding.remedy
    assert computes(done, acting)


def test_a_dry_run_finds_the_same(done: Path, acting: Acting) -> None:
    path = write(done, "einnahme.csv", CORRECTIONS + REVENUE)
    reading, _ = import_files(open_workspace(done), YEAR, [path], acting, dry_run=True)
    assert [finding.found for finding in reading.findings if finding.blocks] == ["500,00\u00a0€"]


def test_a_corrected_plan_that_forgets_a_person_with_booked_pay_is_refused(done: Path, acting: Acting) -> None:
    rows = (done / STAFFING).read_text("utf-8-sig").splitlines()
    path = write(done, "plan.csv", "\n".join(row for row in rows if not row.startswith("00231")))
    (finding,) = refused(done, YEAR, path, acting, replacing=True)
    assert (finding.found, finding.place.file) == ("00231", "eingang/2025/lohnjournal_2025.csv")
    assert computes(done, acting)


def test_a_corrected_plan_that_keeps_everybody_replaces_the_old_one(done: Path, acting: Acting) -> None:
    path = write(done, "plan.csv", (done / STAFFING).read_text("utf-8-sig").replace("S 11b;3", "S 11b;4"))
    _, _, booking = replace_files(open_workspace(done), YEAR, [path], acting, dry_run=False)
    assert booking is not None
    assert computes(done, acting)


def test_back_pay_in_a_later_file_that_the_booked_year_cannot_place_is_refused(done: Path, acting: Acting) -> None:
    rows = (done / STAFFING).read_text("utf-8-sig").splitlines()
    later = done / "eingang" / "2026"
    later.mkdir()
    plan = write(later, "plan.csv", "\n".join([rows[0], rows[2].replace("00231", "00999").replace("IM-01", "IM-77")]))
    pay = write(
        later, "lohn.csv", "Personalnummer;Abrechnungsmonat;Für-Monat;Lohnart;Betrag\n00999;01/2026;12/2025;1990;9,00\n"
    )
    import_files(open_workspace(done), LATER, [plan], acting, dry_run=False)
    (finding,) = refused(done, LATER, pay, acting)
    assert finding.text == "Zu dieser Buchung für 12/2025 nennt die Stellenbesetzung keine Besetzung."
    assert computes(done, acting)


def test_what_the_book_lacks_or_has_wrong_already_is_no_reason_to_refuse_a_file(done: Path, acting: Acting) -> None:
    settings = done / SETTINGS
    declared = settings.read_text("utf-8")
    settings.write_text(declared.replace('weitere_einnahmen = "0,00"\n', ""), "utf-8")
    import_files(
        open_workspace(done), YEAR, [write(done, "einnahme.csv", CORRECTIONS + REVENUE)], acting, dry_run=False
    )
    settings.write_text(declared, "utf-8")
    with pytest.raises(FindingsError):
        computes(done, acting)
    other = write(done, "kleines.csv", CORRECTIONS + ";Neu;1,00;vergessen;B-91;Reisekosten;04/2025\n")
    _, booking = import_files(open_workspace(done), YEAR, [other], acting, dry_run=False)
    assert booking is not None


def test_a_year_without_frame_is_booked_with_a_hint_that_it_was_not_tried(done: Path, acting: Acting) -> None:
    later = done / "eingang" / "2026"
    later.mkdir()
    plan = write(later, "plan.csv", (done / STAFFING).read_text("utf-8-sig"))
    reading, booking = import_files(open_workspace(done), LATER, [plan], acting, dry_run=False)
    assert booking is not None
    assert [(each.blocks, each.place.file) for each in reading.findings] == [(False, "Förderjahr 2026")]


def test_without_the_staffing_plan_each_file_is_one_finding(workspace_folder: Path, acting: Acting) -> None:
    (workspace_folder / STAFFING).unlink()
    with pytest.raises(FindingsError) as caught:
        run_year(open_workspace(workspace_folder), YEAR, acting)
    texts = [finding.text for finding in caught.value.findings if finding.blocks]
    assert len(texts) == 2
    assert texts[0] == "Zu den 13 Personen dieser Datei liegt keine Stellenbesetzung vor; das betrifft 997 Buchungen."
