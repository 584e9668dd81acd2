"""protokoll: prove that the book says what was once written into it, and name the first place that does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select
from sqlmodel import SQLModel

from ledger.act import BookMark
from ledger.book.anchors import check_anchors
from ledger.book.errors import REMEDY_OF_A_DAMAGE
from ledger.book.freezing import count_year
from ledger.book.guards import expected_guards, present_guards
from ledger.book.log import BOOK, DELETE, DOCUMENTS, FREEZE, LOG_NAMES, read_log
from ledger.book.personal import check_personal_data
from ledger.book.schema import BATCH, DELETION, FUNDING_YEAR, LOG
from ledger.book.schema import FREEZE as FREEZE_TABLE
from ledger.book.schema_check import changed_schema
from ledger.book.seal import BEFORE_THE_FIRST, BLOCK_DIGITS, SEALED, seal_rows
from ledger.book.sealed_rows import batch_key, origin_of, sealed_rows, sealed_tables
from ledger.cost import YearBasis
from ledger.finding import Finding, Place, error
from ledger.german import format_counted, format_euro
from ledger.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from ledger.book.seal import LogEntry


@dataclass(frozen=True, slots=True)
class Verification:
    """Prüfung des Buches: what was checked, what was deleted by plan, and every place that does not fit, in order.

    ``mark`` is the last entry of the book's own chain, all years together; ``hints`` name the marks from paper that the
    book does not have because an older backup was restored, and that this was written down then.
    """

    mark: BookMark
    document_entries: int
    rows: int
    deleted: int
    damages: tuple[Finding, ...]
    hints: tuple[Finding, ...]


def verify_book(connection: Connection, anchors: Sequence[BookMark] = ()) -> Verification:
    """Check the database, both chains, every row against them, the files kept, and anchors from paper."""
    if connection.dialect.name == "sqlite":
        # Bytes that are no text must reach the check of their row instead of stopping the reading of all rows.
        driver: Any = connection.connection.driver_connection
        driver.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
    log, documents = read_log(connection, BOOK), read_log(connection, DOCUMENTS)
    rows = _Rows(connection)
    checks = (
        _check_database(connection),
        _check_guards(connection),
        _check_schema(connection),
        _check_chains(connection),
        _check_chain(log),
        rows.check(log),
        _check_freezes(connection, log),
        (_damage(place, text) for place, text in check_personal_data(connection)),
        _check_chain(documents),
        _check_documents(log, documents),
        check_anchors(log, documents, anchors),
    )
    found = [finding for check in checks for finding in _to_the_end(check)]
    damages = tuple(finding for finding in found if finding.blocks)
    hints = tuple(finding for finding in found if not finding.blocks)
    deleted = len(connection.execute(select(DELETION.c.row_number)).all())
    mark = BookMark(len(log), log[-1].seal if log else BEFORE_THE_FIRST)
    return Verification(mark, len(documents), rows.count, deleted, damages, hints)


def log_damage(connection: Connection, anchors: Sequence[BookMark]) -> Finding | None:
    """Return the first place where the log or a mark does not fit, without reading any row: quick in a huge book."""
    log, documents = read_log(connection, BOOK), read_log(connection, DOCUMENTS)
    checks = (
        _check_chain(log),
        _check_chain(documents),
        _check_documents(log, documents),
        check_anchors(log, documents, anchors),
    )
    found = (finding for check in checks for finding in _to_the_end(check))
    return next((finding for finding in found if finding.blocks), None)


def _damage(place: Place, text: str, found: str = "", expected: str = "") -> Finding:
    return error(place, text, REMEDY_OF_A_DAMAGE, found=found, expected=expected)


def _to_the_end(check: Iterator[Finding]) -> Iterator[Finding]:
    """Yield what a check finds. In a damaged file anything may stand anywhere: then that is the finding."""
    try:
        yield from check
    except (TypeError, ValueError, LookupError, OverflowError):
        yield _damage(Place("Datenbank"), "Im Buch steht ein Wert, den das Buch nie geschrieben hat.")


def _check_database(connection: Connection) -> Iterator[Finding]:
    """Check that pages and indexes are whole, which PostgreSQL sees to itself, and that every reference leads to a row.

    PostgreSQL looks at references when rows come; its administrator can switch that off for a while.
    """
    if connection.dialect.name == "sqlite":
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(10)"):
            if line != "ok":
                yield _damage(Place("Datenbank"), "Die Datei der Datenbank ist beschädigt.", found=str(line)[:200])
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield _dangling(row[0], row[2], row[1])
        return
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.alias()
            missing = ~exists().where(target.c[key.column.name] == key.parent)
            if connection.execute(select(key.parent).where(key.parent.is_not(None), missing).limit(1)).first():
                yield _dangling(table.name, key.column.table.name)


def _dangling(table: str, target: str, row: int | None = None) -> Finding:
    place = Place(f"Buch, Tabelle {table}", row=row)
    return _damage(place, f"Ein Verweis der Tabelle {table} auf {target} führt ins Leere.")


def _check_guards(connection: Connection) -> Iterator[Finding]:
    expected, present = expected_guards(connection), present_guards(connection)
    for name in sorted(expected.keys() | present.keys()):
        if expected.get(name) != present.get(name):
            yield _damage(
                Place(f"Datenbank, {name}"),
                f"Die Sperre {name}, die gebuchte Zeilen schützt, fehlt oder ist verändert.",
            )


def _check_schema(connection: Connection) -> Iterator[Finding]:
    """Check that tables, indexes and views are those of a new book, and that nothing on the server bends them."""
    for name in changed_schema(connection):
        yield _damage(Place(f"Datenbank, {name}"), f"Der Aufbau des Buches ist verändert: {name}.")
    years = set(connection.execute(select(FUNDING_YEAR.c.year)).scalars())
    for year in sorted(years ^ set(connection.execute(select(BATCH.c.year)).scalars())):
        yield _damage(Place("Buch, Tabelle funding_year", row=year), f"Zum Jahr {year} gehört keine gebuchte Datei.")


def _check_chains(connection: Connection) -> Iterator[Finding]:
    for row in connection.execute(select(LOG.c.number).where(LOG.c.chain.not_in(LOG_NAMES)).order_by(LOG.c.number)):
        yield _damage(Place("Buch, Tabelle log", row=row.number), "Ein Protokolleintrag gehört zu keinem Protokoll.")


def _check_chain(entries: Sequence[LogEntry]) -> Iterator[Finding]:
    """Check that the numbers have no gap and that each entry seals what it says and the entry before it."""
    previous = BEFORE_THE_FIRST
    for number, entry in enumerate(entries, start=1):
        place = Place(LOG_NAMES[entry.chain], row=entry.number)
        if entry.number != number:
            yield _damage(place, f"Der Protokolleintrag {number} fehlt.", str(entry.number), str(number))
            return
        if entry.previous != previous or entry.seal != entry.expected_seal():
            yield _damage(
                place,
                f"Der Protokolleintrag {number} ist verändert; was danach kommt, ist nicht mehr bewiesen.",
                str(entry.seal),
                entry.expected_seal(),
            )
            return
        previous = entry.seal


def _check_documents(log: Sequence[LogEntry], documents: Sequence[LogEntry]) -> Iterator[Finding]:
    """Check that what the book knew of the log of documents is still there: its end could have been cut off."""
    seals = {entry.number: entry.seal for entry in documents} | {0: BEFORE_THE_FIRST}
    for entry in log:
        known = _said(entry).get("unterlagen")
        if isinstance(known, dict) and seals.get(_whole(known, "eintrag")) != known.get("siegel"):
            place = Place(LOG_NAMES[DOCUMENTS], row=_whole(known, "eintrag"))
            yield _damage(place, f"Diesen Eintrag kennt der Protokolleintrag {entry.number} des Buches anders.")
            return


class _Rows:
    """Every row of the sealed tables, compared with the log entry that brought it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.count = 0

    def check(self, log: Sequence[LogEntry]) -> Iterator[Finding]:
        logged: dict[str, set[int]] = {table: set() for table in SEALED}
        for entry in log:
            if entry.act == FREEZE:
                continue
            said = _said(entry)
            seals = said.get("zeilen")
            if not isinstance(seals, dict):
                yield _damage(Place(LOG_NAMES[BOOK], row=entry.number), "Der Protokolleintrag ist unlesbar.")
                continue
            key = entry.number if entry.act == DELETE else said.get("stapel")
            for table in sealed_tables(entry.act):
                logged[table].add(key if isinstance(key, int) else 0)
                yield from self._check_table(entry, table, key, seals.get(table))
        for table, keys in logged.items():
            column = batch_key(table)
            for (key,) in self.connection.execute(select(column).distinct().order_by(column)):
                if key not in keys:
                    place = Place(f"Buch, Tabelle {table}")
                    yield _damage(place, f"Die Tabelle {table} hat Zeilen, von denen kein Protokolleintrag weiß.")

    def _check_table(self, entry: LogEntry, table: str, key: object, said: object) -> Iterator[Finding]:
        rows = sealed_rows(self.connection, table, batch_key(table) == key)
        self.count += len(rows)
        try:
            seals = seal_rows(rows)
        except (TypeError, ValueError):
            yield _damage(
                Place(f"Buch, Tabelle {table}"), "Eine Zeile enthält einen Wert, den das Buch nie geschrieben hat."
            )
            return
        expected = said if isinstance(said, dict) else seal_rows(()).said()
        if seals.digest == expected.get("siegel") and seals.count == expected.get("anzahl"):
            return
        place, name = self._locate(table, rows, seals.blocks, expected)
        wanted = _whole(expected, "anzahl")
        counts = "" if wanted == len(rows) else f" Gebucht wurden {wanted}, gefunden {len(rows)} Zeilen."
        yield _damage(
            place,
            f"{name} ist verändert; der Protokolleintrag {entry.number} vom {entry.at[:10]} sagt anderes.{counts}",
            found=seals.digest[:16],
            expected=str(expected.get("siegel"))[:16],
        )

    def _locate(
        self, table: str, rows: list[tuple[Any, ...]], blocks: tuple[str, ...], expected: dict[str, Any]
    ) -> tuple[Place, str]:
        """Return the first place whose block seal does not fit, with the words for it."""
        said = str(expected.get("bloecke", ""))
        known = [said[at : at + BLOCK_DIGITS] for at in range(0, len(said), BLOCK_DIGITS)]
        index = next((i for i, pair in enumerate(zip(blocks, known, strict=False)) if pair[0] != pair[1]), None)
        if index is None:
            index = min(len(blocks), len(known))
        block = max(1, _whole(expected, "block"))
        return origin_of(self.connection, table, rows[index * block : (index + 1) * block])


def _said(entry: LogEntry) -> dict[str, Any]:
    try:
        return entry.says()
    except (TypeError, ValueError):
        return {}


def _whole(said: dict[str, Any], key: str) -> int:
    value = said.get(key, 0)
    return value if isinstance(value, int) else 0


def _check_freezes(connection: Connection, log: Sequence[LogEntry]) -> Iterator[Finding]:
    """Check that every frozen year still counts what it counted, and that no freeze came or went unlogged."""
    logged = {}
    for entry in log:
        if entry.act == FREEZE:
            said = _said(entry)
            for year in said.get("jahre", ()):
                logged[year] = (entry, said)
    stored = {row.year: row for row in connection.execute(select(FREEZE_TABLE).order_by(FREEZE_TABLE.c.year))}
    for year in sorted(stored.keys() ^ logged.keys()):
        text = f"Die Festschreibung des Jahres {year} passt nicht zum Protokoll."
        yield _damage(Place("Buch, Tabelle frozen_year", row=year), text)
    for year in sorted(stored.keys() & logged.keys()):
        row, (entry, said) = stored[year], logged[year]
        kept = (row.log_number, row.basis, row.entry_count, row.sum_cents, row.digest)
        written = (entry.number, *(said.get(key) for key in ("massstab", "buchungen", "summe", "siegel")))
        count, amount, digest = count_year(connection, year, YearBasis(said.get("massstab")))
        frozen = f"{format_counted(_whole(said, 'buchungen'), 'Buchung', 'Buchungen')}, "
        frozen += format_euro(Money(_whole(said, "summe")))
        if kept != written or (count, amount.cents, digest) != written[2:]:
            yield _damage(
                Place("Buch, Tabelle frozen_year", row=year),
                f"Das festgeschriebene Jahr {year} hat nicht mehr den Inhalt, mit dem es festgeschrieben wurde.",
                found=f"{format_counted(count, 'Buchung', 'Buchungen')}, {format_euro(amount)}",
                expected=frozen,
            )
