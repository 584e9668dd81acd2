"""What warum is asked about: a figure or an entry of a year, or a number as a document prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.desk.document_explanation import run_document_explanation
from grants.desk.explanation_command import run_explanation
from grants.desk.figure_commands import run_entry
from grants.office.document_figures import is_document
from ledger.finding import UsageRefusalError

if TYPE_CHECKING:
    from pathlib import Path


def run_question(
    folder: Path, year_or_document: str, asked: str, *, page: bool, known_on: str = "", as_json: bool
) -> None:
    """Warum. Raises UsageRefusalError for a first word that is neither a year nor a document, and for no question."""
    if not asked.strip():
        raise UsageRefusalError(
            "Falscher Aufruf: Es fehlt die Angabe ZAHL.",
            "Bitte den Namen der Zahl angeben oder die Zahl, wie ein Dokument sie druckt.",
        )
    if is_document(year_or_document):
        run_document_explanation(folder, year_or_document, asked, page=page, known_on=known_on, as_json=as_json)
    elif not year_or_document.isdecimal():
        raise UsageRefusalError(
            f"Falscher Aufruf: {year_or_document} ist weder ein Förderjahr noch ein Dokument.",
            "Bitte ein Jahr wie 2025 angeben oder eine PDF-, DOCX-, XLSX- oder HTML-Datei aus ausgabe/.",
        )
    elif asked.isdecimal():
        run_entry(folder, int(year_or_document), int(asked), page=page, known_on=known_on, as_json=as_json)
    else:
        run_explanation(folder, int(year_or_document), asked, page=page, known_on=known_on, as_json=as_json)
