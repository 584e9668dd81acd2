"""The names of one programme's figures: what is stated of it begins with its slug and cites its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.settle.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from grants.law.clause import Clause
    from grants.law.rounding import RoundingPolicy
    from grants.settle.figures import Figures, Value
    from ledger.money import Money


@dataclass(frozen=True, slots=True)
class ProgrammeNames:
    """Namen der Zahlen eines Programms. Parts are named without the slug; those nobody has stated are left out."""

    figures: Figures
    slug: str

    def full(self, name: str) -> str:
        """Return the whole name of a figure; the minus of a part that is subtracted stays in front."""
        return f"-{self.slug}.{name[1:]}" if name.startswith("-") else f"{self.slug}.{name}"

    def parts(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the whole names of those parts that are figures."""
        return tuple(full for full in map(self.full, names) if full.removeprefix("-") in self.figures)

    def has(self, name: str) -> bool:
        """Return whether a figure is stated."""
        return self.full(name) in self.figures

    def money(self, name: str) -> Money:
        """Return the amount of a figure."""
        return self.figures[self.full(name)].money

    def value(
        self,
        name: str,
        value: Value,
        formula: str,
        parts: Iterable[str] = (),
        clauses: tuple[Clause, ...] = (),
        rounding: RoundingPolicy | None = None,
    ) -> None:
        """State a figure that is given or follows from its parts by the formula."""
        self.figures.state(
            Figure(self.full(name), value, formula, self.parts(parts), clauses=clauses, rounding=rounding)
        )

    def number(
        self,
        name: str,
        number: tuple[Decimal, str],
        formula: str,
        rounding: RoundingPolicy,
        parts: Iterable[str] = (),
        clauses: tuple[Clause, ...] = (),
    ) -> None:
        """State a decimal number with what it counts."""
        value, measure = number
        self.figures.state(
            Figure(
                self.full(name),
                value,
                formula,
                self.parts(parts),
                clauses=clauses,
                rounding=rounding,
                measure=measure,
            )
        )

    def add(self, name: str, formula: str, parts: Iterable[str], clauses: tuple[Clause, ...] = ()) -> None:
        """State a figure that is the signed sum of its parts."""
        self.figures.add(self.full(name), formula, self.parts(parts), clauses)
