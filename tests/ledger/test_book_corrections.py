"""Single corrections: Storno, Umbuchung and Neu by the number of an entry, each booked or refused with its row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.book.store import Book
from ledger.correction import Correction, CorrectionKind
from ledger.cost import CostKind, Entry, Revenue, RevenueKind, WageGroup, YearBasis
from ledger.finding import ConflictError, Finding, FindingsError
from ledger.german import format_amount
from ledger.money import Money, total
from ledger.period import FundingYear, Month
from tests.ledger.small_books import (
    ACT,
    CORRECTED_PAYROLL,
    EVERYTHING_ELSE,
    JOURNAL,
    NEXT_YEAR,
    PAYROLL,
    PAYROLL_2024,
    PAYROLL_ROWS,
    contents,
    correction,
    corrections,
    memory_book,
    put,
    put_all,
    with_reversal,
)
from tests.ledger.small_files import COUNTY, PROPERTY, YEAR, is_german_sentence, payroll, read

STORNO, MOVE, NEW = CorrectionKind.REVERSAL, CorrectionKind.REBOOKING, CorrectionKind.NEW
# Numbers of entries where PAYROLL is booked first and EVERYTHING_ELSE second.
LATE_PAY, PAY, BONUS, SEMINAR, SUBSIDY, GIFT, OWN = range(1, 8)


def correct(book: Book, *wanted: Correction, year: FundingYear = YEAR) -> None:
    put(book, corrections(*wanted, year=year, file=f"umbuchung-{len(book.batches()) + 1}.csv"))


def by_kind(book: Book) -> dict[tuple[object, object], int]:
    """Return the sums in force by kind and person; a revenue has no person."""
    sums: dict[tuple[object, object], int] = {}
    entries: list[Entry | Revenue] = [*book.entries(YEAR), *book.revenues(YEAR)]
    for entry in entries:
        key = (entry.kind, "" if isinstance(entry, Revenue) else entry.staff_number)
        sums[key] = sums.get(key, 0) + entry.amount.cents
    return sums


# What is booked


def test_a_reversal_takes_a_whole_entry_back_and_says_why(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    correct(book, replace(correction(STORNO, PAY, 477_000), reason="doppelt ausgezahlt", voucher="UB-1"))
    assert [entry.number for entry in book.entries(YEAR)] == [BONUS]
    entry, reversal = with_reversal(book, PAY)
    assert (reversal.amount, reversal.reverses, reversal.reason) == (Money(-477_000), PAY, "doppelt ausgezahlt")
    assert (reversal.voucher, reversal.source) == ("UB-1", entry.source)
    assert [row[5] for row in sorted(contents(book_address)["log"])] == ["einlesen", "umbuchen"]
    assert book.batches()[1].rows == 1
    assert book.verify().damages == ()


def test_a_whole_entry_is_moved_to_what_the_row_names_and_keeps_the_rest(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL, EVERYTHING_ELSE))
    to = {"kind": CostKind.REQUALIFICATION, "cost_month": Month(2025, 4), "staff_number": "00417"}
    correct(book, correction(MOVE, SEMINAR, 10_000, **to, position_number="IM-07", carrier_key="08999002"))
    (moved,) = [entry for entry in book.entries(YEAR) if entry.reason]
    before = EVERYTHING_ELSE.entries[0]
    assert (moved.kind, moved.cost_month, moved.staff_number) == tuple(to.values())
    assert (moved.position_number, moved.carrier_key, moved.amount) == ("IM-07", "08999002", before.amount)
    assert (moved.paid_in, moved.paid_on, moved.booked_on) == (Month(2025, 7), date(2025, 8, 4), date(2025, 8, 5))
    assert (moved.label, moved.voucher, moved.reason) == (before.label, before.voucher, "falsche Stelle")
    assert (moved.source.file, moved.source.row) == ("umbuchung-3.csv", 2)
    assert book.verify().damages == ()


def test_a_part_of_an_entry_is_moved_and_the_rest_stays(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL, EVERYTHING_ELSE))
    correct(
        book,
        correction(MOVE, PAY, 77_000, staff_number="00298"),
        correction(MOVE, SUBSIDY, -5_000, kind=CostKind.PERSONNEL, group=WageGroup.CORRECTION),
        correction(MOVE, GIFT, 25_000, kind=RevenueKind.PUBLIC_GRANT, cost_month=Month(2025, 9)),
    )
    assert by_kind(book) == {
        (CostKind.PERSONNEL, "00417"): 477_000 - 77_000,
        (CostKind.PERSONNEL, "00298"): 101_733 + 77_000 - 25_000,
        (CostKind.TRAINING, "00298"): 10_000,
        (RevenueKind.THIRD_PARTY, ""): 75_000 - 25_000,
        (RevenueKind.PUBLIC_GRANT, ""): 25_000,
        (RevenueKind.OWN_FUNDS, ""): 75_000,
    }
    groups = {entry.group: entry.amount.cents for entry in book.entries(YEAR) if entry.amount.cents < 0}
    assert groups == {WageGroup.REIMBURSEMENT: -20_000, WageGroup.CORRECTION: -5_000}
    assert [each.month for each in book.revenues(YEAR) if each.kind is RevenueKind.PUBLIC_GRANT] == [Month(2025, 9)]
    assert book.verify().damages == ()


def test_a_rebooking_to_where_the_entry_is_already_is_refused_and_books_nothing() -> None:
    with memory_book() as book:
        put(book, PAYROLL)
        same = correction(MOVE, PAY, 7_000, cost_month=Month(2025, 1), staff_number="00417", voucher="UB-1")
        booked, findings = book.corrections(corrections(same))
    assert booked == ()
    assert [finding.text for finding in findings] == [
        f"Die Umbuchung ändert nichts: Alles, was sie nennt, steht schon so in der Buchung {PAY}."
    ]
    assert (findings[0].blocks, findings[0].place.row) == (True, 2)


def test_a_new_entry_and_a_new_revenue_are_booked_with_the_row_as_their_source(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    to = {"carrier_key": COUNTY, "cost_month": Month(2025, 9), "voucher": "UB-7", "reason": "Beleg nachgereicht"}
    correct(
        book,
        correction(NEW, None, 12_345, kind=CostKind.INTERPRETING, **to),
        correction(NEW, None, 6_000, kind=CostKind.PERSONNEL, group=WageGroup.ALLOWANCE, staff_number="00777", **to),
        correction(NEW, None, 50_000, kind=RevenueKind.OWN_FUNDS, **to),
    )
    first, second = book.entries(YEAR)[2:]
    (revenue,) = book.revenues(YEAR)
    assert (first.kind, first.amount, first.staff_number, first.reverses) == (
        CostKind.INTERPRETING, Money(12_345), "", None,
    )  # fmt: skip
    assert (second.group, second.staff_number, second.cost_month) == (WageGroup.ALLOWANCE, "00777", Month(2025, 9))
    assert (revenue.kind, revenue.amount, revenue.month) == (RevenueKind.OWN_FUNDS, Money(50_000), Month(2025, 9))
    assert [(each.source.row, each.voucher, each.reason) for each in (first, second, revenue)] == [
        (row, "UB-7", "Beleg nachgereicht") for row in (2, 3, 4)
    ]
    assert book.verify().damages == ()


def test_what_was_moved_can_be_moved_on_and_taken_back_by_its_new_number(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    correct(book, correction(MOVE, PAY, 477_000, staff_number="00298"))  # 4 takes 2 back, 5 is what was moved
    correct(book, correction(MOVE, 5, 7_000, staff_number="00417"))  # 6 takes 5 back, 7 stays, 8 is moved
    correct(book, correction(STORNO, 8, 7_000))
    assert [(entry.number, entry.staff_number, entry.amount.cents) for entry in book.entries(YEAR)] == [
        (3, "00298", 101_733),
        (7, "00298", 470_000),
    ]
    assert book.verify().damages == ()


def test_what_a_file_of_corrections_would_book_is_told_without_booking_it() -> None:
    with memory_book() as book:
        put(book, PAYROLL)
        asked = corrections(correction(STORNO, PAY, 477_000), correction(STORNO, 99, 1))
        would, findings = book.corrections(asked)
        assert [(entry.amount, entry.reverses) for entry in would] == [(Money(-477_000), PAY)]
        assert [finding.place.row for finding in findings] == [3]
        assert (book.corrections(JOURNAL), len(book.batches())) == (((), ()), 1)


# What is refused


def findings_of(book: Book, *wanted: Correction, year: FundingYear = YEAR) -> tuple[Finding, ...]:
    """Return the findings a file of corrections ends in: each in German, with file and row, and a remedy."""
    with pytest.raises(FindingsError) as caught:
        correct(book, *wanted, year=year)
    for finding in caught.value.findings:
        assert is_german_sentence(finding.text), finding.text
        assert is_german_sentence(finding.remedy), finding.remedy
        assert finding.place.file.startswith("umbuchung-")
    assert "Es wurde nichts gebucht." in str(caught.value)
    return caught.value.findings


def test_every_row_that_does_not_fit_is_a_finding_and_nothing_of_the_file_is_booked(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL, EVERYTHING_ELSE))
    correct(book, correction(STORNO, LATE_PAY, -1_000))  # booked as 8
    before = contents(book_address)
    wrong = [
        (correction(STORNO, 99, 1), "Buchungsnummer", "99"),
        (correction(STORNO, LATE_PAY, -1_000), "Buchungsnummer", "1"),  # taken back already
        (correction(MOVE, 8, 1_000, staff_number="00298"), "Buchungsnummer", "8"),  # itself a reversal
        (correction(STORNO, PAY, 476_999), "Betrag", "4.769,99"),
        (correction(MOVE, BONUS, 101_734, staff_number="00417"), "Betrag", "1.017,34"),
        (correction(MOVE, SEMINAR, 0, staff_number="00417"), "Betrag", "0,00"),
        (correction(MOVE, SUBSIDY, 5_000, staff_number="00417"), "Betrag", "50,00"),
        (correction(MOVE, GIFT, 75_000, kind=CostKind.TRAVEL), "Ausgabeart", "Reisekosten"),
        (correction(STORNO, OWN, 75_000), "Buchungsnummer", "7"),
        (correction(MOVE, OWN, 1_000, kind=RevenueKind.THIRD_PARTY), "Buchungsnummer", "7"),
    ]
    fits = correction(NEW, None, 1, kind=CostKind.TRAVEL, cost_month=Month(2025, 1), carrier_key=COUNTY)
    found = findings_of(book, *(each for each, _, _ in wrong), fits)
    assert [(each.place.row, each.place.column, each.found.replace("\u00a0€", "")) for each in found] == [
        (row, column, value) for row, (_, column, value) in enumerate(wrong, start=2)
    ]
    assert contents(book_address) == before


def test_an_entry_that_was_taken_back_is_refused_with_its_reversal_and_the_reason(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    correct(book, correction(STORNO, PAY, 477_000))  # booked as 4 by umbuchung-2.csv
    again, reversal, unknown = findings_of(
        book, correction(STORNO, PAY, 477_000), correction(STORNO, 4, -477_000), correction(STORNO, 99, 1)
    )
    assert again.text == (
        "Die Buchung 2 ist schon storniert, durch die Buchung 4 aus umbuchung-2.csv (Grund: falsche Stelle)."
    )
    assert "die an ihrer Stelle gilt" in again.remedy
    assert reversal.text.startswith("Die Buchung 4 aus umbuchung-2.csv ist selbst ein Storno: Sie nimmt die Buchung 2")
    assert "„Neu“" in reversal.remedy
    assert unknown.text == "Eine Buchung 99 gibt es nicht."


def test_an_entry_of_a_replaced_file_is_refused_with_the_file_that_replaced_it(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    book.replace(CORRECTED_PAYROLL, ACT)
    (found,) = findings_of(book, correction(STORNO, PAY, 477_000))
    assert f"aus {CORRECTED_PAYROLL.file} (Grund: ersetzt durch {CORRECTED_PAYROLL.file})." in found.text


def test_a_cost_is_not_moved_to_a_revenue(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    (found,) = findings_of(book, correction(MOVE, PAY, 477_000, kind=RevenueKind.OWN_FUNDS))
    assert (found.place.column, found.found) == ("Ausgabeart", "Eigenmittel")
    assert "zwischen Ausgaben und Einnahmen" in found.text


@pytest.mark.parametrize("basis", list(YearBasis))
def test_an_entry_that_a_frozen_year_counts_stays_as_it_is(book_address: Path | str, basis: YearBasis) -> None:
    book = put_all(book_address, (PAYROLL_2024, PAYROLL))
    served, paid = 1, 3  # 3 was served in 2024 and paid in 2025
    year = FundingYear(2024)
    book.freeze(year, basis, ACT)
    frozen = served if basis is YearBasis.PAYMENT else paid
    (found,) = findings_of(book, correction(STORNO, frozen, 400_000 if frozen == served else -1_000))
    assert "festgeschriebenen" in found.text
    before = book.entries(year, basis)
    if basis is YearBasis.PAYMENT:
        correct(book, correction(STORNO, paid, -1_000))
    assert book.entries(year, basis) == before
    assert book.verify().damages == ()


def test_nothing_is_booked_anew_for_a_frozen_year_because_it_would_count_nowhere(book_address: Path | str) -> None:
    book = put_all(book_address, (PAYROLL,))
    book.freeze(YEAR, YearBasis.SERVICE, ACT)
    before, mark = book.entries(YEAR), book.mark(YEAR)
    to = {"kind": CostKind.TRAVEL, "cost_month": Month(2025, 9), "carrier_key": COUNTY}
    with pytest.raises(FindingsError) as caught:
        correct(book, correction(NEW, None, 100, **to), year=NEXT_YEAR)
    (finding,) = caught.value.findings
    assert "Das Förderjahr 2025 ist festgeschrieben" in finding.text
    assert finding.place.column == "Leistungsmonat"
    assert (book.late_entries(YEAR), book.entries(YEAR), book.mark(YEAR)) == ((), before, mark)
    assert book.verify().damages == ()


def test_a_file_cannot_be_replaced_while_a_part_of_it_stands_where_a_correction_moved_it(
    book_address: Path | str,
) -> None:
    book = put_all(book_address, (PAYROLL,))
    (entry,) = [each for each in book.entries(YEAR) if each.amount == Money(477_000)]
    correct(book, correction(MOVE, entry.number, 477_000, kind=CostKind.TRAINING), year=YEAR)
    corrected = read(payroll(*PAYROLL_ROWS, "00298;02/2025;02/2025;8010;;1,00"), "lohn neu.csv")
    with pytest.raises(ConflictError, match="würden doppelt zählen"):
        book.replace(corrected, ACT)
    (moved,) = [each for each in book.entries(YEAR) if each.kind is CostKind.TRAINING]
    correct(book, correction(STORNO, moved.number, 477_000), year=YEAR)
    book.replace(corrected, ACT)
    assert total(each.amount for each in book.entries(YEAR)) == total(
        each.amount for each in corrected.entries if YEAR.contains(each.cost_month)
    )


# What holds for every amount

CENTS = st.integers(1, 10**12)


@given(st.lists(CENTS | CENTS.map(lambda cents: -cents), min_size=1, max_size=5), st.data())
@settings(PROPERTY, max_examples=15)
def test_an_entry_and_its_reversal_are_nothing_and_moving_a_part_keeps_the_sum(
    cents: list[int], data: st.DataObject
) -> None:
    rows = [f"00417;01/2025;01/2025;1010;;{format_amount(Money(value))}" for value in cents]
    with memory_book() as book:
        put(book, read(payroll(*rows)))
        parts = [data.draw(st.integers(1, abs(value))) * (1 if value > 0 else -1) for value in cents]
        moves = [
            correction(MOVE, number, part, kind=CostKind.TRAINING, cost_month=Month(2025, 2))
            for number, part in enumerate(parts, start=1)
        ]
        correct(book, *moves)
        entries = book.entries(YEAR)
        assert total(entry.amount for entry in entries) == Money(sum(cents))
        moved = total(entry.amount for entry in entries if entry.kind is CostKind.TRAINING)
        assert moved == Money(sum(parts))
        correct(book, *(correction(STORNO, entry.number, entry.amount.cents) for entry in entries))
        assert (book.entries(YEAR), set(book.sums(YEAR))) == (
            (), {(1, kind.value, Money(0)) for kind in (CostKind.PERSONNEL, CostKind.TRAINING)},
        )  # fmt: skip
        assert book.verify().damages == ()
