"""A tree is written in one spelling: what is read back is the same tree, and the same text again."""

from __future__ import annotations

import pytest

from grants.output.html.document import parse_document, text_of
from grants.output.html.serialise import serialise


def written(body: str) -> str:
    html = f'<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="de"><body>{body}</body></html>\n'
    return serialise(parse_document(html)).partition("<body>")[2].partition("</body>")[0]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>a &amp; b &lt; c &gt; d</p>", "<p>a &amp; b &lt; c &gt; d</p>"),
        ('<abbr title="&quot;A&quot; &amp; B">A</abbr>', '<abbr title="&quot;A&quot; &amp; B">A</abbr>'),
        ("<p>&#34;a&#39;</p>", "<p>\"a'</p>"),
        ("<br></br><hr class='page-break'/>", '<br/><hr class="page-break"/>'),
        ("<td/>", "<td></td>"),
        ("<p>a</p>\n\n \n<p>b</p>", "<p>a</p>\n<p>b</p>"),
        (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>t</title><rect x="0"/></svg>',
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>t</title><rect x="0"></rect></svg>',
        ),
    ],
)
def test_elements_are_written_in_one_spelling(body: str, wanted: str) -> None:
    assert written(body) == wanted


def test_a_style_keeps_its_signs_for_the_browser() -> None:
    html = "<html><head><style>a > b { content: '\u00a0' }</style></head></html>"
    assert "<style>a > b { content: '\u00a0' }</style>" in serialise(parse_document(html))


@pytest.mark.parametrize(
    "value", ["<script>alert('x')</script>", "{{7*7}}", "=cmd|' /C calc'!A0", '& < > "', "a\u0301 😀", "א ب", "x" * 500]
)
def test_a_hostile_text_is_read_back_unchanged(value: str) -> None:
    root = parse_document("<html><body><p><abbr title='x'>x</abbr></p></body></html>")
    short = next(iter(root.iter("abbr")))
    short.text = value
    short.set("title", value)
    again = next(each for each in parse_document(serialise(root)).iter() if each.tag.endswith("abbr"))
    assert text_of(again) == value
    assert again.get("title") == value
