"""Kennzahlen: summed by name and area in the proof alone; what an area did not report is not zero."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grants.close.open_points import open_points
from grants.office.resources import templates
from grants.office.workspace import open_workspace
from grants.output.html.document import parse_document
from grants.output.html.renderer import Renderer
from grants.papers.committee import make_committee_paper
from grants.papers.elements import Number
from grants.papers.indicator_tables import indicator_tables
from grants.papers.overview import make_overview
from grants.papers.statement import make_statement
from grants.settle.indicator_figures import indicator_slug
from grants.settle.year import YearResult, compute_year
from tests.grants.builders import TOWN, agreement, indicator, inputs, pay, tenure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grants.papers.elements import Table
    from grants.settle.award import PassThroughAgreement
    from ledger.indicator import Indicator

TALKS, PLANS = "Beratungsgespräche", "Integrationspläne"


def year(*indicators: Indicator, agreements: Sequence[PassThroughAgreement] = ()) -> YearResult:
    given = inputs(
        persons={"08999001": 90, TOWN.key: 10},
        agreements=agreements,
        tenures=[tenure(), tenure("0002", "IM-02"), tenure("0003", "IM-03")],
        entries=[*pay("6000.00"), *pay("5000.00", "0002"), *pay("5500.00", "0003")],
    )
    return compute_year(replace(given, indicators=indicators))


def printed(table: Table) -> list[tuple[str, ...]]:
    rows = [row.cells for row in (*table.rows, *table.foot)]
    return [tuple(cell if isinstance(cell, str) else cell.text for cell in row) for row in rows]


def test_counts_of_one_place_are_summed_over_the_year() -> None:
    result = year(indicator(600, month=6), indicator(720), indicator(31, PLANS))
    assert result.figures[indicator_slug(TALKS)].value == 1320
    (table,) = indicator_tables(result)
    assert printed(table) == [(TALKS, "1.320"), (PLANS, "31")]


def test_several_places_are_listed_with_their_sum() -> None:
    result = year(
        indicator(600, area="Team Nord"), indicator(2, area="Team Süd"), indicator(40, PLANS, area="Team Nord")
    )
    (table,) = indicator_tables(result)
    assert [column.title for column in table.columns] == ["Ort oder Team", TALKS, PLANS]
    assert printed(table) == [("Team Nord", "600", "40"), ("Team Süd", "2", "–"), ("Summe", "602", "40")]
    (talks, plans) = (cell for cell in table.foot[0].cells[1:] if isinstance(cell, Number))
    assert len(talks.sums.split()) == 2
    assert plans.sums == indicator_slug(PLANS, "Team Nord")


def test_many_counts_make_several_tables_of_different_names() -> None:
    names = ["A", "B", "C", "D", "E"]
    result = year(*(indicator(5, name, area) for name in names for area in ("Nord", "Süd")))
    tables = indicator_tables(result)
    assert [[column.title for column in table.columns[1:]] for table in tables] == [names[:4], names[4:]]
    assert [table.sheet for table in tables] == ["Kennzahlen", "Kennzahlen-2"]
    assert all(sum(column.width for column in table.columns) == 100 for table in tables)


def test_missing_counts_are_open_and_refuse_nothing() -> None:
    result = year()
    assert indicator_tables(result) == ()
    found = [point.text for point in open_points(result, (), paper_is_planned=True)]
    assert "Kennzahlen der Beratung liegen für das Förderjahr nicht vor (Nr.\u00a06.1 VwV IntM)." in found


def test_small_counts_of_a_place_leave_the_county_in_no_other_paper(workspace_folder: Path) -> None:
    counts = (indicator(7654, area="Team Nord"), indicator(2, area="Team Süd"))
    result, shared = year(*counts), year(*counts, agreements=[agreement(TOWN)])
    county = open_workspace(workspace_folder).county
    renderer = Renderer(templates())
    papers = (
        ("vorlagen/kenntnisnahme.html.j2", make_committee_paper(result, None, "Stand")),
        ("nachweise/verteilung.html.j2", make_overview(result, "Stand")),
        ("nachweise/weitergabe.html.j2", make_statement(shared, agreement(TOWN), "Stand")),
    )
    for template, paper in papers:
        html = renderer.render(template, paper, county)
        parse_document(html)
        assert "kennzahl" not in html.lower(), template
        assert "7.654" not in html
        assert "Team Süd" not in html
