"""Small documents for tests of Word files, and what stands in the files made of them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grants.office.resources import fonts
from grants.output.html.document import parse_document
from grants.output.word.writer import write_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DATED = datetime(2026, 2, 16)  # noqa: DTZ001 - document properties know no zone
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ONE_PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def page(content: str, head: str = "", around: str = "") -> str:
    """Return the HTML of a document with ``content`` in its main part and ``around`` before it."""
    return (
        '<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="de"><head><title>Bericht</title>'
        f'<meta name="author" content="Landratsamt"/>{head}</head><body>{around}<main>{content}</main></body></html>'
    )


def word_file(content: str, head: str = "", around: str = "", base: bytes | None = None) -> bytes:
    """Return the DOCX of a small document."""
    return write_word(parse_document(page(content, head, around)), fonts(), DATED, base=base)


def part(file: bytes, name: str) -> ET.Element:
    """Return the tree of a part."""
    return ET.fromstring(zipfile.ZipFile(io.BytesIO(file)).read(name))  # noqa: S314 - our own file


def body(file: bytes) -> ET.Element:
    """Return the body of a document."""
    return part(file, "word/document.xml")[0]


def attribute(element: ET.Element | None, name: str = "val") -> str:
    """Return an attribute of Word's; empty where the element or the attribute is missing."""
    return "" if element is None else element.get(f"{WORD}{name}", "")


def printed(element: ET.Element) -> str:
    """Return the text of a part of a document: tabs and line breaks are blanks."""
    signs = {f"{WORD}tab": " ", f"{WORD}br": " "}
    return "".join(text.text or "" if text.tag == f"{WORD}t" else signs.get(text.tag, "") for text in element.iter())


def paragraphs(element: ET.Element) -> Iterator[ET.Element]:
    """Yield the paragraphs inside an element, also those of cells."""
    return element.iter(f"{WORD}p")


def style_names(file: bytes) -> Mapping[str, str]:
    """Return the names of the styles by their identifiers."""
    styles = part(file, "word/styles.xml")
    return {attribute(s, "styleId"): attribute(s.find(f"{WORD}name")) for s in styles.iter(f"{WORD}style")}


def lines(file: bytes) -> list[tuple[str, str]]:
    """Return style and text of every paragraph of the body, in reading order."""
    names = style_names(file)
    return [(names[attribute(p.find(f"{WORD}pPr/{WORD}pStyle"))], printed(p).strip()) for p in paragraphs(body(file))]


def controls(file: bytes) -> list[tuple[str, str, str]]:
    """Return tag, alias and text of every content control of a number."""
    found = []
    for control in body(file).iter(f"{WORD}sdt"):
        properties = control.find(f"{WORD}sdtPr")
        if properties is not None and properties.find(f"{WORD}tag") is not None:
            tag, alias = (attribute(properties.find(f"{WORD}{name}")) for name in ("tag", "alias"))
            found.append((tag, alias, printed(control)))
    return found


def replaced(file: bytes, members: Mapping[str, bytes | None]) -> bytes:
    """Return a file with members added, changed or (None) taken out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        kept = {name: source.read(name) for name in source.namelist()}
        for name, content in {**kept, **members}.items():
            if content is not None:
                target.writestr(name, content)
    return stream.getvalue()


EVERYTHING = (Path(__file__).parent / "everything.html").read_text("utf-8")
"""The content of a document with every element and class of the closed set."""
LETTER = (Path(__file__).parent / "letter.html").read_text("utf-8")
LETTERHEAD = (
    '<footer class="running"><p>Landratsamt · Bericht</p></footer>'
    '<header class="letterhead"><p class="authority">Landratsamt</p><p class="sender">Straße 1</p></header>'
)


def take_out_controls(path: Path) -> None:
    """Save a Word file as LibreOffice does: the content controls are left, but not their tags."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, re.sub(rb"<w:(alias|tag) [^>]*/>", b"", content))
