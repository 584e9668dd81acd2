"""In which cell an amount stands: found again by the header of the original, for every shape a file can have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.imports.amount_cell import column_letter, find_amount_columns
from tests.ledger.small_files import (
    RULES,
    SOUND_RETURN_ROW,
    carrier_return,
    cells,
    journal,
    lines,
    payroll,
    read,
    workbook,
)
from tests.ledger.small_profiles import MONTHS, RETURN, WIDE_HEAD, profile, read_by

PAYROLL_ROW = "00417;01/2025;01/2025;1010;Entgelt;12,34"
WIDE_PROFILE = "Lohnjournal mit Monatsspalten"


def spots(content: str | bytes, *own: str) -> list[tuple[str, str, str]]:
    """Return title, cell and amount of every entry of a file."""
    bytes_ = content.encode() if isinstance(content, str) else content
    intake = read_by(bytes_, *own) if own else read(bytes_)
    assert not [finding for finding in intake.findings if finding.blocks]
    rules = replace(RULES, profiles=(*map(profile, own), *RULES.profiles))
    columns = find_amount_columns(bytes_, "datei", rules)
    found = []
    for entry in intake.entries:
        column = columns.of(entry)
        assert column is not None
        found.append((column.title, column.cell(entry.source.row), entry.amount.decimal_string()))
    return found


def test_the_rows_of_a_text_file_have_a_column_but_no_cell() -> None:
    assert spots(payroll(PAYROLL_ROW)) == [("Betrag", "", "12.34")]


def test_an_amount_in_a_workbook_has_the_letter_of_its_column_and_its_row() -> None:
    # below two rows of title the header stands in row 3, the amount in the sixth column of row 4
    rows: list[list[object]] = [["Lohnjournal"], [], *cells(*payroll(PAYROLL_ROW).splitlines())]
    assert spots(workbook({"Journal": rows})) == [("Betrag", "F4", "12.34")]


def test_where_the_months_stand_side_by_side_each_month_has_its_column() -> None:
    # four columns before January: February is the fifth, March the sixth
    amounts = ";".join("1.000,00" if month == "Feb" else "2.000,00" if month == "Mrz" else "" for month in MONTHS)
    rows = cells(*lines(WIDE_HEAD, f"00417;1010;Entgelt;{amounts}").splitlines())
    assert spots(workbook({"Journal": rows})) == [("Feb", "E2", "1000.00"), ("Mrz", "F2", "2000.00")]


def test_a_yearly_return_has_a_column_for_each_kind_of_cost() -> None:
    rows = cells(*carrier_return(SOUND_RETURN_ROW).splitlines())
    found = spots(workbook({"Meldung": rows}))
    assert found == [
        ("Personalausgaben", "G6", "60000.00"),
        ("Fortbildung", "H6", "800.00"),
        ("Reisekosten", "J6", "120.50"),
    ]


def test_a_yearly_return_in_wage_groups_has_a_column_for_each_group() -> None:
    head = "Stelle;Aufgabe;Abschluss;ab;bis;Anteil;Brutto;AG-Anteile;Krankenkasse;Eigenmittel"
    row = "IM-01;Integrationsmanagement;Studium Soziale Arbeit;01.01.2025;;1,0;50.000,00;10.000,00;0,00;0,00"
    text = lines("Wer;Stadt Ahornstetten", "Schlüssel;08999002", "Jahr;2025", "", head, row)
    found = spots(workbook({"Bogen": cells(*text.splitlines())}), RETURN)
    assert found == [("Brutto", "G6", "50000.00"), ("AG-Anteile", "H6", "10000.00")]


def test_a_file_that_no_profile_fits_any_more_has_no_columns() -> None:
    (entry,) = read(payroll(PAYROLL_ROW)).entries
    assert find_amount_columns(b"A;B\n1;2\n", "datei", RULES).of(entry) is None


def test_a_journal_names_its_column_of_amounts() -> None:
    head = journal().strip().split(";")
    columns = find_amount_columns(journal().encode(), "datei", RULES).columns
    assert columns["Betrag"].title in head


@pytest.mark.parametrize(
    ("position", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_lettered_as_a_workbook_letters_them(position: int, letter: str) -> None:
    assert column_letter(position) == letter
