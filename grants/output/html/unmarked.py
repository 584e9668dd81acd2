"""No digit of a document stands outside a figure, a day, a reference or typed text: none may escape the comparison."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grants.output.html.document import DocumentError, local_name, numbers_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MARKED_ELEMENTS = {
    "head": "is not printed",
    "data": "a figure",
    "time": "a day",
    "address": "post code, street, telephone",
}
MARKED_CLASSES = {
    "reference": "number of a file, clause, key: digits that are no figure",
    "typed": "a name or title that somebody typed",
    "prose": "text that somebody typed",
    "narrative": "text that somebody typed",
    "address": "post code, street, telephone",
    "info": "references and telephones of a letter",
    "letterhead": "post code, street, telephone",
    "stamp": "number of the issued paper",
}
EXEMPT = (
    (re.compile(r"(?<![\d.,/−-])(?:19|20)\d\d(?![\d/]|[.,]\d|[ \u00a0](?:€|%|VZÄ|TEUR|Personen))"), "a year"),
    (re.compile(r"(?<!\d)(?:0[1-9]|1[0-2])/(?:19|20)\d\d(?!\d)"), "a month"),
    (re.compile(r"(?:§§?|Nrn?\.|Abs\.|Satz|Art\.|Buchst\.)[ \u00a0]\d+[a-z]?(?:\.\d+)*(?!\d|,\d)"), "a clause"),
)
_NUMBERED = re.compile(r"\s*\d+(?:\.\d+)*\.?[ \u00a0]")
_HEADINGS = frozenset({"h1", "h2", "h3"})
_TOKEN = re.compile(r"\d[\d.,]*\d|\d")
LONGEST_QUOTE = 80


def check_marked(root: Element) -> None:
    """Raise DocumentError naming every digit of a document that is neither marked nor exempt, with its place."""
    if found := list(unmarked_texts(root)):
        raise DocumentError("; ".join(found))


def unmarked_texts(root: Element) -> Iterator[str]:
    """Yield a German clause for every text with a number outside a figure, in the order of printing."""
    heading = ""
    printed = {token for number in numbers_of(root) for token in _TOKEN.findall(number.text)}
    for element, text in _open_texts(root):
        name = local_name(element)
        if name in _HEADINGS:
            heading = text_of(element)
        if name == "svg":
            yield from _not_in_a_table(text, printed, heading)
        elif re.search(r"\d", bare := _without_exempt(name, text)):
            # The quotation shows the text as it stands, with what is exempt.
            number = next(iter(_TOKEN.findall(bare)))
            place = f"unter „{heading}“" if heading else "vor der ersten Überschrift"
            quoted = " ".join(text.split())[:LONGEST_QUOTE]
            yield f"die Zahl {number} in „{quoted}“ ({place}) steht in keinem Zahlenelement"


def _open_texts(element: Element) -> Iterator[tuple[Element, str]]:
    """Yield every text that nothing marks, with the element it stands in; a picture with all its texts at once."""
    if _is_marked(element):
        return
    if local_name(element) == "svg":
        yield element, text_of(element)
        return
    yield element, element.text or ""
    for child in element:
        yield from _open_texts(child)
        if child.tail:
            yield element, child.tail


def _is_marked(element: Element) -> bool:
    classes = element.get("class", "").split()
    return (
        local_name(element) in MARKED_ELEMENTS
        or "value" in element.attrib
        or any(each in MARKED_CLASSES for each in classes)
    )


def _without_exempt(name: str, text: str) -> str:
    if name in _HEADINGS:
        text = _NUMBERED.sub("", text, count=1)
    for pattern, _ in EXEMPT:
        text = pattern.sub("", text)
    return text


def _not_in_a_table(text: str, printed: set[str], heading: str) -> Iterator[str]:
    """A picture cannot carry values: what it shows must be printed as a figure of the same document."""
    for token in _TOKEN.findall(_without_exempt("svg", text)):
        if token not in printed:
            yield f"die Abbildung unter „{heading}“ zeigt {token}, das Dokument nennt diese Zahl sonst nicht"
