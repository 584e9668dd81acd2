"""abschliessen: freeze a year in the book, so that it counts for good what it counts now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.office.accounting import compute_booked
from grants.office.incoming import unbooked_files
from grants.office.persons import admit
from grants.office.records import write_anchor
from grants.office.workspace import hold_workspace
from grants.office.year_facts import year_terms
from ledger.book.store import Book, open_book
from ledger.finding import ConflictError, FindingsError

if TYPE_CHECKING:
    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from ledger.act import BookMark
    from ledger.book.years import Freeze
    from ledger.period import FundingYear


@dataclass(frozen=True, slots=True)
class Closing:
    """Festschreibung eines Jahres: what it counts, and the mark of the book that goes on paper; None in a dry run."""

    freeze: Freeze | None
    mark: BookMark | None


def close_year(workspace: Workspace, year: FundingYear, acting: Acting, *, dry_run: bool) -> Closing:
    """Freeze a year that can be settled.

    Raises ConflictError when it is frozen already or the user may not book, FindingsError when the year cannot be
    settled, MissingError when nothing is booked.
    """
    acting = admit(workspace.persons, acting)
    if dry_run:
        book = open_book(workspace.book_address, writing=False)
        _require_ready(workspace, book, year, acting)
        return Closing(None, book.mark(year))
    with hold_workspace(workspace.folder):
        book = open_book(workspace.book_address, writing=True)
        seen = book.mark(year)
        _require_ready(workspace, book, year, acting)
        basis = year_terms(workspace, year, acting.today).year_basis
        freeze = book.freeze(year, basis, acting.act(), seen)
        write_anchor(workspace, book, year)
        return Closing(freeze, book.mark(year))


def _require_ready(workspace: Workspace, book: Book, year: FundingYear, acting: Acting) -> None:
    """Refuse a year that is frozen, that cannot be settled, or for which files still lie in the incoming folder."""
    if book.frozen(year) is not None:
        raise ConflictError(
            f"Das Förderjahr {year.number} ist schon festgeschrieben.",
            f"„foerderbuch stand {year.number}“ zeigt, wann und von wem.",
        )
    damages = book.verify().damages
    if damages:
        raise FindingsError(damages, "Das Buch ist verändert; es wurde nichts festgeschrieben.")
    compute_booked(workspace, book, year, acting)
    waiting = unbooked_files(workspace, book, year)
    if waiting:
        raise ConflictError(
            f"Im Eingang liegen noch ungebuchte Dateien: {', '.join(waiting)}. Es wurde nichts festgeschrieben.",
            f"Bitte sie mit „foerderbuch lauf {year.number}“ buchen oder aus dem Eingang nehmen.",
        )
