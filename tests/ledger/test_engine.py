"""The way into the book on both databases: one writer at a time, readers see one state and cannot write."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from ledger.book import engine as engines
from ledger.book import sqlite
from ledger.book.engine import open_engine, transaction
from ledger.finding import ConflictError, RefusalError, UnreadableError
from tests.ledger.small_files import is_german_sentence
from tests.processes import EXIT_DONE, exit_of, in_child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

NOBODY = 65_534


@pytest.fixture
def counter(book_address: Path | str) -> Engine:
    """Return a database with one number in it, 0."""
    engine = open_engine(book_address)
    with transaction(engine, writing=True) as connection:
        connection.execute(text("CREATE TABLE counter (number INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    return engine


def number(engine: Engine) -> int:
    with transaction(engine) as connection:
        return int(connection.execute(text("SELECT number FROM counter")).scalar_one())


def add_one(engine: Engine) -> None:
    """Read, calculate, write: what loses updates where a writer may begin with reading."""
    with transaction(engine, writing=True) as connection:
        read = connection.execute(text("SELECT number FROM counter")).scalar_one()
        connection.execute(text("UPDATE counter SET number = :next"), {"next": read + 1})


def refusal(kind: type[RefusalError], act: Callable[[], object]) -> RefusalError:
    with pytest.raises(kind) as caught:
        act()
    assert is_german_sentence(caught.value.text)
    assert is_german_sentence(caught.value.remedy)
    return caught.value


# Writers


def test_of_processes_that_read_and_then_write_none_loses_what_another_has_written(counter: Engine) -> None:
    def add_fifty() -> None:
        for _ in range(50):
            add_one(counter)

    children = [in_child(add_fifty) for _ in range(2)]
    assert [exit_of(child) for child in children] == [EXIT_DONE, EXIT_DONE]
    assert number(counter) == 100


def test_a_second_writer_waits_for_the_first_and_builds_on_what_it_wrote(counter: Engine) -> None:
    holding, hold = os.pipe()
    trying, attempt = os.pipe()

    def add_once_the_first_holds_the_book() -> None:
        os.read(holding, 1)
        os.write(attempt, b"!")
        add_one(counter)

    child = in_child(add_once_the_first_holds_the_book)
    with transaction(counter, writing=True) as connection:
        os.write(hold, b"!")
        os.read(trying, 1)
        time.sleep(0.1)  # so that it really waits; were it faster or slower, the result would be the same
        connection.execute(text("UPDATE counter SET number = 41"))
    assert exit_of(child) == EXIT_DONE
    assert number(counter) == 42
    for end in (holding, hold, trying, attempt):
        os.close(end)


def test_a_writer_that_has_waited_too_long_is_told_so_while_readers_go_on(
    book_address: Path | str, counter: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "SECONDS_TO_WAIT_FOR_A_LOCK", 0.05)
    impatient = open_engine(book_address)
    with transaction(counter, writing=True):
        problem = refusal(ConflictError, lambda: add_one(impatient))
        assert number(impatient) == 0
    assert "wird gerade von einem anderen Programm beschrieben" in problem.text
    assert "wiederholen" in problem.remedy
    add_one(impatient)
    assert number(counter) == 1


def test_what_fails_in_the_middle_is_undone(counter: Engine) -> None:
    def fail() -> None:
        with transaction(counter, writing=True) as connection:
            connection.execute(text("UPDATE counter SET number = 7"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert number(counter) == 0
    add_one(counter)  # and nobody holds the book
    assert number(counter) == 1


def test_a_writer_killed_in_the_middle_leaves_nothing_and_holds_nobody(counter: Engine) -> None:
    def write_and_die() -> None:
        with transaction(counter, writing=True) as connection:
            connection.execute(text("UPDATE counter SET number = 7"))
            os.kill(os.getpid(), signal.SIGKILL)

    assert exit_of(in_child(write_and_die)) == -signal.SIGKILL
    assert number(counter) == 0
    add_one(counter)
    assert number(counter) == 1


# Readers


def test_a_reading_transaction_cannot_write(counter: Engine) -> None:
    def write() -> None:
        with transaction(counter) as connection:
            connection.execute(text("UPDATE counter SET number = 7"))

    problem = refusal(UnreadableError, write)
    assert "beschrieben" in problem.text
    assert number(counter) == 0


@pytest.mark.parametrize("database", ["write-ahead log", "postgresql"])
def test_a_reader_sees_one_state_of_the_book_from_its_first_question_to_its_last(
    database: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SOUND_WRITE_AHEAD_LOG", (3, 0, 0))
    engine = open_engine(tmp_path / "b.db" if database != "postgresql" else request.getfixturevalue("postgres_address"))
    with transaction(engine, writing=True) as connection:
        connection.execute(text("CREATE TABLE counter AS SELECT 0 AS number"))
    with transaction(engine) as reading:
        first = reading.execute(text("SELECT number FROM counter")).scalar_one()
        add_one(engine)
        assert reading.execute(text("SELECT number FROM counter")).scalar_one() == first == 0
    assert number(engine) == 1


def test_while_one_reads_a_file_with_rollback_journal_a_writer_waits_and_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "SECONDS_TO_WAIT_FOR_A_LOCK", 0.05)
    monkeypatch.setattr(sqlite, "SOUND_WRITE_AHEAD_LOG", (9, 0, 0))
    engine = open_engine(tmp_path / "b.db")
    with transaction(engine, writing=True) as connection:
        connection.execute(text("CREATE TABLE counter AS SELECT 0 AS number"))
    with transaction(engine) as reading:
        reading.execute(text("SELECT number FROM counter")).scalar_one()
        refusal(ConflictError, lambda: add_one(open_engine(tmp_path / "b.db")))
    assert number(engine) == 0


# The settings of SQLite


def setting(engine: Engine, name: str, *, writing: bool, rebuilding: bool = False) -> object:
    with transaction(engine, writing=writing, rebuilding=rebuilding) as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.parametrize("writing", [True, False])
def test_deleted_bytes_are_overwritten_and_references_checked(tmp_path: Path, writing: bool) -> None:  # noqa: FBT001
    engine = open_engine(tmp_path / "b.db")
    assert setting(engine, "secure_delete", writing=writing) == 1
    assert setting(engine, "foreign_keys", writing=writing) == 1


def test_commits_wait_for_the_disk(tmp_path: Path) -> None:
    assert setting(open_engine(tmp_path / "b.db"), "synchronous", writing=True) == 2  # FULL


def test_references_are_left_alone_only_while_tables_are_rebuilt(tmp_path: Path) -> None:
    for address in (tmp_path / "b.db", None):
        engine = open_engine(address)
        assert setting(engine, "foreign_keys", writing=True, rebuilding=True) == 0
        assert setting(engine, "foreign_keys", writing=True) == 1
        engine.dispose()


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_the_write_ahead_log_is_used_where_it_cannot_damage_the_book(version: tuple[int, ...], mode: str) -> None:
    assert sqlite.journal_mode(version) == mode


def test_a_file_with_write_ahead_log_goes_back_to_the_safe_journal_on_an_older_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.db"
    make_counter(path, monkeypatch, (3, 0, 0))
    assert setting(open_engine(path), "journal_mode", writing=False) == "wal"
    monkeypatch.setattr(sqlite, "SOUND_WRITE_AHEAD_LOG", (9, 0, 0))
    assert setting(open_engine(path), "journal_mode", writing=False) == "wal"  # reading changes nothing
    assert setting(open_engine(path), "journal_mode", writing=True) == "delete"
    assert number(open_engine(path)) == 0


def make_counter(path: Path, monkeypatch: pytest.MonkeyPatch, sound_from: tuple[int, int, int]) -> None:
    """Make a file with the journal that is used where write-ahead logs are sound from some version on."""
    monkeypatch.setattr(sqlite, "SOUND_WRITE_AHEAD_LOG", sound_from)
    with transaction(open_engine(path), writing=True) as connection:
        connection.execute(text("CREATE TABLE counter AS SELECT 0 AS number"))


def test_many_processes_may_make_the_same_new_file_with_a_write_ahead_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SOUND_WRITE_AHEAD_LOG", (3, 0, 0))
    for trial in range(10):
        engine = open_engine(tmp_path / f"{trial}.db")

        def make(engine: Engine = engine) -> None:
            with transaction(engine, writing=True) as connection:
                connection.execute(text("CREATE TABLE IF NOT EXISTS counter AS SELECT 0 AS number"))

        assert [exit_of(child) for child in [in_child(make) for _ in range(3)]] == [EXIT_DONE] * 3
        assert number(engine) == 0


# What cannot be written can be read


@pytest.fixture
def common_folder() -> Iterator[Path]:
    """Return a folder that every user of this machine reaches, with a blank and an umlaut in its name."""
    outer = Path(tempfile.mkdtemp())
    outer.chmod(0o755)
    folder = outer / "für alle %41"
    folder.mkdir()
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(outer)


def as_somebody_without_rights(act: Callable[[], object]) -> Callable[[], None]:
    """Return the act as done by somebody whom file rights stop; an administrator gives up his."""

    def do() -> None:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        act()

    return do


@pytest.mark.parametrize("sound_from", [(9, 0, 0), (3, 0, 0)], ids=["rollback journal", "write-ahead log"])
@pytest.mark.parametrize(("folder_rights", "file_rights"), [(0o555, 0o644), (0o555, 0o444), (0o755, 0o444)])
def test_a_book_in_a_folder_or_file_for_reading_only_is_read_and_nothing_appears_beside_it(
    common_folder: Path,
    folder_rights: int,
    file_rights: int,
    sound_from: tuple[int, int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = common_folder / "b.db"
    make_counter(path, monkeypatch, sound_from)
    path.chmod(file_rights)
    common_folder.chmod(folder_rights)
    before = path.read_bytes(), path.stat().st_mtime_ns
    child = in_child(as_somebody_without_rights(lambda: number(open_engine(path))))
    assert exit_of(child) == EXIT_DONE
    assert list(common_folder.iterdir()) == [path]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("sound_from", [(9, 0, 0), (3, 0, 0)], ids=["rollback journal", "write-ahead log"])
def test_writing_to_a_book_for_reading_only_ends_in_a_sentence(
    common_folder: Path, sound_from: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = common_folder / "b.db"
    make_counter(path, monkeypatch, sound_from)
    path.chmod(0o444)
    common_folder.chmod(0o555)
    before = path.read_bytes()

    def check() -> None:
        problem = refusal(UnreadableError, lambda: add_one(open_engine(path)))
        assert str(path) in problem.text

    assert exit_of(in_child(as_somebody_without_rights(check))) == EXIT_DONE
    assert path.read_bytes() == before


def test_a_reader_first_undoes_what_a_killed_writer_left_half_written(tmp_path: Path) -> None:
    path, copy = tmp_path / "b.db", tmp_path / "kopie.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("CREATE TABLE counter AS SELECT 0 AS number")
        writer.execute("PRAGMA cache_size = 1")  # so that pages reach the file before the commit
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE counter SET number = 7")
        writer.execute(
            "CREATE TABLE ballast AS WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n "
            "WHERE i < 5000) SELECT i, hex(randomblob(50)) AS filler FROM n"
        )
        shutil.copy(path, copy)
        shutil.copy(f"{path}-journal", f"{copy}-journal")
        writer.execute("ROLLBACK")
    assert copy.read_bytes() != path.read_bytes()
    assert number(open_engine(copy)) == 0
    assert not Path(f"{copy}-journal").exists()
