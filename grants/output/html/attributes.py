"""What may stand as the value of each attribute of the closed set, so that no output meets what it cannot read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from grants.output.png import embedded_png_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Test = Callable[[str], bool]

LONGEST_QUOTE = 40
MOST_DIGITS = 20
_LARGEST = 100_000
_FLATTEST = 1000
_LONGEST_VIEW_BOX = 200
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?"


def value_refusal(element: str, attribute: str, value: str) -> str:
    """Return what is wrong with the value of an attribute as a German clause; empty when nothing is."""
    if attribute == "src":
        fault = embedded_png_fault(value)
        return f"ein Bild (src an <{element}>) ist nicht zulässig: {fault}" if fault else ""
    test = _AT_ELEMENT.get((element, attribute)) or _ANYWHERE.get(attribute)
    if test is None or test(value):
        return ""
    shown = value if len(value) <= LONGEST_QUOTE else f"{value[:LONGEST_QUOTE]}…"
    return f"das Attribut {attribute} an <{element}> hat den Wert „{shown}“, der dort nicht vorgesehen ist"


def _fits(pattern: str) -> Test:
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: compiled.fullmatch(value) is not None


def _numbers(text: str) -> list[Decimal]:
    return [Decimal(found) for found in re.findall(_NUMBER, text, re.ASCII)]


def _has_numbers(pattern: str) -> Test:
    """Return a test for a text of these signs, with numbers that a drawing can have."""
    fits = _fits(pattern)
    return lambda value: fits(value) and all(abs(number) <= _LARGEST for number in _numbers(value))


def _is_decimal(value: str) -> bool:
    return _DECIMAL(value) and sum(sign.isdigit() for sign in value) <= MOST_DIGITS


def _is_date(value: str) -> bool:
    if not _ISO(value):
        return False
    try:
        date.fromisoformat(f"{value}-01-01"[: len("2025-01-01")])
    except ValueError:
        return False
    return True


def _is_view_box(value: str) -> bool:
    numbers = _numbers(value) if len(value) <= _LONGEST_VIEW_BOX and _FOUR(value) else []
    if len(numbers) != len(("x", "y", "width", "height")) or max(map(abs, numbers)) > _LARGEST:
        return False
    width, height = numbers[2:]
    return width > 0 and height > 0 and max(width, height) <= _FLATTEST * min(width, height)


def _are_points(value: str) -> bool:
    return _SHAPE(value) and len(_numbers(value)) % 2 == 0 and bool(_numbers(value))


_DECIMAL, _ISO = _fits(r"-?\d+(?:\.\d+)?"), _fits(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_FOUR = _fits(rf"\s*{_NUMBER}(?:[\s,]+{_NUMBER}){{3}}\s*")
_SHAPE = _has_numbers(r"[\d\s,.eE+-]+")
_WORD = r"[A-Za-z][A-Za-z0-9_-]*"
_SPAN = _fits(r"[1-9]\d{0,2}|1000")
_LENGTH = _has_numbers(r"\d{1,6}(?:\.\d{1,15})?")
_PLACE = _has_numbers(r"-?\d{1,6}(?:\.\d{1,15})?")
_LENGTH_WITH_UNIT = _fits(r"\d{1,5}(?:\.\d{1,4})?(?:px|mm|cm|pt)?")
_PIXELS = _fits(r"[1-9]\d{0,3}")
_COLOUR = _fits(r"none|[A-Za-z]{3,20}|#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_MOVED = r"(?:matrix|translate|scale|rotate)\([\d\s,.eE+-]+\)"

_ANYWHERE: Mapping[str, Test] = {
    "class": _fits(rf"(?:{_WORD}(?: {_WORD})*)?"),
    "id": lambda value: re.fullmatch(r"[^\s<>&\"'#]{1,100}", value) is not None,
    "lang": _fits(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}"),
    "dir": _fits("ltr|rtl|auto"),
    "charset": _fits("utf-8"),
    "start": _fits(r"\d{1,4}"),
    "style": _fits(r"width: ?\d{1,3}(?:\.\d{1,4})?%;?"),
    "scope": _fits("(?:col|row)(?:group)?"),
    "colspan": _SPAN,
    "rowspan": _SPAN,
    "value": _is_decimal,
    "data-name": lambda value: re.fullmatch(r"[^\s*-]\S{0,2000}", value) is not None,
    "datetime": _is_date,
    "viewBox": _is_view_box,
    "role": _fits("img"),
    "width": _LENGTH,
    "height": _LENGTH,
    "fill": _COLOUR,
    "stroke": _COLOUR,
    "stroke-width": _LENGTH,
    "transform": _has_numbers(rf"\s*{_MOVED}(?:[\s,]*{_MOVED}){{0,9}}\s*"),
    **dict.fromkeys(("x", "y", "x1", "y1", "x2", "y2", "cx", "cy"), _PLACE),
    **dict.fromkeys(("r", "rx"), _LENGTH),
    "font-size": _fits(r"[1-9]\d{0,2}(?:\.\d{1,4})?"),
    "font-family": _fits(r"[A-Za-z0-9 ,'-]{1,200}"),
    "font-weight": _fits("normal|bold|[1-9]00"),
    "text-anchor": _fits("start|middle|end"),
    "points": _are_points,
    "d": _has_numbers(r"\s*[Mm][MmLlHhVvCcSsQqTtAaZz\d\s,.eE+-]*"),
    "fill-rule": _fits("evenodd|nonzero"),
}
_AT_ELEMENT: Mapping[tuple[str, str], Test] = {
    ("img", "width"): _PIXELS,
    ("img", "height"): _PIXELS,
    ("svg", "width"): _LENGTH_WITH_UNIT,
    ("svg", "height"): _LENGTH_WITH_UNIT,
}
