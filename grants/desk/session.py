"""Who is at the desk: clock, account and folder, handed to the office with every call."""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grants.desk.output import (
    Terminal,
    print_findings,
)
from grants.office.acting import Acting
from grants.office.workspace import open_for_book, open_workspace
from ledger.files import acting_user
from ledger.finding import UsageRefusalError
from ledger.german import format_date
from ledger.imports.cells import Cell
from ledger.imports.parse import EARLIEST_YEAR, LATEST_YEAR, CellError, parse_day
from ledger.period import FundingYear

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from grants.office.workspace import Workspace
    from ledger.finding import Finding


def acting_here() -> Acting:
    """Return who acts now, with the terminal for progress and fresh random bytes."""
    return Acting(datetime.now(UTC).astimezone(), acting_user(), Terminal(), secrets.token_bytes(32))


def knowing_as_on(day: str) -> Acting:
    """Return who acts now, with the knowledge of an earlier day where one is given.

    Raises UsageRefusalError for a day to come: nobody knows yet what will be known then.
    """
    acting = acting_here()
    knowing = day_of(day, "--bekannt") if day else None
    if knowing and knowing > acting.today:
        raise UsageRefusalError(
            f"Falscher Aufruf: --bekannt {day} liegt in der Zukunft.",
            "Bitte einen vergangenen Tag angeben oder den Schalter weglassen.",
        )
    return replace(acting, knowing=knowing)


def knowledge_words(acting: Acting) -> str:
    """Return the day of knowledge as a result prints it beside its year; empty where it is the day of the act."""
    return f", Stand der Kenntnis {format_date(acting.knowing)}" if acting.knowing else ""


def knowledge_data(acting: Acting) -> dict[str, str]:
    """Return the day of knowledge in the shape other programs rely on; nothing where it is the day of the act."""
    return {"bekannt": acting.knowing.isoformat()} if acting.knowing else {}


def warn_of_younger(workspace: Workspace, year: FundingYear, acting: Acting) -> tuple[Finding, ...]:
    """Print and return hints about the notices that the day of knowledge leaves out."""
    from grants.office.knowledge import younger_notices

    hints = younger_notices(workspace, year, acting.knowing) if acting.knowing else ()
    print_findings(hints)
    return hints


def day_of(text: str, option: str) -> date:
    """Return the day of an option. Raises UsageRefusalError for a text that is no date."""
    try:
        return parse_day(Cell(text))
    except CellError:
        raise UsageRefusalError(
            f"Falscher Aufruf: {option} {text} ist kein Datum.", "Bitte ein Datum wie 31.12.2025 angeben."
        ) from None


def workspace_at(folder: Path) -> Workspace:
    """Open a county's folder; the environment may name the database of its book."""
    return open_workspace(folder, os.environ.get("FOERDERBUCH_DATENBANK", ""))


def book_workspace_at(folder: Path) -> Workspace:
    """Open a county's folder for a command about the book itself, which needs no rules."""
    return open_for_book(folder, os.environ.get("FOERDERBUCH_DATENBANK", ""))


def year_of(number: int) -> FundingYear:
    """Return the funding year, or end with wrong usage for a number that is no year."""
    if not EARLIEST_YEAR <= number <= LATEST_YEAR:
        raise UsageRefusalError(f"Falscher Aufruf: {number} ist kein Förderjahr.", "Bitte ein Jahr wie 2025 angeben.")
    return FundingYear(number)


def note_look(workspace: Workspace, name: str, content: dict[str, Any]) -> None:
    """Write down that somebody looked; where that is not possible, a hint says so and the look stands."""
    from grants.office.records import note

    print_findings(note(workspace, acting_here(), name, content))
