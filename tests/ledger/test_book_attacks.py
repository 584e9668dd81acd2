"""Who may do everything can rewrite a book so that it fits; the mark on paper tells. Guards that went are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.act import BookMark
from ledger.book.engine import open_engine, transaction
from ledger.book.guards import expected_guards
from ledger.book.store import open_book
from ledger.book.verification import Verification, _check_guards, verify_book
from ledger.cost import YearBasis
from ledger.finding import Place
from tests.ledger.attacks import cut_off, unguarded, write_chain_anew
from tests.ledger.small_books import ACT, LAST_YEAR, TABLES, put, read_for
from tests.ledger.small_files import YEAR, is_german_sentence, payroll

NOT_THERE, ANOTHER = "Diesen Eintrag hat das Buch nicht", "Der Eintrag hat einen anderen Prüfwert"


def marks(address: Path | str) -> list[BookMark]:
    """Return what would be on paper: the mark of each year."""
    found = [open_book(address, writing=False).mark(year) for year in (LAST_YEAR, YEAR)]
    return [mark for mark in found if mark is not None]


def verify(address: Path | str, anchors: list[BookMark] | None = None) -> Verification:
    return open_book(address, writing=False).verify(anchors or ())


def found_by_anchor(address: Path | str, anchor: BookMark, words: str) -> bool:
    """Return whether the anchor is the only thing that tells, at its own entry."""
    assert verify(address).damages == ()
    damages = verify(address, [anchor]).damages
    assert all(is_german_sentence(damage.text) for damage in damages)
    return [(damage.place, words in damage.text) for damage in damages] == [
        (Place("Protokoll des Buches", row=anchor.count), True)
    ]


# Marks on paper


def test_marks_of_a_sound_book_fit_however_much_is_booked_later(full_address: Path | str) -> None:
    paper = marks(full_address)
    assert [mark.count for mark in paper] == [3, 12]
    book = open_book(full_address, writing=True)
    put(book, read_for(YEAR, payroll("00417;11/2025;11/2025;1010;;1,00"), "november.csv"))
    book.freeze(YEAR, YearBasis.SERVICE, ACT)
    assert verify(full_address, paper).damages == ()


def test_a_mark_of_another_book_does_not_fit(full_address: Path | str) -> None:
    last_year, year = marks(full_address)
    wrong = [BookMark(last_year.count, year.head), BookMark(99, year.head), BookMark(0, "0" * 64)]
    texts = [damage.text for damage in verify(full_address, [last_year, *wrong, year]).damages]
    assert [ANOTHER in texts[0], NOT_THERE in texts[1], NOT_THERE in texts[2], len(texts)] == [True, True, True, 3]


def test_a_book_cut_off_at_its_end_passes_only_without_the_mark(full_address: Path | str) -> None:
    last_year, year = marks(full_address)
    with unguarded(full_address) as connection:
        cut_off(connection, batch=10, log_number=12)
        cut_off(connection, batch=9, log_number=11)
        connection.exec_driver_sql("DELETE FROM identity WHERE person_number = 5")
        connection.exec_driver_sql("DELETE FROM person WHERE number = 5")
    assert found_by_anchor(full_address, year, NOT_THERE)
    assert verify(full_address, [last_year]).damages == ()


def test_an_emptied_book_passes_only_without_the_mark(full_address: Path | str) -> None:
    paper = marks(full_address)
    with unguarded(full_address) as connection:
        for table in set(TABLES) - {"book_info"}:
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    for mark in paper:
        assert found_by_anchor(full_address, mark, NOT_THERE)


@pytest.mark.parametrize("entry", [1, 4], ids=["in the frozen year", "in the open year"])
def test_a_chain_written_anew_passes_only_without_the_mark(full_address: Path | str, entry: int) -> None:
    paper = marks(full_address)
    with unguarded(full_address) as connection:
        connection.exec_driver_sql(f"UPDATE entry SET cents = cents + 1 WHERE number = {entry}")  # noqa: S608
        assert verify_book(connection).damages != ()
        write_chain_anew(connection)
    last_year, year = paper
    assert found_by_anchor(full_address, year, ANOTHER)
    # What was sealed before the change stays as it was.
    assert (verify(full_address, [last_year]).damages == ()) is (entry == 4)


def test_a_batch_of_which_no_entry_of_the_log_knows_is_found(full_address: Path | str) -> None:
    columns = "11, 13, 2025, 'Lohnjournal', 'x.csv', 'aa', '2026-02-16T09:30:00+00:00', 'kreis', 0, 0"
    with unguarded(full_address) as connection:
        connection.exec_driver_sql(f"INSERT INTO batch VALUES ({columns})")  # noqa: S608
    texts = [damage.text for damage in verify(full_address).damages]
    assert "Die Tabelle batch hat Zeilen, von denen kein Protokolleintrag weiß." in texts


def test_a_log_cut_off_below_rows_that_are_still_there_is_found(full_address: Path | str) -> None:
    with unguarded(full_address) as connection:
        connection.exec_driver_sql("DELETE FROM log WHERE chain = 'buch' AND number = 12")
    texts = {damage.text for damage in verify(full_address).damages}
    assert "Die Tabelle entry hat Zeilen, von denen kein Protokolleintrag weiß." in texts


def test_entries_of_the_log_that_changed_places_are_found(full_address: Path | str) -> None:
    with unguarded(full_address) as connection:
        for old, new in ((5, 900), (6, 5), (900, 6)):
            connection.exec_driver_sql(f"UPDATE log SET number = {new} WHERE number = {old}")  # noqa: S608
    assert verify(full_address).damages[0].place == Place("Protokoll des Buches", row=5)


def test_the_tail_of_the_log_of_documents_is_the_one_thing_no_mark_is_printed_for(full_address: Path | str) -> None:
    before, paper = verify(full_address), marks(full_address)
    with unguarded(full_address) as connection:
        connection.exec_driver_sql("DELETE FROM log WHERE chain = 'unterlagen' AND number = 2")
    after = verify(full_address, paper)
    assert (before.document_entries, after.document_entries, after.damages) == (2, 1, ())


# Guards


def attacks_on(address: Path | str, name: str, text: str) -> list[list[str]]:
    """Return what takes a guard away or weakens it."""
    if isinstance(address, Path):
        weaker = re.sub(r"(WHEN .*?|)BEGIN", "WHEN 1 = 0 BEGIN", text, count=1)
        return [[f"DROP TRIGGER {name}"], [f"DROP TRIGGER {name}", weaker]]
    table = re.search(r" ON (\w+) ", text)
    if not text.startswith("CREATE TRIGGER") or table is None:
        nothing = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        return [[nothing], [f"DROP FUNCTION {name}() CASCADE"]]
    drop = f"DROP TRIGGER {name} ON {table[1]}"
    off = f"ALTER TABLE {table[1]} DISABLE TRIGGER {name}"
    return [[drop], [off], [drop, text.replace("EXECUTE", "WHEN (false) EXECUTE")]]


def test_every_guard_that_is_gone_or_weaker_is_named(full_address: Path | str) -> None:
    with transaction(open_engine(full_address), writing=True) as connection:
        guards = expected_guards(connection)
        assert {f"{table}_no_delete" for table in ("original", "name", "identity")} < set(guards)
        for name, text in guards.items():
            for attack in attacks_on(full_address, name, text):
                trial = connection.begin_nested()
                for statement in attack:
                    connection.exec_driver_sql(statement)
                assert f"Datenbank, {name}" in [damage.place.file for damage in _check_guards(connection)], attack
                trial.rollback()
        assert list(_check_guards(connection)) == []


def test_a_guard_nobody_set_is_named(full_address: Path | str) -> None:
    """It could let rows vanish as they are booked."""
    with unguarded(full_address) as connection:
        body = "BEFORE INSERT ON entry "
        if isinstance(full_address, Path):
            body += "WHEN NEW.cents > 100 BEGIN SELECT RAISE(IGNORE); END"
        else:
            body += "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        connection.exec_driver_sql(f"CREATE TRIGGER entry_quiet {body}")
    (damage,) = verify(full_address).damages
    assert (damage.place, "Die Sperre entry_quiet" in damage.text) == (Place("Datenbank, entry_quiet"), True)
