"""What is payable for the planning frame of a year: per carrier and for the county as the recipient."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from grants.law.rules import Reduction, Side
from grants.settle.overfinancing import THIS_GRANT, give_back, left_open
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
    """Abrechnung eines Trägers: its splits, its share of the frame, its other revenues and what is payable to it.

    ``giving_back`` says which part of an excess over the spending the grant gives back, ``left_over`` how much of the
    means of others it was given beside its share, at most what it needs.
    """

    carrier: Carrier
    splits: tuple[Split, ...]
    share: Money
    coordination_cap: Money
    revenues: tuple[Revenue, ...] = ()
    payable: Money = ZERO
    giving_back: Reduction = Reduction.WHOLE
    left_over: Money = ZERO

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
        return self.due(self.fundable)

    def due(self, means: Money) -> Money:
        """Return what is payable of some means: at most the fundable spending, less what over-financing takes."""
        before = max(min(means, self.fundable), ZERO)
        granted, third_party = self.received(RevenueKind.PUBLIC_GRANT), self.received(RevenueKind.THIRD_PARTY)
        room = left_open(self.fundable, self.incurred, granted, third_party)
        shares = give_back(before, room, {"andere": max(granted, ZERO)}, self.giving_back)
        return before - next(share.amount for share in shares if share.grantor == THIS_GRANT)

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


@dataclass(frozen=True, slots=True)
class FrameTerms:
    """Which part of an excess the grant gives back, and what of the frame was set aside for the coordination post."""

    giving_back: Reduction = Reduction.WHOLE
    set_aside: Money = ZERO


NOTHING_SET_ASIDE = FrameTerms()


def settle(
    frame: Money,
    shares: Mapping[str, Money],
    carriers: Sequence[Carrier],
    splits: Sequence[Split],
    coordination_cap: Money,
    unused_means: UnusedMeans,
    revenues: Sequence[Revenue] = (),
    terms: FrameTerms = NOTHING_SET_ASIDE,
) -> Settlement:
    """Settle a planning frame.

    ``carriers`` names the county first; ``shares`` holds the share of each delivering carrier, the county's share is
    the rest of the frame (its municipalities and the coordination part); the coordination post is the county's
    alone. Payable is the smaller of share and what can be claimed: fundable spending that other revenues leave open.
    What delivering carriers leave unused goes where ``unused_means`` says (Nr. unbekannt, Annahme). What the
    coordination post and the county cannot use of the part set aside goes back to delivering carriers whose shares
    do not cover what they can claim (Annahme): so a higher cap of the post never lowers what is paid.
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
            giving_back=terms.giving_back,
        )
        for carrier in carriers
    ]
    given = dict.fromkeys((account.carrier.key for account in accounts), ZERO)
    paid = {account.carrier.key: account.due(account.share) for account in accounts}
    demand = {account.carrier.key: account.claimable - paid[account.carrier.key] for account in accounts}
    own, of_others = accounts[0], {key: amount for key, amount in demand.items() if key != county.key}
    if unused_means is UnusedMeans.TO_ALL:
        given = _hand_out(frame - total(paid.values()), demand)
    else:
        means = own.share
        if unused_means is UnusedMeans.TO_COUNTY:
            means += total(account.share - paid[account.carrier.key] for account in accounts[1:])
        unneeded = _unneeded(own, means, terms.set_aside)
        most = own.claimable if terms.giving_back is Reduction.WHOLE else own.fundable
        given[county.key] = min(means - own.share, max(most - own.share, ZERO))
        given |= _hand_out(unneeded, of_others)
    county_account, *delivering = (
        replace(account, left_over=given[account.carrier.key], payable=account.due(account.share + left))
        for account, left in ((account, given[account.carrier.key]) for account in accounts)
    )
    return Settlement(county_account, tuple(delivering))


def _unneeded(county: CarrierAccount, means: Money, set_aside: Money) -> Money:
    """Return what of the part set aside neither the coordination post nor, of all its means, the county can use.

    Other revenues count against the coordination post first, so that they never keep means back from the others.
    """
    others = county.fundable - county.coordination
    needed = max(county.claimable - max(others, ZERO), ZERO)
    return max(min(means - county.due(means), set_aside - needed), ZERO)


def _hand_out(rest: Money, demand: Mapping[str, Money]) -> dict[str, Money]:
    """Return what each carrier gets of the rest: all it needs, or a part in proportion to its unmet spending."""
    wanted = total(demand.values())
    if wanted <= rest:
        return dict(demand)
    return apportion(rest, {key: amount.cents for key, amount in demand.items()})
