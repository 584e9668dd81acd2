"""Parse an amount strictly: German spellings and numeric cells to whole cents, everything ambiguous refused."""

from __future__ import annotations

import re
from decimal import Context, InvalidOperation
from typing import TYPE_CHECKING

from ledger.imports.cells import BLANKS, CellType
from ledger.imports.refusal import CellError, require_text
from ledger.money import CENTS_PER_EURO, Money

if TYPE_CHECKING:
    from ledger.imports.cells import Cell

LARGEST_CENTS = 10**13
# A spreadsheet shows and means this many digits of a number; what its binary form adds behind them is noise.
_SPREADSHEET_DIGITS = Context(prec=15)

_UNSIGNED = r"(?:\d{1,3}(?:\.\d{3}){1,5}|\d{1,3}(?: \d{3}){1,5}|\d{1,18})(?:,\d{1,2})?"
_AMOUNT = re.compile(rf"(?P<lead>-?)\s?(?P<body>{_UNSIGNED})\s?(?P<trail>-?)", re.ASCII)
_BRACKETS = re.compile(rf"\(\s?(?P<body>{_UNSIGNED})\s?\)", re.ASCII)
# How nearly every export writes an amount; whatever looks otherwise is looked at closely.
_COMMON = r"(?:\d{1,3}\.\d{3}|\d{1,11}|\d{1,3}\.\d{3}\.\d{3}),\d\d"
_COMMON_AMOUNT = re.compile(rf"-?{_COMMON}|{_COMMON}-", re.ASCII)
_COMMON_NUMBER = re.compile(r"(-?\d{1,11})(?:\.(\d\d?))?", re.ASCII)
_AMBIGUOUS = re.compile(r"\d{1,3}\.\d{3}", re.ASCII)
_POINT_FOR_COMMA = re.compile(r"-?\d+\.\d{1,2}-?", re.ASCII)


def parse_amount(cell: Cell) -> Money:
    """Return the amount in whole cents.

    Text is German: ``1.234,56``, ``1234,56-``, ``(1.234,56)``, ``1 234,56 €``. A numeric cell has at most two decimals.
    Raises CellError, in particular for ``1.234`` (thousand or one?) and ``12.34`` (a decimal point).
    """
    if cell.type is CellType.NUMBER:
        amount = common_number(cell.text)
        return _amount_from_number(cell.text) if amount is None else amount
    amount = common_amount(cell.text) if cell.type is CellType.TEXT else None
    return _amount_from_text(cell) if amount is None else amount


def common_amount(text: str) -> Money | None:
    """Return what a text cell such as ``1.234,56`` or ``1234,56-`` means, None when it is written in another way."""
    if not _COMMON_AMOUNT.fullmatch(text):
        return None
    digits = text.replace(".", "").replace(",", "")
    return Money(-int(digits[:-1]) if digits[-1] == "-" else int(digits))


def common_number(text: str) -> Money | None:
    """Return what a numeric cell such as ``1234.5`` means, None when it is written in another way."""
    match = _COMMON_NUMBER.fullmatch(text)
    if match is None:
        return None
    euros, decimals = match.groups("")
    return Money(int(euros + decimals.ljust(2, "0")))


def _amount_from_text(cell: Cell) -> Money:
    """Return the amount in any German spelling; whatever is not plainly meant is refused."""
    require_text(cell, "Betrag", "1.234,56")
    text = cell.text.translate(BLANKS).replace("\u2212", "-").strip()
    bare = re.sub(r"^(?:€|EUR)\s?|\s?(?:€|EUR)$", "", text).strip()
    if bare == "-" and bare != text:
        return Money(0)  # how a spreadsheet's accounting format writes zero: "-   €"
    text = bare.removeprefix("+").strip()
    expected = "ein Betrag wie 1.234,56"
    if _POINT_FOR_COMMA.fullmatch(text):
        raise CellError(
            "Der Betrag hat einen Punkt, wo das Komma stehen muss.",
            expected,
            "Bitte den Betrag mit Dezimalkomma schreiben oder den Export auf deutsche Schreibweise umstellen.",
        )
    brackets = _BRACKETS.fullmatch(text)
    match = brackets or _AMOUNT.fullmatch(text)
    if match is not None and _AMBIGUOUS.fullmatch(match["body"]):
        raise CellError(
            "Der Betrag ist mehrdeutig: Der Punkt kann Tausender oder Dezimalstellen trennen.",
            expected,
            "Bitte die Nachkommastellen mitschreiben, zum Beispiel 1.234,00 oder 1,23.",
        )
    if match is None or (not brackets and match["lead"] and match["trail"]):
        raise CellError("Der Betrag ist nicht lesbar.", expected, "Bitte den Betrag in der Datei berichtigen.")
    negative = bool(brackets or match["lead"] or match["trail"])
    cents = _cents(match["body"].replace(".", "").replace(" ", ""))
    return _within_range(-cents if negative else cents)


def _cents(body: str) -> int:
    """Return the cents of digits with an optional decimal comma."""
    euros, _, decimals = body.partition(",")
    return int(euros) * CENTS_PER_EURO + int(decimals.ljust(2, "0") or "0")


def _amount_from_number(text: str) -> Money:
    """Return the amount of a numeric cell at 15 significant digits."""
    try:
        cents = _SPREADSHEET_DIGITS.create_decimal(text) * CENTS_PER_EURO
        whole = int(cents)
    except (InvalidOperation, OverflowError, ValueError):
        raise CellError(
            "Die Zahl ist kein Betrag.", "eine Zahl mit zwei Nachkommastellen", "Bitte die Zelle berichtigen."
        ) from None
    if cents != whole:
        raise CellError(
            "Die Zahl hat mehr als zwei Nachkommastellen.",
            "ein Betrag in ganzen Cent",
            "Bitte den Betrag in der Tabelle auf ganze Cent runden (nicht nur gerundet anzeigen).",
        )
    return _within_range(whole)


def _within_range(cents: int) -> Money:
    """Return the amount, or refuse one beyond any county's budget."""
    if abs(cents) > LARGEST_CENTS:
        raise CellError("Der Betrag ist unglaubhaft groß.", "höchstens 100 Milliarden Euro", "Bitte die Zelle prüfen.")
    return Money(cents)
