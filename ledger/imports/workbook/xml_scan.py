"""Read XML event by event with expat: names by their namespace, no document type, no depth without end."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers.expat import ParserCreate, XMLParserType

from ledger.imports.workbook.spreadsheet_limits import damaged

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEEPEST = 100


class Names(dict[str, str]):
    """From the name expat gives (namespace, blank, local name) to the short name that this house reads."""

    def __missing__(self, name: str) -> str:
        """Shorten a name once; a name of a namespace that nobody reads stays long and so meets no comparison."""
        space, _, local = name.rpartition(" ")
        self[name] = short = self.shorten(space, local) or name
        return short

    def shorten(self, space: str, local: str) -> str:
        """Return the short name, or nothing for a foreign namespace."""
        raise NotImplementedError


class XmlScan:
    """One part, read event by event. A kind of part says what it does at a start, an end and a text."""

    names: Names

    def __init__(self) -> None:
        self.path: list[str] = []
        self.encoding = "utf-8"
        self.parser = parser = _strict_parser()
        parser.XmlDeclHandler = self._declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text

    def read(self, pieces: Iterable[bytes]) -> None:
        """Read a whole part. Raises UnreadableError or ExpatError."""
        for piece in pieces:
            self.parser.Parse(piece, False)  # noqa: FBT003 - expat knows no names
        self.parser.Parse(b"", True)  # noqa: FBT003

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Meet the start of an element; it is already the last one of the path."""

    def end(self, name: str) -> None:
        """Meet the end of an element; it has already left the path."""

    def text(self, text: str) -> None:
        """Meet text."""

    def at_units(self) -> bool:
        """Return whether the repeated units of the part come next, which a fast lane may take over."""
        return False

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = (encoding or self.encoding).lower()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.path) == _DEEPEST:
            raise damaged()
        short = self.names[name]
        self.path.append(short)
        self.start(short, attributes)

    def _end(self, _name: str) -> None:
        self.end(self.path.pop())


def refuse_document_type(pieces: Iterable[bytes]) -> None:
    """Refuse a part with a document type, or that is no XML; nobody reads its content.

    A part without a single byte says nothing at all: LibreOffice puts one into every document.
    """
    parser = _strict_parser()
    empty = True
    for piece in pieces:
        empty = False
        parser.Parse(piece, False)  # noqa: FBT003
    if not empty:
        parser.Parse(b"", True)  # noqa: FBT003


def _strict_parser() -> XMLParserType:
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise damaged()
