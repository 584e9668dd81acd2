"""The register of issued papers: no number is given twice, nothing printed moves, and the chain proves it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from ledger.act import BookMark
from ledger.book.issuing import IssuedFile, IssuedPaper
from ledger.book.store import open_book
from ledger.cost import YearBasis
from ledger.finding import ConflictError
from tests.ledger.races import at_once
from tests.ledger.small_books import ACT, PAYROLL, PLAN, contents, put
from tests.ledger.small_files import YEAR
from tests.processes import EXIT_CONFLICT, EXIT_DONE

FIRST = IssuedPaper(
    series="2025-VN",
    count=1,
    year=2025,
    kind="nachweis",
    title="Gesamtverwendungsnachweis 2025",
    day=date(2026, 2, 16),
    files=(IssuedFile("2025-VN-01.pdf", "a" * 64), IssuedFile("2025-VN-01.html", "b" * 64)),
)
SECOND = replace(FIRST, count=2, replaces="2025-VN-01", day=date(2026, 3, 2))
STATEMENT = replace(FIRST, series="2025-WG-08999002", kind="weitergabe", title="Abrechnung")


@pytest.fixture
def address(book_address: Path | str) -> Path | str:
    """Return the address of a book with two files."""
    book = open_book(book_address, writing=True)
    put(book, PLAN)
    put(book, PAYROLL)
    return book_address


def seen(address: Path | str) -> BookMark:
    return open_book(address, writing=False).last_mark()


def issue(address: Path | str, *papers: IssuedPaper, mark: BookMark | None = None) -> None:
    open_book(address, writing=True).issue(papers, ACT, mark or seen(address))


def test_the_register_gives_back_what_was_entered_with_the_person_who_issued(address: Path | str) -> None:
    issue(address, FIRST, STATEMENT)
    issue(address, SECOND)
    book = open_book(address, writing=False)
    entered = tuple(replace(paper, person=ACT.person) for paper in (FIRST, STATEMENT, SECOND))
    assert book.issued() == entered
    assert [paper.number for paper in book.issued(YEAR)] == ["2025-VN-01", "2025-WG-08999002-01", "2025-VN-02"]


def test_an_entry_says_number_digests_and_the_state_of_the_book_it_was_made_from(address: Path | str) -> None:
    issue(address, FIRST)
    (row,) = [row for row in contents(address)["log"] if row[0] == "unterlagen"]
    said = json.loads(row[6])
    assert row[5] == "ausfertigen"
    assert (said["nummer"], said["tag"], said["ersetzt"]) == ("2025-VN-01", "2026-02-16", "")
    assert said["dateien"][0] == {"datei": "2025-VN-01.pdf", "sha256": "a" * 64}
    assert said["stand"]["eintrag"] == 2


def test_issuing_moves_no_mark_that_is_printed_and_the_book_still_verifies(address: Path | str) -> None:
    book = open_book(address, writing=True)
    book.freeze(YEAR, YearBasis.SERVICE, ACT)
    before = (book.mark(YEAR), book.last_mark())
    issue(address, FIRST)
    assert (book.mark(YEAR), book.last_mark()) == before
    assert book.verify().damages == ()


def test_a_number_is_given_once(address: Path | str) -> None:
    issue(address, FIRST)
    with pytest.raises(ConflictError, match=r"wurde gerade von Sachbearbeitung als 2025-VN-01 ausgefertigt"):
        issue(address, FIRST)
    with pytest.raises(ConflictError, match=r"als 2025-VN-01 ausgefertigt"):
        issue(address, replace(FIRST, count=2))  # made without knowing of the first one
    assert len(open_book(address, writing=False).issued()) == 1


def test_papers_of_one_command_are_entered_all_or_none(address: Path | str) -> None:
    issue(address, FIRST)
    with pytest.raises(ConflictError):
        issue(address, STATEMENT, FIRST)
    assert [paper.series for paper in open_book(address, writing=False).issued()] == ["2025-VN"]


def test_what_was_made_before_something_was_booked_is_refused(address: Path | str) -> None:
    mark = seen(address)
    open_book(address, writing=True).freeze(YEAR, YearBasis.SERVICE, ACT)
    with pytest.raises(ConflictError, match=r"gerade noch gebucht; es wurde nichts ausgefertigt"):
        issue(address, FIRST, mark=mark)


def test_of_processes_that_issue_at_once_only_one_gets_the_number(address: Path | str) -> None:
    mark = seen(address)
    codes = at_once(*[partial(issue, address, FIRST, mark=mark)] * 6)
    assert sorted(codes) == [EXIT_DONE, *[EXIT_CONFLICT] * 5]
    assert [paper.number for paper in open_book(address, writing=False).issued()] == ["2025-VN-01"]
