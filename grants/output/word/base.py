"""The county's own .docx as the base of documents: styles, page, header, footer and theme are taken, not its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from grants.output.word.fields import instructions, name_of_field
from grants.output.word.gate import check_package
from grants.output.word.package import OFFICE, WORD_TYPE, open_main_part, rename
from grants.output.word.page import MARGIN_TOP, PAGE, TEXT_WIDTH
from grants.output.word.refusal import SAVE, WordBaseError, parse_part, place_of
from grants.output.word.styles import WORD
from grants.output.word.theme import THEME_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.output.word.package import PackagePart

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
    "image/png": (b"\x89PNG\r\n", "png"),
    "image/jpeg": (b"\xff\xd8\xff", "jpeg"),
    "image/jpg": (b"\xff\xd8\xff", "jpeg"),
    "image/gif": (b"GIF8", "gif"),
}
_PAGE_PARTS = ("pgSz", "pgMar", "paperSrc", "pgBorders", "pgNumType")
_STANDARD_COLUMNS = '<w:cols w:space="708"/>'
_NARROWEST_TEXT = 5000


@dataclass(frozen=True, slots=True)
class Reference:
    """Kopf- oder Fußzeile: ``what`` is header or footer, ``kind`` default, first or even."""

    what: str
    kind: str
    part: PackagePart


@dataclass(frozen=True, slots=True)
class WordBase:
    """Grundlage: what documents take from a .docx. Lengths are twips."""

    styles: str = ""
    numbering: str = ""
    numbering_part: PackagePart | None = None
    font_table: PackagePart | None = None
    theme: PackagePart | None = None
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
    def parts(self) -> Iterator[tuple[PackagePart, str]]:
        """The parts that documents show as they are, with the kinds of their relationships."""
        yield from ((reference.part, reference.what) for reference in self.references)
        yield from ((part, kind) for part, kind in ((self.font_table, "fontTable"), (self.theme, "theme")) if part)

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
        check_package(content)
        try:
            self._main = open_main_part(content)
        except ValueError:
            raise WordBaseError("Word-Datei", "Sie ist kein Word-Dokument (.docx).", SAVE) from None
        if self._main.content_type != f"{WORD_TYPE}.document.main+xml":
            raise WordBaseError("Word-Datei", "Sie ist kein Word-Dokument (.docx).", SAVE)
        self._taken: list[PackagePart] = []

    def read(self) -> WordBase:
        section = self._section()
        references = tuple(self._references(section))
        numbering = self._part("numbering")
        if numbering is not None:
            self._take_pictures(numbering)
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
            styles=_text(self._part("styles"), "styles"),
            numbering=_text(numbering, "numbering"),
            numbering_part=numbering,
            font_table=self._take(self._part("fontTable"), "/word/fontTable{}.xml"),
            theme=self._take(self._part("theme"), "/word/theme/theme{}.xml"),
            references=references,
            page="".join(_xml(section, name) for name in _PAGE_PARTS) + _STANDARD_COLUMNS,
            grid=_xml(section, "docGrid"),
            text_width=text_width,
            top_margin=abs(_length(margins, "top", MARGIN_TOP)),
            title_page=_child(section, "titlePg") is not None,
            even_and_odd="<w:evenAndOddHeaders" in _text(self._part("settings"), "settings"),
            identifiers=frozenset(self._numbers(rb'<w:id w:val="(\d+)"')),
            drawings=max(self._numbers(rb'<wp:docPr[^>]* id="(\d+)"'), default=0),
        )

    def _part(self, kind: str) -> PackagePart | None:
        """Return the part of a kind that the document is related to."""
        for relation in self._main.rels.values():
            if _kind(relation.reltype) == kind:
                part: PackagePart = relation.target_part
                if part.content_type != (THEME_TYPE if kind == "theme" else f"{WORD_TYPE}.{kind}+xml"):
                    raise _other_form(part)
                return part
        return None

    def _numbers(self, pattern: bytes) -> list[int]:
        """Return the numbers already in use in the parts that are taken."""
        return [int(number) for part in self._taken for number in re.findall(pattern, part.blob)]

    def _section(self) -> Element:
        """Return the last section, which is the one of the body; an empty one where there is none."""
        body = next(iter(_tree(self._main)), None)
        section = _child(body, "sectPr") if body is not None else None
        return Element(_word("sectPr")) if section is None else section

    def _references(self, section: Element) -> Iterator[Reference]:
        for element in section:
            what = element.tag.rpartition("}")[2].removesuffix("Reference")
            if what not in ("header", "footer"):
                continue
            part = self._main.related_parts.get(element.get(f"{{{OFFICE}}}id", ""))
            if part is None or part.content_type != f"{WORD_TYPE}.{what}+xml":
                raise WordBaseError("Word-Datei", "Eine ihrer Kopf- oder Fußzeilen fehlt.", SAVE)
            self._check_fields(part)
            self._take(part, f"/word/{what}{{}}.xml")
            yield Reference(what, element.get(_word("type"), "default"), part)

    def _check_fields(self, part: PackagePart) -> None:
        for instruction in instructions(_tree(part)):
            if name_of_field(instruction) not in _FIELDS:
                raise WordBaseError(
                    place_of(part.partname.membername),
                    f"Er enthält das Feld „{instruction.strip()}“, dessen Inhalt nicht vom Dokument abhängt.",
                    "Bitte das Feld durch Text ersetzen.",
                )

    def _take(self, part: PackagePart | None, name: str) -> PackagePart | None:
        """Take a part as it is, with the pictures it shows, under a name that none of ours has."""
        if part is not None and part not in self._taken:
            self._take_pictures(part)
            self._taken.append(part)
            rename(part, name.format(len(self._taken)))
        return part

    def _take_pictures(self, part: PackagePart) -> None:
        """Take the pictures a part shows. Raises WordBaseError for anything else it is related to."""
        for relation in part.rels.values():
            picture = relation.target_part
            beginning, ending = _PICTURES.get(picture.content_type, (b"", ""))
            is_picture = _kind(relation.reltype) == "image" and ending and picture.blob.startswith(beginning)
            if not is_picture or picture.rels:
                raise WordBaseError(
                    place_of(part.partname.membername),
                    f"Er zeigt {picture.partname.membername}; übernommen werden nur Bilder als PNG, JPEG oder GIF.",
                    "Bitte das Bild in einem dieser Formate einfügen.",
                )
            if picture not in self._taken:
                self._taken.append(picture)
                rename(picture, f"/word/media/image{len(self._taken)}.{ending}")


def _tree(part: PackagePart) -> Element:
    return parse_part(part.partname.membername, part.blob)


def _text(part: PackagePart | None, root: str) -> str:
    """Return the text of a part that ours are added to; its elements must be written as Word writes them."""
    if part is None:
        return ""
    text = part.blob.decode("utf-8-sig", errors="replace")
    head = re.search(rf"<w:{root}\b[^>]*>", text)
    if head is None or f'"{WORD}"' not in head[0]:
        raise _other_form(part)
    return re.sub(rf"<w:{root}\b([^>]*)/>\s*$", rf"<w:{root}\1></w:{root}>", text)


def _other_form(part: PackagePart) -> WordBaseError:
    return WordBaseError(place_of(part.partname.membername), "Er hat nicht die Form, in der Word ihn speichert.", SAVE)


def _kind(relationship_type: str) -> str:
    return relationship_type.rpartition("/")[2]


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
