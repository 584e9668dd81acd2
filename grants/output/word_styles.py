"""The styles of Word documents as WordprocessingML: Word's own names where it has one, German names for the others.

Word shows its own names in the language of its user ("heading 1" is Überschrift 1). Sizes are half points, lengths
twentieths of a point (twips).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TWIPS_PER_CM = 567
TERM_WIDTH, INFO_TERM_WIDTH = 2665, 1191


@dataclass(frozen=True, slots=True)
class Look:
    """Hausgestaltung: font and colours (RRGGBB) of a document; those of the print style unless a county has others."""

    font: str = "Calibri"
    accent: str = "1F4E79"
    accent_light: str = "EAF0F6"
    text: str = "1A1A1A"
    muted: str = "55606B"
    line: str = "CCD3DA"
    warn: str = "8A3B00"


@dataclass(frozen=True, slots=True)
class Style:
    """Formatvorlage: its name in Word, the style it is based on, properties of paragraph and text."""

    name: str
    based_on: str
    paragraph: str = ""
    text: str = ""
    kind: str = "paragraph"
    following: str = ""


def style_id(name: str) -> str:
    """Return the identifier of a style of ours, as Word makes it: each word with a capital, no blanks, ASCII."""
    words = name.replace("ß", "ss").translate(str.maketrans("äöüÄÖÜ", "aouAOU")).split()
    return "".join(word[0].upper() + word[1:] for word in words)


def styles_of(look: Look, width: int) -> tuple[Style, ...]:
    """Return every style documents use; ``width`` is the width of the text in twips, for tabs at its right edge."""
    return (
        *_built_in(look, width),
        *_paragraphs(look),
        *_blocks(look, width),
        *_tables(),
        Style("Klein", "Default Paragraph Font", text=_size(17), kind="character"),
        Style(
            "Kennzahl Wert", "Default Paragraph Font", text=f"{_BOLD}{_colour(look.text)}{_size(24)}", kind="character"
        ),
    )


def xml_of(style: Style, ids: Mapping[str, str]) -> str:
    """Return a style as XML; ``ids`` are the identifiers of all styles by name."""
    own = "" if style.name in _WORDS_OWN else ' w:customStyle="1"'
    following = f'<w:next w:val="{ids[style.following]}"/>' if style.following else ""
    paragraph = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    text = f"<w:rPr>{style.text}</w:rPr>" if style.text else ""
    return (
        f'<w:style w:type="{style.kind}"{own} w:styleId="{ids[style.name]}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{ids[style.based_on]}"/>{following}<w:uiPriority w:val="{_priority(style.name)}"/><w:qFormat/>'
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
        f'w:cs="{COMPLEX_FONT}"/>{_size(20)}<w:lang w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        f"{''.join(_ground(look).values())}</w:styles>"
    )


def _ground(look: Look) -> dict[str, str]:
    """Return the styles that every other is based on, by name."""
    return {
        "Normal": '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl/><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr>'
        f"<w:rPr>{_colour(look.text)}</w:rPr></w:style>",
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
    """Return a part of styles with ours added where it has none of that name, and the identifiers by name."""
    ids = _ids_in(part)
    taken = {each.lower() for each in ids.values()}
    styles = styles_of(look, width)
    ground = {name: xml for name, xml in _ground(look).items() if name.lower() not in ids}
    missing = [style for style in styles if style.name.lower() not in ids]
    new_table = TABLE.lower() not in ids
    for name in (*ground, *(style.name for style in missing), *([TABLE] if new_table else [])):
        own = style_id(name) if name not in ground else re.findall(r'w:styleId="([^"]*)"', ground[name])[0]
        ids[name.lower()] = own if own.lower() not in taken else f"{own}Foerderbuch"
    by_name = {name: ids[name.lower()] for name in (*(style.name for style in styles), *_GROUND, TABLE)}
    added = "".join(ground.values()) + "".join(xml_of(style, by_name) for style in missing)
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
_BOLD = "<w:b/><w:bCs/>"
_SINGLE = ' w:line="240" w:lineRule="auto"'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


def _space(before: int, after: int, line: str = "") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"{line}/>'


def _heading(level: int, half_points: int, before: int, after: int, colour: str) -> Style:
    paragraph = (
        f"<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>{_space(before, after, _SINGLE)}"
        f'<w:outlineLvl w:val="{level - 1}"/>'
    )
    return Style(
        f"heading {level}", "Normal", paragraph, f"{_BOLD}{_colour(colour)}{_size(half_points)}", following="Normal"
    )


def _built_in(look: Look, width: int) -> tuple[Style, ...]:
    muted, small = _colour(look.muted), _size(17)
    right = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    return (
        _heading(1, 38, 0, 60, look.accent),
        _heading(2, 26, 320, 100, look.accent),
        _heading(3, 21, 220, 60, look.text),
        Style("Body Text", "Normal"),
        Style(
            "Subtitle", "Normal", f"<w:suppressAutoHyphens/>{_space(0, 280)}", f"{muted}{_size(22)}", following="Normal"
        ),
        Style("caption", "Normal", f"<w:keepNext/>{_space(160, 60)}", f"{muted}{small}", following="Normal"),
        Style("header", "Normal", f"{right}{_space(0, 0)}", f"{muted}{_size(16)}"),
        Style("footer", "Normal", f"{right}{_space(0, 0)}", f"{muted}{_size(16)}"),
        Style("Strong", "Default Paragraph Font", text=_BOLD, kind="character"),
        Style("Emphasis", "Default Paragraph Font", text="<w:i/><w:iCs/>", kind="character"),
        Style("List Bullet", "Normal", _space(0, 50)),
        Style("List Number", "Normal", _space(0, 50)),
        Style("List Continue", "Normal", _space(0, 50)),
        Style("footnote text", "Normal", _space(0, 20, _SINGLE), f"{muted}{_size(16)}"),
        Style(
            "footnote reference", "Default Paragraph Font", text='<w:vertAlign w:val="superscript"/>', kind="character"
        ),
    )


def _paragraphs(look: Look) -> tuple[Style, ...]:
    muted, small, warn = _colour(look.muted), _size(17), _colour(look.warn)
    frame = f'w:val="single" w:sz="6" w:space="3" w:color="{look.warn}"'
    box = f"<w:pBdr><w:top {frame}/><w:left {frame}/><w:bottom {frame}/><w:right {frame}/></w:pBdr>"
    return (
        Style(
            "Briefkopf",
            "Normal",
            f"<w:keepNext/><w:suppressAutoHyphens/>{_space(0, 0)}",
            f"{_BOLD}{_colour(look.accent)}{_size(30)}",
        ),
        Style("Absender", "Normal", f"<w:suppressAutoHyphens/>{_space(0, 0)}", f"{muted}{small}"),
        Style(
            "Dachzeile",
            "Normal",
            f"<w:keepNext/><w:suppressAutoHyphens/>{_space(0, 40)}",
            f'<w:caps/>{muted}<w:spacing w:val="12"/>{_size(18)}',
            following="heading 1",
        ),
        Style("Hinweis", "Normal", _space(0, 80), f"{muted}{small}"),
        Style("Offen", "Normal", text=f"<w:i/><w:iCs/>{warn}"),
        Style(
            "Stempel",
            "Normal",
            f'{box}<w:suppressAutoHyphens/>{_space(0, 0, _SINGLE)}<w:jc w:val="center"/>',
            f'{_BOLD}<w:caps/>{warn}<w:spacing w:val="20"/>{small}',
        ),
        Style(
            "Trennlinie",
            "Normal",
            f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="{look.line}"/></w:pBdr>',
        ),
        Style("Bild", "Normal", f"<w:keepLines/>{_space(60, 160)}"),
    )


def _blocks(look: Look, width: int) -> tuple[Style, ...]:
    muted, small = _colour(look.muted), _size(17)
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.accent_light}"/>'
    thick = f'w:val="single" w:sz="12" w:space="4" w:color="{look.accent}"'
    hanging = '<w:tabs><w:tab w:val="left" w:pos="{0}"/></w:tabs>{1}<w:ind w:left="{0}" w:hanging="{0}"/>'
    half = width * 44 // 100
    rule_tabs = (
        f'<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="{half}"/><w:tab w:val="left" w:pos="{width - half}"/>'
        f'<w:tab w:val="left" w:leader="underscore" w:pos="{width}"/></w:tabs>'
    )
    return (
        Style("Angabe", "Normal", hanging.format(TERM_WIDTH, _space(0, 40))),
        Style("Angabe klein", "Angabe", text=small),
        Style("Begriff", "Default Paragraph Font", text=muted, kind="character"),
        Style("Anschrift", "Normal", _space(0, 0, ' w:line="258" w:lineRule="exact"')),
        Style(
            "Rücksendeangabe", "Anschrift", _space(0, 720, ' w:line="283" w:lineRule="exact"'), f"{muted}{_size(14)}"
        ),
        Style("Informationsblock", "Normal", hanging.format(INFO_TERM_WIDTH, _space(0, 20)), small),
        Style(
            "Kennzahl",
            "Normal",
            f'<w:keepLines/><w:pBdr><w:top {thick}/><w:between w:val="single" w:sz="4" w:space="3" w:color="{look.line}"/></w:pBdr>{shade}'
            f'<w:tabs><w:tab w:val="right" w:pos="{width - 113}"/></w:tabs><w:suppressAutoHyphens/>{_space(0, 0)}'
            '<w:ind w:left="113" w:right="113"/>',
            _colour(look.muted),
        ),
        Style(
            "Beschluss",
            "Normal",
            f'<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{look.accent}"/></w:pBdr>{shade}'
            f'{_space(40, 120)}<w:ind w:left="227" w:right="113"/>',
        ),
        Style("Unterschriftslinie", "Normal", f"<w:keepNext/>{rule_tabs}{_space(640, 20)}", f"{muted}{_size(12)}"),
        Style(
            "Unterschriftszeile",
            "Normal",
            f'<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="{width - half}"/></w:tabs><w:suppressAutoHyphens/>{_space(0, 60)}',
            f"{muted}{small}",
        ),
    )


def _tables() -> tuple[Style, ...]:
    line, right = _SINGLE, '<w:jc w:val="right"/>'
    upright = "<w:suppressAutoHyphens/>"
    return (
        Style("Tabellentext", "Normal", _space(40, 40, line), _size(18)),
        Style("Tabellenzahl", "Tabellentext", f"{upright}{right}"),
        Style("Tabellentext klein", "Tabellentext", _space(20, 20, line), _size(17)),
        Style("Tabellenzahl klein", "Tabellentext klein", f"{upright}{right}"),
        Style("Tabellenkopf", "Tabellentext", f"<w:keepNext/>{upright}{_space(20, 40, line)}", f"{_BOLD}{_size(17)}"),
        Style("Tabellenkopf Zahl", "Tabellenkopf", right),
    )
