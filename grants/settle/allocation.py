"""Distribute the frame among the municipalities by persons, with exact quota and rounding difference of each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.settle.figures import key_slug
from ledger.apportion import apportion
from ledger.finding import MissingError
from ledger.money import ZERO, Money, total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.carrier import HeadCount


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """Zuteilung an eine Gemeinde: persons, exact quota in cents (a fraction), allotted amount, who delivers."""

    municipality_key: str
    municipality_name: str
    persons: int
    quota_cents: Fraction
    amount: Money
    carrier_key: str

    @property
    def slug(self) -> str:
        """Return the beginning of the names of its figures."""
        return f"gemeinde.{key_slug(self.municipality_key)}"

    @property
    def rounding_cents(self) -> Fraction:
        """Return amount minus exact quota, in cents; never balanced silently, always shown."""
        return self.amount.cents - self.quota_cents


@dataclass(frozen=True, slots=True)
class Allocation:
    """Zuteilung: the frame, the part set aside for coordination, and the distribution of the rest."""

    frame: Money
    coordination_part: Money
    lines: tuple[AllocationLine, ...]

    @property
    def distributed(self) -> Money:
        """Return frame minus coordination part."""
        return self.frame - self.coordination_part

    @property
    def persons(self) -> int:
        """Return the sum of the persons."""
        return sum(line.persons for line in self.lines)

    def share_of(self, carrier_key: str) -> Money:
        """Return the sum allotted to the municipalities for which a carrier delivers."""
        return total(line.amount for line in self.lines if line.carrier_key == carrier_key)

    def persons_of(self, carrier_key: str) -> int:
        """Return the persons of the municipalities for which a carrier delivers."""
        return sum(line.persons for line in self.lines if line.carrier_key == carrier_key)


def allocate(
    frame: Money,
    coordination_part: Money,
    counts: Sequence[HeadCount],
    delivery: Mapping[str, str],
    county_key: str,
) -> Allocation:
    """Distribute ``frame − coordination_part`` by persons, Sainte-Laguë in cents, ties by municipality key.

    ``delivery`` maps a municipality's key to the carrier that delivers for it; the county delivers for all others.
    Raises MissingError when there are no persons to distribute by, or when the coordination part exceeds the frame.
    """
    persons = sum(count.persons for count in counts)
    if persons == 0:
        raise MissingError(
            "Ohne Personenzahlen der Gemeinden kann der Planungsrahmen nicht verteilt werden.",
            "Bitte die Liste der Personen in Anschlussunterbringung in den Eingang des Jahres legen.",
        )
    distributed = frame - coordination_part
    if distributed < ZERO:
        raise MissingError(
            "Der Planungsrahmen ist kleiner als der vorab abgesetzte Anteil der Koordinierenden Stelle.",
            "Bitte den Betrag des Planungsrahmens prüfen oder koordination_vorab = false setzen.",
        )
    amounts = apportion(distributed, {count.municipality_key: count.persons for count in counts})
    return Allocation(
        frame,
        coordination_part,
        tuple(
            AllocationLine(
                municipality_key=count.municipality_key,
                municipality_name=count.municipality_name,
                persons=count.persons,
                quota_cents=Fraction(distributed.cents * count.persons, persons),
                amount=amounts[count.municipality_key],
                carrier_key=delivery.get(count.municipality_key, county_key),
            )
            for count in sorted(counts, key=lambda count: count.municipality_key)
        ),
    )
