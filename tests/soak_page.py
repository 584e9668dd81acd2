"""docs/soak.md, the page that ./run soak writes: what came out of every kill and every file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ledger.kill_trials import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAGE = Path(__file__).resolve().parents[1] / "docs" / "soak.md"
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
    """What became of the files of one seed: how many of each outcome, or what was neither read nor refused."""

    seed: int
    outcomes: Mapping[str, int]
    seconds: float
    problem: str = ""


def all_is_well(rows: Sequence[Row], fuzzed: Sequence[Fuzzed]) -> bool:
    """Return whether nothing was half-done, lost or doubled and every file was read rightly or refused."""
    return not any(part.problem for part in fuzzed) and not any(row.tally.wrong for row in rows)


def page(day: date, versions: str, random: Sequence[Row], statements: Sequence[Row], fuzzed: Sequence[Fuzzed]) -> str:
    """Return the page in Markdown."""
    well = all_is_well((*random, *statements), fuzzed)
    kills = sum(row.tally.trials for row in (*random, *statements))
    files = sum(_outcomes(fuzzed).values())
    verdict = f"{kills:,} kills and {files:,} files: nothing half-done, lost, doubled or wrongly read."
    return FRAME.format(
        day=day.isoformat(),
        versions=versions,
        verdict=verdict if well else "Something is wrong; the tables say where.",
        random=_table(random),
        statements=_table(statements),
        fuzz=_fuzz_words(fuzzed),
    )


def _table(rows: Sequence[Row]) -> str:
    lines = [HEAD, tuple("---" if column < 2 else "---:" for column in range(len(HEAD)))]
    for row in rows:
        tally = row.tally
        counts = (
            tally.trials, tally.inside, tally.before, tally.after, tally.half_done, tally.lost, tally.doubled,
            round(tally.seconds),
        )  # fmt: skip
        lines.append((row.operation, NAMES[row.database], *(f"{count:,}" for count in counts)))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _outcomes(fuzzed: Sequence[Fuzzed]) -> Counter[str]:
    return sum((Counter(part.outcomes) for part in fuzzed), Counter())


def _fuzz_words(fuzzed: Sequence[Fuzzed]) -> str:
    problems = "; ".join(part.problem for part in fuzzed if part.problem)
    if problems:
        return f"One was neither rightly read nor refused: {problems}"
    outcomes = _outcomes(fuzzed)
    parts = ", ".join(f"{count:,} {name}" for name, count in sorted(outcomes.items()))
    seeds = sorted(part.seed for part in fuzzed)
    return (
        f"{sum(outcomes.values()):,} files of the seeds {seeds[0]} to {seeds[-1]} "
        f"in {sum(part.seconds for part in fuzzed):,.0f} seconds: {parts}.\n"
        "None ended in anything else than rightly read (to the cent), findings that block, or a refusal."
    )
