"""Whether an XLSX is the one that its HTML gives: formulas, values, texts, formats and what is hidden, cell by cell."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from grants.output.finished.difference import Difference
from grants.output.finished.workbook_cells import ShownCell, read_cells
from grants.output.html.document import DocumentError
from grants.output.workbook.writer import write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from grants.output.finished.workbook_cells import ShownSheet

# Only the properties of a file state its day, and they are not compared.
_ANY_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - a day without a zone
_EMPTY = ShownCell("", "", "")


def cell_differences(root: Element, content: bytes) -> list[Difference]:
    """Compare a workbook with a fresh one from the same HTML. Raises FileFaultError when it cannot be read.

    Colours, fonts and widths are not compared.
    """
    shown = read_cells(content)
    try:
        wanted = read_cells(write_workbook(root, _ANY_DAY))
    except DocumentError as problem:
        return [Difference(f"Aus dem HTML lässt sich keine Arbeitsmappe erstellen: {problem}.")]
    found = [
        Difference(f"Blatt „{name}“: Dieses Blatt gibt das HTML nicht her.") for name in shown if name not in wanted
    ]
    for name, sheet in wanted.items():
        if name in shown:
            found += _sheet_differences(f"Blatt „{name}“", sheet, shown[name])
        else:
            found.append(Difference(f"Blatt „{name}“: Dieses Blatt fehlt."))
    return found


def _sheet_differences(place: str, wanted: ShownSheet, shown: ShownSheet) -> Iterator[Difference]:
    if wanted.state != shown.state:
        yield Difference(f"{place}: Das Blatt ist ausgeblendet.")
    for row in sorted(shown.hidden_rows - wanted.hidden_rows, key=int):
        yield Difference(f"{place}: Die Zeile {row} ist ausgeblendet.")
    for column in sorted(shown.hidden_columns - wanted.hidden_columns):
        yield Difference(f"{place}: Die Spalte mit der Nummer {column} ist ausgeblendet.")
    if shown.over - wanted.over:
        yield Difference(f"{place}: Über den Zellen liegt etwas, das dort nicht hingehört (Bild, Regel, Kopfzeile).")
    for address in dict.fromkeys((*wanted.cells, *shown.cells)):
        before, now = wanted.cells.get(address, _EMPTY), shown.cells.get(address, _EMPTY)
        if before != now:
            yield _cell_difference(f"{place}, Zelle {address}", before, now)


def _cell_difference(place: str, wanted: ShownCell, shown: ShownCell) -> Difference:
    if wanted.formula != shown.formula:
        text = f"{place}: Die Formel ist eine andere als die, die das HTML ergibt."
        return Difference(text, _formula(shown), _formula(wanted))
    if wanted.value != shown.value:
        text = f"{place}: Der Inhalt ist ein anderer als der, den das HTML ergibt."
        return Difference(text, shown.value or "nichts", wanted.value or "nichts")
    text = f"{place}: Das Zahlenformat ist ein anderes als das, das das HTML ergibt."
    return Difference(text, shown.pattern, wanted.pattern)


def _formula(cell: ShownCell) -> str:
    return f"={cell.formula}" if cell.formula else "keine Formel"
