"""What the styles of an ODS workbook mean for a cell: struck out or not, shown or not."""

from __future__ import annotations

import re

from ledger.imports.workbook.xml_scan import Names, XmlScan

_SPACE = re.compile(r"urn:(?:oasis:names:tc:opendocument|org:documentfoundation:[a-z:]+):xmlns:([a-z0-9-]+):1\.[0-9]")
_MOST_PARENTS = 50


class _OpenDocumentNames(Names):
    def shorten(self, space: str, local: str) -> str:
        """Return the name as the standard writes it: ``table:table-row``."""
        match = _SPACE.fullmatch(space)
        return f"{match[1]}:{local}" if match else ""


OPEN_DOCUMENT = _OpenDocumentNames()


class StyleScan(XmlScan):
    """The styles of a part by family and name, each with what it sets itself and the style it builds on."""

    names = OPEN_DOCUMENT

    def __init__(self) -> None:
        super().__init__()
        self.parents: dict[tuple[str, str], str] = {}
        self.struck: dict[tuple[str, str], bool] = {}
        self.unseen_tables: set[str] = set()
        self._style = ("", "")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Meet a start tag."""
        self.start_style(name, {self.names[key]: value for key, value in attributes.items()})

    def start_style(self, name: str, attributes: dict[str, str]) -> None:
        """Meet a start tag among the styles; a default style is the one without a name."""
        if name in ("style:style", "style:default-style"):
            self._style = (attributes.get("style:family", ""), attributes.get("style:name", ""))
            self.parents[self._style] = attributes.get("style:parent-style-name", "")
        elif name == "style:text-properties":
            lines = [attributes.get(f"style:text-line-through-{what}") for what in ("style", "type")]
            if any(lines):
                self.struck[self._style] = "none" not in lines
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self.unseen_tables.add(self._style[1])

    def is_struck(self, family: str, name: str) -> bool:
        """Return whether text in a style is struck out, by the style itself or by one that it builds on."""
        for _ in range(_MOST_PARENTS):
            if (family, name) in self.struck:
                return self.struck[family, name]
            if not name:
                return False
            name = self.parents.get((family, name), "")
        return False
