"""The rows of an XLSX sheet: from the tokens of its cells to texts and kinds, each at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.imports.workbook.cell_values import Form, moment_cell, number_cell, serial_cell
from ledger.imports.workbook.plain_xml import NotPlainError
from ledger.imports.workbook.raw_sheet import FAULTY, TEXT, UNCALCULATED, RowCollector, column_number, place_cell
from ledger.imports.workbook.row_shapes import Reading, RowShapes
from ledger.imports.workbook.spreadsheet_limits import LONGEST_CELL, MOST_COLUMNS, beyond, damaged, misplaced, too_long

# What stands in one cell: the whole tag, column, row, its other attributes, the formula's tag, value, inline text.
RawCell = tuple[str, str, str, str, str, str, str]
Readings = Mapping[int, Reading]

_DIGITS = re.compile("[0-9]{1,7}")
_ATTRIBUTE = re.compile(r' (s|t|cm|vm|ph)="([^"<>&]*)"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUTH = {"1": ("WAHR", TEXT), "true": ("WAHR", TEXT), "0": ("FALSCH", TEXT), "false": ("FALSCH", TEXT), "": ("", TEXT)}


@dataclass(frozen=True, slots=True)
class Style:
    """What the style of a cell means for its value: what its number shows, and whether it is struck out."""

    form: Form = Form.NUMBER
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a workbook says once for all its sheets.

    ``strings`` is keyed by the position as it is written in a cell, so that no odd spelling reaches another string.
    ``unreliable`` says that the program that wrote the file did not calculate.
    """

    strings: Mapping[str, tuple[str, str]]
    styles: Mapping[str, Style]
    epoch_1904: bool
    unreliable: bool


@dataclass(frozen=True, slots=True)
class _Manner:
    """How the cells with the same attributes are read."""

    type: str
    read: Reading
    struck: bool


class WorksheetRows:
    """The rows of one sheet as they come in, by whichever lane."""

    def __init__(self, sheet: str, conventions: Conventions, room: int) -> None:
        self.collector = RowCollector(sheet, room)
        self._conventions = conventions
        self._manners: dict[str, _Manner] = {}
        self.shapes = RowShapes()

    def add_written(self, written: str) -> bool:
        """Take one row as it is written if it is built like an earlier one; return whether it was taken."""
        row = self.shapes.read(written)
        if row is None:
            return False
        digits, texts, kinds, hidden = row
        self.collector.add(self._begin(digits), texts, kinds, hidden=hidden, struck=False)
        return True

    def add(self, digits: str, cells: Sequence[RawCell], *, hidden: bool, struck: bool = False) -> Readings:
        """Take one row, cell by cell; return how its values are read, or nothing if there is more to it than values.

        Raises UnreadableError for cells out of order and filled cells beyond the limits.
        """
        number = self._begin(digits)
        texts: list[str] = []
        kinds: list[str] = []
        readings: dict[int, Reading] = {}
        last, simple = 0, True
        for whole, letters, row, attributes, formula, value, inline in cells:
            column = column_number(letters)
            if column <= last or row != digits:
                raise misplaced(self.collector.sheet, letters + row)
            last = column
            manner = self._manners.get(attributes) or self._manner(attributes)
            simple = simple and not (formula or inline or manner.struck)
            if whole.endswith("</v></c>"):
                readings[column] = manner.read
            text, kind = manner.read(value or inline)
            if formula and self._is_uncalculated(manner, whole, value):
                text, kind = "", UNCALCULATED
            if not text and kind == TEXT:
                continue
            if column > MOST_COLUMNS:
                raise beyond(self.collector.sheet, letters + row)
            struck = struck or manner.struck
            place_cell(texts, kinds, column, text, kind)
        self.collector.add(number, texts, kinds, hidden=hidden, struck=struck)
        return readings if simple and last <= MOST_COLUMNS else {}

    def _begin(self, digits: str) -> int:
        if not _DIGITS.fullmatch(digits):
            raise damaged()
        number = int(digits)
        self.collector.check_order(number)
        return number

    def _is_uncalculated(self, manner: _Manner, whole: str, value: str) -> bool:
        """Return whether a formula has no value. A text may be empty; a program that does not calculate writes 0."""
        if not value:
            return not (manner.type == "str" and "<v" in whole) and manner.type != "e"
        return self._conventions.unreliable and value == "0" and manner.type == "n"

    def _manner(self, attributes: str) -> _Manner:
        known = dict(_ATTRIBUTE.findall(attributes))
        if "".join(f' {name}="{value}"' for name, value in known.items()) != attributes.rstrip():
            raise NotPlainError
        style = self._conventions.styles.get(known.get("s", "0"), Style())
        type_ = known.get("t", "n")
        self._manners[attributes] = manner = _Manner(type_, self._reading(type_, style), style.struck)
        return manner

    def _reading(self, type_: str, style: Style) -> Reading:
        if type_ == "s":
            return self._conventions.strings.__getitem__
        if type_ == "n":
            if style.form is Form.NUMBER:
                return _Remembered(number_cell).__getitem__
            epoch = self._conventions.epoch_1904
            return _Remembered(lambda stored: serial_cell(stored, style.form, epoch_1904=epoch)).__getitem__
        if type_ in ("str", "inlineStr"):
            return _Remembered(self._text).__getitem__
        if type_ in _SIMPLE:
            return _SIMPLE[type_]
        raise damaged()

    def _text(self, written: str) -> tuple[str, str]:
        if len(written) > LONGEST_CELL:
            raise too_long(f"Auf dem Blatt „{self.collector.sheet}“ in Zeile {self.collector.last}")
        return plain_text(written), TEXT


class _Remembered(dict[str, tuple[str, str]]):
    """A reading that is done once for each spelling: tables repeat their days, texts and many of their amounts."""

    def __init__(self, reading: Reading) -> None:
        self._read = reading
        super().__init__()

    def __missing__(self, written: str) -> tuple[str, str]:
        self[written] = cell = self._read(written)
        return cell


_SIMPLE: Mapping[str, Reading] = {
    "b": lambda written: _TRUTH.get(written, ("", FAULTY)),
    "d": moment_cell,
    "e": lambda _: ("", FAULTY),
}


def plain_text(written: str) -> str:
    """Return text in which spreadsheets have written control characters as _x000D_."""
    return _ESCAPED.sub(_sign, written) if "_x" in written else written


def _sign(match: re.Match[str]) -> str:
    """Return the sign meant, unless it is none that may stand in a text: then its spelling is left."""
    sign = chr(int(match[1], 16))
    return sign if sign in "\t\n\r" or sign.isprintable() else match[0]
