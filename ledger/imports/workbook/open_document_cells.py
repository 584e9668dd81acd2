"""One cell of an ODS sheet: its attributes and paragraphs become a text and a kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.imports.workbook.cell_values import moment_cell, number_cell
from ledger.imports.workbook.raw_sheet import FAULTY, TEXT, UNCALCULATED

if TYPE_CHECKING:
    from collections.abc import Mapping

_BLANKS = re.compile("[ \t\r\n]+")
_DURATION = re.compile(r"P(?:(\d{1,6})D)?T?(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:[.,]\d+)?S)?", re.ASCII)
# How programs show an error value; LibreOffice and Excel both store some of them as a text or as 0.
_ERROR = re.compile(r"#[A-ZÄÖÜ/0?!]{2,9}[!?]?|(?:Err|Fehler):\d{3}")
_NUMBERS = ("float", "percentage", "currency")
_TRUTH = {"true": "WAHR", "false": "FALSCH"}


class CellText:
    """The text of a cell as it is written: paragraphs are lines, blanks in a row count once."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.length = 0

    def begin_paragraph(self) -> None:
        """Begin a line."""
        self.paragraphs.append("")

    def add(self, text: str) -> None:
        """Add text in which blanks and line ends only lay out the file."""
        line = self.paragraphs[-1]
        text = _BLANKS.sub(" ", text) if _BLANKS.search(text) else text
        self.add_exactly(text.lstrip(" ") if not line or line.endswith(" ") else text)

    def add_exactly(self, text: str) -> None:
        """Add text as it stands."""
        self.paragraphs[-1] += text
        self.length += len(text)

    def __str__(self) -> str:
        """Return the lines."""
        return "\n".join(self.paragraphs)


def open_cell(attributes: Mapping[str, str], written: str) -> tuple[str, str]:
    """Return text and kind of a cell from its attributes and its written text. A formula needs a value."""
    has_formula = "table:formula" in attributes
    if has_formula and (attributes.get("calcext:value-type") == "error" or _ERROR.fullmatch(written)):
        return "", FAULTY
    if "office:value-type" not in attributes:
        return ("", UNCALCULATED) if has_formula else (written, TEXT)
    return _typed(attributes, written, has_formula=has_formula)


def _typed(attributes: Mapping[str, str], written: str, *, has_formula: bool) -> tuple[str, str]:
    type_ = attributes["office:value-type"]
    if type_ in _NUMBERS:
        value = attributes.get("office:value", "")
        return number_cell(value) if value.strip() else ("", UNCALCULATED if has_formula else FAULTY)
    if type_ == "date":
        return moment_cell(attributes.get("office:date-value", written))
    if type_ == "time":
        return _clock(attributes.get("office:time-value", written)), TEXT
    if type_ == "boolean":
        truth = _TRUTH.get(attributes.get("office:boolean-value", ""))
        return (truth, TEXT) if truth else ("", FAULTY)
    return attributes.get("office:string-value", written), TEXT


def _clock(duration: str) -> str:
    match = _DURATION.fullmatch(duration)
    if match is None:
        return duration
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return f"{days * 24 + hours:02d}:{minutes:02d}:{seconds:02d}"
