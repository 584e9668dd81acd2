"""Rendering: everything is escaped, an unknown name is an error, a template cannot run code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from grants.office.resources import example, templates
from grants.office.workspace import open_workspace
from grants.output.html.document import parse_document, text_of
from grants.output.html.renderer import Renderer, TemplateFaultError, date_in_words
from grants.papers.index import IndexPage

COUNTY = open_workspace(example()).county
PROBE = "nachweise/probe.html.j2"
HOSTILE = "Müller & Söhne <GbR> \"{{7*7}}\" <script>alert('x')</script> =cmd|' /C calc'!A0"


@dataclass(frozen=True)
class Paper:
    title: str


def renderer(tmp_path: Path, template: str) -> Renderer:
    (tmp_path / "nachweise").mkdir()
    (tmp_path / PROBE).write_text(template)
    return Renderer(tmp_path)


def test_hostile_text_comes_out_as_text() -> None:
    page = IndexPage(HOSTILE, 2025, "Stand", "31.03.2026", (), (), (), ((HOSTILE, HOSTILE),), ())
    html = Renderer(templates()).page("_base/index.html.j2", page, replace(COUNTY, authority=HOSTILE))
    assert "<script>" not in html
    assert "49" not in html
    assert HOSTILE in html.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace(
        "&#39;", "'"
    ).replace("&amp;", "&")


def test_an_unknown_name_in_a_template_is_an_error_and_not_a_blank(tmp_path: Path) -> None:
    with pytest.raises(TemplateFaultError, match=r"nachweise/probe.html.j2, Zeile 1: „betrg“ gibt es nicht"):
        renderer(tmp_path, "{{ paper.betrg }}").render(PROBE, Paper("x"), COUNTY)


@pytest.mark.parametrize(
    "template",
    ["{{ paper.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ cycler.__init__.__globals__ }}", "{{ range(9) }}"],
)
def test_a_template_reaches_neither_python_nor_the_globals(tmp_path: Path, template: str) -> None:
    with pytest.raises(TemplateFaultError):
        renderer(tmp_path, template).render(PROBE, Paper("x"), COUNTY)


@pytest.mark.parametrize(
    ("code", "clause"),
    [
        *(
            (code, "gedruckt werden können nur Texte und ganze Zahlen")
            for code in (
                "{{ paper }}",
                "{{ ''.format }}",
                "{{ paper.title.upper }}",
                "{{ county }}",
                "{{ none }}",
                "{{ 1.5 }}",
                "{{ true }}",
                "{{ [1] }}",
                "{% macro a(x) %}{{ x }}{% endmacro %}{{ a }}",
                "{% set x = 'x'.upper %}{{ x }}",
            )
        ),
        ("{{ paper|join }}", "eine Angabe lässt sich hier nicht so verwenden"),
        ("{% for x in 3 %}{% endfor %}", "eine Angabe lässt sich hier nicht so verwenden"),
        ("{{ '\\ud800' }}", "ein Text enthält ein halbes Zeichen"),
        ("{{ '\\ud800'|upper }}", "ein Text enthält ein halbes Zeichen"),
    ],
)
def test_what_is_no_text_is_never_printed_and_told_by_line(tmp_path: Path, code: str, clause: str) -> None:
    with pytest.raises(TemplateFaultError) as refused:
        renderer(tmp_path, f"<p>\n{code}</p>").page(PROBE, Paper("x"), COUNTY)
    assert (refused.value.template, refused.value.line) == (PROBE, 2)
    assert clause in refused.value.clause


def test_texts_and_whole_numbers_are_printed(tmp_path: Path) -> None:
    template = "{% macro a(x) %}<b>{{ x }}</b>{% endmacro %}{{ a(paper.title) }} {{ 2025 }} {{ 'a'|upper }}"
    assert renderer(tmp_path, template).page(PROBE, Paper("x & y"), COUNTY) == "<b>x &amp; y</b> 2025 A"


def test_dates_in_words_are_german() -> None:
    assert date_in_words(date(2026, 3, 31)) == "31. März 2026"


def test_the_finished_documents_print_no_value_without_its_figure(finished: Path) -> None:
    """Every amount in a table cell stands on a cell with its exact value."""
    for path in (finished / "ausgabe" / "2025").glob("2025-*.html"):
        root = parse_document(path.read_text("utf-8"))
        cells = [e for e in root.iter() if e.tag.endswith("td") and e.attrib.get("class") == "num"]
        assert cells
        assert [text_of(cell) for cell in cells if text_of(cell) and "value" not in cell.attrib] == []
