"""zahlen --prognose on the example county in June, when five months of pay are booked and no return has come."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from grants.desk.forecast_command import run_forecast
from grants.office.forecasting import ForecastReport, forecast_booked, refuse_misfits
from grants.office.incoming import import_files
from grants.office.workspace import SETTINGS, open_workspace
from ledger.book.store import open_book
from ledger.finding import FindingsError, MissingError
from ledger.period import FundingYear
from tests.grants.builders import entry, inputs, tenure

if TYPE_CHECKING:
    from pathlib import Path

    from grants.office.acting import Acting

YEAR = FundingYear(2025)
ASSUMED = """
[prognose]
tariferhoehungen = [{ ab = 2025-04-01, prozent = "3,0" }]
jahressonderzahlung = "70,48"
"""


def book_until_may(folder: Path, acting: Acting, settings: str = ASSUMED) -> None:
    """Book the staffing plan, the head counts and the pay of January to May, nothing else."""
    incoming = folder / "eingang" / "2025"
    shutil.rmtree(incoming / "meldungen")
    payroll = incoming / "lohnjournal_2025.csv"
    head, *rows = payroll.read_text("cp1252").splitlines()
    paid = [row for row in rows if row.split(";")[2] in {f"{month:02d}/2025" for month in range(1, 6)}]
    payroll.write_text("\n".join([head, *paid]) + "\n", "cp1252")
    with (folder / SETTINGS).open("a", encoding="utf-8") as file:
        file.write(settings)
    files = [incoming / name for name in ("stellenbesetzung_2025.csv", "personenzahlen_2025.csv", payroll.name)]
    import_files(open_workspace(folder), YEAR, files, acting, dry_run=False)


def forecast(folder: Path, acting: Acting) -> ForecastReport:
    workspace = open_workspace(folder)
    return forecast_booked(workspace, open_book(workspace.book_address, writing=False), YEAR, acting)


def test_a_running_year_is_forecast_without_the_returns_of_the_other_carriers(
    workspace_folder: Path, acting: Acting
) -> None:
    """IM-01, S 12 step 5, from the public table and the shares of the example (26.95 % in all, each rounded).

    January to March 5,176.80 + 1,395.15 = 6,571.95 each, April and May 5,326.70 + 1,435.54 = 6,762.24: 33,240.33. At
    the tariff before April a month is 33,240.33 / (3 + 2 x 1.03) = 6,569.2352, after it 6,766.3122. Seven months of
    6,766.31 and 70.48 % of one: 47,364.17 + 4,768.90.
    """
    book_until_may(workspace_folder, acting)
    figures = forecast(workspace_folder, acting).figures
    assert figures["prognose.stelle.IM-01.gebucht"].exact == "33240.33"
    assert figures["prognose.stelle.IM-01.erwartet"].exact == "52133.07"


def test_a_planned_filling_of_a_post_nobody_knows_is_pointed_out(workspace_folder: Path, acting: Acting) -> None:
    planned = 'besetzungen = [{ stelle = "IM-99", ab = 2025-11-15, vzae = "1,0" }]\n'
    book_until_may(workspace_folder, acting, settings=ASSUMED + planned)
    (sentence,) = [words for words in forecast(workspace_folder, acting).words if "als neue Stelle gerechnet" in words]
    assert sentence.startswith("Stelle IM-99 steht nicht in der Stellenbesetzung")


def test_every_number_of_a_forecast_says_how_it_is_made(
    workspace_folder: Path, acting: Acting, capsys: pytest.CaptureFixture[str]
) -> None:
    book_until_may(workspace_folder, acting)
    run_forecast(workspace_folder, 2025, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    (below,) = [lines[number + 1] for number, line in enumerate(lines) if line.startswith("prognose.vzae_erwartet ")]
    assert below == "    VZÄ im Mittel der erwarteten Monate, ohne Koordinierende Stelle"
    assert max(len(line) for line in lines if line.startswith("    ")) <= 100


def test_the_forecast_unfolds_down_to_the_rows_booked(workspace_folder: Path, acting: Acting) -> None:
    book_until_may(workspace_folder, acting)
    figures = forecast(workspace_folder, acting).figures
    year = "prognose.stelle.IM-01.gesamt"
    assert figures[year].parts == ("prognose.stelle.IM-01.gebucht", "prognose.stelle.IM-01.erwartet")
    # five months of seven wage types
    entries = [entry for entry, _ in figures.entries_of(year)]
    assert len(entries) == 35
    assert {entry.source.file for entry in entries} == {"eingang/2025/lohnjournal_2025.csv"}


def test_a_bonus_booked_nowhere_and_ruled_nowhere_is_asked_for(workspace_folder: Path, acting: Acting) -> None:
    book_until_may(workspace_folder, acting, settings="")
    with pytest.raises(MissingError, match='jahressonderzahlung = "70,48"'):
        forecast(workspace_folder, acting)


def test_pay_of_somebody_without_a_post_is_refused_as_in_a_settlement() -> None:
    with pytest.raises(FindingsError, match=r"Das Förderjahr lässt sich so nicht hochrechnen\."):
        refuse_misfits(inputs(tenures=[tenure("0001")], entries=[entry("5000", "0002")]))


def test_a_finished_year_has_no_forecast(finished: Path, acting: Acting) -> None:
    report = forecast(finished, acting)
    assert list(report.figures) == []
    assert report.words[0].startswith("Für 2025 sind alle zwölf Lohnmonate gebucht")


def test_a_year_in_which_nothing_is_booked_has_no_forecast(workspace_folder: Path, acting: Acting) -> None:
    with pytest.raises(MissingError, match="noch kein Lohnmonat gebucht"):
        forecast(workspace_folder, acting)
