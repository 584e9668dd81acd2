"""Active filters of an XLSX sheet: the areas in which a hidden row was hidden by a filter."""

from __future__ import annotations

import re

from ledger.imports.workbook.open_xml_names import OPEN_XML
from ledger.imports.workbook.xml_scan import XmlScan

_NUMBER = re.compile("[0-9]{1,7}")
_CONDITION_PATH = ["autoFilter", "filterColumn"]


class FilterScan:
    """The areas of filters that hide something: those with a condition for a column."""

    def __init__(self) -> None:
        self.areas: set[str] = set()
        self._area = ""

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        """Meet a start tag below the root of a sheet or of a table; views kept for later have no say."""
        if path[1:] == _CONDITION_PATH[:1]:
            self._area = attributes.get("ref", "")
        elif path[1:3] == _CONDITION_PATH and len(path) > len(_CONDITION_PATH) + 1:
            self.areas.add(self._area)


class TableScan(XmlScan):
    """A table within a sheet, which has a filter of its own."""

    names = OPEN_XML

    def __init__(self) -> None:
        super().__init__()
        self.filter = FilterScan()

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - the path says it all
        """Meet a start tag."""
        self.filter.start(self.path, attributes)


def rows_of(area: str) -> range:
    """Return the rows of an area such as A1:H100."""
    numbers = [int(digits) for digits in _NUMBER.findall(area)]
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)
