"""The program that reads finished PDFs in a process of its own: texts and attachments. The one home of pypdfium2.

It is started by path, without regard to the environment. Somebody may have edited or damaged what it reads: before it
takes a byte it limits itself, and whatever a hostile file makes of it ends with this process.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import re
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

LARGEST_MEMORY = 2**31
MOST_SECONDS_OF_WORK = 60
MOST_PAGES, MOST_ATTACHMENTS = 2_000, 50
LARGEST_ATTACHMENT = 20 * 2**20
MOST_SIGNS = 20_000_000
_ARTIFACT, _OPTIONAL = "Artifact", "OC"
# In points, the shorter side first.
_A4 = (595.28, 841.89)
# Modes of drawing text that leave no mark on the page.
_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_LETTERS = "\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_FROM_THE_RIGHT = re.compile(f"[{_LETTERS}]")
# A name as grants.output.html.direction sets it apart: it may hold blanks, hyphens and digits of its own script.
_INSIDE = f"[{_LETTERS}\u0300-\u036f\u0660-\u0669\u06f0-\u06f9\u200c-\u200f'’. \u00a0\u202f-]"
_NAME = re.compile(f"[{_LETTERS}](?:{_INSIDE}*[{_LETTERS}])?")
_OWN_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9]+")
# A gap without a blank parts two cells; letters of one word stand closer. In heights of a line.
_GAP = 0.1
# In sizes of the font.
_RAISED = 0.05

# What PDFium makes of a hyphen at the end of a line, sign by sign and in a text.
_HYPHEN, _DIVIDED = "\x02", "\ufffe"

_Sign = tuple[str, int, int]
"""A sign of a line: itself, the piece of text it was drawn with (0 for what PDFium added), its place on the page."""


def main() -> None:
    """Read documents of the announced lengths from stdin and write one line of JSON for each as soon as it is read."""
    # The packages that this file belongs to, not others of the same name that may be installed.
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from ledger.limits import leave_with, limit_process, limit_work

    leave_with(os.getppid(), lambda: None)
    limit_process(LARGEST_MEMORY, largest_file=0)
    limit_work(MOST_SECONDS_OF_WORK)
    for length in sys.argv[1:]:
        content = sys.stdin.buffer.read(int(length))
        if len(content) != int(length):
            sys.exit(1)
        sys.stdout.write(json.dumps(answer(content)) + "\n")
        sys.stdout.flush()
    os._exit(0)


def answer(content: bytes) -> dict[str, Any]:
    """Return the texts of the pages and the attachments of a PDF, or what keeps it from being read."""
    try:
        document = pypdfium2.PdfDocument(content)
        if len(document) > MOST_PAGES or document.count_attachments() > MOST_ATTACHMENTS:
            return {"refusal": "too large"}
        pages, artifacts, signs = [], [], 0
        oddities = ["layers"] if b"/OCProperties" in content else []
        for page in document:
            oddities += _oddities(page)
            text, beside = _texts(page)
            signs += len(text) + len(beside)
            if signs > MOST_SIGNS:
                return {"refusal": "too large"}
            pages.append(text)
            artifacts.append(beside)
        attachments = _attachments(document)
        return {"pages": pages, "artifacts": artifacts, "attachments": attachments, "oddities": sorted(set(oddities))}
    except MemoryError:
        return {"refusal": "too large"}
    except pypdfium2.PdfiumError:
        return {"refusal": "no pdf"}


def _oddities(page: pypdfium2.PdfPage) -> list[str]:
    """Return what no page of this program has: annotations, another size, layers, text that nobody sees."""
    found = ["annotations"] if raw.FPDFPage_GetAnnotCount(page) else []
    for box in (page.get_mediabox(), page.get_cropbox()):
        size = sorted((box[2] - box[0], box[3] - box[1]))
        if any(abs(length - wanted) > 1 for length, wanted in zip(size, _A4, strict=True)):
            found.append("size")
    for piece in page.get_objects():
        if _OPTIONAL in _marks(piece.raw):
            found.append("layers")
        if piece.type == raw.FPDF_PAGEOBJ_TEXT and raw.FPDFTextObj_GetTextRenderMode(piece.raw) in _INVISIBLE:
            found.append("invisible")
    return found


def _texts(page: pypdfium2.PdfPage) -> tuple[str, str]:
    """Return the text of a page and that of its artifacts: running lines, repeated heads of tables."""
    own = page.get_textpage()
    signs, marked = _signs(own)
    texts: tuple[list[str], list[str]] = ([], [])
    drawn: dict[int, int] = {}
    beside = False
    for is_end, group in groupby(signs, lambda sign: sign[0] in "\r\n"):
        line = list(group)
        if not is_end and _FROM_THE_RIGHT.search("".join(sign for sign, _, _ in line)):
            drawn = drawn or _drawn(page)
            line = _as_seen(own, line, drawn)
        before: _Sign = ("", 0, 0)
        for sign in line:
            if sign[1] and marked[sign[1]] != beside:
                beside = not beside
                texts[beside].append("\n")
            elif sign[1] != before[1] and sign[0].isdigit() and before[0].isdigit() and _is_raised(own, before, sign):
                texts[beside].append(" ")
            texts[beside].append(sign[0])
            before = sign
    own.close()
    page.close()
    return "".join(texts[False]), "".join(texts[True])


def _signs(text: pypdfium2.PdfTextPage) -> tuple[list[_Sign], dict[int, bool]]:
    """Return the signs of a page line by line, and of each piece of text whether it is an artifact."""
    signs: list[_Sign] = []
    marked: dict[int, bool] = {}
    for place in range(text.count_chars()):
        pointer = raw.FPDFText_GetTextObject(text, place)
        piece = ctypes.addressof(pointer.contents) if pointer else 0
        if piece and piece not in marked:
            marked[piece] = _is_artifact(pointer)
        sign = chr(raw.FPDFText_GetUnicode(text, place))
        signs.append((_DIVIDED if sign == _HYPHEN else sign, piece, place))
    return signs, marked


def _is_artifact(piece: Any) -> bool:  # noqa: ANN401 - a pointer of ctypes
    """Return whether a piece of text is marked as no part of what the page says."""
    return _ARTIFACT in _marks(piece)


def _marks(piece: Any) -> list[str]:  # noqa: ANN401 - a pointer of ctypes
    """Return the names of the marks of a piece of a page."""
    name, length, found = (ctypes.c_ushort * 20)(), ctypes.c_ulong(), []
    for number in range(raw.FPDFPageObj_CountMarks(piece)):
        mark = raw.FPDFPageObj_GetMark(piece, number)
        raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(length))
        found.append(bytes(name)[: max(length.value - 2, 0)].decode("utf-16-le", "replace"))
    return found


def _is_raised(text: pypdfium2.PdfTextPage, before: _Sign, sign: _Sign) -> bool:
    """Return whether a digit is another size or height than the one before it, as the mark of a footnote is."""
    sizes: list[float] = [raw.FPDFText_GetFontSize(text, place) for _, _, place in (before, sign)]
    heights = [ctypes.c_double(), ctypes.c_double()]
    for (_, _, place), height in zip((before, sign), heights, strict=True):
        raw.FPDFText_GetCharOrigin(text, place, ctypes.c_double(), height)
    raised: float = abs(heights[0].value - heights[1].value)
    return sizes[0] != sizes[1] or raised > _RAISED * sizes[0]


def _drawn(page: pypdfium2.PdfPage) -> dict[int, int]:
    """Return the pieces of a page with their numbers in the order in which they are drawn."""
    pointers = (raw.FPDFPage_GetObject(page, number) for number in range(raw.FPDFPage_CountObjects(page)))
    return {ctypes.addressof(pointer.contents): number for number, pointer in enumerate(pointers)}


def _as_seen(text: pypdfium2.PdfTextPage, line: list[_Sign], drawn: dict[int, int]) -> list[_Sign]:
    """Return a line with names from right to left in the order in which its pieces are drawn, each name as it is read.

    PDFium gives such a line, or several as one, in the order of the other direction: figures before the name that
    they follow or joined to it.
    """
    placed = [((drawn.get(sign[1], 0), *box), sign) for sign in line if (box := _box(text, sign))]
    seen: list[list[_Sign]] = []
    end = 0.0
    for (_, left, right, height), several in groupby(sorted(placed, key=lambda each: each[0]), lambda each: each[0]):
        if seen and not -height < left - end < _GAP * height:
            seen.append([("\t", 0, 0)])
        # One glyph may stand for several letters; of these PDFium gives the last one first.
        glyph = [sign for _, sign in several]
        seen.append(glyph[::-1] if _FROM_THE_RIGHT.match(glyph[0][0]) else glyph)
        end = right
    return [sign for glyph in _names_read(seen) for sign in glyph]


def _names_read(seen: list[list[_Sign]]) -> list[list[_Sign]]:
    """Return the glyphs of a line from left to right with its names in the order in which they are read."""
    line = "".join(glyph[0][0] for glyph in seen)
    read = list(seen)
    for name in _NAME.finditer(line):
        first, last = name.span()
        read[first:last] = seen[first:last][::-1]
        for digits in _OWN_DIGITS.finditer(line, first, last):
            begin, end = first + last - digits.end(), first + last - digits.start()
            read[begin:end] = read[begin:end][::-1]
    return read


def _box(text: pypdfium2.PdfTextPage, sign: _Sign) -> tuple[float, float, float] | None:
    """Return where a drawn sign begins and ends from left to right, and the height of its line; None if it has none."""
    box = raw.FS_RECTF()
    if not sign[1] or not raw.FPDFText_GetLooseCharBox(text, sign[2], ctypes.byref(box)) or box.left >= box.right:
        return None
    return box.left, box.right, box.top - box.bottom


def _attachments(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """Return the embedded files by name as base64; of two with one name neither counts."""
    found: dict[str, str] = {}
    for number in range(document.count_attachments()):
        attachment = document.get_attachment(number)
        name, content = attachment.get_name(), bytes(attachment.get_data())
        if name in found or len(content) > LARGEST_ATTACHMENT:
            found[name] = ""
        else:
            found[name] = base64.b64encode(content).decode("ascii")
    return found


if __name__ == "__main__":
    main()
