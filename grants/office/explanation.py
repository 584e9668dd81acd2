"""warum: the derivation of one figure as a printable page for the file, and what a year does with one entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.office.accounting import settle_booked
from grants.office.documents import DocumentKind, Job, Press, as_of_words
from grants.office.drafts import WrittenFile, write_drafts
from grants.office.entry_cells import place_finder
from grants.office.file_keys import figure_key
from grants.office.retention import PERSON_FOLDER
from grants.papers.explanation_page import make_explanation_page
from grants.settle.entry_shares import EntryEligibility, entry_eligibility
from ledger.book.store import open_book
from ledger.finding import Finding, Place, RefusalError, hint
from ledger.german import format_date

if TYPE_CHECKING:
    from datetime import date

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from grants.settle.figures import Figures
    from ledger.book.story import Story
    from ledger.period import FundingYear


def explain_entry(
    workspace: Workspace, year: FundingYear, story: Story, acting: Acting
) -> tuple[EntryEligibility | None, tuple[Finding, ...]]:
    """Return what a year does with a booking; a hint says why not, where the year cannot be computed yet.

    A booking that was taken back, or came after its year was frozen, is settled nowhere: its story says so.
    """
    if story.entry.late or story.reversal:
        return None, ()
    book = open_book(workspace.book_address, writing=False)
    try:
        return entry_eligibility(settle_booked(workspace, book, year, acting), story.entry), ()
    except RefusalError as refusal:
        text = f"Wer die Buchung trägt, lässt sich noch nicht sagen: {refusal.text}"
        remedy = refusal.remedy or f"Was fehlt, nennt „foerderbuch abrechnen {year.number}“."
        return None, (hint(Place(f"Förderjahr {year.number}"), text, remedy),)


def write_explanation(
    workspace: Workspace, year: FundingYear, figures: Figures, name: str, known_on: date | None
) -> tuple[WrittenFile, ...]:
    """Write the derivation of a figure beside the papers about persons and return the files.

    It lists staff numbers, so it has to go when the retention plan deletes what is about persons.
    ``known_on`` is the day of knowledge, where the figures are those of an earlier one; the page then says so.
    Raises UnreadableError when it cannot be written.
    """
    book = open_book(workspace.book_address, writing=False)
    batches = book.batches(year)
    find = place_finder(workspace, book, year)
    stem = f"{year.number}-herleitung-{figure_key(name)}{f'-bekannt-{known_on}' if known_on else ''}"
    title = f"Herleitung {name}"
    as_of = as_of_words(batches) + (f", Stand der Kenntnis {format_date(known_on)}" if known_on else "")
    job = Job(
        DocumentKind.EXPLANATION,
        stem,
        title,
        "nachweise/herleitung.html.j2",
        lambda: make_explanation_page(figures, name, year.number, as_of, lambda entry: find(entry).spot),
    )
    with Press(workspace) as press:
        drafts = press.make_drafts(job, max(batch.booked_on for batch in batches))
    folder = workspace.outgoing(year) / PERSON_FOLDER
    return write_drafts(folder, drafts)
