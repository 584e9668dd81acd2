"""Why a PDF is refused, in German: what the typesetter reported, the fact behind it, and what to do."""

from __future__ import annotations

import re

_REMEDY = "Bitte die Vorlage oder die Hausvorlage prüfen."


class PdfError(Exception):
    """Eine PDF-Datei wird nicht ausgegeben, weil etwas fehlen oder die Norm verletzen würde: fact and remedy."""

    def __init__(self, text: str, remedy: str) -> None:
        self.text = text
        self.remedy = remedy
        super().__init__(f"{text} {remedy}")


_REPORTS = (
    (
        r'\.notdef glyph rendered .*: "(.*)" \(U\+([0-9A-F]+)\)',
        "Das Zeichen „{0}“ (U+{1}) fehlt den Schriften.",
        "Bitte die Angabe ändern, in der es steht.",
    ),
    (
        r"Failed to load image at ['\"](.*?)['\"]?: .*",
        "Das Bild {0} lässt sich nicht laden; Bilder müssen in das Dokument eingebettet sein.",
        "Bitte das Bild als PNG oder SVG in die Hausvorlage legen.",
    ),
    (
        r"Relative URI reference without a base URI: (.*)",
        "Der Verweis „{0}“ zeigt auf eine Datei; gelesen wird nur, was in das Dokument eingebettet ist.",
        _REMEDY,
    ),
    (
        r"Failed to load stylesheet at (.*?) ?: .*",
        "Die Formatvorlage {0} lässt sich nicht laden.",
        "Bitte ihren Inhalt in die Formatvorlage der Hausvorlage übernehmen.",
    ),
    (
        r'Image "(.*)" has no required alt description',
        "Einem Bild fehlt die Beschreibung für Menschen, die es nicht sehen.",
        "Bitte in der Vorlage alt (PNG) oder <title> (SVG) ergänzen.",
    ),
    (
        r"Ignored `(.*)` at (\d+):(\d+), .*",
        "Die Angabe „{0}“ in Zeile {1} der Formatvorlage wird nicht verstanden.",
        _REMEDY,
    ),
    (
        r"Missing required \"lang\" attribute.*",
        "Dem Dokument fehlt die Angabe der Sprache.",
        "Bitte in der Vorlage <html lang> ergänzen.",
    ),
    (
        r"This row has more columns than the table, ignored (\d+) cells",
        "Eine Tabelle hat eine Zeile mit mehr Feldern als Spalten.",
        _REMEDY,
    ),
)


def refusal(messages: list[str]) -> PdfError:
    """Return the refusal for what the typesetter reported; each report once, in its order."""
    facts: dict[str, None] = {}
    remedies: dict[str, None] = {}
    for message in messages:
        fact, remedy = _in_german(message)
        facts[fact] = remedies[remedy] = None
    return PdfError(" ".join(facts), " ".join(remedies))


def _in_german(message: str) -> tuple[str, str]:
    for pattern, fact, remedy in _REPORTS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return fact.format(*found.groups()), remedy
    return f"Beim Setzen ist etwas offen geblieben: {message}", _REMEDY
