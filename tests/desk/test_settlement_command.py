"""abrechnen: the settlement of both methods as a sheet and as JSON."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grants.desk.book_commands import run_closing
from grants.desk.explanation_command import run_explanation
from grants.desk.figure_commands import run_figures
from grants.desk.settlement_command import run_settlement
from grants.office.persons import with_person
from grants.office.run import run_year
from grants.office.workspace import SETTINGS, open_workspace
from ledger.files import acting_user
from ledger.period import FundingYear

if TYPE_CHECKING:
    from grants.office.acting import Acting

CASES = Path(__file__).resolve().parents[1] / "cases"


@pytest.fixture
def five_persons(tmp_path: Path, acting: Acting) -> Path:
    """Return the folder of the story with five persons after its run."""
    folder = tmp_path / "landkreis"
    shutil.copytree(CASES / "personenscharf-fuenf-personen" / "given", folder)
    run_year(open_workspace(folder), FundingYear(2023), acting)
    return folder


def settled(folder: Path, year: int, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    run_settlement(folder, year, as_json=True)
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


def test_the_sheet_per_person_names_persons_by_number_and_who_bears_the_rest(
    five_persons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_settlement(five_persons, 2023, as_json=False)
    text = capsys.readouterr().out.replace("\u00a0", " ")
    assert text.startswith("Förderjahr 2023: personenscharf, Festbetrag (")
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.startswith("  0")}
    assert rows["0102"] == ["7,55", "0,3145", "18.870,97", "22.700,00", "18.870,97", "3.829,03"]
    assert len(rows) == 5
    assert "davon Reisekosten" in text
    for name in ("Bäuerle", "Kübler"):
        assert name not in text
    assert "foerderbuch warum 2023 auszahlung.betrag" in text


def test_the_sheet_per_person_as_data_adds_up(five_persons: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = settled(five_persons, 2023, capsys)
    (county,) = data["traeger"]
    assert (data["verfahren"], data["auszahlung"], data["rest"]) == ("personenscharf", "181254.97", "18745.03")
    assert county["selbst_zu_tragen"] == "19955.43"
    assert total(line["betrag"] for line in county["traegt"]) == Decimal("19955.43")
    assert county["personen"][0] == {
        "personalnummer": "0101",
        "monate": "12.00",
        "vzae": "1.0000",
        "hoechstbetrag": "60000.00",
        "kosten": "72000.00",
        "zuwendung": "60000.00",
        "eigenanteil": "12000.00",
    }


def total(amounts: Any) -> Decimal:
    return sum(map(Decimal, amounts), Decimal(0))


def test_the_sheet_of_a_planning_frame_names_every_carrier(finished: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = settled(finished, 2025, capsys)
    assert data["verfahren"] == "Planungsrahmen"
    assert [each["traeger"] for each in data["traeger"]] == ["08999", "08999002", "08999003", "08999901"]
    assert total(each["auszahlung"] for each in data["traeger"]) == Decimal(data["auszahlung"])
    for each in data["traeger"]:
        assert total(line["betrag"] for line in each["traegt"]) == Decimal(each["selbst_zu_tragen"])
        assert each["personen"] == []
    run_settlement(finished, 2025, as_json=False)
    assert "Anteil am Planungsrahmen" in capsys.readouterr().out


def test_figures_and_entries_of_a_year_settled_per_person_unfold(
    five_persons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_figures(five_persons, 2023, as_json=True)
    names = {figure["name"] for figure in json.loads(capsys.readouterr().out)["zahlen"]}
    assert {"bewilligung.betrag", "auszahlung.betrag", "person.0105.zuwendung", "kreis.gesamt"} <= names
    run_explanation(five_persons, 2023, "person.0102.hoechstbetrag", page=False, as_json=True)
    figure = json.loads(capsys.readouterr().out)
    assert figure["rundung"] == "kaufmännisch auf Cent"
    assert figure["fundstellen"]


@pytest.fixture
def city(tmp_path: Path, acting: Acting) -> Path:
    """Return the folder of the story with a city's own programmes after its run."""
    folder = tmp_path / "stadt"
    shutil.copytree(CASES / "programme-einer-stadt-2021" / "given", folder)
    run_year(open_workspace(folder), FundingYear(2021), acting)
    return folder


def test_the_sheet_shows_the_other_programmes_with_their_awards(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_settlement(city, 2021, as_json=False)
    text = capsys.readouterr().out.replace("\u00a0", " ")
    sheet = text[text.index("(bescheide/omid-2021.toml)") :]
    lines = [line.split("  ") for line in sheet.splitlines()[1:9]]
    shown = {line[1]: line[-1].strip() for line in lines if len(line) > 2}
    assert shown["Rechnerische Zuwendung"] == "290.000,00 €"
    assert shown["Aus Eigenmitteln"] == "69.412,00 €"


def test_the_other_programmes_stand_in_the_data_with_their_figures(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    programmes = {each["programm"]: each for each in settled(city, 2021, capsys)["programme"]}
    assert list(programmes) == ["stuttgart-massnahmen", "stuttgart-omid", "stuttgart-sachkostenpauschale"]
    lump_sum = {line["zeile"]: (line["wert"], line["einheit"]) for line in programmes[list(programmes)[2]]["ergebnis"]}
    assert lump_sum["Besetzte Stellen"] == ("49.4", "Stellen")
    assert lump_sum["Rechnerische Zuwendung"] == ("227240.00", "EUR")
    run_explanation(city, 2021, "programm.stuttgart-omid.zuwendung", page=False, as_json=True)
    why = json.loads(capsys.readouterr().out)
    assert why["wert"] == "290000.00"
    assert {entry["betrag"] for entry in why["buchungen"]} == {"649412.00", "290000.00"}


def test_the_total_names_its_programme_and_stands_before_the_others(
    finished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_settlement(finished, 2025, as_json=False)
    text = capsys.readouterr().out
    assert text.index("Auszahlung insgesamt (rechnerisch), VwV IntM") < text.index("FlüAG")


def test_long_labels_are_wrapped_so_that_the_amounts_stay_in_their_column(
    finished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_settlement(finished, 2025, as_json=False)
    printed = [line for line in capsys.readouterr().out.splitlines() if line.endswith("\u00a0€")]
    assert printed
    assert {len(line) for line in printed} == {81}


def test_a_frozen_year_settled_per_person_has_no_proof_to_print(
    five_persons: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = five_persons / SETTINGS
    settings.write_text(with_person(settings.read_text("utf-8"), acting_user(), "Prüfung"), "utf-8")
    run_closing(five_persons, 2023, dry_run=False, as_json=False)
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("Nächster Schritt: foerderbuch abrechnen 2023 ")
