"""Damaged and hostile files from a fixed seed: sound files of every format, spoiled in one to three ways.

Each file is made from its own number alone, so that any one of them can be made again. With it comes what its amounts
come to when the damage has left them readable, found by a short way of reading that shares nothing with the program.
"""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from tests.ledger.packages import open_document, parts_of, string_row, zipped
from tests.ledger.small_files import (
    SOUND_RETURN_ROW,
    carrier_return,
    cells,
    head_counts,
    journal,
    payroll,
    post,
    staffing,
    workbook,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOTAL = re.compile(r"\s*(?:zwischen)?summe\b", re.IGNORECASE)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Sound:
    """A sound table: its text, and the titles of the columns whose numbers are summed up for comparison."""

    text: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Hostile:
    """A spoiled file: its name, its bytes, what was done to it, and the sound file that it was."""

    name: str
    content: bytes
    damage: tuple[str, ...]
    sound: Sound
    original: bytes

    def sums(self) -> set[Decimal]:
        """Return the sums a reader may find: what the sound file came to, and what the spoiled one says now."""
        return sums_of(self.original, self.sound) | sums_of(self.content, self.sound)


def hostile_file(number: int, seed: int) -> Hostile:
    """Return the file of this number; the same number and seed give the same bytes."""
    dice = random.Random(f"{seed}/{number}")  # noqa: S311 - repeatable damage
    kind = dice.choice(sorted(SOUND_FILES))
    container = dice.choice(sorted(CONTAINERS))
    content = original = contained(kind, container)
    spoil = _TEXT_DAMAGE if container.startswith("csv") else _PACKAGE_DAMAGE
    damage = []
    for _ in range(dice.choice([1, 1, 1, 2, 3])):
        name = dice.choice(sorted(spoil))
        content = spoil[name](content, dice)
        damage.append(name)
    # The ending says nothing about the content.
    ending = dice.choice(["csv", "xlsx", "ods", "xls", "txt"])
    return Hostile(f"{kind}-{number}.{ending}", content, (container, *damage), SOUND_FILES[kind], original)


def hostile_files(count: int, seed: int) -> Iterator[Hostile]:
    """Yield the files of the numbers from 0."""
    return (hostile_file(number, seed) for number in range(count))


SOUND_FILES = {
    "lohn": Sound(
        payroll(
            *(
                f"{n:05d};{n % 12 + 1:02d}/2025;{n % 12 + 1:02d}/2025;1010;Entgelt Öz;1.{n:03d},{n:02d}"
                for n in range(10, 22)
            ),
            "00099;12/2025;11/2025;8010;Korrektur;-50,25",
        ),
        ("Betrag",),
    ),
    "lohn-mit-summe": Sound(
        payroll(
            "00417;01/2025;01/2025;1010;Entgelt;1.000,10",
            "00418;01/2025;01/2025;1010;Entgelt;2.000,20",
            "Summe;;;;;3.000,30",
        ),
        ("Betrag",),
    ),
    "buchungen": Sound(
        journal(
            "15.03.2025;10.03.2025;R-1;42610000;Fortbildung;4711;Kurs „Asyl“, 2 Tage;;480,00",
            "16.03.2025;11.03.2025;R-2;44310000;Reisekosten;4711;Fahrt nach Ulm;;35,70",
            "17.03.2025;12.03.2025;R-3;44310000;Reisekosten;4711;Storno R-2;;-35,70",
        ),
        ("Betrag",),
    ),
    "meldung": Sound(
        carrier_return(SOUND_RETURN_ROW, SOUND_RETURN_ROW.replace("IM-01", "IM-02").replace("60.000,00", "61.234,56")),
        ("Personalausgaben", "Fortbildung", "Nachqualifizierung", "Reisekosten", "Ausstattung"),
    ),
    "personen": Sound(
        head_counts("08999002;Ahornstetten;1.017", "08999003;Birkenau;250", "08999901;Übrige;33"), ("Personen",)
    ),
    "stellen": Sound(
        staffing(
            post("00417", "01.01.2025;31.12.2025"),
            post("00418", "01.02.2025;", position="IM-02", hours="19,50"),
        ),
        (),
    ),
}


def _rows(text: str) -> list[list[str]]:
    return [line.split(";") for line in text.splitlines()]


def _spreadsheet_rows(text: str) -> list[list[object]]:
    """Return the rows with amounts as numbers, as a spreadsheet holds them."""
    return [[_number(cell) for cell in row] for row in _rows(text)]


def _number(cell: str) -> object:
    found = re.fullmatch(r"(-?)([0-9.]+),([0-9]{2})", cell)
    return float(f"{found[1]}{found[2].replace('.', '')}.{found[3]}") if found else cell


def _open_document(text: str) -> bytes:
    return open_document("".join(string_row(*map(escape, row)) for row in _rows(text)))


CONTAINERS: dict[str, Callable[[str], bytes]] = {
    "csv utf-8": lambda text: text.encode(),
    "csv utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "csv utf-16": lambda text: text.encode("utf-16"),
    "csv windows-1252": lambda text: text.encode("cp1252"),
    "csv tab and crlf": lambda text: text.replace(";", "\t").replace("\n", "\r\n").encode(),
    "xlsx text": lambda text: workbook({"Blatt": cells(*text.splitlines())}),
    "xlsx numbers": lambda text: workbook({"Übersicht": [["x"]], "Daten": _spreadsheet_rows(text)}),
    "ods": _open_document,
}


@cache
def contained(kind: str, container: str) -> bytes:
    """Return the sound file of a kind in a container."""
    return CONTAINERS[container](SOUND_FILES[kind].text)


# What is done to the bytes of a text, of a package, or of a part of a package

Damage = Callable[[bytes, random.Random], bytes]

_FRAGMENTS = [
    *(
        bytes([code])
        for code in (0, 1, 7, 8, 9, 10, 11, 12, 13, 26, 27, 31, 34, 39, 44, 46, 45, 59, 92, 127, 133, 160, 255)
    ),
    *(
        text.encode()
        for text in ("\u2028", "\u0085", "\ufeff", "\u202e", "\ufffd", "\u0660", "−", "–", "€", "'", '""', '";"')
    ),
    *(
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xc0\xaf",
        b"\xff\xfe",
        b"\r\n",
        b"\n\n\n",
        b"=1+1",
        b"=cmd|' /C x'!A0",
    ),
    *(
        b"Summe;",
        b"\nSumme\n",
        b"1e308",
        b"NaN",
        b"-0,00",
        b"(1,00)",
        b"1.234",
        b"0x10",
        b"1_0",
        b"9" * 400,
        b"x" * 70_000,
    ),
    *(
        b";" * 300,
        b"\t" * 300,
        b'"' * 11,
        b"\n" * 30,
        b"a" * 20 + b"\n" * 12,
        b"<",
        b">",
        b"&",
        b"&#0;",
        b"&amp;",
        b"]]>",
    ),
    *(
        b"<!--",
        b"-->",
        b"<!DOCTYPE a>",
        b"<![CDATA[",
        b"&a;",
        b"<c/>",
        b"<row/>",
        b"</row>",
        b"</sheetData>",
        b"<f>A1</f>",
    ),
]
_VALUES = [
    *(
        b"",
        b"0",
        b"1",
        b"-1",
        b"2",
        b"999999999",
        b"4294967295",
        b"1048576",
        b"1048577",
        b"16384",
        b"XFD1048576",
        b"A1",
        b"B2",
    ),
    *(
        b"AAAA1",
        b"s",
        b"n",
        b"b",
        b"e",
        b"str",
        b"inlineStr",
        b"d",
        b"true",
        b"1e308",
        b"nan",
        b"-1e-400",
        b"float",
        b"string",
    ),
    *(
        b"45717",
        b"12.34",
        b"12,34",
        b"0.30000000000000004",
        b"Summe",
        b"Betrag",
        b"00417",
        b"#N/A",
        b"-",
        b"fullCalcOnLoad",
    ),
    *(b"date", b"2025-02-30", b"boolean", b"error", b"../../x", b"veryHidden", b"rId1", b"UTF-16", b"x" * 40_000),
]


def _flip(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice([1, 1, 2, 5]) if changed else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _overwrite(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    if changed:
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _slice(content: bytes, dice: random.Random) -> tuple[int, int]:
    begin = dice.randrange(len(content) + 1)
    return begin, min(len(content), begin + dice.choice([1, 2, 5, 20, 200]))


def _drop(content: bytes, dice: random.Random) -> bytes:
    begin, end = _slice(content, dice)
    return content[:begin] + content[end:]


def _double(content: bytes, dice: random.Random) -> bytes:
    begin, end = _slice(content, dice)
    return content[:end] + content[begin:end] * dice.choice([1, 1, 2, 50]) + content[end:]


def _swap(content: bytes, dice: random.Random) -> bytes:
    begin, middle = _slice(content, dice)
    end = min(len(content), middle + dice.choice([1, 3, 30]))
    return content[:begin] + content[middle:end] + content[begin:middle] + content[end:]


def _insert(content: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(content) + 1)
    return content[:place] + dice.choice(_FRAGMENTS) + content[place:]


def _swap_lines(content: bytes, dice: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    dice.shuffle(lines)
    return b"".join(lines)


def _encode_again(content: bytes, dice: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(dice.choice(["utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp850", "utf-16"]), "replace")


def _encode_twice(content: bytes, _: random.Random) -> bytes:
    return content.decode("cp1252", "replace").encode()


def _change_value(content: bytes, dice: random.Random) -> bytes:
    """Replace the value of an attribute, or the text between two tags."""
    places = [*re.finditer(rb'="([^"]*)"|>([^<]+)<', content)]
    if not places:
        return content
    match = dice.choice(places)
    begin, end = match.span(1) if match[1] is not None else match.span(2)
    return content[:begin] + dice.choice(_VALUES) + content[end:]


def _move_tag(content: bytes, dice: random.Random) -> bytes:
    """Take a tag away and put it somewhere else, or leave it in both places."""
    tags = [*re.finditer(rb"<[^<>]*>", content)]
    if not tags:
        return content
    tag, place = dice.choice(tags), dice.choice(tags).end()
    bare = content if dice.random() < 0.5 else content[: tag.start()] + content[tag.end() :]
    return bare[:place] + tag[0] + bare[place:]


def _move_element(content: bytes, dice: random.Random) -> bytes:
    """Take a cell, row or string out, double it, or exchange two of a kind; the XML stays sound."""
    kind = dice.choice([b"c", b"row", b"si", b"v", b"xf", b"table:table-cell", b"table:table-row", b"text:p"])
    found = [*re.finditer(rb"<%s\b[^<>]*?(?:/>|>.*?</%s>)" % (kind, kind), content, re.DOTALL)]
    if not found:
        return content
    one, other = sorted(dice.choices(found, k=2), key=re.Match.start)
    what = dice.randrange(3)
    if what == 0 or one.end() > other.start():
        return content[: one.start()] + content[one.end() :]
    if what == 1:
        return content[: other.start()] + one[0] + content[other.start() :]
    return content[: one.start()] + other[0] + content[one.end() : other.start()] + one[0] + content[other.end() :]


_BYTE_DAMAGE: dict[str, Damage] = {
    "bits flipped": _flip,
    "byte overwritten": _overwrite,
    "cut off": _cut,
    "slice dropped": _drop,
    "slice doubled": _double,
    "slices swapped": _swap,
    "fragment inserted": _insert,
}
_TEXT_DAMAGE: dict[str, Damage] = {
    **_BYTE_DAMAGE,
    "lines shuffled": _swap_lines,
    "encoded otherwise": _encode_again,
    "encoded twice": _encode_twice,
    "in a row twice": lambda content, _: content + content,
}
# Most damage leaves the XML sound: else hardly a workbook would be looked into.
_XML_DAMAGE = [*_BYTE_DAMAGE.values(), _move_tag, *[_change_value] * 12, *[_move_element] * 8]


def _in_a_part(content: bytes, dice: random.Random) -> bytes:
    """Spoil one part, mostly one that is read, and pack everything again."""
    parts = _parts(content)
    if not parts:
        return content
    read = [name for name in parts if re.search(r"sheet\d|workbook\.xml|strings|styles|content", name, re.IGNORECASE)]
    name = dice.choice(sorted(read or parts))
    part = parts[name]
    for _ in range(dice.choice([1, 1, 2])):
        part = dice.choice(_XML_DAMAGE)(part, dice)
    return zipped({**parts, name: part})


def _members(content: bytes, dice: random.Random) -> bytes:
    """Take a member away, rename it, or exchange two."""
    parts = _parts(content)
    if not parts:
        return content
    one, other = dice.choice(sorted(parts)), dice.choice(sorted(parts))
    what = dice.randrange(3)
    if what == 0:
        parts.pop(one)
    elif what == 1:
        parts[dice.choice([one.upper(), "../" + one, one.replace("/", "\\"), "x" * 70_000 + one])[:65_000]] = parts.pop(
            one
        )
    else:
        parts[one], parts[other] = parts[other], parts[one]
    return zipped(parts)


def _in_the_directory(content: bytes, dice: random.Random) -> bytes:
    """Overwrite a field in the directory of the package, or in the header of a member."""
    headers = [*re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", content)]
    if not headers:
        return content
    place = dice.choice(headers).start() + dice.randrange(4, 46)
    value = dice.choice([b"\x00", b"\xff", b"\x00\x00", b"\xff\xff", b"\x00" * 4, b"\xff" * 4, b"\x01\x00\x00\x00"])
    return content[:place] + value + content[place + len(value) :]


_PACKAGE_DAMAGE: dict[str, Damage] = {
    **{f"part: {number}": _in_a_part for number in range(20)},
    **{f"package: {name}": damage for name, damage in _BYTE_DAMAGE.items()},
    "members": _members,
    "directory": _in_the_directory,
    "directory again": _in_the_directory,
}


def _parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package, or none when it is too damaged."""
    try:
        return parts_of(content)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it has no parts to spoil
        return {}


# What the amounts come to, by a short way of reading


def sums_of(content: bytes, sound: Sound) -> set[Decimal]:
    """Return the sums of all numbers under the titles, for each row that holds the titles."""
    if not sound.titles:
        return {Decimal(0)}
    return {found for rows in _tables(content) for found in _sums_under(rows, sound.titles)}


def _tables(content: bytes) -> Iterator[list[list[str]]]:
    parts = _parts(content) if content.startswith(b"PK") else {}
    if parts:
        yield from _sheets(parts)
        return
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
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
    trees = {
        name: ET.fromstring(part)  # noqa: S314 - made here
        for name, part in names.items()
        if re.fullmatch(r"xl/(?:sharedstrings|worksheets/\w+)\.xml|content\.xml", name)
    }
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


def described(content: bytes) -> str:
    """Return the beginning of a file for the report of a failure, with the names of its parts."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        return ", ".join(f"{name} ({len(part)})" for name, part in _parts(content).items())
    return repr(content[:300])
