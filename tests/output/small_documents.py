"""A small document in its four files, each written by hand, so that one digit can be changed in any of them."""

from __future__ import annotations

import io
import json
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pikepdf
from xlsxwriter import Workbook

from grants.output.html.document import control_tag, named_numbers, numbers_of, parse_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

LONG_NAME = "gemeinde.08999001." + "sehr_" * 12 + "lang"
HTML = f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="de">
<head><title>Probe</title><meta name="author" content="Kreis"/><style>p {{ color: red }}</style></head>
<body>
<footer class="running"><p>Kreis · Probe</p></footer>
<main>
<h1>Probe</h1>
<p>Der Rahmen beträgt <data value="923907.00" data-name="rahmen.betrag">923.907,00\u00a0€</data>, je Stelle
<data value="0.7692" data-name="stellen.vzae">0,77</data> VZÄ.</p>
<table id="ausgaben">
<caption>Ausgaben</caption>
<thead><tr><th scope="col">Art</th><th scope="col">Betrag in €</th></tr></thead>
<tbody>
<tr><td>Reisen</td><td value="120.50" data-name="reisen.betrag">120,50</td></tr>
<tr><td>Buchung</td><td value="-20.25">\u221220,25</td></tr>
<tr><td>Geräte</td><td value="79.50" data-name="{LONG_NAME}">79,50</td></tr>
</tbody>
<tfoot>
<tr class="total"><td>Summe</td>
<td value="200.00" data-name="summe.betrag" data-sum="reisen.betrag {LONG_NAME}">200,00</td></tr>
</tfoot>
</table>
<p>Noch einmal: <data value="923907.00" data-name="rahmen.betrag">923.907,00\u00a0€</data>.</p>
</main>
</body>
</html>"""
PAGES = (
    (
        "Probe\r\nDer Rahmen beträgt 923.907,00 €, je Stelle 0,77 VZÄ.\r\nAusgaben\r\nArt Betrag in €\r\n"
        "Reisen 120,50\r\nBuchung −20,25\r\nKreis · Probe Seite 1 von 2"
    ),
    (
        "Art Betrag in €\r\nGe\ufffe\r\nräte 79,50\r\nSumme 200,00\r\nNoch einmal: 923.907,00 €.\r\n"
        "Kreis · Probe Seite 2 von 2"
    ),
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def root() -> Element:
    """Return the tree of the document."""
    return parse_document(HTML)


def embedded() -> dict[str, bytes]:
    """Return the embedded numbers of its PDF."""
    numbers = [{"name": n.name, "wert": n.exact, "text": n.text} for n in named_numbers(root()).values()]
    rows = ["name;wert;text", *(f"{each['name']};{each['wert']};{each['text']}" for each in numbers)]
    data = {"dokument": "probe", "titel": "Probe", "zahlen": numbers}
    return {
        "zahlen.json": json.dumps(data, ensure_ascii=False).encode(),
        "zahlen.csv": "".join(f"{row}\r\n" for row in rows).encode(),
    }


def pdf(lines: str, attachments: Mapping[str, bytes]) -> bytes:
    """Return a PDF with one line of text and some attachments."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    page.Contents = document.make_stream(b"BT /F1 12 Tf 72 700 Td (" + lines.encode("cp1252") + b") Tj ET")
    for name, content in attachments.items():
        document.attachments[name] = content
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word(changes: Mapping[str, str] | None = None) -> bytes:
    """Return a DOCX with a content control for every named number; ``changes`` replace parts of its XML."""
    numbers = iter(numbers_of(root()))

    def control() -> str:
        number = next(numbers)
        run = f"<w:r><w:t>{escape(number.text)}</w:t></w:r>"
        if not number.name:
            return run
        tag = control_tag(number.name)
        return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>'

    def paragraph(*parts: str) -> str:
        return f"<w:p>{''.join(part if '<' in part else _run(part) for part in parts)}</w:p>"

    def row(label: str, value: str) -> str:
        return f"<w:tr><w:tc>{paragraph(label)}</w:tc><w:tc>{paragraph(value)}</w:tc></w:tr>"

    body = (
        paragraph("Probe")
        + paragraph("Der Rahmen beträgt ", control(), ", je Stelle ", control(), " VZÄ.")
        + paragraph("Ausgaben")
        + "<w:tbl>"
        + row("Art", "Betrag in €")
        + row("Reisen", control())
        + row("Buchung", control())
        + row("Geräte", control())
        + row("Summe", control())
        + "</w:tbl>"
        + paragraph("Noch einmal: ", control(), ".")
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    for old, new in (changes or {}).items():
        assert old in xml
        xml = xml.replace(old, new, 1)
    return package({"word/document.xml": xml})


def package(parts: Mapping[str, str]) -> bytes:
    """Return a zip package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package_file:
        for name, content in parts.items():
            package_file.writestr(name, content)
    return stream.getvalue()


def workbook(*, reisen: str = "120.50", listed: str = "923907.00", text: str = "0,77", result: str = "200.00") -> bytes:
    """Return an XLSX with the table and the list of numbers, in which single values can be others."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        table, numbers = book.add_worksheet("Ausgaben"), book.add_worksheet("Zahlen")
        for line, (label, value) in enumerate(
            [("Reisen", reisen), ("Buchung", "-20.25"), ("Geräte", "79.50")], start=1
        ):
            table.write_string(line, 0, label)
            table.write_number(line, 1, Decimal(value))
        table.write_formula(4, 1, "=B2+B4", None, Decimal(result))
        for column, head in enumerate(("Name", "Wert", "Text")):
            numbers.write_string(2, column, head)
        for line, number in enumerate(named_numbers(root()).values(), start=3):
            numbers.write_string(line, 0, number.name)
            numbers.write_number(line, 1, Decimal(listed if number.name == "rahmen.betrag" else number.exact))
            numbers.write_string(line, 2, text if number.name == "stellen.vzae" else number.text)
    return stream.getvalue()


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
