"""--bekannt: which notices of a year were not known yet on a day, so that none of them is missing without a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.office.workspace import read_awards
from ledger.finding import Finding, MissingError, Place, hint
from ledger.german import format_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from grants.office.workspace import Awards, Workspace
    from ledger.period import FundingYear


@dataclass(frozen=True, slots=True)
class Notice:
    """Mitteilung oder Bescheid: its file and its day."""

    file: str
    dated: date


def younger_notices(workspace: Workspace, year: FundingYear, known_on: date) -> tuple[Finding, ...]:
    """Return a hint for every notice of a year that a day of knowledge leaves out.

    Raises UnreadableError as `read_awards` does.
    """
    awards = read_awards(workspace.folder)
    notices = [*_of_grant(awards, year), *_of_programmes(awards, year)]
    return tuple(
        hint(
            Place(notice.file),
            f"Die Datei trägt das Datum {format_date(notice.dated)} und war am {format_date(known_on)} noch nicht "
            "bekannt; sie ist hier nicht berücksichtigt.",
            "Bitte ohne --bekannt oder mit einem späteren Tag rechnen, wenn sie gelten soll.",
        )
        for notice in _later(notices, known_on)
    )


def refuse_too_early(awards: Awards, year: FundingYear, known_on: date) -> None:
    """Raise MissingError where notices of a year are there, but all are younger than the day of knowledge."""
    notices = list(_of_grant(awards, year))
    later = _later(notices, known_on)
    if later and len(later) == len(notices):
        first = later[0]
        raise MissingError(
            f"Für das Förderjahr {year.number} liegt, Stand {format_date(known_on)}, noch keine Mitteilung und keine "
            f"Bewilligung vor; die älteste ist vom {format_date(first.dated)} ({first.file}).",
            "Bitte mit --bekannt diesen oder einen späteren Tag angeben oder den Schalter weglassen.",
        )


def _of_grant(awards: Awards, year: FundingYear) -> Iterator[Notice]:
    """Yield the notices by which the year itself is settled."""
    yield from (Notice(each.file, each.dated) for each in awards.frames if each.year == year)
    yield from (Notice(each.file, each.dated) for each in awards.person_awards if each.period.overlap(year.days))


def _of_programmes(awards: Awards, year: FundingYear) -> Iterator[Notice]:
    yield from (Notice(each.file, each.dated) for each in awards.grant_awards if each.year == year)


def _later(notices: Iterable[Notice], known_on: date) -> list[Notice]:
    return sorted((each for each in notices if each.dated > known_on), key=lambda each: (each.dated, each.file))
