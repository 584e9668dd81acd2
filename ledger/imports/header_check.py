"""Say what is wrong with the header row of a table: columns that are missing, doubled or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.finding import Finding, Place, error, hint

if TYPE_CHECKING:
    from ledger.imports.header import Header
    from ledger.imports.table import Format


def check_header(header: Header, format_: Format, file: str, sheet: str) -> list[Finding]:
    """Return the findings of a header; unknown columns are hints, and only where no column is missing."""
    missing = [
        error(
            Place(file, sheet, header.row, column.title),
            f"In der Kopfzeile fehlt die Spalte „{column.title}“ ({format_.name}).",
            f"Bitte die Spalte „{column.title}“ mit ausgeben oder ihre Überschrift berichtigen.",
            found=", ".join(header.unknown),
            expected=" oder ".join(column.titles),
        )
        for column in header.missing
    ]
    doubled = [
        error(
            Place(file, sheet, header.row, column.title),
            f"Die Spalte „{column.title}“ kommt in der Kopfzeile mehrfach vor.",
            "Bitte die überzählige Spalte aus der Datei entfernen.",
            expected="jede Spalte genau einmal",
        )
        for column in header.doubled
    ]
    unknown = [
        hint(
            Place(file, sheet, header.row, title),
            f"Die Spalte „{title}“ ist im Format „{format_.name}“ nicht vorgesehen und wird nicht gelesen.",
            "Bitte prüfen, ob dort Angaben stehen, die gebraucht werden.",
            found=title,
        )
        for title in header.unknown
        if not header.missing
    ]
    return [*missing, *doubled, *unknown]
