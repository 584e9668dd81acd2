"""Abrechnung der Weitergabe: key, share, reported spending, payable amount and difference of one carrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.papers.elements import Column, Holds, Number, Row, Table, count_of, show, show_euro, with_equal_places
from grants.settle.figures import carrier_slug
from grants.settle.naming import SLUGS
from grants.settle.settlement import UnusedMeans
from ledger.german import format_date
from ledger.money import ZERO

if TYPE_CHECKING:
    from grants.papers.edition import Edition
    from grants.settle.award import Address, PassThroughAgreement
    from grants.settle.positions import PositionLine
    from grants.settle.year import YearResult

UNMASKED = 4


UNUSED_MEANS = {
    UnusedMeans.TO_COUNTY: "Nicht genutzte Anteile der Träger stehen dem Landkreis für zuwendungsfähige Ausgaben zu.",
    UnusedMeans.LAPSE: "Nicht genutzte Anteile der Träger werden nicht in Anspruch genommen.",
    UnusedMeans.TO_ALL: "Nicht genutzte Anteile werden allen Trägern mit höheren Ausgaben anteilig zugerechnet.",
}


@dataclass(frozen=True, slots=True)
class PassThroughStatement:
    """Abrechnung eines Trägers mit eigener Aufgabenwahrnehmung; goes to this carrier alone."""

    title: str
    year: int
    as_of: str
    address: Address
    carrier: str
    delivered_by: str
    reference: str
    agreement: str
    coordination_first: bool
    unused_means: str
    persons: Number
    persons_of_all: Number
    distributed: Number
    share: Number
    payable: Number
    unused: Number | None
    excess: Number | None
    other_revenues: Number | None
    municipalities: Table
    spending: Table
    result: Table
    positions: Table
    days_to_pay: Number
    iban: str
    bank: str
    edition: Edition | None = None


def make_statement(result: YearResult, agreement: PassThroughAgreement, as_of: str) -> PassThroughStatement:
    """Return the statement of one carrier of a computed year."""
    figures, key = result.figures, agreement.carrier.key
    slug, year = carrier_slug(key), result.inputs.frame.year.number
    unused, excess = figures[f"{slug}.ungenutzt"], figures[f"{slug}.ueberschreitung"]
    return PassThroughStatement(
        title=f"Abrechnung Integrationsmanagement {year}",
        year=year,
        as_of=as_of,
        address=agreement.address,
        carrier=agreement.carrier.name,
        delivered_by=agreement.delivered_by,
        reference=agreement.reference,
        agreement=f"Vereinbarung vom {format_date(agreement.dated)}",
        unused_means=UNUSED_MEANS[result.inputs.options.unused_means],
        coordination_first=result.inputs.options.coordination_first,
        persons=show(figures[f"{slug}.personen"]),
        persons_of_all=show(figures["verteilung.personen"]),
        distributed=show_euro(figures["verteilung.betrag"]),
        share=show_euro(figures[f"{slug}.anteil"]),
        payable=show_euro(figures[f"{slug}.auszahlung"]),
        unused=show_euro(unused) if unused.money > ZERO else None,
        excess=show_euro(excess) if excess.money > ZERO else None,
        other_revenues=show_euro(figures[f"{slug}.einnahmen"]) if figures[f"{slug}.einnahmen"].money else None,
        municipalities=_municipalities(result, slug, key),
        spending=_spending(result, slug),
        result=_result(result, slug),
        positions=position_table(result, [line for line in result.positions if line.position.carrier_key == key]),
        days_to_pay=count_of(agreement.days_to_pay),
        iban=mask_iban(agreement.iban),
        bank=agreement.bank,
    )


def mask_iban(iban: str) -> str:
    """Return an IBAN of which only country, check digits and the last four digits can be read."""
    digits = iban.replace(" ", "")
    masked = digits[:UNMASKED] + "•" * (len(digits) - 2 * UNMASKED) + digits[-UNMASKED:]
    return "\u00a0".join(masked[start : start + UNMASKED] for start in range(0, len(masked), UNMASKED))


def _municipalities(result: YearResult, slug: str, key: str) -> Table:
    figures = result.figures
    lines = [line for line in result.allocation.lines if line.carrier_key == key]
    rows = [
        Row(
            (
                line.municipality_name,
                show(figures[f"{line.slug}.personen"]),
                show(figures[f"{line.slug}.anteil"]),
            )
        )
        for line in lines
    ]
    names = [line.slug for line in lines]
    foot = Row(
        (
            "Summe",
            show(figures[f"{slug}.personen"], [f"{name}.personen" for name in names]),
            show(figures[f"{slug}.anteil"], [f"{name}.anteil" for name in names]),
        ),
        total=True,
    )
    return Table(
        "Anteil am Planungsrahmen",
        "Anteil",
        (
            Column("Stadt/Gemeinde", 56, holds=Holds.TYPED),
            Column("Personen", 18, numeric=True),
            Column("Anteil in\u00a0€", 26, numeric=True),
        ),
        tuple(rows),
        (foot,),
    )


def _spending(result: YearResult, slug: str) -> Table:
    figures = result.figures
    kinds = [(kind.value, f"{slug}.{name}") for kind, name in SLUGS.items()]
    coordination = f"{slug}.koordination"
    rows = []
    printed = []
    for label, name in kinds:
        if not figures[f"{name}.angefallen"].money and name.rpartition(".")[2] not in _ALWAYS_SHOWN:
            continue
        printed.append(name)
        rows.append(
            Row(
                (
                    label,
                    show(figures[f"{name}.angefallen"]),
                    show(figures[f"{name}.zuwendungsfaehig"]),
                    show(figures[f"{name}.nicht_zuwendungsfaehig"]),
                )
            )
        )
    if figures[f"{coordination}.angefallen"].money:
        rows.append(
            Row(
                (
                    "Koordinierende Stelle",
                    show(figures[f"{coordination}.angefallen"]),
                    show(figures[f"{coordination}.zuwendungsfaehig"]),
                    show(figures[f"{coordination}.nicht_zuwendungsfaehig"]),
                )
            )
        )
        printed.append(coordination)
    foot = Row(
        (
            "Summe",
            show(figures[f"{slug}.angefallen"], [f"{name}.angefallen" for name in printed]),
            show(figures[f"{slug}.zuwendungsfaehig"], [f"{name}.zuwendungsfaehig" for name in printed]),
            show(figures[f"{slug}.nicht_zuwendungsfaehig"], [f"{name}.nicht_zuwendungsfaehig" for name in printed]),
        ),
        total=True,
    )
    return Table(
        "Gemeldete Ausgaben",
        "Ausgaben",
        (
            Column("Ausgabeart", 34),
            Column("gemeldet", 21, numeric=True, group="Betrag in\u00a0€"),
            Column("zuwendungsfähig", 23, numeric=True, group="Betrag in\u00a0€"),
            Column("selbst zu tragen", 22, numeric=True, group="Betrag in\u00a0€"),
        ),
        tuple(rows),
        (foot,),
    )


_ALWAYS_SHOWN = ("personal", "fortbildung", "nachqualifizierung", "reisekosten", "ausstattung")


def _result(result: YearResult, slug: str) -> Table:
    figures = result.figures
    has_others = bool(figures[f"{slug}.einnahmen"].money)
    left = "nicht durch den Auszahlungsbetrag gedeckt" if has_others else "vom Träger insgesamt selbst zu tragen"
    others = (
        ("gemeldete andere öffentliche Zuwendungen", f"{slug}.einnahmen.andere_oeffentliche", ()),
        ("gemeldete Leistungen Dritter", f"{slug}.einnahmen.dritte", ()),
        (
            "aus Eigenmitteln des Trägers",
            f"{slug}.eigenmittel",
            (f"{slug}.gesamt", f"-{slug}.einnahmen.andere_oeffentliche", f"-{slug}.einnahmen.dritte"),
        ),
    )
    lines = (
        ("Anteil am Planungsrahmen", f"{slug}.anteil", ()),
        ("zuwendungsfähige Ausgaben", f"{slug}.zuwendungsfaehig", ()),
        ("Auszahlungsbetrag", f"{slug}.auszahlung", ()),
        ("nicht genutzter Anteil", f"{slug}.ungenutzt", ()),
        (
            "zuwendungsfähige Ausgaben über dem Auszahlungsbetrag",
            f"{slug}.ueberschreitung",
            (f"{slug}.zuwendungsfaehig", f"-{slug}.auszahlung"),
        ),
        (left, f"{slug}.gesamt", (f"{slug}.angefallen", f"-{slug}.auszahlung")),
        *(others if has_others else ()),
    )
    rows = tuple(
        Row((label, show(figures[name], sums)), total=name.endswith(".auszahlung")) for label, name, sums in lines
    )
    return Table(
        "Vom Anteil zum Auszahlungsbetrag",
        "Ergebnis",
        (Column("Position", 76), Column("Betrag in\u00a0€", 24, numeric=True)),
        rows,
    )


def position_table(result: YearResult, lines: list[PositionLine]) -> Table:
    """Return the posts with persons, share, months and spending."""
    figures = result.figures
    shares = with_equal_places(show(figures[f"{line.slug}.vzae"]) for line in lines)
    rows = tuple(
        Row(
            (
                line.position.number,
                line.role.value,
                show(figures[f"{line.slug}.personen"]),
                share,
                show(figures[f"{line.slug}.monate"]),
                show(figures[f"{line.slug}.personal"]),
            )
        )
        for line, share in zip(lines, shares, strict=True)
    )
    return Table(
        "Gemeldete Stellen",
        "Stellen",
        (
            Column("Stelle", 14, holds=Holds.REFERENCES),
            Column("Aufgabe", 30),
            Column("Personen", 12, numeric=True),
            Column("VZÄ im Jahr", 13, numeric=True),
            Column("Monate", 10, numeric=True),
            Column("Personalausgaben in\u00a0€", 21, numeric=True),
        ),
        rows,
    )
