"""Personal data and originals beside the chain: present and true to their commitment, or deleted by plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, type_coerce
from sqlalchemy.types import NULLTYPE

from ledger.book.schema import BATCH, DELETION, IDENTITY, NAME, NAMING, ORIGINAL, PERSON
from ledger.book.seal import commit
from ledger.files import digest
from ledger.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Select


def check_personal_data(connection: Connection) -> Iterator[tuple[Place, str]]:
    """Yield place and fact of every staff number, name or original that is missing unplanned or does not fit."""
    deleted = {(row.table_name, row.row_number) for row in connection.execute(select(DELETION))}
    identities = (
        select(PERSON.c.number, PERSON.c.number, PERSON.c.commitment)
        .add_columns(IDENTITY.c.salt, IDENTITY.c.carrier_key, IDENTITY.c.staff_number)
        .outerjoin(IDENTITY, IDENTITY.c.person_number == PERSON.c.number)
        .order_by(PERSON.c.number)
    )
    yield from _check_records(connection, deleted, "identity", identities, "Die Personalnummer")
    names = (
        select(NAMING.c.number, NAMING.c.person_number, NAMING.c.commitment)
        .add_columns(NAME.c.salt, NAME.c.family_name, NAME.c.given_name)
        .outerjoin(NAME, NAME.c.naming_number == NAMING.c.number)
        .order_by(NAMING.c.number)
    )
    yield from _check_records(connection, deleted, "name", names, "Der Name")
    yield from _check_originals(connection, deleted)


def _check_records(
    connection: Connection, deleted: set[tuple[str, int]], table: str, query: Select[Any], what: str
) -> Iterator[tuple[Place, str]]:
    """Compare salt and record of each number and person with what was committed to; without a row there are none."""
    for number, person, commitment, *record in connection.execute(query):
        # In a damaged file a record may be no text at all.
        sound = all(isinstance(part, str) for part in record) and commit(*record) == commitment
        fault = _fault(there=record[0] is not None, deleted=(table, number) in deleted, sound=sound)
        if fault:
            yield Place(f"Buch, Tabelle {table}", row=number), f"{what} der Person {person} {fault}."


def _fault(*, there: bool, deleted: bool, sound: bool) -> str:
    """Return what is wrong with a piece of personal data, or nothing."""
    if not there:
        return "" if deleted else "fehlt, ohne nach Plan gelöscht zu sein"
    if deleted:
        return "steht trotz der Löschung wieder da"
    return "" if sound else "ist verändert"


def _check_originals(connection: Connection, deleted: set[tuple[str, int]]) -> Iterator[tuple[Place, str]]:
    # As the driver gives it: in a damaged file a number may stand there, which would become as many bytes.
    content = type_coerce(ORIGINAL.c.content, NULLTYPE).label("content")
    query = (
        select(BATCH.c.number, BATCH.c.file, BATCH.c.digest, content)
        .outerjoin(ORIGINAL, ORIGINAL.c.batch_number == BATCH.c.number)
        .order_by(BATCH.c.number)
    )
    # One at a time: the originals of a county are more than fits into memory.
    for row in connection.execute(query, execution_options={"yield_per": 1}):
        sound = isinstance(row.content, bytes) and digest(row.content) == row.digest
        fault = _fault(there=row.content is not None, deleted=("original", row.number) in deleted, sound=sound)
        if fault:
            yield Place(row.file), f"Das Original der Datei {fault}."
