"""A process killed at any moment leaves the book as before or as after, never between."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.kill_subjects import DATABASES, OPERATIONS, make_subject
from tests.ledger.kill_trials import Tally, kill_at_random, kill_everywhere

TRIALS = 100
MEMORY = Path("/dev/shm")  # noqa: S108 - only a folder of its own in it is used
# Nothing changes between two statements that read; the tables of a new book are made by a hundred statements alike.
ALIKE = ("SELECT", "PRAGMA", "CREATE")


Kill = Callable[..., Any]


@pytest.fixture
def processes() -> Iterator[ProcessPoolExecutor]:
    """Return a small process, in which the trials are forked much faster than in the one that runs all tests."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ledger.kill_subjects"])
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        yield pool


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory where there is one.

    What a killed process has written is with the system, whether it has reached a disk or not; nobody waits for one.
    """
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


@pytest.fixture
def kill(processes: ProcessPoolExecutor, folder: Path, postgres_address: str) -> Kill:
    """Return a function that kills an operation on a database in a way and returns what has come of it."""

    def act(operation: str, database: str, trials: Callable[..., Any], *how: object) -> Any:
        what = (operation, database, folder, postgres_address)
        return processes.submit(_kill_prepared, trials, what, how).result()

    return act


def _kill_prepared(trials: Callable[..., Any], what: tuple[Any, ...], how: tuple[object, ...]) -> Any:
    return trials(make_subject(*what), *how)


def assert_nothing_between(tally: Tally) -> None:
    assert tally.wrong == []
    assert (tally.half_done, tally.lost, tally.doubled) == (0, 0, 0)
    assert tally.before + tally.after == tally.trials
    assert tally.before > 0
    assert tally.after > 0


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_killed_at_random_moments_it_is_as_before_or_as_after_and_can_be_repeated(
    kill: Kill, operation: str, database: str
) -> None:
    tally: Tally = kill(operation, database, kill_at_random, TRIALS, 2025)
    assert_nothing_between(tally)
    assert tally.trials == TRIALS
    assert tally.inside > 0


@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_killed_at_any_statement_it_is_as_before_until_the_commit_and_then_as_after(
    kill: Kill, operation: str, database: str
) -> None:
    tally, points, done = kill(operation, database, kill_everywhere, ALIKE)
    assert_nothing_between(tally)
    assert tally.inside == tally.trials == len(points)
    assert done == sorted(done)  # once done, it stays done
    assert points[done.index(True) - 1] in ("COMMIT", "os.link")


def test_killed_at_random_moments_of_a_restore_the_old_book_or_the_restored_one_is_in_its_place(kill: Kill) -> None:
    assert_nothing_between(kill("restore", "sqlite", kill_at_random, TRIALS, 2025))


def test_killed_at_any_step_of_a_restore_the_old_book_stays_until_it_has_the_name(kill: Kill) -> None:
    tally, points, done = kill("restore", "sqlite", kill_everywhere, ALIKE)
    assert_nothing_between(tally)
    assert done == sorted(done)
    assert points[done.index(True) - 1] == "os.rename"
