"""Values of attributes: what passes, what is refused, and that nothing but a refusal ever comes of one."""

from __future__ import annotations

import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.output.html.document import DocumentError, parse_document
from grants.output.html.elements import ATTRIBUTES
from grants.output.html.structure import check_structure
from grants.output.html.unmarked import check_marked

EVERY = sorted(
    (name, attribute) for name, own in ATTRIBUTES.items() for attribute in {*own, "class", "id", "lang", "dir"}
)
ODD = ["", "0", "-1", "NaN", "sNaN", "Infinity", "1e999999", "9" * 5000, "١", "²", "1,5", "url(x)", "2025-13-01", "a b"]


def page(name: str, attribute: str, value: str) -> str:
    element = f"<{name} {attribute}={quoteattr(value)}/>"
    if name in ("td", "th"):
        element = (
            "<table><caption>x</caption><colgroup><col/></colgroup>"
            f"<thead><tr><th>a</th></tr></thead><tbody><tr>{element}</tr></tbody></table>"
        )
    return f'<html lang="de"><head><title>T</title></head><body><h1>A</h1>{element}</body></html>'


PASS = [
    *(("td", "colspan", value) for value in ("1", "1000")),
    *(("ol", "start", value) for value in ("0", "12")),
    *(("data", "value", value) for value in ("0", "-12.50", "923907.00", "1" * 20)),
    *(("col", "style", value) for value in ("width: 28%", "width:12.5%;")),
    *(("rect", "x", value) for value in ("0", "-5", "12.75")),
    *(("rect", "fill", value) for value in ("none", "white", "#1f4e79", "#fff")),
    *(("path", "d", value) for value in ("M0 0L5,5z", "m-1.5.5a2 2 0 01 4,4 Z")),
    *(("g", "transform", value) for value in ("translate(5 6)", "rotate(45) scale(1.5)")),
    *(("svg", "viewBox", value) for value in ("0 0 680 138", "-5,-5,10,10")),
    *(("time", "datetime", value) for value in ("2025-03-01", "2025-03", "2024-02-29")),
    *(("p", "lang", value) for value in ("de", "de-DE", "zh-Hant-TW")),
    *(("p", "dir", value) for value in ("ltr", "rtl")),
    *(("p", "class", value) for value in ("", "note", "page-break num")),
    *(("p", "id", value) for value in ("träger-2", "a.b")),
    *(("img", "width", value) for value in ("1", "4000")),
]
REFUSE = [
    *(("td", "colspan", value) for value in ("0", "1001", "-1", "abc", "1000000000", "٣", " 1", "")),
    *(("td", "rowspan", value) for value in ("0", "-1", "1000000000")),
    *(("ol", "start", value) for value in ("abc", "1.5", "99999999999", "")),
    *(("data", "value", value) for value in ("NaN", "Infinity", "1e5", "+1", "1,50", "abc", "", "1." + "0" * 20)),
    *(("col", "style", value) for value in ("width: 50%; background: url(x)", "position: fixed", "width: 5px")),
    *(("rect", "width", value) for value in ("-1", "1e9", "100%", "5px", "NaN")),
    *(("rect", "fill", value) for value in ("url(https://example.org/a.svg#x)", "#12", "rgb(1,2,3)", "")),
    *(("path", "d", value) for value in ("L5 5", "M0 0L1e300 0", "M0 0 url(x)")),
    *(("polygon", "points", value) for value in ("1 2 3", "")),
    *(("svg", "viewBox", value) for value in ("0 0 0 5", "0 0 5", "0 0 5 -5", "0 0 99999 1", "")),
    *(("time", "datetime", value) for value in ("2025-02-29", "2025-13", "1.1.2025", "2025-01-01T00:00", "0000")),
    *(("p", "lang", value) for value in ("", "deutsch sprachig", "d")),
    *(("p", "dir", value) for value in ("up", "")),
    *(("p", "class", value) for value in ("a{}", "5")),
    *(("p", "id", value) for value in ("x y", "")),
    *(("img", "width", value) for value in ("0", "1e3", "99999")),
]


@pytest.mark.parametrize(("name", "attribute", "value"), PASS)
def test_a_value_that_every_output_can_read_passes(name: str, attribute: str, value: str) -> None:
    parse_document(page(name, attribute, value))


@pytest.mark.parametrize(("name", "attribute", "value"), REFUSE)
def test_any_other_value_is_refused_with_element_and_attribute(name: str, attribute: str, value: str) -> None:
    with pytest.raises(DocumentError) as refused:
        parse_document(page(name, attribute, value))
    assert str(refused.value).startswith(f"das Attribut {attribute} an <{name}> hat den Wert „{value[:40]}")
    assert str(refused.value).endswith("der dort nicht vorgesehen ist")


def make_and_check(html: str) -> None:
    """Do what is done with a document before anything is written; only a refusal may come of it."""
    with contextlib.suppress(DocumentError):
        root = parse_document(html)
        check_structure(root)
        check_marked(root)


@pytest.mark.parametrize("value", ODD)
def test_no_odd_value_of_any_attribute_stops_the_program(value: str) -> None:
    for name, attribute in EVERY:
        make_and_check(page(name, attribute, value))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(EVERY),
    st.one_of(
        st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"], exclude_characters="\ufffe\uffff")),
        st.from_regex(r"[-+]?[0-9]{1,12}([.eE,][-+]?[0-9]{1,12})?%?", fullmatch=True),
    ),
)
def test_whatever_an_attribute_says_the_document_is_made_or_refused(place: tuple[str, str], value: str) -> None:
    make_and_check(page(*place, value))
