"""Gesamtverwendungsnachweis: the county's proof of use for a planning frame year, for the authority alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.rules import Status
from grants.papers.elements import Number, Section, Table, show_euro
from grants.papers.proof_tables import (
    account_table,
    carriers_table,
    coordination_table,
    county_table,
    kinds_table,
    posts_table,
    reconciliation_table,
    result_table,
)
from grants.papers.statement import UNUSED_MEANS
from ledger.german import format_counted, format_date, format_euro, format_fte, format_month, format_span, join_words
from ledger.money import ZERO, Money, total
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from grants.papers.narrative import Narrative
    from grants.settle.award import Address
    from grants.settle.year import YearResult
    from ledger.period import Month

NARRATIVE_SECTIONS = (
    "Durchgeführte Maßnahmen",
    "Eingesetztes Personal",
    "Zielerreichung und Kennzahlen",
    "Abweichungen vom Bescheid und vom Finanzierungsplan",
    "Ausblick",
)


@dataclass(frozen=True, slots=True)
class AwardNotice:
    """Zeile der Bewilligungen: version, day, amount, and whether it is the one in force."""

    version: int
    dated: str
    amount: Number
    in_force: bool


@dataclass(frozen=True, slots=True)
class OtherYear:
    """Nachberechnung für einen Monat außerhalb des Förderjahres: not settled here."""

    month: str
    count: int
    amount: Number


@dataclass(frozen=True, slots=True)
class ProofOfUse:
    """Gesamtverwendungsnachweis eines Planungsrahmenjahres."""

    title: str
    year: int
    as_of: str
    subject: str
    rule_title: str
    funding: str
    reference: str
    period: str
    began: str
    due: str
    authority: Address
    notices: tuple[AwardNotice, ...]
    frame: Number
    fundable: Number
    payable: Number
    county_borne: Number
    narrative: tuple[Section, ...]
    income: Table
    spending: Table
    by_kind: Table
    posts: Table
    coordination: Table
    carriers: Table
    result: Table
    county_bears: Table
    other_years: tuple[OtherYear, ...]
    least_coordination: str
    coordination_filled: str
    reconciliation: Table
    assumptions: tuple[str, ...]
    unused_means: str


def make_proof(result: YearResult, narrative: Narrative | None, as_of: str) -> ProofOfUse:
    """Return the proof of a computed year; sections of the narrative that are not written stay visibly empty."""
    figures, inputs = result.figures, result.inputs
    frame = inputs.frame
    least, _ = inputs.rules.fte("koordination.mindestumfang")
    return ProofOfUse(
        title=f"Gesamtverwendungsnachweis {frame.year.number}",
        year=frame.year.number,
        as_of=as_of,
        subject=frame.subject,
        rule_title=inputs.rules.title,
        funding=f"Projektförderung, Zuschuss, Festbetragsfinanzierung ({inputs.rules.procedure.words()})",
        reference=frame.reference,
        period=format_span(frame.period),
        began=format_date(frame.began),
        due=format_date(frame.proof_due),
        authority=frame.authority,
        notices=tuple(
            AwardNotice(
                version.version,
                format_date(version.dated),
                show_euro(figures[f"planungsrahmen.fassung_{version.version}"]),
                version is frame,
            )
            for version in inputs.frame_versions
        ),
        frame=show_euro(figures["planungsrahmen.betrag"]),
        fundable=show_euro(figures["zuwendungsfaehig.gesamt"]),
        payable=show_euro(figures["auszahlung.betrag"]),
        county_borne=show_euro(figures["kreis.gesamt"]),
        narrative=tuple(
            Section(title, narrative.paragraphs(title) if narrative else ()) for title in NARRATIVE_SECTIONS
        ),
        income=account_table(figures, "Einnahmen", "einnahmen", result.income),
        spending=account_table(figures, "Ausgaben", "ausgaben", result.spending),
        by_kind=kinds_table(result),
        posts=posts_table(result),
        coordination=coordination_table(figures),
        carriers=carriers_table(result),
        result=result_table(figures),
        county_bears=county_table(figures),
        other_years=_other_years(result),
        least_coordination=format_fte(least),
        coordination_filled=_filled(result),
        reconciliation=reconciliation_table(figures),
        assumptions=_assumptions(result),
        unused_means=UNUSED_MEANS[inputs.options.unused_means],
    )


def _filled(result: YearResult) -> str:
    """Return how the coordination post was filled, in words."""
    posts = [line for line in result.positions if line.role is PositionRole.COORDINATION]
    if not posts:
        return "Eine Koordinierende Stelle war im Förderjahr nicht besetzt."
    parts = [
        f"Stelle {line.position.number} mit {format_fte(line.fte)}\u00a0VZÄ im Jahresdurchschnitt in "
        f"{format_counted(line.months, 'Monat', 'Monaten')}"
        for line in posts
    ]
    return f"Besetzt war {join_words(parts)}."


def _other_years(result: YearResult) -> tuple[OtherYear, ...]:
    """Return what was paid with the year's payroll for months of other years, month by month."""
    amounts: dict[Month, list[Money]] = {}
    for entry in result.inputs.entries_for_other_years:
        amounts.setdefault(entry.cost_month, []).append(entry.amount)
    lines = []
    for month, parts in sorted(amounts.items()):
        amount = total(parts)
        if amount != ZERO:
            lines.append(OtherYear(format_month(month), len(parts), _plain(amount)))
    return tuple(lines)


def _plain(amount: Money) -> Number:
    return Number(format_euro(amount), amount.decimal_string())


def _assumptions(result: YearResult) -> tuple[str, ...]:
    """Return the documents behind every clause that is only assumed, once each."""
    clauses = dict.fromkeys(clause for figure in result.figures for clause in figure.clauses)
    documents = dict.fromkeys(clause.document for clause in clauses if clause.status is Status.ASSUMED)
    return tuple(documents)
