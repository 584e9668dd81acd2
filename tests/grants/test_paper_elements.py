"""What papers are made of: amounts in TEUR, heads and texts over several columns, quotation marks of typed text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from grants.office.resources import templates
from grants.office.workspace import open_workspace
from grants.output.html.document import numbers_of, parse_document
from grants.output.html.renderer import Renderer
from grants.papers.elements import (
    ROUNDED_THOUSANDS,
    Column,
    Holds,
    Number,
    Row,
    Span,
    Table,
    show_thousands,
    with_equal_places,
)
from grants.papers.narrative import german_quotes
from grants.settle.figures import Figure
from ledger.money import Money

if TYPE_CHECKING:
    from pathlib import Path


def figure(name: str, cents: int) -> Figure:
    return Figure(name, Money(cents), "gebucht")


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (90_468_650_00, "90.469"),
        (90_468_499_99, "90.468"),
        (499_99, "0"),
        (500_00, "1"),
        (-1_499_99, "−1"),
        (-1_500_00, "−2"),
        (0, "0"),
    ],
)
def test_an_amount_in_thousands_is_rounded_half_up_and_keeps_its_exact_value(cents: int, text: str) -> None:
    number = show_thousands(figure("a", cents))
    assert (number.text, number.exact) == (text, Money(cents).decimal_string())


def test_numbers_of_a_column_have_the_places_of_the_one_with_the_most_and_keep_their_values() -> None:
    column = [Number("1,00", "1.0000", "a"), Number("0,7692", "0.7692", "b"), Number("12", "12", "c")]
    assert with_equal_places(column) == (
        Number("1,0000", "1.0000", "a"),
        Number("0,7692", "0.7692", "b"),
        Number("12,0000", "12", "c"),
    )
    assert with_equal_places(column[:1]) == (Number("1,00", "1.0000", "a"),)


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    as_of: str
    table: Table
    note: str


TEMPLATE = """{% extends "_base/frame.html.j2" %}
{% block content %}
<h1>Finanzierung</h1>
{{ m.table(paper.table) }}
<p class="note">{{ paper.note }}</p>
{% endblock %}
"""


def rendered(table: Table, folder: Path, county: Path) -> str:
    for name in ("frame.html.j2", "macros.html.j2", "print.css"):
        (folder / "_base").mkdir(exist_ok=True)
        (folder / "_base" / name).write_text((templates() / "_base" / name).read_text("utf-8"), "utf-8")
    (folder / "vorlagen").mkdir()
    (folder / "vorlagen" / "probe.html.j2").write_text(TEMPLATE, "utf-8")
    paper = Paper("Probe", "Stand 16. Februar 2026", table, ROUNDED_THOUSANDS)
    return Renderer(folder).render("vorlagen/probe.html.j2", paper, open_workspace(county).county)


def plan_in_thousands() -> Table:
    """Return a plan over two years whose printed thousands do not add up: 0 + 0 = 1."""
    figures = {name: figure(name, cents) for name, cents in (("a", 400_00), ("b", 400_00), ("c", 800_00))}
    columns = (
        Column("Träger", 40, holds=Holds.TYPED),
        Column("2026", 30, numeric=True, group="Betrag in TEUR"),
        Column("2027", 30, numeric=True, group="Betrag in TEUR"),
    )
    rows = (
        Row(("Gemeinde 1", show_thousands(figures["a"]), "–")),
        Row(("Gemeinde 2", show_thousands(figures["b"]), "–")),
        Row((Span("ab hier geplant", 3),)),
    )
    foot = (Row(("Summe", show_thousands(figures["c"], ("a", "b")), ""), total=True),)
    return Table("Plan", "Plan", columns, rows, foot)


def test_sums_in_thousands_are_proven_with_the_exact_amounts(tmp_path: Path, workspace_folder: Path) -> None:
    html = rendered(plan_in_thousands(), tmp_path, workspace_folder)
    assert [(number.text, number.exact) for number in numbers_of(parse_document(html))] == [
        ("0", "400.00"),
        ("0", "400.00"),
        ("1", "800.00"),
    ]
    assert "können deshalb von der Summe der gedruckten Werte abweichen" in html


def test_columns_with_a_common_head_stand_below_it(tmp_path: Path, workspace_folder: Path) -> None:
    html = rendered(plan_in_thousands(), tmp_path, workspace_folder)
    assert (
        '<tr><th scope="col" rowspan="2">Träger</th><th scope="colgroup" colspan="2" class="group">Betrag in TEUR</th>'
        '</tr>\n<tr><th scope="col" class="num">2026</th><th scope="col" class="num">2027</th></tr>'
    ) in html
    assert '<tr><td class="typed" colspan="3">ab hier geplant</td></tr>' in html
    assert '<td class="typed">Gemeinde 1</td>' in html


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('Das Projekt "Ankommen" läuft.', "Das Projekt „Ankommen“ läuft."),
        ('"Ja", sagte sie ("nein"?).', "„Ja“, sagte sie („nein“?)."),
        ("„Schon“ richtig", "„Schon“ richtig"),
        ('Ein Monitor mit 24" Breite', 'Ein Monitor mit 24" Breite'),
        ('Monitor 24" und "Ankommen"', 'Monitor 24" und „Ankommen“'),
        ('a"b"c', 'a"b"c'),
        ('" leer "', '" leer "'),
        ('"offen', '"offen'),
    ],
)
def test_straight_quotes_become_german_only_where_they_are_a_clear_pair(typed: str, printed: str) -> None:
    assert german_quotes(typed) == printed
