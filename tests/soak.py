"""./run soak: a thousand kills of every operation and twenty thousand damaged files; docs/soak.md keeps the result.

What is finished is kept in .soak/, so that a run that was cut short is gone on with. It counts only for the very code
that it was found with.
"""

from __future__ import annotations

import json
import multiprocessing
import platform
import sqlite3
import sys
import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from ledger.files import digest
from tests.ledger.fuzz import fuzz
from tests.ledger.kill_subjects import DATABASES, OPERATIONS, make_subject
from tests.ledger.kill_trials import Tally, kill_at_random, kill_everywhere
from tests.postgres import Server, running_server
from tests.soak_page import PAGE, Fuzzed, Row, all_is_well, page

ROOT = Path(__file__).resolve().parents[1]
FINISHED = ROOT / ".soak"
# What is killed and read, and how it is judged.
CODE = ("ledger/**/*.py", "tests/ledger/*.py", "tests/soak.py")
TRIALS, SEED, SEEDS, FILES_PER_SEED = 1_000, 2026, 20, 1_000
FILES = SEEDS * FILES_PER_SEED
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Part:
    """What one process does at a time: kill one operation on one database in one way, or try the files of one seed."""

    way: str
    operation: str = ""
    database: str = ""
    seed: int = SEED

    @property
    def name(self) -> str:
        return " ".join(str(word) for word in (self.way, self.operation, self.database, self.seed) if word)


KILLS = {
    way: [Part(way, operation, database) for operation in OPERATIONS for database in DATABASES]
    for way in ("random moments", "every statement")
}
FUZZES = [Part("files", seed=SEED + number) for number in range(SEEDS)]


def main() -> int:
    """Do what is not finished, write the page and return 0 when nothing was wrong."""
    with running_server() as server:
        versions = _versions(server)
        finished = FINISHED / _key(versions)
        finished.mkdir(parents=True, exist_ok=True)
        do_parts(server, finished, [part for parts in (*KILLS.values(), FUZZES) for part in parts])
    random, statements = ([_row(finished, part) for part in parts] for parts in KILLS.values())
    fuzzed = [Fuzzed(part.seed, **_read(finished, part)) for part in FUZZES]
    PAGE.write_text(page(datetime.now(UTC).date(), versions, random, statements, fuzzed), "utf-8")
    for row in (*random, *statements):
        for problem in row.tally.wrong:
            _say(f"WRONG: {row.operation} on {row.database}: {problem}")
    for files in fuzzed:
        if files.problem:
            _say(f"WRONG: {files.problem}")
    _say(f"The result stands in docs/{PAGE.name}.")
    return 0 if all_is_well((*random, *statements), fuzzed) else 1


def do_parts(server: Server, finished: Path, parts: list[Part]) -> None:
    """Do the parts that are not finished, and keep each as soon as it is."""
    missing = [part for part in parts if not _file(finished, part).exists()]
    _say(f"{len(parts) - len(missing)} of {len(parts)} parts are finished; {len(missing)} are to be done.")
    # Small processes, in which the trials are forked fast.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        running: dict[Future[dict[str, Any]], tuple[Part, str]] = {}
        for part in missing:
            database = server.create_database()
            running[pool.submit(do_part, part, server.address(database))] = part, database
        for future in as_completed(running):
            part, database = running[future]
            result = future.result()
            _keep(finished, part, result)
            server.drop_database(database)
            _say(f"{part.name}: {result['seconds']:.0f} s")


def do_part(part: Part, postgres_address: str) -> dict[str, Any]:
    """Do one part and return what became of it, as it is kept."""
    if part in FUZZES:
        return fuzz_files(part.seed)
    with tempfile.TemporaryDirectory() as folder:
        subject = make_subject(part.operation, part.database, Path(folder), postgres_address)
        if part in KILLS["random moments"]:
            return asdict(kill_at_random(subject, TRIALS, part.seed))
        return asdict(kill_everywhere(subject)[0])


def fuzz_files(seed: int) -> dict[str, Any]:
    """Feed the damaged files of a seed to the readers until one is neither rightly read nor refused."""
    began = time.monotonic()
    try:
        outcomes, problem = dict(fuzz(FILES_PER_SEED, seed)), ""
    except Exception as raised:  # noqa: BLE001 - whatever it is, it is the result
        outcomes, problem = {}, "; ".join((repr(raised), *getattr(raised, "__notes__", ())))
    return {"outcomes": outcomes, "seconds": time.monotonic() - began, "problem": problem}


def _key(versions: str) -> str:
    """Return what the finished parts depend on: the code, the numbers in it, and what it ran with."""
    paths = sorted(path for pattern in CODE for path in ROOT.glob(pattern))
    return digest(versions.encode() + b"".join(digest(path.read_bytes()).encode() for path in paths))


def _file(finished: Path, part: Part) -> Path:
    return finished / f"{part.name}.json"


def _keep(finished: Path, part: Part, result: dict[str, Any]) -> None:
    """Write the result in one step: a run that is cut short leaves it whole or not there."""
    draft = finished / "draft"
    draft.write_text(json.dumps(result))
    draft.rename(_file(finished, part))


def _read(finished: Path, part: Part) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(_file(finished, part).read_text())
    return result


def _row(finished: Path, part: Part) -> Row:
    return Row(part.operation, part.database, Tally(**_read(finished, part)))


def _versions(server: Server) -> str:
    with psycopg.connect(server.address("postgres")) as connection:
        postgres = connection.info.parameter_status("server_version") or ""
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version} and PostgreSQL {postgres.split()[0]}"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
