"""The arguments and switches that several commands share. The command line library is told its language before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Year = Annotated[int, typer.Argument(metavar="JAHR", help="Förderjahr, zum Beispiel 2025.")]
Folder = Annotated[
    Path,
    typer.Option(
        "--verzeichnis",
        "-C",
        metavar="ORDNER",
        show_default=False,
        help="Arbeitsordner (Vorgabe: der aktuelle Ordner).",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Nur JSON ausgeben.")]
DryRun = Annotated[bool, typer.Option("--probelauf", help="Nur zeigen, was geschähe; nichts schreiben.")]
Issue = Annotated[
    bool, typer.Option("--ausfertigen", help="Mit Nummer und Tag ausfertigen, prüfen und ins Register eintragen.")
]
Supersede = Annotated[
    bool, typer.Option("--ersetzen", help="Mit --ausfertigen: an die Stelle der bisherigen Ausfertigung setzen.")
]
HERE = Path()
