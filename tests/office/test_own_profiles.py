"""A county's own profiles in its workspace: read without code, refused by file and key, stronger than shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from grants.office.acting import Acting
from grants.office.incoming import import_files
from grants.office.workspace import open_workspace
from ledger.finding import UnreadableError
from ledger.imports.profile_file import shipped_profiles
from tests.conftest import YEAR
from tests.ledger.small_profiles import PAYROLL


def write(folder: Path, text: str, name: str = "lohn.toml") -> None:
    (folder / "profile").mkdir(exist_ok=True)
    (folder / "profile" / name).write_text(text, "utf-8")


def test_a_workspace_without_the_folder_has_the_shipped_profiles(workspace_folder: Path) -> None:
    assert open_workspace(workspace_folder).reading_rules(YEAR).profiles == shipped_profiles()


def test_a_file_in_an_unknown_shape_is_booked_by_a_profile_of_the_county(
    workspace_folder: Path, acting: Acting
) -> None:
    path = workspace_folder / "eingang" / "2025" / "export.csv"
    path.write_text("ID;Monat;LA;EUR\n00231;03/2025;X1;1.234,56\n", "utf-8")
    staffing = workspace_folder / "eingang" / "2025" / "stellenbesetzung_2025.csv"
    write(workspace_folder, PAYROLL + '[lohnarten]\nX1 = "Zulagen"\n')
    reading, booking = import_files(open_workspace(workspace_folder), YEAR, [staffing, path], acting, dry_run=False)
    assert booking is not None
    assert [batch.sum.cents for batch in booking.batches] == [0, 123_456]
    assert reading.new[1].profile == "Lohn des Kreises"


def test_an_own_profile_replaces_the_shipped_one_of_its_name(workspace_folder: Path) -> None:
    write(workspace_folder, PAYROLL.replace("Lohn des Kreises", "Lohnjournal je Lohnart"))
    profiles = open_workspace(workspace_folder).profiles
    assert [profile.own for profile in profiles if profile.name == "Lohnjournal je Lohnart"] == [True]
    assert profiles[0].own
    assert len(profiles) == len(shipped_profiles())


REFUSALS = {
    "no TOML": ("name = Lohn\n", "lohn.toml", "profile/lohn.toml, Zeile 1"),
    "wrong key": (PAYROLL + "[farben]\n", "lohn.toml", "profile/lohn.toml: „farben“ ist nicht vorgesehen."),
    "another ending": (PAYROLL, "lohn.txt", "profile/lohn.txt: Im Ordner profile werden nur Dateien mit der Endung"),
    "another assignment than the county's": (
        PAYROLL + '[lohnarten]\n1010 = "Fortbildung"\n',
        "lohn.toml",
        "profile/lohn.toml: „lohnarten.1010“ ist in foerderbuch.toml anders zugeordnet.",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_profile_that_cannot_be_used_is_refused_by_its_file(workspace_folder: Path, name: str) -> None:
    text, file, fact = REFUSALS[name]
    write(workspace_folder, text, file)
    with pytest.raises(UnreadableError) as caught:
        open_workspace(workspace_folder)
    assert caught.value.text.startswith(fact)
    assert caught.value.remedy


def test_two_profiles_of_one_name_are_refused(workspace_folder: Path) -> None:
    write(workspace_folder, PAYROLL)
    write(workspace_folder, PAYROLL, "zwei.toml")
    with pytest.raises(UnreadableError) as caught:
        open_workspace(workspace_folder)
    assert caught.value.text == "profile/zwei.toml: Ein Leseprofil mit dem Namen „Lohn des Kreises“ gibt es schon."


def test_the_same_assignment_in_both_places_is_no_contradiction(workspace_folder: Path) -> None:
    write(workspace_folder, PAYROLL + '[lohnarten]\n1010 = "Entgelt"\n')
    assert open_workspace(workspace_folder).profiles[0].name == "Lohn des Kreises"


def test_rows_that_look_like_booked_ones_are_pointed_out_and_booked(workspace_folder: Path, acting: Acting) -> None:
    incoming = workspace_folder / "eingang" / "2025"
    staffing, journal = incoming / "stellenbesetzung_2025.csv", incoming / "a.csv"
    head = "Buchungsdatum;Leistungsdatum;Belegnummer;Sachkonto;Buchungstext;Personalnummer;Betrag\n"
    journal.write_text(head + "05.03.2025;03.03.2025;B-1;44310000;Fahrt;;10,00\n", "utf-8")
    workspace = open_workspace(workspace_folder)
    import_files(workspace, YEAR, [staffing, journal], acting, dry_run=False)
    again = incoming / "b.csv"
    again.write_text(head + "05.04.2025;03.03.2025;B-1;44310000;Fahrt;;10,00\n", "utf-8")
    reading, booking = import_files(workspace, YEAR, [again], acting, dry_run=False)
    (finding,) = reading.findings
    assert not finding.blocks
    assert finding.place.file == "eingang/2025/b.csv"
    assert "dasselbe wie in eingang/2025/a.csv" in finding.text
    assert booking is not None
    assert len(booking.batches) == 1


def test_a_corrected_file_is_not_told_that_it_looks_like_the_one_it_corrects(
    workspace_folder: Path, acting: Acting
) -> None:
    incoming = workspace_folder / "eingang" / "2025"
    staffing, journal = incoming / "stellenbesetzung_2025.csv", incoming / "a.csv"
    head = "Buchungsdatum;Leistungsdatum;Belegnummer;Sachkonto;Buchungstext;Personalnummer;Betrag\n"
    rows = "05.03.2025;03.03.2025;B-1;44310000;Fahrt;;10,00\n06.03.2025;03.03.2025;B-2;44310000;Fahrt;;20,00\n"
    journal.write_text(head + rows, "utf-8")
    workspace = open_workspace(workspace_folder)
    import_files(workspace, YEAR, [staffing, journal], acting, dry_run=False)
    corrected = incoming / "b.csv"
    corrected.write_text(head + rows.replace("20,00", "21,00"), "utf-8")
    reading, _ = import_files(workspace, YEAR, [corrected], acting, dry_run=True)
    assert reading.blocks
    assert not any("dasselbe wie" in finding.text for finding in reading.findings)
