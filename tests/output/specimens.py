"""Papers of every kind in every size: the matrix that all outputs have to stand."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from grants.law.listing import list_rules
from grants.office.accounting import compute_booked
from grants.office.acting import Acting, Silence
from grants.office.workspace import Workspace, open_workspace
from grants.papers.committee import make_committee_paper
from grants.papers.elements import Number, Row, Table
from grants.papers.explanation_page import make_explanation_page
from grants.papers.overview import make_overview
from grants.papers.proof import make_proof
from grants.papers.rule_page import make_rule_page
from grants.papers.statement import make_statement
from grants.settle.award import Address
from grants.settle.year import YearInputs, YearResult, compute_year
from ledger.act import BookMark
from ledger.book.store import open_book
from ledger.cost import CostKind, RevenueKind, WageGroup
from ledger.period import FundingYear
from tests.grants.builders import (
    FSA,
    TOWN,
    agreement,
    bonus,
    count,
    entry,
    indicator,
    inputs,
    pay,
    revenue,
    tenure,
    with_revenues,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grants.papers.letterhead import County

AS_OF = "Stand der Buchungen 16. Februar 2026"
DAY = date(2025, 7, 1)
MANY = 5_000
TEMPLATES = {
    "nachweis": "nachweise/gesamtverwendungsnachweis.html.j2",
    "verteilung": "nachweise/verteilung.html.j2",
    "weitergabe": "nachweise/weitergabe.html.j2",
    "vorlage": "vorlagen/kenntnisnahme.html.j2",
    "regeln": "nachweise/regeln.html.j2",
    "herleitung": "nachweise/herleitung.html.j2",
}
KINDS = tuple(TEMPLATES)
SIZES = ("leer", "klein", "üblich", "groß")


@dataclass(frozen=True, slots=True)
class Specimen:
    """A paper to be made: its kind, its size and its template."""

    kind: str
    size: str
    paper: object

    @property
    def template(self) -> str:
        return TEMPLATES[self.kind]

    @property
    def stem(self) -> str:
        return f"2025-{self.kind}"


def specimen(kind: str, size: str, finished: Path) -> Specimen:
    """Return a paper; ``finished`` is the folder of the example county after its run, which the usual size shows."""
    make = {"leer": _empty, "klein": _small, "üblich": _usual, "groß": _large}[size]
    return Specimen(kind, size, make(kind, finished))


def _empty(kind: str, finished: Path) -> object:
    """Nothing is booked yet: no post, no entry, one town that delivers itself."""
    return _of_result(kind, compute_year(inputs(agreements=[agreement(TOWN)], persons={TOWN.key: 1})), finished)


def _small(kind: str, finished: Path) -> object:
    """Two posts, one town, one entry of a kind; for the public paper four posts, because it protects fewer."""
    return _of_result(kind, compute_year(public_year() if kind == "vorlage" else small_year()), finished)


def public_year() -> YearInputs:
    """Return a year of five full-time posts of the county, all paid differently."""
    staff = {"0001": "4211.37", "0002": "4978.02", "0003": "5350.91", "0004": "5613.48", "0005": "3899.19"}
    return inputs(
        tenures=[tenure(number, f"IM-{number}") for number in staff],
        entries=[each for number, amount in staff.items() for each in pay(amount, number, position=f"IM-{number}")],
    )


def small_year() -> YearInputs:
    """Return a year of two posts with a little of everything."""
    grouped = [replace(each, group=WageGroup.GROSS_PAY) for each in pay("6000.00")]
    given = inputs(
        persons={"08999001": 90, TOWN.key: 10},
        agreements=[agreement(TOWN)],
        tenures=[tenure(fte="0.5"), tenure(position="FSA", fte="0.5", role=FSA), tenure("P1", "P1", carrier=TOWN)],
        entries=[
            *grouped,
            bonus("3000.00"),
            entry("9000.00", "P1", carrier=TOWN, position="P1", month=12),
            entry("45.00", "", kind=CostKind.TRAVEL, month=12),
        ],
    )
    given = replace(
        given, indicators=(indicator(5, area="Nord"), indicator(7, area="Süd")), book_mark=BookMark(8, "3f2a91c0" * 8)
    )
    return with_revenues(
        given, revenue("500.00", RevenueKind.OWN_FUNDS), revenue("20.00", RevenueKind.PUBLIC_GRANT, TOWN)
    )


def _usual(kind: str, finished: Path) -> object:
    """The example county."""
    workspace = open_workspace(finished)
    return _of_result(kind, _booked(finished), finished, workspace)


@cache
def _booked(finished: Path) -> YearResult:
    workspace = open_workspace(finished)
    acting = Acting(datetime(2026, 2, 16, 9, 30, tzinfo=UTC), "pruefung", Silence(), b"fixed in tests")
    book = open_book(workspace.book_address, writing=False)
    return compute_booked(workspace, book, FundingYear(2025), acting)


def _large(kind: str, finished: Path) -> object:
    """The usual paper, its longest table with five thousand rows."""
    return lengthen(_usual(kind, finished), MANY)


def _of_result(kind: str, result: YearResult, finished: Path, workspace: Workspace | None = None) -> object:
    year = result.inputs.frame.year
    report = workspace.narrative("sachbericht", year) if workspace else None
    session = (workspace or open_workspace(finished)).narrative("sitzungsvorlage", year)
    listing = list_rules(result.inputs.rules, DAY, DAY)
    makers: dict[str, Callable[[], object]] = {
        "nachweis": lambda: make_proof(result, report, AS_OF),
        "verteilung": lambda: make_overview(result, AS_OF),
        "weitergabe": lambda: make_statement(result, result.inputs.agreements[0], AS_OF),
        "vorlage": lambda: make_committee_paper(result, session, AS_OF),
        "regeln": lambda: make_rule_page(listing),
        "herleitung": lambda: make_explanation_page(
            result.figures, "kreis.reisekosten", year.number, AS_OF, lambda each: f"Zeile {each.source.row}"
        ),
    }
    return makers[kind]()


def lengthen(paper: object, rows: int) -> object:
    """Return a paper whose longest table has this many rows; repeated rows print their numbers without a name."""
    longest = max(_tables(paper), key=lambda table: len(table.rows))
    return _with_table(paper, longest, rows)


def _tables(value: object) -> list[Table]:
    if isinstance(value, Table):
        return [value] if value.rows else []
    if isinstance(value, tuple):
        return [table for each in value for table in _tables(each)]
    if is_dataclass(value):
        return [table for each in fields(value) for table in _tables(getattr(value, each.name))]
    return []


def _with_table(value: object, longest: Table, rows: int) -> object:
    if value is longest:
        more = [_nameless(longest.rows[i % len(longest.rows)]) for i in range(rows - len(longest.rows))]
        return replace(longest, rows=(*longest.rows, *more))
    if isinstance(value, tuple):
        return tuple(_with_table(each, longest, rows) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {each.name: _with_table(getattr(value, each.name), longest, rows) for each in fields(value)}
        return replace(value, **changed)
    return value


def _nameless(row: Row) -> Row:
    cells = tuple(replace(cell, name="", sums="") if isinstance(cell, Number) else cell for cell in row.cells)
    return replace(row, cells=cells)


def named_paper(kind: str, name: str, finished: Path) -> object:
    """Return a paper of a small year in which everything that offices name freely bears this name."""
    town = replace(TOWN, name=name)
    given = public_year() if kind == "vorlage" else small_year()
    address = Address(name, name, name, "70999", name)
    given = replace(
        given,
        county=replace(given.county, name=name),
        agreements=(replace(agreement(town), delivered_by=name, address=address, bank=name, reference=name),),
        head_counts=tuple(
            replace(each, municipality_name=name) for each in (count("08999001", 90), count(TOWN.key, 10))
        ),
        frame_versions=tuple(replace(each, authority=address, subject=name) for each in given.frame_versions),
    )
    return _of_result(kind, compute_year(given), finished)


def named_county(county: County, name: str) -> County:
    """Return the letterhead with a name wherever an office writes freely."""
    free = ("name", "authority", "department", "office", "street", "town", "contact", "bank_holder", "bank")
    signing = ("signed_at", "signatory", "certifies_content", "certifies_sums")
    changed: dict[str, Any] = dict.fromkeys((*free, *signing), name)
    return replace(county, **changed)
