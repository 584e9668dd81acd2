"""Time what a clerk waits for: start-up, reading and booking many rows, a whole year. Prints seconds and ratios.

    python bench/year_run.py [ROWS]

The floor of reading is the csv module with a strict parse to cents in this same process; quote the ratios, not the
seconds, because machines differ. Nothing here decides whether a test passes.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from grants.office.acting import Acting, Silence
from grants.office.create import create_workspace
from grants.office.run import run_year
from grants.office.workspace import open_workspace
from ledger.book.store import open_book
from ledger.imports.intake import read_intake
from ledger.period import FundingYear

YEAR = FundingYear(2025)
HEADER = "Personalnummer;Name;Abrechnungsmonat;Für-Monat;Lohnart;Lohnart-Text;Kostenstelle;Betrag\r\n"


def payroll(rows: int) -> bytes:
    """Return a payroll export with a number of rows."""
    lines = (
        f"{10000 + row % 900:05d};Muster, Eva;{row % 12 + 1:02d}/2025;{row % 12 + 1:02d}/2025;1010;Entgelt;416000;"
        f"{row % 4 + 1}.{row % 900 + 100},{row % 100:02d}\r\n"
        for row in range(rows)
    )
    return (HEADER + "".join(lines)).encode("cp1252")


def seconds_of_start(words: list[str]) -> float:
    """Return the best of five whole processes."""
    best = float("inf")
    for _ in range(5):
        began = perf_counter()
        subprocess.run([sys.executable, *words], check=True, capture_output=True)
        best = min(best, perf_counter() - began)
    return best


def floor_of_reading(content: bytes) -> float:
    """Return the seconds of the csv module with digits turned into cents."""
    began = perf_counter()
    reader = csv.reader(io.StringIO(content.decode("cp1252"), newline=""), delimiter=";", strict=True)
    next(reader)
    for row in reader:
        int(row[7].replace(".", "").replace(",", ""))
    return perf_counter() - began


def main() -> None:
    """Print the measurements."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    bare = seconds_of_start(["-c", "pass"])
    help_page = seconds_of_start(["-m", "grants.desk.main", "--help"])
    print(f"start-up: --help {help_page * 1000:.0f} ms, x{help_page / bare:.1f} of a bare interpreter")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "kreis"
        create_workspace(folder, "bench", from_example=True, dry_run=False)
        workspace = open_workspace(folder)
        acting = Acting(datetime.now(UTC), "bench", Silence(), b"bench")
        content = payroll(rows)
        floor = floor_of_reading(content)
        began = perf_counter()
        intake = read_intake(content, "lohn.csv", workspace.reading_rules(YEAR))
        reading = perf_counter() - began
        book = open_book(Path(name) / "probe.db", writing=True)
        began = perf_counter()
        book.book(intake, acting.act())
        booking = perf_counter() - began
        print(
            f"payroll of {rows} rows: read {reading:.2f} s (x{reading / floor:.1f} of the floor), book {booking:.2f} s"
        )
        began = perf_counter()
        run = run_year(workspace, YEAR, acting)
        print(f"a whole year of the example: {perf_counter() - began:.1f} s")
        print("  " + ", ".join(f"{stage} {spent:.2f} s" for stage, spent in run.seconds.items()))


if __name__ == "__main__":
    main()
