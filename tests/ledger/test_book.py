"""What is booked comes back, on both databases: every fact with its source, in the year it belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.book.engine import open_engine, transaction
from ledger.book.store import open_book
from ledger.book.transfer import book_digest
from ledger.cost import CostKind, RevenueKind, YearBasis
from ledger.german import format_amount
from ledger.money import Money, total
from ledger.period import FundingYear, Month
from tests.ledger.small_books import (
    COUNTS,
    EVERYTHING_ELSE,
    FILES,
    JOURNAL,
    LAST_YEAR,
    NEXT_YEAR,
    PAYROLL,
    PAYROLL_2024,
    PLAN,
    PLAN_2024,
    RETURN,
    contents,
    memory_book,
    put,
    put_all,
)
from tests.ledger.small_files import PAYROLL_HEAD, PROPERTY, YEAR, cells, journal, payroll, read, workbook

# Served in one year, paid in another: by the month of booking, and by the day of payment where it is known.
ACROSS = read(
    journal(
        "10.01.2025;30.12.2024;R-1;44310000;;;;;1,00",
        "15.01.2026;20.12.2025;R-2;44310000;;;;;2,00",
        "20.12.2025;20.12.2025;R-3;44310000;;;;;4,00",
        "20.12.2025;20.12.2025;R-4;44310000;;;;;8,00",
    ),
    "jahreswechsel.csv",
)
PAID_IN_JANUARY = replace(ACROSS, entries=(*ACROSS.entries[:3], replace(ACROSS.entries[3], paid_on=date(2026, 1, 2))))


def test_a_booked_file_is_a_batch_with_its_sum_periods_and_digest(book_address: Path | str) -> None:
    batch = put(open_book(book_address, writing=True), PAYROLL)
    assert (batch.number, batch.kind, batch.file, batch.digest) == (1, "Lohnjournal", "lohn.csv", PAYROLL.digest)
    assert (batch.rows, batch.sum, batch.periods) == (3, Money(577_733), ("2025-01", "2025-02"))
    assert (batch.booked_on, batch.booked_by, batch.replaces) == (date(2026, 2, 16), "kreis", ())
    book = open_book(book_address, writing=False)
    assert book.batches() == book.batches(YEAR) == (batch,)
    assert book.batch(1) == batch
    with pytest.raises(KeyError):
        book.batch(2)


def test_every_fact_comes_back_as_it_was_read_with_a_number_in_the_order_of_booking(book_address: Path | str) -> None:
    book = put_all(book_address, (*FILES, EVERYTHING_ELSE))
    booked = [*PAYROLL.entries, *JOURNAL.entries, *RETURN.entries, *EVERYTHING_ELSE.entries]
    numbered = [replace(entry, number=number) for number, entry in enumerate(booked, start=1)]
    assert book.entries(LAST_YEAR) == (numbered[0],)
    assert book.entries(YEAR) == tuple(numbered[1:])
    revenues = enumerate(EVERYTHING_ELSE.revenues, start=len(booked) + 1)
    assert book.revenues(YEAR) == tuple(replace(revenue, number=number) for number, revenue in revenues)
    assert book.tenures(YEAR) == book.tenures() == (*PLAN.tenures, *RETURN.tenures)
    assert book.head_counts(YEAR) == tuple(reversed(COUNTS.head_counts))  # by municipality key
    assert book.indicators(YEAR) == EVERYTHING_ELSE.indicators
    assert [batch.number for batch in book.batches()] == [1, 2, 3, 4, 5, 6]
    assert book.digests() == {intake.digest: intake.file for intake in (*FILES, EVERYTHING_ELSE)}


def test_facts_belong_to_the_year_of_their_file_and_other_years_do_not_see_them(book_address: Path | str) -> None:
    book = put_all(book_address, (PLAN_2024, PAYROLL_2024, *FILES, EVERYTHING_ELSE))
    assert [len(book.batches(year)) for year in (LAST_YEAR, YEAR, NEXT_YEAR)] == [2, 6, 0]
    assert book.tenures(LAST_YEAR) == PLAN_2024.tenures
    assert book.tenures() == (*PLAN_2024.tenures, *PLAN.tenures, *RETURN.tenures)
    assert (book.head_counts(LAST_YEAR), book.indicators(LAST_YEAR), book.revenues(LAST_YEAR)) == ((), (), ())
    assert (book.tenures(NEXT_YEAR), book.entries(NEXT_YEAR), book.sums(NEXT_YEAR)) == ((), (), ())


def test_an_entry_names_file_digest_sheet_and_row_it_was_read_from(book_address: Path | str) -> None:
    sheet = cells(PAYROLL_HEAD, "00417;01/2025;01/2025;1010;Entgelt;1,00", ";;;;;", "00417;01/2025;01/2025;1010;;2,00")
    content = workbook({"Entgelt Süd": sheet})
    book = put_all(book_address, (read(content, "lohn.xlsx"),))
    sources = [entry.source for entry in book.entries(YEAR)]
    assert [(each.file, each.sheet, each.row) for each in sources] == [
        ("lohn.xlsx", "Entgelt Süd", 2),
        ("lohn.xlsx", "Entgelt Süd", 4),
    ]
    assert {each.digest for each in sources} == {read(content).digest}


def test_the_original_of_every_file_is_kept_byte_for_byte(book_address: Path | str) -> None:
    put_all(book_address)
    assert contents(book_address)["original"] == [
        (number, intake.content) for number, intake in enumerate(FILES, start=1)
    ]


@pytest.mark.parametrize(
    ("basis", "by_year"),
    [
        (YearBasis.SERVICE, {LAST_YEAR: [100], YEAR: [200, 400, 800], NEXT_YEAR: []}),
        (YearBasis.PAYMENT, {LAST_YEAR: [], YEAR: [100, 400], NEXT_YEAR: [200, 800]}),
    ],
)
def test_service_or_payment_decides_the_year_of_an_entry(
    book_address: Path | str, basis: YearBasis, by_year: dict[FundingYear, list[int]]
) -> None:
    book = put_all(book_address, (PAID_IN_JANUARY,))
    booked = {year: [entry.amount.cents for entry in book.entries(year, basis)] for year in by_year}
    assert booked == by_year
    elsewhere = book.entries_for_other_years(YEAR, basis)
    assert [entry.amount.cents for entry in elsewhere] == by_year[LAST_YEAR] + by_year[NEXT_YEAR]


@pytest.mark.parametrize(
    ("basis", "years"), [(YearBasis.SERVICE, (YEAR, NEXT_YEAR)), (YearBasis.PAYMENT, (NEXT_YEAR, YEAR))]
)
def test_service_or_payment_decides_the_year_of_a_revenue(
    book_address: Path | str, basis: YearBasis, years: tuple[FundingYear, FundingYear]
) -> None:
    late = replace(EVERYTHING_ELSE.revenues[0], month=Month(2025, 12), paid_on=date(2026, 1, 5))
    book = put_all(book_address, (replace(EVERYTHING_ELSE, revenues=(late,)),))
    assert [revenue.amount for revenue in book.revenues(years[0], basis)] == [Money(75_000)]
    assert book.revenues(years[1], basis) == ()
    assert book.revenues_for_other_years(years[0], basis) == ()
    assert [revenue.amount for revenue in book.revenues_for_other_years(years[1], basis)] == [Money(75_000)]
    assert book.revenues_for_other_years(LAST_YEAR, basis) == ()


def test_sums_are_those_of_the_entries_by_person_and_kind(book_address: Path | str) -> None:
    book = put_all(book_address, (PLAN, PAYROLL, JOURNAL, EVERYTHING_ELSE))
    # The plan names 00417 first and 00298 second.
    assert sorted(book.sums(YEAR), key=str) == [
        (1, CostKind.PERSONNEL.value, Money(477_000)),
        (1, CostKind.TRAVEL.value, Money(4_860)),
        (2, CostKind.TRAINING.value, Money(10_000)),
        (2, CostKind.PERSONNEL.value, Money(101_733 - 25_000)),
        (None, RevenueKind.OWN_FUNDS.value, Money(75_000)),
        (None, RevenueKind.THIRD_PARTY.value, Money(75_000)),
    ]


def test_both_databases_hold_the_same_rows_and_seals(full_file: Path, full_database: str) -> None:
    assert contents(full_file) == contents(full_database)
    marks = [
        [open_book(address, writing=False).mark(year) for year in (LAST_YEAR, YEAR)]
        for address in (full_file, full_database)
    ]
    assert marks[0] == marks[1]
    digests = []
    for address in (full_file, full_database):
        with transaction(open_engine(address)) as connection:
            digests.append(book_digest(connection))
    assert digests[0] == digests[1]


def test_many_rows_reach_both_databases_alike(book_address: Path | str) -> None:
    texts = ("", "Tab\tund \\N", "Zeile „a“", "Ämter; & mehr", "''", "\\.")
    rows = [f"{number % 7:05d};05/2025;05/2025;1010;Zeile;{number},0{number % 10}" for number in range(1_200)]
    intake = read(payroll(*rows), "viele.csv")
    named = tuple(replace(entry, voucher=texts[at % len(texts)]) for at, entry in enumerate(intake.entries))
    book = put_all(book_address, (replace(intake, entries=named),))
    assert [(each.voucher, each.amount) for each in book.entries(YEAR)] == [
        (each.voucher, each.amount) for each in named
    ]
    assert book.verify().damages == ()


@given(st.lists(st.integers(-(10**13), 10**13).filter(bool), min_size=1, max_size=30))
@settings(PROPERTY, max_examples=25)
def test_every_amount_is_booked_to_the_cent(cents: list[int]) -> None:
    intake = read(payroll(*(f"00417;01/2025;01/2025;1010;;{format_amount(Money(value))}" for value in cents)))
    with memory_book() as book:
        batch = put(book, intake)
        booked = book.entries(YEAR)
    assert [entry.amount.cents for entry in booked] == cents
    assert batch.sum == total(entry.amount for entry in booked) == Money(sum(cents))


def test_an_amount_survives_in_both_databases_to_the_last_digit(book_address: Path | str) -> None:
    cents = [10**13, -(10**13), 99_999_999_999_99, 1, -1]
    rows = [f"00417;01/2025;01/2025;1010;;{format_amount(Money(value))}" for value in cents]
    book = put_all(book_address, (read(payroll(*rows)),))
    assert [entry.amount.cents for entry in book.entries(YEAR)] == cents
