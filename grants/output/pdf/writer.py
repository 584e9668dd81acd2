"""HTML to PDF/A-3a that is PDF/UA-1 too. The one home of weasyprint: no network, no files, every warning refuses."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from grants.output.html.direction import set_names_apart
from grants.output.html.document import local_name, text_of
from grants.output.pdf.data import CSV_NAME, JSON_NAME, numbers_as_csv, numbers_as_json
from grants.output.pdf.finish import MAKER, finish
from grants.output.pdf.fonts import face_rules
from grants.output.pdf.letters import complete_letters
from grants.output.pdf.refusal import PdfError, refusal
from grants.output.pdf.structure import complete_structure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from xml.etree.ElementTree import Element

    import pydyf
    from weasyprint.document import Document
    from weasyprint.pdf.metadata import DocumentMetadata

__all__ = ["PdfError", "PdfWriter"]


class _Reports(logging.Handler):
    """Collects every log record of WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class PdfWriter:
    """Writes PDFs with the bundled fonts; documents that need the same faces share one font configuration."""

    def __init__(self, fonts: Path) -> None:
        """``fonts`` is the folder of the bundled fonts and of fonts.conf, which keeps the machine's own fonts out."""
        self._fonts = fonts
        self._fetcher = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
        self._loaded: dict[str, tuple[FontConfiguration, CSS]] = {}

    def write(self, html: str, root: Element, stem: str, dated: datetime, reference: str = "") -> bytes:
        """Return the PDF of a document.

        ``root`` is the tree of ``html``; ``stem`` names the document in its data; ``dated`` (UTC) is the only date it
        carries; ``reference`` is its Aktenzeichen. Raises PdfError when anything would be missing from the page.
        """
        html = set_names_apart(html)
        with _reports() as messages:
            content = self._set(html, root, stem, dated)
        if messages:
            raise refusal(messages)
        return finish(content, reference)

    def complaints_about(self, style: str) -> list[PdfError]:
        """Return what is not understood in a stylesheet of a county, each place once."""
        with _reports() as messages:
            CSS(string=style, url_fetcher=self._fetcher)
        return [refusal([message]) for message in dict.fromkeys(messages)]

    def _set(self, html: str, root: Element, stem: str, dated: datetime) -> bytes:
        """Return the PDF as WeasyPrint makes it; its pages, which need much memory, are given up with the return."""
        configuration, faces = self._faces_for(html)
        document = HTML(string=html, url_fetcher=self._fetcher, base_url=None).render(
            stylesheets=[faces], font_config=configuration
        )
        _describe(document.metadata, root, dated)
        content: bytes = document.write_pdf(
            finisher=_complete,
            pdf_variant="pdf/a-3a",
            pdf_identifier=stem.encode(),
            attachments=_attachments(root, stem, document.metadata.title or "", dated),
        )
        return content

    def _faces_for(self, text: str) -> tuple[FontConfiguration, CSS]:
        rules = face_rules(self._fonts, text)
        if rules not in self._loaded:
            with _only_fonts_of(self._fonts / "fonts.conf"):
                configuration = FontConfiguration()
            faces = CSS(string=rules, font_config=configuration, url_fetcher=self._fetcher)
            self._loaded[rules] = configuration, faces
        return self._loaded[rules]


def _complete(document: Document, pdf: pydyf.PDF) -> None:
    """Complete what WeasyPrint has made, before it is written."""
    complete_structure(document, pdf)
    complete_letters(document, pdf)


@contextmanager
def _reports() -> Iterator[list[str]]:
    """Collect what WeasyPrint reports instead of printing it."""
    reports = _Reports()
    log = logging.getLogger("weasyprint")
    log.addHandler(reports)
    propagated, log.propagate = log.propagate, False
    try:
        yield reports.messages
    finally:
        log.removeHandler(reports)
        log.propagate = propagated


@contextmanager
def _only_fonts_of(configuration: Path) -> Iterator[None]:
    """Let fontconfig read this file instead of the machine's; other programs started later keep theirs."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(configuration.resolve())
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _describe(metadata: DocumentMetadata, root: Element, dated: datetime) -> None:
    """Complete the metadata that WeasyPrint took from the head of the HTML: subject, maker and the one date."""
    heading = next((element for element in root.iter() if local_name(element) == "h1"), None)
    metadata.description = metadata.description or (text_of(heading) if heading is not None else None)
    metadata.generator = MAKER
    metadata.created = metadata.modified = f"{dated:%Y-%m-%dT%H:%M:%SZ}"


def _attachments(root: Element, stem: str, title: str, dated: datetime) -> list[Attachment]:
    """Return the numbers of the document as files that travel inside its PDF."""
    files = (
        (CSV_NAME, numbers_as_csv(root), "Zahlen dieses Dokuments als Tabelle (CSV, UTF-8, Semikolon)"),
        (JSON_NAME, numbers_as_json(stem, title, root), "Zahlen dieses Dokuments mit Namen und genauen Werten (JSON)"),
    )
    return [
        Attachment(string=text, name=name, description=described, relationship="Data", created=dated, modified=dated)
        for name, text, described in files
    ]
