"""Whatever is changed, missing or added in a book is found, and the place that is named is where it happened."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, LargeBinary
from sqlmodel import SQLModel

from ledger.book.seal import SEALED
from ledger.book.store import open_book
from ledger.book.verification import verify_book
from ledger.finding import Finding, Place
from tests.ledger.attacks import NOT_BOOKED, tamper, unguarded
from tests.ledger.raw_rows import copied
from tests.ledger.small_books import TABLES, put, with_reversal
from tests.ledger.small_files import YEAR, is_german_sentence, payroll, read

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

METADATA = SQLModel.metadata.tables


def literal(value: object) -> str:
    """Return a value as SQL."""
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else f"'{value}'"


def another(column: Column[Any], value: object) -> str:
    """Return a value of the same type that differs in little."""
    if isinstance(column.type, LargeBinary):
        return f"substr({column.name}, 2)"
    if column.name == "late":
        return str(1 - int(str(value)))
    if column.type.python_type is int:
        return "7" if value is None else str(int(str(value)) + 1000)
    if value is None:
        return "'2025-01-01'"
    text = str(value)
    return f"'{text[:-1]}{'0' if text[-1:] != '0' else '1'}'"


def here(table: Table, row: dict[str, Any]) -> str:
    """Return the condition that names a row."""
    return " AND ".join(f"{column.name} = {literal(row[column.name])}" for column in table.primary_key.columns)


def damages_of(connection: Connection) -> list[Finding]:
    """Return the damages of a book whose guards sleep; those are looked at elsewhere."""
    return [each for each in verify_book(connection).damages if "Sperre" not in each.text]


def rows_of(connection: Connection, table: Table) -> list[dict[str, Any]]:
    rows = connection.execute(table.select().order_by(*table.primary_key.columns))
    return [dict(row._mapping) for row in rows]


def test_a_sound_book_has_no_damages_and_says_what_was_checked(full_address: Path | str) -> None:
    checked = open_book(full_address, writing=False).verify()
    assert checked.damages == ()
    assert (checked.mark.count, checked.document_entries, checked.deleted) == (12, 2, 4)
    with unguarded(full_address) as connection:
        assert checked.rows == sum(len(rows_of(connection, METADATA[table])) for table in SEALED)


def test_a_new_book_is_sound(book_address: Path | str) -> None:
    checked = open_book(book_address, writing=True).verify()
    assert (checked.damages, checked.rows, checked.mark.count, checked.mark.head) == ((), 0, 0, "0" * 64)


def columns_to_change(address: Path | str, table: Table) -> list[Column[Any]]:
    """Return all columns in a file; on a server the first and the last that are no key, which take less time."""
    if isinstance(address, Path):
        return list(table.columns)
    after_key = [column for column in table.columns if not column.primary_key] or list(table.columns)
    return [after_key[0], *after_key[1:][-1:]]


def test_a_change_of_any_value_of_any_column_is_found(full_address: Path | str) -> None:
    missed = []
    with unguarded(full_address) as connection:
        for name in TABLES:
            table = METADATA[name]
            row = rows_of(connection, table)[-1]
            for column in columns_to_change(full_address, table):
                trial = connection.begin_nested()
                change = f'"{column.name}" = {another(column, row[column.name])}'
                connection.exec_driver_sql(f"UPDATE {name} SET {change} WHERE {here(table, row)}")  # noqa: S608
                if not damages_of(connection):
                    missed.append(f"{name}.{column.name}")
                trial.rollback()
    assert missed == ["book_info.schema_version"]  # read whenever a book is opened


def test_a_missing_row_of_any_table_is_found(full_address: Path | str) -> None:
    missed = []
    with unguarded(full_address) as connection:
        for name in TABLES:
            table = METADATA[name]
            # The first row: of a log cut off at its end nothing is left that could tell (test_book_attacks.py).
            first = here(table, rows_of(connection, table)[0])
            for which in (first, "1 = 1") if isinstance(full_address, Path) else (first,):
                trial = connection.begin_nested()
                connection.exec_driver_sql(f"DELETE FROM {name} WHERE {which}")  # noqa: S608
                if not damages_of(connection):
                    missed.append(name)
                trial.rollback()
    assert set(missed) <= {"book_info"}


def test_an_added_row_of_any_table_is_found(full_address: Path | str) -> None:
    missed = []
    with unguarded(full_address) as connection:
        for name in TABLES:
            trial = connection.begin_nested()
            connection.exec_driver_sql(f"INSERT INTO {name} {copied(name)}")
            if not damages_of(connection):
                missed.append(name)
            trial.rollback()
    assert set(missed) <= NOT_BOOKED


# The place


SIX_ROWS = read(
    payroll(*(f"00417;05/2025;05/2025;1010;Zeile {number};{number},00" for number in range(1, 7))), "mai.csv"
)


@pytest.mark.parametrize(
    ("statement", "place", "words"),
    [
        ("UPDATE entry SET cents = 401 WHERE number = 4", Place("mai.csv", row=5), "Die Buchung 4 ist verändert"),
        ("UPDATE entry SET label = '' WHERE number = 6", Place("mai.csv", row=7), "Die Buchung 6 ist verändert"),
        ("UPDATE entry SET reason = 'x' WHERE number > 2", Place("mai.csv", row=4), "Die Buchung 3 ist verändert"),
        ("DELETE FROM entry WHERE number = 3", Place("mai.csv", row=5), "Gebucht wurden 6, gefunden 5 Zeilen."),
        ("DELETE FROM entry WHERE number > 4", Place("Buch, Tabelle entry"), "Gebucht wurden 6, gefunden 4 Zeilen."),
        ("UPDATE batch SET row_count = 7", Place("mai.csv"), "Der Stapel 1 ist verändert"),
        ("UPDATE batch SET booked_by = 'x'", Place("mai.csv"), "Der Stapel 1 ist verändert"),
        ("DELETE FROM original", Place("mai.csv"), "Das Original der Datei fehlt"),
        ("UPDATE original SET content = substr(content, 2)", Place("mai.csv"), "Das Original der Datei ist verändert"),
        ("UPDATE identity SET staff_number = '00418'", Place("Buch, Tabelle identity", row=1), "ist verändert"),
        ("UPDATE identity SET salt = 'x'", Place("Buch, Tabelle identity", row=1), "ist verändert"),
        ("DELETE FROM identity", Place("Buch, Tabelle identity", row=1), "ohne nach Plan gelöscht zu sein"),
        ("UPDATE person SET commitment = 'x'", Place("mai.csv"), "Die Person 1 ist verändert"),
        ("UPDATE batch_period SET period = '2025-06'", Place("mai.csv"), "Ein Zeitraum des Stapels ist verändert"),
        ("UPDATE log SET account = 'x'", Place("Protokoll des Buches", row=1), "Der Protokolleintrag 1 ist verändert"),
        ("UPDATE log SET at = '2026-02-17T09:30:00+00:00'", Place("Protokoll des Buches", row=1), "ist verändert"),
        ("UPDATE log SET number = 2", Place("Protokoll des Buches", row=2), "Der Protokolleintrag 1 fehlt"),
    ],
)
def test_the_first_place_that_does_not_fit_is_named(
    booked_file: Path, tmp_path: Path, statement: str, place: Place, words: str
) -> None:
    path = shutil.copyfile(booked_file, tmp_path / "b.db")
    tamper(path, statement)
    first = open_book(path, writing=False).verify().damages[0]
    assert (first.place, first.blocks) == (place, True)
    assert words in first.text
    assert is_german_sentence(first.text)
    assert first.remedy.startswith("Bitte nichts mehr buchen")


@pytest.fixture(scope="module")
def booked_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a book with one file of six rows."""
    path = tmp_path_factory.mktemp("mai") / "b.db"
    put(open_book(path, writing=True), SIX_ROWS)
    return path


def test_entries_that_changed_places_are_found_at_the_first_of_them(full_address: Path | str) -> None:
    entries = [
        entry for entry in open_book(full_address, writing=False).entries(YEAR) if entry.source.file == "stadt.csv"
    ]
    first, second = (entry.number for entry in entries[:2])
    swap = [(first, 900), (second, first), (900, second)]
    tamper(full_address, *(f"UPDATE entry SET number = {new} WHERE number = {old}" for old, new in swap))  # noqa: S608
    damage = open_book(full_address, writing=False).verify().damages[0]
    assert (damage.place.file, damage.place.row) == ("stadt.csv", entries[0].source.row)


def test_a_changed_reversal_is_found_at_the_row_of_the_entry_it_takes_back(full_address: Path | str) -> None:
    number = with_reversal(open_book(full_address, writing=False), 4)[1].number
    tamper(full_address, f"UPDATE entry SET cents = 1 WHERE number = {number}")  # noqa: S608
    damage = open_book(full_address, writing=False).verify().damages[0]
    assert damage.place == Place("lohn.csv", row=3)
    assert f"Die Buchung {number} ist verändert" in damage.text


def test_a_changed_entry_of_a_frozen_year_is_found_there_as_well(full_address: Path | str) -> None:
    tamper(full_address, "UPDATE entry SET cents = cents + 1 WHERE number = 1")
    damages = open_book(full_address, writing=False).verify().damages
    assert [damage.place for damage in damages] == [
        Place("lohn-2024.csv", row=2),
        Place("Buch, Tabelle frozen_year", row=2024),
    ]
    assert (damages[1].found, damages[1].expected) == (
        "2 Buchungen, 8.100,51\u00a0€", "2 Buchungen, 8.100,50\u00a0€",
    )  # fmt: skip


def test_in_a_huge_file_the_place_is_named_to_a_few_rows(tmp_path: Path) -> None:
    rows = (f"00417;05/2025;05/2025;1010;;{number},00" for number in range(1, 4_202))
    path = tmp_path / "b.db"
    put(open_book(path, writing=True), read(payroll(*rows), "viele.csv"))
    tamper(path, "UPDATE entry SET cents = 1 WHERE number = 4000")
    (damage,) = open_book(path, writing=False).verify().damages
    # 4,201 rows are sealed in blocks of three: 4,000 is the first of its block.
    assert (damage.place.row, "Die Buchung 4000 oder eine der 2 folgenden" in damage.text) == (4_001, True)
