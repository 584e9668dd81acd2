"""PDFs as they are set say what their HTML says, whatever the names in them look like; one changed digit is found."""

from __future__ import annotations

import random
import re
from functools import cache
from html import escape

import pytest

from grants.output.finished.agreement_of_files import compare_documents
from grants.output.finished.difference import Difference
from grants.output.finished.pdf import read_pdf
from tests.output.name_samples import MIXED, NAMES
from tests.output.pdf_samples import page, set_page

ARABIC = "محمد الأحمد نادية حداد "
PROVOKING = (
    *NAMES.values(),
    *MIXED,
    "محمد 12,50 (Stelle 3)",
    "Stelle 3 (חיים), 1.000,00 halbe Stelle",
    "5 שלום 6 עולם 7,00 €",
    "نادية 2025-01 חיים 3",
    "(محمد)",
    "محمد-الأحمد/12",
    "محمد ٣٤ نادية",
    "1.234,56 € Verein von 1919 e. V.",
    "Büro ﬁnanz Waﬄe Stoff",
    "Inte\u00adgra\u00adtions\u00adver\u00adein",
    "x\u0308 q\u0308 ế",
    ("Verband für Integration und Teilhabe " * 14)[:500],
    (ARABIC * 25)[:500],
)
FIGURE = re.compile(r'(<(?:td class="num"|data) value="\d+\.)\d\d("[^>]*>\d+,)\d\d')


def document(names: list[str]) -> str:
    """Return a page that shows each name in a table, in running text and in a footnote, with figures beside it."""
    numbered = [(100 + number, f'<span class="typed">{escape(name)}</span>') for number, name in enumerate(names)]
    rows = "".join(
        f'<tr><td>{name}</td><td class="num" value="{number}.50" data-name="a.{number}">{number},50</td>'
        f'<td class="num" value="{number}.70">{number},70</td><td>{name}</td></tr>'
        for number, name in numbered
    )
    paragraphs = "".join(
        f'<p class="prose">An {name} gingen {data(number)}<span class="footnote">Davon {data(number + 500)} an {name}.'
        f"</span> und {data(number + 1000)} nach Vorlage IV-006-2024.</p>"
        for number, name in numbered
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Name", "Soll", "Ist", "Wer"))
    return page(
        f'<table id="t"><caption>T</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{paragraphs}'
    )


def data(number: int) -> str:
    return f'<data value="{number}.25" data-name="p.{number}">{number},25\u00a0€</data>'


@cache
def made(seed: int) -> tuple[str, bytes]:
    names = list(PROVOKING)
    random.Random(seed).shuffle(names)  # noqa: S311 - the order of names, the same in each run
    html = document(names)
    return html, set_page(html)


def differences(html: str, pdf: bytes) -> list[Difference]:
    (compared,) = compare_documents([{"html": f"<!DOCTYPE html>{html}".encode(), "pdf": pdf}])
    return [each for each in compared.differences["pdf"] if not each.text.startswith("Anlage ")]


@pytest.mark.parametrize("seed", range(3))
def test_names_of_any_script_and_length_make_no_difference_in_whatever_order_they_stand(seed: int) -> None:
    assert differences(*made(seed)) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_changed_digit_is_found_beside_every_name(seed: int) -> None:
    html, pdf = made(seed)
    places = list(FIGURE.finditer(html))
    assert len(places) == 5 * len(PROVOKING)
    for place in places[seed::9]:
        changed = html[: place.start()] + f"{place[1]}99{place[2]}99" + html[place.end() :]
        expected = [each.expected.rstrip("\u00a0€") for each in differences(changed, pdf)]
        assert place[2].rpartition(">")[2] + "99" in expected, place[0]


def test_figures_beside_a_name_from_right_to_left_are_read_in_the_order_of_their_columns() -> None:
    html = document(["محمد الأحمد", "(חיים) 3", "محمد 12,50 (Stelle 3)"])
    text = read_pdf(set_page(html)).pages[0]
    assert re.findall(r"\d{3},\d\d", text)[:6] == ["100,50", "100,70", "101,50", "101,70", "102,50", "102,70"]
    assert "محمد الأحمد\t100,50\t100,70" in text
    swapped = html.replace("100,50", "X").replace("100,70", "100,50").replace("X", "100,70")
    assert differences(swapped, set_page(html))


def test_the_mark_of_a_footnote_is_no_digit_of_the_figure_before_it() -> None:
    figure = '<data value="12.25">12,25</data>'
    read = read_pdf(set_page(page(f'<p>Es sind {figure}<span class="footnote">Note</span>.</p>')))
    assert "12,25 1" in read.pages[0]


def test_running_lines_are_read_apart_from_the_text_of_a_page() -> None:
    html = page("<p>Text</p>").replace("<main>", '<footer class="running"><p>Fuß 12,50</p></footer><main>')
    read = read_pdf(set_page(html))
    assert "Fuß" not in read.pages[0]
    assert read.artifacts[0].split() == ["Fuß", "12,50", "Seite", "1", "von", "1"]
