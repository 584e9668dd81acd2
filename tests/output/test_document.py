"""The HTML of a document: closed set of elements, one value per name, every printed sum proven."""

from __future__ import annotations

import pytest

from grants.output.document import DocumentError, matching_names, numbers_of, parse_document


def page(body: str) -> str:
    return f"<html><head><title>Probe</title></head><body>{body}</body></html>"


def cell(value: str, name: str, sums: str = "") -> str:
    of = f' data-sum="{sums}"' if sums else ""
    return f'<data value="{value}" data-name="{name}"{of}>{value}</data>'


def test_a_printed_sum_that_is_the_sum_of_its_parts_is_accepted() -> None:
    root = parse_document(page(cell("1.10", "a") + cell("2.20", "b") + cell("3.30", "c", "a b")))
    assert [number.exact for number in numbers_of(root)] == ["1.10", "2.20", "3.30"]


def test_a_printed_sum_that_is_one_cent_off_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"printed sum c is 3\.31, its printed parts make 3\.30"):
        parse_document(page(cell("1.10", "a") + cell("2.20", "b") + cell("3.31", "c", "a b")))


def test_a_leading_minus_subtracts_a_part() -> None:
    with pytest.raises(DocumentError, match="printed sum"):
        parse_document(page(cell("5.00", "a") + cell("2.00", "b") + cell("7.00", "c", "a -b")))
    parse_document(page(cell("5.00", "a") + cell("2.00", "b") + cell("3.00", "c", "a -b")))


def test_a_sum_of_something_that_is_not_printed_is_refused() -> None:
    with pytest.raises(DocumentError, match="sums b, which is not printed"):
        parse_document(page(cell("1.00", "a") + cell("1.00", "c", "a b")))


def test_a_figure_printed_with_two_values_is_refused() -> None:
    with pytest.raises(DocumentError, match="two values"):
        parse_document(page(cell("1.00", "a") + cell("1.01", "a")))


def test_a_star_in_a_sum_stands_for_exactly_one_part_of_a_name() -> None:
    names = ["gemeinde.1.anteil", "gemeinde.2.anteil", "gemeinde.2.personen", "gemeinde.2.x.anteil"]
    assert matching_names("gemeinde.*.anteil", names) == ["gemeinde.1.anteil", "gemeinde.2.anteil"]


@pytest.mark.parametrize("element", ["script", "a", "iframe", "form", "link", "object", "video"])
def test_an_element_outside_the_closed_set_is_refused(element: str) -> None:
    with pytest.raises(DocumentError, match=f"<{element}> gehört nicht zum festen Bestand"):
        parse_document(page(f"<{element}></{element}>"))


def test_html_that_is_not_well_formed_is_refused() -> None:
    with pytest.raises(DocumentError, match="not well-formed"):
        parse_document("<html><body><p>offen</body></html>")
