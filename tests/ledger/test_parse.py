"""Each kind of cell: what is plainly meant is read, everything else is refused with fact and remedy in German."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.fte import Fte
from ledger.german import MINUS, format_amount, format_date, format_euro, format_fte, format_month
from ledger.imports.amount import _amount_from_number, _amount_from_text, common_amount, common_number
from ledger.imports.cells import Cell, CellType
from ledger.imports.parse import (
    CellError,
    parse_amount,
    parse_code,
    parse_day,
    parse_fte,
    parse_identifier,
    parse_last_day,
    parse_month,
    parse_ratio,
    parse_text,
    parse_whole,
)
from ledger.money import Money
from ledger.period import Month
from tests.ledger.small_files import PROPERTY, is_german_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

PARSERS = (
    parse_amount,
    parse_code,
    parse_day,
    parse_fte,
    parse_identifier,
    parse_month,
    parse_ratio,
    parse_text,
    parse_whole,
)
CENTS = st.integers(-(10**13), 10**13)


def number(text: str) -> Cell:
    return Cell(text, CellType.NUMBER)


def day(text: str) -> Cell:
    return Cell(text, CellType.DAY)


def refusal(parse: Callable[[Cell], object], cell: Cell) -> CellError:
    with pytest.raises(CellError) as caught:
        parse(cell)
    assert is_german_sentence(caught.value.text)
    assert is_german_sentence(caught.value.remedy)
    assert caught.value.remedy.startswith("Bitte ")
    assert caught.value.expected
    return caught.value


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.234,56", 123_456),
        ("1234,56", 123_456),
        ("12,34", 1_234),
        ("12,3", 1_230),
        ("12", 1_200),
        ("0,05", 5),
        ("0,00", 0),
        ("-1.234,56", -123_456),
        ("1.234,56-", -123_456),  # as SAP writes it
        ("\u22121.234,56", -123_456),  # true minus
        ("(1.234,56)", -123_456),
        ("( 12,00 )", -1_200),
        ("- 12,34", -1_234),
        ("1 234,56", 123_456),
        ("1\u00a0234,56", 123_456),
        ("1\u202f234,56", 123_456),
        ("1.234,56 €", 123_456),
        ("1.234,56\u00a0€", 123_456),
        ("1.234,56EUR", 123_456),
        ("12,34- €", -1_234),
        ("  12,34  ", 1_234),
        ("12.345.678,90", 1_234_567_890),
        ("100.000.000.000,00", 10**13),
    ],
)
def test_an_amount_in_german_spelling_is_read(text: str, cents: int) -> None:
    assert parse_amount(Cell(text)) == Money(cents)


@pytest.mark.parametrize("text", ["12.34", "-12.34", "12.34-", "0.5", "1234.56", "12.34 €"])
def test_an_amount_with_a_decimal_point_is_refused_with_the_remedy(text: str) -> None:
    problem = refusal(parse_amount, Cell(text))
    assert problem.text == "Der Betrag hat einen Punkt, wo das Komma stehen muss."
    assert "Dezimalkomma" in problem.remedy
    assert "1.234,56" in problem.expected


@pytest.mark.parametrize("text", ["1.234", "-1.234", "1.234-", "1.234 €", "999.000"])
def test_a_point_that_may_mean_thousands_or_decimals_is_refused(text: str) -> None:
    assert "mehrdeutig" in refusal(parse_amount, Cell(text)).text


@pytest.mark.parametrize(
    "text",
    [
        "1,234.56",
        "1.234.56",
        "1234,567",
        "1.23,45",
        "12.34,56",
        "1,2,3",
        "-12,34-",
        "(-12,34)",
        "(12,34",
        "12,34)",
        "--5",
        "12,34 USD",
        "1e5",
        "1_000",
        "NaN",
        "Infinity",
        "zwölf",
        "12,34 Euro",
        "1.2345,00",
        ",50",
        "12,",
        "\u0661\u0662,\u0663\u0664",  # Arabic-Indic digits
        "\uff11\uff12,00",  # full-width digits
        "01.02.2025",
    ],
)
def test_an_amount_that_is_not_plainly_meant_is_refused(text: str) -> None:
    refusal(parse_amount, Cell(text))


def test_an_empty_amount_is_never_zero() -> None:
    assert refusal(parse_amount, Cell("   ")).text == "Die Zelle ist leer."


@pytest.mark.parametrize("text", ["100.000.000.000,01", "-100.000.000.000,01", "9" * 18])
def test_an_amount_beyond_any_budget_is_refused(text: str) -> None:
    assert "unglaubhaft groß" in refusal(parse_amount, Cell(text)).text
    assert "unglaubhaft groß" in refusal(parse_amount, number("1e+20")).text


def test_an_endless_row_of_digits_is_refused_and_no_crash() -> None:
    assert refusal(parse_amount, Cell("9" * 5_000)).text == "Der Betrag ist nicht lesbar."


@pytest.mark.parametrize("text", ["(1.234)", "- 1.234", "1.234 -", "1.234 €", "1 234.567"])
def test_a_thousand_that_may_be_one_is_refused_in_every_dress(text: str) -> None:
    refusal(parse_amount, Cell(text))


@pytest.mark.parametrize(
    ("text", "cents"), [("12.34", 1_234), ("12.3", 1_230), ("12", 1_200), ("-0.05", -5), ("1e+5", 10_000_000)]
)
def test_a_numeric_cell_of_at_most_two_decimals_is_read(text: str, cents: int) -> None:
    assert parse_amount(number(text)) == Money(cents)


@pytest.mark.parametrize("text", ["1234.565", "0.001", "-12.345", "1e-3"])
def test_a_numeric_cell_with_a_fraction_of_a_cent_is_refused(text: str) -> None:
    problem = refusal(parse_amount, number(text))
    assert problem.text == "Die Zahl hat mehr als zwei Nachkommastellen."
    assert "runden" in problem.remedy


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0.30000000000000004", 30),  # 0,1 + 0,2
        ("1234.5600000000001", 123_456),
        ("4.35e2", 43_500),
        ("99999999999.99", 9_999_999_999_999),
        ("100000000000", 10**13),
        ("-100000000000", -(10**13)),
    ],
)
def test_a_number_counts_to_the_digits_a_spreadsheet_shows(text: str, cents: int) -> None:
    assert parse_amount(number(text)) == Money(cents)


@pytest.mark.parametrize("text", ["1234.5650000000001", "1234.56499999999", "0.30000000000004"])
def test_a_fraction_of_a_cent_within_fifteen_digits_is_no_noise(text: str) -> None:
    assert refusal(parse_amount, number(text)).text == "Die Zahl hat mehr als zwei Nachkommastellen."


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "viel"])
def test_a_numeric_cell_that_is_no_number_is_refused(text: str) -> None:
    refusal(parse_amount, number(text))


def test_a_date_is_no_amount() -> None:
    refusal(parse_amount, day("2025-01-12"))


@given(CENTS)
@PROPERTY
def test_every_printed_amount_is_read_back(cents: int) -> None:
    amount = Money(cents)
    assert parse_amount(Cell(format_amount(amount))) == amount
    assert parse_amount(Cell(format_euro(amount))) == amount


@given(CENTS, st.sampled_from(["{}-", "({})", "-{}", "- {}", "{} -", "( {} )", "{}- €"]))
@PROPERTY
def test_every_spelling_of_a_negative_amount_is_its_reversal(cents: int, spelling: str) -> None:
    text = spelling.format(format_amount(Money(abs(cents))))
    assert parse_amount(Cell(text)) == Money(-abs(cents))


@given(CENTS)
@PROPERTY
def test_blanks_and_points_between_thousands_mean_the_same(cents: int) -> None:
    text = format_amount(Money(cents))
    for blank in (" ", "\u00a0", "\u202f", "\u2009", ""):
        assert parse_amount(Cell(text.replace(".", blank))) == Money(cents)


@given(CENTS)
@PROPERTY
def test_a_numeric_cell_is_read_to_the_cent(cents: int) -> None:
    assert parse_amount(number(Money(cents).decimal_string())) == Money(cents)


SPELLINGS = (
    "{}",
    "-{}",
    "{}-",
    "- {}",
    "{} -",
    "({})",
    "( {} )",
    "+{}",
    "{} €",
    "{}€",
    "EUR {}",
    "{}- €",
    " {} ",
    "-{}-",
)
AMOUNT_TEXTS = (
    st.builds(
        lambda spelling, body: spelling.format(body), st.sampled_from(SPELLINGS), st.from_regex(r"[0-9., ]{1,16}")
    )
    | st.from_regex(r"\A-?[0-9]{1,3}(\.[0-9]{3}){0,5},?[0-9]{0,3}-?\Z")
    | st.from_regex(r"\A-?[0-9]{1,16}(\.[0-9]{0,3})?(e[+-]?[0-9]{1,2})?\Z")
    | st.text("0123456789.,-+()€ eE\u00a0\u2212\u0661", max_size=20)
)


@given(AMOUNT_TEXTS | st.text(max_size=30))
@settings(PROPERTY, max_examples=1_000)
def test_the_quick_reading_of_amounts_agrees_with_the_strict_one(text: str) -> None:
    value = common_amount(text)
    assert value is None or value == _amount_from_text(Cell(text))


@given(AMOUNT_TEXTS | st.text(max_size=30))
@settings(PROPERTY, max_examples=1_000)
def test_the_quick_reading_of_numbers_agrees_with_the_strict_one(text: str) -> None:
    value = common_number(text)
    assert value is None or value == _amount_from_number(text)


@given(CENTS)
@PROPERTY
def test_the_usual_spellings_are_read_quickly(cents: int) -> None:
    amount = Money(cents)
    euros, decimals = amount.decimal_string().split(".")
    assert common_number(f"{euros}.{decimals}") in (amount, None)
    if abs(cents) < 10**11:
        assert common_amount(f"{euros},{decimals}") == amount
        assert common_amount(format_amount(amount).replace(MINUS, "-")) == amount
        assert common_number(f"{euros}.{decimals}") == amount


@given(st.text(max_size=60) | st.text("0123456789.,-+()€ eE", max_size=30), st.sampled_from(CellType))
@PROPERTY
def test_no_text_of_a_cell_leads_to_anything_but_a_value_or_a_refusal(text: str, kind: CellType) -> None:
    for parse in PARSERS:
        try:
            value = parse(Cell(text, kind))
        except CellError as problem:
            assert is_german_sentence(problem.text)  # noqa: PT017 - both ways out are allowed here
        else:
            assert type(value) in (Money, Month, date, Fraction, Fte, int, str)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Cell("31.12.2025"), date(2025, 12, 31)),
        (Cell("1.2.2025"), date(2025, 2, 1)),
        (Cell(" 2025-12-31 "), date(2025, 12, 31)),
        (Cell("29.02.2024"), date(2024, 2, 29)),
        (day("2025-12-31"), date(2025, 12, 31)),
    ],
)
def test_a_day_is_read(cell: Cell, value: date) -> None:
    assert parse_day(cell) == value


@pytest.mark.parametrize("text", ["31.04.2025", "29.02.2025", "32.01.2025", "01.13.2025", "2025-02-30", "00.01.2025"])
def test_a_day_that_is_in_no_calendar_is_refused(text: str) -> None:
    problem = refusal(parse_day, Cell(text))
    assert problem.text == "Dieses Datum gibt es im Kalender nicht."
    assert problem.expected == "ein Datum wie 31.12.2025"


@pytest.mark.parametrize(
    "text", ["12/31/2025", "31.12.25", "31. Dezember 2025", "20251231", "heute", "31.12.2025 10:00"]
)
def test_a_day_in_another_spelling_is_refused(text: str) -> None:
    assert "TT.MM.JJJJ" in refusal(parse_day, Cell(text)).remedy


@pytest.mark.parametrize("text", ["01.01.1999", "31.12.2100", "01.01.0025"])
def test_a_day_in_an_implausible_year_is_refused(text: str) -> None:
    assert refusal(parse_day, Cell(text)).text == "Das Jahr ist unglaubhaft."


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45658", date(2025, 1, 1)),  # what a spreadsheet shows for 01.01.2025 in the format "Standard"
        ("45351", date(2024, 2, 29)),
        ("36526", date(2000, 1, 1)),
        ("73050", date(2099, 12, 31)),
    ],
)
def test_the_number_a_spreadsheet_keeps_for_a_day_is_that_day(text: str, value: date) -> None:
    assert parse_day(number(text)) == value
    assert parse_month(number(text)) == Month(value.year, value.month)


def test_a_workbook_of_the_1904_system_counts_1462_days_less() -> None:
    cell = Cell("44196", CellType.NUMBER, epoch_1904=True)
    assert parse_day(cell) == date(2025, 1, 1)
    assert parse_month(cell) == Month(2025, 1)


@pytest.mark.parametrize("text", ["36525", "73051", "2025", "1", "0", "-45658", "45658.5", "4.5658e4", "20250101"])
def test_a_number_that_is_no_day_of_a_plausible_year_is_refused_with_the_remedy(text: str) -> None:
    problem = refusal(parse_day, number(text))
    assert problem.text == "Hier steht eine Zahl statt eines Datums."
    assert "TT.MM.JJJJ" in problem.remedy
    assert refusal(parse_month, number(text)).text == "Der Monat ist nicht lesbar."


@pytest.mark.parametrize("text", ["45658", "45.658", "36526"])
def test_in_a_text_a_number_is_never_taken_for_a_day(text: str) -> None:
    assert refusal(parse_day, Cell(text)).text == "Das Datum ist nicht lesbar."
    assert refusal(parse_month, Cell(text)).text == "Der Monat ist nicht lesbar."


@pytest.mark.parametrize("cell", [Cell("31.12.9999"), Cell(" 9999-12-31 "), day("9999-12-31"), number("2958465")])
def test_the_last_day_of_the_calendar_means_without_end(cell: Cell) -> None:
    assert parse_last_day(cell) is None


def test_any_other_last_day_is_a_day() -> None:
    assert parse_last_day(Cell("31.12.2025")) == date(2025, 12, 31)
    assert refusal(parse_last_day, Cell("30.12.9999")).text == "Das Jahr ist unglaubhaft."


def test_an_empty_day_is_named_as_empty() -> None:
    assert refusal(parse_day, Cell(" ")).text == "Die Zelle ist leer."


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_of_the_century_is_read_in_both_spellings(value: date) -> None:
    assert parse_day(Cell(format_date(value))) == value
    assert parse_day(Cell(value.isoformat())) == value
    assert parse_day(day(value.isoformat())) == value
    assert parse_last_day(Cell(format_date(value))) == value


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_printed_month_is_read_back(value: date) -> None:
    month = Month(value.year, value.month)
    assert parse_month(Cell(format_month(month))) == month
    assert parse_month(Cell(month.iso())) == month
    assert parse_month(day(value.isoformat())) == month


@given(st.integers(36526, 73050), st.booleans())
def test_every_number_of_a_day_is_the_day_a_spreadsheet_shows(serial: int, from_1904: bool) -> None:  # noqa: FBT001
    # 36526 is 1 January 2000 in every spreadsheet; the 1904 system counts four years and a day less.
    cell = Cell(str(serial - 1462 * from_1904), CellType.NUMBER, epoch_1904=from_1904)
    assert parse_day(cell).toordinal() - date(2000, 1, 1).toordinal() == serial - 36526


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Cell("04/2025"), Month(2025, 4)),
        (Cell("4/2025"), Month(2025, 4)),
        (Cell("04.2025"), Month(2025, 4)),
        (Cell("2025-04"), Month(2025, 4)),
        (day("2025-04-17"), Month(2025, 4)),
    ],
)
def test_a_month_is_read(cell: Cell, value: Month) -> None:
    assert parse_month(cell) == value


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell("13/2025"), "Diesen Monat gibt es nicht."),
        (Cell("00/2025"), "Diesen Monat gibt es nicht."),
        (Cell("04/1925"), "Das Jahr ist unglaubhaft."),
        (Cell("April 2025"), "Der Monat ist nicht lesbar."),
        (Cell("04/25"), "Der Monat ist nicht lesbar."),
        (Cell("202504"), "Der Monat ist nicht lesbar."),
        (number("202504"), "Der Monat ist nicht lesbar."),
        (Cell(""), "Die Zelle ist leer."),
    ],
)
def test_what_is_no_month_is_refused(cell: Cell, text: str) -> None:
    assert refusal(parse_month, cell).text == text


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Cell("19,50"), Fraction(39, 2)),
        (Cell("39"), Fraction(39)),
        (Cell("0"), Fraction(0)),
        (number("19.5"), Fraction(39, 2)),
        (number("0.1"), Fraction(1, 10)),  # the decimal, not its binary neighbour
    ],
)
def test_a_ratio_is_read_exactly(cell: Cell, value: Fraction) -> None:
    assert parse_ratio(cell) == value


@pytest.mark.parametrize(
    "cell", [Cell("19.50"), Cell("-1"), number("-1"), Cell("halb"), number("nan"), day("2025-01-01")]
)
def test_what_is_no_ratio_is_refused(cell: Cell) -> None:
    assert "Dezimalkomma" in refusal(parse_ratio, cell).remedy


@pytest.mark.parametrize(
    ("cell", "share"), [(Cell("0,7692"), 7_692), (Cell("1"), 10_000), (number("0.5"), 5_000), (Cell("0,0001"), 1)]
)
def test_a_share_of_a_post_is_read(cell: Cell, share: int) -> None:
    assert parse_fte(cell) == Fte(share)


@given(st.integers(1, 10_000))
def test_every_printed_share_is_read_back(ten_thousandths: int) -> None:
    share = Fte(ten_thousandths)
    assert parse_fte(Cell(format_fte(share))) == share
    assert parse_fte(number(share.decimal_string())) == share


@pytest.mark.parametrize(
    "cell", [Cell("0"), Cell("1,0001"), Cell("0,76923"), number("1.5"), number("0.76923"), Cell("39")]
)
def test_a_share_outside_a_post_or_with_more_than_four_places_is_refused(cell: Cell) -> None:
    assert refusal(parse_fte, cell).text == "Der Stellenanteil ist unzulässig."


@pytest.mark.parametrize(
    ("cell", "value"), [(Cell("1.017"), 1_017), (Cell("1017"), 1_017), (Cell("0"), 0), (number("331"), 331)]
)
def test_a_whole_number_is_read(cell: Cell, value: int) -> None:
    assert parse_whole(cell) == value


@pytest.mark.parametrize(
    "cell", [Cell("12,5"), number("12.5"), Cell("-3"), Cell("1.01"), Cell("viele"), Cell("1" * 13), number("1.017")]
)
def test_what_is_no_whole_number_is_refused(cell: Cell) -> None:
    assert refusal(parse_whole, cell).text == "Hier muss eine ganze Zahl stehen."


def test_a_staff_number_keeps_its_leading_zeros() -> None:
    assert parse_identifier(Cell(" 00417 ")) == "00417"


def test_a_staff_number_in_a_numeric_cell_is_refused_because_zeros_may_be_lost() -> None:
    problem = refusal(parse_identifier, number("417"))
    assert "führende Nullen" in problem.text
    assert "als Text formatieren" in problem.remedy


def test_an_account_may_stand_in_a_numeric_cell_but_must_be_whole() -> None:
    assert parse_code(number("42610000")) == "42610000"
    assert refusal(parse_code, number("10.5")).text == "Hier muss eine Nummer stehen."


def test_a_number_that_the_spreadsheet_turned_into_a_date_is_refused() -> None:
    assert refusal(parse_identifier, day("2025-03-01")).text == "Hier muss eine Nummer stehen."


@pytest.mark.parametrize("text", ["=1+1", "A;B", "IM‽01", "<b>", "@x", "x" * 41, '"'])
def test_a_number_of_a_post_with_strange_signs_is_refused(text: str) -> None:
    assert refusal(parse_code, Cell(text)).text == "Die Nummer enthält unzulässige Zeichen."


@pytest.mark.parametrize("text", ["IM-01", "2025/17", "S 12", "KO_1", "4261.0000", "Größe"])
def test_a_number_of_a_post_with_the_usual_signs_is_read(text: str) -> None:
    assert parse_code(Cell(text)) == text


def test_a_text_is_read_in_one_normal_form() -> None:
    assert parse_text(Cell(" Mu\u0308ller\u00a0& So\u0308hne ")) == "Müller & Söhne"


@pytest.mark.parametrize("text", ["a\x0bb", "a\x00b", "a\ufffdb", "a\ue000b", "a\uffffb"])
def test_a_text_that_cannot_be_printed_is_refused(text: str) -> None:
    assert "nicht drucken" in refusal(parse_text, Cell(text)).text


def test_a_text_of_more_than_500_signs_is_refused() -> None:
    assert parse_text(Cell("x" * 500)) == "x" * 500
    assert refusal(parse_text, Cell("x" * 501)).text == "Der Text ist zu lang."


@pytest.mark.parametrize("parse", PARSERS)
def test_a_formula_that_was_never_calculated_is_refused_by_every_parser(parse: Callable[[Cell], Any]) -> None:
    refusal(parse, Cell("", CellType.UNCALCULATED))


@pytest.mark.parametrize(
    ("text", "cents"),
    [("+12,34", 1_234), ("EUR 12,34", 1_234), ("€ 12,34", 1_234), (" -   € ", 0), ("12,34 €", 1_234)],
)
def test_spellings_of_other_programs_are_read(text: str, cents: int) -> None:
    assert parse_amount(Cell(text)).cents == cents


def test_a_bare_hyphen_is_no_zero() -> None:
    assert refusal(parse_amount, Cell("-")).text == "Der Betrag ist nicht lesbar."


def test_midnight_behind_a_day_is_ignored() -> None:
    assert parse_day(Cell("03.02.2025 00:00:00")) == date(2025, 2, 3)


def test_line_breaks_inside_a_text_become_blanks() -> None:
    assert parse_text(Cell("Zeile 1\r\nZeile 2\tEnde")) == "Zeile 1 Zeile 2 Ende"
