"""What warum prints for a figure: its tree in the terminal, as JSON, and as a page for the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.desk.figure_commands import computed_year, german
from grants.desk.forecast_command import computed_forecast
from grants.desk.output import clause_data, figure_data, files_data, print_files, print_json, say
from grants.desk.session import knowing_as_on, knowledge_data, knowledge_words, workspace_at, year_of
from grants.office.accounting import known_figure
from grants.office.entry_cells import place_finder, source_place
from grants.office.explanation import write_explanation
from grants.papers.explanation_page import unfold_steps
from ledger.book.store import open_book
from ledger.finding import UsageRefusalError
from ledger.german import format_amount, format_exact

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grants.office.acting import Acting
    from grants.office.entry_cells import EntryPlace
    from grants.papers.explanation_page import Step
    from grants.settle.facts import Fact
    from grants.settle.figures import Booked, Figure, Figures
    from ledger.money import Money

ENTRIES_SHOWN = 12
FORECASTS = "prognose."


def run_explanation(folder: Path, number: int, name: str, *, page: bool, known_on: str = "", as_json: bool) -> None:
    """Warum."""
    acting = knowing_as_on(known_on)
    figures = _figures_with(folder, number, name, acting, page=page)
    known_figure(figures, name)
    workspace, year = workspace_at(folder), year_of(number)
    find = place_finder(workspace, open_book(workspace.book_address, writing=False), year)
    files = write_explanation(workspace, year, figures, name, acting.knowing) if page else ()
    if as_json:
        data = {**explanation_data(figures, name, find), **knowledge_data(acting)}
        print_json({**data, **({"dateien": files_data(files)} if page else {})})
        return
    if acting.knowing:
        say(f"Förderjahr {number}{knowledge_words(acting)}")
    say_figure(figures, name, find)
    if files:
        say()
        print_files(files)


def say_figure(figures: Figures, name: str, find: Callable[[Booked], EntryPlace]) -> None:
    """Print a figure and all it is made of."""
    for step in unfold_steps(figures, name):
        _say_step(step, find)


def explanation_data(figures: Figures, name: str, find: Callable[[Booked], EntryPlace]) -> dict[str, Any]:
    """Return a figure and all it is made of in the shape other programs rely on."""
    pairs = [_entry(entry, part, find) for entry, part in figures.entries_of(name)]
    return {**_data(figures, name, find, set()), "buchungen": pairs}


def _figures_with(folder: Path, number: int, name: str, acting: Acting, *, page: bool) -> Figures:
    """Return the figures among which a name is looked up: those of the forecast are never among those of the book.

    Raises UsageRefusalError for the page of a forecast, which would go to the file without its assumptions.
    """
    what = {"was": "warum", "zahl": name}
    if not name.startswith(FORECASTS):
        return computed_year(folder, number, what, acting).figures
    if page:
        raise UsageRefusalError(
            "Falscher Aufruf: Zu einer Prognose gibt es kein Blatt für die Akte.",
            f"Bitte --anlage weglassen; „foerderbuch zahlen {number} --prognose“ nennt auch die Annahmen.",
        )
    return computed_forecast(folder, number, what, acting).figures


def _say_step(step: Step, find: Callable[[Booked], EntryPlace]) -> None:
    """Print a figure below the one it enters: value, formula, clauses, the first of its entries."""
    figure, indent = step.figure, "  " * step.depth
    sign = {"": "", "\u2212": "− ", "+": "+ ", "·": "· "}[step.sign]
    exact = f" (genau {format_exact(figure.lost)})" if figure.lost is not None else ""
    say(f"{indent}{sign}{figure.name} = {german(figure)}{exact}")
    if step.repeated:
        say(f"{indent}    siehe oben")
        return
    clauses = "; ".join(clause.words() for clause in figure.clauses)
    rounding = f"; Rundung: {figure.rounding.value}" if figure.rounding else ""
    say(f"{indent}    {figure.formula}{f' [{clauses}]' if clauses else ''}{rounding}")
    for fact in figure.facts[:ENTRIES_SHOWN]:
        say(f"{indent}    · {fact.words}: {source_place(fact.source).words()}")
    if len(figure.facts) > ENTRIES_SHOWN:
        say(f"{indent}    · … und {len(figure.facts) - ENTRIES_SHOWN} weitere Angaben (alle mit --json)")
    for entry, part in figure.entries[:ENTRIES_SHOWN]:
        say(f"{indent}    · {format_amount(part)} €  Nr. {entry.number}, {find(entry).words()}")
    if len(figure.entries) > ENTRIES_SHOWN:
        say(f"{indent}    · … und {len(figure.entries) - ENTRIES_SHOWN} weitere Buchungen (alle mit --json)")


def _data(figures: Figures, name: str, find: Callable[[Booked], EntryPlace], seen: set[str]) -> dict[str, Any]:
    """Return a figure in the shape other programs rely on; parts unfolded before come without their own parts."""
    figure = figures[name]
    data = {
        **figure_data(figure),
        "formel": figure.formula,
        "fundstellen": [clause_data(clause) for clause in figure.clauses],
        **({"genau": str(figure.lost)} if figure.lost is not None else {}),
        **({"angaben": [_fact(fact) for fact in figure.facts]} if figure.facts else {}),
    }
    if name in seen and (figure.parts or figure.entries):
        return {**data, "siehe_oben": True, "teile": [], "buchungen": []}
    seen.add(name)
    parts = [
        {"vorzeichen": _sign(figure, part), **_data(figures, part.removeprefix("-"), find, seen)}
        for part in figure.parts
    ]
    return {**data, "teile": parts, "buchungen": [_entry(entry, part, find) for entry, part in figure.entries]}


def _sign(figure: Figure, part: str) -> str:
    """Return how a part enters a figure: parts of a sum have a sign, others are operands of its formula."""
    if not figure.sums:
        return "·"
    return "-" if part.startswith("-") else "+"


def _fact(fact: Fact) -> dict[str, Any]:
    source = fact.source
    return {"text": fact.words, "datei": source.file, "blatt": source.sheet, "zeile": source.row}


def _entry(entry: Booked, part: Money, find: Callable[[Booked], EntryPlace]) -> dict[str, Any]:
    place = find(entry)
    return {
        "nummer": entry.number,
        "datei": place.file,
        "blatt": place.sheet,
        "zeile": place.row,
        "spalte": place.column,
        "zelle": place.cell,
        "betrag": part.decimal_string(),
    }
