"""A document as XLSX: a cover with its facts, one sheet per table, a list of all its numbers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from grants.output.archive import normalise_zip, with_replaced
from grants.output.workbook.plan import plan_workbook
from grants.output.workbook.sheets import SheetWriter

if TYPE_CHECKING:
    from datetime import datetime
    from xml.etree.ElementTree import Element

_PROPERTIES = "docProps/core.xml"
_END_OF_PROPERTIES = b"</cp:coreProperties>"
_LANGUAGE = b"<dc:language>de-DE</dc:language>"
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(root: Element, dated: datetime) -> bytes:
    """Return the XLSX of a document tree, the same bytes for the same tree and day.

    ``dated`` is the only time that the file states. Raises DocumentError when a text is longer than a cell can hold,
    has control characters, or a number has more digits than Excel keeps.
    """
    plan, stream = plan_workbook(root), io.BytesIO()
    with Workbook(stream, _OPTIONS) as book:
        cover = plan.cover
        book.set_properties(
            {
                "title": cover.title,
                "subject": cover.kicker,
                "author": cover.author,
                "status": cover.stamp,
                "created": dated,
            }
        )
        SheetWriter(book, plan).write()
    # The library has no property for the language of a workbook.
    content = with_replaced(stream.getvalue(), _PROPERTIES, _END_OF_PROPERTIES, _LANGUAGE + _END_OF_PROPERTIES)
    return normalise_zip(content)
