"""Names with digits, markup and formulas go through every paper: none is taken for a figure, all are found again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from grants.office.resources import templates
from grants.office.workspace import open_workspace
from grants.output.html.document import parse_document, text_of
from grants.output.html.renderer import Renderer
from grants.papers.committee import CommitteePaper, make_committee_paper
from grants.papers.overview import make_overview
from grants.papers.proof import make_proof
from grants.papers.statement import make_statement
from grants.settle.year import YearResult, compute_year
from tests.grants.builders import TOWN, agreement, indicator, inputs, pay, tenure

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "Müller & Söhne <GbR> \"{{7*7}}\" <script>alert('x')</script> =cmd|' /C calc'!A0 12,50 € Team 3"
AS_OF = "Stand der Buchungen 16. Februar 2026"


def year(*, shared: bool) -> YearResult:
    """Return a year whose carrier, areas and counts have hostile names; without the carrier when not shared."""
    town = agreement(replace(TOWN, name=HOSTILE))
    given = inputs(
        persons={"08999001": 90, TOWN.key: 10},
        agreements=[replace(town, delivered_by=HOSTILE, bank=HOSTILE, reference=HOSTILE)] if shared else [],
        tenures=[tenure(), tenure("0002", "IM-02"), tenure("0003", "IM-03")],
        entries=[*pay("6000.00"), *pay("5000.00", "0002"), *pay("5500.00", "0003")],
    )
    counts = (indicator(5, name=HOSTILE, area=HOSTILE), indicator(7, name=HOSTILE, area="Süd"))
    return compute_year(replace(given, indicators=counts))


def committee_paper() -> CommitteePaper:
    """Return a committee paper for which somebody typed hostile texts."""
    paper = make_committee_paper(year(shared=False), None, AS_OF)
    typed = ("title", "number", "committee", "agenda_item", "reporter")
    return replace(paper, title=HOSTILE, hearing=replace(paper.hearing, **dict.fromkeys(typed, HOSTILE)))


PAPERS: dict[str, tuple[str, Callable[[], object]]] = {
    "nachweis": (
        "nachweise/gesamtverwendungsnachweis.html.j2",
        lambda: make_proof(year(shared=True), None, AS_OF),
    ),
    "verteilung": ("nachweise/verteilung.html.j2", lambda: make_overview(year(shared=True), AS_OF)),
    "weitergabe": (
        "nachweise/weitergabe.html.j2",
        lambda: make_statement(result := year(shared=True), result.inputs.agreements[0], AS_OF),
    ),
    "vorlage": ("vorlagen/kenntnisnahme.html.j2", committee_paper),
}


@pytest.mark.parametrize("kind", PAPERS)
def test_a_hostile_name_is_no_figure_and_found_again(kind: str, workspace_folder: Path) -> None:
    template, make = PAPERS[kind]
    plain = open_workspace(workspace_folder).county
    changed: dict[str, Any] = dict.fromkeys((field.name for field in fields(plain) if field.name != "logo"), HOSTILE)
    county = replace(plain, **changed)
    root = parse_document(Renderer(templates()).render(template, make(), county))
    text = text_of(root).replace("\u00a0", " ").replace("\u202f", " ")
    assert text.count(HOSTILE) >= 4
    assert not [element for element in root.iter() if element.tag.endswith("script")]
