"""One version of a programme as data: values and sides of costs, each with its clause. Loading refuses gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from ledger.cost import CostKind, YearBasis
from ledger.finding import MissingError, UnreadableError
from ledger.fte import Fte
from ledger.imports.cells import Cell
from ledger.imports.parse import CellError, parse_amount, parse_ratio
from ledger.period import DaySpan
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.money import Money

E = TypeVar("E", bound=Enum)

UNKNOWN_CLAUSE = "unbekannt"
LONGEST_MONTHS = 3


class Status(Enum):
    """Beleglage eines Werts."""

    PROVEN = "belegt"
    ASSUMED = "Annahme"


class Side(Enum):
    """Wer trägt: the two sides of every split, and the other programme that settles a post elsewhere."""

    FUNDABLE = "zuwendungsfähig"
    OWN_SHARE = "selbst zu tragen"
    OTHER_PROGRAMME = "anderes Programm"


@dataclass(frozen=True, slots=True)
class Clause:
    """Fundstelle im Regelwerk: number in the rule, the document in which it was seen, proven or assumed."""

    number: str
    rule: str
    document: str
    status: Status

    def words(self) -> str:
        """Return the clause as a paper cites it; an unknown number is said to be unknown."""
        mark = " (Annahme)" if self.status is Status.ASSUMED else ""
        if self.number == UNKNOWN_CLAUSE:
            return f"{self.rule}, Nr.\u00a0offen{mark}"
        if self.number.startswith("§"):
            return self.number.replace(" ", "\u00a0") + mark
        return f"Nr.\u00a0{self.number} {self.rule}{mark}"


@dataclass(frozen=True, slots=True)
class CostRule:
    """Which side bears a kind of cost on a post with a role."""

    side: Side
    clause: Clause


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Fassung einer Verwaltungsvorschrift: in force and known from given days on.

    ``procedure`` is the clause of the settlement, ``year_clause`` that of the basis of the year, ``annual_bonus`` that
    of dividing a bonus, ``overfinancing`` that of other grants, ``indicators`` that of the counts to be sent along.
    """

    programme: str
    version: str
    title: str
    short_title: str
    in_force: DaySpan
    known_from: date
    procedure: Clause
    year_basis: YearBasis
    year_clause: Clause
    annual_bonus: Clause
    overfinancing: Clause
    indicators: Clause
    _values: Mapping[str, tuple[str, str, Clause]]
    _costs: Mapping[tuple[CostKind, PositionRole], CostRule]

    def money(self, name: str) -> tuple[Money, Clause]:
        """Return an amount of the rule with its clause."""
        text, clause = self._value(name, "EUR")
        return parse_amount(Cell(text)), clause

    def fte(self, name: str) -> tuple[Fte, Clause]:
        """Return a share of a post with its clause."""
        text, clause = self._value(name, "VZÄ")
        return Fte.from_ratio(parse_ratio(Cell(text))), clause

    def months(self, name: str) -> tuple[int, Clause]:
        """Return a number of months with its clause."""
        text, clause = self._value(name, "Monate")
        return int(text), clause

    def _value(self, name: str, unit: str) -> tuple[str, Clause]:
        text, its_unit, clause = self._values[name]
        if its_unit != unit:
            message = f"{name} is in {its_unit}, not {unit}"
            raise ValueError(message)
        return text, clause

    def cost_rule(self, kind: CostKind, role: PositionRole, day: date) -> CostRule:
        """Return which side bears a cost of a kind on a post with a role. Raises MissingError outside its days."""
        if not self.in_force.contains(day):
            raise MissingError(
                f"Für den {day:%d.%m.%Y} gibt die Fassung {self.version} der {self.title} keine Regel.",
                "Bitte den Bewilligungsbescheid und seine Regelfassung prüfen.",
            )
        return self._costs[kind, role]


REQUIRED_VALUES = {
    "koordination.hoechstbetrag": "EUR",
    "koordination.mindestumfang": "VZÄ",
    "eigenverantwortung.mindestumfang": "VZÄ",
    "nachqualifizierung.beginn": "Monate",
    "nachqualifizierung.abschluss": "Monate",
}


def read_rule_set(data: Mapping[str, Any], file: str) -> RuleSet:
    """Return the rule set of a parsed TOML file.

    Raises UnreadableError when a value lacks its source, or when a kind of cost is decided twice or not at all.
    """
    reading = _Reading(file, data)
    costs = reading.costs()
    for kind in CostKind:
        for role in PositionRole:
            if (kind, role) not in costs:
                reading.refuse(f"Für „{kind.value}“ bei der Aufgabe „{role.value}“ fehlt eine Regel.")
    values = reading.values()
    for name, unit in REQUIRED_VALUES.items():
        if values.get(name, ("", "", None))[1] != unit:
            reading.refuse(f"Der Wert „{name}“ in {unit} fehlt.")
    return RuleSet(
        programme=reading.text(data, "programm"),
        version=reading.text(data, "fassung"),
        title=reading.text(data, "titel"),
        short_title=reading.short_title,
        in_force=reading.days_in_force(),
        known_from=reading.day(data, "bekannt_ab"),
        procedure=reading.section("verfahren"),
        year_basis=reading.year_basis("jahreszuordnung"),
        year_clause=reading.section("jahreszuordnung"),
        annual_bonus=reading.section("jahressonderzahlung"),
        overfinancing=reading.section("ueberfinanzierung"),
        indicators=reading.section("kennzahlen"),
        _values=values,
        _costs=costs,
    )


class RuleFile:
    """A parsed rule file, read field by field; every refusal names the file."""

    def __init__(self, file: str, data: Mapping[str, Any]) -> None:
        self.file = file
        self.data = data
        self.short_title = self.text(data, "kurztitel")

    def refuse(self, text: str) -> NoReturn:
        """Raise the refusal of this file."""
        raise UnreadableError(f"{self.file}: {text}", "Bitte die Regeldatei ergänzen.")

    def text(self, table: Mapping[str, Any], key: str) -> str:
        """Return a text of a table. Raises UnreadableError, as all of these do."""
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"Die Angabe „{key}“ fehlt oder ist kein Text.")
        return value

    def day(self, table: Mapping[str, Any], key: str) -> date:
        """Return a day of a table."""
        value = table.get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            self.refuse(f"Die Angabe „{key}“ fehlt oder ist kein Datum.")
        return value

    def days_in_force(self) -> DaySpan:
        """Return the days on which the file is in force."""
        first, last = self.day(self.data, "gilt_ab"), self.day(self.data, "gilt_bis")
        if last < first:
            self.refuse("„gilt_bis“ liegt vor „gilt_ab“.")
        return DaySpan(first, last)

    def member(self, kind: type[E], text: str) -> E:
        """Return the member of an enum that a text names."""
        try:
            return kind(text)
        except ValueError:
            self.refuse(f"Die Angabe „{text}“ ist nicht vorgesehen.")

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        """Return the tables of an array."""
        found = self.data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
            self.refuse(f"Die Angabe „{key}“ muss aus Abschnitten [[{key}]] bestehen.")
        return found

    def section(self, key: str) -> Clause:
        """Return the clause of a section."""
        table = self.data.get(key)
        if not isinstance(table, dict):
            self.refuse(f"Der Abschnitt [{key}] fehlt.")
        return self.clause(table)

    def clause(self, table: Mapping[str, Any]) -> Clause:
        """Return the clause of a table; what is unknown cannot be proven."""
        number, document = self.text(table, "nr"), self.text(table, "dokument")
        status = self.member(Status, self.text(table, "status"))
        if number == UNKNOWN_CLAUSE and status is not Status.ASSUMED:
            self.refuse(f"Eine unbekannte Nummer kann nicht belegt sein ({document}).")
        rule = self.text(table, "regelwerk") if "regelwerk" in table else self.short_title
        return Clause(number, rule, document, status)


class _Reading(RuleFile):
    """Reads one rule set."""

    def year_basis(self, key: str) -> YearBasis:
        self.section(key)
        return self.member(YearBasis, self.text(self.data[key], "jahr_nach"))

    def values(self) -> dict[str, tuple[str, str, Clause]]:
        values: dict[str, tuple[str, str, Clause]] = {}
        for table in self.tables("wert"):
            name, text, unit = (self.text(table, key) for key in ("name", "wert", "einheit"))
            if name in values:
                self.refuse(f"Der Wert „{name}“ steht zweimal da.")
            self.check_value(name, text, unit)
            values[name] = (text, unit, self.clause(table))
        return values

    def check_value(self, name: str, text: str, unit: str) -> None:
        try:
            number = parse_amount(Cell(text)).cents if unit == "EUR" else parse_ratio(Cell(text))
        except CellError as problem:
            self.refuse(f"Der Wert „{name}“: {problem.text}")
        if number < 0 or (unit == "Monate" and not (text.isdecimal() and len(text) <= LONGEST_MONTHS)):
            self.refuse(f"Der Wert „{name}“ ist mit {text} {unit} nicht möglich.")

    def costs(self) -> dict[tuple[CostKind, PositionRole], CostRule]:
        costs: dict[tuple[CostKind, PositionRole], CostRule] = {}
        for table in self.tables("ausgabe"):
            rule = CostRule(self.member(Side, self.text(table, "seite")), self.clause(table))
            kind = self.member(CostKind, self.text(table, "art"))
            named = table.get("aufgaben")
            if not isinstance(named, list) or not named:
                self.refuse(f"Die Regel für „{kind.value}“ nennt keine Aufgaben als Liste.")
            roles = [self.member(PositionRole, str(role)) for role in named]
            for role in roles:
                if (kind, role) in costs:
                    self.refuse(f"„{kind.value}“ bei der Aufgabe „{role.value}“ ist zweimal geregelt.")
                costs[kind, role] = rule
        for table in self.tables("andere_programme"):
            role = self.member(PositionRole, self.text(table, "aufgabe"))
            rule = CostRule(Side.OTHER_PROGRAMME, self.clause(table))
            for kind in CostKind:
                if (kind, role) in costs:
                    self.refuse(f"Die Aufgabe „{role.value}“ gehört zu zwei Programmen.")
                costs[kind, role] = rule
        return costs
