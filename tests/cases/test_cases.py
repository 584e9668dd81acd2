"""Whole stories from files to figures. Each folder: given/ (a workspace), want/ (figures), case.md (by hand)."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grants.law.rules import Side
from grants.office.accounting import compute_booked
from grants.office.incoming import book_reading, read_incoming
from grants.office.workspace import SETTINGS, open_workspace
from ledger.book.store import open_book
from ledger.money import Money, total
from ledger.period import FundingYear

if TYPE_CHECKING:
    from grants.office.acting import Acting
    from grants.settle.year import YearResult

YEAR = FundingYear(2025)
CASES = Path(__file__).parent
# zahlen.json belongs to the settings as given, zahlen-verfallen.json to the same data with restmittel = "verfallen"
WANTS = sorted(CASES.glob("*/want/zahlen*.json"))
STORIES = sorted(CASES.glob("*/case.md"))


def case_name(path: Path) -> str:
    """Return how a failing case is called: its folder and its variant."""
    return f"{path.parent.parent.name}{path.stem.removeprefix('zahlen')}"


def compute_case(want: Path, folder: Path, acting: Acting) -> YearResult:
    """Read, check, book and compute a copy of the given workspace, as the command does."""
    shutil.copytree(want.parent.parent / "given", folder)
    variant = want.stem.removeprefix("zahlen").removeprefix("-")
    if variant:
        settings = (folder / SETTINGS).read_text("utf-8")
        assert 'restmittel = "kreis"' in settings
        (folder / SETTINGS).write_text(settings.replace('restmittel = "kreis"', f'restmittel = "{variant}"'), "utf-8")
    workspace = open_workspace(folder)
    book = open_book(workspace.book_address, writing=True)
    book_reading(book, read_incoming(workspace, book, YEAR, acting), acting)
    return compute_booked(workspace, book, YEAR, acting)


@pytest.mark.parametrize("want", WANTS, ids=case_name)
def test_a_case_gives_exactly_the_figures_calculated_by_hand(want: Path, tmp_path: Path, acting: Acting) -> None:
    result = compute_case(want, tmp_path / "landkreis", acting)
    wanted: dict[str, str] = json.loads(want.read_text("utf-8"))
    assert {name: result.figures[name].exact for name in wanted} == wanted
    check_identities(result)


def check_identities(result: YearResult) -> None:
    """Check what holds for every year, from the entries up."""
    value = {figure.name: figure.money for figure in result.figures if figure.unit == "EUR"}
    fundable = ("personal", "fortbildung", "nachqualifizierung", "koordination")
    assert total(value[f"{name}.zuwendungsfaehig"] for name in fundable) == value["zuwendungsfaehig.gesamt"]
    assert value["rahmen.rest"] == value["planungsrahmen.betrag"] - value["auszahlung.betrag"]
    assert value["rahmen.ueberschreitung"] == value["zuwendungsfaehig.gesamt"] - value["auszahlung.betrag"]
    assert value["kreis.gesamt"] == spent_by(result, result.inputs.county.key) - value["kreis.auszahlung"]
    assert value["einnahmen.gesamt"] == value["ausgaben.gesamt"]
    carriers = [account.carrier.key for account in result.settlement.accounts]
    assert value["ausgaben.gesamt"] == total(spent_by(result, key) for key in carriers)
    assert value["auszahlung.betrag"] <= value["planungsrahmen.betrag"]
    assert total(line.amount for line in result.allocation.lines) == value["verteilung.betrag"]


def spent_by(result: YearResult, carrier_key: str) -> Money:
    """Return the entries of a carrier without the parts that another programme settles."""
    booked = total(entry.amount for entry in result.inputs.entries if entry.carrier_key == carrier_key)
    elsewhere = total(
        split.amount
        for account in result.settlement.accounts
        for split in account.splits
        if account.carrier.key == carrier_key and split.side is Side.OTHER_PROGRAMME
    )
    return booked - elsewhere


@pytest.mark.parametrize("story", STORIES, ids=lambda path: str(path.parent.name))
def test_every_wanted_figure_is_calculated_in_the_story(story: Path) -> None:
    text = story.read_text("utf-8")
    calculated = {number.replace(",", "") for number in re.findall(r"\d[\d,]*\.\d{2,4}", text)}
    for want in sorted(story.parent.glob("want/*.json")):
        wanted: dict[str, str] = json.loads(want.read_text("utf-8"))
        amounts = {value for value in wanted.values() if "." in value} - {"0.00"}
        assert amounts <= calculated, f"{want.name}: {amounts - calculated} is not calculated in case.md"


def test_every_case_has_a_story_and_wanted_figures() -> None:
    folders = {path.parent for path in CASES.glob("*/given")}
    assert len(folders) >= 4
    assert {path.parent for path in STORIES} == folders
    assert {path.parent.parent for path in CASES.glob("*/want/*.json")} == folders


def test_the_cases_show_every_choice_for_unused_shares() -> None:
    assert {want.stem for want in WANTS} == {"zahlen", "zahlen-verfallen", "zahlen-alle"}
