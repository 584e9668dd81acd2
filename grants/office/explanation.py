"""warum --anlage: the derivation of one figure as a printable page for the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.office.documents import DocumentKind, Job, Press, WrittenFile, as_of_words, write_file
from grants.office.entry_cells import place_finder
from grants.papers.explanation_page import make_explanation_page
from ledger.book.store import open_book

if TYPE_CHECKING:
    from grants.office.workspace import Workspace
    from grants.settle.figures import Figures
    from ledger.period import FundingYear


def write_explanation(workspace: Workspace, year: FundingYear, figures: Figures, name: str) -> tuple[WrittenFile, ...]:
    """Write the derivation of a figure to ``ausgabe/JAHR/herleitung`` and return the files.

    Raises UnreadableError when it cannot be written.
    """
    book = open_book(workspace.book_address, writing=False)
    batches = book.batches(year)
    find = place_finder(workspace, book, year)
    stem = f"{year.number}-herleitung-{name.replace('.', '-')}"
    title = f"Herleitung {name}"
    job = Job(
        DocumentKind.EXPLANATION,
        stem,
        title,
        "nachweise/herleitung.html.j2",
        lambda: make_explanation_page(figures, name, year.number, as_of_words(batches), lambda entry: find(entry).spot),
    )
    files = Press(workspace, max(batch.booked_on for batch in batches)).make(job)
    folder = workspace.outgoing(year) / "herleitung"
    return tuple(write_file(folder / f"{stem}.{suffix}", content, title) for suffix, content in files.items())
