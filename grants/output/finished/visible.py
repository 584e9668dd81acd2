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
# Marks that no letter is composed with; their order differs between outputs.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
# A hyphen at the end of a line may be one of the word or of the line: words with hyphens count as one.
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011]\s*(?=[^\W\d_])")
_AMOUNT = re.compile(r"\u2212?\d{1,3}(?:\.?\d{3})*,\d\d")
# A word with a letter or digit of another script than the Latin one.
_FOREIGN = re.compile("[^\u0000-\u024f\u1e00-\u1eff\u2212€☐☒]")
_INLINE = frozenset({"strong", "em", "small", "sup", "sub", "span", "abbr", "data", "time"})
_NOT_SHOWN = frozenset({"style", "colgroup"})
_REPEATED = frozenset({"h1", "h2", "h3", "thead"})
_DRAWN_TEXT = "{http://www.w3.org/2000/svg}text"


@dataclass(frozen=True, slots=True)
class VisibleText:
    """The words of an HTML document in their order; ``owners`` says to which printed number each belongs, else None.

    ``notes`` are its footnotes with the numbers in each, as other outputs set them elsewhere; ``running`` are the words
    of running lines and letterhead, ``repeated`` those that every page may repeat: headings, heads of tables.
    ``pictures`` are the words of its drawings, which a PDF draws at the end of a page, a Word file holds as an image.
    """

    words: tuple[str, ...]
    owners: tuple[int | None, ...]
    notes: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]
    running: tuple[str, ...]
    repeated: tuple[str, ...]
    pictures: tuple[tuple[str, ...], ...]


def words_of(text: str) -> list[str]:
    """Return words and numbers of a text without case, typography and signs: what a change of digits cannot hide in."""
    folded = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).casefold().translate(_UNSEEN)
    return _WORD.findall(_HYPHEN.sub("", _MARKS.sub("", folded)))


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
        tuple(word for text in walk.running for word in words_of(text)),
        tuple(word for element in walk.repeated for text in element.itertext() for word in words_of(text)),
        tuple(walk.pictures),
    )


class _Walk:
    """One walk over the body of a document."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.owners: list[int | None] = []
        self.notes: list[tuple[tuple[str, ...], tuple[int, ...]]] = []
        self.repeated: list[Element] = []
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
        if name in _REPEATED:
            self.repeated.append(element)
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


def take_out(stream: list[str], part: Sequence[str]) -> bool:
    """Take the first stretch that equals a part out of a sequence; return whether there was one.

    Words of other scripts may stand in another order or be divided otherwise; numbers never.
    """
    if not part:
        return True
    for place, word in enumerate(stream):
        if word == part[0] and tuple(stream[place : place + len(part)]) == tuple(part):
            del stream[place : place + len(part)]
            return True
    return any(_FOREIGN.search(word) for word in part) and _take_out_own_script(stream, part)


def _take_out_own_script(stream: list[str], part: Sequence[str]) -> bool:
    """Take out the first stretch that equals a part but for words of other scripts."""
    wanted = [word for word in part if not _FOREIGN.search(word)]
    places = [place for place, word in enumerate(stream) if not _FOREIGN.search(word)]
    own = [stream[place] for place in places]
    for first, word in enumerate(own):
        if wanted and word == wanted[0] and own[first : first + len(wanted)] == wanted:
            del stream[places[first] : places[first + len(wanted) - 1] + 1]
            return True
    return False
