"""What people see of a document as a sequence of words and numbers, the same for every output."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.output.html.document import local_name, number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

# PDFium sets U+FFFE where a word is divided at the end of a line.
_UNSEEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufffe\ufeff"))
_WORD = re.compile(r"\u2212?\d+(?:[.,]\d+)*|[^\W\d_]+|[€%☐☒]")
_AMOUNT = re.compile(r"\u2212?\d{1,3}(?:\.?\d{3})*,\d\d")
_INLINE = frozenset({"strong", "em", "small", "sup", "sub", "span", "abbr", "data", "time"})
_NOT_SHOWN = frozenset({"style", "colgroup"})
_DRAWN_TEXT = "{http://www.w3.org/2000/svg}text"


@dataclass(frozen=True, slots=True)
class VisibleText:
    """The words of an HTML document in their order; ``owners`` says to which printed number each belongs, else None.

    ``notes`` are its footnotes with the numbers in each, as other outputs set them elsewhere; ``heads`` are the words
    of the heads of its tables, which are repeated on every page, ``running`` those of running lines and letterhead.
    ``pictures`` are the words of its drawings, which a PDF draws at the end of a page, a Word file holds as an image.
    """

    words: tuple[str, ...]
    owners: tuple[int | None, ...]
    notes: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]
    heads: tuple[tuple[str, ...], ...]
    running: tuple[tuple[str, ...], ...]
    pictures: tuple[tuple[str, ...], ...]


def words_of(text: str) -> list[str]:
    """Return words and numbers of a text without case, typography and signs: what a change of digits cannot hide in."""
    return _WORD.findall(unicodedata.normalize("NFKC", text.translate(_UNSEEN)).casefold().translate(_UNSEEN))


def is_amount(word: str) -> bool:
    """Return whether a word is an amount with cents."""
    return _AMOUNT.fullmatch(word) is not None


def visible_text(root: Element) -> VisibleText:
    """Return what people see of an HTML document; running lines are apart."""
    walk = _Walk()
    walk.enter(next(element for element in root.iter() if local_name(element) == "body"))
    walk.flush()
    return VisibleText(
        tuple(walk.words),
        tuple(walk.owners),
        tuple(walk.notes),
        tuple(
            tuple(words_of(" ".join(text_of(cell) for cell in head.iter() if _is_cell(cell)))) for head in walk.heads
        ),
        tuple(tuple(words_of(text)) for text in walk.running),
        tuple(walk.pictures),
    )


def _is_cell(element: Element) -> bool:
    return local_name(element) in ("th", "td")


class _Walk:
    """One walk over the body of a document."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.owners: list[int | None] = []
        self.notes: list[tuple[tuple[str, ...], tuple[int, ...]]] = []
        self.heads: list[Element] = []
        self.running: list[str] = []
        self.pictures: list[tuple[str, ...]] = []
        self._numbers = 0
        self._text = ""

    def flush(self) -> None:
        """End a run of text: the words gathered so far belong to no number."""
        self._add(self._text, None)
        self._text = ""

    def enter(self, element: Element) -> None:
        """Take up what an element shows, but not what follows it."""
        name, classes = local_name(element), element.attrib.get("class", "").split()
        if name in _NOT_SHOWN:
            self._skip_numbers(element)
        elif name == "svg":
            self.flush()
            self.pictures.append(tuple(word for text in element.iter(_DRAWN_TEXT) for word in words_of(text_of(text))))
        elif "running" in classes or "letterhead" in classes:
            self.running += [text_of(child) for child in element]
            self._skip_numbers(element)
        elif "footnote" in classes:
            first = self._numbers
            self._skip_numbers(element)
            self.notes.append((tuple(words_of(text_of(element))), tuple(range(first, self._numbers))))
        elif number_of(element) is not None:
            self.flush()
            self._add(text_of(element), self._numbers)
            self._skip_numbers(element)
        else:
            self._enter_children(element, name)

    def _enter_children(self, element: Element, name: str) -> None:
        if name not in _INLINE:
            self.flush()
        if name == "thead":
            self.heads.append(element)
        self._text += element.text or ""
        for child in element:
            self.enter(child)
            self._text += f" {child.tail or ''}" if local_name(child) == "br" else child.tail or ""
        if name not in _INLINE:
            self.flush()

    def _skip_numbers(self, element: Element) -> None:
        self._numbers += sum(number_of(each) is not None for each in element.iter())

    def _add(self, text: str, owner: int | None) -> None:
        words = words_of(text)
        self.words += words
        self.owners += [owner] * len(words)


def page_words(pages: Sequence[str], html: VisibleText) -> list[str]:
    """Return the words of the pages of a PDF without what stands on every page.

    A head of a table at the top of a page is a repeated one: its first print follows the caption of the table.
    """
    stream: list[str] = []
    for page in pages:
        words = _without_running(words_of(page), html.running)
        # Heads over several rows may be drawn in another order than they are written.
        head = next((head for head in html.heads if sorted(words[: len(head)]) == sorted(head)), ())
        stream += words[len(head) :]
    return stream


def take_out(stream: list[str], part: Sequence[str]) -> bool:
    """Take the first stretch that equals a part out of a sequence; return whether there was one."""
    if not part:
        return True
    for place, word in enumerate(stream):
        if word == part[0] and tuple(stream[place : place + len(part)]) == tuple(part):
            del stream[place : place + len(part)]
            return True
    return False


def _without_running(words: list[str], running: Sequence[tuple[str, ...]]) -> list[str]:
    """Cut running lines and the number of the page off both ends of a page, in whichever order they stand."""
    cut = True
    while cut:
        cut = False
        for line in running:
            if line and tuple(words[: len(line)]) == line:
                words, cut = words[len(line) :], True
            if line and tuple(words[-len(line) :]) == line:
                words, cut = words[: -len(line)], True
        for length in (_page_number(words[:4]), -_page_number(words[-4:]), -_page_number(words[-2:])):
            if length > 0:
                words, cut = words[length:], True
            elif length < 0:
                words, cut = words[:length], True
    return words


def _page_number(words: Sequence[str]) -> int:
    """Return how many words say the number of a page: ``Seite 3 von 7`` or ``Seite 3``."""
    if len(words) >= 4 and words[0] == "seite" and words[1].isdigit() and words[2] == "von" and words[3].isdigit():  # noqa: PLR2004
        return 4
    return 2 if len(words) == 2 and words[0] == "seite" and words[1].isdigit() else 0  # noqa: PLR2004
