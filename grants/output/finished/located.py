"""Where every number of a document stands: under which heading, in which table, row and column."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from grants.output.html.document import PrintedNumber, local_name, number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_HEADINGS = ("h1", "h2", "h3")
_BLOCKS = ("p", "dd", "li", "figcaption", "caption")
_LONGEST_LABEL = 60
_MOST_COLUMNS, _LONGEST_SPAN = 200, 4
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class LocatedNumber:
    """Eine gedruckte Zahl mit ihrem Ort: heading above it; caption, row and column of a table, else its line of text.

    ``cells`` are the column heads and texts of its table row; empty outside tables. ``in_head`` says that the row
    is one of the head of a table.
    """

    number: PrintedNumber
    heading: str
    caption: str = ""
    row: str = ""
    column: str = ""
    line: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    in_head: bool = False

    def words(self) -> str:
        """Return the place as a clerk finds it: ``Tabelle „Ausgaben“, Zeile „Summe“, Spalte „Betrag in €“``."""
        in_text = (("Abschnitt", self.heading), ("bei", self.line))
        in_table = (("Tabelle", self.caption), ("Zeile", self.row), ("Spalte", self.column))
        parts = [*(in_table if self.caption else in_text)]
        return ", ".join(f"{name} „{text}“" for name, text in parts if text)

    def beside(self) -> str:
        """Return the words around the number that may say its unit: caption and head of its column, or its line."""
        return f"{self.caption} {self.row} {self.column} {self.line}"


def located_numbers(root: Element) -> list[LocatedNumber]:
    """Return every number of a document with its place, in the order of printing, as ``numbers_of`` counts them."""
    places = dict(_Walk().of(root))
    return [
        places.get(element) or LocatedNumber(number, "") for element in root.iter() if (number := number_of(element))
    ]


class _Walk:
    """One walk through a document; remembers the heading that was passed last."""

    def __init__(self) -> None:
        self.heading = ""

    def of(self, element: Element, line: str = "") -> Iterator[tuple[Element, LocatedNumber]]:
        """Yield the elements that are numbers with their places."""
        name = local_name(element)
        if name == "table":
            yield from self._in_table(element)
            return
        if name in _HEADINGS:
            self.heading = _label(element)
        if name == "dt":
            line = ""
        elif name in _BLOCKS:
            line = line or _text_before_numbers(element)
        if number := number_of(element):
            yield element, LocatedNumber(number, self.heading, line=line)
        term = ""
        for child in element:
            if local_name(child) == "dt":
                term = _label(child)
            yield from self.of(child, term if local_name(child) == "dd" else line)

    def _in_table(self, table: Element) -> Iterator[tuple[Element, LocatedNumber]]:
        parts = {local_name(part): part for part in table}
        caption = _label(parts["caption"]) if "caption" in parts else self.heading
        heads = _column_heads(parts.get("thead"))
        for part in table:
            if local_name(part) not in ("thead", "tbody", "tfoot"):
                yield from self.of(part)
                continue
            for row in part:
                yield from self._in_row(row, caption, heads, in_head=local_name(part) == "thead")

    def _in_row(
        self, row: Element, caption: str, heads: list[str], *, in_head: bool
    ) -> Iterator[tuple[Element, LocatedNumber]]:
        column, places = 0, []
        for cell in row:
            places.append((cell, heads[column] if column < len(heads) else ""))
            column += _span(cell, "colspan")
        texts = [_label(cell) for cell in takewhile(lambda cell: number_of(cell) is None, row)]
        label = _short(", ".join(text for text in texts if text))
        cells = tuple((head, _label(cell)) for cell, head in places)
        for cell, head in places:
            for element in cell.iter():
                if number := number_of(element):
                    yield (
                        element,
                        LocatedNumber(number, self.heading, caption, label, head, cells=cells, in_head=in_head),
                    )


def _column_heads(head: Element | None) -> list[str]:
    """Return the heads of each column from top to bottom; one over several columns or rows stands for each of them."""
    heads: list[list[str]] = []
    still: dict[int, int] = {}  # how many further rows a cell of an earlier row takes of a column
    for row in head if head is not None else ():
        column, taken = 0, still
        still = {}
        for cell in row:
            while taken.get(column, 0):
                still[column] = taken[column] - 1
                column += 1
            for _ in range(_span(cell, "colspan")):
                heads += [[] for _ in range(column + 1 - len(heads))]
                heads[column].append(_label(cell))
                still[column] = _span(cell, "rowspan") - 1
                column += 1
        still |= {place: rows - 1 for place, rows in taken.items() if place >= column and rows}
    return [", ".join(text for text in texts if text) for texts in heads]


def _span(cell: Element, kind: str) -> int:
    """Return over how many columns or rows a cell goes, never more than a table of a document has."""
    text = cell.attrib.get(kind, "1")
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and len(text) < _LONGEST_SPAN else 1


def _text_before_numbers(element: Element) -> str:
    """Return the beginning of a paragraph up to its first number, which names what the number says."""
    words = []
    for text, is_number in _pieces(element):
        if is_number:
            break
        words.append(text)
    return _short(" ".join("".join(words).split()))


def _pieces(element: Element) -> Iterator[tuple[str, bool]]:
    if number_of(element):
        yield "", True
    yield element.text or "", False
    for child in element:
        yield from _pieces(child)
        yield child.tail or "", False


def _label(element: Element) -> str:
    return _short(text_of(element).replace(SOFT_HYPHEN, ""))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[:_LONGEST_LABEL].rstrip()}…"
