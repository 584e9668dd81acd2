"""No digit of a document stands outside a figure, a day, a reference or typed text: none may escape the comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.output.html.document import DocumentError, local_name, numbers_of, text_of
from grants.output.html.exempt import MARKED, counts, is_day, without_exempt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MARKED_ELEMENTS = {
    "head": "is not printed",
    "data": "a figure",
    "time": "the day that its datetime says",
    "address": "post code, street, telephone",
}
MARKED_CLASSES = {
    "reference": "number of a file, clause, key: digits that are no figure",
    "typed": "a name or title that somebody typed",
    "prose": "text that somebody typed",
    "narrative": "text that somebody typed",
    "address": "post code, street, telephone",
    "info": "references and telephones of a letter",
    "letterhead": "post code, street, telephone",
    "stamp": "number of the issued paper",
}
_NUMBERED = re.compile(r"\s*((?:[1-9]\d?\.)*[1-9]\d?)\.?[ \u00a0]+(?=\S)")
_HEADINGS = frozenset({"h1", "h2", "h3"})
_INLINE = frozenset({"abbr", "br", "data", "em", "img", "small", "span", "strong", "sub", "sup", "svg", "time"})
_TEXTS_OF_A_PICTURE = frozenset({"title", "desc", "text"})
_TOKEN = re.compile(r"\d[\d.,]*\d|\d")
LONGEST_QUOTE = 80


@dataclass(slots=True)
class _Run:
    """A text as it is read, however many elements it is made of, and the same with what is marked made unreadable."""

    printed: str = ""
    seen: str = ""

    def add(self, text: str, *, marked: bool) -> None:
        self.printed += text
        self.seen += MARKED * len(text) if marked else text


def check_marked(root: Element) -> None:
    """Raise DocumentError naming every digit of a document that is neither marked nor exempt, with its place."""
    if found := list(unmarked_texts(root)):
        raise DocumentError("; ".join(found))


def unmarked_texts(root: Element) -> Iterator[str]:
    """Yield a German clause for every text with a number outside a figure, in the order of printing."""
    printed = {token for number in numbers_of(root) for token in _TOKEN.findall(number.text)}
    return _Lint(printed).texts_in(root)


class _Lint:
    """Walks a document; knows the heading it stands under and the number of the heading before."""

    def __init__(self, printed: set[str]) -> None:
        self._printed = printed
        self._heading = ""
        self._number: tuple[int, ...] = ()

    def texts_in(self, block: Element) -> Iterator[str]:
        """Yield what is wrong in a block: in its own text first as far as it runs, then in the blocks inside."""
        name = local_name(block)
        if name in _HEADINGS:
            self._heading = text_of(block)
        if name == "time" and not is_day(text_of(block), block.get("datetime", "")):
            yield f"das Datum {block.get('datetime', '')} steht als „{text_of(block)}“ da"
        elif name == "svg":
            yield from self._not_in_a_table(block)
        elif _is_marked(block):
            days = [child for child in block.iter() if local_name(child) == "time" and child is not block]
            yield from (fault for day in days for fault in self.texts_in(day))
        else:
            yield from self._texts_in_open(block)

    def _texts_in_open(self, block: Element) -> Iterator[str]:
        run = _Run()
        run.add(block.text or "", marked=False)
        yield from self._go_on(block, run)
        yield from self._unmarked(run, is_heading=local_name(block) in _HEADINGS)

    def _go_on(self, element: Element, run: _Run) -> Iterator[str]:
        for child in element:
            name = local_name(child)
            if name not in _INLINE:
                yield from self._unmarked(run, is_heading=False)
                run.printed = run.seen = ""
                yield from self.texts_in(child)
            elif "footnote" in child.get("class", "").split():
                # A footnote is read elsewhere; the sentence goes on after its mark.
                yield from self.texts_in(child)
            elif name == "br":
                run.add(" ", marked=False)
            elif name in ("svg", "time") or _is_marked(child):
                yield from self.texts_in(child)
                run.add("" if name == "svg" else "".join(child.itertext()), marked=True)
            else:
                yield from self._described(child)
                run.add(child.text or "", marked=False)
                yield from self._go_on(child, run)
            run.add(child.tail or "", marked=False)

    def _unmarked(self, run: _Run, *, is_heading: bool) -> Iterator[str]:
        text = self._without_number(run) if is_heading else run.seen
        bare = without_exempt(text, run.printed)
        position = next((index for index, sign in enumerate(bare) if sign.isnumeric()), None)
        if position is not None:
            token = _TOKEN.match(bare, position)
            # The quotation shows the text as it stands, with what is exempt, from a word not far before the number.
            start = run.printed.rfind(" ", 0, max(position - LONGEST_QUOTE // 2, 0)) + 1
            quoted = " ".join(run.printed[start:].split())[:LONGEST_QUOTE]
            number = token[0] if token else bare[position]
            yield f"die Zahl {number} in „{quoted}“ ({self._place()}) steht in keinem Zahlenelement"

    def _without_number(self, run: _Run) -> str:
        """Return a heading without its number where that goes on from the number of the heading before."""
        found = _NUMBERED.match(run.seen)
        if not found or counts(run.printed[found.end() :]):
            return run.seen
        number = tuple(int(part) for part in found[1].split("."))
        before, parent, last = self._number, number[:-1], number[-1]
        goes_on = (
            last == 1 and before[: len(parent)] == parent
            if len(number) > len(before)
            else (before[: len(parent)] == parent and before[len(parent)] == last - 1)
        )
        if not goes_on and number != (1,):
            return run.seen
        self._number = number
        return MARKED * found.end() + run.seen[found.end() :]

    def _described(self, element: Element) -> Iterator[str]:
        """Yield what is wrong in a text that describes a picture or an abbreviation."""
        for attribute in ("alt", "title"):
            for token in _numbers_in(element.get(attribute, "")):
                if token not in self._printed:
                    yield (
                        f"der beschreibende Text „{element.get(attribute)}“ ({self._place()}) nennt {token}, "
                        "das Dokument nennt diese Zahl sonst nicht"
                    )

    def _not_in_a_table(self, drawing: Element) -> Iterator[str]:
        """A picture cannot carry values: what it shows must be printed as a figure of the same document."""
        for part in drawing.iter():
            if local_name(part) in _TEXTS_OF_A_PICTURE:
                for token in _numbers_in(text_of(part)):
                    if token not in self._printed:
                        yield (
                            f"die Abbildung unter „{self._heading}“ zeigt {token}, "
                            "das Dokument nennt diese Zahl sonst nicht"
                        )

    def _place(self) -> str:
        return f"unter „{self._heading}“" if self._heading else "vor der ersten Überschrift"


def _numbers_in(text: str) -> list[str]:
    bare = without_exempt(text, text)
    return _TOKEN.findall(bare) or [sign for sign in bare if sign.isnumeric()][:1]


def _is_marked(element: Element) -> bool:
    classes = element.get("class", "").split()
    return (
        local_name(element) in MARKED_ELEMENTS
        or "value" in element.attrib
        or any(each in MARKED_CLASSES for each in classes)
    )
