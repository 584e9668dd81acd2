"""How amounts, shares, dates and months are written for an office: German, from exact values, never rounding money.

Amounts are written from whole cents, so nothing is rounded on the way to the paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.money import CENTS_PER_EURO, round_half_up

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from fractions import Fraction

    from ledger.fte import Fte
    from ledger.money import Money
    from ledger.period import DaySpan, Month

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
EXACT_PLACES = 6
EN_DASH = "\u2013"
_PERIOD = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def group_thousands(number: int) -> str:
    """Return a non-negative whole number with points between thousands: ``923.907``."""
    return f"{number:,}".replace(",", ".")


def format_count(number: int) -> str:
    """Return a whole number, with a true minus when negative."""
    return (MINUS if number < 0 else "") + group_thousands(abs(number))


def format_counted(number: int, one: str, many: str) -> str:
    """Return a count with its noun: ``1 Zeile``, ``12 Zeilen``."""
    return f"{format_count(number)} {one if number == 1 else many}"


def format_amount(amount: Money) -> str:
    """Return an amount in euros without sign of currency: ``923.907,00``, negative with a true minus."""
    euros, cents = divmod(abs(amount.cents), CENTS_PER_EURO)
    return f"{MINUS if amount.cents < 0 else ''}{group_thousands(euros)},{cents:02d}"


def format_euro(amount: Money) -> str:
    """Return an amount with a no-break space and the euro sign: ``923.907,00 €``."""
    return f"{format_amount(amount)}{NO_BREAK_SPACE}€"


def format_fraction(value: Fraction, places: int) -> str:
    """Return an exact fraction with a fixed number of decimal places, rounded half-up for display only."""
    scaled = round_half_up(value * 10**places)
    if not places:
        return format_count(scaled)
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{MINUS if scaled < 0 else ''}{group_thousands(whole)},{rest:0{places}d}"


def format_exact(value: Fraction) -> str:
    """Return an exact fraction: all its places where it ends after six, else six and an ellipsis (``7,112903…``)."""
    scaled = abs(value) * 10**EXACT_PLACES
    whole, rest = divmod(int(scaled), 10**EXACT_PLACES)
    sign, places = MINUS if value < 0 else "", f"{rest:0{EXACT_PLACES}d}"
    if scaled.denominator != 1:
        return f"{sign}{group_thousands(whole)},{places}…"
    places = places.rstrip("0")
    return f"{sign}{group_thousands(whole)}{f',{places}' if places else ''}"


def format_decimal(value: Decimal) -> str:
    """Return a decimal number with its places and a comma: ``4,2``, ``1.017``."""
    whole, _, rest = format(value, "f").partition(".")
    sign = MINUS if whole.startswith("-") else ""
    return sign + group_thousands(abs(int(whole))) + (f",{rest}" if rest else "")


def format_fte(share: Fte) -> str:
    """Return a share of a post with two to four places, as many as it has: ``0,50``, ``0,7692``."""
    whole, rest = share.decimal_string().split(".")
    shown = rest.rstrip("0").ljust(2, "0")
    return f"{group_thousands(int(whole))},{shown}"


def format_date(day: date) -> str:
    """Return a date as ``31.03.2026``."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def format_month(month: Month) -> str:
    """Return a month as ``04/2025``."""
    return f"{month.number:02d}/{month.year:04d}"


def format_span(span: DaySpan) -> str:
    """Return a span of days as ``01.01.2025–31.12.2025``; open-ended as ``seit 01.01.2025``."""
    if span.last is None:
        return f"seit {format_date(span.first)}"
    return f"{format_date(span.first)}{EN_DASH}{format_date(span.last)}"


def join_words(words: list[str]) -> str:
    """Return an enumeration: ``A, B und C``."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} und {words[-1]}"


def format_period(period: str) -> str:
    """Return a period of a file as an office writes it: ``2025-01 Fortbildung`` as ``01/2025 Fortbildung``."""
    match = _PERIOD.match(period)
    return f"{match[2]}/{match[1]}{period[match.end() :]}" if match else period
