"""warum, asked for a number as a document prints it: which figure it is, where it stands, how it is made."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from grants.desk.question_command import run_question
from ledger.finding import MissingError, UnreadableError, UsageRefusalError
from tests.commands import data, foerderbuch
from tests.output.word_files import take_out_controls
from tests.tools import tool

if TYPE_CHECKING:
    from pathlib import Path

PROOF = "2025-verwendungsnachweis"
PLACE = "Tabelle „Nicht geltend gemachte Ausgaben der eigenen Stellen“, Zeile „Reisekosten“, Spalte „Betrag in\u00a0€“"


def ask(folder: Path, document: str, asked: str, *, page: bool = False) -> None:
    run_question(folder, document, asked, page=page, as_json=False)


def answer(capsys: pytest.CaptureFixture[str], folder: Path, document: str, asked: str) -> dict[str, Any]:
    run_question(folder, document, asked, page=False, as_json=True)
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx", "html"])
def test_each_file_of_a_document_leads_to_the_same_answer(
    capsys: pytest.CaptureFixture[str], finished: Path, suffix: str
) -> None:
    by_year = answer(capsys, finished, "2025", "kreis.reisekosten")
    told = answer(capsys, finished, f"{PROOF}.{suffix}", "5.051,20")
    document = told.pop("dokument")
    assert told == by_year
    assert document["datei"] == f"{PROOF}.{suffix}"
    assert document["treffer"] == [
        {
            "name": "kreis.reisekosten",
            "wert": "5051.20",
            "text": "5.051,20",
            "orte": [PLACE],
            "buchung": None,
            "veraltet": False,
        }
    ]


@pytest.mark.parametrize(
    "asked",
    [
        *("5.051,20", "5051,20", "5.051,20 €", "5.051,20\u00a0€", "5.051,20€", "5 051,20€", "5\u202f051,20 EUR"),
        *("5051,2", "5.051,2", "5051.20", "5051.2", " 5.051,20 ", "kreis.reisekosten"),
    ],
)
def test_a_number_may_be_typed_with_or_without_points_and_unit_or_named(
    capsys: pytest.CaptureFixture[str], finished: Path, asked: str
) -> None:
    ask(finished, f"{PROOF}.pdf", asked)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{PROOF}.pdf, Förderjahr 2025"
    assert lines[1] == "  5.051,20 = kreis.reisekosten"
    assert lines[2].strip() == PLACE
    assert lines[4].startswith("kreis.reisekosten = 5.051,20")


def test_a_sign_of_the_currency_behind_a_number_needs_no_quotes(finished: Path) -> None:
    done = foerderbuch("warum", f"{PROOF}.pdf", "5.051,20", "€", "-C", str(finished))
    assert done.returncode == 0, done.stderr
    assert "  5.051,20 = kreis.reisekosten" in done.stdout


@pytest.mark.parametrize("asked", ["5.051", "5,051.20", "5051,21", "5051.200"])
def test_a_number_typed_otherwise_is_not_taken_for_one_that_looks_like_it(finished: Path, asked: str) -> None:
    with pytest.raises(MissingError):
        ask(finished, f"{PROOF}.pdf", asked)


@pytest.mark.parametrize("asked", ["", " "])
def test_nothing_asked_is_a_wrong_call(finished: Path, asked: str) -> None:
    for about in (f"{PROOF}.pdf", "2025"):
        with pytest.raises(UsageRefusalError, match="Es fehlt die Angabe ZAHL"):
            ask(finished, about, asked)


def test_a_word_file_that_another_program_has_saved_is_read_by_its_text(
    capsys: pytest.CaptureFixture[str], finished_copy: Path, tmp_path: Path
) -> None:
    path = finished_copy / "ausgabe" / "2025" / f"{PROOF}.docx"
    take_out_controls(path)
    told = answer(capsys, finished_copy, path.name, "5.051,20")
    assert (told["name"], told["dokument"]["treffer"][0]["orte"]) == ("kreis.reisekosten", [PLACE])
    alone = tmp_path / path.name
    shutil.move(path, alone)
    found = answer(capsys, finished_copy, str(alone), "5.051,20")["dokument"]["treffer"]
    assert "kreis.reisekosten" in [each["name"] for each in found]
    with pytest.raises(MissingError):
        ask(finished_copy, str(alone), "5.051,30")


@pytest.mark.slow
def test_a_word_file_saved_by_libreoffice_is_read_by_its_text(
    capsys: pytest.CaptureFixture[str], finished_copy: Path, tmp_path: Path
) -> None:
    path = finished_copy / "ausgabe" / "2025" / f"{PROOF}.docx"
    office = tool("soffice", "libreoffice-writer-nogui")
    command = [office, "--headless", f"-env:UserInstallation={tmp_path.as_uri()}/profil"]
    subprocess.run([*command, "--convert-to", "docx", "--outdir", str(tmp_path), str(path)], check=True)
    shutil.move(tmp_path / path.name, path)
    assert answer(capsys, finished_copy, path.name, "5.051,20")["name"] == "kreis.reisekosten"
    told = data("pruefen", "2025", "-C", str(finished_copy))["befunde"]
    assert [each["text"].rpartition(";")[2].strip() for each in told if each["ort"]["datei"].endswith(".docx")] == [
        "die Inhaltssteuerelemente fehlen.",
        "Die Datei wurde seit der Erstellung geändert.",
    ]


def test_a_document_may_be_given_by_its_path_wherever_it_lies(
    capsys: pytest.CaptureFixture[str], finished: Path, tmp_path: Path
) -> None:
    alone = tmp_path / f"{PROOF}.docx"
    shutil.copy(finished / "ausgabe" / "2025" / alone.name, alone)
    for named in (str(alone), f"ausgabe/2025/{PROOF}.pdf"):
        told = answer(capsys, finished, named, "5.051,20")
        assert told["name"] == "kreis.reisekosten"
    assert answer(capsys, finished, str(alone), "5.051,20")["dokument"]["treffer"][0]["orte"] == []


@pytest.mark.parametrize("named", ["**.pdf", "*.pdf", "2025-verwendungsnachwei?.pdf", "[2]*.pdf", "a" * 300 + ".pdf"])
def test_a_name_that_no_document_has_is_not_taken_for_another(finished: Path, named: str) -> None:
    with pytest.raises(MissingError) as refusal:
        ask(finished, named, "5.051,20")
    assert refusal.value.text == f"Das Dokument {named} gibt es nicht."


def test_a_figure_that_is_printed_in_several_places_is_told_with_all_of_them(
    capsys: pytest.CaptureFixture[str], finished: Path
) -> None:
    told = answer(capsys, finished, f"{PROOF}.pdf", "29.637,52")
    (found,) = told["dokument"]["treffer"]
    assert found["name"] == "rahmen.ueberschreitung"
    assert found["orte"][0].startswith("Tabelle „Ergebnis der Abrechnung“")


def test_a_text_that_many_figures_print_is_answered_with_all_their_names(
    capsys: pytest.CaptureFixture[str], finished: Path
) -> None:
    ask(finished, f"{PROOF}.pdf", "0,00")
    lines = capsys.readouterr().out.splitlines()
    assert "  0,00 = rahmen.rest" in lines
    assert lines[-1] == (f"So ist mehr als eine Zahl gedruckt. Bitte eine nennen: foerderbuch warum {PROOF}.pdf NAME")
    told = answer(capsys, finished, f"{PROOF}.pdf", "0,00")
    assert told["zahlen"] == []
    assert "rahmen.rest" in [each["name"] for each in told["dokument"]["treffer"]]


# The payout is as high as the frame, which the carriers together exceed.
def test_up_to_three_figures_with_one_text_are_all_explained(
    capsys: pytest.CaptureFixture[str], finished: Path
) -> None:
    told = answer(capsys, finished, "2025-sitzungsvorlage.html", "923.907,00")
    names = [each["name"] for each in told["dokument"]["treffer"]]
    assert names == ["planungsrahmen.betrag", "auszahlung.betrag"]
    assert [each["name"] for each in told["zahlen"]] == names


def test_a_number_that_is_the_sum_of_figures_is_unfolded_into_them(
    capsys: pytest.CaptureFixture[str], finished: Path
) -> None:
    html = (finished / "ausgabe" / "2025" / "2025-sitzungsvorlage.html").read_text("utf-8")
    name = next(part.partition('"')[0] for part in html.split('data-name="') if "+" in part.partition('"')[0])
    told = answer(capsys, finished, "2025-sitzungsvorlage.html", name)
    assert [each["name"] for each in told["zahlen"]] == name.split("+")


def test_a_number_without_a_name_is_told_by_its_row(capsys: pytest.CaptureFixture[str], finished: Path) -> None:
    ask(finished, "2025-verteilung.pdf", "127.594,076319")
    lines = capsys.readouterr().out.replace("\u00a0", " ").splitlines()
    assert lines[1:] == [
        "  127.594,076319 = ohne Namen, Zeile einer Liste",
        (
            "    Tabelle „Anteile der Städte und Gemeinden“, Zeile „08999001, Stadt Lindenstadt“, Spalte "
            "„Anteil in €, rechnerisch“"
        ),
    ]


def test_the_row_of_a_booking_is_told_with_its_number(finished_copy: Path) -> None:
    done = foerderbuch("warum", "2025", "kreis.reisekosten", "--anlage", "-C", str(finished_copy))
    assert done.returncode == 0
    told = data("warum", "2025-herleitung-kreis-reisekosten.pdf", "271,25", "-C", str(finished_copy))
    assert [each["buchung"] for each in told["dokument"]["treffer"]] == [1005]
    printed = foerderbuch("warum", "2025-herleitung-kreis-reisekosten.html", "271,25", "-C", str(finished_copy)).stdout
    assert "    Buchung 1005; mehr zeigt „foerderbuch warum 2025 1005“." in printed.splitlines()


def test_a_negative_number_may_be_typed_as_it_is_printed(finished: Path) -> None:
    for asked in ("-0,004304", "\u22120,004304"):
        done = foerderbuch("warum", "2025-verteilung.html", asked, "-C", str(finished))
        assert done.returncode == 0, done.stderr
        assert "Spalte „Anteil in\u00a0€, Rundung“" in done.stdout


def test_a_number_that_is_not_printed_is_answered_with_the_nearest_ones(finished: Path) -> None:
    done = foerderbuch("warum", f"{PROOF}.pdf", "5.051,30", "-C", str(finished))
    assert done.returncode == 3
    assert f"Die Zahl „5.051,30“ steht nicht in {PROOF}.pdf. Am nächsten kommen: 5.051,20 (kreis.reisekosten)" in (
        done.stderr
    )
    with pytest.raises(MissingError, match=r"„foerderbuch warum 2025 kreis\.reisekosten“"):
        ask(finished, "2025-verteilung.pdf", "kreis.reisekosten")


def test_a_document_older_than_the_book_is_pointed_out(finished_copy: Path) -> None:
    path = finished_copy / "ausgabe" / "2025" / "2025-sitzungsvorlage.html"
    older = path.read_text("utf-8").replace('value="12.0454"', 'value="12.5454"').replace(">12,05<", ">12,55<")
    path.write_text(older, "utf-8")
    done = foerderbuch("warum", path.name, "12,55", "-C", str(finished_copy))
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"Hinweis: {path.name}",
        "  Die Zahl stellen.vzae hat heute einen anderen Wert; das Dokument ist älter als das Buch.",
        "  gefunden: 12,55",
        "  erwartet: 12,0454 VZÄ",
        "  Bitte das Dokument mit „foerderbuch lauf 2025“ neu erstellen.",
    ]
    assert "stellen.vzae = 12,0454 VZÄ" in done.stdout
    told = data("warum", path.name, "12,55", "-C", str(finished_copy))
    assert told["dokument"]["treffer"][0]["veraltet"] is True


def test_the_page_for_the_file_is_made_for_a_single_figure(finished_copy: Path) -> None:
    done = foerderbuch("warum", f"{PROOF}.pdf", "5.051,20", "--anlage", "-C", str(finished_copy))
    assert done.returncode == 0
    assert "2025-herleitung-kreis-reisekosten.pdf" in done.stdout
    with pytest.raises(UsageRefusalError, match="nur zu einer einzelnen Zahl"):
        ask(finished_copy, f"{PROOF}.pdf", "0,00", page=True)


def test_what_is_no_document_and_no_year_is_refused(finished: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageRefusalError, match="weder ein Förderjahr noch ein Dokument"):
        ask(finished, "nachweis", "5.051,20")
    with pytest.raises(MissingError, match=r"Gemeint sein könnte: 2025-verwendungsnachweis\.pdf"):
        ask(finished, "2025-verwendungnachweis.pdf", "5.051,20")
    nameless = tmp_path / "brief.pdf"
    nameless.write_bytes(b"fremd")
    with pytest.raises(UsageRefusalError, match="Zu welchem Förderjahr"):
        ask(finished, str(nameless), "5.051,20")
    foreign = tmp_path / "2025-fremd.pdf"
    foreign.write_bytes(b"fremd")
    with pytest.raises(UnreadableError, match="keine lesbare PDF-Datei"):
        ask(finished, str(foreign), "5.051,20")
