"""The few ways something gets into the book, each in one transaction; what can be asked stands in reader.py."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, inspect
from sqlmodel import SQLModel

from ledger.book.booking import write_batch
from ledger.book.checks import (
    entries_to_correct,
    left_out_periods,
    period_owners,
    refuse_replaced,
    refuse_same_bytes,
    replaced_batches,
    work_out_corrections,
)
from ledger.book.corrections import reversal_of
from ledger.book.deletion import (
    DeletedData,
    DeletionPlan,
    delete_by_plan,
)
from ledger.book.engine import open_engine, transaction
from ledger.book.errors import book_name
from ledger.book.freezing import freeze_year
from ledger.book.guards import set_guards
from ledger.book.issuing import IssuedPaper, register_papers
from ledger.book.log import CORRECT, DOCUMENTS, IMPORT, REPLACE, append_log
from ledger.book.queries import (
    select_entries_of,
    select_head_counts,
    select_indicators,
    select_origins,
    select_tenures,
)
from ledger.book.reader import BookReader
from ledger.book.remains import erase_remains
from ledger.book.schema import (
    BOOK_INFO,
    HEAD_COUNT,
    INDICATOR,
    SCHEMA_VERSION,
    TENURE,
)
from ledger.book.versions import SchemaKind, require_usable, schema_state
from ledger.differences import Difference, Facts, compare_facts
from ledger.finding import ConflictError, Finding, FindingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Engine

    from ledger.act import Act, BookMark
    from ledger.book.years import Freeze
    from ledger.cost import Batch, Entry, Revenue, YearBasis
    from ledger.imports.intake import Intake
    from ledger.period import FundingYear


class Book(BookReader):
    """Das Buch: append-only. Facts are only ever added, one file per transaction; what was wrong is taken back."""

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

    def refuse_replaced(self, digests: Iterable[str]) -> None:
        """Raise ConflictError when one of the digests is that of a file that was replaced, saying by which and when."""
        with transaction(self._engine) as connection:
            refuse_replaced(connection, digests)

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

    def issue(self, papers: Sequence[IssuedPaper], act: Act, seen: BookMark) -> None:
        """Enter papers made from the book as ``seen`` into the register, all or none; this changes no mark of the book.

        Raises ConflictError when something was booked since, or when somebody has issued one of them meanwhile.
        """
        with transaction(self._engine, writing=True) as connection:
            register_papers(connection, papers, act, seen)


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
