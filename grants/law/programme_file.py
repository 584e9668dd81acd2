"""Reads one version of a programme from TOML; what is undecided, decided twice or without source is refused."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from grants.law.names import (
    CHOICES,
    FUNDING_TYPES,
    ORDERED,
    PRINCIPLES,
    QUANTITIES,
    Subject,
    needed_principles,
    needed_values,
)
from grants.law.rounding import RoundingPolicy, euros
from grants.law.rule_file import SOURCE_KEYS, RuleFile, Validity
from grants.law.rules import CostRule, FundingType, Method, RuleSet, RuleValue, SettlementMethod, Side, Unit
from grants.law.series import Dated, Series
from ledger.cost import CostKind
from ledger.fte import TEN_THOUSANDTHS
from ledger.german import format_date, format_span
from ledger.imports.cells import Cell
from ledger.imports.parse import CellError, parse_amount, parse_fte, parse_ratio, parse_whole
from ledger.staff import PositionRole, Qualification

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

K = TypeVar("K", bound="Hashable")
T = TypeVar("T")

DATE_KEYS = ("gilt_ab", "gilt_bis", "bekannt_ab")
HEAD_KEYS = ("programm", "fassung", "titel", "kurztitel", *DATE_KEYS, *SOURCE_KEYS)
ONE_VALUE = "Bitte gilt_ab, gilt_bis und bekannt_ab so angeben, dass für jeden Tag genau eine Angabe gilt."
TABLE_KEYS = ("verfahren", "grundsatz", "groesse", "ausgabe", "andere_programme")


def read_rule_set(data: Mapping[str, Any], file: str, *, own: bool = False) -> RuleSet:
    """Return the version of a programme in a parsed TOML file; ``own`` says that the county wrote it.

    Raises UnreadableError when a value lacks its source, when a day of cost and knowledge has no value or two, when a
    kind of cost is decided twice or not at all, when something its procedure needs is missing, or for unknown keys.
    """
    reading = _Reading(file, data)
    return RuleSet(
        programme=reading.programme(),
        version=reading.version(),
        title=reading.text(data, "titel"),
        short_title=reading.short_title,
        in_force=reading.whole.days,
        known_from=reading.whole.known_from,
        clause=reading.clause(data),
        methods=reading.methods,
        quantities=reading.quantities(),
        costs=reading.costs(),
        principles=reading.principles(),
        own_file=file if own else "",
    )


class _Reading(RuleFile):
    """Reads one version; ``whole`` is the time for which it answers."""

    def __init__(self, file: str, data: Mapping[str, Any]) -> None:
        super().__init__(file, data)
        self.refuse_unknown(data, (*HEAD_KEYS, *TABLE_KEYS))
        self.whole = self.validity(data)
        self.methods = self._methods()

    def programme(self) -> str:
        """Return the name of the programme; it names files and figures."""
        name = self.text(self.data, "programm")
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name, re.ASCII):
            self.refuse(
                self.data,
                f"Der Name „{name}“ unter „programm“ ist keiner aus Kleinbuchstaben, Ziffern und Bindestrichen "
                "(höchstens 40).",
                "Bitte einen Namen wie „sprachkurse“ eintragen.",
            )
        return name

    def version(self) -> str:
        """Return the name of the version, which awards name."""
        name = self.text(self.data, "fassung")
        if not re.fullmatch(r"[0-9A-Za-zÄÖÜäöüß][0-9A-Za-zÄÖÜäöüß./ -]{0,39}", name, re.ASCII):
            self.refuse(
                self.data,
                f"Der Name „{name}“ der Fassung ist keiner aus Buchstaben und Ziffern (höchstens 40 Zeichen).",
                "Bitte unter „fassung“ einen Namen wie „2025“ eintragen.",
            )
        return name

    def _methods(self) -> Series[Method]:
        """Return the procedure of every day; a version may change it (VwV 2023: per person, from 2025 by frame)."""
        read: dict[str, list[Dated[Method]]] = {"Verfahren": []}
        for table in self.tables(self.data, "verfahren"):
            self.refuse_unknown(table, ("methode", "finanzierungsart", *DATE_KEYS, *SOURCE_KEYS))
            clause = self.clause(table)
            method = Method(
                self.member(table, "methode", SettlementMethod),
                self.member(table, "finanzierungsart", FundingType),
                clause,
            )
            if method.funding not in FUNDING_TYPES[method.settlement]:
                possible = ", ".join(funding.value for funding in FUNDING_TYPES[method.settlement])
                self.refuse(
                    table,
                    f"Das Verfahren „{method.settlement.value}“ gibt es nicht als „{method.funding.value}“; möglich "
                    f"ist: {possible}.",
                    "Bitte „methode“ oder „finanzierungsart“ berichtigen.",
                )
            read["Verfahren"].append(self.dated(table, method, self.whole))
        return self.series(read, "Das {}")["Verfahren"]

    def quantities(self) -> dict[tuple[str, str], Series[RuleValue]]:
        read: dict[tuple[str, str], Series[RuleValue]] = {}
        for table in self.tables(self.data, "groesse"):
            self.refuse_unknown(table, ("name", "fuer", "einheit", "rundung", "wert", *DATE_KEYS))
            key = self.text(table, "name"), self.text(table, "fuer") if "fuer" in table else ""
            if key in read:
                self.refuse(
                    table,
                    f"Der Wert „{' '.join(key).strip()}“ steht zweimal da.",
                    "Bitte beide zu einem Abschnitt [[groesse]] mit mehreren [[groesse.wert]] zusammenfassen.",
                )
            read[key] = self._quantity(table, *key)
        for method in self.methods.values:
            for key in needed_values(method.value.settlement, method.value.funding):
                self._refuse_uncovered(read, key, method, f"Der Wert „{' '.join(key).strip()}“")
        for lower, upper in ORDERED:
            if (lower, "") in read and (upper, "") in read:
                self._refuse_disorder(read[lower, ""], read[upper, ""])
        return read

    def _refuse_disorder(self, lower: Series[RuleValue], upper: Series[RuleValue]) -> None:
        """Refuse a day of cost and knowledge on which the value that is never above the other one is above it."""
        for one, other in ((one, other) for one in lower.values for other in upper.values):
            shared, known_on = one.days.overlap(other.days), max(one.known_from, other.known_from)
            if shared and (lower.at(shared.first, known_on), upper.at(shared.first, known_on)) == (one, other):
                below, above = one.value, other.value
                if below.number > above.number:
                    self.refuse(
                        None,
                        f"Der Wert „{below.name}“ ({below.text}) liegt am {format_date(shared.first)} über dem Wert "
                        f"„{above.name}“ ({above.text}).",
                        "Bitte beide Werte mit der Vorschrift vergleichen.",
                    )

    def _refuse_subject(self, table: Mapping[str, Any], name: str, subject: str) -> None:
        """Refuse a value for somebody whom nothing asks about, and one that does not say for whom it holds."""
        expected = QUANTITIES[name].subject
        if expected is Subject.ALL and subject:
            text = f"Der Wert „{name}“ gilt für alle; die Angabe „fuer“ ({subject}) ist nicht vorgesehen."
            self.refuse(table, text, "Bitte die Angabe „fuer“ streichen.")
        if expected is not Subject.ALL and not subject:
            text = f"Der Wert „{name}“ gilt für {expected.value}; die Angabe „fuer“ fehlt."
            self.refuse(table, text, "Bitte die Angabe „fuer“ ergänzen.")
        if expected is Subject.QUALIFICATION:
            self.named(table, "fuer", Qualification, subject)

    def _quantity(self, table: Mapping[str, Any], name: str, subject: str) -> Series[RuleValue]:
        if name not in QUANTITIES:
            text = f"Einen Wert „{name}“ gibt es nicht; es gibt: {', '.join(QUANTITIES)}."
            self.refuse(table, text, "Bitte den Namen berichtigen.")
        unit = self.member(table, "einheit", Unit)
        if unit is not (expected := QUANTITIES[name].unit):
            text = f"Der Wert „{name}“ steht in „{expected.value}“, nicht in „{unit.value}“."
            self.refuse(table, text, f"Bitte unter „einheit“ „{expected.value}“ eintragen.")
        self._refuse_subject(table, name, subject)
        rounding = self.member(table, "rundung", RoundingPolicy)
        if rounding not in QUANTITIES[name].roundings:
            possible = ", ".join(policy.value for policy in QUANTITIES[name].roundings)
            text = f"Der Wert „{name}“ rundet nicht „{rounding.value}“; möglich ist: {possible}."
            self.refuse(table, text, "Bitte eine mögliche Rundung eintragen.")
        span = self.validity(table, self.whole)
        values = []
        for each in self.tables(table, "wert"):
            self.refuse_unknown(each, ("wert", *DATE_KEYS, *SOURCE_KEYS))
            text = self.text(each, "wert")
            number = self._number(each, name, text, unit)
            values.append(self.dated(each, RuleValue(name, subject, text, number, unit, rounding), span))
        return self.checked(values, span, f"Der Wert „{name}{f' für {subject}' if subject else ''}“", table)

    def _number(self, table: Mapping[str, Any], name: str, text: str, unit: Unit) -> Fraction:
        if unit is Unit.CHOICE:
            if text not in CHOICES[name]:
                allowed = ", ".join(CHOICES[name])
                self.refuse(
                    table,
                    f"Unter „wert“ steht „{text}“; vorgesehen ist eines von: {allowed}.",
                    "Bitte eines der vorgesehenen Wörter eintragen.",
                )
            return Fraction(0)
        try:
            number = _parse(text, unit)
        except CellError as problem:
            text = f"Unter „wert“ steht „{text}“: {problem.text}"
            self.refuse(table, text, f"Erwartet ist {_expected_form(unit)}; bitte die Angabe so schreiben.")
        limits = QUANTITIES[name].limits
        if limits and not limits.allow(number):
            text = f"Unter „wert“ steht „{text}“; möglich ist ein Wert {limits.words(unit)}."
            self.refuse(table, text, "Bitte den Wert mit der Vorschrift vergleichen.")
        return number

    def costs(self) -> dict[tuple[CostKind, PositionRole], Series[CostRule]]:
        read: dict[tuple[CostKind, PositionRole], list[Dated[CostRule]]] = {}
        for table in self.tables(self.data, "ausgabe"):
            self.refuse_unknown(table, ("art", "aufgaben", "seite", *DATE_KEYS, *SOURCE_KEYS))
            kind, side = self.member(table, "art", CostKind), self.member(table, "seite", Side)
            if side is Side.OTHER_PROGRAMME:
                self.refuse(
                    table,
                    f"Unter „seite“ steht „{side.value}“; ein solches nennt ein Abschnitt [[andere_programme]].",
                    "Bitte diesen Abschnitt durch einen Abschnitt [[andere_programme]] ersetzen.",
                )
            rule = CostRule(side, self.clause(table))
            for role in self._roles(table):
                read.setdefault((kind, role), []).append(self.dated(table, rule, self.whole))
        for table in self.tables(self.data, "andere_programme"):
            self.refuse_unknown(table, ("aufgabe", "programm", *DATE_KEYS, *SOURCE_KEYS))
            role = self.member(table, "aufgabe", PositionRole)
            rule = CostRule(Side.OTHER_PROGRAMME, self.clause(table), self.text(table, "programm"))
            if rule.programme == self.programme():
                self.refuse(
                    table,
                    f"Das Programm „{rule.programme}“ kann seine Stellen nicht an sich selbst abgeben.",
                    "Bitte unter „programm“ das andere Programm eintragen oder den Abschnitt streichen.",
                )
            for kind in CostKind:
                read.setdefault((kind, role), []).append(self.dated(table, rule, self.whole))
        for kind in CostKind:
            for role in PositionRole:
                if (kind, role) not in read:
                    self.refuse(
                        None,
                        f"Für „{kind.value}“ bei der Aufgabe „{role.value}“ fehlt eine Regel.",
                        f"Bitte einen Abschnitt [[ausgabe]] mit der art „{kind.value}“ ergänzen.",
                    )
        return {
            (kind, role): self.checked(values, self.whole, f"„{kind.value}“ bei der Aufgabe „{role.value}“")
            for (kind, role), values in read.items()
        }

    def _roles(self, table: Mapping[str, Any]) -> list[PositionRole]:
        """Return the roles of posts a rule names; a rule that names none is for all."""
        named = table.get("aufgaben", [role.value for role in PositionRole])
        if not isinstance(named, list) or not named:
            self.refuse(
                table,
                "Unter „aufgaben“ steht keine Liste von Aufgaben.",
                f'Bitte sie als aufgaben = ["{PositionRole.INTEGRATION.value}"] schreiben oder die Angabe streichen; '
                "dann gilt der Abschnitt für alle Aufgaben.",
            )
        return [self.named(table, "aufgaben", PositionRole, str(role)) for role in named]

    def principles(self) -> dict[str, Series[str]]:
        read: dict[str, list[Dated[str]]] = {}
        for table in self.tables(self.data, "grundsatz"):
            self.refuse_unknown(table, ("name", "inhalt", *DATE_KEYS, *SOURCE_KEYS))
            name = self.text(table, "name")
            if name not in PRINCIPLES:
                text = f"Einen Grundsatz „{name}“ gibt es nicht; es gibt: {', '.join(PRINCIPLES)}."
                self.refuse(table, text, "Bitte den Namen berichtigen.")
            read.setdefault(name, []).append(self.dated(table, self.text(table, "inhalt"), self.whole))
        series = self.series(read, "Der Grundsatz „{}“")
        for method in self.methods.values:
            for name in needed_principles(method.value.settlement):
                self._refuse_uncovered(series, name, method, f"Der Grundsatz „{name}“")
        return series

    def dated(self, table: Mapping[str, Any], value: T, default: Validity) -> Dated[T]:
        """Return a value with its days and its clause; what it leaves out holds as long as all of it."""
        validity = self.validity(table, default)
        return Dated(value, validity.days, validity.known_from, self.clause(table))

    def series(self, read: Mapping[K, list[Dated[T]]], what: str) -> dict[K, Series[T]]:
        return {key: self.checked(values, self.whole, what.format(key)) for key, values in read.items()}

    def checked(
        self, values: list[Dated[T]], span: Validity, what: str, table: Mapping[str, Any] | None = None
    ) -> Series[T]:
        """Return the series of values. Raises UnreadableError for a day without a value or with two."""
        if span.days.overlap(self.whole.days) != span.days or span.known_from < self.whole.known_from:
            text = f"{what} gilt außerhalb der Geltung der Fassung ({format_span(self.whole.days)})."
            self.refuse(table, text, "Bitte gilt_ab, gilt_bis und bekannt_ab prüfen.")
        series = Series(tuple(values), span.days, span.known_from)
        if fault := series.fault():
            self.refuse(table, f"{what} {fault}", ONE_VALUE)
        return series

    def _refuse_uncovered(self, read: Mapping[K, Series[T]], key: K, method: Dated[Method], what: str) -> None:
        if key not in read or not read[key].covers(method.days, method.known_from):
            self.refuse(
                None,
                f"{what} fehlt; das Verfahren „{method.value.settlement.value}“ braucht ihn "
                f"({format_span(method.days)}).",
                "Bitte den Abschnitt ergänzen oder seine Tage verlängern.",
            )


def _parse(text: str, unit: Unit) -> Fraction:
    """Return a number of a rule exactly. Raises CellError."""
    if unit.is_amount:
        return euros(parse_amount(Cell(text)))
    if unit is Unit.FTE:
        return Fraction(parse_fte(Cell(text)).ten_thousandths, TEN_THOUSANDTHS)
    return Fraction(parse_whole(Cell(text))) if unit.is_whole else parse_ratio(Cell(text))


def _expected_form(unit: Unit) -> str:
    """Return in German how a number of a unit is written."""
    if unit.is_amount:
        return "ein Betrag wie „50.000,00“ ohne Währung"
    if unit is Unit.FTE:
        return "ein Stellenanteil wie „0,5“, höchstens „1“, mit bis zu vier Nachkommastellen"
    if unit is Unit.PERCENT:
        return "eine Zahl wie „60“ oder „44,7“ ohne Prozentzeichen"
    return "eine ganze Zahl wie „12“" if unit.is_whole else "eine Zahl wie „90“"
