"""An order to files: one HTML, and from it PDF, DOCX, XLSX and the page on its own; runs in the child process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.output.document import DocumentError, parse_document
from grants.output.fonts import FAMILY, SYMBOLS
from grants.output.html import Renderer, TemplateFaultError, with_style
from grants.output.pdf import PdfError, PdfWriter
from grants.output.word import write_word
from grants.output.workbook import write_workbook
from ledger.finding import UnreadableError

if TYPE_CHECKING:
    from grants.output.order import Order, Shop

PRINT_STYLE, SCREEN_STYLE = "_base/print.css", "_base/print.css"

# Every letter is looked for in the bundled families in their order; both boxes come from one of them.
_FAMILIES = f':root {{ --font: {FAMILY}; }}\n.checkbox {{ font-family: "{SYMBOLS}"; }}\n'


class Printer:
    """Makes the files of orders, with one set of templates, styles and fonts for all of them."""

    def __init__(self, shop: Shop) -> None:
        """Load the templates and the fonts; this is what takes the time before the first document."""
        self._shop = shop
        self._fonts = shop.templates / "_base" / "fonts"
        self._renderer = Renderer(shop.templates, shop.own_templates)
        self._pdf = PdfWriter(self._fonts)
        self._print_style = self._style(PRINT_STYLE)
        self._screen_style = self._style(SCREEN_STYLE)

    def _style(self, name: str) -> str:
        return (self._shop.templates / name).read_text("utf-8") + _FAMILIES + self._shop.own_style

    def make(self, order: Order) -> dict[str, bytes]:
        """Return the files of an order by suffix. Raises UnreadableError when it cannot be set in full."""
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
        html = self._renderer.render(order.template, order.paper, order.county)
        root = parse_document(html)
        writers = {
            "pdf": lambda: self._pdf.write(
                with_style(html, self._print_style), root, order.stem, order.dated, order.reference
            ),
            "docx": lambda: write_word(root, self._fonts, order.dated),
            "xlsx": lambda: write_workbook(root, order.dated),
            "html": lambda: with_style(html, self._screen_style).encode(),
        }
        return {suffix: writers[suffix]() for suffix in order.formats}

    def _file_of(self, order: Order) -> str:
        return f"hausvorlage/{order.template}" if order.template in self._shop.own_templates else order.template

    def _remedy_for_template(self, order: Order) -> str:
        if self._shop.own_templates:
            return f"Bitte {self._file_of(order)} und die übrigen Vorlagen in hausvorlage prüfen."
        return "Bitte diese Zeile an die Betreuung des Verfahrens geben."
