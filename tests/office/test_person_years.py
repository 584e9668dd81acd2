"""Years settled per person beside years with a planning frame: which rules decide, and what every command does."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grants.law.rules import SettlementMethod
from grants.office.accounting import compute_booked, settle_booked
from grants.office.closing import close_year
from grants.office.documents import DocumentKind
from grants.office.incoming import book_reading, read_incoming
from grants.office.run import list_open_points, run_year, write_documents
from grants.office.workspace import open_workspace
from grants.office.year_facts import PersonTerms, YearTerms, year_terms
from ledger.book.store import open_book
from ledger.finding import ConflictError, MissingError, UnreadableError
from ledger.period import FundingYear
from tests.commands import foerderbuch

if TYPE_CHECKING:
    from grants.office.acting import Acting

CASES = Path(__file__).resolve().parents[1] / "cases"
BOTH = "personenscharf-2024-planungsrahmen-2025"
TODAY = date(2026, 2, 16)
Y2018, Y2023, Y2024, Y2025 = map(FundingYear, (2018, 2023, 2024, 2025))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace with one person in 2024 (per person) and 2025 (planning frame)."""
    return copy_case(BOTH, tmp_path)


def copy_case(name: str, tmp_path: Path) -> Path:
    shutil.copytree(CASES / name / "given", tmp_path / "landkreis")
    return tmp_path / "landkreis"


def rewrite(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def test_each_year_is_settled_by_the_method_its_rules_name(folder: Path) -> None:
    workspace = open_workspace(folder)
    persons, frame = (year_terms(workspace, year, TODAY) for year in (Y2024, Y2025))
    assert isinstance(persons, PersonTerms)
    assert isinstance(frame, YearTerms)
    assert persons.rules.method(date(2024, 1, 1)).settlement is SettlementMethod.PER_PERSON
    assert frame.rules.method(date(2025, 1, 1)).settlement is SettlementMethod.PER_FRAME


def test_a_planning_frame_for_a_year_settled_per_person_is_refused(folder: Path) -> None:
    rewrite(
        folder / "bescheide" / "planungsrahmen-2025.toml", ("2025-01-01", "2024-01-01"), ("2025-12-31", "2024-12-31")
    )
    rewrite(folder / "bescheide" / "planungsrahmen-2025.toml", ("jahr = 2025", "jahr = 2024"))
    expected = r"bescheide/planungsrahmen-2025\.toml: Ein Planungsrahmen passt nicht zum Förderjahr 2024"
    with pytest.raises(UnreadableError, match=expected) as refusal:
        year_terms(open_workspace(folder), Y2024, TODAY)
    assert 'art = "Bewilligung"' in refusal.value.remedy
    (folder / "bescheide" / "bewilligung-2024.toml").unlink()
    with pytest.raises(UnreadableError, match=expected):
        year_terms(open_workspace(folder), Y2024, TODAY)


def test_an_award_per_person_for_a_year_with_a_planning_frame_is_refused(folder: Path) -> None:
    rewrite(folder / "bescheide" / "bewilligung-2024.toml", ("zeitraum_bis = 2024-12-31", "zeitraum_bis = 2025-06-30"))
    expected = r"bescheide/bewilligung-2024\.toml: Eine Bewilligung je Person passt nicht zum Förderjahr 2025"
    with pytest.raises(UnreadableError, match=expected) as refusal:
        year_terms(open_workspace(folder), Y2025, TODAY)
    assert "Bewilligungszeitraum" in refusal.value.remedy


def test_a_year_without_any_notice_says_which_two_there_are(folder: Path) -> None:
    with pytest.raises(MissingError) as refusal:
        year_terms(open_workspace(folder), Y2018, TODAY)
    assert 'art = "Bewilligung"' in refusal.value.remedy


def test_the_rule_set_of_the_award_decides_as_far_as_it_was_known(tmp_path: Path) -> None:
    folder = copy_case("personenscharf-fuenf-personen", tmp_path)
    notice = folder / "bescheide" / "bewilligung-2023.toml"
    with pytest.raises(MissingError):  # the notice of 20.12.2023 was not there yet
        year_terms(open_workspace(folder), Y2023, date(2023, 6, 1))
    rewrite(notice, ("datum = 2023-12-20", "datum = 2023-01-15"))
    with pytest.raises(MissingError, match="„2023“ des Programms „vwv-integrationsmanagement“ ist am"):
        year_terms(open_workspace(folder), Y2023, date(2023, 6, 1))
    rewrite(notice, ('regelfassung = "2023"', 'regelfassung = "2022"'))
    for known_on in (date(2023, 6, 1), TODAY):  # an old paper comes out as it was
        assert year_terms(open_workspace(folder), Y2023, known_on).rules.version == "2022"


def test_in_years_before_the_rule_set_of_a_long_award_the_version_of_that_year_decides(tmp_path: Path) -> None:
    folder = copy_case("personenscharf-zwei-jahre-2018-2019", tmp_path)
    notice = folder / "bescheide" / "bewilligung-2018.toml"
    rewrite(
        notice,
        ('regelfassung = "2017"', 'regelfassung = "2019/2020"'),
        ("datum = 2017-12-15", "datum = 2020-12-15"),
        ("zeitraum_bis = 2019-12-31", "zeitraum_bis = 2022-12-31"),
    )
    terms = [year_terms(open_workspace(folder), FundingYear(number), TODAY) for number in (2018, 2021)]
    assert [each.rules.version for each in terms] == ["2017", "2019/2020"]
    rewrite(notice, ('regelfassung = "2019/2020"', 'regelfassung = "2023"'))
    with pytest.raises(UnreadableError, match="„regelfassung“ 2023 gilt"):
        year_terms(open_workspace(folder), Y2018, TODAY)


def test_two_applicants_are_settled_by_one_version_of_the_rules(tmp_path: Path) -> None:
    folder = copy_case("personenscharf-rahmen-zu-klein", tmp_path)
    other = folder / "bescheide" / "bewilligung-stadt.toml"
    shutil.copy(folder / "bescheide" / "bewilligung-2023.toml", other)
    rewrite(other, ('traeger = "08999"', 'traeger = "08999002"'), ('"Landkreis"\n', '"Gemeinde"\n'))
    assert len(year_terms(open_workspace(folder), Y2023, TODAY).notices) == 1
    rewrite(other, ('regelfassung = "2023"', 'regelfassung = "2022"'))
    with pytest.raises(UnreadableError, match="Ein Jahr wird nach einer Fassung abgerechnet") as refusal:
        year_terms(open_workspace(folder), Y2023, TODAY)
    assert "bewilligung-stadt.toml" in refusal.value.text


def test_documents_of_a_year_settled_per_person_are_refused_and_none_is_written(folder: Path, acting: Acting) -> None:
    workspace = open_workspace(folder)
    run_year(workspace, Y2024, acting)
    for kind in DocumentKind:
        with pytest.raises(ConflictError, match="Unterlagen dafür erstellt das Programm noch nicht"):
            write_documents(workspace, Y2024, kind, acting, dry_run=False)
    with pytest.raises(ConflictError):
        compute_booked(workspace, open_book(workspace.book_address, writing=False), Y2024, acting)
    assert [path.name for path in (folder / "ausgabe" / "2024").iterdir()] == ["anker.json"]


def test_a_year_settled_per_person_can_be_frozen_and_later_pay_is_kept_apart(folder: Path, acting: Acting) -> None:
    workspace = open_workspace(folder)
    run_year(workspace, Y2024, acting)
    closing = close_year(workspace, Y2024, acting, dry_run=False)
    assert closing.freeze is not None
    run_year(workspace, Y2025, acting)
    result = settle_booked(workspace, open_book(workspace.book_address, writing=False), Y2024, acting)
    assert result.figures["person.0501.kosten"].exact == "46500.00"
    assert any("3 Buchungen kamen nach dem Festschreiben" in p.text for p in list_open_points(workspace, result))


def test_files_that_the_awards_contradict_book_nothing(folder: Path, acting: Acting) -> None:
    rewrite(folder / "bescheide" / "bewilligung-2024.toml", ('vzae = "1"', 'vzae = "0,2"'))
    workspace = open_workspace(folder)
    reading = read_incoming(workspace, open_book(workspace.book_address, writing=False), Y2024, acting)
    assert ["Mindestumfang" in finding.text for finding in reading.findings if finding.blocks] == [True]


def test_pay_of_the_next_year_that_concerns_this_one_is_tried_in_both_years(folder: Path, acting: Acting) -> None:
    workspace = open_workspace(folder)
    run_year(workspace, Y2024, acting)
    book = open_book(workspace.book_address, writing=True)
    reading = read_incoming(workspace, book, Y2025, acting)
    assert not reading.blocks
    book_reading(book, reading, acting)
    result = settle_booked(workspace, book, Y2024, acting)
    assert result.figures["person.0501.kosten"].exact == "46800.00"


@pytest.mark.parametrize(
    ("name", "year", "old", "new", "words"),
    [
        ("bewilligung-2024", Y2024, 'regelfassung = "2023"', 'regelfassung = "2024"', "Eine Regelfassung „2024“"),
        ("bewilligung-2024", Y2024, "vwv-integrationsmanagement", "vwv-anders", "Ein Programm „vwv-anders“"),
        ("planungsrahmen-2025", Y2025, "vwv-integrationsmanagement", "vwv-anders", "Ein Programm „vwv-anders“"),
    ],
)
def test_a_notice_with_unknown_rules_is_named_with_the_folder_where_rules_may_lie(
    folder: Path, name: str, year: FundingYear, old: str, new: str, words: str
) -> None:
    file = f"bescheide/{name}.toml"
    rewrite(folder / file, (old, new))
    with pytest.raises(MissingError) as caught:
        year_terms(open_workspace(folder), year, TODAY)
    assert caught.value.text.startswith(f"{file}: {words}")
    assert caught.value.remedy.endswith("die Regeln als Datei in den Ordner programme legen.")


def test_pruefen_hints_at_a_granted_person_whom_nobody_knows_and_books_nothing(folder: Path) -> None:
    award = folder / "bescheide" / "bewilligung-2024.toml"
    (number,) = set(re.findall(r'personalnummer = "(\w+)"', award.read_text("utf-8")))
    rewrite(award, (f'personalnummer = "{number}"', 'personalnummer = "9999"'))
    done = foerderbuch("pruefen", "2024", "-C", str(folder))
    assert done.returncode == 0, done.stderr
    assert "Hinweis: Förderjahr 2024" in done.stderr
    assert "bewilligt, aber von der bewilligten Person in diesem Jahr nicht besetzt." in done.stderr
    assert not (folder / "foerderbuch.db").exists()
