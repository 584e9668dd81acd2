"""Where a block of a Word document stands, and what that means for the text inside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grants.output.word.text import PLAIN, Format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

_CLASSES = {
    "authority": "Briefkopf",
    "sender": "Absender",
    "return": "Rücksendeangabe",
    "kicker": "Dachzeile",
    "lead": "Subtitle",
    "note": "Hinweis",
    "open": "Offen",
    "stamp": "Stempel",
    "edition": "Ausfertigung",
    "prose": "Body Text",
    "narrative": "Body Text",
    "resolution": "Beschluss",
    "declaration": "Ankreuzen",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks stand: the style of their plain paragraphs, form of the text, frame, depth of lists."""

    style: str = "Normal"
    form: Format = PLAIN
    frame: str = ""
    depth: int = -1
    terms: str = "Angabe"
    indent: int = 0


PLAIN_PLACE = Place()


def inside(element: Element, place: Place) -> Place:
    """Return the place of what stands inside a block: its class and language go on."""
    classes = element.get("class", "").split()
    language, direction = element.get("lang", place.form.language), element.get("dir")
    right_to_left = direction == "rtl" if direction else place.form.right_to_left
    form = replace(place.form, language=language, right_to_left=right_to_left)
    return replace(place, style=style_of(classes, place.style), form=form)


def style_of(classes: Sequence[str], default: str) -> str:
    """Return the style that one of the classes of an element asks for, else the given one."""
    return next((_CLASSES[each] for each in classes if each in _CLASSES), default)
