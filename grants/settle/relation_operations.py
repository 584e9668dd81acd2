"""Every operation that computes a number: plain arithmetic and the rules of settlement side by side."""

from __future__ import annotations

from grants.settle.relation_arithmetic import ARITHMETIC
from grants.settle.relation_settlement import SETTLEMENT

COMPUTED = {**ARITHMETIC, **SETTLEMENT}
