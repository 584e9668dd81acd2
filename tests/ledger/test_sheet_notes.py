"""Hints about rows and columns that a clerk does not see or has struck: which, how many, and what to do."""

from __future__ import annotations

from ledger.imports.cells import Row, Sheet
from ledger.imports.sheet_notes import point_out
from tests.ledger.packages import number_cell, open_document, row_of_cells, string_cell, string_row
from tests.ledger.small_files import PAYROLL_HEAD, read, tells_what_to_do

ROWS = (Row(1, ("x",)),)


def test_a_sheet_without_anything_hidden_needs_no_hint() -> None:
    assert point_out("datei.xlsx", Sheet("Blatt", ROWS)) == ()


def test_one_hint_for_each_kind_names_the_first_rows_and_their_number() -> None:
    sheet = Sheet(
        "Blatt",
        ROWS,
        hidden=True,
        hidden_rows=(4,),
        filtered_rows=(5, 6, 7, 8, 9, 1010, 1011),
        struck_rows=(12, 1313),
        hidden_columns=(3, 27),
    )
    findings = point_out("datei.xlsx", sheet)
    assert [(finding.place.row, finding.text) for finding in findings] == [
        (4, "Mitgelesen: 1 ausgeblendete Zeile (Nr. 4)."),
        (5, "Mitgelesen: 7 von einem Filter ausgeblendete Zeilen (Nr. 5, 6, 7, 8, 9 und 2 weitere)."),
        (12, "Mitgelesen: 2 Zeilen mit durchgestrichenem Text (Nr. 12, 1.313)."),
        (None, "Mitgelesen: 2 ausgeblendete Spalten mit Inhalt (C, AA)."),
        (None, "Das gelesene Blatt ist ausgeblendet."),
    ]
    assert all(tells_what_to_do(finding) and not finding.blocks for finding in findings)
    assert all(finding.place.sheet == "Blatt" for finding in findings)


def test_a_payroll_with_a_filtered_and_a_struck_row_is_read_and_both_are_pointed_out() -> None:
    styles = (
        '<style:style style:name="weg" style:family="table-cell">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    )

    def row(month: str, *, cell: str = "", more: str = "") -> str:
        texts = [string_cell(text, cell) for text in ("00417", month, month, "1010", "Entgelt")]
        return row_of_cells(*texts, number_cell("12.34"), row=more)

    rows = (
        string_row(*PAYROLL_HEAD.split(";"))
        + row("01/2025")
        + row("02/2025", more='table:visibility="filter"')
        + row("03/2025", cell='table:style-name="weg"')
    )
    intake = read(open_document(rows, styles=styles), "lohn.ods")
    assert intake.sum.cents == 3 * 1234
    assert [finding.text for finding in intake.findings] == [
        "Mitgelesen: 1 von einem Filter ausgeblendete Zeile (Nr. 3).",
        "Mitgelesen: 1 Zeile mit durchgestrichenem Text (Nr. 4).",
    ]
