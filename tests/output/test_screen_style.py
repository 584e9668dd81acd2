"""HTML on its own: its style loads nothing, is legible by WCAG 2.1, and has a form for all parts of documents."""

from __future__ import annotations

import re
from itertools import product

import pytest

from grants.office.resources import templates
from grants.output.html import elements
from grants.output.html.renderer import with_style

SHEETS = ["screen.css", "index.css"]
LEAST_CONTRAST = 4.5  # WCAG 2.1, 1.4.3: text of common size
GROUNDS = ("--paper", "--accent-light", "--ground")


def sheet(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (templates() / "_base" / name).read_text("utf-8"), flags=re.DOTALL)


def properties(name: str) -> dict[str, str]:
    (root,) = re.findall(r":root \{(.*?)\}", sheet(name), flags=re.DOTALL)
    return dict(re.findall(r"(--[a-z-]+): ([^;]+);", root))


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1: each channel made linear, weighted as the eye sees it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_contrasts_that_are_known() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("name", SHEETS)
def test_every_colour_of_text_is_legible_on_every_ground(name: str) -> None:
    values = properties(name)
    texts = set(re.findall(r"(?<![-\w])color: var\((--[a-z-]+)\)", sheet(name)))
    assert texts == {"--text", "--muted", "--accent", "--warn"} & texts | {"--text", "--muted", "--accent"}
    faint = {
        (text, ground): contrast(values[text], values[ground])
        for text, ground in product(texts, GROUNDS)
        if contrast(values[text], values[ground]) < LEAST_CONTRAST
    }
    assert faint == {}


@pytest.mark.parametrize("name", SHEETS)
def test_grounds_and_colours_are_only_those_a_county_can_change(name: str) -> None:
    rules = re.sub(r":root \{.*?\}", "", sheet(name), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", rules) == []
    grounds = set(re.findall(r"background: ([^;]+);", rules))
    assert grounds <= {"none", *(f"var({ground})" for ground in GROUNDS)}


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_loaded_and_nothing_runs(name: str) -> None:
    text = sheet(name).lower()
    assert [
        word for word in ("url(", "@import", "@font-face", "expression", "javascript", "<", "&") if word in text
    ] == []


def test_a_page_with_the_style_is_complete_in_one_file() -> None:
    page = with_style("<html><head><title>x</title></head><body></body></html>", sheet("screen.css"))
    assert page.count("<style>") == 1
    assert "<link" not in page
    assert "<script" not in page


def test_print_and_screen_have_the_same_colours_until_a_county_changes_them() -> None:
    printed, shown = properties("print.css"), properties("screen.css")
    colours = {"--accent", "--accent-light", "--text", "--muted", "--line", "--warn"}
    assert {name: printed[name] for name in colours} == {name: shown[name] for name in colours}


def test_every_class_that_means_something_has_a_form_on_the_screen() -> None:
    """Those of references and typed text say what a text is and look like any other."""
    stated = set(re.findall(r"\b(?:p|div|span|td|th|hr)\.([a-z-]+)", elements.__doc__ or "")) | {"narrative"}
    assert {"footnote", "checkbox", "stamp", "page-break"} < stated
    missing = {name for name in stated - {"reference", "typed"} if f".{name}" not in sheet("screen.css")}
    assert missing == set()


def test_a_footnote_is_read_where_it_stands() -> None:
    text = sheet("screen.css")
    assert '.footnote::before { content: " ["; }' in text
    assert '.footnote::after { content: "]"; }' in text


def test_heads_of_tables_stay_in_view_and_wide_tables_move_in_their_own_frame_on_a_phone() -> None:
    everywhere, _, rest = sheet("screen.css").partition("@media screen and (max-width: 48rem)")
    phone, _, printed = rest.partition("@media print")
    assert "thead { position: sticky; top: 0;" in everywhere
    assert re.search(r"table, table\.narrow \{ display: block;[^}]*overflow: auto; \}", phone)
    assert "display: table-header-group" in printed
    assert re.search(r"hr\.page-break \{[^}]*break-after: page; \}", printed)


def test_a_document_tells_a_phone_its_width() -> None:
    for page in ("frame.html.j2", "index.html.j2"):
        text = (templates() / "_base" / page).read_text("utf-8")
        assert '<meta name="viewport" content="width=device-width, initial-scale=1"/>' in text
