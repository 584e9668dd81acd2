"""A finished HTML file, the measure of all others: its tree, refused where it is not what the program writes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grants.output.finished.located import located_numbers
from grants.output.finished.printed_number import prints
from grants.output.finished.reading import FileFaultError, refuse_too_large
from grants.output.html.document import DocumentError, parse_document

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from grants.output.finished.located import LocatedNumber

_DOCTYPE = "<!DOCTYPE html>"
_DEEPEST = 100
_NO_HTML = "Die Datei ist kein lesbares HTML dieses Programms; sie ist beschädigt oder von anderer Art."


def read_html(content: bytes) -> Element:
    """Return the tree of a finished document. Raises FileFaultError when it is none, or contradicts itself."""
    bare = _bare_text(content)
    try:
        root = parse_document(bare)
        if _is_deeper(root, _DEEPEST):
            raise FileFaultError(_NO_HTML)
    except DocumentError as problem:
        raise FileFaultError(f"Das HTML ist nicht in sich stimmig: {problem}.") from None
    return root


def read_index(content: bytes) -> Element:
    """Return the tree of the page that leads to the documents, which has elements of its own. Raises FileFaultError."""
    bare = _bare_text(content)
    try:
        return ET.fromstring(bare)  # noqa: S314 - no document type, no entities
    except ET.ParseError:
        raise FileFaultError(_NO_HTML) from None


def misprinted(root: Element) -> list[LocatedNumber]:
    """Return the numbers whose text does not print their exact value."""
    return [
        found for found in located_numbers(root) if not prints(found.number.text, found.number.exact, found.beside())
    ]


def _bare_text(content: bytes) -> str:
    """Return the text without its document type; another one could define entities that grow without end."""
    refuse_too_large(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise FileFaultError(_NO_HTML) from None
    bare = text.lstrip().removeprefix(_DOCTYPE)
    if "<!DOCTYPE" in bare or "<!ENTITY" in bare:
        raise FileFaultError(_NO_HTML)
    return bare


def _is_deeper(root: Element, most: int) -> bool:
    level = [root]
    for _ in range(most):
        level = [child for element in level for child in element]
    return bool(level)
