"""Who may book: users that foerderbuch.toml maps to a person; everybody else may read, check and make drafts."""

from __future__ import annotations

import json
import shutil
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grants.office.accounting import compute_booked
from grants.office.create import create_workspace
from grants.office.documents import DocumentKind
from grants.office.incoming import import_files
from grants.office.persons import admit, person_line, with_person
from grants.office.run import check_year, run_year, write_documents
from grants.office.workspace import SETTINGS, open_workspace
from ledger.book.store import open_book
from ledger.finding import ConflictError, UnreadableError
from tests.commands import foerderbuch
from tests.conftest import YEAR

if TYPE_CHECKING:
    from pathlib import Path

    from grants.office.acting import Acting

STAFFING = "eingang/2025/stellenbesetzung_2025.csv"


@pytest.fixture
def stranger(acting: Acting) -> Acting:
    """Return somebody whom no foerderbuch.toml knows."""
    return replace(acting, user="fremd")


def test_a_mapped_user_acts_as_the_person_it_stands_for(acting: Acting) -> None:
    admitted = admit({"pruefung": "M. Muster, Kämmerei"}, acting)
    assert (admitted.user, admitted.person) == ("pruefung", "M. Muster, Kämmerei")
    assert acting.person == ""


def test_a_run_of_a_user_without_a_person_books_nothing_and_names_the_line_to_add(
    workspace_folder: Path, stranger: Acting
) -> None:
    with pytest.raises(ConflictError) as caught:
        run_year(open_workspace(workspace_folder), YEAR, stranger)
    assert caught.value.text == (
        "fremd ist in der foerderbuch.toml keiner Person zugeordnet und darf lesen, aber nicht buchen, "
        "festschreiben, ausfertigen oder löschen; es wurde nichts geschrieben."
    )
    assert caught.value.remedy.endswith('im Abschnitt [personen] diese Zeile ergänzen: "fremd" = "Name, Amt"')
    assert not (workspace_folder / "foerderbuch.db").exists()
    assert not (workspace_folder / "ausgabe").exists()


def test_the_line_of_the_message_lets_the_user_book(workspace_folder: Path, stranger: Acting) -> None:
    settings = workspace_folder / SETTINGS
    line = person_line("fremd", "Name, Amt")
    settings.write_text(settings.read_text("utf-8").replace("[personen]\n", f"[personen]\n{line}\n"), "utf-8")
    _, booking = import_files(
        open_workspace(workspace_folder), YEAR, [workspace_folder / STAFFING], stranger, dry_run=False
    )
    assert booking is not None
    assert len(booking.batches) == 1


def test_single_files_are_not_booked_either(workspace_folder: Path, stranger: Acting) -> None:
    with pytest.raises(ConflictError, match="keiner Person zugeordnet"):
        import_files(open_workspace(workspace_folder), YEAR, [workspace_folder / STAFFING], stranger, dry_run=False)
    assert not (workspace_folder / "foerderbuch.db").exists()


def test_everybody_may_check_and_try(workspace_folder: Path, stranger: Acting) -> None:
    workspace = open_workspace(workspace_folder)
    assert not check_year(workspace, YEAR, stranger).blocks
    assert run_year(workspace, YEAR, stranger, dry_run=True).booking is None
    reading, booking = import_files(workspace, YEAR, [workspace_folder / STAFFING], stranger, dry_run=True)
    assert (len(reading.new), booking) == (1, None)


def test_everybody_may_read_and_make_drafts(finished: Path, tmp_path: Path, stranger: Acting) -> None:
    folder = tmp_path / "landkreis"
    shutil.copytree(finished, folder)
    workspace = open_workspace(folder)
    book = open_book(workspace.book_address, writing=False)
    assert compute_booked(workspace, book, YEAR, stranger).figures["planungsrahmen.betrag"].exact == "923907.00"
    _, files, _ = write_documents(workspace, YEAR, DocumentKind.ALLOCATION, stranger, dry_run=False)
    assert [file.path.suffix for file in files] == [".pdf", ".docx", ".xlsx", ".html"]


def test_a_workspace_without_the_section_lets_nobody_book(workspace_folder: Path, acting: Acting) -> None:
    settings = workspace_folder / SETTINGS
    before, _, rest = settings.read_text("utf-8").partition("[personen]\n")
    settings.write_text(before + rest[rest.index("# koordination_vorab") :], "utf-8")
    with pytest.raises(ConflictError, match="keiner Person zugeordnet"):
        run_year(open_workspace(workspace_folder), YEAR, acting)


def test_a_user_without_a_name_in_the_settings_is_refused(workspace_folder: Path) -> None:
    settings = workspace_folder / SETTINGS
    settings.write_text(settings.read_text("utf-8").replace('"kaemmerei" = ', '"leer" = ""\n"kaemmerei" = '), "utf-8")
    with pytest.raises(UnreadableError, match=r"Diese Angaben sind leer: personen\.leer"):
        open_workspace(workspace_folder)


@pytest.mark.parametrize("from_example", [True, False], ids=["example", "empty"])
def test_who_creates_a_workspace_may_book_in_it(tmp_path: Path, *, from_example: bool) -> None:
    create_workspace(tmp_path / "neu", "mmuster", from_example=from_example, dry_run=False)
    settings = tomllib.loads((tmp_path / "neu" / SETTINGS).read_text("utf-8"))
    assert settings["personen"]["mmuster"] == "Einrichtung durch mmuster"


def test_a_user_the_example_knows_keeps_the_person_of_the_example(tmp_path: Path) -> None:
    create_workspace(tmp_path / "neu", "kaemmerei", from_example=True, dry_run=False)
    assert open_workspace(tmp_path / "neu").persons["kaemmerei"] == "Sachbearbeitung Kämmerei"


@pytest.mark.parametrize("user", ["AMT\\mmuster", 'a"b', "müller@amt.local", "uid-1000"])
def test_whatever_a_user_is_called_the_line_is_read_back(user: str) -> None:
    text = with_person("[personen]\n\n[einstellungen]\n", user, "Kämmerei „Zentral“")
    assert tomllib.loads(text) == {"personen": {user: "Kämmerei „Zentral“"}, "einstellungen": {}}


def test_the_command_line_refuses_with_code_4_and_as_json(workspace_folder: Path) -> None:
    settings = workspace_folder / SETTINGS
    before, _, rest = settings.read_text("utf-8").partition("[personen]\n")
    settings.write_text(f"{before}[personen]\n{rest[rest.index('# koordination_vorab') :]}", "utf-8")
    done = foerderbuch("lauf", "2025", "-C", str(workspace_folder), "--json")
    assert done.returncode == 4
    assert "[personen]" in json.loads(done.stdout)["abhilfe"]
    assert foerderbuch("pruefen", "2025", "-C", str(workspace_folder)).returncode == 0
