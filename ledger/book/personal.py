"""Personal data and originals beside the chain: present and true to their commitment, or deleted by plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, type_coerce
from sqlalchemy.types import NULLTYPE

from ledger.book.schema import BATCH, DELETION, IDENTITY, NAME, NAMING, ORIGINAL, PERSON
from ledger.book.seal import commit
from ledger.files import digest
from ledger.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


def check_personal_data(connection: Connection) -> Iterator[tuple[Place, str]]:
    """Yield place and fact of every staff number, name or original that is missing unplanned or does not fit."""
    deleted = {(row.table_name, row.row_number) for row in connection.execute(select(DELETION))}
    yield from _check_identities(connection, deleted)
    yield from _check_names(connection, deleted)
    yield from _check_originals(connection, deleted)


def _check_identities(connection: Connection, deleted: set[tuple[str, int]]) -> Iterator[tuple[Place, str]]:
    kept = {row.person_number: row for row in connection.execute(select(IDENTITY))}
    for person in connection.execute(select(PERSON).order_by(PERSON.c.number)):
        row = kept.get(person.number)
        place = Place("Buch, Tabelle identity", row=person.number)
        if row is None:
            if ("identity", person.number) not in deleted:
                yield place, f"Die Personalnummer der Person {person.number} fehlt, ohne nach Plan gelöscht zu sein."
        elif ("identity", person.number) in deleted:
            yield place, f"Die Personalnummer der Person {person.number} steht wieder da, obwohl sie gelöscht wurde."
        elif not _fits(person.commitment, row.salt, row.carrier_key, row.staff_number):
            yield place, f"Die Personalnummer der Person {person.number} ist verändert."


def _fits(commitment: str, *record: str) -> bool:
    """Return whether a record is the one committed to; in a damaged file it may be no text at all."""
    return all(isinstance(part, str) for part in record) and commit(*record) == commitment


def _check_names(connection: Connection, deleted: set[tuple[str, int]]) -> Iterator[tuple[Place, str]]:
    kept = {row.naming_number: row for row in connection.execute(select(NAME))}
    for naming in connection.execute(select(NAMING).order_by(NAMING.c.number)):
        row = kept.get(naming.number)
        place = Place("Buch, Tabelle name", row=naming.number)
        if row is None:
            if ("name", naming.number) not in deleted:
                yield place, f"Der Name der Person {naming.person_number} fehlt, ohne nach Plan gelöscht zu sein."
        elif ("name", naming.number) in deleted:
            yield place, f"Der Name der Person {naming.person_number} steht wieder da, obwohl er gelöscht wurde."
        elif not _fits(naming.commitment, row.salt, row.family_name, row.given_name):
            yield place, f"Der Name der Person {naming.person_number} ist verändert."


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
        if row.content is None:
            if ("original", row.number) not in deleted:
                yield Place(row.file), "Das Original der Datei fehlt, ohne nach Plan gelöscht zu sein."
        elif ("original", row.number) in deleted:
            yield Place(row.file), "Das Original der Datei steht wieder da, obwohl es gelöscht wurde."
        elif not isinstance(row.content, bytes) or digest(row.content) != row.digest:
            yield Place(row.file), "Das Original der Datei ist verändert."
