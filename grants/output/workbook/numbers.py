"""The number format that shows an exact value in a workbook as the document prints it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from grants.output.html.document import PrintedNumber

# Excel divides by a thousand for each comma behind the digits.
_SCALES = (("TEUR", 1000, ","), ("T€", 1000, ","), ("Tsd", 1000, ","), ("Mio", 1_000_000, ",,"))
_BLANKS = " \u00a0\u202f"
_PRINTED = re.compile(
    rf"(?P<sign>[+\-−]?)[{_BLANKS}]?(?P<whole>\d{{1,3}}(?:\.\d{{3}})+|\d+)(?:,(?P<decimals>\d+))?"
    rf"(?P<unit>[{_BLANKS}]?[€%‰a-zA-ZäöüÄÖÜß][€%‰a-zA-ZäöüÄÖÜß.{_BLANKS}]{{0,15}})?"
)
_PLACES_OF_A_PER_CENT = 2
_UNGROUPED = re.compile(r"\d{4,}")


def number_pattern(number: PrintedNumber, heads: str = "") -> str:
    """Return the number format of a printed number; ``heads`` are the words above it, which may say TEUR.

    The format shows every decimal of the exact value, unless the document prints it in thousands or millions. Excel
    replaces comma and point by those of its language.
    """
    exact, places = Decimal(number.exact), len(number.exact.partition(".")[2])
    printed = _PRINTED.fullmatch(number.text)
    if not printed:
        return _both_signs(_digits(places))
    shown = _value_of(printed)
    shown_places, unit = len(printed["decimals"] or ""), printed["unit"] or ""
    for word, factor, commas in _SCALES:
        if word in (unit or heads) and _is_rounded(exact / factor, shown, shown_places):
            return _both_signs(_digits(shown_places) + commas + _literal(unit))
    if unit.strip(_BLANKS) == "%" and _is_rounded(exact * 100, shown, shown_places) and exact != shown:
        return _both_signs(_digits(max(shown_places, places - _PLACES_OF_A_PER_CENT)) + r"\ %")
    if not _is_rounded(exact, shown, shown_places):
        return _both_signs(_digits(places))
    digits = _digits(max(shown_places, places), grouped=not _UNGROUPED.match(printed["whole"]))
    return _both_signs(digits + _literal(unit))


def day_pattern(day: date, text: str) -> str:
    """Return the format of a day, in figures or with its month in German words, as the text has it."""
    return "dd.mm.yyyy" if text == f"{day:%d.%m.%Y}" else r'[$-407]d"."\ mmmm\ yyyy'


def shown_length(number: PrintedNumber) -> int:
    """Return about how many characters the exact value takes with its unit."""
    digits = f"{Decimal(number.exact):,}"
    return max(len(number.text), len(digits) + sum(not c.isdigit() and c not in ".,−-" for c in number.text))


def _value_of(printed: re.Match[str]) -> Decimal:
    value = Decimal(f"{printed['whole'].replace('.', '')}.{printed['decimals'] or '0'}")
    return -value if printed["sign"] in ("-", "−") else value


def _is_rounded(exact: Decimal, shown: Decimal, places: int) -> bool:
    return abs(exact - shown) * 2 <= Decimal(1).scaleb(-places)


def _digits(places: int, *, grouped: bool = True) -> str:
    return ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")


def _literal(unit: str) -> str:
    """Return a unit as words of a format; its blank stays a no-break one."""
    return f'"{unit}"' if unit else ""


def _both_signs(pattern: str) -> str:
    """Return the pattern with the minus that documents print."""
    return f'{pattern};"−"{pattern}'
