"""Personal data deleted by plan: what goes, what stays, and that not a byte of it is left in the files of the book."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from ledger.act import Act
from ledger.book import sqlite
from ledger.book.backup import back_up
from ledger.book.deletion import DeletedData, DeletionPlan
from ledger.book.engine import open_engine
from ledger.book.store import Book, open_book
from ledger.correction import Correction, CorrectionKind
from ledger.cost import Entry, Source, YearBasis
from ledger.finding import ConflictError
from ledger.imports.intake import Intake, read_intake
from ledger.money import Money
from ledger.period import FundingYear
from tests.ledger.small_books import with_reversal
from tests.ledger.small_files import RULES, head_counts, payroll, post, staffing

ACT = Act(datetime(2026, 2, 16, 9, 30, tzinfo=UTC), "kreis", "Sachbearbeitung", b"fixed in tests")
FIRST, SECOND = FundingYear(2025), FundingYear(2026)
PLAN = DeletionPlan(2025, 2025, 2025, "Aufbewahrungsfrist abgelaufen")


def read(year: FundingYear, content: str, file: str) -> Intake:
    """Read a file of a year by the rules of the small county."""
    return read_intake(content.encode(), file, replace(RULES, year=year))


STAFF_2025 = read(FIRST, staffing(post("PN000417", "01.05.2018;"), post("PN000298", "01.01.2025;")), "stellen-2025.csv")
PAY_2025 = read(
    FIRST,
    payroll(
        "PN000417;01/2025;01/2025;1010;Entgelt;4.770,00",
        "PN000298;01/2025;01/2025;1010;Entgelt;4.100,50",
        "PN000298;01/2025;12/2024;1010;Nachzahlung;60,25",
    ),
    "lohn-2025.csv",
)
STAFF_2026 = read(SECOND, staffing(post("PN000417", "01.05.2018;")), "stellen-2026.csv")
COUNTS_2026 = read(SECOND, head_counts("08999001;Stadt Lindenstadt;331", year="2026"), "personen-2026.csv")


@pytest.fixture
def book(book_address: Path | str) -> Book:
    """Return a book with a frozen year 2025 and an open year 2026, into which one of two persons stays."""
    book = open_book(book_address, writing=True)
    for intake in (STAFF_2025, PAY_2025):
        book.book(intake, ACT)
    book.freeze(FIRST, YearBasis.SERVICE, ACT)
    for intake in (STAFF_2026, COUNTS_2026):
        book.book(intake, ACT)
    return book


def test_what_would_go_is_what_goes_and_the_second_time_nothing_is_left_to_go(book: Book) -> None:
    due = book.due_personal_data(PLAN)
    # Two files, two names of one staffing plan; the person who stays keeps the staff number.
    assert (due.originals, due.names, due.staff_numbers) == (2, 2, 1)
    assert set(due.digests) == {STAFF_2025.digest, PAY_2025.digest}
    assert book.delete_personal_data(PLAN, ACT) == due
    assert book.due_personal_data(PLAN) == DeletedData(0, 0, 0, ())
    assert book.delete_personal_data(PLAN, ACT).is_empty


def test_an_open_year_loses_nothing_whatever_the_plan_says(book: Book) -> None:
    book.delete_personal_data(DeletionPlan(2026, 2026, 2026, "zu früh"), ACT)
    assert [tenure.staff_number for tenure in book.tenures(SECOND)] == ["PN000417"]
    assert book.holdings().years.keys() >= {STAFF_2026.digest}
    assert book.due_personal_data(DeletionPlan(2026, 2026, 2026, "zu früh")).is_empty


def test_sums_and_seals_stay_and_a_stand_in_takes_the_place_of_the_staff_number(book: Book) -> None:
    before, frozen = book.entries(FIRST), book.frozen(FIRST)
    book.delete_personal_data(PLAN, ACT)
    after = book.entries(FIRST)
    assert [replace(entry, staff_number="") for entry in after] == [replace(entry, staff_number="") for entry in before]
    assert [entry.staff_number for entry in after] == ["PN000417", "gelöscht-2"]
    assert [tenure.staff_number for tenure in book.tenures(FIRST)] == ["PN000417", "gelöscht-2"]
    assert book.frozen(FIRST) == frozen


def test_the_verification_reports_deleted_data_as_deleted_by_plan_and_not_as_damage(book: Book) -> None:
    mark = book.mark(FIRST)
    assert mark is not None
    book.delete_personal_data(PLAN, ACT)
    checked = book.verify([mark])
    assert checked.damages == ()
    assert checked.deleted == 2 + 2 + 1
    assert book.mark(FIRST) == mark


def test_the_holdings_name_the_frozen_years_the_files_and_the_last_deletion(book: Book) -> None:
    before = book.holdings()
    assert before.frozen == {2025: date(2026, 2, 16)}
    assert before.years == {
        STAFF_2025.digest: 2025,
        PAY_2025.digest: 2025,
        STAFF_2026.digest: 2026,
        COUNTS_2026.digest: 2026,
    }
    # Four files and a freeze are five entries of the log; the deletion is the sixth.
    assert (before.last_entry, before.last_deletion) == (5, 0)
    book.delete_personal_data(PLAN, ACT)
    after = book.holdings()
    assert (after.last_entry, after.last_deletion) == (6, 6)


def test_an_entry_of_a_deleted_person_is_reversed_as_that_person(book: Book) -> None:
    book.delete_personal_data(PLAN, ACT)
    late = next(entry for entry in book.entries(FundingYear(2024)) if isinstance(entry, Entry))
    assert (late.staff_number, late.amount) == ("gelöscht-2", Money(6_025))
    written = read(SECOND, head_counts("08999002;Stadt Ahornstetten;60", year="2026"), "umbuchung.csv")
    row = Correction(
        CorrectionKind.REVERSAL,
        late.number,
        Money(6_025),
        "doppelt",
        "",
        Source("umbuchung.csv", written.digest, "", 2),
    )
    book.book(replace(written, head_counts=(), periods=(), rows=1, corrections=(row,)), ACT)
    entry, reversal = with_reversal(book, late.number)
    assert isinstance(entry, Entry)
    assert isinstance(reversal, Entry)
    assert reversal.staff_number == entry.staff_number
    assert book.entries(FundingYear(2024)) == ()
    assert book.verify().damages == ()


def test_the_same_bytes_are_still_refused_after_their_original_is_gone(book: Book) -> None:
    book.delete_personal_data(PLAN, ACT)
    with pytest.raises(ConflictError):
        book.book(PAY_2025, ACT)


def test_a_backup_made_after_the_deletion_holds_no_name(book: Book, book_address: Path | str, tmp_path: Path) -> None:
    before = back_up(open_engine(book_address), tmp_path / "vorher.db").path.read_bytes()
    book.delete_personal_data(DeletionPlan(2025, 2025, 2025, "Frist"), ACT)
    after = back_up(open_engine(book_address), tmp_path / "nachher.db").path.read_bytes()
    assert b"PN000298" in before
    assert b"PN000298" not in after


# Not a byte is left


STAFF = [f"PN{number:06d}" for number in range(2_000)]
STAYING = STAFF[::2]


def crowded(address: Path | str) -> Book:
    """Return a book with so many persons, booked in no order, that the pages of its index were divided many times.

    Every second one is still paid in the open year 2026. In this order SQLite 3.40 leaves four of the others behind
    when their rows are deleted.
    """
    shuffled = random.Random(1).sample(STAFF, len(STAFF))  # noqa: S311 - always the same order
    book = open_book(address, writing=True)
    for month in range(1, 11):
        part = shuffled[(month - 1) * 200 : month * 200]
        rows = (f"{number};{month:02d}/2025;{month:02d}/2025;1010;Entgelt;1,00" for number in part)
        book.book(read(FIRST, payroll(*rows), f"lohn-{month:02d}.csv"), ACT)
    book.book(read(FIRST, staffing(*(post(number, "01.01.2025;") for number in STAFF[:500])), "stellen.csv"), ACT)
    book.freeze(FIRST, YearBasis.SERVICE, ACT)
    rows = (f"{number};01/2026;01/2026;1010;Entgelt;1,00" for number in STAYING)
    book.book(read(SECOND, payroll(*rows), "lohn-2026.csv"), ACT)
    return book


def named_in(folder: Path) -> set[bytes]:
    """Return the staff numbers and names that stand anywhere in the files of a folder."""
    held = b"".join(path.read_bytes() for path in folder.iterdir())
    return set(re.findall(rb"PN\d{6}|Muster|Kim", held))


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_no_byte_of_what_was_deleted_is_left_in_any_file_of_a_sqlite_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journal: str
) -> None:
    monkeypatch.setattr(sqlite, "journal_mode", lambda _version: journal)
    book = crowded(tmp_path / "foerderbuch.db")
    assert len(named_in(tmp_path)) == len(STAFF) + 2
    book.delete_personal_data(PLAN, ACT)
    book.erase_remains()
    assert named_in(tmp_path) == {number.encode() for number in STAYING}
    assert book.verify().damages == ()


def test_the_files_of_a_postgresql_book_keep_no_row_that_was_deleted(postgres_address: str) -> None:
    book = open_book(postgres_address, writing=True)
    for intake in (STAFF_2025, PAY_2025):
        book.book(intake, ACT)
    book.freeze(FIRST, YearBasis.SERVICE, ACT)
    book.delete_personal_data(PLAN, ACT)
    sizes = "SELECT pg_relation_size('original'), pg_relation_size('name'), pg_relation_size('identity')"
    with psycopg.connect(postgres_address) as server:
        kept = server.execute(sizes).fetchone()
    assert kept is not None
    assert all(kept)  # a deleted row stays in its file until the file is rewritten
    book.erase_remains()
    with psycopg.connect(postgres_address) as server:
        assert server.execute(sizes).fetchone() == (0, 0, 0)
    assert book.verify().damages == ()


def test_erasing_remains_waits_for_nobody_for_ever(
    book: Book, book_address: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.delete_personal_data(PLAN, ACT)
    monkeypatch.setattr("ledger.book.remains.SECONDS_TO_WAIT_FOR_A_LOCK", 0.01)
    monkeypatch.setattr("ledger.book.engine.SECONDS_TO_WAIT_FOR_A_LOCK", 0.01)
    hasty = open_book(book_address, writing=True)
    reader = open_engine(book_address).connect()
    try:
        reader.exec_driver_sql("SELECT count(*) FROM name").all()
        with pytest.raises(ConflictError, match="wird gerade von einem anderen Programm beschrieben"):
            hasty.erase_remains()
    finally:
        reader.close()
    hasty.erase_remains()
    assert hasty.verify().damages == ()
