"""Shares of a full-time post in whole ten-thousandths, so that 30 of 39 hours stay exactly 0.7692."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.money import round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

TEN_THOUSANDTHS = 10_000


@dataclass(frozen=True, slots=True, order=True)
class Fte:
    """VZÄ (Vollzeitäquivalent): a share of a full-time post in whole ten-thousandths; rounded only for display."""

    ten_thousandths: int

    def __post_init__(self) -> None:
        """Refuse anything but a plain int."""
        if type(self.ten_thousandths) is not int:
            message = f"Fte takes whole ten-thousandths as int, not {self.ten_thousandths!r}"
            raise TypeError(message)

    def __add__(self, other: Fte) -> Fte:
        """Add two shares."""
        return Fte(self.ten_thousandths + other.ten_thousandths)

    @classmethod
    def from_ratio(cls, ratio: Fraction) -> Fte:
        """Return the share for an exact ratio, half-up to ten-thousandths (30/39 is 7692)."""
        return cls(round_half_up(ratio * TEN_THOUSANDTHS))

    def decimal_string(self) -> str:
        """Return the share with a point and four places, as JSON and ``<data value>`` carry it."""
        whole, rest = divmod(self.ten_thousandths, TEN_THOUSANDTHS)
        return f"{whole}.{rest:04d}"


FULL_POST = Fte(TEN_THOUSANDTHS)


def total_fte(shares: Iterable[Fte]) -> Fte:
    """Return the sum of the shares."""
    return Fte(sum(share.ten_thousandths for share in shares))
