"""What zahlen and warum do: list the named figures, unfold one, show one entry."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grants.desk.entry_words import story_data, story_lines
from grants.desk.output import (
    explanation_data,
    figure_data,
    findings_data,
    print_findings,
    print_json,
    say,
)
from grants.desk.session import acting_here, note_look, workspace_at, year_of
from ledger.german import format_amount, format_count, format_decimal, format_fte
from ledger.money import Money

if TYPE_CHECKING:
    from pathlib import Path

    from grants.office.accounting import Explanation
    from grants.settle.figures import Value
    from grants.settle.year import YearResult

ENTRIES_SHOWN = 12
_UNITS = {"EUR": "€", "VZÄ": "VZÄ", "Anzahl": ""}


def _computed(folder: Path, number: int, what: dict[str, Any]) -> YearResult:
    """Return the computed year and write down that somebody looked at it."""
    from grants.office.accounting import compute_booked
    from ledger.book.store import open_book

    workspace = workspace_at(folder)
    book = open_book(workspace.book_address, writing=False)
    result = compute_booked(workspace, book, year_of(number), acting_here())
    note_look(workspace, "ansehen", {**what, "jahr": number})
    return result


def run_figures(folder: Path, number: int, *, as_json: bool) -> None:
    """Zahlen."""
    result = _computed(folder, number, {"was": "zahlen"})
    if as_json:
        print_json({"jahr": number, "zahlen": [figure_data(figure) for figure in result.figures]})
        return
    width = max(len(figure.name) for figure in result.figures)
    for figure in result.figures:
        say(f"{figure.name:<{width}}  {_german(figure.value):>16} {_UNITS.get(figure.unit, figure.unit)}".rstrip())


def _german(value: Value) -> str:
    if isinstance(value, Money):
        return format_amount(value)
    if isinstance(value, Decimal):
        return format_decimal(value)
    return format_count(value) if isinstance(value, int) else format_fte(value)


def run_explanation(folder: Path, number: int, name: str, *, as_json: bool) -> None:
    """Warum."""
    from grants.office.accounting import explain

    if name.isdecimal():
        run_entry(folder, number, int(name), as_json=as_json)
        return
    result = _computed(folder, number, {"was": "warum", "zahl": name})
    explanation = explain(result, name)
    if as_json:
        print_json(explanation_data(explanation))
        return
    _say_explanation(explanation, "", "")


def _say_explanation(explanation: Explanation, indent: str, sign: str) -> None:
    """Print a figure and its parts as a tree; the first entries of each, the rest counted."""
    figure = explanation.figure
    clauses = "; ".join(clause.words() for clause in figure.clauses)
    say(f"{indent}{sign}{figure.name} = {_german(figure.value)} {_UNITS.get(figure.unit, figure.unit)}".rstrip())
    say(f"{indent}    {figure.formula}{f' [{clauses}]' if clauses else ''}")
    for entry, amount in figure.entries[:ENTRIES_SHOWN]:
        source = entry.source
        sheet = f", Blatt {source.sheet}" if source.sheet else ""
        say(f"{indent}    · {format_amount(amount)} €  Nr. {entry.number}, {source.file}{sheet}, Zeile {source.row}")
    if len(figure.entries) > ENTRIES_SHOWN:
        say(f"{indent}    · … und {len(figure.entries) - ENTRIES_SHOWN} weitere Buchungen (alle mit --json)")
    for part_name, part in zip(figure.parts, explanation.parts, strict=True):
        sign = "· " if not figure.sums else "− " if part_name.startswith("-") else "+ "
        _say_explanation(part, indent + "  ", sign)


def run_entry(folder: Path, number: int, entry_number: int, *, as_json: bool) -> None:
    """Warum, asked for one entry."""
    from grants.office.records import look_up_entry

    story, hints = look_up_entry(workspace_at(folder), year_of(number), entry_number, acting_here())
    if as_json:
        print_json({**story_data(story), **findings_data(hints)})
        return
    print_findings(hints)
    for line in story_lines(story):
        say(line)
