"""What is payable for the planning frame of a year: per carrier and for the county as the recipient."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from grants.law.rules import Side
from grants.settle.overfinancing import left_open
from ledger.apportion import apportion
from ledger.cost import CostKind, RevenueKind
from ledger.money import ZERO, Money, total
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.law.eligibility import Split
    from ledger.carrier import Carrier
    from ledger.cost import Revenue


class UnusedMeans(Enum):
    """Restmittel: what happens to the part of the frame that delivering municipalities leave unused (Annahme)."""

    TO_COUNTY = "kreis"
    LAPSE = "verfallen"
    TO_ALL = "alle"


@dataclass(frozen=True, slots=True)
class CarrierAccount:
    """Abrechnung eines Trägers: its splits, its share of the frame, its other revenues and what is payable to it."""

    carrier: Carrier
    splits: tuple[Split, ...]
    share: Money
    coordination_cap: Money
    revenues: tuple[Revenue, ...] = ()
    payable: Money = ZERO

    @property
    def coordination(self) -> Money:
        """Return the fundable part of the coordination post, at most the cap (Nr. 4.2)."""
        return min(self._fundable_where(coordination=True), self.coordination_cap)

    @property
    def fundable(self) -> Money:
        """Return all fundable spending, the coordination post at most at its cap, before the frame."""
        return self._fundable_where(coordination=False) + self.coordination

    @property
    def incurred(self) -> Money:
        """Return all spending for the programme, fundable or not."""
        return total(split.amount for split in self.splits if split.side is not Side.OTHER_PROGRAMME)

    def received(self, *kinds: RevenueKind) -> Money:
        """Return the revenues of some kinds."""
        return total(revenue.amount for revenue in self.revenues if revenue.kind in kinds)

    @property
    def claimable(self) -> Money:
        """Return the fundable spending that other revenues leave open, never below zero (ANBest-K Nr. 2.3.2)."""
        granted, third_party = self.received(RevenueKind.PUBLIC_GRANT), self.received(RevenueKind.THIRD_PARTY)
        return max(left_open(self.fundable, self.incurred, granted, third_party), ZERO)

    @property
    def handed_over(self) -> Money:
        """Return what is payable beyond the own share: means that other carriers left unused."""
        return self.payable - max(min(self.share, self.claimable), ZERO)

    @property
    def uncovered(self) -> Money:
        """Return what could be claimed and is not payable."""
        return max(self.claimable - self.payable, ZERO)

    def _fundable_where(self, *, coordination: bool) -> Money:
        return total(
            split.amount
            for split in self.splits
            if split.side is Side.FUNDABLE and is_coordination(split) is coordination
        )

    @property
    def unused(self) -> Money:
        """Return what of the share is not payable to the carrier."""
        return max(self.share - self.payable, ZERO)


def is_coordination(split: Split) -> bool:
    """Return whether a part of an entry is personnel spending of the coordination post, which has a cap of its own."""
    return split.role is PositionRole.COORDINATION and split.entry.kind is CostKind.PERSONNEL


@dataclass(frozen=True, slots=True)
class Settlement:
    """Abrechnung des Planungsrahmens: the county's own account and those of the delivering carriers."""

    county: CarrierAccount
    delivering: tuple[CarrierAccount, ...]

    @property
    def accounts(self) -> tuple[CarrierAccount, ...]:
        """Return all accounts, the county's first."""
        return (self.county, *self.delivering)


def settle(
    frame: Money,
    shares: Mapping[str, Money],
    carriers: Sequence[Carrier],
    splits: Sequence[Split],
    coordination_cap: Money,
    unused_means: UnusedMeans,
    revenues: Sequence[Revenue] = (),
) -> Settlement:
    """Settle a planning frame.

    ``carriers`` names the county first; ``shares`` holds the share of each delivering carrier, the county's share is
    the rest of the frame (its municipalities and the coordination part); the coordination post is the county's
    alone. Payable is the smaller of share and what can be claimed: fundable spending that other revenues leave open.
    What delivering carriers leave unused goes where ``unused_means`` says (Nr. unbekannt, Annahme).
    """
    county, *others = carriers
    county_share = frame - total(shares[carrier.key] for carrier in others)
    accounts = [
        CarrierAccount(
            carrier,
            tuple(split for split in splits if split.entry.carrier_key == carrier.key),
            county_share if carrier is county else shares[carrier.key],
            coordination_cap if carrier is county else ZERO,
            tuple(revenue for revenue in revenues if revenue.carrier_key == carrier.key),
        )
        for carrier in carriers
    ]
    claimable = {a.carrier.key: a.claimable for a in accounts}
    payable = {a.carrier.key: max(min(a.share, claimable[a.carrier.key]), ZERO) for a in accounts}
    unused = total(account.share - payable[account.carrier.key] for account in accounts[1:])
    demand = {key: amount - payable[key] for key, amount in claimable.items()}
    if unused_means is UnusedMeans.TO_COUNTY:
        payable[county.key] += min(unused, demand[county.key])
    elif unused_means is UnusedMeans.TO_ALL:
        rest = frame - total(payable.values())
        for key, amount in _hand_out(rest, demand).items():
            payable[key] += amount
    county_account, *delivering = (replace(account, payable=payable[account.carrier.key]) for account in accounts)
    return Settlement(county_account, tuple(delivering))


def _hand_out(rest: Money, demand: Mapping[str, Money]) -> dict[str, Money]:
    """Return what each carrier gets of the rest: all it needs, or a part in proportion to its unmet spending."""
    wanted = total(demand.values())
    if wanted <= rest:
        return dict(demand)
    return apportion(rest, {key: amount.cents for key, amount in demand.items()})
