"""Every day that a document prints becomes a ``time`` element with its ISO date, whoever wrote it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grants.output.html.document import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNTOUCHED = frozenset({"head", "svg", "time", "data"})
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
_DAY = re.compile(
    r"(?<![\w.,/-])(?:(?P<day>\d{2})\.(?P<month>\d{2})\.(?P<year>\d{4})"
    rf"|(?P<day_of>\d{{1,2}})\.[ \u00a0](?P<word>{'|'.join(MONTHS)})[ \u00a0](?P<year_of>\d{{4}}))(?![.,/-]?\w)",
    re.ASCII,
)


def mark_days(root: ET.Element) -> None:
    """Wrap the days of a document tree; what the calendar does not know (31.02.2026) is no day and stays text."""
    for element in list(_open_elements(root)):
        # From the last to the first, so that what is put in does not move what is still to be read.
        for index in range(len(element) - 1, -1, -1):
            child = element[index]
            child.tail = _insert(element, child.tail or "", index + 1)
        element.text = _insert(element, element.text or "", 0)


def _open_elements(element: ET.Element) -> Iterator[ET.Element]:
    if local_name(element) in _UNTOUCHED or "value" in element.attrib:
        return
    yield element
    for child in element:
        yield from _open_elements(child)


def _insert(parent: ET.Element, text: str, index: int) -> str:
    """Put the days of a text into its parent from an index on; return what stands before the first."""
    found = [(match, day) for match in _DAY.finditer(text) if (day := _day(match))]
    if not found:
        return text
    ends = [match.start() for match, _ in found[1:]] + [len(text)]
    for offset, ((match, day), end) in enumerate(zip(found, ends, strict=True)):
        marked = ET.Element(f"{parent.tag.rpartition('}')[0]}}}time" if "}" in parent.tag else "time")
        marked.set("datetime", day.isoformat())
        marked.text = match[0]
        marked.tail = text[match.end() : end]
        parent.insert(index + offset, marked)
    return text[: found[0][0].start()]


def _day(match: re.Match[str]) -> date | None:
    if match["word"]:
        year, month, day = int(match["year_of"]), MONTHS.index(match["word"]) + 1, int(match["day_of"])
    else:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    try:
        return date(year, month, day)
    except ValueError:
        return None
