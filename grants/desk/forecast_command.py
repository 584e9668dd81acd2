"""What zahlen --prognose prints: the forecast of a running year with its assumptions, and no figure of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.desk.figure_commands import say_figures
from grants.desk.output import figure_data, print_json, say
from grants.desk.session import (
    knowing_as_on,
    knowledge_data,
    knowledge_words,
    note_look,
    warn_of_younger,
    workspace_at,
    year_of,
)
from grants.office.forecasting import ForecastReport, forecast_booked
from ledger.book.store import open_book

if TYPE_CHECKING:
    from pathlib import Path

    from grants.office.acting import Acting


def computed_forecast(folder: Path, number: int, what: dict[str, Any], acting: Acting) -> ForecastReport:
    """Return the forecast of a year and write down that somebody looked at it."""
    workspace = workspace_at(folder)
    book = open_book(workspace.book_address, writing=False)
    year = year_of(number)
    report = forecast_booked(workspace, book, year, acting)
    warn_of_younger(workspace, year, acting)
    note_look(workspace, "ansehen", {**what, "jahr": number})
    return report


def run_forecast(folder: Path, number: int, *, known_on: str = "", as_json: bool) -> None:
    """Zahlen, asked for the forecast."""
    acting = knowing_as_on(known_on)
    report = computed_forecast(folder, number, {"was": "prognose"}, acting)
    figures = tuple(report.figures)
    if as_json:
        listed = [figure_data(figure) for figure in figures]
        print_json({"jahr": number, **knowledge_data(acting), "zahlen": listed, "annahmen": list(report.words)})
        return
    if figures:
        say(f"Prognose für {number}{knowledge_words(acting)}: erwartete Zahlen, keine Abrechnung.")
        say_figures(figures, with_words=True)
    for sentence in report.words:
        say(f"- {sentence}")
