"""Money that comes in: revenues of their own kind, reimbursements netted against a person, and the days of an entry."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cost import CostKind, Revenue, RevenueKind, Source, WageGroup, YearBasis
from ledger.files import digest
from ledger.finding import Finding, Place
from ledger.imports.intake import Intake
from ledger.money import Money
from ledger.period import Month
from tests.ledger.small_files import COUNTY, PAYROLL_HEAD, PROPERTY, journal, lines, payroll, read, tells_what_to_do

DONATION = "15.03.2025;12.02.2025;R-7;34880000;Spenden;;Spende;;-500,00"
MATERNITY = "15.03.2025;12.02.2025;R-8;34810000;Erstattung U2;;Umlage;00417;-300,00"


def only(intake: Intake) -> Finding:
    (finding,) = intake.findings
    assert finding.blocks
    assert tells_what_to_do(finding)
    return finding


def test_an_account_of_revenue_becomes_a_revenue_and_no_cost() -> None:
    text = journal(DONATION)
    intake = read(text, "journal.csv")
    assert not intake.findings
    assert not intake.entries
    assert intake.periods == ("2025-03 Leistungen Dritter",)
    assert intake.revenues == (
        Revenue(
            number=0,
            carrier_key=COUNTY,
            kind=RevenueKind.THIRD_PARTY,
            amount=Money(50_000),
            month=Month(2025, 2),
            paid_in=Month(2025, 3),
            label="34880000 Spenden",
            voucher="R-7",
            source=Source("journal.csv", digest(text.encode()), "", 2),
            booked_on=date(2025, 3, 15),
        ),
    )


def test_a_reimbursement_lowers_the_personnel_cost_of_its_person() -> None:
    (entry,) = read(journal(MATERNITY)).entries
    assert (entry.kind, entry.group, entry.amount, entry.staff_number) == (
        CostKind.PERSONNEL,
        WageGroup.REIMBURSEMENT,
        Money(-30_000),
        "00417",
    )


def test_a_reimbursement_of_nobody_is_refused() -> None:
    finding = only(read(journal(MATERNITY.replace("00417", ""))))
    assert finding.place == Place("datei.csv", "", 2, "Personalnummer")


@pytest.mark.parametrize(("row", "name"), [(DONATION, "34880000 Spenden"), (MATERNITY, "34810000 Erstattung U2")])
def test_received_money_with_the_sign_of_a_cost_is_refused_once_however_many_rows_it_has(row: str, name: str) -> None:
    intake = read(journal(row.replace(";-", ";"), row.replace(";-", ";").replace("R-", "S-")))
    finding = only(intake)
    assert finding.place == Place("datei.csv", "", 2, "Betrag")
    assert finding.text.startswith(f"„{name}“ ist eine Einnahme oder Erstattung")
    assert "(2 Zeilen, hier die erste)" in finding.text
    assert (intake.entries, intake.revenues) == ((), ())


@given(st.lists(st.tuples(st.sampled_from(["1010", "9900"]), st.integers(1, 10**8)), min_size=1, max_size=15))
@PROPERTY
def test_the_cost_of_a_person_is_what_was_paid_less_what_came_back(rows: list[tuple[str, int]]) -> None:
    """Wage type 9900 is a reimbursement; the payroll writes it as a negative amount."""
    written = [
        f"7;01/2025;01/2025;{code};;{'-' if code == '9900' else ''}{cents // 100},{cents % 100:02d}"
        for code, cents in rows
    ]
    intake = read(payroll(*written))
    paid = sum(cents for code, cents in rows if code == "1010")
    returned = sum(cents for code, cents in rows if code == "9900")
    assert intake.sum == Money(paid - returned)


def test_the_group_of_a_wage_type_reaches_its_entries() -> None:
    intake = read(payroll("7;01/2025;01/2025;1010;;2,00", "7;01/2025;01/2025;8010;;1,00"))
    assert [entry.group for entry in intake.entries] == [WageGroup.GROSS_PAY, None]


def test_the_days_of_payment_and_booking_are_kept_where_the_payroll_names_them() -> None:
    head = f"{PAYROLL_HEAD};Zahldatum;Buchungsdatum"
    intake = read(lines(head, "7;01/2025;01/2025;1010;;2,00;31.01.2025;02.02.2025", "7;01/2025;01/2025;1010;;3,00;;"))
    first, second = intake.entries
    assert (first.paid_on, first.booked_on) == (date(2025, 1, 31), date(2025, 2, 2))
    assert (second.paid_on, second.booked_on) == (None, None)


def test_the_days_of_payment_and_booking_are_kept_where_the_journal_names_them() -> None:
    row = "15.03.2025;12.02.2025;R-7;44310000;;;;;48,60"
    (entry,) = read(journal(row)).entries
    assert (entry.booked_on, entry.paid_on, entry.deciding_month(YearBasis.PAYMENT)) == (
        date(2025, 3, 15),
        None,
        Month(2025, 3),
    )
    (entry,) = read(journal(f"{row};01.04.2025").replace("Betrag", "Betrag;Zahltag")).entries
    assert (entry.paid_on, entry.deciding_month(YearBasis.PAYMENT)) == (date(2025, 4, 1), Month(2025, 4))
