"""What each version of the programme comes to for one person: rates, least share, parts of months, months without pay.

The amounts are those of public reports: 64,000 and 51,000 EUR a year from 2018 on, 60,000 and 47,000 from 2023 on.
"""

from __future__ import annotations

from datetime import date

import pytest

from grants.law.rules import RuleSet
from grants.law.shelf import shipped_rulebook
from grants.settle.person_year import PersonYearResult
from ledger.cost import CostKind
from ledger.period import FundingYear
from ledger.staff import PositionRole, Qualification
from tests.grants.builders import FSA, KNOWN_ON, KO, PROGRAMME, entry, paid, tenure
from tests.grants.person_builders import DEGREE, MID_LEVEL, OTHER_DEGREE, award, exact, funded, monthly, settled

VERSIONS = [("2017", 2018), ("2017", 2019), ("2019/2020", 2020), ("2019/2020", 2021), ("2019/2020", 2022)]
VERSIONS += [("2022", 2023), ("2023", 2023), ("2023", 2024)]
RATES = {
    "2017": ("64000.00", "64000.00", "51000.00"),
    "2019/2020": ("64000.00", "64000.00", "51000.00"),
    "2022": ("60000.00", "60000.00", "47000.00"),
    "2023": ("60000.00", "60000.00", "47000.00"),
}
each_version = pytest.mark.parametrize(("version", "number"), VERSIONS)
NOT_FUNDABLE = set(CostKind) - {CostKind.PERSONNEL, CostKind.TRAINING, CostKind.REQUALIFICATION}


def version_rules(version: str) -> RuleSet:
    return shipped_rulebook().version(PROGRAMME, version, KNOWN_ON)


def one(version: str, number: int, **changes: object) -> PersonYearResult:
    """Settle a year of one full-time person who is granted for it and costs 7,000.00 a month."""
    year = FundingYear(number)
    qualification = changes.pop("qualification", DEGREE)
    assert isinstance(qualification, Qualification)
    line = funded(begin=year.days.first, end=year.last_day, qualification=qualification)
    held = tenure(begin=date(2017, 1, 1), qualification=qualification)
    facts: dict[str, object] = {"tenures": [held], "entries": monthly("7000.00", year=number), **changes}
    given = award("200000.00", line, period=year.days, version=version)
    return settled(given, year=year, rules=version_rules(version), **facts)


@each_version
@pytest.mark.parametrize("qualification", [DEGREE, OTHER_DEGREE, MID_LEVEL])
def test_a_full_year_is_paid_the_rate_of_its_time(version: str, number: int, qualification: Qualification) -> None:
    result = one(version, number, qualification=qualification)
    rate = RATES[version][[DEGREE, OTHER_DEGREE, MID_LEVEL].index(qualification)]
    assert exact(result, "person.0001.hoechstbetrag", "auszahlung.betrag") == [rate, rate]


@each_version
@pytest.mark.parametrize(("share", "counted"), [("0.25", "0.2500"), ("0.2499", "0.0000")])
def test_a_quarter_of_a_post_counts_and_less_does_not(version: str, number: int, share: str, counted: str) -> None:
    held = tenure(begin=date(2017, 1, 1), fte=share)
    assert exact(one(version, number, tenures=[held]), "stellen.vzae") == [counted]


@each_version
def test_parts_of_a_month_count_by_days(version: str, number: int) -> None:
    # from 16 April: 15 of 30 days, then eight months
    held = [tenure(begin=date(number, 4, 16))]
    result = one(version, number, tenures=held, entries=monthly("7000.00", first=4, year=number))
    assert exact(result, "person.0001.monate") == ["8.50"]


@each_version
def test_months_without_pay_do_not_count(version: str, number: int) -> None:
    result = one(version, number, entries=monthly("7000.00", first=3, year=number))
    assert exact(result, "person.0001.monate") == ["10.00"]


@each_version
def test_the_month_of_service_decides_the_year(version: str, number: int) -> None:
    result = one(version, number, entries=[paid(each, number + 1, 1) for each in monthly("7000.00", year=number)])
    assert result.inputs.year_basis.value == "leistung"
    assert exact(result, "person.0001.monate") == ["12.00"]


@each_version
@pytest.mark.parametrize("kind", CostKind)
def test_pay_and_qualification_are_fundable_and_nothing_else(version: str, number: int, kind: CostKind) -> None:
    cost = entry("120.00", kind=kind, year=number, month=6)
    result = one(version, number, entries=[*monthly("1000.00", year=number), cost])
    expected = ["12000.00", "120.00"] if kind in NOT_FUNDABLE else ["12120.00", "0.00"]
    assert exact(result, "auszahlung.betrag", "kreis.gesamt") == expected


@each_version
@pytest.mark.parametrize("kind", CostKind)
def test_a_coordination_post_is_borne_and_refugee_social_work_settled_elsewhere(
    version: str, number: int, kind: CostKind
) -> None:
    for role, borne, elsewhere in ((KO, "120.00", "0.00"), (FSA, "0.00", "120.00")):
        held = [tenure(begin=date(2017, 1, 1)), tenure("0009", "X-1", role=role, begin=date(2017, 1, 1))]
        cost = entry("120.00", "0009", kind=kind, year=number, month=6)
        result = one(version, number, tenures=held, entries=[*monthly("1000.00", year=number), cost])
        assert exact(result, "kreis.gesamt", "andere_programme.gesamt") == [borne, elsewhere]


def test_every_role_is_tried() -> None:
    assert {KO, FSA, PositionRole.INTEGRATION} == set(PositionRole)
