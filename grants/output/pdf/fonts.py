"""Which bundled faces a text needs, as CSS with the fonts as data. What they cover is data; no font is opened."""

from __future__ import annotations

import base64
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from grants.output.html.direction import split_at_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REGULAR, SEMIBOLD = 400, 600
COVERAGE = "coverage.toml"


@dataclass(frozen=True, slots=True)
class Face:
    """Schriftschnitt: one face of a family; its file stands in the folder of the fonts."""

    family: str
    file: str
    weight: int = REGULAR
    style: str = "normal"


MAIN_FACES = (
    Face("Source Sans 3", "SourceSans3-Regular.ttf"),
    Face("Source Sans 3", "SourceSans3-Semibold.ttf", SEMIBOLD),
    Face("Source Sans 3", "SourceSans3-It.ttf", style="italic"),
)
# In the order in which a letter is looked for. No style sheet names these families: where the family of a text lacks a
# letter, it is taken from the faces that are loaded. The boxes have a family of their own, so that they look alike.
SYMBOLS = "Noto Sans Symbols 2"
FALLBACK_FACES = (
    *(
        Face(family, f"{family.replace(' ', '')}-{file}.ttf", weight)
        for family in (
            "Noto Sans",
            "Noto Sans Arabic",
            "Noto Sans Ethiopic",
            "Noto Sans Hebrew",
            "Noto Sans Georgian",
            "Noto Sans Armenian",
        )
        for file, weight in (("Regular", REGULAR), ("SemiBold", SEMIBOLD))
    ),
    Face(SYMBOLS, "NotoSansSymbols2-Regular.ttf"),
)
FAMILIES = tuple(dict.fromkeys(face.family for face in (*MAIN_FACES, *FALLBACK_FACES)))
# Joiners and marks of direction are never drawn, so no face is needed for them.
_INVISIBLE = "Cf"


def face_rules(folder: Path, text: str) -> str:
    """Return the @font-face rules for exactly the faces a text needs, with the fonts as data.

    ``folder`` holds the bundled fonts. The faces of the main family are always there; a fallback family is, when the
    text has a character that the families before it lack.
    """
    needed = _families_for(folder, frozenset(text))
    bundled = (face for face in (*MAIN_FACES, *FALLBACK_FACES) if face.family in needed)
    return "\n".join(_rule(folder, face) for face in bundled)


def missing(folder: Path, text: str) -> tuple[str, ...]:
    """Return the characters of a text that no bundled face has, each once and in the order of the text."""
    covered = frozenset.union(*_coverage(folder).values())
    return tuple(sign for sign in dict.fromkeys(text) if sign not in "\t\n\r" and ord(sign) not in covered)


def set_in_faces(folder: Path, text: str, weight: int) -> list[tuple[str, str]]:
    """Return a text in stretches from left to right, each with the file of the bundled face that has all of it.

    A sign that no face has stands in a stretch of the main face.
    """
    stretches: list[tuple[str, str]] = []
    for index, part in enumerate(split_at_names(text)):
        found = _stretches(_coverage(folder), part)
        stretches += reversed(found) if index % 2 else found
    return [(_file_of(family, weight), stretch) for family, stretch in stretches]


def _stretches(coverage: Mapping[str, frozenset[int]], text: str) -> list[tuple[str, str]]:
    """Return the stretches of one direction as they are read, with their families; one, where one family has all."""
    if whole := _family_of(coverage, text):
        return [(whole, text)] if text else []
    stretches: list[tuple[str, str]] = []
    for sign in text:
        family = _family_of(coverage, sign) or FAMILIES[0]
        before = stretches.pop()[1] if stretches and stretches[-1][0] == family else ""
        stretches.append((family, before + sign))
    return stretches


def _family_of(coverage: Mapping[str, frozenset[int]], text: str) -> str:
    """Return the first family that has all signs of a text, empty where none has."""
    codes = {ord(sign) for sign in text if unicodedata.category(sign) != _INVISIBLE}
    return next((family for family in FAMILIES if codes <= coverage[family]), "")


def _file_of(family: str, weight: int) -> str:
    faces = [face for face in (*MAIN_FACES, *FALLBACK_FACES) if face.family == family]
    return next((face.file for face in faces if face.weight == weight), faces[0].file)


def _families_for(folder: Path, signs: frozenset[str]) -> frozenset[str]:
    coverage = _coverage(folder)
    codes = {ord(sign) for sign in signs if unicodedata.category(sign) != _INVISIBLE}
    needed = {MAIN_FACES[0].family}
    if codes & coverage[SYMBOLS]:
        needed.add(SYMBOLS)
    for family in FAMILIES:
        if codes & coverage[family]:
            needed.add(family)
        codes -= coverage[family]
    return frozenset(needed)


@cache
def _coverage(folder: Path) -> Mapping[str, frozenset[int]]:
    """Return the code points of each bundled family."""
    families = tomllib.loads((folder / COVERAGE).read_text("utf-8"))
    return {family: frozenset(_codes(ranges)) for family, ranges in families.items()}


def _codes(ranges: str) -> set[int]:
    codes: set[int] = set()
    for line in ranges.split():
        first, _, last = line.partition("-")
        codes.update(range(int(first, 16), int(last or first, 16) + 1))
    return codes


@cache
def _rule(folder: Path, face: Face) -> str:
    """Return the rule of one face; it is long, so each is built once in a process."""
    data = base64.b64encode((folder / face.file).read_bytes()).decode("ascii")
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f'src: url("data:font/ttf;base64,{data}") format("truetype"); }}'
    )
