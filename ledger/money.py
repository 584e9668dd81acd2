"""Whole cents: the only type in which an amount exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

CENTS_PER_EURO = 100


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """Betrag: an amount in whole cents. Never a float, never a fraction of a cent."""

    cents: int

    def __post_init__(self) -> None:
        """Refuse anything but a plain int, so that no float or bool can slip in."""
        if type(self.cents) is not int:
            message = f"Money takes whole cents as int, not {self.cents!r}"
            raise TypeError(message)

    @classmethod
    def euros(cls, euros: int) -> Money:
        """Return an amount of whole euros."""
        return cls(euros * CENTS_PER_EURO)

    def __add__(self, other: Money) -> Money:
        """Add two amounts."""
        return Money(self.cents + other.cents)

    def __sub__(self, other: Money) -> Money:
        """Subtract an amount."""
        return Money(self.cents - other.cents)

    def __neg__(self) -> Money:
        """Return the amount with the opposite sign (a reversal)."""
        return Money(-self.cents)

    def __bool__(self) -> bool:
        """Return whether the amount differs from zero."""
        return self.cents != 0

    def decimal_string(self) -> str:
        """Return the amount in euros with a point and two places, as JSON and ``<data value>`` carry it."""
        sign = "-" if self.cents < 0 else ""
        euros, cents = divmod(abs(self.cents), CENTS_PER_EURO)
        return f"{sign}{euros}.{cents:02d}"


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """Return the sum of the amounts; nothing at all is zero."""
    return Money(sum(amount.cents for amount in amounts))


def round_half_up(value: Fraction) -> int:
    """Round to the nearest whole number, halves away from zero (kaufmännische Rundung, DIN 1333)."""
    magnitude = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -magnitude if value < 0 else magnitude
