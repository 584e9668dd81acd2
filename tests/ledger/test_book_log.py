"""The two chains of the log: who did what, which entries a year's mark names, and what documents leave in theirs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ledger.act import Act, BookMark
from ledger.book.store import Book, open_book
from ledger.correction import CorrectionKind
from ledger.cost import CostKind, YearBasis
from ledger.finding import ConflictError, Place
from ledger.period import FundingYear
from tests.ledger.attacks import tamper
from tests.ledger.small_books import (
    ACT,
    CORRECTED_PAYROLL,
    JOURNAL,
    LAST_YEAR,
    NEXT_YEAR,
    PAYROLL,
    PAYROLL_2024,
    contents,
    correction,
    corrections,
    put,
    put_all,
    read_for,
    refusal,
)
from tests.ledger.small_files import YEAR, payroll, read


def log_of(address: Path | str, chain: str) -> list[tuple[Any, ...]]:
    return sorted(row for row in contents(address)["log"] if row[0] == chain)


def counts(book: Book, *years: FundingYear) -> list[int | None]:
    """Return the entry each year's mark names."""
    marks = [book.mark(year) for year in years]
    return [mark.count if mark else None for mark in marks]


def test_every_act_is_an_entry_that_says_who_when_what_and_from_which_bytes(book_address: Path | str) -> None:
    book = open_book(book_address, writing=True)
    noon = datetime(2026, 3, 1, 12, 0, 5, 999_999, tzinfo=UTC)
    book.book(PAYROLL, Act(noon, "maier", "Maier, Kämmerei", b"salt"))
    book.replace(CORRECTED_PAYROLL, replace(ACT, account="schulz"))
    put(book, corrections(correction(CorrectionKind.REVERSAL, 9, 1_201)))
    book.freeze(YEAR, YearBasis.SERVICE, ACT)
    entries = log_of(book_address, "buch")
    assert [(row[1], row[2], row[3], row[5]) for row in entries] == [
        (1, "2026-03-01T12:00:05+00:00", "maier", "einlesen"),
        (2, "2026-02-16T09:30:00+00:00", "schulz", "ersetzen"),
        (3, "2026-02-16T09:30:00+00:00", "kreis", "umbuchen"),
        (4, "2026-02-16T09:30:00+00:00", "kreis", "abschliessen"),
    ]
    assert entries[0][4] == "Maier, Kämmerei"
    said = json.loads(entries[0][6])
    assert (said["datei"], said["sha256"], said["stapel"]) == ("lohn.csv", PAYROLL.digest, 1)
    assert said["jahre"] == [2024, 2025]
    assert {table: seals["anzahl"] for table, seals in said["zeilen"].items()} == {
        "batch": 1, "batch_period": 2, "entry": 3, "person": 2,
    }  # fmt: skip
    assert [row[7] for row in entries] == ["0" * 64, *(row[8] for row in entries[:-1])]


def test_no_name_and_no_staff_number_stands_in_the_log(full_address: Path | str) -> None:
    written = repr(contents(full_address)["log"]) + repr(contents(full_address)["person"])
    assert [word for word in ("Muster", "Kim", "00417", "00298", "00511") if word in written] == []


def test_the_mark_of_a_year_is_the_last_entry_that_booked_or_froze_its_data(book_address: Path | str) -> None:
    book = open_book(book_address, writing=True)
    years = (LAST_YEAR, YEAR, NEXT_YEAR)
    assert counts(book, *years) == [None, None, None]
    put(book, PAYROLL_2024)
    assert counts(book, *years) == [1, None, None]
    put(book, PAYROLL)  # with an entry for December 2024
    assert counts(book, *years) == [2, 2, None]
    put(book, JOURNAL)
    assert counts(book, *years) == [2, 3, None]
    book.freeze(LAST_YEAR, YearBasis.SERVICE, ACT)
    assert counts(book, *years) == [4, 3, None]
    put(book, read_for(NEXT_YEAR, payroll("00417;01/2026;12/2025;1010;;1,00"), "januar.csv"))
    assert counts(book, *years) == [4, 5, 5]
    assert book.mark(YEAR) == BookMark(5, log_of(book_address, "buch")[4][8])


def test_a_refused_act_leaves_no_entry(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    for act in (partial(put, book, PAYROLL), partial(book.freeze, NEXT_YEAR, YearBasis.SERVICE, ACT)):
        refusal(ConflictError, act)
    assert len(log_of(book_address, "buch")) == 1


# Documents


def test_documents_are_logged_in_a_chain_of_their_own_and_change_no_mark(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    book.freeze(YEAR, YearBasis.SERVICE, ACT)
    before = [book.mark(LAST_YEAR), book.mark(YEAR), book.verify().mark, log_of(book_address, "buch")]
    book.note(ACT, "nachweis", {"datei": "Verwendungsnachweis ä.pdf", "sha256": "ab"})
    book.note(replace(ACT, account="prüfer"), "angesehen", {})
    assert [book.mark(LAST_YEAR), book.mark(YEAR), book.verify().mark, log_of(book_address, "buch")] == before
    first, second = log_of(book_address, "unterlagen")
    assert (first[1], first[3], first[5], json.loads(first[6])) == (
        1, "kreis", "nachweis", {"datei": "Verwendungsnachweis ä.pdf", "sha256": "ab"},
    )  # fmt: skip
    assert (second[1], second[3], second[5], second[7]) == (2, "prüfer", "angesehen", first[8])
    assert book.notes("nachweis") == ({"datei": "Verwendungsnachweis ä.pdf", "sha256": "ab"},)
    assert (book.verify().damages, book.verify().document_entries) == ((), 2)


@pytest.mark.parametrize(
    "change",
    [
        "SET content = replace(content, 'ab', 'ba')",
        "SET account = 'niemand'",
        "SET act = 'pruefen'",
        "SET at = '2026-02-17T09:30:00+00:00'",
        "SET previous = seal",
    ],
)
def test_a_changed_entry_of_the_log_of_documents_is_found(full_file: Path, change: str) -> None:
    tamper(full_file, f"UPDATE log {change} WHERE chain = 'unterlagen' AND number = 1")
    (damage,) = open_book(full_file, writing=False).verify().damages
    assert damage.place == Place("Protokoll der Unterlagen", row=1)


def test_an_entry_moved_from_one_log_into_the_other_is_found(full_address: Path | str) -> None:
    tamper(full_address, "UPDATE log SET chain = 'buch', number = 13 WHERE chain = 'unterlagen' AND number = 2")
    assert open_book(full_address, writing=False).verify().damages[0].place == Place("Protokoll des Buches", row=13)


def test_what_a_document_says_is_kept_word_for_word_on_both_databases(book_address: Path | str) -> None:
    book = put_all(book_address, (read(payroll("00417;01/2025;01/2025;1010;;1,00")),))
    content = {
        "umlaute": "äöüß€",
        "zeichen": '"\\\n\t',
        "zahl": 7,
        "liste": [1, "2", None],
        "kind": CostKind.TRAVEL.value,
    }
    book.note(ACT, "nachweis", content)
    assert open_book(book_address, writing=False).notes("nachweis") == (content,)
    assert book.verify().damages == ()
