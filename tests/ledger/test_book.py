"""The book in a real SQLite file: whole files or nothing, nothing changed, nothing twice, whoever else is at it."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from ledger.act import Act
from ledger.book import engine
from ledger.book.engine import open_engine
from ledger.book.guards import KEYS
from ledger.book.store import Book, make_book, open_book
from ledger.finding import ConflictError, RefusalError, UnreadableError
from ledger.german import format_amount
from ledger.money import Money, total
from ledger.period import FundingYear, Month
from tests.ledger.small_files import (
    PROPERTY,
    SOUND_RETURN_ROW,
    YEAR,
    carrier_return,
    head_counts,
    is_german_sentence,
    journal,
    payroll,
    post,
    read,
    staffing,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from ledger.cost import Batch
    from ledger.imports.intake import Intake

NOW = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)
ACT = Act(NOW, "kreis", "Sachbearbeitung", b"fixed in tests")
LAST_YEAR = FundingYear(2024)
TABLES = tuple(KEYS)
APPEND_ONLY = TABLES
EXIT_DONE, EXIT_CONFLICT, EXIT_KILLED = 0, 4, 9

PLAN = read(
    staffing(post("00417", "01.05.2018;", more="01.02.2025;30.06.2025"), post("00298", "01.01.2025;30.09.2025"))
)
COUNTS = read(head_counts("08999006;Aldenrieden;47", "08999001;Stadt Lindenstadt;331"))
PAYROLL_ROWS = (
    "00417;01/2025;12/2024;1010;Nachberechnung;-10,00",
    "00417;01/2025;01/2025;1010;Entgelt;4.770,00",
    "00298;02/2025;02/2025;8010;;1.017,33",
)
PAYROLL = read(payroll(*PAYROLL_ROWS), "lohn.csv")
JOURNAL = read(journal("15.03.2025;12.02.2025;R-7;44310000;Reisekosten;416000;Fahrt;00417;48,60"))
RETURN = read(carrier_return(SOUND_RETURN_ROW))
FILES = (PLAN, COUNTS, PAYROLL, JOURNAL, RETURN)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the book of a county lies."""
    return tmp_path / "Förderbuch ä.db"


@pytest.fixture
def full(path: Path) -> Path:
    """Return a book in which one file of each kind is booked."""
    book = open_book(path, writing=True)
    for intake in FILES:
        put(book, intake)
    return path


def put(book: Book, intake: Intake) -> Batch:
    return book.book(intake, ACT)


def rows(path: Path) -> dict[str, int]:
    """Return how many rows each table has, asked of the file itself."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}  # noqa: S608


def refusal(kind: type[RefusalError], act: Callable[[], object]) -> RefusalError:
    with pytest.raises(kind) as caught:
        act()
    assert is_german_sentence(caught.value.text)
    assert is_german_sentence(caught.value.remedy)
    return caught.value


# What is booked is what comes back


def test_a_booked_file_is_a_batch_with_its_sum_periods_and_digest(path: Path) -> None:
    batch = put(open_book(path, writing=True), PAYROLL)
    assert (batch.kind, batch.file, batch.digest) == ("Lohnjournal", "lohn.csv", PAYROLL.digest)
    assert (batch.rows, batch.sum, batch.periods) == (3, Money(577_733), ("2025-01", "2025-02"))
    assert (batch.booked_on, batch.booked_by) == (date(2026, 2, 16), "kreis")
    assert open_book(path, writing=False).batches() == (batch,)


def test_facts_come_back_as_they_were_read(full: Path) -> None:
    book = open_book(full, writing=False)
    assert book.tenures(YEAR) == (*PLAN.tenures, *RETURN.tenures)
    assert book.head_counts(YEAR) == tuple(reversed(COUNTS.head_counts))  # by municipality key
    expected = [*PAYROLL.entries[1:], *JOURNAL.entries, *RETURN.entries]
    booked = book.entries(YEAR)
    assert [(entry.source, entry.amount, entry.kind) for entry in booked] == [
        (entry.source, entry.amount, entry.kind) for entry in expected
    ]
    assert [(entry.cost_month, entry.paid_in, entry.voucher, entry.label) for entry in booked] == [
        (entry.cost_month, entry.paid_in, entry.voucher, entry.label) for entry in expected
    ]
    assert [(entry.carrier_key, entry.staff_number, entry.position_number) for entry in booked] == [
        (entry.carrier_key, entry.staff_number, entry.position_number) for entry in expected
    ]


def test_every_entry_gets_its_own_number_in_the_order_of_booking(full: Path) -> None:
    book = open_book(full, writing=False)
    numbers = [entry.number for year in (LAST_YEAR, YEAR) for entry in book.entries(year)]
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6, 7]
    assert [batch.number for batch in book.batches()] == [1, 2, 3, 4, 5]


def test_the_month_of_service_decides_the_year_of_an_entry(full: Path) -> None:
    book = open_book(full, writing=False)
    assert [(entry.cost_month, entry.amount) for entry in book.entries(LAST_YEAR)] == [(Month(2024, 12), Money(-1000))]
    assert all(YEAR.contains(entry.cost_month) for entry in book.entries(YEAR))
    assert [entry.amount for entry in book.entries_for_other_years(YEAR)] == [Money(-1000)]
    assert book.entries_for_other_years(LAST_YEAR) == ()
    assert book.entries(FundingYear(2026)) == ()


def test_batches_tenures_and_counts_belong_to_the_year_of_their_file(full: Path) -> None:
    book = open_book(full, writing=False)
    assert len(book.batches(YEAR)) == 5
    assert book.tenures() == (*PLAN.tenures, *RETURN.tenures)
    assert (book.batches(LAST_YEAR), book.tenures(LAST_YEAR), book.head_counts(LAST_YEAR)) == ((), (), ())


@given(st.lists(st.integers(-(10**13), 10**13).filter(bool), min_size=1, max_size=30))
@PROPERTY
def test_every_amount_is_booked_to_the_cent(cents: list[int]) -> None:
    intake = read(payroll(*(f"00417;01/2025;01/2025;1010;;{format_amount(Money(value))}" for value in cents)))
    memory = open_engine(None)  # the same database without waiting for the disk
    book = make_book(memory)
    batch = put(book, intake)
    booked = book.entries(YEAR)
    memory.dispose()
    assert [entry.amount.cents for entry in booked] == cents
    assert batch.sum == total(entry.amount for entry in booked) == Money(sum(cents))


# Nothing twice, nothing half


def test_the_same_bytes_are_refused_under_any_name_and_nothing_is_added(full: Path) -> None:
    before = rows(full)
    again = read(payroll(*PAYROLL_ROWS), "kopie.csv")
    assert again.digest == PAYROLL.digest
    problem = refusal(ConflictError, lambda: put(open_book(full, writing=True), again))
    assert "kopie.csv" in problem.text
    assert "lohn.csv" in problem.text
    assert rows(full) == before


@pytest.mark.parametrize(
    "intake",
    [
        read(payroll("00417;02/2025;02/2025;1010;;1,00", "00417;03/2025;03/2025;1010;;1,00")),
        read(journal("31.03.2025;31.03.2025;R-9;44310000;;;;;1,00")),
        read(staffing(post("00500", "01.01.2025;"))),
        read(head_counts("08999001;Stadt Lindenstadt;332")),
        read(carrier_return(SOUND_RETURN_ROW.replace("60.000,00", "61.000,00"))),
    ],
)
def test_a_second_file_for_a_booked_period_is_refused_and_nothing_is_added(full: Path, intake: Intake) -> None:
    before = rows(full)
    problem = refusal(ConflictError, lambda: put(open_book(full, writing=True), intake))
    assert "Zeitraum" in problem.text
    assert rows(full) == before


@pytest.mark.parametrize(
    "intake",
    [
        read(payroll("00417;03/2025;01/2025;1010;;1,00")),
        read(journal("31.03.2025;31.03.2025;R-9;42610000;;;;;1,00")),
        read(carrier_return(SOUND_RETURN_ROW, key="08999003")),
    ],
)
def test_another_period_kind_of_cost_or_carrier_is_booked(full: Path, intake: Intake) -> None:
    put(open_book(full, writing=True), intake)
    assert rows(full)["batch"] == 6


def test_a_file_with_findings_never_reaches_the_book(full: Path) -> None:
    before = rows(full)
    book = open_book(full, writing=True)
    for faulty in (read(payroll("00417;07/2025;07/2025;1010;;12.34")), read("a;b\n1;2\n")):
        with pytest.raises(ValueError, match="findings"):
            put(book, faulty)
    assert rows(full) == before


def test_a_file_that_fails_in_the_middle_leaves_nothing(full: Path) -> None:
    before = rows(full)
    with closing(sqlite3.connect(full)) as connection:
        connection.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON entry WHEN NEW.cents = 777 BEGIN SELECT RAISE(ABORT, 'x'); END"
        )
        connection.commit()
    intake = read(payroll("00417;07/2025;07/2025;1010;;1,00", "00417;07/2025;07/2025;1010;;7,77"))
    problem = refusal(UnreadableError, lambda: put(open_book(full, writing=True), intake))
    assert "nichts gebucht" in problem.text
    assert "00417" not in str(problem)
    assert rows(full) == before


# Nothing is changed or deleted


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("act", ["DELETE FROM {0}", "UPDATE {0} SET {1} = {1}", "DELETE FROM {0} WHERE rowid = 1"])
def test_the_database_itself_refuses_change_and_deletion(full: Path, table: str, act: str) -> None:
    before = rows(full)
    assert before[table] > 0
    with closing(sqlite3.connect(full)) as connection:
        column = connection.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match="never changed or deleted"):
            connection.execute(act.format(table, column))
        connection.commit()
    assert rows(full) == before


def test_names_can_be_deleted_by_law_and_the_entries_stay(full: Path) -> None:
    before = rows(full)
    with closing(sqlite3.connect(full)) as connection:
        connection.execute("DELETE FROM person")
        connection.commit()
    assert rows(full) == {**before, "person": 0}


@pytest.mark.parametrize("value", [12.5, "zwölf", b"12", None])
def test_the_database_itself_refuses_an_amount_that_is_no_integer(full: Path, value: object) -> None:
    with closing(sqlite3.connect(full)) as connection:
        columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('entry')")]
        taken = ", ".join("NULL" if name == "number" else "?" if name == "cents" else name for name in columns)
        copy = f"INSERT INTO entry SELECT {taken} FROM entry WHERE number = 1"  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match=r"typeof\(cents\)|NOT NULL"):
            connection.execute(copy, (value,))
        connection.execute(copy, (1250,))
        assert connection.execute("SELECT cents FROM entry ORDER BY number DESC").fetchone() == (1250,)


# Others at the same book


def in_child(act: Callable[[], object]) -> int:
    """Start a process that does one thing; its exit code tells how it ended."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        act()
        code = EXIT_DONE
    except ConflictError:
        code = EXIT_CONFLICT
    finally:
        os._exit(code)


def exit_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def many_rows(count: int) -> Intake:
    return read(payroll(*(f"00417;05/2025;05/2025;1010;Zeile {number};1,00" for number in range(count))), "viele.csv")


def test_a_process_killed_just_before_the_commit_has_booked_nothing(full: Path) -> None:
    before = rows(full)

    def book_and_die() -> None:
        dying = open_engine(full)
        event.listen(dying, "commit", lambda _: os._exit(EXIT_KILLED))
        put(Book(dying), many_rows(500))

    assert exit_of(in_child(book_and_die)) == EXIT_KILLED
    assert rows(full) == before
    assert len(open_book(full, writing=False).batches()) == 5


def test_a_process_killed_at_any_moment_leaves_the_book_as_before_or_as_after(full: Path) -> None:
    chance = random.Random(2025)  # noqa: S311 - moments, not secrets
    intake = many_rows(2_000)
    before = rows(full)
    after = {**before, "batch": 6, "batch_period": before["batch_period"] + 1, "entry": before["entry"] + 2_000}
    content = full.read_bytes()
    began = time.monotonic()
    assert exit_of(in_child(lambda: put(open_book(full, writing=True), intake))) == EXIT_DONE
    whole = time.monotonic() - began
    assert rows(full) == after
    for trial in range(20):
        full.write_bytes(content)
        child = in_child(lambda: put(open_book(full, writing=True), intake))
        time.sleep(whole * chance.random())
        os.kill(child, signal.SIGKILL)
        exit_of(child)
        # Opening the book as the program does lets SQLite undo what was not finished.
        batches = open_book(full, writing=False).batches()
        assert rows(full) == (after if len(batches) == 6 else before), trial
        with closing(sqlite3.connect(full)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    if len(open_book(full, writing=False).batches()) == 5:
        put(open_book(full, writing=True), intake)
    assert rows(full) == after


def test_of_two_processes_that_book_the_same_file_into_a_new_book_exactly_one_wins(path: Path) -> None:
    for trial in range(6):
        book = path.with_name(f"{trial}.db")
        start, go = os.pipe()

        def wait_and_book(book: Path = book, start: int = start, go: int = go) -> None:
            os.close(go)
            os.read(start, 1)  # returns for both when the parent closes its end
            put(open_book(book, writing=True), PAYROLL)

        children = [in_child(wait_and_book) for _ in range(2)]
        os.close(go)
        os.close(start)
        assert sorted(map(exit_of, children)) == [EXIT_DONE, EXIT_CONFLICT]
        assert (rows(book)["batch"], rows(book)["entry"], rows(book)["book_info"]) == (1, 3, 1)


def test_a_book_that_another_program_holds_is_a_conflict_in_german(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SECONDS_TO_WAIT_FOR_A_LOCK", 0.05)
    with closing(sqlite3.connect(full)) as other:
        other.execute("BEGIN IMMEDIATE")
        problem = refusal(ConflictError, lambda: put(open_book(full, writing=True), many_rows(1)))
        assert len(open_book(full, writing=False).batches()) == 5  # reading goes on
    assert "anderen Programm" in problem.text
    assert "wiederholen" in problem.remedy
    assert str(full) in problem.text


# Books that are none


@pytest.mark.parametrize("name", ["Was ist das?", "100 %25", "a#b", "Ämter & Träger", "x?mode=ro"])
def test_a_book_lies_where_its_path_says_whatever_signs_are_in_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    put(open_book(folder / "buch.db", writing=True), PAYROLL)
    assert [path.name for path in folder.iterdir()] == ["buch.db"]
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert len(open_book(folder / "buch.db", writing=False).batches()) == 1


def test_reading_a_missing_book_is_reading_an_empty_one_and_creates_no_file(path: Path) -> None:
    book = open_book(path, writing=False)
    assert (book.batches(), book.entries(YEAR), book.tenures(YEAR), book.head_counts(YEAR)) == ((), (), (), ())
    assert not list(path.parent.iterdir())


def test_an_empty_file_is_a_book_that_does_not_exist_yet(path: Path) -> None:
    path.touch()
    assert open_book(path, writing=False).batches() == ()
    assert path.stat().st_size == 0
    put(open_book(path, writing=True), PAYROLL)
    assert len(open_book(path, writing=False).batches()) == 1


@pytest.mark.parametrize("writing", [True, False])
@pytest.mark.parametrize("content", [b"Sehr geehrte Damen und Herren, " * 200, bytes(8192), b"PK\x03\x04" + bytes(600)])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path: Path, content: bytes, writing: bool) -> None:  # noqa: FBT001
    path.write_bytes(content)
    problem = refusal(UnreadableError, lambda: open_book(path, writing=writing))
    assert str(path) in problem.text
    assert path.read_bytes() == content


def test_a_book_cut_off_by_a_bad_copy_is_refused(full: Path) -> None:
    full.write_bytes(full.read_bytes()[:9_000])
    refusal(UnreadableError, lambda: open_book(full, writing=False).entries(YEAR))


@pytest.mark.parametrize("writing", [True, False])
def test_a_folder_in_the_place_of_the_book_is_refused(path: Path, writing: bool) -> None:  # noqa: FBT001
    path.mkdir()
    problem = refusal(UnreadableError, lambda: open_book(path, writing=writing))
    assert "nicht geöffnet" in problem.text
    assert "beschreibbar" in problem.remedy


def test_a_folder_that_is_missing_is_not_created_for_the_book(path: Path) -> None:
    refusal(UnreadableError, lambda: open_book(path / "fehlt" / "buch.db", writing=True))
    assert not path.exists()


def test_a_book_the_database_opens_for_reading_only_is_refused_for_writing(full: Path) -> None:
    # File rights do not stop an administrator, so the connection itself is told to be read-only.
    def read_only(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only = ON")

    engine_of_a_reader = open_engine(full)
    event.listen(engine_of_a_reader, "begin", read_only)
    before = rows(full)
    problem = refusal(UnreadableError, lambda: put(Book(engine_of_a_reader), many_rows(1)))
    assert "nicht geöffnet oder beschrieben" in problem.text
    assert rows(full) == before


@pytest.mark.parametrize("writing", [True, False])
def test_a_book_of_a_newer_program_is_refused_with_both_versions(path: Path, writing: bool) -> None:  # noqa: FBT001
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE book_info (schema_version INTEGER PRIMARY KEY)")
        connection.execute("INSERT INTO book_info VALUES (2)")
        connection.commit()
    problem = refusal(ConflictError, lambda: open_book(path, writing=writing))
    assert "Fassung 2" in problem.text
    assert "Fassung 1" in problem.text


def test_a_full_disk_is_named_as_such(full: Path) -> None:
    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    crowded = open_engine(full)
    event.listen(crowded, "connect", no_room)
    before = rows(full)
    problem = refusal(UnreadableError, lambda: put(Book(crowded), many_rows(3_000)))
    assert "Datenträger ist voll" in problem.text
    assert rows(full) == before


def test_no_failure_of_the_program_is_swallowed(full: Path) -> None:
    def fail(*_: object) -> NoReturn:
        raise ZeroDivisionError

    before = rows(full)
    failing = open_engine(full)
    event.listen(failing, "commit", fail)
    with pytest.raises(ZeroDivisionError):
        put(Book(failing), many_rows(1))
    assert rows(full) == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO entry SELECT * FROM entry LIMIT 1",
        "INSERT OR REPLACE INTO batch SELECT * FROM batch LIMIT 1",
        "INSERT OR REPLACE INTO tenure SELECT * FROM tenure LIMIT 1",
        "REPLACE INTO book_info VALUES (1)",
    ],
)
def test_a_row_cannot_be_replaced_either(full: Path, statement: str) -> None:
    before = rows(full)
    with closing(sqlite3.connect(full)) as connection, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute(statement)
    assert rows(full) == before


def test_a_file_of_another_program_is_no_book(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE anders (x)")
    with pytest.raises(UnreadableError, match="ist kein Förderbuch"):
        open_book(path, writing=True)
