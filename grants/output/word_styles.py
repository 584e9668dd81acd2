"""The styles, page and properties of a Word document: named styles only, German, no trace of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from datetime import datetime

    from docx.document import Document
    from docx.styles.style import ParagraphStyle

BLUE, GREY, RUST = RGBColor(0x1F, 0x4E, 0x79), RGBColor(0x44, 0x44, 0x44), RGBColor(0x8A, 0x3B, 0x00)
FONT = "Calibri"

# name, base, size in points, space before and after in points, colour, bold, italic
_STYLES = (
    ("Letterhead", "Normal", 15, 0, 0, BLUE, True, False),
    ("Sender", "Normal", 8.5, 0, 0, GREY, False, False),
    ("Address", "Normal", 10, 0, 0, None, False, False),
    ("Kicker", "Normal", 9, 14, 0, GREY, False, False),
    ("Lead", "Normal", 11, 0, 12, GREY, False, False),
    ("Note", "Normal", 8.5, 0, 4, GREY, False, False),
    ("Open", "Normal", 10, 0, 6, RUST, False, True),
    ("Stamp", "Normal", 9, 6, 0, RUST, True, False),
    ("Definition", "Normal", 10, 0, 2, None, False, False),
    ("Key Figure", "Normal", 10.5, 2, 2, None, False, False),
    ("Signature Line", "Normal", 9, 34, 0, GREY, False, False),
    ("Table Text", "Normal", 9.5, 1, 1, None, False, False),
    ("Table Text Dense", "Normal", 8.5, 0, 0, None, False, False),
    ("Table Head", "Normal", 8.5, 1, 2, None, True, False),
    ("After Table", "Normal", 4, 0, 6, None, False, False),
)
_HEADINGS = (("Heading 1", 19, 4, 2), ("Heading 2", 13, 16, 5), ("Heading 3", 10.5, 10, 3))


def prepare(document: Document, title: str, author: str, dated: datetime) -> None:
    """Set page, styles, language and properties of an empty document."""
    _drop_effects(document)
    _set_page(document)
    _set_language(document)
    normal = document.styles["Normal"]
    _set_font(normal, 10, None)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    normal.paragraph_format.widow_control = True
    for name, base, size, before, after, colour, bold, italic in _STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base]
        _set_font(style, size, colour)
        style.font.bold, style.font.italic = bold or None, italic or None
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for name, size, before, after in _HEADINGS:
        style = document.styles[name]
        _set_font(style, size, BLUE)
        style.font.bold = True
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
    _set_font(document.styles["Caption"], 9.5, None)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.styles["Caption"].paragraph_format.space_after = Pt(3)
    for name in ("Footer", "List Bullet", "List Number"):
        _set_font(document.styles[name], 8 if name == "Footer" else 10, GREY if name == "Footer" else None)
    _set_details(document)
    document.styles.element.append(parse_xml(_TABLE_STYLE))
    _set_properties(document, title, author, dated)


def _drop_effects(document: Document) -> None:
    """Remove the part for Word 2010's effects from the default template; validators take it for damage."""
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.rels.pop(key)


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2.2)


def _set_language(document: Document) -> None:
    hyphenation = parse_xml(f"<w:autoHyphenation {nsdecls('w')}/>")
    document.settings.element.find(qn("w:defaultTabStop")).addnext(hyphenation)
    for language in document.styles.element.iter(qn("w:lang")):
        for attribute in ("w:val", "w:eastAsia", "w:bidi"):
            language.set(qn(attribute), {"w:val": "de-DE", "w:eastAsia": "de-DE", "w:bidi": "ar-SA"}[attribute])


def _set_font(style: ParagraphStyle, size: float, colour: RGBColor | None) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(attribute), FONT)


def _set_details(document: Document) -> None:
    styles = document.styles
    definition = styles["Definition"].paragraph_format
    definition.left_indent, definition.first_line_indent = Cm(4.8), Cm(-4.8)
    definition.tab_stops.add_tab_stop(Cm(4.8))
    styles["Key Figure"].paragraph_format.tab_stops.add_tab_stop(Cm(16.5), WD_TAB_ALIGNMENT.RIGHT)
    _set_border(styles["Key Figure"], '<w:bottom w:val="single" w:sz="4" w:space="1" w:color="CCD3DA"/>')
    signature = styles["Signature Line"]
    signature.paragraph_format.right_indent = Cm(8)
    rule = 'w:val="single" w:sz="4" w:space="2" w:color="555555"'
    # Without "between", Word and LibreOffice join the borders of neighbouring lines and draw only the first.
    _set_border(signature, f"<w:top {rule}/><w:between {rule}/>")


def _set_border(style: ParagraphStyle, rules: str) -> None:
    """Give a style a border; the schema wants it before tabs, spacing and indents."""
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{rules}</w:pBdr>")
    style.element.get_or_add_pPr().insert_element_before(border, "w:tabs", "w:spacing", "w:ind", "w:jc")


def _set_properties(document: Document, title: str, author: str, dated: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.language, properties.comments, properties.keywords = "de-DE", "", ""
    properties.created = properties.modified = dated
    properties.revision = 1


_TABLE_STYLE = (
    f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="FoerderbuchTable">'
    '<w:name w:val="Foerderbuch Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
    '<w:tblPr><w:tblBorders><w:insideH w:val="single" w:sz="2" w:space="0" w:color="CCD3DA"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
