"""Names of sheets that Excel accepts: unique, at most 31 characters, none of the characters it forbids."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 31
COVER, NUMBERS = "Deckblatt", "Zahlen"
_TAKEN = (COVER, NUMBERS, "History")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\"‘’„“”]")


def sheet_names(wanted: list[str]) -> list[str]:
    """Return a name for each sheet, as near to the wanted ones as Excel allows, with numbers where two are alike."""
    taken = {name.casefold() for name in _TAKEN}
    names = []
    for each in wanted:
        stem = _allowed(each) or "Tabelle"
        name, number = _shortened(stem, LONGEST), 1
        while name.casefold() in taken:
            number += 1
            ending = f" {number}"
            name = _shortened(stem, LONGEST - len(ending)) + ending
        taken.add(name.casefold())
        names.append(name)
    return names


def utf16_units(text: str) -> int:
    """Return the length of a text as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened_with_dots(text: str, longest: int) -> str:
    """Return a text of at most so many characters as Excel counts them; three dots say that it goes on."""
    return text if utf16_units(text) <= longest else _shortened(text, longest - 1) + "…"


def _allowed(wanted: str) -> str:
    printable = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in wanted)
    text = " ".join(_FORBIDDEN.sub(" ", printable).split())
    return text[:1].upper() + text[1:]


def _shortened(text: str, longest: int) -> str:
    while utf16_units(text) > longest:
        text = text[:-1]
    return text.rstrip()
