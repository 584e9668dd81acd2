"""A document tree as HTML again: one spelling of everything, so that the same tree always gives the same text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.output.html.document import local_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_XHTML = "http://www.w3.org/1999/xhtml"
_NAMESPACES = {"html": _XHTML, "svg": "http://www.w3.org/2000/svg"}
_VOID = frozenset({"meta", "br", "hr", "col", "img"})
_RAW = frozenset({"style"})


def serialise(root: Element) -> str:
    """Return the HTML of a document tree; it can be parsed as XML as well."""
    pieces: list[str] = ["<!DOCTYPE html>\n"]
    _write(root, pieces)
    return f"{''.join(pieces).rstrip()}\n"


def serialise_part(element: Element) -> str:
    """Return one element as HTML."""
    pieces: list[str] = []
    _write(element, pieces)
    return "".join(pieces)


def _write(element: Element, pieces: list[str]) -> None:
    name = local_name(element)
    pieces.append(f"<{name}{_attributes(name, element)}")
    if name in _VOID:
        pieces.append("/>")
        return
    pieces.append(">")
    if element.text:
        # What stands in a style is no HTML: a browser would take &gt; for three signs of CSS.
        pieces.append(element.text if name in _RAW else _text(element.text))
    for child in element:
        _write(child, pieces)
        if child.tail:
            pieces.append(_text(child.tail))
    pieces.append(f"</{name}>")


def _attributes(name: str, element: Element) -> str:
    given = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    if name in _NAMESPACES:
        given = {"xmlns": _NAMESPACES[name], **given}
    return "".join(f' {key}="{_escaped(value).replace(chr(34), "&quot;")}"' for key, value in given.items())


def _text(text: str) -> str:
    """Return a text; the empty lines that a template leaves between two elements are one end of a line."""
    return "\n" if "\n" in text and not text.strip(" \n") else _escaped(text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
