"""Names written from right to left inside German text: each is set apart, so that it does not turn what follows it.

Without this the order of a line like „محمد, 12,50 €“ is that of Arabic: the amount would stand before the comma. Each
output does it in its own way: a PDF with marks around the name, a page for browsers with an element, Word with a mark
behind it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# "The following stands from right to left" and its end, and "here text from left to right"; none is ever drawn.
APART, END, LEFT_TO_RIGHT = "\u2067", "\u2069", "\u200e"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_LEFT_TO_RIGHT_OR_NUMBER = frozenset({"L", "EN"})
_BLOCKS = ((0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))


def _letters() -> str:
    """Return the strong right-to-left letters of the Basic Multilingual Plane as the inside of a character class."""
    return "".join(
        chr(code)
        for first, last in _BLOCKS
        for code in range(first, last + 1)
        if unicodedata.bidirectional(chr(code)) in _RIGHT_TO_LEFT
    )


_LETTER = f"[{_letters()}]"
# What may stand inside a name between two letters: its marks and joiners, blanks, hyphens, apostrophes.
_NAME = re.compile(
    rf"({_LETTER}(?:[\u0300-\u036f\u0590-\u08ff\u200c-\u200f'’. \u00a0\u202f-]*{_LETTER})*[\u0590-\u08ff]*)"
)
_UNTOUCHED = re.compile(r"<head.*?</head>|<style.*?</style>|<[^>]*>", re.DOTALL)
_DRAWING = re.compile(r"(<svg.*?</svg>)", re.DOTALL)


def set_names_apart(html: str) -> str:
    """Return a page with every right-to-left name between marks that keep its direction to itself.

    The head and the tags stay as they are; a page without such names is returned unchanged.
    """
    return _with_names(html, lambda name: f"{APART}{name[0]}{END}")


def enclose_names(html: str) -> str:
    """Return a page with every right-to-left name in a ``span`` of its direction, which browsers set apart.

    Drawings, which hold no ``span``, get the marks instead; a page without such names is returned unchanged.
    """
    if not _NAME.search(html):
        return html
    pieces = _DRAWING.split(html)
    pieces[::2] = [_with_names(page, lambda name: f'<span dir="rtl">{name[0]}</span>') for page in pieces[::2]]
    pieces[1::2] = [set_names_apart(drawing) for drawing in pieces[1::2]]
    return "".join(pieces)


def split_at_names(text: str) -> list[str]:
    """Return a text in pieces, of which every second one is a right-to-left name."""
    return _NAME.split(text)


def reads_right_to_left(text: str) -> bool:
    """Return whether a text has letters written from right to left and neither others nor numbers."""
    return _NAME.search(text) is not None and not any(
        unicodedata.bidirectional(sign) in _LEFT_TO_RIGHT_OR_NUMBER for sign in text
    )


def _with_names(html: str, enclosed: Callable[[re.Match[str]], str]) -> str:
    if not _NAME.search(html):
        return html
    pieces = []
    end = 0
    for tag in _UNTOUCHED.finditer(html):
        pieces += [_NAME.sub(enclosed, html[end : tag.start()]), tag[0]]
        end = tag.end()
    return "".join([*pieces, _NAME.sub(enclosed, html[end:])])
