"""./run soak: a thousand kills of every operation and twenty thousand damaged files; docs/soak.md keeps the result."""

from __future__ import annotations

import platform
import sqlite3
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tests.ledger.kill_subjects import DATABASES, OPERATIONS, make_subject
from tests.ledger.kill_trials import Subject, Tally, kill_at_random, kill_everywhere
from tests.postgres import Server, running_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PAGE = Path(__file__).resolve().parents[1] / "docs" / "soak.md"
TRIALS, FILES, SEED = 1_000, 20_000, 2026
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

FRAME = """# Soak

The last result of `./run soak`, written by it on {day} with {versions}.

**{verdict}**

## Killed at random moments

A process does one thing to a book and is killed (SIGKILL) at a random moment between its start and a while after its
end. Then somebody else opens the book. It must hold exactly what it held before, or exactly what it holds after an
undisturbed run, down to the last row, and verify with its chain. What the kill has prevented is done again by the next
process, on whatever the killed one has left, until it succeeds; what was done already is tried once more.

- *inside*: killed after it began and before it said that it was done
- *before*, *after*: the state that was found
- *half-done*: any other state
- *lost*: the process had said that it was done, but the state was the one before
- *doubled*: doing it again did not end in the state after. (A note of documents made is the exception: it is not
  repeated, because documents made twice are rightly written down twice.)

{random}

## Killed at every statement

The same, killed just before each statement that it sends to the database, before and after each commit, and before each
step in which a file gets its name.

{statements}

## Damaged and hostile files

{fuzz}
"""
HEAD = ("operation", "database", "kills", "inside", "before", "after", "half-done", "lost", "doubled", "seconds")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one operation on one database."""

    operation: str
    database: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What became of damaged and hostile files: how many of each outcome, or what was neither read nor refused."""

    outcomes: Mapping[str, int]
    seconds: float
    problem: str = ""


def main() -> int:
    """Run everything, write the page and return 0 when nothing was wrong."""
    with running_server() as server:
        versions = _versions(server)
        random = kill_all(server, "random moments", lambda subject: kill_at_random(subject, TRIALS, SEED))
        statements = kill_all(server, "every statement", lambda subject: kill_everywhere(subject)[0])
    fuzzed = fuzz_files()
    PAGE.write_text(page(datetime.now(UTC).date(), versions, random, statements, fuzzed), "utf-8")
    for row in (*random, *statements):
        for problem in row.tally.wrong:
            _say(f"WRONG: {row.operation} on {row.database}: {problem}")
    if fuzzed.problem:
        _say(f"WRONG: {fuzzed.problem}")
    _say(f"The result stands in docs/{PAGE.name}.")
    return 0 if all_is_well((*random, *statements), fuzzed) else 1


def kill_all(server: Server, what: str, kill: Callable[[Subject], Tally]) -> list[Row]:
    """Kill every operation on every database."""
    rows = []
    for operation in OPERATIONS:
        for database in DATABASES:
            with _prepared(operation, database, server) as subject:
                tally = kill(subject)
            _say(f"{operation} on {NAMES[database]}, {what}: {tally.trials} kills in {tally.seconds:.0f} s")
            rows.append(Row(operation, database, tally))
    return rows


@contextmanager
def _prepared(operation: str, database: str, server: Server) -> Iterator[Subject]:
    name = server.create_database()
    with tempfile.TemporaryDirectory() as folder:
        yield make_subject(operation, database, Path(folder), server.address(name))
    server.drop_database(name)


def fuzz_files() -> Fuzzed:
    """Feed damaged files to the readers until one is neither rightly read nor refused."""
    from tests.ledger.fuzz import fuzz

    _say(f"{FILES} damaged and hostile files …")
    began = time.monotonic()
    try:
        outcomes = fuzz(FILES, SEED)
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is the result
        return Fuzzed({}, time.monotonic() - began, "; ".join((repr(problem), *problem.__notes__)))
    return Fuzzed(outcomes, time.monotonic() - began)


def all_is_well(rows: tuple[Row, ...], fuzzed: Fuzzed) -> bool:
    """Return whether nothing was half-done, lost or doubled and every file was read rightly or refused."""
    return not fuzzed.problem and not any(row.tally.wrong for row in rows)


def page(day: date, versions: str, random: list[Row], statements: list[Row], fuzzed: Fuzzed) -> str:
    """Return the page in Markdown."""
    well = all_is_well((*random, *statements), fuzzed)
    kills = sum(row.tally.trials for row in (*random, *statements))
    files = sum(fuzzed.outcomes.values())
    verdict = f"{kills:,} kills and {files:,} files: nothing half-done, lost, doubled or wrongly read."
    return FRAME.format(
        day=day.isoformat(),
        versions=versions,
        verdict=verdict if well else "Something is wrong; the tables say where.",
        random=_table(random),
        statements=_table(statements),
        fuzz=_fuzz_words(fuzzed),
    )


def _table(rows: list[Row]) -> str:
    lines = [HEAD, tuple("---" if column < 2 else "---:" for column in range(len(HEAD)))]
    for row in rows:
        tally = row.tally
        counts = (
            tally.trials, tally.inside, tally.before, tally.after, tally.half_done, tally.lost, tally.doubled,
            round(tally.seconds),
        )  # fmt: skip
        lines.append((row.operation, NAMES[row.database], *(f"{count:,}" for count in counts)))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _fuzz_words(fuzzed: Fuzzed) -> str:
    if fuzzed.problem:
        return f"One was neither rightly read nor refused: {fuzzed.problem}"
    parts = ", ".join(f"{count:,} {name}" for name, count in sorted(fuzzed.outcomes.items()))
    return (
        f"{sum(fuzzed.outcomes.values()):,} files with seed {SEED} in {fuzzed.seconds:,.0f} seconds: {parts}.\n"
        "None ended in anything else than rightly read (to the cent), findings that block, or a refusal."
    )


def _versions(server: Server) -> str:
    with psycopg.connect(server.address("postgres")) as connection:
        postgres = connection.info.parameter_status("server_version") or ""
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version} and PostgreSQL {postgres.split()[0]}"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
