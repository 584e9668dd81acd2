"""Triggers by which the database itself refuses what the book never does, on SQLite and on PostgreSQL.

Rows are never changed; they are never deleted, except personal data and originals whose deletion is written down first;
nothing is booked into a frozen year. The texts are read by ``errors.py``, never by people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book import schema  # noqa: F401 - the tables must be known before guards are set on them

if TYPE_CHECKING:
    from sqlalchemy import Connection

NEVER_CHANGED = "book rows are never changed or deleted"
FROZEN = "frozen year"

# Table -> the columns that name a row. INSERT OR REPLACE would otherwise change a row without any UPDATE. Where no
# single number is the key, SQLite gives a row a hidden one, by which it can be replaced as well.
KEYS = {
    "book_info": ("schema_version",),
    "log": ("chain, number", "rowid"),
    "funding_year": ("year",),
    "frozen_year": ("year", "log_number"),
    "batch": ("number", "log_number", "digest"),
    "batch_period": ("batch_number, period", "rowid"),
    "replaced": ("batch_number",),
    "original": ("batch_number",),
    "person": ("number",),
    "identity": ("person_number", "carrier_key, staff_number"),
    "naming": ("number",),
    "name": ("naming_number",),
    "deletion": ("table_name, row_number", "rowid"),
    "tenure": ("number",),
    "head_count": ("batch_number, municipality_key", "rowid"),
    "indicator": ("number",),
    "entry": ("number", "reverses"),
}
# Tables of personal data and the column by which a planned deletion names their rows.
DELETED_BY_PLAN = {"original": "batch_number", "identity": "person_number", "name": "naming_number"}

_DECIDING_MONTH = "CASE f.basis WHEN 'leistung' THEN NEW.cost_month ELSE COALESCE(NEW.paid_on, NEW.paid_in) END"
_ENTRY_IS_FROZEN = (
    "NEW.late = 0 AND EXISTS (SELECT 1 FROM frozen_year AS f "  # noqa: S608 - our own names
    f"WHERE f.year = CAST(substr({_DECIDING_MONTH}, 1, 4) AS INTEGER))"
)
_YEAR_IS_FROZEN = "EXISTS (SELECT 1 FROM frozen_year AS f WHERE f.year = NEW.year)"
_BATCH_IS_FROZEN = (
    "EXISTS (SELECT 1 FROM frozen_year AS f JOIN batch AS b ON b.year = f.year WHERE b.number = NEW.batch_number)"
)
_FROZEN_TABLES = {
    "entry": _ENTRY_IS_FROZEN,
    "batch": _YEAR_IS_FROZEN,
    "tenure": _YEAR_IS_FROZEN,
    "head_count": _YEAR_IS_FROZEN,
    "indicator": _BATCH_IS_FROZEN,
    "replaced": _BATCH_IS_FROZEN,
}


def sqlite_guards() -> dict[str, str]:
    """Return the triggers of a SQLite book by their names."""
    guards = {}
    for table, keys in KEYS.items():
        guards[f"{table}_no_update"] = _sqlite(table, "UPDATE", "", NEVER_CHANGED)
        guards[f"{table}_no_delete"] = _sqlite(table, "DELETE", _unless_planned(table), NEVER_CHANGED)
        known = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {_same(key)})" for key in keys)  # noqa: S608
        guards[f"{table}_no_replace"] = _sqlite(table, "INSERT", f"WHEN {known} ", NEVER_CHANGED)
    for table, condition in _FROZEN_TABLES.items():
        guards[f"{table}_not_frozen"] = _sqlite(table, "INSERT", f"WHEN {condition} ", FROZEN)
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in guards.items()}


def _sqlite(table: str, act: str, when: str, message: str) -> str:
    return f"BEFORE {act} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _same(key: str) -> str:
    return f"({key}) = ({', '.join(f'NEW.{part}' for part in key.split(', '))})"


def _unless_planned(table: str) -> str:
    column = DELETED_BY_PLAN.get(table)
    if column is None:
        return ""
    planned = f"d.table_name = '{table}' AND d.row_number = OLD.{column}"
    return f"WHEN NOT EXISTS (SELECT 1 FROM deletion AS d WHERE {planned}) "  # noqa: S608


def postgresql_guards() -> dict[str, str]:
    """Return functions and triggers of a PostgreSQL book by their names; keys need none, they cannot be replaced.

    A trigger is worded as the server words it itself (events in the order INSERT, DELETE, UPDATE), to be compared.
    """
    guards = {
        "book_never_changed": _function("book_never_changed", f"RAISE EXCEPTION '{NEVER_CHANGED}';"),
        "book_frozen": _function("book_frozen", f"RAISE EXCEPTION '{FROZEN}';"),
    }
    for table in KEYS:
        when = _unless_planned(table).strip()
        if when:
            column = DELETED_BY_PLAN[table]
            check = f"IF NOT EXISTS (SELECT 1 FROM deletion AS d WHERE d.table_name = '{table}' AND d.row_number = OLD.{column})"  # noqa: E501, S608
            name = f"{table}_only_by_plan"
            guards[name] = _function(name, f"{check} THEN RAISE EXCEPTION '{NEVER_CHANGED}'; END IF; RETURN OLD;")
            guards[f"{table}_no_delete"] = _postgresql(table, "DELETE", name, f"{table}_no_delete")
            guards[f"{table}_no_update"] = _postgresql(table, "UPDATE", "book_never_changed", f"{table}_no_update")
        else:
            guards[f"{table}_no_change"] = _postgresql(
                table, "DELETE OR UPDATE", "book_never_changed", f"{table}_no_change"
            )
        guards[f"{table}_no_truncate"] = (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION book_never_changed()"
        )
    for table, condition in _FROZEN_TABLES.items():
        name = f"{table}_not_frozen"
        guards[f"{name}_check"] = _function(
            f"{name}_check", f"IF {condition} THEN RAISE EXCEPTION '{FROZEN}'; END IF; RETURN NEW;"
        )
        guards[name] = _postgresql(table, "INSERT", f"{name}_check", name)
    return guards


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _postgresql(table: str, act: str, function: str, name: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"


def expected_guards(connection: Connection) -> dict[str, str]:
    """Return what ``present_guards`` finds in a book nobody has tampered with."""
    if connection.dialect.name == "sqlite":
        return sqlite_guards()
    return {
        name: statement.split("$$")[1].strip() if "$$" in statement else statement
        for name, statement in postgresql_guards().items()
    }


def present_guards(connection: Connection) -> dict[str, str]:
    """Return the guards in force by name: the text of a trigger or function; nothing of a trigger switched off."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {row[0]: row[1] for row in rows}
    functions = connection.exec_driver_sql(
        "SELECT p.proname, trim(p.prosrc) FROM pg_proc AS p WHERE p.pronamespace = current_schema()::regnamespace"
    )
    triggers = connection.exec_driver_sql(
        "SELECT t.tgname, CASE t.tgenabled WHEN 'O' THEN pg_get_triggerdef(t.oid, true) ELSE '' END "
        "FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    )
    return {row[0]: row[1] for rows in (functions, triggers) for row in rows}


def set_guards(connection: Connection) -> None:
    """Set all guards on tables that have none yet (a new book, or the last step of a migration)."""
    guards = sqlite_guards() if connection.dialect.name == "sqlite" else postgresql_guards()
    for statement in guards.values():
        connection.exec_driver_sql(statement)


def drop_guards(connection: Connection) -> None:
    """Remove all guards, for a migration alone; it sets them again before it commits."""
    if connection.dialect.name == "sqlite":
        for name in present_guards(connection):
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        return
    triggers = "p.prorettype = 'trigger'::regtype AND p.pronamespace = current_schema()::regnamespace"
    for (name,) in connection.exec_driver_sql(f"SELECT p.proname FROM pg_proc AS p WHERE {triggers}").all():  # noqa: S608
        connection.exec_driver_sql(f'DROP FUNCTION "{name}"() CASCADE')
