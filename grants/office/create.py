"""neu: lay out a county's workspace, empty or as the runnable example."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from grants.office.resources import example, shipped
from ledger.finding import ConflictError, UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = ("bescheide", "eingang", "vorlagen", "ausgabe")


def create_workspace(folder: Path, *, from_example: bool, dry_run: bool) -> tuple[Path, ...]:
    """Create the workspace and return its files. Raises ConflictError for a folder that is not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConflictError(
            f"Der Ordner {folder} ist nicht leer; es wurde nichts angelegt.",
            "Bitte einen neuen oder leeren Ordner angeben.",
        )
    source = example() if from_example else shipped("templates") / "_base" / "arbeitsordner"
    files = tuple(folder / path.relative_to(source) for path in sorted(source.rglob("*")) if path.is_file())
    if dry_run:
        return files
    try:
        shutil.copytree(source, folder, dirs_exist_ok=True)
        for name in FOLDERS:
            (folder / name).mkdir(exist_ok=True)
    except OSError:
        raise UnreadableError(
            f"Der Ordner {folder} lässt sich nicht anlegen.", "Bitte Pfad, Schreibrechte und Speicherplatz prüfen."
        ) from None
    return files
