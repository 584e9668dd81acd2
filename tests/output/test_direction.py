"""Right-to-left names in pages: set apart in their text alone, with marks for the PDF, with elements for browsers."""

from __future__ import annotations

import pytest

from grants.office.resources import templates
from grants.output.html.direction import enclose_names, reads_right_to_left, set_names_apart, split_at_names
from grants.output.html.document import parse_document
from tests.output.word_files import page

HEAD = "<html><head><title>محمد</title></head><body>"


def test_the_names_are_set_apart_only_in_the_text_of_a_page() -> None:
    html = '<html><head><title>محمد</title></head><body><p title="محمد">An محمد الأحمد, 12 €</p></body></html>'
    assert set_names_apart(html) == html.replace("An محمد الأحمد,", "An \u2067محمد الأحمد\u2069,")
    assert set_names_apart("<p>Müller</p>") == "<p>Müller</p>"


def test_a_page_for_browsers_has_each_name_in_an_element_of_its_direction() -> None:
    html = f'{HEAD}<p title="محمد">An محمد الأحمد, 12 € und <strong>חיים</strong> 7 €</p></body></html>'
    assert enclose_names(html) == html.replace("An محمد الأحمد,", 'An <span dir="rtl">محمد الأحمد</span>,').replace(
        "חיים", '<span dir="rtl">חיים</span>'
    )
    assert enclose_names("<p>Müller</p>") == "<p>Müller</p>"


def test_a_drawing_keeps_its_elements_and_gets_marks() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>x</title><text>An محمد 12</text></svg>'
    html = page(f"{drawing}<p>محمد</p>")
    enclosed = enclose_names(html)
    assert "<text>An \u2067محمد\u2069 12</text>" in enclosed
    assert '<p><span dir="rtl">محمد</span></p>' in enclosed
    assert parse_document(enclosed) is not None


def test_the_style_for_browsers_sets_apart_what_has_a_direction() -> None:
    assert "[dir] { unicode-bidi: isolate; }" in (templates() / "_base" / "screen.css").read_text("utf-8")


def test_a_text_is_split_at_its_names() -> None:
    assert split_at_names("An محمد بن علي 12,50 € und חיים") == ["An ", "محمد بن علي", " 12,50 € und ", "חיים", ""]


@pytest.mark.parametrize(
    ("text", "turned"), [("محمد علي", True), ("(חיים)", True), ("محمد 7", False), ("An محمد", False), ("12 €", False)]
)
def test_only_a_text_of_nothing_else_reads_from_right_to_left(text: str, *, turned: bool) -> None:
    assert reads_right_to_left(text) is turned
