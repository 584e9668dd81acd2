"""What published papers print is reproduced from data files, to the printed digit; what conflicts is reported."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from grants.law.programme_file import read_rule_set
from grants.law.shelf import Rulebook, build_rulebook, shipped_rulebook
from grants.settle.printed import Known
from grants.settle.relation_check import check_paper
from grants.settle.relation_file import read_paper_check
from grants.settle.relation_findings import findings_of
from grants.settle.relation_operations import COMPUTED
from grants.settle.relations import Operation, Outcome, PaperCheck, Relation, Verdict
from ledger.finding import Severity
from tests.cases.paper_table import TABLE

PAPERS = Path(__file__).parent / "papers"
FILES = sorted(path.stem for path in PAPERS.glob("*.toml"))
ACROSS = "ueber-mehrere-vorlagen"
PLACES = ("biberach", "heilbronn", "ludwigsburg", "stuttgart", "waldshut")


def paper(name: str) -> PaperCheck:
    return read_paper_check(tomllib.loads((PAPERS / f"{name}.toml").read_text("utf-8")), f"{name}.toml")


def outcomes(name: str, rulebook: Rulebook | None = None) -> tuple[Outcome, ...]:
    return check_paper(paper(name), rulebook or shipped_rulebook())


def names_of(found: tuple[Outcome, ...], verdict: Verdict) -> list[str]:
    return [outcome.relation.name for outcome in found if outcome.verdict is verdict]


def test_every_paper_has_its_table() -> None:
    assert sorted(TABLE) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_paper_gives_exactly_the_results_of_its_table(name: str) -> None:
    found = outcomes(name)
    assert {verdict: names_of(found, verdict) for verdict in Verdict if names_of(found, verdict)} == {
        verdict: names.split() for verdict, names in TABLE[name].items()
    }
    assert [outcome.missing for outcome in found if outcome.missing] == []


@pytest.mark.parametrize(
    ("name", "exact", "rounded", "adjusted", "conflict", "uncheckable"),
    [
        ("landeshauptstadt-stuttgart-2021-06-24", 54, 16, 1, 0, 1),
        ("landkreis-biberach-iv-006-2024", 33, 14, 0, 0, 3),
        ("landkreis-heilbronn-konzeptpapier-2023-12-07", 48, 1, 0, 0, 1),
        ("landkreis-waldshut-2019-03-11", 15, 5, 0, 1, 0),
        ("stadt-ludwigsburg-204-18", 29, 7, 0, 3, 2),
        (ACROSS, 19, 10, 0, 1, 2),
        ("kostenarten", 48, 0, 0, 0, 0),
        ("oeffentliche-berichte", 25, 0, 0, 0, 0),
    ],
)
def test_the_table_counts_as_many_relations_as_were_found_in_the_papers(
    name: str, exact: int, rounded: int, adjusted: int, conflict: int, uncheckable: int
) -> None:
    wanted = [exact, rounded, adjusted, conflict, uncheckable]
    assert [len(TABLE[name].get(verdict, "").split()) for verdict in Verdict] == wanted


CONFLICTS = {
    "landkreis-waldshut-2019-03-11": ["vorlagenart-wie-zustaendigkeit"],
    "stadt-ludwigsburg-204-18": [
        "beschluss-nummer-wie-bezug",
        "stellenschluessel-datum-wie-beschluss",
        "stellenschluessel-datum-vor-der-vorlage",
    ],
    ACROSS: ["stichtag-gezaehlte"],
}
HINTS = {
    "landeshauptstadt-stuttgart-2021-06-24": ["omid-anteile"],
    "landkreis-biberach-iv-006-2024": [
        "anfang-stellen-gedruckt",
        "hochphase-manager-nach-presse",
        "hochphase-stellen-nach-presse",
    ],
    ACROSS: ["waldshut-rahmen-gedruckt"],
}


@pytest.mark.parametrize("name", FILES)
def test_what_conflicts_is_an_error_what_was_adjusted_a_hint_and_the_rest_no_finding(name: str) -> None:
    findings = findings_of(paper(name), outcomes(name))
    for severity, wanted in ((Severity.ERROR, CONFLICTS), (Severity.HINT, HINTS)):
        found = [finding for finding in findings if finding.severity is severity]
        assert [finding.text.partition("„")[2].partition("“")[0] for finding in found] == wanted.get(name, [])
        assert {finding.place.file for finding in found} <= {f"{name}.toml"}


def test_the_two_references_of_one_decision_are_shown_as_printed() -> None:
    findings = findings_of(paper("stadt-ludwigsburg-204-18"), outcomes("stadt-ludwigsburg-204-18"))
    assert [(finding.found, finding.expected) for finding in findings] == [
        ("449/2017", "445/17"),
        ("29.11.2017", "29.11.2018"),
        ("29.11.2018 und 08.05.2018", "aufsteigende Tage"),
    ]


def test_the_residue_of_a_distribution_is_shown_and_not_balanced() -> None:
    (finding,) = [each for each in findings_of(paper(ACROSS), outcomes(ACROSS)) if each.severity is Severity.HINT]
    assert "Gedruckt ist 1,9894… weniger als gerechnet" in finding.text
    assert finding.found == "1.094.608,00 Euro"


def _moved(known: Known, steps: int) -> Known:
    """Return a printed number with its last place some steps higher."""
    assert known.number is not None
    return replace(known, number=replace(known.number, value=known.number.value + steps * known.number.last_place))


def _moved_results(printed: PaperCheck, relation: Relation) -> PaperCheck:
    """Return the paper up to this relation, whose last result is printed higher by the least that is noticed.

    Half a place belongs to a soft number, and one place is what adjusting a column moves.
    """
    known = {**printed.printed, **printed.derived}[relation.results[-1]]
    soft = (known.number and known.number.is_soft) or relation.operation is Operation.DISTRIBUTION
    moved = replace(relation, results=(*relation.results[:-1], "probe"), tolerance=None)
    before = printed.relations[: printed.relations.index(relation)]
    figures = {**printed.printed, "probe": _moved(known, 2 if soft else 1)}
    return replace(printed, printed=figures, relations=(*before, moved))


@pytest.mark.parametrize("name", [name for name in FILES if name != "kostenarten"])
def test_one_digit_more_in_any_printed_result_is_a_conflict(name: str) -> None:
    printed = paper(name)
    tried = 0
    for relation in printed.relations:
        computes = relation.operation in COMPUTED and relation.operation is not Operation.PARTIAL_SUM
        figures = {**printed.printed, **printed.derived}
        if computes or (relation.operation is Operation.DISTRIBUTION and figures[relation.results[-1]].number):
            changed = check_paper(_moved_results(printed, relation), shipped_rulebook())
            assert changed[-1].verdict is Verdict.CONFLICT, relation.name
            tried += 1
    assert tried


def test_figures_taken_over_from_a_paper_stand_there_as_in_its_own_file() -> None:
    own = {place: paper(next(file for file in FILES if place in file)).printed for place in PLACES}
    for name, known in paper(ACROSS).printed.items():
        place, _, figure = name.partition("-")
        assert known.text == own[place][figure].text, name


def changed_rulebook(file: str, old: str, new: str) -> Rulebook:
    """Return the shipped rulebook with one text in one file changed."""
    texts = {
        entry.name: entry.read_text("utf-8")
        for entry in (resources.files("grants.law") / "programmes").iterdir()
        if entry.name.endswith(".toml")
    }
    assert texts[file].count(old) == 1
    texts[file] = texts[file].replace(old, new)
    return build_rulebook(read_rule_set(tomllib.loads(text), name) for name, text in sorted(texts.items()))


@pytest.mark.parametrize(
    ("file", "old", "new", "paper_name", "conflicts"),
    [
        (
            "vwv-integrationsmanagement-2023.toml",
            'wert = "3,77"',
            'wert = "3,78"',
            "landkreis-heilbronn-konzeptpapier-2023-12-07",
            ["quote-der-regel", "rahmen-aus-quote"],
        ),
        (
            "vwv-integrationsmanagement-2023.toml",
            'nr = "3.4"',
            'nr = "3.5"',
            "landkreis-heilbronn-konzeptpapier-2023-12-07",
            ["fussnote-15-eigene-stelle"],
        ),
        (
            "vwv-integrationsmanagement-2017.toml",
            'wert = "72.857"',
            'wert = "72.858"',
            "stadt-ludwigsburg-204-18",
            ["personen-land-der-regel", "rahmen-je-kopf"],
        ),
        (
            "stuttgart-omid-2021.toml",
            'wert = "290.000,00"',
            'wert = "290.000,01"',
            "landeshauptstadt-stuttgart-2021-06-24",
            ["omid-hoechstbetrag-der-regel", "omid-zuschuss-der-stadt"],
        ),
    ],
)
def test_a_rule_file_that_says_something_else_than_the_papers_conflicts_with_them(
    file: str, old: str, new: str, paper_name: str, conflicts: list[str]
) -> None:
    before = set(names_of(outcomes(paper_name), Verdict.CONFLICT))
    after = names_of(outcomes(paper_name, changed_rulebook(file, old, new)), Verdict.CONFLICT)
    assert [name for name in after if name not in before] == conflicts
