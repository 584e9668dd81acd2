"""Render a frozen paper to HTML. The one home of jinja2 (and of babel, for dates in words)."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING

from babel.dates import format_date
from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    pass_context,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from grants.output.html.chart import svg
from grants.output.html.days import mark_days
from grants.output.html.document import DocumentError, local_name, parse_document
from grants.output.html.serialise import serialise
from grants.output.html.structure import check_structure
from grants.output.html.template_check import FILTERS, ORIGINAL, OWN_FOLDER, TESTS
from grants.output.html.typeset import typeset
from grants.output.html.unmarked import check_marked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from grants.papers.letterhead import County, Logo

_DOCTYPE = "<!DOCTYPE html>"
_END_OF_HEAD = "</head>"
_NAME = re.compile(r"has no (?:attribute|element) '?([^']+)'?$|^'([^']+)' is undefined")

_HALF_A_SIGN = re.compile("[\ud800-\udfff]")


class TemplateFaultError(Exception):
    """A template could not be rendered: its name, the line and a German clause."""

    def __init__(self, template: str, line: int, clause: str) -> None:
        """Keep the place apart from the fact."""
        super().__init__(f"{template}, Zeile {line}: {clause}")
        self.template, self.line, self.clause = template, line, clause


class _UnprintableError(TemplateRuntimeError):
    """A template prints what is no text of a document; the message is a German clause."""


class Renderer:
    """Renders templates by name, a county's own before those shipped; each sees ``paper`` and ``county`` alone."""

    def __init__(self, templates: Path, own: Mapping[str, str] | None = None) -> None:
        """Set up an environment that escapes everything, refuses unknown names and runs no code of a template.

        ``own`` are texts of templates by the name of the shipped one that each goes before.
        """
        self._shipped, self._own = shipped_templates(templates), own or {}
        self._environment = ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self._source),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_printed,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.clear()
        for known, kept in ((self._environment.filters, FILTERS), (self._environment.tests, TESTS)):
            for name in set(known) - kept:
                del known[name]
        self._environment.filters["picture"] = _picture
        self._environment.filters["chart"] = lambda chart: Markup(svg(chart))  # noqa: S704 - svg() escapes its texts

    def render(self, template: str, paper: object, county: County) -> str:
        """Return the HTML of a document, checked and typeset: every output is made of it.

        Raises TemplateFaultError with template and line, DocumentError for a page that is no document.
        """
        html = self.page(template, paper, county)
        _refuse_what_readers_read_differently(html)
        root = parse_document(html)
        _refuse_styles(root)
        check_structure(root)
        mark_days(root)
        check_marked(root)
        typeset(root)
        return serialise(root)

    def page(self, template: str, paper: object, county: County) -> str:
        """Return a page as its template makes it, without style. Raises TemplateFaultError with template and line."""
        try:
            return self._environment.get_template(template).render(paper=paper, county=county)
        except (TemplateError, TypeError, ValueError, LookupError, AttributeError) as problem:
            fault = _fault(template, problem)
            if fault is None:
                raise
            raise fault from None

    def _source(self, name: str) -> tuple[str, str, None] | None:
        """Return text and file of a template, or None when there is none of that name."""
        shipped = name.removeprefix(ORIGINAL)
        if name == shipped and name in self._own:
            return self._own[name], f"{OWN_FOLDER}{name}", None
        return (self._shipped[shipped], shipped, None) if shipped in self._shipped else None


def shipped_templates(folder: Path) -> dict[str, str]:
    """Return the texts of the shipped templates by name."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.glob("*/*.html.j2"))}


def with_style(html: str, *styles: str) -> str:
    """Return a page with its styles in the head, a later one above those before it. None holds a < or a &."""
    elements = "".join(f"<style>\n{style.strip()}\n</style>\n" for style in styles if style)
    return html.replace(_END_OF_HEAD, f"{elements}{_END_OF_HEAD}", 1)


def date_in_words(day: date) -> str:
    """Return a day as ``31. März 2026``."""
    return format_date(day, "d. MMMM y", locale="de_DE")


def _picture(logo: Logo) -> Markup:
    """Return a logo as an element of the closed set; its SVG has been checked and described already."""
    if logo.svg:
        return Markup(logo.svg)  # noqa: S704 - written by our own serialiser
    return Markup('<img class="logo" src="{}" alt="{}"/>').format(logo.png, logo.text)


def _refuse_what_readers_read_differently(html: str) -> None:
    """Refuse comments, declarations and sections of character data: a browser and an XML reader disagree on them."""
    if "<!" in html.replace(_DOCTYPE, "", 1) or "<?" in html:
        message = "Kommentare und Deklarationen (<!…>, <?…>) gehören nicht in ein Dokument"
        raise DocumentError(message)


def _refuse_styles(root: Element) -> None:
    if any(local_name(element) == "style" for element in root.iter()):
        message = "das Element <style> gehört nicht in eine Vorlage, sondern in hausvorlage/stil.css"
        raise DocumentError(message)


# The context keeps the engine from printing constants before anything runs, which would go around this.
@pass_context
def _printed(_: object, value: object) -> object:
    """Return what a template prints. Raises _UnprintableError for what would come out as an object of the program."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Undefined)):
        message = "gedruckt werden können nur Texte und ganze Zahlen, hier steht etwas anderes"
        raise _UnprintableError(message)
    if isinstance(value, str) and _HALF_A_SIGN.search(value):
        message = "ein Text enthält ein halbes Zeichen (U+D800 bis U+DFFF)"
        raise _UnprintableError(message)
    return value


def _fault(template: str, problem: Exception) -> TemplateFaultError | None:
    """Return where in which template something went wrong, and what; None where it was not in a template."""
    if isinstance(problem, TemplateSyntaxError):
        return TemplateFaultError(problem.filename or template, problem.lineno, "die Anweisung ist nicht lesbar")
    frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if frame.filename.endswith(".html.j2")]
    if not frames and not isinstance(problem, TemplateError):
        return None
    file, line = (frames[-1].filename, frames[-1].lineno or 1) if frames else (template, 1)
    return TemplateFaultError(file, line, _clause(problem))


def _clause(problem: Exception) -> str:
    if isinstance(problem, UndefinedError):
        named = _NAME.search(problem.message or "")
        name = f"„{named[1] or named[2]}“" if named else "eine Angabe"
        return f"{name} gibt es nicht"
    if isinstance(problem, _UnprintableError):
        return problem.message or ""
    if isinstance(problem, TemplateError):
        return "die Vorlage greift auf etwas zu, das ihr nicht offensteht"
    return "eine Angabe lässt sich hier nicht so verwenden"
