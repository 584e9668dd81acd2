"""The part of a Word document that defines its styles: a base's own ones stay, those it lacks are added."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grants.output.word.base_styles import NORMAL, BaseStyles
from grants.output.word.look import STANDARD_SIZE, STANDARD_SPACE, colour, size, styles_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.output.word.look import Look, Style

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TABLE = "Förderbuch Tabelle"
COMPLEX_FONT = "Arial"
_GROUND = ("Normal", "Default Paragraph Font", "Normal Table", "No List")
_WORDS_OWN = frozenset(
    {
        *("heading 1", "heading 2", "heading 3", "caption", "header", "footer", "Body Text", "Subtitle", "Strong"),
        *("Emphasis", "List Bullet", "List Number", "List Continue", "footnote text", "footnote reference"),
    }
)


def style_id(name: str) -> str:
    """Return the identifier of a style of ours, as Word makes it: each word with a capital, no blanks, ASCII."""
    words = name.replace("ß", "ss").translate(str.maketrans("äöüÄÖÜ", "aouAOU")).split()
    return "".join(word[0].upper() + word[1:] for word in words)


def xml_of(style: Style, ids: Mapping[str, str]) -> str:
    """Return a style as XML; ``ids`` are the identifiers of all styles by name."""
    own = "" if style.name in _WORDS_OWN else ' w:customStyle="1"'
    following = f'<w:next w:val="{ids[style.following]}"/>' if style.following else ""
    paragraph = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    text = f"<w:rPr>{style.text}</w:rPr>" if style.text else ""
    return (
        f'<w:style w:type="{style.kind}"{own} w:styleId="{ids[style.name]}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{ids[style.based_on]}"/>{following}'
        f'<w:uiPriority w:val="{_priority(style.name)}"/><w:qFormat/>'
        f"{paragraph}{text}</w:style>"
    )


def table_style(look: Look, ids: Mapping[str, str]) -> str:
    """Return the style of tables: hairlines between the rows, narrow margins in the cells."""
    line = f'w:val="single" w:sz="2" w:space="0" w:color="{look.line}"'
    margin = '<w:{} w:w="90" w:type="dxa"/>'
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{ids[TABLE]}"><w:name w:val="{TABLE}"/>'
        f'<w:basedOn w:val="{ids["Normal Table"]}"/><w:uiPriority w:val="99"/><w:tblPr>'
        f"<w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        f"<w:tblCellMar>{margin.format('left')}{margin.format('right')}</w:tblCellMar></w:tblPr></w:style>"
    )


def standard_styles(look: Look) -> str:
    """Return the part of a document without a base: the defaults and the styles every other is based on."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{WORD}"><w:docDefaults>'
        f'<w:rPrDefault><w:rPr><w:rFonts w:ascii="{look.font}" w:eastAsia="{look.font}" w:hAnsi="{look.font}" '
        f'w:cs="{COMPLEX_FONT}"/>{size(STANDARD_SIZE)}'
        '<w:lang w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        f"{''.join(_ground(look).values())}</w:styles>"
    )


def _ground(look: Look) -> dict[str, str]:
    """Return the styles that every other is based on, by name."""
    return {
        "Normal": '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr><w:widowControl/>{STANDARD_SPACE}</w:pPr>"
        f"<w:rPr>{colour(look.text)}</w:rPr></w:style>",
        "Default Paragraph Font": '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        "Normal Table": '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        "No List": '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>',
    }


def with_styles(part: str, look: Look, width: int) -> tuple[str, dict[str, str]]:
    """Return a part of styles with ours added where it has none of that name, and the identifiers by name.

    Where the Normal of a base has no spacing, our paragraphs have a style in its place.
    """
    own = BaseStyles(part)
    text = own.text_style(look)
    part = own.with_house(look)
    ids = _ids_in(part)
    taken = {each.lower() for each in ids.values()}
    styles = (*((text,) if text else ()), *styles_of(look, width, own.text_size()))
    ground = {name: xml for name, xml in _ground(look).items() if name.lower() not in ids}
    missing = [style for style in styles if style.name.lower() not in ids]
    new_table = TABLE.lower() not in ids
    for name in (*ground, *(style.name for style in missing), *([TABLE] if new_table else [])):
        identifier = style_id(name) if name not in ground else re.findall(r'w:styleId="([^"]*)"', ground[name])[0]
        ids[name.lower()] = identifier if identifier.lower() not in taken else f"{identifier}Foerderbuch"
    by_name = {name: ids[name.lower()] for name in (*(style.name for style in styles), *_GROUND, TABLE)}
    added = "".join(ground.values())
    if text:
        added += xml_of(text, by_name) if text in missing else ""
        by_name[NORMAL] = by_name[text.name]
    added += "".join(xml_of(style, by_name) for style in missing if style is not text)
    added += table_style(look, by_name) if new_table else ""
    head, end, tail = part.rpartition("</")
    return f"{head}{added}{end}{tail}", by_name


def _ids_in(part: str) -> dict[str, str]:
    """Return the identifiers of the styles a part defines, by name in small letters: Word knows no others."""
    found = {}
    for style in re.finditer(r"<w:style\s([^>]*)>(.*?)</w:style>", part, re.DOTALL):
        identifier = re.search(r'w:styleId="([^"]*)"', style[1])
        name = re.search(r'<w:name\s[^>]*w:val="([^"]*)"', style[2])
        if identifier and name:
            found[name[1].lower()] = identifier[1]
    return found


def _priority(name: str) -> int:
    return 9 if name.startswith("heading") else 20
