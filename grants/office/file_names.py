"""Names of the files an office brings: papers name them as the source of a figure, so they must be printable."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.finding import UnreadableError
from ledger.imports.parse import CellError, printable

REMEDY = "Bitte die Datei umbenennen."


@dataclass(frozen=True, slots=True)
class StrangeName:
    """A file name that papers cannot print, as unpacking an old archive leaves it: how it can be shown, and why."""

    shown: str
    text: str


def find_strange_name(name: str) -> StrangeName | None:
    """Return what is wrong with the name of a file, None when papers can print it."""
    try:
        printable(name)
    except CellError as problem:
        shown = name.encode("utf-8", "replace").decode("utf-8")
        return StrangeName(shown, f"Der Dateiname lässt sich nicht drucken. {problem.text}")
    return None


def refuse_strange_name(name: str) -> None:
    """Raise UnreadableError for the name of a file that papers cannot print."""
    if strange := find_strange_name(name):
        raise UnreadableError(f"{strange.shown}: {strange.text}", REMEDY)
