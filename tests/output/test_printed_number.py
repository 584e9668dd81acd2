"""A printed number is read as people read it, and prints an exact value rounded for display."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grants.output.finished.printed_number import prints, read_printed


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [
        ("923.907,00", "923907.00", 2),
        ("923907,00", "923907.00", 2),
        ("923.907,00\u00a0€", "923907.00", 2),
        ("923.907,00 EUR", "923907.00", 2),
        ("\u22125.051,20", "-5051.20", 2),
        ("-5.051,20", "-5051.20", 2),
        ("\u2212 5.051,20 €", "-5051.20", 2),
        ("0,77 VZÄ", "0.77", 2),
        ("85\u202f%", "85", 0),
        ("2.293", "2293", 0),
    ],
)
def test_a_number_is_read_with_or_without_points_units_and_blanks(text: str, value: str, places: int) -> None:
    printed = read_printed(text)
    assert printed is not None
    assert (printed.value, printed.places) == (Decimal(value), places)


@pytest.mark.parametrize("text", ["", "keine", "kreis.reisekosten", "1.2.3", "12 von 15", "gemeinde.08999001.anteil.2"])
def test_a_text_without_a_number_or_with_several_is_none(text: str) -> None:
    assert read_printed(text) is None


@pytest.mark.parametrize(
    ("text", "exact", "fits"),
    [
        ("923.907,00\u00a0€", "923907.00", True),
        ("923.907,01\u00a0€", "923907.00", False),
        ("0,77", "0.7692", True),
        ("0,76", "0.7692", False),
        ("12,05", "12.0454", True),
        ("0,13", "0.125", True),  # half up
        ("0,12", "0.125", False),
        ("924 TEUR", "923907.00", True),
        ("924 T€", "923907.00", True),
        ("924 Tsd. €", "923907.00", True),
        ("923 TEUR", "923907.00", False),
        ("924", "923907.00", False),
        ("923,91 €", "923907.00", False),
        ("38,5\u00a0%", "0.3850", True),
        ("38,5", "0.3850", False),
        ("7,112903…", "7.1129032258", True),
        ("7,112904…", "7.1129032258", False),
        ("\u22120,00", "0.00", True),
        ("keine", "0", True),
    ],
)
def test_a_text_prints_a_value_rounded_half_up_to_its_places(text: str, exact: str, *, fits: bool) -> None:
    assert prints(text, exact) is fits


def test_a_column_may_say_that_its_numbers_are_thousands() -> None:
    assert prints("924", "923907.00", "Betrag in TEUR")
    assert not prints("924", "923907.00", "Betrag in €")
