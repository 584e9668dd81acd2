"""What zahlen prints, and warum for one entry."""

from __future__ import annotations

from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from grants.desk.eligibility_words import eligibility_data, eligibility_lines
from grants.desk.entry_words import story_data, story_lines
from grants.desk.output import (
    figure_data,
    findings_data,
    print_findings,
    print_json,
    say,
    say_next,
)
from grants.desk.session import (
    acting_here,
    knowing_as_on,
    knowledge_data,
    knowledge_words,
    note_look,
    warn_of_younger,
    workspace_at,
    year_of,
)
from grants.law.rounding import RoundingPolicy
from ledger.finding import UsageRefusalError
from ledger.german import format_amount, format_count, format_decimal, format_fte
from ledger.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.office.acting import Acting
    from grants.settle.figures import Figure, Value
    from grants.settle.person_year import SettledYear

WIDTH, INDENT = 100, "    "
_UNITS = {"EUR": "€", "VZÄ": "VZÄ", "Anzahl": ""}


def computed_year(folder: Path, number: int, what: dict[str, Any], acting: Acting) -> SettledYear:
    """Return the computed year, as known on a day, and write down that somebody looked at it.

    A hint names every notice that was not known yet on that day.
    """
    from grants.office.accounting import settle_booked
    from ledger.book.store import open_book

    workspace = workspace_at(folder)
    year, book = year_of(number), open_book(workspace.book_address, writing=False)
    result = settle_booked(workspace, book, year, acting)
    warn_of_younger(workspace, year, acting)
    note_look(workspace, "ansehen", {**what, "jahr": number})
    return result


def run_figures(folder: Path, number: int, *, known_on: str = "", as_json: bool) -> None:
    """Zahlen."""
    acting = knowing_as_on(known_on)
    result = computed_year(folder, number, {"was": "zahlen"}, acting)
    if as_json:
        listed = [figure_data(figure) for figure in result.figures]
        print_json({"jahr": number, **knowledge_data(acting), "zahlen": listed})
        return
    say(f"Zahlen des Förderjahres {number}{knowledge_words(acting)}")
    say_figures(tuple(result.figures))
    say_next(f"warum {number} NAME", folder, "zeigt, wie eine Zahl entsteht und worauf sie beruht.")


def say_figures(figures: Sequence[Figure], *, with_words: bool = False) -> None:
    """Print named figures one below the other; ``with_words`` also says below each one how it is made."""
    width = max(len(figure.name) for figure in figures)
    say(f"{'Name der Zahl':<{width}}  {'Wert':>16} Einheit  (Rundung)")
    for figure in figures:
        is_rounded = figure.rounding not in (None, RoundingPolicy.EXACT)
        rounding = f"  ({figure.rounding.value})" if figure.rounding and is_rounded else ""
        unit = _UNITS.get(figure.unit, figure.unit)
        say(f"{figure.name:<{width}}  {_value(figure.value):>16} {unit}{rounding}".rstrip())
        for line in wrap(figure.formula, WIDTH - len(INDENT)) if with_words else ():
            say(f"{INDENT}{line}")


def german(figure: Figure) -> str:
    """Return the value of a figure with its unit as people read it."""
    return f"{_value(figure.value)} {_UNITS.get(figure.unit, figure.unit)}".rstrip()


def _value(value: Value) -> str:
    if isinstance(value, Money):
        return format_amount(value)
    if isinstance(value, Decimal):
        return format_decimal(value)
    return format_count(value) if isinstance(value, int) else format_fte(value)


def run_entry(
    folder: Path, number: int, entry_number: int, *, page: bool = False, known_on: str = "", as_json: bool
) -> None:
    """Warum, asked for one entry. Raises UsageRefusalError for its page: a page is the derivation of a figure."""
    from grants.office.explanation import explain_entry
    from grants.office.records import look_up_entry

    if page:
        raise UsageRefusalError(
            "Falscher Aufruf: Zu einer einzelnen Buchung gibt es kein Blatt für die Akte.",
            f"Bitte --anlage weglassen oder eine Zahl nennen; „foerderbuch zahlen {number}“ nennt alle Namen.",
        )
    workspace, year, acting = workspace_at(folder), year_of(number), knowing_as_on(known_on)
    story, hints = look_up_entry(workspace, year, entry_number, acting_here())
    eligibility, more = explain_entry(workspace, year, story, acting)
    hints = (*hints, *more)
    if as_json:
        print_json({**story_data(story), **eligibility_data(eligibility), **findings_data(hints)})
        return
    print_findings(hints)
    for line in story_lines(story):
        say(line)
    for line in eligibility_lines(eligibility, story.entry) if eligibility else ():
        say(line)
