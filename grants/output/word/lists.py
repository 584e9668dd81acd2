"""Lists of Word documents: real numbering, each numbered list begins anew, lists stand inside lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grants.output.word.styles import WORD

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST = 8
LEVELS = DEEPEST + 1
_INDENT = 284
_BULLETS = ("•", "–", "▪")
_END = re.compile(r"<w:numIdMacAtCleanup|</w:numbering>")
_NUMBERINGS = re.compile(rf"<w:num\s|{_END.pattern}")
_NUMBERS = ("decimal", "lowerLetter", "lowerRoman")


class Lists:
    """Hands out numberings and writes the part that defines them, after those of a base."""

    def __init__(self, base: str = "") -> None:
        """Begin with the part of a base, or without one."""
        self._base = base
        self._abstract = _highest(base, r'w:abstractNumId="(\d+)"') + 1
        self._first = _highest(base, r'w:numId="(\d+)"') + 1
        self._restarts: list[tuple[int, int]] = []

    def bullets(self) -> int:
        """Return the number of the one numbering of all lists with bullets."""
        return self._first

    def numbers(self, level: int, start: int) -> int:
        """Return the number of a new numbering that begins with ``start`` on a level (from 0)."""
        self._restarts.append((level, start))
        return self._first + len(self._restarts)

    def part(self) -> str:
        """Return the whole part."""
        abstract = _abstract(self._abstract, _bullet_level) + _abstract(self._abstract + 1, _number_level)
        numberings = f'<w:num w:numId="{self._first}"><w:abstractNumId w:val="{self._abstract}"/></w:num>'
        for index, (level, start) in enumerate(self._restarts, self._first + 1):
            numberings += (
                f'<w:num w:numId="{index}"><w:abstractNumId w:val="{self._abstract + 1}"/>'
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
            )
        if not self._base:
            head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:numbering xmlns:w="{WORD}">'
            return f"{head}{abstract}{numberings}</w:numbering>"
        first, last = _place(self._base, _NUMBERINGS), _place(self._base, _END)
        return self._base[:first] + abstract + self._base[first:last] + numberings + self._base[last:]


def indent_of(level: int) -> int:
    """Return how far the text of a list item stands in, in twips."""
    return _INDENT * (level + 1)


def _place(part: str, pattern: re.Pattern[str]) -> int:
    """Return where in a part something begins; the end of the part is always found."""
    return next(match.start() for match in pattern.finditer(part))


def _highest(part: str, pattern: str) -> int:
    return max((int(number) for number in re.findall(pattern, part)), default=0)


def _abstract(number: int, level: Callable[[int], str]) -> str:
    levels = "".join(level(depth) for depth in range(LEVELS))
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'


def _bullet_level(depth: int) -> str:
    return _level(depth, "bullet", _BULLETS[depth % len(_BULLETS)])


def _number_level(depth: int) -> str:
    return _level(depth, _NUMBERS[depth % len(_NUMBERS)], f"%{depth + 1}.")


def _level(depth: int, form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{indent_of(depth)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
    )
