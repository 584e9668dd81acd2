"""Time an import against its floor: payroll from CSV and from XLSX into the book, and sums over a full book.

    python bench/import_speed.py [ROWS] [ENTRIES] [PAIRS]        (100000 1000000 5)

The floor is what nobody can leave out: read the file with the csv module or python-calamine, parse each amount strictly
to cents, and write the rows with the driver's executemany into the very same table with its indexes, in one
transaction. Floor and program take turns in this process; quote the median of the ratios, not the seconds, because
machines differ. Nothing here decides whether a test passes.
"""

from __future__ import annotations

import csv
import gc
import io
import re
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter
from python_calamine import CalamineWorkbook

from ledger.act import Act
from ledger.book.store import open_book
from ledger.cost import Assignment, CostKind, WageGroup
from ledger.imports.intake import ReadingRules, read_intake
from ledger.period import FundingYear

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

YEAR = FundingYear(2025)
PERSONS = 900
RULES = ReadingRules("08999", YEAR, {"1010": Assignment(CostKind.PERSONNEL, WageGroup.GROSS_PAY)}, {})
HEAD = ["Personalnummer", "Name", "Abrechnungsmonat", "Für-Monat", "Lohnart", "Lohnart-Text", "Kostenstelle", "Betrag"]
GOALS = {"CSV": 2.5, "XLSX": 3.5, "sums": 1.2}
SETTINGS = ("journal_mode = DELETE", "synchronous = FULL", "secure_delete = ON")

_TEXT = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})*|\d+),(\d\d)", re.ASCII)
_SUMS = "SELECT person_number, kind, SUM(cents) FROM entry WHERE year = ? GROUP BY person_number, kind"


class Kept(NamedTuple):
    """How the book keeps the rows of a file: the statements that make its table, and each row around its amount."""

    tables: list[str]
    insert: str
    rows: list[tuple[tuple[object, ...], int, tuple[object, ...]]]


def act() -> Act:
    """Return who books and when."""
    return Act(datetime.now(UTC), "bench", "Bench", b"bench")


def payroll_rows(rows: int, month: int | None = None) -> Iterable[tuple[list[str], int]]:
    """Yield the texts and the cents of payroll rows: few persons and months, nearly every amount another one."""
    for row in range(rows):
        cents = 100_000 + row * 7919 % 900_000
        number = month or row % 12 + 1
        amount = f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"
        served = f"{number:02d}/{YEAR.number}"
        yield (
            [f"{10000 + row % PERSONS:05d}", "Muster, Eva", served, served, "1010", "Entgelt", "416000", amount],
            cents,
        )


def as_csv(rows: int, month: int | None = None) -> bytes:
    """Return a payroll export as payroll programs write it: Windows-1252, semicolons."""
    lines = [";".join(HEAD), *(";".join(texts) for texts, _ in payroll_rows(rows, month))]
    return "\r\n".join([*lines, ""]).encode("cp1252")


def as_xlsx(rows: int) -> bytes:
    """Return the same rows as a workbook with numeric amounts."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Lohnjournal")
    sheet.write_row(0, 0, HEAD)
    for number, (texts, cents) in enumerate(payroll_rows(rows), start=1):
        for column, text in enumerate(texts[:-1]):
            sheet.write_string(number, column, text)
        sheet.write_number(number, len(texts) - 1, cents / 100)
    book.close()
    return stream.getvalue()


def cents_of_text(text: str) -> int:
    """Return the cents of a German amount, strictly."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1] + match[2].replace(".", "") + match[3])


def cents_of_number(value: object) -> int:
    """Return the cents of a number that is whole cents at fifteen digits."""
    euros, _, decimals = format(value, ".15g").partition(".")
    if len(decimals) > 2:  # noqa: PLR2004 - cents have two places
        raise ValueError(value)
    return int(euros + decimals.ljust(2, "0"))


def floor_of_csv(content: bytes) -> list[int]:
    """Read a text with the csv module."""
    reader = csv.reader(io.StringIO(content.decode("cp1252"), newline=""), delimiter=";", strict=True)
    next(reader)
    return [cents_of_text(row[7]) for row in list(reader)]


def floor_of_xlsx(content: bytes) -> list[int]:
    """Read a workbook with python-calamine."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [cents_of_number(row[7]) for row in rows[1:]]


def import_file(content: bytes, path: Path) -> None:
    """Read a file and book it, as the program does it."""
    intake = read_intake(content, "eingang/lohn", RULES)
    open_book(path, writing=True).book(intake, act())


def kept_rows(path: Path) -> Kept:
    """Return how a booked file lies in the book."""
    book = sqlite3.connect(path)
    statements = (
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'entry' AND type IN ('table', 'index') AND sql NOT NULL"
    )
    tables = [statement for (statement,) in book.execute(statements)]
    columns = [column[1] for column in book.execute("PRAGMA table_info(entry)")]
    at = columns.index("cents")
    rows = [(row[:at], row[at], row[at + 1 :]) for row in book.execute("SELECT * FROM entry ORDER BY number")]
    book.close()
    insert = f"INSERT INTO entry ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - our names
    return Kept(tables, insert, rows)


def write_floor(path: Path, kept: Kept, cents: list[int]) -> None:
    """Write rows into the prepared table with executemany, in one transaction."""
    rows = [(*before, amount, *behind) for (before, _, behind), amount in zip(kept.rows, cents, strict=True)]
    book = sqlite3.connect(path, isolation_level=None)
    for setting in SETTINGS:
        book.execute(f"PRAGMA {setting}")
    book.execute("BEGIN IMMEDIATE")
    book.executemany(kept.insert, rows)
    book.execute("COMMIT")
    book.close()


def seconds(work: Callable[[], Any]) -> float:
    """Return how long something takes."""
    gc.collect()
    began = perf_counter()
    work()
    return perf_counter() - began


def compare(name: str, what: str, pairs: int, floor: Callable[[], float], program: Callable[[], float]) -> None:
    """Let floor and program take turns and print medians."""
    measured = []
    for turn in range(pairs):
        if turn % 2:
            measured.append((floor(), program()))
        else:
            measured.append((program(), floor())[::-1])
    ratio = median(ours / theirs for theirs, ours in measured)
    theirs, ours = (median(column) for column in zip(*measured, strict=True))
    print(f"{what}: {ours:.3f} s, floor {theirs:.3f} s, x{ratio:.2f} (goal {GOALS[name]})", flush=True)


def time_import(kind: str, content: bytes, floor: Callable[[bytes], list[int]], folder: Path, pairs: int) -> None:
    """Compare the whole import of a file with its floor; each trial has a fresh book and a fresh table."""
    model = folder / f"vorbild-{kind}.db"
    import_file(content, model)
    kept = kept_rows(model)
    if floor(content) != [cents for _, cents, _ in kept.rows]:
        message = "floor and book do not hold the same cents"
        raise ValueError(message)

    def time_program() -> float:
        path = folder / "buch.db"
        path.unlink(missing_ok=True)
        open_book(path, writing=True)
        return seconds(lambda: import_file(content, path))

    def time_floor() -> float:
        path = folder / "tabelle.db"
        path.unlink(missing_ok=True)
        table = sqlite3.connect(path)
        for statement in kept.tables:
            table.execute(statement)
        table.commit()
        table.close()
        return seconds(lambda: write_floor(path, kept, floor(content)))

    compare(kind, f"payroll of {len(kept.rows)} rows from {kind} into the book", pairs, time_floor, time_program)
    reading = median(seconds(lambda: read_intake(content, "eingang/lohn", RULES)) for _ in range(pairs))
    print(f"  of which reading and checking {reading:.3f} s; csv or calamine with the strict parse "
          f"{median(seconds(lambda: floor(content)) for _ in range(pairs)):.3f} s", flush=True)  # fmt: skip


def time_sums(entries: int, folder: Path, pairs: int) -> None:
    """Compare the sums per person and kind of a year with hand-written SQL on the same book."""
    path = folder / "voll.db"
    for month in range(1, 13):
        import_file(as_csv(entries // 12 + (month <= entries % 12), month), path)
    book, by_hand = open_book(path, writing=False), sqlite3.connect(path)
    ours = sum(row[2].cents for row in book.sums(YEAR))
    if ours != sum(row[2] for row in by_hand.execute(_SUMS, (YEAR.number,))):
        message = "both ways must give the same sums"
        raise ValueError(message)
    compare(
        "sums",
        f"sums per person and kind of a year with {entries} entries",
        3 * pairs,
        lambda: seconds(lambda: by_hand.execute(_SUMS, (YEAR.number,)).fetchall()),
        lambda: seconds(lambda: book.sums(YEAR)),
    )
    by_hand.close()


def main() -> None:
    """Print the measurements."""
    rows, entries, pairs = (int(given) for given in (*sys.argv[1:], *("100000", "1000000", "5")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        time_import("CSV", as_csv(rows), floor_of_csv, folder, pairs)
        time_import("XLSX", as_xlsx(rows), floor_of_xlsx, folder, pairs)
        time_sums(entries, folder, pairs)


if __name__ == "__main__":
    main()
