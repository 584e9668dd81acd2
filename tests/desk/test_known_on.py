"""--bekannt: an old paper is reckoned again with the notices and rules that were known on its day."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from grants.desk.explanation_command import run_explanation
from grants.desk.figure_commands import run_figures
from grants.desk.settlement_command import run_settlement
from ledger.finding import MissingError, UsageRefusalError

if TYPE_CHECKING:
    from pathlib import Path

# The example's notices: version 1 of 15.12.2023 over 900,000.00 EUR, version 2 of 22.03.2024 over 923,907.00 EUR.
BEFORE, AFTER = "21.03.2024", "22.03.2024"


def printed(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


def frame(capsys: pytest.CaptureFixture[str], folder: Path, known_on: str) -> str:
    run_figures(folder, 2025, known_on=known_on, as_json=True)
    (figure,) = [each for each in printed(capsys)["zahlen"] if each["name"] == "planungsrahmen.betrag"]
    return str(figure["wert"])


def test_the_frame_is_the_one_that_was_known_on_the_day(capsys: pytest.CaptureFixture[str], finished: Path) -> None:
    first = frame(capsys, finished, BEFORE)
    assert (frame(capsys, finished, AFTER), frame(capsys, finished, "")) == ("923907.00", "923907.00")
    assert first == "900000.00"
    run_settlement(finished, 2025, known_on=BEFORE, as_json=True)
    assert Decimal(printed(capsys)["auszahlung"]) <= Decimal(first)


def test_the_derivation_names_the_notice_of_the_day(capsys: pytest.CaptureFixture[str], finished: Path) -> None:
    formulas = []
    for day in (BEFORE, AFTER):
        run_explanation(finished, 2025, "planungsrahmen.betrag", page=False, known_on=day, as_json=True)
        formulas.append(printed(capsys)["formel"])
    assert [formula.rpartition(", ")[2] for formula in formulas] == ["Fassung 1", "Fassung 2"]


def test_before_the_first_notice_there_is_no_frame(finished: Path) -> None:
    words = r"liegt, Stand 01\.01\.2020, noch keine Mitteilung .* die älteste ist vom 15\.12\.2023"
    with pytest.raises(MissingError, match=words):
        run_figures(finished, 2025, known_on="01.01.2020", as_json=True)


def test_a_day_that_is_no_date_is_wrong_usage(finished: Path) -> None:
    with pytest.raises(UsageRefusalError, match="--bekannt gestern ist kein Datum"):
        run_figures(finished, 2025, known_on="gestern", as_json=True)


# The award of Flüchtlingssozialarbeit is younger than the first version of the frame.
def test_a_settlement_names_its_day_of_knowledge_and_every_notice_it_leaves_out(
    capsys: pytest.CaptureFixture[str], finished: Path
) -> None:
    run_settlement(finished, 2025, known_on=BEFORE, as_json=False)
    told = capsys.readouterr()
    assert told.out.startswith(f"Förderjahr 2025, Stand der Kenntnis {BEFORE}: Planungsrahmen")
    for file in ("planungsrahmen-2025-fassung-2.toml", "fluechtlingssozialarbeit-2025.toml"):
        assert f"bescheide/{file}" in told.err
    run_settlement(finished, 2025, known_on=BEFORE, as_json=True)
    data = printed(capsys)
    assert (data["bekannt"], len(data["befunde"])) == ("2024-03-21", 2)


def test_without_a_day_of_knowledge_nothing_is_said_about_it(
    capsys: pytest.CaptureFixture[str], finished: Path
) -> None:
    run_settlement(finished, 2025, as_json=False)
    told = capsys.readouterr()
    assert ("Stand der Kenntnis" in told.out, told.err) == (False, "")


def test_figures_and_derivations_name_their_day_of_knowledge(
    capsys: pytest.CaptureFixture[str], finished: Path
) -> None:
    run_figures(finished, 2025, known_on=BEFORE, as_json=False)
    assert capsys.readouterr().out.startswith(f"Zahlen des Förderjahres 2025, Stand der Kenntnis {BEFORE}\n")
    run_explanation(finished, 2025, "rahmen.rest", page=False, known_on=BEFORE, as_json=False)
    assert capsys.readouterr().out.startswith(f"Förderjahr 2025, Stand der Kenntnis {BEFORE}\n")


def test_a_day_to_come_is_no_day_of_knowledge(finished: Path) -> None:
    with pytest.raises(UsageRefusalError, match=r"--bekannt 31\.12\.2098 liegt in der Zukunft"):
        run_figures(finished, 2025, known_on="31.12.2098", as_json=True)
