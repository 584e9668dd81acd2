"""A process killed at any moment leaves the book as before or as after, never between."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.ledger.kill_subjects import DATABASES, OPERATIONS, make_subject
from tests.ledger.kill_trials import Tally, kill_at_random, kill_everywhere

if TYPE_CHECKING:
    from collections.abc import Callable

TRIALS = 100
# Nothing changes between two statements that read; the tables of a new book are made by a hundred statements alike.
ALIKE = ("SELECT", "PRAGMA", "CREATE")


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(params=OPERATIONS)
def killing(request: pytest.FixtureRequest, database: str, tmp_path: Path, postgres_address: str) -> Callable[..., Any]:
    """Return a function that kills this operation in a small process, which is forked much faster than this one."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ledger.kill_subjects"])

    def kill(trials: Callable[..., Any], *how: object) -> Any:
        with ProcessPoolExecutor(1, mp_context=context) as processes:
            what = (request.param, database, tmp_path, postgres_address)
            return processes.submit(_kill_prepared, trials, what, how).result()

    return kill


def _kill_prepared(trials: Callable[..., Any], what: tuple[Any, ...], how: tuple[object, ...]) -> Any:
    return trials(make_subject(*what), *how)


def assert_nothing_between(tally: Tally) -> None:
    assert tally.wrong == []
    assert (tally.half_done, tally.lost, tally.doubled) == (0, 0, 0)
    assert tally.before + tally.after == tally.trials
    assert tally.before > 0
    assert tally.after > 0


def test_killed_at_random_moments_it_is_as_before_or_as_after_and_can_be_repeated(killing: Callable[..., Any]) -> None:
    tally: Tally = killing(kill_at_random, TRIALS, 2025)
    assert_nothing_between(tally)
    assert tally.trials == TRIALS
    assert tally.inside > 0


def test_killed_at_any_statement_it_is_as_before_until_the_commit_and_then_as_after(
    killing: Callable[..., Any],
) -> None:
    tally, points, done = killing(kill_everywhere, ALIKE)
    assert_nothing_between(tally)
    assert tally.inside == tally.trials == len(points)
    assert done == sorted(done)  # once done, it stays done
    assert points[done.index(True) - 1] in ("COMMIT", "os.link")
