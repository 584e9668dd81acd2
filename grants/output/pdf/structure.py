"""What only the typesetter knows about a PDF's structure: language of a text, direction of a head, parts of a table.

WeasyPrint makes the structure elements in the order in which it walks its boxes, so the n-th text box belongs to the
n-th text element. A release that no longer does so is noticed, because the counts differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weasyprint.document import Document


def complete_structure(document: Document, pdf: pydyf.PDF) -> None:
    """Write /Lang, /Scope and a common /ID of the parts of one table; to be called before the PDF is written.

    Raises RuntimeError when boxes and structure elements do not belong together.
    """
    every_box = [box for page in document.pages for box in _walk(page._page_box)]  # noqa: SLF001 - it has no other name
    elements = [entry for entry in pdf.objects if isinstance(entry, dict) and entry.get("Type") == "/StructElem"]
    _set_languages(
        [box for box in every_box if isinstance(box, boxes.TextBox)],
        [element for element in elements if element["S"] == "/Span" and _holds_text(element)],
        document.metadata.lang,
    )
    _number_tables(
        [box for box in every_box if box.element_tag == "table" and box.is_table_wrapper],
        [element for element in elements if element["S"] == "/Table"],
    )
    for box in every_box:
        if box.element_tag == "th" and isinstance(box, boxes.TableCellBox):
            row = box.element.attrib.get("scope") == "row"
            box.mark["A"]["Scope"] = "/Row" if row else "/Column"


def _walk(box: Any) -> Iterator[Any]:  # noqa: ANN401 - boxes come in many classes without a common type
    """Yield a box and all boxes in it as WeasyPrint walks them for the structure."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001 - it has no other name
    yield box
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _walk(child)


def _holds_text(element: dict[str, Any]) -> bool:
    return len(element["K"]) == 1 and isinstance(element["K"][0], int)


def _set_languages(texts: list[Any], elements: list[dict[str, Any]], language: str) -> None:
    _same_count("texts", texts, elements)
    for text, element in zip(texts, elements, strict=True):
        if text.style["lang"] not in (None, language):
            element["Lang"] = pydyf.String(text.style["lang"])


def _number_tables(tables: list[Any], elements: list[dict[str, Any]]) -> None:
    _same_count("tables", tables, elements)
    numbers: dict[int, int] = {}
    for table, element in zip(tables, elements, strict=True):
        number = numbers.setdefault(id(table.element), len(numbers) + 1)
        element["ID"] = pydyf.String(f"tabelle-{number}")


def _same_count(what: str, found: list[Any], elements: list[Any]) -> None:
    if len(found) != len(elements):
        message = f"{len(found)} {what} were set, {len(elements)} stand in the structure of the PDF"
        raise RuntimeError(message)
