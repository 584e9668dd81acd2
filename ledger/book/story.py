"""The story of an entry: what took it back, what was booked instead, and what it was booked instead of."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from ledger.book.facts import Origins, read_entry
from ledger.book.queries import entry_query, select_batches, select_entries_of, select_origins
from ledger.book.schema import BATCH, ENTRY, REPLACED
from ledger.cost import Entry
from ledger.money import total

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import ColumnElement, Connection

    from ledger.cost import Batch, Revenue
    from ledger.imports.intake import Intake

# A rebooking books at most what stays and what moves.
BOOKED_BY_A_REBOOKING = 2


@dataclass(frozen=True, slots=True)
class Story:
    """Werdegang einer Buchung: what became of it and where it comes from.

    ``batch`` is the file that booked it. ``reversal`` took it back and came with ``corrected_by``; ``instead`` is what
    was booked in its place. ``in_place_of`` are the entries whose place it took itself.
    """

    entry: Entry | Revenue
    batch: Batch
    reversal: Entry | Revenue | None = None
    corrected_by: Batch | None = None
    instead: tuple[Entry | Revenue, ...] = ()
    in_place_of: tuple[Entry | Revenue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Booked:
    """An entry with the number of the batch that booked it."""

    entry: Entry | Revenue
    batch: int


def read_story(connection: Connection, number: int) -> Story | None:
    """Return the story of an entry, or None for a number that is not booked."""
    origins = select_origins(connection)
    found = next(_select(connection, origins, ENTRY.c.number == number), None)
    if found is None:
        return None
    reversal = next(_select(connection, origins, ENTRY.c.reverses == number), None)
    return Story(
        entry=found.entry,
        batch=_batch(connection, found.batch),
        reversal=reversal.entry if reversal else None,
        corrected_by=_batch(connection, reversal.batch) if reversal else None,
        instead=_instead(connection, origins, found, reversal) if reversal else (),
        in_place_of=tuple(_in_place_of(connection, origins, found)),
    )


def booked_again(
    connection: Connection, intake: Intake, replaced: Collection[int]
) -> tuple[tuple[Story, Entry | Revenue], ...]:
    """Return what was taken back singly of replaced files and stands in the corrected one again, with its new row.

    Rows alike are counted: of two alike, one of them taken back, the corrected file may name one.
    """
    stories = _reversed_for_good(connection, replaced)
    if not stories:
        return ()
    in_force = Counter(alike(entry) for entry in select_entries_of(connection, replaced))
    entries: list[Entry | Revenue] = [*intake.entries, *intake.revenues]
    named: dict[object, list[Entry | Revenue]] = defaultdict(list)
    for entry in entries:
        named[alike(entry)].append(entry)
    again = []
    for story in stories:
        rows = named[alike(story.entry)]
        if len(rows) > in_force[alike(story.entry)]:
            again.append((story, rows.pop()))
    return tuple(again)


def _reversed_for_good(connection: Connection, batches: Collection[int]) -> list[Story]:
    """Return the entries of batches that a single correction took back without booking anything instead."""
    reversal = ENTRY.alias()
    single = select(reversal.c.reverses).where(
        reversal.c.reverses.is_not(None), reversal.c.batch_number.not_in(select(REPLACED.c.replaced_by))
    )
    condition = ENTRY.c.batch_number.in_(batches) & ENTRY.c.reverses.is_(None) & ENTRY.c.number.in_(single)
    numbers = connection.execute(select(ENTRY.c.number).where(condition).order_by(ENTRY.c.number)).scalars().all()
    stories = (read_story(connection, number) for number in numbers)
    return [story for story in stories if story is not None and not story.instead]


def alike(entry: Entry | Revenue) -> tuple[object, ...]:
    """Return what an entry and its counterpart in a corrected file have in common: all but amount and row."""
    common = (entry.carrier_key, entry.kind, entry.paid_in, entry.label, entry.voucher)
    if isinstance(entry, Entry):
        return (*common, entry.group, entry.cost_month, entry.staff_number, entry.position_number)
    return (*common, entry.month)


def _select(connection: Connection, origins: Origins, condition: ColumnElement[bool]) -> Iterator[_Booked]:
    for row in connection.execute(entry_query().where(condition)):
        yield _Booked(read_entry(row, origins), row.batch_number)


def _batch(connection: Connection, number: int) -> Batch:
    return select_batches(connection, BATCH.c.number == number)[0]


def _instead(
    connection: Connection, origins: Origins, taken_back: _Booked, reversal: _Booked
) -> tuple[Entry | Revenue, ...]:
    """Return what was booked in the place of an entry.

    A corrected file books its counterparts. A rebooking books what stays and what moves right after the reversal, from
    one row, with the same sum; the reversal itself keeps the row of the entry it takes back.
    """
    of_batch = (ENTRY.c.batch_number == reversal.batch) & ENTRY.c.reverses.is_(None)
    if _replaces(connection, reversal.batch, taken_back.batch):
        same_kind = of_batch & (ENTRY.c.kind == taken_back.entry.kind.value)
        candidates = [booked.entry for booked in _select(connection, origins, same_kind)]
        return tuple(each for each in candidates if alike(each) == alike(taken_back.entry))
    first = reversal.entry.number + 1
    numbers = range(first, first + BOOKED_BY_A_REBOOKING)
    following = [booked.entry for booked in _select(connection, origins, of_batch & ENTRY.c.number.in_(numbers))]
    if not following or following[0].number != first:
        return ()
    run = tuple(each for each in following if each.source.row == following[0].source.row)
    moved, before = run[-1], taken_back.entry
    told_alike = (moved.reason, moved.voucher) == (reversal.entry.reason, reversal.entry.voucher)
    kept_alike = (moved.label, moved.paid_in, moved.booked_on) == (before.label, before.paid_in, before.booked_on)
    return run if told_alike and kept_alike and total(each.amount for each in run) == before.amount else ()


def _in_place_of(connection: Connection, origins: Origins, booked: _Booked) -> Iterator[Entry | Revenue]:
    """Yield the entries whose place an entry took, found by what was booked instead of them."""
    if booked.entry.reverses is not None:
        return
    reversals = (ENTRY.c.batch_number == booked.batch) & ENTRY.c.reverses.is_not(None)
    if _replaces(connection, booked.batch):
        same_kind = reversals & (ENTRY.c.kind == booked.entry.kind.value)
        candidates = [
            each for each in _select(connection, origins, same_kind) if alike(each.entry) == alike(booked.entry)
        ]
    else:
        last = select(func.max(ENTRY.c.number)).where(reversals, ENTRY.c.number < booked.entry.number)
        candidates = list(_select(connection, origins, ENTRY.c.number == last.scalar_subquery()))
    for reversal in candidates:
        taken_back = next(_select(connection, origins, ENTRY.c.number == reversal.entry.reverses))
        instead = _instead(connection, origins, taken_back, reversal)
        if any(each.number == booked.entry.number for each in instead):
            yield taken_back.entry


def _replaces(connection: Connection, batch: int, replaced: int | None = None) -> bool:
    """Return whether a batch is the corrected file of another one, or of a given one."""
    query = select(REPLACED.c.batch_number).where(REPLACED.c.replaced_by == batch)
    if replaced is not None:
        query = query.where(REPLACED.c.batch_number == replaced)
    return connection.execute(query).first() is not None
