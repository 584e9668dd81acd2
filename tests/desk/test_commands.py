"""The command line as a clerk and as a program meet it: exit codes, German sentences, clean JSON."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tests.commands import data, foerderbuch

ALWAYS = {
    "planungsrahmen.betrag",
    "personal.zuwendungsfaehig",
    "fortbildung.zuwendungsfaehig",
    "nachqualifizierung.zuwendungsfaehig",
    "koordination.zuwendungsfaehig",
    "zuwendungsfaehig.gesamt",
    "auszahlung.betrag",
    "rahmen.rest",
    "rahmen.ueberschreitung",
    "kreis.reisekosten",
    "kreis.ausstattung",
    "kreis.gesamt",
}


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "Befehle:"),
        (("lauf",), 2, "Es fehlt die Angabe JAHR."),
        (("lauf", "zweitausend"), 2, "Der Wert für JAHR ist nicht zulässig. Erwartet wird ein Förderjahr wie 2025."),
        (("laufe", "2025"), 2, "Den Befehl 'laufe' gibt es nicht."),
        (("lauf", "2025", "--schnell"), 2, "Den Schalter --schnell gibt es nicht."),
        (("lauf", "2025", "-C", "/gibt/es/nicht"), 3, "liegt keine foerderbuch.toml."),
    ],
)
def test_a_wrong_call_ends_in_a_german_sentence(words: tuple[str, ...], code: int, sentence: str) -> None:
    done = foerderbuch(*words)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_help_is_german() -> None:
    done = foerderbuch("lauf", "--help")
    assert done.returncode == 0
    assert "Aufruf: foerderbuch lauf" in done.stdout
    for english in ("Usage", "Options", "Show this", "required", "default"):
        assert english not in done.stdout


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ("warum", "foerderbuch warum [SCHALTER] JAHR|DOKUMENT ZAHL"),
        ("einlesen", "foerderbuch einlesen [SCHALTER] DATEI…"),
        ("pruefen", "foerderbuch pruefen [SCHALTER] JAHR [DATEI…]"),
        ("regeln", "foerderbuch regeln [SCHALTER] [PROGRAMM]"),
    ],
)
def test_help_names_arguments_without_the_words_of_programmers(command: str, usage: str) -> None:
    printed = foerderbuch(command, "--help").stdout
    assert printed.splitlines()[0] == f"Aufruf: {usage}"
    assert not set("<>{}") & set(printed)
    assert "Vorgabe: ." not in printed


def test_the_list_of_commands_cuts_no_text_off() -> None:
    assert "..." not in foerderbuch("--help").stdout


def test_figures_are_printed_below_a_heading_and_say_where_to_ask_on(finished: Path) -> None:
    lines = foerderbuch("zahlen", "2025", "-C", str(finished)).stdout.splitlines()
    assert lines[0] == "Zahlen des Förderjahres 2025"
    assert lines[1].split() == ["Name", "der", "Zahl", "Wert", "Einheit", "(Rundung)"]
    assert lines[-1].startswith("Nächster Schritt: foerderbuch warum 2025 NAME")
    assert not any("ohne Rundung" in line for line in lines)


def test_neu_lays_out_the_example_and_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    folder = tmp_path / "Kreis ö"
    assert foerderbuch("neu", str(folder), "--beispiel", "--probelauf").returncode == 0
    assert not folder.exists()
    assert foerderbuch("neu", str(folder), "--beispiel").returncode == 0
    assert (folder / "eingang" / "2025" / "lohnjournal_2025.csv").is_file()
    again = foerderbuch("neu", str(folder), "--beispiel")
    assert again.returncode == 4
    assert "ist nicht leer; es wurde nichts angelegt." in again.stderr


def test_neu_without_the_example_names_all_settings_to_fill_in(tmp_path: Path) -> None:
    assert foerderbuch("neu", str(tmp_path / "leer")).returncode == 0
    done = foerderbuch("lauf", "2025", "-C", str(tmp_path / "leer"))
    assert done.returncode == 5
    assert "Diese Angaben sind leer: landkreis.name, landkreis.ags," in done.stderr
    assert "pruefung.rechnerisch. Bitte alle Angaben ausfüllen." in done.stderr


def test_zahlen_lists_every_promised_figure_as_decimal_strings(finished: Path) -> None:
    listed = data("zahlen", "2025", "-C", str(finished))
    values = {figure["name"]: figure for figure in listed["zahlen"]}
    assert listed["jahr"] == 2025
    assert set(values) >= ALWAYS
    assert values["planungsrahmen.betrag"] == {"name": "planungsrahmen.betrag", "wert": "923907.00", "einheit": "EUR"}


def test_zahlen_of_a_finished_year_has_no_forecast_and_says_so(finished: Path) -> None:
    listed = data("zahlen", "2025", "--prognose", "-C", str(finished))
    assert (listed["jahr"], listed["zahlen"]) == (2025, [])
    said = foerderbuch("zahlen", "2025", "--prognose", "-C", str(finished))
    assert said.returncode == 0
    assert said.stdout == f"- {listed['annahmen'][0]}\n"
    assert "alle zwölf Lohnmonate gebucht: Eine Prognose gibt es nicht mehr" in said.stdout


def test_zahlen_of_a_running_year_prints_a_forecast_apart_from_the_figures_of_the_book(tmp_path: Path) -> None:
    folder = tmp_path / "laufend"
    foerderbuch("neu", str(folder), "--beispiel")
    payroll = folder / "eingang/2025/lohnjournal_2025.csv"
    head, *rows = payroll.read_text("cp1252").splitlines()
    january = [row for row in rows if row.split(";")[2] == "01/2025"]
    payroll.write_text("\n".join([head, *january]) + "\n", "cp1252")
    with (folder / "foerderbuch.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[prognose]\njahressonderzahlung = "70,48"\n')
    files = [str(folder / "eingang/2025" / n) for n in ("stellenbesetzung_2025.csv", "personenzahlen_2025.csv")]
    assert foerderbuch("einlesen", *files, str(payroll), "--jahr", "2025", "-C", str(folder)).returncode == 0
    listed = data("zahlen", "2025", "--prognose", "-C", str(folder))
    assert listed["zahlen"]
    assert all(figure["prognose"] is True and figure["name"].startswith("prognose.") for figure in listed["zahlen"])
    said = foerderbuch("zahlen", "2025", "--prognose", "-C", str(folder)).stdout
    assert said.startswith("Prognose für 2025: erwartete Zahlen, keine Abrechnung.\n")
    assert "- Gebucht ist der Lohn für 01/2025; die anderen Monate des Jahres sind hochgerechnet.\n" in said
    tree = foerderbuch("warum", "2025", "prognose.rest", "-C", str(folder)).stdout
    assert "  − prognose.auszahlung = " in tree
    page = foerderbuch("warum", "2025", "prognose.rest", "--anlage", "-C", str(folder))
    assert page.returncode == 2
    assert "Zu einer Prognose gibt es kein Blatt für die Akte." in page.stderr


def test_warum_unfolds_a_figure_down_to_the_rows_of_its_files(finished: Path) -> None:
    answer = data("warum", "2025", "koordination.angefallen", "-C", str(finished))
    assert set(answer) == {"name", "wert", "einheit", "formel", "fundstellen", "teile", "buchungen"}
    cents = sum(int(entry["betrag"].replace(".", "")) for entry in answer["buchungen"])
    assert answer["wert"] == f"{cents // 100}.{cents % 100:02d}"
    assert {entry["datei"] for entry in answer["buchungen"]} == {"eingang/2025/lohnjournal_2025.csv"}
    assert all(entry["zeile"] > 1 for entry in answer["buchungen"])


def test_warum_prints_a_tree_and_names_the_nearest_figure_for_a_misspelt_one(finished: Path) -> None:
    tree = foerderbuch("warum", "2025", "rahmen.rest", "-C", str(finished))
    assert tree.stdout.startswith("rahmen.rest = 0,00 €")
    assert "  − auszahlung.betrag = 923.907,00 €" in tree.stdout
    wrong = foerderbuch("warum", "2025", "rahmen.rst", "-C", str(finished))
    assert wrong.returncode == 3
    assert "Gemeint sein könnte: rahmen.rest" in wrong.stderr


def test_einlesen_refuses_the_same_bytes_with_code_4(finished: Path) -> None:
    done = foerderbuch("einlesen", str(finished / "eingang/2025/lohnjournal_2025.csv"), "-C", str(finished))
    assert done.returncode == 4
    assert "Schon gebucht: eingang/2025/lohnjournal_2025.csv. Es wurde nichts gebucht." in done.stderr


def test_einlesen_books_single_files_and_a_dry_run_books_nothing(workspace_folder: Path) -> None:
    path = workspace_folder / "eingang" / "2025" / "stellenbesetzung_2025.csv"
    dry = data("einlesen", str(path), "-C", str(workspace_folder), "--probelauf")
    assert dry["wuerde_buchen"][0]["art"] == "Stellenbesetzung"
    assert not (workspace_folder / "foerderbuch.db").exists()
    real = data("einlesen", str(path), "-C", str(workspace_folder))
    assert [batch["zeilen"] for batch in real["gebucht"]] == [15]


def test_a_dry_run_says_profile_columns_and_what_is_passed_over(workspace_folder: Path) -> None:
    incoming = workspace_folder / "eingang" / "2025"
    paths = [str(incoming / name) for name in ("stellenbesetzung_2025.csv", "lohnjournal_2025.csv")]
    (_, payroll) = data("einlesen", *paths, "-C", str(workspace_folder), "--probelauf")["wuerde_buchen"]
    assert payroll["profil"] == "Lohnjournal je Lohnart"
    assert {"spalte": "Für-Monat", "bedeutung": "Leistungsmonat"} in payroll["spalten"]
    assert "Spalte „Kostenstelle“: bekannt, wird nicht gebraucht." in payroll["ignoriert"]
    printed = foerderbuch("einlesen", *paths, "-C", str(workspace_folder), "--probelauf").stdout
    assert "    Leseprofil: Lohnjournal je Lohnart" in printed
    assert "Für-Monat → Leistungsmonat" in printed
    assert "    übergangen: 14 Summenzeilen" in printed


def test_a_dry_run_that_is_refused_still_says_what_was_recognised(workspace_folder: Path) -> None:
    path = workspace_folder / "eingang" / "2025" / "stellenbesetzung_2025.csv"
    path.write_text(path.read_text("utf-8-sig").replace("01.10.2024", "31.02.2024"), "utf-8")
    done = foerderbuch("einlesen", str(path), "-C", str(workspace_folder), "--probelauf")
    assert done.returncode == 1
    assert "gelesen: eingang/2025/stellenbesetzung_2025.csv" in done.stdout
    assert "Leseprofil: Stellenbesetzung" in done.stdout
    assert "würde gebucht" not in done.stdout


def test_einlesen_asks_for_the_year_when_the_folder_does_not_tell(workspace_folder: Path, tmp_path: Path) -> None:
    loose = tmp_path / "lose.csv"
    loose.write_bytes((workspace_folder / "eingang" / "2025" / "stellenbesetzung_2025.csv").read_bytes())
    assert foerderbuch("einlesen", str(loose), "-C", str(workspace_folder)).returncode == 2
    assert foerderbuch("einlesen", str(loose), "-C", str(workspace_folder), "--jahr", "2025").returncode == 0


def test_findings_reach_programs_as_json_and_people_as_sentences(workspace_folder: Path) -> None:
    path = workspace_folder / "eingang" / "2025" / "stellenbesetzung_2025.csv"
    path.write_text(path.read_text("utf-8-sig").replace("01.10.2024", "31.02.2024"), "utf-8")
    found = data("pruefen", "2025", "-C", str(workspace_folder))["befunde"]
    blocking = [finding for finding in found if finding["schwere"] == "fehler"]
    assert blocking[0]["ort"] == {
        "datei": "eingang/2025/stellenbesetzung_2025.csv",
        "blatt": "",
        "zeile": 2,
        "spalte": "Beginn",
    }
    assert (blocking[0]["wert"], blocking[0]["erwartet"]) == ("31.02.2024", "ein Datum wie 31.12.2025")
    done = foerderbuch("lauf", "2025", "-C", str(workspace_folder))
    assert done.returncode == 1
    assert "Dieses Datum gibt es im Kalender nicht." in done.stderr
    assert "Es wurde nichts gebucht und nichts geschrieben." in done.stderr
    assert not (workspace_folder / "foerderbuch.db").exists()
    assert done.stdout == ""


def test_a_file_that_is_no_table_ends_with_code_5(workspace_folder: Path) -> None:
    (workspace_folder / "eingang" / "2025" / "scan.pdf").write_bytes(b"%PDF-1.7\n\x00\x01\x02")
    done = foerderbuch("lauf", "2025", "-C", str(workspace_folder))
    assert done.returncode == 5
    assert "scan.pdf" in done.stderr


def test_pruefen_is_silent_when_all_is_well(finished: Path) -> None:
    done = foerderbuch("pruefen", "2025", "-C", str(finished))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_stand_says_what_is_booked_and_what_is_open(finished: Path) -> None:
    done = foerderbuch("stand", "2025", "-C", str(finished))
    assert "8 Dateien gebucht, Nachweis fällig am 31.03.2026" in done.stdout
    assert "Der Abschnitt „Ausblick“ ist noch nicht geschrieben." in done.stdout


def test_lauf_as_json_prints_nothing_but_json_on_stdout(workspace_folder: Path) -> None:
    report = data("lauf", "2025", "-C", str(workspace_folder))
    assert (report["jahr"], report["gelesen"], len(report["gebucht"])) == (2025, 8, 8)
    assert {Path(file["pfad"]).name for file in report["unterlagen"]} >= {"index.html", "2025-verwendungsnachweis.pdf"}
    assert all(len(file["sha256"]) == 64 for file in report["unterlagen"])


@pytest.mark.parametrize("command", ["nachweis", "weitergabe", "verteilen", "vorlage"])
def test_single_documents_can_be_made_again(finished: Path, command: str) -> None:
    done = foerderbuch(command, "2025", "-C", str(finished), "--probelauf")
    assert done.returncode == 0
    assert done.stdout.startswith("Probelauf: Geschrieben würde in")


@pytest.mark.parametrize("year", ["2024", "2030"])
def test_a_year_without_rules_is_not_found(finished: Path, year: str) -> None:
    done = foerderbuch("zahlen", year, "-C", str(finished))
    assert done.returncode == 3


@pytest.mark.parametrize("words", [("zahlen", "abc"), ("lauf",), ("laufe", "2025")])
def test_a_wrong_call_with_json_still_prints_json(words: tuple[str, ...]) -> None:
    done = foerderbuch(*words, "--json")
    assert done.returncode == 2
    assert set(json.loads(done.stdout)) == {"fehler", "abhilfe", "befunde"}


def test_einlesen_of_a_file_that_is_not_there_says_so(finished: Path) -> None:
    done = foerderbuch("einlesen", "nix.csv", "-C", str(finished))
    assert done.returncode == 3
    assert "Die Datei nix.csv gibt es nicht." in done.stderr


def test_the_folder_may_stand_before_the_command(finished: Path, tmp_path: Path) -> None:
    behind = foerderbuch("zahlen", "2025", "-C", str(finished))
    assert foerderbuch("-C", str(finished), "zahlen", "2025").stdout == behind.stdout
    assert foerderbuch("-C", str(tmp_path), "zahlen", "2025", "-C", str(finished)).stdout == behind.stdout
    saved = foerderbuch("-C", str(finished), "datenbank", "sichern", "--probelauf")
    assert saved.stdout.startswith(f"Probelauf: Gesichert würde nach {finished}")
    new = foerderbuch("-C", str(finished), "neu", str(tmp_path / "neu"))
    assert (new.returncode, (tmp_path / "neu").exists()) == (2, False)


def test_the_next_command_can_be_typed_although_the_folder_has_blanks(tmp_path: Path) -> None:
    folder = tmp_path / "Landkreis mit Umlaut ä"
    made = foerderbuch("neu", str(folder), "--beispiel")
    step = shlex.split(made.stdout.partition("Nächster Schritt: ")[2])
    assert step == ["foerderbuch", "lauf", "2025", "-C", str(folder)]
