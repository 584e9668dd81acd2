"""XLSX files: what a spreadsheet program means by a cell, and files that were made or damaged to do harm."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from ledger.finding import UnreadableError
from ledger.imports.cells import Cell, CellType
from ledger.imports.spreadsheet import read_spreadsheet
from tests.ledger.small_files import Calculated, cells, is_german_sentence, read, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

SOUND = workbook({"Blatt": cells("A;B", "1;2")})
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refusal(content: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_spreadsheet(content, "mappe.xlsx")
    assert caught.value.text.startswith("mappe.xlsx: ")
    assert is_german_sentence(caught.value.text.removeprefix("mappe.xlsx: "))
    assert is_german_sentence(caught.value.remedy)
    return caught.value


def first_sheet(rows: list[list[object]], options: dict[str, object] | None = None) -> list[list[Cell]]:
    (sheet,) = read_spreadsheet(workbook({"Blatt": rows}, options=options), "mappe.xlsx")
    return [list(row.cells) for row in sheet.rows]


def rebuilt(change: Callable[[str, bytes], bytes]) -> bytes:
    """Return the sound workbook with some of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def with_sheet(data: str, before: str = "") -> bytes:
    """Return a workbook whose only sheet holds the given XML."""
    xml = f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
    return rebuilt(lambda name, part: xml.encode() if name == "xl/worksheets/sheet1.xml" else part)


def in_directory(content: bytes, member: str, offset: int, value: bytes) -> bytes:
    """Return the package with bytes of one member's entry in the central directory overwritten."""
    changed = bytearray(content)
    name = changed.rindex(member.encode())
    entry = changed.rindex(b"PK\x01\x02", 0, name)
    changed[entry + offset : entry + offset + len(value)] = value
    return bytes(changed)


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
        (Calculated("=SUM(B1:B2)", 12.5), Cell("12.5", CellType.NUMBER)),
        (Calculated('="0"&"417"', "0417"), Cell("0417")),
        ("=SUM(B1:B2)", Cell("", CellType.UNCALCULATED)),
    ],
)
def test_a_cell_is_read_as_the_file_typed_it(value: object, cell: Cell) -> None:
    assert first_sheet([["A", "B"], ["x", value]])[1] == [Cell("x"), cell]


def test_a_date_means_the_same_in_the_1904_calendar() -> None:
    assert first_sheet([[date(2025, 3, 1)]], {"date_1904": True}) == [[Cell("2025-03-01", CellType.DAY)]]


def test_a_day_with_a_time_stays_text_so_that_no_hour_is_lost() -> None:
    moment = datetime(2025, 3, 1, 23, 30, tzinfo=UTC).replace(tzinfo=None)
    assert first_sheet([[moment]]) == [[Cell("2025-03-01 23:30:00")]]


def test_rows_and_columns_keep_their_numbers_when_a_table_begins_further_down() -> None:
    (sheet,) = read_spreadsheet(workbook({"Blatt": [[], [], [None, "A"], [], [None, "B"]]}), "mappe.xlsx")
    assert [(row.number, row.cell(0).text, row.cell(1).text) for row in sheet.rows if not row.is_empty] == [
        (3, "", "A"),
        (5, "", "B"),
    ]


def test_every_sheet_is_read_in_its_order_and_hidden_ones_are_marked() -> None:
    content = workbook({"Übersicht": cells("a"), "Daten & <Rest>": cells("b"), "Alt": cells("c")}, hidden={"Alt"})
    sheets = read_spreadsheet(content, "mappe.xlsx")
    assert [(sheet.name, sheet.rows[0].cells[0].text, sheet.hidden) for sheet in sheets] == [
        ("Übersicht", "a", False),
        ("Daten & <Rest>", "b", False),
        ("Alt", "c", True),
    ]


def test_a_formula_without_value_is_found_on_its_own_sheet() -> None:
    sheets = read_spreadsheet(workbook({"Ä & B": [["x", "=1+1"], ["x", "y"]], "Zwei": [["x", "y"]]}), "mappe.xlsx")
    assert sheets[0].rows[0].cells == (Cell("x"), Cell("", CellType.UNCALCULATED))
    assert [cell.text for cell in sheets[1].rows[0].cells] == ["x", "y"]


def test_an_empty_sheet_has_no_rows() -> None:
    assert read_spreadsheet(workbook({"Blatt": []}), "mappe.xlsx")[0].rows == ()


@pytest.mark.parametrize(
    "reference",
    [
        "XFD1048576",  # the last cell of all: a file of 4 KB that asks for 16 thousand million cells
        "A200001",
        "GS1",  # column 201
        "ZZZ9999999",
    ],
)
def test_a_cell_far_out_is_refused_before_memory_is_taken(reference: str) -> None:
    content = with_sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{reference}"><v>1</v></c></row>')
    assert "zu groß" in refusal(content).text


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="AAAAAAAAA1"><v>1</v></c>',  # beyond any column
        '<c r="xfd1"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c r = "XFD1048576"><v>1</v></c>',
        '<c\tr="&#88;FD1048576"><v>1</v></c>',
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"><x:v>1</x:v></x:c>',
        f'<c r="A{"9" * 5_000}"><v>1</v></c>',
    ],
)
def test_a_position_in_an_unusual_spelling_is_refused_and_not_passed_on(cell: str) -> None:
    refusal(with_sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row>{cell}</row>'))


def test_a_part_with_a_name_in_capitals_is_held_to_the_limits_too() -> None:
    far = with_sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>')
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(far)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("sheet1.xml", "sheet1.XML"), old.read(name))
    assert "zu groß" in refusal(stream.getvalue()).text


def test_a_sheet_of_a_hundred_thousand_unclosed_cells_is_refused_at_once() -> None:
    began = time.process_time()
    refusal(with_sheet('<c r="A1">' * 100_000))
    assert time.process_time() - began < 10  # in proportion to its size, not to its square


def test_a_row_far_out_is_refused_even_without_cells() -> None:
    assert "zu groß" in refusal(with_sheet('<row r="1048576"/>')).text


def test_the_last_allowed_row_and_column_are_read() -> None:
    content = with_sheet('<row r="3"><c r="GR3"><v>1</v></c></row>')
    (sheet,) = read_spreadsheet(content, "mappe.xlsx")
    assert sheet.rows[-1].number == 3
    assert sheet.rows[-1].cells[199] == Cell("1", CellType.NUMBER)
    (sheet,) = read_spreadsheet(with_sheet('<row r="200000"><c r="A200000"><v>1</v></c></row>'), "mappe.xlsx")
    assert sheet.rows[-1].number == 200_000


def test_a_sheet_that_the_workbook_does_not_list_is_held_to_the_limits_too() -> None:
    stream = io.BytesIO(SOUND)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/worksheets/sheet9.xml", '<worksheet><sheetData><row r="1048576"/></sheetData></worksheet>')
    assert "zu groß" in refusal(stream.getvalue()).text


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_part_with_a_document_type_is_refused(doctype: str) -> None:
    refusal(with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>', before=doctype))


def test_a_package_that_announces_more_than_200_megabytes_is_refused_unopened() -> None:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as package:
        others = sum(member.file_size for member in package.infolist() if member.filename != "xl/styles.xml")
    most = 200 * 2**20 - others
    largest = in_directory(SOUND, "xl/styles.xml", 24, struct.pack("<I", most))
    assert len(read_spreadsheet(largest, "mappe.xlsx")) == 1
    bomb = in_directory(SOUND, "xl/styles.xml", 24, struct.pack("<I", most + 1))
    assert "zu groß" in refusal(bomb).text


def test_a_package_that_unpacks_to_more_than_it_announced_is_refused() -> None:
    content = rebuilt(lambda name, part: part + b" " * 100_000 if name == "xl/styles.xml" else part)
    refusal(in_directory(content, "xl/styles.xml", 24, struct.pack("<I", 1_000)))


def test_a_package_of_more_than_a_thousand_members_is_refused() -> None:
    stream = io.BytesIO(SOUND)
    with zipfile.ZipFile(stream, "a") as package:
        for number in range(1_000 - len(package.namelist())):
            package.writestr(f"leer/{number}", b"")
    assert len(read_spreadsheet(stream.getvalue(), "mappe.xlsx")) == 1
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("leer/noch", b"")
    assert "zu groß" in refusal(stream.getvalue()).text


def test_a_package_of_more_than_20_megabytes_is_refused() -> None:
    assert "zu groß" in refusal(SOUND + bytes(20 * 2**20)).text


def test_a_file_of_more_than_50_megabytes_is_refused_whatever_it_is() -> None:
    with pytest.raises(UnreadableError, match="größer als die erlaubten 50 MB"):
        read(bytes(50 * 2**20 + 1))


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_cut_off_in_transit_is_refused(share: float) -> None:
    assert "beschädigt" in refusal(SOUND[: int(len(SOUND) * share)]).text


def test_an_encrypted_member_is_refused() -> None:
    refusal(in_directory(SOUND, "xl/workbook.xml", 8, b"\x01\x00"))


def test_a_member_in_an_unknown_compression_is_refused() -> None:
    refusal(in_directory(SOUND, "xl/workbook.xml", 10, b"\x63\x00"))


@pytest.mark.parametrize("lost", ["xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
def test_a_package_that_lacks_a_part_is_no_workbook(lost: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != lost:
                new.writestr(name, old.read(name))
    refusal(stream.getvalue())


def test_a_workbook_locked_with_a_password_is_refused_with_the_remedy() -> None:
    # Excel wraps an encrypted workbook, and every old XLS file, into an OLE container.
    with pytest.raises(UnreadableError) as caught:
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000), "mappe.xlsx")
    assert "verschlüsselt" in caught.value.text
    assert "ohne Kennwort" in caught.value.remedy


def test_a_sheet_of_broken_xml_is_refused_or_read_but_never_fails_otherwise() -> None:
    chance = random.Random(2025)  # noqa: S311 - the same damage in every run
    with zipfile.ZipFile(io.BytesIO(SOUND)) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/")]
    outcomes: set[type] = set()
    for _ in range(150):
        part = chance.choice(parts)
        place, sign = chance.random(), chance.choice([b"<", b">", b'"', b"&", b"9", b"", b"\xff"])

        def damage(name: str, old: bytes, part: str = part, place: float = place, sign: bytes = sign) -> bytes:
            cut = int(len(old) * place)
            return old[:cut] + sign + old[cut + 1 :] if name == part else old

        try:
            outcomes.add(type(read_spreadsheet(rebuilt(damage), "mappe.xlsx")))
        except UnreadableError as problem:
            outcomes.add(type(problem))
    assert outcomes == {tuple, UnreadableError}


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='XFD1048576'><v>1</v></c>",
        '<c s="1"r="XFD1048576"><v>1</v></c>',
        '<c r="B1" r="XFD1048576"><v>1</v></c>',
        '<c s=">" r="XFD1048576"><v>1</v></c>',
        '<c r="&#88;FD1048576"><v>1</v></c>',
        '<a-b:c xmlns:a-b="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"/>',
    ],
)
def test_a_far_position_is_found_however_it_is_written(cell: str) -> None:
    refusal(with_sheet(f'<row r="1">{cell}</row>'))


def test_an_area_that_would_take_gigabytes_is_refused() -> None:
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="200000"><c r="GR200000"><v>1</v></c></row>'
    assert "zu groß" in refusal(with_sheet(corners)).text


def test_cells_without_a_position_are_counted() -> None:
    assert "zu groß" in refusal(with_sheet(f'<row r="1">{"<c/>" * 20_000}</row>')).text


def test_many_cells_that_never_close_take_no_longer_than_their_size() -> None:
    began = time.monotonic()
    refusal(with_sheet('<row r="1">' + "<c>" * 40_000 + "</row>"))
    assert time.monotonic() - began < 5


def test_a_sheet_in_utf_16_is_scanned_too() -> None:
    xml = f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><sheetData><row r="1">'
    xml += '<c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    refusal(rebuilt(lambda name, part: xml.encode("utf-16") if name == "xl/worksheets/sheet1.xml" else part))


def test_an_error_value_is_a_fault_and_not_an_empty_cell() -> None:
    content = with_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c></row>')
    (sheet,) = read_spreadsheet(content, "mappe.xlsx")
    assert sheet.rows[0].cells[1].type is CellType.FAULTY


def test_a_last_row_of_formulas_without_values_is_not_dropped() -> None:
    content = with_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><f>A1</f></c></row>')
    (sheet,) = read_spreadsheet(content, "mappe.xlsx")
    assert [row.cells[0].type for row in sheet.rows] == [CellType.NUMBER, CellType.UNCALCULATED]


def test_hidden_rows_are_counted() -> None:
    content = with_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>')
    (sheet,) = read_spreadsheet(content, "mappe.xlsx")
    assert sheet.hidden_rows == 1


def test_random_damage_is_refused_or_read_and_never_a_crash() -> None:
    dice = random.Random(7)  # noqa: S311 - repeatable damage
    outcomes = set()
    for _ in range(150):
        damaged = bytearray(SOUND)
        for _ in range(dice.randint(1, 3)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            read_spreadsheet(bytes(damaged), "mappe.xlsx")
            outcomes.add("read")
        except UnreadableError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


def test_a_formula_of_a_drop_down_list_is_no_formula_of_a_cell() -> None:
    cells_ = '<row r="1"><c r="A1"><v>1</v></c></row>'
    listed = (
        '<extLst><ext xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><xm:f>Listen!$A$1</xm:f></ext>'
    )
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{cells_}</sheetData>{listed}</extLst></worksheet>'
    content = rebuilt(lambda name, part: xml.encode() if name == "xl/worksheets/sheet1.xml" else part)
    (sheet,) = read_spreadsheet(content, "mappe.xlsx")
    assert sheet.rows[0].cells[0].type is CellType.NUMBER


def test_a_formula_whose_result_is_empty_text_is_an_empty_cell() -> None:
    content = with_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(1=1,"","x")</f><v></v></c></row>')
    (sheet,) = read_spreadsheet(content, "mappe.xlsx")
    assert all(cell.is_empty for cell in sheet.rows[0].cells[1:])


@pytest.mark.parametrize("number", ["-1e18", "-1e308", "1E+300"])
def test_a_number_that_aborts_the_reader_is_refused(number: str) -> None:
    refusal(with_sheet(f'<row r="1"><c r="A1"><v>{number}</v></c></row>'))


def test_an_unknown_encoding_of_a_part_is_refused() -> None:
    refusal(rebuilt(lambda _, part: part.replace(b'encoding="UTF-8"', b'encoding="windows-31j"')))
