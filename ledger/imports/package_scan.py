"""Look into an XLSX package before any library does: limits, and what the fast reader would not tell.

The fast reader allocates a dense table for whatever position a cell claims, and shows a formula without value and an
error value as an empty cell. This scan reads every part with expat, event by event, and keeps nothing but marks.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from xml.parsers.expat import ExpatError, ParserCreate

from ledger.finding import UnreadableError
from ledger.imports.cells import CellType

LARGEST_PACKED = 20 * 2**20
LARGEST_UNPACKED = 200 * 2**20
MOST_MEMBERS = 1_000
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 200, 4_000_000
# Beyond this no cell is an amount or a day, and the fast reader may abort on it.
LARGEST_NUMBER = Decimal(10) ** 15

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    InvalidOperation,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
)


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What a sheet holds that the fast reader would pass over: odd cells by (row, column), and hidden rows."""

    cells: dict[tuple[int, int], CellType]
    hidden_rows: int


def scan_package(content: bytes, file: str) -> dict[str, SheetMarks]:
    """Return the marks of each sheet by its name.

    Raises UnreadableError for anything but a sound, unencrypted XLSX within the limits.
    """
    if len(content) > LARGEST_PACKED:
        raise too_large(file)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise too_large(file)
            parts = {m.filename: _unpack(package, m, file) for m in members if not m.filename.startswith("xl/media/")}
        if "xl/workbook.xml" not in parts:
            raise damaged(file)
        return _scan_parts(parts, file)
    except _ERRORS:
        raise damaged(file) from None


def damaged(file: str) -> UnreadableError:
    """Return the refusal of a package that cannot be read."""
    return UnreadableError(
        f"{file}: Die Arbeitsmappe ist beschädigt, verschlüsselt oder keine XLSX-Datei.",
        "Bitte die Datei in der Tabellenkalkulation öffnen und ohne Kennwort als XLSX speichern.",
    )


def too_large(file: str, place: str = "") -> UnreadableError:
    """Return the refusal of a package beyond the limits, with the place where that is known."""
    return UnreadableError(
        f"{file}: Die Arbeitsmappe ist zu groß (erlaubt: {MOST_ROWS} Zeilen, {MOST_COLUMNS} Spalten, 200 MB entpackt)."
        + place,
        "Bitte nur das benötigte Blatt mit den benötigten Spalten ausgeben.",
    )


def _unpack(package: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> bytes:
    """Unpack one part, but never more than the package directory announced."""
    with package.open(member) as stream:
        part = stream.read(member.file_size + 1)
    if len(part) > member.file_size:
        raise damaged(file)
    return part


def _scan_parts(parts: dict[str, bytes], file: str) -> dict[str, SheetMarks]:
    scans = {}
    for path, part in parts.items():
        if path.endswith((".xml", ".rels")) or path.startswith("xl/"):
            scans[path] = _Scan(file)
            scans[path].read(part)
    targets = scans["xl/_rels/workbook.xml.rels"].relations if "xl/_rels/workbook.xml.rels" in scans else {}
    marks = {}
    for name, relation in scans["xl/workbook.xml"].sheets:
        target = targets.get(relation, "")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if path in scans:
            marks[name] = SheetMarks(scans[path].cells, scans[path].hidden_rows)
    return marks


@dataclass(slots=True)
class _Scan:
    """One part, read event by event: the positions and kinds of cells, sheets, relations."""

    file: str
    cells: dict[tuple[int, int], CellType] = field(default_factory=dict)
    sheets: list[tuple[str, str]] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)
    hidden_rows: int = 0
    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0
    inside: str = ""
    in_cell: bool = False
    cell_type: str = "n"

    def read(self, part: bytes) -> None:
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.Parse(part, True)  # noqa: FBT003 - expat knows no names

    def _doctype(self, *_: object) -> None:
        raise damaged(self.file)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.inside = local = name.rpartition(":")[2]
        if local == "c":
            self._cell(attributes)
        elif local == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            self.hidden_rows += attributes.get("hidden") in ("1", "true")
            self._check_position()
        elif local == "f" and self.in_cell:
            self.cells[self.row, self.column] = CellType.UNCALCULATED
        elif local == "v" and self.cell_type == "str" and self.in_cell:
            # A formula whose result is a text has a value even when that text is empty.
            self._calculated()
        elif local == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif local == "Relationship":
            self.relations[attributes.get("Id", "")] = attributes.get("Target", "")

    def _cell(self, attributes: dict[str, str]) -> None:
        self.in_cell, self.cell_type = True, attributes.get("t", "n")
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise damaged(self.file)
            self.column, self.row = _column_number(match[1]), int(match[2])
        self._check_position()
        if attributes.get("t") == "e":
            self.cells[self.row, self.column] = CellType.FAULTY

    def _check_position(self) -> None:
        self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
        beyond = self.last_row > MOST_ROWS or self.last_column > MOST_COLUMNS
        if beyond or self.last_row * self.last_column > MOST_CELLS:
            raise too_large(self.file, f" Die Zelle in Zeile {self.row}, Spalte {self.column} liegt außerhalb.")

    def _text(self, text: str) -> None:
        """A cached value makes a formula a number like any other."""
        if self.inside in ("v", "t") and self.in_cell and text.strip():
            self._calculated()
            if self.cell_type == "n" and ("e" in text or "E" in text) and abs(Decimal(text.strip())) > LARGEST_NUMBER:
                raise damaged(self.file)

    def _calculated(self) -> None:
        place = (self.row, self.column)
        if self.cells.get(place) is CellType.UNCALCULATED:
            del self.cells[place]

    def _end(self, name: str) -> None:
        self.inside = ""
        if name.rpartition(":")[2] == "c":
            self.in_cell = False


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
