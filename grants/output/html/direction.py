"""Names written from right to left inside German text: each is set apart, so that it does not turn what follows it.

Without this the order of a line like „محمد, 12,50 €“ is that of Arabic: the amount would stand before the comma.
"""

from __future__ import annotations

import re
import unicodedata

# "The following stands from right to left" and its end; both are never drawn.
APART, END = "\u2067", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
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
    rf"{_LETTER}(?:[\u0300-\u036f\u0590-\u08ff\u200c-\u200f'’. \u00a0\u202f-]*{_LETTER})*[\u0590-\u08ff]*"
)
_UNTOUCHED = re.compile(r"<head.*?</head>|<style.*?</style>|<[^>]*>", re.DOTALL)


def set_names_apart(html: str) -> str:
    """Return a page with every right-to-left name between marks that keep its direction to itself.

    The head and the tags stay as they are; a page without such names is returned unchanged.
    """
    if not _NAME.search(html):
        return html
    pieces = []
    end = 0
    for tag in _UNTOUCHED.finditer(html):
        pieces += [_apart(html[end : tag.start()]), tag[0]]
        end = tag.end()
    return "".join([*pieces, _apart(html[end:])])


def _apart(text: str) -> str:
    return _NAME.sub(lambda name: f"{APART}{name[0]}{END}", text)
