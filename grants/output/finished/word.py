"""A finished DOCX: the texts of its content controls by tag, what it shows, what stands at its edges, what it hides."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grants.output.finished.parts import tree_of
from grants.output.finished.reading import FileFaultError, ReadNumber, refuse_too_large
from ledger.finding import UnreadableError
from ledger.imports.workbook.package_scan import Package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BODY, _NOTES = "word/document.xml", "word/footnotes.xml"
# Names of members are told without regard to case.
_EDGE = re.compile(r"word/(?:header|footer)\d*\.xml", re.IGNORECASE)
_STYLES = "word/styles.xml"
_NO_WORD = "Die Datei ist keine lesbare Word-Datei; sie ist beschädigt, verschlüsselt oder von anderer Art."
_BLANKS = {f"{_W}tab": "\t", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off"})
# A sign of a font of symbols may look like any digit: it counts as a word that no document has.
_UNREADABLE = " Symbolzeichen "
# What is deleted while changes are tracked, codes of fields, and the second form of a picture for old programs.
_NOT_SHOWN = (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_MC}Fallback")


@dataclass(frozen=True, slots=True)
class FinishedWord:
    """Ein fertiges Word-Dokument: the numbers in its content controls (named by tag), and its visible text.

    ``edges`` are the texts of its headers and footers, ``hidden`` is text that is formatted as hidden.
    """

    numbers: tuple[ReadNumber, ...]
    text: str
    edges: tuple[str, ...] = ()
    hidden: str = ""


def read_word(content: bytes) -> FinishedWord:
    """Return what a DOCX holds; footnotes stand where their marks are. Raises FileFaultError."""
    refuse_too_large(content)
    try:
        package = Package(content)
        body = tree_of(package.read(_BODY))
        notes = _notes(package)
        hidden = _take_out_hidden([body, *notes.values()], _hiding_styles(package))
        controls = tuple(_controls(body, notes))
        text = _text(body, notes)
        edges = tuple(_text(tree_of(package.read(name)), {}) for name in package.names if _EDGE.fullmatch(name))
    except (UnreadableError, zipfile.BadZipFile, zlib.error, ET.ParseError, ValueError, EOFError, RecursionError):
        raise FileFaultError(_NO_WORD) from None
    return FinishedWord(controls, text, edges, hidden)


def _notes(package: Package) -> Mapping[str, ET.Element]:
    if _NOTES not in package.names:
        return {}
    return {note.attrib.get(f"{_W}id", ""): note for note in tree_of(package.read(_NOTES))}


def _hiding_styles(package: Package) -> frozenset[str]:
    """Return the styles that hide the text they are given to."""
    if _STYLES not in package.names:
        return frozenset()
    styles = tree_of(package.read(_STYLES)).iterfind(f"{_W}style")
    return frozenset(style.get(f"{_W}styleId", "") for style in styles if _hides(style.find(f"{_W}rPr"), frozenset()))


def _take_out_hidden(trees: Iterable[ET.Element], styles: frozenset[str]) -> str:
    """Take the text out of every hidden run and return it."""
    hidden = []
    for paragraph in (each for tree in trees for each in tree.iter(f"{_W}p")):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        whole = style is not None and style.get(f"{_W}val") in styles
        for run in paragraph.iter(f"{_W}r"):
            if whole or _hides(run.find(f"{_W}rPr"), styles):
                hidden.append(_text(run, {}))
                run.clear()
    return "".join(hidden)


def _hides(properties: ET.Element | None, styles: frozenset[str]) -> bool:
    if properties is None:
        return False
    vanish, style = properties.find(f"{_W}vanish"), properties.find(f"{_W}rStyle")
    if vanish is not None:
        return vanish.get(f"{_W}val", "1") not in _OFF
    return style is not None and style.get(f"{_W}val") in styles


def _controls(body: ET.Element, notes: Mapping[str, ET.Element]) -> Iterator[ReadNumber]:
    """Yield the content controls with a tag in their order, those of a footnote at its mark."""
    for element in body.iter():
        if element.tag == f"{_W}footnoteReference":
            note = notes.get(element.attrib.get(f"{_W}id", ""))
            if note is not None:
                yield from _controls(note, {})
        if element.tag != f"{_W}sdt":
            continue
        tag = element.find(f"{_W}sdtPr/{_W}tag")
        inside = element.find(f"{_W}sdtContent")
        if tag is not None and inside is not None:
            yield ReadNumber(tag.attrib.get(f"{_W}val", ""), "", _text(inside, {}).strip(" \n\t"))


def _text(element: ET.Element, notes: Mapping[str, ET.Element]) -> str:
    """Return the visible text; paragraphs and cells are lines."""
    return "".join(_pieces(element, notes))


def _pieces(element: ET.Element, notes: Mapping[str, ET.Element]) -> Iterator[str]:
    if element.tag in _NOT_SHOWN:
        return
    if element.tag in (f"{_W}t", f"{_MATHS}t"):
        yield element.text or ""
    elif element.tag == f"{_W}sym":
        yield _UNREADABLE
    elif element.tag in _BLANKS:
        yield _BLANKS[element.tag]
    elif element.tag == f"{_W}footnoteReference":
        note = notes.get(element.attrib.get(f"{_W}id", ""))
        if note is not None:
            yield f" {_text(note, {})} "
    for child in element:
        yield from _pieces(child, notes)
    if element.tag == f"{_W}p":
        yield "\n"
