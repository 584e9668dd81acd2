"""Workbooks written by hand, part by part and byte by byte: what no spreadsheet program would write."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from ledger.finding import UnreadableError
from ledger.imports.spreadsheet import sheet
from ledger.imports.workbook.workbook_reader import read_workbook
from tests.ledger.small_files import cells, is_german_sentence, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.imports.cells import Cell, Sheet

SOUND = workbook({"Blatt": cells("A;B", "1;2")})
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def sheets_of(content: bytes) -> tuple[Sheet, ...]:
    """Read a workbook in this process, by the function that the child process calls."""
    return tuple(sheet(raw) for raw in read_workbook(content))


def only_sheet(content: bytes) -> Sheet:
    """Return the only sheet of a workbook."""
    (found,) = sheets_of(content)
    return found


def rows_of(content: bytes) -> dict[int, list[Cell]]:
    """Return the cells of the only sheet by row number."""
    return {row.number: list(row.cells) for row in only_sheet(content).rows}


def refusal(content: bytes) -> UnreadableError:
    """Return the refusal of a workbook; fact and remedy are German sentences."""
    with pytest.raises(UnreadableError) as caught:
        read_workbook(content)
    assert is_german_sentence(caught.value.text)
    assert caught.value.remedy.startswith("Bitte ")
    assert is_german_sentence(caught.value.remedy)
    return caught.value


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a package of these parts, with the same bytes at any time of day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def rebuilt(change: Callable[[str, bytes], bytes], content: bytes = SOUND) -> bytes:
    """Return the workbook with some of its parts changed."""
    return zipped({name: change(name, part) for name, part in parts_of(content).items()})


def with_parts(parts: Mapping[str, bytes | str], content: bytes = SOUND) -> bytes:
    """Return the workbook with parts added or replaced."""
    return zipped({**parts_of(content), **parts})


def with_sheet(data: str, *, before: str = "", after: str = "", prolog: str = '<?xml version="1.0"?>') -> bytes:
    """Return a workbook whose only sheet holds the given XML, with more of it before and after its rows."""
    return with_parts(
        {SHEET: f'{prolog}<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'}
    )


def with_strings(*strings: str, cells_: str, opening: str = "<sst>") -> bytes:
    """Return a workbook with these shared strings (the XML of each) and these cells in its first row."""
    xml = f"<worksheet xmlns='{MAIN}'><sheetData><row r=\"1\">{cells_}</row></sheetData></worksheet>"
    opening = opening.replace("<sst", f'<sst xmlns="{MAIN}"')
    return with_parts({SHEET: xml, "xl/sharedStrings.xml": f"{opening}{''.join(strings)}</sst>"})


def in_directory(content: bytes, member: str, offset: int, value: bytes) -> bytes:
    """Return the package with bytes of one member's entry in the central directory overwritten."""
    changed = bytearray(content)
    name = changed.rindex(member.encode())
    entry = changed.rindex(b"PK\x01\x02", 0, name)
    changed[entry + offset : entry + offset + len(value)] = value
    return bytes(changed)


def open_document(rows: str, *, styles: str = "", columns: str = "", before: str = "", table: str = "") -> bytes:
    """Return an ODS workbook with one sheet of the given rows."""
    return open_document_of(f'<table:table table:name="Blatt" {table}>{columns}{rows}</table:table>', styles, before)


def open_document_of(tables: str, styles: str = "", before: str = "") -> bytes:
    """Return an ODS workbook with the given sheets."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{before}{tables}</office:spreadsheet></office:body>"
        f"</office:document-content>"
    )
    return zipped({"mimetype": ODS_TYPE, "content.xml": content})


def row_of_cells(*cells: str, row: str = "") -> str:
    """Return a row of an ODS sheet."""
    return f"<table:table-row {row}>{''.join(cells)}</table:table-row>"


def string_row(*texts: str, row: str = "") -> str:
    """Return a row of an ODS sheet with text cells."""
    return row_of_cells(*map(string_cell, texts), row=row)


def string_cell(text: str, more: str = "") -> str:
    """Return a text cell of an ODS sheet."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def number_cell(value: str, more: str = "") -> str:
    """Return a number cell of an ODS sheet."""
    return f'<table:table-cell office:value-type="float" office:value="{value}" {more}/>'


@dataclass(frozen=True)
class Member:
    """A member of a package written byte by byte; whatever is not given is true."""

    name: str
    content: bytes = b""
    packed: bytes | None = None
    announced: int | None = None
    check: int | None = None
    offset: int | None = None

    @property
    def deflated(self) -> bytes:
        """Return the packed content without the frame that zlib writes around it."""
        return zlib.compress(self.content)[2:-4] if self.packed is None else self.packed


def by_hand(members: list[Member]) -> bytes:
    """Return a package with exactly these members, however they contradict each other."""
    content, directory = b"", b""
    for member in members:
        packed = member.deflated
        check = zlib.crc32(member.content) if member.check is None else member.check
        length = len(member.content) if member.announced is None else member.announced
        name = member.name.encode()
        sizes = struct.pack("<HHHHIIIHH", 0, 8, 0, 33, check, len(packed), length, len(name), 0)
        offset = len(content) if member.offset is None else member.offset
        if member.offset is None:
            content += b"PK\x03\x04" + struct.pack("<H", 20) + sizes + name + packed
        directory += b"PK\x01\x02" + struct.pack("<HH", 20, 20) + sizes
        directory += struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(content), 0)
    return content + directory + b"PK\x05\x06" + end


def bomb(megabytes: int, sign: bytes = b" ") -> tuple[bytes, int]:
    """Return a packed stream that unpacks to this many megabytes of one sign, and its check sum, in little time."""
    piece = sign * 2**20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(megabytes):
        check = zlib.crc32(piece, check)
    return packed * megabytes + packer.flush(zlib.Z_FINISH), check
