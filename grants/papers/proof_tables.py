"""The tables of the Gesamtverwendungsnachweis, each from the figures of the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.papers.elements import Column, Holds, Row, Span, Table, show, with_equal_places
from grants.papers.statement import position_table
from grants.settle.figures import carrier_slug
from grants.settle.naming import COUNTY_SLUG, SLUGS, borne_lines

if TYPE_CHECKING:
    from grants.law.clause import Clause
    from grants.settle.figures import Figures
    from grants.settle.statement_of_account import StatementLine
    from grants.settle.year import YearResult

_EUROS = "Betrag in\u00a0€"
_SHARE = 3
"""Where a row of posts has its share, counted from 0."""


def account_table(figures: Figures, title: str, side: str, lines: tuple[StatementLine, ...]) -> Table:
    """Return one side of the statement of account: plan, actual, difference."""
    rows = tuple(
        Row(
            (
                line.label,
                show(figures[line.planned]),
                show(figures[line.actual]),
                show(figures[line.difference], (line.actual, f"-{line.planned}")),
            )
        )
        for line in lines
    )
    planned = dict.fromkeys(line.planned for line in lines)
    foot = Row(
        (
            "Summe",
            show(figures[f"plan.{side}"], planned),
            show(figures[f"{side}.gesamt"], (line.actual for line in lines)),
            show(figures[f"abweichung.{side}"], (f"{side}.gesamt", f"-plan.{side}")),
        ),
        total=True,
    )
    columns = (
        Column("Art", 40),
        Column("laut Finanzierungsplan", 20, numeric=True, group=_EUROS),
        Column("laut Abrechnung", 20, numeric=True, group=_EUROS),
        Column("Abweichung", 20, numeric=True, group=_EUROS),
    )
    return Table(f"{title} laut Finanzierungsplan und laut Abrechnung", title, columns, rows, (foot,))


def kinds_table(result: YearResult) -> Table:
    """Return spending by kind: incurred, fundable, borne by the carrier, with the clause."""
    figures = result.figures
    rows = []
    printed = []
    for label, name, borne in _kinds():
        clauses = _clauses_of(figures, name)
        if not clauses:
            continue
        printed.append((name, borne))
        rows.append(
            Row(
                (
                    label,
                    show(figures[f"{name}.angefallen"]),
                    show(figures[f"{name}.zuwendungsfaehig"]),
                    show(figures[borne], (f"{name}.angefallen", f"-{name}.zuwendungsfaehig")),
                    "; ".join(clauses),
                )
            )
        )
    foot = Row(
        (
            "Summe",
            show(figures["ausgaben.gesamt"], (f"{name}.angefallen" for name, _ in printed)),
            show(figures["zuwendungsfaehig.gesamt"], (f"{name}.zuwendungsfaehig" for name, _ in printed)),
            show(figures["nicht_zuwendungsfaehig.gesamt"], (borne for _, borne in printed)),
            "",
        ),
        total=True,
    )
    columns = (
        Column("Ausgabeart", 23),
        Column("angefallen", 14, numeric=True, group=_EUROS),
        Column("zuwendungsfähig", 16, numeric=True, group=_EUROS),
        Column("vom Träger zu tragen", 16, numeric=True, group=_EUROS),
        Column("Fundstelle", 31, holds=Holds.REFERENCES),
    )
    return Table("Ausgaben aller Träger nach Art, mit Fundstelle", "Ausgabearten", columns, tuple(rows), (foot,))


def _kinds() -> list[tuple[str, str, str]]:
    """Return label, figure name and name of the part that is not fundable, the coordination post after personnel."""
    kinds = [(kind.value, slug, f"{slug}.nicht_zuwendungsfaehig") for kind, slug in SLUGS.items()]
    kinds.insert(1, ("Koordinierende Stelle", "koordination", "koordination.nicht_zuwendungsfaehig"))
    return kinds


def _clauses_of(figures: Figures, name: str) -> list[str]:
    """Return the clauses that decided the entries of a kind, in words; empty when nothing was spent on it."""
    names = [figure.name for figure in figures if f".{name}." in figure.name and figure.entries]
    clauses: dict[Clause, None] = {}
    for each in names:
        clauses.update(dict.fromkeys(figures[each].clauses))
    return list(dict.fromkeys(clause.words() for clause in clauses))


def posts_table(result: YearResult) -> Table:
    """Return every post of the programme with persons, share, months and spending."""
    figures, lines = result.figures, list(result.positions)
    table = position_table(result, lines)
    county = result.inputs.county.key
    names = {agreement.carrier.key: agreement.carrier.name for agreement in result.inputs.agreements}
    *shares, whole = with_equal_places(
        [
            *(show(figures[f"{line.slug}.vzae"]) for line in lines),
            show(figures["stellen.vzae"], ("stelle.*.*.vzae",)),
        ]
    )
    rows = tuple(
        Row(
            (
                names.get(line.position.carrier_key, result.inputs.county.name)
                if line.position.carrier_key != county
                else result.inputs.county.name,
                *row.cells[:_SHARE],
                share,
                *row.cells[_SHARE + 1 :],
            )
        )
        for line, row, share in zip(lines, table.rows, shares, strict=True)
    )
    foot = Row(
        (
            Span("Summe", 3),
            show(figures["stellen.personen"], ("stelle.*.*.personen",)),
            whole,
            "",
            show(figures["stellen.personal"], ("stelle.*.*.personal",)),
        ),
        total=True,
    )
    columns = (
        Column("Träger", 27, holds=Holds.TYPED),
        Column("Stelle", 8, holds=Holds.REFERENCES),
        Column("Aufgabe", 22),
        Column("Personen", 10, numeric=True),
        Column("VZÄ", 9, numeric=True),
        Column("Monate", 8, numeric=True),
        Column("Personalausgaben in\u00a0€", 16, numeric=True),
    )
    return Table("Besetzung und Personalausgaben je Stelle", "Stellen", columns, rows, (foot,))


def coordination_table(figures: Figures) -> Table:
    """Return the coordination post against its cap."""
    lines = (
        ("Personalausgaben der Koordinierenden Stelle", "koordination.angefallen", ()),
        ("Höchstbetrag", "koordination.hoechstbetrag", ()),
        ("davon zuwendungsfähig", "koordination.zuwendungsfaehig", ()),
        (
            "vom Landkreis zu tragen",
            "koordination.nicht_zuwendungsfaehig",
            ("koordination.angefallen", "-koordination.zuwendungsfaehig"),
        ),
    )
    return _list("Angefallene und zuwendungsfähige Personalausgaben", "Koordination", figures, lines)


def carriers_table(result: YearResult) -> Table:
    """Return share, fundable, payable and borne of each carrier, and its other revenues where there are any."""
    figures = result.figures
    slugs = [(result.inputs.county.name, "kreis")]
    slugs += [(agreement.carrier.name, carrier_slug(agreement.carrier.key)) for agreement in result.inputs.agreements]
    columns = [
        ("Anteil am Rahmen", 15, "anteil", "planungsrahmen.betrag"),
        ("zuwendungsfähig", 16, "zuwendungsfaehig", "zuwendungsfaehig.gesamt"),
        ("Auszahlung", 16, "auszahlung", "auszahlung.betrag"),
        ("selbst zu tragen", 17, "eigenmittel", "eigenmittel.gesamt"),
    ]
    if figures["einnahmen.weitere"].money:
        columns.insert(3, ("andere Einnahmen", 14, "einnahmen", "einnahmen.weitere"))
    rows = tuple(Row((label, *(show(figures[f"{slug}.{name}"]) for *_, name, _ in columns))) for label, slug in slugs)
    sums = (show(figures[whole], (f"{slug}.{name}" for _, slug in slugs)) for *_, name, whole in columns)
    heads = (
        Column("Träger", 100 - sum(width for _, width, *_ in columns), holds=Holds.TYPED),
        *(Column(title, width, numeric=True, group=_EUROS) for title, width, *_ in columns),
    )
    foot = Row(("Summe", *sums), total=True)
    return Table("Anteil, Auszahlungsbetrag und selbst zu tragender Betrag", "Träger", heads, rows, (foot,))


def result_table(figures: Figures) -> Table:
    """Return frame, payable amount, rest and excess."""
    lines = (
        ("Planungsrahmen", "planungsrahmen.betrag", ()),
        ("zuwendungsfähige Ausgaben aller Träger", "zuwendungsfaehig.gesamt", ()),
        ("rechnerischer Auszahlungsbetrag", "auszahlung.betrag", ()),
        ("nicht ausgeschöpfter Planungsrahmen", "rahmen.rest", ("planungsrahmen.betrag", "-auszahlung.betrag")),
        (
            "zuwendungsfähige Ausgaben über dem Auszahlungsbetrag",
            "rahmen.ueberschreitung",
            ("zuwendungsfaehig.gesamt", "-auszahlung.betrag"),
        ),
    )
    return _list("Ergebnis der Abrechnung", "Ergebnis", figures, lines)


def county_table(figures: Figures) -> Table:
    """Return what the county bears for its own posts, line by line."""
    lines = borne_lines(COUNTY_SLUG)
    shown = [(label, name) for label, name in lines if figures[name].money or name in _ALWAYS_BORNE]
    rows = tuple(Row((label, show(figures[name]))) for label, name in shown)
    whole = show(figures["kreis.gesamt"], (name for _, name in shown))
    foot = [Row(("Vom Landkreis insgesamt zu tragen", whole), total=True)]
    if figures["kreis.einnahmen"].money:
        rest = show(figures["kreis.eigenmittel"], ("kreis.gesamt", "-kreis.einnahmen"))
        foot.append(Row(("davon durch andere Einnahmen gedeckt", show(figures["kreis.einnahmen"]))))
        foot.append(Row(("verbleibt aus Eigenmitteln", rest), total=True))
    caption = "Nicht geltend gemachte Ausgaben der eigenen Stellen"
    return Table(caption, "Kreisanteil", _LIST_COLUMNS, rows, tuple(foot))


_ALWAYS_BORNE = ("kreis.reisekosten", "kreis.ausstattung", "kreis.ueber_rahmen")
_LIST_COLUMNS = (Column("Position", 76), Column("Betrag in\u00a0€", 24, numeric=True))


def _list(caption: str, sheet: str, figures: Figures, lines: tuple[tuple[str, str, tuple[str, ...]], ...]) -> Table:
    rows = tuple(Row((label, show(figures[name], sums))) for label, name, sums in lines)
    return Table(caption, sheet, _LIST_COLUMNS, rows)


def reconciliation_table(figures: Figures) -> Table:
    """Return the way from everything booked for the year to the spending of this proof."""
    lines = (
        ("für das Förderjahr gebucht und gemeldet", "buchungen.gesamt", ()),
        ("davon in anderen Programmen abgerechnet", "andere_programme.gesamt", ()),
        ("Ausgaben dieses Nachweises", "ausgaben.gesamt", ("buchungen.gesamt", "-andere_programme.gesamt")),
    )
    return _list("Abstimmung mit den Büchern", "Abstimmung", figures, lines)
