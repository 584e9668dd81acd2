"""The county's own layout as it lies in ``hausvorlage/``: read by name and in full, under limits, no link followed."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from ledger.finding import Place, error

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.finding import Finding

HOUSE_FOLDER = "hausvorlage"
MOST_FILES = 40
LARGEST_FILE = 4 * 2**20
LARGEST_TEXT = 2**18
_TEXTS = (".css", ".j2", ".toml")
_DEEPEST = 2


def read_house_files(folder: Path) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return the files of a workspace's own layout by their names in it, none where there is none, and findings.

    What a name means and whether its content is sound is checked where it is used, in a process of its own.
    """
    reading = _Reading()
    house = folder / HOUSE_FOLDER
    if house.is_symlink() or (house.exists() and not house.is_dir()):
        reading.complain("", "An der Stelle des Ordners liegt etwas anderes.", "Bitte einen Ordner anlegen.")
    elif house.exists():
        reading.read_folder(house, "", 0)
    return reading.files, tuple(reading.findings)


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.findings: list[Finding] = []

    def complain(self, name: str, text: str, remedy: str) -> None:
        shown = f"{HOUSE_FOLDER}/{name}".rstrip("/").encode("utf-8", "replace").decode()
        self.findings.append(error(Place(shown), text, remedy))

    def read_folder(self, folder: Path, before: str, depth: int) -> None:
        """Read what does not begin with a dot; editors and systems leave such files everywhere."""
        try:
            with os.scandir(folder) as found:
                entries = sorted((entry for entry in found if entry.name[0] != "."), key=lambda entry: entry.name)
        except OSError:
            self.complain(before, "Der Ordner lässt sich nicht lesen.", "Bitte die Leserechte prüfen.")
            return
        for entry in entries:
            name = f"{before}{entry.name}"
            if entry.is_symlink():
                self.complain(name, "Das ist eine Verknüpfung.", "Bitte die Datei selbst in den Ordner legen.")
            elif not entry.is_dir():
                self._read_file(folder / entry.name, name)
            elif depth < _DEEPEST:
                self.read_folder(folder / entry.name, f"{name}/", depth + 1)
            else:
                self.complain(name, "So tief liegt keine Datei der Hausvorlage.", "Bitte den Ordner herausnehmen.")

    def _read_file(self, path: Path, name: str) -> None:
        most = LARGEST_TEXT if path.suffix in _TEXTS else LARGEST_FILE
        if len(self.files) == MOST_FILES:
            self.complain(name, f"Es sind mehr als {MOST_FILES} Dateien.", "Bitte nur legen, was gebraucht wird.")
            return
        try:
            # Something else may have taken the name meanwhile, and must neither be followed nor waited for.
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                ordinary = stat.S_ISREG(os.fstat(handle).st_mode)
                content = file.read(most + 1) if ordinary else b""
        except OSError:
            self.complain(name, "Die Datei lässt sich nicht öffnen.", "Bitte die Leserechte prüfen.")
            return
        if not ordinary:
            self.complain(name, "Das ist keine Datei.", "Bitte es aus dem Ordner nehmen.")
        elif len(content) > most:
            self.complain(name, f"Die Datei ist größer als die erlaubten {most // 1024} kB.", "Bitte sie verkleinern.")
        else:
            self.files[name] = content
