"""From 2024, settled per person, to 2025, settled by frame: no booking counts in both, none is lost without a word."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grants.law.shelf import shipped_rulebook, with_own
from grants.office import workspace as workspaces
from grants.office.accounting import settle_booked
from grants.office.closing import close_year
from grants.office.run import list_open_points, run_year
from grants.office.workspace import Workspace, open_workspace
from ledger.book.store import Book, open_book
from ledger.finding import FindingsError
from ledger.money import total
from ledger.period import FundingYear
from tests.grants.builders import eur, rules_by_basis

if TYPE_CHECKING:
    from grants.office.acting import Acting
    from ledger.finding import Finding
    from ledger.money import Money

GIVEN = Path(__file__).resolve().parents[1] / "cases" / "personenscharf-2024-planungsrahmen-2025" / "given"
Y2024, Y2025 = FundingYear(2024), FundingYear(2025)
# The payroll of January 2025 pays 100.00 for each of October to December 2024; all else lies in one year.
IN_2024, ACROSS, IN_2025 = eur("46525.00"), eur("300.00"), eur("50430.00")


@pytest.fixture
def both(tmp_path: Path, acting: Acting) -> Path:
    """Return a workspace in which both years are booked by the shipped rules."""
    folder = tmp_path / "landkreis"
    shutil.copytree(GIVEN, folder)
    for year in (Y2024, Y2025):
        run_year(open_workspace(folder), year, acting)
    return folder


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, until_2024: str, from_2025: str) -> tuple[Workspace, Book]:
    """Open workspace and book by rules in which each year has a basis of its own."""
    own = with_own(shipped_rulebook(), [rules_by_basis(until_2024, from_2025)])
    monkeypatch.setattr(workspaces, "shipped_rulebook", lambda: own)
    workspace = open_workspace(folder)
    return workspace, open_book(workspace.book_address, writing=False)


def counted(workspace: Workspace, book: Book, year: FundingYear, acting: Acting) -> Money:
    return settle_booked(workspace, book, year, acting).figures["buchungen.gesamt"].money


def refused(workspace: Workspace, book: Book, year: FundingYear, acting: Acting) -> tuple[Finding, ...]:
    with pytest.raises(FindingsError) as caught:
        settle_booked(workspace, book, year, acting)
    return caught.value.findings


def twice(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.found for finding in findings if "zählen zweimal" in finding.text]


def test_by_service_in_both_years_every_booking_counts_once(
    both: Path, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, book = opened(both, monkeypatch, "leistung", "leistung")
    sums = [counted(workspace, book, year, acting) for year in (Y2024, Y2025)]
    assert sums == [IN_2024 + ACROSS, IN_2025]


def test_by_service_and_then_by_payment_both_years_refuse_what_both_would_count(
    both: Path, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, book = opened(both, monkeypatch, "leistung", "zahlung")
    for year in (Y2024, Y2025):
        assert twice(refused(workspace, book, year, acting)) == ["300,00\u00a0€"]


def test_by_payment_and_then_by_service_both_years_say_what_neither_counts(
    both: Path, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, book = opened(both, monkeypatch, "zahlung", "leistung")
    results = [settle_booked(workspace, book, year, acting) for year in (Y2024, Y2025)]
    assert total(each.figures["buchungen.gesamt"].money for each in results) == IN_2024 + IN_2025
    for result in results:
        (text,) = [p.text for p in list_open_points(workspace, result) if "in keinem Förderjahr" in p.text]
        assert "3 Buchungen der Zeilen 2, 3 und 4 über 300,00\u00a0€" in text


def test_by_payment_in_both_years_pay_of_2024_is_refused_by_the_frame_for_its_method_alone(
    both: Path, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, book = opened(both, monkeypatch, "zahlung", "zahlung")
    assert counted(workspace, book, Y2024, acting) == IN_2024
    findings = refused(workspace, book, Y2025, acting)
    assert twice(findings) == []
    assert {"keine Regel für den Planungsrahmen" in finding.text for finding in findings} == {True}


def test_a_frozen_year_keeps_what_it_counts_and_the_other_one_is_refused(
    both: Path, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_year(open_workspace(both), Y2024, acting, dry_run=False)
    workspace, book = opened(both, monkeypatch, "leistung", "zahlung")
    assert counted(workspace, book, Y2024, acting) == IN_2024 + ACROSS
    assert twice(refused(workspace, book, Y2025, acting)) == ["300,00\u00a0€"]
