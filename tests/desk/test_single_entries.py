"""One entry at the desk: what a correction would change, what it booked, and the story of an entry afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands import data, foerderbuch

HEAD = "Buchungsnummer;Art;Betrag;Grund;Beleg;Ausgabeart;Stelle\n"
# Row 13 of the journal of the example: travel of March 2025, 271.25, voucher 2025-10272; row 18: 264.60.
TRAVEL, TWICE, FIRST_FREE = 1005, 1010, 1058
MOVE = f"{TRAVEL};Umbuchung;10,00;war ein Lehrgang;B-17;Fortbildung;IM-02\n"
STORNO = f"{TWICE};Storno;264,60;doppelt erfasst;B-18;;\n"


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    """Return a copy of the finished year that the test may change."""
    folder = tmp_path / "landkreis"
    shutil.copytree(finished, folder)
    return folder


def correct(folder: Path, rows: str, *words: str) -> list[str]:
    path = folder / "korrektur.csv"
    path.write_text(HEAD + rows, "utf-8")
    done = foerderbuch("einlesen", str(path), "--jahr", "2025", "-C", str(folder), *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.replace("\u00a0", " ").splitlines()


def test_a_dry_run_shows_every_field_a_rebooking_changes_and_json_says_the_same(done: Path) -> None:
    printed = correct(done, MOVE, "--probelauf")
    assert printed[-4:-1] == [
        "      Ausgabeart: Reisekosten → Fortbildung",
        "      Stelle: leer → IM-02",
        "      Beleg: 2025-10272 → B-17",
    ]
    path = str(done / "korrektur.csv")
    (file,) = data("einlesen", path, "--jahr", "2025", "-C", str(done), "--probelauf")["wuerde_buchen"]
    assert [len(each["aenderungen"]) for each in file["buchungen"]] == [0, 0, 3]
    assert file["buchungen"][2]["aenderungen"][1] == {"was": "Stelle", "bisher": "", "neu": "IM-02"}


def test_a_booked_correction_names_its_new_numbers_and_the_entry_tells_its_story(done: Path) -> None:
    printed = correct(done, MOVE + STORNO)
    numbers = [line.partition(":")[0].strip() for line in printed if line.startswith("    Nr. ")]
    assert numbers == ["Nr. 1058", "Nr. 1059", "Nr. 1060", "Nr. 1061"]
    story = foerderbuch("warum", "2025", str(TRAVEL), "-C", str(done)).stdout.replace("\u00a0", " ").splitlines()
    assert story[0].startswith(f"Buchung Nr. {TRAVEL}: Reisekosten für 03/2025")
    assert "eingang/2025/finanzbuchungen_2025.xlsx, Blatt Journal, Zeile 13" in story[1]
    assert story[3].startswith(f"    zurückgenommen: Nr. 1058: Storno der Buchung {TRAVEL}")
    assert story[4].startswith("      durch korrektur.csv, Zeile 2 (am ")
    assert story[4].endswith("Grund: war ein Lehrgang")
    assert [line.partition(" für ")[0] for line in story[5:]] == [
        "    stattdessen gebucht: Nr. 1059: Reisekosten",
        "    stattdessen gebucht: Nr. 1060: Fortbildung",
    ]
    assert (
        foerderbuch("warum", "2025", "1058", "-C", str(done))
        .stdout.splitlines()[0]
        .startswith(f"Buchung Nr. {TRAVEL}:")
    )


def test_the_story_as_json_names_correction_and_counterparts(done: Path) -> None:
    correct(done, MOVE + STORNO)
    story = data("warum", "2025", str(TRAVEL), "-C", str(done))
    assert [entry["nummer"] for entry in story["buchungen"]] == [TRAVEL, 1058]
    assert {key: story["berichtigt_durch"][key] for key in ("datei", "zeile", "grund")} == {
        "datei": "korrektur.csv",
        "zeile": 2,
        "grund": "war ein Lehrgang",
    }
    assert [(each["nummer"], each["betrag"]) for each in story["stattdessen"]] == [(1059, "261.25"), (1060, "10.00")]
    moved = data("warum", "2025", "1060", "-C", str(done))
    assert [each["nummer"] for each in moved["anstelle_von"]] == [TRAVEL]
    assert data("warum", "2025", str(TWICE), "-C", str(done))["stattdessen"] == []


def test_a_corrected_file_that_books_a_reversed_row_again_says_so(done: Path) -> None:
    head = "Buchungsdatum;Leistungsdatum;Belegnummer;Sachkonto;Buchungstext;Personalnummer;Betrag\n"
    row = "05.01.2026;30.12.2025;B-77;44310000;Fahrt;;{}\n"
    first = done / "januar.csv"
    first.write_text(head + row.format("10,00"), "utf-8")
    assert foerderbuch("einlesen", str(first), "--jahr", "2025", "-C", str(done)).returncode == 0
    entry = FIRST_FREE
    correct(done, f"{entry};Storno;10,00;doppelt erfasst;B-18;;\n")
    corrected = done / "januar-neu.csv"
    corrected.write_text(head + row.format("11,00"), "utf-8")
    shown = foerderbuch("einlesen", str(corrected), "--jahr", "2025", "--ersetzen", "--probelauf", "-C", str(done))
    assert shown.returncode == 0, shown.stderr
    assert (
        f"Die Buchung {entry} wurde mit dem Storno 1059 zurückgenommen (korrektur.csv: doppelt erfasst); die "
        "berichtigte Datei bucht sie wieder." in shown.stderr
    )


# The first pay of person 00538, half on IM-08 and half on FSA-01 all year, is fundable by two programmes.
def test_an_entry_says_who_bears_which_part_by_which_clause_and_in_which_year(finished: Path) -> None:
    number = data("warum", "2025", "stelle.08999.IM-08.personal", "-C", str(finished))["buchungen"][0]["nummer"]
    told = data("warum", "2025", str(number), "-C", str(finished))
    assert (told["foerderjahr"], told["massstab"]["nach"]) == (2025, "leistung")
    assert [(part["programm"], part["seite"], part["stelle"]) for part in told["aufteilung"]] == [
        ("FlüAG", "zuwendungsfähig", "FSA-01"),
        ("VwV IntM", "zuwendungsfähig", "IM-08"),
    ]
    assert [part["tage"] for part in told["aufteilung"]] == [[{"von": "2025-01-01", "bis": "2025-01-31"}]] * 2
    assert sum(int(part["betrag"].replace(".", "")) for part in told["aufteilung"]) == int(
        told["buchungen"][0]["betrag"].replace(".", "")
    )
    printed = foerderbuch("warum", "2025", str(number), "-C", str(finished)).stdout.replace("\u00a0", " ")
    assert "    zählt im Förderjahr 2025: Leistungsmonat 01/2025 [" in printed
    assert "zuwendungsfähig, FlüAG [" in printed
    assert "          Stelle IM-08 (Integrationsmanagement), 0,50 VZÄ, 01.01.2025–31.01.2025" in printed


def test_an_entry_of_a_year_that_cannot_be_computed_keeps_its_story_and_says_what_is_missing(done: Path) -> None:
    for award in (done / "bescheide").glob("planungsrahmen-*.toml"):
        award.unlink()
    told = data("warum", "2025", str(TRAVEL), "-C", str(done))
    assert (told["buchungen"][0]["nummer"], told["aufteilung"]) == (TRAVEL, None)
    assert "Wer die Buchung trägt, lässt sich noch nicht sagen" in told["befunde"][0]["text"]


def test_a_single_entry_has_no_page_for_the_file(finished: Path) -> None:
    refused = foerderbuch("warum", "2025", str(TRAVEL), "--anlage", "-C", str(finished))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Zu einer einzelnen Buchung gibt es kein Blatt für die Akte. Bitte --anlage weglassen" in refused.stderr
