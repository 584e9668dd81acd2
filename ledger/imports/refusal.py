"""What every parser of cells shares: the refusal of a cell, and the refusals that are the same for all columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.imports.cells import CellType

if TYPE_CHECKING:
    from ledger.imports.cells import Cell

EARLIEST_YEAR, LATEST_YEAR = 2000, 2099


class CellError(ValueError):
    """A cell does not hold what its column declares: fact, expected form and remedy in German."""

    def __init__(self, text: str, expected: str, remedy: str) -> None:
        """Keep the three sentences apart for the finding."""
        super().__init__(text)
        self.text = text
        self.expected = expected
        self.remedy = remedy


def require_calculated(cell: Cell, what: str) -> None:
    """Refuse an error value and a formula that was never calculated."""
    if cell.type is CellType.FAULTY:
        raise CellError(
            "Die Zelle enthält einen Fehlerwert wie #NV oder #BEZUG!.",
            what,
            "Bitte den Fehler in der Tabellenkalkulation beheben und die Datei speichern.",
        )
    if cell.type is CellType.UNCALCULATED:
        raise CellError(
            "Die Zelle enthält eine Formel ohne berechneten Wert.",
            what,
            "Bitte die Datei in der Tabellenkalkulation öffnen, neu berechnen und speichern.",
        )


def require_text(cell: Cell, what: str, example: str) -> None:
    """Refuse a cell in which nothing can be read."""
    require_calculated(cell, what)
    if cell.is_empty:
        raise CellError("Die Zelle ist leer.", f"{what} wie {example}", "Bitte den Wert ergänzen.")


def is_plausible_year(year: int) -> bool:
    """Return whether a fact of a county can lie in the year."""
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def require_plausible_year(year: int) -> None:
    """Refuse a year in which no fact of a county can lie."""
    if not is_plausible_year(year):
        raise CellError(
            "Das Jahr ist unglaubhaft.",
            f"ein Jahr von {EARLIEST_YEAR} bis {LATEST_YEAR}",
            "Bitte das Jahr berichtigen.",
        )
