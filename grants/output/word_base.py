"""The county's own .docx as the base of documents: styles, page, header, footer and theme are taken, not its text."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from grants.output.word_gate import (
    CONTENT_TYPES,
    WordBaseError,
    instructions,
    name_of_field,
    open_package,
    parse_part,
    types_of,
)
from grants.output.word_package import OFFICE, WORD_TYPE
from grants.output.word_page import MARGIN_TOP, PAGE, TEXT_WIDTH
from grants.output.word_styles import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELDS = frozenset(
    {
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "STYLEREF",
        "TITLE",
        "SUBJECT",
        "AUTHOR",
        "KEYWORDS",
        "DOCPROPERTY",
        "IF",
        "=",
    }
)
_PICTURES = {
    "image/png": b"\x89PNG\r\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/jpg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
}
_PAGE_PARTS = ("pgSz", "pgMar", "paperSrc", "pgBorders", "pgNumType")
_SAVE = "Bitte die Datei in Word oder LibreOffice als „Word-Dokument (.docx)“ neu speichern."
_STANDARD_COLUMNS = '<w:cols w:space="708"/>'
_NARROWEST_TEXT = 5000


@dataclass(frozen=True, slots=True)
class BasePart:
    """A part that is taken as it is, with its relationships."""

    name: str
    content_type: str
    content: bytes
    relationships: bytes = b""


@dataclass(frozen=True, slots=True)
class Reference:
    """Kopf- oder Fußzeile: ``what`` is header or footer, ``kind`` default, first or even."""

    what: str
    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class WordBase:
    """Grundlage: what documents take from a .docx. Lengths are twips."""

    styles: str = ""
    numbering: str = ""
    numbering_relationships: bytes = b""
    font_table: bytes = b""
    theme: str = ""
    parts: tuple[BasePart, ...] = ()
    references: tuple[Reference, ...] = ()
    page: str = PAGE + _STANDARD_COLUMNS
    grid: str = ""
    text_width: int = TEXT_WIDTH
    top_margin: int = MARGIN_TOP
    title_page: bool = False
    even_and_odd: bool = False
    identifiers: frozenset[int] = frozenset()
    drawings: int = 0

    @property
    def has_header(self) -> bool:
        """Whether it has a header of its own."""
        return any(reference.what == "header" for reference in self.references)

    @property
    def has_footer(self) -> bool:
        """Whether it has a footer of its own."""
        return any(reference.what == "footer" for reference in self.references)


STANDARD = WordBase()


@lru_cache(maxsize=2)
def read_base(content: bytes) -> WordBase:
    """Return what documents take from a .docx. Raises WordBaseError for a file that is not known to be harmless."""
    return _Reader(content).read()


class _Reader:
    """Reads one file that has passed the gate."""

    def __init__(self, content: bytes) -> None:
        self._parts = open_package(content)
        self._types = types_of(self._parts, parse_part(CONTENT_TYPES, self._parts[CONTENT_TYPES]))
        self._taken: dict[str, BasePart] = {}

    def read(self) -> WordBase:
        main = next((part for kind, _, part in self._relations("") if kind == "officeDocument"), "")
        if self._types.get(main) != f"{WORD_TYPE}.document.main+xml":
            raise WordBaseError("Word-Datei", "Sie ist kein Word-Dokument (.docx).", _SAVE)
        relations = {identifier: (kind, part) for kind, identifier, part in self._relations(main)}
        by_kind = dict(relations.values())
        section = self._section(main)
        references = tuple(self._references(section, relations))
        numbering = by_kind.get("numbering", "")
        theme = by_kind.get("theme", "")
        if theme:
            self._take(theme)
        size, margins = _child(section, "pgSz"), _child(section, "pgMar")
        width = _length(size, "w", 11906)
        text_width = (
            width - _length(margins, "left", 1417) - _length(margins, "right", 1134) - _length(margins, "gutter", 0)
        )
        if text_width < _NARROWEST_TEXT:
            raise WordBaseError(
                "Word-Datei", "Ihre Seite lässt zu wenig Platz für Text.", "Bitte Papiergröße und Seitenränder prüfen."
            )
        return WordBase(
            styles=self._text(by_kind.get("styles", ""), "styles"),
            numbering=self._text(numbering, "numbering"),
            numbering_relationships=self._take_relations(numbering) if numbering else b"",
            font_table=self._parts.get(by_kind.get("fontTable", ""), b""),
            theme=theme,
            parts=tuple(self._taken.values()),
            references=references,
            page="".join(_xml(section, name) for name in _PAGE_PARTS) + _STANDARD_COLUMNS,
            grid=_xml(section, "docGrid"),
            text_width=text_width,
            top_margin=abs(_length(margins, "top", MARGIN_TOP)),
            title_page=_child(section, "titlePg") is not None,
            even_and_odd="<w:evenAndOddHeaders" in self._text(by_kind.get("settings", ""), "settings"),
            identifiers=frozenset(self._numbers(rb'<w:id w:val="(\d+)"')),
            drawings=max(self._numbers(rb'<wp:docPr[^>]* id="(\d+)"'), default=0),
        )

    def _numbers(self, pattern: bytes) -> list[int]:
        """Return the numbers already in use in the parts that are taken."""
        return [int(number) for part in self._taken.values() for number in re.findall(pattern, part.content)]

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Yield kind, identifier and target of the relationships of a part; of the package, where it has no name."""
        folder, _, name = part.rpartition("/")
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        for relation in parse_part(listed, self._parts[listed]) if listed in self._parts else ():
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).removeprefix("/")
            if target not in self._parts:
                raise WordBaseError(f"Word-Datei, Bestandteil {listed}", f"Der Bestandteil {target} fehlt.", _SAVE)
            yield relation.get("Type", "").rpartition("/")[2], relation.get("Id", ""), target

    def _section(self, main: str) -> Element:
        """Return the last section, which is the one of the body; an empty one where there is none."""
        body = next(iter(parse_part(main, self._parts[main])), None)
        section = _child(body, "sectPr") if body is not None else None
        return Element(_word("sectPr")) if section is None else section

    def _references(self, section: Element, relations: dict[str, tuple[str, str]]) -> Iterator[Reference]:
        for element in section:
            what = element.tag.rpartition("}")[2].removesuffix("Reference")
            if what not in ("header", "footer"):
                continue
            kind, part = relations.get(element.get(f"{{{OFFICE}}}id", ""), ("", ""))
            if kind != what or self._types[part] != f"{WORD_TYPE}.{what}+xml":
                raise WordBaseError("Word-Datei", "Eine ihrer Kopf- oder Fußzeilen fehlt.", _SAVE)
            self._check_fields(part)
            self._take(part)
            yield Reference(what, element.get(_word("type"), "default"), part)

    def _check_fields(self, part: str) -> None:
        for instruction in instructions(parse_part(part, self._parts[part])):
            if name_of_field(instruction) not in _FIELDS:
                raise WordBaseError(
                    f"Word-Datei, Bestandteil {part}",
                    f"Er enthält das Feld „{instruction.strip()}“, dessen Inhalt nicht vom Dokument abhängt.",
                    "Bitte das Feld durch Text ersetzen.",
                )

    def _take(self, part: str) -> None:
        """Take a part as it is, with the pictures it shows."""
        if part not in self._taken:
            content_type, content = self._types[part], self._parts[part]
            self._taken[part] = BasePart(part, content_type, content, self._take_relations(part))

    def _take_relations(self, part: str) -> bytes:
        """Take the pictures a part shows and return its relationships."""
        for kind, _, picture in self._relations(part):
            beginning = _PICTURES.get(self._types[picture])
            if kind != "image" or beginning is None or not self._parts[picture].startswith(beginning):
                raise WordBaseError(
                    f"Word-Datei, Bestandteil {part}",
                    f"Er zeigt {picture}; übernommen werden nur Bilder als PNG, JPEG oder GIF.",
                    "Bitte das Bild in einem dieser Formate einfügen.",
                )
            self._taken[picture] = BasePart(picture, self._types[picture], self._parts[picture])
        folder, _, name = part.rpartition("/")
        return self._parts.get(posixpath.join(folder, "_rels", f"{name}.rels"), b"")

    def _text(self, part: str, root: str) -> str:
        """Return the text of a part that ours are added to; its elements must be written as Word writes them."""
        if not part:
            return ""
        text = self._parts[part].decode("utf-8-sig", errors="replace")
        head = re.search(rf"<w:{root}\b[^>]*>", text)
        if head is None or f'"{WORD}"' not in head[0]:
            raise WordBaseError(
                f"Word-Datei, Bestandteil {part}", "Er hat nicht die Form, in der Word ihn speichert.", _SAVE
            )
        return re.sub(rf"<w:{root}\b([^>]*)/>\s*$", rf"<w:{root}\1></w:{root}>", text)


def _word(name: str) -> str:
    return f"{{{WORD}}}{name}"


def _child(parent: Element | None, name: str) -> Element | None:
    return None if parent is None else parent.find(_word(name))


def _length(element: Element | None, attribute: str, default: int) -> int:
    """Return a length in twips as an attribute gives it."""
    text = "" if element is None else element.get(_word(attribute), "")
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default


def _xml(section: Element, name: str) -> str:
    """Return an element of a section written anew, or the standard one where a document cannot do without it."""
    element = _child(section, name)
    if element is None:
        return {"pgSz": PAGE.split("/>")[0] + "/>", "pgMar": PAGE.split("/>")[1] + "/>"}.get(name, "")
    inner = "".join(_empty_element(child) for child in element)
    return _empty_element(element) if not inner else f"{_empty_element(element)[:-2]}>{inner}</w:{name}>"


def _empty_element(element: Element) -> str:
    attributes = "".join(
        f" w:{name.rpartition('}')[2]}={quoteattr(value)}"
        for name, value in element.attrib.items()
        if name.startswith(f"{{{WORD}}}")
    )
    return f"<w:{element.tag.rpartition('}')[2]}{attributes}/>"
