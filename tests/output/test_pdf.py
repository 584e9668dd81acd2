"""PDF: bundled fonts only, no network, no silent gap, page x of y, the same bytes twice."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdf
import pytest

from grants.office.resources import fonts
from grants.output.pdf import PdfError, PdfWriter

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def writer() -> PdfWriter:
    return PdfWriter(fonts())


def page(body: str) -> str:
    style = "font-family: 'Source Sans 3'"
    return f'<html lang="de"><head><title>Probe</title></head><body style="{style}">{body}</body></html>'


def test_the_same_html_gives_the_same_bytes(writer: PdfWriter) -> None:
    html = page("<p>1.234,56\u00a0€</p>")
    assert writer.write(html, "a") == PdfWriter(fonts()).write(html, "a")


def test_another_process_sets_the_same_document_with_the_same_bytes(finished: Path, writer: PdfWriter) -> None:
    path = finished / "ausgabe" / "2025" / "2025-verwendungsnachweis.html"
    code = "import sys; sys.stdout.buffer.write(PdfWriter(fonts()).write(sys.stdin.buffer.read().decode(), 'a'))"
    imports = "from grants.output.pdf import PdfWriter; from grants.office.resources import fonts; "
    command = [sys.executable, "-X", "utf8", "-c", imports + code]
    done = subprocess.run(command, cwd=ROOT, input=path.read_bytes(), capture_output=True, check=True)
    assert done.stdout == writer.write(path.read_text("utf-8"), "a")


def test_a_sign_that_the_fonts_lack_is_a_refusal_and_not_a_box(writer: PdfWriter) -> None:
    with pytest.raises(PdfError, match="glyph"):
        writer.write(page("<p>中文</p>"), "a")


@pytest.mark.parametrize("source", ["https://example.org/a.png", "file:///etc/passwd", "missing.png"])
def test_nothing_is_fetched_from_network_or_disk(writer: PdfWriter, source: str) -> None:
    with pytest.raises(PdfError, match=r"[Ff]ailed to load|[Rr]elative URI"):
        writer.write(page(f'<img src="{source}" alt="x"/>'), "a")


def test_every_page_of_a_document_says_page_x_of_y(finished: Path) -> None:
    reader = pypdf.PdfReader(finished / "ausgabe" / "2025" / "2025-verwendungsnachweis.pdf")
    count = len(reader.pages)
    assert count >= 4
    for number, sheet in enumerate(reader.pages, start=1):
        assert f"Seite {number} von {count}" in sheet.extract_text().replace("\u00a0", " ")


@pytest.mark.parametrize("stem", ["verwendungsnachweis", "verteilung", "weitergabe-08999002", "sitzungsvorlage"])
def test_documents_are_tagged_german_archive_files_with_bundled_fonts_only(finished: Path, stem: str) -> None:
    content = (finished / "ausgabe" / "2025" / f"2025-{stem}.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "de"
        assert "/StructTreeRoot" in pdf.Root
        metadata = pdf.open_metadata()
        assert (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) == ("3", "A")
    names = {
        font["/BaseFont"].split("+")[-1]
        for sheet in pypdf.PdfReader(io.BytesIO(content)).pages
        for font in (f.get_object() for f in sheet["/Resources"]["/Font"].values())  # type: ignore[index]
    }
    assert names
    assert all(name.replace("-", " ").startswith("Source Sans") for name in names), names


def test_the_header_of_a_table_that_runs_over_pages_is_repeated(finished: Path) -> None:
    reader = pypdf.PdfReader(finished / "ausgabe" / "2025" / "2025-verteilung.pdf")
    with_rows = [text for text in (sheet.extract_text() for sheet in reader.pages) if "089990" in text]
    assert len(with_rows) >= 2
    assert all("Schlüssel" in text and "Personen" in text for text in with_rows[:2])
