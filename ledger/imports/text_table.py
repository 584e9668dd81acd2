"""Read a CSV file: encoding by mark or strict trial, delimiter as the caller's header demands."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from ledger.finding import UnreadableError
from ledger.german import format_count
from ledger.imports.cells import Row, Sheet
from ledger.imports.header import SEARCHED_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = (";", "\t", ",")
MOST_LINE_ENDS_IN_A_FIELD = 10
BEGINNING = 4_000
# Far beyond any export; what goes on longer would only fill the memory.
LONGEST_LINE, MOST_LINES = 1_000_000, 1_000_000
_NOT_IN_WINDOWS_TEXT = tuple(chr(code) for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\r")
# UTF-8 read as Windows-1252 shows umlauts, Turkish and Polish letters and the signs of typography as these pairs; a
# file that mixes both must not be half understood. Ä may stand before a closing quotation mark, a dash, an ellipsis.
_CONTINUED = "\u0080-\u00bf" + bytes(range(0x80, 0xC0)).decode("cp1252", "ignore")
_DOUBLED_UTF8 = tuple(
    re.compile(pair)
    for pair in (f"Ã[{_CONTINUED}]", f"Å[{_CONTINUED}]", f"Ä(?![…‘’“”–—\u00a0«»])[{_CONTINUED}]", "â[€‚]")
)


def decode(content: bytes, file: str) -> str:
    """Return the text of a file in UTF-8 or UTF-16 (with or without mark) or Windows-1252.

    Raises UnreadableError when none of them fits, or when two encodings are mixed.
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(sign in text for sign in _NOT_IN_WINDOWS_TEXT) or any(pair.search(text) for pair in _DOUBLED_UTF8):
            break
        return text
    raise _unreadable(file)


def _encodings(content: bytes) -> tuple[str, ...]:
    """Return the encodings to try: the one that mark or zero bytes name, else strict UTF-8 and then Windows-1252."""
    if content.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\x00" in content:
        return _utf_16_without_mark(content)
    return ("utf-8", "cp1252")


def _utf_16_without_mark(content: bytes) -> tuple[str, ...]:
    """Return the UTF-16 whose zero bytes stand before or behind most signs; zeros on both sides say nothing."""
    before, behind = content[0::2].count(0), content[1::2].count(0)
    if (before and behind) or 2 * (before + behind) < len(content) // 2:
        return ()
    return ("utf-16-be",) if before else ("utf-16-le",)


def _unreadable(file: str) -> UnreadableError:
    return UnreadableError(
        f"{file}: Die Zeichencodierung ist nicht erkennbar oder gemischt.",
        "Bitte die Datei aus dem Fachverfahren neu als CSV (UTF-8 oder Windows-1252) ausgeben.",
    )


def read_text_table(content: bytes, file: str) -> tuple[Sheet, ...]:
    """Return one sheet for each delimiter that yields more than one column; the format's header decides later.

    Only the first rows are read now, the others when somebody asks a sheet for them. Row numbers are line numbers of
    the file. Raises UnreadableError for broken quoting or a runaway quoted field.
    """
    text = decode(content, file)
    sheets = []
    broken = False
    for delimiter in [delimiter for delimiter in DELIMITERS if delimiter in text] or DELIMITERS:
        rows = _rows(text, delimiter, file)
        try:
            beginning = tuple(islice(rows, SEARCHED_ROWS))
            filled = any(len(row.texts) > 1 for row in chain(beginning, rows))
        except _BrokenQuotesError:
            broken = True
            continue
        if filled:
            further = _Further(text, delimiter, file) if len(beginning) == SEARCHED_ROWS else ()
            sheets.append(Sheet("", beginning, delimiter=delimiter, further=further))
    if not sheets:
        raise _broken_quotes(file) if broken else _no_table(file)
    return tuple(sheets)


@dataclass(frozen=True, slots=True)
class _Further:
    """The rows of a text behind those in which a header is looked for."""

    text: str
    delimiter: str
    file: str

    def __iter__(self) -> Iterator[Row]:
        """Read them. Raises UnreadableError where the quotes do not match or a field runs away."""
        return islice(_rows(self.text, self.delimiter, self.file), SEARCHED_ROWS, None)


def refuse_broken_quotes(content: bytes, file: str) -> None:
    """Refuse a file whose quotes do not match under the delimiter of its first lines.

    Asked when no format fits: another delimiter may have cut the file into columns that mean nothing.
    """
    text = decode(content, file)
    meant = max(DELIMITERS, key=text[:BEGINNING].count)
    for _ in _rows(text, meant, file):
        continue


class _BrokenQuotesError(UnreadableError):
    """The quotes do not match under one delimiter; under another they may."""


def _broken_quotes(file: str, line: int | None = None) -> _BrokenQuotesError:
    where = f" (gelesen bis Zeile {line})" if line else ""
    return _BrokenQuotesError(
        f"{file}: Die Anführungszeichen gehen nicht auf{where}.",
        "Bitte das offene Anführungszeichen schließen oder die Datei neu als CSV mit Semikolon ausgeben.",
    )


def _no_table(file: str) -> UnreadableError:
    return UnreadableError(
        f"{file}: Es ist keine Tabelle mit Spalten erkennbar.", "Bitte die Datei neu als CSV mit Semikolon ausgeben."
    )


def _rows(text: str, delimiter: str, file: str) -> Iterator[Row]:
    """Yield the rows of a text with the line at which each begins."""
    reader = csv.reader(_lines(text, file), delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in reader:
            last = reader.line_num
            if last - line > MOST_LINE_ENDS_IN_A_FIELD and any(map(_runs_away, fields)):
                raise _runaway_field(file, line)
            yield Row(line, tuple(fields))
            line = last + 1
    except csv.Error:
        raise _broken_quotes(file, reader.line_num) from None


def _lines(text: str, file: str) -> Iterator[str]:
    """Yield the lines of a text with their ends. Raises UnreadableError for more than a table can need."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LONGEST_LINE or number > MOST_LINES:
            raise UnreadableError(
                f"{file}: Die Datei hat mehr als {format_count(MOST_LINES)} Zeilen oder eine Zeile mit mehr als "
                f"{format_count(LONGEST_LINE)} Zeichen.",
                "Bitte den Export auf das Förderjahr und die benötigten Spalten begrenzen.",
            )
        yield line


def _runs_away(field: str) -> bool:
    return max(field.count("\n"), field.count("\r")) > MOST_LINE_ENDS_IN_A_FIELD


def _runaway_field(file: str, line: int) -> UnreadableError:
    return UnreadableError(
        f"{file}: Ab Zeile {line} verschluckt ein offenes Anführungszeichen mehrere Zeilen.",
        "Bitte das Anführungszeichen in dieser Zeile schließen oder entfernen.",
    )
