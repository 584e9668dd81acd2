"""Cells of a workbook: text stays text, days are days, numbers look as printed, what does not fit is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from grants.output.html.document import DocumentError
from grants.output.workbook.names import sheet_names, utf16_units
from tests.ooxml import problems
from tests.output.workbooks import cells_of, number, part_of, rows_of, sheets_of, table, workbook_of

HOSTILE = [
    "=1+1",
    "+49 7000 12",
    "-5",
    "@cmd",
    "=cmd|' /C calc'!A0",
    "{=SUM(A1:A9)}",
    "{{7*7}}",
    "<r><t>eingeschleust</t></r>",
    "<script>alert('x')</script> & \"Söhne\" <GbR>",
    "_x0041_ bleibt stehen",
    "http://beispiel.example",
    "0417",
    "TRUE",
    "محمد بن عبد الله",
    "Nguyễn Thị Ánh 🌍 e\u0301",
    "N" * 500,
]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def one_cell(cell: str, head: str = "<tr><th>Name</th></tr>") -> bytes:
    return workbook_of(table(f"<tr>{cell}</tr>", head))


def pattern_of(value: str, text: str, head: str = "Betrag") -> str:
    return cells_of(one_cell(number(value, text), f"<tr><th>{head}</th></tr>")).patterns["Probe", "A4"]


def test_hostile_texts_are_found_again_as_they_were() -> None:
    content = workbook_of(table("".join(f"<tr><td>{escaped(text)}</td></tr>" for text in HOSTILE)))
    assert [row[0] for row in rows_of(content)[3:]] == HOSTILE
    sheet = part_of(content, "xl/worksheets/sheet2.xml")
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert problems({"feindlich.xlsx": content}) == []


def test_a_text_that_begins_like_a_formula_stays_text_when_somebody_edits_its_cell() -> None:
    assert 'quotePrefix="1"' in part_of(one_cell("<td>=1+1</td>"), "xl/styles.xml")
    assert "quotePrefix" not in part_of(one_cell("<td>1+1</td>"), "xl/styles.xml")


def test_a_text_as_long_as_a_cell_can_hold_is_written_and_a_longer_one_is_refused() -> None:
    longest = "x" * 32_767
    assert rows_of(one_cell(f"<td>{longest}</td>"))[3] == [longest]
    with pytest.raises(DocumentError, match="hat 32768 Zeichen"):
        one_cell(f"<td>{longest}y</td>")


def test_characters_beyond_the_first_plane_count_twice_as_excel_counts_them() -> None:
    with pytest.raises(DocumentError, match="hat 32768 Zeichen"):
        one_cell(f"<td>{'🌍' * 16_384}</td>")


@pytest.mark.parametrize("character", ["\x7f", "\x85", "\x9f"])
def test_a_control_character_is_refused_with_its_number(character: str) -> None:
    with pytest.raises(DocumentError, match=f"Steuerzeichen U\\+{ord(character):04X}"):
        one_cell(f"<td>a{character}b</td>")


def test_a_number_with_more_digits_than_excel_keeps_is_refused() -> None:
    assert cells_of(one_cell(number("9999999999999.99", "9.999.999.999.999,99"))).values["Probe", "A4"]
    with pytest.raises(DocumentError, match="mehr als 15 Ziffern"):
        one_cell(number("12345678901234.56", "12.345.678.901.234,56"))
    with pytest.raises(DocumentError, match="mehr als 15 Ziffern"):
        workbook_of(f"<p>{number('0.1234567890123456', '0,12', 'anteil', element='data')}</p>")


@pytest.mark.parametrize(
    ("text", "stated"),
    [("31.03.2026", "2026-03-31"), ("31. März 2026", "2026-03-31"), ("31.\u00a0März\u00a02026", "2026-03-31")],
)
def test_a_cell_that_holds_only_a_day_is_a_real_day(text: str, stated: str) -> None:
    content = one_cell(f"<td><time datetime='{stated}'>{text}</time></td>")
    assert rows_of(content)[3] == [date(2026, 3, 31)]


@pytest.mark.parametrize(
    "cell",
    [
        "<td>ab <time datetime='2026-03-31'>31.03.2026</time></td>",
        "<td><time datetime='2026-03-31'>Ende März</time></td>",
        "<td><time datetime='2026-03'>März 2026</time></td>",
        "<td><time datetime='1899-12-30'>30.12.1899</time></td>",
    ],
)
def test_words_around_a_day_and_days_before_the_calendar_of_excel_stay_text(cell: str) -> None:
    assert isinstance(rows_of(one_cell(cell))[3][0], str)


@pytest.mark.parametrize(
    ("value", "text", "pattern"),
    [
        ("923907.00", "923.907,00", '#,##0.00;"−"#,##0.00'),
        ("-580.00", "−580,00\u00a0€", '#,##0.00"\u00a0€";"−"#,##0.00"\u00a0€"'),
        ("0.7692", "0,77", '#,##0.0000;"−"#,##0.0000'),
        ("1.5", "1,50", '#,##0.00;"−"#,##0.00'),
        ("12", "12", '#,##0;"−"#,##0'),
        ("2025", "2025", '0;"−"0'),
        ("12.5", "12,5\u00a0%", '#,##0.0"\u00a0%";"−"#,##0.0"\u00a0%"'),
        ("0.125", "12,5\u00a0%", r'#,##0.0\ %;"−"#,##0.0\ %'),
        ("923907.00", "924\u00a0TEUR", '#,##0,"\u00a0TEUR";"−"#,##0,"\u00a0TEUR"'),
        ("1500000.00", "1,5\u00a0Mio.\u00a0€", '#,##0.0,,"\u00a0Mio.\u00a0€";"−"#,##0.0,,"\u00a0Mio.\u00a0€"'),
        ("5.00", "keine", '#,##0.00;"−"#,##0.00'),
        ("5000.00", "5\u00a0T", '#,##0.00;"−"#,##0.00'),
    ],
)
def test_a_number_looks_as_it_is_printed_with_every_decimal_of_its_exact_value(
    value: str, text: str, pattern: str
) -> None:
    assert pattern_of(value, text) == pattern


def test_a_column_in_thousands_shows_thousands_and_holds_the_exact_amount() -> None:
    assert pattern_of("923907.00", "924", "Betrag in TEUR") == '#,##0,;"−"#,##0,'
    assert pattern_of("923907.00", "923.907,00", "Betrag in TEUR") == '#,##0.00;"−"#,##0.00'


def test_an_amount_in_a_data_element_that_is_all_of_a_cell_is_a_number_and_one_in_a_sentence_is_not() -> None:
    amount = number("1.10", "1,10 €", element="data")
    assert rows_of(one_cell(f"<td><strong>{amount}</strong></td>"))[3] == [1.1]
    assert rows_of(one_cell(f"<td>über {amount}</td>"))[3] == ["über 1,10 €"]


def test_check_boxes_and_line_breaks_are_text_and_soft_hyphens_are_gone() -> None:
    content = one_cell("<td><span class='checkbox'>☒</span> ja,<br/>Ver\u00adwen\u00addungs\u00adnachweis</td>")
    assert rows_of(content)[3] == ["☒ ja,\nVerwendungsnachweis"]


def test_footnotes_stand_below_the_table_with_the_cell_they_belong_to() -> None:
    note = "<span class='footnote'>ohne Reisekosten</span>"
    content = workbook_of(
        table(
            f"<tr><td>Personal{note}</td>{number('5.00', '5,00' + note, 'p')}</tr>", "<tr><th>Art</th><th>€</th></tr>"
        )
    )
    rows = rows_of(content)
    assert rows[3] == ["Personal", 5.0]
    assert [row[0] for row in rows[5:]] == ["Zu A4: ohne Reisekosten", "Zu B4: ohne Reisekosten"]
    assert rows_of(content, "Zahlen")[3] == ["p", 5.0, "5,00"]


def test_heads_of_several_rows_name_every_column_in_the_last_one_and_nothing_is_merged() -> None:
    head = "<tr><th rowspan='2'>Träger</th><th colspan='2'>Jahr 2025</th></tr><tr><th>Plan</th><th>Ist</th></tr>"
    content = workbook_of(table("<tr><th colspan='3'>Städte</th></tr><tr><td>a</td><td>b</td><td>c</td></tr>", head))
    assert rows_of(content)[2:] == [
        ["", "Jahr 2025", ""],
        ["Träger", "Plan", "Ist"],
        ["Städte", "", ""],
        ["a", "b", "c"],
    ]
    assert "mergeCell" not in part_of(content, "xl/worksheets/sheet2.xml")


def test_a_cell_over_several_rows_leaves_the_cells_below_it_empty() -> None:
    body = "<tr><td rowspan='2'>Stadt</td><td>1</td></tr><tr><td>2</td></tr><tr><td>Dorf</td><td>3</td></tr>"
    content = workbook_of(table(body, "<tr><th>Ort</th><th>Nr.</th></tr>"))
    assert rows_of(content)[3:] == [["Stadt", "1"], ["", "2"], ["Dorf", "3"]]


def test_names_of_sheets_are_unique_and_without_what_excel_forbids() -> None:
    content = workbook_of("".join(table("<tr><td>x</td></tr>", name=name) for name in ("a", "A", "zahlen", "history")))
    assert sheets_of(content) == ["Deckblatt", "A", "A 2", "Zahlen 2", "History 2", "Zahlen"]
    assert problems({"namen.xlsx": content}) == []


@given(some.lists(some.text(max_size=60), max_size=12))
def test_whatever_is_wanted_every_name_of_a_sheet_is_allowed(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names} | {"deckblatt", "zahlen", "history"}) == len(wanted) + 3
    assert all(0 < utf16_units(name) <= 31 and not set(name) & set("[]:*?/\\'\"") for name in names)
    assert all(name == name.strip() and name.isprintable() for name in names)
