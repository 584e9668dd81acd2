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


class HeadCountRow(SQLModel, table=True):
    """Personenzahl of one municipality for one year."""

    __tablename__ = "head_count"
    batch_number: int = Field(primary_key=True, foreign_key="batch.number")
    municipality_key: str = Field(primary_key=True)
    municipality_name: str
    year: int = Field(index=True)
    persons: int


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
        CheckConstraint("typeof(cents) = 'integer'", name="entry_cents_whole").ddl_if(dialect="sqlite"),
    )


def _trigger(table: str, act: str) -> ExecutableDDLElement:
    statement = (
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'book rows are never changed or deleted'); END"
    )
    trigger: DDL = DDL(statement)  # type: ignore[no-untyped-call]
    return trigger.execute_if(dialect="sqlite")


APPEND_ONLY = ("book_info", "batch", "batch_period", "tenure", "head_count", "entry")

for _name in APPEND_ONLY:
    for _act in ("update", "delete"):
        event.listen(SQLModel.metadata.tables[_name], "after_create", _trigger(_name, _act))

_TABLES = SQLModel.metadata.tables
BOOK_INFO, BATCH, BATCH_PERIOD = _TABLES["book_info"], _TABLES["batch"], _TABLES["batch_period"]
PERSON, TENURE, HEAD_COUNT, ENTRY = _TABLES["person"], _TABLES["tenure"], _TABLES["head_count"], _TABLES["entry"]


def create_tables(connection: Connection) -> None:
    """Create tables, checks and triggers that are not there yet."""
    SQLModel.metadata.create_all(connection)
