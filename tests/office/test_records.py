"""protokoll and the marks of documents: superseded by a restore, in a broken file, typed from paper."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from grants.desk.book_commands import run_records
from grants.office.acting import Acting, Silence
from grants.office.closing import close_year
from grants.office.database import back_up_workspace, restore_workspace
from grants.office.documents import DocumentKind
from grants.office.incoming import book_reading, import_files, read_incoming
from grants.office.records import Records, anchors_in_files, open_for_booking, verify_records, write_anchor
from grants.office.replacing import replace_files
from grants.office.run import run_year, write_documents
from grants.office.workspace import Workspace, open_workspace
from ledger.book.backup import move_book
from ledger.book.engine import open_engine
from ledger.book.log import DOCUMENTS, RESTORE, append_log
from ledger.book.store import open_book
from ledger.finding import ConflictError, Place, UnreadableError
from tests.conftest import NOW, SALT, USER, YEAR
from tests.ledger.attacks import unguarded

GIVEN = Path(__file__).parents[1] / "cases" / "ueber-dem-rahmen-bei-kreis-und-stadt" / "given"
ANCHOR = Path("ausgabe") / "2025" / "anker.json"
BROKEN = ["", "{", "[]", '{"anker": [{"eintrag": 6}]}', '{"anker": [{"eintrag": 6, "pruefwert": "3f2a"}]}', "[" * 9_000]


@pytest.fixture(scope="session")
def booked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small county that has booked its six files, which gave the book six entries, and printed its mark."""
    folder = tmp_path_factory.mktemp("gebucht") / "landkreis"
    shutil.copytree(GIVEN, folder)
    workspace, acting = open_workspace(folder), Acting(NOW, USER, Silence(), SALT)
    book = open_book(workspace.book_address, writing=True)
    book_reading(book, read_incoming(workspace, book, YEAR, acting), acting)
    write_anchor(workspace, book, YEAR)
    return folder


@pytest.fixture
def county(booked_once: Path, book_address: Path | str, tmp_path: Path) -> Workspace:
    """Return the county with its book in a file or on a server."""
    folder = shutil.copytree(booked_once, tmp_path / "landkreis")
    if isinstance(book_address, Path):
        return open_workspace(folder)
    book = folder / "foerderbuch.db"
    move_book(open_engine(book), open_engine(book_address))
    book.unlink()
    return open_workspace(folder, book_address)


@pytest.fixture
def backup(county: Workspace, acting: Acting, tmp_path: Path) -> Path:
    """Return a backup that ends with the sixth entry; the freeze of the year and its mark came after it."""
    made, _ = back_up_workspace(county, tmp_path / "montags.db", acting)
    close_year(county, YEAR, acting, dry_run=False)
    assert [anchor.count for anchor in anchors_in_files(county)] == [6, 7]
    return made.path


def restored(county: Workspace, backup: Path, acting: Acting) -> Workspace:
    """Return the county with the backup in the place of its book, on a server in a new database."""
    if isinstance(county.book_address, str):
        with unguarded(county.book_address) as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION foerderbuch")
    restore_workspace(county, backup, replace(acting, now=acting.now + timedelta(days=1)), dry_run=False)
    return county


def errors_of(records: Records) -> list[str]:
    return [finding.text for finding in records.findings if finding.blocks]


# After a restore


def test_marks_younger_than_a_restored_backup_are_superseded_and_named_with_the_restore(
    county: Workspace, backup: Path, acting: Acting
) -> None:
    records = verify_records(restored(county, backup, acting), (), acting)
    (hint,) = records.findings
    assert (hint.blocks, hint.place.row, records.anchors) == (False, 7, 2)
    assert hint.text == (
        f"Dieser Anker ist durch Wiederherstellung überholt: Am 17.02.2026 hat Prüfung des Verfahrens die Sicherung "
        f"{backup} zurückgespielt, die mit dem Eintrag 6 endet (Protokoll der Unterlagen, Eintrag 1)."
    )


def test_a_superseded_mark_typed_from_paper_is_told_the_same(county: Workspace, backup: Path, acting: Acting) -> None:
    _, younger = anchors_in_files(county)
    typed = f"{younger.count}:{younger.head}"
    assert verify_records(county, (typed,), acting).findings == ()
    records = verify_records(restored(county, backup, acting), (typed,), acting)
    assert [(each.blocks, "Wiederherstellung" in each.text) for each in records.findings] == [(False, True)] * 2


def test_what_is_booked_after_a_restore_has_marks_of_its_own_and_both_restores_are_remembered(
    county: Workspace, backup: Path, acting: Acting
) -> None:
    restored(county, backup, acting)
    close_year(county, YEAR, replace(acting, now=NOW + timedelta(days=1)), dry_run=False)
    assert errors_of(verify_records(county, (), acting)) == []
    restored(county, backup, replace(acting, now=NOW + timedelta(days=2)))
    records = verify_records(county, (), acting)
    assert [(each.blocks, each.place.row) for each in records.findings] == [(False, 7)] * 2


def test_a_mark_no_restore_has_named_is_a_damage_as_before(county: Workspace, backup: Path, acting: Acting) -> None:
    strange = f"8:{'5' * 64}"
    records = verify_records(restored(county, backup, acting), (strange,), acting)
    assert len(errors_of(records)) == 1


def test_a_note_of_a_restore_cannot_explain_a_mark_that_the_backup_had_itself(
    county: Workspace, acting: Acting
) -> None:
    """Somebody writes the book anew from its third entry on and notes that a backup was restored."""
    (mark,) = anchors_in_files(county)
    other = "ab" * 32
    with unguarded(county.book_address) as connection:
        connection.exec_driver_sql(f"UPDATE log SET seal = '{other}' WHERE chain = 'buch' AND number = {mark.count}")  # noqa: S608
        content = {"datei": "x.db", "eintrag": mark.count, "pruefwert": other}
        content |= {"ueberholt": [{"eintrag": mark.count, "pruefwert": mark.head}]}
        append_log(connection, DOCUMENTS, acting.act(), RESTORE, content)
    assert any("einen anderen Prüfwert" in text for text in errors_of(verify_records(county, (), acting)))


def test_the_command_says_that_marks_are_superseded_and_ends_well(
    county: Workspace,
    backup: Path,
    acting: Acting,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    restored(county, backup, acting)
    monkeypatch.setattr("grants.desk.book_commands.acting_here", lambda: acting)
    monkeypatch.setattr("grants.desk.book_commands.book_workspace_at", lambda _folder: county)
    run_records(county.folder, (), as_json=False)
    printed = capsys.readouterr().out
    assert "Durch Wiederherstellung überholt: 1 Anker.\nAlles andere passt zusammen." in printed
    run_records(county.folder, (), as_json=True)
    (finding,) = json.loads(capsys.readouterr().out)["befunde"]
    assert finding["schwere"] == "hinweis"


# Broken anchor files


@pytest.mark.parametrize("content", BROKEN)
def test_with_a_broken_anchor_file_nothing_is_booked(county: Workspace, acting: Acting, content: str) -> None:
    (county.folder / ANCHOR).write_text(content, "utf-8")
    payroll = county.folder / "eingang" / "2025" / "lohnjournal.csv"
    corrected = county.folder / "lohnjournal.csv"
    corrected.write_bytes(payroll.read_bytes() + b"\n")
    for book_it in (
        lambda: run_year(county, YEAR, acting),
        lambda: replace_files(county, YEAR, [corrected], acting, dry_run=False),
        lambda: open_for_booking(county),
    ):
        with pytest.raises(UnreadableError, match=r"anker\.json ist beschädigt") as refused:
            book_it()
        assert "umbenennen" in refused.value.remedy
    assert len(open_book(county.book_address, writing=False).digests()) == 6


@pytest.mark.parametrize("content", BROKEN)
def test_marks_from_paper_are_compared_although_an_anchor_file_is_broken(
    county: Workspace, acting: Acting, content: str
) -> None:
    (mark,) = anchors_in_files(county)
    (county.folder / ANCHOR).write_text(content, "utf-8")
    records = verify_records(county, (f"{mark.count}:{mark.head}", f"6:{'5' * 64}"), acting)
    assert (records.anchors, len(records.verification.damages)) == (2, 1)
    assert [finding.place.file for finding in records.findings if finding.blocks] == [
        "Protokoll des Buches",
        ANCHOR.as_posix(),
    ]


# A file that was replaced comes back


@pytest.mark.parametrize("replacing", [False, True])
def test_a_replaced_file_that_comes_back_is_refused_with_what_replaced_it(
    county: Workspace,
    acting: Acting,
    replacing: bool,  # noqa: FBT001
) -> None:
    payroll = county.folder / "eingang" / "2025" / "lohnjournal.csv"
    corrected = county.folder / "neu.csv"
    corrected.write_bytes(payroll.read_bytes() + b"\n")
    replace_files(county, YEAR, [corrected], acting, dry_run=False)
    said = r"lohnjournal\.csv war gebucht und wurde am 16\.02\.2026 durch neu\.csv ersetzt"
    with pytest.raises(ConflictError, match=said):
        (replace_files if replacing else import_files)(county, YEAR, [payroll], acting, dry_run=True)


# A damaged book is warned of wherever documents are made


def test_a_book_whose_last_entry_is_gone_is_pointed_out_when_documents_are_made(
    county: Workspace, acting: Acting
) -> None:
    with unguarded(county.book_address) as connection:
        connection.exec_driver_sql("DELETE FROM log WHERE chain = 'buch' AND number = 6")
    _, _, (hint,) = write_documents(county, YEAR, DocumentKind.ALLOCATION, acting, dry_run=False)
    assert (hint.place, hint.blocks) == (Place("Protokoll des Buches", row=6), False)
    assert hint.text.startswith("Das Buch ist beschädigt oder verändert. Diesen Eintrag hat das Buch nicht")
    assert "foerderbuch protokoll" in hint.remedy


def test_a_changed_entry_of_the_log_is_pointed_out_by_a_run(county: Workspace, acting: Acting) -> None:
    with unguarded(county.book_address) as connection:
        connection.exec_driver_sql("UPDATE log SET person = 'jemand' WHERE chain = 'buch' AND number = 3")
    (hint,) = run_year(county, YEAR, acting).hints
    assert (hint.place, hint.blocks) == (Place("Protokoll des Buches", row=3), False)
