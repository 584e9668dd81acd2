"""regeln: every value of a day with its source, as text, as JSON and as a page for the file."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from grants.law.shelf import shipped_rulebook
from ledger.cost import CostKind
from tests.commands import foerderbuch
from tests.conftest import copy_example

PROGRAMME = "vwv-integrationsmanagement"
OWN = """
programm = "sprachmittlung"
fassung = "2025"
titel = "Sprachmittlung des Landkreises Lindental"
kurztitel = "Sprachmittlung"
gilt_ab = 2025-01-01
gilt_bis = 2025-12-31
bekannt_ab = 2024-11-01
nr = "unbekannt"
dokument = "Beschluss des Kreistags vom 01.11.2024"
status = "Annahme"

[[verfahren]]
methode = "ohne Zuwendung"
finanzierungsart = "keine"
nr = "unbekannt"
dokument = "Beschluss des Kreistags vom 01.11.2024"
status = "Annahme"
"""


def own_programme() -> str:
    """Return a small programme that a county wrote itself: it bears everything."""
    source = 'nr = "unbekannt"\ndokument = "Beschluss des Kreistags vom 01.11.2024"\nstatus = "Annahme"\n'
    costs = "".join(f'\n[[ausgabe]]\nart = "{kind.value}"\nseite = "selbst zu tragen"\n{source}' for kind in CostKind)
    return OWN + costs


def run(*words: str, folder: Path = Path(), code: int = 0) -> str:
    done = foerderbuch("regeln", *words, first=lambda: os.chdir(folder))
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def as_data(*words: str, folder: Path = Path()) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run(*words, "--json", folder=folder))
    return data


def test_without_a_programme_all_versions_are_listed_with_their_days(tmp_path: Path) -> None:
    listed = as_data(folder=tmp_path)["programme"]
    assert [(each["programm"], each["fassung"]) for each in listed] == [
        (rules.programme, rules.version) for rules in shipped_rulebook().versions
    ]
    assert "2022         01.01.2023–31.12.2023, bekannt ab 31.12.2022" in run(folder=tmp_path)


@pytest.mark.parametrize(
    ("known_on", "amount", "known_from"),
    [("18.09.2024", "40000000", "2023-12-07"), ("2024-09-19", "58000000", "2024-09-19")],
)
def test_two_days_decide_which_value_is_printed(tmp_path: Path, known_on: str, amount: str, known_from: str) -> None:
    data = as_data(PROGRAMME, "--tag", "01.07.2025", "--bekannt", known_on, folder=tmp_path)
    (value,) = [each for each in data["werte"] if each["name"] == "landesbetrag"]
    assert (value["wert"], value["bekannt_ab"], value["einheit"]) == (amount, known_from, "EUR")


def test_the_version_that_decides_depends_on_the_day_of_knowledge(tmp_path: Path) -> None:
    versions = [
        as_data(PROGRAMME, "--tag", "2023-03-01", "--bekannt", day, folder=tmp_path)["fassung"]
        for day in ("2023-12-06", "2023-12-07")
    ]
    named = as_data(PROGRAMME, "--tag", "2023-03-01", "--fassung", "2022", folder=tmp_path)
    assert (versions, named["fassung"]) == (["2022", "2023"], "2022")


def test_every_value_and_every_kind_of_cost_names_its_source(tmp_path: Path) -> None:
    data = as_data(PROGRAMME, "--tag", "2025-07-01", folder=tmp_path)
    for each in (*data["werte"], *data["ausgaben"]):
        assert set(each["fundstelle"]) == {"nr", "regel", "dokument", "status"}
        assert all(each["fundstelle"].values())
    text = run(PROGRAMME, "--tag", "2025-07-01", folder=tmp_path).replace("\u00a0", " ")
    assert "Höchstbetrag der Koordinierenden Stelle im Jahr: 40.000,00 EUR" in text
    assert "Nr. 4.2 VwV IntM; Landkreis Heilbronn, Konzeptpapier, Stand 07.12.2023, Fußnote 10" in text
    assert "alle Ausgabearten; Aufgabe der Stelle Flüchtlingssozialarbeit: anderes Programm (flueag-12)" in text
    assert max(len(line) for line in text.splitlines()) <= 100


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("anderes",), 3, "Ein Programm „anderes“ ist nicht hinterlegt. Hinterlegt sind: flueag-12,"),
        ((PROGRAMME, "--tag", "31.12.2029x"), 2, "--tag 31.12.2029x ist kein Datum"),
        ((PROGRAMME, "--tag", "01.01.2030"), 3, "Für den 01.01.2030 ist keine Fassung"),
        ((PROGRAMME, "--fassung", "2024"), 3, "Eine Regelfassung „2024“"),
        ((PROGRAMME, "--fassung", "2017", "--tag", "2025-01-01"), 3, "gilt die Fassung 2017 von"),
        ((PROGRAMME, "--fassung", "2017"), 3, "sie gilt 01.01.2018–31.12.2019. Bitte mit --tag einen Tag daraus"),
        ((PROGRAMME, "--tag", "01.07.2035"), 3, "„foerderbuch regeln“ nennt alle Fassungen"),
        (("--tag", "quatsch"), 2, "--tag quatsch ist kein Datum"),
        (("--bekannt", "morgen"), 2, "--bekannt morgen ist kein Datum"),
        (("--fassung", "2017"), 2, "--fassung braucht ein Programm"),
        (("--seite",), 2, "--seite braucht ein Programm"),
    ],
)
def test_what_cannot_be_answered_is_refused(tmp_path: Path, words: tuple[str, ...], code: int, message: str) -> None:
    assert message in run(*words, folder=tmp_path, code=code)


def test_a_programme_of_the_county_is_listed_as_its_own(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "kreis")
    (folder / "programme").mkdir()
    (folder / "programme" / "sprachmittlung.toml").write_text(own_programme(), "utf-8")
    assert "(eigene Regeldatei programme/sprachmittlung.toml)" in run("-C", str(folder))
    text = run("sprachmittlung", "--tag", "2025-05-01", "-C", str(folder))
    assert "Eigene Regeldatei des Landkreises: programme/sprachmittlung.toml" in text
    assert "alle Ausgabearten; Aufgabe der Stelle Integrationsmanagement, Koordinierende Stelle und" in text


def test_a_broken_programme_of_the_county_is_refused_with_file_and_remedy(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "kreis")
    (folder / "programme").mkdir()
    (folder / "programme" / "sprachmittlung.toml").write_text(own_programme() + '\n[[groesse]]\nname = "x"\n', "utf-8")
    message = run("-C", str(folder), code=5)
    assert "programme/sprachmittlung.toml: Abschnitt [[groesse]] Nr. 1 („x“): Einen Wert „x“ gibt es nicht;" in message


def test_the_page_for_the_file_is_written_and_depends_on_the_days_alone(tmp_path: Path) -> None:
    words = (PROGRAMME, "--tag", "2025-07-01", "--bekannt", "2025-12-31", "--seite")
    made = []
    for name in ("eins", "zwei"):
        folder = copy_example(tmp_path / name)
        files = as_data(*words, "-C", str(folder))["dateien"]
        made.append([(Path(file["pfad"]).name, file["sha256"]) for file in files])
    stem = "regeln-vwv-integrationsmanagement-2025-07-01-bekannt-2025-12-31"
    assert [name for name, _ in made[0]] == [f"{stem}.pdf", f"{stem}.docx", f"{stem}.xlsx", f"{stem}.html"]
    assert made[0] == made[1]
    html = (tmp_path / "eins" / "ausgabe" / "regeln" / f"{stem}.html").read_text("utf-8")
    assert '<td class="num" value="58000000">58.000.000,00\u00a0EUR</td>' in html


def test_the_list_of_versions_follows_the_days(tmp_path: Path) -> None:
    in_force = as_data("--tag", "01.07.2022", "--bekannt", "31.12.2022", folder=tmp_path)["programme"]
    wanted = [
        (rules.programme, rules.version)
        for rules in shipped_rulebook().versions
        if rules.in_force.contains(date(2022, 7, 1)) and rules.known_from <= date(2022, 12, 31)
    ]
    assert [(each["programm"], each["fassung"]) for each in in_force] == wanted
    assert 0 < len(wanted) < len(shipped_rulebook().versions)
    assert run("--tag", "01.01.2010", folder=tmp_path).startswith("Zu diesen Tagen ist keine")


def test_a_choice_is_printed_in_words_and_stays_a_key_for_other_programs(tmp_path: Path) -> None:
    words = (PROGRAMME, "--tag", "2025-07-01")
    assert "Maßgeblicher Monat für das Förderjahr: Leistungsmonat" in run(*words, folder=tmp_path)
    (value,) = [each for each in as_data(*words, folder=tmp_path)["werte"] if each["name"] == "jahreszuordnung"]
    assert value["wert"] == "leistung"
