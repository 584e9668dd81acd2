"""What a spreadsheet means by a stored number: a number, a day, a time, by the format of its cell."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import Enum

from ledger.imports.workbook.raw_sheet import DAY, FAULTY, NUMBER, TEXT

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?0*\d{1,3})?", re.ASCII)
# What most amounts and days look like; nothing about them has to be changed.
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]?[1-9])?")
_ISO_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?Z?)?", re.ASCII)
_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)
_LONGEST_NUMBER = 400
_LAST_SERIAL = 2_958_465  # 31.12.9999 where days are counted from 1900
_DAY_OF_SECONDS = 86_400
# 1900 was no leap year, but spreadsheets count its 29 February as day 60.
_LEAP_SLIP = 60


class Form(Enum):
    """What the number format of a cell shows."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    SPAN = "span"


_BUILT_IN = (
    dict.fromkeys([*range(14, 18), 22, *range(27, 37), *range(50, 59)], Form.DAY)
    | dict.fromkeys([18, 19, 20, 21, 45, 47], Form.TIME)
    | {46: Form.SPAN}
)
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")


def form_of(number: int, code: str | None) -> Form:
    """Return what a number format shows, from its number and, for formats of the file's own, its code."""
    if code is None:
        return _BUILT_IN.get(number, Form.NUMBER)
    bare = _LITERAL.sub("", code.lower())
    if _ELAPSED.search(bare):
        return Form.SPAN
    bare = _BRACKETS.sub("", bare).replace("general", "").replace("am/pm", "h").replace("a/p", "h")
    clock = "h" in bare or "s" in bare
    if "y" in bare or "d" in bare or ("m" in bare and not clock):
        return Form.DAY
    return Form.TIME if clock else Form.NUMBER


def number_cell(stored: str) -> tuple[str, str]:
    """Return text and kind of a stored number: the 15 significant digits that a spreadsheet itself holds."""
    if _PLAIN.fullmatch(stored):
        return stored, NUMBER
    stored = stored.strip()
    if not stored:
        return "", TEXT
    if len(stored) > _LONGEST_NUMBER or not _NUMBER.fullmatch(stored):
        return "", FAULTY
    number = _FIFTEEN_DIGITS.create_decimal(stored).normalize()
    return format(number, "f" if abs(number.adjusted()) < _FIFTEEN_DIGITS.prec else "e"), NUMBER


def serial_cell(stored: str, form: Form, *, epoch_1904: bool) -> tuple[str, str]:
    """Return text and kind of a stored number that its format shows as a day or time.

    A day is given in ISO form; with a time of day it is text, so that no hour is lost. What is no day of the
    calendar, such as the 29th of February 1900, stays a number.
    """
    text, kind = number_cell(stored)
    if kind != NUMBER or not 0 <= (serial := Decimal(text)) <= _LAST_SERIAL:
        return text, kind
    days, seconds = divmod(int((serial * _DAY_OF_SECONDS).to_integral_value(ROUND_HALF_UP)), _DAY_OF_SECONDS)
    if form is Form.SPAN:
        return _clock(days * _DAY_OF_SECONDS + seconds), TEXT
    if days == 0 and form is Form.TIME:
        return _clock(seconds), TEXT
    day = _day_of_serial(days, epoch_1904=epoch_1904)
    if day is None:
        return text, NUMBER
    return (day.isoformat(), DAY) if not seconds else (f"{day.isoformat()} {_clock(seconds)}", TEXT)


def moment_cell(stored: str) -> tuple[str, str]:
    """Return text and kind of a day written in ISO form, with or without a time of day."""
    match = _ISO_MOMENT.fullmatch(stored.strip())
    if match is None:
        return stored, TEXT
    clock = match[2] or "00:00:00"
    return (match[1], DAY) if clock.strip("0:") == "" else (f"{match[1]} {clock}", TEXT)


def _day_of_serial(days: int, *, epoch_1904: bool) -> date | None:
    if epoch_1904:
        first, counted, last = date(1904, 1, 1), days, _LAST_SERIAL - 1_462
    else:
        first, counted, last = date(1899, 12, 31), days - (days > _LEAP_SLIP), _LAST_SERIAL
    sound = 0 <= days <= last and (epoch_1904 or days not in (0, _LEAP_SLIP))
    return first + timedelta(counted) if sound else None


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest:02d}"
