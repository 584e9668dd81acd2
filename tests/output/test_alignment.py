"""Two sequences are aligned with as many shared members as there can be."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.output.finished.alignment import MOST_DIFFERENCES, TooDifferentError, kept_pairs

WORDS = st.lists(st.sampled_from("abc"), max_size=12)


def longest_shared(first: list[str], second: list[str]) -> int:
    table = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i, left in enumerate(first):
        for j, right in enumerate(second):
            table[i + 1][j + 1] = table[i][j] + 1 if left == right else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@given(WORDS, WORDS)
def test_as_many_members_are_kept_in_their_order_as_there_can_be(first: list[str], second: list[str]) -> None:
    pairs = kept_pairs(first, second)
    assert all(first[left] == second[right] for left, right in pairs)
    for (left, right), (later, other) in pairwise(pairs):
        assert left < later
        assert right < other
    assert len(pairs) == longest_shared(first, second)


def test_sequences_that_differ_throughout_are_refused() -> None:
    one = ["a"] * MOST_DIFFERENCES
    assert kept_pairs(one, []) == []
    with pytest.raises(TooDifferentError):
        kept_pairs(one, ["b"])
