"""Make the bundled fallback faces and the data that say which characters the bundled faces have.

``python tools/bundle_fonts.py FOLDER`` cuts the faces out of the static Noto fonts in a folder (of Debian's packages
fonts-noto-core and fonts-noto-extra 20201225-1); without a folder only the data are written anew from the faces.
"""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "templates" / "_base" / "fonts"
COVERAGE = FONTS / "coverage.toml"
PRINTABLE = ROOT / "ledger" / "imports" / "printable_characters.txt"
# Controls, halves of characters, private and unassigned code points, ends of lines and paragraphs.
NEVER_PRINTED = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
# Marks that turn the direction of writing for what follows, and so can disguise a text.
TURNING = frozenset({*range(0x202A, 0x202F), *range(0x2066, 0x206A)})
MAIN = ("Source Sans 3", ("SourceSans3-Regular.ttf", "SourceSans3-Semibold.ttf", "SourceSans3-It.ttf"))
JOINERS = ((0x20, 0x20), (0xA0, 0xA0), (0x200C, 0x200F), (0x25CC, 0x25CC))


@dataclass(frozen=True, slots=True)
class Script:
    """A fallback family: its name, its files here and at their origin, and the code points taken from it."""

    family: str
    stem: str
    weights: tuple[str, ...]
    ranges: tuple[tuple[int, int], ...]

    def files(self) -> tuple[str, ...]:
        """Return the names of its files."""
        return tuple(f"{self.stem}-{weight}.ttf" for weight in self.weights)


BOTH = ("Regular", "SemiBold")
BOXES = "Noto Sans Symbols 2"
LATIN_GREEK_CYRILLIC = (
    *((0x20, 0x52F), (0x1C80, 0x1C88), (0x1D00, 0x1FFF), (0x2000, 0x2027), (0x202F, 0x205E), (0x2070, 0x20CF)),
    *((0x2100, 0x218B), (0x2C60, 0x2C7F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F), (0xA720, 0xA7FF), (0xAB30, 0xAB65)),
)
SCRIPTS = (
    Script("Noto Sans", "NotoSans", BOTH, LATIN_GREEK_CYRILLIC),
    Script(
        "Noto Sans Arabic",
        "NotoSansArabic",
        BOTH,
        ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
    ),
    Script("Noto Sans Ethiopic", "NotoSansEthiopic", BOTH, ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB01, 0xAB2F))),
    Script("Noto Sans Hebrew", "NotoSansHebrew", BOTH, ((0x591, 0x5F4), (0x20AA, 0x20AA), (0xFB1D, 0xFB4F))),
    Script("Noto Sans Georgian", "NotoSansGeorgian", BOTH, ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2D))),
    Script("Noto Sans Armenian", "NotoSansArmenian", BOTH, ((0x531, 0x58F), (0xFB13, 0xFB17))),
    Script(BOXES, "NotoSansSymbols2", ("Regular",), ((0x2610, 0x2612),)),
)


def characters(font: Path) -> frozenset[int]:
    """Return the code points of a face that can stand in a text."""
    with TTFont(font) as face:
        codes = frozenset(face.getBestCmap())
    return frozenset(code for code in codes - TURNING if unicodedata.category(chr(code)) not in NEVER_PRINTED)


def cut(origin: Path, target: Path, codes: frozenset[int]) -> None:
    """Write the part of a font that draws some code points, with all of its shaping and its licence."""
    options = Options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    with TTFont(origin, recalcTimestamp=False) as face:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(face)
        face.save(target)


def cut_faces(origins: Path) -> None:
    """Write all fallback faces; Noto Sans holds of Latin, Greek and Cyrillic only what the main face lacks."""
    joiners = {code for first, last in JOINERS for code in range(first, last + 1)}
    main = characters(FONTS / MAIN[1][0])
    for script in SCRIPTS:
        codes = {code for first, last in script.ranges for code in range(first, last + 1)}
        if script.family == "Noto Sans":
            codes -= main
        # Blanks and joiners are looked for in the face of the letters beside them; boxes have no letters.
        codes |= joiners if script.family != BOXES else set()
        for file in script.files():
            cut(origins / file, FONTS / file, frozenset(codes))


def ranges(codes: frozenset[int]) -> list[str]:
    """Return code points as ranges: ``0020-007E``, ``00A0``."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return [f"{first:04X}" if first == last else f"{first:04X}-{last:04X}" for first, last in found]


def families() -> dict[str, frozenset[int]]:
    """Return the code points of each family: those that all of its faces have."""
    files = {MAIN[0]: MAIN[1], **{script.family: script.files() for script in SCRIPTS}}
    return {
        family: frozenset.intersection(*(characters(FONTS / file) for file in names)) for family, names in files.items()
    }


def coverage_text() -> str:
    """Return the coverage of each family as TOML."""
    lines = ["# Which characters the bundled families have. Written by tools/bundle_fonts.py."]
    for family, codes in families().items():
        lines += ["", f'"{family}" = """', *ranges(codes), '"""']
    return "\n".join(lines) + "\n"


def printable_text() -> str:
    """Return all characters that papers can print, one range in each line."""
    head = "# The characters that papers can print: those of the bundled faces. Written by tools/bundle_fonts.py."
    return "\n".join([head, *ranges(frozenset.union(*families().values()))]) + "\n"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        cut_faces(Path(sys.argv[1]))
    COVERAGE.write_text(coverage_text(), "utf-8")
    PRINTABLE.write_text(printable_text(), "utf-8")
