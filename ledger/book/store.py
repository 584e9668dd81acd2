"""What can be asked of the book and the one way something is written into it: a file, whole, in one transaction."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, inspect, or_, select

from ledger.book.engine import open_engine, transaction
from ledger.book.schema import (
    BATCH,
    BATCH_PERIOD,
    BOOK_INFO,
    ENTRY,
    HEAD_COUNT,
    PERSON,
    SCHEMA_VERSION,
    TENURE,
    create_tables,
)
from ledger.carrier import HeadCount
from ledger.cost import Batch, CostKind, Entry, Source, YearBasis
from ledger.finding import ConflictError, UnreadableError
from ledger.fte import Fte
from ledger.money import Money
from ledger.period import DaySpan, FundingYear, Month
from ledger.staff import PositionRole, Qualification, Tenure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, Engine, Row, Table

    from ledger.cost import Revenue
    from ledger.imports.intake import Intake
    from ledger.indicator import Indicator


class Book:
    """Das Buch: append-only. Facts are only ever added, one file per transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use ``open_book``."""
        self._engine = engine

    def book(self, intake: Intake, *, booked_at: datetime, booked_by: str) -> Batch:
        """Write one file that was read and checked, in one transaction, and return its batch.

        Raises ConflictError when the same bytes or one of its periods are already booked; nothing is written then.
        """
        with transaction(self._engine, writing=True) as connection:
            _refuse_booked_again(connection, intake)
            number = _insert_batch(connection, intake, booked_at, booked_by)
            _insert_facts(connection, intake, number)
        return next(batch for batch in self.batches() if batch.number == number)

    def batches(self, year: FundingYear | None = None) -> tuple[Batch, ...]:
        """Return the booked files in the order of booking, of one year or of all."""
        query = select(BATCH).order_by(BATCH.c.number)
        if year is not None:
            query = query.where(BATCH.c.year == year.number)
        with transaction(self._engine) as connection:
            batches = connection.execute(query).all()
            periods: dict[int, list[str]] = {}
            for row in connection.execute(select(BATCH_PERIOD).order_by(BATCH_PERIOD.c.period)):
                periods.setdefault(row.batch_number, []).append(row.period)
        return tuple(
            Batch(
                number=row.number,
                kind=row.kind,
                file=row.file,
                digest=row.digest,
                booked_on=datetime.fromisoformat(row.booked_at).date(),
                booked_by=row.booked_by,
                rows=row.row_count,
                sum=Money(row.sum_cents),
                periods=tuple(periods.get(row.number, ())),
            )
            for row in batches
        )

    def entries(self, year: FundingYear, basis: YearBasis = YearBasis.SERVICE) -> tuple[Entry, ...]:
        """Return all entries whose deciding month lies in the year, in the order of booking."""
        return self._entries(_counted(year, basis))

    def entries_for_other_years(self, year: FundingYear, basis: YearBasis = YearBasis.SERVICE) -> tuple[Entry, ...]:
        """Return what another year counts of the files of the year and of what was served or paid in it."""
        touched = (BATCH.c.year == year.number) | or_(*(_counted(year, each) for each in YearBasis))
        return self._entries(touched & ~_counted(year, basis))

    def revenues(self, year: FundingYear, basis: YearBasis = YearBasis.SERVICE) -> tuple[Revenue, ...]:
        """Return all revenues whose deciding month lies in the year; this book keeps none."""
        del year, basis
        return ()

    def indicators(self, year: FundingYear) -> tuple[Indicator, ...]:
        """Return all indicators of the year; this book keeps none."""
        del year
        return ()

    def _entries(self, condition: ColumnElement[bool]) -> tuple[Entry, ...]:
        table, batch = ENTRY, BATCH
        query = (
            select(table, batch.c.file, batch.c.digest)
            .join(batch, batch.c.number == table.c.batch_number)
            .where(condition)
            .order_by(table.c.number)
        )
        with transaction(self._engine) as connection:
            return tuple(_entry(row) for row in connection.execute(query))

    def tenures(self, year: FundingYear | None = None) -> tuple[Tenure, ...]:
        """Return the tenures stated by the staffing plan and the returns of a year, or of all years."""
        table, batch = TENURE, BATCH
        query = (
            select(table, batch.c.file, batch.c.digest)
            .join(batch, batch.c.number == table.c.batch_number)
            .order_by(table.c.number)
        )
        if year is not None:
            query = query.where(table.c.year == year.number)
        with transaction(self._engine) as connection:
            return tuple(_tenure(row) for row in connection.execute(query))

    def head_counts(self, year: FundingYear) -> tuple[HeadCount, ...]:
        """Return the persons per municipality for a year, by municipality key."""
        table = HEAD_COUNT
        query = select(table).where(table.c.year == year.number).order_by(table.c.municipality_key)
        with transaction(self._engine) as connection:
            return tuple(
                HeadCount(row.municipality_key, row.municipality_name, row.year, row.persons)
                for row in connection.execute(query)
            )


def open_book(path: Path, *, writing: bool) -> Book:
    """Open the book, creating it when something is to be written; a missing book that is only read is empty.

    Raises ConflictError for a book of a newer program, UnreadableError for a file that is no book.
    """
    if not writing and not path.exists():
        return _make_book(open_engine(None))
    engine = open_engine(path)
    with transaction(engine, writing=writing) as connection:
        version = _schema_version(connection, path)
    if version is None:
        # A run killed while it made the book leaves a file without tables: a book that does not exist yet.
        return _make_book(engine if writing else open_engine(None))
    if version != SCHEMA_VERSION:
        text = f"Das Buch {path} hat die Fassung {version}, dieses Programm kennt die Fassung {SCHEMA_VERSION}."
        raise ConflictError(text, "Bitte das Programm verwenden, mit dem das Buch angelegt wurde.")
    return Book(engine)


def _schema_version(connection: Connection, path: Path) -> int | None:
    """Return the schema version of a book, None for a file without any table."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if BOOK_INFO.name not in tables:
        raise UnreadableError(f"Die Datei {path} ist kein Förderbuch.", "Bitte den Arbeitsordner prüfen.")
    return int(connection.execute(select(BOOK_INFO)).scalar_one())


def _make_book(engine: Engine) -> Book:
    """Create the tables of a book; another run may have done it a moment ago."""
    with transaction(engine, writing=True) as connection:
        create_tables(connection)
        if connection.execute(select(BOOK_INFO)).scalar_one_or_none() is None:
            connection.execute(insert(BOOK_INFO), [{"schema_version": SCHEMA_VERSION}])
    return Book(engine)


def _refuse_booked_again(connection: Connection, intake: Intake) -> None:
    """Look again under the write lock, because another run may have booked meanwhile."""
    batch, period = BATCH, BATCH_PERIOD
    same = connection.execute(select(batch.c.file).where(batch.c.digest == intake.digest)).scalar_one_or_none()
    if same is not None:
        raise ConflictError(
            f"Die Datei {intake.file} ist schon gebucht (als {same}); es wurde nichts gebucht.",
            "Für eine berichtigte Datei bitte den Inhalt ändern; dieselben Bytes werden nie zweimal gebucht.",
        )
    query = (
        select(batch.c.file)
        .join(period, period.c.batch_number == batch.c.number)
        .where(batch.c.kind == (intake.kind.value if intake.kind else ""))
        .where(period.c.period.in_(intake.periods))
    )
    other = connection.execute(query).scalars().first()
    if other is not None:
        raise ConflictError(
            f"Für einen Zeitraum der Datei {intake.file} ist schon {other} gebucht; es wurde nichts gebucht.",
            "Bitte klären, welche Datei gilt; gebuchte Angaben werden nie stillschweigend ersetzt.",
        )


def _insert_batch(connection: Connection, intake: Intake, booked_at: datetime, booked_by: str) -> int:
    if intake.kind is None or any(finding.blocks for finding in intake.findings):
        message = "a file with findings must not reach the book"
        raise ValueError(message)
    values = {
        "year": intake.year.number,
        "kind": intake.kind.value,
        "file": intake.file,
        "digest": intake.digest,
        "booked_at": booked_at.isoformat(timespec="seconds"),
        "booked_by": booked_by,
        "row_count": intake.rows,
        "sum_cents": intake.sum.cents,
    }
    number = connection.execute(insert(BATCH), values).inserted_primary_key
    if number is None:
        message = "the database gave no batch number"
        raise RuntimeError(message)
    return int(number[0])


def _insert_facts(connection: Connection, intake: Intake, batch: int) -> None:
    rows: tuple[tuple[Table, Sequence[dict[str, object]]], ...] = (
        (BATCH_PERIOD, [{"batch_number": batch, "period": period} for period in intake.periods]),
        (
            PERSON,
            [
                {
                    "batch_number": batch,
                    "carrier_key": member.carrier_key,
                    "staff_number": member.staff_number,
                    "family_name": member.family_name,
                    "given_name": member.given_name,
                }
                for member in intake.staff
            ],
        ),
        (TENURE, [_tenure_values(tenure, intake.year, batch) for tenure in intake.tenures]),
        (
            HEAD_COUNT,
            [
                {
                    "batch_number": batch,
                    "municipality_key": count.municipality_key,
                    "municipality_name": count.municipality_name,
                    "year": count.year,
                    "persons": count.persons,
                }
                for count in intake.head_counts
            ],
        ),
        (ENTRY, [_entry_values(entry, batch) for entry in intake.entries]),
    )
    for table, values in rows:
        if values:
            connection.execute(insert(table), values)


def _tenure_values(tenure: Tenure, year: FundingYear, batch: int) -> dict[str, object]:
    requalified = tenure.requalification
    return {
        "batch_number": batch,
        "year": year.number,
        "carrier_key": tenure.carrier_key,
        "staff_number": tenure.staff_number,
        "position_number": tenure.position_number,
        "role": tenure.role.value,
        "first_day": tenure.days.first.isoformat(),
        "last_day": _iso(tenure.days.last),
        "fte": tenure.fte.ten_thousandths,
        "pay_group": tenure.pay_group,
        "qualification": tenure.qualification.value,
        "requalified_from": _iso(requalified.first) if requalified else None,
        "requalified_to": _iso(requalified.last) if requalified else None,
        "sheet": tenure.source.sheet,
        "row": tenure.source.row,
    }


def _entry_values(entry: Entry, batch: int) -> dict[str, object]:
    return {
        "batch_number": batch,
        "carrier_key": entry.carrier_key,
        "kind": entry.kind.value,
        "cents": entry.amount.cents,
        "cost_month": entry.cost_month.iso(),
        "paid_in": entry.paid_in.iso(),
        "staff_number": entry.staff_number,
        "position_number": entry.position_number,
        "label": entry.label,
        "voucher": entry.voucher,
        "sheet": entry.source.sheet,
        "row": entry.source.row,
        "reverses": entry.reverses,
    }


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    return Entry(
        number=row.number,
        carrier_key=row.carrier_key,
        kind=CostKind(row.kind),
        amount=Money(row.cents),
        cost_month=Month.from_iso(row.cost_month),
        paid_in=Month.from_iso(row.paid_in),
        staff_number=row.staff_number,
        position_number=row.position_number,
        label=row.label,
        voucher=row.voucher,
        source=Source(row.file, row.digest, row.sheet, row.row),
        reverses=row.reverses,
    )


def _tenure(row: Row[tuple[object, ...]]) -> Tenure:
    requalified = row.requalified_from
    return Tenure(
        carrier_key=row.carrier_key,
        staff_number=row.staff_number,
        position_number=row.position_number,
        role=PositionRole(row.role),
        days=DaySpan(date.fromisoformat(row.first_day), _day(row.last_day)),
        fte=Fte(row.fte),
        pay_group=row.pay_group,
        qualification=Qualification(row.qualification),
        requalification=DaySpan(date.fromisoformat(requalified), _day(row.requalified_to)) if requalified else None,
        source=Source(row.file, row.digest, row.sheet, row.row),
    )


def _counted(year: FundingYear, basis: YearBasis) -> ColumnElement[bool]:
    """Return the condition that the year counts an entry."""
    month = ENTRY.c.cost_month if basis is YearBasis.SERVICE else ENTRY.c.paid_in
    return month.between(f"{year.number}-01", f"{year.number}-12")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
