"""Whether the visible text of a PDF or DOCX reads as its HTML does: every number in its place, the same words."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from grants.output.finished.alignment import TooDifferentError, gaps, kept_pairs
from grants.output.finished.difference import Difference, not_visible
from grants.output.finished.visible import bracketed_numbers, has_digit, is_amount, is_foreign, take_out, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grants.output.finished.measure import Measure


def page_differences(measure: Measure, pages: Sequence[str]) -> list[Difference]:
    """Compare the visible text of the pages of a PDF, which shows pictures and the marks of notes and lists as text."""
    words = [word for page in pages for word in words_of(page)]
    pictures = [
        Difference("Die Beschriftung eines Bildes steht im PDF nicht so wie im HTML.", expected=" ".join(picture))
        for picture in measure.text.pictures
        if not take_out(words, picture)
    ]
    return pictures + _in_brackets(measure, pages) + _text_differences(measure, words, measure.text.marks)


def flow_differences(measure: Measure, text: str) -> list[Difference]:
    """Compare the visible text of a Word file, which numbers notes and lists itself and has pictures as images."""
    return _in_brackets(measure, [text]) + _text_differences(measure, words_of(text), Counter())


def _in_brackets(measure: Measure, texts: Sequence[str]) -> list[Difference]:
    shown = sum(map(bracketed_numbers, texts), Counter[str]())
    text = "Im sichtbaren Text stehen Klammern um eine Zahl, die das HTML nicht druckt."
    return [Difference(text, f"({number})", number) for number in shown - measure.text.bracketed]


def _text_differences(measure: Measure, words: list[str], marks: Counter[str]) -> list[Difference]:
    """Compare visible words with those of the HTML; ``marks`` are numbers of notes and lists that may come besides.

    Stamp, letterhead, address and heads of tables may be drawn earlier or later than they are written, words of other
    scripts too.
    """
    found: list[Difference] = []
    for note, numbers in measure.text.notes:
        if not take_out(words, note):
            places = [not_visible(measure.numbers[number], "") for number in numbers]
            found += places or [Difference("Eine Fußnote lautet anders als im HTML.", expected=" ".join(note))]
    try:
        pairs = kept_pairs(measure.text.words, words)
    except TooDifferentError:
        return [*found, Difference("Der sichtbare Text ist durchweg ein anderer als im HTML.")]
    return found + _Comparison(measure, words, marks).differences(pairs)


def beside_differences(measure: Measure, texts: Sequence[str]) -> list[Difference]:
    """Compare the numbers of running lines: those of the HTML, the number of the page and how many there are."""
    found = []
    for page, text in enumerate(texts, start=1):
        known = Counter((*measure.text.running, *measure.text.letterhead, *measure.text.repeated))
        known.update((str(page), str(len(texts))))
        found += [_strange(word) for word in words_of(text) if has_digit(word) and not _take(known, word)]
    return found


def edge_differences(measure: Measure, texts: Sequence[str]) -> list[Difference]:
    """Compare the amounts in headers and footers, which a county's base may give with telephones and post codes."""
    found = []
    for text in texts:
        known = Counter((*measure.text.running, *measure.text.letterhead, *measure.text.repeated))
        words = words_of(text)
        for word, after in pairwise((*words, "")):
            if is_amount(word, after) and not _take(known, word):
                found.append(_strange(word, " (Kopf- oder Fußzeile)"))
    return found


class _Comparison:
    """The comparison of one text: what may have moved or come besides is used up by what has."""

    def __init__(self, measure: Measure, words: Sequence[str], marks: Counter[str]) -> None:
        self._measure, self._words = measure, words
        self._moved: Counter[str] = Counter()
        self._known = Counter(measure.text.letterhead)
        self._marks = marks.copy()
        self._reported: set[int] = set()

    def differences(self, pairs: Sequence[tuple[int, int]]) -> list[Difference]:
        """Return the differences of all stretches that are not the same."""
        wanted = self._measure.text.words
        stretches = list(gaps(pairs, len(wanted), len(self._words)))
        self._moved.update(wanted[place] for gone, _ in stretches for place in gone if self._may_move(place))
        found = [difference for gone, come in stretches for difference in self._stretch(gone, come)]
        for gone, _ in stretches:
            movable = [wanted[place] for place in gone if self._may_move(place) and not is_foreign(wanted[place])]
            if left := [word for word in movable if _take(self._moved, word)]:
                found.append(self._otherwise(gone, [], left))
        return found + self._other_scripts()

    def _may_move(self, place: int) -> bool:
        text = self._measure.text
        return text.owners[place] is None and (text.movable[place] or is_foreign(text.words[place]))

    def _other_scripts(self) -> list[Difference]:
        """Compare the letters of other scripts, whose words may be divided and ordered otherwise in a PDF."""
        wanted, shown = _letters(self._measure.text.words), _letters(self._words)
        if wanted - shown or shown - wanted - _letters(self._measure.text.letterhead):
            return [Difference("Ein Name in einer anderen Schrift lautet im sichtbaren Text anders als im HTML.")]
        return []

    def _stretch(self, gone: range, come: range) -> Iterator[Difference]:
        text = self._measure.text
        strange = list(self._unexplained(come))
        amounts = [word for word in strange if has_digit(word)]
        owners = dict.fromkeys(owner for place in gone if (owner := text.owners[place]) is not None)
        if not gone and strange and (inside := self._number_around(gone.start)) is not None:
            # A sign within a number, such as the T of T€.
            owners, amounts = {inside: None}, [" ".join(strange)]
        for owner in (each for each in owners if each not in self._reported):
            self._reported.add(owner)
            yield not_visible(self._measure.numbers[owner], amounts.pop(0) if amounts else "")
        lost = [text.words[place] for place in gone if text.owners[place] is None and not self._may_move(place)]
        if amounts:
            yield _strange(" ".join(strange), self._place(gone.start), " ".join(lost))
        elif not owners and "".join(strange) != "".join(lost):
            yield self._otherwise(gone, strange, lost)

    def _otherwise(self, gone: range, strange: Sequence[str], lost: Sequence[str]) -> Difference:
        text = f"Der sichtbare Text lautet anders als im HTML{self._place(gone.start)}."
        return Difference(text, " ".join(strange), " ".join(lost))

    def _unexplained(self, come: range) -> Iterator[str]:
        """Yield the words that nothing explains; spaced letters of one word may be read as two."""
        words = iter(come)
        for place in words:
            word = self._words[place]
            pair = word + self._words[place + 1] if place + 1 in come else word
            if is_foreign(word) or _take(self._moved, word) or _take(self._known, word) or _take(self._marks, word):
                continue
            if _take(self._moved, pair):
                next(words)
                continue
            yield word

    def _number_around(self, place: int) -> int | None:
        """Return the number that begins before a place of the HTML and goes on after it."""
        owners = self._measure.text.owners
        before, after = owners[place - 1 : place] or (None,), owners[place : place + 1] or (None,)
        return before[0] if before == after else None

    def _place(self, place: int) -> str:
        """Return where a place of the text is: at the number before it, else at the first one."""
        owners = self._measure.text.owners
        near = next((owner for owner in reversed(owners[:place]) if owner is not None), None)
        if near is None:
            return " (vor der ersten Zahl)"
        number = self._measure.numbers[near]
        return f" (nach der Zahl {number.number.text}; {number.words()})"


def _strange(word: str, place: str = "", expected: str = "") -> Difference:
    return Difference(f"Im sichtbaren Text steht eine Zahl, die das HTML dort nicht druckt{place}.", word, expected)


def _letters(words: Sequence[str]) -> Counter[str]:
    return Counter("".join(filter(is_foreign, words)))


def _take(known: Counter[str], word: str) -> bool:
    if not known[word]:
        return False
    known[word] -= 1
    return True
