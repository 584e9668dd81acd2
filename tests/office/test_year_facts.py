"""Which facts a year is computed from: by the basis of the rule set, booked or about to be, declared or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grants.law.shelf import shipped_rulebook, with_own
from grants.office import incoming, workspace
from grants.office.accounting import compute_booked
from grants.office.run import check_year, list_open_points
from grants.office.workspace import SETTINGS, open_workspace
from grants.office.year_facts import booked_facts, read_other_plans, year_bases, year_terms
from ledger.book.store import open_book
from ledger.cost import RevenueKind, YearBasis
from ledger.finding import FindingsError, UnreadableError
from ledger.imports.intake import Intake, ReadingRules, read_intake
from ledger.imports.kinds import FileKind
from ledger.money import Money, total
from ledger.period import FundingYear, Month
from tests.conftest import YEAR
from tests.grants.builders import changed_rules, entry, revenue, rule_named, rules_by_basis

if TYPE_CHECKING:
    from pathlib import Path

    from grants.office.acting import Acting

# The example pays one correction of November 2024 in February 2025: 214.37 and five employer's shares of it.
CORRECTION = Money(27_215)


@pytest.fixture
def by_payment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the month of payment decide the year, as a rule file may say."""
    rules = changed_rules(lambda data: rule_named(data, "jahreszuordnung").update(wert="zahlung"))
    own = with_own(shipped_rulebook(), [rules])
    monkeypatch.setattr(workspace, "shipped_rulebook", lambda: own)


def settings_without(folder: Path, line: str) -> None:
    settings = folder / SETTINGS
    text = settings.read_text("utf-8")
    assert line in text
    settings.write_text(text.replace(line, ""), "utf-8")


def test_what_is_paid_in_the_year_for_another_is_counted_by_payment_and_left_out_by_service(finished: Path) -> None:
    book = open_book(finished / "foerderbuch.db", writing=False)
    served, paid = (booked_facts(book, YEAR, basis) for basis in (YearBasis.SERVICE, YearBasis.PAYMENT))
    assert total(each.amount for each in served.entries_for_other_years) == CORRECTION
    assert paid.entries_for_other_years == ()
    assert set(paid.entries) - set(served.entries) == set(served.entries_for_other_years)
    assert all(each.cost_month == Month(2024, 11) for each in served.entries_for_other_years)


def test_what_is_served_in_the_year_and_paid_in_another_is_left_out_by_payment(finished: Path) -> None:
    last_year = booked_facts(
        open_book(finished / "foerderbuch.db", writing=False), FundingYear(2024), YearBasis.PAYMENT
    )
    assert last_year.entries == ()
    assert total(each.amount for each in last_year.entries_for_other_years) == CORRECTION


@pytest.mark.usefixtures("by_payment")
def test_by_payment_a_month_before_the_rule_set_is_refused_row_by_row(finished: Path, acting: Acting) -> None:
    book = open_book(finished / "foerderbuch.db", writing=False)
    with pytest.raises(FindingsError) as caught:
        compute_booked(open_workspace(finished), book, YEAR, acting)
    findings = caught.value.findings
    assert len(findings) == 6
    (text,) = {finding.text for finding in findings}
    assert text.startswith("Für den Leistungsmonat 11/2024 gibt die Fassung 2023")
    assert {finding.place.file for finding in findings} == {"eingang/2025/lohnjournal_2025.csv"}


@pytest.mark.usefixtures("by_payment")
def test_the_same_is_found_before_anything_is_booked(workspace_folder: Path, acting: Acting) -> None:
    found = check_year(open_workspace(workspace_folder), YEAR, acting).findings
    assert len([finding for finding in found if "keine Regel" in finding.text]) == 6


def basis_by_year(monkeypatch: pytest.MonkeyPatch, until_2024: str, from_2025: str) -> None:
    """Let the month that decides the year change at the beginning of 2025, as a rule file may say."""
    own = with_own(shipped_rulebook(), [rules_by_basis(until_2024, from_2025)])
    monkeypatch.setattr(workspace, "shipped_rulebook", lambda: own)


def test_what_2024_counts_by_service_and_2025_by_payment_is_refused_as_counted_twice(
    finished: Path, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    basis_by_year(monkeypatch, "leistung", "zahlung")
    book = open_book(finished / "foerderbuch.db", writing=False)
    with pytest.raises(FindingsError) as caught:
        compute_booked(open_workspace(finished), book, YEAR, acting)
    (finding,) = [each for each in caught.value.findings if "zählen zweimal" in each.text]
    assert finding.text.startswith("6 Buchungen der Zeilen")
    assert finding.found == "272,15\u00a0€"


def test_what_neither_year_counts_is_an_open_point(
    finished: Path, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    basis_by_year(monkeypatch, "zahlung", "leistung")
    opened = open_workspace(finished)
    book = open_book(opened.book_address, writing=False)
    texts = [point.text for point in list_open_points(opened, compute_booked(opened, book, YEAR, acting))]
    (text,) = [text for text in texts if "in keinem Förderjahr" in text]
    assert "6 Buchungen" in text
    assert "über 272,15\u00a0€" in text


def test_the_basis_of_a_frozen_year_is_the_one_it_was_frozen_by(finished: Path, acting: Acting) -> None:
    opened = open_workspace(finished)
    facts = booked_facts(open_book(opened.book_address, writing=False), YEAR, YearBasis.SERVICE)
    terms = year_terms(opened, YEAR, acting.today)
    assert year_bases(opened, terms.rules, facts) == {2024: YearBasis.SERVICE, 2025: YearBasis.SERVICE}
    frozen = replace(facts, frozen_years={2024: YearBasis.PAYMENT})
    assert year_bases(opened, terms.rules, frozen)[2024] is YearBasis.PAYMENT


def test_a_year_that_no_version_covers_has_no_basis(finished: Path, acting: Acting) -> None:
    opened = open_workspace(finished)
    facts = booked_facts(open_book(opened.book_address, writing=False), YEAR, YearBasis.SERVICE)
    strange = replace(facts, entries=(entry("1.00", year=2031),), entries_for_other_years=())
    assert year_bases(opened, year_terms(opened, YEAR, acting.today).rules, strange) == {}


def test_the_plans_of_other_years_are_those_that_are_booked(finished: Path) -> None:
    book = open_book(finished / "foerderbuch.db", writing=False)
    plans = read_other_plans(book, FundingYear(2026), [entry("1.00", year=year) for year in (2024, 2025, 2026)])
    assert list(plans) == [2025]
    assert plans[2025] == book.tenures(YEAR)


def test_other_revenues_are_declared_as_none_or_not_at_all(workspace_folder: Path) -> None:
    assert open_workspace(workspace_folder).options.no_other_revenues
    settings_without(workspace_folder, 'weitere_einnahmen = "0,00"\n')
    assert not open_workspace(workspace_folder).options.no_other_revenues


def test_an_amount_of_other_revenues_is_booked_not_declared(workspace_folder: Path) -> None:
    settings = workspace_folder / SETTINGS
    text = settings.read_text("utf-8").replace('weitere_einnahmen = "0,00"', 'weitere_einnahmen = "500,00"')
    settings.write_text(text, "utf-8")
    with pytest.raises(UnreadableError, match="Bitte die Einnahmen buchen und die Zeile weitere_einnahmen streichen"):
        open_workspace(workspace_folder)


def test_silence_about_other_revenues_stays_open(finished: Path, acting: Acting) -> None:
    workspace = open_workspace(finished)
    silent = replace(workspace, options=replace(workspace.options, no_other_revenues=False))
    book = open_book(workspace.book_address, writing=False)
    texts = [
        [point.text for point in list_open_points(each, compute_booked(each, book, YEAR, acting))]
        for each in (workspace, silent)
    ]
    assert [text for text in texts[1] if text not in texts[0]] == [
        "Einnahmen: Es ist weder eine andere Zuwendung oder Leistung Dritter gebucht noch erklärt, dass es keine gab."
    ]


def test_a_revenue_in_the_incoming_files_contradicts_the_declaration_before_it_is_booked(
    workspace_folder: Path, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_with_revenue(content: bytes, file: str, rules: ReadingRules) -> Intake:
        intake = read_intake(content, file, rules)
        received = (revenue("500.00", RevenueKind.PUBLIC_GRANT),) if intake.kind is FileKind.JOURNAL else ()
        return replace(intake, revenues=received)

    monkeypatch.setattr(incoming, "read_intake", read_with_revenue)
    blocking = [each for each in check_year(open_workspace(workspace_folder), YEAR, acting).findings if each.blocks]
    assert [each.found for each in blocking] == ["500,00\u00a0€"]
    settings_without(workspace_folder, 'weitere_einnahmen = "0,00"\n')
    assert not check_year(open_workspace(workspace_folder), YEAR, acting).blocks
