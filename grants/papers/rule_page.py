"""Die Regeln eines Tages als Blatt für die Akte: every value with its source, and who bears which kind of cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.names import PRINCIPLES, QUANTITIES
from grants.law.rounding import RoundingPolicy
from grants.papers.elements import Column, Holds, Number, Row, Table, count_of
from ledger.cost import CostKind, YearBasis
from ledger.german import EN_DASH, format_date, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.law.clause import Clause
    from grants.law.listing import CostLine, RuleLine, RuleListing
    from ledger.period import DaySpan


NO_ROUNDING = RoundingPolicy.EXACT.value
_CHOICES = {YearBasis.SERVICE.value: "Leistungsmonat", YearBasis.PAYMENT.value: "Zahlungsmonat"}


@dataclass(frozen=True, slots=True)
class RulePage:
    """Regelblatt: a version of a programme for a day of cost, as known on another day."""

    title: str
    as_of: str
    rule_title: str
    version: str
    in_force: str
    known_from: str
    clause: str
    day: str
    known_on: str
    own_file: str
    assumptions: Number
    words: Table
    values: Table
    costs: Table


def make_rule_page(listing: RuleListing) -> RulePage:
    """Return the page of a listing."""
    rules, known_on = listing.rules, format_date(listing.known_on)
    return RulePage(
        title=f"Regeln am {format_date(listing.day)}",
        as_of=f"Stand der Kenntnis {known_on}",
        rule_title=rules.title,
        version=rules.version,
        in_force=span_words(rules.in_force),
        known_from=format_date(rules.known_from),
        clause=source_words(rules.clause),
        day=format_date(listing.day),
        known_on=known_on,
        own_file=rules.own_file,
        assumptions=count_of(listing.assumptions),
        words=_words(line for line in listing.lines if not line.unit),
        values=_values(line for line in listing.lines if line.unit),
        costs=_costs(listing.costs),
    )


def line_label(line: RuleLine) -> str:
    """Return what a line is about in the words of an office."""
    label = {"verfahren": "Verfahren", **PRINCIPLES}.get(line.name)
    label = label or QUANTITIES[line.name].label
    return f"{label}: {line.subject}" if line.subject else label


def line_words(line: RuleLine) -> str:
    """Return what a line says in the words of an office; a choice is a key in the file."""
    return _CHOICES.get(line.says, line.says)


def span_words(days: DaySpan) -> str:
    """Return days as a table prints them: ``01.01.2025 – 31.12.2029``."""
    last = format_date(days.last) if days.last else ""
    return f"{format_date(days.first)}\u00a0{EN_DASH} {last}".rstrip()


def _days_words(line: RuleLine | CostLine) -> str:
    """Return the days a line applies and since when it is known, one line each where the column has the room."""
    days = span_words(line.days).replace(" ", "\u00a0")
    return f"{days}, bekannt\u00a0ab\u00a0{format_date(line.known_from)}"


def source_words(clause: Clause) -> str:
    """Return clause and document of a rule."""
    return f"{clause.words()}; {clause.document}"


def cost_kinds(line: CostLine) -> str:
    """Return the kinds of cost of a line."""
    if len(line.kinds) == len(CostKind):
        return "alle Ausgabearten"
    return join_words([kind.value for kind in line.kinds])


def _words(lines: Iterable[RuleLine]) -> Table:
    columns = (
        Column("Regel", 19, holds=Holds.TYPED),
        Column("Inhalt", 25, holds=Holds.TYPED),
        Column("gilt", 22),
        Column("Fundstelle und Dokument", 34, holds=Holds.REFERENCES),
    )
    rows = tuple(
        Row(
            (
                line_label(line),
                line_words(line),
                _days_words(line),
                source_words(line.clause),
            )
        )
        for line in lines
    )
    return Table("Verfahren und Grundsätze", "Verfahren", columns, rows)


def _values(lines: Iterable[RuleLine]) -> Table:
    columns = (
        Column("Wert", 20, holds=Holds.TYPED),
        Column("Betrag oder Zahl", 16, numeric=True),
        Column("Rundung", 15),
        Column("gilt", 21),
        Column("Fundstelle und Dokument", 28, holds=Holds.REFERENCES),
    )
    rows = tuple(
        Row(
            (
                line_label(line),
                Number(f"{line.says} {line.unit}", line.exact),
                "" if line.rounding == NO_ROUNDING else line.rounding,
                _days_words(line),
                source_words(line.clause),
            )
        )
        for line in lines
    )
    return Table("Werte", "Werte", columns, rows)


def _costs(lines: Iterable[CostLine]) -> Table:
    columns = (
        Column("Ausgabeart", 17),
        Column("Aufgabe der Stelle", 22),
        Column("Seite", 16, holds=Holds.TYPED),
        Column("gilt", 21),
        Column("Fundstelle und Dokument", 24, holds=Holds.REFERENCES),
    )
    rows = tuple(
        Row(
            (
                cost_kinds(line),
                join_words([role.value for role in line.roles]),
                line.says,
                _days_words(line),
                source_words(line.clause),
            )
        )
        for line in lines
    )
    return Table("Wer welche Ausgaben trägt", "Ausgaben", columns, rows)
