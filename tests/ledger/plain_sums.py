"""What the amounts of a table come to, by a short way of reading that shares nothing with the program."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tests.ledger.damage import sound_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOTAL = re.compile(r"\s*(?:zwischen)?summe\b", re.IGNORECASE)
_READ = re.compile(r"xl/(?:sharedstrings|worksheets/\w+)\.xml|content\.xml")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def sums_of(content: bytes, titles: tuple[str, ...]) -> set[Decimal]:
    """Return the sums of all numbers under the titles, for each row that holds the titles."""
    if not titles:
        return {Decimal(0)}
    return {found for rows in _tables(content) for found in _sums_under(rows, titles)}


def _tables(content: bytes) -> Iterator[list[list[str]]]:
    parts = sound_parts(content) if content.startswith(b"PK") else {}
    if parts:
        yield from _sheets(parts)
        return
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        for delimiter in ";\t,":
            try:
                yield list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
            except csv.Error:
                continue


def _sheets(parts: dict[str, bytes]) -> Iterator[list[list[str]]]:
    """Yield the sheets of a workbook whose XML is sound."""
    names = {name.lower().replace("\\", "/").lstrip("/"): part for name, part in parts.items()}
    try:
        trees = {name: ET.fromstring(part) for name, part in names.items() if _READ.fullmatch(name)}  # noqa: S314
    except ET.ParseError:
        return
    if "content.xml" in trees:
        yield _open_document_sheet(trees["content.xml"])
        return
    strings = ["".join(si.itertext()) for si in trees.get("xl/sharedstrings.xml", ET.Element("x"))]
    for name, tree in sorted(trees.items()):
        if name.startswith("xl/worksheets/"):
            yield [_cells(row, strings) for row in tree.iter() if row.tag.endswith("}row")]


def _cells(row: ET.Element, strings: list[str]) -> list[str]:
    texts: list[str] = []
    for cell in (found for found in row if found.tag.endswith("}c")):
        letters = re.match("[A-Z]*", cell.get("r", ""))
        column = 0
        for letter in letters[0] if letters else "":
            column = column * 26 + _LETTERS.index(letter) + 1
        texts += [""] * (min(column, 200) - 1 - len(texts))
        value = "".join("".join(found.itertext()) for found in cell if found.tag.endswith(("}v", "}is")))
        if cell.get("t") == "s":
            value = strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
        elif cell.get("t", "n") == "n" and value:
            value = f"#{value}"
        texts.append(value)
    return texts


def _open_document_sheet(tree: ET.Element) -> list[list[str]]:
    rows = []
    for row in (found for found in tree.iter() if found.tag.endswith("}table-row")):
        cells_ = [found for found in row if found.tag.endswith("table-cell")]
        rows.append(
            ["\n".join("".join(line.itertext()) for line in cell if line.tag.endswith("}p")) for cell in cells_]
        )
    return rows


def _sums_under(rows: list[list[str]], titles: tuple[str, ...]) -> Iterator[Decimal]:
    for at, row in enumerate(rows):
        head = [" ".join(cell.split()).casefold() for cell in row]
        if all(title.casefold() in head for title in titles):
            columns = [head.index(title.casefold()) for title in titles]
            below = [
                row for row in rows[at + 1 :] if not _TOTAL.match(next((cell for cell in row if cell.strip()), ""))
            ]
            yield sum((_amount(row[column]) for row in below for column in columns if column < len(row)), Decimal(0))


def _amount(cell: str) -> Decimal:
    """Return a German amount, or a number as spreadsheets store it, which is marked with #; no number counts 0."""
    text = re.sub(r"[\s€\u00a0\u202f\u2009]|EUR", "", cell).replace("\u2212", "-")
    negative = text.startswith(("-", "(")) != text.endswith("-")
    bare = text.strip("+-()")
    bare = bare.removeprefix("#") if "#" in text else bare.replace(".", "").replace(",", ".")
    try:
        number = Decimal(bare.lstrip("-"))
    except InvalidOperation:
        return Decimal(0)
    return -number if negative or text.startswith("#-") else number
