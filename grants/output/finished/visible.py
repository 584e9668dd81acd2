"""What people see of a document as a sequence of words and numbers, the same for every output."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.output.html.document import local_name, number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

# PDFium sets U+FFFE where a word is divided at the end of a line.
_UNSEEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufffe\ufeff"))
# A minus before a number, or after an amount; a dash between digits parts them.
_DASHES = "\u002d\u2010\u2011\u2013\u2212"
_WORD = re.compile(
    rf"(?:\u2212|(?<![^\s(])[{_DASHES}])?\d+(?:[.,]\d+)*(?:(?<=,\d\d)[{_DASHES}](?!\w))?|[^\W\d_]+|[€$£%‰☐☒]"
)
_BRACKETED = re.compile(r"\(\s*([-\u2013\u2212]?\d[\d.,]*\s*[€%]?)\s*\)")
_AMOUNT = re.compile(r"\u2212?\d[\d.]*,\d\d\u2212?|\d{1,3}(?:,\d{3})*\.\d\d")
_UNITS = frozenset({"€", "$", "%", "eur", "euro", "teur", "mio", "tsd", "vzä"})
_MINUS = str.maketrans(dict.fromkeys(_DASHES, "\u2212"))
# PDFium takes a minus at the end of a line for a hyphen.
_MINUS_AT_THE_END = re.compile("(?<=,\\d\\d)\ufffe(?!\\w)")
# Marks that no letter is composed with; their order differs between outputs.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
# A hyphen at the end of a line may be one of the word or of the line: words with hyphens count as one.
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011]\s*(?=[^\W\d_])")
# A word with a letter or digit of another script than the Latin one.
_FOREIGN = re.compile("[^\u0000-\u024f\u1e00-\u1eff\u2212€☐☒]")
_INLINE = frozenset({"strong", "em", "small", "sup", "sub", "span", "abbr", "data", "time"})
_NOT_SHOWN = frozenset({"style", "colgroup"})
_REPEATED = frozenset({"h1", "h2", "h3", "thead"})
_MOVABLE = frozenset({"stamp", "address", "info"})
_DRAWN_TEXT = "{http://www.w3.org/2000/svg}text"


@dataclass(frozen=True, slots=True)
class VisibleText:
    """The words of an HTML document in their order; ``owners`` says to which printed number each belongs, else None.

    ``movable`` are those that may be drawn earlier or later than they are written: stamps, addresses, heads of tables.
    ``notes`` are its footnotes with the numbers in each, as other outputs set them elsewhere; ``running`` are the words
    of running lines, ``letterhead`` those of the letterhead, ``repeated`` those that every
    page may repeat: headings, heads of tables.
    ``pictures`` are the words of its drawings, which a PDF draws at the end of a page, a Word file holds as an image.
    ``marks`` are the numbers that a PDF sets before the items of lists and at footnotes, ``bracketed`` those with
    brackets directly around them.
    """

    words: tuple[str, ...]
    owners: tuple[int | None, ...]
    movable: tuple[bool, ...]
    notes: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]
    running: tuple[str, ...]
    letterhead: tuple[str, ...]
    repeated: tuple[str, ...]
    pictures: tuple[tuple[str, ...], ...]
    marks: Counter[str]
    bracketed: Counter[str]


def words_of(text: str) -> list[str]:
    """Return words, numbers with their minus and signs of units, without case and typography."""
    bare = _MINUS_AT_THE_END.sub("-", text).translate(_UNSEEN)
    folded = unicodedata.normalize("NFKC", bare).casefold().translate(_UNSEEN)
    return [word.translate(_MINUS) for word in _WORD.findall(_HYPHEN.sub("", _MARKS.sub("", folded)))]


def bracketed_numbers(text: str) -> Counter[str]:
    """Return the numbers with brackets directly around them, which bookkeepers read as negative."""
    return Counter("".join(words_of(found)) for found in _BRACKETED.findall(text.translate(_UNSEEN)))


def has_digit(word: str) -> bool:
    """Return whether a word has a digit or another sign that says a number, such as ½."""
    return any(sign.isnumeric() for sign in word)


def is_amount(word: str, after: str) -> bool:
    """Return whether a word is a number with cents, or one before the sign of a unit."""
    return _AMOUNT.fullmatch(word) is not None or (has_digit(word) and after in _UNITS)


def is_foreign(word: str) -> bool:
    """Return whether a word is of another script than the Latin one, whose order differs between outputs."""
    return _FOREIGN.search(word) is not None


def visible_text(root: Element) -> VisibleText:
    """Return what people see of an HTML document; running lines are apart."""
    walk = _Walk()
    walk.enter(next(element for element in root.iter() if local_name(element) == "body"))
    walk.flush()
    return VisibleText(
        tuple(walk.words),
        tuple(walk.owners),
        tuple(walk.movable),
        tuple(walk.notes),
        tuple(word for text in walk.running for word in words_of(text)),
        tuple(word for text in walk.letterhead for word in words_of(text)),
        tuple(word for element in walk.repeated for text in element.itertext() for word in words_of(text)),
        tuple(walk.pictures),
        _marks(root, len(walk.notes)),
        bracketed_numbers("".join(root.itertext())),
    )


def _marks(root: Element, notes: int) -> Counter[str]:
    """Return the numbers of list items, and those of footnotes, each at its place and below."""
    marks = Counter({str(number): 2 for number in range(1, notes + 1)})
    for element in root.iter():
        if local_name(element) == "ol":
            marks.update(str(number) for number in range(1, len(element) + 1))
    return marks


class _Walk:
    """One walk over the body of a document."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.owners: list[int | None] = []
        self.notes: list[tuple[tuple[str, ...], tuple[int, ...]]] = []
        self.repeated: list[Element] = []
        self.running: list[str] = []
        self.letterhead: list[str] = []
        self.movable: list[bool] = []
        self.pictures: list[tuple[str, ...]] = []
        self._numbers = 0
        self._text = ""
        self._moves = False

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
            aside = self.running if "running" in classes else self.letterhead
            aside += [text_of(child) for child in element]
            self._skip_numbers(element)
        elif not self._moves and (name == "thead" or not _MOVABLE.isdisjoint(classes)):
            self.flush()
            self._moves = True
            self.enter(element)
            self.flush()
            self._moves = False
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
        self.movable += [self._moves] * len(words)


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
