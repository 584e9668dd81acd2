"""The fast lane through long parts: text of the form nearly every program writes, taken row by row.

Expat calls Python for every start, end and text of a cell; for a hundred thousand rows that takes seconds. Programs
write their rows without comments, prefixes or blanks in between. Such rows are cut by a pattern that must cover every
single sign of them; at the first sign that it does not cover, the whole part is read again by expat. The beginning and
the end of the part go through expat in any case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.imports.workbook.xml_scan import XmlScan

_LONGEST_HEAD = 2**20
_LONGEST_UNIT = 16 * 2**20
_NEVER_IN_XML = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class NotPlainError(ValueError):
    """The part is written in another way; expat must read it."""


def read_plain(
    scan: XmlScan,
    pieces: Iterator[bytes],
    *,
    opening: re.Pattern[bytes],
    unit: bytes,
    closing: bytes,
    take: Callable[[str], None],
) -> None:
    """Hand the text between opening and closing tag to ``take``, whole units at a time, and the rest to expat.

    ``unit`` is the closing tag of a unit. Raises NotPlainError, also through ``take``, and what the scan raises.
    """
    head, rest = _head(pieces, opening)
    scan.parser.Parse(head, False)  # noqa: FBT003 - expat knows no names
    # In a comment or under another root the opening tag is none.
    if not scan.at_units() or scan.encoding not in ("utf-8", "us-ascii"):
        raise NotPlainError
    while not rest.startswith(closing):
        cut = rest.rfind(unit) + len(unit)
        if cut >= len(unit):
            take(_decoded(rest[:cut]))
            rest = rest[cut:]
        piece = next(pieces, b"")
        if len(rest) > _LONGEST_UNIT or (not piece and not rest.startswith(closing)):
            raise NotPlainError
        rest += piece
    scan.parser.Parse(rest, False)  # noqa: FBT003
    scan.read(pieces)


def unescaped(text: str) -> str:
    """Return text with its character references resolved. Raises NotPlainError for an undeclared one."""
    return _REFERENCE.sub(_resolved, text) if "&" in text else text


def _resolved(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    if not hexadecimal and not decimal:
        raise NotPlainError
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if number in (0x09, 0x0A, 0x0D) or 0x20 <= number < 0xD800:  # noqa: PLR2004 - what XML allows
        return chr(number)
    raise NotPlainError


def _head(pieces: Iterable[bytes], opening: re.Pattern[bytes]) -> tuple[bytes, bytes]:
    head = b""
    for piece in pieces:
        head += piece
        match = opening.search(head)
        if match is not None:
            return head[: match.end()], head[match.end() :]
        if len(head) > _LONGEST_HEAD:
            break
    raise NotPlainError


def _decoded(text: bytes) -> str:
    if b"]]>" in text or len(text.translate(None, _NEVER_IN_XML)) < len(text):
        raise NotPlainError
    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        raise NotPlainError from None
    return decoded.replace("\r\n", "\n").replace("\r", "\n") if "\r" in decoded else decoded
