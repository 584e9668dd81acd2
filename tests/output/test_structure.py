"""The form of a document: every fault is named, a document without faults has none."""

from __future__ import annotations

import pytest

from grants.output.html.document import DocumentError, parse_document
from grants.output.html.structure import check_structure, structure_faults
from tests.output.pictures import SMALLEST_PNG

TABLE = (
    '<table id="a"><caption>C</caption><colgroup><col/><col/><col/></colgroup>'
    '<thead><tr><th rowspan="2">A</th><th colspan="2">B</th></tr><tr><th>B1</th><th>B2</th></tr></thead>'
    '<tbody><tr><td>x</td><td>y</td><td>z</td></tr></tbody><tfoot><tr><td colspan="3">Summe</td></tr></tfoot></table>'
)


def faults(body: str, html: str = '<html lang="de">', head: str = "<title>T</title>") -> list[str]:
    return list(structure_faults(parse_document(f"{html}<head>{head}</head><body>{body}</body></html>")))


def test_a_document_in_order_has_no_faults() -> None:
    assert faults(f'<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>{TABLE}<p><span class="checkbox">☒</span></p>') == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p>x</p>", "dem Dokument fehlt die Überschrift"),
        ("<h2>B</h2>", "die Überschrift „B“ der Ebene 2 folgt auf keine Überschrift"),
        ("<h1>A</h1><h3>C</h3>", "die Überschrift „C“ der Ebene 3 folgt auf Ebene 1"),
        ("<h1>A</h1><h1>B</h1>", "„B“ ist eine zweite Überschrift der Ebene 1"),
        ("<h1>A</h1><h2> </h2>", "eine Überschrift der Ebene 2 ist leer"),
        ("<h1>A</h1><p id='x'/><p id='x'/>", "die Kennung „x“ ist 2-mal vergeben"),
        ("<h1>A</h1><svg viewBox='0 0 1 1'/>", "einer Abbildung fehlt der Text, der sie beschreibt"),
        (
            "<h1>A</h1><svg viewBox='0 0 1 1'><title> </title></svg>",
            "einer Abbildung fehlt der Text, der sie beschreibt",
        ),
        (
            f"<h1>A</h1><img src='{SMALLEST_PNG}'/>",
            "einer Abbildung fehlt der Text, der sie beschreibt",
        ),
        (
            "<h1>A</h1><ul><li>a<hr class='page-break'/></li></ul>",
            "ein Seitenwechsel steht in einem Listenpunkt (<li>)",
        ),
        (f"<h1>A</h1><ol><li><div>{TABLE}</div></li></ol>", "eine Tabelle steht in einem Listenpunkt (<li>)"),
        (f"<h1>A</h1><dl><dt>a</dt><dd>{TABLE}</dd></dl>", "eine Tabelle steht in einem Listenpunkt (<dd>)"),
        ("<h1>A</h1><p><span class='checkbox'>x</span></p>", "ein Kästchen zum Ankreuzen enthält „x“"),
        (
            "<h1>A</h1><p><data value='-5'>-5</data></p>",
            "die Zahl -5 steht mit Bindestrich statt mit Minuszeichen da",
        ),
        ("<h1>A</h1>" + TABLE.replace("<caption>C</caption>", ""), "der Tabelle a fehlt die Überschrift"),
        (
            "<h1>A</h1>" + TABLE.replace("<td>z</td>", ""),
            "in der Tabelle „C“ hat Zeile 1 von <tbody> 2 statt 3 Spalten",
        ),
        (
            "<h1>A</h1>" + TABLE.replace('colspan="3"', 'colspan="4"'),
            "in der Tabelle „C“ hat Zeile 1 von <tfoot> 4 statt 3 Spalten",
        ),
        (
            "<h1>A</h1>" + TABLE.replace(' rowspan="2"', ""),
            "in der Tabelle „C“ hat Zeile 2 von <thead> 2 statt 3 Spalten",
        ),
    ],
)
def test_every_fault_is_named(body: str, fault: str) -> None:
    assert faults(body) == [fault]


def test_a_table_without_head_and_columns_is_named_twice() -> None:
    assert faults("<h1>A</h1><table><caption>C</caption><tbody><tr><td>x</td></tr></tbody></table>") == [
        "der Tabelle „C“ fehlt der Tabellenkopf",
        "der Tabelle „C“ fehlen die Angaben zu den Spalten",
    ]


def test_language_and_title_are_required_and_all_faults_are_said_at_once() -> None:
    with pytest.raises(DocumentError) as refused:
        check_structure(parse_document("<html><head><title> </title></head><body><h1>A</h1></body></html>"))
    assert str(refused.value) == "dem Dokument fehlt die Angabe der Sprache; dem Dokument fehlt der Titel"
