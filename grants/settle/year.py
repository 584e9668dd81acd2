"""A planning frame year from its inputs to its result: split, distribute, settle, name."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from grants.law.eligibility import has_fundable_coordination
from grants.settle.allocation import Allocation, allocate
from grants.settle.indicator_figures import IndicatorTotals, name_indicators
from grants.settle.other_years import YearBoundary, draw_boundary
from grants.settle.positions import PositionLine, position_lines
from grants.settle.programme_claims import Claims, own_bookings
from grants.settle.programme_figures import name_programmes, of_other_programme
from grants.settle.programme_year import divide_year, settle_programmes
from grants.settle.revenues import name_reduction
from grants.settle.settlement import FrameTerms, Settlement, UnusedMeans, settle
from grants.settle.statement_of_account import StatementLine, state_accounts
from grants.settle.wage_groups import name_wage_groups
from grants.settle.year_figures import name_results
from ledger.cost import WageGroup
from ledger.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from grants.law.clause import Clause
    from grants.law.rules import RuleSet
    from grants.settle.award import PassThroughAgreement, PlanningFrame
    from grants.settle.figures import Figures
    from grants.settle.programme_claims import ProgrammeTerms
    from grants.settle.programmes import ProgrammeAccount
    from grants.settle.settlement import CarrierAccount
    from ledger.act import BookMark
    from ledger.book.years import Freeze
    from ledger.carrier import Carrier, HeadCount
    from ledger.cost import Entry, Revenue, YearBasis
    from ledger.indicator import Indicator
    from ledger.money import Money
    from ledger.period import FundingYear
    from ledger.staff import Tenure


@dataclass(frozen=True, slots=True)
class Options:
    """Einstellungen: coordination part set aside first or not, what happens to unused means, no other revenues."""

    coordination_first: bool
    unused_means: UnusedMeans
    no_other_revenues: bool = False


@dataclass(frozen=True, slots=True)
class YearInputs:
    """Everything a planning frame year is computed from.

    ``tenures`` are those of the year's staffing plan; ``other_plans`` holds the tenures of other years' plans by year,
    for entries that the day of payment brings into this one. ``entries_for_other_years`` and
    ``revenues_for_other_years`` have only their other month in the year. ``late_entries`` came after the year was
    frozen; nothing is computed from them. ``programmes`` are the awards of other programmes with their rules.
    ``book_mark`` and ``freeze`` are the state of the book that the proof prints. ``year_bases`` says which month
    decides this year and the others that its bookings touch, as far as known.
    """

    county: Carrier
    frame_versions: tuple[PlanningFrame, ...]
    agreements: tuple[PassThroughAgreement, ...]
    rules: RuleSet
    options: Options
    head_counts: tuple[HeadCount, ...]
    tenures: tuple[Tenure, ...]
    entries: tuple[Entry, ...]
    entries_for_other_years: tuple[Entry, ...]
    late_entries: tuple[Entry | Revenue, ...] = ()
    revenues: tuple[Revenue, ...] = ()
    revenues_for_other_years: tuple[Revenue, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    other_plans: Mapping[int, tuple[Tenure, ...]] = field(default_factory=dict)
    programmes: tuple[ProgrammeTerms, ...] = ()
    book_mark: BookMark | None = None
    freeze: Freeze | None = None
    year_bases: Mapping[int, YearBasis] = field(default_factory=dict)

    def plan_for(self, entry: Entry) -> tuple[Tenure, ...]:
        """Return the tenures by which an entry is divided: those its year of service states, else this year's."""
        return self.other_plans.get(entry.cost_month.year) or self.tenures

    @property
    def frame(self) -> PlanningFrame:
        """Return the version of the frame in force."""
        return self.frame_versions[-1]

    @property
    def first_day(self) -> date:
        """Return the day by which rules for the whole year are looked up: a frame is announced for each 1 January."""
        return self.frame.year.days.first

    @property
    def year_basis(self) -> YearBasis:
        """Return which month decides the year of an entry."""
        return self.rules.year_basis(self.first_day)[0]

    @property
    def year_clause(self) -> Clause:
        """Return the clause of the basis of the year."""
        return self.rules.year_basis(self.first_day)[1]

    @property
    def procedure(self) -> Clause:
        """Return the clause of the procedure."""
        return self.rules.method(self.first_day).clause

    def principle(self, name: str) -> Clause:
        """Return the clause of a principle that holds in the year."""
        return self.rules.principle(name, self.first_day)


@dataclass(frozen=True, slots=True)
class YearResult:
    """A computed year: inputs, allocation, settlement, posts and figures."""

    inputs: YearInputs
    allocation: Allocation
    settlement: Settlement
    positions: tuple[PositionLine, ...]
    figures: Figures
    income: tuple[StatementLine, ...]
    spending: tuple[StatementLine, ...]
    wage_groups: tuple[tuple[str, str], ...]
    boundary: YearBoundary
    indicators: IndicatorTotals
    programmes: tuple[ProgrammeAccount, ...] = ()

    @property
    def year(self) -> FundingYear:
        """Return the funding year."""
        return self.inputs.frame.year

    @property
    def accounts(self) -> tuple[CarrierAccount, ...]:
        """Return the account of every carrier, the county's first."""
        return self.settlement.accounts

    @property
    def proof_due(self) -> date:
        """Return the day by which the proof is due."""
        return self.inputs.frame.proof_due

    @property
    def divides_a_bonus(self) -> bool:
        """Return whether an annual bonus was divided among several parts."""
        bonuses = [
            split.entry
            for account in self.settlement.accounts
            for split in account.splits
            if split.entry.group is WageGroup.ANNUAL_BONUS
        ]
        return len(set(bonuses)) < len(bonuses)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Return every clause the year rests on, each once, in the order of the figures; not those of programmes."""
        own = (figure for figure in self.figures if not of_other_programme(figure.name))
        return tuple(dict.fromkeys(clause for figure in own for clause in figure.clauses))


def part_set_aside(inputs: YearInputs) -> Money:
    """Return what of the frame is set aside for the coordination post before the municipalities get their shares.

    Nothing is where the setting does not ask for it, or no coordination post of the plan is fundable on any day.
    """
    plan, days = inputs.tenures, inputs.frame.year.days
    if not inputs.options.coordination_first:
        return ZERO
    if not has_fundable_coordination(plan, inputs.county.key, days, inputs.rules):
        return ZERO
    return inputs.rules.money("koordination.hoechstbetrag", inputs.first_day)[0]


def compute_year(inputs: YearInputs) -> YearResult:
    """Split all entries, distribute the frame, settle it and name every result."""
    cap, _ = inputs.rules.money("koordination.hoechstbetrag", inputs.first_day)
    claims = Claims.of(inputs.programmes)
    splits = divide_year(inputs, claims)
    revenues = own_bookings(inputs.revenues, claims)
    delivery = {key: agreement.carrier.key for agreement in inputs.agreements for key in agreement.municipalities}
    allocation = allocate(
        inputs.frame.amount,
        part_set_aside(inputs),
        inputs.head_counts,
        delivery,
        inputs.county.key,
    )
    carriers = (inputs.county, *(agreement.carrier for agreement in inputs.agreements))
    giving_back, _ = inputs.rules.reduction(inputs.first_day)
    settle_with = partial(
        settle,
        inputs.frame.amount,
        {carrier.key: allocation.share_of(carrier.key) for carrier in carriers},
        carriers,
        splits,
        cap,
        inputs.options.unused_means,
        terms=FrameTerms(giving_back, allocation.coordination_part),
    )
    settlement = settle_with(revenues)
    positions = position_lines(inputs.tenures, splits, inputs.frame.year)
    figures = name_results(inputs, allocation, settlement, positions)
    if revenues:
        name_reduction(figures, settlement, settle_with(()), inputs.principle("ueberfinanzierung"))
    programmes = settle_programmes(inputs, splits, claims)
    name_programmes(figures, programmes, splits, claims)
    income, spending = state_accounts(figures, inputs.frame)
    return YearResult(
        inputs,
        allocation,
        settlement,
        positions,
        figures,
        income,
        spending,
        wage_groups=name_wage_groups(figures, settlement.county),
        boundary=draw_boundary(figures, inputs, splits),
        indicators=name_indicators(figures, inputs.indicators),
        programmes=programmes,
    )
