"""Over-financing: what other revenues leave open for a grant, and which part of an excess the grant gives back.

Every type of financing, the planning frame and the settlement per person go by it; whether a grant gives back the whole
excess or its part in proportion to all grants (ANBest-K Nr. 2.3.2 leaves it open) is a value of the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rules import Reduction
from ledger.apportion import apportion
from ledger.money import ZERO, Money, total

if TYPE_CHECKING:
    from collections.abc import Mapping


THIS_GRANT = ""  # the key of this grant among those of other grantors; of two equal claims to a cent it bears the first


@dataclass(frozen=True, slots=True)
class GrantorShare:
    """Anteil an der Überfinanzierung: by how much one grant falls, and its exact share in cents."""

    grantor: str
    amount: Money
    exact_cents: Fraction

    @property
    def rounding_cents(self) -> Fraction:
        """Return by how much the amount lies above the exact share, in cents."""
        return self.amount.cents - self.exact_cents


def left_open(fundable: Money, incurred: Money, granted: Money, third_party: Money) -> Money:
    """Return what other revenues leave open for a grant (ANBest-K Nr. 2.3.2); negative where they are too much.

    Other public grants and this one together stay within the fundable spending, and with payments of third parties
    within all spending (``incurred``). Where refunds exceed what is not fundable, all spending is less than what is
    fundable; that alone takes nothing off. Own funds reduce nothing.
    """
    return min(fundable, max(incurred, fundable) - third_party) - granted


def give_back(grant: Money, room: Money, others: Mapping[str, Money], reduction: Reduction) -> tuple[GrantorShare, ...]:
    """Return by how much a grant falls because it exceeds the room for it, and by how much each other grant does.

    Only what grants pay can be given back: of payments of third parties beyond all grants nobody can take off anything.
    Raises ValueError for a negative grant.
    """
    grants = {THIS_GRANT: grant, **others}
    giving = grants if reduction is Reduction.SHARED else {THIS_GRANT: grant}
    excess = min(max(grant - room, ZERO), total(giving.values()))
    return share_excess(excess, giving)


def share_excess(excess: Money, grants: Mapping[str, Money]) -> tuple[GrantorShare, ...]:
    """Return by how much each grant falls, in proportion to the grants (grantor -> amount), in the order of the names.

    The amounts sum to the excess to the cent, and no grant falls below zero. Raises ValueError for a negative grant
    and for an excess that is negative or more than all grants.
    """
    together = total(grants.values())
    if not ZERO <= excess <= together:
        raise ValueError("Eine Überfinanzierung ist nie negativ und nie höher als alle Zuwendungen zusammen.")
    amounts = apportion(excess, {grantor: grant.cents for grantor, grant in grants.items()})
    return tuple(
        GrantorShare(
            grantor,
            amounts[grantor],
            Fraction(excess.cents * grants[grantor].cents, together.cents) if excess else Fraction(0),
        )
        for grantor in sorted(grants)
    )
