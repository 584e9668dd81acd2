"""The rows of a book's tables in SQL: their columns and keys, and a row like one that is there, new in every key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from ledger.book import schema  # noqa: F401 - the tables must be known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS = {name: [column.name for column in table.columns] for name, table in SQLModel.metadata.tables.items()}

WHOLE_NUMBERS = {
    name: [column.name for column in table.columns if column.type.python_type is int]
    for name, table in SQLModel.metadata.tables.items()
}


def unique_keys(table: str) -> Iterator[tuple[str, ...]]:
    """Yield the columns of the primary key and of every other unique key of a table."""
    found = SQLModel.metadata.tables[table]
    yield tuple(column.name for column in found.primary_key.columns)
    for constraint in found.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(column.name for column in constraint.columns)
    for index in found.indexes:
        if index.unique:
            yield tuple(column.name for column in index.columns)


def copied(table: str, like: Sequence[str] = (), **other: str) -> str:
    """Return a SELECT of a row like the last, new in every unique key except ``like``, with other values as given."""
    keys = {name for key in unique_keys(table) for name in key if key != tuple(like)} - set(like)
    values = [other.get(name) or (_another(table, name) if name in keys else f'"{name}"') for name in COLUMNS[table]]
    where = "WHERE reverses IS NOT NULL " if tuple(like) == ("reverses",) else ""
    return f"SELECT {', '.join(values)} FROM {table} {where}ORDER BY {COLUMNS[table][0]} DESC LIMIT 1"  # noqa: S608


def _another(table: str, name: str) -> str:
    return f'"{name}" + 1000' if name in WHOLE_NUMBERS[table] else f"\"{name}\" || 'x'"
