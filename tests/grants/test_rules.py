"""The rulebook: what the shipped versions decide for a day of cost, as known on another day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from grants.law.clause import UNKNOWN_CLAUSE, Clause, Status
from grants.law.rules import FundingType, RuleSet, SettlementMethod, Side, TimeShare, Unit
from grants.law.shelf import shipped_rulebook
from ledger.cost import CostKind, WageGroup, YearBasis
from ledger.finding import MissingError
from ledger.fte import Fte
from ledger.money import Money
from ledger.period import FundingYear
from ledger.staff import PositionRole, Qualification
from tests.grants.builders import FSA, IM, KNOWN_ON, KO, PROGRAMME, VERSION, changed_rules, entry, rule_named, rules

DAY = date(2025, 7, 1)
LAST_PER_PERSON, FIRST_FRAME = date(2024, 12, 31), date(2025, 1, 1)

# Landkreis Biberach, Vorlage IV-006-2024, Nr. 3 and 5: personnel, training and Nachqualifizierung of the managers and
# personnel of the coordination post are fundable, travel and equipment are the county's; everything else that no paper
# names as fundable is not. Posts of Flüchtlingssozialarbeit are settled under § 12 FlüAG.
FUNDABLE = {
    (CostKind.PERSONNEL, IM),
    (CostKind.TRAINING, IM),
    (CostKind.REQUALIFICATION, IM),
    (CostKind.PERSONNEL, KO),
}


def vwv(version: str, known_on: date = KNOWN_ON) -> RuleSet:
    return shipped_rulebook().version(PROGRAMME, version, known_on)


@pytest.mark.parametrize("kind", CostKind, ids=lambda kind: kind.value)
@pytest.mark.parametrize("role", PositionRole, ids=lambda role: role.value)
def test_every_kind_of_cost_is_decided_for_every_role(kind: CostKind, role: PositionRole) -> None:
    here = Side.FUNDABLE if (kind, role) in FUNDABLE else Side.OWN_SHARE
    wanted = Side.OTHER_PROGRAMME if role is FSA else here
    assert rules().cost_rule(kind, role, DAY).side is wanted


def test_posts_of_another_programme_name_it() -> None:
    assert rules().cost_rule(CostKind.PERSONNEL, FSA, DAY).programme == "flueag-12"


def test_the_coordination_post_is_capped_at_40000_euros_and_needs_half_a_post() -> None:
    # Landkreis Biberach, Vorlage IV-006-2024, Nr. 3: at most 40,000 EUR, at least 0.5 VZÄ; clause from Heilbronn fn. 10
    cap, cap_clause = rules().money("koordination.hoechstbetrag", DAY)
    least, least_clause = rules().fte("koordination.mindestumfang", DAY)
    assert (cap, least) == (Money(4_000_000), Fte(5_000))
    assert (cap_clause.number, least_clause.number) == ("4.2", "4.2")


def test_the_coordination_post_is_fundable_from_the_first_frame_on_and_not_before() -> None:
    # Landkreis Biberach, Vorlage IV-006-2024: the post exists from October 2024, the frame from 2025
    sides = [rules().cost_rule(CostKind.PERSONNEL, KO, day).side for day in (LAST_PER_PERSON, FIRST_FRAME)]
    assert sides == [Side.OWN_SHARE, Side.FUNDABLE]
    with pytest.raises(MissingError, match=r"31\.12\.2024 gibt die Fassung 2023 .* keinen Wert „koordination"):
        rules().money("koordination.hoechstbetrag", LAST_PER_PERSON)


def test_a_carrier_of_its_own_needs_half_a_post() -> None:
    # Landkreis Heilbronn, Konzeptpapier, footnote 15 (Nr. 3.4)
    least, clause = rules().fte("eigenverantwortung.mindestumfang", DAY)
    assert (least, clause.number, clause.status) == (Fte(5_000), "3.4", Status.PROVEN)


@pytest.mark.parametrize("version", ["2017", "2019/2020", "2022", "2023"])
def test_the_nachqualifizierung_begins_within_three_months_and_ends_within_a_year(version: str) -> None:
    # Landkreis Heilbronn, Konzeptpapier, footnote 20 (Nr. 4.1.1); the versions before are assumed to say the same
    begin, _ = vwv(version).months("nachqualifizierung.beginn", vwv(version).in_force.first)
    finish, clause = vwv(version).months("nachqualifizierung.abschluss", vwv(version).in_force.first)
    assert (begin, finish) == (3, 12)
    assert clause.number == ("4.1.1" if version == "2023" else UNKNOWN_CLAUSE)


def test_per_person_until_the_end_of_2024_and_by_frame_from_2025() -> None:
    # Landkreis Biberach, Vorlage IV-006-2024, Nr. 2 and 3
    before, after = (vwv("2023").method(day) for day in (LAST_PER_PERSON, FIRST_FRAME))
    assert (before.settlement, after.settlement) == (SettlementMethod.PER_PERSON, SettlementMethod.PER_FRAME)
    assert before.funding is after.funding is FundingType.FIXED_AMOUNT


@pytest.mark.parametrize(
    ("version", "day", "degree", "mid_level"),
    [
        ("2017", date(2018, 1, 1), 64_000, 51_000),
        ("2019/2020", date(2022, 12, 31), 64_000, 51_000),
        ("2022", date(2023, 1, 1), 60_000, 47_000),
        ("2023", LAST_PER_PERSON, 60_000, 47_000),
    ],
)
def test_the_fixed_amount_of_a_post_falls_in_2023(version: str, day: date, degree: int, mid_level: int) -> None:
    amounts = {
        qualification: vwv(version).money("festbetrag", day, qualification.value)[0] for qualification in Qualification
    }
    assert amounts == {
        Qualification.SOCIAL_WORK_DEGREE: Money.euros(degree),
        Qualification.OTHER_DEGREE: Money.euros(degree),
        Qualification.MID_LEVEL: Money.euros(mid_level),
    }


def test_there_is_no_fixed_amount_for_a_post_in_the_years_of_the_frame() -> None:
    with pytest.raises(MissingError, match="keinen Wert „festbetrag“ für „mittlerer Bildungsabschluss“"):
        vwv("2023").money("festbetrag", FIRST_FRAME, Qualification.MID_LEVEL.value)


@pytest.mark.parametrize(
    ("day", "known_on", "millions"),
    [
        (date(2025, 1, 1), date(2024, 9, 18), 40),
        (date(2025, 1, 1), date(2024, 9, 19), 58),
        (date(2026, 12, 31), date(2025, 1, 1), 58),
        (date(2027, 1, 1), date(2025, 1, 1), 40),
        (date(2029, 12, 31), KNOWN_ON, 40),
    ],
)
def test_the_state_amount_of_2025_depends_on_the_day_of_knowledge(day: date, known_on: date, millions: int) -> None:
    # at least 40 million a year (Heilbronn, Biberach); 58 million for 2025 and 2026 announced in September 2024
    assert vwv("2023", known_on).money("landesbetrag", day)[0] == Money.euros(millions * 1_000_000)


@pytest.mark.parametrize(
    ("known_on", "version"), [(date(2023, 12, 6), "2022"), (date(2023, 12, 7), "2023"), (KNOWN_ON, "2023")]
)
def test_the_version_of_2023_holds_for_its_first_year_only_since_it_is_known(known_on: date, version: str) -> None:
    # put on its way in November 2023, in force from 01.01.2023 (Landkreis Biberach, Vorlage IV-006-2024, Nr. 2)
    assert shipped_rulebook().at(PROGRAMME, date(2023, 3, 1), known_on).version == version


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2018, 1, 1), "2017"),
        (date(2019, 12, 31), "2017"),
        (date(2020, 1, 1), "2019/2020"),
        (date(2022, 12, 31), "2019/2020"),
        (date(2029, 12, 31), "2023"),
    ],
)
def test_each_day_of_cost_has_its_version(day: date, version: str) -> None:
    assert shipped_rulebook().at(PROGRAMME, day, KNOWN_ON).version == version


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2030, 1, 1)])
def test_no_day_before_the_first_or_after_the_last_version_is_decided(day: date) -> None:
    with pytest.raises(MissingError, match=f"Für den {day:%d.%m.%Y} ist keine Fassung des Programms"):
        shipped_rulebook().at(PROGRAMME, day, KNOWN_ON)


def test_the_quotas_of_two_counties_stand_as_published() -> None:
    quotas = {
        name: vwv("2023").number("zuteilungsquote", Unit.PERCENT, FIRST_FRAME, name)[0]
        for name in ("Landkreis Heilbronn", "Landkreis Biberach")
    }
    assert quotas == {"Landkreis Heilbronn": Fraction("3.77"), "Landkreis Biberach": Fraction("2.3097675")}


def test_the_month_of_service_decides_the_year_and_that_is_an_assumption() -> None:
    # no document at hand names the basis
    basis, clause = rules().year_basis(DAY)
    assert basis is YearBasis.SERVICE
    assert (clause.number, clause.status) == (UNKNOWN_CLAUSE, Status.ASSUMED)


def test_a_clause_of_another_regulation_is_cited_as_such() -> None:
    words = [
        rules().principle(name, DAY).words() for name in ("ueberfinanzierung", "jahressonderzahlung", "kennzahlen")
    ]
    assert words == ["Nr.\u00a02.3.2 ANBest-K (Annahme)", "§\u00a020\u00a0TVöD (Annahme)", "Nr.\u00a06.1 VwV IntM"]


def test_social_work_with_refugees_is_refunded_at_one_post_for_90_persons() -> None:
    # Landkreis Biberach, Vorlage IV-006-2024, Nr. 5 (§ 12 FlüAG, 1:90)
    act = shipped_rulebook().at("flueag-12", DAY, KNOWN_ON)
    key, clause = act.number("betreuungsschluessel", Unit.PERSONS_PER_FTE, DAY)
    assert (key, clause.words()) == (Fraction(90), "§\u00a012\u00a0FlüAG")
    assert act.method(DAY).settlement is SettlementMethod.EXACT_COST
    assert act.cost_rule(CostKind.PERSONNEL, FSA, DAY).side is Side.FUNDABLE


def test_a_city_bears_half_of_a_project_up_to_290000_euros() -> None:
    # Landeshauptstadt Stuttgart, Mitteilungsvorlage vom 24.06.2021 (OMID)
    project = shipped_rulebook().at("stuttgart-omid", date(2022, 1, 1), KNOWN_ON)
    assert project.method(date(2022, 1, 1)).funding is FundingType.PROPORTIONAL
    assert project.number("foerderanteil", Unit.PERCENT, date(2022, 1, 1))[0] == 50
    assert project.money("foerderanteil.hoechstbetrag", date(2022, 1, 1))[0] == Money.euros(290_000)


@pytest.mark.parametrize(("year", "teur"), [(2020, 1_151), (2021, 1_156)])
def test_the_measures_of_a_city_sum_to_the_printed_table(year: int, teur: int) -> None:
    # Landeshauptstadt Stuttgart, Mitteilungsvorlage vom 24.06.2021: eleven measures beside the programme
    measures = shipped_rulebook().at("stuttgart-massnahmen", date(year, 1, 1), KNOWN_ON)
    planned = [measures.value(*key[:1], date(year, 1, 1), key[1]).value.number for key in measures.quantities]
    assert (len(planned), sum(planned)) == (11, teur * 1_000)
    assert measures.method(date(year, 1, 1)).settlement is SettlementMethod.NONE


def test_asking_for_a_value_in_another_unit_is_a_mistake_in_the_program() -> None:
    with pytest.raises(ValueError, match="is in EUR, not VZÄ"):
        rules().fte("koordination.hoechstbetrag", DAY)
    with pytest.raises(ValueError, match="is in VZÄ, not an amount"):
        rules().money("koordination.mindestumfang", DAY)
    with pytest.raises(ValueError, match="is in EUR, not a choice"):
        rules().choice("koordination.hoechstbetrag", DAY)


@pytest.mark.parametrize("year", [2022, 2030])
def test_a_year_outside_the_version_is_missing_not_guessed(year: int) -> None:
    with pytest.raises(MissingError, match=f"Im Förderjahr {year} gilt die Regelfassung „2023“ .* nicht"):
        shipped_rulebook().for_year(PROGRAMME, VERSION, FundingYear(year), date(2031, 1, 1))


def test_a_version_that_nobody_wrote_down_is_missing() -> None:
    with pytest.raises(MissingError, match=r"Eine Regelfassung „2024“ .* nicht bekannt"):
        vwv("2024")
    with pytest.raises(MissingError, match="Ein Programm „anderes“ ist nicht hinterlegt"):
        shipped_rulebook().of("anderes")


def test_a_version_is_not_used_before_it_was_known() -> None:
    with pytest.raises(MissingError, match=r"„2023“ .* ist am 06\.12\.2023 nicht bekannt"):
        vwv("2023", date(2023, 12, 6))


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        ("4.2", Status.PROVEN, "Nr.\u00a04.2 VwV IntM"),
        ("4.2", Status.ASSUMED, "Nr.\u00a04.2 VwV IntM (Annahme)"),
        (UNKNOWN_CLAUSE, Status.ASSUMED, "VwV IntM, Nr.\u00a0offen (Annahme)"),
        ("§ 12 FlüAG", Status.PROVEN, "§\u00a012\u00a0FlüAG"),
    ],
)
def test_a_paper_cites_the_clause_and_says_what_is_only_assumed(number: str, status: Status, words: str) -> None:
    assert Clause(number, "VwV IntM", "ein Dokument", status).words() == words


@pytest.mark.parametrize("share", TimeShare, ids=lambda share: share.value)
def test_parts_of_months_count_by_days_or_not_at_all(share: TimeShare) -> None:
    by_share = changed_rules(lambda data: rule_named(data, "zeitanteil").update(wert=share.value))
    found, clause = by_share.time_share(DAY)
    assert (found, clause.status) == (share, Status.ASSUMED)


@pytest.mark.parametrize(
    ("group", "staff", "kind", "is_pay"),
    [
        (None, "0001", CostKind.PERSONNEL, True),
        (WageGroup.SOCIAL_INSURANCE, "0001", CostKind.PERSONNEL, True),
        (WageGroup.ANNUAL_BONUS, "0001", CostKind.PERSONNEL, False),
        (WageGroup.REIMBURSEMENT, "0001", CostKind.PERSONNEL, False),
        (None, "", CostKind.PERSONNEL, False),
        (None, "0001", CostKind.TRAINING, False),
    ],
)
def test_pay_is_what_a_person_gets_for_a_month(
    group: WageGroup | None, staff: str, kind: CostKind, *, is_pay: bool
) -> None:
    assert replace(entry("100.00", staff, kind=kind), group=group).is_monthly_pay is is_pay
