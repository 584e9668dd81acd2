"""The tables of the book; the database refuses to change and to delete their rows (``guards.py``)."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

SCHEMA_VERSION = 2
# Numbers are given by the book, not by a counter of the database, so that both databases hold the same rows.
GIVEN = {"autoincrement": False}


def _cents() -> Column[int]:
    return Column(BigInteger, nullable=False)


def _whole(*columns: str) -> CheckConstraint:
    """Return the check that columns hold whole numbers; SQLite would store a fraction or a text as it comes."""
    return CheckConstraint(" AND ".join(f"typeof({column}) = 'integer'" for column in columns)).ddl_if(dialect="sqlite")


class BookInfo(SQLModel, table=True):
    """One row: the version of the schema this book has."""

    __tablename__ = "book_info"
    schema_version: int = Field(primary_key=True, sa_column_kwargs=GIVEN)


class LogRow(SQLModel, table=True):
    """Protokolleintrag: who did what and when; each row seals the one before (``seal.py``).

    ``chain`` is ``buch`` for what is booked, frozen or deleted and ``unterlagen`` for documents made or looked at.
    """

    __tablename__ = "log"
    chain: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    at: str
    account: str
    person: str
    act: str
    content: str
    previous: str
    seal: str

    __table_args__ = (_whole("number"),)


class FundingYearRow(SQLModel, table=True):
    """Förderjahr: one row a year, locked by every act that books into it or freezes it."""

    __tablename__ = "funding_year"
    year: int = Field(primary_key=True, sa_column_kwargs=GIVEN)


class FreezeRow(SQLModel, table=True):
    """Festschreibung of a year: what it counted at that moment. ``basis`` says which month decides the year."""

    __tablename__ = "frozen_year"
    year: int = Field(primary_key=True, foreign_key="funding_year.year")
    log_number: int = Field(unique=True)
    basis: str
    entry_count: int
    sum_cents: int = Field(sa_column=_cents())
    digest: str

    __table_args__ = (_whole("year", "log_number", "entry_count", "sum_cents"),)


class BatchRow(SQLModel, table=True):
    """Stapel: a file that was booked."""

    __tablename__ = "batch"
    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    log_number: int = Field(unique=True)
    year: int = Field(foreign_key="funding_year.year", index=True)
    kind: str
    file: str
    digest: str = Field(unique=True)
    booked_at: str
    booked_by: str
    row_count: int
    sum_cents: int = Field(sa_column=_cents())

    __table_args__ = (_whole("log_number", "year", "row_count", "sum_cents"),)


class BatchPeriodRow(SQLModel, table=True):
    """Zeitraum: a period that a batch settles for its kind of file."""

    __tablename__ = "batch_period"
    batch_number: int = Field(primary_key=True, foreign_key="batch.number")
    period: str = Field(primary_key=True)


class ReplacedRow(SQLModel, table=True):
    """Ersetzt: a batch whose facts a corrected file took back; a batch is replaced once at most."""

    __tablename__ = "replaced"
    batch_number: int = Field(primary_key=True, foreign_key="batch.number")
    replaced_by: int = Field(foreign_key="batch.number")

    __table_args__ = (_whole("batch_number", "replaced_by"),)


class OriginalRow(SQLModel, table=True):
    """Original: the bytes of a booked file as they came. Deleted by plan; the batch keeps their digest."""

    __tablename__ = "original"
    batch_number: int = Field(primary_key=True, foreign_key="batch.number")
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class PersonRow(SQLModel, table=True):
    """Beschäftigte Person without any personal data: a number of the book and a commitment to who that is."""

    __tablename__ = "person"
    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    batch_number: int = Field(foreign_key="batch.number")
    carrier_key: str
    commitment: str


class IdentityRow(SQLModel, table=True):
    """Personal data: the carrier's staff number of a person. Deleted by plan; the commitment stays."""

    __tablename__ = "identity"
    person_number: int = Field(primary_key=True, foreign_key="person.number")
    carrier_key: str
    staff_number: str
    salt: str

    __table_args__ = (Index("identity_of_staff_number", "carrier_key", "staff_number", unique=True),)


class NamingRow(SQLModel, table=True):
    """Namensangabe: a file has named a person; how, stands behind the commitment."""

    __tablename__ = "naming"
    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    batch_number: int = Field(foreign_key="batch.number")
    person_number: int = Field(foreign_key="person.number")
    commitment: str


class NameRow(SQLModel, table=True):
    """Personal data: the name of a person as a file gave it. Deleted by plan; the commitment stays."""

    __tablename__ = "name"
    naming_number: int = Field(primary_key=True, foreign_key="naming.number")
    family_name: str
    given_name: str
    salt: str


class DeletionRow(SQLModel, table=True):
    """Löschung nach Plan: which row of personal data was deleted, and by which log entry."""

    __tablename__ = "deletion"
    table_name: str = Field(primary_key=True)
    row_number: int = Field(primary_key=True)
    log_number: int

    __table_args__ = (_whole("row_number", "log_number"),)


class TenureRow(SQLModel, table=True):
    """Besetzung, as the staffing plan or the return of one year states it."""

    __tablename__ = "tenure"
    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    batch_number: int = Field(foreign_key="batch.number", index=True)
    year: int = Field(index=True)
    carrier_key: str
    person_number: int = Field(foreign_key="person.number")
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

    __table_args__ = (_whole("year", "fte", "row"),)


class HeadCountRow(SQLModel, table=True):
    """Personenzahl of one municipality for one year."""

    __tablename__ = "head_count"
    batch_number: int = Field(primary_key=True, foreign_key="batch.number")
    municipality_key: str = Field(primary_key=True)
    municipality_name: str
    year: int = Field(index=True)
    persons: int

    __table_args__ = (_whole("year", "persons"),)


class IndicatorRow(SQLModel, table=True):
    """Kennzahl of one area and period."""

    __tablename__ = "indicator"
    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    batch_number: int = Field(foreign_key="batch.number")
    area: str
    name: str
    month: str
    count: int
    sheet: str
    row: int

    __table_args__ = (_whole("count", "row"),)


class EntryRow(SQLModel, table=True):
    """Buchung of a cost or a revenue. ``year`` is the year of the month of service."""

    __tablename__ = "entry"
    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    batch_number: int = Field(foreign_key="batch.number", index=True)
    carrier_key: str
    kind: str
    wage_group: str | None
    cents: int = Field(sa_column=_cents())
    year: int
    cost_month: str
    paid_in: str
    paid_on: str | None
    booked_on: str | None
    person_number: int | None = Field(foreign_key="person.number")
    position_number: str
    label: str
    voucher: str
    reason: str
    sheet: str
    row: int
    reverses: int | None = Field(foreign_key="entry.number")
    late: int

    __table_args__ = (
        # Covers the sums of a year by person and kind, so that they are read from the index alone.
        Index("entry_sums", "year", "person_number", "kind", "cents"),
        Index(
            "entry_reversed_once",
            "reverses",
            unique=True,
            sqlite_where=text("reverses IS NOT NULL"),
            postgresql_where=text("reverses IS NOT NULL"),
        ),
        _whole("cents", "year", "row", "late"),
        # The same rule, each time as the database words it itself, to be compared.
        CheckConstraint("late IN (0, 1)").ddl_if(dialect="sqlite"),
        CheckConstraint("late = ANY (ARRAY[0, 1])").ddl_if(dialect="postgresql"),
    )


_TABLES = SQLModel.metadata.tables
BOOK_INFO, LOG, FUNDING_YEAR, FREEZE = (_TABLES[name] for name in ("book_info", "log", "funding_year", "frozen_year"))
BATCH, BATCH_PERIOD, REPLACED, ORIGINAL = (_TABLES[name] for name in ("batch", "batch_period", "replaced", "original"))
PERSON, IDENTITY, NAMING, NAME = (_TABLES[name] for name in ("person", "identity", "naming", "name"))
DELETION, TENURE, HEAD_COUNT = (_TABLES[name] for name in ("deletion", "tenure", "head_count"))
INDICATOR, ENTRY = _TABLES["indicator"], _TABLES["entry"]
