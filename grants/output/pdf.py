"""HTML to PDF/A-3a. The one home of weasyprint: no network, no files, every warning refuses the document."""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

if TYPE_CHECKING:
    from pathlib import Path

FACES = (
    ("SourceSans3-Regular.ttf", 400, "normal"),
    ("SourceSans3-Semibold.ttf", 600, "normal"),
    ("SourceSans3-It.ttf", 400, "italic"),
)


class PdfError(Exception):
    """WeasyPrint had something to complain about; the document is refused, because it would print a gap."""


class _Complaints(logging.Handler):
    """Collects every log record of WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class PdfWriter:
    """Writes PDFs with one font configuration and one parsed face sheet for all documents of a run."""

    def __init__(self, fonts: Path) -> None:
        """Load the bundled fonts; system fonts are never asked for by name."""
        self._fonts = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
        self._faces = CSS(string=_face_rules(fonts), font_config=self._fonts, url_fetcher=self._fetcher)

    def write(self, html: str, identifier: str) -> bytes:
        """Return the PDF of a document. Raises PdfError for a missing glyph, image or style."""
        complaints = _Complaints()
        log = logging.getLogger("weasyprint")
        log.addHandler(complaints)
        propagated, log.propagate = log.propagate, False
        try:
            content = HTML(string=html, url_fetcher=self._fetcher, base_url=None).write_pdf(
                stylesheets=[self._faces],
                font_config=self._fonts,
                pdf_variant="pdf/a-3a",
                pdf_identifier=identifier.encode(),
            )
        finally:
            log.removeHandler(complaints)
            log.propagate = propagated
        if complaints.messages:
            raise PdfError("; ".join(dict.fromkeys(complaints.messages)))
        if not isinstance(content, bytes):
            message = "no PDF was written"
            raise PdfError(message)
        return content


def _face_rules(fonts: Path) -> str:
    """Return the @font-face rules with the bundled fonts as data."""
    rules = []
    for file, weight, style in FACES:
        data = base64.b64encode((fonts / file).read_bytes()).decode("ascii")
        rules.append(
            f'@font-face {{ font-family: "Source Sans 3"; font-weight: {weight}; font-style: {style}; '
            f'src: url("data:font/ttf;base64,{data}") format("truetype"); }}'
        )
    return "\n".join(rules)
