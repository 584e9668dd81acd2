"""Recognise the total rows an export prints, and add up what each of them sums."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ledger.imports.header import normal_title
from ledger.money import Money

_GRAND = r"(?:gesamt|end)(?:summe|betrag|ergebnis)\b|gesamt\b|insgesamt\b|saldo\b|total\b"
_TOTAL = re.compile(rf"(?:zwischen)?summe\b|{_GRAND}", re.IGNORECASE)
_GRAND_TOTAL = re.compile(_GRAND, re.IGNORECASE)


class TotalRows:
    """Which texts begin a total row: the usual German ones and those the format names besides."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        """``labels`` are further beginnings; case and blanks do not matter, whole words do."""
        words = "|".join(re.escape(normal_title(label)) for label in labels)
        self._further = re.compile(rf"(?:{words})(?!\w)") if words else None

    def begins(self, text: str) -> bool:
        """Return whether a row that begins with this text is a total."""
        if _TOTAL.match(text):
            return True
        return self._further is not None and self._further.match(normal_title(text)) is not None

    @staticmethod
    def is_grand(text: str) -> bool:
        """Return whether a total of this name sums the whole table and never a part of it."""
        return _GRAND_TOTAL.match(text) is not None


class RecordStarts(dict[str, bool]):
    """Whether a row whose first cell holds a text is a record at first sight: something stands there and no total."""

    def __init__(self, totals: TotalRows) -> None:
        """Look at each different text once."""
        super().__init__()
        self._totals = totals

    def __missing__(self, text: str) -> bool:
        """Look at a text that has not been asked for."""
        shown = text.strip()
        self[text] = is_record = bool(shown) and not self._totals.begins(shown)
        return is_record


@dataclass(frozen=True, slots=True)
class Summed:
    """What a printed total stands for: how many rows, their sum, and whether one more could not be read."""

    rows: int
    sum: int
    unread: bool

    def __add__(self, other: Summed) -> Summed:
        """Add the rows of another block."""
        return Summed(self.rows + other.rows, self.sum + other.sum, self.unread or other.unread)


_NOTHING = Summed(0, 0, unread=False)


@dataclass(slots=True)
class Block:
    """The values of one totalled column (amounts or counts) since the last printed total, and of the whole table."""

    values: list[Money | int | None] = field(default_factory=list)
    unread: bool = False
    before: Summed = _NOTHING

    def close(self) -> tuple[Summed, Summed]:
        """Return what stands since the last total and in the whole table; a new block begins."""
        numbers = [bare(value) for value in self.values if value is not None]
        last = Summed(len(numbers), sum(numbers), self.unread)
        self.values.clear()
        self.unread, self.before = False, self.before + last
        return last, self.before


def bare(value: Money | int) -> int:
    """Return cents or a count as a whole number."""
    return value.cents if isinstance(value, Money) else value
