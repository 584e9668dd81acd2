"""Where the book lies: in a file beside the settings, or in a database on a server that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.files import is_on_network
from ledger.finding import Finding, Place, hint

if TYPE_CHECKING:
    from pathlib import Path

    from grants.settle.documents import Fields

BOOK = "foerderbuch.db"


def read_book_address(settings: Fields, folder: Path, given: str) -> Path | str:
    """Return the path of the book, or the URL of its database: the given one before the one in the settings.

    Raises UnreadableError for a section ``[datenbank]`` that says something else.
    """
    if given:
        return given
    if "datenbank" not in settings.data:
        return folder / BOOK
    database = settings.table("datenbank")
    database.refuse_unknown(("url",))
    return database.text("url")


def place_hints(address: Path | str) -> tuple[Finding, ...]:
    """Return what an office should know about the place of its book."""
    if isinstance(address, str) or not is_on_network(address):
        return ()
    return (
        hint(
            Place(BOOK),
            "Das Buch liegt auf einem Netzlaufwerk oder auf einem Laufwerk von Windows. Dort ist nicht verlässlich, "
            "dass immer nur ein Programm schreibt und dass Gebuchtes einen Absturz übersteht.",
            "Bitte den Arbeitsordner auf eine Festplatte dieses Rechners legen oder das Buch in PostgreSQL führen: "
            "[datenbank] url in foerderbuch.toml oder FOERDERBUCH_DATENBANK.",
        ),
    )
