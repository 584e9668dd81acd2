"""ausfertigen: the register of issued papers, kept in the log of documents; no number is ever given twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.book.log import BOOK, DOCUMENTS, ISSUE, append_log, last_mark, read_log
from ledger.finding import ConflictError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from ledger.act import Act, BookMark
    from ledger.book.seal import LogEntry


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """Datei einer Ausfertigung: its name and SHA-256."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """Ausgefertigte Unterlage, as the register has it.

    ``series`` is what the numbers of all its editions begin with, ``kind`` the command that made it, ``day`` the day of
    the act, ``person`` who issued it (empty until it is registered), ``replaces`` the number of the edition before.
    """

    series: str
    count: int
    year: int
    kind: str
    title: str
    day: date
    files: tuple[IssuedFile, ...]
    replaces: str = ""
    person: str = ""

    @property
    def number(self) -> str:
        """Return the number as it is printed: ``2025-VN-01``."""
        return f"{self.series}-{self.count:02d}"


def register_papers(connection: Connection, papers: Sequence[IssuedPaper], act: Act, seen: BookMark) -> None:
    """Enter papers that were made from the book as ``seen``; the caller holds the write lock.

    Raises ConflictError when something was booked since, or when one of the numbers, or a later one, is given.
    """
    if last_mark(connection, BOOK) != seen:
        raise ConflictError(
            "Im Buch wurde gerade noch gebucht; es wurde nichts ausgefertigt.",
            "Bitte den Befehl wiederholen; er rechnet mit dem neuen Stand.",
        )
    current = current_papers(read_issued(connection))
    for paper in papers:
        latest = current.get(paper.series)
        if latest is not None and (latest.count >= paper.count or latest.number != paper.replaces):
            raise ConflictError(
                f"{paper.title} wurde gerade von {latest.person or 'anderer Stelle'} als {latest.number} ausgefertigt; "
                "es wurde nichts ausgefertigt.",
                f"Bitte {latest.number} ansehen; „foerderbuch stand {paper.year}“ nennt alle Ausfertigungen.",
            )
        append_log(connection, DOCUMENTS, act, ISSUE, _content(paper, seen))


def current_papers(papers: Sequence[IssuedPaper]) -> dict[str, IssuedPaper]:
    """Return the latest edition of every series; the others are superseded."""
    return {paper.series: paper for paper in papers}


def read_issued(connection: Connection) -> tuple[IssuedPaper, ...]:
    """Return the register in the order of issuing, superseded editions included."""
    return tuple(_paper(entry) for entry in read_log(connection, DOCUMENTS) if entry.act == ISSUE)


def _content(paper: IssuedPaper, seen: BookMark) -> Mapping[str, Any]:
    return {
        "jahr": paper.year,
        "art": paper.kind,
        "reihe": paper.series,
        "laufend": paper.count,
        "nummer": paper.number,
        "titel": paper.title,
        "tag": paper.day.isoformat(),
        "ersetzt": paper.replaces,
        "dateien": [{"datei": file.name, "sha256": file.digest} for file in paper.files],
        "stand": {"eintrag": seen.count, "siegel": seen.head},
    }


def _paper(entry: LogEntry) -> IssuedPaper:
    said = entry.says()
    return IssuedPaper(
        series=said["reihe"],
        count=said["laufend"],
        year=said["jahr"],
        kind=said["art"],
        title=said["titel"],
        day=date.fromisoformat(said["tag"]),
        files=tuple(IssuedFile(file["datei"], file["sha256"]) for file in said["dateien"]),
        replaces=said["ersetzt"],
        person=entry.person,
    )
