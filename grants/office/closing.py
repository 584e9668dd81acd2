"""abschliessen: freeze a year in the book, so that it counts for good what it counts now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.office.accounting import settle_booked
from grants.office.incoming import unbooked_files
from grants.office.persons import admit
from grants.office.records import open_for_booking, write_anchor
from grants.office.run import list_open_points
from grants.office.workspace import hold_workspace
from grants.office.year_facts import year_terms
from ledger.book.store import Book, open_book
from ledger.finding import ConflictError, FindingsError
from ledger.german import format_date

if TYPE_CHECKING:
    from grants.close.points import OpenPoint
    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from ledger.act import BookMark
    from ledger.book.years import Freeze
    from ledger.period import FundingYear


@dataclass(frozen=True, slots=True)
class Closing:
    """Festschreibung eines Jahres: what it counts, the mark of the book that goes on paper, and what stays open.

    ``freeze`` is None in a dry run.
    """

    freeze: Freeze | None
    mark: BookMark | None
    open_points: tuple[OpenPoint, ...]


def close_year(workspace: Workspace, year: FundingYear, acting: Acting, *, dry_run: bool) -> Closing:
    """Freeze a year that is over and can be settled; open points are listed and do not stop it.

    Raises ConflictError when the year still runs, is frozen already or the user may not book, FindingsError when it
    cannot be settled, MissingError when nothing is booked.
    """
    acting = admit(workspace.persons, acting)
    if dry_run:
        book = open_book(workspace.book_address, writing=False)
        points = _require_ready(workspace, book, year, acting)
        return Closing(None, book.mark(year), points)
    with hold_workspace(workspace.folder):
        book = open_for_booking(workspace)
        seen = book.mark(year)
        points = _require_ready(workspace, book, year, acting)
        basis = year_terms(workspace, year, acting.today).year_basis
        freeze = book.freeze(year, basis, acting.act(), seen)
        write_anchor(workspace, book, year)
        return Closing(freeze, book.mark(year), points)


def _require_ready(workspace: Workspace, book: Book, year: FundingYear, acting: Acting) -> tuple[OpenPoint, ...]:
    """Return the open points of a year that may be frozen.

    Refused is a year that still runs, is frozen, cannot be settled, or has files lying in the incoming folder.
    """
    if acting.today <= year.last_day:
        raise ConflictError(
            f"Das Förderjahr {year.number} läuft noch bis {format_date(year.last_day)}; es wurde nichts "
            "festgeschrieben.",
            "Bitte das Jahr erst festschreiben, wenn alles für das Jahr gebucht ist.",
        )
    if book.frozen(year) is not None:
        raise ConflictError(
            f"Das Förderjahr {year.number} ist schon festgeschrieben.",
            f"„foerderbuch stand {year.number}“ zeigt, wann und von wem.",
        )
    damages = book.verify().damages
    if damages:
        raise FindingsError(damages, "Das Buch ist verändert; es wurde nichts festgeschrieben.")
    result = settle_booked(workspace, book, year, acting)
    waiting = unbooked_files(workspace, book, year)
    if waiting:
        raise ConflictError(
            f"Im Eingang liegen noch ungebuchte Dateien: {', '.join(waiting)}. Es wurde nichts festgeschrieben.",
            f"Bitte sie mit „foerderbuch lauf {year.number}“ buchen oder aus dem Eingang nehmen.",
        )
    return list_open_points(workspace, result)
