"""What a printed number says: its value and places, whether it prints an exact value; and exact values in German."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ledger.german import format_decimal
from ledger.money import round_half_up

_MINUS = "\u2212"
_THOUSAND, _HUNDRED = 1_000, 100
_THOUSANDS = ("teur", "t€", "tsd", "tausend")
# Blanks of typography, and the two signs that people type for a true minus.
_TYPED = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "-": _MINUS, "\u2013": _MINUS})
_NUMBER = re.compile(rf"{_MINUS}?\s?(?:\d{{1,3}}(?:\.\d{{3}})+|\d+)(?:,\d+)?(?:…)?")


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """A number as people read it: its value, how many places are printed, whether an ellipsis cuts it off."""

    value: Decimal
    places: int
    is_cut: bool = False


def read_printed(text: str) -> PrintedValue | None:
    """Return the one number of a text, written with or without points, unit and no-break spaces.

    None for a text without a number or with several.
    """
    found = _NUMBER.findall(text.translate(_TYPED))
    if len(found) != 1 or any(sign.isdigit() for sign in _NUMBER.sub("", text.translate(_TYPED))):
        return None
    digits = found[0].removesuffix("…").replace(" ", "").replace(".", "").replace(_MINUS, "-").replace(",", ".")
    return PrintedValue(Decimal(digits), len(digits.partition(".")[2]), found[0].endswith("…"))


def german_number(exact: str | Decimal, like: str = "") -> str:
    """Return an exact number as an office writes it, with at least the places of another one: ``5.051,20``."""
    whole, _, rest = format_decimal(Decimal(exact)).partition(",")
    places = rest.ljust(len(like.partition(".")[2]), "0")
    return f"{whole},{places}" if places else whole


def prints(text: str, exact: str, beside: str = "") -> bool:
    """Return whether a text prints an exact value: rounded half-up to its places, in thousands or as per cent.

    In thousands only where the text or the words ``beside`` it, such as the head of its column, say so. A
    text without digits says a number in a word; nobody can hold it to a value.
    """
    printed = read_printed(text)
    if printed is None:
        return not any(sign.isdigit() for sign in text)
    value = Fraction(Decimal(exact))
    scales = [value]
    if any(word in f"{text} {beside}".casefold() for word in _THOUSANDS):
        scales.append(value / _THOUSAND)
    if "%" in text:
        scales.append(value * _HUNDRED)
    return any(_rounds_to(scaled, printed) for scaled in scales)


def _rounds_to(value: Fraction, printed: PrintedValue) -> bool:
    scaled, unit = value * 10**printed.places, 10**printed.places
    rounded = int(scaled) if printed.is_cut else round_half_up(scaled)
    return Fraction(rounded, unit) == Fraction(printed.value)
