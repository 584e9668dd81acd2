"""One declared format: its header row is found, its rows are read, its printed totals are checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cost import Source
from ledger.finding import Finding, Place, Severity
from ledger.imports.cells import CellType, Row, Sheet
from ledger.imports.header import find_header
from ledger.imports.parse import parse_amount, parse_code, parse_day, parse_text, parse_whole
from ledger.imports.reading import _Reading, read_table
from ledger.imports.table import Column, Format, Record, Records, Table
from ledger.money import ZERO, Money
from tests.ledger.small_files import PROPERTY, tells_what_to_do

if TYPE_CHECKING:
    from collections.abc import Sequence

COSTS = Format(
    "Kostenliste",
    (
        Column("number", ("Nummer", "Nr."), parse_code),
        Column("day", ("Tag",), parse_day, may_be_empty=True),
        Column("note", ("Notiz",), parse_text, may_be_empty=True, optional=True),
        Column("amount", ("Betrag",), parse_amount),
        Column("advance", ("Abschlag",), parse_amount, may_be_empty=True, optional=True),
    ),
    labels=(
        Column("office", ("Dienststelle", "Amt"), parse_text),
        Column("round", ("Runde",), parse_text, may_be_empty=True, optional=True),
    ),
)
HEAD = "Nummer;Tag;Betrag"


def sheet(*lines: str, name: str = "Blatt1") -> Sheet:
    rows = (Row(number, tuple(line.split(";"))) for number, line in enumerate(lines, start=1))
    return Sheet(name, tuple(rows))


def read(*lines: str) -> Table:
    """Read lines that begin with the required label above the header."""
    return read_sheet(sheet("Amt;Sozialamt", *lines))


def read_sheet(source: Sheet) -> Table:
    header = find_header(source, COSTS)
    assert header is not None
    return read_table("kosten.csv", "d1gest", source, COSTS, header)


def amounts(table: Table) -> list[int]:
    return [record.amount("amount").cents for record in table.records]


def places(findings: Sequence[Finding]) -> list[tuple[int | None, str]]:
    return [(finding.place.row, finding.place.column) for finding in findings]


def only(table: Table) -> Finding:
    (finding,) = table.findings
    assert tells_what_to_do(finding)
    return finding


@pytest.mark.parametrize("head", [HEAD, "nr.;TAG;betrag", "Nummer; Tag ;Be\u00adtrag".replace("\u00ad", "")])
def test_a_header_is_found_whatever_its_case_blanks_and_synonyms(head: str) -> None:
    table = read("", head, "7;01.02.2025;12,34")
    assert amounts(table) == [1234]
    assert not table.findings


def test_a_title_broken_over_two_lines_in_its_cell_is_found() -> None:
    wrapped = Format("Liste", (Column("a", ("Brutto Betrag",), parse_text), Column("b", ("Tag",), parse_text)))
    rows = (Row(1, ("Brutto\n Betrag", "Tag\u00a0")),)
    header = find_header(Sheet("", rows), wrapped)
    assert header is not None
    assert header.positions == {"a": 0, "b": 1}


def test_columns_may_stand_in_any_order_below_any_letterhead() -> None:
    table = read("Landratsamt;;", "", "Betrag;Nummer;Tag", "12,34;7;01.02.2025")
    (record,) = table.records
    assert (record.row, record.amount("amount"), record.text("number")) == (5, Money(1234), "7")
    assert record.day("day") == date(2025, 2, 1)


@pytest.mark.parametrize("head", ["Nummer;Menge;Preis", "Name;Ort;Straße", "", "Betrag"])
def test_a_row_with_half_of_the_titles_or_fewer_is_no_header(head: str) -> None:
    assert find_header(sheet(head, "7;1;2"), COSTS) is None


def test_two_of_four_titles_are_no_header() -> None:
    four = Format("Liste", tuple(Column(title, (title,), parse_text) for title in "ABCD"))
    assert find_header(sheet("A;B;X;Y"), four) is None
    assert find_header(sheet("A;B;C;Y"), four) is not None


@pytest.mark.parametrize(("above", "found"), [(39, True), (40, False)])
def test_a_header_is_looked_for_in_the_first_forty_rows(above: int, found: bool) -> None:  # noqa: FBT001
    assert (find_header(sheet(*["x"] * above, HEAD), COSTS) is not None) is found


def test_a_header_printed_again_on_the_next_page_does_not_hide_the_rows_above_it() -> None:
    table = read(HEAD, "7;;1,00", HEAD, "8;;2,00")
    assert amounts(table) == [100, 200]
    assert {row for row, _ in places(table.findings)} == {4}


def test_a_missing_column_is_named_and_no_row_is_read() -> None:
    table = read("Nummer;Betrag", "7;nicht lesbar")
    finding = only(table)
    assert finding.place == Place("kosten.csv", "Blatt1", 2, "Tag")
    assert finding.text == "In der Kopfzeile fehlt die Spalte „Tag“ (Kostenliste)."
    assert finding.expected == "Tag"
    assert not table.records


def test_a_misspelt_title_is_shown_beside_the_one_that_was_expected() -> None:
    finding = only(read("Numer;Tag;Betrag", "7;;1,00"))
    assert (finding.found, finding.expected) == ("Numer", "Nummer oder Nr.")


def test_a_column_that_stands_twice_is_refused() -> None:
    table = read("Nummer;Tag;Betrag;Betrag", "7;;1,00;2,00")
    assert "mehrfach" in only(table).text
    assert not table.records


def test_an_unknown_column_is_a_hint_and_the_rest_is_read() -> None:
    table = read("Nummer;Tag;Betrag;Währung", "7;;1,00;EUR")
    finding = only(table)
    assert finding.severity is Severity.HINT
    assert finding.place == Place("kosten.csv", "Blatt1", 2, "Währung")
    assert amounts(table) == [100]


def test_labelled_values_are_read_above_the_header() -> None:
    table = read_sheet(sheet("Liste der Kosten", "Dienststelle:;Sozialamt", "Runde;", HEAD, "7;;1,00"))
    assert table.labels == {"office": "Sozialamt"}
    assert table.label_place("office") == Place("kosten.csv", "Blatt1", 2, "Dienststelle")


@pytest.mark.parametrize(
    ("label", "row"),
    [("", 1), ("Sozialamt", 1), ("Dienststelle;", 1)],
)
def test_a_labelled_value_that_is_missing_is_named(label: str, row: int) -> None:
    finding = only(read_sheet(sheet(label, HEAD, "7;;1,00")))
    assert finding.place == Place("kosten.csv", "Blatt1", row, "Dienststelle")
    assert finding.blocks


def test_a_label_below_the_header_is_not_taken() -> None:
    table = read_sheet(sheet(HEAD, "Amt;;1,00"))
    assert "office" not in table.labels
    assert places(table.findings) == [(1, "Dienststelle")]


def test_empty_rows_are_passed_over_and_numbers_stay_those_of_the_file() -> None:
    table = read(HEAD, "", "7;;1,00", " ; ;", "8;;2,00")
    assert [record.row for record in table.records] == [4, 6]


def test_an_empty_cell_is_refused_where_a_value_is_needed() -> None:
    finding = only(read(HEAD, "7;;"))
    assert finding.place == Place("kosten.csv", "Blatt1", 3, "Betrag")
    assert (finding.text, finding.expected) == ("Die Zelle ist leer.", "ein Wert für „Betrag“")


def test_a_row_that_is_too_short_has_empty_cells_at_its_end() -> None:
    assert places(read(HEAD, "7").findings) == [(3, "Betrag")]


def test_a_row_with_more_cells_than_the_header_is_refused_because_an_amount_may_be_cut_in_two() -> None:
    table = read(HEAD, "7;;12;34", "8;;1,00;;")
    finding = only(table)
    assert finding.place == Place("kosten.csv", "Blatt1", 3)
    assert (finding.found, finding.expected) == ("34", "höchstens 3 Zellen")
    assert amounts(table) == [100]


def test_an_empty_cell_is_nothing_where_it_is_allowed() -> None:
    (record,) = read("Nummer;Tag;Notiz;Betrag;Abschlag", "7;;;1,00;").records
    assert record.day_or_none("day") is None
    assert record.text("note") == ""
    assert record.amount("advance") == ZERO


def test_an_optional_column_may_be_absent() -> None:
    (record,) = read(HEAD, "7;;1,00").records
    assert record.text("note") == ""


def test_every_refused_cell_is_a_finding_and_sound_rows_are_still_read() -> None:
    table = read(HEAD, "7;31.04.2025;12.34", "8;;1,00", "<b>;;2,00")
    assert places(table.findings) == [(3, "Tag"), (3, "Betrag"), (5, "Nummer")]
    assert [finding.found for finding in table.findings] == ["31.04.2025", "12.34", "<b>"]
    assert all(tells_what_to_do(finding) and finding.expected for finding in table.findings)
    assert amounts(table) == [100]


def test_a_very_long_value_is_shown_by_its_beginning() -> None:
    assert only(read(HEAD, f"{'x' * 300};;1,00")).found == "x" * 80


def test_a_formula_that_was_never_calculated_is_named_as_such() -> None:
    row = Row(3, ("7", "", ""), (CellType.TEXT, CellType.TEXT, CellType.UNCALCULATED))
    finding = only(read_sheet(Sheet("Blatt1", (*sheet("Amt;Sozialamt", HEAD).rows, row))))
    assert (finding.place.row, finding.found) == (3, "Formel ohne berechneten Wert")


@pytest.mark.parametrize("row", [[], ["Summe;;0,00"]])
def test_a_header_without_rows_is_refused(row: list[str]) -> None:
    finding = only(read(HEAD, *row))
    assert finding.text == "Unter der Kopfzeile steht keine einzige Zeile mit Angaben."
    assert finding.place == Place("kosten.csv", "Blatt1", 2)


@pytest.mark.parametrize(
    "label", ["Summe", "Summe Januar:", "GESAMTSUMME", "Gesamt", "Endsumme", "Total", "zwischensumme"]
)
def test_a_total_that_matches_its_rows_is_no_record_and_no_finding(label: str) -> None:
    table = read(HEAD, "7;;1,00", "8;;-0,25", f"{label};;0,75")
    assert amounts(table) == [100, -25]
    assert not table.findings


def test_a_total_that_does_not_match_its_rows_is_refused_with_the_difference() -> None:
    finding = only(read(HEAD, "7;;1,00", "8;;2,00", "Summe;;3,10"))
    assert finding.place == Place("kosten.csv", "Blatt1", 5, "Betrag")
    assert (finding.found, finding.expected) == ("3,10\u00a0€", "3,00\u00a0€")
    assert "2 Zeilen" in finding.text
    assert "0,10\u00a0€" in finding.text
    assert finding.blocks


def test_a_total_of_counts_is_checked_too() -> None:
    counted = Format("Liste", (Column("key", ("Ort",), parse_text), Column("persons", ("Personen",), parse_whole)))
    source = sheet("Ort;Personen", "Aldenrieden;1.000", "Balzenweiler;17", "Summe;1.016")
    header = find_header(source, counted)
    assert header is not None
    finding = only(read_table("zahlen.csv", "", source, counted, header))
    assert finding.place == Place("zahlen.csv", "Blatt1", 4, "Personen")
    assert (finding.found, finding.expected) == ("1.016", "1.017")
    assert "\u22121" in finding.text


def test_a_total_may_stand_behind_empty_cells() -> None:
    assert places(read("Tag;Betrag;Nummer", ";1,00;7", "Summe;9,00;").findings) == [(4, "Betrag")]


def test_a_name_that_only_begins_like_a_total_is_a_record() -> None:
    table = read(HEAD, "Summerfeld;;1,00", "Totalausfall;;2,00", "Gesamtschule;;3,00")
    assert amounts(table) == [100, 200, 300]


def test_each_subtotal_counts_from_the_last_one_and_the_grand_total_counts_all() -> None:
    table = read(HEAD, "7;;1,00", "Zwischensumme;;1,00", "8;;2,00", "Zwischensumme;;2,00", "Gesamtsumme;;3,00")
    assert not table.findings
    table = read(HEAD, "7;;1,00", "Zwischensumme;;1,00", "8;;2,00", "Zwischensumme;;2,50", "Gesamtsumme;;2,00")
    assert places(table.findings) == [(6, "Betrag"), (7, "Betrag")]
    assert [finding.expected for finding in table.findings] == ["2,00\u00a0€", "3,00\u00a0€"]


def test_a_plain_total_after_subtotals_may_mean_the_whole_table() -> None:
    assert not read(HEAD, "7;;1,00", "Zwischensumme;;1,00", "8;;2,00", "Summe;;3,00").findings


def test_a_grand_total_never_means_the_last_block_alone() -> None:
    table = read(HEAD, "7;;1,00", "Zwischensumme;;1,00", "8;;2,00", "Gesamtsumme;;2,00")
    assert [(finding.place.row, finding.expected) for finding in table.findings] == [(6, "3,00\u00a0€")]


def test_rows_behind_the_last_total_mean_that_the_file_was_cut_off() -> None:
    finding = only(read(HEAD, "7;;1,00", "Summe;;1,00", "8;;2,00", "9;;3,00"))
    assert finding.place == Place("kosten.csv", "Blatt1", 6)
    assert "2 Zeilen" in finding.text
    assert "fehlt die Summe" in finding.text
    assert finding.blocks


def test_a_file_without_any_total_needs_none() -> None:
    assert not read(HEAD, "7;;1,00", "8;;2,00").findings


def test_a_total_right_after_a_total_counts_the_whole_table() -> None:
    assert not read(HEAD, "7;;1,00", "Summe;;1,00", "8;;2,00", "Summe;;2,00", "Summe;;3,00").findings


def test_every_amount_column_has_its_own_total() -> None:
    table = read("Nummer;Tag;Betrag;Abschlag", "7;;1,00;0,50", "8;;2,00;", "Summe;;3,00;0,60")
    assert places(table.findings) == [(5, "Abschlag")]


def test_a_total_left_empty_is_not_checked() -> None:
    assert not read("Nummer;Tag;Betrag;Abschlag", "7;;1,00;0,50", "Summe;;1,00;").findings


def test_a_total_over_an_unreadable_amount_is_not_reported_as_well() -> None:
    table = read(HEAD, "7;;12.34", "Zwischensumme;;12,34", "8;;2,00", "Zwischensumme;;5,00", "Gesamtsumme;;99,00")
    assert places(table.findings) == [(3, "Betrag"), (6, "Betrag")]


def test_a_row_refused_for_another_cell_still_counts_in_the_total() -> None:
    assert places(read(HEAD, "7;31.04.2025;1,00", "8;;2,00", "Summe;;3,00").findings) == [(3, "Tag")]


def test_a_total_that_cannot_be_read_is_refused() -> None:
    finding = only(read(HEAD, "7;;1,00", "Summe;;1.00"))
    assert (finding.place.row, finding.found) == (4, "1.00")


def test_a_record_knows_its_source() -> None:
    assert read(HEAD, "7;;1,00").source(3) == Source("kosten.csv", "d1gest", "Blatt1", 3)


def test_a_field_of_another_type_is_a_mistake_of_the_program() -> None:
    record = Record(3, {"amount": "12,34"})
    with pytest.raises(TypeError, match="amount is str, not Money"):
        record.amount("amount")


def test_a_synonym_beside_the_title_itself_is_another_column() -> None:
    table = read("Nummer;Nr.;Tag;Betrag", "7;99;;1,00")
    assert only(table).severity is Severity.HINT
    assert [record.text("number") for record in table.records] == ["7"]


def test_a_header_knows_each_column_by_the_title_of_the_file() -> None:
    header = find_header(sheet("NR.; Tag ;Betrag"), COSTS)
    assert header is not None
    assert header.titles == {"number": "NR.", "day": "Tag", "amount": "Betrag"}


def test_a_column_that_is_known_and_not_needed_is_no_unknown_one() -> None:
    header = find_header(sheet("Nummer;Tag;Betrag;kostenstelle;Farbe"), replace(COSTS, unbooked=("Kostenstelle",)))
    assert header is not None
    assert (header.unbooked, header.unknown) == (("kostenstelle",), ("Farbe",))
    assert (header.matched, header.explained) == (3, 4)


def test_rows_are_given_as_number_and_values_with_none_for_what_the_file_lacks() -> None:
    table = read("Nummer;Tag;Betrag", "7;;1,00", "8;01.02.2025;2,00")
    assert list(table.rows("amount", "day", "advance", "nothing")) == [
        (3, Money(100), None, None, None),
        (4, Money(200), date(2025, 2, 1), None, None),
    ]


def test_a_place_names_the_column_of_a_field() -> None:
    table = read(HEAD, "7;;1,00")
    assert table.place(3, "amount") == Place("kosten.csv", "Blatt1", 3, "Betrag")
    assert table.place(3, "office") == Place("kosten.csv", "Blatt1", 3, "Dienststelle")
    assert table.place(3, "nothing") == Place("kosten.csv", "Blatt1", 3, "")


def test_records_made_one_by_one_have_all_the_same_fields() -> None:
    made = [Record(3, {"a": 1, "b": 2}), Record(4, {"b": 3, "c": 4})]
    records = Records.of(made)
    assert list(records) == [Record(3, {"a": 1, "b": 2, "c": None}), Record(4, {"a": None, "b": 3, "c": 4})]
    assert (len(records), records[-1].row, [record.row for record in records[:1]]) == (2, 4, [3])
    assert list(records.rows(("c", "x", "b"))) == [(3, None, None, 2), (4, 4, None, 3)]

    assert not Records.of(())


def test_rows_that_are_no_records_are_counted_by_what_they_are() -> None:
    table = read(HEAD, "7;;1,00", "", "Zwischensumme;;1,00", " ; ;", "8;;2,00", "Summe;;3,00")
    assert (table.total_rows, table.empty_rows) == ((5, 8), 2)


@pytest.mark.parametrize("label", ["Summe", "Kostenstelle gesamt 4711", "KOSTENSTELLE  GESAMT", "Übertrag:"])
def test_a_format_may_name_further_beginnings_of_total_rows(label: str) -> None:
    named = replace(COSTS, total_labels=("Kostenstelle gesamt", "Übertrag"))
    source = sheet("Amt;Sozialamt", HEAD, "7;;1,00", f"{label};;1,00", "8;;2,00", "Übertrag;;3,00")
    header = find_header(source, named)
    assert header is not None
    table = read_table("kosten.csv", "", source, named, header)
    assert amounts(table) == [100, 200]
    assert not table.findings
    wrong = read_table("kosten.csv", "", replace(source, rows=source.rows[:-1]), named, header)
    assert places(wrong.findings) == [(5, "")]  # the file is cut off behind its last total


def test_a_beginning_of_a_total_row_is_a_whole_word() -> None:
    named = replace(COSTS, total_labels=("Kost",))
    source = sheet("Amt;Sozialamt", HEAD, "Kostenbeitrag;;1,00")
    header = find_header(source, named)
    assert header is not None
    assert amounts(read_table("kosten.csv", "", source, named, header)) == [100]


def test_columns_may_begin_anywhere_and_totals_are_still_found() -> None:
    table = read(f";;{HEAD}", ";;7;;1,00", ";;8;;2,00", "Summe;;;;3,00", ";;Summe;;;", ";;;;Gesamtsumme")
    assert amounts(table) == [100, 200]
    assert places(table.findings) == [(7, "Betrag")]


@pytest.mark.parametrize(
    ("note", "mangled"),
    [
        ("?elik, ?ükrü", True),
        ("Fahrt nach M?nchen", True),
        ("Kurs A?", False),
        ("Warum? Darum.", False),
        ("3 ? 4", False),
        ("Çelik, Şükrü", False),
    ],
)
def test_a_question_mark_in_place_of_a_letter_is_pointed_out(note: str, mangled: bool) -> None:  # noqa: FBT001
    table = read("Nummer;Tag;Betrag;Notiz", f"7;;1,00;{note}")
    assert amounts(table) == [100]
    assert [finding.severity for finding in table.findings] == [Severity.HINT] * mangled
    if mangled:
        assert only(table).place == Place("kosten.csv", "Blatt1", 3, "Notiz")
        assert only(table).found == note


def test_a_mangled_text_is_pointed_out_once_and_a_refused_cell_beside_it_as_well() -> None:
    table = read("Nummer;Tag;Betrag;Notiz", "7;;1.00;M?ller", "8;;2,00;M?ller", "9;;3,00;?ztürk")
    assert places(table.findings) == [(3, "Notiz"), (3, "Betrag"), (5, "Notiz")]
    assert [finding.blocks for finding in table.findings] == [False, True, False]
    assert amounts(table) == [200, 300]


def test_in_a_name_a_question_mark_never_stands_for_itself() -> None:
    names = Format("Liste", (Column("name", ("Nachname",), parse_text), Column("place", ("Ort",), parse_text)))
    source = sheet("Nachname;Ort", "Nowotn?;Ort A?")
    header = find_header(source, names)
    assert header is not None
    assert places(read_table("namen.csv", "", source, names, header).findings) == [(2, "Nachname")]


NUMBERS = (CellType.NUMBER, CellType.NUMBER, CellType.NUMBER)


def test_the_types_of_the_cells_decide_how_each_row_is_read() -> None:
    head = sheet("Amt;Sozialamt", HEAD).rows
    rows = (
        Row(3, ("7", "45658", "12.34"), NUMBERS),
        Row(4, ("8", "01.01.2025", "12,34")),
        Row(5, ("9", "2025-01-01", "12.34"), (CellType.TEXT, CellType.DAY, CellType.NUMBER)),
        Row(6, ("10", "45658", "12,34")),
        Row(7, ("11", "45658", "12.345"), NUMBERS),
        Row(8, ("12", "", ""), (CellType.TEXT, CellType.UNCALCULATED, CellType.FAULTY)),
    )
    table = read_sheet(Sheet("Blatt1", (*head, *rows)))
    assert amounts(table) == [1234] * 3
    assert [record.day("day") for record in table.records] == [date(2025, 1, 1)] * 3
    assert [(f.place.row, f.place.column, f.found) for f in table.findings] == [
        (6, "Tag", "45658"),
        (7, "Betrag", "12.345"),
        (8, "Tag", "Formel ohne berechneten Wert"),
        (8, "Betrag", "Fehlerwert"),
    ]


def test_a_sheet_of_the_1904_system_counts_its_days_from_there() -> None:
    rows = (*sheet("Amt;Sozialamt", HEAD).rows, Row(3, ("7", "44196", "12.34"), NUMBERS))
    (record,) = read_sheet(Sheet("Blatt1", rows, epoch_1904=True)).records
    assert record.day("day") == date(2025, 1, 1)


def test_a_cell_beyond_the_header_is_refused_even_if_nothing_can_be_read_in_it() -> None:
    types = (CellType.TEXT, CellType.TEXT, CellType.TEXT, CellType.TEXT, CellType.UNCALCULATED)
    rows = (*sheet("Amt;Sozialamt", HEAD).rows, Row(3, ("7", "", "1,00", "", ""), types))
    assert places(read_sheet(Sheet("Blatt1", rows)).findings) == [(3, "")]


def test_with_commas_even_an_empty_cell_beyond_the_header_is_refused() -> None:
    source = replace(sheet("Amt;Sozialamt", HEAD, "7;;1,00;", "8;;2,00"), delimiter=",")
    table = read_sheet(source)
    assert places(table.findings) == [(3, "")]
    assert amounts(table) == [200]


def test_the_further_rows_of_a_long_text_are_read_like_its_first_ones() -> None:
    lines = ["Amt;Sozialamt", HEAD, *(f"{number};;{number},00" for number in range(1, 101)), "Summe;;5.050,00"]
    whole = sheet(*lines)
    cut = replace(whole, rows=whole.rows[:40], further=whole.rows[40:])
    assert read_sheet(cut) == read_sheet(whole)
    assert sum(amounts(read_sheet(cut))) == 505_000
    assert read_sheet(cut).total_rows == (103,)


CELL = st.sampled_from(
    ("7", "8", "", " ", "31.01.2025", "31.04.2025", "1,00", "2,50-", "1.234", "Summe", "Gesamtsumme", "3,50", "M?ller")
)


@given(st.lists(st.lists(CELL, max_size=6).map(";".join), max_size=12))
@PROPERTY
def test_reading_a_record_in_one_go_and_cell_by_cell_is_the_same(rows: list[str]) -> None:
    source = sheet("Amt;Sozialamt", "Nummer;Tag;Betrag;Notiz", *rows)
    header = find_header(source, COSTS)
    assert header is not None
    table = read_table("kosten.csv", "d1gest", source, COSTS, header)
    slowly = _Reading("kosten.csv", source, COSTS, header)
    slowly.read_labels()
    for row in source.rows[header.row :]:
        slowly._read_odd_row(row)
    slowly._check_end()
    assert table.records == Records(slowly.fields, tuple(slowly.numbers), tuple(slowly.records))
    assert table.findings == slowly.findings.shown()
    assert (table.total_rows, table.empty_rows) == (tuple(slowly.total_rows), slowly.empty_rows)


def test_a_record_above_the_header_is_refused_and_not_passed_over() -> None:
    rows = (
        "Kosten 2025",
        "1;2;3",
        "Nummer des Amtes;Tag im Jahr;in Euro",
        "7;01.02.2025;1,00",
        HEAD,
        "8;02.02.2025;2,00",
    )
    source = sheet(*rows, "Summe;;2,00")
    header = find_header(source, COSTS)
    assert header is not None
    findings = [finding for finding in read_table("kosten.csv", "", source, COSTS, header).findings if finding.blocks]
    assert [finding.place.row for finding in findings if "Über der Kopfzeile steht" in finding.text] == [4]
