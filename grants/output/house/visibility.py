"""What in a county's stylesheet would keep printed text from being read: hidden, faint, tiny, moved off the page."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from grants.output.house.colours import LEAST_CONTRAST, WHITE, contrast, is_colour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SMALLEST_TEXT = 6
"""In points."""
_BLOCK = re.compile(r"[^{}]*")
_DECLARATION = re.compile(r"(?:^|(?<=[;{}\s]))([\w-]+)\s*:\s*([^;{}]*)")
_LENGTH = re.compile(r"(?<![\w.#-])(-?\d*\.?\d+)(pt|px|mm|cm|in|pc|q|em|rem|ch|ex|%)?(?![\w.-])")
_POINTS = {"pt": "1", "px": "0.75", "mm": "2.835", "cm": "28.35", "in": "72", "pc": "12", "q": "0.709"}
# What is set relative to the text around it counts as if that were of the usual size.
_RELATIVE = {"em": "10", "rem": "10", "ch": "5", "ex": "5", "%": "0.1", "": "1"}
_NAMES = {"white": WHITE, "black": "#000000"}
_PASSED_ON = frozenset({"inherit", "currentcolor", "unset"})
_WORDS: Mapping[str, Callable[[str], object]] = {
    r"display": re.compile(r"\bnone\b").search,
    r"visibility": re.compile(r"\b(hidden|collapse)\b").search,
    r"opacity": lambda value: value not in ("1", "100%"),
    r"position": re.compile(r"\b(absolute|fixed|running)\b").search,
    r"overflow(-[xy])?": re.compile(r"\b(hidden|clip)\b").search,
    r"(-webkit-)?(clip|clip-path|mask|mask-.*|transform|translate|scale|rotate|filter)|zoom": lambda value: (
        value != "none"
    ),
    r"text-indent|margin(-.*)?|top|left|right|bottom|inset(-.*)?": re.compile(r"(?<![\w)])-\s*[\d.]|calc\(").search,
}


def hidden_texts(masked: str, colours: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Yield place and fact of every declaration that would keep text from being read.

    ``masked`` is a stylesheet whose texts and comments are blank; ``colours`` are the values of the house by the names
    of the variables.
    """
    for block in _BLOCK.finditer(masked):
        inside = block.start() > 0 and masked[block.start() - 1] in "{}"
        declared = list(_DECLARATION.finditer(block[0])) if inside else []
        ground = _ground([(each[1].lower(), each[2]) for each in declared], colours)
        for each in declared:
            name, value = each[1].lower(), each[2].strip().lower().removesuffix("!important").strip()
            if fact := _fact(name, value, ground, colours):
                yield block.start() + each.start(), fact


def _fact(name: str, value: str, ground: str, colours: Mapping[str, str]) -> str:
    """Return what is wrong with a declaration, empty when nothing is."""
    written = f"„{name}: {value}“"
    if name.startswith("--"):
        return f"„{name}“ ist eine Angabe, die in hausvorlage.toml gehört."
    if name in ("color", "-webkit-text-fill-color") and value not in _PASSED_ON:
        colour = _resolve(value, colours)
        if not colour:
            return f"Die Farbe {written} ist weder mit sechs Ziffern (#1f4e79) noch als Farbe des Hauses genannt."
        if contrast(colour, ground) < LEAST_CONTRAST:
            return f"Text mit {written} hebt sich zu wenig von seinem Grund ({ground}) ab."
    if name in ("font", "font-size") and _is_tiny(value):
        return f"Text mit {written} ist zu klein; er muss wenigstens {SMALLEST_TEXT} pt haben."
    if any(re.fullmatch(pattern, name) and is_hiding(value) for pattern, is_hiding in _WORDS.items()):
        return f"{written} würde Gedrucktes verbergen oder verschieben."
    return ""


def _is_tiny(value: str) -> bool:
    """Return whether a size of text is below the smallest, or cannot be told."""
    if "calc(" in value or "min(" in value or "clamp(" in value:
        return True
    sizes = [
        Decimal(number) * Decimal(_POINTS.get(unit) or _RELATIVE[unit])
        for number, unit in _LENGTH.findall(value.partition("/")[0])
        # In the shorthand a number without a unit is the weight.
        if unit or not Decimal(number)
    ]
    return any(size < SMALLEST_TEXT for size in sizes)


def _ground(declared: list[tuple[str, str]], colours: Mapping[str, str]) -> str:
    """Return the colour a block prints on: its own background where that is a colour, else paper."""
    grounds = [_resolve(value.strip().lower(), colours) for name, value in declared if name.startswith("background")]
    return next(filter(None, reversed(grounds)), WHITE)


def _resolve(value: str, colours: Mapping[str, str]) -> str:
    """Return a colour as # and six digits, empty where it is none of a known form."""
    if variable := re.fullmatch(r"var\(\s*--([\w-]+)\s*\)", value):
        return colours.get(variable[1], "")
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        value = "#" + "".join(2 * digit for digit in value[1:])
    return value if is_colour(value) else _NAMES.get(value, "")
