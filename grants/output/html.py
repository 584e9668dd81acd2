"""Render a frozen paper to HTML. The one home of jinja2 (and of babel, for dates in words)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from grants.output.chart import svg
from grants.output.days import mark_days
from grants.output.document import parse_document
from grants.output.serialise import serialise
from grants.output.structure import check_structure
from grants.output.typeset import typeset
from grants.output.unmarked import check_marked

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from grants.papers.letterhead import County


class Renderer:
    """Renders templates of one folder; a template sees ``paper``, ``county`` and ``style`` and nothing else."""

    def __init__(self, templates: Path, style: str = "print.css") -> None:
        """Set up an environment that escapes everything, refuses unknown names and runs no code of a template."""
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.clear()
        self._environment.filters["chart"] = lambda chart: Markup(svg(chart))  # noqa: S704 - svg() escapes its texts
        self._style = (templates / "_base" / style).read_text("utf-8")

    def render(self, template: str, paper: object, county: County) -> str:
        """Return the HTML of a document, checked and typeset: every output is made of it. Raises DocumentError."""
        root = parse_document(self.page(template, paper, county))
        check_structure(root)
        mark_days(root)
        check_marked(root)
        typeset(root)
        return serialise(root)

    def page(self, template: str, paper: object, county: County) -> str:
        """Return a page that is no document (the overview of a folder), complete with its style."""
        style = Markup(self._style)  # noqa: S704 - a shipped file
        return self._environment.get_template(template).render(paper=paper, county=county, style=style)


def date_in_words(day: date) -> str:
    """Return a day as ``31. März 2026``."""
    return format_date(day, "d. MMMM y", locale="de_DE")
