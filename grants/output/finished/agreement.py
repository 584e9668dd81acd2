"""Whether PDF, DOCX and XLSX of a document say what its HTML says, number by number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING

from grants.output.finished.alignment import TooDifferentError, kept_pairs
from grants.output.finished.located import located_numbers
from grants.output.finished.printed_number import german_number
from grants.output.finished.reading import FileFaultError
from grants.output.finished.visible import is_amount, take_out, visible_text, words_of
from grants.output.html.document import control_tag
from grants.output.pdf.data import CSV_NAME, JSON_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from xml.etree.ElementTree import Element

    from grants.output.finished.located import LocatedNumber
    from grants.output.finished.pdf import FinishedPdf
    from grants.output.finished.reading import ReadNumber
    from grants.output.finished.visible import VisibleText
    from grants.output.finished.word import FinishedWord
    from grants.output.finished.workbook import FinishedWorkbook

# What a spreadsheet itself holds of a number.
_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)
_BLANKS = re.compile(r"\s+")
WITHOUT_CONTROLS = "Die Datei wurde mit einem anderen Programm gespeichert; die Inhaltssteuerelemente fehlen."


@dataclass(frozen=True, slots=True)
class Difference:
    """Ein Unterschied zum HTML: a German sentence with the figure and its place, what was found, what is expected.

    ``number`` is the number of the HTML it is about, where it is about one. What leaves every figure as it is does not
    block.
    """

    text: str
    found: str = ""
    expected: str = ""
    number: LocatedNumber | None = field(default=None, compare=False)
    blocks: bool = True


class Measure:
    """An HTML document as the measure of its other files: its numbers with their places, its words."""

    def __init__(self, root: Element) -> None:
        """Walk once through the document; every comparison rests on this."""
        self.numbers: list[LocatedNumber] = located_numbers(root)
        self.text: VisibleText = visible_text(root)
        self.named: dict[str, LocatedNumber] = {}
        for located in self.numbers:
            if located.number.name:
                self.named.setdefault(located.number.name, located)


def text_gaps(measure: Measure, words: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """Return the words of the HTML that a file lacks, and those it has besides, wherever they stand.

    Footnotes count as found wherever they are set; running lines, the letterhead and pictures may be missing.
    """
    shown = list(words)
    for part in (*(note for note, _ in measure.text.notes), *measure.text.pictures):
        take_out(shown, part)
    html, file = Counter(measure.text.words), Counter(shown)
    return html - file, file - html


def pdf_differences(measure: Measure, pdf: FinishedPdf) -> list[Difference]:
    """Compare the embedded numbers of a PDF, in both forms, and its visible text."""
    found: list[Difference] = []
    for read, name in ((pdf.numbers_as_json, JSON_NAME), (pdf.numbers_as_csv, CSV_NAME)):
        try:
            found += _list_differences(measure, read(), f"Anlage {name}")
        except FileFaultError as fault:
            found.append(Difference(str(fault)))
    words = [word for page in pdf.pages for word in words_of(page)]
    for picture in measure.text.pictures:
        if not take_out(words, picture):
            found.append(Difference("Die Beschriftung eines Bildes steht im PDF nicht so wie im HTML."))
    repeatable = Counter((*measure.text.running, *measure.text.repeated))
    for artifacts in pdf.artifacts:
        found += _strange_amounts(words_of(artifacts), repeatable.copy())
    return found + _text_differences(measure, words)


def word_differences(measure: Measure, word: FinishedWord) -> list[Difference]:
    """Compare every content control of a DOCX, and its visible text."""
    differences = _text_differences(measure, words_of(word.text))
    if measure.named and not word.numbers:
        return [Difference(WITHOUT_CONTROLS, blocks=False), *differences]
    tags = {control_tag(name): name for name in measure.named}
    printed: dict[str, list[str]] = defaultdict(list)
    for number in word.numbers:
        printed[number.name].append(_folded(number.text))
    found = [
        Difference(f"Ein Inhaltssteuerelement trägt den Namen „{tag}“, den das HTML nicht nennt.", found=texts[0])
        for tag, texts in printed.items()
        if tag not in tags
    ]
    wanted: dict[str, list[LocatedNumber]] = defaultdict(list)
    for located in _named_prints(measure):
        wanted[control_tag(located.number.name)].append(located)
    for tag, places in wanted.items():
        found += _control_differences(places, printed[tag])
    return found + differences


def workbook_differences(measure: Measure, book: FinishedWorkbook) -> list[Difference]:
    """Compare the list of named numbers of an XLSX and the numbers of its tables, as they were last computed."""
    found = [Difference(f"Die Zelle {place} enthält einen Fehlerwert.") for place in book.faulty]
    found += _list_differences(measure, book.numbers, "Blatt „Zahlen“")
    in_tables = [located for located in measure.numbers if located.caption]
    cells = [(cell.exact.normalize(_FIFTEEN_DIGITS), f"Blatt „{cell.sheet}“, Zelle {cell.cell}") for cell in book.cells]
    wanted = [Decimal(located.number.exact).normalize(_FIFTEEN_DIGITS) for located in in_tables]
    try:
        pairs = kept_pairs(wanted, [value for value, _ in cells])
    except TooDifferentError:
        return [*found, Difference("Die Zahlen der Tabellen sind durchweg andere als im HTML.")]
    printed = {Decimal(located.number.exact).normalize(_FIFTEEN_DIGITS) for located in measure.numbers}
    return found + _cell_differences(in_tables, cells, pairs, printed)


def _named_prints(measure: Measure) -> Iterable[LocatedNumber]:
    """Yield every print of a named number in the order of printing."""
    return (located for located in measure.numbers if located.number.name)


def _list_differences(measure: Measure, listed: Sequence[ReadNumber], place: str) -> list[Difference]:
    """Compare a list of named numbers with those of the HTML: one entry each, with its exact value and its text."""
    found: list[Difference] = []
    seen: set[str] = set()
    for number in listed:
        located = measure.named.get(number.name)
        if located is None:
            found.append(Difference(f"{place}: Die Zahl „{number.name}“ steht nicht im HTML.", found=number.text))
        elif number.name in seen:
            found.append(Difference(f"{place}: Die Zahl „{number.name}“ ist doppelt aufgeführt.", found=number.text))
        elif not _same_value(number.exact, located.number.exact):
            text = f"{place}: Die Zahl „{number.name}“ hat einen anderen Wert als im HTML ({located.words()})."
            value = german_number(number.exact, located.number.exact) if number.exact else "kein Wert"
            found.append(Difference(text, value, german_number(located.number.exact), located))
        elif _folded(number.text) != _folded(located.number.text):
            text = f"{place}: Die Zahl „{number.name}“ ist anders geschrieben als im HTML ({located.words()})."
            found.append(Difference(text, number.text, located.number.text, located))
        seen.add(number.name)
    found += [
        Difference(f"{place}: Die Zahl „{name}“ fehlt ({located.words()}).", "", located.number.text, located)
        for name, located in measure.named.items()
        if name not in seen
    ]
    return found


def _control_differences(places: Sequence[LocatedNumber], texts: Sequence[str]) -> list[Difference]:
    """Compare the prints of one figure with its content controls, in their order."""
    name = places[0].number.name
    found = [
        Difference(
            f"Das Inhaltssteuerelement der Zahl „{name}“ enthält einen anderen Text als das HTML ({located.words()}).",
            text or "nichts",
            located.number.text,
            located,
        )
        for located, text in zip(places, texts, strict=False)
        if text != _folded(located.number.text)
    ]
    if len(texts) < len(places):
        text = f"Die Zahl „{name}“ steht nicht in einem Inhaltssteuerelement ({places[len(texts)].words()})."
        found.append(Difference(text, "", places[len(texts)].number.text, places[len(texts)]))
    if len(texts) > len(places):
        text = f"Die Zahl „{name}“ steht öfter im Word-Dokument als im HTML."
        found.append(Difference(text, found=texts[len(places)]))
    return found


def _text_differences(measure: Measure, words: list[str]) -> list[Difference]:
    """Compare the visible words of a file: every number of the HTML has to stand in its place, no amount besides."""
    found: list[Difference] = []
    wanted, owners = list(measure.text.words), list(measure.text.owners)
    for note, numbers in measure.text.notes:
        if not take_out(words, note):
            places = (measure.numbers[number] for number in numbers)
            found += [_not_visible(located, "") for located in places]
    try:
        pairs = kept_pairs(wanted, words)
    except TooDifferentError:
        return [*found, Difference("Der sichtbare Text ist durchweg ein anderer als im HTML.")]
    reported: set[int] = set()
    gaps = list(_gaps(pairs, len(wanted), len(words)))
    # An address or a letterhead may be drawn earlier or later than it is written.
    moved = Counter(measure.text.running)
    moved.update(wanted[place] for gone, _ in gaps for place in gone if owners[place] is None)
    for gone, come in gaps:
        amounts = [words[place] for place in come if any(sign.isdigit() for sign in words[place])]
        lost = dict.fromkeys(owner for place in gone if (owner := owners[place]) is not None)
        for owner in (each for each in lost if each not in reported):
            reported.add(owner)
            found.append(_not_visible(measure.numbers[owner], amounts.pop(0) if amounts else ""))
        found += _strange_amounts(amounts, moved)
    return found


def _strange_amounts(words: Iterable[str], known: Counter[str]) -> list[Difference]:
    """Return the amounts that nothing explains; each of the known words explains one and is used up by it."""
    found = []
    for word in filter(is_amount, words):
        if known[word]:
            known[word] -= 1
        else:
            text = "Im sichtbaren Text steht ein Betrag, den das HTML dort nicht druckt."
            found.append(Difference(text, found=word))
    return found


def _not_visible(located: LocatedNumber, instead: str) -> Difference:
    name = f"Die Zahl „{located.number.name}“" if located.number.name else "Eine Zahl"
    return Difference(
        f"{name} steht im sichtbaren Text nicht so wie im HTML ({located.words()}).",
        instead,
        located.number.text,
        located,
    )


def _cell_differences(
    wanted: Sequence[LocatedNumber],
    cells: Sequence[tuple[Decimal, str]],
    pairs: Sequence[tuple[int, int]],
    printed: Collection[Decimal],
) -> list[Difference]:
    """Compare the numbers of the tables; a number outside them may stand in a cell of its own as well."""
    found: list[Difference] = []
    for gone, come in _gaps(pairs, len(wanted), len(cells)):
        others = [cells[place] for place in come]
        for place in gone:
            located = wanted[place]
            name = f"Die Zahl „{located.number.name}“" if located.number.name else "Eine Zahl"
            value, cell = others.pop(0) if others else (None, "")
            where = f"{cell}: " if cell else ""
            text = f"{where}{name} steht in der Tabelle nicht so wie im HTML ({located.words()})."
            shown = "" if value is None else german_number(value, located.number.exact)
            found.append(Difference(text, shown, german_number(located.number.exact), located))
        found += [
            Difference(f"{cell}: Hier steht eine Zahl, die das HTML nicht druckt.", german_number(value))
            for value, cell in others
            if value not in printed
        ]
    return found


def _gaps(pairs: Sequence[tuple[int, int]], length: int, other: int) -> Iterable[tuple[range, range]]:
    """Yield what is missing and what has come between one kept member and the next."""
    before = (-1, -1)
    for pair in [*pairs, (length, other)]:
        gone, come = range(before[0] + 1, pair[0]), range(before[1] + 1, pair[1])
        if gone or come:
            yield gone, come
        before = pair


def _same_value(one: str, other: str) -> bool:
    if not one:
        return False
    return Decimal(one).normalize(_FIFTEEN_DIGITS) == Decimal(other).normalize(_FIFTEEN_DIGITS)


def _folded(text: str) -> str:
    """Return a text with every kind and number of blanks as one."""
    return _BLANKS.sub(" ", text).strip()
