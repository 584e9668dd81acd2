"""Gesamtverwendungsnachweis: the county's proof of use for a planning frame year, for the authority alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.clause import Status
from grants.law.rules import TimeShare
from grants.papers.elements import Number, Section, Table, count_of, share_of_posts, show, show_euro
from grants.papers.indicator_tables import indicator_tables
from grants.papers.proof_parts import ProofPart, make_parts
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
from ledger.german import (
    NO_BREAK_SPACE,
    format_count,
    format_date,
    format_euro,
    format_span,
)
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from grants.papers.edition import Edition
    from grants.papers.narrative import Narrative
    from grants.settle.award import Address
    from grants.settle.year import YearResult
    from ledger.act import BookMark
    from ledger.book.years import Freeze

# Sections 2.1 to 2.9 of the template always stand; further ones follow where there is something to say.
FIRST_PART = 10
SEAL_GROUP = 4
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
class FilledPost:
    """Besetzte Koordinierende Stelle: its number, mean share of the year, months with their noun."""

    number: str
    fte: Number
    months: Number
    noun: str


@dataclass(frozen=True, slots=True)
class PrintedMark:
    """Stand des Buches: number of the log entry and its seal in groups of four digits."""

    entry: str
    seal: str


@dataclass(frozen=True, slots=True)
class PrintedFreeze:
    """Festschreibung: the log entry that froze the year, what it counted and the digest of it."""

    entry: str
    count: Number
    noun: str
    sum: Number
    digest: str


@dataclass(frozen=True, slots=True)
class ProofOfUse:
    """Gesamtverwendungsnachweis eines Planungsrahmenjahres."""

    title: str
    year: int
    as_of: str
    subject: str
    rule_title: str
    funding: str
    funding_clause: str
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
    least_coordination: Number
    coordination_filled: tuple[FilledPost, ...]
    reconciliation: Table
    other_revenues: bool
    parts: tuple[ProofPart, ...]
    assumptions: tuple[str, ...]
    assumptions_number: int
    unused_means: str
    divided_bonus: str
    whole_months: str
    mark: PrintedMark | None
    freeze: PrintedFreeze | None
    indicators: tuple[Table, ...]
    edition: Edition | None = None


def make_proof(result: YearResult, narrative: Narrative | None, as_of: str) -> ProofOfUse:
    """Return the proof of a computed year; sections of the narrative that are not written stay visibly empty."""
    figures, inputs = result.figures, result.inputs
    frame = inputs.frame
    least, _ = inputs.rules.fte("koordination.mindestumfang", inputs.first_day)
    time_share, time_clause = inputs.rules.time_share(inputs.first_day)
    parts = make_parts(result, FIRST_PART)
    return ProofOfUse(
        title=f"Gesamtverwendungsnachweis {frame.year.number}",
        year=frame.year.number,
        as_of=as_of,
        subject=frame.subject,
        rule_title=inputs.rules.title,
        funding="Projektförderung, Zuschuss, Festbetragsfinanzierung",
        funding_clause=inputs.procedure.words(),
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
        county_borne=show_euro(figures["kreis.eigenmittel"]),
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
        least_coordination=share_of_posts(least),
        coordination_filled=_filled(result),
        reconciliation=reconciliation_table(figures),
        other_revenues=bool(figures["einnahmen.weitere"].money),
        parts=parts,
        assumptions=_assumptions(result),
        assumptions_number=FIRST_PART + len(parts),
        unused_means=UNUSED_MEANS[inputs.options.unused_means],
        whole_months=time_clause.words() if time_share is TimeShare.MONTHS else "",
        divided_bonus=inputs.principle("jahressonderzahlung").words() if result.divides_a_bonus else "",
        mark=_mark(inputs.book_mark),
        freeze=_freeze(inputs.freeze),
        indicators=indicator_tables(result),
    )


def _filled(result: YearResult) -> tuple[FilledPost, ...]:
    """Return how the coordination posts were filled."""
    figures = result.figures
    return tuple(
        FilledPost(
            line.position.number,
            show(figures[f"{line.slug}.vzae"]),
            show(figures[f"{line.slug}.monate"]),
            "Monat" if line.months == 1 else "Monaten",
        )
        for line in result.positions
        if line.role is PositionRole.COORDINATION
    )


def _mark(mark: BookMark | None) -> PrintedMark | None:
    if mark is None:
        return None
    return PrintedMark(format_count(mark.count), _in_groups(mark.head))


def _freeze(freeze: Freeze | None) -> PrintedFreeze | None:
    if freeze is None:
        return None
    return PrintedFreeze(
        entry=format_count(freeze.log_number),
        count=count_of(freeze.entry_count, "festschreibung.buchungen"),
        noun="Buchung" if freeze.entry_count == 1 else "Buchungen",
        sum=Number(format_euro(freeze.sum), freeze.sum.decimal_string(), "festschreibung.ausgaben"),
        digest=_in_groups(freeze.digest),
    )


def _in_groups(digits: str) -> str:
    """Return a digest in groups; a narrow line breaks in the middle or not at all, so that it stays easy to compare."""
    half = len(digits) // 2
    return " ".join(
        NO_BREAK_SPACE.join(part[start : start + SEAL_GROUP] for start in range(0, len(part), SEAL_GROUP))
        for part in (digits[:half], digits[half:])
    )


def _assumptions(result: YearResult) -> tuple[str, ...]:
    """Return the documents behind every clause that is only assumed, once each."""
    return tuple(dict.fromkeys(clause.document for clause in result.clauses if clause.status is Status.ASSUMED))
