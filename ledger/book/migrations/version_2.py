"""Version 2: every file booked by version 1 is taken over under a log entry that seals its rows.

Numbers, amounts, months and moments stay as they were. Staff numbers and names move behind commitments. Version 1 kept
no originals: those that are found by their digest are kept from now on, for the others a planned deletion is logged.
"""

from __future__ import annotations

from dataclasses import astuple
from itertools import count
from typing import TYPE_CHECKING, Any

from alembic import op

from ledger.book.migrations import statements_of
from ledger.book.seal import BEFORE_THE_FIRST, LogEntry, canonical, commit, digest_of, seal_rows
from ledger.finding import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Row

    from ledger.act import Act

revision = "2"
down_revision = "1"

_OLD_TABLES = ("batch", "batch_period", "person", "tenure", "head_count", "entry")
_OLD_INDEXES = ("ix_batch_year", "ix_tenure_year", "ix_head_count_year", "entry_of_year")
# Old table -> where its rows are afterwards; as many as before, or nothing is migrated.
_KEPT = {table: table for table in _OLD_TABLES} | {"person": "naming"}
_NO_ORIGINAL = "Fassung 1 bewahrte keine Originale auf"

# What version 2 seals, whatever later versions do.
_SEALED = {
    "batch": (
        "number", "log_number", "year", "kind", "file", "digest", "booked_at", "booked_by", "row_count", "sum_cents",
    ),
    "batch_period": ("batch_number", "period"),
    "person": ("number", "batch_number", "carrier_key", "commitment"),
    "naming": ("number", "batch_number", "person_number", "commitment"),
    "tenure": (
        "number", "batch_number", "year", "carrier_key", "person_number", "position_number", "role", "first_day",
        "last_day", "fte", "pay_group", "qualification", "requalified_from", "requalified_to", "sheet", "row",
    ),
    "deletion": ("table_name", "row_number", "log_number"),
    "head_count": ("batch_number", "municipality_key", "municipality_name", "year", "persons"),
    "entry": (
        "number", "batch_number", "carrier_key", "kind", "wage_group", "cents", "year", "cost_month", "paid_in",
        "paid_on", "booked_on", "person_number", "position_number", "label", "voucher", "reason", "sheet", "row",
        "reverses", "late",
    ),
}  # fmt: skip

_Values = tuple[object, ...]
_Rows = dict[str, list[_Values]]


def upgrade(act: Act, find_original: Callable[[str], bytes | None]) -> None:
    """Take over all batches of version 1, which existed on SQLite only."""
    connection = op.get_bind()
    for index in _OLD_INDEXES:
        op.drop_index(index)
    for table in _OLD_TABLES:
        op.rename_table(table, f"old_{table}")
    for statement in statements_of(2):
        connection.exec_driver_sql(statement)
    _TakeOver(connection, act).run(find_original)
    _require_all_rows(connection)
    for table in reversed(_OLD_TABLES):
        op.drop_table(f"old_{table}")


class _TakeOver:
    """The batches of version 1 on their way: numbers given so far and the last log entry."""

    def __init__(self, connection: Connection, act: Act) -> None:
        self.connection = connection
        self.act = act
        self.persons: dict[tuple[str, str], int] = {}
        self.namings = count(1)
        self.log_number = 0
        self.previous = BEFORE_THE_FIRST

    def run(self, find_original: Callable[[str], bytes | None]) -> None:
        missing = []
        batches = self.ask("SELECT * FROM old_batch ORDER BY number")
        for year in sorted({batch.year for batch in batches}):
            self.connection.exec_driver_sql("INSERT INTO funding_year VALUES (?)", (year,))
        for batch in batches:
            self._take_over(batch)
            original = find_original(batch.digest)
            if original is None:
                missing.append(batch.number)
            else:
                self.insert("original", ("batch_number", "content"), [(batch.number, original)])
        if missing:
            rows = _in_order("deletion", [("original", number, self.log_number + 1) for number in missing])
            self.insert("deletion", _SEALED["deletion"], rows)
            self.log("loeschen", {"grund": _NO_ORIGINAL, "zeilen": {"deletion": seal_rows(rows).said()}})

    def _take_over(self, batch: Row[Any]) -> None:
        number = batch.number
        tenures = self.ask("SELECT * FROM old_tenure WHERE batch_number = ? ORDER BY number", number)
        staff = self.ask("SELECT * FROM old_person WHERE batch_number = ? ORDER BY carrier_key, staff_number", number)
        entries = self.ask("SELECT * FROM old_entry WHERE batch_number = ? ORDER BY number", number)
        rows: _Rows = {
            "batch": [(number, self.log_number + 1, *batch[1:])],
            "batch_period": [tuple(row) for row in self._of_batch("old_batch_period", number)],
            "head_count": [tuple(row) for row in self._of_batch("old_head_count", number)],
            "person": self._add_persons(number, (*tenures, *staff, *entries)),
            "naming": self._add_names(number, staff),
            "tenure": [(*row[:4], self._person(row), *row[5:]) for row in tenures],
            "entry": [self._entry(row) for row in entries],
        }
        for table, values in rows.items():
            rows[table] = _in_order(table, values)
        years = {batch.year, *(int(month[:4]) for row in entries for month in (row.cost_month, row.paid_in))}
        for table in ("batch", "batch_period", "head_count", "tenure", "entry"):
            self.insert(table, _SEALED[table], rows[table])
        content = {
            "fassung": 1,
            "stapel": number,
            "datei": batch.file,
            "sha256": batch.digest,
            "jahre": sorted(years),
            "zeilen": {table: seal_rows(values).said() for table, values in rows.items() if values},
        }
        self.log("uebernehmen", content)

    def _add_persons(self, batch: int, facts: Iterable[Row[Any]]) -> list[_Values]:
        """Give a number to everybody the facts are about who has none yet; staff numbers stand apart."""
        persons: list[_Values] = []
        identities: list[_Values] = []
        for fact in facts:
            key = (fact.carrier_key, fact.staff_number)
            if not key[1] or key in self.persons:
                continue
            number = self.persons[key] = len(self.persons) + 1
            salt = self.act.salt_for(f"person {number}")
            persons.append((number, batch, key[0], commit(salt, *key)))
            identities.append((number, *key, salt))
        self.insert("person", _SEALED["person"], persons)
        self.insert("identity", ("person_number", "carrier_key", "staff_number", "salt"), identities)
        return persons

    def _add_names(self, batch: int, staff: Iterable[Row[Any]]) -> list[_Values]:
        namings: list[_Values] = []
        names: list[_Values] = []
        for member in staff:
            number = next(self.namings)
            salt = self.act.salt_for(f"name {number}")
            name = (member.family_name, member.given_name)
            namings.append((number, batch, self._person(member), commit(salt, *name)))
            names.append((number, *name, salt))
        self.insert("naming", _SEALED["naming"], namings)
        self.insert("name", ("naming_number", "family_name", "given_name", "salt"), names)
        return namings

    def _person(self, row: Row[Any]) -> int | None:
        return self.persons[row.carrier_key, row.staff_number] if row.staff_number else None

    def _entry(self, row: Row[Any]) -> _Values:
        """Return an entry; version 1 knew no wage groups, days, reasons, reversals and freezes."""
        return (
            *row[:4], None, row.cents, int(row.cost_month[:4]), row.cost_month, row.paid_in, None, None,
            self._person(row), row.position_number, row.label, row.voucher, "", row.sheet, row.row, row.reverses, 0,
        )  # fmt: skip

    def _of_batch(self, table: str, number: int) -> Sequence[Row[Any]]:
        return self.ask(f"SELECT * FROM {table} WHERE batch_number = ?", number)  # noqa: S608 - our own names

    def ask(self, query: str, *values: object) -> Sequence[Row[Any]]:
        """Return the rows of a query."""
        return self.connection.exec_driver_sql(query, values).all()

    def insert(self, table: str, columns: Sequence[str], rows: list[_Values]) -> None:
        """Insert rows of plain values."""
        if rows:
            marks = ", ".join("?" * len(columns))
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
            self.connection.exec_driver_sql(statement, rows)

    def log(self, name: str, content: Mapping[str, Any]) -> None:
        """Add an entry to the chain of the book."""
        self.log_number += 1
        act = self.act
        said = ("buch", self.log_number, act.moment(), act.account, act.person, name, canonical(content), self.previous)
        self.previous = digest_of(said)
        entry = LogEntry(*said, seal=self.previous)
        columns = ("chain", "number", "at", "account", "person", "act", "content", "previous", "seal")
        self.insert("log", columns, [astuple(entry)])


def _require_all_rows(connection: Connection) -> None:
    """Refuse a book with rows that belong to no file: they would be lost without a word."""
    for old, new in _KEPT.items():
        counts = [connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in (f"old_{old}", new)]  # noqa: S608
        if counts[0] != counts[1]:
            raise UnreadableError(
                f"Das Buch hat in der Tabelle {old} Zeilen, die zu keiner gebuchten Datei gehören; es ist, wie es war.",
                "Bitte die letzte Sicherung zurückspielen und die Betreuung des Verfahrens informieren.",
            )


def _in_order(table: str, rows: list[_Values]) -> list[_Values]:
    """Return rows as they are sealed: by their number, those without one by their words."""
    if _SEALED[table][0] == "number":
        return sorted(rows, key=lambda row: int(str(row[0])))
    return sorted(rows, key=lambda row: tuple(map(str, row)))
