"""The database itself refuses: change, deletion, values of a wrong kind, and anything new in a frozen year."""

from __future__ import annotations

import sqlite3
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlmodel import SQLModel

from ledger.book.guards import DELETED_BY_PLAN
from ledger.book.store import open_book
from ledger.cost import YearBasis
from ledger.finding import RefusalError
from tests.ledger.raw_rows import COLUMNS, WHOLE_NUMBERS, copied, unique_keys
from tests.ledger.small_books import (
    ACT,
    EVERYTHING_ELSE,
    FILES,
    LAST_YEAR,
    PAYROLL,
    PAYROLL_2024,
    PLAN,
    TABLES,
    contents,
    database,
    put_all,
)
from tests.ledger.small_files import YEAR, is_german_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED = (sqlite3.IntegrityError, psycopg.errors.RaiseException)


def test_there_is_a_row_in_every_table_to_try_this_on(filled_file: Path) -> None:
    rows = contents(filled_file)
    assert set(rows) == set(SQLModel.metadata.tables)
    assert [table for table, found in rows.items() if not found] == []


def test_no_row_of_any_table_is_changed_or_deleted(full_address: Path | str) -> None:
    before = contents(full_address)
    with database(full_address) as run:
        for table in TABLES:
            attempts = [f"DELETE FROM {table}"]  # noqa: S608
            attempts += [f'UPDATE {table} SET "{column}" = "{column}"' for column in COLUMNS[table]]  # noqa: S608
            if isinstance(full_address, str):
                attempts += [f"TRUNCATE {table} CASCADE", f"TRUNCATE log, {table} CASCADE"]
            for attempt in attempts:
                with pytest.raises(REFUSED, match="never changed or deleted"):
                    run(attempt)
    assert contents(full_address) == before


def test_no_row_is_changed_by_inserting_another_in_its_place(full_address: Path | str) -> None:
    before = contents(full_address)
    with database(full_address) as run:
        for table in TABLES:
            for key in unique_keys(table):
                for attempt in replacements(full_address, table, key):
                    with pytest.raises(REFUSED, match="never changed or deleted"):
                        run(attempt)
    assert contents(full_address) == before


def replacements(address: Path | str, table: str, key: tuple[str, ...]) -> list[str]:
    """Return what puts a new row in the place of the one with the same key, as the database can say it."""
    select, into = copied(table, key), f"INTO {table}"
    if isinstance(address, Path):
        return [f"INSERT OR REPLACE {into} {select}", f"REPLACE {into} {select}"]
    update = f"DO UPDATE SET {key[0]} = EXCLUDED.{key[0]}"
    condition = " WHERE reverses IS NOT NULL" if key == ("reverses",) else ""
    return [f"INSERT {into} {select} ON CONFLICT ({', '.join(key)}){condition} {update}"]


def test_no_row_of_a_file_is_replaced_by_its_hidden_number(full_file: Path) -> None:
    before = contents(full_file)
    hidden = [table for table in TABLES if len(SQLModel.metadata.tables[table].primary_key.columns) > 1]
    assert hidden == ["log", "batch_period", "deletion", "head_count"]
    with database(full_file) as run:
        for table in hidden:
            select = copied(table).replace("SELECT ", "SELECT rowid, ", 1)
            with pytest.raises(sqlite3.IntegrityError, match="never changed or deleted"):
                run(f"INSERT OR REPLACE INTO {table} (rowid, {', '.join(COLUMNS[table])}) {select}")
    assert contents(full_file) == before


@pytest.mark.parametrize("value", ["'zwölf'", "12.5", "x'3132'", "9e99", "'12,50'"])
def test_a_file_refuses_whatever_is_no_whole_number_where_one_belongs(full_file: Path, value: str) -> None:
    before = contents(full_file)
    with database(full_file) as run:
        run("PRAGMA foreign_keys = ON")  # as the program itself opens a book
        for table in TABLES:
            for column in WHOLE_NUMBERS[table]:
                with pytest.raises(sqlite3.IntegrityError, match=r"CHECK|FOREIGN KEY|datatype mismatch"):
                    run(f"INSERT INTO {table} {copied(table, **{column: value})}")
    assert contents(full_file) == before


def test_a_server_refuses_what_is_no_whole_number_of_cents(full_database: str) -> None:
    before = contents(full_database)
    no_number, wrong_type, out_of_range, missing = "22P02", "42804", "22003", "23502"
    refused = {"'zwölf'": no_number, "'12.5'": no_number, "true": wrong_type, "NULL": missing}
    refused |= {"9223372036854775808": out_of_range, "'NaN'::float8": out_of_range}
    with database(full_database) as run:
        for table, column in (("entry", "cents"), ("batch", "sum_cents"), ("frozen_year", "sum_cents")):
            for value, state in refused.items():
                with pytest.raises(psycopg.Error) as caught:
                    run(f"INSERT INTO {table} {copied(table, **{column: value})}")
                assert caught.value.sqlstate == state, (table, value)
    assert contents(full_database) == before


def test_an_amount_is_never_missing(full_address: Path | str) -> None:
    with database(full_address) as run:
        with pytest.raises((sqlite3.IntegrityError, psycopg.errors.NotNullViolation)):
            run(f"INSERT INTO entry {copied('entry', cents='NULL')}")
        before = len(run("SELECT * FROM entry"))
        run(f"INSERT INTO entry {copied('entry', cents='1250', reverses='NULL')}")  # what is right gets in
        assert len(run("SELECT * FROM entry")) == before + 1


# A frozen year


@pytest.mark.parametrize("basis", list(YearBasis))
def test_no_entry_and_no_file_gets_into_a_frozen_year_past_the_program(
    book_address: Path | str, basis: YearBasis
) -> None:
    put_all(book_address, (PAYROLL_2024, PAYROLL)).freeze(LAST_YEAR, basis, ACT)
    december, january = "'2024-12'", "'2025-01'"
    months = {
        YearBasis.SERVICE: [
            ({"cost_month": december, "paid_in": january}, {"cost_month": january, "paid_in": december}),
        ],
        YearBasis.PAYMENT: [
            ({"cost_month": january, "paid_in": december}, {"cost_month": december, "paid_in": january}),
            (
                {"paid_on": "'2024-12-31'", "paid_in": january},
                {"paid_on": "'2025-01-02'", "paid_in": december},
            ),
        ],
    }
    with database(book_address) as run:
        for number, (frozen, open_) in enumerate(months[basis]):
            with pytest.raises(REFUSED, match="frozen year"):
                run(f"INSERT INTO entry {copied('entry', late='0', **frozen)}")
            run(f"INSERT INTO entry {copied('entry', late='1', number=str(800 + number), **frozen)}")
            run(f"INSERT INTO entry {copied('entry', late='0', number=str(900 + number), **open_)}")
        with pytest.raises(REFUSED, match="frozen year"):
            run(f"INSERT INTO batch {copied('batch', year='2024')}")
        run(f"INSERT INTO batch {copied('batch', year='2025')}")


def test_no_other_fact_gets_into_a_frozen_year_past_the_program(book_address: Path | str) -> None:
    book = put_all(book_address, (*FILES, EVERYTHING_ELSE, PAYROLL_2024))
    book.freeze(YEAR, YearBasis.SERVICE, ACT)
    before = contents(book_address)
    with database(book_address) as run:
        for row in (
            f"tenure {copied('tenure')}",
            f"head_count {copied('head_count')}",
            f"indicator {copied('indicator')}",
            "replaced VALUES (3, 7)",
        ):
            with pytest.raises(REFUSED, match="frozen year"):
                run(f"INSERT INTO {row}")
        assert contents(book_address) == before
        run(f"INSERT INTO tenure {copied('tenure', year='2026')}")


# Deletion by plan


def test_personal_data_and_originals_are_deleted_only_when_that_was_written_down(book_address: Path | str) -> None:
    put_all(book_address, (PLAN, PAYROLL))
    before = contents(book_address)
    with database(book_address) as run:
        for table, column in DELETED_BY_PLAN.items():
            with pytest.raises(REFUSED, match="never changed or deleted"):
                run(f"DELETE FROM {table} WHERE {column} = 1")  # noqa: S608
        assert contents(book_address) == before
        # Another row of the same table, and the same row of another table, stay protected.
        run("INSERT INTO deletion VALUES ('name', 1, 3)")
        for other in ("name WHERE naming_number = 2", "identity WHERE person_number = 1"):
            with pytest.raises(REFUSED, match="never changed or deleted"):
                run(f"DELETE FROM {other}")  # noqa: S608
        run("DELETE FROM name WHERE naming_number = 1")
        with pytest.raises(REFUSED, match="never changed or deleted"):
            run("DELETE FROM deletion")
    damages = [finding.text for finding in open_book(book_address, writing=False).verify().damages]
    assert damages == ["Die Tabelle deletion hat Zeilen, von denen kein Protokolleintrag weiß."]


# What a refusal says


@pytest.mark.parametrize("wall", ["a rule for names", "a rule for staff numbers"])
def test_no_personal_value_is_in_the_text_of_a_refusal(book_address: Path | str, wall: str) -> None:
    """PostgreSQL repeats the whole row or the key in its own words; in SQLite a trigger has to do it."""
    book = open_book(book_address, writing=True)
    with database(book_address) as run:
        if wall == "a rule for staff numbers":
            run("CREATE UNIQUE INDEX wall ON identity (carrier_key)")
        elif isinstance(book_address, Path):
            run("CREATE TRIGGER wall BEFORE INSERT ON name BEGIN SELECT RAISE(ABORT, 'Muster, Kim, 00417'); END")
        else:
            run("ALTER TABLE name ADD CHECK (family_name <> 'Muster')")
    refused_with(lambda: book.book(PLAN, ACT))
    assert book.batches() == ()


def refused_with(act: Callable[[], object]) -> None:
    with pytest.raises(RefusalError) as caught:
        act()
    problem = caught.value
    assert is_german_sentence(problem.text)
    shown = "".join(traceback.format_exception(problem)) + repr(vars(problem)) + repr(problem.args)
    for value in ("Muster", "Kim", "00417", "00298", "(08999)"):
        assert value not in shown
