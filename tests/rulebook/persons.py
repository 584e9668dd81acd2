"""The fixed amount of a person, calculated by hand for every qualification and version: rate, months, share, pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from grants.settle.person_months import count_year
from ledger.money import Money
from ledger.period import FundingYear, Month
from tests.grants.builders import PROGRAMME as VWV
from tests.grants.builders import eur, tenure
from tests.grants.person_builders import DEGREE, MID_LEVEL, OTHER_DEGREE, funded

if TYPE_CHECKING:
    from grants.law.rules import RuleSet
    from grants.law.shelf import Rulebook
    from ledger.staff import Qualification

LATER = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Rate:
    """What a full post brings: in a year, from 17 December on (15 of 31 days), and in a year with July unpaid."""

    year: str
    from_17_december: str
    without_july: str


# eppingen.de and zvw.de: 64,000 and 51,000 euros; zvw.de and hz.de: cut to 60,000 and 47,000 for 2023 and kept to the
# end of 2024. 15/31 of a twelfth: 64,000 ÷ 12 × 15 ÷ 31 = 2,580.645…; eleven twelfths: 58,666.666…
BEFORE = Rate("64000.00", "2580.65", "58666.67"), Rate("51000.00", "2056.45", "46750.00")
CUT = Rate("60000.00", "2419.35", "55000.00"), Rate("47000.00", "1895.16", "43083.33")
YEARS = (
    ("2017", 2018, BEFORE),
    ("2017", 2019, BEFORE),
    ("2019/2020", 2020, BEFORE),
    ("2019/2020", 2022, BEFORE),
    ("2022", 2023, CUT),
    ("2023", 2023, CUT),
    ("2023", 2024, CUT),
)


def a_full_post_brings_its_fixed_amount_by_days_and_months_with_pay(rulebook: Rulebook) -> None:
    for version, year, (degree, mid_level) in YEARS:
        rules = rulebook.version(VWV, version, LATER)
        for qualification, rate in ((DEGREE, degree), (OTHER_DEGREE, degree), (MID_LEVEL, mid_level)):
            found = Rate(
                _brings(rules, year, qualification),
                _brings(rules, year, qualification, begin=date(year, 12, 17)),
                _brings(rules, year, qualification, unpaid=7),
            )
            assert found == rate, f"{version} {year} {qualification.value}: {found}"


def a_quarter_of_a_post_counts_and_less_does_not(rulebook: Rulebook) -> None:
    # Regierungspräsidium Stuttgart, Fragen und Antworten 2017: each part of a split post has at least 0.25 VZÄ
    for version, year, (degree, _) in YEARS:
        rules = rulebook.version(VWV, version, LATER)
        quarter = Money(eur(degree.year).cents // 4)
        assert eur(_brings(rules, year, DEGREE, fte="0.25")) == quarter, f"{version} {year}"
        assert eur(_brings(rules, year, DEGREE, fte="0.24")) == Money(0), f"{version} {year}"


def _brings(
    rules: RuleSet,
    year: int,
    qualification: Qualification,
    *,
    begin: date | None = None,
    fte: str = "1",
    unpaid: int = 0,
) -> str:
    """Return the fixed amount of a year with a post from a day on."""
    first = begin or date(year, 1, 1)
    line = funded(fte=fte, begin=date(year, 1, 1), end=date(year, 12, 31), qualification=qualification)
    held = tenure(fte=fte, begin=first, qualification=qualification)
    months = {Month(year, unpaid)} if unpaid else set()
    cents = count_year((line,), (held,), FundingYear(year), rules, months).cap.cents
    return f"{cents // 100}.{cents % 100:02d}"


CHECKS = (
    a_full_post_brings_its_fixed_amount_by_days_and_months_with_pay,
    a_quarter_of_a_post_counts_and_less_does_not,
)
