"""DOCX: the same text as the HTML, real headings, repeated header rows, German, nothing of the library left."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from grants.office.resources import fonts
from grants.output.document import DocumentError, local_name, parse_document, text_of
from grants.output.word import write_word
from tests.tools import tool

STEMS = ["verwendungsnachweis", "verteilung", "weitergabe-08999901", "sitzungsvorlage"]
DATED = datetime(2026, 2, 16)  # noqa: DTZ001 - document properties know no zone


def letters(text: str) -> str:
    """Return only what is printed: no blanks, no hyphens a line break may have added, no list bullets, no case."""
    return re.sub(r"[\s\u00a0\u00ad•\-]", "", text).casefold()


def html_of(finished: Path, stem: str) -> str:
    return (finished / "ausgabe" / "2025" / f"2025-{stem}.html").read_text("utf-8")


def word_of(finished: Path, stem: str) -> bytes:
    return (finished / "ausgabe" / "2025" / f"2025-{stem}.docx").read_bytes()


def main_words(html: str) -> list[str]:
    """Return the texts of paragraphs, headings, list items and cells in the order of the document."""
    root = parse_document(html)
    main = next(element for element in root.iter() if local_name(element) == "main")
    kinds = ("p", "h1", "h2", "h3", "li", "td", "th", "caption", "dt", "dd", "figcaption")
    return [text_of(element) for element in main.iter() if local_name(element) in kinds]


@pytest.mark.parametrize("stem", STEMS)
def test_every_text_of_the_html_stands_in_the_word_document(finished: Path, stem: str) -> None:
    document = docx.Document(io.BytesIO(word_of(finished, stem)))
    written = letters("".join(text.text or "" for text in document.element.body.iter(qn("w:t"))))
    missing = [text for text in main_words(html_of(finished, stem)) if letters(text) not in written]
    assert missing == []


@pytest.mark.parametrize("stem", STEMS)
def test_every_text_of_the_html_stands_in_the_pdf(finished: Path, stem: str) -> None:
    reader = pypdf.PdfReader(finished / "ausgabe" / "2025" / f"2025-{stem}.pdf")
    printed = letters("".join(sheet.extract_text() for sheet in reader.pages))
    words = [word for text in main_words(html_of(finished, stem)) for word in text.split()]
    assert [word for word in words if letters(word) not in printed] == []


def test_headings_are_headings_and_table_heads_repeat(finished: Path) -> None:
    document = docx.Document(io.BytesIO(word_of(finished, "verwendungsnachweis")))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") == 6
    for table in document.tables:
        first = table.rows[0]._tr
        assert first.trPr is not None
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_document_is_german_and_says_who_wrote_it(finished: Path) -> None:
    content = word_of(finished, "sitzungsvorlage")
    document = docx.Document(io.BytesIO(content))
    assert document.core_properties.author == "Landratsamt Lindental, Amt für Migration und Integration"
    assert document.core_properties.created == datetime(2026, 2, 16, tzinfo=UTC)
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"de-DE"}
    assert b"python-docx" not in b"".join(zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml").splitlines())


def test_the_chart_has_an_alternative_text_with_its_numbers(finished: Path) -> None:
    document = docx.Document(io.BytesIO(word_of(finished, "sitzungsvorlage")))
    (properties,) = document.element.body.iter(qn("wp:docPr"))
    assert "923.907,00\u00a0€" in properties.get("descr")


def test_the_same_tree_gives_the_same_bytes(finished: Path) -> None:
    root = parse_document(html_of(finished, "sitzungsvorlage"))
    assert write_word(root, fonts(), DATED) == write_word(root, fonts(), DATED)


def test_an_element_without_a_form_in_word_is_an_error_and_not_dropped() -> None:
    head = '<head><title>x</title><meta name="author" content="y"/></head>'
    html = f"<html>{head}<body><main><time>1</time></main></body></html>"
    with pytest.raises(DocumentError, match="<time> has no form"):
        write_word(parse_document(html), fonts(), DATED)


@pytest.mark.parametrize(
    "name", ["verwendungsnachweis.docx", "sitzungsvorlage.docx", "verteilung.docx", "verteilung.xlsx"]
)
def test_word_and_excel_would_open_the_file_without_repair(finished: Path, name: str) -> None:
    command = [sys.executable, "-c", "from openxml_audit.cli import main; main()"]
    path = finished / "ausgabe" / "2025" / f"2025-{name}"
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    assert "Errors: 0" in done.stdout, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("stem", ["verwendungsnachweis", "sitzungsvorlage"])
def test_libreoffice_opens_the_word_document_with_the_same_text(finished: Path, tmp_path: Path, stem: str) -> None:
    office = tool("soffice", "libreoffice-writer-nogui")
    source = finished / "ausgabe" / "2025" / f"2025-{stem}.docx"
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    printed = letters("".join(p.extract_text() for p in pypdf.PdfReader(tmp_path / f"2025-{stem}.pdf").pages))
    words = [word for text in main_words(html_of(finished, stem)) for word in text.split()]
    assert [word for word in words if letters(word) not in printed] == []
