"""What stays on one page of a Word document: every paragraph and row holds on to the next."""

from __future__ import annotations

import re

MOST_ROWS_KEPT_WHOLE = 6
"""A table with more rows than these, its head and foot included, may begin on one page and end on the next."""
ROWS_TOGETHER = 3
"""So many rows of a table that breaks stay together at its beginning, and so many at its end."""
_END_OF_TABLE = "</w:tbl>"


def holds_on(index: int, rows: int, head_rows: int) -> bool:
    """Return whether a row (counted from 0, the head first) stays on the page of the next one of its table."""
    if index == rows - 1:
        return False
    return rows <= MOST_ROWS_KEPT_WHOLE or index < head_rows + ROWS_TOGETHER - 1 or index >= rows - ROWS_TOGETHER


def kept_together(blocks: list[str]) -> list[str]:
    """Return blocks that stay on one page: every paragraph and row but the last holds on to the next.

    A table with many rows breaks as it says itself; what stands before it stays with its first rows.
    """
    if not blocks:
        return []
    *others, last = blocks
    row = last.rfind("<w:tr>") if last.endswith(_END_OF_TABLE) else 0
    return [*(_held(block) for block in others), last if _breaks(last) else _held(last[:row]) + last[row:]]


def _breaks(block: str) -> bool:
    return block.endswith(_END_OF_TABLE) and block.count("<w:tr>") > MOST_ROWS_KEPT_WHOLE


def _held(xml: str) -> str:
    """Return a block that holds on to the next."""
    if _breaks(xml):
        return xml
    return re.sub(r'(<w:pStyle w:val="[^"]*"/>)(?!<w:keepNext)', r"\1<w:keepNext/>", xml)
