"""Small factories: each gives a fact of an invented county with one thing per test made to differ."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import TYPE_CHECKING, Any

from hypothesis import settings

from grants.law.clause import Clause, Status
from grants.law.eligibility import Split
from grants.law.programme_file import read_rule_set
from grants.law.rules import RuleSet, Side
from grants.law.shelf import shipped_rulebook
from grants.settle.award import Address, PassThroughAgreement, PlanLine, PlanningFrame
from grants.settle.settlement import UnusedMeans
from grants.settle.year import Options, YearInputs
from ledger.carrier import Carrier, CarrierKind, HeadCount
from ledger.cost import Batch, CostKind, Entry, Revenue, RevenueKind, Source, WageGroup
from ledger.fte import Fte
from ledger.indicator import Indicator
from ledger.money import ZERO, Money
from ledger.period import DaySpan, FundingYear, Month
from ledger.staff import PositionRole, Qualification, Tenure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Properties are about values, never about the speed of a busy machine.
PROPERTY = settings(deadline=None, max_examples=80)

YEAR = FundingYear(2025)
PROGRAMME, VERSION = "vwv-integrationsmanagement", "2023"
KNOWN_ON = date(2026, 2, 16)

IM = PositionRole.INTEGRATION
KO = PositionRole.COORDINATION
FSA = PositionRole.REFUGEE_SOCIAL_WORK

COUNTY = Carrier("08999", "Landkreis Lindental", CarrierKind.COUNTY)
TOWN = Carrier("08999002", "Stadt Ahornstetten", CarrierKind.MUNICIPALITY)
VILLAGE = Carrier("08999003", "Gemeinde Brunnwangen", CarrierKind.MUNICIPALITY)

SOURCE = Source("datei.csv", "0" * 64, "", 2)
CLAUSE = Clause("2", "VwV IntM", "ein Dokument", Status.PROVEN)


def eur(text: str) -> Money:
    """Return an amount written as ``"1234.56"``."""
    cents = Decimal(text) * 100
    assert cents == int(cents), text
    return Money(int(cents))


def rules() -> RuleSet:
    """Return the shipped rule set of the planning frame."""
    return shipped_rulebook().for_year(PROGRAMME, VERSION, YEAR, KNOWN_ON)


def changed_rules(change: Callable[[dict[str, Any]], object]) -> RuleSet:
    """Return the shipped version of 2023 with its file changed."""
    file = resources.files("grants.law") / "programmes" / f"{PROGRAMME}-{VERSION}.toml"
    data = tomllib.loads(file.read_text("utf-8"))
    change(data)
    return read_rule_set(data, file.name).as_known_on(KNOWN_ON)


def rule_named(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the only value of a quantity in a rule file."""
    (quantity,) = [each for each in data["groesse"] if each["name"] == name]
    (value,) = quantity["wert"]
    return value  # type: ignore[no-any-return]


def rules_by_basis(until_2024: str, from_2025: str) -> RuleSet:
    """Return the version of 2023 in which the month that decides the year changes at the beginning of 2025."""

    def change(data: dict[str, Any]) -> None:
        value = rule_named(data, "jahreszuordnung")
        (quantity,) = [each for each in data["groesse"] if each["name"] == "jahreszuordnung"]
        quantity["wert"] = [
            value | {"wert": until_2024, "gilt_bis": date(2024, 12, 31)},
            value | {"wert": from_2025, "gilt_ab": date(2025, 1, 1)},
        ]

    return changed_rules(change)


def tenure(
    staff: str = "0001",
    position: str = "IM-01",
    *,
    fte: str = "1",
    role: PositionRole = IM,
    begin: date = date(2020, 1, 1),
    end: date | None = None,
    carrier: Carrier = COUNTY,
    qualification: Qualification = Qualification.SOCIAL_WORK_DEGREE,
) -> Tenure:
    """Return a person on a post, open-ended since 2020 and full-time unless told otherwise."""
    return Tenure(
        carrier_key=carrier.key,
        staff_number=staff,
        position_number=position,
        role=role,
        days=DaySpan(begin, end),
        fte=Fte(int(Decimal(fte) * 10_000)),
        pay_group="S 12",
        qualification=qualification,
        requalification=None,
        source=SOURCE,
    )


def entry(
    amount: str,
    staff: str = "0001",
    *,
    kind: CostKind = CostKind.PERSONNEL,
    month: int = 1,
    year: int = 2025,
    carrier: Carrier = COUNTY,
    position: str = "",
    number: int = 0,
) -> Entry:
    """Return a cost of a person (of the whole team when ``staff`` is empty) for January 2025 unless told otherwise."""
    return Entry(
        number=number,
        carrier_key=carrier.key,
        kind=kind,
        amount=eur(amount),
        cost_month=Month(year, month),
        paid_in=Month(year, month),
        staff_number=staff,
        position_number=position,
        label="",
        voucher="",
        source=SOURCE,
    )


def bonus(amount: str, staff: str = "0001", *, month: int = 11, position: str = "") -> Entry:
    """Return an annual bonus, paid with the pay of November 2025 unless told otherwise."""
    return replace(entry(amount, staff, month=month, position=position), group=WageGroup.ANNUAL_BONUS)


def paid(of: Entry, year: int, month: int) -> Entry:
    """Return an entry paid in another month than it was earned in."""
    return replace(of, paid_in=Month(year, month))


def revenue(amount: str, kind: RevenueKind, carrier: Carrier = COUNTY) -> Revenue:
    """Return money received for January 2025."""
    january = Month(2025, 1)
    return Revenue(0, carrier.key, kind, eur(amount), january, january, "", "", SOURCE)


def indicator(count: int, name: str = "Beratungsgespräche", area: str = "Lindenstadt", month: int = 12) -> Indicator:
    """Return a count of the counselling in a month of 2025."""
    return Indicator(area, name, Month(2025, month), count, SOURCE)


def split(
    amount: str,
    carrier: Carrier = COUNTY,
    *,
    kind: CostKind = CostKind.PERSONNEL,
    role: PositionRole = IM,
    side: Side = Side.FUNDABLE,
    staff: str = "0001",
) -> Split:
    """Return a whole entry on one side."""
    return Split(entry(amount, staff, kind=kind, carrier=carrier), eur(amount), side, role, None, CLAUSE)


def count(key: str, persons: int) -> HeadCount:
    """Return the persons of a municipality."""
    return HeadCount(key, f"Gemeinde {key}", YEAR.number, persons)


def batch(kind: str, *periods: str, file: str = "") -> Batch:
    """Return a booked file."""
    return Batch(1, kind, file or f"{kind}.csv", "0" * 64, KNOWN_ON, "pruefung", 1, ZERO, periods)


def address() -> Address:
    """Return an address."""
    return Address("Amt", "", "Marktplatz 1", "70999", "Lindenstadt")


def frame(amount: str, *, version: int = 1, dated: date = date(2024, 3, 22), year: FundingYear = YEAR) -> PlanningFrame:
    """Return a planning frame whose plan spends it all on personnel."""
    return PlanningFrame(
        file=f"bescheide/rahmen-{version}.toml",
        programme=PROGRAMME,
        rule_version=VERSION,
        year=year,
        version=version,
        dated=dated,
        reference="RPS-1",
        subject="Integrationsmanagement",
        period=year.days,
        began=date(2018, 5, 1),
        amount=eur(amount),
        proof_due=date(2026, 3, 31),
        authority=address(),
        planned_spending=(PlanLine("Personalausgaben", eur(amount)),),
        planned_income=(PlanLine("Landeszuwendung", eur(amount)),),
    )


def agreement(carrier: Carrier, *municipalities: str) -> PassThroughAgreement:
    """Return an agreement; without municipalities the carrier delivers for the one of its own key."""
    return PassThroughAgreement(
        file=f"bescheide/weitergabe-{carrier.key}.toml",
        programme=PROGRAMME,
        carrier=carrier,
        municipalities=municipalities or (carrier.key,),
        delivered_by="",
        dated=date(2024, 7, 15),
        reference="41.2",
        in_force=DaySpan(date(2025, 1, 1), date(2029, 12, 31)),
        days_to_pay=30,
        address=address(),
        iban="DE92 9999 9999 0002 0020 02",
        bank="Sparkasse",
    )


def inputs(
    amount: str = "500000",
    *,
    persons: Mapping[str, int] | None = None,
    agreements: Sequence[PassThroughAgreement] = (),
    tenures: Sequence[Tenure] = (),
    entries: Sequence[Entry] = (),
    other_years: Sequence[Entry] = (),
    coordination_first: bool = True,
    unused_means: UnusedMeans = UnusedMeans.TO_COUNTY,
) -> YearInputs:
    """Return the inputs of the year 2025 with one municipality of 100 persons unless told otherwise.

    There are indicators, and the county declares that it had no other revenues.
    """
    return YearInputs(
        county=COUNTY,
        frame_versions=(frame(amount),),
        agreements=tuple(agreements),
        rules=rules(),
        options=Options(coordination_first, unused_means, no_other_revenues=True),
        head_counts=tuple(count(key, number) for key, number in (persons or {"08999001": 100}).items()),
        tenures=tuple(tenures),
        entries=tuple(entries),
        entries_for_other_years=tuple(other_years),
        indicators=(indicator(1320),),
    )


def with_revenues(of: YearInputs, *revenues: Revenue) -> YearInputs:
    """Return the inputs with booked revenues; the county declares nothing then."""
    return replace(of, revenues=revenues, options=replace(of.options, no_other_revenues=False))


def pay(amount: str, staff: str = "0001", **facts: object) -> tuple[Entry, ...]:
    """Return the same pay for every month of 2025."""
    return tuple(entry(amount, staff, month=month.number, **facts) for month in YEAR.months())  # type: ignore[arg-type]
