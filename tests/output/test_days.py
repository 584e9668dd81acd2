"""Days: every one of the calendar becomes a time element, everything else stays as it is."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from grants.output.html.days import mark_days
from grants.output.html.document import text_of


def marked(html: str) -> str:
    root = ET.fromstring(html)  # noqa: S314 - written here
    before = text_of(root)
    mark_days(root)
    assert text_of(root) == before
    return ET.tostring(root, "unicode")


def test_days_in_figures_and_in_words_carry_their_iso_date() -> None:
    assert marked("<p>vom 31.03.2026 bis 1. Mai 2026.</p>") == (
        '<p>vom <time datetime="2026-03-31">31.03.2026</time> bis <time datetime="2026-05-01">1. Mai 2026</time>.</p>'
    )


def test_both_ends_of_a_period_are_days() -> None:
    assert marked("<td>01.01.2025–31.12.2025</td>") == (
        '<td><time datetime="2025-01-01">01.01.2025</time>–<time datetime="2025-12-31">31.12.2025</time></td>'
    )


def test_days_after_an_element_are_marked_where_they_stand() -> None:
    assert marked("<p><em>a</em> 01.02.2024 <em>b</em> 02.02.2024</p>") == (
        '<p><em>a</em> <time datetime="2024-02-01">01.02.2024</time> <em>b</em> '
        '<time datetime="2024-02-02">02.02.2024</time></p>'
    )


@pytest.mark.parametrize(
    "text", ["31.02.2026", "Az. 12.03.2024-7", "1.01.01.2025", "01.01.2025.3", "00.00.0000", "32. März 2026", "12/2025"]
)
def test_what_is_no_day_stays_text(text: str) -> None:
    assert marked(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_what_is_a_day_already_and_a_figure_are_left_alone() -> None:
    html = '<p><time datetime="2026-03-31">31.03.2026</time><data value="1">01.01.2025</data></p>'
    assert marked(html) == html
