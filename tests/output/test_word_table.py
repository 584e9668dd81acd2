"""Tables in Word: spans, several header rows, numbers in controls, widths, what Word would make of two in a row."""

from __future__ import annotations

import pytest

from grants.output.html.document import DocumentError
from tests.output.word_files import EVERYTHING, WORD, attribute, body, paragraphs, printed, style_names, word_file

HEAD = "<thead><tr><th>a</th><th>b</th></tr></thead>"


def rows_of(content: str) -> list[list[tuple[str, str, str]]]:
    """Return text, columns and vertical merge (begin, goes on, none) of every cell of the first table."""
    table = next(body(word_file(content)).iter(f"{WORD}tbl"))
    return [
        [
            (
                printed(cell),
                attribute(cell.find(f"{WORD}tcPr/{WORD}gridSpan")) or "1",
                "" if merge is None else attribute(merge) or "goes on",
            )
            for cell in row.iter(f"{WORD}tc")
            for merge in [cell.find(f"{WORD}tcPr/{WORD}vMerge")]
        ]
        for row in table.iter(f"{WORD}tr")
    ]


def test_cells_over_rows_and_columns_keep_their_place() -> None:
    assert rows_of(EVERYTHING) == [
        [("Art", "1", "restart"), ("Betrag", "2", "")],
        [("", "1", "goes on"), ("Soll", "1", ""), ("Ist", "1", "")],
        [("Land", "1", "restart"), ("1,50", "1", ""), ("1,50", "1", "")],
        [("", "1", "goes on"), ("2,00", "1", ""), ("AbsatzPunkt", "1", "")],
        [("Summe", "1", ""), ("3,50", "2", "")],
    ]


def test_a_cell_over_rows_and_columns_at_once() -> None:
    content = '<table><tbody><tr><td colspan="2" rowspan="2">x</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>'
    assert rows_of(content) == [[("x", "2", "restart"), ("1", "1", "")], [("", "2", "goes on"), ("2", "1", "")]]


def test_a_cell_reaches_no_further_than_its_part_of_the_table() -> None:
    content = f'<table>{HEAD}<tbody><tr><td rowspan="9">x</td><td>1</td></tr></tbody></table>'
    assert rows_of(content)[1] == [("x", "1", ""), ("1", "1", "")]


def test_all_header_rows_repeat() -> None:
    table = next(body(word_file(EVERYTHING)).iter(f"{WORD}tbl"))
    repeated = [row.find(f"{WORD}trPr/{WORD}tblHeader") is not None for row in table.iter(f"{WORD}tr")]
    assert repeated == [True, True, False, False, False]


def test_rows_with_different_numbers_of_columns_are_an_error() -> None:
    with pytest.raises(DocumentError, match="verschieden viele Spalten"):
        word_file(f"<table>{HEAD}<tbody><tr><td>x</td></tr></tbody></table>")


def test_a_caption_stands_above_its_table_as_it_is_and_names_it() -> None:
    file = word_file(f"<table><caption>Beträge</caption>{HEAD}</table>")
    assert printed(next(paragraphs(body(file)))) == "Beträge"
    assert attribute(next(body(file).iter(f"{WORD}tblCaption"))) == "Beträge"


def test_two_tables_without_a_caption_stay_two() -> None:
    table = f"<table>{HEAD}</table>"
    kinds = [child.tag.removeprefix(WORD) for child in body(word_file(table + table))]
    assert kinds == ["tbl", "p", "tbl", "p", "sectPr"]


def test_columns_are_as_wide_as_they_say_and_a_narrow_table_leaves_a_sixth_free() -> None:
    columns = '<colgroup><col style="width: 60%"/><col style="width: 40%"/></colgroup>'
    for kind, width in (("", 9355), ("narrow", 9355 * 84 // 100)):
        table = next(body(word_file(f'<table class="{kind}">{columns}{HEAD}</table>')).iter(f"{WORD}tbl"))
        widths = [int(attribute(column, "w")) for column in table.iter(f"{WORD}gridCol")]
        assert widths == [round(width * 0.6), round(width * 0.4)]


def test_a_head_over_several_columns_stands_in_their_middle_and_a_typed_name_on_its_own_side() -> None:
    head = '<thead><tr><th colspan="2" class="group">Betrag</th></tr></thead>'
    row = '<tr><td class="typed">محمد علي</td><td class="num" value="1">1</td></tr>'
    file = word_file(f"<table>{head}<tbody>{row}</tbody></table>")
    group, name, number = list(paragraphs(body(file)))[:3]
    assert style_names(file)[attribute(group.find(f"{WORD}pPr/{WORD}pStyle"))] == "Tabellenkopf Gruppe"
    assert [p.find(f"{WORD}pPr/{WORD}bidi") is not None for p in (group, name, number)] == [False, True, False]


def test_a_total_row_is_strong_in_the_middle_of_a_table() -> None:
    file = word_file('<table><tbody><tr class="total"><td>Summe</td></tr></tbody></table>')
    (run,) = [run for run in body(file).iter(f"{WORD}r") if printed(run) == "Summe"]
    assert attribute(run.find(f"{WORD}rPr/{WORD}rStyle")) == "Strong"
