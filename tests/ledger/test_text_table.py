"""CSV files in the encodings and with the delimiters that payroll, finance and spreadsheets write."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.finding import UnreadableError
from ledger.imports.header import SEARCHED_ROWS
from ledger.imports.text_table import decode, read_text_table
from tests.ledger.small_files import PROPERTY, is_german_sentence, lines, read

if TYPE_CHECKING:
    from ledger.imports.cells import Sheet

MARKS = {"utf-8-sig": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-8": b"", "cp1252": b""}
ENCODINGS = sorted(MARKS)
FIELD = st.text("abzÄÖÜäöüßé019 .,;\t\"'-/", max_size=8)
LINE_ENDS = ("\n", "\r\n", "\r")


def encoded(text: str, encoding: str) -> bytes:
    """Return the bytes as an office program writes them: UTF-16 with its mark."""
    return MARKS[encoding] + text.encode(encoding)


def table(text: str) -> list[tuple[int, list[str]]]:
    """Return row numbers and cells of the only possible reading."""
    (sheet,) = read_text_table(text.encode(), "datei.csv")
    return [(row.number, [cell.text for cell in row.cells]) for row in sheet.rows]


def refusal(content: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_text_table(content, "lohn.csv")
    assert caught.value.text.startswith("lohn.csv: ")
    assert is_german_sentence(caught.value.text.removeprefix("lohn.csv: "))
    assert is_german_sentence(caught.value.remedy)
    return caught.value


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_umlauts_are_the_same_in_every_encoding(encoding: str) -> None:
    assert decode(encoded("Für-Monat;Öztürk, Größe;5 €", encoding), "datei.csv") == "Für-Monat;Öztürk, Größe;5 €"


@pytest.mark.parametrize(
    "content",
    [
        "Müller;1\n".encode() + "Bäuerle;2\n".encode("cp1252"),  # two systems in one file
        "Name;Müller\n".encode().decode("cp1252").encode(),  # UTF-8 taken for Windows-1252 and written as UTF-8
        "Straße;1\nBäuerle;2\n".encode() + "Größe;3\n".encode("cp1252"),
        "Müller;1\nBäuerle;Kılıç\n".encode().replace("ä".encode(), "ä".encode("cp1252")),
        "Name;Şahin\n".encode() + "Bäuerle;1\n".encode("cp1252"),
        "Name;Doğan\n".encode() + "Bäuerle;1\n".encode("cp1252"),
        "Preis;5 €\n".encode() + "Bäuerle;1\n".encode("cp1252"),
        "Zeit;1–2\n".encode() + "Bäuerle;1\n".encode("cp1252"),
        "Name;Ā\n".encode("utf-16-le"),  # without mark, and zero bytes on both sides of the signs
        "Name;Bäuerle".encode("utf-16-le")[:-1],  # without mark and cut in the middle of a sign
        "A;B\nx\x00y;1\n".encode("utf-16-be"),
        "Имя;Фамилия\n".encode("utf-16-le"),  # too few zero bytes to be sure
        b"\xff\xfeN\x00a",  # cut in the middle of a sign
        b"\xef\xbb\xbfName;B\xe4uerle",  # a mark that lies
        b"Name;\x81\x8d\x8f",  # in no encoding
        b"Name;Text\x00mit;Null",
        b"Name;\x00\x00\x00\x00\x00\x00\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    ],
)
def test_an_unknown_or_mixed_encoding_is_refused_and_never_half_understood(content: bytes) -> None:
    assert "Zeichencodierung" in refusal(content).text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark_is_known_by_its_zero_bytes(encoding: str) -> None:
    text = "Für-Monat;Çelik, Öztürk\r\n01/2025;5 € – „Kurs“\r\n"
    assert decode(text.encode(encoding), "datei.csv") == text


@pytest.mark.parametrize(
    "text", ["„Übung Ä“;1\n", "Bäuerle NÄ…;1\n", "Bäuerle NÄ–X;1\n", "Ärger;Å\n", "„Spaß“;1–2 für\n"]
)
def test_capital_umlauts_before_signs_of_typography_are_no_mixture(text: str) -> None:
    assert decode(text.encode("cp1252"), "datei.csv") == text
    assert decode(text.encode(), "datei.csv") == text


@given(
    st.lists(st.lists(FIELD, min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(ENCODINGS),
    st.sampled_from(";,\t"),
    st.sampled_from(LINE_ENDS),
)
@PROPERTY
def test_every_table_is_read_as_it_was_written(rows: list[list[str]], encoding: str, delimiter: str, end: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(rows)
    sheets = read_text_table(encoded(stream.getvalue(), encoding), "datei.csv")
    read = [[[cell.text for cell in row.cells] for row in sheet.rows] for sheet in sheets]
    assert rows in read
    assert all([row.number for row in sheet.rows] == list(range(1, len(sheet.rows) + 1)) for sheet in sheets)


@given(st.binary(max_size=200))
@PROPERTY
def test_no_bytes_lead_to_anything_but_rows_or_a_refusal(content: bytes) -> None:
    try:
        sheets = read_text_table(content, "datei.csv")
    except UnreadableError as problem:
        assert is_german_sentence(problem.remedy)  # noqa: PT017 - both ways out are allowed here
    else:
        assert all(any(len(row.cells) > 1 for row in sheet.rows) for sheet in sheets)


def test_row_numbers_are_the_lines_of_the_file() -> None:
    assert table("A;B\n\n1;2\n3;4\n") == [(1, ["A", "B"]), (2, []), (3, ["1", "2"]), (4, ["3", "4"])]


def test_a_line_break_inside_quotes_stays_in_its_cell_and_the_next_row_keeps_its_line() -> None:
    assert table('A;B\n"Haus\nHof";2\n3;4\n') == [(1, ["A", "B"]), (2, ["Haus\nHof", "2"]), (4, ["3", "4"])]


def test_quotes_and_delimiters_inside_quotes_belong_to_the_text() -> None:
    assert table('"Kurs ""Deutsch""; Teil 2";5\n') == [(1, ['Kurs "Deutsch"; Teil 2', "5"])]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_a_unicode_line_separator_does_not_split_a_row(separator: str) -> None:
    assert table(f"A;B{separator}C\n1;2\n") == [(1, ["A", f"B{separator}C"]), (2, ["1", "2"])]


def every_row(sheet: Sheet) -> list[tuple[int, list[str]]]:
    return [(row.number, list(row.texts)) for row in sheet.every_row()]


@given(st.integers(0, 3 * SEARCHED_ROWS), st.sampled_from(LINE_ENDS))
@PROPERTY
def test_a_table_of_any_length_is_read_to_its_end_and_again(length: int, end: str) -> None:
    text = end.join(["A;B", *(f"{number};x" for number in range(length)), ""])
    (sheet,) = read_text_table(text.encode(), "datei.csv")
    expected = [(1, ["A", "B"]), *((number + 2, [str(number), "x"]) for number in range(length))]
    assert every_row(sheet) == expected
    assert every_row(sheet) == expected


def test_quotes_that_stop_matching_further_down_are_refused_with_their_line() -> None:
    text = lines("A;B", *["1;2"] * 60, '"a"b;2', *["1;2"] * 60)
    (sheet,) = read_text_table(text.encode(), "lohn.csv")
    with pytest.raises(
        UnreadableError, match=r"lohn.csv: Die Anführungszeichen gehen nicht auf .gelesen bis Zeile 62."
    ):
        every_row(sheet)


def test_an_open_quote_further_down_is_refused_with_its_line() -> None:
    text = lines("A;B", *["1;2"] * 60, '"offen;1', *["1;2"] * 15, '";2')
    (sheet,) = read_text_table(text.encode(), "lohn.csv")
    with pytest.raises(UnreadableError, match="Ab Zeile 62 verschluckt"):
        every_row(sheet)


def test_columns_that_begin_far_below_a_text_are_still_a_table() -> None:
    (sheet,) = read_text_table(lines(*["Vorwort"] * 100, "A;B").encode(), "datei.csv")
    assert every_row(sheet)[-1] == (101, ["A", "B"])


def test_a_far_away_comma_does_not_hide_that_the_quotes_are_broken() -> None:
    content = lines("Personalnummer;Betrag", *["1;2"] * 50, '"offen;2').encode()
    with pytest.raises(UnreadableError, match="Anführungszeichen gehen nicht auf"):
        read(content, "lohn.csv")


def test_every_possible_delimiter_is_offered_and_the_header_decides() -> None:
    sheets = read_text_table(b"A;B,C\n1;2,3\n", "datei.csv")
    assert [[cell.text for cell in sheet.rows[1].cells] for sheet in sheets] == [["1", "2,3"], ["1;2", "3"]]


def test_an_open_quote_that_swallows_rows_is_refused_with_its_line() -> None:
    swallowed = [f"{number};x" for number in range(10)]
    text = lines("A;B", '"offen;1', *swallowed, '";2')
    assert "Ab Zeile 2 " in refusal(text.encode()).text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_open_quote_is_found_whatever_ends_the_lines(end: str) -> None:
    text = end.join(["A;B", '"offen;1', *["z;x"] * 10, '";2', ""])
    assert "Ab Zeile 2 " in refusal(text.encode()).text


def test_a_long_remark_of_ten_lines_is_no_open_quote() -> None:
    remark = "\n".join(["Zeile"] * 11)
    assert table(f'A;B\n"{remark}";2\n')[1] == (2, [remark, "2"])


def test_quotes_that_do_not_close_are_refused() -> None:
    assert "Anführungszeichen" in refusal(b'A;B\n"offen;1\n').text


def test_a_text_without_columns_is_no_table() -> None:
    assert "keine Tabelle" in refusal(b"Sehr geehrte Damen und Herren").text


def test_an_open_quote_is_called_by_its_name_although_commas_would_make_columns() -> None:
    content = (
        "Personalnummer;Abrechnungsmonat;Für-Monat;Lohnart;Lohnart-Text;Betrag\n"
        '00417;01/2025;01/2025;1010;"Entgelt;12,34\n'
    ).encode()
    with pytest.raises(UnreadableError, match="Anführungszeichen gehen nicht auf"):
        read(content, "lohn.csv")
