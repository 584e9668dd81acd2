"""Which letters the glyphs of a font stand for, so that a PDF can be searched, copied and read aloud.

WeasyPrint notes the text of a glyph where it is set first. Where that is a letter with more marks than any letter has
(``ç̆`` is set as c, cedilla and breve), it notes nothing for the c and ``ç`` for the cedilla; then this letter would be
lost everywhere in the document.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pydyf
    from weasyprint.document import Document

_ENTRY = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
# Latin, Greek and Cyrillic with their marks: each glyph of a character stands for it. Arabic joins otherwise.
_LAST_ALPHABETIC = "\u058f"
_WITH_MARKS = ("\u1e00", "\u1fff")


def complete_letters(document: Document, pdf: pydyf.PDF) -> None:
    """Note for every letter what it stands for where one stands for nothing; to be called before the PDF is written."""
    whole = {font.name: font.file_content for font in document.fonts.values()}
    for entry in pdf.objects:
        if not isinstance(entry, dict) or "ToUnicode" not in entry:
            continue
        lines = pdf.objects[int(entry["ToUnicode"].split()[0])].stream
        if any(line.endswith(b"<>") for line in lines):
            own = _own_characters(whole[entry["BaseFont"]])
            lines[:] = [_completed(line, own) for line in lines]


def _completed(line: bytes, own: Mapping[int, str]) -> bytes:
    """Return a line of a ToUnicode CMap with the character of its glyph, if it has one and is noted as another."""
    entry = _ENTRY.fullmatch(line)
    if entry is None:
        return line
    noted = bytes.fromhex(entry[2].decode()).decode("utf-16-be")
    characters = own.get(int(entry[1], 16), "")
    if (noted and noted in characters) or not _is_alphabetic(characters):
        return line
    return b"<%s> <%04x>" % (entry[1], ord(characters[0]))


def _is_alphabetic(characters: str) -> bool:
    first, last = _WITH_MARKS
    return any(each <= _LAST_ALPHABETIC or first <= each <= last for each in characters[:1])


def _own_characters(font: bytes) -> dict[int, str]:
    """Return all characters that a font shows by each of its glyphs, in the order of their numbers."""
    with TTFont(io.BytesIO(font)) as face:
        characters: dict[int, str] = {}
        for code, name in sorted(face.getBestCmap().items()):
            glyph = face.getGlyphID(name)
            characters[glyph] = characters.get(glyph, "") + chr(code)
    return characters
