"""Small factories for years settled per person: the invented county as an applicant in 2023."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from grants.law.shelf import shipped_rulebook
from grants.settle.person_award import FundedPerson, PersonAward
from grants.settle.person_year import PersonInputs, PersonYearResult, compute_person_year
from grants.settle.settlement import UnusedMeans
from grants.settle.year import Options
from ledger.fte import Fte
from ledger.period import DaySpan, FundingYear
from ledger.staff import Position, Qualification
from tests.grants.builders import COUNTY, KNOWN_ON, PROGRAMME, entry, eur

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grants.law.rules import RuleSet
    from ledger.carrier import Carrier
    from ledger.cost import Entry, Revenue
    from ledger.staff import Tenure

DEGREE, OTHER_DEGREE, MID_LEVEL = Qualification
Y2023 = FundingYear(2023)
NO_OTHERS = Options(coordination_first=False, unused_means=UnusedMeans.TO_COUNTY, no_other_revenues=True)


def share(text: str) -> Fte:
    """Return a share written as ``"0.5"``."""
    whole, _, rest = text.partition(".")
    return Fte(int(whole) * 10_000 + int(rest.ljust(4, "0") or 0))


def funded(
    staff: str = "0001",
    position: str = "IM-01",
    *,
    fte: str = "1",
    begin: date = date(2023, 1, 1),
    end: date = date(2023, 12, 31),
    carrier: Carrier = COUNTY,
    qualification: Qualification = DEGREE,
) -> FundedPerson:
    """Return a person funded full-time in 2023 unless told otherwise."""
    return FundedPerson(staff, Position(carrier.key, position), DaySpan(begin, end), share(fte), qualification)


def award(
    amount: str,
    *persons: FundedPerson,
    carrier: Carrier = COUNTY,
    period: DaySpan | None = None,
    version: str = "2023",
    year_frames: Mapping[int, str] | None = None,
    paid: Mapping[int, str] | None = None,
    number: int = 1,
    dated: date = date(2023, 12, 20),
) -> PersonAward:
    """Return an award for 2023 to the county unless told otherwise."""
    return PersonAward(
        file=f"bescheide/bewilligung-{carrier.key}-{number}.toml",
        programme=PROGRAMME,
        rule_version=version,
        version=number,
        dated=dated,
        reference=f"RPS-{carrier.key}",
        carrier=carrier,
        amount=eur(amount),
        period=period or Y2023.days,
        proof_due=date(2024, 3, 31),
        year_frames={year: eur(each) for year, each in (year_frames or {}).items()},
        paid={year: eur(each) for year, each in (paid or {}).items()},
        persons=persons,
    )


def rules_of(year: FundingYear = Y2023) -> RuleSet:
    """Return the shipped rules of a year, the version of 2023 from then on."""
    return shipped_rulebook().at(PROGRAMME, year.days.first, KNOWN_ON)


def person_inputs(
    *awards: PersonAward,
    tenures: Sequence[Tenure] = (),
    entries: Sequence[Entry] = (),
    revenues: Iterable[Revenue] = (),
    year: FundingYear = Y2023,
    rules: RuleSet | None = None,
) -> PersonInputs:
    """Return the inputs of a year settled per person; without revenues the county declares that it had none."""
    received = tuple(revenues)
    return PersonInputs(
        year=year,
        county=COUNTY,
        awards=awards,
        rules=rules or rules_of(year),
        options=replace(NO_OTHERS, no_other_revenues=not received),
        tenures=tuple(tenures),
        entries=tuple(entries),
        revenues=received,
    )


def settled(*awards: PersonAward, **facts: object) -> PersonYearResult:
    """Compute a year settled per person from `person_inputs`."""
    return compute_person_year(person_inputs(*awards, **facts))  # type: ignore[arg-type]


def monthly(amount: str, staff: str = "0001", *, first: int = 1, last: int = 12, year: int = 2023) -> list[Entry]:
    """Return the same pay for some months of a year."""
    return [entry(amount, staff, month=month, year=year) for month in range(first, last + 1)]


def exact(result: PersonYearResult, *names: str) -> list[str]:
    """Return the exact values of figures."""
    return [result.figures[name].exact for name in names]
