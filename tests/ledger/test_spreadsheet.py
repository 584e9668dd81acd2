"""XLSX files: what a spreadsheet program means by a cell, and which rows and columns a clerk does not see."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.imports.cells import Cell, CellType
from tests.ledger.packages import (
    MAIN,
    SHEET,
    only_sheet,
    parts_of,
    rows_of,
    sheets_of,
    with_parts,
    with_sheet,
    with_strings,
)
from tests.ledger.small_files import PROPERTY, Calculated, cells, workbook

ONE = Cell("1", CellType.NUMBER)


def first_sheet(rows: list[list[object]], options: dict[str, object] | None = None) -> list[list[Cell]]:
    return list(rows_of(workbook({"Blatt": rows}, options=options)).values())


def styled(code: str, value: str, *, options: str = "") -> Cell:
    """Return what a number is read as in a cell of the given number format."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<fonts><font/></fonts><cellXfs><xf numFmtId="0"/><xf numFmtId="164" fontId="0"/></cellXfs></styleSheet>'
    )
    sheet = parts_of(with_sheet(f'<row r="1"><c r="A1" s="1"><v>{value}</v></c></row>'))[SHEET]
    book = parts_of(workbook({"Blatt": []}))["xl/workbook.xml"]
    book = book.replace(b"<workbookPr ", f"<workbookPr {options} ".encode())
    return rows_of(with_parts({"xl/styles.xml": styles, SHEET: sheet, "xl/workbook.xml": book}))[1][0]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Öztürk", Cell("Öztürk")),
        ("00417", Cell("00417")),
        ("1.234,56", Cell("1.234,56")),  # an amount stored as text
        (1234.56, Cell("1234.56", CellType.NUMBER)),
        (417, Cell("417", CellType.NUMBER)),
        (0.1 + 0.2, Cell("0.3", CellType.NUMBER)),  # 0.30000000000000004 is what the file holds
        (12_345_678_901.23, Cell("12345678901.23", CellType.NUMBER)),
        (1234.565, Cell("1234.565", CellType.NUMBER)),
        (date(2025, 12, 31), Cell("2025-12-31", CellType.DAY)),
        (datetime(2025, 12, 31, tzinfo=UTC).replace(tzinfo=None), Cell("2025-12-31", CellType.DAY)),
        (True, Cell("WAHR")),
        (False, Cell("FALSCH")),
        (Calculated("=SUM(B1:B2)", 12.5), Cell("12.5", CellType.NUMBER)),
        (Calculated('="0"&"417"', "0417"), Cell("0417")),
        (Calculated("=1/0", "#DIV/0!"), Cell("", CellType.FAULTY)),
        ("=SUM(B1:B2)", Cell("", CellType.UNCALCULATED)),
        (
            Calculated("=SUM(B1:B2)", 0),
            Cell("", CellType.UNCALCULATED),
        ),  # what a program writes that does not calculate
    ],
)
def test_a_cell_is_read_as_the_file_typed_it(value: object, cell: Cell) -> None:
    assert first_sheet([["A", "B"], ["x", value]])[1] == [Cell("x"), cell]


@pytest.mark.parametrize(
    ("stored", "cell"),
    [
        ("1234.5600000000001", Cell("1234.56", CellType.NUMBER)),
        ("1.5E3", Cell("1500", CellType.NUMBER)),
        ("1234.50", Cell("1234.5", CellType.NUMBER)),
        ("00417", Cell("417", CellType.NUMBER)),
        (" 5 ", Cell("5", CellType.NUMBER)),
        ("-0.05", Cell("-0.05", CellType.NUMBER)),
        ("1e18", Cell("1e+18", CellType.NUMBER)),  # beyond any amount, and seen as such by the reader of amounts
        ("-1E+300", Cell("-1e+300", CellType.NUMBER)),
        ("12345678901234567890", Cell("1.23456789012346e+19", CellType.NUMBER)),
        ("1e999999999", Cell("", CellType.FAULTY)),
        ("nan", Cell("", CellType.FAULTY)),
        ("Infinity", Cell("", CellType.FAULTY)),
        ("1_000", Cell("", CellType.FAULTY)),
        ("1,5", Cell("", CellType.FAULTY)),
        ("٣", Cell("", CellType.FAULTY)),
        ("0x10", Cell("", CellType.FAULTY)),
        ("9" * 5_000, Cell("", CellType.FAULTY)),
    ],
)
def test_a_stored_number_counts_with_15_significant_digits_or_is_a_fault(stored: str, cell: Cell) -> None:
    assert rows_of(with_sheet(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>')) == {1: [cell]}


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('t="b"><v>1</v>', Cell("WAHR")),
        ('t="b"><v>0</v>', Cell("FALSCH")),
        ('t="b"><v>2</v>', Cell("", CellType.FAULTY)),
        ('t="e"><v>#N/A</v>', Cell("", CellType.FAULTY)),
        ('t="d"><v>2025-03-01</v>', Cell("2025-03-01", CellType.DAY)),
        ('t="d"><v>2025-03-01T00:00:00</v>', Cell("2025-03-01", CellType.DAY)),
        ('t="d"><v>2025-03-01T08:15:00Z</v>', Cell("2025-03-01 08:15:00")),
        ('t="d"><v>01.03.2025</v>', Cell("01.03.2025")),
        ('t="inlineStr"><is><t>Müller &amp; Söhne</t></is>', Cell("Müller & Söhne")),
        ('t="inlineStr"><is><t xml:space="preserve"> x </t></is>', Cell(" x ")),
        ('t="inlineStr"><is><r><t>ein</t></r><r><rPr><b/></rPr><t>s</t></r></is>', Cell("eins")),
        ('t="str"><v>&#228;&#xE4;&lt;</v>', Cell("ää<")),
        ('t="str"><v>a\r\nb</v>', Cell("a\nb")),
        ('t="str"><v>a_x000D_b_x005F_x0041_</v>', Cell("a\rb_x0041_")),
        ('t="str"><v>_x0000__xD800_</v>', Cell("_x0000__xD800_")),  # such signs are left as they are written
        ('t="str"><f>A1</f><v></v>', Cell("")),
        ('t="str"><f>A1</f><v/>', Cell("")),
        ('t="str"><f>A1</f>', Cell("", CellType.UNCALCULATED)),
        ("><f>A1</f>", Cell("", CellType.UNCALCULATED)),
        ("><f>A1</f><v></v>", Cell("", CellType.UNCALCULATED)),
        ('><f t="shared" si="0"/>', Cell("", CellType.UNCALCULATED)),
        ('><f t="shared" ref="B1:B2" si="0">A1</f><v>7</v>', Cell("7", CellType.NUMBER)),
        ("><v></v>", Cell("")),
        ("><v/>", Cell("")),
        (">", Cell("")),
    ],
)
def test_a_cell_means_the_same_by_either_lane(cell: str, read: Cell) -> None:
    row = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" {cell}</c><c r="C1"><v>1</v></c></row>'
    assert rows_of(with_sheet(row)) == {1: [ONE, read, ONE]}
    assert rows_of(with_sheet(f"<!-- read by expat -->{row}")) == {1: [ONE, read, ONE]}


@pytest.mark.parametrize(
    ("code", "stored", "cell"),
    [
        ("dd.mm.yyyy", "45717", Cell("2025-03-01", CellType.DAY)),
        ("[$-407]d. mmmm yyyy;@", "45717", Cell("2025-03-01", CellType.DAY)),
        ("mm/yyyy", "45717", Cell("2025-03-01", CellType.DAY)),
        ("mmm", "45717", Cell("2025-03-01", CellType.DAY)),
        ("dd.mm.yyyy hh:mm", "45717.75", Cell("2025-03-01 18:00:00")),
        ("dd.mm.yyyy", "45716.999999999", Cell("2025-03-01", CellType.DAY)),
        ("dd.mm.yyyy", "59", Cell("1900-02-28", CellType.DAY)),
        ("dd.mm.yyyy", "60", Cell("60", CellType.NUMBER)),  # the 29th of February 1900, which never was
        ("dd.mm.yyyy", "61", Cell("1900-03-01", CellType.DAY)),
        ("dd.mm.yyyy", "0", Cell("0", CellType.NUMBER)),
        ("dd.mm.yyyy", "-5", Cell("-5", CellType.NUMBER)),
        ("dd.mm.yyyy", "2958465", Cell("9999-12-31", CellType.DAY)),
        ("dd.mm.yyyy", "2958466", Cell("2958466", CellType.NUMBER)),
        ("dd.mm.yyyy", "1e300", Cell("1e+300", CellType.NUMBER)),
        ("dd.mm.yyyy", "x", Cell("", CellType.FAULTY)),
        ("hh:mm", "0.3125", Cell("07:30:00")),
        ("h:mm AM/PM", "0.3125", Cell("07:30:00")),
        ("[h]:mm", "1.5", Cell("36:00:00")),
        ("[mm]:ss", "0.5", Cell("12:00:00")),
        ("#,##0.00", "1234.5", Cell("1234.5", CellType.NUMBER)),
        ('#,##0.00\\ "€ je Tag, Monat"', "1234.5", Cell("1234.5", CellType.NUMBER)),
        ("#,##0.00\\ [$€-407];[Red]-#,##0.00\\ [$€-407]", "1234.5", Cell("1234.5", CellType.NUMBER)),
        ("0.00E+00", "1234.5", Cell("1234.5", CellType.NUMBER)),
        ("0.00%", "0.195", Cell("0.195", CellType.NUMBER)),
        ("0\\d", "5", Cell("5", CellType.NUMBER)),
        ("General", "5", Cell("5", CellType.NUMBER)),
        ("@", "5", Cell("5", CellType.NUMBER)),
    ],
)
def test_a_number_is_a_day_where_its_format_shows_one(code: str, stored: str, cell: Cell) -> None:
    assert styled(code.replace('"', "&quot;"), stored) == cell


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert styled("dd.mm.yyyy", "44255", options='date1904="1"') == Cell("2025-03-01", CellType.DAY)
    assert styled("dd.mm.yyyy", "0", options='date1904="true"') == Cell("1904-01-01", CellType.DAY)
    assert styled("dd.mm.yyyy", "45717", options='date1904="0"') == Cell("2025-03-01", CellType.DAY)
    assert first_sheet([[date(2025, 3, 1)]], {"date_1904": True}) == [[Cell("2025-03-01", CellType.DAY)]]
    assert only_sheet(workbook({"Blatt": [["x"]]}, options={"date_1904": True})).epoch_1904
    assert not only_sheet(workbook({"Blatt": [["x"]]})).epoch_1904


def test_a_day_with_a_time_stays_text_so_that_no_hour_is_lost() -> None:
    moment = datetime(2025, 3, 1, 23, 30, tzinfo=UTC).replace(tzinfo=None)
    assert first_sheet([[moment]]) == [[Cell("2025-03-01 23:30:00")]]


def test_rows_and_columns_keep_their_numbers_when_a_table_begins_further_down() -> None:
    assert rows_of(workbook({"Blatt": [[], [], [None, "A"], [], [None, "B"]]})) == {
        3: [Cell(""), Cell("A")],
        5: [Cell(""), Cell("B")],
    }


def test_every_sheet_is_read_in_its_order_and_hidden_ones_are_marked() -> None:
    content = workbook({"Übersicht": cells("a"), "Daten & <Rest>": cells("b"), "Alt": cells("c")}, hidden={"Alt"})
    assert [(sheet.name, sheet.rows[0].cell(0).text, sheet.hidden) for sheet in sheets_of(content)] == [
        ("Übersicht", "a", False),
        ("Daten & <Rest>", "b", False),
        ("Alt", "c", True),
    ]


def test_an_empty_sheet_has_no_rows() -> None:
    assert only_sheet(workbook({"Blatt": []})).rows == ()


def test_a_formula_without_value_is_found_on_its_own_sheet() -> None:
    first, second = sheets_of(workbook({"Ä & B": [["x", "=1+1"], ["x", "y"]], "Zwei": [["x", "y"]]}))
    assert first.rows[0].cell(1) == Cell("", CellType.UNCALCULATED)
    assert second.rows[0].cell(1) == Cell("y")


def test_a_last_row_of_formulas_without_values_is_not_dropped() -> None:
    content = with_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><f>A1</f></c></row>')
    assert rows_of(content) == {1: [ONE], 2: [Cell("", CellType.UNCALCULATED)]}


def test_a_formula_of_a_drop_down_list_is_no_formula_of_a_cell() -> None:
    listed = '<extLst><ext xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><xm:f>Listen!$A$1</xm:f></ext></extLst>'
    assert rows_of(with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after=listed)) == {1: [ONE]}


def test_a_zero_of_a_formula_counts_when_the_program_that_wrote_it_calculates() -> None:
    cell = '<row r="1"><c r="A1"><f>B1</f><v>0</v></c></row>'
    book = parts_of(workbook({"Blatt": []}))["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    assert rows_of(with_sheet(cell)) == {1: [Cell("", CellType.UNCALCULATED)]}
    assert rows_of(with_parts({"xl/workbook.xml": book}, with_sheet(cell))) == {1: [Cell("0", CellType.NUMBER)]}


@pytest.mark.parametrize(
    ("string_", "text"),
    [
        ("<si><t>Anna</t></si>", "Anna"),
        ('<si><t xml:space="preserve"> Anna </t></si>', " Anna "),
        ("<si><r><t>An</t></r><r><rPr><b/></rPr><t>na</t></r></si>", "Anna"),
        ("<si><t>東京</t><rPh sb='0' eb='1'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></si>", "東京"),
        ("<si><t>a_x000D_\nb</t></si>", "a\r\nb"),
        ("<si><t>Müller &amp; S&#246;hne</t></si>", "Müller & Söhne"),
        ("<si><t/></si>", ""),
        ("<si/>", ""),
    ],
)
def test_a_shared_string_is_read_exactly(string_: str, text: str) -> None:
    wanted = '<c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c>'
    assert rows_of(with_strings("<si><t>0</t></si>", string_, cells_=wanted)) == {1: [Cell(text), Cell("0")]}


def test_merged_cells_hold_their_text_once() -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"/><c r="C1"/></row>'
    assert rows_of(with_sheet(data, after='<mergeCells><mergeCell ref="A1:C1"/></mergeCells>')) == {1: [ONE]}


TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\t\n<>&\"'_x"), max_size=20
).filter(lambda text: "_x" not in text and not text.startswith("="))
VALUES = st.none() | TEXTS | st.integers(-(10**12), 10**12) | st.booleans()


@PROPERTY
@given(st.lists(st.lists(VALUES, max_size=6), max_size=8))
def test_what_was_written_is_read_back_by_either_lane(rows: list[list[object]]) -> None:
    content = workbook({"Blatt": rows})
    want = {number: row for number, values in enumerate(rows, 1) if (row := _cells(values))}
    assert rows_of(content) == want
    sheet = parts_of(content)[SHEET].replace(b"<sheetData>", b"<sheetData><!-- read by expat -->")
    assert rows_of(with_parts({SHEET: sheet}, content)) == want


def _cells(values: list[object]) -> list[Cell]:
    row = [_cell(value) for value in values]
    while row and row[-1] == Cell(""):
        row.pop()
    return row


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell("WAHR" if value else "FALSCH")
    if isinstance(value, int):
        return Cell(str(value), CellType.NUMBER)
    return Cell(str(value or ""))


@PROPERTY
@given(st.integers(-(10**13), 10**13))
def test_every_amount_in_whole_cents_survives_the_way_through_a_workbook(cents: int) -> None:
    amount = float(Decimal(cents) / 100)  # what a spreadsheet program holds
    ((cell,),) = first_sheet([[amount]])
    assert cell.type is CellType.NUMBER
    assert Decimal(cell.text) * 100 == cents


@PROPERTY
@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)))
def test_every_day_survives_the_way_through_a_workbook(day: date) -> None:
    assert first_sheet([[day]]) == [[Cell(day.isoformat(), CellType.DAY)]]


def rows(**attributes: str) -> str:
    """Return five rows of one cell, some of them with attributes."""
    return "".join(
        f'<row r="{number}" {attributes.get(f"row_{number}", "")}><c r="A{number}"><v>1</v></c></row>'
        for number in range(1, 6)
    )


def test_hidden_rows_are_marked_by_their_numbers() -> None:
    data = rows(row_2='hidden="1"', row_3='hidden="0"', row_4='hidden="true"', row_5='ht="0" customHeight="1"')
    for lane in ("", "<!-- read by expat -->"):
        sheet = only_sheet(with_sheet(lane + data + '<row r="9" hidden="1"/>'))
        assert (sheet.hidden_rows, sheet.filtered_rows) == ((2, 4, 5), ())


FILTER = (
    '<autoFilter ref="A1:C3"><filterColumn colId="0"><filters><filter val="1"/></filters></filterColumn></autoFilter>'
)


def test_a_hidden_row_within_an_active_filter_was_hidden_by_it() -> None:
    data = rows(row_2='hidden="1"', row_5='hidden="1"')
    sheet = only_sheet(with_sheet(data, after=FILTER))
    assert (sheet.hidden_rows, sheet.filtered_rows) == ((5,), (2,))
    for idle in (
        '<autoFilter ref="A1:C3"/>',
        f"<customSheetViews><customSheetView>{FILTER}</customSheetView></customSheetViews>",
    ):
        assert only_sheet(with_sheet(data, after=idle)).hidden_rows == (2, 5)


def test_the_filter_of_a_table_on_the_sheet_counts_too() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    content = with_parts(
        {
            "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{space}"><Relationship Id="a" Type="{kind}" '
            'Target="../tables/table1.xml"/></Relationships>',
            "xl/tables/table1.xml": f'<table xmlns="{MAIN}" ref="A1:C9">{FILTER}</table>',
        },
        with_sheet(rows(row_2='hidden="1"', row_5='hidden="1"')),
    )
    assert only_sheet(content).filtered_rows == (2,)


def test_hidden_columns_are_marked_when_something_stands_in_them() -> None:
    columns = (
        '<cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/><col min="5" max="16384" hidden="true"/></cols>'
    )
    data = (
        '<row r="1"><c r="B1" t="str"><v>x</v></c></row><row r="2"><c r="D2"><v>1</v></c><c r="F2"><f>A1</f></c></row>'
    )
    assert only_sheet(with_sheet(data, before=columns)).hidden_columns == (2, 6)


def test_struck_cells_are_marked_by_the_font_of_the_cell() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>'
        '<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs></styleSheet>'
    )
    data = (
        '<row r="1"><c r="A1" s="2"><v>1</v></c></row><row r="2"><c r="A2" s="1"><v>1</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="B3" s="1"/></row><row r="4"><c r="A4" s="1"><v>1</v></c></row>'
    )
    for lane in ("", "<!-- read by expat -->"):
        assert only_sheet(with_parts({"xl/styles.xml": styles}, with_sheet(lane + data))).struck_rows == (2, 4)


@pytest.mark.parametrize("strike", ["<strike/>", '<strike val="1"/>', '<strike val="true"/>'])
def test_struck_parts_of_a_text_are_marked_and_read(strike: str) -> None:
    runs = f"<r><t>halb </t></r><r><rPr>{strike}</rPr><t>weg</t></r>"
    shared = with_strings(f"<si>{runs}</si>", "<si><t>x</t></si>", cells_='<c r="A1" t="s"><v>0</v></c>')
    inline = with_sheet(f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c></row>')
    for content in (shared, inline):
        assert only_sheet(content).struck_rows == (1,)
        assert rows_of(content) == {1: [Cell("halb weg")]}
    kept = with_strings(f"<si>{runs}</si>", "<si><t>x</t></si>", cells_='<c r="A1" t="s"><v>1</v></c>')
    assert only_sheet(kept).struck_rows == ()


def test_rows_of_changing_build_are_read_like_rows_of_one_build() -> None:
    """Empty cells, formulas, other styles and missing values, in every order: no row is taken for another."""
    kinds = ["<v>{}</v>", "", "<f>A1</f><v>{}</v>", "<f>A1</f>", "<v></v>"]
    data, want = [], {}
    for number in range(1, 400):
        row, expected = [], []
        for column, letter in enumerate(string.ascii_uppercase[: 1 + number % 4]):
            kind = kinds[(number // (column + 1)) % len(kinds)]
            row.append(f'<c r="{letter}{number}" s="0">{kind.format(number)}</c>')
            expected.append(
                Cell(str(number), CellType.NUMBER)
                if "{}" in kind
                else Cell("", CellType.UNCALCULATED if "<f>" in kind else CellType.TEXT)
            )
        data.append(f'<row r="{number}">{"".join(row)}</row>')
        while expected and expected[-1] == Cell(""):
            expected.pop()
        if expected:
            want[number] = expected
    assert rows_of(with_sheet("".join(data))) == want
    assert rows_of(with_sheet("<!-- read by expat -->" + "".join(data))) == want


def test_a_style_with_the_number_of_its_row_is_not_taken_for_the_next_row() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><cellXfs><xf numFmtId="0"/><xf numFmtId="0"/>'
        '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="0"/></cellXfs></styleSheet>'
    )
    data = "".join(f'<row r="{n}"><c r="A{n}" s="{n}"><v>45717</v></c></row>' for n in range(1, 5))
    got = rows_of(with_parts({"xl/styles.xml": styles}, with_sheet(data)))
    assert [row[0].type for row in got.values()] == [
        CellType.NUMBER,
        CellType.NUMBER,
        CellType.DAY,
        CellType.NUMBER,
    ]


def test_a_text_column_may_hold_marks_of_its_own() -> None:
    data = "".join(
        f'<row r="{n}"><c r="A{n}" t="str"><v>{text}</v></c><c r="B{n}"><v>{n}</v></c></row>'
        for n, text in enumerate(["a", "&amp;", "&lt;v&gt;9&lt;/v&gt;", "r=&quot;A1&quot;", "x"], 1)
    )
    texts = [row[0].text for row in rows_of(with_sheet(data)).values()]
    assert texts == ["a", "&", "<v>9</v>", 'r="A1"', "x"]
