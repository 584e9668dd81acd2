"""How Word documents look: colours and font of the house, and every style with its measures.

Word's own styles have their English names, which Word shows in the language of its user ("heading 1" is Überschrift 1);
the others have German ones. Sizes are half points, lengths twentieths of a point (twips).
"""

from __future__ import annotations

from dataclasses import dataclass

LETTERHEAD_LINES = (400, 230)
"""Height of a line of the letterhead, in twips: name of the authority, lines of the sender."""
TERM_WIDTH, INFO_TERM_WIDTH, BOX_WIDTH = 2665, 1100, 369
STANDARD_SIZE = 20
STANDARD_SPACE = '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/>'
_BOLD = "<w:b/><w:bCs/>"
_SINGLE = ' w:line="240" w:lineRule="auto"'
# DIN 5008, form B, in twips from the edge of the page: window, information block, beginning of the text.
WINDOW = 'w:w="4252" w:h="2552" w:hRule="exact" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="1417" w:y="2551"'
INFORMATION = (
    'w:w="3685" w:h="2268" w:hRule="atLeast" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="7087" w:y="2835"'
)
TEXT_OF_LETTER = 5582
STAMP = 'w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="right" w:y="1"'
STAMP_OF_LETTER = f'w:wrap="around" w:vAnchor="page" w:hAnchor="margin" w:xAlign="right" w:y="{TEXT_OF_LETTER}"'
WIDE = ' w:w="3600"'


@dataclass(frozen=True, slots=True)
class Look:
    """Hausgestaltung: font and colours (RRGGBB) of a document; those of the print style unless a county has others.

    ``own_font`` is the font that a county names itself: it counts even where a base has another.
    """

    font: str = "Calibri"
    accent: str = "1F4E79"
    accent_light: str = "EAF0F6"
    text: str = "1A1A1A"
    muted: str = "55606B"
    line: str = "CCD3DA"
    warn: str = "8A3B00"
    own_font: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """Formatvorlage: its name in Word, the style it is based on, properties of paragraph and text."""

    name: str
    based_on: str
    paragraph: str = ""
    text: str = ""
    kind: str = "paragraph"
    following: str = ""


def styles_of(look: Look, width: int, text_size: int = STANDARD_SIZE) -> tuple[Style, ...]:
    """Return every style documents use.

    ``width`` is the width of the text in twips, for tabs at its right edge; ``text_size``, in half points, that of
    text that has no size of its own, for the room that terms need.
    """
    return (
        *_built_in(look, width),
        *_paragraphs(look),
        *_blocks(look, width, TERM_WIDTH * max(text_size, STANDARD_SIZE) // STANDARD_SIZE),
        *_tables(),
        Style("Klein", "Default Paragraph Font", text=size(17), kind="character"),
        Style("Betreff", "Default Paragraph Font", text=size(28), kind="character"),
        Style(
            "Kennzahl Wert", "Default Paragraph Font", text=f"{_BOLD}{colour(look.text)}{size(24)}", kind="character"
        ),
    )


def _exact(twips: int) -> str:
    return f' w:line="{twips}" w:lineRule="exact"'


def size(half_points: int) -> str:
    """Return the size of a text."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def colour(value: str) -> str:
    """Return the colour (RRGGBB) of a text."""
    return f'<w:color w:val="{value}"/>'


def _space(before: int, after: int, line: str = "") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"{line}/>'


def _heading(level: int, half_points: int, before: int, after: int, ink: str) -> Style:
    paragraph = (
        f"<w:keepNext/><w:keepLines/><w:suppressAutoHyphens/>{_space(before, after, _SINGLE)}"
        f'<w:outlineLvl w:val="{level - 1}"/>'
    )
    return Style(
        f"heading {level}", "Normal", paragraph, f"{_BOLD}{colour(ink)}{size(half_points)}", following="Normal"
    )


def _built_in(look: Look, width: int) -> tuple[Style, ...]:
    muted, small = colour(look.muted), size(17)
    right = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    return (
        _heading(1, 38, 0, 60, look.accent),
        _heading(2, 26, 320, 100, look.accent),
        _heading(3, 21, 220, 60, look.text),
        Style("Body Text", "Normal"),
        Style(
            "Subtitle", "Normal", f"<w:suppressAutoHyphens/>{_space(0, 280)}", f"{muted}{size(22)}", following="Normal"
        ),
        Style("caption", "Normal", f"<w:keepNext/>{_space(160, 60)}", f"{muted}{small}", following="Normal"),
        Style("header", "Normal", f"{right}{_space(0, 0)}", f"{muted}{size(16)}"),
        Style("footer", "Normal", f"{right}{_space(0, 0)}", f"{muted}{size(16)}"),
        Style("Strong", "Default Paragraph Font", text=_BOLD, kind="character"),
        Style("Emphasis", "Default Paragraph Font", text="<w:i/><w:iCs/>", kind="character"),
        Style("List Bullet", "Normal", _space(0, 50)),
        Style("List Number", "Normal", _space(0, 50)),
        Style("List Continue", "Normal", _space(0, 50)),
        Style("footnote text", "Normal", _space(0, 20, _SINGLE), f"{muted}{size(16)}"),
        Style(
            "footnote reference", "Default Paragraph Font", text='<w:vertAlign w:val="superscript"/>', kind="character"
        ),
    )


def _paragraphs(look: Look) -> tuple[Style, ...]:
    muted, small, warn = colour(look.muted), size(17), colour(look.warn)
    frame = f'w:val="single" w:sz="6" w:space="3" w:color="{look.warn}"'
    box = f"<w:pBdr><w:top {frame}/><w:left {frame}/><w:bottom {frame}/><w:right {frame}/></w:pBdr>"
    return (
        Style(
            "Briefkopf",
            "Normal",
            f"<w:keepNext/><w:suppressAutoHyphens/>{_space(0, 0, _exact(LETTERHEAD_LINES[0]))}",
            f"{_BOLD}{colour(look.accent)}{size(30)}",
        ),
        Style(
            "Absender",
            "Normal",
            f"<w:suppressAutoHyphens/>{_space(0, 0, _exact(LETTERHEAD_LINES[1]))}",
            f"{muted}{small}",
        ),
        Style(
            "Dachzeile",
            "Normal",
            f"<w:keepNext/><w:suppressAutoHyphens/>{_space(0, 40)}",
            f'<w:caps/>{muted}<w:spacing w:val="12"/>{size(18)}',
            following="heading 1",
        ),
        Style("Hinweis", "Normal", _space(0, 80), f"{muted}{small}"),
        Style("Offen", "Normal", text=f"<w:i/><w:iCs/>{warn}"),
        Style(
            "Stempel",
            "Normal",
            f'{box}<w:suppressAutoHyphens/>{_space(0, 0, _SINGLE)}<w:jc w:val="center"/>',
            f'{_BOLD}{warn}<w:spacing w:val="20"/>{small}',
        ),
        Style(
            "Ausfertigung",
            "Normal",
            f'<w:keepNext/><w:suppressAutoHyphens/>{_space(0, 120)}<w:jc w:val="right"/>',
            f"{colour(look.accent)}{small}",
        ),
        Style(
            "Trennlinie",
            "Normal",
            f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="{look.line}"/></w:pBdr>',
        ),
        Style("Bild", "Normal", f"<w:keepLines/>{_space(60, 160)}"),
    )


def _blocks(look: Look, width: int, term_width: int) -> tuple[Style, ...]:
    muted, small = colour(look.muted), size(17)
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.accent_light}"/>'
    thick = f'w:val="single" w:sz="12" w:space="4" w:color="{look.accent}"'
    side = f'w:val="single" w:sz="4" w:space="5" w:color="{look.accent_light}"'
    sides = f"<w:left {side}/><w:right {side}/>"
    hanging = '<w:tabs><w:tab w:val="left" w:pos="{0}"/></w:tabs>{1}<w:ind w:left="{0}" w:hanging="{0}"/>'
    half = width * 44 // 100
    rule_tabs = (
        f'<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="{half}"/>'
        f'<w:tab w:val="left" w:pos="{width - half}"/>'
        f'<w:tab w:val="left" w:leader="underscore" w:pos="{width}"/></w:tabs>'
    )
    return (
        Style("Angabe", "Normal", hanging.format(term_width, _space(0, 40))),
        Style("Angabe klein", "Angabe", text=small),
        Style("Ankreuzen", "Normal", hanging.format(BOX_WIDTH, _space(0, 80))),
        Style("Begriff", "Default Paragraph Font", text=muted, kind="character"),
        Style("Anschrift", "Normal", _space(0, 0, _exact(258))),
        Style("Rücksendeangabe", "Anschrift", _space(0, 720, _exact(283)), f"{muted}{size(14)}"),
        Style("Informationsblock", "Normal", hanging.format(INFO_TERM_WIDTH, _space(0, 20)), size(16)),
        Style(
            "Kennzahl",
            "Normal",
            f"<w:keepLines/><w:pBdr>{sides}</w:pBdr>{shade}"
            f'<w:tabs><w:tab w:val="right" w:pos="{width - 113}"/></w:tabs><w:suppressAutoHyphens/>{_space(30, 30)}'
            '<w:ind w:left="113" w:right="113"/>',
            colour(look.muted),
        ),
        Style("Kennzahl erste", "Kennzahl", f"<w:pBdr><w:top {thick}/>{sides}</w:pBdr>"),
        Style(
            "Beschluss",
            "Normal",
            f'<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{look.accent}"/></w:pBdr>'
            f'{shade}{_space(40, 120)}<w:ind w:left="227" w:right="113"/>',
        ),
        Style("Unterschriftslinie", "Normal", f"<w:keepNext/>{rule_tabs}{_space(640, 20)}", f"{muted}{size(12)}"),
        Style(
            "Unterschriftszeile",
            "Normal",
            f'<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="{width - half}"/></w:tabs>'
            f"<w:suppressAutoHyphens/>{_space(0, 60)}",
            f"{muted}{small}",
        ),
    )


def _tables() -> tuple[Style, ...]:
    line, right = _SINGLE, '<w:jc w:val="right"/>'
    upright = "<w:suppressAutoHyphens/>"
    return (
        Style("Tabellentext", "Normal", _space(40, 40, line), size(18)),
        Style("Tabellenzahl", "Tabellentext", f"{upright}{right}"),
        Style("Tabellentext klein", "Tabellentext", _space(20, 20, line), size(17)),
        Style("Tabellenzahl klein", "Tabellentext klein", f"{upright}{right}"),
        Style("Tabellenkopf", "Tabellentext", f"<w:keepNext/>{upright}{_space(20, 40, line)}", f"{_BOLD}{size(17)}"),
        Style("Tabellenkopf Zahl", "Tabellenkopf", right),
        Style("Tabellenkopf Gruppe", "Tabellenkopf", '<w:jc w:val="center"/>'),
    )
