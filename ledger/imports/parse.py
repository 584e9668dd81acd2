"""One strict parser for each kind of cell. What is not plainly meant is refused with a remedy, never guessed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING

from ledger.fte import Fte
from ledger.imports.amount import parse_amount
from ledger.imports.cells import BLANKS, CellType
from ledger.imports.printable_text import printable
from ledger.imports.refusal import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    CellError,
    is_plausible_year,
    require_calculated,
    require_plausible_year,
    require_text,
)
from ledger.period import Month, day_of_serial

if TYPE_CHECKING:
    from ledger.imports.cells import Cell

__all__ = [
    "EARLIEST_YEAR",
    "LATEST_YEAR",
    "CellError",
    "parse_amount",
    "parse_code",
    "parse_day",
    "parse_fte",
    "parse_identifier",
    "parse_last_day",
    "parse_month",
    "parse_ratio",
    "parse_text",
    "parse_whole",
    "printable",
]

LONGEST_WHOLE = 12

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[/.](\d{4})", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_WHOLE = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+", re.ASCII)
_RATIO = re.compile(r"\d{1,6}(?:,\d{1,10})?", re.ASCII)
_SERIAL = re.compile(r"\d{5,7}", re.ASCII)
_CODE = re.compile(r"[\w./ -]{1,40}")


def parse_day(cell: Cell) -> date:
    """Return a day: a date cell, ``31.12.2025`` or ``2025-12-31``, or a spreadsheet's number of a day.

    Raises CellError, also for the 31st of April and for a number that is no day of a plausible year. In a text file a
    number is never a day.
    """
    expected = "ein Datum wie 31.12.2025"
    if cell.type is CellType.NUMBER:
        if counted := _plausible_serial(cell):
            return counted
        raise CellError(
            "Hier steht eine Zahl statt eines Datums.",
            expected,
            "Bitte die Zelle als Datum formatieren oder das Datum als Text TT.MM.JJJJ schreiben.",
        )
    require_text(cell, "Datum", "31.12.2025")
    text = cell.text.strip().removesuffix(" 00:00:00").removesuffix("T00:00:00")
    if match := _DAY.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise CellError("Das Datum ist nicht lesbar.", expected, "Bitte das Datum als TT.MM.JJJJ schreiben.")
    try:
        value = date(year, month, day)
    except ValueError:
        raise CellError("Dieses Datum gibt es im Kalender nicht.", expected, "Bitte das Datum berichtigen.") from None
    require_plausible_year(value.year)
    return value


def parse_last_day(cell: Cell) -> date | None:
    """Return the last day of something; 31.12.9999, which personnel systems write for "unbefristet", is open-ended."""
    if cell.text.strip() in ("31.12.9999", "9999-12-31") or _serial_day(cell) == date.max:
        return None
    return parse_day(cell)


def _serial_day(cell: Cell) -> date | None:
    """Return the day that a numeric cell counts, None when it is no whole number of days."""
    if cell.type is not CellType.NUMBER or not _SERIAL.fullmatch(cell.text):
        return None
    return day_of_serial(int(cell.text), from_1904=cell.epoch_1904)


def _plausible_serial(cell: Cell) -> date | None:
    day = _serial_day(cell)
    return day if day and is_plausible_year(day.year) else None


def parse_month(cell: Cell) -> Month:
    """Return a month: ``04/2025``, ``04.2025``, ``2025-04``, or any day of it as a date cell or its number.

    Raises CellError.
    """
    expected = "ein Monat wie 04/2025"
    if cell.type is CellType.DAY or _plausible_serial(cell):
        return Month.of(parse_day(cell))
    if cell.type is not CellType.NUMBER:
        require_text(cell, "Monat", "04/2025")
    text = cell.text.strip()
    if match := _MONTH.fullmatch(text):
        number, year = (int(part) for part in match.groups())
    elif match := _ISO_MONTH.fullmatch(text):
        year, number = (int(part) for part in match.groups())
    else:
        raise CellError("Der Monat ist nicht lesbar.", expected, "Bitte den Monat als MM/JJJJ schreiben.")
    try:
        month = Month(year, number)
    except ValueError:
        raise CellError("Diesen Monat gibt es nicht.", expected, "Bitte den Monat berichtigen.") from None
    require_plausible_year(year)
    return month


def parse_ratio(cell: Cell) -> Fraction:
    """Return a non-negative ratio exactly: hours such as ``19,50`` or a numeric cell. Raises CellError."""
    text = cell.text.translate(BLANKS).strip()
    if cell.type is CellType.NUMBER:
        try:
            value = Fraction(Decimal(text))
        except (InvalidOperation, ValueError, OverflowError):
            value = Fraction(-1)
        if value >= 0:
            return value
    elif cell.type is CellType.TEXT and _RATIO.fullmatch(text):
        return Fraction(text.replace(",", "."))
    raise CellError("Die Zahl ist nicht lesbar.", "eine Zahl wie 19,50", "Bitte die Zahl mit Dezimalkomma schreiben.")


def parse_fte(cell: Cell) -> Fte:
    """Return a share of a post above 0 and up to 1, with at most four decimals. Raises CellError."""
    ratio = parse_ratio(cell)
    share = Fte.from_ratio(ratio)
    if not 0 < ratio <= 1 or ratio * 10_000 != share.ten_thousandths:
        raise CellError(
            "Der Stellenanteil ist unzulässig.",
            "ein Anteil über 0 und bis 1 mit höchstens vier Nachkommastellen, etwa 0,7692",
            "Bitte den Anteil als Vollzeitäquivalent angeben (30 von 39 Stunden sind 0,7692).",
        )
    return share


def parse_whole(cell: Cell) -> int:
    """Return a non-negative whole number: ``1.017`` or ``1017``. Raises CellError."""
    text = cell.text.strip()
    written = cell.type is CellType.TEXT and _WHOLE.fullmatch(text)
    if (written or (cell.type is CellType.NUMBER and text.isdecimal())) and len(text) <= LONGEST_WHOLE:
        return int(text.replace(".", ""))
    raise CellError("Hier muss eine ganze Zahl stehen.", "eine ganze Zahl ab 0", "Bitte die Zahl berichtigen.")


def parse_identifier(cell: Cell) -> str:
    """Return a staff number or key as text; a numeric cell is refused, because leading zeros are lost in it."""
    if cell.type is CellType.NUMBER:
        raise CellError(
            "Die Nummer steht als Zahl in der Zelle; führende Nullen können verloren sein.",
            "eine Nummer als Text, etwa 00417",
            "Bitte die Spalte in der Tabelle als Text formatieren und die Nummern neu eintragen.",
        )
    return parse_code(cell)


def parse_code(cell: Cell) -> str:
    """Return an account, wage type or post number as text; a whole numeric cell is taken as it stands."""
    if cell.type is CellType.DAY or (cell.type is CellType.NUMBER and not cell.text.isdecimal()):
        raise CellError("Hier muss eine Nummer stehen.", "eine Nummer", "Bitte die Nummer als Text schreiben.")
    text = parse_text(cell)
    if not _CODE.fullmatch(text):
        raise CellError(
            "Die Nummer enthält unzulässige Zeichen.",
            "Buchstaben, Ziffern, Punkt, Schräg- und Bindestrich",
            "Bitte die Nummer berichtigen.",
        )
    return text


def parse_text(cell: Cell) -> str:
    """Return one line of text in normal form (NFC). What papers cannot print is refused with CellError."""
    require_calculated(cell, "Text")
    return printable(re.sub(r"[\r\n\t]+", " ", cell.text))
