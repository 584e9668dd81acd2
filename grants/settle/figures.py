"""Every result as a named figure that can say why: formula in words, clauses, parts and the entries it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy
from ledger.fte import Fte
from ledger.money import Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grants.law.clause import Clause
    from grants.law.eligibility import Split
    from grants.settle.facts import Fact
    from ledger.cost import Entry, Revenue

    Booked = Entry | Revenue

Value = Money | Fte | int | Decimal


def key_slug(key: str) -> str:
    """Return a foreign key as a part of a figure's name: letters, digits and hyphens stay, all else is escaped.

    Names are split at points and listed with blanks, so a post ``41.2/03`` or an AGS ``08 999 002`` must not bring any.
    """
    return "".join(sign if sign == "-" or (sign.isascii() and sign.isalnum()) else f"_{ord(sign):x}" for sign in key)


def carrier_slug(key: str) -> str:
    """Return the beginning of the names of a delivering carrier's figures."""
    return f"traeger.{key_slug(key)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """Zahl: a named result. ``parts`` name the figures it was computed from, a leading minus subtracts.

    ``sums`` tells whether the value is exactly the signed sum of the parts; only then may a paper print it as one.
    ``entries`` are the booked entries with the part of each that counts here. ``rounding`` says how the value was
    rounded, ``measure`` what a decimal number counts (``Prozent``, ``Stellen``). A ``forecast`` is no result of the
    book and never stands in a proof. ``facts`` are what it rests on beside bookings, ``unrounded`` is the exact number
    with which other figures go on, where the value is a shorter one.
    """

    name: str
    value: Value
    formula: str
    parts: tuple[str, ...] = ()
    sums: bool = False
    clauses: tuple[Clause, ...] = ()
    entries: tuple[tuple[Booked, Money], ...] = ()
    rounding: RoundingPolicy | None = None
    measure: str = ""
    forecast: bool = False
    facts: tuple[Fact, ...] = ()
    unrounded: Fraction | None = None

    def __post_init__(self) -> None:
        """Refuse a decimal number that does not say what it counts, and a measure on what has a unit of its own."""
        if isinstance(self.value, Decimal) is not bool(self.measure):
            message = f"{self.name} needs a measure exactly when it is a decimal number"
            raise ValueError(message)

    @property
    def unit(self) -> str:
        """Return the unit of the value."""
        if isinstance(self.value, Money):
            return "EUR"
        return "VZÄ" if isinstance(self.value, Fte) else self.measure or "Anzahl"

    @property
    def exact(self) -> str:
        """Return the exact value as JSON and ``<data value>`` carry it."""
        if isinstance(self.value, Decimal):
            return format(self.value, "f")
        return str(self.value) if isinstance(self.value, int) else self.value.decimal_string()

    @property
    def lost(self) -> Fraction | None:
        """Return the exact number where rounding changed it, else None."""
        return None if self.unrounded == Fraction(self.exact) else self.unrounded

    @property
    def money(self) -> Money:
        """Return the value of a figure in euros. Raises TypeError for another unit."""
        if not isinstance(self.value, Money):
            message = f"{self.name} is no amount"
            raise TypeError(message)
        return self.value


class Figures:
    """Die Zahlen eines Jahres: named results in the order in which they were computed. Each name exists once."""

    def __init__(self) -> None:
        """Begin without figures."""
        self._by_name: dict[str, Figure] = {}

    def __getitem__(self, name: str) -> Figure:
        """Return a figure. Raises KeyError for a name that nothing computed."""
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        """Return whether the figure exists."""
        return name in self._by_name

    def __iter__(self) -> Iterator[Figure]:
        """Yield the figures in the order of computation."""
        return iter(self._by_name.values())

    def state(self, figure: Figure) -> Figure:
        """Add a figure. Raises ValueError when the name is taken or a stated sum is not the sum of its parts."""
        if figure.name in self._by_name:
            message = f"the figure {figure.name} exists already"
            raise ValueError(message)
        if figure.sums and figure.money != self._signed_sum(figure.parts):
            message = f"the figure {figure.name} is not the sum of its parts"
            raise ValueError(message)
        self._by_name[figure.name] = figure
        return figure

    def value(
        self,
        name: str,
        value: Value,
        formula: str,
        parts: Iterable[str] = (),
        clauses: Iterable[Clause] = (),
        *,
        rounding: RoundingPolicy | None = None,
        measure: str = "",
    ) -> Figure:
        """Add a figure that is given or follows from its parts by the formula, rounded as named."""
        clauses = tuple(dict.fromkeys(clauses))
        return self.state(
            Figure(name, value, formula, tuple(parts), clauses=clauses, rounding=rounding, measure=measure)
        )

    def add(self, name: str, formula: str, parts: Iterable[str], clauses: Iterable[Clause] = ()) -> Figure:
        """Add a figure that is the signed sum of other figures."""
        names = tuple(parts)
        amount = self._signed_sum(names)
        return self.state(Figure(name, amount, formula, names, sums=True, clauses=tuple(dict.fromkeys(clauses))))

    def collect(self, name: str, formula: str, splits: Iterable[Split]) -> Figure:
        """Add a figure that is the sum of parts of entries; entries are divided by Sainte-Laguë."""
        counted = tuple(splits)
        divided = any(split.amount != split.entry.amount for split in counted)
        return self.count(
            name,
            formula,
            ((split.entry, split.amount) for split in counted),
            (clause for split in counted for clause in split.clauses),
            rounding=RoundingPolicy.SAINTE_LAGUE if divided else None,
        )

    def count(
        self,
        name: str,
        formula: str,
        booked: Iterable[tuple[Booked, Money]],
        clauses: Iterable[Clause] = (),
        *,
        rounding: RoundingPolicy | None = None,
    ) -> Figure:
        """Add a figure that is the sum of booked amounts or of parts of them; each clause is kept once."""
        pairs = tuple(booked)
        amount = total(part for _, part in pairs)
        clauses = tuple(dict.fromkeys(clauses))
        return self.state(Figure(name, amount, formula, clauses=clauses, entries=pairs, rounding=rounding))

    def _signed_sum(self, names: tuple[str, ...]) -> Money:
        return total(-self[name[1:]].money if name.startswith("-") else self[name].money for name in names)

    def entries_of(self, name: str) -> tuple[tuple[Booked, Money], ...]:
        """Return the entries a figure rests on, its own and those of all its parts, each part of an entry once."""
        pairs: list[tuple[Booked, Money]] = []
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop().removeprefix("-")
            if current in seen:
                continue
            seen.add(current)
            pairs.extend(self[current].entries)
            waiting.extend(reversed(self[current].parts))
        return tuple(pairs)
