"""From when to when rules hold: the version of a day of cost, and the days for which a value is given."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grants.law.rules import Side
from ledger.finding import MissingError
from ledger.period import day_after
from tests.grants.builders import PROGRAMME as VWV
from tests.rulebook.sides import LUMP_SUM, MEASURES, OMID

if TYPE_CHECKING:
    from grants.law.rules import RuleSet
    from grants.law.shelf import Rulebook

STORIES = Path(__file__).parents[1] / "cases"
LATER = date(2026, 1, 1)
# Days that the papers print: the pact of the state with the municipalities and the city council's decision to take
# part (Stuttgart, 24.06.2021), the papers themselves, the ministry's announcement of 58 million.
PACT, COUNCIL, NOTICE = date(2017, 4, 27), date(2017, 9, 28), date(2020, 12, 15)
WALDSHUT, STUTTGART, HEILBRONN, BIBERACH = date(2019, 3, 11), date(2021, 6, 24), date(2023, 12, 7), date(2024, 6, 24)
ANNOUNCED = date(2024, 9, 19)
# Biberach prints the year of the version of 2022 and Stuttgart that of its budget for 2020 and 2021, but no day: both
# are known at the end of the year before they take effect, when they can last have been decided in time.
END_OF_2022, END_OF_2019 = date(2022, 12, 31), date(2019, 12, 31)
ONE_DAY = timedelta(days=1)

# Programme, day of cost, known on, version (None: nothing is in force or known).
VERSIONS: tuple[tuple[str, date, date, str | None], ...] = (
    # Ludwigsburg 204/18: the city takes the task over on 01.01.2018; Stuttgart: part 1 of the pact is for 2018/2019
    (VWV, date(2017, 12, 31), LATER, None),
    (VWV, date(2018, 1, 1), PACT - ONE_DAY, None),
    (VWV, date(2018, 1, 1), PACT, "2017"),
    (VWV, date(2019, 12, 31), LATER, "2017"),
    # Waldshut, 11.03.2019: extended by one year; Stuttgart: extended until 31.12.2022
    (VWV, date(2020, 1, 1), WALDSHUT - ONE_DAY, None),
    (VWV, date(2020, 1, 1), WALDSHUT, "2019/2020"),
    (VWV, date(2022, 12, 31), LATER, "2019/2020"),
    # Biberach, Nr. 2: changed in 2022 for a further year
    (VWV, date(2023, 1, 1), END_OF_2022 - ONE_DAY, None),
    (VWV, date(2023, 1, 1), END_OF_2022, "2022"),
    (VWV, date(2023, 12, 31), HEILBRONN - ONE_DAY, "2022"),
    (VWV, date(2024, 1, 1), HEILBRONN - ONE_DAY, None),
    # Biberach, Nr. 2: in force from 01.01.2023, backwards; Heilbronn, 07.12.2023: until 31.12.2029
    (VWV, date(2023, 1, 1), HEILBRONN - ONE_DAY, "2022"),
    (VWV, date(2023, 1, 1), HEILBRONN, "2023"),
    (VWV, date(2024, 1, 1), HEILBRONN, "2023"),
    (VWV, date(2029, 12, 31), LATER, "2023"),
    (VWV, date(2030, 1, 1), LATER, None),
    # Stuttgart: decided on 28.09.2017 with the pact, paid for the posts, whose term is 60 months until 31.12.2022
    (LUMP_SUM, date(2017, 12, 31), LATER, None),
    (LUMP_SUM, date(2018, 1, 1), COUNCIL - ONE_DAY, None),
    (LUMP_SUM, date(2018, 1, 1), COUNCIL, "2017"),
    (LUMP_SUM, date(2022, 12, 31), LATER, "2017"),
    (LUMP_SUM, date(2023, 1, 1), LATER, None),
    # Stuttgart: settled for 2019, in the budget of 2020 and 2021, asked for 2022 and 2023, then nothing
    (OMID, date(2018, 12, 31), LATER, None),
    (OMID, date(2019, 1, 1), STUTTGART - ONE_DAY, None),
    (OMID, date(2019, 1, 1), STUTTGART, "2021"),
    (OMID, date(2023, 12, 31), LATER, "2021"),
    (OMID, date(2024, 1, 1), LATER, None),
    # Stuttgart: the table of 2020 and 2021, and that of 2022 to 2026
    (MEASURES, date(2019, 12, 31), LATER, None),
    (MEASURES, date(2020, 1, 1), END_OF_2019 - ONE_DAY, None),
    (MEASURES, date(2020, 1, 1), END_OF_2019, "2020/2021"),
    (MEASURES, date(2021, 12, 31), LATER, "2020/2021"),
    (MEASURES, date(2022, 1, 1), STUTTGART - ONE_DAY, None),
    (MEASURES, date(2022, 1, 1), STUTTGART, "2022/2023"),
    (MEASURES, date(2026, 12, 31), LATER, "2022/2023"),
    (MEASURES, date(2027, 1, 1), LATER, None),
)


def each_day_of_cost_and_knowledge_has_the_version_that_papers_name(rulebook: Rulebook) -> None:
    for programme, day, known_on, wanted in VERSIONS:
        found = _version(rulebook, programme, day, known_on)
        assert found == wanted, f"{programme} on {day} as known on {known_on}: {found or 'nothing'}"


def _version(rulebook: Rulebook, programme: str, day: date, known_on: date) -> str | None:
    try:
        return rulebook.at(programme, day, known_on).version
    except MissingError:
        return None


@cache
def versions_of_stories() -> frozenset[tuple[str, str]]:
    """Return programme and version of every award of the stories, but for those a county has written itself."""
    awards = [tomllib.loads(file.read_text("utf-8")) for file in STORIES.glob("*/given/bescheide/*.toml")]
    own = [tomllib.loads(file.read_text("utf-8")) for file in STORIES.glob("*/given/programme/*.toml")]
    named = {(award["programm"], award["regelfassung"]) for award in awards if "regelfassung" in award}
    return frozenset(named - {(each["programm"], each["fassung"]) for each in own})


def every_award_of_the_stories_finds_the_version_it_names(rulebook: Rulebook) -> None:
    for programme, version in sorted(versions_of_stories()):
        assert rulebook.version(programme, version, LATER).version == version


def the_title_names_the_version(rulebook: Rulebook) -> None:
    # the rules of the state and the budgets of the city are called by their years
    for rules in rulebook.versions:
        if rules.programme in (VWV, MEASURES):
            assert rules.title.endswith(f" {rules.version}"), rules.title


def a_version_is_called_after_the_year_in_which_it_became_known_or_began(rulebook: Rulebook) -> None:
    for rules in rulebook.versions:
        first = int(rules.version.partition("/")[0])
        assert first in (rules.known_from.year, rules.in_force.first.year), f"{rules.programme} {rules.version}"


def who_hands_a_post_over_finds_the_other_programme_in_force_and_known(rulebook: Rulebook) -> None:
    for programme in rulebook.programmes():
        versions = rulebook.of(programme)
        for other in sorted({name for rules in versions for name in _handed_to(rules)}):
            takers = rulebook.of(other)
            assert takers[0].in_force.first <= versions[0].in_force.first, f"{other} begins after {programme}"
            ends = [rules[-1].in_force.last or date.max for rules in (takers, versions)]
            assert ends[0] >= ends[1], f"{other} ends before {programme}"
            assert takers[0].known_from <= versions[0].known_from, f"{other} is known after {programme}"


def _handed_to(rules: RuleSet) -> set[str]:
    return {
        dated.value.programme
        for series in rules.costs.values()
        for dated in series.values
        if dated.value.side is Side.OTHER_PROGRAMME
    }


FRAME_YEARS = (date(2025, 1, 1), date(2029, 12, 31))
PERSON_YEARS = (date(2023, 1, 1), date(2024, 12, 31))
FIRST_FRAME_YEAR = (date(2025, 1, 1), date(2025, 12, 31))
# Values that hold for a part of their version only. All others hold from its first to its last day.
PARTS: dict[tuple[str, str, str, str], tuple[date, date]] = {
    # Heilbronn, 07.12.2023: frames from 01.01.2025, until 31.12.2029; its quota and its steps are those of 2025
    (VWV, "2023", "landesbetrag", ""): FRAME_YEARS,
    (VWV, "2023", "zaehlung.erstes_jahr_vorher", ""): FRAME_YEARS,
    (VWV, "2023", "zaehlung.letztes_jahr_vorher", ""): FRAME_YEARS,
    (VWV, "2023", "koordination.hoechstbetrag", ""): FRAME_YEARS,
    (VWV, "2023", "koordination.mindestumfang", ""): FRAME_YEARS,
    (VWV, "2023", "eigenverantwortung.mindestumfang", ""): FRAME_YEARS,
    (VWV, "2023", "zuteilungsquote", "Landkreis Heilbronn"): FIRST_FRAME_YEAR,
    (VWV, "2023", "zuteilungsquote", "Landkreis Biberach"): FIRST_FRAME_YEAR,
    # Biberach, Nr. 2: settled per person until the end of 2024
    (VWV, "2023", "festbetrag", "Studium Soziale Arbeit"): PERSON_YEARS,
    (VWV, "2023", "festbetrag", "anderes Studium"): PERSON_YEARS,
    (VWV, "2023", "festbetrag", "mittlerer Bildungsabschluss"): PERSON_YEARS,
    (VWV, "2023", "stelle.mindestumfang", ""): PERSON_YEARS,
    # decided on 24.07.2018 for twelve more months after the first 24
    (VWV, "2019/2020", "landesbetrag", ""): (date(2020, 1, 1), date(2020, 12, 31)),
}


def a_value_is_given_for_the_days_of_its_procedure_and_no_others(rulebook: Rulebook) -> None:
    for shipped in rulebook.versions:
        rules = shipped.as_known_on(LATER)
        for name, subject in rules.quantities:
            whole = (rules.in_force.first, rules.in_force.last or rules.in_force.first)
            first, last = PARTS.get((rules.programme, rules.version, name, subject), whole)
            given = [rules.has(name, day, subject) for day in (first - ONE_DAY, first, last, day_after(last))]
            assert given == [False, True, True, False], f"{rules.title}: {name} {subject}"
    for programme, version, name, subject in PARTS:
        assert (name, subject) in rulebook.version(programme, version, LATER).quantities, f"{name} {subject}"


CHECKS = (
    each_day_of_cost_and_knowledge_has_the_version_that_papers_name,
    every_award_of_the_stories_finds_the_version_it_names,
    the_title_names_the_version,
    a_version_is_called_after_the_year_in_which_it_became_known_or_began,
    who_hands_a_post_over_finds_the_other_programme_in_force_and_known,
    a_value_is_given_for_the_days_of_its_procedure_and_no_others,
)
