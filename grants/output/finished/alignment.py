"""Which members two sequences share in the same order, as many as there can be; quick where few differ (Myers)."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

MOST_DIFFERENCES = 2_000


class TooDifferentError(Exception):
    """The sequences differ in more places than anybody would want to read."""


def kept_pairs(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the positions of the shared members in both sequences, in their order.

    Raises TooDifferentError when more than MOST_DIFFERENCES members would have to go or come.
    """
    reached = _reach(first, second)
    pairs: list[tuple[int, int]] = []
    end, diagonal = len(first), len(first) - len(second)
    for steps in range(len(reached) - 1, 0, -1):
        begin, before, came_from = _step(reached[steps - 1], steps, diagonal)
        pairs += [(place, place - diagonal) for place in range(end - 1, begin - 1, -1)]
        end, diagonal = before, came_from
    pairs += [(place, place) for place in range(end - 1, -1, -1)]
    return pairs[::-1]


def gaps(pairs: Sequence[tuple[int, int]], length: int, other: int) -> Iterator[tuple[range, range]]:
    """Yield what is missing and what has come between one kept member and the next."""
    before = (-1, -1)
    for pair in [*pairs, (length, other)]:
        gone, come = range(before[0] + 1, pair[0]), range(before[1] + 1, pair[1])
        if gone or come:
            yield gone, come
        before = pair


def _reach(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[array[int]]:
    """Return, for each number of steps aside, how far into the first sequence each diagonal gets."""
    reached: list[array[int]] = []
    for steps in range(MOST_DIFFERENCES + 1):
        row = array("l")
        for diagonal in range(-steps, steps + 1, 2):
            place = _step(reached[-1], steps, diagonal)[0] if steps else 0
            other = place - diagonal
            while place < len(first) and other < len(second) and first[place] == second[other]:
                place, other = place + 1, other + 1
            row.append(place)
            if diagonal == len(first) - len(second) and place >= len(first):
                return [*reached, row]
        reached.append(row)
    raise TooDifferentError


def _step(before: array[int], steps: int, diagonal: int) -> tuple[int, int, int]:
    """Return where the last step aside leads to on a diagonal, where it came from, and from which diagonal."""
    left, right = (diagonal + steps) // 2 - 1, (diagonal + steps) // 2
    if diagonal == -steps or (diagonal != steps and before[left] < before[right]):
        return before[right], before[right], diagonal + 1
    return before[left] + 1, before[left], diagonal - 1
