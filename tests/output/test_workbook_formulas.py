"""Sums of a workbook: formulas that any program computes to the exact amount the document prints."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from grants.output.html.document import parse_document
from grants.output.workbook.writer import write_workbook
from tests.output.workbooks import DATED, cells_of, number, rows_of, sheets_of, table, workbook_of
from tests.tools import tool

# German numbers, and every formula computed anew when a file is opened.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>de-DE</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def sum_table(rows: list[tuple[str, str, str]], name: str = "probe") -> str:
    """Return a table of amounts: name, value, what it sums."""
    lines = "".join(f"<tr><td>x</td>{number(value, value, each, sums)}</tr>" for each, value, sums in rows)
    return table(lines, "<tr><th>Art</th><th>Betrag</th></tr>", name=name)


def formulas_of(body: str) -> dict[tuple[str, str], str]:
    found = cells_of(workbook_of(body)).formulas
    return {place: formula for place, formula in found.items() if place[0] != "Zahlen"}


def test_parts_that_stand_below_each_other_are_summed_as_a_range() -> None:
    rows = [("a", "1.00", ""), ("b", "2.00", ""), ("c", "3.00", ""), ("s", "6.00", "a b c")]
    assert formulas_of(sum_table(rows)) == {("Probe", "B7"): "ROUND(SUM(B4:B6),2)"}


def test_parts_with_other_lines_between_them_are_summed_without_those() -> None:
    rows = [("a", "1.00", ""), ("zwischen", "9.00", ""), ("c", "3.00", ""), ("s", "4.00", "a c")]
    assert formulas_of(sum_table(rows)) == {("Probe", "B7"): "ROUND(SUM(B4,B6),2)"}


def test_counts_need_no_rounding_and_a_single_part_neither() -> None:
    rows = [("a", "1", ""), ("b", "2", ""), ("s", "3", "a b"), ("t", "3", "s")]
    assert formulas_of(sum_table(rows)) == {("Probe", "B6"): "SUM(B4:B5)", ("Probe", "B7"): "B6"}


def test_parts_that_are_printed_in_running_text_are_summed_from_the_list_of_numbers() -> None:
    text = f"<p>{number('1.00', '1,00', 'a', element='data')}</p>"
    assert formulas_of(text + sum_table([("b", "2.00", ""), ("s", "3.00", "a b")])) == {
        ("Probe", "B5"): "ROUND(SUM('Zahlen'!B4,B4),2)"
    }


def test_a_sum_in_running_text_is_a_formula_in_the_list_of_numbers() -> None:
    text = f"<p>Zusammen {number('3.00', '3,00', 's', 'a b', element='data')}</p>"
    cells = cells_of(workbook_of(sum_table([("a", "1.00", ""), ("b", "2.00", "")]) + text))
    assert cells.formulas["Zahlen", "B6"] == "ROUND(SUM('Probe'!B4:B5),2)"


def test_two_sums_that_explain_each_other_do_not_go_round_in_a_circle() -> None:
    """Whole is a part and a rest; the rest is the whole without the part. Only one of the two can be a formula."""
    rows = [("teil", "1.00", ""), ("ganzes", "3.00", "teil rest"), ("rest", "2.00", "ganzes -teil")]
    content = workbook_of(sum_table(rows))
    cells = cells_of(content)
    own = {place for place in cells.formulas if place[0] == "Probe"}
    assert len(own) == 1
    assert cells.computed("Probe", "B5") == 3
    assert cells.computed("Probe", "B6") == 2


def test_a_circle_over_two_sheets_is_opened_too() -> None:
    first = sum_table([("b", "1.00", ""), ("a", "3.00", "b c")], "eins")
    second = sum_table([("c", "2.00", "a -b")], "zwei")
    cells = cells_of(workbook_of(first + second))
    assert len({place for place in cells.formulas if place[0] != "Zahlen"}) == 1
    assert cells.computed("Eins", "B5") == 3
    assert cells.computed("Zwei", "B4") == 2


def test_a_sum_of_more_scattered_parts_than_a_formula_can_name_keeps_its_value() -> None:
    rows = [(f"{kind}{index}", "1.00", "") for index in range(2_000) for kind in ("a.", "b.")]
    cells = cells_of(workbook_of(sum_table([*rows, ("s", "2000.00", "a.*")])))
    assert ("Probe", "B4004") not in cells.formulas
    assert cells.values["Probe", "B4004"] == 2000


def test_a_sum_of_some_hundred_scattered_parts_is_split_as_excel_demands() -> None:
    rows = [(f"{kind}{index}", "1.00", "") for index in range(300) for kind in ("a.", "b.")]
    cells = cells_of(workbook_of(sum_table([*rows, ("s", "300.00", "a.*")])))
    formula = cells.formulas["Probe", "B604"]
    assert max(inside.count(",") + 1 for inside in re.findall(r"SUM\(([^)]*)\)", formula)) <= 255
    assert cells.computed("Probe", "B604") == 300


def test_five_thousand_rows_with_differences_and_a_total_are_written() -> None:
    rows = [
        f"<tr>{number(f'{row}.10', 'x', f'e.{row}.a')}{number('0.20', 'x', f'e.{row}.b')}"
        f"{number(str(Decimal(row) - Decimal('0.10')), 'x', f'e.{row}.c', f'e.{row}.a -e.{row}.b')}</tr>"
        for row in range(5_000)
    ]
    total = number("12497500.00", "x", "s", "e.*.a")
    foot = f"<tr>{total.replace('12497500.00', '12498000.00')}<td/><td/></tr>"
    content = workbook_of(table("".join(rows), "<tr><th>a</th><th>b</th><th>c</th></tr>", foot))
    cells = cells_of(content)
    assert cells.formulas["Probe", "C5003"] == "ROUND(A5003-B5003,2)"
    assert cells.formulas["Probe", "A5004"] == "ROUND(SUM(A4:A5003),2)"
    assert cells.values["Probe", "A5004"] == 12498000


def with_wrong_results(content: bytes) -> bytes:
    """Return a workbook whose cached results are all wrong, so that only a recalculation can put them right."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            after.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f><v>-1</v>", before.read(name)))
    return stream.getvalue()


def converted(content: bytes, folder: Path, target: str, ending: str) -> dict[str, bytes]:
    """Return what LibreOffice makes of a workbook when it computes every formula anew in a German surrounding."""
    profile, source, made = folder / "profil" / "user", folder / "mappe.xlsx", folder / "neu"
    profile.mkdir(parents=True)
    made.mkdir()
    (profile / "registrymodifications.xcu").write_text(SETTINGS)
    source.write_bytes(content)
    place = f"-env:UserInstallation=file://{profile.parent}"
    office = tool("soffice", "libreoffice-calc-nogui")
    command = [office, place, "--headless", "--convert-to", target, "--outdir", str(made), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {path.stem: path.read_bytes() for path in made.glob(f"*.{ending}")}


@pytest.mark.slow
def test_libreoffice_computes_every_formula_of_the_documents_to_the_cached_value(
    tmp_path: Path,
) -> None:
    for stem in ("verwendungsnachweis", "sitzungsvorlage"):
        html = (Path(__file__).parent / "golden" / f"{stem}.html").read_text("utf-8")
        content = write_workbook(parse_document(html), DATED)
        (computed,) = converted(with_wrong_results(content), tmp_path / stem, "xlsx", "xlsx").values()
        for sheet in sheets_of(content):
            assert rows_of(computed, sheet) == rows_of(content, sheet), (stem, sheet)


@pytest.mark.slow
def test_libreoffice_computes_sums_of_large_and_crooked_amounts_to_the_cent(tmp_path: Path) -> None:
    """Ten times 0.10 is 0.9999999999999999 in binary fractions, and a hundred billion leaves them few places."""
    cents = [10] * 10 + [row * 7_654_321_987 % 10**12 - 10**11 for row in range(200)]
    amounts = [(f"e.{row}", f"{Decimal(each) / 100:.2f}", "") for row, each in enumerate(cents)]
    total = f"{Decimal(sum(cents)) / 100:.2f}"
    rows = [*amounts, ("s", total, "e.*"), ("tenth", "1.00", " ".join(f"e.{row}" for row in range(10)))]
    content = workbook_of(sum_table(rows))
    (computed,) = converted(with_wrong_results(content), tmp_path, "xlsx", "xlsx").values()
    assert [row[1] for row in rows_of(computed)[-2:]] == [float(total), 1.0]
    assert len(cents) == 210


@pytest.mark.slow
def test_libreoffice_shows_the_numbers_as_the_document_prints_them(tmp_path: Path) -> None:
    printed = [
        ("923907.00", "923.907,00"),
        ("-580.00", "−580,00\u00a0€"),
        ("0.7692", "0,7692"),
        ("923907.00", "924\u00a0TEUR"),
        ("0.125", "12,5\u00a0%"),
        ("2025", "2025"),
        ("100000000000.99", "100.000.000.000,99"),
    ]
    days = [("2026-03-31", "31.03.2026"), ("2026-03-01", "1. März 2026")]
    cells = [number(*each) for each in printed]
    cells += [f"<td><time datetime='{day}'>{text}</time></td>" for day, text in days]
    content = workbook_of(table("".join(f"<tr>{cell}</tr>" for cell in cells)))
    target = "csv:Text - txt - csv (StarCalc):124,34,76,1,,0,false,true,true,false,false,2"
    (shown,) = converted(content, tmp_path, target, "csv").values()
    lines = shown.decode().replace("\u00a0", " ").splitlines()
    assert lines[3:] == [text.replace("\u00a0", " ") for _, text in (*printed, *days)]
