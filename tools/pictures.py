"""./run pictures: docs/unterlagen.md with a picture of every kind of document of the example county.

Every picture carries the SHA-256 of the HTML it shows, so that a test notices a page that is out of date. The year is
run at a fixed moment, because the papers print the day of the last booking.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from grants.office.accounting import compute_booked
from grants.office.acting import Acting, Silence
from grants.office.explanation import write_explanation
from grants.office.persons import with_person
from grants.office.resources import example
from grants.office.rule_pages import look_up_rules, write_rule_page
from grants.office.run import run_year
from grants.office.workspace import SETTINGS, open_workspace
from ledger.book.store import open_book
from ledger.period import FundingYear

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "bilder"
PAGE = ROOT / "docs" / "unterlagen.md"
WIDTH, GAP, COLOURS = 620, 24, 128
YEAR, FIGURE, PROGRAMME, DAY = FundingYear(2025), "auszahlung.betrag", "vwv-integrationsmanagement", date(2025, 7, 1)
ACTING = Acting(datetime(2026, 2, 16, 9, 30, tzinfo=UTC), "pruefung", Silence(), b"fixed in tests")
GROUND, FRAME = "#e9edf1", "#c3ccd5"
DIGEST_KEY = "HTML"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A document that is shown: where it lies below ``ausgabe``, its heading, what to say, the pages to show."""

    path: str
    title: str
    words: str
    pages: tuple[int, ...] = (0, 1)

    @property
    def picture(self) -> str:
        """Return the file name of its picture."""
        return f"{Path(self.path).name.removeprefix('2025-')}.png"


EXHIBITS = (
    Exhibit(
        "2025/2025-verwendungsnachweis",
        "Gesamtverwendungsnachweis",
        "Geht bis zum 31. März an die Bewilligungsstelle: Sachbericht und zahlenmäßiger Nachweis.",
        (0, 2),
    ),
    Exhibit(
        "2025/2025-weitergabe-08999002",
        "Abrechnung der Weitergabe",
        "Brief nach DIN 5008 an eine Stadt, die die Aufgabe selbst wahrnimmt.",
    ),
    Exhibit(
        "2025/2025-sitzungsvorlage",
        "Sitzungsvorlage",
        "Für den Ausschuss; sie zeigt nie, was eine oder zwei Personen verdienen.",
    ),
    Exhibit(
        "2025/2025-verteilung",
        "Verteilung des Planungsrahmens",
        "Für alle Städte und Gemeinden: Anteile auf den Cent, Rundung ausgewiesen.",
    ),
    Exhibit(
        "regeln/regeln",
        "Regeln eines Tages",
        "Blatt für die Akte: jede Regel mit Fundstelle und dem Tag, an dem sie bekannt wurde.",
    ),
    Exhibit(
        "2025/personen/2025-herleitung-auszahlung-betrag",
        "Herleitung einer Zahl",
        "Blatt für die Akte: von der Zahl bis zur Zeile der Datei, aus der sie kommt.",
    ),
)


INTRODUCTION = """# Die Unterlagen im Bild

So sehen die Unterlagen des fiktiven Landkreises Lindental aus. Jede gibt es als PDF (PDF/A-3a und PDF/UA-1, mit ihren
Zahlen als CSV und JSON), als Word-Datei, als Excel-Mappe und als HTML-Seite; die Bilder zeigen das PDF.
`./run pictures` erstellt diese Seite neu.
"""


def make_documents(folder: Path) -> Path:
    """Make every kind of document of the example county in a new folder and return where they lie."""
    shutil.copytree(example(), folder)
    settings = folder / SETTINGS
    settings.write_text(with_person(settings.read_text("utf-8"), ACTING.user, "Prüfung des Verfahrens"), "utf-8")
    workspace = open_workspace(folder)
    run_year(workspace, YEAR, ACTING)
    result = compute_booked(workspace, open_book(workspace.book_address, writing=False), YEAR, ACTING)
    write_explanation(workspace, YEAR, result.figures, FIGURE, None)
    write_rule_page(workspace, look_up_rules(workspace.rulebook, PROGRAMME, DAY, ACTING.now.date()))
    return folder / "ausgabe"


def draw(exhibit: Exhibit, outgoing: Path) -> None:
    """Write the picture of a document: the pages named, side by side."""
    folder = (outgoing / exhibit.path).parent
    pdf = next(iter(sorted(folder.glob(f"{Path(exhibit.path).name}*.pdf"))))
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [number for number in exhibit.pages if number < len(document)]
        sheets = [_sheet(document[number]) for number in pages]
    width = sum(sheet.width for sheet in sheets) + GAP * (len(sheets) + 1)
    picture = Image.new("RGB", (width, sheets[0].height + 2 * GAP), GROUND)
    for number, sheet in enumerate(sheets):
        picture.paste(sheet, (GAP + number * (sheets[0].width + GAP), GAP))
    notes = PngInfo()
    notes.add_text(DIGEST_KEY, hashlib.sha256(pdf.with_suffix(".html").read_bytes()).hexdigest())
    few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(PICTURES / exhibit.picture, "PNG", optimize=True, pnginfo=notes)


def _sheet(page: pypdfium2.PdfPage) -> Image.Image:
    sheet = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    return ImageOps.expand(sheet, 1, FRAME)


def page_text() -> str:
    """Return docs/unterlagen.md."""
    parts = [INTRODUCTION]
    for exhibit in EXHIBITS:
        parts.append(f"## {exhibit.title}\n")
        parts.append(f"{exhibit.words}\n")
        parts.append(f"![{exhibit.title}: Seiten der Unterlage](bilder/{exhibit.picture})\n")
    return "\n".join(parts)


def main() -> None:
    """Make the documents, draw all pictures and write the page."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        outgoing = make_documents(Path(folder) / "landkreis")
        for exhibit in EXHIBITS:
            draw(exhibit, outgoing)
    PAGE.write_text(page_text(), "utf-8")


if __name__ == "__main__":
    main()
