"""Small documents that provoke: what a PDF has to hold, in as few lines as possible."""

from __future__ import annotations

import base64
import io
from datetime import datetime
from functools import cache

import pikepdf
from PIL import Image

from grants.office.resources import fonts, templates
from grants.output.html.document import parse_document
from grants.output.pdf.writer import PdfWriter
from tests.output.golden import golden_path

DATED = datetime(2026, 2, 16)  # noqa: DTZ001 - UTC by agreement, as an order gives it


@cache
def writer() -> PdfWriter:
    return PdfWriter(fonts())


def styled(html: str, added: str = "") -> str:
    """Return a page with the print style in its head."""
    style = (templates() / "_base" / "print.css").read_text("utf-8")
    return html.replace("</head>", f"<style>{style}{added}</style></head>", 1)


def page(body: str, added: str = "") -> str:
    """Return a page of its own with a body in the print style."""
    return styled(
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="de"><head><title>Probe</title>'
        '<meta name="author" content="Landratsamt Lindental"/></head>'
        f"<body><main><h1>Die Probe</h1>{body}</main></body></html>",
        added,
    )


def set_page(html: str, reference: str = "") -> bytes:
    """Return the PDF of a page, dated on 16 February 2026."""
    return writer().write(html, parse_document(html), "probe", DATED, reference)


def pdf_of(body: str, added: str = "", reference: str = "") -> bytes:
    """Return the PDF of a body in the print style."""
    return set_page(page(body, added), reference)


@cache
def pdf_of_kind(kind: str) -> bytes:
    """Return the PDF of a golden document of the example county."""
    return set_page(styled(golden_path(kind).read_text("utf-8")), "41.2-425.31/02")


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def elements(pdf: pikepdf.Pdf, kind: str = "") -> list[pikepdf.Object]:
    """Return the structure elements of a PDF in reading order; of one kind (``/Table``) if it is given."""

    def walk(element: pikepdf.Object) -> list[pikepdf.Object]:
        kids = [kid for kid in element.get("/K", ()) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        return [one for kid in kids for one in (kid, *walk(kid))]

    return [one for one in walk(pdf.Root.StructTreeRoot) if not kind or str(one.S) == kind]


def png() -> str:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "navy").save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def long_table(rows: int) -> str:
    lines = "".join(f'<tr><td>Gemeinde {n}</td><td class="num" value="{n}">{n}</td></tr>' for n in range(rows))
    return (
        '<table id="lang"><caption>Lange Tabelle</caption>'
        '<thead><tr><th scope="col">Ort</th><th scope="col">Zahl</th></tr></thead>'
        f"<tbody>{lines}</tbody></table>"
    )


SVG = (
    '<figure><figcaption>Bild</figcaption><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 2" role="img">'
    '<title>Ein Balken</title><rect x="0" y="0" width="8" height="2" fill="#1f4e79"/></svg></figure>'
)
SPANS = (
    '<table id="a"><caption>Köpfe über Spalten</caption>'
    '<thead><tr><th scope="col" rowspan="2">Ort</th><th scope="col" colspan="2">Personen</th></tr>'
    '<tr><th scope="col">2024</th><th scope="col">2025</th></tr></thead><tbody>'
    '<tr><th scope="row" rowspan="2">Ahorn</th><td value="1">1</td><td value="2">2</td></tr>'
    '<tr><td value="3">3</td><td value="4">4</td></tr></tbody></table>'
)
SAMPLES = {
    "rowspan und colspan": SPANS,
    "Fußnoten": (
        '<p>Satz<span class="footnote">Erste Note</span> und <em>Satz</em><span class="footnote">Zweite</span>.</p>'
    ),
    "geschachtelte Listen": (
        "<ul><li>eins<ul><li>zwei<ol><li>drei</li></ol></li></ul></li></ul><dl><dt>Wort</dt><dd>Sinn</dd></dl>"
    ),
    "SVG": SVG,
    "PNG": f'<figure><figcaption>Bild</figcaption><img src="{png()}" alt="Ein blaues Quadrat"/></figure>',
    "Tabelle über Seiten": long_table(120),
    "andere Sprache": '<p>Der Satz <span lang="en">to be or not to be</span> ist englisch.</p>',
    "Seitenwechsel": '<p>vorher</p><hr class="page-break"/><p>nachher</p>',
    "langer Name": (
        f'<table id="n"><tbody><tr><td>{"Langname" * 63}</td><td class="num" value="1">1</td></tr></tbody></table>'
        f"<p>{'x' * 500}</p>"
    ),
    "Kästchen": '<p><span class="checkbox">☐</span> offen <span class="checkbox">☒</span> erledigt</p>',
    "Hoch und tief": '<p>H<sub>2</sub>O, m<sup>2</sup>, <abbr title="zum Beispiel">z. B.</abbr></p>',
    "Name von rechts nach links": '<p>Frau <span dir="rtl">نادية حداد</span> und <span dir="auto">שרה כהן</span></p>',
    "Laufende Zeilen": '<footer class="running"><p>Fuß</p></footer><p>Text</p>',
}
