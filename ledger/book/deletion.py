"""Delete personal data by plan: written down in the chain first, then deleted; sums and seals stay as they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, union
from sqlmodel import SQLModel

from ledger.book.booking import insert_rows
from ledger.book.guards import DELETED_BY_PLAN
from ledger.book.log import BOOK, DELETE, append_log, next_log_number
from ledger.book.schema import (
    BATCH,
    DELETION,
    ENTRY,
    FREEZE,
    IDENTITY,
    LOG,
    NAME,
    NAMING,
    ORIGINAL,
    PERSON,
    TENURE,
)
from ledger.book.seal import SEALED, seal_rows
from ledger.book.sealed_rows import in_sealed_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection, Select

    from ledger.act import Act


@dataclass(frozen=True, slots=True)
class DeletionPlan:
    """Löschplan: for each kind of personal data the last year whose data may go; None leaves the kind alone.

    Only frozen years are touched, whatever the plan says: an open year still needs its data.
    """

    originals: int | None
    names: int | None
    staff_numbers: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class DeletedData:
    """Gelöschte Angaben: how many of each kind are deleted or due, and the digests of those originals."""

    originals: int
    names: int
    staff_numbers: int
    digests: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is deleted."""
        return not (self.originals or self.names or self.staff_numbers)


@dataclass(frozen=True, slots=True)
class Holdings:
    """Bestand: what decides which data may go, and which copies of the book still hold them.

    ``frozen`` has the day on which each year was frozen, ``years`` the year of every booked file by its digest,
    ``last_entry`` the number of the last log entry, ``last_deletion`` that of the last one that deleted something, 0
    before the first.
    """

    frozen: Mapping[int, date]
    years: Mapping[str, int]
    last_entry: int
    last_deletion: int


def read_holdings(connection: Connection) -> Holdings:
    """Return the frozen years, the booked files and the last deletion."""
    freezes = select(FREEZE.c.year, LOG.c.at).join(LOG, LOG.c.number == FREEZE.c.log_number).where(LOG.c.chain == BOOK)
    batches = select(BATCH.c.digest, BATCH.c.year)
    return Holdings(
        {row.year: datetime.fromisoformat(row.at).date() for row in connection.execute(freezes)},
        {row.digest: row.year for row in connection.execute(batches)},
        next_log_number(connection, BOOK) - 1,
        connection.execute(select(func.max(DELETION.c.log_number))).scalar() or 0,
    )


def count_due(connection: Connection, plan: DeletionPlan) -> DeletedData:
    """Return what a plan would delete; nothing is written."""
    return _counted(connection, due_data(connection, plan))


def _counted(connection: Connection, due: Mapping[str, tuple[int, ...]]) -> DeletedData:
    batches = due.get("original", ())
    digests = tuple(connection.execute(select(BATCH.c.digest).where(BATCH.c.number.in_(batches))).scalars())
    return DeletedData(len(batches), len(due.get("name", ())), len(due.get("identity", ())), digests)


def due_data(connection: Connection, plan: DeletionPlan) -> dict[str, tuple[int, ...]]:
    """Return the rows of each table of personal data that the plan deletes."""
    frozen = select(FREEZE.c.year)

    def of_year(last: int) -> ColumnElement[bool]:
        return and_(BATCH.c.year <= last, BATCH.c.year.in_(frozen))

    due: dict[str, tuple[int, ...]] = {}
    if plan.originals is not None:
        query = select(ORIGINAL.c.batch_number).join(BATCH, BATCH.c.number == ORIGINAL.c.batch_number)
        due["original"] = _numbers(connection, query.where(of_year(plan.originals)))
    if plan.names is not None:
        query = (
            select(NAME.c.naming_number)
            .join(NAMING, NAMING.c.number == NAME.c.naming_number)
            .join(BATCH, BATCH.c.number == NAMING.c.batch_number)
        )
        due["name"] = _numbers(connection, query.where(of_year(plan.names)))
    if plan.staff_numbers is not None:
        due["identity"] = _numbers(
            connection,
            select(IDENTITY.c.person_number)
            .join(PERSON, PERSON.c.number == IDENTITY.c.person_number)
            .join(BATCH, BATCH.c.number == PERSON.c.batch_number)
            .where(of_year(plan.staff_numbers), PERSON.c.number.not_in(_needed(plan.staff_numbers))),
        )
    return {table: numbers for table, numbers in due.items() if numbers}


def _needed(last: int) -> Select[Any]:
    """Return the persons of whom something is booked in a later or an open year."""
    open_or_later = or_(BATCH.c.year > last, BATCH.c.year.not_in(select(FREEZE.c.year)))
    entries = (
        select(ENTRY.c.person_number)
        .join(BATCH, BATCH.c.number == ENTRY.c.batch_number)
        .where(ENTRY.c.person_number.is_not(None), open_or_later)
    )
    tenures = select(TENURE.c.person_number).join(BATCH, BATCH.c.number == TENURE.c.batch_number).where(open_or_later)
    return select(union(entries, tenures).subquery().c.person_number)


def _numbers(connection: Connection, query: Select[Any]) -> tuple[int, ...]:
    return tuple(sorted(connection.execute(query).scalars()))


def delete_by_plan(connection: Connection, plan: DeletionPlan, act: Act) -> DeletedData:
    """Write down what is deleted and why, then delete it; the caller holds the write lock."""
    due = due_data(connection, plan)
    deleted = _counted(connection, due)
    if not due:
        return deleted
    log_number = next_log_number(connection, BOOK)
    rows = in_sealed_order(
        [(table, number, log_number) for table, numbers in due.items() for number in numbers], "deletion"
    )
    insert_rows(connection, "deletion", SEALED["deletion"], rows)
    append_log(connection, BOOK, act, DELETE, {"grund": plan.reason, "zeilen": {"deletion": seal_rows(rows).said()}})
    for name, numbers in due.items():
        table = SQLModel.metadata.tables[name]
        gone = table.c[DELETED_BY_PLAN[name]] == bindparam("gone")
        connection.execute(delete(table).where(gone), [{"gone": number} for number in numbers])
    return deleted
