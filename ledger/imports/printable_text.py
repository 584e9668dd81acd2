"""One line of text in normal form, of characters that papers can print; anything else is refused by its name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

from ledger.imports.cells import BLANKS
from ledger.imports.refusal import CellError

LONGEST_TEXT = 500
MOST_MARKS = 8
CHARACTERS = "printable_characters.txt"

# Marks that turn the direction of writing for what follows; with them a text reads otherwise than it is stored.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Signs that are never drawn: with one of them two names look alike and are not the same.
_UNSEEN = {
    "\u00ad": "bedingter Trennstrich",
    "\u034f": "Verbinder ohne Breite",
    "\u061c": "Richtungszeichen",
    "\u200b": "Leerzeichen ohne Breite",
    "\u200c": "Bindehemmer außerhalb eines arabisch geschriebenen Wortes",
    "\u200d": "Breitenloser Verbinder außerhalb eines arabisch geschriebenen Wortes",
    "\u200e": "Richtungszeichen",
    "\u200f": "Richtungszeichen",
    "\ufeff": "Kennzeichen der Zeichencodierung",
}
# Between two Arabic letters a joiner or a non-joiner decides how these are drawn; Persian and Urdu need it.
_ARABIC_LETTERS = "\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
_ARABIC_MARKS = "\u064b-\u065f\u0670"
_JOINERS = "[\u200c\u200d]"
_OUT_OF_PLACE = re.compile(
    f"[\u00ad\u034f\u061c\u200b\u200e\u200f\ufeff]|(?<![{_ARABIC_LETTERS}{_ARABIC_MARKS}]){_JOINERS}|{_JOINERS}(?![{_ARABIC_LETTERS}])"
)
_DAMAGED = {
    "Cc": "Steuerzeichen",
    "Cs": "halbes Zeichen",
    "Cn": "nicht vergebenes Zeichen",
    "Co": "Zeichen zum privaten Gebrauch",
    "Zl": "Zeilentrenner",
    "Zp": "Absatztrenner",
}
_LOST = "\ufffd"
# By the first word of the Unicode name; the scripts of which names come that are not bundled.
_SCRIPTS = {
    "CJK": "chinesisches Schriftzeichen",
    "HANGUL": "koreanisches Schriftzeichen",
    "HIRAGANA": "japanisches Schriftzeichen",
    "KATAKANA": "japanisches Schriftzeichen",
    "BENGALI": "bengalisches Schriftzeichen",
    "DEVANAGARI": "Schriftzeichen der Devanagari",
    "SINHALA": "singhalesisches Schriftzeichen",
    "SYRIAC": "syrisches Schriftzeichen",
    "TAMIL": "tamilisches Schriftzeichen",
    "THAI": "thailändisches Schriftzeichen",
}
_KINDS = {
    "C": "unsichtbares Zeichen",
    "L": "Buchstabe einer anderen Schrift",
    "M": "Zusatz zu einem Buchstaben",
    "N": "Ziffer einer anderen Schrift",
    "S": "Bildzeichen oder Sonderzeichen",
}
_OTHER_KIND = "Sonderzeichen"
_RETYPE = "Bitte die Zelle neu eintippen und beim Export die Zeichencodierung UTF-8 wählen."


def printable(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a line of text in normal form (NFC), without blanks around it.

    Raises CellError for a character that no bundled face has, for marks that turn the direction of writing, for signs
    that nobody sees (also for a text of nothing else), for more than eight combining marks in a row, and for more than
    ``longest`` characters.
    """
    text = unicodedata.normalize("NFC", text.translate(BLANKS).strip())
    if not (text.isascii() and text.isprintable()):
        strange, heaped = _patterns()
        if found := strange.search(text):
            raise _refusal(found[0])
        if unseen := _OUT_OF_PLACE.search(text):
            raise _unseen(text, unseen)
        if heaped.search(text):
            raise CellError(
                "An einem Buchstaben hängen zu viele Zeichen.",
                f"höchstens {MOST_MARKS} Zusätze zu einem Buchstaben",
                "Bitte den Text neu eintippen.",
            )
    if len(text) > longest:
        raise CellError("Der Text ist zu lang.", f"höchstens {longest} Zeichen", "Bitte den Text kürzen.")
    return text


@cache
def printable_ranges() -> tuple[tuple[int, int], ...]:
    """Return the first and last code points of all ranges that papers can print, as the bundled faces have them."""
    data = resources.files("ledger.imports").joinpath(CHARACTERS).read_text("utf-8")
    ends = [line.partition("-") for line in data.splitlines() if not line.startswith("#")]
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in ends)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a character that cannot be printed, and what finds too many combining marks in a row."""
    ranges = printable_ranges()
    marks = [
        chr(code)
        for first, last in ranges
        for code in range(first, last + 1)
        if unicodedata.category(chr(code)).startswith("M")
    ]
    known = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
    return re.compile(f"[^{known}]"), re.compile(f"[{''.join(marks)}]{{{MOST_MARKS + 1}}}")


def _unseen(text: str, found: re.Match[str]) -> CellError:
    """Return what to say of a sign that nobody sees, and of a text in which nothing else stands."""
    if not text.translate(dict.fromkeys(map(ord, _UNSEEN))).strip():
        return CellError(
            "Der Text ist leer; er besteht nur aus unsichtbaren Zeichen.",
            "ein lesbarer Text",
            "Bitte die Angabe neu eintippen oder das Feld ganz leeren.",
        )
    return CellError(
        f"Der Text enthält an der {found.start() + 1}. Stelle ein unsichtbares Zeichen "
        f"(U+{ord(found[0]):04X}, {_UNSEEN[found[0]]}).",
        "Text ohne unsichtbare Zeichen",
        "Bitte das Zeichen löschen oder den Text neu eintippen.",
    )


def _refusal(sign: str) -> CellError:
    """Return what to say of a character that cannot be printed."""
    category, number = unicodedata.category(sign), f"U+{ord(sign):04X}"
    if sign in _TURNING:
        return CellError(
            f"Der Text enthält ein unsichtbares Zeichen, das die Schreibrichtung umkehrt ({number}).",
            "Text ohne Richtungszeichen",
            "Bitte den Text neu eintippen; auch arabische und hebräische Namen brauchen solche Zeichen nicht.",
        )
    if category in _DAMAGED or sign == _LOST:
        kind = _DAMAGED.get(category, "Ersatz für ein verlorenes Zeichen")
        return CellError(
            f"Der Text enthält ein Zeichen, das sich nicht drucken lässt ({number}, {kind}).",
            "druckbarer Text",
            _RETYPE,
        )
    script = unicodedata.name(sign, "").partition(" ")[0]
    kind = _SCRIPTS.get(script) or _KINDS.get(category[0], _OTHER_KIND)
    shown = f"„{sign}“ " if sign.isprintable() and not category.startswith("M") else ""
    return CellError(
        f"Das Zeichen {shown}({number}, {kind}) hat keine der Schriften, mit denen gedruckt wird.",
        "lateinische, griechische, kyrillische, arabische, äthiopische, hebräische, georgische oder armenische Schrift",
        "Bitte einen Namen in der lateinischen Umschrift schreiben, wie sie im Pass steht."
        if category[0] in "LM"
        else "Bitte das Zeichen weglassen oder in Worten schreiben.",
    )
