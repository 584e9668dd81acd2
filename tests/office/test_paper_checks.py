"""pruefen checks the arithmetic of papers: all of rechenproben/ with the year, or single files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from grants.office.paper_checks import check_papers
from grants.office.workspace import open_workspace
from grants.settle.relations import Verdict
from ledger.finding import MissingError, UnreadableError
from tests.commands import foerderbuch

SOUND = """
titel = "Vorlage 7/2026"
datum = 2026-02-16
[zahlen]
a = "2"
b = "3"
summe = "5"
[[beziehung]]
name = "summe-der-teile"
art = "Summe"
aus = ["a", "b"]
ergibt = "summe"
"""
WRONG = SOUND.replace('summe = "5"', 'summe = "6"')


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "rechenproben" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_without_files_there_is_nothing_to_report(workspace_folder: Path) -> None:
    report = check_papers(open_workspace(workspace_folder))
    assert (report.papers, report.findings, report.unreadable) == ((), (), False)


def test_all_files_are_checked_and_all_findings_shown_at_once(workspace_folder: Path) -> None:
    write(workspace_folder, "a.toml", SOUND)
    write(workspace_folder, "b.toml", WRONG)
    write(workspace_folder, "c.toml", SOUND.replace("Summe", "Wurzel"))
    write(workspace_folder, "d.toml", "titel = ")
    report = check_papers(open_workspace(workspace_folder))
    assert [outcome.verdict for outcome in report.outcomes] == [Verdict.EXACT, Verdict.CONFLICT]
    assert [finding.place.file for finding in report.findings] == [f"rechenproben/{name}.toml" for name in "bcd"]
    assert report.findings[1].text.startswith("„beziehung.art“ darf nicht „Wurzel“ sein.")
    assert report.unreadable


def test_pruefen_reports_every_conflict_of_the_published_papers_and_changes_none(workspace_folder: Path) -> None:
    papers = Path(__file__).resolve().parents[1] / "cases" / "papers"
    shutil.copytree(papers, workspace_folder / "rechenproben")
    report = check_papers(open_workspace(workspace_folder))
    assert len(report.papers) == 8
    assert sorted(finding.text.split(" ")[1] for finding in report.findings if finding.blocks) == [
        "„beschluss-nummer-wie-bezug“",
        "„stellenschluessel-datum-vor-der-vorlage“",
        "„stellenschluessel-datum-wie-beschluss“",
        "„stichtag-gezaehlte“",
        "„vorlagenart-wie-zustaendigkeit“",
    ]
    for path in papers.iterdir():
        assert (workspace_folder / "rechenproben" / path.name).read_bytes() == path.read_bytes()


def test_a_file_of_another_kind_in_the_folder_is_refused(workspace_folder: Path) -> None:
    write(workspace_folder, "a.txt", SOUND)
    with pytest.raises(UnreadableError, match="nur Dateien mit der Endung"):
        check_papers(open_workspace(workspace_folder))


def test_a_single_file_is_checked_alone_wherever_it_lies(workspace_folder: Path, tmp_path: Path) -> None:
    write(workspace_folder, "b.toml", WRONG)
    outside = tmp_path / "entwurf.toml"
    outside.write_text(SOUND, "utf-8")
    report = check_papers(open_workspace(workspace_folder), [outside])
    assert [paper.file for paper, _ in report.papers] == ["entwurf.toml"]
    with pytest.raises(MissingError, match="gibt es nicht"):
        check_papers(open_workspace(workspace_folder), [tmp_path / "fehlt.toml"])


def test_the_county_s_own_programme_is_part_of_the_rulebook_of_its_papers(workspace_folder: Path) -> None:
    shipped = Path(__file__).resolve().parents[2] / "grants" / "law" / "programmes" / "stuttgart-omid-2021.toml"
    own = workspace_folder / "programme"
    own.mkdir()
    text = shipped.read_text("utf-8").replace("stuttgart-omid", "eigenes-programm").replace('"50"', '"40"')
    (own / "eigen.toml").write_text(text, "utf-8")
    rule = 'regel = { programm = "eigenes-programm", groesse = "foerderanteil", tag = 2022-01-01 }'
    equal = SOUND.replace('"Summe"\naus = ["a", "b"]', '"Gleichheit"\naus = ["regel"]').replace('"5"', '"40 %"')
    write(workspace_folder, "a.toml", equal.replace("[[beziehung]]", f"[regelwerte]\n{rule}\n[[beziehung]]"))
    assert [outcome.verdict for outcome in check_papers(open_workspace(workspace_folder)).outcomes] == [Verdict.EXACT]


def test_pruefen_says_how_many_relations_it_checked_and_what_does_not_reconcile(workspace_folder: Path) -> None:
    write(workspace_folder, "a.toml", SOUND)
    done = foerderbuch("pruefen", "2025", "-C", str(workspace_folder))
    assert done.returncode == 0
    assert done.stdout == "Rechenproben: 1 Beziehung aus 1 Datei: 1 stimmt.\n"
    write(workspace_folder, "b.toml", WRONG)
    done = foerderbuch("pruefen", "2025", "-C", str(workspace_folder))
    assert done.returncode == 1
    assert "Rechenproben: 2 Beziehungen aus 2 Dateien: 1 stimmt und 1 widerspricht sich." in done.stdout
    assert "Fehler: rechenproben/b.toml" in done.stderr
    conflict = (
        "Beziehung „summe-der-teile“ (Summe): Die Angaben widersprechen sich: gedruckt ist ein anderer Wert, als sie "
        "ergeben."
    )
    assert done.stderr.replace("\u00a0", " ").splitlines()[:5] == [
        "Fehler: rechenproben/b.toml",
        f"  {conflict}",
        "  gefunden: 6",
        "  erwartet: 5",
        "  Bitte prüfen, welche Angabe der Vorlage stimmt: a (2), b (3) und summe.",
    ]
    write(workspace_folder, "c.toml", SOUND)
    done = foerderbuch("pruefen", "2025", "-C", str(workspace_folder))
    assert "aus 3 Dateien: 2 stimmen und 1 widerspricht sich." in done.stdout


def test_a_file_of_the_incoming_folder_is_no_check_of_a_paper(workspace_folder: Path) -> None:
    named = workspace_folder / "eingang" / "2025" / "kennzahlen_2025.csv"
    (finding,) = check_papers(open_workspace(workspace_folder), [named]).findings
    assert finding.place.file == "eingang/2025/kennzahlen_2025.csv"
    assert finding.text == "Die Datei ist keine Rechenprobe."
    assert "„foerderbuch pruefen JAHR“ ohne Dateinamen" in finding.remedy


def test_what_cannot_be_computed_comes_with_its_own_remedy(workspace_folder: Path) -> None:
    divided = SOUND.replace('"Summe"', '"Quotient"').replace('b = "3"', 'b = "0"')
    unknown = SOUND.replace('"Summe"\naus = ["a", "b"]', '"Gleichheit"\naus = ["regel"]').replace(
        "[[beziehung]]",
        '[regelwerte]\nregel = { programm = "unbekannt", groesse = "foerderanteil", tag = 2022-01-01 }\n[[beziehung]]',
    )
    write(workspace_folder, "a.toml", divided)
    write(workspace_folder, "b.toml", unknown)
    zero, strange = check_papers(open_workspace(workspace_folder)).findings
    assert "„b“ lässt sich nicht teilen" in zero.text
    assert zero.remedy == "Bitte die Angaben unter „aus“ mit der Vorlage vergleichen und die Beziehung berichtigen."
    assert "Ein Programm „unbekannt“ ist nicht hinterlegt." in strange.text
    assert strange.remedy.startswith("Hinterlegt sind: flueag-12")


def test_pruefen_of_one_file_as_json_prints_every_relation(workspace_folder: Path) -> None:
    path = write(workspace_folder, "b.toml", WRONG)
    done = foerderbuch("pruefen", "2025", str(path), "-C", str(workspace_folder), "--json")
    assert done.returncode == 1
    data = json.loads(done.stdout)
    (finding,) = data["befunde"]
    assert finding["ort"] == {"datei": "rechenproben/b.toml", "blatt": "", "zeile": None, "spalte": ""}
    assert (finding["schwere"], finding["wert"], finding["erwartet"]) == ("fehler", "6", "5")
    assert data["rechenproben"] == [
        {
            "datei": "rechenproben/b.toml",
            "titel": "Vorlage 7/2026",
            "beziehungen": [
                {
                    "name": "summe-der-teile",
                    "art": "Summe",
                    "ergebnis": "Widerspruch",
                    "gedruckt": "6",
                    "gerechnet": "5",
                    "bemerkung": "",
                }
            ],
        }
    ]


def test_an_unreadable_file_ends_with_code_5(workspace_folder: Path) -> None:
    path = write(workspace_folder, "d.toml", "titel = ")
    done = foerderbuch("pruefen", "2025", str(path), "-C", str(workspace_folder))
    assert done.returncode == 5
    assert "rechenproben/d.toml" in done.stderr
