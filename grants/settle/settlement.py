"""What is payable for the planning frame of a year: per carrier and for the county as the recipient."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from grants.law.rules import Side
from ledger.apportion import apportion
from ledger.cost import CostKind
from ledger.money import ZERO, Money, total
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grants.law.eligibility import Split
    from ledger.carrier import Carrier


class UnusedMeans(Enum):
    """Restmittel: what happens to the part of the frame that delivering municipalities leave unused (Annahme)."""

    TO_COUNTY = "kreis"
    LAPSE = "verfallen"
    TO_ALL = "alle"


@dataclass(frozen=True, slots=True)
class CarrierAccount:
    """Abrechnung eines Trägers: its splits, its share of the frame and what is payable to it."""

    carrier: Carrier
    splits: tuple[Split, ...]
    share: Money
    coordination_cap: Money
    payable: Money = ZERO

    def incurred(self, kind: CostKind, role: PositionRole | None = None) -> Money:
        """Return what was spent on a kind, other programmes excluded."""
        return self._sum(kind, role, (Side.FUNDABLE, Side.OWN_SHARE))

    def _sum(self, kind: CostKind, role: PositionRole | None, sides: Iterable[Side]) -> Money:
        return total(
            split.amount
            for split in self.splits
            if split.entry.kind is kind and (role is None or split.role is role) and split.side in sides
        )

    @property
    def personnel(self) -> Money:
        """Return the fundable personnel spending without the coordination post."""
        return self._sum(CostKind.PERSONNEL, PositionRole.INTEGRATION, (Side.FUNDABLE,))

    @property
    def training(self) -> Money:
        """Return the fundable training."""
        return self._sum(CostKind.TRAINING, None, (Side.FUNDABLE,))

    @property
    def requalification(self) -> Money:
        """Return the fundable Nachqualifizierung."""
        return self._sum(CostKind.REQUALIFICATION, None, (Side.FUNDABLE,))

    @property
    def coordination_incurred(self) -> Money:
        """Return the personnel spending of the coordination post."""
        return self.incurred(CostKind.PERSONNEL, PositionRole.COORDINATION)

    @property
    def coordination(self) -> Money:
        """Return the fundable part of the coordination post, at most the cap (Nr. 4.2)."""
        return min(self._sum(CostKind.PERSONNEL, PositionRole.COORDINATION, (Side.FUNDABLE,)), self.coordination_cap)

    @property
    def fundable(self) -> Money:
        """Return all fundable spending, the coordination post at most at its cap, before the frame."""
        return self.personnel + self.training + self.requalification + self.coordination

    @property
    def spent(self) -> Money:
        """Return all spending on the programme, fundable or not."""
        return total(split.amount for split in self.splits if split.side is not Side.OTHER_PROGRAMME)

    @property
    def unused(self) -> Money:
        """Return what of the share is not payable to the carrier."""
        return max(self.share - self.payable, ZERO)

    @property
    def excess(self) -> Money:
        """Return the fundable spending that the frame does not cover."""
        return self.fundable - self.payable

    @property
    def coordination_above_cap(self) -> Money:
        """Return the spending on the coordination post that is not fundable."""
        return self.coordination_incurred - self.coordination

    @property
    def own_share(self) -> Money:
        """Return what the carrier bears itself: everything spent that is not payable."""
        return self.spent - self.payable


@dataclass(frozen=True, slots=True)
class Settlement:
    """Abrechnung des Planungsrahmens: the county's own account and those of the delivering carriers."""

    frame: Money
    county: CarrierAccount
    delivering: tuple[CarrierAccount, ...]

    @property
    def accounts(self) -> tuple[CarrierAccount, ...]:
        """Return all accounts, the county's first."""
        return (self.county, *self.delivering)

    @property
    def fundable(self) -> Money:
        """Return the fundable spending of all carriers before the frame."""
        return total(account.fundable for account in self.accounts)

    @property
    def payable(self) -> Money:
        """Return the rechnerischer Auszahlungsbetrag: the sum over all carriers, never above the frame."""
        return total(account.payable for account in self.accounts)

    @property
    def rest(self) -> Money:
        """Return the part of the frame that is not payable."""
        return self.frame - self.payable

    @property
    def excess(self) -> Money:
        """Return the fundable spending above what is payable."""
        return self.fundable - self.payable


def settle(
    frame: Money,
    shares: Mapping[str, Money],
    carriers: Sequence[Carrier],
    splits: Sequence[Split],
    coordination_cap: Money,
    unused_means: UnusedMeans,
) -> Settlement:
    """Settle a planning frame.

    ``carriers`` names the county first; ``shares`` holds the share of each delivering carrier, the county's share is
    the rest of the frame (its municipalities and the coordination part). Payable is the smaller of share and fundable
    spending; what delivering carriers leave unused goes where ``unused_means`` says (Nr. unbekannt, Annahme).
    """
    county, *others = carriers
    county_share = frame - total(shares[carrier.key] for carrier in others)
    accounts = [
        CarrierAccount(
            carrier,
            tuple(split for split in splits if split.entry.carrier_key == carrier.key),
            county_share if carrier is county else shares[carrier.key],
            coordination_cap,
        )
        for carrier in carriers
    ]
    payable = {a.carrier.key: max(min(a.share, a.fundable), ZERO) for a in accounts}
    unused = total(account.share - payable[account.carrier.key] for account in accounts[1:])
    demand = {a.carrier.key: max(a.fundable - payable[a.carrier.key], ZERO) for a in accounts}
    if unused_means is UnusedMeans.TO_COUNTY:
        payable[county.key] += min(unused, demand[county.key])
    elif unused_means is UnusedMeans.TO_ALL:
        rest = frame - total(payable.values())
        for key, amount in _hand_out(rest, demand).items():
            payable[key] += amount
    settled = tuple(
        CarrierAccount(a.carrier, a.splits, a.share, a.coordination_cap, payable[a.carrier.key]) for a in accounts
    )
    return Settlement(frame, settled[0], settled[1:])


def _hand_out(rest: Money, demand: Mapping[str, Money]) -> dict[str, Money]:
    """Return what each carrier gets of the rest: all it needs, or a part in proportion to its unmet spending."""
    wanted = total(demand.values())
    if wanted <= rest:
        return dict(demand)
    return apportion(rest, {key: amount.cents for key, amount in demand.items()})
