"""An XLSX workbook: which sheets there are and where, and what styles, strings and calendar mean for their cells."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ledger.imports.workbook.cell_values import form_of
from ledger.imports.workbook.open_xml_names import OPEN_XML
from ledger.imports.workbook.plain_xml import NotPlainError, read_plain, unescaped
from ledger.imports.workbook.raw_sheet import STRUCK, TEXT, RawSheet
from ledger.imports.workbook.sheet_filter import TableScan
from ledger.imports.workbook.spreadsheet_limits import (
    LONGEST_CELL,
    MOST_CELLS,
    binary_workbook,
    damaged,
    no_workbook,
    too_long,
)
from ledger.imports.workbook.worksheet_rows import Conventions, Style, plain_text
from ledger.imports.workbook.worksheet_scan import scan_worksheet
from ledger.imports.workbook.xml_scan import XmlScan

if TYPE_CHECKING:
    from ledger.imports.workbook.package_scan import Package

_TRUE = ("1", "true")
_STRINGS_OPENING = re.compile(rb"<sst[^<>]*(?<!/)>")
_STRING = re.compile(r'(<si><t(?: xml:space="preserve")?>([^<]*)</t></si>)')


@dataclass(frozen=True, slots=True)
class _Relation:
    """Where a part refers to: what kind of thing it is, and its name in the package."""

    kind: str
    target: str


def scan_workbook(package: Package) -> list[RawSheet]:
    """Return every sheet. Raises UnreadableError, and the errors of zip and XML for damaged packages."""
    root = next((r.target for r in _relations(package, "").values() if r.kind == "officeDocument"), "")
    if root.endswith(".bin"):
        raise binary_workbook()
    workbook = _WorkbookScan()
    workbook.read(package.pieces(root))
    relations = _relations(package, root)
    conventions = Conventions(
        _strings(package, relations), _styles(package, relations), workbook.epoch_1904, workbook.unreliable
    )
    sheets, room, seen = [], MOST_CELLS, set()
    for name, relation, hidden in workbook.sheets:
        part = relations.get(relation)
        if part is None or part.target.lower() in seen:
            raise damaged()
        seen.add(part.target.lower())
        if part.kind == "worksheet":
            filters = _table_filters(package, part.target)
            sheet, room = scan_worksheet(name, partial(package.pieces, part.target), conventions, room, filters)
            sheets.append(sheet._replace(hidden=hidden))
    return sheets


class _WorkbookScan(XmlScan):
    """The list of sheets, the calendar, and whether the program that wrote the file left the calculating to others."""

    names = OPEN_XML

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.epoch_1904 = self.unreliable = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.path[0] != "workbook":
            raise no_workbook()
        if self.path == ["workbook", "sheets", "sheet"]:
            relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), relation, hidden))
        elif name == "sheet":
            raise damaged()
        elif name == "workbookPr":
            self.epoch_1904 = attributes.get("date1904") in _TRUE
        elif name == "calcPr":
            self.unreliable = attributes.get("fullCalcOnLoad") in _TRUE


class _RelationScan(XmlScan):
    names = OPEN_XML

    def __init__(self, source: str) -> None:
        super().__init__()
        self.relations: dict[str, _Relation] = {}
        self._folder = posixpath.dirname(source)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.relations[attributes.get("Id", "")] = _Relation(kind, target.lstrip("/"))


def _relations(package: Package, source: str) -> dict[str, _Relation]:
    """Return the relations of a part by their id; a part without any has none."""
    folder, name = posixpath.split(source)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    scan = _RelationScan(source)
    if path.lower() in package.names:
        scan.read(package.pieces(path))
    return scan.relations


def _table_filters(package: Package, sheet: str) -> list[str]:
    """Return the areas of the active filters of the tables on a sheet."""
    areas: list[str] = []
    for relation in _relations(package, sheet).values():
        if relation.kind == "table":
            table = TableScan()
            table.read(package.pieces(relation.target))
            areas.extend(table.filter.areas)
    return areas


class _StyleScan(XmlScan):
    """The cell styles by their position: which form a number takes, and whether the font is struck out."""

    names = OPEN_XML

    def __init__(self) -> None:
        super().__init__()
        self.styles: dict[str, Style] = {}
        self._codes: dict[str, str] = {}
        self._struck: dict[str, bool] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        group = self.path[1] if len(self.path) > 1 else ""
        if name == "numFmt" and group == "numFmts":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font" and group == "fonts":
            self._struck[str(len(self._struck))] = False
        elif name == "strike" and group == "fonts":
            self._struck[str(len(self._struck) - 1)] = attributes.get("val", "1") in _TRUE
        elif name == "xf" and group == "cellXfs":
            number = attributes.get("numFmtId", "0")
            form = form_of(int(number), self._codes.get(number))
            struck = self._struck.get(attributes.get("fontId", "0"), False)
            self.styles[str(len(self.styles))] = Style(form, struck)


def _styles(package: Package, relations: dict[str, _Relation]) -> dict[str, Style]:
    scan = _StyleScan()
    for relation in relations.values():
        if relation.kind == "styles":
            scan.read(package.pieces(relation.target))
            break
    return scan.styles


class _StringScan(XmlScan):
    """The shared strings by their position as cells write it; runs are joined, readings of signs left out."""

    names = OPEN_XML

    def __init__(self) -> None:
        super().__init__()
        self.strings: dict[str, tuple[str, str]] = {"": ("", TEXT)}
        self._text = ""
        self._struck = self._collect = False

    def at_units(self) -> bool:
        """Return whether strings come next."""
        return self.path == ["sst"]

    def take(self, text: str) -> None:
        """Take whole strings in plain form. Raises NotPlainError for any other."""
        found = _STRING.findall(text)
        if "".join([whole for whole, _ in found]) != text:
            raise NotPlainError
        for _, string in found:
            self._keep(unescaped(string))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._text, self._struck = "", False
        elif name == "strike" and attributes.get("val", "1") in _TRUE:
            self._struck = True
        self._collect = name == "t" and "rPh" not in self.path

    def text(self, text: str) -> None:
        if self._collect:
            self._text += text

    def end(self, name: str) -> None:
        self._collect = False
        if name == "si":
            self._keep(self._text, STRUCK if self._struck else TEXT)

    def _keep(self, string: str, kind: str = TEXT) -> None:
        if len(string) > LONGEST_CELL:
            raise too_long("In einer Zelle")
        self.strings[str(len(self.strings) - 1)] = (plain_text(string), kind)


def _strings(package: Package, relations: dict[str, _Relation]) -> dict[str, tuple[str, str]]:
    """Return the strings that are there; how many the part announces is not even read."""
    target = next((r.target for r in relations.values() if r.kind == "sharedStrings"), None)
    if target is None:
        return _StringScan().strings
    try:
        scan = _StringScan()
        pieces = package.pieces(target)
        read_plain(scan, pieces, opening=_STRINGS_OPENING, unit=b"</si>", closing=b"</sst>", take=scan.take)
    except NotPlainError:
        scan = _StringScan()
        scan.read(package.pieces(target))
    return scan.strings
