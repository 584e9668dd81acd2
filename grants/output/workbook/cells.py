"""What one element of the HTML holds for a workbook: its text without footnotes, its number or day, its notes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from grants.output.html.document import DocumentError, PrintedNumber, local_name, number_of
from grants.output.workbook.names import utf16_units
from grants.settle.printed import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

LONGEST_TEXT = 32_767
MOST_DIGITS = 15
FIRST_DAY = date(1900, 3, 1)
_BLOCKS = frozenset({"p", "div", "li", "dt", "dd", "address"})


@dataclass(frozen=True, slots=True)
class Content:
    """Inhalt einer Zelle: text as printed, the number or day when the cell holds nothing else, texts of footnotes."""

    text: str
    number: PrintedNumber | None = None
    day: date | None = None
    notes: tuple[str, ...] = ()


EMPTY = Content("")


def read_content(element: Element) -> Content:
    """Return what a cell holds. Raises DocumentError for what no cell of a workbook can hold."""
    text = plain_text(element)
    number = _whole_number(element, text)
    day = None if number else _whole_day(element, text)
    notes = tuple(plain_text(note) for note in element.iter() if note is not element and is_footnote(note))
    for each in (text, *notes):
        _check_text(each)
    return Content(text, number, day, notes)


def plain_text(element: Element) -> str:
    """Return the text of an element: no footnotes, no soft hyphens, a line for each block or line break."""
    lines = "".join(_fragments(element)).replace("\u00ad", "").split("\n")
    return "\n".join(line for line in (re.sub(r"[ \t\r]+", " ", each).strip(" ") for each in lines) if line)


def is_footnote(element: Element) -> bool:
    """Return whether an element is the text of a footnote."""
    return local_name(element) == "span" and has_class(element, "footnote")


def has_class(element: Element, name: str) -> bool:
    """Return whether an element has a class."""
    return name in element.attrib.get("class", "").split()


def _fragments(element: Element) -> Iterator[str]:
    yield (element.text or "").replace("\n", " ")
    for child in element:
        if not is_footnote(child):
            edge = "\n" if local_name(child) in _BLOCKS else ""
            yield edge
            yield "\n" if local_name(child) == "br" else "".join(_fragments(child))
            yield edge
        yield (child.tail or "").replace("\n", " ")


def _whole_number(element: Element, text: str) -> PrintedNumber | None:
    """Return the number of a cell, or of the only element inside it that prints one and all of its text."""
    for each in element.iter():
        number = number_of(each)
        if number and plain_text(each) == text:
            check_number(number)
            return PrintedNumber(text, number.exact, number.name, number.sums)
    return None


def _whole_day(element: Element, text: str) -> date | None:
    """Return the day that is all a cell prints, in figures or in words; None before Excel's calendar begins."""
    times = (each for each in element.iter() if local_name(each) == "time" and plain_text(each) == text)
    stated = next((each.attrib.get("datetime", "") for each in times), "")
    try:
        day = date.fromisoformat(stated)
    except ValueError:
        return None
    words = f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
    if day < FIRST_DAY or text.replace("\u00a0", " ") not in (words, f"{day:%d.%m.%Y}"):
        return None
    return day


def check_number(number: PrintedNumber) -> None:
    """Excel keeps fifteen digits of a number; more would change an exact value in silence."""
    if len(Decimal(number.exact).normalize().as_tuple().digits) > MOST_DIGITS:
        raise DocumentError(
            f"die Zahl {number.text} ({number.name or 'ohne Namen'}) hat mehr als {MOST_DIGITS} Ziffern, "
            "die eine Excel-Mappe nicht genau aufnimmt"
        )


def _check_text(text: str) -> None:
    units = utf16_units(text)
    if units > LONGEST_TEXT:
        raise DocumentError(
            f"der Text „{text[:40]}…“ hat {units} Zeichen, eine Zelle einer Excel-Mappe fasst höchstens {LONGEST_TEXT}"
        )
    for character in text:
        if character != "\n" and unicodedata.category(character) in ("Cc", "Cs"):
            raise DocumentError(
                f"der Text „{text[:40]}“ enthält das Steuerzeichen U+{ord(character):04X}, das nicht lesbar ist"
            )
