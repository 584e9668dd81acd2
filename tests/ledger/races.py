"""Processes that begin at the same moment, and how each of them ended."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ledger.finding import ConflictError
from tests.ledger.small_files import is_german_sentence
from tests.processes import exit_of, in_child

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once(*acts: Callable[[], object]) -> list[int]:
    """Let processes begin at the same moment and return their exit codes; a refusal must be in German."""
    start, go = os.pipe()

    def after_the_start(act: Callable[[], object]) -> Callable[[], object]:
        def wait_and_act() -> None:
            os.close(go)
            os.read(start, 1)  # returns for all of them when the parent closes its end
            _in_german(act)

        return wait_and_act

    children = [in_child(after_the_start(act)) for act in acts]
    os.close(go)
    os.close(start)
    return [exit_of(child) for child in children]


def _in_german(act: Callable[[], object]) -> None:
    try:
        act()
    except ConflictError as problem:
        _check(problem)
        raise


def _check(problem: ConflictError) -> None:
    assert is_german_sentence(problem.text), problem.text
    assert is_german_sentence(problem.remedy), problem.remedy
