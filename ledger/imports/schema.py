"""What a kind of file can say: its fields with their parsers, apart from how an export names and arranges them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.imports.cells import Cell

# TOML writes bare keys in ASCII.
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "_", "-": "_", "/": "_"})


@dataclass(frozen=True, slots=True)
class Field:
    """Feld: one thing a kind of file says, its German name and the parser of its cells.

    ``required`` fields must be named by every profile of the kind. ``above`` fields hold for the whole file: they
    stand above the header or are given by the profile, never in a column.
    """

    name: str
    meaning: str
    parse: Callable[[Cell], Any]
    required: bool = True
    may_be_empty: bool = False
    above: bool = False

    @property
    def key(self) -> str:
        """Return the key by which a profile names the field: ``Für-Monat`` is ``fuer_monat``."""
        return self.meaning.casefold().translate(_ASCII)


@dataclass(frozen=True, slots=True)
class Spread:
    """Auffächerung: a value that may stand in several columns of a row, one for each month or each Kennzahl.

    ``section`` is the section of a profile that names the columns, ``value`` the field whose values stand in them, and
    ``decides`` are the fields that the column decides. ``total`` is the field of the printed sum of the row, empty
    where the values of a row cannot be added; with it the columns are months, without it they have names.
    """

    section: str
    value: str
    decides: tuple[str, ...]
    total: str
    may_be_empty: bool

    @property
    def by_month(self) -> bool:
        """Return whether the columns are months."""
        return bool(self.total)


@dataclass(frozen=True, slots=True)
class Schema:
    """Felder einer Dateiart: what its profiles may name and must name.

    Of the groups of ``alternatives`` a profile names exactly one. ``codes`` is the section that says what the codes
    of the file mean, empty for a kind without codes. ``signed`` kinds have a sign convention.
    """

    fields: tuple[Field, ...]
    alternatives: tuple[tuple[str, ...], ...] = ()
    spreads: tuple[Spread, ...] = ()
    codes: str = ""
    signed: bool = False

    def field(self, name: str) -> Field:
        """Return a field by its name in the program. Raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)
