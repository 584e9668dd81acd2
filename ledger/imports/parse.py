"""One strict parser for each kind of cell. What is not plainly meant is refused with a remedy, never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING

from ledger.fte import Fte
from ledger.imports.cells import CellType
from ledger.money import CENTS_PER_EURO, Money
from ledger.period import Month

if TYPE_CHECKING:
    from ledger.imports.cells import Cell

LARGEST_CENTS = 10**13
EARLIEST_YEAR, LATEST_YEAR = 2000, 2099
LONGEST_TEXT = 500
LONGEST_WHOLE = 12
# Replacement characters, and marks that turn the direction of writing and so the meaning of a line.
_UNREADABLE = re.compile("[\ufffd\u202a-\u202e\u2066-\u2069]")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})

_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009", " "))
_UNSIGNED = r"(?:\d{1,3}(?:\.\d{3}){1,5}|\d{1,3}(?: \d{3}){1,5}|\d{1,18})(?:,\d{1,2})?"
_AMOUNT = re.compile(rf"(?P<lead>-?)\s?(?P<body>{_UNSIGNED})\s?(?P<trail>-?)", re.ASCII)
_BRACKETS = re.compile(rf"\(\s?(?P<body>{_UNSIGNED})\s?\)", re.ASCII)
_AMBIGUOUS = re.compile(r"\d{1,3}\.\d{3}", re.ASCII)
_POINT_FOR_COMMA = re.compile(r"-?\d+\.\d{1,2}-?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{1,2})[/.](\d{4})", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_WHOLE = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+", re.ASCII)
_RATIO = re.compile(r"\d{1,6}(?:,\d{1,6})?", re.ASCII)
_CODE = re.compile(r"[\w./ -]{1,40}")


class CellError(ValueError):
    """A cell does not hold what its column declares: fact, expected form and remedy in German."""

    def __init__(self, text: str, expected: str, remedy: str) -> None:
        """Keep the three sentences apart for the finding."""
        super().__init__(text)
        self.text = text
        self.expected = expected
        self.remedy = remedy


def parse_amount(cell: Cell) -> Money:
    """Return the amount in whole cents.

    Text is German: ``1.234,56``, ``1234,56-``, ``(1.234,56)``, ``1 234,56 €``. A numeric cell has at most two decimals.
    Raises CellError, in particular for ``1.234`` (thousand or one?) and ``12.34`` (a decimal point).
    """
    if cell.type is CellType.NUMBER:
        return _amount_from_number(cell.text)
    _require_text(cell, "Betrag", "1.234,56")
    text = cell.text.translate(_BLANKS).replace("\u2212", "-").strip()
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
    """Return the amount of a numeric cell, given as decimal text of at most 15 significant digits."""
    try:
        cents = Decimal(text) * CENTS_PER_EURO
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


def parse_day(cell: Cell) -> date:
    """Return a day: a date cell, ``31.12.2025`` or ``2025-12-31``. Raises CellError, also for the 31st of April."""
    expected = "ein Datum wie 31.12.2025"
    if cell.type is CellType.NUMBER:
        raise CellError(
            "Hier steht eine Zahl statt eines Datums.",
            expected,
            "Bitte die Zelle als Datum formatieren oder das Datum als Text TT.MM.JJJJ schreiben.",
        )
    _require_text(cell, "Datum", "31.12.2025")
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
    _require_plausible_year(value.year)
    return value


def parse_last_day(cell: Cell) -> date | None:
    """Return the last day of something; 31.12.9999, which personnel systems write for "unbefristet", is open-ended."""
    if cell.text.strip() in ("31.12.9999", "9999-12-31"):
        return None
    return parse_day(cell)


def parse_month(cell: Cell) -> Month:
    """Return a month: ``04/2025``, ``04.2025``, ``2025-04`` or a date cell. Raises CellError."""
    expected = "ein Monat wie 04/2025"
    if cell.type is CellType.DAY:
        return Month.of(parse_day(cell))
    if cell.type is not CellType.NUMBER:
        _require_text(cell, "Monat", "04/2025")
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
    _require_plausible_year(year)
    return month


def parse_ratio(cell: Cell) -> Fraction:
    """Return a non-negative ratio exactly: hours such as ``19,50`` or a numeric cell. Raises CellError."""
    text = cell.text.translate(_BLANKS).strip()
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
    """Return one line of text in normal form (NFC). Control and non-characters are refused with CellError."""
    _require_calculated(cell, "Text")
    return printable(re.sub(r"[\r\n\t]+", " ", cell.text))


def printable(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a line of text in normal form; raises CellError for what cannot be printed or is too long."""
    text = unicodedata.normalize("NFC", text.translate(_BLANKS).strip())
    unprintable = not text.isprintable() and any(unicodedata.category(sign) in _UNPRINTABLE for sign in text)
    if unprintable or _UNREADABLE.search(text):
        raise CellError(
            "Der Text enthält Zeichen, die sich nicht drucken lassen.",
            "druckbarer Text",
            "Bitte die Zelle neu eintippen und beim Export die Zeichencodierung UTF-8 wählen.",
        )
    if len(text) > longest:
        raise CellError("Der Text ist zu lang.", f"höchstens {longest} Zeichen", "Bitte den Text kürzen.")
    return text


def _require_calculated(cell: Cell, what: str) -> None:
    if cell.type is CellType.FAULTY:
        raise CellError(
            "Die Zelle enthält einen Fehlerwert wie #NV oder #BEZUG!.",
            what,
            "Bitte den Fehler in der Tabellenkalkulation beheben und die Datei speichern.",
        )
    if cell.type is CellType.UNCALCULATED:
        raise CellError(
            "Die Zelle enthält eine Formel ohne berechneten Wert.",
            what,
            "Bitte die Datei in der Tabellenkalkulation öffnen, neu berechnen und speichern.",
        )


def _require_text(cell: Cell, what: str, example: str) -> None:
    _require_calculated(cell, what)
    if cell.is_empty:
        raise CellError("Die Zelle ist leer.", f"{what} wie {example}", "Bitte den Wert ergänzen.")


def _require_plausible_year(year: int) -> None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise CellError(
            "Das Jahr ist unglaubhaft.",
            f"ein Jahr von {EARLIEST_YEAR} bis {LATEST_YEAR}",
            "Bitte das Jahr berichtigen.",
        )
