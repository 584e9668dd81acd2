"""What can be asked of the book: facts in force, files, marks and freezes; each answer reads one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from ledger.book.checks import (
    period_owners,
)
from ledger.book.deletion import (
    DeletedData,
    DeletionPlan,
    Holdings,
    count_due,
    read_holdings,
)
from ledger.book.engine import transaction
from ledger.book.freezing import year_of_entry
from ledger.book.issuing import IssuedPaper, read_issued
from ledger.book.log import BOOK, DOCUMENTS, last_mark, mark_of, read_log
from ledger.book.queries import (
    entry_query,
    in_force,
    select_batches,
    select_entries,
    select_head_counts,
    select_indicators,
    select_original,
    select_origins,
    select_tenures,
)
from ledger.book.schema import (
    BATCH,
    ENTRY,
    HEAD_COUNT,
    INDICATOR,
    REPLACED,
    TENURE,
)
from ledger.book.story import Story, booked_again, read_story
from ledger.book.verification import Verification, log_damage, verify_book
from ledger.book.years import Freeze, frozen_bases, read_freeze
from ledger.cost import Batch, Entry, Revenue, YearBasis
from ledger.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Engine

    from ledger.act import BookMark
    from ledger.book.seal import LogEntry
    from ledger.carrier import HeadCount
    from ledger.finding import Finding
    from ledger.imports.intake import Intake
    from ledger.indicator import Indicator
    from ledger.period import FundingYear
    from ledger.staff import Tenure


class BookReader:
    """Auskunft aus dem Buch."""

    def __init__(self, engine: Engine) -> None:
        """Use ``open_book``."""
        self._engine = engine

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

    def issued(self, year: FundingYear | None = None) -> tuple[IssuedPaper, ...]:
        """Return the register of issued papers, of one year or of all, superseded editions included."""
        with transaction(self._engine) as connection:
            papers = read_issued(connection)
        return tuple(paper for paper in papers if year is None or paper.year == year.number)

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
            for batch in select_batches(connection, BATCH.c.number == number):
                return batch
        raise KeyError(number)

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

    def revenues_for_other_years(self, year: FundingYear, basis: YearBasis = YearBasis.SERVICE) -> tuple[Revenue, ...]:
        """Return the revenues that another year counts of what was received for the year or paid in it."""
        touched = or_(*(year_of_entry(each) == year.number for each in YearBasis))
        return self._select(Revenue, touched & (year_of_entry(basis) != year.number), late=True)

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
        """Return the sums of a year of service by person number and kind, without what came after a freeze.

        They are read from the index alone, which does not say what is late, wherever nothing can be.
        """
        condition = ENTRY.c.year == year.number
        with transaction(self._engine) as connection:
            bases = frozen_bases(connection)
            if year.number in bases or YearBasis.PAYMENT in bases.values():
                condition &= ENTRY.c.late == 0
            query = (
                select(ENTRY.c.person_number, ENTRY.c.kind, func.sum(ENTRY.c.cents))
                .where(condition)
                .group_by(ENTRY.c.person_number, ENTRY.c.kind)
            )
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

    def last_mark(self) -> BookMark:
        """Return number and seal of the last log entry of the book, whatever year it is about."""
        with transaction(self._engine) as connection:
            return last_mark(connection, BOOK)

    def verify(self, anchors: Sequence[BookMark] = ()) -> Verification:
        """Check the chain, every row against it, the files kept and marks from paper."""
        with transaction(self._engine) as connection:
            return verify_book(connection, anchors)

    def log_damage(self, anchors: Sequence[BookMark]) -> Finding | None:
        """Return the first place where the log or a mark does not fit; rows are left to ``verify``."""
        with transaction(self._engine) as connection:
            return log_damage(connection, anchors)

    def freezing(self, year: FundingYear) -> LogEntry | None:
        """Return the log entry that froze a year, or None while it is open."""
        with transaction(self._engine) as connection:
            freeze = read_freeze(connection, year.number)
            log = read_log(connection, BOOK) if freeze else ()
        return next((entry for entry in log if freeze and entry.number == freeze.log_number), None)

    def frozen(self, year: FundingYear) -> Freeze | None:
        """Return the freeze of a year, or None while it is open."""
        with transaction(self._engine) as connection:
            return read_freeze(connection, year.number)

    def frozen_years(self) -> dict[int, YearBasis]:
        """Return the frozen years with the month that decides each."""
        with transaction(self._engine) as connection:
            return frozen_bases(connection)
