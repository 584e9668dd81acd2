"""An order to files: one HTML, and from it PDF, DOCX, XLSX and the page on its own; runs in the child process."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from grants.output.house.layout import FOLDER, STYLE, read_house
from grants.output.house.style import without_imports
from grants.output.html.direction import enclose_names
from grants.output.html.document import DocumentError, local_name, parse_document
from grants.output.html.renderer import Renderer, TemplateFaultError, shipped_templates, with_style
from grants.output.pdf.writer import PdfError, PdfWriter
from grants.output.word.look import Look
from grants.output.word.writer import write_word
from grants.output.workbook.writer import write_workbook
from ledger.finding import Place, UnreadableError, error

if TYPE_CHECKING:
    from grants.output.order import Order, Shop

PRINT_STYLE, SCREEN_STYLE = "_base/print.css", "_base/screen.css"


class Printer:
    """Makes the files of orders, with one set of templates, styles and fonts for all of them.

    ``findings`` say what is wrong with the county's own layout; nothing can be made while there are any.
    """

    def __init__(self, shop: Shop) -> None:
        """Load the templates and read the county's own layout."""
        self._fonts = shop.templates / "_base" / "fonts"
        self._house, findings = read_house(shop.house, shipped_templates(shop.templates))
        self._renderer = Renderer(shop.templates, self._house.templates)
        self._pdf = PdfWriter(self._fonts)
        place = Place(f"{FOLDER}{STYLE}")
        complaints = self._pdf.complaints_about(without_imports(self._house.style))
        self.findings = (*findings, *(error(place, each.text, each.remedy) for each in complaints))
        shipped = {name: (shop.templates / name).read_text("utf-8") for name in (PRINT_STYLE, SCREEN_STYLE)}
        own = (self._house.variables, self._house.style)
        self._print_styles = (shipped[PRINT_STYLE], self._house.faces, *own)
        self._screen_styles = (shipped[SCREEN_STYLE], *own)

    def make(self, order: Order) -> dict[str, bytes]:
        """Return the files of an order by suffix. Raises UnreadableError when it cannot be set in full."""
        for finding in self.findings:
            raise UnreadableError(f"{order.title}: {finding.place.words()}: {finding.text}", finding.remedy)
        try:
            return self._make(order)
        except TemplateFaultError as problem:
            raise UnreadableError(
                f"{order.title}: Vorlage {problem.template}, Zeile {problem.line}: {problem.clause}.",
                self._remedy_for_template(order),
            ) from None
        except DocumentError as problem:
            raise UnreadableError(
                f"{order.title}: Vorlage {self._file_of(order)}: {problem}.", self._remedy_for_template(order)
            ) from None
        except PdfError as problem:
            raise UnreadableError(f"{order.title}: {problem.text}", problem.remedy) from None

    def _make(self, order: Order) -> dict[str, bytes]:
        county = replace(order.county, logo=self._house.logo)
        html = self._renderer.render(order.template, order.paper, county)
        root = parse_document(html)
        writers = {
            "pdf": lambda: self._pdf.write(
                with_style(html, *self._print_styles), root, order.stem, order.dated, order.reference
            ),
            "docx": lambda: self._word(html, order),
            "xlsx": lambda: write_workbook(root, order.dated),
            "html": lambda: with_style(enclose_names(html), *self._screen_styles).encode(),
        }
        return {suffix: writers[suffix]() for suffix in order.formats}

    def _word(self, html: str, order: Order) -> bytes:
        root = parse_document(html)
        if self._house.logo and self._house.logo.svg:
            _replace_logo(root, self._house.logo.text, self._house.word_logo)
        own = {name.replace("-", "_"): value[1:].upper() for name, value in self._house.colours.items()}
        if self._house.font:
            own |= {"font": self._house.font, "own_font": self._house.font}
        look = replace(Look(), **own)
        return write_word(
            root, self._fonts, order.dated, reference=order.reference, base=self._house.word_base, look=look
        )

    def _file_of(self, order: Order) -> str:
        return f"hausvorlage/{order.template}" if order.template in self._house.templates else order.template

    def _remedy_for_template(self, order: Order) -> str:
        if self._house.templates:
            return f"Bitte {self._file_of(order)} und die übrigen Vorlagen in hausvorlage prüfen."
        return "Bitte diese Zeile an die Betreuung des Verfahrens geben."


def _replace_logo(root: Element, text: str, png: bytes) -> None:
    """Put a PNG in the place of a drawn logo: Word shows no drawing of a document."""
    source = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    for parent in root.iter():
        for index, child in enumerate(parent):
            if local_name(child) == "svg" and "logo" in child.get("class", "").split():
                name = parent.tag.replace(local_name(parent), "img")
                picture = Element(name, {"class": "logo", "src": source, "alt": text})
                picture.tail = child.tail
                parent[index] = picture
