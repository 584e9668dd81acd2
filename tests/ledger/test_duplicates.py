"""Rows that look like booked ones: pointed out with the first rows and their number, never refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.cost import Entry
from ledger.finding import Finding, Place, Severity
from ledger.imports.duplicates import find_duplicates
from ledger.money import Money
from ledger.period import Month
from tests.ledger.small_files import journal, payroll, read, tells_what_to_do

ROWS = [f"00417;{month:02d}/2025;{month:02d}/2025;1010;Entgelt;1.000,00" for month in range(1, 13)]
OLD = tuple(
    replace(entry, number=number) for number, entry in enumerate(read(payroll(*ROWS), "alt.csv").entries, start=1)
)
(ENTRY,) = read(payroll(ROWS[0]), "neu.csv").entries


def only(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    assert finding.severity is Severity.HINT
    assert tells_what_to_do(finding)
    return finding


def test_a_row_that_equals_a_booked_one_is_pointed_out_with_both_rows() -> None:
    finding = only(find_duplicates([ENTRY], OLD))
    assert finding.place == Place("neu.csv", "", 2)
    assert finding.text.startswith("In 1 Zeile steht dasselbe wie in alt.csv:")
    assert finding.found == "Zeile 2 wie Zeile 2"


def test_many_rows_are_one_hint_that_counts_them() -> None:
    finding = only(find_duplicates(read(payroll(*ROWS, "7;01/2025;01/2025;1010;;1,00"), "neu.csv").entries, OLD))
    assert finding.text.startswith("In 12 Zeilen steht dasselbe wie in alt.csv:")
    assert finding.found.startswith("Zeilen 2, 3, 4, 5, 6 und 7 weitere wie Zeilen 2,")


@pytest.mark.parametrize(
    "other",
    [
        replace(ENTRY, carrier_key="08999002"),
        replace(ENTRY, staff_number="00418"),
        replace(ENTRY, cost_month=Month(2024, 1)),
        replace(ENTRY, label="1010 Zulage"),
        replace(ENTRY, voucher="R-1"),
        replace(ENTRY, amount=Money(100_001)),
    ],
)
def test_a_row_that_differs_in_one_respect_is_another(other: Entry) -> None:
    assert find_duplicates([other], OLD) == ()


def test_back_pay_settled_in_another_month_looks_like_the_booked_row() -> None:
    assert only(find_duplicates([replace(ENTRY, paid_in=Month(2025, 7))], OLD)).place.file == "neu.csv"


def test_what_was_reversed_does_not_count() -> None:
    reversal = replace(OLD[0], number=99, amount=-OLD[0].amount, reverses=1)
    assert find_duplicates([ENTRY, replace(ENTRY, amount=-ENTRY.amount)], [*OLD, reversal]) == ()


def test_identical_rows_of_one_file_are_pointed_out() -> None:
    content = payroll(ROWS[0], ROWS[1], ROWS[0], ROWS[0])
    finding = only(find_duplicates(read(content, "neu.csv").entries, ()))
    assert finding.text.startswith("In 2 Zeilen steht dasselbe wie in einer früheren Zeile derselben Datei:")
    assert (finding.place.row, finding.found) == (4, "Zeilen 4, 5 wie Zeilen 2, 2")


def test_the_same_amount_settled_in_two_months_of_one_file_is_no_repetition() -> None:
    again = "00417;02/2025;01/2025;1010;Entgelt;1.000,00"
    assert find_duplicates(read(payroll(ROWS[0], again)).entries, ()) == ()
    finding = only(find_duplicates(read(payroll(ROWS[0], again, again)).entries, ()))
    assert finding.found == "Zeile 4 wie Zeile 3"


def test_a_voucher_twice_is_pointed_out_and_two_vouchers_of_the_same_amount_are_not() -> None:
    row = "15.03.2025;12.02.2025;R-7;44310000;;;;;48,60"
    assert find_duplicates(read(journal(row, row.replace("R-7", "R-8"))).entries, ()) == ()
    assert only(find_duplicates(read(journal(row, row)).entries, ())).place.row == 3


def test_a_row_that_equals_one_of_another_new_file_is_pointed_out() -> None:
    first, second = read(payroll(*ROWS), "eins.csv"), read(payroll(ROWS[3]), "zwei.csv")
    finding = only(find_duplicates([*first.entries, *second.entries], ()))
    assert (finding.place.file, finding.found) == ("zwei.csv", "Zeile 2 wie Zeile 5")


def test_files_without_equal_rows_have_no_hint() -> None:
    assert find_duplicates(read(payroll(*ROWS)).entries, ()) == ()
