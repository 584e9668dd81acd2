"""Delete personal data by plan: written down in the chain first, then deleted; sums and seals stay as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, or_, select, union

from ledger.book.booking import insert_rows
from ledger.book.log import BOOK, DELETE, append_log, next_log_number
from ledger.book.schema import BATCH, ENTRY, FREEZE, IDENTITY, NAME, NAMING, ORIGINAL, PERSON, TENURE
from ledger.book.seal import SEALED, seal_rows
from ledger.book.sealed_rows import in_sealed_order

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select, Table

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
    """Gelöschte Angaben: how many of each kind, and the digests of the originals that are gone."""

    originals: int
    names: int
    staff_numbers: int
    digests: tuple[str, ...]


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
    """Return the persons of whom something is booked in a later or an open year, or a name is still kept."""
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
    if not due:
        return DeletedData(0, 0, 0, ())
    batches = due.get("original", ())
    digests = tuple(connection.execute(select(BATCH.c.digest).where(BATCH.c.number.in_(batches))).scalars())
    log_number = next_log_number(connection, BOOK)
    rows = in_sealed_order(
        [(table, number, log_number) for table, numbers in due.items() for number in numbers], "deletion"
    )
    insert_rows(connection, "deletion", SEALED["deletion"], rows)
    append_log(connection, BOOK, act, DELETE, {"grund": plan.reason, "zeilen": {"deletion": seal_rows(rows).said()}})
    for table, column in _COLUMNS.items():
        for number in due.get(table.name, ()):
            connection.execute(delete(table).where(column == number))
    return DeletedData(len(batches), len(due.get("name", ())), len(due.get("identity", ())), digests)


_COLUMNS: dict[Table, ColumnElement[int]] = {
    ORIGINAL: ORIGINAL.c.batch_number,
    NAME: NAME.c.naming_number,
    IDENTITY: IDENTITY.c.person_number,
}
