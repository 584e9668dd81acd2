"""The frame by quota: what a county's share of the state amount comes to, by each amount known for the year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.names import QUANTITIES
from grants.law.rounding import RoundingPolicy, euros
from grants.settle.head_counts import county_frame
from ledger.imports.cells import Cell
from ledger.imports.parse import CellError, parse_ratio
from ledger.money import CENTS_PER_EURO, Money

if TYPE_CHECKING:
    from datetime import date

    from grants.law.clause import Clause
    from grants.settle.documents import Fields
    from grants.settle.head_counts import Calculated
    from grants.settle.year import YearInputs

QUOTA, STATE_AMOUNT = "zuteilungsquote", "landesbetrag"


@dataclass(frozen=True, slots=True)
class StateAmount:
    """Landesbetrag: what the state gives for a year, since when that is known, its clause, and the frame it gives."""

    amount: Money
    known_from: date
    clause: Clause
    frame: Calculated


@dataclass(frozen=True, slots=True)
class FrameByQuota:
    """Rahmen nach Quote: the quota in per cent, who names it, and the state amounts of the year, the latest last."""

    quota: Fraction
    named_by: str
    clauses: tuple[Clause, ...]
    amounts: tuple[StateAmount, ...]

    @property
    def latest(self) -> StateAmount:
        """Return the state amount that holds on the day of knowledge."""
        return self.amounts[-1]


def read_quota(fields: Fields) -> Fraction | None:
    """Return the quota in per cent that a notice names, None where it names none. Raises UnreadableError."""
    if QUOTA not in fields.data:
        return None
    text, quantity = fields.text(QUOTA), QUANTITIES[QUOTA]
    try:
        quota = parse_ratio(Cell(text))
    except CellError as problem:
        raise fields.refuse(QUOTA, f"({text}): {problem.text}", problem.remedy) from None
    if quantity.limits and not quantity.limits.allow(quota):
        possible = quantity.limits.words(quantity.unit)
        raise fields.refuse(QUOTA, f"ist mit {text} nicht möglich.", f"Möglich ist ein Wert {possible}.")
    return quota


def frame_by_quota(inputs: YearInputs) -> FrameByQuota | None:
    """Return the frame by quota, None where neither the notice nor the rules name the county's quota.

    The quota of the notice comes before that of the rules for the county's name.
    """
    rules, day, frame, county = inputs.rules, inputs.first_day, inputs.frame, inputs.county.name
    if frame.quota is not None:
        named_by = f"Mitteilung vom {frame.dated:%d.%m.%Y}"
        return _with_amounts(inputs, FrameByQuota(frame.quota, named_by, (), ()), RoundingPolicy.EURO)
    if not rules.has(QUOTA, day, county):
        return None
    found = rules.value(QUOTA, day, county)
    by_rules = FrameByQuota(found.value.number, f"Regel für „{county}“", (found.clause,), ())
    return _with_amounts(inputs, by_rules, found.value.rounding)


def _with_amounts(inputs: YearInputs, by_quota: FrameByQuota, rounding: RoundingPolicy) -> FrameByQuota | None:
    """Return the frame by each state amount that is known for the year, None where none is."""
    series = inputs.rules.quantities.get((STATE_AMOUNT, ""))
    of_year = [each for each in series.values if each.days.contains(inputs.first_day)] if series else []
    known = sorted(
        (each for each in of_year if each.known_from <= inputs.rules.known_on), key=lambda each: each.known_from
    )
    amounts = []
    for each in known:
        amount = Money(int(each.value.number * CENTS_PER_EURO))
        by_amount = county_frame(amount, by_quota.quota, rounding)
        amounts.append(StateAmount(amount, each.known_from, each.clause, by_amount))
    return replace(by_quota, amounts=tuple(amounts)) if amounts else None


def is_rounding(announced: Money, by_quota: Calculated) -> bool:
    """Return whether an announced frame differs from the calculated one by no more than rounding to whole euros."""
    return abs(euros(announced) - by_quota.exact) <= Fraction(1, 2)
