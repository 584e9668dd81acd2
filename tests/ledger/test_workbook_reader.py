"""XLSX files that were made or damaged to do harm, read by the function that the child process calls."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile

import pytest

from ledger.imports.cells import Cell, CellType
from ledger.imports.workbook.raw_sheet import cell_name, column_letters, column_number
from tests.ledger.packages import (
    MAIN,
    SHEET,
    SOUND,
    Member,
    bomb,
    by_hand,
    in_directory,
    only_sheet,
    parts_of,
    rebuilt,
    refusal,
    rows_of,
    sheets_of,
    with_parts,
    with_sheet,
    with_strings,
    zipped,
)
from tests.ledger.small_files import cells, workbook

ONE = Cell("1", CellType.NUMBER)
DOCTYPES = [
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>',  # billion laughs
    '<!DOCTYPE x [<!ENTITY a "' + "a" * 10_000 + '">]>',  # quadratic growth
    '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>',
    "<!DOCTYPE x>",
]


def far(reference: str, value: str = "<v>1</v>") -> str:
    """Return rows with a first cell and one far out."""
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    first = '<c r="A1"><v>1</v></c>'
    cell = f'<c r="{reference}">{value}</c>'
    return f'<row r="1">{first}{cell}</row>' if row == "1" else f'<row r="1">{first}</row><row r="{row}">{cell}</row>'


@pytest.mark.parametrize("reference", ["XFD1048576", "A200001", "A1048576", "GS1", "XFD1"])
def test_a_filled_cell_far_out_is_refused_with_its_place(reference: str) -> None:
    content = with_sheet(far(reference))
    assert len(content) < 6_000
    assert f"„Blatt“ ist die Zelle {reference} gefüllt" in refusal(content).text
    assert reference in refusal(content).remedy


@pytest.mark.parametrize(
    "cell",
    [
        "<f>A1</f>",  # a formula without value
        "<f>A1</f><v>2</v>",
        "<is><t>x</t></is>",
    ],
)
def test_whatever_fills_a_cell_far_out_it_is_refused(cell: str) -> None:
    assert "XFD1048576" in refusal(with_sheet(far("XFD1048576", cell).replace('576">', '576" t="str">'))).text


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576", "XFD1"])
@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_an_empty_cell_far_out_is_no_cell(reference: str, value: str) -> None:
    styled = far(reference, value).replace(f'r="{reference}"', f'r="{reference}" s="0"')
    assert rows_of(with_sheet(styled)) == {1: [ONE]}
    assert rows_of(with_sheet(styled.replace(f' s="0">{value}</c>', ' s="0"/>'))) == {1: [ONE]}


def test_an_empty_row_far_out_is_no_row() -> None:
    assert rows_of(with_sheet('<row r="3"><c r="A3"><v>1</v></c></row><row r="1048576" ht="20"/>')) == {3: [ONE]}


def test_a_workbook_formatted_to_the_last_cell_is_read() -> None:
    styled = "".join(f'<row r="{row}" s="1"><c r="XFD{row}" s="1"/></row>' for row in range(2, 3_000))
    assert rows_of(with_sheet(f'<row r="1"><c r="A1"><v>1</v></c></row>{styled}')) == {1: [ONE]}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="AAAAAAAAA1"><v>1</v></c>',  # beyond any column
        '<c r="ZZZ1"><v>1</v></c>',
        '<c r="xfd1"><v>1</v></c>',
        "<c r='XFD1'><v>1</v></c>",
        '<c r = "XFD1"><v>1</v></c>',
        '<c\tr="&#88;FD1"><v>1</v></c>',
        f'<x:c xmlns:x="{MAIN}" r="XFD1"><x:v>1</x:v></x:c>',
        f'<a-b:c xmlns:a-b="{MAIN}" r="XFD1"><a-b:v>1</a-b:v></a-b:c>',
        f'<c r="A{"9" * 5_000}"><v>1</v></c>',
        '<c s="1"r="XFD1"><v>1</v></c>',
        '<c r="B1" r="XFD1"><v>1</v></c>',
        '<c s=">" r="XFD1"><v>1</v></c>',
        '<c r="Ä1"><v>1</v></c>',
        '<c r="A٣"><v>1</v></c>',
        '<c r="B0"><v>1</v></c>',
        '<c r="B"><v>1</v></c>',
        '<c r=""><v>1</v></c>',
    ],
)
def test_a_position_is_held_to_the_limits_however_it_is_written(cell: str) -> None:
    refusal(with_sheet(f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>'))


@pytest.mark.parametrize(
    ("data", "cell"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "A1"),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "A1"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "A2"),
        ('<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="B2"><v>1</v></c></row>', "A2"),
        ('<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>', "A1"),
        ('<row r="2"/><row r="1"/>', "A1"),
        ('<row r="0"><c r="A0"><v>1</v></c></row>', "A0"),
        ('<row r="1048577"/>', "A1048577"),
        ('<row r="1"><c r="A01"><v>1</v></c></row>', "A01"),
    ],
)
def test_a_cell_that_stands_twice_or_out_of_order_is_refused(data: str, cell: str) -> None:
    assert f"„Blatt“ steht die Zelle {cell} doppelt oder nicht an ihrem Platz" in refusal(with_sheet(data)).text
    refusal(with_sheet(f"<!-- read by expat -->{data}"))


@pytest.mark.parametrize("row", ["x", "-1", "+1", "1.0", " 1", "1_0", "٣", "99999999", "9" * 5_000])
def test_a_row_number_that_is_none_is_refused(row: str) -> None:
    refusal(with_sheet(f'<row r="{row}"/>'))
    refusal(with_sheet(f'<!-- read by expat --><row r="{row}"/>'))


@pytest.mark.parametrize(
    "data",
    [
        '<c r="A1"><v>1</v></c>',  # a cell outside of a row
        '<row r="1"><row r="2"/></row>',
        '<row r="1"><c r="A1"><c r="B1"><v>1</v></c></c></row>',
        '<group><row r="1"><c r="A1"><v>1</v></c></row></group>',
        '<row r="1"><x><c r="A1"><v>1</v></c></x></row>',
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        '<row r="1"><c r="A1"><x><v>1</v></x></c></row>',
        '<row r="1"><c r="A1" t="unknown"><v>1</v></c></row>',
        '</sheetData><sheetData><row r="1"/>',
        '</sheetData><row r="1"><c r="A1"><v>1</v></c></row><sheetData>',
        '</sheetData><x><c r="A1"><v>1</v></c></x><sheetData>',
    ],
)
def test_rows_and_cells_at_any_place_but_theirs_are_refused(data: str) -> None:
    refusal(with_sheet(data))


def test_a_sheet_listed_at_any_place_but_its_own_is_refused() -> None:
    refusal(rebuilt(lambda _, part: part.replace(b"<bookViews>", b'<bookViews><sheet name="x" r:id="rId1"/>')))


def test_positions_that_are_left_out_are_counted() -> None:
    data = '<row><c><v>1</v></c><c r="C1"><v>2</v></c><c><v>3</v></c></row><row r="5"/><row><c><v>4</v></c></row>'
    texts = {number: [cell.text for cell in row] for number, row in rows_of(with_sheet(data)).items()}
    assert texts == {1: ["1", "", "2", "3"], 6: ["4"]}
    assert rows_of(with_sheet('<row><c r="A7"><v>1</v></c></row>')) == {7: [ONE]}
    assert "GS1" in refusal(with_sheet(f"<row>{'<c><v>1</v></c>' * 201}</row>")).text


def test_the_last_allowed_row_and_column_are_read() -> None:
    assert rows_of(with_sheet('<row r="3"><c r="GR3"><v>1</v></c></row>'))[3][199] == ONE
    assert rows_of(with_sheet('<row r="200000"><c r="A200000"><v>1</v></c></row>')) == {200_000: [ONE]}


def test_the_cells_of_all_sheets_together_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.imports.workbook.workbook_scan.MOST_CELLS", 6)  # two million take a while
    assert len(sheets_of(workbook({"Eins": cells("a;b;", "c"), "Zwei": cells(";d", "e")}))) == 2
    refused = refusal(workbook({"Eins": cells("a;b;", "c"), "Zwei": cells(";d", "e", "f")}))
    assert "2 Millionen Zellen" in refused.text
    assert "Ab Zeile 3 auf dem Blatt „Zwei“" in refused.text


def test_every_row_is_read_whatever_the_sheet_says_of_its_size() -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 501))
    for dimension in ('<dimension ref="A1"/>', '<dimension ref="A1:B2"/>', '<dimension ref="A1:XFD1048576"/>', ""):
        assert len(rows_of(with_sheet(rows, before=dimension))) == 500


def test_the_number_of_strings_that_is_announced_takes_no_memory() -> None:
    content = with_strings(
        "<si><t>Anna</t></si>",
        cells_='<c r="A1" t="s"><v>0</v></c>',
        opening='<sst count="4294967295" uniqueCount="4294967295">',
    )
    assert rows_of(content) == {1: [Cell("Anna")]}


@pytest.mark.parametrize("position", ["1", "-1", "+0", "00", " 0", "0.0", "x", "4294967295", "٠"])
def test_a_cell_that_names_a_string_that_is_not_there_is_refused(position: str) -> None:
    refusal(with_strings("<si><t>Anna</t></si>", cells_=f'<c r="A1" t="s"><v>{position}</v></c>'))


def test_a_text_of_more_than_32767_signs_is_refused_in_every_form() -> None:
    long, longest = "x" * 32_768, "x" * 32_767
    text = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
    assert rows_of(with_sheet(text.format(longest))) == {1: [Cell(longest)]}
    assert "32.767 Zeichen" in refusal(with_sheet(text.format(long))).text
    assert "32.767 Zeichen" in refusal(with_sheet("<!-- -->" + text.format(long))).text
    assert "32.767 Zeichen" in refusal(with_sheet(f'<row r="1"><c r="A1" t="str"><v>{long}</v></c></row>')).text
    assert "32.767 Zeichen" in refusal(with_strings(f"<si><t>{long}</t></si>", cells_="")).text
    assert "32.767 Zeichen" in refusal(with_strings(f"<si><r><t>{long}</t></r></si>", cells_="")).text


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_sheet_with_a_document_type_is_refused(doctype: str) -> None:
    refusal(with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>', prolog=doctype))


@pytest.mark.parametrize(
    "part", [*parts_of(SOUND), "xl/unknown.xml", "customXml/item1.xml", "xl/worksheets/sheet9.XML"]
)
def test_no_part_may_have_a_document_type_read_or_not(part: str) -> None:
    old = parts_of(SOUND).get(part, b"<a/>")
    declaration, _, rest = old.rpartition(b"?>")
    declaration += b"?>" if declaration else b""
    assert len(sheets_of(with_parts({part: declaration + rest}))) == 1
    refusal(with_parts({part: declaration + b"<!DOCTYPE a>" + rest}))


def test_a_deeply_nested_part_is_refused() -> None:
    refusal(with_sheet("<x>" * 50_000 + "</x>" * 50_000))


def test_a_sheet_of_a_hundred_thousand_unclosed_cells_is_refused_at_once() -> None:
    began = time.process_time()
    refusal(with_sheet('<c r="A1">' * 100_000))
    refusal(with_sheet('<row r="1">' + "<c>" * 100_000 + "</row>"))
    assert time.process_time() - began < 20  # in proportion to its size, not to its square


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "iso-8859-1"])
def test_a_sheet_in_another_encoding_is_read_or_refused_like_any_other(encoding: str) -> None:
    def sheet(cell: str) -> bytes:
        name = "UTF-16" if encoding.startswith("utf-16") else encoding
        data = f'<row r="1"><c r="A1" t="inlineStr"><is><t>Müller</t></is></c>{cell}</row>'
        declaration = f'<?xml version="1.0" encoding="{name}"?>'
        xml = f'{declaration}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
        return with_parts({SHEET: (b"\xff\xfe" if encoding == "utf-16-le" else b"") + xml.encode(encoding)})

    assert rows_of(sheet("")) == {1: [Cell("Müller")]}
    assert "XFD1" in refusal(sheet('<c r="XFD1"><v>1</v></c>')).text


def test_an_unknown_encoding_of_a_part_is_refused() -> None:
    refusal(rebuilt(lambda _, part: part.replace(b'encoding="UTF-8"', b'encoding="windows-31j"')))


def test_signs_that_xml_does_not_know_are_refused() -> None:
    for sign in ("\x00", "\x01", "\x0b", "&#0;", "&#11;", "&#xD800;", "&#x110000;", "&nbsp;", "&", "]]>"):
        refusal(with_sheet(f'<row r="1"><c r="A1" t="str"><v>{sign}</v></c></row>'))
    refusal(rebuilt(lambda name, part: part.replace(b"<v>", b"<v>\xff", 1) if name == SHEET else part))


# The package


def test_a_package_that_announces_more_than_200_megabytes_is_refused_unopened() -> None:
    assert "zu groß" in refusal(in_directory(SOUND, "xl/styles.xml", 24, struct.pack("<I", 200 * 2**20))).text
    many = [Member(f"{number}.bin", packed=b"\x03\x00" * 10**4, announced=2**21, check=0) for number in range(101)]
    assert "zu groß" in refusal(by_hand(many)).text


def test_a_part_that_unpacks_to_five_hundred_megabytes_is_refused() -> None:
    packed, check = bomb(500)
    assert len(packed) < 2**20
    honest = Member(SHEET, packed=packed, check=check, announced=500 * 2**20)
    assert "zu groß" in refusal(by_hand([*_members(without=SHEET), honest])).text
    within = Member(SHEET, packed=bomb(150)[0], check=bomb(150)[1], announced=150 * 2**20)
    assert "zu groß" in refusal(by_hand([*_members(without=SHEET), within])).text  # 150 MB, but shrunk a thousandfold
    for announced in (1_000, 10 * 2**20):
        lying = Member(SHEET, packed=packed, check=check, announced=announced)
        refusal(by_hand([*_members(without=SHEET), lying]))


def _members(without: str = "") -> list[Member]:
    return [Member(name, part) for name, part in parts_of(SOUND).items() if name != without]


def test_a_package_written_by_hand_is_read() -> None:
    assert rows_of(by_hand(_members())) == rows_of(SOUND)


@pytest.mark.parametrize("announced", [0, 1, 1_000, 1_000_000])
@pytest.mark.parametrize("part", ["xl/styles.xml", SHEET, "[Content_Types].xml"])
def test_a_part_that_is_longer_or_shorter_than_announced_is_refused(part: str, announced: int) -> None:
    refusal(in_directory(SOUND, part, 24, struct.pack("<I", announced)))


def test_members_that_overlap_are_refused() -> None:
    members = _members()
    twin = Member("xl/twin.xml", members[0].content, offset=0)
    refusal(by_hand([*members, twin]))
    inner = by_hand([Member("inner.xml", b"<a/>")])
    outer = Member("outer.xml", b"<b/>" * 100, packed=inner)
    nested = Member("nested.xml", b"<a/>", offset=30 + len("outer.xml"))
    refusal(by_hand([outer, *members, nested]))


@pytest.mark.parametrize("second", [SHEET, SHEET.upper(), SHEET.replace("/", "\\"), "/" + SHEET])
def test_a_part_that_is_there_twice_is_refused(second: str) -> None:
    refusal(by_hand([*_members(), Member(second, parts_of(SOUND)[SHEET])]))


@pytest.mark.parametrize("name", ["../../evil.xml", "xl/../../evil", "..\\evil", "C:/evil.xml", "/../evil"])
def test_a_name_that_leads_out_of_the_package_is_refused(name: str) -> None:
    refusal(by_hand([*_members(), Member(name, b"<a/>")]))


def test_names_with_capitals_backslashes_or_a_leading_slash_are_found() -> None:
    for spell in (str.upper, lambda name: name.replace("/", "\\"), lambda name: "/" + name):
        assert rows_of(by_hand([Member(spell(name), part) for name, part in parts_of(SOUND).items()])) == rows_of(SOUND)


def test_a_package_of_more_than_a_thousand_members_is_refused() -> None:
    most = {f"leer/{number}": b"" for number in range(1_000 - len(parts_of(SOUND)))}
    assert len(sheets_of(with_parts(most))) == 1
    assert "zu groß" in refusal(with_parts({**most, "leer/noch": b""})).text


def test_a_package_of_more_than_20_megabytes_is_refused() -> None:
    assert "zu groß" in refusal(SOUND + bytes(20 * 2**20)).text


@pytest.mark.parametrize("share", [0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_cut_off_in_transit_is_refused(share: float) -> None:
    assert "beschädigt" in refusal(SOUND[: int(len(SOUND) * share)]).text


def test_an_encrypted_member_is_refused() -> None:
    assert "verschlüsselt" in refusal(in_directory(SOUND, "xl/workbook.xml", 8, b"\x01\x00")).text


@pytest.mark.parametrize("method", [b"\x63\x00", b"\x0c\x00", b"\x0e\x00", b"\x09\x00"])
def test_a_member_in_an_unusual_compression_is_refused(method: bytes) -> None:
    refusal(in_directory(SOUND, "xl/workbook.xml", 10, method))


@pytest.mark.parametrize("lost", ["xl/_rels/workbook.xml.rels", SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_package_that_lacks_a_part_is_refused(lost: str) -> None:
    refusal(zipped({name: part for name, part in parts_of(SOUND).items() if name != lost}))


def test_a_sheet_that_stands_in_the_workbook_twice_is_refused() -> None:
    def double(name: str, part: bytes) -> bytes:
        entry = part[part.find(b"<sheet ") : part.find(b"/>", part.find(b"<sheet ")) + 2]
        return part.replace(entry, entry * 2) if name == "xl/workbook.xml" else part

    refusal(rebuilt(double))


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({"word/document.xml": "<w/>", "[Content_Types].xml": "<a/>"}, "keine Arbeitsmappe"),
        ({"lohn.csv": "A;B"}, "keine Arbeitsmappe"),
        ({"xl/workbook.bin": b"\x83"}, "(XLSB)"),
        ({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}, "verschlüsselt"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, "keine Arbeitsmappe"),
        ({}, "keine Arbeitsmappe"),
    ],
)
def test_a_package_of_another_kind_is_refused_by_its_name(parts: dict[str, bytes | str], text: str) -> None:
    assert text in refusal(zipped(parts)).text


def test_a_text_document_is_refused_as_no_workbook() -> None:
    def document(name: str, part: bytes) -> bytes:
        root = f'<document xmlns="{MAIN.replace("spreadsheetml", "wordprocessingml")}"/>'
        return root.encode() if name == "xl/workbook.xml" else part

    assert "keine Arbeitsmappe" in refusal(rebuilt(document)).text


def test_a_workbook_with_macros_is_read_without_them() -> None:
    assert rows_of(with_parts({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 100})) == rows_of(SOUND)


def test_random_damage_is_refused_or_read_and_never_a_crash() -> None:
    dice = random.Random(7)  # noqa: S311 - repeatable damage
    outcomes = set()
    for _ in range(500):
        damaged = bytearray(SOUND)
        for _ in range(dice.randint(1, 3)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        outcomes.add(_outcome(bytes(damaged)))
    assert outcomes == {"read", "refused"}


def test_a_sheet_of_broken_xml_is_refused_or_read_but_never_fails_otherwise() -> None:
    dice = random.Random(2025)  # noqa: S311 - the same damage in every run
    parts = parts_of(SOUND)
    names = [name for name in parts if name.startswith("xl/")]
    outcomes = set()
    for _ in range(500):
        name = dice.choice(names)
        cut, sign = dice.randrange(len(parts[name])), dice.choice([b"<", b">", b'"', b"&", b"9", b"", b"\xff"])
        outcomes.add(_outcome(with_parts({name: parts[name][:cut] + sign + parts[name][cut + 1 :]})))
    assert outcomes == {"read", "refused"}


def _outcome(content: bytes) -> str:
    from ledger.finding import UnreadableError

    try:
        sheets_of(content)
    except UnreadableError:
        return "refused"
    return "read"


def test_columns_are_counted_like_a_spreadsheet_does() -> None:
    for letters, number in (("A", 1), ("Z", 26), ("AA", 27), ("GR", 200), ("ZZ", 702), ("AAA", 703), ("XFD", 16_384)):
        assert column_number(letters) == number
        assert column_letters(number) == letters
    assert cell_name(2, 7) == "B7"


def test_the_packages_of_this_file_are_made_as_they_say() -> None:
    with zipfile.ZipFile(io.BytesIO(by_hand(_members()))) as package:
        assert package.testzip() is None
    assert only_sheet(workbook({"Blatt": cells("x")})).rows[0].cell(0) == Cell("x")
