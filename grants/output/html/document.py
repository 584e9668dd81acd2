"""The HTML of a document as a tree: its closed set of elements, its numbers, and the proof of its printed sums."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree as ET
from xml.parsers.expat import errors

from grants.output.html.elements import refusal_of
from ledger.german import format_decimal

LONGEST_TAG = 64
_EXACT = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_MALFORMED = {
    errors.XML_ERROR_TAG_MISMATCH: "ein Element ist nicht oder falsch geschlossen",
    errors.XML_ERROR_INVALID_TOKEN: "ein Zeichen ist hier nicht erlaubt",
    errors.XML_ERROR_UNDEFINED_ENTITY: "ein Zeichenname mit & ist nicht bekannt",
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "ein Attribut steht zweimal da",
    errors.XML_ERROR_NO_ELEMENTS: "es ist leer",
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "nach dem Ende steht noch etwas",
    errors.XML_ERROR_UNCLOSED_TOKEN: "ein Element ist nicht vollständig",
}


class DocumentError(Exception):
    """The HTML of a document is not what every output relies on. A mistake in a template or paper, not in an input.

    Its text is a German clause (or several, with semicolons) that a sentence of the office can take in.
    """


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as it stands in a document: text, exact value, name of its figure, what it sums."""

    text: str
    exact: str
    name: str
    sums: tuple[str, ...]


def parse_document(html: str) -> ET.Element:
    """Return the tree of a document.

    Raises DocumentError for HTML that is not well-formed, an element outside the closed set, a figure printed with
    two values, or a printed sum that is not the sum of its printed parts.
    """
    try:
        root = ET.fromstring(html.removeprefix("<!DOCTYPE html>"))  # noqa: S314 - see above
    except ET.ParseError as problem:
        raise DocumentError(_malformed(problem)) from None
    for element in root.iter():
        if refusal := refusal_of(local_name(element), element.attrib):
            raise DocumentError(refusal)
    _check_numbers(numbers_of(root))
    return root


def local_name(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def text_of(element: ET.Element) -> str:
    """Return all text inside an element with white space folded; no-break spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", "".join(element.itertext())).strip(" ")


def number_of(element: ET.Element) -> PrintedNumber | None:
    """Return the number of a ``data`` element or of a table cell that carries a value."""
    if "value" not in element.attrib:
        return None
    return PrintedNumber(
        text_of(element),
        element.attrib["value"],
        element.attrib.get("data-name", ""),
        tuple(element.attrib.get("data-sum", "").split()),
    )


def numbers_of(root: ET.Element) -> list[PrintedNumber]:
    """Return every number of a document in the order of printing."""
    return [number for element in root.iter() if (number := number_of(element))]


def named_numbers(root: ET.Element) -> dict[str, PrintedNumber]:
    """Return the first print of every named number, in the order of printing."""
    named: dict[str, PrintedNumber] = {}
    for number in numbers_of(root):
        if number.name:
            named.setdefault(number.name, number)
    return named


def control_tag(name: str) -> str:
    """Return the tag of a figure's content control in a Word file, which may have at most 64 characters.

    Longer names keep their beginning and end with 16 digits of their SHA-256, so that two never share a tag.
    """
    if len(name) <= LONGEST_TAG:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:16]
    return f"{name[: LONGEST_TAG - 17]}~{mark}"


def matching_names(pattern: str, names: list[str]) -> list[str]:
    """Return the names a part of ``data-sum`` means: itself, or all that fit where ``*`` stands for one part."""
    if "*" not in pattern:
        return [pattern]
    expression = re.compile(re.escape(pattern).replace(r"\*", r"[^.]+"))
    return [name for name in names if expression.fullmatch(name)]


def _malformed(problem: ET.ParseError) -> str:
    line, column = problem.position
    cause = _MALFORMED.get(errors.messages[problem.code], "der Aufbau ist fehlerhaft")
    return f"das HTML ist in Zeile {line}, Spalte {column + 1} nicht wohlgeformt: {cause}"


def _check_numbers(numbers: list[PrintedNumber]) -> None:
    values: dict[str, Decimal] = {}
    for number in numbers:
        if not _EXACT.fullmatch(number.exact):
            raise DocumentError(f"der Wert der Zahl {number.name or 'ohne Namen'} ist keine Zahl: {number.exact}")
        if number.name and values.setdefault(number.name, Decimal(number.exact)) != Decimal(number.exact):
            one, other = format_decimal(values[number.name]), format_decimal(Decimal(number.exact))
            raise DocumentError(f"die Zahl {number.name} steht mit zwei Werten da: {one} und {other}")
    for number in numbers:
        if not number.sums:
            continue
        parts = Decimal(0)
        for part in number.sums:
            sign, pattern = (-1, part[1:]) if part.startswith("-") else (1, part)
            for name in matching_names(pattern, list(values)):
                if name not in values:
                    raise DocumentError(f"die Summe {number.name} zählt {name}, das nicht im Dokument steht")
                parts += sign * values[name]
        if parts != Decimal(number.exact):
            printed, proven = format_decimal(Decimal(number.exact)), format_decimal(parts)
            raise DocumentError(f"die Summe {number.name} ist {printed}, ihre Teile ergeben {proven}")
