"""What lies across years: served in one and paid in another, or booked only after this year was frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.rules import Side
from grants.settle.naming import SLUGS
from ledger.cost import CostKind, Entry, Revenue, RevenueKind, YearBasis
from ledger.money import Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.law.eligibility import Split
    from grants.settle.figures import Figures
    from grants.settle.year import YearInputs
    from ledger.period import Month

COUNTED, LEFT_OUT = "jahreszuordnung.enthalten", "jahreszuordnung.nicht_enthalten"
LATE, LATE_REVENUES = "nachtraege.ausgaben", "nachtraege.einnahmen"
_REVENUE_SLUGS = {
    RevenueKind.OWN_FUNDS: "eigenmittel",
    RevenueKind.PUBLIC_GRANT: "andere_oeffentliche",
    RevenueKind.THIRD_PARTY: "dritte",
}
_SLUGS = SLUGS | _REVENUE_SLUGS


@dataclass(frozen=True, slots=True)
class BoundaryLine:
    """Zeile der Jahresabgrenzung: what was booked of a kind for one month of service and one of payment."""

    kind: CostKind | RevenueKind
    served: Month
    paid: Month
    count: int
    figure: str


@dataclass(frozen=True, slots=True)
class YearBoundary:
    """Jahresabgrenzung: lines this year counts though the other month lies elsewhere, and lines it leaves out.

    ``late`` and ``late_revenues`` (Nachträge) came after the year was frozen; it counts none of them.
    """

    counted: tuple[BoundaryLine, ...]
    left_out: tuple[BoundaryLine, ...]
    late: tuple[BoundaryLine, ...] = ()
    late_revenues: tuple[BoundaryLine, ...] = ()


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
    late, late_revenues = (
        _late_lines(figures, name, year.number, [each for each in inputs.late_entries if isinstance(each, kind)])
        for name, kind in ((LATE, Entry), (LATE_REVENUES, Revenue))
    )
    return YearBoundary(lines[COUNTED], lines[LEFT_OUT], late, late_revenues)


def _late_lines(figures: Figures, name: str, year: int, late: Sequence[Entry | Revenue]) -> tuple[BoundaryLine, ...]:
    """State what came after the year was frozen; there are such figures only where there is such an entry."""
    words = f"nach der Festschreibung des Förderjahres {year} gebucht und dort nicht enthalten"
    lines = _lines(figures, name, words, [(each, each.amount) for each in late])
    if lines:
        figures.add(name, words, (line.figure for line in lines))
    return lines


def _in_one_year(entry: Entry) -> bool:
    return len({entry.deciding_month(basis).year for basis in YearBasis}) == 1


def _lines(
    figures: Figures, name: str, words: str, booked: Iterable[tuple[Entry | Revenue, Money]]
) -> tuple[BoundaryLine, ...]:
    groups: dict[tuple[CostKind | RevenueKind, Month, Month], list[tuple[Entry | Revenue, Money]]] = {}
    for entry, amount in booked:
        served, paid = (entry.deciding_month(basis) for basis in (YearBasis.SERVICE, YearBasis.PAYMENT))
        groups.setdefault((entry.kind, served, paid), []).append((entry, amount))
    order = list(_SLUGS)
    lines = []
    for (kind, served, paid), pairs in sorted(
        groups.items(), key=lambda group: (*group[0][1:], order.index(group[0][0]))
    ):
        if total(amount for _, amount in pairs):
            figure = f"{name}.{served.iso()}.{paid.iso()}.{_SLUGS[kind]}"
            figures.count(figure, f"{kind.value}, {words}", pairs)
            lines.append(BoundaryLine(kind, served, paid, len({entry for entry, _ in pairs}), figure))
    return tuple(lines)
