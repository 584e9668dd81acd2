"""A year settled per person from its inputs to its result: one account for each applicant, and the named figures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grants.settle.per_person import ApplicantAccount, settle_applicant
from grants.settle.person_figures import name_person_results
from grants.settle.programme_claims import Claims, claimed_splits, own_bookings
from grants.settle.programme_figures import name_programmes, of_other_programme
from grants.settle.programme_year import settle_programmes
from grants.settle.year import YearResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from grants.law.clause import Clause
    from grants.law.eligibility import Split
    from grants.law.rules import RuleSet
    from grants.settle.figures import Figures
    from grants.settle.person_award import PersonAward
    from grants.settle.programme_claims import ProgrammeTerms
    from grants.settle.programmes import ProgrammeAccount
    from grants.settle.settlement import CarrierAccount
    from grants.settle.year import Options
    from ledger.act import BookMark
    from ledger.carrier import Carrier
    from ledger.cost import Entry, Revenue, YearBasis
    from ledger.indicator import Indicator
    from ledger.period import FundingYear
    from ledger.staff import Tenure


@dataclass(frozen=True, slots=True)
class PersonInputs:
    """Everything a year settled per person is computed from: one award for each applicant, and the facts of the book.

    The fields of facts mean what they mean in ``YearInputs``.
    """

    year: FundingYear
    county: Carrier
    awards: tuple[PersonAward, ...]
    rules: RuleSet
    options: Options
    tenures: tuple[Tenure, ...]
    entries: tuple[Entry, ...]
    entries_for_other_years: tuple[Entry, ...] = ()
    late_entries: tuple[Entry | Revenue, ...] = ()
    revenues: tuple[Revenue, ...] = ()
    revenues_for_other_years: tuple[Revenue, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    other_plans: Mapping[int, tuple[Tenure, ...]] = field(default_factory=dict)
    programmes: tuple[ProgrammeTerms, ...] = ()
    book_mark: BookMark | None = None
    year_bases: Mapping[int, YearBasis] = field(default_factory=dict)

    def plan_for(self, entry: Entry) -> tuple[Tenure, ...]:
        """Return the tenures by which an entry is divided: those its year of service states, else this year's."""
        return self.other_plans.get(entry.cost_month.year) or self.tenures

    @property
    def first_day(self) -> date:
        """Return the first day of the year."""
        return self.year.days.first

    @property
    def year_basis(self) -> YearBasis:
        """Return which month decides the year of an entry."""
        return self.rules.year_basis(self.first_day)[0]

    @property
    def procedure(self) -> Clause:
        """Return the clause of the procedure."""
        return self.rules.method(self.first_day).clause

    def principle(self, name: str) -> Clause:
        """Return the clause of a principle that holds in the year."""
        return self.rules.principle(name, self.first_day)


@dataclass(frozen=True, slots=True)
class PersonYearResult:
    """A computed year, settled per person: inputs, the applicants' accounts and figures."""

    inputs: PersonInputs
    applicants: tuple[ApplicantAccount, ...]
    figures: Figures
    programmes: tuple[ProgrammeAccount, ...] = ()

    @property
    def year(self) -> FundingYear:
        """Return the funding year."""
        return self.inputs.year

    @property
    def proof_due(self) -> date:
        """Return the day by which the first proof is due."""
        return min(award.proof_due for award in self.inputs.awards)

    @property
    def accounts(self) -> tuple[CarrierAccount, ...]:
        """Return the account of every applicant."""
        return tuple(applicant.account for applicant in self.applicants)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Return every clause the year rests on, each once, in the order of the figures; not those of programmes."""
        own = (figure for figure in self.figures if not of_other_programme(figure.name))
        return tuple(dict.fromkeys(clause for figure in own for clause in figure.clauses))


SettledYear = YearResult | PersonYearResult


def compute_person_year(inputs: PersonInputs) -> PersonYearResult:
    """Settle every applicant, the county first, then the other programmes, and name every result."""
    claims = Claims.of(inputs.programmes)
    county_first = sorted(inputs.awards, key=lambda each: (each.carrier.key != inputs.county.key, each.carrier.key))
    own, revenues = own_bookings(inputs.entries, claims), own_bookings(inputs.revenues, claims)
    pay = (*own, *inputs.entries_for_other_years)
    applicants = tuple(
        settle_applicant(
            award,
            inputs.year,
            inputs.rules,
            inputs.plan_for,
            inputs.tenures,
            own,
            # The yearly return of another applicant names no months, so a gap cannot be seen in it.
            pay if award.carrier.key == inputs.county.key else None,
            revenues,
        )
        for award in county_first
    )
    claimed = claimed_splits(inputs.entries, claims)
    splits = (*(split for each in applicants for split in each.account.splits), *claimed)
    applicants = tuple(_with_claimed(each, claimed) for each in applicants)
    figures = name_person_results(inputs, applicants)
    programmes = settle_programmes(inputs, splits, claims)
    name_programmes(figures, programmes, splits, claims)
    return PersonYearResult(inputs, applicants, figures, programmes)


def _with_claimed(applicant: ApplicantAccount, claimed: Iterable[Split]) -> ApplicantAccount:
    """Return the account with what other programmes settle of its entries, so that all of them are shown."""
    account = applicant.account
    added = (split for split in claimed if split.entry.carrier_key == account.carrier.key)
    return replace(applicant, account=replace(account, splits=(*account.splits, *added)))
