"""German typography of a document: which blanks must not break and which are narrow. Only blanks ever change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grants.output.html.document import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

NO_BREAK = "\u00a0"
NARROW = "\u202f"
_INLINE = frozenset({"data", "time", "abbr", "span", "strong", "em", "small", "sup", "sub"})
_UNTOUCHED = frozenset({"head", "svg"})

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_BEFORE_A_NUMBER = (
    r"§§?|Art\.|Nrn?\.|Abs\.|Absatz|Satz|Ziff\.|Kap\.|Seiten?|S\.|Blatt|Zeile|Anlage|Anhang|Fassung|Stelle|Fußnote"
    r"|Protokolleintrag|Tel\.|Telefon"
)
_AFTER_A_NUMBER = (
    r"€|%|‰|EUR|Euro|Cent|TEUR|Mio\.|Mrd\.|VZÄ|Personen|Person|Stellen?|Tage?n?|Monate?n?"
    r"|Jahre?n?|Stunden?|Uhr|Buchung(?:en)?|Regeln?|Zeilen?|kB|MB|km|m²"
)
_NARROW_ABBREVIATIONS = (
    "z. B.|d. h.|u. a.|o. a.|o. g.|s. o.|s. u.|u. U.|z. T.|i. V. m.|i. d. R.|i. S. d.|i. H. v.|m. w. N.|a. F.|n. F."
    "|e. V."
)
_BLANK = "[ \n]"

_RULES = tuple(
    (re.compile(pattern), blank)
    for pattern, blank in (
        (rf"(?<!\w)(?:{_NARROW_ABBREVIATIONS.replace('.', '[.]').replace(' ', _BLANK)})", NARROW),
        (rf"(?<!\w)\d{{1,2}}\.{_BLANK}(?:{_MONTHS})(?:{_BLANK}\d{{4}})?(?!\w)", NO_BREAK),
        (rf"(?<!\w)(?:{_BEFORE_A_NUMBER}){_BLANK}(?=\d)", NO_BREAK),
        (rf"(?<!\w)(?:Buchst\.|Buchstabe){_BLANK}(?=[a-z]\b)", NO_BREAK),
        (rf"(?<=\d){_BLANK}(?=(?:{_AFTER_A_NUMBER})(?!\w))", NO_BREAK),
        (rf"(?<=[\d.,a-z]){_BLANK}(?=(?:Abs\.|Satz|Nr\.|Buchst\.){_BLANK}?[\d{NO_BREAK}])", NO_BREAK),
        (rf"(?<=[×÷]){_BLANK}(?=\d)", NO_BREAK),
    )
)


def typeset(root: Element) -> None:
    """Set the blanks of a document tree; a run of text is one, however many elements it is made of."""
    for run in _runs(root):
        texts = [_text(element, is_tail=is_tail) for element, is_tail in run]
        joined = "".join(texts)
        if " " not in joined and "\n" not in joined:
            continue
        done = set_blanks(joined)
        if done == joined:
            continue
        start = 0
        for (element, is_tail), text in zip(run, texts, strict=True):
            piece = done[start : start + len(text)]
            start += len(text)
            if is_tail:
                element.tail = piece
            else:
                element.text = piece


def set_blanks(text: str) -> str:
    """Return a text with its no-break and narrow blanks, as long as before and with the same signs but for blanks."""
    for pattern, blank in _RULES:
        text = pattern.sub(lambda match, blank=blank: re.sub(_BLANK, blank, match[0]), text)  # type: ignore[misc]
    return text


def _text(element: Element, *, is_tail: bool) -> str:
    return (element.tail if is_tail else element.text) or ""


def _runs(root: Element) -> Iterator[list[tuple[Element, bool]]]:
    """Yield the runs of text of a tree; each piece is the text of an element or what follows it."""
    run: list[tuple[Element, bool]] = []
    yield from _collect(root, run)
    if run:
        yield run


def _collect(element: Element, run: list[tuple[Element, bool]]) -> Iterator[list[tuple[Element, bool]]]:
    """Add the pieces of an element to the run it stands in, yielding every run that ends inside it."""
    if element.text:
        run.append((element, False))
    for child in element:
        name = local_name(child)
        if name in _INLINE and child.get("class") != "footnote":
            yield from _collect(child, run)
        elif name not in _UNTOUCHED:
            # A footnote is read elsewhere; the sentence goes on after its mark.
            if run and name not in _INLINE:
                yield list(run)
                run.clear()
            own: list[tuple[Element, bool]] = []
            yield from _collect(child, own)
            if own:
                yield own
        if child.tail:
            run.append((child, True))
