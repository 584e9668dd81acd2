"""Sitzungsvorlage: the year's figures for the committee. Public, so no total of fewer than three persons.

The paper never shows the fundable part of a kind, and it shows only as much detail as discloses nobody: first kinds and
the county's lines, then one of the two, then only who bears the spending, then county and municipalities as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.papers.disclosure import DisclosureError, Group, discloses, group, protect
from grants.papers.elements import Column, Holds, Number, Row, Section, Table, show, show_euro, show_fte, show_sum
from grants.settle.figures import carrier_slug
from grants.settle.naming import BORNE, COUNTY_SLUG, MATERIAL_KINDS, SLUGS
from ledger.carrier import CarrierKind
from ledger.german import format_date, join_words

if TYPE_CHECKING:
    from grants.papers.edition import Edition
    from grants.papers.narrative import Narrative
    from grants.settle.figures import Figures
    from grants.settle.year import YearResult

OPEN = "noch offen"
_KINDS_OF_CARRIERS = {
    CarrierKind.COUNTY: ("Landkreise",),
    CarrierKind.MUNICIPALITY: ("Städte", "Gemeinden"),
    CarrierKind.UNION: ("Verbände",),
    CarrierKind.WELFARE_BODY: ("freie Träger",),
}
# Why the county bears pay and qualification itself, with the lines of ``BORNE`` it is told for.
_WHY_BORNE = {
    "nicht zuwendungsfähig": (
        "qualifizierung_nicht_zuwendungsfaehig",
        "personal.ausgeschlossen",
        "koordination.ausgeschlossen",
        "abgelehnt",
    ),
    "über dem Höchstbetrag": ("koordination.ueber_hoechstbetrag",),
    "über dem Planungsrahmen": ("ueber_rahmen",),
    "durch andere Einnahmen ausgeschlossen": ("nicht_anrechenbar",),
}
BACKGROUND, OUTLOOK = "Ausgangslage", "Ausblick"


@dataclass(frozen=True, slots=True)
class Bar:
    """Ein Balken: label, printed number and the value in cents it stands for."""

    label: str
    number: Number
    cents: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Balkendiagramm mit Bildunterschrift und Beschreibung in Worten."""

    caption: str
    description: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Beratung: what the drafter states about the paper and its hearing."""

    title: str
    number: str
    committee: str
    day: str
    publicity: str
    agenda_item: str
    treatment: str
    reporter: str


def read_hearing(narrative: Narrative | None, year: int) -> Hearing:
    """Return the hearing of the front matter; without a text everything is still open. Raises UnreadableError."""
    if narrative is None:
        title = f"Integrationsmanagement – Förderjahr {year}"
        return Hearing(title, OPEN, OPEN, OPEN, OPEN, OPEN, "Kenntnisnahme", OPEN)
    fields = narrative.fields
    return Hearing(
        title=fields.text("titel"),
        number=fields.text("nummer"),
        committee=fields.text("gremium"),
        day=format_date(fields.day("sitzung_am")),
        publicity=fields.choice("sitzungsart", ("öffentlich", "nichtöffentlich")),
        agenda_item=str(fields.whole("top")),
        treatment=fields.choice("art", ("Kenntnisnahme",)),
        reporter=fields.text("berichterstattung"),
    )


@dataclass(frozen=True, slots=True)
class CommitteePaper:
    """Sitzungsvorlage zur Kenntnisnahme."""

    title: str
    year: int
    as_of: str
    hearing: Hearing
    background: Section
    outlook: Section
    due: str
    authority: str
    frame: Number
    bearers: str
    others: str
    is_single: bool
    spent: Number
    payable: Number
    rest: Number | None
    county_borne: Number | None
    fte: Number
    posts: Number
    head_count: Number
    spending: Table | None
    pass_through: Table | None
    financing: Table
    county_bears: Table | None
    chart: Chart
    edition: Edition | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """Wie viel die Vorlage zeigt: spending by kind, the county's lines, county and municipalities apart."""

    kinds: bool
    county_lines: bool
    bearers: bool


# From the most to the least; what the county bears is worth more to a committee than the kinds of all carriers.
DETAILS = (
    Detail(kinds=True, county_lines=True, bearers=True),
    Detail(kinds=False, county_lines=True, bearers=True),
    Detail(kinds=True, county_lines=False, bearers=True),
    Detail(kinds=False, county_lines=False, bearers=True),
    Detail(kinds=False, county_lines=False, bearers=False),
)


def make_committee_paper(result: YearResult, narrative: Narrative | None, as_of: str) -> CommitteePaper:
    """Return the paper of a computed year with as much detail as discloses nobody's pay.

    Raises DisclosureError when too few persons stand behind even its totals.
    """
    for detail in DETAILS:
        paper = _paper(result, narrative, as_of, detail)
        if paper is not None and not discloses(result, _published(paper) | _public(result)):
            return paper
    raise DisclosureError.too_few_persons()


def _paper(result: YearResult, narrative: Narrative | None, as_of: str, detail: Detail) -> CommitteePaper | None:
    """Return the paper at a level of detail, or None when its groups cannot be made large enough."""
    figures, frame = result.figures, result.inputs.frame
    year = frame.year.number
    try:
        financing = protect(_financing_groups(result, detail))
        spending = protect(_spending_groups(figures)) if detail.kinds else None
        borne = protect(_county_groups(figures)) if detail.county_lines else None
    except DisclosureError:
        return None
    alone = any(each.names == ("kreis.eigenmittel",) for each in financing)
    hearing = read_hearing(narrative, year)
    return CommitteePaper(
        title=hearing.title,
        year=year,
        as_of=as_of,
        hearing=hearing,
        background=Section(BACKGROUND, narrative.paragraphs(BACKGROUND) if narrative else ()),
        outlook=Section(OUTLOOK, narrative.paragraphs(OUTLOOK) if narrative else ()),
        due=format_date(frame.proof_due),
        authority=frame.authority.name,
        frame=show_euro(figures["planungsrahmen.betrag"]),
        bearers=join_words(["Landkreis", *_others(result)]),
        others=join_words(_others(result)),
        is_single=len(result.inputs.agreements) == 1,
        spent=show_euro(figures["ausgaben.gesamt"]),
        payable=show_euro(figures["auszahlung.betrag"]),
        rest=show_euro(figures["rahmen.rest"]) if figures["rahmen.rest"].money else None,
        county_borne=show_euro(figures["kreis.eigenmittel"]) if alone else None,
        fte=show_fte(figures["stellen.vzae"]),
        posts=show(figures["stellen.anzahl"]),
        head_count=show(figures["verteilung.personen"]),
        spending=_table(figures, "Ausgaben aller Träger nach Art", "Ausgaben", spending, "ausgaben.gesamt")
        if spending
        else None,
        pass_through=_pass_through(result),
        financing=_table(figures, "Wer die Ausgaben trägt", "Finanzierung", financing, "ausgaben.gesamt"),
        county_bears=_table(figures, _bears(figures), "Kreisanteil", borne, "kreis.gesamt")
        if borne and alone
        else None,
        chart=_chart(figures, financing, year),
    )


def _bears(figures: Figures) -> str:
    if figures["kreis.einnahmen"].money:
        return "Vom Landkreis zu tragen, vor Abzug anderer Einnahmen"
    return "Vom Landkreis zu tragen"


def _published(paper: CommitteePaper) -> set[int]:
    """Return every amount in cents that the paper prints."""
    tables = [paper.spending, paper.pass_through, paper.financing, paper.county_bears]
    rows = [row for table in tables if table for row in (*table.rows, *table.foot)]
    numbers = [cell for row in rows for cell in row.cells if isinstance(cell, Number)]
    numbers += [n for n in (paper.frame, paper.spent, paper.payable, paper.rest, paper.county_borne) if n]
    return {int(number.exact.replace(".", "")) for number in numbers if "." in number.exact}


def _public(result: YearResult) -> set[int]:
    """Return amounts everybody knows: the cap and the shares, which the overview of all municipalities prints."""
    shares = [account.share for account in result.settlement.accounts]
    cap, _ = result.inputs.rules.money("koordination.hoechstbetrag", result.inputs.first_day)
    return {amount.cents for amount in (cap, result.allocation.distributed, *shares)}


def _spending_groups(figures: Figures) -> list[Group]:
    groups = [
        group(
            figures,
            "Personalausgaben einschließlich Koordinierender Stelle",
            "personal.angefallen",
            "koordination.angefallen",
        ),
        group(figures, "Fortbildung und Nachqualifizierung", "fortbildung.angefallen", "nachqualifizierung.angefallen"),
    ]
    groups += [group(figures, kind.value, f"{SLUGS[kind]}.angefallen") for kind in MATERIAL_KINDS]
    return [each for each in groups if each.has_costs]


def _others(result: YearResult) -> list[str]:
    """Return the words for the carriers beside the county: the name of a single one, else what kinds there are."""
    carriers = [agreement.carrier for agreement in result.inputs.agreements]
    if len(carriers) == 1:
        return [carriers[0].name]
    kinds = {carrier.kind for carrier in carriers}
    return [word for kind, words in _KINDS_OF_CARRIERS.items() if kind in kinds for word in words]


def _financing_groups(result: YearResult, detail: Detail) -> list[Group]:
    figures = result.figures
    state = Group(("Land (rechnerischer Auszahlungsbetrag)",), ("auszahlung.betrag",), frozenset(), has_costs=True)
    county, others = "Landkreis", _others(result)
    if not detail.bearers:
        together = join_words([county, *others])
        groups = [group(figures, together, "kreis.eigenmittel", "weitergabe.eigenmittel")]
    else:
        groups = [
            group(figures, county, "kreis.eigenmittel"),
            group(figures, join_words(others), "weitergabe.eigenmittel"),
        ]
    received = "einnahmen.weitere"
    third = Group(("andere öffentliche Stellen und Dritte",), (received,), frozenset(), bool(figures[received].money))
    return [state, *(each for each in (*groups, third) if each.has_costs)]


def _county_groups(figures: Figures) -> list[Group]:
    groups = [group(figures, kind.value, f"kreis.{SLUGS[kind]}") for kind in MATERIAL_KINDS]
    held = [words for words, lines in _WHY_BORNE.items() if any(figures[f"{COUNTY_SLUG}.{n}"].money for n in lines)]
    label = f"Personal und Fortbildung ({join_words(held)})"
    groups.append(group(figures, label, *(f"{COUNTY_SLUG}.{line}" for line in BORNE)))
    return [each for each in groups if each.has_costs]


def _table(figures: Figures, caption: str, sheet: str, groups: tuple[Group, ...], total_name: str) -> Table:
    numbers = [(each.label, show_sum(figures, each.names)) for each in groups]
    rows = tuple(Row((label, number)) for label, number in numbers)
    foot = Row(("Summe", show(figures[total_name], (number.name for _, number in numbers))), total=True)
    return Table(caption, sheet, (Column("Position", 76), Column("Betrag in\u00a0€", 24, numeric=True)), rows, (foot,))


def _pass_through(result: YearResult) -> Table | None:
    """Return the shares (not the costs) of the carriers that deliver for themselves; None when there are none."""
    figures, agreements = result.figures, result.inputs.agreements
    if not agreements:
        return None
    slugs = [carrier_slug(agreement.carrier.key) for agreement in agreements]
    rows = tuple(
        Row(
            (
                agreement.carrier.name + (f" (Umsetzung: {agreement.delivered_by})" if agreement.delivered_by else ""),
                show(figures[f"{slug}.personen"]),
                show(figures[f"{slug}.anteil"]),
            )
        )
        for agreement, slug in zip(agreements, slugs, strict=True)
    )
    foot = Row(
        (
            "Summe",
            show(figures["weitergabe.personen"], (f"{slug}.personen" for slug in slugs)),
            show(figures["weitergabe.anteil"], (f"{slug}.anteil" for slug in slugs)),
        ),
        total=True,
    )
    columns = (
        Column("Träger", 60, holds=Holds.TYPED),
        Column("Personen", 14, numeric=True),
        Column("Anteil in\u00a0€", 26, numeric=True),
    )
    return Table("Anteile der Träger mit eigener Aufgabenwahrnehmung", "Weitergabe", columns, rows, (foot,))


def _chart(figures: Figures, groups: tuple[Group, ...], year: int) -> Chart:
    bars = []
    for each in groups:
        number = show_sum(figures, each.names)
        cents = sum(figures[name].money.cents for name in each.names)
        bars.append(Bar(each.label, Number(f"{number.text}\u00a0€", number.exact, number.name), cents))
    words = "; ".join(f"{bar.label} {bar.number.text}" for bar in bars)
    return Chart(f"Anteile an den Ausgaben {year}", f"Balkendiagramm: {words}.", tuple(bars))
