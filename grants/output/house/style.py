"""A county's own stylesheet, checked before it is used: it may refer to nothing that does not lie in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grants.output.house.visibility import hidden_texts
from grants.output.png import embedded_png_fault
from ledger.finding import Place, error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.finding import Finding

_TEXT_OR_COMMENT = re.compile(r"""/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.DOTALL)
_IMPORT = re.compile(r"@import\b[^;{}]*;?", re.IGNORECASE)
_ADDRESS = re.compile(r"url\s*\(", re.IGNORECASE)
_EMBEDDED = re.compile(r"""\s*["']?(data:image/png;base64,[A-Za-z0-9+/=]*)["']?\s*\)""")
_NOT_ALLOWED = (
    (r"@(?!page\b|media\b|supports\b|(?:top|bottom|left|right)-)[\w-]*", "Die Regel „{}“ ist nicht vorgesehen."),
    (r"(?<![\w-])(?:image-set|src|attr|element)\s*\(|(?<![\w-])src\s*:", "Die Angabe „{}“ ist nicht vorgesehen."),
    (r"\\", "Ein Schrägstrich rückwärts steht außerhalb eines Textes."),
    (r"/\*|[\"']", "Ein Kommentar oder Text ist nicht geschlossen."),
    (r"<|&", "Das Zeichen „{}“ ist nicht vorgesehen."),
)
_REMEDY = "Vorgesehen sind Angaben zu Farbe, Größe, Abstand und Rahmen; Schriften nennt hausvorlage.toml."

_REMEDY_FOR_HIDDEN = (
    "Bitte die Angabe ändern oder streichen; was eine Unterlage druckt, ändert nur eine eigene Vorlage."
)


def check_style(name: str, style: str, colours: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what a stylesheet may not contain: imports, fonts, addresses of anything outside, what hides text.

    ``colours`` are the values of the house by the names of the variables.
    """
    masked = _TEXT_OR_COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), style)
    for pattern, fact in _NOT_ALLOWED:
        for found in re.finditer(pattern, masked):
            yield _finding(name, style, found.start(), fact.format(found[0].strip()))
    for position, fact in hidden_texts(masked, colours):
        yield _finding(name, style, position, fact, _REMEDY_FOR_HIDDEN)
    for found in _ADDRESS.finditer(masked):
        embedded = _EMBEDDED.match(style, found.end())
        if not embedded:
            fact = "Ein Bild ist nicht als PNG eingebettet (url mit data:image/png;base64)."
        elif fault := embedded_png_fault(embedded[1]):
            fact = f"Ein Bild ist nicht zulässig: {fault}."
        else:
            continue
        remedy = "Bitte das Bild als PNG einbetten oder als Logo in hausvorlage.toml nennen."
        yield _finding(name, style, found.start(), fact, remedy)
    # A text may hold these two as well, but not in a style that stands in a page.
    for found in re.finditer(r"[<&]", style):
        if masked[found.start()] == " ":
            yield _finding(name, style, found.start(), f"Das Zeichen „{found[0]}“ ist nicht vorgesehen.")
    if masked.count("{") != masked.count("}"):
        text = "Es sind nicht so viele geschweifte Klammern geschlossen wie geöffnet."
        yield error(Place(name), text, "Bitte die Klammern prüfen.")


def without_imports(style: str) -> str:
    """Return a stylesheet without its imports, which are refused and not to be tried; lines keep their numbers."""
    return _IMPORT.sub(lambda found: "\n" * found[0].count("\n"), style)


def _finding(name: str, style: str, position: int, fact: str, remedy: str = _REMEDY) -> Finding:
    return error(Place(name, row=style.count("\n", 0, position) + 1), fact, remedy)
