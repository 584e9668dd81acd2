"""Every booking belongs to exactly one year, whatever month the rule sets of 2024 and 2025 look at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grants.close.counted_once import check_counted_twice, uncounted_points
from ledger.cost import CostKind, RevenueKind, Source, YearBasis
from ledger.period import Month
from tests.grants.builders import entry, paid, revenue

SERVICE, PAYMENT = YearBasis.SERVICE, YearBasis.PAYMENT
PAYROLL = Source("eingang/2025/lohn.csv", "0" * 64, "", 7)
# Served in December 2024 and paid in January 2025.
ACROSS = replace(paid(entry("1000.00", month=12, year=2024), 2025, 1), source=PAYROLL)
NEXT_ROW = replace(ACROSS, source=replace(PAYROLL, row=9))


def test_service_before_and_payment_after_count_a_booking_twice() -> None:
    (finding,) = check_counted_twice([ACROSS], {2024: SERVICE, 2025: PAYMENT})
    assert finding.blocks
    assert finding.text == (
        "Die Buchung der Zeile 7 zählt zweimal: geleistet 2024, gezahlt 2025; für das Förderjahr 2024 ist der "
        "Leistungsmonat maßgeblich, für das Förderjahr 2025 der Zahlungsmonat."
    )
    assert (finding.place.file, finding.place.row, finding.found) == (PAYROLL.file, 7, "1.000,00\u00a0€")
    assert "denselben Maßstab" in finding.remedy


def test_payment_before_and_service_after_count_it_nowhere() -> None:
    (point,) = uncounted_points([ACROSS, NEXT_ROW], {2024: PAYMENT, 2025: SERVICE})
    assert point.text == (
        "eingang/2025/lohn.csv: 2 Buchungen der Zeilen 7 und 9 über 2.000,00\u00a0€ zählen in keinem Förderjahr: "
        "geleistet 2024, gezahlt 2025; für das Förderjahr 2024 ist der Zahlungsmonat maßgeblich, für das Förderjahr "
        "2025 der Leistungsmonat."
    )


@pytest.mark.parametrize("basis", YearBasis, ids=lambda basis: str(basis.value))
def test_the_same_basis_in_both_years_counts_it_once(basis: YearBasis) -> None:
    bases = {2024: basis, 2025: basis}
    assert check_counted_twice([ACROSS], bases) == ()
    assert uncounted_points([ACROSS], bases) == []


@pytest.mark.parametrize("bases", [{2024: SERVICE, 2025: PAYMENT}, {2024: PAYMENT, 2025: SERVICE}])
def test_what_was_served_and_paid_in_one_year_is_counted_there(bases: dict[int, YearBasis]) -> None:
    assert check_counted_twice([entry("10.00")], bases) == ()
    assert uncounted_points([entry("10.00")], bases) == []


@pytest.mark.parametrize("bases", [{2025: PAYMENT}, {2024: SERVICE}])
def test_a_year_whose_rules_nobody_knows_says_nothing(bases: dict[int, YearBasis]) -> None:
    assert check_counted_twice([ACROSS], bases) == ()
    assert uncounted_points([ACROSS], bases) == []


def test_years_further_apart_are_compared_too() -> None:
    back_pay = paid(entry("50.00", month=6, year=2023), 2025, 3)
    assert len(check_counted_twice([back_pay], {2023: SERVICE, 2024: SERVICE, 2025: PAYMENT})) == 1


def test_the_other_direction_pays_before_the_service() -> None:
    # a fee for January 2025, paid in December 2024: 2024 counts by payment, 2025 by service
    fee = paid(entry("80.00", "", kind=CostKind.TRAINING), 2024, 12)
    assert len(check_counted_twice([fee], {2024: PAYMENT, 2025: SERVICE})) == 1
    assert len(uncounted_points([fee], {2024: SERVICE, 2025: PAYMENT})) == 1


def test_a_revenue_is_counted_once_as_well() -> None:
    received = replace(revenue("500.00", RevenueKind.PUBLIC_GRANT), month=Month(2024, 12))
    assert len(check_counted_twice([received], {2024: SERVICE, 2025: PAYMENT})) == 1


def test_the_bookings_of_a_file_are_one_finding_and_many_rows_are_cut_short() -> None:
    many = [replace(ACROSS, source=replace(PAYROLL, row=row)) for row in range(2, 22)]
    other = replace(ACROSS, source=replace(PAYROLL, file="eingang/2025/buchungen.csv"))
    found = check_counted_twice([*many, other], {2024: SERVICE, 2025: PAYMENT})
    assert [finding.place.file for finding in found] == [PAYROLL.file, "eingang/2025/buchungen.csv"]
    assert found[0].text.startswith("20 Buchungen der Zeilen 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 und weiterer zäh")
