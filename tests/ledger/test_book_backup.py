"""Backup while in use, restore, and a move between the databases: the same rows, the same seals, or nothing at all."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, text

from ledger.book import engine
from ledger.book.backup import BackUp, back_up, move_book, restore_over_file, restore_to_file
from ledger.book.engine import open_engine, transaction
from ledger.book.store import Book, open_book
from ledger.book.transfer import book_digest
from ledger.files import digest
from ledger.finding import ConflictError, FindingsError, UnreadableError
from tests.ledger.attacks import tamper
from tests.ledger.small_books import (
    LAST_YEAR,
    PAYROLL,
    contents,
    database,
    put,
    put_all,
    refusal,
)
from tests.ledger.small_files import YEAR, payroll, read
from tests.processes import EXIT_DONE, exit_of, in_child

MONTHS = [
    read(payroll(f"{1000 + month};{month:02d}/2025;{month:02d}/2025;1010;;{month},00"), f"lohn-{month}.csv")
    for month in range(1, 7)
]
SEPTEMBER = read(payroll("00417;09/2025;09/2025;1010;;1,00"), "september.csv")
LARGE = read(payroll(*(f"00417;10/2025;10/2025;1010;Zeile {number};1,00" for number in range(2_000))), "oktober.csv")


def save(address: Path | str, target: Path) -> BackUp:
    return back_up(open_engine(address), target)


def digest_of_book(address: Path | str) -> str:
    with transaction(open_engine(address)) as connection:
        return book_digest(connection)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    """Return a folder for backups."""
    folder = tmp_path / "Sicherungen ä"
    folder.mkdir()
    return folder


# Backup


def test_a_backup_holds_every_row_and_says_its_digest_and_last_entry(full_address: Path | str, safe: Path) -> None:
    before, mark = contents(full_address), open_book(full_address, writing=False).verify().mark
    saved = save(full_address, safe / "buch.db")
    assert (saved.path, saved.digest) == (safe / "buch.db", digest(saved.path.read_bytes()))
    assert saved.mark == mark
    assert contents(saved.path) == before == contents(full_address)
    copy = open_book(saved.path, writing=False)
    assert (copy.verify().damages, copy.verify().deleted) == ((), 4)
    assert names_in(safe) == ["buch.db"]


def test_a_backup_can_be_worked_with_as_the_book_itself(full_address: Path | str, safe: Path) -> None:
    saved = save(full_address, safe / "buch.db")
    book = open_book(saved.path, writing=True)
    put(book, SEPTEMBER)
    assert book.verify([saved.mark]).damages == ()
    with database(saved.path) as run, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        run("UPDATE entry SET cents = cents")


def test_what_another_has_not_yet_committed_is_in_no_backup(book_address: Path | str, safe: Path) -> None:
    put_all(book_address, (PAYROLL,))
    before = contents(book_address)
    with transaction(open_engine(book_address), writing=True) as connection:
        connection.execute(text("INSERT INTO funding_year VALUES (2031)"))
        saved = save(book_address, safe / "buch.db")
    assert contents(saved.path) == before
    assert (2031,) in contents(book_address)["funding_year"]


def test_each_backup_taken_while_another_process_books_is_a_sound_book_of_some_moment(
    book_address: Path | str, safe: Path
) -> None:
    put_all(book_address, MONTHS[:1])
    booked, announce = os.pipe()

    def book_the_other_months() -> None:
        book = open_book(book_address, writing=True)
        for intake in MONTHS[1:]:
            put(book, intake)
            os.write(announce, b"x")

    child = in_child(book_the_other_months)
    os.close(announce)
    saved: list[BackUp] = []
    while os.read(booked, 1):  # one backup after each file, while the next one is being booked
        saved.append(save(book_address, safe / f"{len(saved)}.db"))
    os.close(booked)
    assert exit_of(child) == EXIT_DONE
    assert len(saved) == len(MONTHS) - 1
    files = [batch.file for batch in open_book(book_address, writing=False).batches()]
    for number, each in enumerate(saved, start=2):
        found = [batch.file for batch in open_book(each.path, writing=False).batches()]
        assert found == files[: len(found)]
        assert len(found) >= number
        assert each.mark.count == len(found)


def test_a_file_that_is_there_is_never_overwritten_by_a_backup(book_address: Path | str, safe: Path) -> None:
    put_all(book_address, (PAYROLL,))
    target = safe / "buch.db"
    target.write_bytes(b"wertvoll")
    problem = refusal(ConflictError, partial(save, book_address, target))
    assert str(target) in problem.text
    assert (target.read_bytes(), names_in(safe)) == (b"wertvoll", ["buch.db"])


def test_a_damaged_book_is_not_taken_for_a_backup(book_address: Path | str, safe: Path) -> None:
    put_all(book_address, (PAYROLL,))
    tamper(book_address, "UPDATE entry SET cents = 1 WHERE number = 2")
    with pytest.raises(FindingsError, match="Es wurde keine Sicherung geschrieben"):
        save(book_address, safe / "buch.db")
    assert names_in(safe) == []


def test_a_backup_into_a_folder_that_is_missing_ends_in_a_sentence(book_address: Path | str, safe: Path) -> None:
    put_all(book_address, (PAYROLL,))
    refusal(UnreadableError, partial(save, book_address, safe / "fehlt" / "buch.db"))
    assert names_in(safe) == []


# Restore


def test_a_restored_book_is_the_one_that_was_saved(full_address: Path | str, safe: Path, tmp_path: Path) -> None:
    before = contents(full_address)
    saved = save(full_address, safe / "buch.db")
    target = tmp_path / "neu.db"
    checked = restore_to_file(saved.path, target)
    assert (checked.damages, checked.mark) == ((), saved.mark)
    assert contents(target) == before
    assert digest(saved.path.read_bytes()) == saved.digest
    book = open_book(target, writing=True)
    put(book, SEPTEMBER)
    assert book.verify([saved.mark]).damages == ()


def test_a_book_that_is_there_is_never_overwritten_by_a_restore(full_file: Path, safe: Path) -> None:
    saved = save(full_file, safe / "buch.db")
    before = full_file.read_bytes()
    problem = refusal(ConflictError, partial(restore_to_file, saved.path, full_file))
    assert str(full_file) in problem.text
    assert full_file.read_bytes() == before


def test_a_damaged_backup_is_refused_and_nothing_is_put_in_place(full_file: Path, safe: Path, tmp_path: Path) -> None:
    target = tmp_path / "ziel" / "neu.db"
    target.parent.mkdir()
    save(full_file, safe / "verändert.db")
    tamper(safe / "verändert.db", "UPDATE entry SET cents = 1 WHERE number = 2")
    (safe / "halb.db").write_bytes(full_file.read_bytes()[:70_000])
    (safe / "fremd.db").write_bytes(b"Sehr geehrte Damen und Herren, " * 300)
    with closing(sqlite3.connect(safe / "anderes.db")) as connection:
        connection.execute("CREATE TABLE anders (x)")
    with pytest.raises(FindingsError, match="Es wurde nichts zurückgespielt"):
        restore_to_file(safe / "verändert.db", target)
    for name in ("halb.db", "fremd.db", "anderes.db"):
        with pytest.raises((UnreadableError, FindingsError)):
            restore_to_file(safe / name, target)
    assert names_in(target.parent) == []


# Moving


def test_a_book_moved_to_a_server_and_back_is_the_same_to_the_last_seal(
    full_file: Path, postgres_address: str, tmp_path: Path
) -> None:
    before, digest_before = contents(full_file), digest_of_book(full_file)
    home = tmp_path / "zurück.db"
    stations: list[tuple[Path | str, Path | str]] = [(full_file, postgres_address), (postgres_address, home)]
    marks = [open_book(full_file, writing=False).mark(year) for year in (LAST_YEAR, YEAR)]
    for start, end in stations:
        assert move_book(open_engine(start), open_engine(end)) == digest_before
        assert contents(end) == before == contents(start)
        book = open_book(end, writing=False)
        assert [book.mark(year) for year in (LAST_YEAR, YEAR)] == marks
        assert book.verify([mark for mark in marks if mark]).damages == ()
        assert digest_of_book(end) == digest_before


def test_a_moved_book_is_guarded_and_goes_on_with_the_next_numbers(full_file: Path, postgres_address: str) -> None:
    move_book(open_engine(full_file), open_engine(postgres_address))
    for address in (full_file, postgres_address):
        book = open_book(address, writing=True)
        refusal(ConflictError, partial(put, book, PAYROLL))
        put(book, SEPTEMBER)
    assert contents(postgres_address) == contents(full_file)
    with database(postgres_address) as run:
        for statement in ("UPDATE entry SET cents = cents", "DELETE FROM original", "TRUNCATE log"):
            with pytest.raises(Exception, match="never changed or deleted"):
                run(statement)


@pytest.mark.parametrize("what", ["a book", "tables of another program"])
def test_a_book_is_moved_only_into_an_empty_database(book_address: Path | str, full_file: Path, what: str) -> None:
    if what == "a book":
        put_all(book_address, (PAYROLL,))
    else:
        with database(book_address) as run:
            run("CREATE TABLE anders (x integer)")
    target = open_engine(book_address)
    problem = refusal(ConflictError, partial(move_book, open_engine(full_file), target))
    assert "stehen schon Tabellen" in problem.text
    with database(book_address) as run:
        assert run("SELECT count(*) FROM batch" if what == "a book" else "SELECT count(*) FROM anders")[0][0] <= 1


def test_a_damaged_book_is_not_moved(book_address: Path | str, full_file: Path) -> None:
    tamper(full_file, "UPDATE entry SET cents = 1 WHERE number = 4")
    with pytest.raises(FindingsError, match="Es wurde nichts übertragen"):
        move_book(open_engine(full_file), open_engine(book_address))
    assert open_book(book_address, writing=False).batches() == ()


# Restoring over a book that a killed process has left


def book_halfway(path: Path) -> None:
    """Let a process book a file and be killed when half of it has reached the disk."""

    def act() -> None:
        dying = open_engine(path)
        event.listen(dying, "connect", lambda connection, _: connection.execute("PRAGMA cache_size = 1"))
        event.listen(dying, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
        put(Book(dying), LARGE)

    assert exit_of(in_child(act)) == -signal.SIGKILL
    assert Path(f"{path}-journal").stat().st_size > 0


def test_what_a_killed_process_left_destroys_neither_the_restored_book_nor_the_one_put_aside(
    full_file: Path, safe: Path
) -> None:
    saved, before = save(full_file, safe / "buch.db"), contents(full_file)
    put(open_book(full_file, writing=True), SEPTEMBER)
    later, aside = contents(full_file), full_file.with_name("vor.db")
    book_halfway(full_file)
    assert restore_over_file(saved.path, full_file, aside).mark == saved.mark
    assert names_in(full_file.parent) == sorted([full_file.name, safe.name, aside.name])
    assert (contents(full_file), contents(aside)) == (before, later)
    assert all(open_book(path, writing=False).verify().damages == () for path in (full_file, aside))


def test_a_book_that_cannot_be_opened_is_put_aside_as_it_is(full_file: Path, safe: Path) -> None:
    saved, before = save(full_file, safe / "buch.db"), contents(full_file)
    aside = full_file.with_name("vor.db")
    full_file.write_bytes(b"Das war ein Buch. " * 3_000)
    restore_over_file(saved.path, full_file, aside)
    assert contents(full_file) == before
    assert aside.read_bytes() == b"Das war ein Buch. " * 3_000


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_book_that_another_program_has_in_use_is_not_replaced(
    full_file: Path, safe: Path, monkeypatch: pytest.MonkeyPatch, journal: str
) -> None:
    monkeypatch.setattr(engine, "SECONDS_TO_WAIT_FOR_A_LOCK", 0)
    saved, aside = save(full_file, safe / "buch.db"), full_file.with_name("vor.db")
    with closing(sqlite3.connect(full_file, isolation_level=None)) as other:
        other.execute(f"PRAGMA journal_mode = {journal}")
        other.execute("BEGIN IMMEDIATE")
        refusal(ConflictError, partial(restore_over_file, saved.path, full_file, aside))
    assert not aside.exists()
    assert list(full_file.parent.glob(".neu-*")) == []


def test_a_name_that_is_taken_is_not_used_to_put_a_book_aside(full_file: Path, safe: Path) -> None:
    saved, before = save(full_file, safe / "buch.db"), full_file.read_bytes()
    problem = refusal(ConflictError, partial(restore_over_file, saved.path, full_file, saved.path))
    assert str(saved.path) in problem.text
    assert full_file.read_bytes() == before


@pytest.mark.parametrize("companion", ["-journal", "-wal"])
def test_no_book_is_written_beside_the_journal_of_another(full_file: Path, safe: Path, companion: str) -> None:
    saved = save(full_file, safe / "buch.db")
    target = safe / "neu.db"
    left = Path(f"{target}{companion}")
    left.write_bytes(b"von einem anderen Buch")
    for act in (partial(save, full_file, target), partial(restore_to_file, saved.path, target)):
        assert str(left) in refusal(ConflictError, act).text
    assert names_in(safe) == ["buch.db", left.name]
