"""What zahlen --prognose prints: the forecast of a running year with its assumptions, and no figure of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.desk.figure_commands import say_figures
from grants.desk.output import figure_data, print_json, say
from grants.desk.session import knowing_as_on, note_look, workspace_at, year_of
from grants.office.forecasting import ForecastReport, forecast_booked
from ledger.book.store import open_book

if TYPE_CHECKING:
    from pathlib import Path


def computed_forecast(folder: Path, number: int, what: dict[str, Any], known_on: str = "") -> ForecastReport:
    """Return the forecast of a year and write down that somebody looked at it."""
    workspace = workspace_at(folder)
    book = open_book(workspace.book_address, writing=False)
    report = forecast_booked(workspace, book, year_of(number), knowing_as_on(known_on))
    note_look(workspace, "ansehen", {**what, "jahr": number})
    return report


def run_forecast(folder: Path, number: int, *, known_on: str = "", as_json: bool) -> None:
    """Zahlen, asked for the forecast."""
    report = computed_forecast(folder, number, {"was": "prognose"}, known_on)
    figures = tuple(report.figures)
    if as_json:
        listed = [figure_data(figure) for figure in figures]
        print_json({"jahr": number, "zahlen": listed, "annahmen": list(report.words)})
        return
    if figures:
        say(f"Prognose für {number}: erwartete Zahlen, keine Abrechnung.")
        say_figures(figures)
    for sentence in report.words:
        say(f"- {sentence}")
