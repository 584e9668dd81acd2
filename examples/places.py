"""List the 45 invented municipalities of the example county and write the head-count file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formats import YEAR, write_csv

if TYPE_CHECKING:
    from pathlib import Path

COUNTY_KEY = "08999"

# Name and persons in follow-up accommodation; the position gives the municipality key.
_COUNTS = (
    ("Stadt Lindenstadt", 331),
    ("Stadt Ahornstetten", 312),
    ("Stadt Brunnwangen", 159),
    ("Stadt Rauhenbühl", 60),
    ("Stadt Falkenhülben", 58),
    ("Aldenrieden", 47),
    ("Amselbronn", 33),
    ("Balzenweiler", 21),
    ("Birkenlauh", 12),
    ("Buchenrauten", 54),
    ("Dachslauchen", 18),
    ("Dinkelrieden", 41),
    ("Eberlauchen", 28),
    ("Eichenzimmern", 36),
    ("Erlenzell", 71),
    ("Erlwangen", 52),
    ("Eschenhülben", 9),
    ("Fohrenstetten", 44),
    ("Gänsbronn", 33),
    ("Geißlauch", 15),
    ("Grünwettingen", 57),
    ("Haselrieden", 38),
    ("Heuwangen", 26),
    ("Hinterlinden", 4),
    ("Holderbronn", 49),
    ("Immenlauh", 23),
    ("Kälberzell", 0),
    ("Krähenrieden", 31),
    ("Lindenmühlen", 60),
    ("Märzlingen", 42),
    ("Moosräuten", 28),
    ("Niederahorn", 35),
    ("Oberlauchen", 55),
    ("Quellenzimmern", 19),
    ("Rehwangen", 46),
    ("Riedlauchen", 13),
    ("Röthenstetten", 39),
    ("Schafhülben", 7),
    ("Schlehenbronn", 50),
    ("Steinlauchen", 24),
    ("Tannwettingen", 58),
    ("Unterahorn", 41),
    ("Vogelrieden", 33),
    ("Weidenlauh", 52),
    ("Zwölflinden", 29),
)

# Municipality key -> (name, persons)
MUNICIPALITIES: dict[str, tuple[str, int]] = {
    f"{COUNTY_KEY}{at:03d}": entry for at, entry in enumerate(_COUNTS, start=1)
}
TOTAL_PERSONS = sum(persons for _, persons in _COUNTS)


def key_of(name: str) -> str:
    """Find the key of a municipality by its name."""
    return next(key for key, (known, _) in MUNICIPALITIES.items() if known == name)


def write_head_counts(folder: Path) -> None:
    """Write personenzahlen_2025.csv (Windows-1252) with title lines and a total."""
    window = f"01.01.{YEAR - 5} bis 31.12.{YEAR - 3}"
    lines = [
        ["Landratsamt Lindental", "", ""],
        [f"Personen in der Anschlussunterbringung (Zuweisungen {window}, bereinigt)", "", ""],
        ["Berechnungsjahr", str(YEAR), ""],
        [""],
        ["AGS", "Gemeinde", "Personen"],
    ]
    lines += [[key, name, str(persons)] for key, (name, persons) in MUNICIPALITIES.items()]
    lines.append(["Summe", "", str(TOTAL_PERSONS)])
    write_csv(folder / "personenzahlen_2025.csv", lines, "cp1252")
