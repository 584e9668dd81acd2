"""What can be asked of the book, and the few ways something gets into it, each in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, inspect, or_, select
from sqlmodel import SQLModel

from ledger.book.booking import write_batch
from ledger.book.checks import (
    entries_to_correct,
    left_out_periods,
    period_owners,
    refuse_same_bytes,
    replaced_batches,
    work_out_corrections,
)
from ledger.book.corrections import reversal_of
from ledger.book.deletion import (
    DeletedData,
    DeletionPlan,
    Holdings,
    count_due,
    delete_by_plan,
    read_holdings,
)
from ledger.book.engine import open_engine, transaction
from ledger.book.errors import book_name
from ledger.book.freezing import freeze_year, year_of_entry
from ledger.book.guards import set_guards
from ledger.book.log import BOOK, CORRECT, DOCUMENTS, IMPORT, REPLACE, append_log, mark_of, read_log
from ledger.book.queries import (
    entry_query,
    in_force,
    select_batches,
    select_entries,
    select_entries_of,
    select_head_counts,
    select_indicators,
    select_original,
    select_origins,
    select_tenures,
)
from ledger.book.remains import erase_remains
from ledger.book.schema import (
    BATCH,
    BOOK_INFO,
    ENTRY,
    HEAD_COUNT,
    INDICATOR,
    REPLACED,
    SCHEMA_VERSION,
    TENURE,
)
from ledger.book.story import Story, booked_again, read_story
from ledger.book.verification import Verification, verify_book
from ledger.book.versions import SchemaKind, require_usable, schema_state
from ledger.book.years import Freeze, frozen_bases, read_freeze
from ledger.cost import Batch, Entry, Revenue, YearBasis
from ledger.differences import Difference, Facts, compare_facts
from ledger.finding import ConflictError, Finding, FindingsError
from ledger.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Engine

    from ledger.act import Act, BookMark
    from ledger.book.seal import LogEntry
    from ledger.carrier import HeadCount
    from ledger.imports.intake import Intake
    from ledger.indicator import Indicator
    from ledger.period import FundingYear
    from ledger.staff import Tenure


class Book:
    """Das Buch: append-only. Facts are only ever added, one file per transaction; what was wrong is taken back."""

    def __init__(self, engine: Engine) -> None:
        """Use ``open_book``."""
        self._engine = engine

    # What gets in

    def book(self, intake: Intake, act: Act) -> Batch:
        """Write one file that was read and checked, in one transaction, and return its batch.

        Raises ConflictError when the same bytes or one of its periods are already booked, or when its year is frozen;
        FindingsError when its corrections do not fit the book. Nothing is written then.
        """
        with transaction(self._engine, writing=True) as connection:
            refuse_same_bytes(connection, intake)
            owners = period_owners(connection, intake)
            if owners:
                raise ConflictError(
                    f"Für einen Zeitraum der Datei {intake.file} ist schon {next(iter(owners.values()))} gebucht; "
                    "es wurde nichts gebucht.",
                    "Ist es die berichtigte Datei, zeigt „foerderbuch einlesen DATEI --ersetzen --probelauf“, was sich "
                    "ändert.",
                )
            corrected, findings = work_out_corrections(connection, intake)
            if findings:
                raise FindingsError(findings, "Es wurde nichts gebucht.")
            name = CORRECT if intake.corrections else IMPORT
            number = write_batch(connection, intake, act, name=name, taken_back=corrected)
        return self.batch(number)

    def replace(self, intake: Intake, act: Act) -> Batch:
        """Book a corrected file: reversals of all entries of the files it replaces and its own, in one transaction.

        Raises ConflictError when it replaces nothing, when it leaves out a period of a file it replaces, when the
        same bytes are booked or the year is frozen.
        """
        with transaction(self._engine, writing=True) as connection:
            refuse_same_bytes(connection, intake)
            old = replaced_batches(connection, intake)
            reason = f"ersetzt durch {intake.file}"
            taken_back = [reversal_of(entry, reason) for entry in select_entries_of(connection, old)]
            number = write_batch(
                connection, intake, act, name=REPLACE, taken_back=taken_back, replaces=tuple(sorted(old))
            )
        return self.batch(number)

    def differences(self, intake: Intake) -> tuple[Difference, ...]:
        """Return what ``replace`` would change, without writing. Raises ConflictError as ``replace`` does."""
        with transaction(self._engine) as connection:
            refuse_same_bytes(connection, intake)
            old = replaced_batches(connection, intake)
            origins = select_origins(connection)
            before = Facts(
                select_entries_of(connection, old),
                select_tenures(connection, TENURE.c.batch_number.in_(old), origins),
                select_head_counts(connection, HEAD_COUNT.c.batch_number.in_(old)),
                select_indicators(connection, INDICATOR.c.batch_number.in_(old), origins),
            )
        after = Facts((*intake.entries, *intake.revenues), intake.tenures, intake.head_counts, intake.indicators)
        return compare_facts(before, after)

    def owners(self, intake: Intake) -> tuple[str, ...]:
        """Return the booked files that settle a period of a file and are not replaced."""
        with transaction(self._engine) as connection:
            return tuple(period_owners(connection, intake).values())

    def covers(self, intake: Intake) -> bool:
        """Return whether a file names every period of the booked files it would replace."""
        with transaction(self._engine) as connection:
            return not left_out_periods(connection, intake, period_owners(connection, intake))

    def corrections(self, intake: Intake) -> tuple[tuple[Entry | Revenue, ...], tuple[Finding, ...]]:
        """Return what the single corrections of a file would book, and what cannot be done; nothing is written."""
        with transaction(self._engine) as connection:
            return work_out_corrections(connection, intake)

    def to_correct(self, intake: Intake) -> tuple[Entry | Revenue, ...]:
        """Return the entries in force that the single corrections of a file name."""
        with transaction(self._engine) as connection:
            return tuple(entries_to_correct(connection, intake))

    def freeze(self, year: FundingYear, basis: YearBasis, act: Act, seen: BookMark | None = None) -> Freeze:
        """Freeze a year as it was ``seen``: nothing is counted in it any more.

        Raises ConflictError when it is frozen or empty, or when something was booked since it was seen.
        """
        with transaction(self._engine, writing=True) as connection:
            return freeze_year(connection, year.number, basis, act, seen)

    def delete_personal_data(self, plan: DeletionPlan, act: Act) -> DeletedData:
        """Delete what the plan names of frozen years, after it is written down; sums and seals stay."""
        with transaction(self._engine, writing=True) as connection:
            return delete_by_plan(connection, plan, act)

    def erase_remains(self) -> None:
        """Rewrite what held deleted data, so that their bytes are in no file of the book any more."""
        erase_remains(self._engine)

    def note(self, act: Act, name: str, content: Mapping[str, Any]) -> None:
        """Write down that documents were made, checked or looked at; this changes no mark of the book."""
        with transaction(self._engine, writing=True) as connection:
            append_log(connection, DOCUMENTS, act, name, content)

    # What can be asked

    def holdings(self) -> Holdings:
        """Return what decides which data may be deleted: frozen years, booked files, the last deletion."""
        with transaction(self._engine) as connection:
            return read_holdings(connection)

    def due_personal_data(self, plan: DeletionPlan) -> DeletedData:
        """Return what ``delete_personal_data`` would delete, without writing."""
        with transaction(self._engine) as connection:
            return count_due(connection, plan)

    def notes(self, name: str) -> tuple[dict[str, Any], ...]:
        """Return what was noted under a name in the log of documents, in its order."""
        with transaction(self._engine) as connection:
            return tuple(entry.says() for entry in read_log(connection, DOCUMENTS) if entry.act == name)

    def batches(self, year: FundingYear | None = None) -> tuple[Batch, ...]:
        """Return the booked files in the order of booking, of one year or of all; replaced files are left out."""
        condition: ColumnElement[bool] = BATCH.c.number.not_in(select(REPLACED.c.batch_number))
        if year is not None:
            condition &= BATCH.c.year == year.number
        with transaction(self._engine) as connection:
            return select_batches(connection, condition)

    def batch(self, number: int) -> Batch:
        """Return one booked file, replaced or not. Raises KeyError for a number nobody gave."""
        with transaction(self._engine) as connection:
            found = select_batches(connection, BATCH.c.number == number)
        if not found:
            raise KeyError(number)
        return found[0]

    def original(self, digest: str) -> bytes | None:
        """Return a booked file as it came, None when it was never booked or is deleted by the retention plan."""
        with transaction(self._engine) as connection:
            return select_original(connection, digest)

    def digests(self) -> dict[str, str]:
        """Return the digest of every file that was ever booked, with its name; replaced files count."""
        with transaction(self._engine) as connection:
            rows = connection.execute(select(BATCH.c.digest, BATCH.c.file).order_by(BATCH.c.number))
            return {row.digest: row.file for row in rows}

    def entries(self, year: FundingYear, basis: YearBasis = YearBasis.SERVICE) -> tuple[Entry, ...]:
        """Return the costs in force of a year in the order of booking: not taken back, not late."""
        return self._select(Entry, year_of_entry(basis) == year.number)

    def revenues(self, year: FundingYear, basis: YearBasis = YearBasis.SERVICE) -> tuple[Revenue, ...]:
        """Return the revenues in force of a year in the order of booking."""
        return self._select(Revenue, year_of_entry(basis) == year.number)

    def entries_for_other_years(self, year: FundingYear, basis: YearBasis = YearBasis.SERVICE) -> tuple[Entry, ...]:
        """Return what another year counts of the files of the year and of what was served or paid in it."""
        of_files = ENTRY.c.batch_number.in_(select(BATCH.c.number).where(BATCH.c.year == year.number))
        touched = or_(of_files, *(year_of_entry(each) == year.number for each in YearBasis))
        return self._select(Entry, touched & (year_of_entry(basis) != year.number), late=True)

    def late_entries(self, year: FundingYear, basis: YearBasis = YearBasis.SERVICE) -> tuple[Entry | Revenue, ...]:
        """Return what came for a year after it was frozen; the year does not count it."""
        condition = (year_of_entry(basis) == year.number) & (ENTRY.c.late == 1)
        with transaction(self._engine) as connection:
            return select_entries(connection, entry_query().where(condition))

    def story(self, number: int) -> Story | None:
        """Return what became of an entry and where it comes from, or None for a number that is not booked."""
        with transaction(self._engine) as connection:
            return read_story(connection, number)

    def booked_again(self, intake: Intake) -> tuple[tuple[Story, Entry | Revenue], ...]:
        """Return what was taken back singly of the files a corrected one replaces, and the rows that name it again."""
        with transaction(self._engine) as connection:
            return booked_again(connection, intake, period_owners(connection, intake))

    def entries_of(self, batch: int) -> tuple[Entry | Revenue, ...]:
        """Return everything a file booked, reversals included, in the order of booking."""
        with transaction(self._engine) as connection:
            return select_entries(connection, entry_query().where(ENTRY.c.batch_number == batch))

    def _select(self, kind: type[Any], condition: ColumnElement[bool], *, late: bool = False) -> tuple[Any, ...]:
        with transaction(self._engine) as connection:
            entries = select_entries(connection, entry_query().where(condition, in_force(late=late)))
        return tuple(entry for entry in entries if isinstance(entry, kind))

    def sums(self, year: FundingYear) -> tuple[tuple[int | None, str, Money], ...]:
        """Return the sums of a year of service by person number and kind, read from the index alone."""
        query = (
            select(ENTRY.c.person_number, ENTRY.c.kind, func.sum(ENTRY.c.cents))
            .where(ENTRY.c.year == year.number)
            .group_by(ENTRY.c.person_number, ENTRY.c.kind)
        )
        with transaction(self._engine) as connection:
            return tuple((row[0], row[1], Money(int(row[2]))) for row in connection.execute(query))

    def tenures(self, year: FundingYear | None = None) -> tuple[Tenure, ...]:
        """Return the tenures stated by the staffing plan and the returns of a year, or of all years."""
        condition: ColumnElement[bool] = TENURE.c.batch_number.not_in(select(REPLACED.c.batch_number))
        if year is not None:
            condition &= TENURE.c.year == year.number
        with transaction(self._engine) as connection:
            return select_tenures(connection, condition, select_origins(connection))

    def head_counts(self, year: FundingYear) -> tuple[HeadCount, ...]:
        """Return the persons per municipality for a year, by municipality key."""
        condition = HEAD_COUNT.c.batch_number.not_in(select(REPLACED.c.batch_number))
        with transaction(self._engine) as connection:
            return select_head_counts(connection, condition & (HEAD_COUNT.c.year == year.number))

    def indicators(self, year: FundingYear) -> tuple[Indicator, ...]:
        """Return the indicators of a year in the order of booking."""
        batches = select(BATCH.c.number).where(
            BATCH.c.year == year.number, BATCH.c.number.not_in(select(REPLACED.c.batch_number))
        )
        with transaction(self._engine) as connection:
            return select_indicators(connection, INDICATOR.c.batch_number.in_(batches), select_origins(connection))

    def mark(self, year: FundingYear) -> BookMark | None:
        """Return number and seal of the last log entry that booked or froze data of a year."""
        with transaction(self._engine) as connection:
            return mark_of(read_log(connection, BOOK), year.number)

    def verify(self, anchors: Sequence[BookMark] = ()) -> Verification:
        """Check the chain, every row against it, the files kept and marks from paper."""
        with transaction(self._engine) as connection:
            return verify_book(connection, anchors)

    def frozen_years(self) -> dict[int, YearBasis]:
        """Return the frozen years with the month that decides each."""
        with transaction(self._engine) as connection:
            return frozen_bases(connection)

    def freezing(self, year: FundingYear) -> LogEntry | None:
        """Return the log entry that froze a year, or None while it is open."""
        with transaction(self._engine) as connection:
            freeze = read_freeze(connection, year.number)
            if freeze is None:
                return None
            return next(entry for entry in read_log(connection, BOOK) if entry.number == freeze.log_number)

    def frozen(self, year: FundingYear) -> Freeze | None:
        """Return the freeze of a year, or None while it is open."""
        with transaction(self._engine) as connection:
            return read_freeze(connection, year.number)


def open_book(address: Path | str, *, writing: bool) -> Book:
    """Open the book, creating it when something is to be written; a missing book that is only read is empty.

    The address is the path of a SQLite file or the URL of a PostgreSQL database.
    Raises ConflictError for a book of a newer or older version, UnreadableError for something that is no book.
    """
    if not writing and isinstance(address, Path) and not address.exists():
        return make_book(open_engine(None))
    engine = open_engine(address)
    with transaction(engine, writing=writing) as connection:
        state = schema_state(connection)
    require_usable(state, book_name(engine.url))
    if state.kind is SchemaKind.EMPTY:
        # A run killed while it made the book leaves a file without tables: a book that does not exist yet.
        return make_book(engine if writing else open_engine(None))
    return Book(engine)


def make_book(engine: Engine) -> Book:
    """Create the tables of a book; another run may have done it a moment ago."""
    with transaction(engine, writing=True) as connection:
        if not inspect(connection).get_table_names():
            SQLModel.metadata.create_all(connection)
            set_guards(connection)
            connection.execute(insert(BOOK_INFO), [{"schema_version": SCHEMA_VERSION}])
    return Book(engine)
