"""A corrected file takes the place of a booked one: reversals and new entries at once, after a list of differences."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.book.store import Book
from ledger.cost import Entry, YearBasis
from ledger.differences import Difference
from ledger.finding import ConflictError
from ledger.german import format_amount
from ledger.money import Money, total
from tests.ledger.small_books import (
    ACT,
    CORRECTED_PAYROLL,
    COUNTS,
    EVERYTHING_ELSE,
    FILES,
    LAST_YEAR,
    NEXT_YEAR,
    PAYROLL,
    PLAN,
    contents,
    memory_book,
    put,
    put_all,
    read_for,
    refusal,
    with_reversal,
)
from tests.ledger.small_files import (
    PROPERTY,
    YEAR,
    head_counts,
    journal,
    lines,
    payroll,
    post,
    read,
    staffing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.imports.intake import Intake


def in_force(book: Book) -> list[tuple[object, ...]]:
    """Return what the book counts, without the numbers that depend on what was booked before."""
    entries: list[Entry] = [entry for year in (LAST_YEAR, YEAR) for entry in book.entries(year)]
    return [(e.source, e.amount, e.kind, e.cost_month, e.paid_in, e.staff_number, e.label) for e in entries]


# What would change


def test_the_differences_say_exactly_what_changes_and_nothing_is_written(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    before = contents(book_address)
    pay = "Personalausgaben (Entgelt)"
    assert book.differences(CORRECTED_PAYROLL) == (
        Difference(f"{pay} 01/2025, Person 00417, 1010 Entgelt", "4.770,00\u00a0€", "4.707,00\u00a0€"),
        Difference(f"{pay} 02/2025, Person 00511, 1010", "", "12,01\u00a0€"),
        Difference("Personalausgaben 02/2025, Person 00298, 8010", "1.017,33\u00a0€", ""),
    )
    assert contents(book_address) == before


def test_the_differences_of_the_other_facts_are_named_as_well() -> None:
    with memory_book() as book:
        for intake in (PLAN, COUNTS, EVERYTHING_ELSE):
            put(book, intake)
        shorter = read(staffing(post("00417", "01.05.2018;", more="01.02.2025;30.06.2025", hours="19,50")))
        assert [each.what for each in book.differences(shorter)] == [
            "Besetzung der Stelle IM-01 durch 00298",
            "Besetzung der Stelle IM-01 durch 00417",
        ]
        share = book.differences(shorter)[1]
        assert ("1,0000 VZÄ" in share.before, "0,5000 VZÄ" in share.after) == (True, True)
        more_people = read(head_counts("08999006;Aldenrieden;48", "08999001;Stadt Lindenstadt;331"))
        assert book.differences(more_people) == (Difference("Personenzahl 08999006 Aldenrieden", "47", "48"),)
        first, second = EVERYTHING_ELSE.indicators
        counted = replace(EVERYTHING_ELSE, digest="0" * 64, revenues=(), indicators=(replace(first, count=412), second))
        assert [(each.what, each.before, each.after) for each in book.differences(counted)] == [
            ("Eigenmittel 06/2025 (abgerechnet 07/2025), Spende, Beleg E-1", "750,00\u00a0€", ""),
            ("Kennzahl Beratungsgespräche, Stadt Lindenstadt, 06/2025", "411", "412"),
            ("Leistungen Dritter 06/2025 (abgerechnet 07/2025), Spende, Beleg E-1", "750,00\u00a0€", ""),
        ]


# What is booked


def test_a_replacement_books_reversals_and_the_new_entries_in_one_act(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    batch = book.replace(CORRECTED_PAYROLL, ACT)
    assert (batch.number, batch.file, batch.replaces) == (2, "lohn-neu.csv", (1,))
    assert book.batches() == (batch,)
    rows = [(row[0], row[1], row[5], row[18]) for row in sorted(contents(book_address)["entry"])]
    assert rows == [  # number, batch, cents, reverses
        (1, 1, -1_000, None),
        (2, 1, 477_000, None),
        (3, 1, 101_733, None),
        (4, 2, 1_000, 1),
        (5, 2, -477_000, 2),
        (6, 2, -101_733, 3),
        (7, 2, -1_000, None),
        (8, 2, 470_700, None),
        (9, 2, 1_201, None),
    ]
    assert [row[5] for row in sorted(contents(book_address)["log"])] == ["einlesen", "ersetzen"]
    assert [entry.number for entry in book.entries(YEAR)] == [8, 9]
    assert book.verify().damages == ()


def test_an_entry_that_was_taken_back_shows_why_and_where_it_came_from(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    book.replace(CORRECTED_PAYROLL, ACT)
    entry, reversal = with_reversal(book, 2)
    assert (entry.amount, entry.reverses, entry.source) == (Money(477_000), None, PAYROLL.entries[1].source)
    assert (reversal.number, reversal.amount, reversal.reverses) == (5, Money(-477_000), 2)
    assert (reversal.reason, reversal.source) == ("ersetzt durch lohn-neu.csv", PAYROLL.entries[1].source)


def test_an_area_of_the_counselling_may_be_spelt_anew_but_none_is_lost() -> None:
    head = "Team;Zeitraum;Beratene Personen;Beratungsgespräche;Integrationspläne;Erreichte Ziele"
    row = "{};Q1/2025;5;9;2;1"
    wrong, right, fewer = (
        read(lines(head, *map(row.format, areas)), f"{number}.csv")
        for number, areas in enumerate(
            [("Lindenstadt", "Brunwangen"), ("Lindenstadt", "Brunnwangen"), ("Lindenstadt",)]
        )
    )
    with memory_book() as book:
        put(book, wrong)
        problem = refusal(ConflictError, partial(book.replace, fewer, ACT))
        assert "lässt Zeiträume aus, die 0.csv enthält: 03/2025 Brunwangen" in problem.text
        book.replace(right, ACT)
        assert {each.area for each in book.indicators(YEAR)} == {"Lindenstadt", "Brunnwangen"}


def test_tenures_counts_indicators_and_revenues_of_a_replaced_file_no_longer_hold(book_address: Path | str) -> None:
    book = put_all(book_address, (PLAN, COUNTS, EVERYTHING_ELSE))
    plan = read(staffing(post("00500", "01.01.2025;")), "besetzung-neu.csv")
    counts = read(head_counts("08999006;Aldenrieden;50"), "personen-neu.csv")
    other = read(
        journal("02.07.2025;30.06.2025;R-8;42610000;;;;;1,00", "03.07.2025;30.06.2025;R-9;40120000;;;;00298;2,00")
    )
    for intake in (plan, counts, other):
        book.replace(intake, ACT)
    assert book.tenures(YEAR) == book.tenures() == plan.tenures
    assert book.head_counts(YEAR) == counts.head_counts
    assert (book.indicators(YEAR), book.revenues(YEAR)) == ((), ())
    assert [entry.amount for entry in book.entries(YEAR)] == [Money(100), Money(200)]
    assert book.verify().damages == ()


def test_a_file_can_be_replaced_again_and_again(book_address: Path | str) -> None:
    book = put_all(book_address)
    book.replace(CORRECTED_PAYROLL, ACT)
    third = read(payroll("00417;01/2025;01/2025;1010;;3,00", "00417;02/2025;02/2025;1010;;4,00"), "lohn-3.csv")
    assert book.replace(third, ACT).replaces == (6,)
    alone = put_all_in_memory([intake for intake in FILES if intake is not PAYROLL] + [third])
    assert sorted(in_force(book), key=repr) == sorted(alone, key=repr)
    assert book.verify().damages == ()


def put_all_in_memory(intakes: Sequence[Intake]) -> list[tuple[object, ...]]:
    with memory_book() as book:
        for intake in intakes:
            put(book, intake)
        return in_force(book)


def test_one_corrected_file_replaces_several(book_address: Path | str) -> None:
    january = read(payroll("00417;01/2025;01/2025;1010;;1,00"), "januar.csv")
    february = read(payroll("00417;02/2025;02/2025;1010;;2,00"), "februar.csv")
    book = put_all(book_address, (january, february))
    both = read(payroll("00417;01/2025;01/2025;1010;;1,50", "00417;02/2025;02/2025;1010;;2,00"), "beide.csv")
    assert len(book.differences(both)) == 1
    assert book.replace(both, ACT).replaces == (1, 2)
    assert [entry.amount.cents for entry in book.entries(YEAR)] == [150, 200]


PERSONS, MONTHS = ("00298", "00417", "00511"), ("01", "02", "03")
ROWS = st.lists(
    st.builds(
        lambda person, served, cents: f"{person};{{paid}}/2025;{served};1010;;{format_amount(Money(cents))}",
        st.sampled_from(PERSONS),
        st.sampled_from(["12/2024", *(f"{month}/2025" for month in MONTHS)]),
        st.integers(-(10**9), 10**9),
    ),
    max_size=6,
)


def file_of(rows: Sequence[str], months: Sequence[str], file: str) -> Intake:
    """Return a payroll that settles the given months with the given rows in turn; the label makes its bytes its own."""
    settled = [row.format(paid=months[at % len(months)]) for at, row in enumerate(rows)]
    return read(payroll(*(f"00417;{month}/2025;{month}/2025;1010;{file};0,01" for month in months), *settled), file)


@given(ROWS, ROWS, st.integers(1, 3))
@settings(PROPERTY, max_examples=15)
def test_after_a_replacement_the_book_counts_as_if_only_the_corrected_file_had_ever_been_booked(
    wrong: list[str], right: list[str], months: int
) -> None:
    old, new = file_of(wrong, MONTHS[:months], "alt.csv"), file_of(right, MONTHS, "neu.csv")
    with memory_book() as book:
        put(book, old)
        book.replace(new, ACT)
        counted, sums = in_force(book), non_zero(book)
        assert book.verify().damages == ()
        assert total(Money(row[2].cents) for row in book.sums(YEAR)) == total(e.amount for e in book.entries(YEAR))
    with memory_book() as alone:
        put(alone, new)
        assert counted == in_force(alone)
        assert sums == non_zero(alone)


def non_zero(book: Book) -> list[Money]:
    """Return the sums of the book; persons only the wrong file named have a sum of nothing."""
    return sorted(amount for _, _, amount in book.sums(YEAR) if amount)


# What is refused


def test_a_file_that_replaces_nothing_is_refused(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    before = contents(book_address)
    other = read(payroll("00417;03/2025;03/2025;1010;;1,00"), "märz.csv")
    for act in (partial(book.replace, other, ACT), partial(book.differences, other)):
        assert "märz.csv ersetzt keine gebuchte Datei" in refusal(ConflictError, act).text
    assert contents(book_address) == before


def test_a_replaced_file_that_comes_back_is_refused_with_the_file_and_the_day_that_replaced_it(
    book_address: Path | str,
) -> None:
    book = put_all(book_address)
    book.replace(CORRECTED_PAYROLL, ACT)
    before = contents(book_address)
    come_back = replace(PAYROLL, file="noch einmal.csv")
    for act in (
        partial(book.book, come_back, ACT),
        partial(book.replace, come_back, ACT),
        partial(book.differences, come_back),
        partial(book.refuse_replaced, [PLAN.digest, PAYROLL.digest]),
    ):
        problem = refusal(ConflictError, act)
        assert "Die Datei lohn.csv war gebucht und wurde am 16.02.2026 durch lohn-neu.csv ersetzt" in problem.text
        assert "--ersetzen" in problem.remedy
    book.refuse_replaced([PLAN.digest, CORRECTED_PAYROLL.digest])
    assert contents(book_address) == before


def test_a_file_that_leaves_out_a_period_of_the_replaced_one_is_refused_with_its_name(
    book_address: Path | str,
) -> None:
    book = put_all(book_address, (PAYROLL,))
    before = contents(book_address)
    half = read(payroll("00417;01/2025;01/2025;1010;;1,00", "00417;03/2025;03/2025;1010;;1,00"), "halb.csv")
    for act in (partial(book.replace, half, ACT), partial(book.differences, half)):
        problem = refusal(ConflictError, act)
        assert "lohn.csv enthält: 02/2025" in problem.text
    assert (book.owners(half), book.covers(half), book.covers(CORRECTED_PAYROLL)) == (("lohn.csv",), False, True)
    assert contents(book_address) == before


def test_nothing_of_a_frozen_year_is_replaced(book_address: Path | str) -> None:
    book = put_all(book_address)
    book.freeze(YEAR, YearBasis.SERVICE, ACT)
    before = contents(book_address)
    for act in (partial(book.replace, CORRECTED_PAYROLL, ACT), partial(book.differences, CORRECTED_PAYROLL)):
        assert "2025 ist festgeschrieben" in refusal(ConflictError, act).text
    assert contents(book_address) == before


def test_a_file_of_the_next_year_does_not_replace_one_of_a_frozen_year(book_address: Path | str) -> None:
    december = read(journal("31.12.2025;12.12.2025;R-7;44310000;;;;;48,60"), "dezember.csv")
    book = put_all(book_address, (december,))
    book.freeze(YEAR, YearBasis.SERVICE, ACT)
    before, batches = contents(book_address), book.batches(YEAR)
    paid_early = read_for(NEXT_YEAR, journal("31.12.2025;02.01.2026;R-8;44310000;;;;;10,00"), "januar.csv")
    assert paid_early.findings == ()
    refusal(ConflictError, lambda: book.replace(paid_early, ACT))
    assert contents(book_address) == before
    assert book.batches(YEAR) == batches
