"""The numbers of one finished document of any kind, each with its place as far as the HTML beside it tells."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from grants.output.finished.html import read_html
from grants.output.finished.located import LocatedNumber, located_numbers
from grants.output.finished.pdf import read_pdf
from grants.output.finished.printed_number import prints
from grants.output.finished.reading import FileFaultError, ReadNumber
from grants.output.finished.visible import is_amount, words_of
from grants.output.finished.word import read_word
from grants.output.finished.workbook import read_workbook_numbers
from grants.output.html.document import PrintedNumber, control_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def numbers_of_file(suffix: str, content: bytes, html: bytes | None, figures: Mapping[str, str]) -> list[LocatedNumber]:
    """Return the numbers of a file; ``html`` is the HTML of the same document where there is one, for the places.

    A Word file knows its figures by tags; ``figures`` are those they may stand for, with their exact values. Where
    another program has lost the tags, its text tells the numbers. Raises FileFaultError.
    """
    if suffix == "html":
        return located_numbers(read_html(content))
    beside = _beside(html)
    if suffix == "docx" and not (word := read_word(content)).numbers:
        return _numbers_in_text(words_of(word.text), beside, figures)
    places: dict[str, list[LocatedNumber]] = {}
    for located in beside:
        places.setdefault(located.number.name, []).append(located)
    found: list[LocatedNumber] = []
    for number in _named(suffix, content, {*figures, *places}):
        found += _prints(number, places.get(number.name, ()))
    return [*found, *places.get("", ())]


def _beside(html: bytes | None) -> list[LocatedNumber]:
    """Return the numbers of the HTML beside a file; a broken one tells no places."""
    try:
        return located_numbers(read_html(html)) if html is not None else []
    except FileFaultError:
        return []


def _numbers_in_text(
    words: Sequence[str], beside: Sequence[LocatedNumber], figures: Mapping[str, str]
) -> list[LocatedNumber]:
    """Return the numbers that a text shows: those of the HTML beside it, else the amounts with the figures they print.

    A figure of nothing is printed by too many texts to be told by one.
    """
    shown = set(words)
    if beside:
        return [located for located in beside if shown.issuperset(words_of(located.number.text))]
    found = []
    for word in dict.fromkeys(each for each in words if is_amount(each, "")):
        names = [name for name, exact in figures.items() if Decimal(exact) and prints(word, exact)] or [""]
        found += [LocatedNumber(PrintedNumber(word, figures.get(name, ""), name, ()), "") for name in names]
    return found


def _named(suffix: str, content: bytes, names: Iterable[str]) -> Sequence[ReadNumber]:
    """Return the named numbers of a file, each name once."""
    if suffix == "pdf":
        return read_pdf(content).numbers_as_json()
    if suffix == "xlsx":
        return read_workbook_numbers(content).numbers
    tags = {control_tag(name): name for name in names}
    first: dict[str, ReadNumber] = {}
    for number in read_word(content).numbers:
        name = tags.get(number.name, number.name)
        first.setdefault(name, ReadNumber(name, "", number.text))
    return list(first.values())


def _prints(number: ReadNumber, places: Sequence[LocatedNumber]) -> list[LocatedNumber]:
    """Return every print of a figure with the text that the file itself holds, and its value where it is known."""
    own = PrintedNumber(number.text, number.exact, number.name, ())
    if not places:
        return [LocatedNumber(own, "")]
    if prints(number.text, places[0].number.exact, places[0].beside()):
        own = replace(own, exact=places[0].number.exact)
    # Later prints of a figure may be written otherwise: with the sign of the currency, or rounded.
    same = [place for place in places[1:] if place.number.exact == own.exact]
    return [replace(places[0], number=own), *same]
