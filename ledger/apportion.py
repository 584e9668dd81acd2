"""Divide whole cents among weights by Sainte-Laguë, so that no cent is lost and none is invented.

A divisor method is monotone: one cent more to divide never lowers a share. The result is computed in closed
form (the rounded quota of each) and then corrected; the correction is at most half as many cents as there are
weights, whatever the amount.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping


def apportion(amount: Money, weights: Mapping[str, int]) -> dict[str, Money]:
    """Divide ``amount`` in proportion to ``weights`` (key -> whole, non-negative weight) by Sainte-Laguë.

    The parts sum to the amount to the cent, the order of the mapping does not matter, weight zero gets zero, and
    of two equal claims to the last cent the smaller key wins. A negative amount is divided like its counterpart.

    Raises ValueError for a negative weight, or when an amount is to be divided and every weight is zero.
    """
    if any(weight < 0 for weight in weights.values()):
        message = "weights must not be negative"
        raise ValueError(message)
    claims = {key: weight for key, weight in weights.items() if weight > 0}
    if not claims and amount:
        message = "an amount cannot be divided among weights that are all zero"
        raise ValueError(message)
    cents = _sainte_lague(abs(amount.cents), claims) if claims else {}
    sign = -1 if amount.cents < 0 else 1
    return {key: Money(sign * cents.get(key, 0)) for key in weights}


def _sainte_lague(cents: int, claims: dict[str, int]) -> dict[str, int]:
    """Return the cents of each claim: quotas rounded half down, then corrected by the next quotients."""
    whole = sum(claims.values())
    # Rounding half down gives exactly the cents whose quotient lies above the common divisor whole/cents, so the
    # start is a prefix of the hand-out order and only the missing or surplus cents need to be looked at.
    shares = {key: -((whole - 2 * cents * weight) // (2 * whole)) for key, weight in claims.items()}
    surplus = sum(shares.values()) - cents
    while surplus < 0:
        shares[_first_in_line(shares, claims)] += 1
        surplus += 1
    while surplus > 0:
        shares[_last_served(shares, claims)] -= 1
        surplus -= 1
    return shares


def _first_in_line(shares: dict[str, int], claims: dict[str, int]) -> str:
    """Return who gets the next cent: the greatest quotient weight / (2·share + 1), ties by the smaller key."""
    best: str | None = None
    for key in sorted(claims):
        if best is None or claims[key] * (2 * shares[best] + 1) > claims[best] * (2 * shares[key] + 1):
            best = key
    return best or ""


def _last_served(shares: dict[str, int], claims: dict[str, int]) -> str:
    """Return who got the last cent: the smallest quotient weight / (2·share − 1), ties by the greater key."""
    last: str | None = None
    for key in sorted(claims, reverse=True):
        if shares[key] == 0:
            continue
        if last is None or claims[key] * (2 * shares[last] - 1) < claims[last] * (2 * shares[key] - 1):
            last = key
    return last or ""
