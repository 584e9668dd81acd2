"""Where the book lies: beside the settings, or on the server that settings or environment name."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from grants.office import book_place
from grants.office.acting import Acting
from grants.office.book_place import place_hints
from grants.office.run import check_year
from grants.office.workspace import open_workspace
from ledger.finding import UnreadableError
from tests.commands import foerderbuch
from tests.conftest import YEAR

IN_SETTINGS, GIVEN = "postgresql://foerderbuch@eins/buch", "postgresql://foerderbuch@zwei/buch"


def settle_on(folder: Path, section: str) -> None:
    settings = folder / "foerderbuch.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\n{section}\n", "utf-8")


def test_the_book_lies_beside_the_settings_unless_they_name_a_server(workspace_folder: Path) -> None:
    assert open_workspace(workspace_folder).book_address == workspace_folder / "foerderbuch.db"
    settle_on(workspace_folder, f'[datenbank]\nurl = "{IN_SETTINGS}"')
    assert open_workspace(workspace_folder).book_address == IN_SETTINGS
    assert open_workspace(workspace_folder, GIVEN).book_address == GIVEN


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("[datenbank]", "„datenbank.url“ fehlt"),
        ('[datenbank]\nurl = ""', "Diese Angaben sind leer: datenbank.url"),
        ("[datenbank]\nurl = 7", "„datenbank.url“ hat eine falsche Form"),
        ('[datenbank]\nurl = "x"\nkennwort = "geheim"', "„datenbank.kennwort“ ist nicht vorgesehen"),
    ],
)
def test_a_section_that_says_something_else_is_refused(workspace_folder: Path, section: str, words: str) -> None:
    settle_on(workspace_folder, section)
    with pytest.raises(UnreadableError) as caught:
        open_workspace(workspace_folder)
    assert words in caught.value.text
    assert "geheim" not in str(caught.value)


def test_a_book_on_a_network_drive_is_pointed_out_and_the_server_is_advised(
    workspace_folder: Path, acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(workspace_folder)
    monkeypatch.setattr(book_place, "is_on_network", lambda path: path == workspace_folder / "foerderbuch.db")
    reading = check_year(workspace, YEAR, acting)
    assert not reading.blocks
    (found,) = [each for each in reading.findings if "Netzlaufwerk" in each.text]
    assert found.place.file == "foerderbuch.db"
    assert "PostgreSQL" in found.remedy
    assert place_hints(GIVEN) == ()
    monkeypatch.setattr(book_place, "is_on_network", lambda _: False)
    assert place_hints(workspace.book_address) == ()


def test_a_whole_year_runs_with_its_book_on_a_server_that_the_environment_names(
    workspace_folder: Path, postgres_address: str
) -> None:
    def said(*words: str) -> str:
        variables = {"FOERDERBUCH_DATENBANK": postgres_address}
        return foerderbuch(*words, "-C", str(workspace_folder), variables=variables).stdout

    assert "davon 8 neu gebucht" in said("lauf", "2025")
    assert not (workspace_folder / "foerderbuch.db").exists()
    with psycopg.connect(postgres_address) as connection:
        assert connection.execute("SELECT count(*) FROM batch").fetchone() == (8,)
    # The figures of the README, which come from the same files in SQLite.
    assert "kreis.reisekosten = 5.051,20 €" in said("warum", "2025", "kreis.reisekosten")
    assert "8 Dateien gebucht" in said("stand", "2025")
