"""ODS files, written by hand: what their cells mean, and what would take memory or lead astray."""

from __future__ import annotations

import pytest

from ledger.imports.cells import Cell, CellType
from ledger.imports.workbook.workbook_reader import read_workbook
from tests.ledger.packages import (
    ODS_TYPE,
    number_cell,
    only_sheet,
    open_document,
    open_document_of,
    parts_of,
    refusal,
    row_of_cells,
    rows_of,
    sheets_of,
    string_cell,
    string_row,
    with_parts,
    zipped,
)
from tests.ledger.small_files import read

DAY = Cell("2025-12-31", CellType.DAY)
STRUCK = '<style:style style:name="weg" style:family="{}"><style:text-properties {}/></style:style>'
SOUND = open_document(string_row("A", "B") + string_row("1", "2"))


def cell_of(cell: str) -> Cell:
    """Return what a single cell is read as."""
    return rows_of(open_document(row_of_cells(string_cell("x"), cell)))[1][1]


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        (string_cell("Öztürk"), Cell("Öztürk")),
        (string_cell("00417"), Cell("00417")),
        (number_cell("1234.56"), Cell("1234.56", CellType.NUMBER)),
        (number_cell("0.30000000000000004"), Cell("0.3", CellType.NUMBER)),
        (number_cell("1.5E3"), Cell("1500", CellType.NUMBER)),
        (number_cell("1").replace('"float"', '"percentage"'), Cell("1", CellType.NUMBER)),
        (number_cell("-12.5").replace('"float"', '"currency"'), Cell("-12.5", CellType.NUMBER)),
        (number_cell("1,5"), Cell("", CellType.FAULTY)),
        (number_cell("NaN"), Cell("", CellType.FAULTY)),
        ('<table:table-cell office:value-type="float"/>', Cell("", CellType.FAULTY)),
        (string_cell("31.12.25", 'office:date-value="2025-12-31"').replace('"string"', '"date"', 1), DAY),
        (
            '<table:table-cell office:value-type="date" office:date-value="2025-12-31T00:00:00"/>',
            Cell("2025-12-31", CellType.DAY),
        ),
        (
            '<table:table-cell office:value-type="date" office:date-value="2025-12-31T23:30:00"/>',
            Cell("2025-12-31 23:30:00"),
        ),
        ('<table:table-cell office:value-type="time" office:time-value="PT36H05M09S"/>', Cell("36:05:09")),
        ('<table:table-cell office:value-type="boolean" office:boolean-value="true"/>', Cell("WAHR")),
        ('<table:table-cell office:value-type="boolean" office:boolean-value="false"/>', Cell("FALSCH")),
        ('<table:table-cell office:value-type="boolean"/>', Cell("", CellType.FAULTY)),
        (number_cell("12.5", 'table:formula="of:=SUM([.B1:.B2])"'), Cell("12.5", CellType.NUMBER)),
        ('<table:table-cell table:formula="of:=[.A1]"/>', Cell("", CellType.UNCALCULATED)),
        ('<table:table-cell table:formula="of:=[.A1]"><text:p/></table:table-cell>', Cell("", CellType.UNCALCULATED)),
        (
            '<table:table-cell table:formula="of:=[.A1]" office:value-type="float"/>',
            Cell("", CellType.UNCALCULATED),
        ),
        (
            string_cell("#DIV/0!", 'table:formula="of:=1/0" office:string-value="" calcext:value-type="error"'),
            Cell("", CellType.FAULTY),
        ),
        # A program that stores 0 for what it shows as an error.
        (
            number_cell("0", 'table:formula="of:=1/0"').replace("/>", "><text:p>#DIV/0!</text:p></table:table-cell>"),
            Cell("", CellType.FAULTY),
        ),
        (string_cell("Err:502", 'table:formula="of:=1/0"'), Cell("", CellType.FAULTY)),
        (string_cell("#NV"), Cell("#NV")),  # typed by somebody, no result of a formula
        ("<table:table-cell><text:p>ohne Typ</text:p></table:table-cell>", Cell("ohne Typ")),
        (string_cell("a<text:s/><text:s text:c='2'/>b<text:tab/>c<text:line-break/>d"), Cell("a   b\tc\nd")),
        (string_cell("eins</text:p><text:p>zwei"), Cell("eins\nzwei")),
        ('<table:table-cell office:value-type="string">\n <text:p>\n a </text:p>\n </table:table-cell>', Cell("a ")),
        (string_cell("\n   viel \n  Platz"), Cell("viel Platz")),
        (string_cell("Müller &amp; <text:span>Söhne</text:span> &lt;GbR&gt;"), Cell("Müller & Söhne <GbR>")),
        (string_cell("sichtbar<office:annotation><text:p>Notiz</text:p></office:annotation>"), Cell("sichtbar")),
        (string_cell("東<text:ruby-text>ひがし</text:ruby-text>京"), Cell("東京")),
        (
            '<table:covered-table-cell office:value-type="string"><text:p>verdeckt</text:p></table:covered-table-cell>',
            Cell("verdeckt"),
        ),
    ],
)
def test_a_cell_is_read_as_the_file_typed_it(written: str, cell: Cell) -> None:
    assert cell_of(written) == cell


def test_a_formula_whose_result_is_empty_text_is_an_empty_cell() -> None:
    empty = '<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/>'
    assert rows_of(open_document(row_of_cells(string_cell("x"), empty))) == {1: [Cell("x")]}


def test_an_ods_file_is_recognised_by_content_and_read_like_any_other() -> None:
    intake = read(SOUND, "lohn.csv")
    assert intake.findings[0].found == "A, B"


def test_repeated_rows_and_columns_are_written_out() -> None:
    twice = string_cell("x", 'table:number-columns-repeated="2"')
    rows = (
        f'<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2"/>{twice}'
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    )
    want = [Cell(""), Cell(""), Cell("x"), Cell("x")]
    assert rows_of(open_document(rows)) == {1: want, 2: want, 3: want}


def test_empty_rows_before_a_table_are_counted() -> None:
    rows = '<table:table-row table:number-rows-repeated="7"><table:table-cell/></table:table-row>' + string_row("x")
    assert rows_of(open_document(rows)) == {8: [Cell("x")]}


@pytest.mark.parametrize(
    ("row", "cell", "place"),
    [
        ('table:number-rows-repeated="200001"', "", "A200001"),
        ('table:number-rows-repeated="1048576"', "", "A200001"),
        ("", 'table:number-columns-repeated="201"', "GS1"),
        ('table:number-rows-repeated="1048576"', 'table:number-columns-repeated="16384"', "GS1"),
    ],
)
def test_something_repeated_beyond_the_limits_is_refused_with_its_place(row: str, cell: str, place: str) -> None:
    text = refusal(open_document(row_of_cells(string_cell("x", cell), row=row))).text
    assert f"die Zelle {place} gefüllt" in text


def test_two_million_cells_are_read_and_one_more_is_not() -> None:
    def sheet(rows: int) -> str:
        cell = string_cell("x", 'table:number-columns-repeated="100"')
        row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
        return f'<table:table table:name="{rows}">{row}</table:table>'

    first, second = read_workbook(open_document_of(sheet(10_001) + sheet(9_999)))
    assert len(first.rows) + len(second.rows) == 20_000
    assert "2 Millionen Zellen" in refusal(open_document_of(sheet(10_001) + sheet(10_000))).text


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.0", "+2", " 2", "", "9" * 5_000, "1048577", "٣"])
def test_a_repetition_that_is_no_number_is_refused(number: str) -> None:
    refusal(open_document(string_row("x", row=f'table:number-rows-repeated="{number}"')))
    refusal(open_document(row_of_cells(string_cell("x", f'table:number-columns-repeated="{number}"'))))


def test_a_text_of_more_than_32767_signs_is_refused_however_it_is_written() -> None:
    for text in ("x" * 32_768, "a<text:s text:c='32767'/>", "a<text:s text:c='32766'/><text:s text:c='2'/>"):
        assert "32.767 Zeichen" in refusal(open_document(string_row(text))).text
    stored = f'<table:table-cell office:value-type="string" office:string-value="{"x" * 32_768}"/>'
    assert "32.767 Zeichen" in refusal(open_document(row_of_cells(stored))).text


def test_rows_that_a_clerk_does_not_see_are_marked() -> None:
    rows = (
        string_row("1")
        + string_row("2", row='table:visibility="collapse"')
        + string_row("3", row='table:visibility="filter" table:number-rows-repeated="2"')
        + '<table:table-row table:visibility="collapse"><table:table-cell/></table:table-row>'
        + string_row("6", row='table:visibility="collapse"')
    )
    sheet = only_sheet(open_document(rows))
    assert (sheet.hidden_rows, sheet.filtered_rows) == ((2, 6), (3, 4))
    assert len(sheet.rows) == 5


def test_hidden_columns_with_content_are_marked() -> None:
    columns = (
        "<table:table-column/>"
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="filter"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="16380"/>'
    )
    assert only_sheet(open_document(string_row("a", "b", "", "d"), columns=columns)).hidden_columns == (2, 4)


def test_a_sheet_that_is_not_displayed_is_hidden() -> None:
    styles = (
        '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    tables = (
        f'<table:table table:name="Offen">{string_row("a")}</table:table>'
        f'<table:table table:name="Alt" table:style-name="ta2">{string_row("b")}</table:table>'
    )
    assert [(sheet.name, sheet.hidden) for sheet in sheets_of(open_document_of(tables, styles))] == [
        ("Offen", False),
        ("Alt", True),
    ]


@pytest.mark.parametrize("line", ['style:text-line-through-style="solid"', 'style:text-line-through-type="double"'])
def test_struck_text_is_marked_by_the_style_of_cell_row_column_or_run(line: str) -> None:
    cell, run = STRUCK.format("table-cell", line), STRUCK.format("text", line)
    by_cell = row_of_cells(string_cell("x", 'table:style-name="weg"'))
    assert only_sheet(open_document(string_row("a") + by_cell, styles=cell)).struck_rows == (2,)
    by_row = string_row("x", row='table:default-cell-style-name="weg"')
    assert only_sheet(open_document(string_row("a") + by_row, styles=cell)).struck_rows == (2,)
    by_column = '<table:table-column/><table:table-column table:default-cell-style-name="weg"/>'
    rows = string_row("a") + string_row("a", "b")
    assert only_sheet(open_document(rows, styles=cell, columns=by_column)).struck_rows == (2,)
    in_text = string_row("a") + string_row('halb <text:span text:style-name="weg">weg</text:span>')
    sheet = only_sheet(open_document(in_text, styles=run))
    assert sheet.struck_rows == (2,)
    assert sheet.rows[1].cell(0) == Cell("halb weg")


def test_a_style_inherits_being_struck_and_may_take_it_back() -> None:
    line = 'style:text-line-through-style="{}"'
    styles = (
        STRUCK.format("table-cell", line.format("solid"))
        + '<style:style style:name="auch" style:family="table-cell" style:parent-style-name="weg"/>'
        + '<style:style style:name="nicht" style:family="table-cell" style:parent-style-name="weg">'
        + f"<style:text-properties {line.format('none')}/></style:style>"
        + '<style:style style:name="kreis" style:family="table-cell" style:parent-style-name="kreis"/>'
    )
    rows = "".join(
        row_of_cells(string_cell(name, f'table:style-name="{name}"'))
        for name in ("auch", "nicht", "kreis", "unbekannt")
    )
    assert only_sheet(open_document(rows, styles=styles)).struck_rows == (1,)


def test_the_calendar_of_the_workbook_is_told_and_an_odd_one_refused() -> None:
    def counting_from(day: str) -> bytes:
        calendar = (
            f'<table:calculation-settings><table:null-date table:date-value="{day}"/></table:calculation-settings>'
        )
        return open_document(string_row("x"), before=calendar)

    assert not only_sheet(SOUND).epoch_1904
    assert not only_sheet(counting_from("1899-12-30")).epoch_1904
    assert only_sheet(counting_from("1904-01-01")).epoch_1904
    assert "zählt Tage weder ab 1899 noch ab 1904" in refusal(counting_from("1900-01-01")).text


def test_tables_that_are_no_sheets_are_not_read() -> None:
    aside = (
        f"<table:tracked-changes><table:table-cell>{string_cell('alt')}</table:table-cell></table:tracked-changes>"
        f'<table:dde-links><table:dde-link><table:table table:name="fern">{string_row("fern")}</table:table>'
        "</table:dde-link></table:dde-links>"
    )
    (sheet,) = sheets_of(open_document(string_row("hier"), before=aside))
    assert (sheet.name, sheet.rows[0].cell(0).text) == ("Blatt", "hier")


@pytest.mark.parametrize(
    "rows",
    [
        string_cell("ohne Zeile"),
        f"<table:table-row><table:table-row>{string_cell('x')}</table:table-row></table:table-row>",
        f"<table:table-row><table:table-cell>{string_cell('x')}</table:table-cell></table:table-row>",
        f"<table:table-row><table:table-cell><table:table>{string_row('x')}</table:table></table:table-cell></table:table-row>",
        f"<table:else>{string_row('x')}</table:else>",
    ],
)
def test_rows_and_cells_at_any_place_but_theirs_are_refused(rows: str) -> None:
    refusal(open_document(rows))


def test_rows_between_the_sheets_are_refused() -> None:
    for stray in (string_row("x"), string_cell("x"), f"<table:x>{string_row('x')}</table:x>"):
        refusal(open_document(string_row("a"), before=stray))


def test_rows_in_groups_and_repeated_heads_are_rows() -> None:
    rows = (
        f"<table:table-header-rows>{string_row('Kopf')}</table:table-header-rows>"
        f"<table:table-row-group><table:table-row-group>{string_row('a')}</table:table-row-group>{string_row('b')}"
        f"</table:table-row-group><table:table-rows>{string_row('c')}</table:table-rows>"
    )
    assert [row[0].text for row in rows_of(open_document(rows)).values()] == ["Kopf", "a", "b", "c"]


def test_a_part_without_a_byte_is_what_libreoffice_writes_and_no_damage() -> None:
    package = with_parts({"Configurations2/accelerator/current.xml": ""}, open_document(string_row("A")))
    assert rows_of(package) == {1: [Cell("A")]}


@pytest.mark.parametrize("part", ["content.xml", "styles.xml", "META-INF/manifest.xml", "settings.xml", "meta.xml"])
def test_no_part_may_have_a_document_type(part: str) -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "cccccccccc">]>'
    content = parts_of(SOUND).get(part, b'<?xml version="1.0"?><a/>').replace(b"?>", b"?>" + laughs, 1)
    refusal(with_parts({part: content}, SOUND))


def test_an_encrypted_workbook_is_refused_by_its_name() -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'<m:manifest xmlns:m="{space}"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>'
        "</m:manifest>"
    )
    refused = refusal(with_parts({"META-INF/manifest.xml": manifest, "content.xml": b"\x93\x07"}, SOUND))
    assert "verschlüsselt" in refused.text


def test_a_workbook_without_content_is_refused() -> None:
    refusal(zipped({"mimetype": ODS_TYPE}))
    refusal(zipped({"mimetype": ODS_TYPE, "content.xml": "<a/>"}))
