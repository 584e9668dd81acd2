"""neu: lay out a county's workspace, empty or as the runnable example."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from grants.office.persons import with_person
from grants.office.resources import example, shipped
from grants.office.workspace import SETTINGS
from ledger.finding import ConflictError, UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = ("bescheide", "eingang", "vorlagen", "programme", "rechenproben", "profile", "hausvorlage", "ausgabe")


def create_workspace(folder: Path, user: str, *, from_example: bool, dry_run: bool) -> tuple[Path, ...]:
    """Create the workspace and return its files; the operating-system user who creates it may book in it.

    Raises ConflictError for a folder that is not empty.
    """
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
        settings = folder / SETTINGS
        settings.write_text(with_person(settings.read_text("utf-8"), user, f"Einrichtung durch {user}"), "utf-8")
    except OSError:
        raise UnreadableError(
            f"Der Ordner {folder} lässt sich nicht anlegen.", "Bitte Pfad, Schreibrechte und Speicherplatz prüfen."
        ) from None
    return files
