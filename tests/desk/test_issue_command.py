"""--ausfertigen as a clerk calls it: what is printed, the exit codes, JSON, and where issued papers are shown."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grants.office.acting import Acting, Silence
from tests.commands import data, foerderbuch
from tests.conftest import SALT, USER
from tests.office.issued_counties import complete_county

YEAR_IS_OVER = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def issued(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a county that has issued its proof and its committee paper; tests only look at it."""
    acting = Acting(YEAR_IS_OVER, USER, Silence(), SALT)
    county = complete_county(finished, tmp_path_factory.mktemp("ausgefertigt") / "landkreis", acting)
    for kind in ("nachweis", "vorlage"):
        done = foerderbuch(kind, "2025", "--ausfertigen", "-C", str(county.folder))
        assert done.returncode == 0, done.stderr
    return county.folder


@pytest.fixture
def folder(issued: Path, tmp_path: Path) -> Path:
    """Return the same county for a test that changes it."""
    return shutil.copytree(issued, tmp_path / "landkreis")


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = foerderbuch(*words, "-C", str(folder))
    return done.returncode, done.stdout, done.stderr


def test_issuing_says_number_files_and_what_to_do_next(folder: Path) -> None:
    code, printed, _ = run(folder, "verteilen", "2025", "--ausfertigen")
    assert code == 0
    assert "Ausgefertigt: 2025-VT-01 Verteilung des Planungsrahmens 2025\n" in printed
    assert f"{folder}/ausgabe/2025/ausgefertigt/2025-VT-01/2025-VT-01.pdf" in printed
    assert printed.splitlines()[-1].startswith("Nächster Schritt: foerderbuch lauf 2025")


def test_a_dry_run_says_so_and_writes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    code, printed, _ = run(folder, "verteilen", "2025", "--ausfertigen", "--probelauf")
    assert (code, printed) == (
        0,
        "Ausgefertigt würde: 2025-VT-01 Verteilung des Planungsrahmens 2025\nProbelauf: Es wurde nichts geschrieben.\n",
    )
    assert sorted(folder.rglob("*")) == before


def test_issuing_again_ends_with_a_conflict_that_names_number_and_day(issued: Path) -> None:
    code, printed, complained = run(issued, "nachweis", "2025", "--ausfertigen")
    assert (code, printed) == (4, "")
    assert re.search(r"bereits ausgefertigt als 2025-VN-01 vom \d\d\.\d\d\.\d{4}\. Seitdem", complained)


def test_to_supersede_means_to_issue(issued: Path) -> None:
    code, _, complained = run(issued, "nachweis", "2025", "--ersetzen")
    assert code == 2
    assert "--ausfertigen --ersetzen" in complained


def test_without_the_switch_drafts_are_made_as_before(folder: Path) -> None:
    before = {path: path.read_bytes() for path in (folder / "ausgabe/2025/ausgefertigt").rglob("*.*") if path.is_file()}
    code, printed, _ = run(folder, "nachweis", "2025")
    assert code == 0
    assert f"{folder}/ausgabe/2025/2025-verwendungsnachweis.pdf" in printed
    assert before == {path: path.read_bytes() for path in before}


def test_json_of_issuing_names_number_person_and_digests(folder: Path) -> None:
    said = data("verteilen", "2025", "--ausfertigen", "-C", str(folder))
    (paper,) = said["ausgefertigt"]
    assert (paper["nummer"], paper["art"], paper["ersetzt"]) == ("2025-VT-01", "verteilen", None)
    assert paper["von"] == "Prüfung des Verfahrens"
    assert [(file["datei"], file["sha256"]) for file in paper["dateien"]] == [
        (Path(file["pfad"]).name, file["sha256"]) for file in said["unterlagen"]
    ]
    assert (said["probelauf"], said["fertiggestellt"], said["unveraendert"]) == (False, False, [])


def test_json_of_a_refusal_lists_what_is_missing(folder: Path) -> None:
    (folder / "vorlagen/sitzungsvorlage-2025.md").unlink()
    done = foerderbuch("vorlage", "2025", "--ausfertigen", "--ersetzen", "--json", "-C", str(folder))
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)["befunde"]
    assert finding["ort"]["datei"] == "vorlagen/sitzungsvorlage-2025.md"


@pytest.mark.parametrize("words", [("stand", "2025"), ("protokoll",)], ids=" ".join)
def test_stand_and_protokoll_name_what_is_issued(issued: Path, words: tuple[str, ...]) -> None:
    _, printed, _ = run(issued, *words)
    assert re.search(
        r"  2025-VN-01 Gesamtverwendungsnachweis 2025, ausgefertigt am \d\d\.\d\d\.\d{4} von Prüfung des Verfahrens\n",
        printed,
    )
    said = data(*words, "-C", str(issued))
    assert [paper["nummer"] for paper in said["ausgefertigt"]] == ["2025-VN-01", "2025-SV-01"]


def test_pruefen_blocks_on_an_issued_file_that_is_another_one(folder: Path) -> None:
    assert run(folder, "pruefen", "2025")[0] == 0
    path = folder / "ausgabe/2025/ausgefertigt/2025-VN-01/2025-VN-01.html"
    path.write_text(path.read_text("utf-8").replace("923.907,00", "923.908,00"), "utf-8")
    code, _, complained = run(folder, "pruefen", "2025")
    assert code == 1
    assert "Fehler: ausgabe/2025/ausgefertigt/2025-VN-01/2025-VN-01.html" in complained
