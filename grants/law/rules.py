"""One version of a programme: its values, sides of costs, procedure and principles, by day of cost and of knowledge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, NoReturn, TypeVar

from ledger.cost import CostKind, YearBasis
from ledger.finding import MissingError
from ledger.fte import Fte
from ledger.german import format_date
from ledger.money import CENTS_PER_EURO, Money

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from fractions import Fraction

    from grants.law.clause import Clause
    from grants.law.rounding import RoundingPolicy
    from grants.law.series import Dated, Series
    from ledger.period import DaySpan
    from ledger.staff import PositionRole

K = TypeVar("K", bound="Hashable")
T = TypeVar("T")


class Side(Enum):
    """Wer trägt: the two sides of every split, and the other programme that settles a post elsewhere."""

    FUNDABLE = "zuwendungsfähig"
    OWN_SHARE = "selbst zu tragen"
    OTHER_PROGRAMME = "anderes Programm"


class SettlementMethod(Enum):
    """Abrechnungsverfahren: by what the grant is settled."""

    PER_PERSON = "personenscharf"
    PER_FRAME = "Planungsrahmen"
    EXACT_COST = "Spitzabrechnung"
    LUMP_SUM = "Pauschale"
    PLANNED_COST = "Finanzierungsplan"
    NONE = "ohne Zuwendung"


class FundingType(Enum):
    """Finanzierungsart: how the grant follows from the spending."""

    FIXED_AMOUNT = "Festbetrag"
    PROPORTIONAL = "Anteil"
    DEFICIT = "Fehlbedarf"
    FULL = "Vollfinanzierung"
    NONE = "keine"


class TimeShare(Enum):
    """Zeitanteil: whether parts of a month count by days, or only whole calendar months do."""

    DAYS = "Tage"
    MONTHS = "Monate"


class Reduction(Enum):
    """Kürzung bei Überfinanzierung: which part of what all grants pay beyond the spending one grant gives back."""

    WHOLE = "ganz"
    SHARED = "anteilig"


class Unit(Enum):
    """Einheit eines Werts; a choice is one of the words that the program knows for the name."""

    EURO = "EUR"
    EURO_PER_FTE_AND_YEAR = "EUR je VZÄ und Jahr"
    EURO_PER_POSITION_AND_YEAR = "EUR je Stelle und Jahr"
    FTE = "VZÄ"
    MONTHS = "Monate"
    YEARS = "Jahre"
    PERSONS = "Personen"
    PERSONS_PER_FTE = "Personen je VZÄ"
    PERCENT = "Prozent"
    CHOICE = "Verfahren"

    @property
    def is_amount(self) -> bool:
        """Return whether the value is an amount of money."""
        return self in (Unit.EURO, Unit.EURO_PER_FTE_AND_YEAR, Unit.EURO_PER_POSITION_AND_YEAR)

    @property
    def is_whole(self) -> bool:
        """Return whether the value is a whole number."""
        return self in (Unit.MONTHS, Unit.YEARS, Unit.PERSONS)


@dataclass(frozen=True, slots=True)
class CostRule:
    """Which side bears a kind of cost on a post with a role; ``programme`` settles it where another one does."""

    side: Side
    clause: Clause
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Method:
    """Verfahren: how a version settles the costs of a day."""

    settlement: SettlementMethod
    funding: FundingType
    clause: Clause


@dataclass(frozen=True, slots=True)
class RuleValue:
    """Wert einer Regel: the text of the file, its unit, and how results that come from it are rounded.

    ``subject`` says for whom it holds where it is not for all (a qualification, a county). ``number`` is exact, in
    euros, VZÄ, per cent, months, years or persons; a choice has none.
    """

    name: str
    subject: str
    text: str
    number: Fraction
    unit: Unit
    rounding: RoundingPolicy


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Fassung einer Verwaltungsvorschrift, as known on a day.

    Every look-up takes the day of the cost and raises MissingError where nothing holds for it: another year's value is
    never taken instead. ``own_file`` names the file of the county that brought the version; shipped ones have none.
    """

    programme: str
    version: str
    title: str
    short_title: str
    in_force: DaySpan
    known_from: date
    clause: Clause
    methods: Series[Method]
    quantities: Mapping[tuple[str, str], Series[RuleValue]]
    costs: Mapping[tuple[CostKind, PositionRole], Series[CostRule]]
    principles: Mapping[str, Series[str]]
    known_on: date = date.max
    own_file: str = ""

    def as_known_on(self, day: date) -> RuleSet:
        """Return the version as it was known on a day."""
        return replace(self, known_on=day)

    def answers(self, day: date, known_on: date) -> bool:
        """Return whether the version is in force on a day of cost and known on another day."""
        return self.in_force.contains(day) and self.known_from <= known_on

    def method(self, day: date) -> Method:
        """Return how costs of a day are settled."""
        found = self.methods.at(day, self.known_on)
        return found.value if found else self._refuse(day, "kein Verfahren")

    def value(self, name: str, day: date, subject: str = "") -> Dated[RuleValue]:
        """Return a value with its days and its clause."""
        of_whom = f" für „{subject}“" if subject else ""
        return self._at(self.quantities, (name, subject), day, f"keinen Wert „{name}“{of_whom}")

    def has(self, name: str, day: date, subject: str = "") -> bool:
        """Return whether the version has a value for a day."""
        series = self.quantities.get((name, subject))
        return series is not None and series.at(day, self.known_on) is not None

    def money(self, name: str, day: date, subject: str = "") -> tuple[Money, Clause]:
        """Return an amount of the rule with its clause."""
        found = self.value(name, day, subject)
        if not found.value.unit.is_amount:
            message = f"{name} is in {found.value.unit.value}, not an amount"
            raise ValueError(message)
        return Money(int(found.value.number * CENTS_PER_EURO)), found.clause

    def fte(self, name: str, day: date) -> tuple[Fte, Clause]:
        """Return a share of a post with its clause."""
        number, clause = self.number(name, Unit.FTE, day)
        return Fte.from_ratio(number), clause

    def months(self, name: str, day: date) -> tuple[int, Clause]:
        """Return a number of months with its clause."""
        number, clause = self.number(name, Unit.MONTHS, day)
        return int(number), clause

    def number(self, name: str, unit: Unit, day: date, subject: str = "") -> tuple[Fraction, Clause]:
        """Return an exact number in a unit with its clause. Raises ValueError when the rule has another unit."""
        found = self.value(name, day, subject)
        if found.value.unit is not unit:
            message = f"{name} is in {found.value.unit.value}, not {unit.value}"
            raise ValueError(message)
        return found.value.number, found.clause

    def choice(self, name: str, day: date) -> tuple[str, Clause]:
        """Return a word that the rule chooses with its clause."""
        found = self.value(name, day)
        if found.value.unit is not Unit.CHOICE:
            message = f"{name} is in {found.value.unit.value}, not a choice"
            raise ValueError(message)
        return found.value.text, found.clause

    def reduction(self, day: date) -> tuple[Reduction, Clause]:
        """Return which part of an excess reduces the grant."""
        text, clause = self.choice("ueberfinanzierung.kuerzung", day)
        return Reduction(text), clause

    def year_basis(self, day: date) -> tuple[YearBasis, Clause]:
        """Return which month decides the funding year of an entry."""
        text, clause = self.choice("jahreszuordnung", day)
        return YearBasis(text), clause

    def time_share(self, day: date) -> tuple[TimeShare, Clause]:
        """Return what parts of a month count for."""
        text, clause = self.choice("zeitanteil", day)
        return TimeShare(text), clause

    def principle(self, name: str, day: date) -> Clause:
        """Return the clause of a principle that has no number."""
        return self._at(self.principles, name, day, f"keinen Grundsatz „{name}“").clause

    def cost_rule(self, kind: CostKind, role: PositionRole, day: date) -> CostRule:
        """Return which side bears a cost of a kind on a post with a role."""
        return self._at(self.costs, (kind, role), day, f"keine Regel für „{kind.value}“").value

    def _at(self, table: Mapping[K, Series[T]], key: K, day: date, what: str) -> Dated[T]:
        series = table.get(key)
        found = series.at(day, self.known_on) if series else None
        return found or self._refuse(day, what)

    def _refuse(self, day: date, what: str) -> NoReturn:
        known = "" if self.known_on == date.max else f" nach dem Stand vom {format_date(self.known_on)}"
        raise MissingError(
            f"Für den {format_date(day)} gibt die Fassung {self.version} der {self.title}{known} {what}.",
            "Bitte den Bewilligungsbescheid und seine Regelfassung prüfen.",
        )
