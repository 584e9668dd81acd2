"""What a base's own styles leave open: spacing of paragraphs, colour of headings, the font that a county names.

LibreOffice writes these styles with little in them; Word writes them with all that documents need.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grants.output.word.look import STANDARD_SIZE, STANDARD_SPACE, Style, colour

if TYPE_CHECKING:
    from grants.output.word.look import Look

NORMAL, TEXT = "Normal", "Förderbuch Text"
_HEADINGS = ("heading 1", "heading 2", "heading 3")
_BEHIND_COLOUR = re.compile(
    r"<w:(?:spacing|w|kern|position|sz|szCs|highlight|u|effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout"
    r"|specVanish|oMath)\b|</w:rPr>"
)
_INK = r'<w:color\b[^>]*w:val="[0-9A-Fa-f]{6}"'
_BEHIND_FONT = re.compile(r"<w:(?!rStyle\b)|</w:rPr>")
_STYLE = re.compile(r"<w:style\s[^>]*>.*?</w:style>", re.DOTALL)


class BaseStyles:
    """The styles of a base by name; what they do not say themselves they take from those they are based on."""

    def __init__(self, part: str) -> None:
        """``part`` is the part of a document that defines its styles."""
        self.part = part
        self._by_id = {_value(style, r'styleId="([^"]*)"'): style for style in _STYLE.findall(part)}
        self._by_name = {
            _value(style, r'<w:name\s[^>]*w:val="([^"]*)"').lower(): style for style in self._by_id.values()
        }
        defaults = re.search(r"<w:docDefaults>.*?</w:docDefaults>", part, re.DOTALL)
        self._defaults = defaults[0] if defaults else ""

    def text_style(self, look: Look) -> Style | None:
        """Return the style of our own paragraphs where the base's Normal has no spacing, else nothing."""
        if NORMAL.lower() not in self._by_name or self._says(NORMAL, r'<w:spacing\b[^>]*w:after="'):
            return None
        return Style(TEXT, NORMAL, STANDARD_SPACE, "" if self._says(NORMAL, _INK) else colour(look.text))

    def with_house(self, look: Look) -> str:
        """Return the part with the font that the county names, and the colours of the house in headings without one."""
        changed: dict[str, str] = {}
        if look.own_font:
            font = f'<w:rFonts w:ascii="{look.own_font}" w:hAnsi="{look.own_font}" w:eastAsia="{look.own_font}"/>'
            for name in (NORMAL.lower(), *_HEADINGS):
                if name in self._by_name:
                    changed[name] = _with_property(self._by_name[name], "rFonts", font, _BEHIND_FONT)
        for name, ink in zip(_HEADINGS, (look.accent, look.accent, look.text), strict=True):
            if name in self._by_name and not self._says(name, _INK, defaults=False):
                style = changed.get(name, self._by_name[name])
                changed[name] = _with_property(style, "color", colour(ink), _BEHIND_COLOUR)
        part = self.part
        for name, style in changed.items():
            part = part.replace(self._by_name[name], style, 1)
        return part

    def text_size(self) -> int:
        """Return the size of Normal in half points."""
        for style in (*self._chain(NORMAL), self._defaults):
            if size := re.search(r'<w:sz\s+w:val="(\d{1,3})"', style):
                return int(size[1])
        return STANDARD_SIZE

    def _says(self, name: str, pattern: str, *, defaults: bool = True) -> bool:
        return any(re.search(pattern, each) for each in (*self._chain(name), self._defaults if defaults else ""))

    def _chain(self, name: str) -> list[str]:
        """Return a style and those it is based on; a ring, which Word takes apart, is followed once."""
        chain: list[str] = []
        style: str | None = self._by_name.get(name.lower())
        while style and style not in chain:
            chain.append(style)
            style = self._by_id.get(_value(style, r'<w:basedOn\s+w:val="([^"]*)"'))
        return chain


def _with_property(style: str, name: str, written: str, behind_it: re.Pattern[str]) -> str:
    """Return a style with a property of text, at the place that the order of these properties gives it."""
    style = re.sub(rf"<w:{name}\b[^>]*/>", "", style)
    style = re.sub(r"<w:rPr\s*/>", "<w:rPr></w:rPr>", style)
    head, begin, properties = style.rpartition("<w:rPr>")
    if not begin:
        return style.removesuffix("</w:style>") + f"<w:rPr>{written}</w:rPr></w:style>"
    behind = behind_it.search(properties)
    place = behind.start() if behind else 0
    return f"{head}{begin}{properties[:place]}{written}{properties[place:]}"


def _value(style: str, pattern: str) -> str:
    found = re.search(pattern, style)
    return found[1] if found else ""
