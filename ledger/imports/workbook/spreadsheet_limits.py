"""What a spreadsheet may measure, and the sentences that refuse one: fact and remedy, the file's name comes later."""

from __future__ import annotations

from ledger.finding import UnreadableError

LARGEST_PACKED = 20 * 2**20
LARGEST_UNPACKED = 200 * 2**20
MOST_MEMBERS = 1_000
# A part that shrinks further than this was made to shrink; small parts may consist of blanks.
LARGEST_RATIO, SMALLEST_SUSPECT = 200, 2**20
# The last row a spreadsheet program knows, and what is read of it. Empty cells count nowhere.
LAST_ROW = 1_048_576
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 200, 2_000_000
LONGEST_CELL = 32_767

_SAVE_AGAIN = "Bitte die Datei in der Tabellenkalkulation öffnen und ohne Kennwort als XLSX speichern."
_LESS = "Bitte nur das benötigte Blatt mit den benötigten Spalten ausgeben."


def damaged() -> UnreadableError:
    """Return the refusal of a package that cannot be read."""
    return UnreadableError(
        "Die Arbeitsmappe ist beschädigt, verschlüsselt oder keine XLSX- oder ODS-Datei.", _SAVE_AGAIN
    )


def encrypted() -> UnreadableError:
    """Return the refusal of a workbook with a password."""
    return UnreadableError("Die Arbeitsmappe ist verschlüsselt und wird nicht gelesen.", _SAVE_AGAIN)


def binary_workbook() -> UnreadableError:
    """Return the refusal of XLSB, whose parts are no XML."""
    return UnreadableError(
        "Das binäre Excel-Format (XLSB) wird nicht gelesen.",
        "Bitte die Datei in Excel öffnen und als Arbeitsmappe (*.xlsx) speichern.",
    )


def no_workbook() -> UnreadableError:
    """Return the refusal of a sound package that holds something else: a text document, an archive."""
    return UnreadableError(
        "Die Datei ist ein Archiv oder Dokument und keine Arbeitsmappe.",
        "Bitte die Tabelle daraus als XLSX, ODS oder CSV speichern und diese Datei in den Eingang legen.",
    )


def too_large(place: str = "") -> UnreadableError:
    """Return the refusal of a workbook beyond the limits, with the place where that is known."""
    fact = "Die Arbeitsmappe ist zu groß (erlaubt: 200.000 Zeilen, 200 Spalten, 2 Millionen Zellen, 200 MB entpackt)."
    return UnreadableError(f"{fact} {place}".rstrip(), _LESS)


def beyond(sheet: str, cell: str) -> UnreadableError:
    """Return the refusal of a filled cell so far out that it must be a slip."""
    return UnreadableError(
        f"Auf dem Blatt „{sheet}“ ist die Zelle {cell} gefüllt; gelesen werden 200.000 Zeilen und 200 Spalten.",
        f"Bitte die Zelle {cell} leeren oder nur das benötigte Blatt mit den benötigten Spalten ausgeben.",
    )


def too_long(place: str) -> UnreadableError:
    """Return the refusal of a cell with more text than any spreadsheet program shows."""
    return UnreadableError(
        f"{place} steht ein Text von mehr als 32.767 Zeichen.", "Bitte den Text kürzen und die Datei neu speichern."
    )


def misplaced(sheet: str, cell: str) -> UnreadableError:
    """Return the refusal of a sheet whose cells do not stand in their order: a reader would have to guess."""
    return UnreadableError(
        f"Auf dem Blatt „{sheet}“ steht die Zelle {cell} doppelt oder nicht an ihrem Platz.",
        "Bitte die Datei in der Tabellenkalkulation öffnen und als XLSX speichern.",
    )


def odd_calendar() -> UnreadableError:
    """Return the refusal of a workbook that counts days from a day of its own."""
    return UnreadableError(
        "Die Arbeitsmappe zählt Tage weder ab 1899 noch ab 1904.",
        "Bitte in der Tabellenkalkulation unter „Berechnen“ das Datum 30.12.1899 wählen und die Datei neu speichern.",
    )
