"""The values of a column's cells: each different text is parsed once, however many rows repeat it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ledger.imports.amount import common_amount, common_number
from ledger.imports.cells import Cell, CellType
from ledger.imports.parse import CellError, parse_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.imports.table import Column

# A letter that the exporting program could not write: "?elik", "M?ller".
_MANGLED = re.compile(r"\?[^\W\d_]")


class ColumnValues(dict[str, Any]):
    """The values of one column for cells of one type, by the text of the cell.

    A text the column refuses raises CellError each time it is asked for. ``point_out`` hears once of each text in
    which an export seems to have replaced a letter.
    """

    def __init__(
        self, column: Column, type_: CellType, *, epoch_1904: bool, point_out: Callable[[Column, str], None]
    ) -> None:
        """``epoch_1904`` as in Cell."""
        super().__init__()
        self._column, self._type, self._epoch_1904, self._point_out = column, type_, epoch_1904, point_out

    def __missing__(self, text: str) -> Any:  # noqa: ANN401 - the parser decides the type
        """Parse a text that has not been asked for; an empty cell is None where that is allowed."""
        cell = Cell(text, self._type, self._epoch_1904)
        if cell.is_empty and self._column.may_be_empty:
            value = None
        else:
            value = _parse_filled(self._column, cell)
            if self._column.parse is parse_text and _is_mangled(self._column, value):
                self._point_out(self._column, value)
        self[text] = value
        return value


class TextAmounts(ColumnValues):
    """The amounts of text cells. They are the only texts that hardly repeat, so the common spelling has a short way."""

    def __missing__(self, text: str) -> Any:  # noqa: ANN401 - as above
        """Parse an amount that has not been asked for."""
        amount = common_amount(text)
        if amount is None:
            return super().__missing__(text)
        self[text] = amount
        return amount


class NumericAmounts(ColumnValues):
    """The same for numeric cells."""

    def __missing__(self, text: str) -> Any:  # noqa: ANN401 - as above
        """Parse an amount that has not been asked for."""
        amount = common_number(text)
        if amount is None:
            return super().__missing__(text)
        self[text] = amount
        return amount


_AMOUNTS = {CellType.TEXT: TextAmounts, CellType.NUMBER: NumericAmounts}


def values_by_type(
    column: Column, *, epoch_1904: bool, point_out: Callable[[Column, str], None]
) -> dict[CellType, ColumnValues]:
    """Return the values of a column for each way in which a file may type its cells."""
    classes = _AMOUNTS if column.is_amount else {}
    return {
        type_: classes.get(type_, ColumnValues)(column, type_, epoch_1904=epoch_1904, point_out=point_out)
        for type_ in CellType
    }


def _is_mangled(column: Column, text: str) -> bool:
    """Return whether a question mark stands where a letter was; in a name it never stands for itself."""
    if any("name" in title.casefold() for title in column.titles):
        return "?" in text
    return _MANGLED.search(text) is not None


def _parse_filled(column: Column, cell: Cell) -> Any:  # noqa: ANN401 - the parser decides the type
    if cell.is_empty:
        remedy = "Bitte den Betrag eintragen, 0,00 wenn nichts angefallen ist." if column.is_amount else ""
        raise CellError(
            "Die Zelle ist leer.",
            f"ein Wert für „{column.title}“",
            remedy or "Bitte den Wert in der Datei ergänzen.",
        )
    return column.parse(cell)
