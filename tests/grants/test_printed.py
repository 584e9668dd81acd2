"""What papers print is read as they print it: scales, words, keys, days; and shown again in German."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from grants.settle.printed import read_days, read_known, read_number, same_text, value_words
from ledger.period import DaySpan


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("796,08€", "796.08"),
        ("923.907 Euro", "923907"),
        ("16.271.218,33 EUR", "16271218.33"),
        ("1.094.608,00 Euro", "1094608"),
        ("1.147", "1147"),
        ("5,75 Stellen", "5.75"),
        ("58 Mio. €", "58000000"),
        ("116 Mio Euro", "116000000"),
        ("rd. 1,5 Mio. €", "1500000"),
        ("66 TEUR", "66000"),
        ("44,7 %", "44.7"),
        ("31%", "31"),
        ("bis zu 4,2 Stellen", "4.2"),
        ("mindestens 0,5 VZÄ", "0.5"),
        ("1:80", "80"),
        ("\u221212,5 %", "-12.5"),
        ("+6,3 %", "6.3"),
        ("2018", "2018"),
    ],
)
def test_a_printed_number_has_its_exact_value(printed: str, value: str) -> None:
    number = read_number(printed)
    assert number is not None
    assert number.value == Fraction(value)


@pytest.mark.parametrize(
    "printed", ["1.6 Mio. Euro", "fünf", "24.06.2024", "449/2017", "1,2,3", "12.34", "", "1:80:2", "9" * 19]
)
def test_what_is_no_german_number_is_no_number(printed: str) -> None:
    assert read_number(printed) is None


def test_only_percentages_are_per_cent() -> None:
    numbers = [read_number(text) for text in ("50 %", "50 Prozent", "50", "50 Personen")]
    assert [number is not None and number.per_cent for number in numbers] == [True, True, False, False]


@pytest.mark.parametrize(
    ("printed", "covered", "beyond"),
    [
        ("rd. 65.500", ["65450", "65550", "65500"], ["65449", "65551"]),
        ("ca. 1,5 Mio. €", ["1508000", "1450000"], ["1550001", "1449999"]),
        ("knapp 26", ["25", "25.9", "26"], ["24.9", "26.1"]),
        ("gut 26", ["26", "27"], ["25.9", "27.1"]),
        ("etwa 0,807", ["0.80714"], ["0.8076"]),
        ("26", ["26"], ["26.001"]),
        ("rund 100", ["50", "150"], ["49", "151"]),
    ],
)
def test_words_allow_half_a_printed_place_or_a_side_of_it(printed: str, covered: list[str], beyond: list[str]) -> None:
    number = read_number(printed)
    assert number is not None
    assert all(number.covers(Fraction(value)) for value in covered)
    assert not any(number.covers(Fraction(value)) for value in beyond)


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("08.05.2018", date(2018, 5, 8), date(2018, 5, 8)),
        ("7. Dezember 2023", date(2023, 12, 7), date(2023, 12, 7)),
        ("Februar 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Anfang Februar 2024", date(2024, 2, 1), date(2024, 2, 10)),
        ("Mitte Januar 2024", date(2024, 1, 11), date(2024, 1, 20)),
        ("Ende Februar 2019", date(2019, 2, 21), date(2019, 2, 28)),
        ("1. Quartal 2024", date(2024, 1, 1), date(2024, 3, 31)),
        ("4. Quartal 2024", date(2024, 10, 1), date(2024, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_printed_days_are_spans(printed: str, first: date, last: date) -> None:
    assert read_days(printed) == DaySpan(first, last)


@pytest.mark.parametrize(
    "printed", ["31.04.2024", "Mitte Januar", "339", "5. Quartal 2024", "1.1.24", "31.12.9999", "Mai 0000", "1918"]
)
def test_what_names_no_day_is_no_day(printed: str) -> None:
    assert read_days(printed) is None


def test_what_the_office_says_is_meant_is_read_and_both_are_shown() -> None:
    known = read_known("bueros", "fünf", "5")
    assert known.number is not None
    assert known.number.value == 5
    assert known.text == "fünf, gemeint 5"


def test_a_reference_with_a_short_year_is_the_same_as_one_with_the_whole_year() -> None:
    assert same_text("Vorlage  445/17") == same_text("Vorlage 445/2017")
    assert same_text("449/2017") != same_text("445/17")


@pytest.mark.parametrize(
    ("value", "words"),
    [("269871.12", "269.871,12"), ("3", "3"), ("-2.5", "\u22122,5"), ("1/3", "0,3333…"), ("923907", "923.907")],
)
def test_exact_values_are_shown_whole_or_with_dots(value: str, words: str) -> None:
    assert value_words(Fraction(value)) == words
