"""The form of a document that every reader relies on: language, title, headings in order, tables with heads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grants.output.html.document import DocumentError, local_name, number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_LEVELS = {"h1": 1, "h2": 2, "h3": 3}
_HOLD_NO_BLOCKS = frozenset({"li", "dd", "dt"})
_ALONE = frozenset({"hr", "table"})
_TEXT_OF_A_BOX = ("☐", "☒")


def check_structure(root: Element) -> None:
    """Raise DocumentError naming everything that is missing in the form of a document."""
    if found := list(structure_faults(root)):
        raise DocumentError("; ".join(found))


def structure_faults(root: Element) -> Iterator[str]:
    """Yield a German clause for every fault in the form of a document."""
    if not root.get("lang"):
        yield "dem Dokument fehlt die Angabe der Sprache"
    if not any(local_name(element) == "title" and text_of(element) for element in _head_of(root)):
        yield "dem Dokument fehlt der Titel"
    yield from _heading_faults(root)
    yield from _id_faults(root)
    yield from _place_faults(root)
    for element in root.iter():
        name = local_name(element)
        if name == "table":
            yield from _table_faults(element)
        elif name in ("img", "svg"):
            yield from _picture_faults(name, element)
        elif "checkbox" in element.get("class", "").split() and text_of(element) not in _TEXT_OF_A_BOX:
            yield f"ein Kästchen zum Ankreuzen enthält „{text_of(element)}“"
        elif (number := number_of(element)) and number.text.startswith("-"):
            yield f"die Zahl {number.text} steht mit Bindestrich statt mit Minuszeichen da"


def _head_of(root: Element) -> Iterator[Element]:
    return (element for head in root if local_name(head) == "head" for element in head)


def _heading_faults(root: Element) -> Iterator[str]:
    before = 0
    for element in root.iter():
        level = _LEVELS.get(local_name(element), 0)
        if not level:
            continue
        words = text_of(element)
        if not words:
            yield f"eine Überschrift der Ebene {level} ist leer"
        if level > before + 1:
            above = f"auf Ebene {before}" if before else "auf keine Überschrift"
            yield f"die Überschrift „{words}“ der Ebene {level} folgt {above}"
        elif level == 1 and before:
            yield f"„{words}“ ist eine zweite Überschrift der Ebene 1"
        before = level
    if not before:
        yield "dem Dokument fehlt die Überschrift"


def _id_faults(root: Element) -> Iterator[str]:
    ids = Counter(element.attrib["id"] for element in root.iter() if "id" in element.attrib)
    yield from (f"die Kennung „{each}“ ist {count}-mal vergeben" for each, count in ids.items() if count > 1)


def _place_faults(root: Element) -> Iterator[str]:
    """Yield what stands inside of something that cannot hold it in a tagged PDF: its reader would lose the order."""
    for item in root.iter():
        if local_name(item) not in _HOLD_NO_BLOCKS:
            continue
        for inner in item.iter():
            if inner is not item and local_name(inner) in _ALONE:
                what = "ein Seitenwechsel" if local_name(inner) == "hr" else "eine Tabelle"
                yield f"{what} steht in einem Listenpunkt (<{local_name(item)}>)"


def _picture_faults(name: str, element: Element) -> Iterator[str]:
    titles = [text_of(child) for child in element if local_name(child) == "title"]
    if not (element.get("alt") if name == "img" else "".join(titles)):
        yield "einer Abbildung fehlt der Text, der sie beschreibt"


def _table_faults(table: Element) -> Iterator[str]:
    parts = {local_name(part): part for part in table}
    caption = text_of(parts["caption"]) if "caption" in parts else ""
    name = f"der Tabelle „{caption}“" if caption else f"der Tabelle {table.get('id', 'ohne Kennung')}"
    if not caption:
        yield f"{name} fehlt die Überschrift"
    if "thead" not in parts or not any(len(row) for row in parts["thead"]):
        yield f"{name} fehlt der Tabellenkopf"
    if "colgroup" not in parts:
        yield f"{name} fehlen die Angaben zu den Spalten"
        return
    columns = len(parts["colgroup"])
    for part in ("thead", "tbody", "tfoot"):
        for number, width in _widths(parts.get(part)):
            if width != columns:
                yield f"in {name} hat Zeile {number} von <{part}> {width} statt {columns} Spalten"


def _widths(part: Element | None) -> Iterator[tuple[int, int]]:
    """Yield number and width of every row of a part, cells that reach down from above counted in."""
    from_above: dict[int, int] = {}
    rows = () if part is None else tuple(part)
    for number, row in enumerate(rows, start=1):
        width = from_above.pop(number, 0)
        for cell in row:
            columns, depth = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
            width += columns
            for below in range(number + 1, number + depth):
                from_above[below] = from_above.get(below, 0) + columns
        yield number, width
    if from_above:
        yield max(from_above), 0
