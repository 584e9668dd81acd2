"""What stays on one page of a Word document: every paragraph and row holds on to the next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grants.output.html.document import local_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_KEPT_ROWS = 60


def is_longer_than_a_page(element: Element) -> bool:
    """Return whether a block has a table that says it is long, or more rows than stand on a page."""
    if any("long" in each.get("class", "").split() for each in element.iter()):
        return True
    return sum(local_name(each) == "tr" for each in element.iter()) > _MOST_KEPT_ROWS


def kept_together(blocks: list[str]) -> list[str]:
    """Return blocks that stay on one page: every paragraph and row but the last holds on to the next."""
    if not blocks:
        return []
    *others, last = blocks
    row = last.rfind("<w:tr>") if last.endswith("</w:tbl>") else 0
    return [*(_held(block) for block in others), _held(last[:row]) + last[row:]]


def _held(xml: str) -> str:
    return re.sub(r'(<w:pStyle w:val="[^"]*"/>)(?!<w:keepNext)', r"\1<w:keepNext/>", xml)
