"""Tables that lost a check, an index or a column's type no longer refuse what they must: verifying finds it."""

from __future__ import annotations

import random
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ledger.book.store import open_book
from ledger.finding import RefusalError
from tests.ledger.attacks import unguarded

WEAKER_FILE = [
    "DROP INDEX entry_reversed_once",
    "ALTER TABLE entry ADD COLUMN notiz VARCHAR",
    "UPDATE sqlite_master SET sql = replace(sql, 'typeof(cents) = ''integer'' AND ', '') WHERE name = 'entry'",
    "UPDATE sqlite_master SET sql = replace(sql, 'cents BIGINT NOT NULL', 'cents REAL NOT NULL') WHERE name = 'entry'",
    "UPDATE sqlite_master SET sql = replace(sql, 'UNIQUE (digest)', 'UNIQUE (file)') WHERE name = 'batch'",
]


def schema_of(path: Path) -> list[str] | None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return sorted(map(repr, connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")))
    except (sqlite3.Error, UnicodeDecodeError):
        return None


@pytest.mark.parametrize("statement", WEAKER_FILE, ids=range(len(WEAKER_FILE)))
def test_a_file_whose_tables_refuse_less_than_they_must_is_found(full_file: Path, statement: str) -> None:
    before = schema_of(full_file)
    with unguarded(full_file) as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.exec_driver_sql(statement)
    assert schema_of(full_file) != before
    assert open_book(full_file, writing=False).verify().damages != ()


def test_a_flipped_bit_in_the_words_of_a_table_is_found_or_has_changed_nothing(full_file: Path) -> None:
    sound, before = full_file.read_bytes(), schema_of(full_file)
    chance = random.Random(2027)  # noqa: S311 - places, not secrets
    words = [
        at
        for found in re.finditer(rb"CREATE (TABLE|INDEX|UNIQUE INDEX) [ -~\n\t]+", sound)
        for at in range(*found.span())
    ]
    missed = []
    for at in chance.sample(words, 40):
        damaged = bytearray(sound)
        damaged[at] ^= 1 << chance.randrange(7)
        full_file.write_bytes(damaged)
        try:
            found = bool(open_book(full_file, writing=False).verify().damages)
        except RefusalError:
            found = True
        if not found and schema_of(full_file) != before:
            missed.append(at)
    assert missed == []
