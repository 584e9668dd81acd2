"""The cycle collector rests while a file is read, and works again whatever happens meanwhile."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from ledger.collector import resting_collector
from ledger.finding import UnreadableError
from tests.ledger.small_files import read

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _running() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_the_collector_rests_inside_the_block_only() -> None:
    with resting_collector():
        assert not gc.isenabled()
        with resting_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_was_switched_off_before_stays_so() -> None:
    gc.disable()
    with resting_collector():
        pass
    assert not gc.isenabled()


def test_a_refused_file_leaves_the_collector_running() -> None:
    with pytest.raises(UnreadableError):
        read(b"\x89PNG\r\n")
    assert gc.isenabled()
