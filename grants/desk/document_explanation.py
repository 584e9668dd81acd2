"""What warum prints for a number read from a document: which figures print it, where, and how they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.desk.explanation_command import explanation_data, say_figure
from grants.desk.figure_commands import computed_year, german
from grants.desk.output import files_data, print_files, print_findings, print_json, say
from grants.desk.session import knowing_as_on, knowledge_data, knowledge_words, workspace_at, year_of
from grants.office.document_figures import figures_in, find_document, is_outdated
from grants.office.entry_cells import place_finder
from grants.office.explanation import write_explanation
from ledger.book.store import open_book
from ledger.finding import Place, UsageRefusalError, hint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from grants.office.document_figures import DocumentFile, Printed
    from grants.office.entry_cells import EntryPlace
    from grants.settle.figures import Booked, Figures
    from ledger.finding import Finding

MOST_EXPLAINED = 3


def run_document_explanation(
    folder: Path, named: str, asked: str, *, page: bool, known_on: str = "", as_json: bool
) -> None:
    """Warum, asked for a number as a document prints it."""
    acting, workspace = knowing_as_on(known_on), workspace_at(folder)
    document = find_document(workspace, named)
    year = year_of(document.year)
    what = {"was": "warum", "dokument": document.path.name, "zahl": asked}
    figures = computed_year(folder, document.year, what, acting).figures
    found = figures_in(document, asked, figures)
    names = _explained(found, figures)
    if page and len(names) != 1:
        raise UsageRefusalError(
            "Falscher Aufruf: Ein Blatt für die Akte gibt es nur zu einer einzelnen Zahl.",
            f"Bitte ihren Namen nennen: foerderbuch warum {document.path.name} NAME --anlage.",
        )
    hints = _outdated(document, found, figures)
    find = place_finder(workspace, open_book(workspace.book_address, writing=False), year)
    files = write_explanation(workspace, year, figures, names[0], acting.knowing) if page else ()
    if as_json:
        told = [explanation_data(figures, name, find) for name in names]
        single = told[0] if len(told) == 1 else {"zahlen": told}
        data = {"dokument": _data(document, asked, found, figures), **single, **knowledge_data(acting)}
        print_json({**data, **({"dateien": files_data(files)} if page else {})})
        return
    print_findings(hints)
    _say(document, found, figures, names, find, knowledge_words(acting))
    if files:
        say()
        print_files(files)


def _explained(found: Sequence[Printed], figures: Figures) -> list[str]:
    """Return the figures that are unfolded: those of a sum one by one, none where there are too many."""
    names = [part for printed in found for part in printed.name.split("+") if part in figures]
    return list(dict.fromkeys(names)) if sum(bool(printed.name) for printed in found) <= MOST_EXPLAINED else []


def _outdated(document: DocumentFile, found: Sequence[Printed], figures: Figures) -> tuple[Finding, ...]:
    """Return a hint for each figure that the book computes otherwise today than the document prints it."""
    place, remedy = (
        Place(document.path.name),
        f"Bitte das Dokument mit „foerderbuch lauf {document.year}“ neu erstellen.",
    )
    hints = []
    for printed in found:
        if not printed.name:
            continue
        missing = [part for part in printed.name.split("+") if part not in figures]
        if missing:
            text = f"Die Zahl {missing[0]} gibt es im Förderjahr {document.year} nicht oder nicht mehr."
            hints.append(hint(place, text, remedy))
        elif printed.name in figures and is_outdated(printed, figures[printed.name]):
            text = f"Die Zahl {printed.name} hat heute einen anderen Wert; das Dokument ist älter als das Buch."
            now = german(figures[printed.name])
            hints.append(hint(place, text, remedy, found=printed.text, expected=now))
    return tuple(hints)


def _say(
    document: DocumentFile,
    found: Sequence[Printed],
    figures: Figures,
    names: Sequence[str],
    find: Callable[[Booked], EntryPlace],
    known: str,
) -> None:
    """Print every figure with its places, then how it is made."""
    say(f"{document.path.name}, Förderjahr {document.year}{known}")
    for printed in found:
        say(f"  {printed.text} = {printed.name or 'ohne Namen, Zeile einer Liste'}")
        for place in printed.places:
            say(f"    {place}")
        if printed.entry is not None:
            say(f"    Buchung {printed.entry}; mehr zeigt „foerderbuch warum {document.year} {printed.entry}“.")
    for name in names:
        say()
        say_figure(figures, name, find)
    named = [printed for printed in found if printed.name]
    if named and not names:
        say(f"So ist mehr als eine Zahl gedruckt. Bitte eine nennen: foerderbuch warum {document.path.name} NAME")


def _data(document: DocumentFile, asked: str, found: Sequence[Printed], figures: Figures) -> dict[str, Any]:
    """Return what the document prints in the shape other programs rely on."""
    return {
        "datei": document.path.name,
        "jahr": document.year,
        "gesucht": asked,
        "treffer": [
            {
                "name": printed.name,
                "wert": printed.exact,
                "text": printed.text,
                "orte": list(printed.places),
                "buchung": printed.entry,
                "veraltet": printed.name in figures and is_outdated(printed, figures[printed.name]),
            }
            for printed in found
        ],
    }
