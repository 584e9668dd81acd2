"""Small documents for tests of Word files, and what stands in the files made of them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grants.office.resources import fonts
from grants.output.document import parse_document
from grants.output.word import write_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DATED = datetime(2026, 2, 16)  # noqa: DTZ001 - document properties know no zone
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ONE_PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def page(content: str, head: str = "", around: str = "") -> str:
    """Return the HTML of a document with ``content`` in its main part and ``around`` before it."""
    return (
        '<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="de"><head><title>Bericht</title>'
        f'<meta name="author" content="Landratsamt"/>{head}</head><body>{around}<main>{content}</main></body></html>'
    )


def word_file(content: str, head: str = "", around: str = "", base: bytes | None = None) -> bytes:
    """Return the DOCX of a small document."""
    return write_word(parse_document(page(content, head, around)), fonts(), DATED, base=base)


def part(file: bytes, name: str) -> ET.Element:
    """Return the tree of a part."""
    return ET.fromstring(zipfile.ZipFile(io.BytesIO(file)).read(name))  # noqa: S314 - our own file


def body(file: bytes) -> ET.Element:
    """Return the body of a document."""
    return part(file, "word/document.xml")[0]


def attribute(element: ET.Element | None, name: str = "val") -> str:
    """Return an attribute of Word's; empty where the element or the attribute is missing."""
    return "" if element is None else element.get(f"{WORD}{name}", "")


def printed(element: ET.Element) -> str:
    """Return the text of a part of a document: tabs and line breaks are blanks."""
    signs = {f"{WORD}tab": " ", f"{WORD}br": " "}
    return "".join(text.text or "" if text.tag == f"{WORD}t" else signs.get(text.tag, "") for text in element.iter())


def paragraphs(element: ET.Element) -> Iterator[ET.Element]:
    """Yield the paragraphs inside an element, also those of cells."""
    return element.iter(f"{WORD}p")


def style_names(file: bytes) -> Mapping[str, str]:
    """Return the names of the styles by their identifiers."""
    styles = part(file, "word/styles.xml")
    return {attribute(s, "styleId"): attribute(s.find(f"{WORD}name")) for s in styles.iter(f"{WORD}style")}


def lines(file: bytes) -> list[tuple[str, str]]:
    """Return style and text of every paragraph of the body, in reading order."""
    names = style_names(file)
    return [(names[attribute(p.find(f"{WORD}pPr/{WORD}pStyle"))], printed(p).strip()) for p in paragraphs(body(file))]


def controls(file: bytes) -> list[tuple[str, str, str]]:
    """Return tag, alias and text of every content control of a number."""
    found = []
    for control in body(file).iter(f"{WORD}sdt"):
        properties = control.find(f"{WORD}sdtPr")
        if properties is not None and properties.find(f"{WORD}tag") is not None:
            tag, alias = (attribute(properties.find(f"{WORD}{name}")) for name in ("tag", "alias"))
            found.append((tag, alias, printed(control)))
    return found


def replaced(file: bytes, members: Mapping[str, bytes | None]) -> bytes:
    """Return a file with members added, changed or (None) taken out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        kept = {name: source.read(name) for name in source.namelist()}
        for name, content in {**kept, **members}.items():
            if content is not None:
                target.writestr(name, content)
    return stream.getvalue()


EVERYTHING = f"""
<p class="stamp">Entwurf</p><p class="kicker">Bericht</p><h1>Alles</h1><p class="lead">Vom <time datetime="2025-05-01">1. Mai</time></p>
<div class="key-figures"><p>Summe <data value="3.50" data-name="summe">3,50 €</data></p><p>Personen <data value="2">2</data></p></div>
<p>Die <strong>Summe</strong> (<em>genau</em>) H<sub>2</sub>O m<sup>2</sup>, <small>klein</small>, <abbr title="Verwaltungsvorschrift">VwV</abbr>,
 <span lang="en">grant</span><span class="footnote">Eine Fußnote mit <data value="1.00" data-name="fuss">1,00 €</data>.</span>, Name محمد علي heute.</p>
<p>محمد علي</p><p dir="rtl">ABC</p>
<h2>Listen</h2>
<ul><li>eins<ul><li>innen</li><li>noch</li></ul></li><li><p>zwei</p><p>Fortsetzung</p></li></ul>
<ol start="3"><li>drei<ol><li>a</li><li>b</li></ol></li><li>vier</li></ol><ol><li>neu</li></ol>
<dl><dt>Aktenzeichen</dt><dd>41.2</dd><dd>42.1</dd><dt>Ein sehr langer Begriff, der nicht neben die Angabe passt</dt><dd><p>x</p><p>y</p></dd></dl>
<p><span class="checkbox">☐</span> nein <span class="checkbox">☒</span> ja</p>
<h2>Tabellen</h2>
<table class="short"><caption>Beträge</caption><colgroup><col style="width: 40%"/><col style="width: 30%"/><col style="width: 30%"/></colgroup>
<thead><tr><th rowspan="2">Art</th><th colspan="2" class="num">Betrag</th></tr><tr><th class="num">Soll</th><th class="num">Ist</th></tr></thead>
<tbody><tr><th scope="row" rowspan="2">Land</th><td class="num" value="1.50" data-name="soll">1,50</td><td class="num" value="1.50">1,50</td></tr>
<tr><td class="num" value="2.00" data-name="ist">2,00</td><td><p>Absatz</p><ul><li>Punkt</li></ul></td></tr></tbody>
<tfoot><tr><td>Summe</td><td colspan="2" class="num" value="3.50" data-name="summe" data-sum="soll ist">3,50</td></tr></tfoot></table>
<table><tr><td>ohne Kopf</td></tr></table>
<hr/><hr class="page-break"/><h3>Neue Seite</h3>
<figure><figcaption>Ein Bild</figcaption><img src="{ONE_PIXEL}" alt="ein Punkt" width="20" height="20"/></figure>
<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" role="img"><title>Ein Kreis</title><circle cx="5" cy="5" r="4" fill="#1f4e79"/></svg></figure>
<address>Landratsamt<br/>Schlossstraße 1</address><article><div>Text ohne Absatz <data value="1" data-name="eins">1</data></div></article>
<div class="resolution"><p>Beschlossen.</p></div><section class="narrative"><p class="prose">Getippt.</p><p class="open">Offen.</p></section>
<section class="keep"><h3>Zusammen</h3><p class="note">Hinweis</p></section>
<div class="signature"><p>Ort, Datum</p><p>Unterschrift</p></div>
""".replace("<table><tr>", "<table><tbody><tr>").replace("</tr></table>\n<hr/>", "</tr></tbody></table>\n<hr/>")

LETTER = """
<div class="head"><div class="address"><p class="return">Landratsamt, Lindental</p><p>Stadt Ahorn<br/>Kämmerei</p><p>Ring 1</p></div>
<div class="info"><dl><dt>Zeichen</dt><dd>41.2</dd></dl></div></div>
<p class="stamp">Entwurf</p><h1>Abrechnung</h1><p>Guten Tag</p>
"""
LETTERHEAD = (
    '<footer class="running"><p>Landratsamt · Bericht</p></footer>'
    '<header class="letterhead"><p class="authority">Landratsamt</p><p class="sender">Straße 1</p></header>'
)
