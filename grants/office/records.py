"""protokoll: verify the book and the marks printed on paper; and write down what is done with its documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grants.office.documents import write_file
from ledger.act import BookMark
from ledger.book.store import Book, open_book
from ledger.cost import YearBasis
from ledger.finding import (
    ConflictError,
    Finding,
    MissingError,
    Place,
    RefusalError,
    UnreadableError,
    UsageRefusalError,
    hint,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from ledger.book.story import Story
    from ledger.book.verification import Verification
    from ledger.period import FundingYear

ANCHOR = "anker.json"
DIGITS, DIGITS_OF_A_NUMBER = 64, 9
MADE, CHECKED, LOOKED_AT = "erstellen", "pruefen", "ansehen"


@dataclass(frozen=True, slots=True)
class Records:
    """Das geprüfte Buch: the verification, how many marks were compared, and a hint when it could not be noted."""

    verification: Verification
    anchors: int
    hints: tuple[Finding, ...]


def verify_records(workspace: Workspace, given: Sequence[str], acting: Acting) -> Records:
    """Verify the book against its chain, the marks in ``ausgabe/*/anker.json`` and marks typed from paper.

    Raises MissingError when there is no book, UsageRefusalError for a mark that is none, UnreadableError for an anchor
    file that cannot be read.
    """
    book = open_book(workspace.book_address, writing=False)
    if not book.digests():
        raise MissingError("Im Buch steht noch nichts.", "Bitte zuerst „foerderbuch lauf JAHR“ ausführen.")
    anchors = [*anchors_in_files(workspace), *(parse_mark(text) for text in given)]
    verification = book.verify(anchors)
    places = [finding.place.words() for finding in verification.damages[:1]]
    hints = note(workspace, acting, CHECKED, {"was": "protokoll", "befunde": len(verification.damages), "ort": places})
    return Records(verification, len(anchors), hints)


def parse_mark(text: str) -> BookMark:
    """Return a mark typed from paper: ``8:3f2a91…``, blanks do not matter. Raises UsageRefusalError."""
    count, _, head = "".join(text.split()).partition(":")
    head = head.lower()
    if (
        not count.isdecimal()
        or len(count) > DIGITS_OF_A_NUMBER
        or len(head) != DIGITS
        or not set(head) <= set("0123456789abcdef")
    ):
        raise UsageRefusalError(
            "Der Anker ist nicht lesbar.",
            "Bitte Eintrag und Prüfwert wie auf dem Nachweis angeben, etwa --anker 8:3f2a… (64 Zeichen).",
        )
    return BookMark(int(count), head)


def write_anchor(workspace: Workspace, book: Book, year: FundingYear) -> None:
    """Add the mark of a year to its anchor file, which keeps every mark that was ever current.

    Raises UnreadableError when the file is broken or cannot be written.
    """
    mark = book.mark(year)
    if mark is None:
        return
    path = workspace.outgoing(year) / ANCHOR
    marks = _read_anchors(path)
    if mark not in marks:
        marks.append(mark)
        content = {"foerderjahr": year.number, "anker": [{"eintrag": m.count, "pruefwert": m.head} for m in marks]}
        write_file(path, json.dumps(content, ensure_ascii=False, indent=2).encode(), "Anker")


def open_for_booking(workspace: Workspace) -> Book:
    """Open the book for writing and begin one where there is none.

    Raises ConflictError where documents name marks of a book that is not there: it was lost, and a new one would not
    have them.
    """
    address = workspace.book_address
    if isinstance(address, Path) and not address.exists() and anchors_in_files(workspace):
        raise ConflictError(
            f"Das Buch {address} fehlt, aber Unterlagen in ausgabe nennen Einträge daraus; es wurde nichts gebucht.",
            "Bitte das Buch mit „foerderbuch datenbank wiederherstellen“ zurückholen. Soll wirklich ein neues Buch "
            f"beginnen, bitte vorher die Dateien ausgabe/*/{ANCHOR} wegnehmen.",
        )
    return open_book(address, writing=True)


def anchors_in_files(workspace: Workspace) -> list[BookMark]:
    """Return every mark of ``ausgabe/*/anker.json``. Raises UnreadableError for a broken file."""
    paths = sorted((workspace.folder / "ausgabe").glob(f"*/{ANCHOR}"))
    return [mark for path in paths for mark in _read_anchors(path)]


def _read_anchors(path: Path) -> list[BookMark]:
    if not path.is_file():
        return []
    try:
        marks = json.loads(path.read_text("utf-8"))["anker"]
        return [BookMark(int(mark["eintrag"]), str(mark["pruefwert"])) for mark in marks]
    except (OSError, ValueError, KeyError, TypeError):
        raise UnreadableError(
            f"Die Ankerdatei {path} ist beschädigt.",
            "Bitte die Anker auf den gedruckten Nachweisen mit „foerderbuch protokoll --anker“ prüfen und die Datei "
            "aus einer Sicherung zurückholen.",
        ) from None


def note(workspace: Workspace, acting: Acting, name: str, content: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Write down that documents were made, checked or looked at; return a hint where the book cannot be written.

    An auditor's copy on a read-only disk can be read all the same; that the look is not noted there is said. Where
    there is no book none is made.
    """
    try:
        if open_book(workspace.book_address, writing=False).digests():
            open_book(workspace.book_address, writing=True).note(acting.act(), name, content)
    except RefusalError as refusal:
        place = Place("Protokoll der Unterlagen")
        return (hint(place, f"Der Vorgang wurde nicht protokolliert: {refusal.text}", refusal.remedy),)
    return ()


def look_up_entry(
    workspace: Workspace, year: FundingYear, number: int, acting: Acting
) -> tuple[Story, tuple[Finding, ...]]:
    """Return the story of an entry, write down that somebody looked, and return a hint where that failed.

    The story of a reversal is that of the entry it takes back. Raises MissingError for a number
    that is not booked, or not for this year.
    """
    book = open_book(workspace.book_address, writing=False)
    story = book.story(number)
    if story is not None and story.entry.reverses is not None:
        story = book.story(story.entry.reverses)
    if story is None or not any(year.contains(story.entry.deciding_month(basis)) for basis in YearBasis):
        raise MissingError(
            f"Eine Buchung {number} gibt es im Förderjahr {year.number} nicht.",
            "Die Nummern der Buchungen nennt „foerderbuch warum JAHR NAME“.",
        )
    return story, note(workspace, acting, LOOKED_AT, {"was": "warum", "jahr": year.number, "buchung": number})
