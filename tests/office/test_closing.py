"""abschliessen: a year that is over is frozen with its open points in sight, and the proof prints what was frozen."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grants.office.accounting import compute_booked
from grants.office.acting import Acting
from grants.office.closing import close_year
from grants.office.incoming import import_files
from grants.office.run import list_open_points
from grants.office.workspace import open_workspace
from grants.papers.proof import make_proof
from ledger.book.store import open_book
from ledger.finding import ConflictError
from ledger.period import FundingYear
from tests.commands import data, foerderbuch
from tests.conftest import YEAR


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    """Return a copy of the finished year that the test may change."""
    folder = tmp_path / "landkreis"
    shutil.copytree(finished, folder)
    return folder


def on(acting: Acting, year: int, month: int, day: int) -> Acting:
    return replace(acting, now=datetime(year, month, day, 9, 30, tzinfo=UTC))


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_year_that_still_runs_is_not_frozen(done: Path, acting: Acting, *, dry_run: bool) -> None:
    with pytest.raises(ConflictError, match=r"läuft noch bis 31\.12\.2025; es wurde nichts festgeschrieben"):
        close_year(open_workspace(done), YEAR, on(acting, 2025, 12, 31), dry_run=dry_run)
    assert open_book(done / "foerderbuch.db", writing=False).frozen(YEAR) is None


def test_from_new_years_day_on_it_is_and_the_open_points_are_said(done: Path, acting: Acting) -> None:
    workspace = open_workspace(done)
    book = open_book(done / "foerderbuch.db", writing=False)
    waiting = list_open_points(workspace, compute_booked(workspace, book, YEAR, acting))
    closing = close_year(workspace, YEAR, on(acting, 2026, 1, 1), dry_run=False)
    assert closing.freeze is not None
    assert closing.open_points == waiting != ()


def test_the_desk_lists_the_open_points_before_it_freezes(done: Path) -> None:
    shown = foerderbuch("abschliessen", "2025", "-C", str(done), "--probelauf").stdout
    assert shown.index("Noch offen (") < shown.index("Probelauf: Das Förderjahr 2025 könnte festgeschrieben werden")
    assert "Der Abschnitt „Ausblick“ ist noch nicht geschrieben." in shown
    points = data("abschliessen", "2025", "-C", str(done), "--probelauf")["offen"]
    assert f"Noch offen ({len(points)}):" in shown


def test_what_came_after_the_freeze_stands_in_the_proof_beside_what_was_frozen(done: Path, acting: Acting) -> None:
    workspace = open_workspace(done)
    freeze = close_year(workspace, YEAR, acting, dry_run=False).freeze
    assert freeze is not None
    later = done / "eingang" / "2026"
    later.mkdir()
    plan = later / "plan.csv"
    plan.write_bytes((done / "eingang" / "2025" / "stellenbesetzung_2025.csv").read_bytes() + b"\n")
    pay = later / "lohn.csv"
    pay.write_text(
        "Personalnummer;Abrechnungsmonat;Für-Monat;Lohnart;Betrag\n00231;01/2026;12/2025;1990;123,45\n", "utf-8"
    )
    import_files(workspace, FundingYear(2026), [plan, pay], on(acting, 2026, 3, 2), dry_run=False)
    result = compute_booked(workspace, open_book(workspace.book_address, writing=False), YEAR, acting)
    proof = make_proof(result, None, "")
    assert proof.freeze is not None
    assert proof.freeze.count.exact == str(freeze.entry_count)
    assert proof.freeze.sum.exact == freeze.sum.decimal_string()
    assert "".join(proof.freeze.digest.split()) == freeze.digest
    (table,) = [
        table for part in proof.parts for table in part.tables if table.caption.startswith("Nach der Festschreibung")
    ]
    assert [cell if isinstance(cell, str) else cell.text for cell in table.rows[0].cells] == [
        "12/2025",
        "01/2026",
        "Personalausgaben",
        "1",
        "123,45",
    ]
