"""The tree of a document as DOCX: real headings, lists, tables with header rows. The one home of python-docx."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from grants.output.archive import normalise_zip
from grants.output.chart import png_of_svg
from grants.output.document import DocumentError, local_name, text_of
from grants.output.word_styles import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

TEXT_WIDTH_CM = 16.5
TWIPS_PER_CM = 567
LAST_ROWS_TOGETHER = 3
_RULE = '<w:{} w:val="single" w:sz="8" w:space="0" w:color="1F4E79"/>'
_GROUPS = frozenset({"main", "section", "article", "div", "address", "figure", "header"})
_STYLES = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3", "figcaption": "Caption"}
_CLASSES = {
    "authority": "Letterhead",
    "sender": "Sender",
    "return": "Sender",
    "kicker": "Kicker",
    "lead": "Lead",
    "note": "Note",
    "open": "Open",
    "stamp": "Stamp",
}


def write_word(root: Element, fonts: Path, dated: datetime) -> bytes:
    """Return the DOCX of a document tree; ``dated`` becomes its creation date. Same tree, same bytes."""
    document = Document()
    title, author = _head(root)
    prepare(document, title, author, dated)
    body = next(element for element in root.iter() if local_name(element) == "body")
    _Writer(document, fonts).write_children(body)
    stream = io.BytesIO()
    document.save(stream)
    return normalise_zip(stream.getvalue())


def _head(root: Element) -> tuple[str, str]:
    title = next(text_of(element) for element in root.iter() if local_name(element) == "title")
    metas = (element for element in root.iter() if local_name(element) == "meta")
    author = next(meta.attrib["content"] for meta in metas if meta.attrib.get("name") == "author")
    return title, author


class _Writer:
    """Walks the tree and appends to a Word document; an element it does not know is an error, never dropped."""

    def __init__(self, document: WordDocument, fonts: Path) -> None:
        self.document = document
        self.fonts = fonts
        self.pictures = 0
        self._forms = {
            "footer": self.write_footer,
            "ul": self.write_list,
            "ol": self.write_list,
            "dl": self.write_definitions,
            "table": self.write_table,
            "svg": self.write_picture,
        }

    def write_children(self, element: Element) -> None:
        for child in element:
            self.write(child)

    def write(self, element: Element) -> None:
        name, classes = local_name(element), element.attrib.get("class", "").split()
        if "key-figures" in classes:
            self.write_key_figures(element)
        elif "signature" in classes:
            for line in element:
                self.write_paragraph(line, "Signature Line")
        elif "address" in classes:
            for line in element:
                self.write_paragraph(line, _style_of("p", line.attrib.get("class", "").split(), "Address"))
        elif name in _GROUPS:
            self.write_children(element)
        elif name in _STYLES or name == "p":
            self.write_paragraph(element, _style_of(name, classes))
        elif name in self._forms:
            self._forms[name](element)
        else:
            message = f"the element <{name}> has no form in a Word document"
            raise DocumentError(message)

    def write_list(self, element: Element) -> None:
        for item in element:
            self.write_paragraph(item, "List Bullet" if local_name(element) == "ul" else "List Number")

    def write_paragraph(self, element: Element, style: str) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        _append_runs(paragraph, element)
        return paragraph

    def write_definitions(self, element: Element) -> None:
        for term, definition in zip(element[::2], element[1::2], strict=True):
            paragraph = self.document.add_paragraph(style="Definition")
            paragraph.add_run(text_of(term)).bold = True
            paragraph.add_run("\t")
            _append_runs(paragraph, definition)

    def write_key_figures(self, element: Element) -> None:
        """Write each key figure on a line of its own, its value at the right margin."""
        for child in element:
            paragraph = self.document.add_paragraph(style="Key Figure")
            paragraph.add_run((child.text or "").strip())
            paragraph.add_run("\t")
            paragraph.add_run(next(text_of(part) for part in child if local_name(part) == "data")).bold = True

    def write_footer(self, element: Element) -> None:
        footer = self.document.sections[0].footer
        paragraph = footer.paragraphs[0]
        paragraph.style = "Footer"
        paragraph.add_run(text_of(element))
        paragraph.add_run("\tSeite\u00a0")
        _append_field(paragraph, "PAGE")
        paragraph.add_run(" von\u00a0")
        _append_field(paragraph, "NUMPAGES")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)

    def write_picture(self, element: Element) -> None:
        self.pictures += 1
        stream = io.BytesIO(png_of_svg(element, self.fonts))
        paragraph = self.document.add_paragraph(style="Normal")
        paragraph.add_run().add_picture(stream, width=Cm(TEXT_WIDTH_CM))
        title = next(text_of(child) for child in element if local_name(child) == "title")
        properties = paragraph._p.xpath(".//wp:docPr")[0]  # noqa: SLF001 - python-docx has no way to set alt text
        properties.set("descr", title)
        properties.set("name", f"Abbildung {self.pictures}")

    def write_table(self, element: Element) -> None:
        classes = element.attrib.get("class", "").split()
        parts = {local_name(part): part for part in element}
        caption = self.write_paragraph(parts["caption"], "Caption")
        caption.paragraph_format.keep_with_next = True
        widths = [_percent(column) for column in parts["colgroup"]]
        rows = [(row, name) for name in ("thead", "tbody", "tfoot") for row in parts.get(name, ())]
        together = len(rows) if "short" in classes else LAST_ROWS_TOGETHER
        xml = [
            _row_xml(
                row,
                widths,
                name,
                dense="dense" in classes,
                keep=name == "thead" or len(rows) - together <= i < len(rows) - 1,
            )
            for i, (row, name) in enumerate(rows)
        ]
        self.document.element.body.insert_element_before(
            parse_xml(_table_xml(xml, widths, text_of(parts["caption"]))), "w:sectPr"
        )
        self.document.add_paragraph(style="After Table")


def _style_of(name: str, classes: list[str], default: str = "Normal") -> str:
    if name in _STYLES:
        return _STYLES[name]
    return next((_CLASSES[each] for each in classes if each in _CLASSES), default)


def _inline(element: Element, *, bold: bool = False, italic: bool = False) -> Iterator[tuple[str, bool, bool]]:
    """Yield the texts inside an element with their emphasis; a line break is a blank."""
    if element.text:
        yield element.text, bold, italic
    for child in element:
        name = local_name(child)
        if name == "br":
            yield " ", bold, italic
        elif name in ("strong", "em", "data", "time", "abbr", "span", "small", "p"):
            yield from _inline(child, bold=bold or name == "strong", italic=italic or name == "em")
        else:
            message = f"the element <{name}> cannot stand inside a paragraph"
            raise DocumentError(message)
        if child.tail:
            yield child.tail, bold, italic


def _append_runs(paragraph: Paragraph, element: Element) -> None:
    """Append the texts of an element as runs with white space folded as a browser does."""
    blank_before = True
    pieces = list(_inline(element))
    for index, (text, bold, italic) in enumerate(pieces):
        folded = re.sub(r"[ \t\r\n]+", " ", text)
        if blank_before:
            folded = folded.lstrip(" ")
        if index == len(pieces) - 1:
            folded = folded.rstrip(" ")
        if folded:
            run = paragraph.add_run(folded)
            run.bold, run.italic = bold or None, italic or None
            blank_before = folded.endswith(" ")


def _append_field(paragraph: Paragraph, code: str) -> None:
    paragraph._p.append(  # noqa: SLF001 - python-docx has no fields
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )


def _percent(column: Element) -> int:
    return int(column.attrib["style"].removeprefix("width:").strip().removesuffix("%"))


def _table_xml(rows: list[str], widths: list[int], caption: str) -> str:
    """Return a whole table as one piece of XML: fixed widths, repeated header rows, rows that never split."""
    columns = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="FoerderbuchTable"/>'
        f'<w:tblW w:w="{_twips(100)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0460" w:firstRow="1" w:lastRow="1" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(caption, {chr(34): "&quot;"})}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _twips(percent: int) -> int:
    return round(TEXT_WIDTH_CM * TWIPS_PER_CM) * percent // 100


def _row_xml(row: Element, widths: list[int], part: str, *, dense: bool, keep: bool) -> str:
    strong = part in ("thead", "tfoot") or row.attrib.get("class") == "total"
    cells = "".join(
        _cell_xml(cell, width, part, dense=dense, strong=strong, keep=keep)
        for cell, width in zip(row, widths, strict=True)
    )
    header = "<w:tblHeader/>" if part == "thead" else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{cells}</w:tr>"


def _cell_xml(cell: Element, width: int, part: str, *, dense: bool, strong: bool, keep: bool) -> str:
    style = "TableHead" if part == "thead" else "TableTextDense" if dense else "TableText"
    align = '<w:jc w:val="right"/>' if "num" in cell.attrib.get("class", "").split() else ""
    next_ = "<w:keepNext/>" if keep else ""
    borders = ""
    if part == "thead":
        borders = f"<w:tcBorders>{_RULE.format('bottom')}</w:tcBorders>"
    elif part == "tfoot":
        borders = f'<w:tcBorders>{_RULE.format("top")}<w:bottom w:val="nil"/></w:tcBorders>'
    bold = "<w:rPr><w:b/></w:rPr>" if strong else ""
    valign = '<w:vAlign w:val="bottom"/>' if part == "thead" else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{borders}{valign}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{next_}{align}</w:pPr>'
        f'<w:r>{bold}<w:t xml:space="preserve">{escape(text_of(cell))}</w:t></w:r></w:p></w:tc>'
    )
