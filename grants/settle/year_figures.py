"""Gives every result of a frame year its name: the given ones first, then each carrier's, then the sums of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.settle.account_figures import name_account
from grants.settle.allocation_figures import name_allocation
from grants.settle.figures import Figures, carrier_slug
from grants.settle.frame_figures import name_frame_by_quota, name_posts_of_frame
from grants.settle.naming import COUNTY_SLUG
from grants.settle.position_figures import name_positions
from grants.settle.revenues import name_revenues
from grants.settle.total_figures import name_books, name_pass_through, name_totals

if TYPE_CHECKING:
    from grants.settle.allocation import Allocation
    from grants.settle.positions import PositionLine
    from grants.settle.settlement import Settlement
    from grants.settle.year import YearInputs


def name_results(
    inputs: YearInputs, allocation: Allocation, settlement: Settlement, positions: tuple[PositionLine, ...]
) -> Figures:
    """Return the named figures of a year. Figures of the county's own posts begin with ``kreis``.

    Raises ValueError when what a carrier bears is not the sum of its lines.
    """
    named = Figures()
    name_allocation(named, inputs, allocation)
    name_frame_by_quota(named, inputs)
    name_positions(named, positions, inputs.tenures, inputs.frame.year)
    name_posts_of_frame(named, inputs, positions)
    delivering = [carrier_slug(account.carrier.key) for account in settlement.delivering]
    accounts = list(zip([COUNTY_SLUG, *delivering], settlement.accounts, strict=True))
    name_revenues(named, accounts, declared_none=inputs.options.no_other_revenues)
    for slug, account in accounts:
        name_account(named, inputs, allocation, account, slug)
    name_books(named, settlement)
    name_pass_through(named, delivering, settlement, allocation)
    name_totals(named, inputs, [slug for slug, _ in accounts])
    return named
