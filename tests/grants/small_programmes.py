"""Small awards of other programmes and the year they are settled in, from the text of the office's documents."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

from grants.law.programme_file import read_rule_set
from grants.law.shelf import shipped_rulebook
from grants.settle.documents import Fields
from grants.settle.figures import Figures
from grants.settle.grant_award import read_grant_award
from grants.settle.programme_claims import Claims, ProgrammeTerms, divide_entry
from grants.settle.programme_figures import name_programmes
from grants.settle.programmes import ProgrammeBooks, settle_programme
from ledger.cost import YearBasis
from ledger.period import FundingYear, Month
from tests.grants.builders import CLAUSE, COUNTY, FSA, PROGRAMME, entry, revenue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grants.law.rules import RuleSet
    from grants.settle.grant_award import GrantAward
    from grants.settle.programmes import ProgrammeAccount
    from ledger.cost import CostKind, Entry, Revenue, RevenueKind
    from ledger.staff import Tenure

KNOWN_ON = date(2026, 2, 16)
FILE = "bescheide/zuwendung.toml"

OMID = """
art = "Zuwendung"
programm = "stuttgart-omid"
regelfassung = "2021"
jahr = 2021
fassung = 1
aktenzeichen = "SozA 50-OMID"
datum = 2021-06-30
traeger = "08999"
betrag = "290.000,00"
sachkonten = ["53180000"]

[finanzierungsplan]
zuwendungsfaehig = "649.412,00"
eigenmittel = "69.412,00"

[[finanzierungsplan.andere_zuwendungen]]
name = "Zweckerfüllungsfonds"
betrag = "290.000,00"
sachkonten = ["31480000"]
"""
LUMP_SUM = """
art = "Zuwendung"
programm = "stuttgart-sachkostenpauschale"
regelfassung = "2017"
jahr = 2021
fassung = 1
aktenzeichen = "GRDrs 532/2017"
datum = 2017-11-20
traeger = "08999"
betrag = "250.000,00"
pauschale_fuer = ["Integrationsmanagement"]
sachkonten = ["53190000"]
"""
SOCIAL_WORK = """
art = "Zuwendung"
programm = "flueag-12"
regelfassung = "2018"
jahr = 2025
fassung = 1
aktenzeichen = "41.2-FSA"
datum = 2024-12-20
traeger = "08999"
aufgaben = ["Flüchtlingssozialarbeit"]
"""
MEASURES = """
art = "Zuwendung"
programm = "stuttgart-massnahmen"
regelfassung = "2020/2021"
jahr = 2021
fassung = 1
aktenzeichen = "SozA 50"
datum = 2020-12-15
traeger = "08999"

[[massnahmen]]
name = "Sachkostenpauschale"
sachkonten = ["53190000"]

[[massnahmen]]
name = "Jobkraftwerk"
sachkonten = ["42710000"]
"""


def award(text: str) -> GrantAward:
    """Return an award as the workspace reads it."""
    return read_grant_award(Fields(FILE, tomllib.loads(text)))


def terms(text: str, rules: RuleSet | None = None) -> ProgrammeTerms:
    """Return an award with its shipped rules, or with others."""
    read = award(text)
    shipped = (
        shipped_rulebook().for_year(read.programme, read.rule_version, read.year, KNOWN_ON) if rules is None else rules
    )
    return ProgrammeTerms(read, shipped)


def changed_programme(file: str, change: Callable[[dict[str, Any]], object]) -> RuleSet:
    """Return a shipped version of a programme with its file changed."""
    data = tomllib.loads((resources.files("grants.law") / "programmes" / file).read_text("utf-8"))
    change(data)
    return read_rule_set(data, file).as_known_on(KNOWN_ON)


def quantity(name: str, unit: str, rounding: str, value: str) -> dict[str, Any]:
    """Return a value of a rule file that no paper names."""
    source = {"nr": "unbekannt", "dokument": "ein Dokument", "status": "Annahme"}
    return {"name": name, "einheit": unit, "rundung": rounding, "wert": [{"wert": value, **source}]}


def grant_rules(year: int) -> RuleSet:
    """Return the rules by which a year itself is settled."""
    return shipped_rulebook().at(PROGRAMME, FundingYear(year).days.first, KNOWN_ON)


def on_account(account: str, amount: str, kind: CostKind, *, year: int = 2021, staff: str = "") -> Entry:
    """Return a cost that the journal books on an account."""
    return replace(entry(amount, staff, kind=kind, year=year), label=f"{account} Buchung")


def received(account: str, amount: str, kind: RevenueKind, *, year: int = 2021) -> Revenue:
    """Return a revenue of a January that the journal books on an account."""
    january = Month(year, 1)
    return replace(revenue(amount, kind), month=january, paid_in=january, label=f"{account} Einnahme")


def settle_all(
    programmes: Sequence[ProgrammeTerms],
    entries: Iterable[Entry] = (),
    tenures: Sequence[Tenure] = (),
    revenues: Iterable[Revenue] = (),
) -> tuple[tuple[ProgrammeAccount, ...], Figures]:
    """Return the settled programmes of a year with all their figures."""
    claims, held = Claims.of(programmes), tuple(tenures)
    rules = grant_rules(programmes[0].award.year.number)
    splits = tuple(split for each in entries for split in divide_entry(each, held, rules, claims))
    books = ProgrammeBooks(COUNTY.key, splits, held, lambda _: held, tuple(revenues), YearBasis.SERVICE, CLAUSE)
    accounts = tuple(settle_programme(each, books, claims) for each in programmes)
    figures = Figures()
    name_programmes(figures, accounts, splits, claims)
    return accounts, figures


def values(figures: Figures, slug: str, *names: str) -> dict[str, str]:
    """Return the exact values of some figures of a programme."""
    return {name: figures[f"programm.{slug}.{name}"].exact for name in names}


def social_workers(shares: Sequence[str]) -> list[Tenure]:
    """Return one person on a post of refugee social work for each share."""
    from tests.grants.builders import tenure

    return [
        tenure(f"{number:04d}", f"FSA-{number:02d}", fte=share, role=FSA)
        for number, share in enumerate(shares, start=1)
    ]
