r"""Stream ends that every reader counts alike.

A stream ends with its data, an end of line and ``endstream``. Where the last byte of the data is a carriage return (one
compressed stream of 256), the line feed behind it makes one CRLF of the two, and a strict validator finds the stream
one byte shorter than its /Length. Such streams get a CRLF of their own; the table of offsets follows.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left

_AMBIGUOUS = re.compile(rb"\r(?=\nendstream)")
_OFFSET_OF_TABLE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_OBJECT_WITH_TABLE = re.compile(rb"(\d+ 0 obj\s*<<)(.*?)(>>\s*stream\r?\n)", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d+)")
_FORM = re.compile(rb"\s*/Length \d+|\s*/Filter /\w+|\s*/DecodeParms <<[^>]*>>|\s*/W \[[^]]*\]")
_WIDTHS = re.compile(rb"/W \[\s*(\d+) (\d+) (\d+)\s*\]")
_IN_FILE = 1
_OFFSET_BYTES = 5


def separate_stream_ends(content: bytes) -> bytes:
    """Return the same PDF (with cross-reference stream, as qpdf writes it) without an ambiguous end of a stream.

    Raises ValueError when the table of offsets is not where and what qpdf makes it.
    """
    places = [place.end() for place in _AMBIGUOUS.finditer(content)]
    if not places:
        return content
    start = _OFFSET_OF_TABLE.search(content)
    table = _OBJECT_WITH_TABLE.match(content, int(start[1])) if start else None
    if start is None or table is None:
        raise ValueError("the PDF has no cross-reference stream where it says")
    head, entries, stream = table[1], table[2], table[3]
    rows = _rows(entries, content[table.end() :])
    data = zlib.compress(
        b"".join(
            kind.to_bytes(1, "big")
            + (value + bisect_left(places, value) if kind == _IN_FILE else value).to_bytes(_OFFSET_BYTES, "big")
            + third.to_bytes(2, "big")
            for kind, value, third in rows
        )
    )
    form = b" /Filter /FlateDecode /W [ 1 %d 2 ] /Length %d " % (_OFFSET_BYTES, len(data))
    body = _AMBIGUOUS.sub(b"\r\r", content[: table.start()])
    line_end = b"\r\n" if data.endswith(b"\r") else b"\n"
    changed = head + _FORM.sub(b"", entries) + form + stream + data + line_end
    return body + changed + b"endstream\nendobj\n\nstartxref\n%d\n%%%%EOF\n" % len(body)


def _rows(entries: bytes, behind: bytes) -> list[tuple[int, int, int]]:
    """Return the rows of a cross-reference stream: kind, offset or number of the container, generation or index."""
    length, widths = _LENGTH.search(entries), _WIDTHS.search(entries)
    if length is None or widths is None:
        raise ValueError("the cross-reference stream says neither its length nor its columns")
    sizes = [int(size) for size in widths.groups()]
    data = zlib.decompress(behind[: int(length[1])])
    columns = sum(sizes)
    lines = _without_prediction(data, columns) if b"/Predictor 12" in entries else data
    rows = []
    for start in range(0, len(lines), columns):
        first, second = start + sizes[0], start + sizes[0] + sizes[1]
        rows.append(
            (
                int.from_bytes(lines[start:first], "big"),
                int.from_bytes(lines[first:second], "big"),
                int.from_bytes(lines[second : start + columns], "big"),
            )
        )
    return rows


def _without_prediction(data: bytes, columns: int) -> bytes:
    """Undo the PNG filter "up": each line states its difference to the line above."""
    above, lines = bytes(columns), []
    for start in range(0, len(data), columns + 1):
        line = data[start + 1 : start + 1 + columns]
        above = bytes((left + right) % 256 for left, right in zip(line, above, strict=True))
        lines.append(above)
    return b"".join(lines)
