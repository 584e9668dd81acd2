"""Read facts of the book: the queries that store.py and its checks share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from ledger.book.facts import Origins, read_entry, read_head_count, read_indicator, read_tenure
from ledger.book.schema import BATCH, BATCH_PERIOD, ENTRY, HEAD_COUNT, IDENTITY, INDICATOR, ORIGINAL, REPLACED, TENURE
from ledger.cost import Batch, Entry, Revenue
from ledger.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection, Select

    from ledger.carrier import HeadCount
    from ledger.indicator import Indicator
    from ledger.staff import Tenure

_REVERSED = ENTRY.alias("reversed")
_REVERSAL = ENTRY.alias("reversal")


def in_force(*, late: bool) -> ColumnElement[bool]:
    """Return the condition that an entry neither takes back nor is taken back; late ones only where asked for.

    A late reversal concerns an entry that a frozen year counts, so it does not take it out of that year.
    """
    reversed_ = select(_REVERSAL.c.number).where(_REVERSAL.c.reverses == ENTRY.c.number)
    if late:
        return and_(ENTRY.c.reverses.is_(None), ~reversed_.exists())
    return and_(ENTRY.c.late == 0, ENTRY.c.reverses.is_(None), ~reversed_.where(_REVERSAL.c.late == 0).exists())


def entry_query() -> Select[Any]:
    """Return entries with the batch whose file first brought them: for a reversal that of the entry it takes back."""
    source = func.coalesce(_REVERSED.c.batch_number, ENTRY.c.batch_number).label("source_batch")
    return select(ENTRY, source).outerjoin(_REVERSED, _REVERSED.c.number == ENTRY.c.reverses).order_by(ENTRY.c.number)


def select_entries(connection: Connection, query: Select[Any]) -> tuple[Entry | Revenue, ...]:
    """Return the costs and revenues of an entry query."""
    origins = select_origins(connection)
    return tuple(read_entry(row, origins) for row in connection.execute(query))


def select_original(connection: Connection, digest: str) -> bytes | None:
    """Return the bytes of a booked file."""
    query = select(ORIGINAL.c.content).join(BATCH, BATCH.c.number == ORIGINAL.c.batch_number)
    content = connection.execute(query.where(BATCH.c.digest == digest)).scalar()
    return None if content is None else bytes(content)


def select_entries_of(connection: Connection, batches: Iterable[int]) -> tuple[Entry | Revenue, ...]:
    """Return the entries in force that came with batches."""
    return select_entries(connection, entry_query().where(ENTRY.c.batch_number.in_(batches), in_force(late=True)))


def select_origins(connection: Connection) -> Origins:
    """Return where the rows of the book come from."""
    files = {
        row[0]: (row[1], row[2]) for row in connection.execute(select(BATCH.c.number, BATCH.c.file, BATCH.c.digest))
    }
    staff = {row[0]: row[1] for row in connection.execute(select(IDENTITY.c.person_number, IDENTITY.c.staff_number))}
    return Origins(files, staff)


def select_tenures(connection: Connection, condition: ColumnElement[bool], origins: Origins) -> tuple[Tenure, ...]:
    """Return tenures in the order of booking."""
    rows = connection.execute(select(TENURE).where(condition).order_by(TENURE.c.number))
    return tuple(read_tenure(row, origins) for row in rows)


def select_head_counts(connection: Connection, condition: ColumnElement[bool]) -> tuple[HeadCount, ...]:
    """Return head counts by municipality key."""
    rows = connection.execute(select(HEAD_COUNT).where(condition).order_by(HEAD_COUNT.c.municipality_key))
    return tuple(read_head_count(row) for row in rows)


def select_indicators(
    connection: Connection, condition: ColumnElement[bool], origins: Origins
) -> tuple[Indicator, ...]:
    """Return indicators in the order of booking."""
    rows = connection.execute(select(INDICATOR).where(condition).order_by(INDICATOR.c.number))
    return tuple(read_indicator(row, origins) for row in rows)


def select_batches(connection: Connection, condition: ColumnElement[bool]) -> tuple[Batch, ...]:
    """Return booked files with their periods and what they replace, in the order of booking."""
    periods: dict[int, list[str]] = {}
    for row in connection.execute(select(BATCH_PERIOD).order_by(BATCH_PERIOD.c.period)):
        periods.setdefault(row.batch_number, []).append(row.period)
    replaced: dict[int, list[int]] = {}
    for row in connection.execute(select(REPLACED).order_by(REPLACED.c.batch_number)):
        replaced.setdefault(row.replaced_by, []).append(row.batch_number)
    return tuple(
        Batch(
            number=row.number,
            kind=row.kind,
            file=row.file,
            digest=row.digest,
            booked_on=datetime.fromisoformat(row.booked_at).date(),
            booked_by=row.booked_by,
            rows=row.row_count,
            sum=Money(row.sum_cents),
            periods=tuple(periods.get(row.number, ())),
            replaces=tuple(replaced.get(row.number, ())),
        )
        for row in connection.execute(select(BATCH).where(condition).order_by(BATCH.c.number))
    )
