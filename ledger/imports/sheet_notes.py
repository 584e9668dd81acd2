"""What a clerk does not see on a sheet or has struck there is pointed out; a name nobody can print is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.finding import Finding, Place, error, hint
from ledger.german import format_counted, group_thousands
from ledger.imports.parse import CellError, printable
from ledger.imports.workbook.raw_sheet import column_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.imports.cells import Sheet

SHOWN = 5


def point_out(file: str, sheet: Sheet) -> tuple[Finding, ...]:
    """Return a hint for the sheet if it is hidden and one for each kind of rows and columns easily overlooked."""
    notes = [
        (
            sheet.hidden_rows,
            _rows(sheet.hidden_rows, "ausgeblendete Zeile", "ausgeblendete Zeilen"),
            "Bitte die Zeilen einblenden und prüfen, ob sie gelten.",
        ),
        (
            sheet.filtered_rows,
            _rows(sheet.filtered_rows, "von einem Filter ausgeblendete Zeile", "von einem Filter ausgeblendete Zeilen"),
            "Bitte den Filter aufheben und prüfen, ob die Zeilen gelten.",
        ),
        (
            sheet.struck_rows,
            _rows(sheet.struck_rows, "Zeile mit durchgestrichenem Text", "Zeilen mit durchgestrichenem Text"),
            "Bitte gestrichene Zeilen löschen, wenn sie nicht gelten sollen.",
        ),
    ]
    findings = [hint(Place(file, sheet.name, rows[0]), text, remedy) for rows, text, remedy in notes if rows]
    if sheet.hidden_columns:
        columns = _listed([column_letters(column) for column in sheet.hidden_columns])
        count = format_counted(len(sheet.hidden_columns), "ausgeblendete Spalte", "ausgeblendete Spalten")
        findings.append(
            hint(
                Place(file, sheet.name),
                f"Mitgelesen: {count} mit Inhalt ({columns}).",
                "Bitte die Spalten einblenden und prüfen, ob ihre Angaben gelten.",
            )
        )
    if sheet.hidden:
        findings.append(
            hint(
                Place(file, sheet.name), "Das gelesene Blatt ist ausgeblendet.", "Bitte prüfen, ob es das richtige ist."
            )
        )
    return tuple(findings)


def refuse_name(file: str, sheet: Sheet) -> tuple[Finding, ...]:
    """Return a finding for a name that papers cannot print; they name the sheet as the source of a figure."""
    try:
        printable(sheet.name)
    except CellError as problem:
        return (
            error(
                Place(file, sheet.name),
                f"Der Name des Blattes lässt sich nicht drucken. {problem.text}",
                "Bitte das Blatt in der Tabellenkalkulation umbenennen.",
                expected=problem.expected,
            ),
        )
    return ()


def _rows(rows: Sequence[int], one: str, many: str) -> str:
    numbers = _listed([group_thousands(row) for row in rows])
    return f"Mitgelesen: {format_counted(len(rows), one, many)} (Nr. {numbers})."


def _listed(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" und {group_thousands(more)} weitere" if more > 0 else "")
