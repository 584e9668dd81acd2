"""Where a book lies: any path, missing or foreign files, no room, no rights; refused in German, the book as before."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from ledger.book import engine
from ledger.book.backup import back_up
from ledger.book.engine import open_engine
from ledger.book.store import Book, open_book
from ledger.cost import YearBasis
from ledger.finding import ConflictError, UnreadableError
from ledger.imports.intake import Intake
from tests.ledger.small_books import ACT, PAYROLL, contents, put, put_all, refusal
from tests.ledger.small_files import YEAR, payroll, read
from tests.processes import EXIT_DONE, exit_of, in_child

if TYPE_CHECKING:
    from sqlalchemy import Connection

NOBODY = 65_534


def many_rows(count: int, months: tuple[str, ...] = ("05",)) -> Intake:
    """Return a payroll with many rows in each month."""
    rows = [f"00417;{each}/2025;{each}/2025;1010;Zeile {n};1,00" for each in months for n in range(count)]
    return read(payroll(*rows), "viele.csv")


# Any path


@pytest.mark.parametrize("name", ["Was ist das?", "100 %25", "a#b", "Ämter & Träger", "x?mode=ro"])
def test_a_book_lies_where_its_path_says_whatever_signs_are_in_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    put_all(folder / "buch.db", (PAYROLL,))
    assert [path.name for path in folder.iterdir()] == ["buch.db"]
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert len(open_book(folder / "buch.db", writing=False).batches()) == 1


def test_reading_a_missing_book_is_reading_an_empty_one_and_creates_no_file(tmp_path: Path) -> None:
    book = open_book(tmp_path / "b.db", writing=False)
    assert (book.batches(), book.entries(YEAR), book.tenures(YEAR), book.head_counts(YEAR)) == ((), (), (), ())
    assert (book.revenues(YEAR), book.mark(YEAR), book.verify().damages) == ((), None, ())
    assert not list(tmp_path.iterdir())


def test_an_empty_place_is_a_book_that_does_not_exist_yet(book_address: Path | str) -> None:
    if isinstance(book_address, Path):
        book_address.touch()
    assert open_book(book_address, writing=False).batches() == ()
    put_all(book_address, (PAYROLL,))
    assert len(open_book(book_address, writing=False).batches()) == 1


# What is no book


@pytest.mark.parametrize("writing", [True, False])
@pytest.mark.parametrize("content", [b"Sehr geehrte Damen und Herren, " * 200, bytes(8192), b"PK\x03\x04" + bytes(600)])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes, writing: bool) -> None:  # noqa: FBT001
    path = tmp_path / "b.db"
    path.write_bytes(content)
    problem = refusal(UnreadableError, lambda: open_book(path, writing=writing))
    assert str(path) in problem.text
    assert path.read_bytes() == content


def test_a_book_cut_off_by_a_bad_copy_is_refused_wherever_it_was_cut(full_file: Path) -> None:
    content = full_file.read_bytes()
    for size in range(4_096, len(content), 4_096):
        full_file.write_bytes(content[:size])
        refusal(UnreadableError, lambda: open_book(full_file, writing=False).verify())


@pytest.mark.parametrize("writing", [True, False])
def test_a_folder_in_the_place_of_the_book_is_refused(tmp_path: Path, writing: bool) -> None:  # noqa: FBT001
    problem = refusal(UnreadableError, lambda: open_book(tmp_path, writing=writing))
    assert "nicht geöffnet" in problem.text
    assert "beschreibbar" in problem.remedy


def test_a_folder_that_is_missing_is_not_created_for_the_book(tmp_path: Path) -> None:
    refusal(UnreadableError, lambda: open_book(tmp_path / "fehlt" / "buch.db", writing=True))
    assert not list(tmp_path.iterdir())


def test_a_book_that_another_program_holds_is_a_conflict_and_can_be_read(
    full_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SECONDS_TO_WAIT_FOR_A_LOCK", 0)
    with closing(sqlite3.connect(full_file)) as other:
        other.execute("BEGIN IMMEDIATE")
        problem = refusal(ConflictError, lambda: put(open_book(full_file, writing=True), many_rows(1)))
        assert open_book(full_file, writing=False).verify().damages == ()
    assert "anderen Programm" in problem.text
    assert "wiederholen" in problem.remedy
    assert str(full_file) in problem.text


# No room


def test_a_disk_that_is_full_at_any_moment_of_an_act_leaves_the_book_as_before(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    months = ("04", "05")
    put_all(path, (many_rows(300, months),))
    before, pages = contents(path), path.stat().st_size // 4_096
    corrected = read(payroll(*(f"00417;{m}/2025;{m}/2025;1010;;2,00" for m in months for _ in range(300))), "neu.csv")
    for room in (0, 1, 2, 3, 5, 8, 13, 21):
        crowded = open_engine(path)
        event.listen(crowded, "begin", partial(allow_pages, pages + room))
        book = Book(crowded)
        for act in (partial(book.replace, corrected, ACT), partial(put, book, many_rows(900, ("06",)))):
            problem = refusal(UnreadableError, act)
            assert "Datenträger ist voll (frei: " in problem.text
            assert "Speicherplatz" in problem.remedy
            assert contents(path) == before
    Book(open_engine(path)).replace(corrected, ACT)
    assert open_book(path, writing=False).verify().damages == ()


def allow_pages(most: int, connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")


def test_a_file_that_may_not_grow_leaves_the_book_as_before_and_no_half_backup(full_file: Path) -> None:
    before, size = contents(full_file), full_file.stat().st_size

    def write_too_much() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4_096, size + 4_096))
        refusal(UnreadableError, lambda: put(open_book(full_file, writing=True), many_rows(3_000)))
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))
        refusal(UnreadableError, lambda: back_up(open_engine(full_file), full_file.with_name("sicherung.db")))

    assert exit_of(in_child(write_too_much)) == EXIT_DONE
    assert contents(full_file) == before
    assert list(full_file.parent.iterdir()) == [full_file]
    assert open_book(full_file, writing=False).verify().damages == ()


# No rights


@pytest.fixture
def common_folder() -> Iterator[Path]:
    """Return a folder that every user of this machine reaches."""
    outer = Path(tempfile.mkdtemp())
    outer.chmod(0o755)
    folder = outer / "für alle"
    folder.mkdir()
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(outer)


@pytest.mark.parametrize(("folder_rights", "file_rights"), [(0o555, 0o644), (0o555, 0o444), (0o755, 0o444)])
def test_who_may_only_read_a_book_reads_and_verifies_it_and_is_told_that_nothing_can_be_written(
    common_folder: Path, filled_file: Path, folder_rights: int, file_rights: int
) -> None:
    path = shutil.copyfile(filled_file, common_folder / "b.db")
    path.chmod(file_rights)
    common_folder.chmod(folder_rights)
    before = path.read_bytes()

    def look_and_try_to_write() -> None:
        if os.getuid() == 0:  # rights do not stop an administrator, who gives his up here
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        book = Book(open_engine(path))
        assert (len(book.batches()), book.verify().damages) == (9, ())
        for act in (
            partial(put, book, many_rows(1)),
            partial(book.freeze, YEAR, YearBasis.SERVICE, ACT),
            partial(book.note, ACT, "nachweis", {}),
        ):
            problem = refusal(UnreadableError, act)
            assert str(path) in problem.text
            assert "beschreibbar" in problem.remedy

    assert exit_of(in_child(look_and_try_to_write)) == EXIT_DONE
    assert (path.read_bytes(), list(common_folder.iterdir())) == (before, [path])
