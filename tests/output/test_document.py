"""The HTML of a document: closed set of elements, one value per name, every printed sum proven."""

from __future__ import annotations

import pytest

from grants.output.html.document import DocumentError, matching_names, numbers_of, parse_document


def page(body: str) -> str:
    return f"<html><head><title>Probe</title></head><body>{body}</body></html>"


def cell(value: str, name: str, sums: str = "") -> str:
    of = f' data-sum="{sums}"' if sums else ""
    return f'<data value="{value}" data-name="{name}"{of}>{value}</data>'


def test_a_printed_sum_that_is_the_sum_of_its_parts_is_accepted() -> None:
    root = parse_document(page(cell("1.10", "a") + cell("2.20", "b") + cell("3.30", "c", "a b")))
    assert [number.exact for number in numbers_of(root)] == ["1.10", "2.20", "3.30"]


def test_a_printed_sum_that_is_one_cent_off_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"die Summe c ist 3,31, ihre Teile ergeben 3,30"):
        parse_document(page(cell("1.10", "a") + cell("2.20", "b") + cell("3.31", "c", "a b")))


def test_a_leading_minus_subtracts_a_part() -> None:
    with pytest.raises(DocumentError, match=r"die Summe c ist 7,00, ihre Teile ergeben 3,00"):
        parse_document(page(cell("5.00", "a") + cell("2.00", "b") + cell("7.00", "c", "a -b")))
    parse_document(page(cell("5.00", "a") + cell("2.00", "b") + cell("3.00", "c", "a -b")))


def test_a_sum_of_something_that_is_not_printed_is_refused() -> None:
    with pytest.raises(DocumentError, match="die Summe c zählt b, das nicht im Dokument steht"):
        parse_document(page(cell("1.00", "a") + cell("1.00", "c", "a b")))


def test_a_figure_printed_with_two_values_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"die Zahl a steht mit zwei Werten da: 1,00 und 1,01"):
        parse_document(page(cell("1.00", "a") + cell("1.01", "a")))


def test_a_star_in_a_sum_stands_for_exactly_one_part_of_a_name() -> None:
    names = ["gemeinde.1.anteil", "gemeinde.2.anteil", "gemeinde.2.personen", "gemeinde.2.x.anteil"]
    assert matching_names("gemeinde.*.anteil", names) == ["gemeinde.1.anteil", "gemeinde.2.anteil"]


@pytest.mark.parametrize("element", ["script", "a", "iframe", "form", "link", "object", "video"])
def test_an_element_outside_the_closed_set_is_refused(element: str) -> None:
    with pytest.raises(DocumentError, match=f"<{element}> gehört nicht zum festen Bestand"):
        parse_document(page(f"<{element}></{element}>"))


@pytest.mark.parametrize(
    ("html", "where", "cause"),
    [
        ("<html>\n<body><p>offen</body></html>", "Zeile 2, Spalte 17", "ein Element ist nicht oder falsch geschlossen"),
        ("<html><body>\n\n<p>&euro;</p></body></html>", "Zeile 3, Spalte 4", "ein Zeichenname mit & ist nicht bekannt"),
        ("<html><body>a & b</body></html>", "Zeile 1, Spalte 16", "ein Zeichen ist hier nicht erlaubt"),
        ('<html><body><p id="a" id="b"/></body></html>', "Zeile 1, Spalte 23", "ein Attribut steht zweimal da"),
        ("", "Zeile 1, Spalte 1", "es ist leer"),
    ],
)
def test_html_that_is_not_well_formed_is_refused_with_its_place(html: str, where: str, cause: str) -> None:
    with pytest.raises(DocumentError) as refused:
        parse_document(html)
    assert str(refused.value) == f"das HTML ist in {where} nicht wohlgeformt: {cause}"


@pytest.mark.parametrize("value", ["", "viel", "NaN", "1e3", "1.234,50"])
def test_a_value_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(DocumentError, match="das Attribut value an <data> hat den Wert"):
        parse_document(page(f'<p><data value="{value}" data-name="a">1</data></p>'))
