"""Marks from paper and anchor files: whether the book still has them, and which of them a restore has superseded."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ledger.act import BookMark
from ledger.book.errors import REMEDY_OF_A_DAMAGE
from ledger.book.log import BOOK, LOG_NAMES, RESTORE
from ledger.finding import Finding, Place, error, hint
from ledger.german import format_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.book.seal import LogEntry


def check_anchors(
    log: Sequence[LogEntry], documents: Sequence[LogEntry], anchors: Sequence[BookMark]
) -> Iterator[Finding]:
    """Check marks printed on paper: without them a book cut off at its end or written anew would pass."""
    seals = {entry.number: entry.seal for entry in log}
    superseded = _superseded_marks(seals, documents)
    for anchor in anchors:
        seal = seals.get(anchor.count)
        if seal == anchor.head:
            continue
        place = Place(LOG_NAMES[BOOK], row=anchor.count)
        if anchor in superseded:
            yield _superseded(place, superseded[anchor])
            continue
        text = "Diesen Eintrag hat das Buch nicht" if seal is None else "Der Eintrag hat einen anderen Prüfwert"
        text += ", anders als auf dem Papier oder in der Ankerdatei."
        remedy = f"Bitte zuerst die Abschrift mit dem Papier vergleichen. Stimmt sie: {REMEDY_OF_A_DAMAGE}"
        yield error(place, text, remedy, found=seal or "", expected=anchor.head)


def _superseded_marks(seals: Mapping[int, str], documents: Sequence[LogEntry]) -> dict[BookMark, LogEntry]:
    """Return the marks that restoring an older backup has superseded, each with the entry that wrote it down.

    Only a mark younger than the backup can be: what the backup had itself, the book must still have.
    """
    superseded = {}
    for entry in documents:
        said = entry.says() if entry.act == RESTORE else {}
        end, marks = said.get("eintrag"), said.get("ueberholt")
        if isinstance(end, int) and isinstance(marks, list) and seals.get(end) == said.get("pruefwert"):
            for mark in marks:
                if mark["eintrag"] > end:
                    superseded[BookMark(mark["eintrag"], mark["pruefwert"])] = entry
    return superseded


def _superseded(place: Place, entry: LogEntry) -> Finding:
    said = entry.says()
    day = format_date(datetime.fromisoformat(entry.at).date())
    return hint(
        place,
        f"Dieser Anker ist durch Wiederherstellung überholt: Am {day} hat {entry.person or entry.account} die "
        f"Sicherung {said['datei']} zurückgespielt, die mit dem Eintrag {said['eintrag']} endet (Protokoll der "
        f"Unterlagen, Eintrag {entry.number}).",
        "Bitte prüfen, ob alles, was danach gebucht war, wieder gebucht ist, und Unterlagen mit diesem Anker durch "
        "neue ersetzen.",
    )
