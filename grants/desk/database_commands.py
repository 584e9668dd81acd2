"""The commands below datenbank. Like all of the command line it loads what is heavy inside the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grants.desk.options import HERE, DryRun, Folder, Json
from grants.desk.words import GermanCommand, GermanGroup

datenbank = typer.Typer(
    name="datenbank",
    help="Das Buch sichern, wiederherstellen, umziehen und aufräumen.",
    cls=GermanGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@datenbank.command(cls=GermanCommand)
def sichern(
    ziel: Annotated[
        Path | None, typer.Argument(metavar="DATEI", help="Neue Datei (Vorgabe: im Ordner sicherungen).")
    ] = None,
    verzeichnis: Folder = HERE,
    probelauf: DryRun = False,
    als_json: Json = False,
) -> None:
    """Eine geprüfte Sicherung schreiben, auch während gebucht wird."""
    from grants.desk.book_commands import run_back_up

    run_back_up(verzeichnis, ziel, dry_run=probelauf, as_json=als_json)


@datenbank.command(cls=GermanCommand)
def wiederherstellen(
    sicherung: Annotated[Path, typer.Argument(metavar="SICHERUNG", help="Datei einer Sicherung.")],
    verzeichnis: Folder = HERE,
    probelauf: DryRun = False,
    als_json: Json = False,
) -> None:
    """Eine Sicherung prüfen und an die Stelle des Buches setzen.

    Das bisherige Buch bleibt daneben liegen.
    """
    from grants.desk.book_commands import run_restore

    run_restore(verzeichnis, sicherung, dry_run=probelauf, as_json=als_json)


@datenbank.command(cls=GermanCommand)
def umziehen(
    ziel: Annotated[str, typer.Argument(metavar="ZIEL", help="postgresql://… oder eine neue Datei.")],
    verzeichnis: Folder = HERE,
    probelauf: DryRun = False,
    als_json: Json = False,
) -> None:
    """Das Buch in eine andere Datenbank übertragen und dort prüfen."""
    from grants.desk.book_commands import run_move

    run_move(verzeichnis, ziel, dry_run=probelauf, as_json=als_json)


@datenbank.command(cls=GermanCommand)
def migrieren(verzeichnis: Folder = HERE, probelauf: DryRun = False, als_json: Json = False) -> None:
    """Ein Buch einer älteren Fassung auf den Stand dieses Programms bringen.

    Davor entsteht eine geprüfte Sicherung.
    """
    from grants.desk.book_commands import run_migration

    run_migration(verzeichnis, dry_run=probelauf, as_json=als_json)


@datenbank.command(cls=GermanCommand)
def loeschen(verzeichnis: Folder = HERE, probelauf: DryRun = False, als_json: Json = False) -> None:
    """Personenbezogene Angaben löschen, deren Frist abgelaufen ist.

    Nur aus festgeschriebenen Jahren; Summen und Prüfwerte bleiben gültig.
    """
    from grants.desk.retention_command import run_deletion

    run_deletion(verzeichnis, dry_run=probelauf, as_json=als_json)
