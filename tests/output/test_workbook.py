"""XLSX: every kind of document as a workbook with a cover, a sheet for each table and a list of all its numbers."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from grants.output.html.document import named_numbers, parse_document
from grants.output.workbook.writer import write_workbook
from tests.ooxml import problems
from tests.output.workbooks import DATED, cells_of, number, page, part_of, rows_of, sheets_of, table, workbook_of

GOLDEN = Path(__file__).parent / "golden"
STEMS = sorted(path.stem for path in GOLDEN.glob("*.html"))


def tree(stem: str) -> Element:
    return parse_document((GOLDEN / f"{stem}.html").read_text("utf-8"))


def workbook(stem: str) -> bytes:
    return write_workbook(tree(stem), DATED)


def test_the_proof_has_a_cover_one_sheet_per_table_and_the_list_of_its_numbers() -> None:
    assert sheets_of(workbook("verwendungsnachweis")) == [
        "Deckblatt",
        "Einnahmen",
        "Ausgaben",
        "Ausgabearten",
        "Stellen",
        "Koordination",
        "Träger",
        "Ergebnis",
        "Kreisanteil",
        "Abstimmung",
        "Lohnartengruppen",
        "Ausgenommen",
        "Kennzahlen",
        "Zahlen",
    ]


def test_every_amount_of_a_table_is_a_real_number_in_the_workbook() -> None:
    spent = {row[0]: row[2] for row in rows_of(workbook("verwendungsnachweis"), "Ausgaben")}
    assert spent["Koordinierende Stelle"] == 43947.44
    assert spent["Summe"] == 976233.41
    assert all(isinstance(value, float) for value in list(spent.values())[4:])


@pytest.mark.parametrize("stem", STEMS)
def test_the_last_sheet_lists_every_named_number_with_its_value_and_its_text(stem: str) -> None:
    named = named_numbers(tree(stem))
    content = workbook(stem)
    assert sheets_of(content)[-1] == "Zahlen"
    listed = rows_of(content, "Zahlen")
    assert listed[2] == ["Name", "Wert", "Text"]
    assert [(row[0], Decimal(str(row[1])), row[2]) for row in listed[3:]] == [
        (name, Decimal(each.exact), each.text) for name, each in named.items()
    ]


@pytest.mark.parametrize("stem", STEMS)
def test_every_sum_of_a_document_is_a_formula_that_gives_its_cached_value(stem: str) -> None:
    cells = cells_of(workbook(stem))
    stated = [name for name, each in named_numbers(tree(stem)).items() if each.sums]
    listed = {row[0]: number for number, row in enumerate(rows_of(workbook(stem), "Zahlen"), start=1)}
    assert [name for name in stated if ("Zahlen", f"B{listed[name]}") not in cells.formulas] == []
    assert {each: cells.computed(*each) for each in cells.formulas} == {
        each: cells.values[each] for each in cells.formulas
    }


def test_a_sum_adds_the_cells_of_its_own_sheet_where_they_stand_there() -> None:
    """Changing a cell above must change the sum below, although the same figure stands on another sheet too."""
    formulas = cells_of(workbook("verwendungsnachweis")).formulas
    assert formulas["Ausgabearten", "D5"] == "ROUND(B5-C5,2)"
    assert formulas["Ausgabearten", "B13"] == "ROUND(SUM(B5:B12),2)"


def test_the_list_of_numbers_points_to_the_cell_where_a_number_stands_in_a_table() -> None:
    content = workbook("verwendungsnachweis")
    row = next(row for row, cells in enumerate(rows_of(content, "Zahlen"), start=1) if cells[0] == "ausgaben.gesamt")
    assert cells_of(content).formulas["Zahlen", f"B{row}"] == "'Ausgaben'!C13"


def test_the_cover_shows_title_sender_key_figures_and_facts_with_amounts_as_numbers_and_days_as_days() -> None:
    content = workbook_of(
        "<p class='authority'>Landratsamt Lindental</p><p class='stamp'>Entwurf</p><h1>Nachweis 2025</h1>"
        f"<div class='key-figures'><p>Rahmen {number('923907.00', '923.907,00 €', 'rahmen', element='data')}</p></div>"
        "<h2>Angaben zur Zuwendung</h2><dl><dt>Aktenzeichen</dt><dd>47-1/2025</dd>"
        "<dt>Vorzulegen bis</dt><dd><time datetime='2026-03-31'>31.03.2026</time></dd></dl>"
    )
    rows = [row for row in rows_of(content, "Deckblatt") if any(row)]
    assert [row[0] for row in rows[:3]] == ["Landratsamt Lindental", "Nachweis 2025", "Entwurf"]
    facts = {row[0]: row[1] for row in rows}
    assert facts["Rahmen"] == 923907.0
    assert facts["Aktenzeichen"] == "47-1/2025"
    assert str(facts["Vorzulegen bis"]) == "2026-03-31"
    assert "&amp;R&amp;&quot;-,Regular&quot;&amp;8 Aktenzeichen 47-1/2025" in part_of(
        content, "xl/worksheets/sheet1.xml"
    ).replace('"', "&quot;")


def test_a_document_without_tables_has_a_cover_and_the_list_of_numbers() -> None:
    content = workbook_of(f"<h1>Schreiben</h1><p>Es sind {number('1.00', '1,00 €', 'betrag', element='data')}.</p>")
    assert sheets_of(content) == ["Deckblatt", "Zahlen"]
    assert rows_of(content, "Zahlen")[3] == ["betrag", 1.0, "1,00 €"]


def test_heads_stay_in_view_and_are_printed_on_every_page_with_all_columns_on_the_sheet() -> None:
    head = "<tr><th rowspan='2'>Name</th><th colspan='2'>Jahr</th></tr><tr><th>Plan</th><th>Ist</th></tr>"
    content = workbook_of(table("<tr><td>a</td><td>b</td><td>c</td></tr>", head))
    sheet, book = part_of(content, "xl/worksheets/sheet2.xml"), part_of(content, "xl/workbook.xml")
    assert re.search(r'<pane ySplit="4" topLeftCell="A5"[^>]*state="frozen"', sheet)
    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="portrait"' in sheet
    assert ">Probe!$3:$4<" in book
    assert ">Probe!$A$1:$C$5<" in book


def test_a_wide_table_is_printed_across() -> None:
    head = "".join(f"<th>Spalte mit langem Namen {index}</th>" for index in range(12))
    content = workbook_of(table("<tr>" + "<td>ein etwas längerer Text</td>" * 12 + "</tr>", f"<tr>{head}</tr>"))
    assert 'orientation="landscape"' in part_of(content, "xl/worksheets/sheet2.xml")


def test_the_properties_say_title_author_day_and_language() -> None:
    core = part_of(workbook("verteilung"), "docProps/core.xml")
    assert "<dc:title>Verteilung des Planungsrahmens 2025</dc:title>" in core
    assert "<dc:creator>Landratsamt Lindental, Amt für Migration und Integration</dc:creator>" in core
    assert "<cp:contentStatus>Entwurf</cp:contentStatus>" in core
    assert "<dc:language>de-DE</dc:language>" in core
    assert set(re.findall(r"20\d\d-\d\d-\d\dT[\d:]+Z", core)) == {"2026-02-16T00:00:00Z"}


def test_the_same_tree_gives_the_same_bytes_and_no_file_in_it_has_a_time() -> None:
    content = workbook("verwendungsnachweis")
    assert content == workbook("verwendungsnachweis")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_two_validators_find_nothing_in_the_workbooks_of_any_document() -> None:
    files = {f"{stem}.xlsx": workbook(stem) for stem in STEMS}
    files["leer.xlsx"] = write_workbook(parse_document(page("")), DATED)
    assert problems(files) == []
