"""Nothing that leaves the county may show a cost total behind which stand fewer than three persons.

Groups that are too small are merged with the next one (the last with the one before); what cannot be merged is
refused. Because groups are merged and never dropped, no hidden group can be computed from the total.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.finding import ConflictError
from ledger.german import join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.settle.figures import Figures

FEWEST_PERSONS = 3


class DisclosureError(ConflictError):
    """A paper would show costs of fewer than three persons however its groups are merged."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of costs to be printed: its labels, the figures it sums, and the persons behind them."""

    labels: tuple[str, ...]
    names: tuple[str, ...]
    persons: frozenset[tuple[str, str]]
    has_costs: bool

    @property
    def label(self) -> str:
        """Return the label as printed."""
        return join_words(list(self.labels))

    @property
    def is_too_small(self) -> bool:
        """Return whether the group shows costs of one or two persons; costs of no person at all are not personal."""
        return self.has_costs and 0 < len(self.persons) < FEWEST_PERSONS

    def merged_with(self, other: Group) -> Group:
        """Return both groups as one."""
        return Group(
            (*self.labels, *other.labels),
            (*self.names, *other.names),
            self.persons | other.persons,
            self.has_costs or other.has_costs,
        )


def group(figures: Figures, label: str, *names: str) -> Group:
    """Return a group with the persons behind the entries of its figures."""
    pairs = [pair for name in names for pair in figures.entries_of(name)]
    persons = frozenset((entry.carrier_key, entry.staff_number) for entry, _ in pairs if entry.staff_number)
    return Group((label,), names, persons, any(figures[name].money for name in names))


def protect(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Merge every group that is too small. Raises DisclosureError when even all together are too few persons."""
    safe: list[Group] = []
    pending: Group | None = None
    for each in groups:
        current = pending.merged_with(each) if pending else each
        pending = current if current.is_too_small else None
        if pending is None:
            safe.append(current)
    if pending:
        safe = _merge_last(safe, pending)
    if any(each.is_too_small for each in safe):
        raise DisclosureError(
            "Hinter den Ausgaben stehen weniger als drei Personen; sie dürfen in keiner Unterlage erscheinen, "
            "die das Haus verlässt.",
            "Bitte die Unterlage ohne Beträge erstellen oder mit einem weiteren Träger zusammenfassen.",
        )
    return tuple(safe)


def _merge_last(safe: Sequence[Group], pending: Group) -> list[Group]:
    """Merge a last group that is too small backwards until it is large enough."""
    merged, rest = pending, list(safe)
    while rest and merged.is_too_small:
        merged = rest.pop().merged_with(merged)
    return [*rest, merged]
