"""Files beyond any export end in a clear refusal before they fill the memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from ledger.finding import UnreadableError
from ledger.imports import text_table
from ledger.imports.bounded import LARGEST_FILE, read_bounded
from tests.ledger.small_files import is_german_sentence, lines, payroll, read

ROW = "00417;01/2025;01/2025;1010;Entgelt;1,00"


def file_of(size: int, path: Path) -> Path:
    """Make a file of a size that takes no room on the disk."""
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


def test_a_file_within_the_limit_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "lohn.csv"
    path.write_bytes(b"A;B\r\n\x00\xff")
    assert read_bounded(path, "lohn.csv") == b"A;B\r\n\x00\xff"
    assert len(read_bounded(file_of(LARGEST_FILE, path), "lohn.csv")) == LARGEST_FILE


def test_a_file_of_100_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    path = file_of(100 * 10**6, tmp_path / "lohn.csv")
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableError) as caught:
            read_bounded(path, "eingang/2025/lohn.csv")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 10**6
    assert caught.value.text == "eingang/2025/lohn.csv: Die Datei ist größer als die erlaubten 50 MB."
    assert is_german_sentence(caught.value.remedy)


def test_one_byte_too_many_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="größer als die erlaubten 50 MB"):
        read_bounded(file_of(LARGEST_FILE + 1, tmp_path / "lohn.csv"), "lohn.csv")


def test_a_file_that_does_not_know_its_size_is_refused_at_the_limit() -> None:
    with pytest.raises(UnreadableError, match="größer als die erlaubten 50 MB"):
        read_bounded(Path("/dev/zero"), "lohn.csv")


def test_a_line_longer_than_any_table_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"mehr als 1\.000\.000 Zeichen"):
        read(payroll(ROW, ";" * 1_000_001))


def test_more_lines_than_any_export_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert text_table.MOST_LINES == 1_000_000
    monkeypatch.setattr(text_table, "MOST_LINES", 100)
    assert read(payroll(*[ROW] * 99)).rows == 99
    with pytest.raises(UnreadableError, match=r"mehr als 100 Zeilen"):
        read(payroll(*[ROW] * 100))


def test_of_a_thousand_findings_alike_the_first_are_shown_and_the_rest_is_counted() -> None:
    intake = read(lines(payroll(*[ROW.replace("1,00", "1.00")] * 1_019).rstrip(), ROW.replace("01/2025", "13/2025")))
    assert len(intake.findings) == 22
    assert [finding.place.row for finding in intake.findings[:20]] == list(range(2, 22))
    assert {finding.text for finding in intake.findings[:19]} == {
        "Der Betrag hat einen Punkt, wo das Komma stehen muss."
    }
    assert intake.findings[19].text.endswith(" Derselbe Befund steht in 999 weiteren Zeilen.")
    assert [finding.place.column for finding in intake.findings[20:]] == ["Abrechnungsmonat", "Für-Monat"]


def test_twenty_findings_alike_are_all_shown() -> None:
    intake = read(payroll(*[ROW.replace("1,00", "1.00")] * 20))
    assert len(intake.findings) == 20
    assert not any("Derselbe Befund" in finding.text for finding in intake.findings)
