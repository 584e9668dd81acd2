"""Dated versions of one notice: the last one holds, and it must have the highest number."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, TypeVar

from ledger.finding import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Notice(Protocol):
    """Bescheid oder Mitteilung: what every version of one says of itself."""

    @property
    def file(self) -> str:
        """Return the file it was read from."""

    @property
    def version(self) -> int:
        """Return its number among the versions."""

    @property
    def dated(self) -> date:
        """Return its day, from which on it is known."""


V = TypeVar("V", bound=Notice)


def in_order(versions: Iterable[V]) -> tuple[V, ...]:
    """Return the versions of one notice by their days, the one in force last.

    Raises UnreadableError where a later version has no higher number than an earlier one.
    """
    ordered = tuple(sorted(versions, key=lambda each: (each.dated, each.version)))
    for earlier, later in pairwise(ordered):
        if later.version <= earlier.version:
            raise UnreadableError(
                f"{later.file}: Fassung {later.version} ist jünger als Fassung {earlier.version} ({earlier.file}).",
                "Bitte Datum und Nummer der Fassungen prüfen; die letzte Fassung muss die höchste Nummer haben.",
            )
    return ordered
