"""Damaged and hostile files from a fixed seed: sound files of every format, spoiled in one to three ways.

Each file is made from its own number alone, so that any one of them can be made again. With it comes what its amounts
come to when the damage has left them readable, found by a short way of reading that shares nothing with the program.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests.ledger.damage import PACKAGE_DAMAGE, TEXT_DAMAGE, sound_parts
from tests.ledger.packages import open_document, string_row, zipped
from tests.ledger.plain_sums import sums_of
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
    from decimal import Decimal


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
        return sums_of(self.original, self.sound.titles) | sums_of(self.content, self.sound.titles)


def hostile_file(number: int, seed: int) -> Hostile:
    """Return the file of this number; the same number and seed give the same bytes."""
    dice = random.Random(f"{seed}/{number}")  # noqa: S311 - repeatable damage
    kind = dice.choice(sorted(SOUND_FILES))
    container = dice.choice(sorted(CONTAINERS))
    content = original = contained(kind, container)
    spoil = TEXT_DAMAGE if container.startswith("csv") else PACKAGE_DAMAGE
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


def _undated(content: bytes) -> bytes:
    """Return the workbook without the moment at which it was written."""
    moment = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    return zipped({name: moment.sub(b"2025-01-01T00:00:00Z", part) for name, part in sound_parts(content).items()})


def _open_document(text: str) -> bytes:
    return open_document("".join(string_row(*map(escape, row)) for row in _rows(text)))


CONTAINERS: dict[str, Callable[[str], bytes]] = {
    "csv utf-8": lambda text: text.encode(),
    "csv utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "csv utf-16": lambda text: text.encode("utf-16"),
    "csv windows-1252": lambda text: text.encode("cp1252"),
    "csv tab and crlf": lambda text: text.replace(";", "\t").replace("\n", "\r\n").encode(),
    "xlsx text": lambda text: _undated(workbook({"Blatt": cells(*text.splitlines())})),
    "xlsx numbers": lambda text: _undated(workbook({"Übersicht": [["x"]], "Daten": _spreadsheet_rows(text)})),
    "ods": _open_document,
}


@cache
def contained(kind: str, container: str) -> bytes:
    """Return the sound file of a kind in a container."""
    return CONTAINERS[container](SOUND_FILES[kind].text)


def described(content: bytes) -> str:
    """Return the beginning of a file for the report of a failure, with the names of its parts."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        return ", ".join(f"{name} ({len(part)})" for name, part in sound_parts(content).items())
    return repr(content[:300])
