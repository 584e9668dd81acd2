"""warum: which figures a finished document prints as somebody reads them from its page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from grants.output.order import FORMATS
from ledger.finding import MissingError, UnreadableError, UsageRefusalError
from ledger.imports.bounded import read_bounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.office.workspace import Workspace
    from grants.output.finished.located import LocatedNumber
    from grants.settle.figures import Figure, Figures

SUFFIXES = tuple(f".{suffix}" for suffix in FORMATS)
ENTRY_COLUMN = "Nr."
_YEAR = re.compile(r"(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """Ein fertiges Dokument: its path and the funding year it is about."""

    path: Path
    year: int


@dataclass(frozen=True, slots=True)
class Printed:
    """Eine Zahl eines Dokuments: name (empty for rows of lists), exact value, text, all places where it is printed.

    ``exact`` is empty where a Word file lies alone: it holds nothing but texts.
    ``entry`` is the number of the booking whose row prints it, where there is one.
    """

    name: str
    exact: str
    text: str
    places: tuple[str, ...]
    entry: int | None = None


def is_document(named: str) -> bool:
    """Return whether a word names a document rather than a year."""
    return named.lower().endswith(SUFFIXES)


def find_document(workspace: Workspace, named: str) -> DocumentFile:
    """Return the document of a path, or of a file name in ``ausgabe``.

    Raises MissingError for one that is not there, UsageRefusalError when nothing tells its year.
    """
    made = sorted((workspace.folder / "ausgabe").rglob("*"))
    candidates = [Path(named), workspace.folder / named, *(path for path in made if path.name == Path(named).name)]
    path = next((path for path in candidates if _is_file(path)), None)
    if path is None:
        names = sorted(path.name for path in made if path.suffix in SUFFIXES)
        near = get_close_matches(Path(named).name, names, n=3)
        remedy = f"Gemeint sein könnte: {', '.join(near)}." if near else "Die Unterlagen liegen in ausgabe/JAHR/."
        raise MissingError(f"Das Dokument {named} gibt es nicht.", remedy)
    year = _YEAR.match(path.name) or _YEAR.fullmatch(path.resolve().parent.name)
    if year is None:
        raise UsageRefusalError(
            f"Zu welchem Förderjahr {path.name} gehört, lässt sich nicht erkennen.",
            "Bitte die Datei mit dem Namen angeben, unter dem sie erstellt wurde, etwa 2025-verwendungsnachweis.pdf.",
        )
    return DocumentFile(path, int(year[1]))


def _is_file(path: Path) -> bool:
    """Return whether a file lies there; what the system refuses to look for, such as a name too long, is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def figures_in(document: DocumentFile, asked: str, figures: Figures) -> list[Printed]:
    """Return the numbers that a document prints as asked, or the figure of that name; named ones first.

    Raises MissingError when there is none, with the nearest ones; UnreadableError for a file that cannot be read.
    """
    from grants.output.finished.typed_number import numbers_meant

    numbers = _numbers(document, figures)
    found = [located for located in numbers if located.number.name == asked] or numbers_meant(asked, numbers)
    if not found:
        raise _not_printed(document, asked, numbers, is_figure=asked in figures)
    return _by_name(found, numbers)


def is_outdated(printed: Printed, figure: Figure) -> bool:
    """Return whether the book has another value today than the document prints."""
    from grants.output.finished.printed_number import prints

    # A Word file that lies alone does not tell the head of a column, which may say TEUR.
    if not prints(printed.text, figure.exact, " ".join(printed.places) or "TEUR"):
        return True
    return bool(printed.exact) and Decimal(printed.exact) != Decimal(figure.exact)


def _numbers(document: DocumentFile, figures: Figures) -> list[LocatedNumber]:
    from grants.output.finished.document_numbers import numbers_of_file
    from grants.output.finished.reading import FileFaultError

    path, beside = document.path, document.path.with_suffix(".html")
    try:
        content = read_bounded(path, path.name)
        html = read_bounded(beside, beside.name) if beside.is_file() else None
        exact = {figure.name: figure.exact for figure in figures}
        return numbers_of_file(path.suffix[1:].lower(), content, html, exact)
    except FileFaultError as fault:
        remedy = "Bitte die Unterlage neu erstellen oder eine andere ihrer Dateien angeben."
        raise UnreadableError(f"{path.name}: {fault}", remedy) from None
    except OSError:
        raise UnreadableError(f"{path.name}: Die Datei lässt sich nicht öffnen.", "Bitte Leserechte prüfen.") from None


def _by_name(found: Sequence[LocatedNumber], numbers: Sequence[LocatedNumber]) -> list[Printed]:
    """Return each figure once with all its places; every row of a list stands for itself."""
    printed = []
    for name in dict.fromkeys(located.number.name for located in found if located.number.name):
        first = next(located for located in found if located.number.name == name)
        places = [located.words() for located in numbers if located.number.name == name]
        shown = tuple(dict.fromkeys(place for place in places if place))
        printed.append(Printed(name, first.number.exact, first.number.text, shown))
    rows = [located for located in found if not located.number.name]
    return printed + [
        Printed("", row.number.exact, row.number.text, (row.words(),), _entry_number(row)) for row in rows
    ]


def _entry_number(located: LocatedNumber) -> int | None:
    text = dict(located.cells).get(ENTRY_COLUMN, "")
    return int(text) if text.isdecimal() else None


def _not_printed(
    document: DocumentFile, asked: str, numbers: Sequence[LocatedNumber], *, is_figure: bool
) -> MissingError:
    text = f"Die Zahl „{asked}“ steht nicht in {document.path.name}."
    if is_figure:
        return MissingError(text, f"Wie sie entsteht, zeigt „foerderbuch warum {document.year} {asked}“.")
    texts = {located.number.text.replace("\u00a0", " "): located.number.name for located in numbers}
    names = {name: name for name in texts.values() if name}
    near = get_close_matches(asked, [*texts, *names], n=3)
    shown = [f"{word} ({texts[word]})" if texts.get(word) else word for word in near]
    remedy = f"Am nächsten kommen: {', '.join(shown)}." if shown else "Bitte die Zahl so angeben, wie sie gedruckt ist."
    return MissingError(text, remedy)
