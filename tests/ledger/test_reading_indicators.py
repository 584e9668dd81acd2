"""Indicators as case management systems export them: as a list or as a table, by month, quarter or year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cost import Source
from ledger.files import digest
from ledger.finding import Finding, Place
from ledger.imports.cells import Cell
from ledger.imports.crosscheck import check_together
from ledger.imports.indicators import parse_last_month
from ledger.imports.intake import Intake
from ledger.imports.kinds import FileKind
from ledger.imports.parse import CellError
from ledger.indicator import Indicator
from ledger.period import Month
from tests.ledger.small_files import PROPERTY, lines, read, tells_what_to_do
from tests.ledger.small_profiles import INDICATORS, read_by

LIST_HEAD = "Gemeinde;Monat;Kennzahl;Anzahl"
TABLE_HEAD = "Team;Zeitraum;Beratene Personen;Beratungsgespräche;Integrationspläne;Erreichte Ziele"


def only(intake: Intake) -> Finding:
    (finding,) = intake.findings
    assert finding.blocks
    assert tells_what_to_do(finding)
    return finding


def test_a_list_has_one_row_for_each_place_month_and_kennzahl() -> None:
    text = lines(LIST_HEAD, "Lindenstadt;03/2025;Beratungsgespräche;1.204", "Lindenstadt;04/2025;Beratungsgespräche;0")
    intake = read(text, "fm.csv")
    assert not intake.findings
    assert (intake.kind, intake.periods) == (FileKind.INDICATORS, ("2025-03 Lindenstadt", "2025-04 Lindenstadt"))
    assert intake.indicators[0] == Indicator(
        "Lindenstadt", "Beratungsgespräche", Month(2025, 3), 1204, Source("fm.csv", digest(text.encode()), "", 2)
    )
    assert intake.indicators[1].count == 0


def test_a_table_has_one_row_for_each_team_and_period_and_a_column_for_each_kennzahl() -> None:
    intake = read(lines(TABLE_HEAD, "Nord;2025;120;310;45;7"))
    assert not intake.findings
    assert intake.profile == "Kennzahlen als Tabelle (nach Art von Jobkraftwerk)"
    assert [(each.name, each.count) for each in intake.indicators] == [
        ("Beratene Personen", 120),
        ("Beratungsgespräche", 310),
        ("Integrationspläne", 45),
        ("Erreichte Ziele", 7),
    ]
    assert {(each.area, each.month) for each in intake.indicators} == {("Nord", Month(2025, 12))}
    assert intake.title("Erreichte Ziele") == "Erreichte Ziele"


COUNTS = st.lists(st.lists(st.integers(0, 10**6), min_size=4, max_size=4), min_size=1, max_size=5)


@given(COUNTS)
@PROPERTY
def test_a_table_means_the_same_as_the_list_of_its_cells(counts: list[list[int]]) -> None:
    names = TABLE_HEAD.split(";")[2:]
    table = lines(TABLE_HEAD, *(f"T{n};06/2025;{';'.join(map(str, row))}" for n, row in enumerate(counts)))
    long = [f"T{n};06/2025;{name};{c}" for n, row in enumerate(counts) for name, c in zip(names, row, strict=True)]
    one, two = read(table), read(lines(LIST_HEAD, *long))
    assert [(i.area, i.name, i.month, i.count) for i in one.indicators] == [
        (i.area, i.name, i.month, i.count) for i in two.indicators
    ]
    assert one.periods == two.periods


def test_a_kennzahl_may_have_a_column_for_each_month() -> None:
    own = INDICATORS.replace('zeitraum = ["Zeit"]', 'kennzahl = ["Was"]')
    own += '[monatsspalten]\njanuar = ["Jan"]\nfebruar = ["Feb"]\n'
    intake = read_by(lines("Ort;Was;Jan;Feb", "Stadt;Gespräche;3;0"), own)
    assert [(each.month, each.count) for each in intake.indicators] == [(Month(2025, 1), 3), (Month(2025, 2), 0)]


def test_a_missing_count_is_refused_and_never_a_zero() -> None:
    finding = only(read(lines(TABLE_HEAD, "Nord;2025;120;310;;7")))
    assert finding.place == Place("datei.csv", "", 2, "Integrationspläne")


def test_the_same_kennzahl_twice_for_a_place_and_month_is_refused_and_not_added_up() -> None:
    row = "Lindenstadt;03/2025;Beratungsgespräche;4"
    intake = read(lines(LIST_HEAD, row, row))
    assert only(intake).place == Place("datei.csv", "", 3, "Anzahl")
    assert only(intake).found == "Zeilen 2 und 3"
    assert len(intake.indicators) == 1


def test_counts_of_another_year_are_refused() -> None:
    finding = only(read(lines(LIST_HEAD, "Lindenstadt;12/2024;Beratungsgespräche;4")))
    assert (finding.place.column, finding.found) == ("Monat", "12/2024")
    assert "eingang/2024" in finding.remedy


def test_a_second_file_for_the_same_place_and_month_is_a_conflict() -> None:
    first = read(lines(LIST_HEAD, "Lindenstadt;03/2025;Beratungsgespräche;4"), "eins.csv")
    second = read(lines(LIST_HEAD, "Lindenstadt;03/2025;Beratungsgespräche;5"), "zwei.csv")
    other = read(lines(LIST_HEAD, "Aldenrieden;03/2025;Beratungsgespräche;5"), "drei.csv")
    (finding,) = check_together([first, second, other], [], [])
    assert finding.place == Place("zwei.csv")
    assert finding.found == "03/2025 Lindenstadt"


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("04/2025", 4),
        ("2025-04", 4),
        ("2025", 12),
        ("Q1/2025", 3),
        ("Q 2 2025", 6),
        ("1. Quartal 2025", 3),
        ("4. Quartal 2025", 12),
        ("H1 2025", 6),
        ("2. Halbjahr 2025", 12),
        ("01.01.2025 - 31.03.2025", 3),
        ("01.01.2025–30.06.2025", 6),
        ("01.07.2025 bis 30.09.2025", 9),
    ],
)
def test_a_period_is_known_by_its_last_month(text: str, month: int) -> None:
    assert parse_last_month(Cell(text)) == Month(2025, month)


@pytest.mark.parametrize(
    "text",
    ["", "Frühjahr", "13/2025", "5. Quartal 2025", "3. Halbjahr 2025", "1 2025", "Q1. Quartal 2025", "1925", "1-2-2025",
     "01.01.2025 - 31.02.2025"],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        parse_last_month(Cell(text))
