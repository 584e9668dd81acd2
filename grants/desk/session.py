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
from ledger.imports.cells import Cell
from ledger.imports.parse import EARLIEST_YEAR, LATEST_YEAR, CellError, parse_day
from ledger.period import FundingYear

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from grants.office.workspace import Workspace


def acting_here() -> Acting:
    """Return who acts now, with the terminal for progress and fresh random bytes."""
    return Acting(datetime.now(UTC).astimezone(), acting_user(), Terminal(), secrets.token_bytes(32))


def knowing_as_on(day: str) -> Acting:
    """Return who acts now, with the knowledge of an earlier day where one is given."""
    return replace(acting_here(), knowing=day_of(day, "--bekannt") if day else None)


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
