"""Whether the database still has the tables and rules of a new book, and nothing that bends what they answer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from ledger.book.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Dialect

_HERE = "relnamespace = current_schema()::regnamespace"
# What may lie in PostgreSQL beside tables and triggers and would change answers, hide rows or forget them.
_BENT = (
    (
        f"SELECT c.relname FROM pg_class AS c WHERE c.{_HERE} AND (c.relkind NOT IN ('r', 'i', 'S', 'c', 't') "  # noqa: S608
        "OR c.relrowsecurity OR c.relforcerowsecurity OR c.relpersistence <> 'p')"
    ),
    f"SELECT r.rulename FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class WHERE c.{_HERE}",  # noqa: S608
    (
        "SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = current_schema()::regnamespace "
        "AND p.proconfig IS NOT NULL"
    ),
    # The rows of a table that inherits are answered as rows of the other, wherever it lies.
    (
        "SELECT child.relname FROM pg_inherits AS i JOIN pg_class AS child ON child.oid = i.inhrelid "  # noqa: S608
        f"JOIN pg_class AS parent ON parent.oid = i.inhparent WHERE child.{_HERE} OR parent.{_HERE}"
    ),
    # The triggers of the server itself see that references lead to a row.
    (
        "SELECT c.relname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid "  # noqa: S608
        f"WHERE t.tgisinternal AND t.tgenabled <> 'O' AND c.{_HERE}"
    ),
)
_COLUMNS = f"""
    SELECT c.relname || '.' || a.attname, concat(
        replace(upper(format_type(a.atttypid, a.atttypmod)), 'CHARACTER VARYING', 'VARCHAR'),
        CASE WHEN a.attnotnull THEN ' NOT NULL' END,
        CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation::text END,
        ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
        ' GENERATED ' || nullif(concat(a.attidentity, a.attgenerated), '')
    )
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.{_HERE} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""  # noqa: S608
# From version 18 on the server names what is NOT NULL here as well; the column says it in every version.
_CONSTRAINTS = f"""
    SELECT c.relname || ' ' || pg_get_constraintdef(r.oid, true), ''
    FROM pg_constraint AS r JOIN pg_class AS c ON c.oid = r.conrelid
    WHERE c.{_HERE} AND (r.contype <> 'n' OR NOT r.convalidated)
"""  # noqa: S608
# An index that a constraint made is shown only when it no longer works: the constraint says the rest.
_INDEXES = f"""
    SELECT c.relname, concat(
        replace(pg_get_indexdef(i.indexrelid, 0, true), ' USING btree', ''),
        CASE WHEN NOT (i.indisvalid AND i.indisready AND i.indislive) THEN ' INVALID' END
    )
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE c.{_HERE} AND NOT (
        i.indisvalid AND i.indisready AND i.indislive
        AND EXISTS (SELECT 1 FROM pg_constraint AS r WHERE r.conindid = i.indexrelid AND r.contype IN ('p', 'u'))
    )
"""  # noqa: S608


def changed_schema(connection: Connection) -> tuple[str, ...]:
    """Return the names of tables, columns, constraints, indexes and whatever else a new book has not, or otherwise."""
    if connection.dialect.name == "sqlite":
        return tuple(_different(_new_book(), _sqlite_objects(connection)))
    bent = {str(row[0]) for query in _BENT for row in connection.exec_driver_sql(query)}
    return tuple(sorted(bent.union(_different(_declared(connection.dialect), _postgresql_objects(connection)))))


def _different(expected: dict[str, str], present: dict[str, str]) -> Iterator[str]:
    return (name for name in sorted(expected.keys() | present.keys()) if expected.get(name) != present.get(name))


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


def _declared(dialect: Dialect) -> dict[str, str]:
    """Return what ``_postgresql_objects`` finds in a new book, from the statements that make one."""
    objects = {}
    for name, table in SQLModel.metadata.tables.items():
        objects[name] = ""
        for line in str(CreateTable(table).compile(dialect=dialect)).strip().splitlines()[1:-1]:
            words = line.strip().removesuffix(",")
            column, _, rest = words.partition(" ")
            if column in table.columns:
                objects[f"{name}.{column}"] = _plain(rest)
            else:
                objects[_plain(f"{name} {words}")] = ""
        for index in table.indexes:
            objects[str(index.name)] = _plain(str(CreateIndex(index).compile(dialect=dialect)))
    return objects


def _postgresql_objects(connection: Connection) -> dict[str, str]:
    """Return columns, constraints and indexes as the server words them; a constraint is known by what it demands.

    Two that demand the same are one as good as the other; its name may be that of an older server.
    """
    tables = f"SELECT c.relname, '' FROM pg_class AS c WHERE c.{_HERE} AND c.relkind = 'r'"  # noqa: S608
    return {
        _plain(row[0]): _plain(row[1])
        for query in (tables, _COLUMNS, _CONSTRAINTS, _INDEXES)
        for row in connection.exec_driver_sql(query)
    }


def _plain(statement: str | None) -> str:
    """Return a statement without the blanks and line ends that migrations and servers set otherwise."""
    return re.sub(r"\s*([(),])\s*", r"\1", re.sub(r"\s+", " ", (statement or "").strip()))
