"""Names what the frame would be by quota, and how many posts it pays at the mean cost of the year."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy, rounded_decimal
from grants.settle.frame_quota import frame_by_quota
from ledger.fte import TEN_THOUSANDTHS, total_fte
from ledger.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.settle.figures import Figures
    from grants.settle.positions import PositionLine
    from grants.settle.year import YearInputs

BY_QUOTA, POSTS = "rahmen.nach_quote", "rahmen.stellen"


def name_frame_by_quota(named: Figures, inputs: YearInputs) -> None:
    """State quota, state amount and the frame they give, where the notice or the rules name a quota."""
    found = frame_by_quota(inputs)
    if found is None:
        return
    latest = found.latest
    named.value(
        "rahmen.landesbetrag",
        latest.amount,
        f"Betrag des Landes im Jahr, bekannt seit {latest.known_from:%d.%m.%Y}",
        clauses=(latest.clause,),
    )
    named.value(
        "rahmen.zuteilungsquote",
        rounded_decimal(found.quota, RoundingPolicy.EXACT),
        f"Anteil des Landkreises am Betrag des Landes ({found.named_by})",
        clauses=found.clauses,
        rounding=RoundingPolicy.EXACT,
        measure="Prozent",
    )
    named.value(
        BY_QUOTA,
        latest.frame.money,
        f"{latest.frame.formula}, {latest.frame.rounding.value}",
        ("rahmen.landesbetrag", "rahmen.zuteilungsquote"),
        (latest.clause, *found.clauses),
        rounding=latest.frame.rounding,
    )


def name_posts_of_frame(named: Figures, inputs: YearInputs, positions: Sequence[PositionLine]) -> None:
    """State how many full posts the frame pays at the mean cost of a post in the year, cut after one decimal.

    Papers say "bis zu" so many posts, so nothing is rounded up. While pay of the year is missing there is no mean.
    """
    posts, cost = total_fte(line.fte for line in positions), named["stellen.personal"].money
    if cost <= ZERO or not posts.ten_thousandths or not _is_paid(inputs, positions):
        return
    exact = Fraction(inputs.frame.amount.cents * posts.ten_thousandths, cost.cents * TEN_THOUSANDTHS)
    named.value(
        POSTS,
        rounded_decimal(exact, RoundingPolicy.CUT_ONE_DECIMAL),
        "Planungsrahmen ÷ mittlere Personalausgaben je VZÄ im Jahr (Personalausgaben aller Stellen ÷ VZÄ aller "
        f"Stellen), {RoundingPolicy.CUT_ONE_DECIMAL.value}",
        ("planungsrahmen.betrag", "stellen.personal", "stellen.vzae"),
        (inputs.procedure,),
        rounding=RoundingPolicy.CUT_ONE_DECIMAL,
        measure="VZÄ",
    )


def _is_paid(inputs: YearInputs, positions: Sequence[PositionLine]) -> bool:
    """Return whether pay of every month with a filled post of the county is booked, and some of each other carrier.

    Other carriers report once a year.
    """
    county, basis = inputs.county.key, inputs.year_basis
    own = {line.position for line in positions if line.position.carrier_key == county}
    held = {
        month
        for month in inputs.frame.year.months()
        if any(tenure.position in own and tenure.days.overlap(month.days) for tenure in inputs.tenures)
    }
    entries = [split.entry for line in positions for split in line.splits]
    paid = {entry.deciding_month(basis) for entry in entries if entry.carrier_key == county}
    others = {line.position.carrier_key for line in positions} - {county}
    return held <= paid and others <= {entry.carrier_key for entry in entries}
