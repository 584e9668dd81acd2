"""A planning frame year from its inputs to its result: split, distribute, settle, name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.eligibility import split_entry
from grants.settle.allocation import Allocation, allocate
from grants.settle.naming import name_results
from grants.settle.positions import PositionLine, position_lines
from grants.settle.settlement import Settlement, UnusedMeans, settle
from grants.settle.statement_of_account import StatementLine, state_accounts
from ledger.money import ZERO

if TYPE_CHECKING:
    from grants.law.rules import RuleSet
    from grants.settle.award import PassThroughAgreement, PlanningFrame
    from grants.settle.figures import Figures
    from ledger.carrier import Carrier, HeadCount
    from ledger.cost import Entry
    from ledger.staff import Tenure


@dataclass(frozen=True, slots=True)
class Options:
    """Einstellungen der Verteilung: coordination part set aside first or not, and what happens to unused means."""

    coordination_first: bool
    unused_means: UnusedMeans


@dataclass(frozen=True, slots=True)
class YearInputs:
    """Everything a planning frame year is computed from."""

    county: Carrier
    frame_versions: tuple[PlanningFrame, ...]
    agreements: tuple[PassThroughAgreement, ...]
    rules: RuleSet
    options: Options
    head_counts: tuple[HeadCount, ...]
    tenures: tuple[Tenure, ...]
    entries: tuple[Entry, ...]
    entries_for_other_years: tuple[Entry, ...]

    @property
    def frame(self) -> PlanningFrame:
        """Return the version of the frame in force."""
        return self.frame_versions[-1]


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


def compute_year(inputs: YearInputs) -> YearResult:
    """Split all entries, distribute the frame, settle it and name every result."""
    cap, _ = inputs.rules.money("koordination.hoechstbetrag")
    splits = tuple(split for entry in inputs.entries for split in split_entry(entry, inputs.tenures, inputs.rules))
    delivery = {key: agreement.carrier.key for agreement in inputs.agreements for key in agreement.municipalities}
    allocation = allocate(
        inputs.frame.amount,
        cap if inputs.options.coordination_first else ZERO,
        inputs.head_counts,
        delivery,
        inputs.county.key,
    )
    carriers = (inputs.county, *(agreement.carrier for agreement in inputs.agreements))
    settlement = settle(
        inputs.frame.amount,
        {carrier.key: allocation.share_of(carrier.key) for carrier in carriers},
        carriers,
        splits,
        cap,
        inputs.options.unused_means,
    )
    positions = position_lines(inputs.tenures, splits, inputs.frame.year)
    figures = name_results(inputs, allocation, settlement, positions)
    income, spending = state_accounts(figures, inputs.frame)
    return YearResult(inputs, allocation, settlement, positions, figures, income, spending)
