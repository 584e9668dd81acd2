"""A frozen year counts what it counted: count, sum, head and digest, and what becomes of everything that comes late."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ledger.act import BookMark
from ledger.book.store import Book, open_book
from ledger.correction import CorrectionKind
from ledger.cost import YearBasis
from ledger.finding import ConflictError
from ledger.money import Money, total
from ledger.period import FundingYear, Month
from tests.ledger.races import at_once
from tests.ledger.small_books import (
    ACT,
    CORRECTED_PAYROLL,
    COUNTS,
    EVERYTHING_ELSE,
    JOURNAL,
    LAST_YEAR,
    PAYROLL,
    PAYROLL_2024,
    PLAN,
    contents,
    correction,
    corrections,
    memory_book,
    put,
    put_all,
    read_for,
    refusal,
)
from tests.ledger.small_files import YEAR, head_counts, payroll, post, read, staffing
from tests.processes import EXIT_CONFLICT, EXIT_DONE

SERVICE, PAYMENT = YearBasis.SERVICE, YearBasis.PAYMENT
LATER_PAYROLL_2024 = read_for(LAST_YEAR, payroll("00417;10/2024;10/2024;1010;Entgelt;1,00"), "oktober.csv")


def hex_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def freeze_log(address: Path | str) -> tuple[object, ...]:
    """Return the last entry of the book's chain."""
    return max((row for row in contents(address)["log"] if row[0] == "buch"), key=lambda row: row[1])


# What a freeze says


def test_count_sum_head_and_digest_of_a_frozen_year_are_those_calculated_by_hand(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL_2024,))
    head = book.mark(LAST_YEAR)
    assert head is not None
    frozen = book.freeze(LAST_YEAR, SERVICE, ACT)
    row = '[[{},1,"08999","Personalausgaben","Entgelt",{},2024,"2024-{}","2024-{}",null,null,1,"",'
    row += '"1010 Entgelt","","","",{},null,0]]'
    entries = hex_of(row.format(1, 400_000, 11, 11, 2) + row.format(2, 410_050, 12, 12, 3))
    nothing = hex_of("")  # neither tenures nor head counts nor indicators
    digest = hex_of(f'["{entries}","{nothing}","{nothing}","{nothing}"]')
    assert (frozen.year, frozen.log_number, frozen.basis) == (2024, 2, SERVICE)
    assert (frozen.entry_count, frozen.sum, frozen.digest) == (2, Money(810_050), digest)
    assert book.frozen(LAST_YEAR) == frozen

    chain, number, at, account, person, act, content, previous, seal = freeze_log(book_address)
    assert (chain, number, act, previous) == ("buch", 2, "abschliessen", head.head)
    assert (at, account, person) == ("2026-02-16T09:30:00+00:00", "kreis", "Sachbearbeitung")
    assert json.loads(str(content)) == {
        "jahre": [2024],
        "massstab": "leistung",
        "buchungen": 2,
        "summe": 810_050,
        "siegel": digest,
        "stand": {"eintrag": 1, "siegel": head.head},
        "unterlagen": {"eintrag": 0, "siegel": "0" * 64},
    }
    said = [chain, number, at, account, person, act, content, previous]
    assert seal == hex_of(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
    assert book.mark(LAST_YEAR) == BookMark(2, str(seal))


def test_a_frozen_year_counts_what_was_taken_back_with_its_reversal_and_no_revenue_in_its_sum(
    book_address: Path | str,
) -> None:
    book = put_all(book_address, (PLAN, COUNTS, PAYROLL, EVERYTHING_ELSE))
    put(book, corrections(correction(CorrectionKind.REVERSAL, 2, 477_000)))
    before = [book.tenures(YEAR), book.head_counts(YEAR), book.indicators(YEAR), book.revenues(YEAR)]
    frozen = book.freeze(YEAR, SERVICE, ACT)
    # 4.770,00 and its reversal, 1.017,33, 100,00 and -250,00, and two revenues.
    assert (frozen.entry_count, frozen.sum) == (7, Money(101_733 + 10_000 - 25_000))
    assert [book.tenures(YEAR), book.head_counts(YEAR), book.indicators(YEAR), book.revenues(YEAR)] == before
    assert book.verify().damages == ()


@pytest.mark.parametrize(("basis", "count", "cents"), [(SERVICE, 3, 809_050), (PAYMENT, 2, 810_050)])
def test_the_measure_of_the_year_decides_what_it_counts(
    book_address: Path | str, basis: YearBasis, count: int, cents: int
) -> None:
    book = put_all(book_address, (PAYROLL_2024, PAYROLL))  # with -10,00 for December 2024, paid in January
    frozen = book.freeze(LAST_YEAR, basis, ACT)
    assert (frozen.entry_count, frozen.sum) == (count, Money(cents))
    assert total(entry.amount for entry in book.entries(LAST_YEAR, basis)) == Money(cents)


def test_every_kind_of_fact_is_in_the_digest_of_its_year() -> None:
    other_plan = read(staffing(post("00417", "01.05.2018;")))
    other_counts = read(head_counts("08999006;Aldenrieden;48"))
    variants = [(PLAN, COUNTS, EVERYTHING_ELSE), (other_plan, COUNTS, EVERYTHING_ELSE)]
    variants += [(PLAN, other_counts, EVERYTHING_ELSE), (PLAN, COUNTS, replace(EVERYTHING_ELSE, indicators=()))]
    variants += [(PLAN, COUNTS, replace(EVERYTHING_ELSE, revenues=()))]
    digests = set()
    for intakes in variants:
        with memory_book() as book:
            for intake in intakes:
                put(book, intake)
            digests.add(book.freeze(YEAR, SERVICE, ACT).digest)
    assert len(digests) == len(variants)


# What happens to it later


def test_nothing_more_is_booked_into_a_frozen_year(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL_2024, PAYROLL))
    book.freeze(LAST_YEAR, SERVICE, ACT)
    before, mark = contents(book_address), book.mark(LAST_YEAR)
    for act in (partial(put, book, LATER_PAYROLL_2024), partial(put, book, corrections(year=LAST_YEAR))):
        assert "2024 ist festgeschrieben" in refusal(ConflictError, act).text
    assert (contents(book_address), book.mark(LAST_YEAR)) == (before, mark)


def state_of(book: Book, year: FundingYear, basis: YearBasis) -> list[object]:
    return [book.entries(year, basis), book.revenues(year, basis), book.mark(year), book.frozen(year)]


def test_what_comes_late_for_a_frozen_year_is_kept_and_the_year_does_not_count_it(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL_2024,))
    book.freeze(LAST_YEAR, SERVICE, ACT)
    before = state_of(book, LAST_YEAR, SERVICE)
    put(book, PAYROLL)  # with -10,00 for December 2024
    (late,) = book.late_entries(LAST_YEAR)
    assert (late.amount, late.late, late.source) == (Money(-1_000), True, PAYROLL.entries[0].source)
    assert state_of(book, LAST_YEAR, SERVICE) == before
    assert [entry.amount for entry in book.entries(YEAR)] == [Money(477_000), Money(101_733)]
    assert book.entries_for_other_years(YEAR) == (late,)
    book.replace(CORRECTED_PAYROLL, ACT)  # which takes the late entry back and brings it again
    assert [each.amount.cents for each in book.late_entries(LAST_YEAR)] == [-1_000, 1_000, -1_000]
    assert [each.amount.cents for each in book.entries_for_other_years(YEAR)] == [-1_000]
    assert state_of(book, LAST_YEAR, SERVICE) == before
    assert book.verify().damages == ()


def test_a_year_frozen_by_payment_takes_nothing_served_in_it_for_late(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL_2024,))
    book.freeze(LAST_YEAR, PAYMENT, ACT)
    before = state_of(book, LAST_YEAR, PAYMENT)
    put(book, PAYROLL)  # with -10,00 for December 2024, which 2025 counts
    assert book.late_entries(LAST_YEAR, PAYMENT) == ()
    assert [entry.amount.cents for entry in book.entries(YEAR, PAYMENT)] == [-1_000, 477_000, 101_733]
    assert state_of(book, LAST_YEAR, PAYMENT) == before
    assert book.verify().damages == ()


@pytest.mark.parametrize(("basis", "month", "year"), [(SERVICE, "cost_month", LAST_YEAR), (PAYMENT, "paid_in", YEAR)])
def test_the_sums_of_a_year_leave_out_what_came_late(
    book_address: Path | str, basis: YearBasis, month: str, year: FundingYear
) -> None:
    book = put_all(book_address, (PAYROLL_2024,))
    book.freeze(LAST_YEAR, basis, ACT)
    before = book.sums(year)
    january = read(payroll("00417;01/2025;01/2025;1010;;7,00", "00417;01/2025;01/2025;1010;;5,00"), "januar.csv")
    comes_late, in_time = january.entries
    december: dict[str, Any] = {month: Month(2024, 12)}
    put(book, replace(january, entries=(replace(comes_late, **december), in_time)))
    (late,) = book.late_entries(LAST_YEAR, basis)
    assert (late.amount, late.deciding_month(SERVICE).year) == (Money(700), year.number)
    assert book.sums(year) == before + (((1, in_time.kind.value, Money(500)),) if year == YEAR else ())


def test_a_year_can_be_frozen_after_the_one_before_and_both_stay_provable(full_address: Path | str) -> None:
    book = open_book(full_address, writing=True)
    first = book.frozen(LAST_YEAR)
    second = book.freeze(YEAR, SERVICE, ACT)
    assert (book.frozen(LAST_YEAR), book.frozen(YEAR)) == (first, second)
    assert second.sum == total(entry.amount for entry in book.entries(YEAR))
    assert book.verify().damages == ()


# What is refused, and others at the same time


def test_a_year_is_frozen_once(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL_2024,))
    assert book.frozen(LAST_YEAR) is None
    book.freeze(LAST_YEAR, SERVICE, ACT)
    before = contents(book_address)
    for basis in YearBasis:
        problem = refusal(ConflictError, partial(book.freeze, LAST_YEAR, basis, ACT))
        assert "2024 ist schon festgeschrieben" in problem.text
    assert contents(book_address) == before


def test_a_year_in_which_nothing_is_booked_is_not_frozen(book_address: Path | str) -> None:
    book = put_all(book_address, (JOURNAL,))
    before = contents(book_address)
    problem = refusal(ConflictError, lambda: book.freeze(LAST_YEAR, SERVICE, ACT))
    assert "2024 ist nichts gebucht" in problem.text
    assert contents(book_address) == before


def test_of_two_processes_that_freeze_a_year_exactly_one_wins(book_address: Path | str) -> None:
    put_all(book_address, (PAYROLL_2024,))

    def act() -> None:
        open_book(book_address, writing=True).freeze(LAST_YEAR, SERVICE, ACT)

    assert sorted(at_once(act, act, act)) == [EXIT_DONE, EXIT_CONFLICT, EXIT_CONFLICT]
    assert len(contents(book_address)["frozen_year"]) == 1
    assert open_book(book_address, writing=False).verify().damages == ()


@pytest.mark.parametrize("trial", range(2))
def test_who_freezes_while_another_books_counts_the_whole_file_or_nothing_of_it(
    book_address: Path | str,
    trial: int,  # noqa: ARG001 - the same again
) -> None:
    put_all(book_address, (PAYROLL_2024,))
    freezing, booking = at_once(
        lambda: open_book(book_address, writing=True).freeze(LAST_YEAR, SERVICE, ACT),
        lambda: put(open_book(book_address, writing=True), LATER_PAYROLL_2024),
    )
    assert freezing == EXIT_DONE
    book = open_book(book_address, writing=False)
    frozen = book.frozen(LAST_YEAR)
    assert frozen is not None
    assert (booking, frozen.entry_count, frozen.sum.cents) in [
        (EXIT_DONE, 3, 810_150),
        (EXIT_CONFLICT, 2, 810_050),
    ]
    assert len(book.entries(LAST_YEAR)) == frozen.entry_count
    assert book.verify().damages == ()
