"""PDF: bundled fonts only, no network, no silent gap, its numbers inside, the same bytes anywhere."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from fontTools.ttLib import TTFont

from grants.office.resources import fonts
from grants.output.html.document import named_numbers, parse_document
from grants.output.pdf.fonts import FAMILIES
from grants.output.pdf.writer import PdfError, PdfWriter
from tests.output.golden import KINDS, golden_path
from tests.output.pdf_samples import DATED, SPANS, long_table, opened, page, pdf_of, pdf_of_kind, png, set_page, styled

ROOT = Path(__file__).resolve().parents[2]
SETS_WHAT_IT_READS = (
    "import sys; from datetime import datetime; from pathlib import Path; "
    "from grants.output.html.document import parse_document; from grants.output.pdf.writer import PdfWriter; "
    "html = sys.stdin.buffer.read().decode(); fonts = Path(sys.argv[1]); "
    "sys.stdout.buffer.write(PdfWriter(fonts).write(html, parse_document(html), 'probe', datetime(2026, 2, 16)))"
)


def set_elsewhere(html: str, folder: Path, **environment: str) -> bytes:
    """Return the PDF that a process of its own makes in another folder and environment."""
    command = [sys.executable, "-X", "utf8", "-c", SETS_WHAT_IT_READS, str(fonts())]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    done = subprocess.run(command, cwd=folder, env=surroundings, input=html.encode(), capture_output=True, check=True)
    return done.stdout


def test_the_same_document_is_the_same_bytes_wherever_and_by_whomever_it_is_set(tmp_path: Path) -> None:
    html = styled(golden_path("weitergabe-08999003").read_text("utf-8"))
    here = set_page(html)
    assert set_elsewhere(html, tmp_path, TZ="Asia/Kathmandu", LC_ALL="C", PYTHONHASHSEED="1") == here
    assert set_elsewhere(html, Path("/"), TZ="America/New_York", LC_ALL="C.UTF-8", PYTHONHASHSEED="2") == here


def test_a_writer_that_has_set_other_documents_sets_this_one_as_a_new_one_does() -> None:
    html = page(SPANS)
    used = PdfWriter(fonts())
    for other in (page("<p>Надія, 0x</p>"), page(long_table(3))):
        used.write(other, parse_document(other), "andere", DATED)
    assert used.write(html, parse_document(html), "probe", DATED) == PdfWriter(fonts()).write(
        html, parse_document(html), "probe", DATED
    )


def machine_with_a_font_of_its_own(folder: Path, sign: str) -> str:
    """Return the path of a fontconfig file whose folder holds a face that has a sign the bundled ones lack."""
    with TTFont(fonts() / "SourceSans3-Regular.ttf") as face:
        for table in face["cmap"].tables:
            table.cmap[ord(sign)] = "A"
        for number in (1, 4, 6, 16):
            face["name"].setName("Machine Sans", number, 3, 1, 0x409)
        face.save(folder / "machine.ttf")
    configuration = folder / "machine.conf"
    configuration.write_text(f"<fontconfig><dir>{folder}</dir></fontconfig>", "utf-8")
    return str(configuration)


def test_fonts_of_the_machine_are_neither_needed_nor_used(tmp_path: Path) -> None:
    machine = machine_with_a_font_of_its_own(tmp_path, "中")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        set_elsewhere(page("<p>中</p>"), tmp_path, FONTCONFIG_FILE=machine)
    assert "Das Zeichen „中“ (U+4E2D) fehlt den Schriften." in refused.value.stderr.decode()
    html = page("<p>1.234,56\u00a0€</p>")
    assert set_elsewhere(html, tmp_path, FONTCONFIG_FILE=machine) == set_page(html)
    none = tmp_path / "keine.conf"
    none.write_text("<fontconfig></fontconfig>", "utf-8")
    assert set_elsewhere(html, tmp_path, FONTCONFIG_FILE=str(none)) == set_page(html)


def test_the_day_of_the_order_is_the_only_date_in_the_file() -> None:
    content = pdf_of_kind("verwendungsnachweis")
    with opened(content) as pdf:
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert metadata.count("2026-02-16T00:00:00Z") == 2
        assert {str(pdf.docinfo[name]) for name in ("/CreationDate", "/ModDate")} == {"D:20260216000000Z"}
        parameters = [file.EF.F.Params for file in pdf.Root.AF]
        assert {str(each[name]) for each in parameters for name in ("/CreationDate", "/ModDate")} == {
            "D:20260216000000Z"
        }
        today = datetime.now(tz=UTC)
        assert f"{today:%Y-%m-%d}" not in metadata
    assert f"{today:%Y%m%d}".encode() not in content


def test_title_author_subject_language_and_file_reference_stand_in_both_metadata() -> None:
    with opened(pdf_of("<p>Text</p>", reference="41.2 & 7/<02>")) as pdf:
        info = {name: str(pdf.docinfo[name]) for name in ("/Title", "/Author", "/Subject", "/Creator", "/Aktenzeichen")}
        assert info == {
            "/Title": "Probe",
            "/Author": "Landratsamt Lindental",
            "/Subject": "Die Probe",
            "/Creator": "Förderbuch",
            "/Aktenzeichen": "41.2 & 7/<02>",
        }
        metadata = pdf.open_metadata()
        assert metadata["dc:title"] == "Probe"
        assert metadata["dc:creator"] == ["Landratsamt Lindental"]
        assert metadata["dc:description"] == "Die Probe"
        assert metadata["xmp:CreatorTool"] == "Förderbuch"
        assert metadata["dc:identifier"] == "41.2 & 7/<02>"
        assert str(pdf.Root.Lang) == "de"


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_carries_its_numbers_as_two_files(kind: str) -> None:
    root = parse_document(golden_path(kind).read_text("utf-8"))
    expected = [(each.name, each.exact, each.text) for each in named_numbers(root).values()]
    with opened(pdf_of_kind(kind)) as pdf:
        files = {name: pdf.attachments[name].get_file().read_bytes().decode() for name in pdf.attachments}
        relations = [str(file.AFRelationship) for file in pdf.Root.AF]
        described = [str(file.Desc) for file in pdf.Root.AF]
    assert relations == ["/Data", "/Data"]
    assert all(text.startswith("Zahlen dieses Dokuments") for text in described)
    data = json.loads(files["zahlen.json"])
    assert [(each["name"], each["wert"], each["text"]) for each in data["zahlen"]] == expected
    assert data["dokument"] == "probe"
    lines = list(csv.reader(io.StringIO(files["zahlen.csv"], newline=""), delimiter=";"))
    assert lines == [["name", "wert", "text"], *map(list, expected)]


def test_headings_are_bookmarks() -> None:
    with opened(pdf_of("<h2>Ausgaben</h2><p>x</p><h3>Personal</h3><p>y</p><h2>Ergebnis</h2><p>z</p>")) as pdf:
        outline = pdf.open_outline()
        (top,) = outline.root
        assert top.title == "Die Probe"
        assert [each.title for each in top.children] == ["Ausgaben", "Ergebnis"]
        assert [each.title for each in top.children[0].children] == ["Personal"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<p>中文</p>", r"Das Zeichen „中“ \(U\+4E2D\) fehlt den Schriften\..*Bitte die Angabe ändern"),
        (
            '<img src="https://example.org/a.png" alt="x"/>',
            r"Das Bild https://example.org/a.png lässt sich nicht laden",
        ),
        ('<img src="file:///etc/passwd" alt="x"/>', r"Das Bild file:///etc/passwd lässt sich nicht laden"),
        ('<img src="a.png" alt="x"/>', r"Der Verweis „a.png“ zeigt auf eine Datei"),
        (f'<img src="{png()}"/>', "Einem Bild fehlt die Beschreibung"),
        ('<p style="colour: red">x</p>', "Die Angabe „colour: red“ in Zeile 1 der Formatvorlage wird nicht verstanden"),
        (
            "<style>@import 'https://example.org/fremd.css';</style>",
            "Die Formatvorlage https://example.org/fremd.css lässt sich nicht laden",
        ),
    ],
)
def test_what_would_leave_a_gap_is_a_refusal_that_names_fact_and_remedy(body: str, sentence: str) -> None:
    root = parse_document(page("<p>x</p>"))
    with pytest.raises(PdfError, match=sentence) as refused:
        PdfWriter(fonts()).write(page(body), root, "probe", DATED)
    assert refused.value.remedy.startswith("Bitte ")


def test_every_page_of_a_document_says_page_x_of_y() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_of_kind("verwendungsnachweis")))
    count = len(reader.pages)
    assert count >= 4
    for number, sheet in enumerate(reader.pages, start=1):
        assert f"Seite {number} von {count}" in sheet.extract_text().replace("\u00a0", " ")


@pytest.mark.parametrize("kind", KINDS)
def test_documents_are_set_in_bundled_fonts_only(kind: str) -> None:
    names = {
        font["/BaseFont"].split("+")[-1]
        for sheet in pypdf.PdfReader(io.BytesIO(pdf_of_kind(kind))).pages
        for font in (f.get_object() for f in sheet["/Resources"]["/Font"].values())  # type: ignore[index]
    }
    assert names
    bundled = {family.replace(" ", "-") for family in FAMILIES}
    assert all(any(name.startswith(family) for family in bundled) for name in names), names
