"""What a reader of an XLSX sees and computes with: sheets, cells with formula, value and format, what is hidden."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grants.output.finished.parts import tree_of
from grants.output.finished.reading import FileFaultError, refuse_too_large
from ledger.finding import UnreadableError
from ledger.imports.workbook.package_scan import Package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BOOK, _STRINGS, _STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_NO_WORKBOOK = "Die Datei ist keine lesbare Arbeitsmappe; sie ist beschädigt, verschlüsselt oder von anderer Art."
_FIFTEEN_DIGITS = Context(prec=15)
_SHOWN = "visible"
# What lies over the cells of a sheet or changes how they look.
_OVER = ("conditionalFormatting", "drawing", "legacyDrawing", "headerFooter", "oleObjects", "controls", "picture")


@dataclass(frozen=True, slots=True)
class ShownCell:
    """Eine Zelle: formula without its sign of equality, value or text, number format."""

    formula: str
    value: str
    pattern: str


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """Ein Blatt: whether it is shown, its cells by address, hidden rows and columns, what lies over the cells."""

    state: str
    cells: Mapping[str, ShownCell]
    hidden_rows: frozenset[str]
    hidden_columns: frozenset[int]
    over: frozenset[str]


def read_cells(content: bytes) -> dict[str, ShownSheet]:
    """Return the sheets of an XLSX by name in their order. Raises FileFaultError when it cannot be read."""
    refuse_too_large(content)
    try:
        return dict(_sheets(Package(content)))
    except (UnreadableError, zipfile.BadZipFile, zlib.error, ET.ParseError, ValueError, EOFError, RecursionError):
        raise FileFaultError(_NO_WORKBOOK) from None
    except (LookupError, InvalidOperation):
        raise FileFaultError(_NO_WORKBOOK) from None


def _sheets(package: Package) -> Iterator[tuple[str, ShownSheet]]:
    strings = (
        [_text(item) for item in tree_of(package.read(_STRINGS))]
        if _STRINGS.lower() in map(str.lower, package.names)
        else []
    )
    patterns = _patterns(tree_of(package.read(_STYLES)))
    links = {link.attrib["Id"]: link.attrib["Target"] for link in tree_of(package.read("xl/_rels/workbook.xml.rels"))}
    for sheet in tree_of(package.read(_BOOK)).iterfind(f"{_S}sheets/{_S}sheet"):
        part = posixpath.normpath(posixpath.join("/xl", links[sheet.attrib[f"{_R}id"]])).lstrip("/")
        yield (
            sheet.attrib["name"],
            _sheet(sheet.attrib.get("state", _SHOWN), tree_of(package.read(part)), strings, patterns),
        )


def _sheet(state: str, root: ET.Element, strings: list[str], patterns: list[str]) -> ShownSheet:
    cells = {cell.attrib["r"]: _cell(cell, strings, patterns) for cell in root.iter(f"{_S}c")}
    rows = [row for row in root.iter(f"{_S}row") if _is_hidden(row) or row.get("ht") == "0"]
    columns = [column for column in root.iter(f"{_S}col") if _is_hidden(column) or column.get("width") == "0"]
    return ShownSheet(
        state,
        {address: cell for address, cell in cells.items() if cell.formula or cell.value},
        frozenset(row.attrib["r"] for row in rows),
        frozenset(n for each in columns for n in range(int(each.attrib["min"]), int(each.attrib["max"]) + 1)),
        frozenset(
            f"{name} {''.join(each.itertext())}".strip() for name in _OVER for each in root.iterfind(f"{_S}{name}")
        ),
    )


def _cell(cell: ET.Element, strings: list[str], patterns: list[str]) -> ShownCell:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_S}v", "")
    if kind == "s":
        value = strings[int(value)] if value else ""
    elif kind == "inlineStr":
        value = "".join(_text(inside) for inside in cell.iterfind(f"{_S}is"))
    elif kind == "n" and value:
        value = f"{Decimal(value).normalize(_FIFTEEN_DIGITS):f}"
    return ShownCell(cell.findtext(f"{_S}f", ""), value, patterns[int(cell.get("s", "0"))])


def _patterns(styles: ET.Element) -> list[str]:
    """Return the number format of each style; one that Excel knows by number is its number."""
    own = {each.attrib["numFmtId"]: each.attrib["formatCode"] for each in styles.iter(f"{_S}numFmt")}
    numbers = [style.get("numFmtId", "0") for style in styles.iterfind(f"{_S}cellXfs/{_S}xf")]
    return [own.get(number, number) for number in numbers]


def _text(item: ET.Element) -> str:
    return "".join(each.text or "" for each in item.iter(f"{_S}t"))


def _is_hidden(element: ET.Element) -> bool:
    return element.get("hidden") in ("1", "true")
