"""A SQLite file with damaged bytes or values of a wrong kind is found out or refused; verifying never fails itself."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from ledger.book.deletion import DeletionPlan
from ledger.book.store import Book, open_book
from ledger.book.verification import verify_book
from ledger.cost import YearBasis
from ledger.finding import RefusalError
from tests.ledger.attacks import NOT_BOOKED, unguarded
from tests.ledger.small_books import ACT, COUNTS, EVERYTHING_ELSE, PLAN, TABLES, put_all
from tests.ledger.small_files import YEAR, is_german_sentence

PAGE = 4096
WRONG_KINDS = ("x'00ff'", "'zwölf'", "12.5", "9223372036854775807", "'[1]'", "'{}'")


def found_out(path: Path, book: Book | None = None) -> bool:
    """Return whether verifying a book names a damage or refuses the file; any other failure is one of the test."""
    try:
        return bool((book or open_book(path, writing=False)).verify().damages)
    except RefusalError as problem:
        return is_german_sentence(problem.text)


def everything_in(path: Path) -> list[object] | None:
    """Return all rows and guards as SQLite reads them, None when it cannot."""
    guards = "SELECT name, lower(tbl_name), sql FROM sqlite_master WHERE type = 'trigger'"
    try:
        with closing(sqlite3.connect(path)) as connection:
            schema: list[Any] = connection.execute(guards).fetchall()
            rows = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]  # noqa: S608
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return [sorted(schema, key=repr), *(sorted(each, key=repr) for each in rows)]


def missed_flips(path: Path, places: list[int], chance: random.Random, book: Book | None) -> list[int]:
    """Flip one bit at each place in turn and return the places where that changed the content and went unnoticed."""
    sound, content = path.read_bytes(), everything_in(path)
    assert content is not None
    missed = []
    for at in places:
        damaged = bytearray(sound)
        damaged[at] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        if not found_out(path, book) and everything_in(path) != content:
            missed.append(at)
    path.write_bytes(sound)
    return missed


@pytest.fixture
def brief_file(tmp_path: Path) -> Path:
    """Return a book with every kind of fact in one file, frozen and partly deleted: it takes little time to verify."""
    path = tmp_path / "b.db"
    every_kind = replace(EVERYTHING_ELSE, staff=PLAN.staff, tenures=PLAN.tenures, head_counts=COUNTS.head_counts)
    book = put_all(path, (every_kind,))
    book.freeze(YEAR, YearBasis.SERVICE, ACT)
    book.delete_personal_data(DeletionPlan(None, 2025, None, "Frist abgelaufen"), ACT)
    book.note(ACT, "nachweis", {"dokument": "Verwendungsnachweis 2025"})
    return path


def test_a_flipped_bit_anywhere_is_found_or_has_changed_nothing(brief_file: Path) -> None:
    chance = random.Random(2025)  # noqa: S311 - places, not secrets
    content = brief_file.read_bytes()
    written = [at for at in range(PAGE, len(content)) if content[at]]  # most of a small file is empty
    places = chance.sample(written, 220) + chance.sample(range(PAGE, len(content)), 30)
    assert missed_flips(brief_file, places, chance, open_book(brief_file, writing=False)) == []


def test_a_flipped_bit_in_what_is_read_to_open_a_book_is_found_or_has_changed_nothing(brief_file: Path) -> None:
    chance = random.Random(2026)  # noqa: S311 - places, not secrets
    places = [*range(100), *chance.sample(range(100, PAGE), 40)]
    assert missed_flips(brief_file, chance.sample(places, 50), chance, None) == []


def test_a_value_of_a_wrong_kind_in_any_column_is_found(full_file: Path) -> None:
    missed = []
    with unguarded(full_file) as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        for table in sorted(set(TABLES) - NOT_BOOKED):
            for number, column in enumerate(SQLModel.metadata.tables[table].columns):
                value = WRONG_KINDS[number % len(WRONG_KINDS)]
                row = f"rowid = (SELECT {('min', 'max')[number % 2]}(rowid) FROM {table})"  # noqa: S608
                trial = connection.begin_nested()
                try:
                    connection.exec_driver_sql(f'UPDATE {table} SET "{column.name}" = {value} WHERE {row}')  # noqa: S608
                except DBAPIError:  # the hidden number of a row takes nothing but whole numbers
                    assert column.primary_key
                else:
                    texts = [damage.text for damage in verify_book(connection).damages if "Sperre" not in damage.text]
                    missed += [] if texts else [f"{table}.{column.name} = {value}"]
                trial.rollback()
    assert missed == []
