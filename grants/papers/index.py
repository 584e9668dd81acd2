"""Die Übersichtsseite: key figures on one page, every document with size and digest, everything still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.papers.elements import Number, show_euro
from ledger.german import format_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.settle.year import YearResult

KEY_FIGURES = (
    ("Planungsrahmen", "planungsrahmen.betrag"),
    ("zuwendungsfähige Ausgaben", "zuwendungsfaehig.gesamt"),
    ("rechnerischer Auszahlungsbetrag", "auszahlung.betrag"),
    ("nicht ausgeschöpfter Planungsrahmen", "rahmen.rest"),
    ("zuwendungsfähig über dem Auszahlungsbetrag", "rahmen.ueberschreitung"),
    ("Weitergabe an Träger", "weitergabe.auszahlung"),
    ("vom Landkreis zu tragen", "kreis.gesamt"),
    ("davon Reisekosten", "kreis.reisekosten"),
    ("davon Ausstattung", "kreis.ausstattung"),
)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """Eine Datei der Liste: link, kind, size in words and SHA-256."""

    link: str
    kind: str
    size: str
    digest: str


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """Ein Dokument mit seinen Dateien."""

    title: str
    files: tuple[ListedFile, ...]


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """Eine Ausfertigung: number, title, when and by whom it was issued and what superseded it, with its files."""

    number: str
    title: str
    note: str
    files: tuple[ListedFile, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Übersichtsseite eines Förderjahres, für den Dienstgebrauch."""

    title: str
    year: int
    as_of: str
    due: str
    figures: tuple[tuple[str, Number], ...]
    editions: tuple[ListedEdition, ...]
    documents: tuple[ListedDocument, ...]
    open_points: tuple[tuple[str, str], ...]
    incoming: tuple[ListedFile, ...]


def key_figures(result: YearResult) -> tuple[tuple[str, Number], ...]:
    """Return the figures of the page with their labels."""
    return tuple((label, show_euro(result.figures[name])) for label, name in KEY_FIGURES)


def size_in_words(size: int) -> str:
    """Return a file size as people read it: ``64 kB``."""
    return f"{format_count(max(size // 1000, 1))}\u00a0kB"


def group_by_title(files: Iterable[tuple[str, ListedFile]]) -> tuple[ListedDocument, ...]:
    """Return the files grouped by the title of their document, in the order given."""
    documents: dict[str, list[ListedFile]] = {}
    for title, file in files:
        documents.setdefault(title, []).append(file)
    return tuple(ListedDocument(title, tuple(listed)) for title, listed in documents.items())
