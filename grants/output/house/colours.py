"""Colours of a county's own layout: how they are written, and whether what is printed in them can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grants.output.word.look import Look

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VARIABLES = {
    "akzent": "accent",
    "akzent_hell": "accent-light",
    "text": "text",
    "gedaempft": "muted",
    "linie": "line",
    "warnung": "warn",
}
"""The variables of the shipped styles by the keys of ``hausvorlage.toml``."""
WHITE = "#ffffff"
LEAST_CONTRAST = 4.5
"""What WCAG 2.1 asks of text at level AA (success criterion 1.4.3)."""
_LINEAR_UP_TO = 0.04045
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
_PRINTED = ("text", "gedaempft", "akzent", "warnung")
_ON_GROUND = ("text", "gedaempft")
_GROUND = "akzent_hell"


def is_colour(value: str) -> bool:
    """Return whether a text is a colour as the settings write it: # and six digits, in small letters."""
    return _COLOUR.fullmatch(value) is not None


def contrast(one: str, other: str) -> float:
    """Return how well one colour stands out from another, from 1 (not at all) to 21 (WCAG 2.1, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def house_colours(own: Mapping[str, str]) -> dict[str, str]:
    """Return the colours of documents by the names of variables: a county's own ones, else those that are shipped."""
    look = Look()
    shipped = {name: f"#{getattr(look, name.replace('-', '_'))}".lower() for name in VARIABLES.values()}
    return {**shipped, **own}


def contrast_faults(own: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield key, fact and remedy for each colour of a county that cannot be read; ``own`` holds values by key.

    Colours that the county leaves as they are count with the shipped value.
    """
    by_variable = house_colours({VARIABLES[key]: value for key, value in own.items()})
    values = {key: by_variable[name] for key, name in VARIABLES.items()}
    faint = {key for key in _PRINTED if contrast(values[key], WHITE) < LEAST_CONTRAST}
    for key in _PRINTED:
        if key in faint:
            remedy = "Bitte eine dunklere Farbe wählen"
            yield key, _fact(values[key], contrast(values[key], WHITE), "auf weißem Papier"), f"{remedy}{_REASON}"
    for key in _ON_GROUND:
        ratio = contrast(values[key], values[_GROUND])
        if key not in faint and ratio < LEAST_CONTRAST:
            named, other = (_GROUND, key) if _GROUND in own else (key, _GROUND)
            fact = _fact(values[named], ratio, f"zu „{other}“ ({values[other]})")
            remedy = "Bitte einen helleren Grund oder einen dunkleren Text wählen"
            yield named, fact, f"{remedy}{_REASON}"


_REASON = "; verlangt sind mindestens 4,5 : 1, damit der Druck zu lesen ist."


def _fact(value: str, ratio: float, against: str) -> str:
    # Cut, not rounded: 4.49 is not to be read as enough.
    shown = f"{int(ratio * 10) / 10:.1f}".replace(".", ",")
    return f"„{value}“ hat {against} nur einen Kontrast von {shown} : 1."


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.1)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (each / 12.92 if each <= _LINEAR_UP_TO else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
