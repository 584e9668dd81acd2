"""Pictures and fonts of a county's own layout: told by their content, and refused when they could do harm."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grants.output.html.elements import refusal_of
from grants.output.png import MOST_PIXELS, png_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SHAPES = 2000
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = frozenset({"svg", "g", "rect", "line", "circle", "polygon", "path", "title", "desc"})
_TRUETYPE = b"\x00\x01\x00\x00"
_MAY_NOT_BE_EMBEDDED = 0x0002

Fault = tuple[str, str]
"""Fact and remedy."""

_SAVE_PLAIN = "Bitte das Logo als einfaches SVG (nur Flächen und Linien) oder als PNG speichern."


def png_faults(content: bytes) -> Iterator[Fault]:
    """Yield what is wrong with a PNG; what it must be is the same wherever a picture stands."""
    if fault := png_fault(content):
        remedy = f"Bitte das Bild als PNG mit höchstens {MOST_PIXELS} × {MOST_PIXELS} Bildpunkten speichern."
        yield f"{fault[0].upper()}{fault[1:]}.", remedy


def svg_faults(content: bytes) -> Iterator[Fault]:
    """Yield what is wrong with an SVG: it is made of a few plain shapes and refers to nothing."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "Die Datei ist kein Text in UTF-8.", _SAVE_PLAIN
        return
    if "<!DOCTYPE" in text or "<!ENTITY" in text or "<![" in text or "<?xml-" in text:
        yield "Die Datei enthält Deklarationen oder Verweise.", _SAVE_PLAIN
        return
    try:
        root = ET.fromstring(text)  # noqa: S314 - without declarations nothing can be expanded or fetched
    except ET.ParseError:
        yield "Die Datei ist kein wohlgeformtes SVG.", _SAVE_PLAIN
        return
    elements = list(root.iter())
    if root.tag != f"{_SVG}svg" or "viewBox" not in root.attrib:
        yield "Das SVG nennt seine Fläche (viewBox) nicht.", _SAVE_PLAIN
    if len(elements) > MOST_SHAPES:
        yield f"Das SVG hat mehr als {MOST_SHAPES} Formen.", _SAVE_PLAIN
    faults = (_shape_fault(element) for element in elements)
    yield from ((fault, _SAVE_PLAIN) for fault in dict.fromkeys(faults) if fault)


def _shape_fault(shape: ET.Element) -> str:
    """Return what is wrong with a shape, empty when nothing is."""
    name = shape.tag.removeprefix(_SVG)
    if name not in _DRAWN:
        return f"Die Form <{name.rpartition('}')[2]}> ist in einem Logo nicht vorgesehen."
    if refusal := refusal_of(name, shape.attrib):
        return f"Das SVG ist nicht einfach genug: {refusal}."
    return ""


def font_faults(content: bytes) -> Iterator[Fault]:
    """Yield what is wrong with a TrueType font: its kind, and whether it forbids to be embedded (OS/2, fsType)."""
    remedy = "Bitte eine Schrift als TTF nehmen, die in Dokumente eingebettet werden darf."
    if not content.startswith(_TRUETYPE):
        yield "Die Datei ist keine TrueType-Schrift (TTF).", remedy
        return
    (tables,) = struct.unpack_from(">H", content, 4)
    for number in range(tables):
        try:
            tag, _, offset, length = struct.unpack_from(">4sIII", content, 12 + 16 * number)
            if tag == b"OS/2" and struct.unpack_from(">H", content, offset + 8)[0] & _MAY_NOT_BE_EMBEDDED:
                yield "Der Hersteller der Schrift erlaubt nicht, sie einzubetten.", remedy
        except struct.error:
            yield "Die Schrift ist unvollständig.", remedy
            return
        if offset + length > len(content):
            yield "Die Schrift ist unvollständig.", remedy
            return
