"""protokoll: verify the book and the marks printed on paper; and write down what is done with its documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grants.office.drafts import write_file
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
    error,
    hint,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from ledger.book.issuing import IssuedPaper
    from ledger.book.story import Story
    from ledger.book.verification import Verification
    from ledger.period import FundingYear

ANCHOR = "anker.json"
DIGITS, DIGITS_OF_A_NUMBER = 64, 9
MADE, CHECKED, LOOKED_AT = "erstellen", "pruefen", "ansehen"


@dataclass(frozen=True, slots=True)
class Records:
    """Das geprüfte Buch: the verification, how many marks were compared, the register of issued papers, all findings.

    A damaged book has no register that could be believed. The findings are those of the verification, broken anchor
    files, and a hint when the look could not be noted.
    """

    verification: Verification
    anchors: int
    issued: tuple[IssuedPaper, ...]
    findings: tuple[Finding, ...]


def verify_records(workspace: Workspace, given: Sequence[str], acting: Acting) -> Records:
    """Verify the book against its chain, the marks in ``ausgabe/*/anker.json`` and marks typed from paper.

    A broken anchor file is a finding. Raises MissingError when there is no book, UsageRefusalError for a mark that is
    none.
    """
    book = open_book(workspace.book_address, writing=False)
    if not book.digests():
        raise MissingError("Im Buch steht noch nichts.", "Bitte zuerst „foerderbuch lauf JAHR“ ausführen.")
    anchors, broken = [parse_mark(text) for text in given], []
    for path in _anchor_files(workspace):
        try:
            anchors += _read_anchors(path)
        except UnreadableError as refusal:
            place = Place(path.relative_to(workspace.folder).as_posix())
            broken.append(error(place, refusal.text, refusal.remedy))
    verification = book.verify(anchors)
    wrong = (*verification.damages, *broken)
    places = [finding.place.words() for finding in wrong[:1]]
    hints = note(workspace, acting, CHECKED, {"was": "protokoll", "befunde": len(wrong), "ort": places})
    issued = () if verification.damages else book.issued()
    return Records(verification, len(anchors), issued, (*wrong, *verification.hints, *hints))


def warn_of_damage(workspace: Workspace, book: Book) -> tuple[Finding, ...]:
    """Return a hint when the log of the book or a mark of documents does not fit; rows take too long for every run.

    Raises UnreadableError for a broken anchor file.
    """
    damage = book.log_damage(anchors_in_files(workspace))
    if damage is None:
        return ()
    remedy = "Bitte „foerderbuch protokoll“ ausführen und, bis das geklärt ist, nichts weitergeben."
    return (hint(damage.place, f"Das Buch ist beschädigt oder verändert. {damage.text}", remedy),)


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
    have them; UnreadableError for a broken anchor file, to which the mark of what is booked could not be added.
    """
    address = workspace.book_address
    anchors = anchors_in_files(workspace)
    if isinstance(address, Path) and not address.exists() and anchors:
        raise ConflictError(
            f"Das Buch {address} fehlt, aber Unterlagen in ausgabe nennen Einträge daraus; es wurde nichts gebucht.",
            "Bitte das Buch mit „foerderbuch datenbank wiederherstellen“ zurückholen. Soll wirklich ein neues Buch "
            f"beginnen, bitte vorher die Dateien ausgabe/*/{ANCHOR} wegnehmen.",
        )
    return open_book(address, writing=True)


def anchors_in_files(workspace: Workspace) -> list[BookMark]:
    """Return every mark of ``ausgabe/*/anker.json``. Raises UnreadableError for a broken file."""
    return [mark for path in _anchor_files(workspace) for mark in _read_anchors(path)]


def _anchor_files(workspace: Workspace) -> list[Path]:
    return sorted((workspace.folder / "ausgabe").glob(f"*/{ANCHOR}"))


def _read_anchors(path: Path) -> list[BookMark]:
    if not path.is_file():
        return []
    try:
        marks = json.loads(path.read_text("utf-8"))["anker"]
        return [parse_mark(f"{mark['eintrag']}:{mark['pruefwert']}") for mark in marks]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, UsageRefusalError):
        raise UnreadableError(
            f"Die Ankerdatei {path} ist beschädigt.",
            "Bitte die Datei aus einer Sicherung des Ordners zurückholen. Gibt es keine, bitte die Anker der "
            "gedruckten Nachweise mit „foerderbuch protokoll --anker“ prüfen und die Datei dann umbenennen; der "
            "nächste Lauf beginnt eine neue.",
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
