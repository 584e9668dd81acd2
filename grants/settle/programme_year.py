"""The other programmes of a year, whichever method settles the year itself: its entries divided, then each settled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from grants.settle.programme_claims import Claims, decided_elsewhere, divide_entry
from grants.settle.programmes import ProgrammeAccount, ProgrammeBooks, settle_programme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.law.clause import Clause
    from grants.law.eligibility import Split
    from grants.law.rules import RuleSet
    from grants.settle.programme_claims import ProgrammeTerms
    from ledger.carrier import Carrier
    from ledger.cost import Entry, Revenue, YearBasis
    from ledger.staff import Tenure


class YearSource(Protocol):
    """What the inputs of a year have, be it settled by frame or per person."""

    @property
    def county(self) -> Carrier:
        """Return the county."""

    @property
    def rules(self) -> RuleSet:
        """Return the rules by which the year itself is settled."""

    @property
    def programmes(self) -> tuple[ProgrammeTerms, ...]:
        """Return the awards of other programmes with their rules."""

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Return the tenures of the year's staffing plan."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the entries of the year."""

    @property
    def entries_for_other_years(self) -> tuple[Entry, ...]:
        """Return the entries whose other month lies in the year."""

    @property
    def revenues(self) -> tuple[Revenue, ...]:
        """Return the revenues of the year."""

    @property
    def revenues_for_other_years(self) -> tuple[Revenue, ...]:
        """Return the revenues whose other month lies in the year."""

    @property
    def year_basis(self) -> YearBasis:
        """Return which month decides the year of an entry."""

    def plan_for(self, entry: Entry) -> tuple[Tenure, ...]:
        """Return the tenures by which an entry is divided."""

    def principle(self, name: str) -> Clause:
        """Return the clause of a principle."""


def divide_year(inputs: YearSource, claims: Claims) -> tuple[Split, ...]:
    """Return the parts of all entries of a year; their amounts sum to the entries to the cent."""
    return _divide(inputs, inputs.entries, claims)


def settle_programmes(inputs: YearSource, splits: tuple[Split, ...], claims: Claims) -> tuple[ProgrammeAccount, ...]:
    """Settle the other programmes; each also counts what its own basis of the year takes from another year."""
    books = ProgrammeBooks(
        inputs.county.key,
        splits,
        inputs.tenures,
        inputs.plan_for,
        (*inputs.revenues, *inputs.revenues_for_other_years),
        inputs.year_basis,
        inputs.principle("ueberfinanzierung"),
    )
    accounts = []
    for terms in inputs.programmes:
        others = decided_elsewhere(terms, inputs.entries_for_other_years, inputs.year_basis, claims, inputs.plan_for)
        with_others = replace(books, splits=(*splits, *_divide(inputs, others, claims)))
        accounts.append(settle_programme(terms, with_others, claims))
    return tuple(accounts)


def _divide(inputs: YearSource, entries: Iterable[Entry], claims: Claims) -> tuple[Split, ...]:
    return tuple(
        split for entry in entries for split in divide_entry(entry, inputs.plan_for(entry), inputs.rules, claims)
    )
