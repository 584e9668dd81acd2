"""Small books for tests: who acts, a county's files of two years, a book with rows in every table, and its raw rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from ledger.act import Act
from ledger.book.deletion import DeletionPlan
from ledger.book.engine import open_engine
from ledger.book.guards import KEYS
from ledger.book.store import Book, make_book, open_book
from ledger.correction import Correction, CorrectionKind
from ledger.cost import CostKind, Entry, Revenue, RevenueKind, Source, WageGroup, YearBasis
from ledger.finding import RefusalError
from ledger.imports.intake import Intake, read_intake
from ledger.indicator import Indicator
from ledger.money import Money
from ledger.period import FundingYear, Month
from tests.ledger.small_files import (
    COUNTY,
    RULES,
    SOUND_RETURN_ROW,
    YEAR,
    carrier_return,
    head_counts,
    is_german_sentence,
    journal,
    payroll,
    post,
    read,
    staffing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.cost import Batch

NOW = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)
ACT = Act(NOW, "kreis", "Sachbearbeitung", b"fixed in tests")
LAST_YEAR, NEXT_YEAR = FundingYear(2024), FundingYear(2026)
TABLES = tuple(KEYS)


def read_for(year: FundingYear, content: str, file: str = "datei.csv") -> Intake:
    """Read a file of another year by the rules of the small county."""
    return read_intake(content.encode(), file, replace(RULES, year=year))


# The files of 2024, which is closed in the full book


PLAN_2024 = read_for(LAST_YEAR, staffing(post("00417", "01.05.2018;")), "besetzung-2024.csv")
PAYROLL_2024 = read_for(
    LAST_YEAR,
    payroll("00417;11/2024;11/2024;1010;Entgelt;4.000,00", "00417;12/2024;12/2024;1010;Entgelt;4.100,50"),
    "lohn-2024.csv",
)

# The files of 2025


PLAN = read(
    staffing(post("00417", "01.05.2018;", more="01.02.2025;30.06.2025"), post("00298", "01.01.2025;30.09.2025")),
    "besetzung.csv",
)
COUNTS = read(head_counts("08999006;Aldenrieden;47", "08999001;Stadt Lindenstadt;331"), "personen.csv")
PAYROLL_ROWS = (
    "00417;01/2025;12/2024;1010;Nachberechnung;-10,00",
    "00417;01/2025;01/2025;1010;Entgelt;4.770,00",
    "00298;02/2025;02/2025;8010;;1.017,33",
)
PAYROLL = read(payroll(*PAYROLL_ROWS), "lohn.csv")
# The same months with one amount put right, one row gone and one more.
CORRECTED_PAYROLL = read(
    payroll(PAYROLL_ROWS[0], "00417;01/2025;01/2025;1010;Entgelt;4.707,00", "00511;02/2025;02/2025;1010;;12,01"),
    "lohn-neu.csv",
)
JOURNAL = read(journal("15.03.2025;12.02.2025;R-7;44310000;Reisekosten;416000;Fahrt;00417;48,60"), "journal.csv")
RETURN = read(carrier_return(SOUND_RETURN_ROW), "stadt.csv")
FILES = (PLAN, COUNTS, PAYROLL, JOURNAL, RETURN)


def source(intake: Intake, row: int) -> Source:
    """Return a row of a file as the source of a fact."""
    return Source(intake.file, intake.digest, "", row)


def _with_everything_else() -> Intake:
    """Return a file with what no reader of the small county reads: wage groups, days, revenues and indicators."""
    intake = read(
        journal(
            "02.07.2025;30.06.2025;R-8;42610000;Fortbildung;;Seminar;00298;100,00",
            "03.07.2025;30.06.2025;R-9;40120000;Personal;;Zuschuss;00298;-250,00",
        ),
        "alles.csv",
    )
    first, second = intake.entries
    revenue = Revenue(
        number=0,
        carrier_key=COUNTY,
        kind=RevenueKind.THIRD_PARTY,
        amount=Money(75_000),
        month=Month(2025, 6),
        paid_in=Month(2025, 7),
        label="Spende",
        voucher="E-1",
        source=source(intake, 4),
        paid_on=date(2025, 7, 31),
        booked_on=date(2025, 8, 1),
    )
    return replace(
        intake,
        entries=(
            replace(first, paid_on=date(2025, 8, 4), booked_on=date(2025, 8, 5)),
            replace(second, group=WageGroup.REIMBURSEMENT, position_number="IM-02"),
        ),
        revenues=(revenue, replace(revenue, kind=RevenueKind.OWN_FUNDS, paid_on=None, booked_on=None)),
        indicators=(
            Indicator("Stadt Lindenstadt", "Beratungsgespräche", Month(2025, 6), 411, source(intake, 5)),
            Indicator("Team Ost", "Integrationspläne", Month(2025, 6), 0, source(intake, 6)),
        ),
    )


EVERYTHING_ELSE = _with_everything_else()


def corrections(*wanted: Correction, file: str = "umbuchung.csv", year: FundingYear = YEAR) -> Intake:
    """Return a file of single corrections, as its reader would."""
    written = read_for(year, journal(f"01.12.{year.number};01.12.{year.number};{file};44310000;;;;;0,01"), file)
    rows = tuple(replace(each, source=source(written, row)) for row, each in enumerate(wanted, start=2))
    return replace(written, entries=(), periods=(), rows=len(wanted), corrections=rows)


def correction(what: CorrectionKind, entry: int | None, cents: int, **to: Any) -> Correction:
    """Return a row of such a file; ``to`` says where an amount goes."""
    bare = Correction(what, entry, Money(cents), "falsche Stelle", "", Source("", "", "", 0))
    return replace(bare, **to)


def put(book: Book, intake: Intake) -> Batch:
    """Book a file."""
    return book.book(intake, ACT)


def put_all(address: Path | str, intakes: Sequence[Intake] = FILES) -> Book:
    """Book files into a new book."""
    book = open_book(address, writing=True)
    for intake in intakes:
        put(book, intake)
    return book


def with_reversal(book: Book, number: int) -> tuple[Entry | Revenue, Entry | Revenue]:
    """Return an entry that was taken back, and its reversal."""
    story = book.story(number)
    assert story is not None
    assert story.reversal is not None
    return story.entry, story.reversal


@contextmanager
def memory_book() -> Iterator[Book]:
    """Open a new book in memory: the database of a file without waiting for the disk."""
    memory = open_engine(None)
    try:
        yield make_book(memory)
    finally:
        memory.dispose()


def fill(address: Path | str) -> None:
    """Make a book with rows in every table: a frozen and partly deleted year, a replaced file, a correction."""
    book = put_all(address, (PLAN_2024, PAYROLL_2024))
    book.freeze(LAST_YEAR, YearBasis.SERVICE, ACT)
    book.delete_personal_data(DeletionPlan(2024, 2024, 2024, "Aufbewahrungsfrist abgelaufen"), ACT)
    for intake in (*FILES, EVERYTHING_ELSE):
        put(book, intake)
    book.replace(CORRECTED_PAYROLL, ACT)
    moved = correction(CorrectionKind.REBOOKING, 6, 1_860, kind=CostKind.TRAINING, staff_number="00298")
    put(book, corrections(moved))
    book.note(ACT, "nachweis", {"dokument": "Verwendungsnachweis 2025", "sha256": "ab" * 32})
    book.note(ACT, "pruefen", {"jahr": 2025})


# A book as its database holds it, seen and changed without the program


@contextmanager
def database(address: Path | str) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """Open a database as its owner does with other tools; the block runs statements, each committed at once."""
    if isinstance(address, Path):
        with closing(sqlite3.connect(address, isolation_level=None)) as connection:
            yield lambda statement: connection.execute(statement).fetchall()
        return
    with psycopg.connect(address, autocommit=True) as server:

        def run(statement: str) -> list[tuple[Any, ...]]:
            cursor = server.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

        yield run


def contents(address: Path | str) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, in an order that no database decides."""
    with database(address) as run:
        return {table: sorted(run(f"SELECT * FROM {table}"), key=repr) for table in TABLES}  # noqa: S608


def refusal(kind: type[RefusalError], act: Callable[[], object]) -> RefusalError:
    """Return the refusal an act ends in, after a look at its language."""
    with pytest.raises(kind) as caught:
        act()
    assert type(caught.value) is kind
    assert is_german_sentence(caught.value.text), caught.value.text
    assert not caught.value.remedy or is_german_sentence(caught.value.remedy), caught.value.remedy
    return caught.value
