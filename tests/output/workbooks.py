"""What tests read in workbooks: cells and formulas straight from the XML, and formulas computed in exact decimals."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineWorkbook

from grants.output.html.document import parse_document
from grants.output.workbook.writer import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

DATED = datetime(2026, 2, 16)  # noqa: DTZ001 - document properties know no zone
_RANGE = r"(?:'[^']+'!)?[A-Z]+\d+(?::[A-Z]+\d+)?"


def page(body: str) -> str:
    return f"<html><head><title>Probe</title></head><body>{body}</body></html>"


def table(body: str, head: str = "<tr><th>Name</th></tr>", foot: str = "", name: str = "probe") -> str:
    return (
        f"<table id='{name}'><caption>Tafel</caption><thead>{head}</thead><tbody>{body}</tbody>"
        f"<tfoot>{foot}</tfoot></table>"
    )


def number(value: str, text: str, name: str = "", sums: str = "", element: str = "td") -> str:
    of = f" data-name='{name}'" if name else ""
    of += f" data-sum='{sums}'" if sums else ""
    return f"<{element} value='{value}'{of}>{text}</{element}>"


def workbook_of(body: str) -> bytes:
    return write_workbook(parse_document(page(body)), DATED)


def rows_of(content: bytes, sheet: str = "Probe") -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def sheets_of(content: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


@dataclass(frozen=True, slots=True)
class Cells:
    """Every number and formula of a workbook by sheet and address."""

    values: dict[tuple[str, str], Decimal]
    formulas: dict[tuple[str, str], str]
    patterns: dict[tuple[str, str], str]

    def computed(self, sheet: str, address: str) -> Decimal:
        """Return what the formula of a cell yields from the numbers and formulas of the other cells."""
        formula = self.formulas.get((sheet, address))
        return self.values[sheet, address] if formula is None else self._result(formula, sheet)

    def _result(self, formula: str, sheet: str) -> Decimal:
        rounded = re.fullmatch(r"ROUND\((.*),(\d+)\)", formula)
        text, total, read = rounded[1] if rounded else formula, Decimal(0), ""
        for match in re.finditer(rf"([+-]?)(?:SUM\(([^)]*)\)|({_RANGE}))", text):
            part = sum((self.computed(*cell) for cell in _cells(match[2] or match[3], sheet)), Decimal(0))
            total += -part if match[1] == "-" else part
            read += match[0]
        assert read == text
        return total.quantize(Decimal(1).scaleb(-int(rounded[2])), ROUND_HALF_UP) if rounded else total


def cells_of(content: bytes) -> Cells:
    """Read the cells of a workbook without any library for workbooks."""
    found = Cells({}, {}, {})
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        patterns = _patterns(package.read("xl/styles.xml").decode())
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        for number, sheet in enumerate(names, start=1):
            xml = package.read(f"xl/worksheets/sheet{number}.xml").decode()
            for address, style, is_text, inner in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"( t="s")?>(.*?)</c>', xml):
                if formula := re.search(r"<f>(.*?)</f>", inner):
                    found.formulas[sheet, address] = unescape(formula[1])
                if not is_text and (value := re.search(r"<v>(.*?)</v>", inner)):
                    found.values[sheet, address] = Decimal(value[1])
                    found.patterns[sheet, address] = patterns[int(style)]
    return found


def _patterns(styles: str) -> list[str]:
    """Return the number format of each cell style."""
    own = {number: unescape(code) for number, code in re.findall(r'numFmtId="(\d+)" formatCode="([^"]*)"', styles)}
    return [own.get(number, "") for number in re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])]


def _cells(ranges: str, sheet: str) -> Iterator[tuple[str, str]]:
    for part in ranges.split(","):
        match = re.fullmatch(r"(?:'([^']+)'!)?([A-Z]+)(\d+)(?::\2(\d+))?", part)
        assert match
        for row in range(int(match[3]), int(match[4] or match[3]) + 1):
            yield match[1] or sheet, f"{match[2]}{row}"
