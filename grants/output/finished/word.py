"""A finished DOCX: the texts of its content controls by tag, and its words with those of the footnotes."""

from __future__ import annotations

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
    from collections.abc import Iterator, Mapping

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BODY, _NOTES = "word/document.xml", "word/footnotes.xml"
_NO_WORD = "Die Datei ist keine lesbare Word-Datei; sie ist beschädigt, verschlüsselt oder von anderer Art."
_BLANKS = {f"{_W}tab": "\t", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
# What is deleted while changes are tracked, codes of fields, and the second form of a picture for old programs.
_NOT_SHOWN = (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_MC}Fallback")


@dataclass(frozen=True, slots=True)
class FinishedWord:
    """Ein fertiges Word-Dokument: the numbers in its content controls (named by tag), and its visible text."""

    numbers: tuple[ReadNumber, ...]
    text: str


def read_word(content: bytes) -> FinishedWord:
    """Return what a DOCX holds; footnotes stand where their marks are. Raises FileFaultError."""
    refuse_too_large(content)
    try:
        package = Package(content)
        body = tree_of(package.read(_BODY))
        notes = _notes(package)
        controls = tuple(_controls(body, notes))
        text = _text(body, notes)
    except (UnreadableError, zipfile.BadZipFile, zlib.error, ET.ParseError, ValueError, EOFError, RecursionError):
        raise FileFaultError(_NO_WORD) from None
    return FinishedWord(controls, text)


def _notes(package: Package) -> Mapping[str, ET.Element]:
    if _NOTES not in package.names:
        return {}
    return {note.attrib.get(f"{_W}id", ""): note for note in tree_of(package.read(_NOTES))}


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
    if element.tag == f"{_W}t":
        yield element.text or ""
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
