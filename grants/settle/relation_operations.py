"""Every operation that computes a number: plain arithmetic and the rules of settlement side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.settle.relation_arithmetic import ARITHMETIC, ComputationError
from grants.settle.relation_settlement import SETTLEMENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from grants.settle.printed import Known
    from grants.settle.relations import Operation

COMPUTED = {**ARITHMETIC, **SETTLEMENT}
LARGEST_BITS = 2000


def compute(operation: Operation, operands: Sequence[Known]) -> Fraction:
    """Return the exact result of an operation.

    Raises ComputationError where there is none, or none that anybody could print: products of products grow quickly.
    """
    value = COMPUTED[operation].compute(operands)
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > LARGEST_BITS:
        raise ComputationError("Das Ergebnis hat unglaubhaft viele Stellen.")
    return value
