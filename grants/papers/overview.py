"""Verteilung: the frame among all municipalities, with quota, amount and rounding difference of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.papers.elements import Column, Holds, Number, Row, Span, Table, show, show_euro
from grants.settle.figures import carrier_slug
from ledger.german import MINUS, format_date, format_fraction
from ledger.money import CENTS_PER_EURO

if TYPE_CHECKING:
    from fractions import Fraction

    from grants.papers.edition import Edition
    from grants.settle.year import YearResult

PLACES_OF_A_QUOTA = 6


@dataclass(frozen=True, slots=True)
class AllocationOverview:
    """Übersicht der Verteilung auf die Städte und Gemeinden; shows no costs."""

    title: str
    year: int
    as_of: str
    frame: Number
    coordination_part: Number
    distributed: Number
    persons: Number
    frame_notice: str
    coordination_first: bool
    table: Table
    delivering: Table | None
    edition: Edition | None = None


def make_overview(result: YearResult, as_of: str) -> AllocationOverview:
    """Return the overview of a computed year."""
    figures, frame = result.figures, result.inputs.frame
    return AllocationOverview(
        title=f"Verteilung des Planungsrahmens {frame.year.number}",
        year=frame.year.number,
        as_of=as_of,
        frame=show_euro(figures["planungsrahmen.betrag"]),
        coordination_part=show_euro(figures["koordination.vorab"]),
        distributed=show_euro(figures["verteilung.betrag"]),
        persons=show(figures["verteilung.personen"]),
        frame_notice=f"Fassung {frame.version} vom {format_date(frame.dated)}",
        coordination_first=result.inputs.options.coordination_first,
        table=_municipalities(result),
        delivering=_delivering(result) if result.inputs.agreements else None,
    )


def exact_number(value: Fraction) -> Number:
    """Return an exact number of euros as printed with six places."""
    text = format_fraction(value, PLACES_OF_A_QUOTA)
    return Number(text, text.replace(".", "").replace(",", ".").replace(MINUS, "-"))


def _municipalities(result: YearResult) -> Table:
    figures, lines = result.figures, result.allocation.lines
    names = {agreement.carrier.key: agreement.carrier.name for agreement in result.inputs.agreements}
    rows = []
    for line in lines:
        slug = line.slug
        rows.append(
            Row(
                (
                    line.municipality_key,
                    line.municipality_name,
                    show(figures[f"{slug}.personen"]),
                    exact_number(line.quota_cents / CENTS_PER_EURO),
                    show(figures[f"{slug}.anteil"]),
                    exact_number(line.rounding_cents / CENTS_PER_EURO),
                    names.get(line.carrier_key, "Landkreis"),
                )
            )
        )
    foot = Row(
        (
            Span("Summe", 2),
            show(figures["verteilung.personen"], ["gemeinde.*.personen"]),
            "",
            show(figures["verteilung.betrag"], ["gemeinde.*.anteil"]),
            "",
            "",
        ),
        total=True,
    )
    return Table(
        "Anteile der Städte und Gemeinden",
        "Verteilung",
        (
            Column("Schlüssel", 12, holds=Holds.REFERENCES),
            Column("Stadt/Gemeinde", 18, holds=Holds.TYPED),
            Column("Personen", 10, numeric=True),
            Column("rechnerisch", 14, numeric=True, group="Anteil in\u00a0€"),
            Column("zugeteilt", 11, numeric=True, group="Anteil in\u00a0€"),
            Column("Rundung", 10, numeric=True, group="Anteil in\u00a0€"),
            Column("Aufgabe bei", 25, holds=Holds.TYPED),
        ),
        tuple(rows),
        (foot,),
    )


def _delivering(result: YearResult) -> Table:
    figures = result.figures
    rows = []
    slugs = []
    for agreement in result.inputs.agreements:
        slug = carrier_slug(agreement.carrier.key)
        slugs.append(slug)
        rows.append(
            Row(
                (
                    agreement.carrier.name,
                    ", ".join(agreement.municipalities),
                    show(figures[f"{slug}.personen"]),
                    show(figures[f"{slug}.anteil"]),
                )
            )
        )
    foot = Row(
        (
            "Summe der Weitergabe",
            "",
            show(figures["weitergabe.personen"], [f"{slug}.personen" for slug in slugs]),
            show(figures["weitergabe.anteil"], [f"{slug}.anteil" for slug in slugs]),
        ),
        total=True,
    )
    return Table(
        "Träger mit eigener Aufgabenwahrnehmung",
        "Weitergabe",
        (
            Column("Träger", 36, holds=Holds.TYPED),
            Column("zuständig für", 34, holds=Holds.REFERENCES),
            Column("Personen", 12, numeric=True),
            Column("Anteil in\u00a0€", 18, numeric=True),
        ),
        tuple(rows),
        (foot,),
    )
