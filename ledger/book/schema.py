"""The tables of the book. Rows are built only in store.py; the database itself refuses change and deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import DDL, BigInteger, CheckConstraint, Column, Index, event
from sqlmodel import Field, SQLModel

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.schema import ExecutableDDLElement

SCHEMA_VERSION = 1


def _cents() -> Column[int]:
    return Column(BigInteger, nullable=False)


def _whole(*columns: str) -> CheckConstraint:
    """Return the check that columns hold whole numbers; SQLite would store a fraction or a text as it comes."""
    return CheckConstraint(" AND ".join(f"typeof({column}) = 'integer'" for column in columns)).ddl_if(dialect="sqlite")


class BookInfo(SQLModel, table=True):
    """One row: the version of the schema this book was made with."""

    __tablename__ = "book_info"
    schema_version: int = Field(primary_key=True)


class BatchRow(SQLModel, table=True):
    """Stapel: a file that was booked."""

    __tablename__ = "batch"
    number: int | None = Field(default=None, primary_key=True)
    year: int = Field(index=True)
    kind: str
    file: str
    digest: str = Field(unique=True)
    booked_at: str
    booked_by: str
    row_count: int
    sum_cents: int = Field(sa_column=_cents())

    __table_args__ = (_whole("row_count", "sum_cents"),)


class BatchPeriodRow(SQLModel, table=True):
    """Zeitraum: a period that a batch settles for its kind of file."""

    __tablename__ = "batch_period"
    batch_number: int = Field(primary_key=True, foreign_key="batch.number")
    period: str = Field(primary_key=True)


class PersonRow(SQLModel, table=True):
    """Personal data: names by staff number, apart from everything else so that they can be deleted by law later."""

    __tablename__ = "person"
    batch_number: int = Field(primary_key=True, foreign_key="batch.number")
    carrier_key: str = Field(primary_key=True)
    staff_number: str = Field(primary_key=True)
    family_name: str
    given_name: str


class TenureRow(SQLModel, table=True):
    """Besetzung, as the staffing plan or the return of one year states it."""

    __tablename__ = "tenure"
    number: int | None = Field(default=None, primary_key=True)
    batch_number: int = Field(foreign_key="batch.number")
    year: int = Field(index=True)
    carrier_key: str
    staff_number: str
    position_number: str
    role: str
    first_day: str
    last_day: str | None
    fte: int
    pay_group: str
    qualification: str
    requalified_from: str | None
    requalified_to: str | None
    sheet: str
    row: int

    __table_args__ = (_whole("fte", "row"),)


class HeadCountRow(SQLModel, table=True):
    """Personenzahl of one municipality for one year."""

    __tablename__ = "head_count"
    batch_number: int = Field(primary_key=True, foreign_key="batch.number")
    municipality_key: str = Field(primary_key=True)
    municipality_name: str
    year: int = Field(index=True)
    persons: int

    __table_args__ = (_whole("persons"),)


class EntryRow(SQLModel, table=True):
    """Buchung."""

    __tablename__ = "entry"
    number: int | None = Field(default=None, primary_key=True)
    batch_number: int = Field(foreign_key="batch.number")
    carrier_key: str
    kind: str
    cents: int = Field(sa_column=_cents())
    cost_month: str
    paid_in: str
    staff_number: str
    position_number: str
    label: str
    voucher: str
    sheet: str
    row: int
    reverses: int | None = Field(default=None, foreign_key="entry.number")

    __table_args__ = (
        Index("entry_of_year", "cost_month", "carrier_key", "staff_number", "kind", "cents"),
        _whole("cents"),
    )


# Table -> the columns that name a row. INSERT OR REPLACE would otherwise change a row without any UPDATE.
APPEND_ONLY = {
    "book_info": ("schema_version",),
    "batch": ("number", "digest"),
    "batch_period": ("batch_number, period",),
    "tenure": ("number",),
    "head_count": ("batch_number, municipality_key",),
    "entry": ("number",),
}
_REFUSAL = "BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END"


def _triggers(table: str, keys: tuple[str, ...]) -> list[str]:
    """Return the triggers that refuse to change, delete or replace a row of a table."""
    known = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE ({key}) = ({', '.join(f'NEW.{part}' for part in key.split(', '))}))"  # noqa: S608 - our own names
        for key in keys
    )
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {_REFUSAL}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {_REFUSAL}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {known} {_REFUSAL}",
    ]


def _on_sqlite(statement: str) -> ExecutableDDLElement:
    ddl: DDL = DDL(statement)  # type: ignore[no-untyped-call]
    return ddl.execute_if(dialect="sqlite")


for _table, _keys in APPEND_ONLY.items():
    for _statement in _triggers(_table, _keys):
        event.listen(SQLModel.metadata.tables[_table], "after_create", _on_sqlite(_statement))

_TABLES = SQLModel.metadata.tables
BOOK_INFO, BATCH, BATCH_PERIOD = _TABLES["book_info"], _TABLES["batch"], _TABLES["batch_period"]
PERSON, TENURE, HEAD_COUNT, ENTRY = _TABLES["person"], _TABLES["tenure"], _TABLES["head_count"], _TABLES["entry"]


def create_tables(connection: Connection) -> None:
    """Create tables, checks and triggers that are not there yet."""
    SQLModel.metadata.create_all(connection)
