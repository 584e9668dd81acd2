"""zahlen, warum, verteilen, abrechnen: the computed year and its named figures."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from grants.close.completeness import check_completeness, check_tenures
from grants.office.workspace import year_inputs
from grants.settle.year import YearResult, compute_year
from ledger.book.store import Book, open_book
from ledger.finding import FindingsError, MissingError

if TYPE_CHECKING:
    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from grants.settle.figures import Figure
    from ledger.cost import Entry
    from ledger.money import Money
    from ledger.period import FundingYear


def compute(workspace: Workspace, book: Book, year: FundingYear, acting: Acting) -> YearResult:
    """Compute a year from the book. Raises FindingsError when something it rests on is missing."""
    inputs = year_inputs(workspace, book, year, acting.today)
    findings = (
        *check_completeness(year, book.batches(year), inputs.head_counts, inputs.agreements, inputs.county.key),
        *check_tenures(inputs.entries, inputs.tenures),
    )
    if findings:
        raise FindingsError(findings)
    return compute_year(inputs)


def compute_booked(workspace: Workspace, year: FundingYear, acting: Acting) -> YearResult:
    """Open the book for reading and compute a year. Raises MissingError when nothing is booked."""
    book = open_book(workspace.book_path, writing=False)
    if not book.batches(year):
        raise MissingError(
            f"Für das Förderjahr {year.number} ist noch nichts gebucht.",
            f"Bitte zuerst „foerderbuch lauf {year.number}“ ausführen.",
        )
    return compute(workspace, book, year, acting)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Antwort auf „warum?“: a figure, the explanations of its parts, and the entries it rests on."""

    figure: Figure
    parts: tuple[Explanation, ...]
    entries: tuple[tuple[Entry, Money], ...]


def explain(result: YearResult, name: str) -> Explanation:
    """Unfold a figure into its parts. Raises MissingError for an unknown name, with the nearest ones."""
    figures = result.figures
    if name not in figures:
        near = get_close_matches(name, [figure.name for figure in figures], n=3)
        remedy = f"Gemeint sein könnte: {', '.join(near)}." if near else "„foerderbuch zahlen JAHR“ nennt alle Namen."
        raise MissingError(f"Eine Zahl „{name}“ gibt es nicht.", remedy)
    parts = tuple(explain(result, part.removeprefix("-")) for part in figures[name].parts)
    return Explanation(figures[name], parts, figures.entries_of(name))
