"""The tree of a document as DOCX: puts the parts together, on the county's base where there is one."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from grants.output.html.document import local_name, text_of
from grants.output.word.base import STANDARD, read_base
from grants.output.word.body import BodyWriter
from grants.output.word.lists import Lists
from grants.output.word.look import Look
from grants.output.word.package import HEAD, WORD_TYPE, Package, Properties, relate
from grants.output.word.page import (
    NAMESPACES,
    Sources,
    add_footers,
    add_headers,
    font_table,
    footnotes,
    reference,
    settings,
    text_begins,
    write_letterhead,
)
from grants.output.word.pictures import Pictures
from grants.output.word.place import PLAIN_PLACE
from grants.output.word.styles import standard_styles, with_styles
from grants.output.word.table import TableWriter
from grants.output.word.text import TextWriter
from grants.output.word.theme import THEME_TYPE, theme

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from grants.output.word.base import WordBase
    from grants.output.word.package import WrittenPart

FIRST_CONTROL = 100_000_001
STANDARD_LOOK = Look()


def write_word(
    root: Element,
    fonts: Path,
    dated: datetime,
    *,
    reference: str = "",
    base: bytes | None = None,
    look: Look = STANDARD_LOOK,
) -> bytes:
    """Return the DOCX of a document tree. Same tree, same bytes.

    ``dated`` becomes its creation date, ``reference`` its Aktenzeichen; ``base`` is the county's own .docx whose
    styles, page, header and footer it takes. Raises WordBaseError for a base that is not to be trusted, DocumentError
    for an element without a form.
    """
    return _Writer(root, fonts, read_base(base) if base else STANDARD, look).write(_properties(root, dated, reference))


class _Writer:
    """Writes one document."""

    def __init__(self, root: Element, fonts: Path, base: WordBase, look: Look) -> None:
        self._body = next(element for element in root.iter() if local_name(element) == "body")
        self._base = base
        self._look = look
        self._package = Package()
        self._main = self._package.main
        # First of all, so that no part of ours gets the name of one of theirs.
        for part, kind in base.parts:
            relate(self._main, part, kind)
        self._styles, self._style_ids = with_styles(base.styles or standard_styles(look), look, base.text_width)
        pictures = Pictures(self._package, fonts, base.text_width, base.drawings)
        identifiers = (number for number in count(FIRST_CONTROL) if number not in base.identifiers)
        self._lists = Lists(base.numbering)
        self._sources = Sources(self._package, self._style_ids, pictures, self._lists, identifiers, look)
        self._text = TextWriter(self._style_ids, pictures.writer(self._main), identifiers)

    def write(self, properties: Properties) -> bytes:
        blocks = self._write_body()
        section = self._write_section()
        self._write_parts()
        self._main.write(f"{HEAD}<w:document {NAMESPACES}><w:body>{blocks}{section}</w:body></w:document>")
        self._package.set_properties(properties)
        return self._package.content()

    def _write_body(self) -> str:
        has_letterhead = not self._base.has_header and not self._base.has_footer
        begins = text_begins(self._body) if has_letterhead else self._base.top_margin
        writer = BodyWriter(self._text, self._lists, self._style_ids, begins)
        writer.tables = TableWriter(
            self._text, self._style_ids, writer.write_cell, self._base.text_width, self._look.accent
        )
        if self._base.has_footer and not self._base.has_header:
            write_letterhead(writer, self._body, self._look)
        for element in self._body:
            if local_name(element) not in ("header", "footer"):
                writer.write(element, PLAIN_PLACE)
        if not writer.blocks or writer.blocks[-1].endswith("</w:tbl>"):
            writer.blocks.append(f'<w:p><w:pPr><w:pStyle w:val="{self._style_ids["Hinweis"]}"/></w:pPr></w:p>')
        return "".join(writer.blocks)

    def _write_section(self) -> str:
        """Return the section with its headers and footers: the base's own, where it has any, else ours."""
        base = self._base
        references = "".join(
            reference(each.what, each.kind, relate(self._main, each.part, each.what)) for each in base.references
        )
        title_page = base.title_page
        if not base.has_header and not base.has_footer:
            references += add_headers(self._sources, self._body)
            title_page = True
        if not base.has_footer:
            kinds = ("default", *(["first"] if title_page else []), *(["even"] if base.even_and_odd else []))
            references += add_footers(self._sources, self._body, kinds)
        return f"<w:sectPr>{references}{base.page}{'<w:titlePg/>' if title_page else ''}{base.grid}</w:sectPr>"

    def _write_parts(self) -> None:
        base = self._base
        self._add("styles", self._styles)
        numbering = self._add("numbering", self._lists.part())
        if base.numbering_part is not None:
            numbering.copy_relationships(base.numbering_part)
        self._add("settings", settings(notes=bool(self._text.notes), even_and_odd=base.even_and_odd))
        if self._text.notes:
            self._add("footnotes", footnotes(self._text.notes))
        if base.font_table is None:
            self._add("fontTable", font_table(self._look))
        if base.theme is None:
            self._package.add(self._main, "theme", "/word/theme/theme1.xml", THEME_TYPE).write(theme(self._look))

    def _add(self, kind: str, content: str) -> WrittenPart:
        part = self._package.add(self._main, kind, f"/word/{kind}.xml", f"{WORD_TYPE}.{kind}+xml")
        part.write(content)
        return part


def _properties(root: Element, dated: datetime, file_reference: str) -> Properties:
    """Return what the head of a document and its first lines say about it."""
    named = {
        element.get("name"): element.get("content", "") for element in root.iter() if local_name(element) == "meta"
    }
    first: dict[str, str] = {}
    for element in root.iter():
        for each in (local_name(element), *element.get("class", "").split()):
            if each in ("title", "kicker", "lead", "authority"):
                first.setdefault(each, text_of(element))
    return Properties(
        title=first["title"],
        author=named["author"],
        dated=dated,
        subject=named.get("subject") or named.get("description") or first.get("lead", ""),
        keywords=named.get("keywords", ""),
        category=named.get("category") or first.get("kicker", ""),
        identifier=file_reference,
        company=first.get("authority", ""),
    )
