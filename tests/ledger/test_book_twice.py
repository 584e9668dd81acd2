"""Nothing twice, nothing half: the same bytes, the same period, two people at once, and files in any order."""

from __future__ import annotations

import os
from collections import defaultdict
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from ledger.book.engine import open_engine
from ledger.book.store import Book, open_book
from ledger.finding import ConflictError, UnreadableError
from tests.ledger.races import at_once
from tests.ledger.small_books import (
    ACT,
    CORRECTED_PAYROLL,
    FILES,
    LAST_YEAR,
    PAYROLL,
    PAYROLL_2024,
    PAYROLL_ROWS,
    contents,
    database,
    memory_book,
    put,
    put_all,
    refusal,
)
from tests.ledger.small_files import (
    PROPERTY,
    SOUND_RETURN_ROW,
    YEAR,
    carrier_return,
    head_counts,
    journal,
    payroll,
    post,
    read,
    staffing,
)
from tests.processes import EXIT_CONFLICT, EXIT_DONE, exit_of, in_child

if TYPE_CHECKING:
    from ledger.imports.intake import Intake

EXIT_KILLED = 9

SECOND_FILES = [
    read(payroll("00417;02/2025;02/2025;1010;;1,00", "00417;03/2025;03/2025;1010;;1,00")),
    read(journal("31.03.2025;31.03.2025;R-9;44310000;;;;;1,00")),
    read(staffing(post("00500", "01.01.2025;"))),
    read(head_counts("08999001;Stadt Lindenstadt;332")),
    read(carrier_return(SOUND_RETURN_ROW.replace("60.000,00", "61.000,00"))),
]
OTHER_FILES = [
    read(payroll("00417;03/2025;01/2025;1010;;1,00")),
    read(journal("31.03.2025;31.03.2025;R-9;42610000;;;;;1,00")),
    read(carrier_return(SOUND_RETURN_ROW, key="08999003")),
]
ALL_FILES = [*FILES, PAYROLL_2024, *OTHER_FILES]
# One file a month: none of them settles a period of another.
MONTHS = [
    read(payroll(f"{1000 + month};{month:02d}/2025;{month:02d}/2025;1010;;{month},00"), f"lohn-{month}.csv")
    for month in range(1, 9)
]


def several(count: int) -> Intake:
    """Return one file with many rows."""
    return read(payroll(*(f"00417;05/2025;05/2025;1010;Zeile {each};1,00" for each in range(count))), "viele.csv")


# The same again


def test_the_same_bytes_are_refused_under_any_name_and_nothing_is_added(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    before = contents(book_address)
    again = read(payroll(*PAYROLL_ROWS), "kopie.csv")
    for act in (book.book, book.replace):
        problem = refusal(ConflictError, partial(act, again, ACT))
        assert "kopie.csv" in problem.text
        assert "lohn.csv" in problem.text
    refusal(ConflictError, lambda: book.differences(again))
    assert contents(book_address) == before


def test_the_bytes_of_a_file_that_was_replaced_are_refused_as_well(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    book.replace(CORRECTED_PAYROLL, ACT)
    before = contents(book_address)
    for act in (book.book, book.replace):
        problem = refusal(ConflictError, partial(act, PAYROLL, ACT))
        assert "war gebucht und wurde am 16.02.2026 durch lohn-neu.csv ersetzt" in problem.text
    assert contents(book_address) == before


def test_a_second_file_for_a_booked_period_is_refused_and_nothing_is_added(book_address: Path | str) -> None:
    book = put_all(book_address)
    before = contents(book_address)
    for intake in SECOND_FILES:
        problem = refusal(ConflictError, partial(put, book, intake))
        assert "Zeitraum" in problem.text
    assert contents(book_address) == before


def test_another_period_kind_of_cost_or_carrier_is_booked(book_address: Path | str) -> None:
    book = put_all(book_address)
    for intake in OTHER_FILES:
        put(book, intake)
    assert len(book.batches(YEAR)) == len(FILES) + len(OTHER_FILES)
    assert book.verify().damages == ()


def test_importing_everything_twice_changes_nothing(book_address: Path | str) -> None:
    book = put_all(book_address)
    before, mark = contents(book_address), book.mark(YEAR)
    for intake in FILES:
        refusal(ConflictError, partial(put, book, intake))
    assert (contents(book_address), book.mark(YEAR)) == (before, mark)


# Nothing half


def test_a_file_with_findings_never_reaches_the_book(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    before = contents(book_address)
    for faulty in (read(payroll("00417;07/2025;07/2025;1010;;12.34")), read("a;b\n1;2\n")):
        for act in (book.book, book.replace):
            with pytest.raises((ValueError, ConflictError)):
                act(faulty, ACT)
    assert contents(book_address) == before


def test_a_file_whose_bytes_are_not_those_of_its_digest_never_reaches_the_book(book_address: Path | str) -> None:
    book = open_book(book_address, writing=True)
    object.__setattr__(swapped := read(payroll(*PAYROLL_ROWS)), "content", b"anderes")
    with pytest.raises(ValueError, match="digest"):
        put(book, swapped)
    assert book.batches() == ()


def test_a_file_that_fails_in_the_middle_leaves_nothing(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    before = contents(book_address)
    with database(book_address) as run:
        if isinstance(book_address, Path):
            body = "WHEN NEW.cents = 777 BEGIN SELECT RAISE(ABORT, 'x'); END"
        else:
            run("CREATE FUNCTION x() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'x'; END $$")
            body = "FOR EACH ROW WHEN (NEW.cents = 777) EXECUTE FUNCTION x()"
        run(f"CREATE TRIGGER x BEFORE INSERT ON entry {body}")
    intake = read(payroll("00417;07/2025;07/2025;1010;;1,00", "00417;07/2025;07/2025;1010;;7,77"))
    problem = refusal(UnreadableError, lambda: put(book, intake))
    assert "nichts geschrieben" in problem.text
    assert contents(book_address) == before


def test_no_failure_of_the_program_is_swallowed(book_address: Path | str) -> None:
    def fail(*_: object) -> NoReturn:
        raise ZeroDivisionError

    put_all(book_address, (PAYROLL,))
    before = contents(book_address)
    failing = open_engine(book_address)
    event.listen(failing, "commit", fail)
    with pytest.raises(ZeroDivisionError):
        put(Book(failing), several(1))
    assert contents(book_address) == before


def test_a_process_that_ends_just_before_the_commit_has_booked_nothing(book_address: Path | str) -> None:
    put_all(book_address, (PAYROLL,))
    before = contents(book_address)

    def book_and_die() -> None:
        dying = open_engine(book_address)
        event.listen(dying, "commit", lambda _: os._exit(EXIT_KILLED))
        put(Book(dying), several(500))

    assert exit_of(in_child(book_and_die)) == EXIT_KILLED
    assert contents(book_address) == before
    put(open_book(book_address, writing=True), several(500))
    assert len(open_book(book_address, writing=False).batches()) == 2


# Several at once


@pytest.mark.parametrize("trial", range(3))
def test_of_two_processes_that_book_the_same_file_into_a_new_book_exactly_one_wins(
    book_address: Path | str,
    trial: int,  # noqa: ARG001 - the same again
) -> None:
    def act() -> None:
        put(open_book(book_address, writing=True), PAYROLL)

    assert sorted(at_once(act, act)) == [EXIT_DONE, EXIT_CONFLICT]
    rows = contents(book_address)
    assert [len(rows[table]) for table in ("book_info", "log", "batch", "entry")] == [1, 1, 1, 3]
    assert open_book(book_address, writing=False).verify().damages == ()


def test_of_two_processes_that_replace_the_same_file_exactly_one_wins(book_address: Path | str) -> None:
    put_all(book_address, (PAYROLL,))

    def act() -> None:
        open_book(book_address, writing=True).replace(CORRECTED_PAYROLL, ACT)

    assert sorted(at_once(act, act)) == [EXIT_DONE, EXIT_CONFLICT]
    assert len(contents(book_address)["entry"]) == 3 + 3 + 3
    assert open_book(book_address, writing=False).verify().damages == ()


def test_processes_that_import_different_files_at_once_all_get_in_and_the_chain_is_whole(
    book_address: Path | str,
) -> None:
    acts = [lambda intake=intake: put(open_book(book_address, writing=True), intake) for intake in MONTHS]
    assert at_once(*acts) == [EXIT_DONE] * len(MONTHS)
    book = open_book(book_address, writing=False)
    assert sorted(batch.file for batch in book.batches()) == sorted(intake.file for intake in MONTHS)
    assert [batch.number for batch in book.batches()] == list(range(1, len(MONTHS) + 1))
    assert sorted(entry.number for entry in book.entries(YEAR)) == list(range(1, len(MONTHS) + 1))
    checked = book.verify()
    assert (checked.damages, checked.mark.count) == ((), len(MONTHS))


# In any order


@cache
def state(order: tuple[int, ...]) -> list[object]:
    """Return what a book says after files were booked in an order; numbers depend on it, nothing else may."""
    with memory_book() as book:
        for at in order:
            put(book, ALL_FILES[at])
        assert book.verify().damages == ()
        entries = [entry for year in (LAST_YEAR, YEAR) for entry in book.entries(year)]
        sums: dict[tuple[str, ...], int] = defaultdict(int)
        for each in entries:
            sums[each.carrier_key, each.staff_number, each.kind.value, each.cost_month.iso()] += each.amount.cents
        tenures = sorted(book.tenures(), key=lambda each: (each.source.digest, each.source.row))
        return [dict(sums), len(entries), tenures, book.head_counts(YEAR)]


@given(st.permutations(range(len(ALL_FILES))))
@settings(PROPERTY, max_examples=8)
def test_the_order_of_imports_does_not_matter_for_any_sum(order: list[int]) -> None:
    assert state(tuple(order)) == state(tuple(range(len(ALL_FILES))))
