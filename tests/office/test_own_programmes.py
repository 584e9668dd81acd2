"""A county's own programmes in its workspace: settled without code, refused by file, stronger than shipped ones."""

from __future__ import annotations

import re
import shutil
import textwrap
from importlib import resources
from pathlib import Path

import pytest

from grants.close.open_points import open_points
from grants.office.accounting import compute_booked, own_inputs
from grants.office.acting import Acting
from grants.office.incoming import book_reading, read_incoming
from grants.office.workspace import SETTINGS, open_workspace
from grants.settle.year import YearResult
from ledger.book.store import open_book
from ledger.finding import MissingError, UnreadableError
from tests.conftest import YEAR

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "tests" / "cases" / "koordination-ueber-dem-hoechstbetrag" / "given"
HANDBOOK = (ROOT / "docs" / "handbuch.md").read_text("utf-8")


def example(name: str) -> str:
    """Return a file that the handbook shows."""
    match = re.search(rf"<!-- {name} -->\n\n((?: {{4}}.*\n|\n)+)", HANDBOOK)
    assert match
    return textwrap.dedent(match[1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace with the award of the handbook, its programme and bookings on its accounts."""
    path = tmp_path / "landkreis"
    shutil.copytree(CASE, path)
    settings = (path / SETTINGS).read_text("utf-8")
    accounts = (
        '"53180100" = "Fremdleistungen"\n"53180200" = "Gemeinkosten"\n"31480100" = "andere öffentliche Zuwendung"\n'
    )
    (path / SETTINGS).write_text(settings + accounts, "utf-8")
    write(path / "programme" / "sprachkurse.toml", example("programm"))
    write(path / "bescheide" / "sprachkurse-2025.toml", example("bescheid"))
    book(path, "05.05.2025;05.05.2025;S-1;53180100;Volkshochschule;;60.000,00")
    book(path, "06.06.2025;05.06.2025;S-2;31480100;Stiftung;;-20.000,00")
    return path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def book(folder: Path, row: str) -> None:
    journal = folder / "eingang" / "2025" / "buchungen.csv"
    journal.write_text(f"{journal.read_text('utf-8').rstrip()}\n{row}\n", "utf-8")


def settled(folder: Path, acting: Acting) -> YearResult:
    workspace = open_workspace(folder)
    opened = open_book(workspace.book_address, writing=True)
    reading = read_incoming(workspace, opened, YEAR, acting)
    assert [finding.text for finding in reading.findings if finding.blocks] == []
    book_reading(opened, reading, acting)
    return compute_booked(workspace, opened, YEAR, acting)


def refusals(folder: Path, acting: Acting) -> list[str]:
    workspace = open_workspace(folder)
    reading = read_incoming(workspace, open_book(workspace.book_address, writing=True), YEAR, acting)
    return [f"{finding.place.words()}: {finding.text}" for finding in reading.findings if finding.blocks]


def test_the_programme_of_the_handbook_settles_its_award_without_code(folder: Path, acting: Acting) -> None:
    """60 % of 60,000 = 36,000; 15,000 less than planned at 60 %: 45,000 - 9,000 = 36,000; 36,000 + 20,000 < 60,000."""
    figures = settled(folder, acting).figures
    wanted = {
        "angefallen": "60000.00",
        "minderausgaben": "15000.00",
        "zuwendung": "36000.00",
        "andere_zuwendungen": "20000.00",
        "eigenmittel": "4000.00",
        "anteil.zuwendung": "60.0",
        "anteil.andere.Stiftung_20Lindental": "33.3",
        "anteil.eigenmittel": "6.7",
    }
    assert {name: figures[f"programm.sprachkurse.{name}"].exact for name in wanted} == wanted
    # The grant of the state is what it was without the programme (calculated by hand in the case).
    assert figures["auszahlung.betrag"].exact == "220300.50"
    assert figures["einnahmen.weitere"].exact == "0.00"


def test_a_result_of_an_own_programme_says_whose_rules_it_follows(folder: Path, acting: Acting) -> None:
    result = settled(folder, acting)
    figure = result.figures["programm.sprachkurse.zuwendung"]
    assert figure.formula.endswith("Fassung 2025 des Programms aus der eigenen Regeldatei programme/sprachkurse.toml")
    texts = [point.text for point in open_points(result, (), paper_is_planned=True)]
    assert any("nach der eigenen Regeldatei programme/sprachkurse.toml" in text for text in texts)


def test_an_own_file_with_the_name_of_a_shipped_version_replaces_it(folder: Path, acting: Acting) -> None:
    shipped = (resources.files("grants.law") / "programmes" / "flueag-12.toml").read_text("utf-8")
    assert shipped.count('wert = "90"') == 1
    write(folder / "programme" / "flueag.toml", shipped.replace('wert = "90"', 'wert = "100"'))
    award = example("bescheid")
    award = award[: award.index("betrag")].replace("sprachkurse", "flueag-12").replace('"2025"', '"2018"')
    write(folder / "bescheide" / "fsa-2025.toml", award + 'aufgaben = ["Flüchtlingssozialarbeit"]\n')
    figures = settled(folder, acting).figures
    assert figures["programm.flueag-12.schluessel"].exact == "100"
    assert "programme/flueag.toml" in figures["programm.flueag-12.zuwendung"].formula


BROKEN_PROGRAMMES = {
    "a kind of cost without a side": (
        'art = "Reisekosten"',
        'art = "Ausstattung"',
        "Für „Reisekosten“ bei der Aufgabe „Integrationsmanagement“ fehlt eine Regel",
    ),
    "a value without source": ('wert = "60"\nnr = "3"\n', 'wert = "60"\n', "Die Angabe „nr“ fehlt"),
    "an unknown method": (
        '"Finanzierungsplan"',
        '"Schätzung"',
        "Unter „methode“ steht „Schätzung“; vorgesehen ist eines von: personenscharf",
    ),
    "no proportion": (
        'name = "foerderanteil"',
        'name = "anteil"',
        "Einen Wert „anteil“ gibt es nicht; es gibt: landesbetrag",
    ),
    "a misspelt key": ("kurztitel", "kurztitle", "Die Angabe „kurztitel“ fehlt"),
}


@pytest.mark.parametrize("name", BROKEN_PROGRAMMES)
def test_an_own_programme_that_is_not_whole_is_refused_with_its_file(name: str, folder: Path) -> None:
    old, new, wanted = BROKEN_PROGRAMMES[name]
    text = example("programm")
    assert old in text
    write(folder / "programme" / "sprachkurse.toml", text.replace(old, new, 1))
    with pytest.raises(UnreadableError) as raised:
        open_workspace(folder)
    assert raised.value.text.startswith("programme/sprachkurse.toml: ")
    assert wanted in raised.value.text


def test_an_award_of_a_programme_that_nobody_has_written_down_is_refused_with_its_file(
    folder: Path, acting: Acting
) -> None:
    (folder / "programme" / "sprachkurse.toml").unlink()
    with pytest.raises(MissingError, match=r"bescheide/sprachkurse-2025\.toml: Ein Programm „sprachkurse“"):
        refusals(folder, acting)


def test_an_award_without_its_plan_blocks_the_year_with_file_and_key(folder: Path, acting: Acting) -> None:
    award = example("bescheid")
    write(folder / "bescheide" / "sprachkurse-2025.toml", award[: award.index("[finanzierungsplan]")])
    assert (
        "bescheide/sprachkurse-2025.toml, Angabe „finanzierungsplan“: Das Verfahren „Finanzierungsplan“ des Programms "
        "„sprachkurse“ braucht die Angabe „finanzierungsplan“."
    ) in refusals(folder, acting)


def test_two_awards_for_one_account_block_the_year_with_both_files(folder: Path, acting: Acting) -> None:
    award = example("bescheid").replace("sprachkurse", "stuttgart-massnahmen").replace('"2025"', '"2022/2023"')
    award = award[: award.index("[finanzierungsplan]")].replace('betrag = "45.000,00"\n', "")
    write(folder / "bescheide" / "massnahmen.toml", award)
    (text,) = refusals(folder, acting)
    assert "bescheide/massnahmen.toml" in text
    assert "bescheide/sprachkurse-2025.toml" in text


def test_the_pay_of_managers_is_not_claimed_by_a_wage_type(folder: Path, acting: Acting) -> None:
    award = example("bescheid").replace('["53180100"]', '["53180100", "1010"]')
    write(folder / "bescheide" / "sprachkurse-2025.toml", award)
    (text,) = refusals(folder, acting)
    assert text.startswith("bescheide/sprachkurse-2025.toml, Angabe „sachkonten“: Auf 1010 sind Personalausgaben")


def test_what_an_award_claims_is_no_part_of_a_forecast(folder: Path, acting: Acting) -> None:
    result = settled(folder, acting)
    own = own_inputs(result.inputs)
    claimed = [entry.label for entry in result.inputs.entries if entry not in own.entries]
    assert claimed == ["53180100"]
    assert len(result.inputs.revenues) - len(own.revenues) == 1
