"""Whole stories of years settled per person: every year of a case is booked, then each one settled by its method."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grants.law.rules import Side
from grants.office.accounting import settle_booked
from grants.office.incoming import book_reading, read_incoming
from grants.office.run import run_year
from grants.office.workspace import open_workspace
from grants.settle.person_year import PersonYearResult
from ledger.book.store import open_book
from ledger.money import total
from ledger.period import FundingYear

if TYPE_CHECKING:
    from grants.office.acting import Acting
    from grants.office.incoming import Reading
    from grants.office.workspace import Workspace

CASES = Path(__file__).parent
WANTS = sorted(CASES.glob("*/want/personenscharf-*.json"))
BOTH_METHODS = CASES / "personenscharf-2024-planungsrahmen-2025"


def case_name(want: Path) -> str:
    """Return how a failing case is called: its folder and its year."""
    return f"{want.parent.parent.name} {want.stem}"


def book_case(case: Path, folder: Path, acting: Acting) -> Workspace:
    """Copy the given workspace and book the files of all its years in their order."""
    shutil.copytree(case / "given", folder)
    workspace = open_workspace(folder)
    book = open_book(workspace.book_address, writing=True)
    for year in sorted(folder.glob("eingang/*")):
        book_reading(book, _without_findings(workspace, FundingYear(int(year.name)), acting), acting)
    return workspace


def _without_findings(workspace: Workspace, year: FundingYear, acting: Acting) -> Reading:
    reading = read_incoming(workspace, open_book(workspace.book_address, writing=False), year, acting)
    assert [finding.text for finding in reading.findings if finding.blocks] == []
    return reading


@pytest.mark.parametrize("want", WANTS, ids=case_name)
def test_a_case_gives_exactly_the_figures_calculated_by_hand(want: Path, tmp_path: Path, acting: Acting) -> None:
    year = FundingYear(int(want.stem.rpartition("-")[2]))
    workspace = book_case(want.parent.parent, tmp_path / "landkreis", acting)
    result = settle_booked(workspace, open_book(workspace.book_address, writing=False), year, acting)
    assert isinstance(result, PersonYearResult)
    wanted: dict[str, str] = json.loads(want.read_text("utf-8"))
    assert {name: result.figures[name].exact for name in wanted} == wanted
    check_identities(result)


def check_identities(result: PersonYearResult) -> None:
    """Check what holds for every year settled per person, from the entries up."""
    value = {figure.name: figure.money for figure in result.figures if figure.unit == "EUR"}
    splits = [split for applicant in result.applicants for split in applicant.account.splits]
    booked = total(entry.amount for entry in result.inputs.entries)
    elsewhere = total(split.amount for split in splits if split.side is Side.OTHER_PROGRAMME)
    assert value["ausgaben.gesamt"] == booked - elsewhere
    assert value["ausgaben.gesamt"] == value["auszahlung.betrag"] + value["eigenanteil.gesamt"]
    assert value["auszahlung.betrag"] <= value["rahmen.betrag"]
    assert value["rahmen.rest"] == value["rahmen.betrag"] - value["auszahlung.betrag"]
    for applicant in result.applicants:
        paid = total(person.paid for person in applicant.persons) + applicant.team_paid
        assert paid == applicant.account.payable
        for person in applicant.persons:
            assert person.paid <= min(person.counted.cap, person.cost)


def test_one_payroll_over_two_methods_settles_every_entry_in_one_year(tmp_path: Path, acting: Acting) -> None:
    workspace = book_case(BOTH_METHODS, tmp_path / "landkreis", acting)
    book = open_book(workspace.book_address, writing=False)
    results = [settle_booked(workspace, book, FundingYear(number), acting) for number in (2024, 2025)]
    wanted: dict[str, str] = json.loads((BOTH_METHODS / "want" / "zahlen.json").read_text("utf-8"))
    assert {name: results[1].figures[name].exact for name in wanted} == wanted
    counted = [entry.number for result in results for entry in result.inputs.entries]
    assert len(counted) == len(set(counted)) == 12 + 1 + 1 + 3 + 12 + 1
    assert total(result.figures["ausgaben.gesamt"].money for result in results).decimal_string() == "97255.00"


def test_a_run_of_a_year_settled_per_person_books_settles_and_says_what_it_does_not_write(
    tmp_path: Path, acting: Acting
) -> None:
    folder = tmp_path / "landkreis"
    shutil.copytree(BOTH_METHODS / "given", folder)
    run = run_year(open_workspace(folder), FundingYear(2024), acting)
    assert run.booking is not None
    assert len(run.booking.batches) == 3
    assert run.files == ()
    assert run.open_points[0].text == "Die Verwendungsnachweise je Person erstellt das Programm noch nicht."
    assert [path.name for path in (folder / "ausgabe" / "2024").iterdir()] == ["anker.json"]
