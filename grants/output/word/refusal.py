"""Why a foreign .docx is refused, in words; and its XML as trees, refused where it is damaged or declares anything."""

from __future__ import annotations

from xml.etree import ElementTree as ET
from xml.parsers import expat

SAVE = "Bitte die Datei in Word oder LibreOffice als „Word-Dokument (.docx)“ neu speichern."
_ENCODINGS = frozenset({"utf-8", "utf-16"})


class WordBaseError(Exception):
    """The county's .docx is no base for documents. Its text is German: place, fact, remedy."""

    def __init__(self, place: str, fact: str, remedy: str) -> None:
        super().__init__(f"{place}: {fact} {remedy}")
        self.place, self.fact, self.remedy = place, fact, remedy


def place_of(part: str) -> str:
    """Return how a refusal names a part."""
    return f"Word-Datei, Bestandteil {part}"


def parse_part(name: str, content: bytes) -> ET.Element:
    """Return a part's tree.

    Raises WordBaseError for XML that is damaged, declares a document type, or has an encoding that Word never writes
    and that another reader could take for different text.
    """

    def refuse_type(*_: object) -> None:
        raise WordBaseError(place_of(name), "Er enthält eine Dokumenttyp-Deklaration (DTD).", SAVE)

    def check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise WordBaseError(place_of(name), f"Er hat den Zeichensatz {encoding} statt UTF-8.", SAVE)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_type
    parser.XmlDeclHandler = check_encoding
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the end of the document
        return ET.fromstring(content)  # noqa: S314 - the parser above has refused every declaration
    except (expat.ExpatError, ET.ParseError):
        raise WordBaseError(place_of(name), "Er ist beschädigt.", SAVE) from None


def local_part(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def attribute(element: ET.Element, local: str) -> str:
    """Return an attribute by its local name; empty where there is none."""
    return next((value for name, value in element.attrib.items() if local_part(name) == local), "")
