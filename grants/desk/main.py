"""The command line. Imports typer and the standard library only; everything heavy is loaded inside the commands."""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path
from typing import Annotated

# The command line library asks gettext for its own words; offices read German whatever the machine's locale is.
os.environ["LANGUAGE"] = "de"
gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))

import typer  # noqa: E402

from grants.desk.database_commands import datenbank  # noqa: E402
from grants.desk.options import HERE, DryRun, Folder, Issue, Json, Supersede, Year  # noqa: E402
from grants.desk.words import FigureCommand, GermanCommand, GermanGroup  # noqa: E402

app = typer.Typer(
    name="foerderbuch",
    help="Zuwendungen abrechnen: von den Dateien der Fachverfahren zum fertigen Verwendungsnachweis.",
    cls=GermanGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

KnownOn = Annotated[
    str, typer.Option("--bekannt", metavar="DATUM", help="Mit Bescheiden und Regeln, die an dem Tag bekannt waren.")
]
NEW_FOLDER = "Bitte den neuen Ordner hinter dem Befehl angeben: foerderbuch neu ORDNER."


@app.callback()
def choose_folder(
    context: typer.Context,
    verzeichnis: Annotated[
        Path | None,
        typer.Option("--verzeichnis", "-C", metavar="ORDNER", help="Arbeitsordner; auch hinter dem Befehl möglich."),
    ] = None,
) -> None:
    """Take the folder before the command as what the command would take behind it."""
    if verzeichnis is None:
        return
    if context.invoked_subcommand == "neu":
        from ledger.finding import UsageRefusalError

        raise UsageRefusalError("Falscher Aufruf: Der Befehl neu kennt den Schalter -C nicht.", NEW_FOLDER)
    own = {"verzeichnis": verzeichnis}
    context.default_map = {
        **{command.callback.__name__: own for command in app.registered_commands if command.callback},
        "datenbank": {command.callback.__name__: own for command in datenbank.registered_commands if command.callback},
    }


@app.command(cls=GermanCommand)
def neu(
    ordner: Annotated[Path, typer.Argument(metavar="ORDNER", help="Der neue Arbeitsordner.")],
    beispiel: Annotated[
        bool, typer.Option("--beispiel", help="Mit dem vollständigen Beispiellandkreis füllen.")
    ] = False,
    probelauf: DryRun = False,
    als_json: Json = False,
) -> None:
    """Einen Arbeitsordner anlegen."""
    from grants.desk.commands import run_create

    run_create(ordner, example=beispiel, dry_run=probelauf, as_json=als_json)


@app.command(cls=GermanCommand)
def lauf(jahr: Year, verzeichnis: Folder = HERE, probelauf: DryRun = False, als_json: Json = False) -> None:
    """Alles in einem Zug, vom Eingang zur Unterlage.

    Liest, prüft und bucht den Eingang, verteilt, rechnet ab und schreibt alle Unterlagen.
    """
    from grants.desk.commands import run_whole_year

    run_whole_year(verzeichnis, jahr, dry_run=probelauf, as_json=als_json)


@app.command(cls=GermanCommand)
def einlesen(
    dateien: Annotated[list[Path], typer.Argument(metavar="DATEI…", help="Dateien der Fachverfahren.")],
    jahr: Annotated[
        int | None, typer.Option("--jahr", metavar="JAHR", help="Förderjahr (Vorgabe: der Ordner eingang/JAHR).")
    ] = None,
    ersetzen: Annotated[
        bool, typer.Option("--ersetzen", help="Berichtigte Dateien: die gebuchten stornieren, diese buchen.")
    ] = False,
    verzeichnis: Folder = HERE,
    probelauf: DryRun = False,
    als_json: Json = False,
) -> None:
    """Einzelne Dateien prüfen und buchen."""
    if ersetzen:
        from grants.desk.import_commands import run_replacement

        run_replacement(verzeichnis, dateien, jahr, dry_run=probelauf, as_json=als_json)
        return
    from grants.desk.import_commands import run_import

    run_import(verzeichnis, dateien, jahr, dry_run=probelauf, as_json=als_json)


@app.command(cls=GermanCommand)
def pruefen(
    jahr: Year,
    rechenproben: Annotated[
        list[Path] | None, typer.Argument(metavar="DATEI…", help="Nur diese Rechenproben, nicht den Eingang prüfen.")
    ] = None,
    verzeichnis: Folder = HERE,
    als_json: Json = False,
) -> None:
    """Eingang und Rechenproben nur prüfen.

    Den Eingang eines Jahres und die Rechenproben der Vorlagen. Bucht nichts; ohne Befund und ohne Rechenproben bleibt
    die Ausgabe leer.
    """
    from grants.desk.check_command import run_check

    run_check(verzeichnis, jahr, rechenproben or (), as_json=als_json)


@app.command(cls=GermanCommand)
def stand(jahr: Year, verzeichnis: Folder = HERE, als_json: Json = False) -> None:
    """Zeigen, was gebucht und was noch offen ist."""
    from grants.desk.commands import run_status

    run_status(verzeichnis, jahr, as_json=als_json)


@app.command(cls=GermanCommand)
def abrechnen(jahr: Year, bekannt: KnownOn = "", verzeichnis: Folder = HERE, als_json: Json = False) -> None:
    """Zeigen, was zu zahlen ist und wer den Rest trägt.

    Je Träger nach Planungsrahmen, je Antragsteller und Person in den personenscharf abgerechneten Jahren.
    """
    from grants.desk.settlement_command import run_settlement

    run_settlement(verzeichnis, jahr, known_on=bekannt, as_json=als_json)


@app.command(cls=GermanCommand)
def zahlen(
    jahr: Year,
    prognose: Annotated[
        bool, typer.Option("--prognose", help="Stattdessen hochrechnen, was im Jahr zu erwarten ist.")
    ] = False,
    bekannt: KnownOn = "",
    verzeichnis: Folder = HERE,
    als_json: Json = False,
) -> None:
    """Alle benannten Zahlen eines Jahres auflisten.

    Mit --prognose nur die erwarteten Zahlen eines laufenden Jahres und ihre Annahmen.
    """
    if prognose:
        from grants.desk.forecast_command import run_forecast

        run_forecast(verzeichnis, jahr, known_on=bekannt, as_json=als_json)
        return
    from grants.desk.figure_commands import run_figures

    run_figures(verzeichnis, jahr, known_on=bekannt, as_json=als_json)


@app.command(cls=FigureCommand)
def warum(
    jahr: Annotated[
        str, typer.Argument(metavar="JAHR|DOKUMENT", help="Förderjahr oder eine Unterlage aus ausgabe/ (jedes Format).")
    ],
    name: Annotated[
        str,
        typer.Argument(
            metavar="ZAHL", help="Name der Zahl oder Nummer einer Buchung; aus einem Dokument die Zahl wie gedruckt."
        ),
    ],
    anlage: Annotated[bool, typer.Option("--anlage", help="Die Herleitung auch als Blatt für die Akte.")] = False,
    bekannt: KnownOn = "",
    verzeichnis: Folder = HERE,
    als_json: Json = False,
) -> None:
    """Eine Zahl bis zu den Buchungen und ihren Zellen entfalten.

    Gefragt nach ihrem Namen oder so, wie ein Dokument sie druckt: warum 2025-verwendungsnachweis.pdf 923.907,00.
    """
    from grants.desk.question_command import run_question

    run_question(verzeichnis, jahr, name, page=anlage, known_on=bekannt, as_json=als_json)


@app.command(cls=GermanCommand)
def regeln(
    programm: Annotated[str, typer.Argument(metavar="PROGRAMM", help="Ohne Angabe: alle Programme.")] = "",
    tag: Annotated[str, typer.Option("--tag", metavar="DATUM", help="Tag der Ausgabe (Vorgabe: heute).")] = "",
    bekannt: Annotated[
        str, typer.Option("--bekannt", metavar="DATUM", help="Stand der Kenntnis (Vorgabe: heute).")
    ] = "",
    fassung: Annotated[
        str, typer.Option("--fassung", metavar="FASSUNG", help="Fassung (Vorgabe: die an den Tagen geltende).")
    ] = "",
    seite: Annotated[bool, typer.Option("--seite", help="Auch als Blatt für die Akte schreiben.")] = False,
    verzeichnis: Folder = HERE,
    als_json: Json = False,
) -> None:
    """Die Regeln eines Tages mit ihren Fundstellen zeigen.

    Ohne Programm alle Fassungen, mit --tag und --bekannt nur die an den Tagen geltenden.
    """
    from grants.desk.rule_command import run_rules

    run_rules(verzeichnis, programm, day=tag, known_on=bekannt, version=fassung, page=seite, as_json=als_json)


def _make_papers(
    folder: Path, number: int, kind: str, *, issue: bool, replacing: bool, dry_run: bool, as_json: bool
) -> None:
    """Write the drafts of one kind, or issue them."""
    if issue or replacing:
        from grants.desk.issue_command import run_issuing

        run_issuing(folder, number, kind, issue=issue, replacing=replacing, dry_run=dry_run, as_json=as_json)
        return
    from grants.desk.commands import run_documents

    run_documents(folder, number, kind, dry_run=dry_run, as_json=as_json)


@app.command(cls=GermanCommand)
def verteilen(
    jahr: Year,
    ausfertigen: Issue = False,
    ersetzen: Supersede = False,
    verzeichnis: Folder = HERE,
    probelauf: DryRun = False,
    als_json: Json = False,
) -> None:
    """Die Verteilung auf die Gemeinden schreiben.

    Als Entwurf, bis --ausfertigen ihr Nummer und Tag gibt.
    """
    _make_papers(
        verzeichnis, jahr, "verteilen", issue=ausfertigen, replacing=ersetzen, dry_run=probelauf, as_json=als_json
    )


@app.command(cls=GermanCommand)
def nachweis(
    jahr: Year,
    ausfertigen: Issue = False,
    ersetzen: Supersede = False,
    verzeichnis: Folder = HERE,
    probelauf: DryRun = False,
    als_json: Json = False,
) -> None:
    """Den Gesamtverwendungsnachweis schreiben.

    Als Entwurf, bis --ausfertigen ihm Nummer und Tag gibt.
    """
    _make_papers(
        verzeichnis, jahr, "nachweis", issue=ausfertigen, replacing=ersetzen, dry_run=probelauf, as_json=als_json
    )


@app.command(cls=GermanCommand)
def weitergabe(
    jahr: Year,
    ausfertigen: Issue = False,
    ersetzen: Supersede = False,
    verzeichnis: Folder = HERE,
    probelauf: DryRun = False,
    als_json: Json = False,
) -> None:
    """Die Abrechnungen der Träger schreiben.

    Als Entwurf, bis --ausfertigen ihnen Nummer und Tag gibt.
    """
    _make_papers(
        verzeichnis, jahr, "weitergabe", issue=ausfertigen, replacing=ersetzen, dry_run=probelauf, as_json=als_json
    )


@app.command(cls=GermanCommand)
def vorlage(
    jahr: Year,
    ausfertigen: Issue = False,
    ersetzen: Supersede = False,
    verzeichnis: Folder = HERE,
    probelauf: DryRun = False,
    als_json: Json = False,
) -> None:
    """Die Sitzungsvorlage schreiben.

    Als Entwurf, bis --ausfertigen ihr Nummer und Tag gibt.
    """
    _make_papers(
        verzeichnis, jahr, "vorlage", issue=ausfertigen, replacing=ersetzen, dry_run=probelauf, as_json=als_json
    )


@app.command(cls=GermanCommand)
def abschliessen(jahr: Year, verzeichnis: Folder = HERE, probelauf: DryRun = False, als_json: Json = False) -> None:
    """Ein Förderjahr festschreiben.

    Danach lässt sich nichts mehr in das Jahr buchen; Anzahl, Summe und Prüfwert werden festgehalten.
    """
    from grants.desk.book_commands import run_closing

    run_closing(verzeichnis, jahr, dry_run=probelauf, as_json=als_json)


@app.command(cls=GermanCommand)
def protokoll(
    anker: Annotated[
        list[str] | None,
        typer.Option("--anker", metavar="NR:PRUEFWERT", help="Eintrag und Prüfwert von einem gedruckten Nachweis."),
    ] = None,
    verzeichnis: Folder = HERE,
    als_json: Json = False,
) -> None:
    """Das Buch prüfen: jede Zeile gegen das Protokoll.

    Nennt die erste Stelle, die nicht mehr so ist, wie sie gebucht wurde.
    """
    from grants.desk.book_commands import run_records

    run_records(verzeichnis, anker or (), as_json=als_json)


app.add_typer(datenbank)


def main() -> None:
    """Run the command line; every refusal ends in a German sentence and the exit code of its kind."""
    from grants.desk.exits import run_guarded

    sys.exit(run_guarded(app))


if __name__ == "__main__":
    main()
