"""Whether PDF, DOCX and XLSX of a document say what its HTML says, number by number."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING

from grants.output.finished.alignment import TooDifferentError, gaps, kept_pairs
from grants.output.finished.difference import Difference
from grants.output.finished.printed_number import german_number
from grants.output.finished.reading import FileFaultError
from grants.output.finished.text_agreement import (
    beside_differences,
    edge_differences,
    flow_differences,
    page_differences,
)
from grants.output.html.document import control_tag
from grants.output.pdf.data import CSV_NAME, JSON_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from grants.output.finished.located import LocatedNumber
    from grants.output.finished.measure import Measure
    from grants.output.finished.pdf import FinishedPdf
    from grants.output.finished.reading import ReadNumber
    from grants.output.finished.word import FinishedWord
    from grants.output.finished.workbook import FinishedWorkbook

# What a spreadsheet itself holds of a number.
_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_EVEN)
_BLANKS = re.compile(r"\s+")
WITHOUT_CONTROLS = "Die Datei wurde mit einem anderen Programm gespeichert; die Inhaltssteuerelemente fehlen."


def pdf_differences(measure: Measure, pdf: FinishedPdf) -> list[Difference]:
    """Compare the embedded numbers of a PDF, in both forms, and its visible text; name what no PDF of ours has."""
    found = [Difference(oddity) for oddity in pdf.oddities]
    for read, name in ((pdf.numbers_as_json, JSON_NAME), (pdf.numbers_as_csv, CSV_NAME)):
        try:
            found += _list_differences(measure, read(), f"Anlage {name}")
        except FileFaultError as fault:
            found.append(Difference(str(fault)))
    return found + beside_differences(measure, pdf.artifacts) + page_differences(measure, pdf.pages)


def word_differences(measure: Measure, word: FinishedWord) -> list[Difference]:
    """Compare every content control of a DOCX, its visible text, the amounts of its edges, and what it hides."""
    differences = edge_differences(measure, word.edges) + flow_differences(measure, word.text)
    if hidden := _folded(word.hidden):
        differences.append(Difference("Im Word-Dokument ist Text ausgeblendet, den das HTML nicht verbirgt.", hidden))
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
    in_tables = [located for located in measure.numbers if located.caption and not located.in_head]
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


def _cell_differences(
    wanted: Sequence[LocatedNumber],
    cells: Sequence[tuple[Decimal, str]],
    pairs: Sequence[tuple[int, int]],
    printed: Collection[Decimal],
) -> list[Difference]:
    """Compare the numbers of the tables; a number outside them may stand in a cell of its own as well."""
    found: list[Difference] = []
    for gone, come in gaps(pairs, len(wanted), len(cells)):
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


def _same_value(one: str, other: str) -> bool:
    if not one:
        return False
    return Decimal(one).normalize(_FIFTEEN_DIGITS) == Decimal(other).normalize(_FIFTEEN_DIGITS)


def _folded(text: str) -> str:
    """Return a text with every kind and number of blanks as one."""
    return _BLANKS.sub(" ", text).strip()
