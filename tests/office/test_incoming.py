"""What a county could plausibly put into its folder by mistake: found before anything is booked, and said plainly."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from grants.office.accounting import counted_batches
from grants.office.acting import Acting
from grants.office.incoming import import_files
from grants.office.run import check_year, run_year
from grants.office.workspace import open_workspace
from ledger.book.store import open_book
from ledger.finding import Finding, FindingsError, RefusalError, UnreadableError
from ledger.period import FundingYear
from tests.commands import foerderbuch, start
from tests.conftest import YEAR

INCOMING = Path("eingang") / "2025"
PAYROLL = INCOMING / "lohnjournal_2025.csv"
STAFFING = INCOMING / "stellenbesetzung_2025.csv"
HEAD_COUNTS = INCOMING / "personenzahlen_2025.csv"


def blocking(folder: Path, acting: Acting) -> list[Finding]:
    """Return the findings that keep the year from being booked; nothing may have been written."""
    findings = [each for each in check_year(open_workspace(folder), YEAR, acting).findings if each.blocks]
    assert not (folder / "foerderbuch.db").exists()
    return findings


def change(path: Path, alter: Callable[[str], str], encoding: str = "cp1252") -> None:
    path.write_bytes(alter(path.read_bytes().decode(encoding)).encode(encoding))


def test_a_comma_that_cuts_an_amount_in_two_is_refused_and_loses_no_cent(
    workspace_folder: Path, acting: Acting
) -> None:
    def as_commas(text: str) -> str:
        rows = [line for line in text.splitlines() if not line.startswith(("Summe", "Gesamt"))]
        return "\n".join(row.replace('"', "").replace(", ", " ").replace(";", ",") for row in rows)

    change(workspace_folder / PAYROLL, as_commas)
    found = blocking(workspace_folder, acting)
    assert found[0].text == "Die Zeile hat mehr Zellen als die Kopfzeile Spalten."
    assert found[0].found == "77"


def test_payroll_of_another_year_is_refused(workspace_folder: Path, acting: Acting) -> None:
    change(workspace_folder / PAYROLL, lambda text: text.replace("/2025", "/2024"))
    found = blocking(workspace_folder, acting)
    assert found[0].text == "Der Abrechnungsmonat 01/2024 gehört nicht zum Jahr 2025."
    assert "eingang/2024" in found[0].remedy


def test_a_truncated_payroll_is_refused(workspace_folder: Path, acting: Acting) -> None:
    change(workspace_folder / PAYROLL, lambda text: "\r\n".join(text.split("\r\n")[:500]) + "\r\n")
    assert any("abgeschnitten" in finding.text for finding in blocking(workspace_folder, acting))


def test_a_second_sheet_of_the_same_kind_is_refused(workspace_folder: Path, acting: Acting) -> None:
    (workspace_folder / HEAD_COUNTS).unlink()
    with Workbook(workspace_folder / INCOMING / "personen.xlsx") as book:
        for name in ("Nord", "Süd"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Berechnungsjahr", 2025])
            sheet.write_row(2, 0, ["AGS", "Gemeinde", "Personen"])
            sheet.write_row(3, 0, ["08999001", f"Stadt {name}", 10])
    (finding,) = blocking(workspace_folder, acting)
    assert (finding.place.sheet, finding.place.file) == ("Süd", "eingang/2025/personen.xlsx")
    assert "gelesen wird nur ein Blatt je Datei" in finding.text


def test_one_bad_row_of_the_staffing_plan_is_one_finding(workspace_folder: Path, acting: Acting) -> None:
    change(workspace_folder / STAFFING, lambda text: text.replace("01.05.2018", "31.02.2018"), "utf-8-sig")
    (finding,) = blocking(workspace_folder, acting)
    assert (finding.place.column, finding.found) == ("Beginn", "31.02.2018")


def test_unlimited_tenures_may_end_in_the_year_9999(workspace_folder: Path, acting: Acting) -> None:
    change(
        workspace_folder / STAFFING,
        lambda text: text.replace(";01.05.2018;;", ";01.05.2018;31.12.9999;"),
        "utf-8-sig",
    )
    assert blocking(workspace_folder, acting) == []


def test_a_post_with_two_tasks_is_refused(workspace_folder: Path, acting: Acting) -> None:
    change(workspace_folder / STAFFING, lambda text: text.replace(";IM-03;", ";KO-01;"), "utf-8-sig")
    assert [finding.text for finding in blocking(workspace_folder, acting)] == [
        "Die Stelle KO-01 hat zwei Aufgaben: Koordinierende Stelle und Integrationsmanagement."
    ]


def test_head_counts_that_are_all_zero_are_refused_before_anything_is_booked(
    workspace_folder: Path, acting: Acting
) -> None:
    def zero(text: str) -> str:
        rows = text.split("\r\n")
        return "\r\n".join(row.rpartition(";")[0] + ";0" if row.startswith(("0899", "Summe")) else row for row in rows)

    change(workspace_folder / HEAD_COUNTS, zero)
    (finding,) = blocking(workspace_folder, acting)
    assert "nur Nullen" in finding.text


def test_swapped_returns_are_noticed_by_name_and_key(workspace_folder: Path, acting: Acting) -> None:
    agreement = workspace_folder / "bescheide" / "weitergabe-08999003.toml"
    agreement.write_text(agreement.read_text("utf-8").replace('name = "Stadt Brunnwangen"', 'name = "Stadt Anders"'))
    (finding,) = blocking(workspace_folder, acting)
    assert finding.text == "Zum Trägerschlüssel 08999003 gehört laut Vereinbarung Stadt Anders."


def test_a_file_name_that_nobody_can_print_is_a_finding_and_no_crash(workspace_folder: Path, acting: Acting) -> None:
    path = workspace_folder / INCOMING / "meldungen" / "meldung_08999003_2025.xlsx"
    path.rename(path.with_name(os.fsdecode(b"meldung_Br\x81ssel.xlsx")))
    found = blocking(workspace_folder, acting)
    assert found[0].text.startswith("Der Dateiname lässt sich nicht drucken.")


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "foerderbuch.toml",
            'restmittel = "kreis"',
            'restmitel = "alle"',
            "„einstellungen.restmitel“ ist nicht vorgesehen",
        ),
        ("foerderbuch.toml", 'ags = "08999"', "ags = ", "Zeile 6, Spalte"),
        ("foerderbuch.toml", "DE09 9999", "DE08 9999", "ist keine gültige IBAN"),
        ("bescheide/weitergabe-08999003.toml", "2029-12-31", "2025-06-30", "gilt nur in einem Teil des Jahres 2025"),
        (
            "bescheide/planungsrahmen-2025-fassung-2.toml",
            '"923.907,00"\nnachweis',
            '"923.900,00"\nnachweis',
            "nicht den Betrag",
        ),
        (
            "bescheide/planungsrahmen-2025-fassung-2.toml",
            "zeitraum_ab = 2025-01-01",
            "zeitraum_ab = 2025-07-01",
            "ganze Jahr",
        ),
        (
            "bescheide/planungsrahmen-2025-fassung-2.toml",
            "datum = 2024-03-22",
            "datum = 2023-01-22",
            "ist jünger als Fassung 2",
        ),
        ("vorlagen/sachbericht-2025.md", "## Eingesetztes Personal", "## Eingesetzes Personal", "ist nicht vorgesehen"),
        ("vorlagen/sachbericht-2025.md", "Neben festen", "Neben **festen**", "Diese Auszeichnung ist nicht vorgesehen"),
    ],
)
def test_a_slip_in_a_document_of_the_office_is_named_with_its_place(
    workspace_folder: Path, acting: Acting, file: str, old: str, new: str, sentence: str
) -> None:
    path = workspace_folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(RefusalError) as refusal:
        check_year(open_workspace(workspace_folder), YEAR, acting)
    assert Path(file).name.rpartition("-")[0] in str(refusal.value)
    assert sentence in str(refusal.value)


def test_a_notice_with_the_wrong_ending_is_not_overlooked(workspace_folder: Path, acting: Acting) -> None:
    notices = workspace_folder / "bescheide"
    (notices / "planungsrahmen-2025-fassung-2.toml").rename(notices / "fassung2.toml.txt")
    with pytest.raises(UnreadableError, match=r"fassung2\.toml\.txt.*Endung \.toml"):
        check_year(open_workspace(workspace_folder), YEAR, acting)


def test_settings_saved_with_a_byte_order_mark_are_read(workspace_folder: Path, acting: Acting) -> None:
    path = workspace_folder / "foerderbuch.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert blocking(workspace_folder, acting) == []


def later_year(folder: Path, staff: str, month: str) -> list[Path]:
    """Lay files of 2026 beside the example: one person, one correction for a month of 2025."""
    later = folder / "eingang" / "2026"
    later.mkdir()
    rows = (folder / STAFFING).read_text("utf-8-sig").splitlines()
    (later / "plan.csv").write_text("\n".join([rows[0], *(row for row in rows if row.startswith("00231"))]), "utf-8")
    header = "Personalnummer;Abrechnungsmonat;Für-Monat;Lohnart;Betrag\n"
    (later / "lohn.csv").write_text(f"{header}{staff};01/2026;{month};1990;100,00\n", "utf-8")
    return [later / "plan.csv", later / "lohn.csv"]


def test_back_pay_for_somebody_who_has_left_is_checked_against_the_plan_of_its_year(
    finished_copy: Path, acting: Acting
) -> None:
    files = later_year(finished_copy, "00574", "09/2025")
    reading, booking = import_files(open_workspace(finished_copy), FundingYear(2026), files, acting, dry_run=False)
    assert booking is not None
    assert [finding for finding in reading.findings if finding.blocks] == []
    run = run_year(open_workspace(finished_copy), YEAR, acting)
    index = next(file.path for file in run.files if file.path.name == "index.html").read_text("utf-8")
    assert "eingang/2026/lohn.csv" in index


def test_a_correction_that_no_plan_explains_is_found_before_the_year_is_booked(
    workspace_folder: Path, acting: Acting
) -> None:
    files = later_year(workspace_folder, "00231", "12/2025")
    import_files(open_workspace(workspace_folder), FundingYear(2026), files, acting, dry_run=False)
    change(
        workspace_folder / STAFFING,
        lambda text: text.replace("01.05.2018;;", "01.05.2018;30.11.2025;", 1),
        "utf-8-sig",
    )
    change(
        workspace_folder / PAYROLL,
        lambda text: "\r\n".join(
            row for row in text.split("\r\n") if not row.startswith(("Summe", "Gesamt")) and "00231" not in row
        ),
    )
    change_journal_out(workspace_folder)
    with pytest.raises(FindingsError) as refusal:
        run_year(open_workspace(workspace_folder), YEAR, acting)
    assert any("nennt die Stellenbesetzung keine Besetzung" in finding.text for finding in refusal.value.findings)
    assert open_book(workspace_folder / "foerderbuch.db", writing=False).batches(YEAR) == ()


def change_journal_out(folder: Path) -> None:
    (folder / INCOMING / "finanzbuchungen_2025.xlsx").unlink()
    (folder / INCOMING / "journal.csv").write_text(
        "Buchungsdatum;Leistungsdatum;Belegnummer;Sachkonto;Buchungstext;Personalnummer;Betrag\n"
        "03.03.2025;03.03.2025;1;42220000;Stuhl;;100,00\n"
    )


def test_two_runs_at_once_wait_for_each_other_and_book_everything_once(workspace_folder: Path) -> None:
    runs = [start("lauf", "2025", "-C", str(workspace_folder)) for _ in range(2)]
    outcomes = [run.wait() for run in runs]
    assert [done.returncode for done in outcomes] == [0, 0], outcomes
    book = open_book(workspace_folder / "foerderbuch.db", writing=False)
    assert len(book.batches(YEAR)) == 8
    entries = (*book.entries(YEAR), *book.entries_for_other_years(YEAR))
    assert len(entries) > 997 + 45
    assert len({(entry.source.file, entry.source.row, entry.kind) for entry in entries}) == len(entries)


def test_a_name_that_writes_to_the_terminal_is_shown_without_its_escapes(workspace_folder: Path) -> None:
    (workspace_folder / INCOMING / "x\x1b]0;PWNED\x07.csv").write_text("a;b\n1;2\n")
    done = foerderbuch("pruefen", "2025", "-C", str(workspace_folder))
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr


def test_the_files_a_year_rests_on_are_listed(finished: Path, acting: Acting) -> None:
    from grants.office.accounting import compute_booked

    book = open_book(finished / "foerderbuch.db", writing=False)
    result = compute_booked(open_workspace(finished), book, YEAR, acting)
    assert len(counted_batches(book, result)) == 8


def test_a_file_of_100_mb_is_named_as_too_large_and_nothing_is_booked(workspace_folder: Path, acting: Acting) -> None:
    with (workspace_folder / INCOMING / "alles.csv").open("wb") as stream:
        stream.truncate(100 * 10**6)
    (found,) = blocking(workspace_folder, acting)
    assert found.place.file == "eingang/2025/alles.csv"
    assert found.text == "Die Datei ist größer als die erlaubten 50 MB."
