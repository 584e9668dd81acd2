"""The story of an entry: what took it back, what was booked instead, what it was booked instead of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ledger.book.store import Book
from ledger.book.story import Story
from ledger.correction import CorrectionKind
from ledger.cost import CostKind
from ledger.money import Money
from ledger.period import Month
from tests.ledger.small_books import (
    ACT,
    CORRECTED_PAYROLL,
    PAYROLL,
    PAYROLL_ROWS,
    correction,
    corrections,
    memory_book,
    put,
    put_all,
)
from tests.ledger.small_files import COUNTY, payroll, read

STORNO, MOVE, NEW = CorrectionKind.REVERSAL, CorrectionKind.REBOOKING, CorrectionKind.NEW
# Entries of PAYROLL: back pay for December 2024, pay of January, social insurance of February.
PAY, INSURANCE = 2, 3
# The same file with one amount put right, which is not the one taken back.
BOOKED_AGAIN = read(payroll(*PAYROLL_ROWS[:2], "00298;02/2025;02/2025;8010;;1.017,34"), "lohn-neu.csv")


def story_of(book: Book, number: int) -> Story:
    story = book.story(number)
    assert story is not None
    return story


def numbers(entries: tuple[object, ...]) -> list[int]:
    return [entry.number for entry in entries]  # type: ignore[attr-defined]


def test_an_entry_nobody_touched_has_only_its_file() -> None:
    with memory_book() as book:
        put(book, PAYROLL)
        story = story_of(book, PAY)
    assert (story.entry.number, story.batch.file) == (PAY, "lohn.csv")
    assert (story.reversal, story.corrected_by, story.instead, story.in_place_of) == (None, None, (), ())


def test_a_number_nobody_gave_has_no_story() -> None:
    with memory_book() as book:
        put(book, PAYROLL)
        assert book.story(4) is None


def test_a_rebooked_entry_tells_its_correction_and_both_entries_booked_instead(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    put(book, corrections(correction(MOVE, PAY, 77_000, staff_number="00298")))
    story = story_of(book, PAY)
    assert story.reversal is not None
    assert story.corrected_by is not None
    assert (story.reversal.number, story.reversal.reason) == (4, "falsche Stelle")
    assert (story.corrected_by.file, story.instead[0].source.row) == ("umbuchung.csv", 2)
    assert [(each.number, each.amount) for each in story.instead] == [(5, Money(400_000)), (6, Money(77_000))]
    assert [numbers(story_of(book, number).in_place_of) for number in (5, 6)] == [[PAY], [PAY]]


def test_entries_moved_by_two_rows_of_one_file_are_told_apart() -> None:
    with memory_book() as book:
        put(book, PAYROLL)
        put(
            book,
            corrections(
                correction(MOVE, PAY, 477_000, cost_month=Month(2025, 2)),
                correction(MOVE, INSURANCE, 1_733, cost_month=Month(2025, 3)),
            ),
        )
        assert numbers(story_of(book, PAY).instead) == [5]
        assert numbers(story_of(book, INSURANCE).instead) == [7, 8]
        assert [numbers(story_of(book, number).in_place_of) for number in (5, 7, 8)] == [
            [PAY],
            [INSURANCE],
            [INSURANCE],
        ]


def test_a_new_entry_beside_a_storno_is_not_booked_instead_of_it() -> None:
    new = correction(NEW, None, 5_000, kind=CostKind.TRAVEL, cost_month=Month(2025, 5), carrier_key=COUNTY)
    with memory_book() as book:
        put(book, PAYROLL)
        put(book, corrections(replace(correction(STORNO, PAY, 477_000), reason="doppelt"), new))
        assert story_of(book, PAY).instead == ()
        assert story_of(book, 5).in_place_of == ()
        again = [(story.entry.number, row.source.row) for story, row in book.booked_again(BOOKED_AGAIN)]
        assert again == [(PAY, 3)]


def test_an_entry_of_a_replaced_file_tells_its_counterpart_in_the_corrected_one(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    book.replace(CORRECTED_PAYROLL, ACT)
    # Reversals 4 to 6, then the corrected file: 7 back pay, 8 pay with another amount, 9 somebody else.
    story = story_of(book, PAY)
    assert story.reversal is not None
    assert story.corrected_by is not None
    assert (story.corrected_by.file, story.reversal.reason) == ("lohn-neu.csv", "ersetzt durch lohn-neu.csv")
    assert [(each.number, each.amount) for each in story.instead] == [(8, Money(470_700))]
    assert numbers(story_of(book, 8).in_place_of) == [PAY]
    assert story_of(book, INSURANCE).instead == ()
    assert story_of(book, 9).in_place_of == ()
    assert book.booked_again(BOOKED_AGAIN) == ()


def test_of_two_rows_alike_one_taken_back_the_corrected_file_may_name_one() -> None:
    row = "00417;01/2025;01/2025;1010;Entgelt;4.770,00"
    twice, once = read(payroll(row, row), "lohn.csv"), read(payroll(row), "lohn-neu.csv")
    with memory_book() as book:
        put(book, twice)
        put(book, corrections(correction(STORNO, 2, 477_000)))
        assert book.booked_again(once) == ()
        assert [story.entry.number for story, _ in book.booked_again(replace(twice, digest="0" * 64))] == [2]


def test_what_was_moved_and_then_taken_back_has_a_story_of_three_steps() -> None:
    with memory_book() as book:
        put(book, PAYROLL)
        put(book, corrections(correction(MOVE, PAY, 477_000, staff_number="00298"), file="erste.csv"))
        put(book, corrections(correction(MOVE, 5, 477_000, staff_number="00417"), file="zweite.csv"))
        middle = story_of(book, 5)
    assert (numbers(middle.in_place_of), numbers(middle.instead)) == ([PAY], [7])
    assert middle.corrected_by is not None
    assert middle.corrected_by.file == "zweite.csv"
