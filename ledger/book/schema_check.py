"""Whether the database still has the tables and rules of a new book, and nothing that bends what they answer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlmodel import SQLModel

from ledger.book.engine import open_engine

if TYPE_CHECKING:
    from sqlalchemy import Connection

# What may lie in PostgreSQL beside tables and triggers and would change answers or hide rows.
_BENT = (
    (
        "SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = current_schema()::regnamespace "
        "AND (c.relkind NOT IN ('r', 'i', 'S', 'c', 't') OR c.relrowsecurity OR c.relforcerowsecurity)"
    ),
    (
        "SELECT r.rulename FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class "
        "WHERE c.relnamespace = current_schema()::regnamespace"
    ),
    (
        "SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = current_schema()::regnamespace "
        "AND p.proconfig IS NOT NULL"
    ),
)


def changed_schema(connection: Connection) -> tuple[str, ...]:
    """Return the names of tables, indexes and other things that a new book does not have, or has otherwise."""
    if connection.dialect.name == "sqlite":
        expected, present = _new_book(), _sqlite_objects(connection)
        return tuple(
            sorted(name for name in expected.keys() | present.keys() if expected.get(name) != present.get(name))
        )
    bent = {str(row[0]) for query in _BENT for row in connection.exec_driver_sql(query)}
    tables = connection.exec_driver_sql(
        "SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'"
    )
    strange = {str(row[0]) for row in tables} ^ SQLModel.metadata.tables.keys()
    return tuple(sorted(bent | strange))


@lru_cache(maxsize=1)
def _new_book() -> dict[str, str]:
    engine = open_engine(None)
    with engine.connect().execution_options(writing=True) as connection:
        SQLModel.metadata.create_all(connection)
        objects = _sqlite_objects(connection)
    engine.dispose()
    return objects


def _sqlite_objects(connection: Connection) -> dict[str, str]:
    """Return the wording of every table, index and view; triggers are looked at by ``guards.py``."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type <> 'trigger' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {row[0]: _plain(row[1]) for row in rows}


def _plain(statement: str | None) -> str:
    """Return a statement without the blanks and line ends that migrations set otherwise."""
    return re.sub(r"\s*([(),])\s*", r"\1", re.sub(r"\s+", " ", statement or ""))
