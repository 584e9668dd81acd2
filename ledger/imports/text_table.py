"""Read a CSV file: encoding by mark or strict trial, delimiter as the caller's header demands."""

from __future__ import annotations

import csv
import io
import re

from ledger.finding import UnreadableError
from ledger.imports.cells import Cell, Row, Sheet

DELIMITERS = (";", "\t", ",")
MOST_LINE_ENDS_IN_A_FIELD = 10
BEGINNING = 4_000
_NOT_IN_WINDOWS_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# UTF-8 read as Windows-1252 shows umlauts as these pairs; a file that mixes both must not be half understood.
_DOUBLED_UTF8 = re.compile("Ã[\u0080-\u00bf" + bytes(range(0x80, 0xC0)).decode("cp1252", "ignore") + "]")


def decode(content: bytes, file: str) -> str:
    """Return the text of a file in UTF-8 (with or without mark), UTF-16 (with mark) or Windows-1252.

    Raises UnreadableError when none of them fits, or when two encodings are mixed.
    """
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _NOT_IN_WINDOWS_TEXT.search(text) or _DOUBLED_UTF8.search(text):
            break
        return text
    raise _unreadable(file)


def _encodings(content: bytes) -> tuple[str, ...]:
    """Return the encodings to try: the one a mark names, else strict UTF-8 and then Windows-1252."""
    if content.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8", "cp1252")


def _unreadable(file: str) -> UnreadableError:
    return UnreadableError(
        f"{file}: Die Zeichencodierung ist nicht erkennbar oder gemischt.",
        "Bitte die Datei aus dem Fachverfahren neu als CSV (UTF-8 oder Windows-1252) ausgeben.",
    )


def read_text_table(content: bytes, file: str) -> tuple[Sheet, ...]:
    """Return one sheet for each delimiter that yields more than one column; the format's header decides later.

    Row numbers are line numbers of the file. Raises UnreadableError for broken quoting or a runaway quoted field.
    """
    text = decode(content, file)
    sheets = []
    broken = False
    for delimiter in DELIMITERS:
        try:
            rows = _rows(text, delimiter, file)
        except csv.Error:
            broken = True
            continue
        if any(len(row.cells) > 1 for row in rows):
            sheets.append(Sheet("", rows, delimiter=delimiter))
    if not sheets:
        raise _broken_quotes(file) if broken else _no_table(file)
    return tuple(sheets)


def refuse_broken_quotes(content: bytes, file: str) -> None:
    """Refuse a file whose quotes do not match under the delimiter of its first lines.

    Asked when no format fits: another delimiter may have cut the file into columns that mean nothing.
    """
    text = decode(content, file)
    meant = max(DELIMITERS, key=text[:BEGINNING].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=meant, strict=True)
    try:
        for _ in reader:
            continue
    except csv.Error:
        raise _broken_quotes(file, reader.line_num) from None


def _broken_quotes(file: str, line: int | None = None) -> UnreadableError:
    where = f" (gelesen bis Zeile {line})" if line else ""
    return UnreadableError(
        f"{file}: Die Anführungszeichen gehen nicht auf{where}.",
        "Bitte das offene Anführungszeichen schließen oder die Datei neu als CSV mit Semikolon ausgeben.",
    )


def _no_table(file: str) -> UnreadableError:
    return UnreadableError(
        f"{file}: Es ist keine Tabelle mit Spalten erkennbar.", "Bitte die Datei neu als CSV mit Semikolon ausgeben."
    )


def _rows(text: str, delimiter: str, file: str) -> tuple[Row, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    line = 1
    for fields in reader:
        if any(field.count("\n") > MOST_LINE_ENDS_IN_A_FIELD for field in fields):
            raise UnreadableError(
                f"{file}: Ab Zeile {line} verschluckt ein offenes Anführungszeichen mehrere Zeilen.",
                "Bitte das Anführungszeichen in dieser Zeile schließen oder entfernen.",
            )
        rows.append(Row(line, tuple(Cell(field) for field in fields)))
        line = reader.line_num + 1
    return tuple(rows)
