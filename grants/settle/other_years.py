"""Entries served in one year and paid in another: what this year counts of them and what it leaves to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.rules import Side
from grants.settle.naming import SLUGS
from ledger.cost import YearBasis
from ledger.money import Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.law.eligibility import Split
    from grants.settle.figures import Figures
    from grants.settle.year import YearInputs
    from ledger.cost import CostKind, Entry
    from ledger.period import Month

COUNTED, LEFT_OUT = "jahreszuordnung.enthalten", "jahreszuordnung.nicht_enthalten"


@dataclass(frozen=True, slots=True)
class BoundaryLine:
    """Zeile der Jahresabgrenzung: what was booked of a kind for one month of service and one of payment."""

    kind: CostKind
    served: Month
    paid: Month
    count: int
    figure: str


@dataclass(frozen=True, slots=True)
class YearBoundary:
    """Jahresabgrenzung: lines this year counts though the other month lies elsewhere, and lines it leaves out."""

    counted: tuple[BoundaryLine, ...]
    left_out: tuple[BoundaryLine, ...]


def draw_boundary(figures: Figures, inputs: YearInputs, splits: Sequence[Split]) -> YearBoundary:
    """State the sums per kind, month of service and month of payment; sums of nothing (reversals) are left out.

    Counted is the part of an entry that belongs to this programme; what is left out was never divided.
    """
    year = inputs.frame.year
    both = [
        (split.entry, split.amount)
        for split in splits
        if split.side is not Side.OTHER_PROGRAMME and not _in_one_year(split.entry)
    ]
    others = [(entry, entry.amount) for entry in inputs.entries_for_other_years]
    month = "Leistungsmonat" if inputs.year_basis is YearBasis.SERVICE else "Zahlungsmonat"
    words = {
        COUNTED: f"im Förderjahr {year.number} enthalten; maßgeblich ist der {month}",
        LEFT_OUT: f"im Förderjahr {year.number} nicht enthalten; maßgeblich ist der {month}",
    }
    lines = {}
    for name, booked in ((COUNTED, both), (LEFT_OUT, others)):
        lines[name] = _lines(figures, name, words[name], booked)
        clauses = (inputs.year_clause,) if lines[name] else ()
        figures.add(name, words[name], (line.figure for line in lines[name]), clauses)
    return YearBoundary(lines[COUNTED], lines[LEFT_OUT])


def _in_one_year(entry: Entry) -> bool:
    return len({entry.deciding_month(basis).year for basis in YearBasis}) == 1


def _lines(figures: Figures, name: str, words: str, booked: Iterable[tuple[Entry, Money]]) -> tuple[BoundaryLine, ...]:
    groups: dict[tuple[CostKind, Month, Month], list[tuple[Entry, Money]]] = {}
    for entry, amount in booked:
        groups.setdefault((entry.kind, entry.cost_month, entry.payment_month), []).append((entry, amount))
    order = list(SLUGS)
    lines = []
    for (kind, served, paid), pairs in sorted(
        groups.items(), key=lambda group: (*group[0][1:], order.index(group[0][0]))
    ):
        if total(amount for _, amount in pairs):
            figure = f"{name}.{served.iso()}.{paid.iso()}.{SLUGS[kind]}"
            figures.count(figure, f"{kind.value}, {words}", pairs)
            lines.append(BoundaryLine(kind, served, paid, len({entry for entry, _ in pairs}), figure))
    return tuple(lines)
