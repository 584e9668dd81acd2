"""The page of ./run soak says what came out, and the page in docs/ says that nothing went wrong."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from tests import soak
from tests.ledger.kill_subjects import DATABASES, OPERATIONS
from tests.ledger.kill_trials import Tally
from tests.postgres import Server
from tests.soak import FILES, TRIALS
from tests.soak_page import HEAD, NAMES, PAGE, Fuzzed, Row, page

DAY = date(2026, 2, 16)
WELL = Row("freeze", "postgresql", Tally(1_000, 650, 350, 420, seconds=61.4))
FUZZED = [Fuzzed(2026, {"read": 5_000, "refused": 5_000}, 50.0), Fuzzed(2027, {"refused": 10_000}, 30.0)]


def tables(text: str) -> list[list[tuple[str, ...]]]:
    """Return the rows of each table below its head."""
    found = re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE)
    return [[tuple(re.split(r" ?\| ?", line)[1:-1]) for line in table.splitlines()] for table in found]


def test_the_page_shows_each_count_in_its_column() -> None:
    text = page(DAY, "Python 3", [WELL], [replace(WELL, operation="move")], FUZZED)
    assert "on 2026-02-16 with Python 3." in text
    assert "**2,000 kills and 20,000 files: nothing half-done, lost, doubled or wrongly read.**" in text
    assert "20,000 files of the seeds 2026 to 2027 in 80 seconds: 5,000 read, 15,000 refused." in text
    first, second = tables(text)
    assert first[0] == second[0] == HEAD
    assert first[2:] == [("freeze", "PostgreSQL", "1,000", "420", "650", "350", "0", "0", "0", "61")]
    assert second[2][0] == "move"


def test_the_page_does_not_hide_what_went_wrong() -> None:
    lost = Row("import", "sqlite", Tally(10, 9, 0, 5, half_done=1, lost=2, wrong=["acknowledged and lost"]))
    assert "Something is wrong" in page(DAY, "Python 3", [WELL], [lost], FUZZED)
    broken = page(DAY, "Python 3", [WELL], [WELL], [*FUZZED, Fuzzed(2028, {}, 1.0, "file 7 of seed 2028: KeyError()")])
    assert "Something is wrong" in broken
    assert "One was neither rightly read nor refused: file 7 of seed 2028: KeyError()" in broken


def test_a_run_that_was_cut_short_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[soak.Part] = []

    def do_part(part: soak.Part, _address: str) -> dict[str, Any]:
        done.append(part)
        return {"outcomes": {"read": part.seed}, "seconds": 1.0, "problem": ""}

    monkeypatch.setattr(soak, "do_part", do_part)
    monkeypatch.setattr(soak, "ProcessPoolExecutor", lambda _count, **_: ThreadPoolExecutor(1))
    parts = soak.FUZZES[:3]
    soak.do_parts(Mock(spec=Server), tmp_path, parts[:2])
    soak.do_parts(Mock(spec=Server), tmp_path, parts)
    assert done == parts
    assert [soak._read(tmp_path, part)["outcomes"]["read"] for part in parts] == [2026, 2027, 2028]


def test_the_last_result_in_docs_is_whole_and_nothing_went_wrong() -> None:
    text = PAGE.read_text("utf-8")
    assert re.search(r"written by it on 20\d\d-\d\d-\d\d with Python \d", text)
    assert f"and {FILES:,} files: nothing half-done, lost, doubled or wrongly read.**" in text
    wanted = [(operation, NAMES[database]) for operation in OPERATIONS for database in DATABASES]
    at_random, at_statements = tables(text)
    for table in (at_random, at_statements):
        assert [row[:2] for row in table[2:]] == wanted
        assert all(row[6:9] == ("0", "0", "0") for row in table[2:])
        assert all("0" not in row[3:6] for row in table[2:])  # some inside, some as before, some as after
    assert all(row[2] == f"{TRIALS:,}" for row in at_random[2:])
