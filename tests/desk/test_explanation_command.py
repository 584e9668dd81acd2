"""warum: a figure as a tree down to the cell, as JSON, and as a page for the file."""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from grants.desk.explanation_command import run_explanation
from grants.office.retention import PERSON_FOLDER
from ledger.finding import MissingError

if TYPE_CHECKING:
    from pathlib import Path


def as_data(capsys: pytest.CaptureFixture[str], folder: Path, name: str, *, page: bool = False) -> dict[str, Any]:
    run_explanation(folder, 2025, name, page=page, as_json=True)
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


def test_every_entry_of_a_figure_is_named_with_its_cell(capsys: pytest.CaptureFixture[str], finished: Path) -> None:
    data = as_data(capsys, finished, "kreis.reisekosten")
    places = {(entry["datei"], entry["blatt"], entry["spalte"]) for entry in data["buchungen"]}
    assert places == {("eingang/2025/finanzbuchungen_2025.xlsx", "Journal", "Betrag")}
    assert all(entry["zelle"] == f"I{entry['zeile']}" for entry in data["buchungen"])
    assert sum(Decimal(entry["betrag"]) for entry in data["buchungen"]) == Decimal(data["wert"])


def test_a_part_that_is_used_again_is_unfolded_once(capsys: pytest.CaptureFixture[str], finished: Path) -> None:
    run_explanation(finished, 2025, "kreis.auszahlung", page=False, as_json=False)
    lines = [line.strip() for line in capsys.readouterr().out.replace("\u00a0", " ").splitlines()]
    shown = [number for number, line in enumerate(lines) if line.startswith("· verteilung.betrag = ")]
    assert len(shown) > 1
    assert [lines[number + 1] == "siehe oben" for number in shown] == [False] + [True] * (len(shown) - 1)


def test_in_json_a_part_that_is_used_again_keeps_its_value(capsys: pytest.CaptureFixture[str], finished: Path) -> None:
    def walk(data: dict[str, Any]) -> list[dict[str, Any]]:
        return [data, *(each for part in data["teile"] for each in walk(part))]

    shown = walk(as_data(capsys, finished, "kreis.auszahlung"))
    again = [each for each in shown if each.get("siehe_oben") and each["name"] == "verteilung.betrag"]
    assert {each["wert"] for each in again} == {"883907.00"}


def test_an_unknown_figure_is_answered_with_the_nearest_names(finished: Path) -> None:
    with pytest.raises(MissingError, match=r"Gemeint sein könnte: kreis\.reisekosten"):
        run_explanation(finished, 2025, "kreis.reisekostn", page=False, as_json=False)


def test_the_page_lists_steps_clauses_files_and_entries(
    capsys: pytest.CaptureFixture[str], finished: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kreis"
    shutil.copytree(finished, folder)
    files = as_data(capsys, folder, "kreis.reisekosten", page=True)["dateien"]
    stem = "2025-herleitung-kreis-reisekosten"
    assert [file["pfad"].rpartition("/")[2] for file in files] == [
        f"{stem}.{end}" for end in ("pdf", "docx", "xlsx", "html")
    ]
    html = (folder / "ausgabe" / "2025" / PERSON_FOLDER / f"{stem}.html").read_text("utf-8")
    assert "Nur für den Dienstgebrauch" in html
    assert '<data value="5051.20" data-name="kreis.reisekosten">5.051,20\u00a0€</data>' in html
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "|", html))
    assert "Landkreis Biberach, Vorlage IV-006-2024, Nr. 3 und 5|" in text
    assert "|eingang/2025/finanzbuchungen_2025.xlsx|" in text
    assert "|Blatt Journal, Zelle I7|" in text


def test_operands_that_are_no_summands_have_no_sign(capsys: pytest.CaptureFixture[str], finished: Path) -> None:
    payout = as_data(capsys, finished, "kreis.auszahlung")
    assert {part["vorzeichen"] for part in payout["teile"]} == {"·"}
    rest = as_data(capsys, finished, "rahmen.rest")
    assert [(part["name"], part["vorzeichen"]) for part in rest["teile"]] == [
        ("planungsrahmen.betrag", "+"),
        ("auszahlung.betrag", "-"),
    ]


# Post IM-07: half a post to 15 July (196 days), then 30 of 39 hours (169 days).
def test_a_share_of_a_post_leads_to_the_rows_of_the_staffing_plan(
    capsys: pytest.CaptureFixture[str], finished: Path
) -> None:
    data = as_data(capsys, finished, "stelle.08999.IM-07.vzae")
    assert [(each["datei"], each["zeile"]) for each in data["angaben"]] == [
        ("eingang/2025/stellenbesetzung_2025.csv", 12),
        ("eingang/2025/stellenbesetzung_2025.csv", 13),
    ]
    assert data["genau"] == str((Fraction(98) + Fraction("0.7692") * 169) / 365)
    run_explanation(finished, 2025, "stelle.08999.IM-07.vzae", page=False, as_json=False)
    printed = capsys.readouterr().out
    assert "stelle.08999.IM-07.vzae = 0,6246 VZÄ (genau 0,624643…)" in printed
    assert (
        "Stelle IM-07, 0,50 VZÄ, 01.01.2025–15.07.2025 (196 Tage): eingang/2025/stellenbesetzung_2025.csv, Zeile 12"
        in printed
    )
