"""The two chains of the log: what changed the book, and what was done with its documents."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from ledger.act import BookMark
from ledger.book.schema import LOG
from ledger.book.seal import BEFORE_THE_FIRST, LogEntry, canonical, digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from ledger.act import Act

BOOK, DOCUMENTS = "buch", "unterlagen"
LOG_NAMES = {BOOK: "Protokoll des Buches", DOCUMENTS: "Protokoll der Unterlagen"}
IMPORT, REPLACE, CORRECT = "einlesen", "ersetzen", "umbuchen"
FREEZE, DELETE, TAKE_OVER = "abschliessen", "loeschen", "uebernehmen"
# In the log of documents: which backup took the place of the book, and which printed marks it lacks.
RESTORE = "wiederherstellen"
ISSUE = "ausfertigen"


def next_log_number(connection: Connection, chain: str) -> int:
    """Return the number the next entry of a chain will have."""
    return (connection.execute(select(func.max(LOG.c.number)).where(LOG.c.chain == chain)).scalar() or 0) + 1


def append_log(connection: Connection, chain: str, act: Act, name: str, content: Mapping[str, Any]) -> LogEntry:
    """Add an entry to a chain; the caller holds the write lock of the book."""
    last = last_mark(connection, chain)
    if chain == BOOK:
        # What was done with documents so far is proven by the book, whose marks stand on paper.
        documents = last_mark(connection, DOCUMENTS)
        content = {**content, "unterlagen": {"eintrag": documents.count, "siegel": documents.head}}
    number, previous = last.count + 1, last.head
    said = (chain, number, act.moment(), act.account, act.person, name, canonical(content), previous)
    entry = LogEntry(*said, seal=digest_of(said))
    connection.execute(insert(LOG), asdict(entry))
    return entry


def last_mark(connection: Connection, chain: str) -> BookMark:
    """Return number and seal of the last entry of a chain, whatever it is about."""
    query = select(LOG.c.number, LOG.c.seal).where(LOG.c.chain == chain).order_by(LOG.c.number.desc()).limit(1)
    last = connection.execute(query).one_or_none()
    return BookMark(last.number, last.seal) if last else BookMark(0, BEFORE_THE_FIRST)


def read_log(connection: Connection, chain: str) -> tuple[LogEntry, ...]:
    """Return the entries of a chain in their order."""
    rows = connection.execute(select(LOG).where(LOG.c.chain == chain).order_by(LOG.c.number))
    return tuple(LogEntry(*row) for row in rows)


def mark_of(entries: tuple[LogEntry, ...], year: int) -> BookMark | None:
    """Return number and seal of the last entry that booked or froze data of a year.

    After its freeze there is none: where payment decides, a later file may still name a month of service of the year.
    """
    mark = None
    for entry in entries:
        if entry.act in (IMPORT, REPLACE, CORRECT, FREEZE, TAKE_OVER) and year in entry.says()["jahre"]:
            mark = BookMark(entry.number, entry.seal)
            if entry.act == FREEZE:
                return mark
    return mark
