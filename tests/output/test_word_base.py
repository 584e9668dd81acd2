"""The county's own .docx as a base: what is taken from it, and every trap in it is refused with place and remedy."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.shared import Cm

from grants.office.resources import fonts
from grants.output.html.document import parse_document
from grants.output.word.base import read_base
from grants.output.word.look import Look
from grants.output.word.refusal import WordBaseError
from grants.output.word.unpacking import LARGEST_FILE, MOST_MEMBERS
from grants.output.word.writer import write_word
from tests.ooxml import problems
from tests.output.word_files import (
    DATED,
    EVERYTHING,
    LETTER,
    LETTERHEAD,
    ONE_PIXEL,
    WORD,
    attribute,
    body,
    controls,
    lines,
    page,
    part,
    printed,
    replaced,
    style_names,
    word_file,
)

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@cache
def county_file(*, header: bool = True, footer: bool = True) -> bytes:
    """Return a .docx as an office would make it: own heading, own style, header with a picture, wide margins."""
    document = docx.Document()
    document.add_paragraph("Alter Text, der verschwindet")
    document.add_paragraph("Punkt", style="List Bullet")
    heading = document.styles["Heading 1"]
    heading.element.set(f"{WORD}styleId", "berschrift1")
    for element in document.styles.element.iter():
        if element.get(f"{WORD}val") == "Heading1":
            element.set(f"{WORD}val", "berschrift1")
    heading.font.name = "Georgia"
    document.styles.add_style("Kreisstil", WD_STYLE_TYPE.PARAGRAPH)
    section = document.sections[0]
    section.page_width, section.left_margin, section.right_margin = Cm(21), Cm(4), Cm(3)
    if header:
        paragraph = section.header.paragraphs[0]
        paragraph.add_run("Landkreis Lindental").add_picture(picture(), width=Cm(1))
    if footer:
        section.footer.paragraphs[0].text = "Bankverbindung"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def picture() -> io.BytesIO:
    import base64

    return io.BytesIO(base64.b64decode(ONE_PIXEL.partition(",")[2]))


def relations(*lines: str) -> bytes:
    return f'<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'.encode()


def relation(kind: str, target: str, mode: str = "") -> str:
    external = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="rIdX" Type="{RELATIONS}/{kind}" Target="{target}"{external}/>'


def with_text(old: str, new: str, name: str = "word/document.xml") -> bytes:
    file = county_file()
    content = zipfile.ZipFile(io.BytesIO(file)).read(name).decode()
    assert old in content
    return replaced(file, {name: content.replace(old, new, 1).encode()})


def with_relation(line: str, name: str = "word/_rels/document.xml.rels") -> bytes:
    return with_text("</Relationships>", f"{line}</Relationships>", name)


def with_type(part_name: str, kind: str, content: bytes = b"x") -> bytes:
    override = f'<Override PartName="/{part_name}" ContentType="{kind}"/></Types>'
    return replaced(with_text("</Types>", override, "[Content_Types].xml"), {part_name: content})


def in_header(xml: str) -> bytes:
    return with_text("</w:hdr>", f"{xml}</w:hdr>", "word/header1.xml")


def field(*texts: str) -> str:
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>' for text in texts)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{runs}{end}</w:p>"


def test_a_document_is_built_from_the_base_and_is_valid() -> None:
    base = county_file()
    files = {
        "alles.docx": word_file(EVERYTHING, around=LETTERHEAD, base=base),
        "brief.docx": word_file(LETTER, around=LETTERHEAD, base=base),
        "ohne Fuß.docx": word_file(EVERYTHING, around=LETTERHEAD, base=county_file(footer=False)),
        "ohne Kopf.docx": word_file(EVERYTHING, around=LETTERHEAD, base=county_file(header=False)),
        "ohne beides.docx": word_file(EVERYTHING, around=LETTERHEAD, base=county_file(header=False, footer=False)),
    }
    assert problems(files) == []
    file = files["alles.docx"]
    assert "Alter Text" not in printed(body(file))
    assert controls(file) == controls(word_file(EVERYTHING))
    names = style_names(file)
    assert names["berschrift1"] == "heading 1"
    assert {"Kreisstil", "Tabellenkopf", "footnote text"} <= set(names.values())
    assert len(set(names.values())) == len(names)
    assert word_file(EVERYTHING, around=LETTERHEAD, base=base) == file


SPARSE = f"""<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Serif"/>
<w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:rFonts w:ascii="Liberation Serif"/>
<w:color w:val="auto"/><w:sz w:val="24"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading"><w:name w:val="Heading"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="Heading 1"/><w:basedOn w:val="Heading"/>
<w:rPr><w:rFonts w:ascii="Liberation Serif"/><w:b/><w:sz w:val="48"/></w:rPr></w:style></w:styles>"""
"""What LibreOffice writes for a plain document: no spacing and no colour anywhere."""


def styled(file: bytes, name: str) -> ET.Element:
    """Return a style by its name."""
    styles = part(file, "word/styles.xml")
    return next(each for each in styles.iter(f"{WORD}style") if attribute(each.find(f"{WORD}name")) == name)


def test_a_base_whose_normal_has_no_spacing_gets_paragraphs_with_spacing_and_headings_with_colour() -> None:
    base = replaced(county_file(), {"word/styles.xml": SPARSE.encode()})
    file = word_file("<h1>Titel</h1><p>Erster Absatz</p><dl><dt>Begriff</dt><dd>Wert</dd></dl>", base=base)
    assert problems({"libreoffice.docx": file}) == []
    text = styled(file, "Förderbuch Text")
    assert attribute(text.find(f"{WORD}pPr/{WORD}spacing"), "after") == "120"
    assert attribute(text.find(f"{WORD}basedOn")) == "Normal"
    assert ("Förderbuch Text", "Erster Absatz") in lines(file)
    assert attribute(styled(file, "Angabe").find(f"{WORD}basedOn")) == attribute(text, "styleId")
    assert attribute(styled(file, "Heading 1").find(f"{WORD}rPr/{WORD}color")) == "1F4E79"
    assert attribute(styled(file, "Heading 1").find(f"{WORD}rPr/{WORD}rFonts"), "ascii") == "Liberation Serif"
    # Text of 12 instead of 10 points needs a fifth more room for the terms: 2665 twips become 3198.
    assert attribute(styled(file, "Angabe").find(f"{WORD}pPr/{WORD}tabs/{WORD}tab"), "pos") == "3198"


def test_the_font_that_a_county_names_counts_even_where_its_base_has_another() -> None:
    base = replaced(county_file(), {"word/styles.xml": SPARSE.encode()})
    look = Look(font="Landkreis Sans", own_font="Landkreis Sans")
    file = write_word(parse_document(page("<h1>Titel</h1><p>Text</p>")), fonts(), DATED, base=base, look=look)
    assert problems({"schrift.docx": file}) == []
    for name in ("Normal", "Heading 1"):
        assert attribute(styled(file, name).find(f"{WORD}rPr/{WORD}rFonts"), "ascii") == "Landkreis Sans"


def test_a_base_with_spacing_and_colours_of_its_own_keeps_them() -> None:
    file = word_file("<h1>Titel</h1><p>Text</p>", base=county_file())
    assert "Förderbuch Text" not in style_names(file).values()
    assert ("Normal", "Text") in lines(file)
    assert styled(file, "heading 1").find(f"{WORD}rPr/{WORD}color") is not None
    assert attribute(styled(file, "heading 1").find(f"{WORD}rPr/{WORD}color")) != "1F4E79"


def test_the_text_keeps_the_width_the_base_leaves_it() -> None:
    file = word_file(EVERYTHING, base=county_file())
    section = body(file).find(f"{WORD}sectPr")
    assert section is not None
    assert attribute(section.find(f"{WORD}pgMar"), "left") == str(round(4 / 2.54 * 1440))
    assert attribute(next(body(file).iter(f"{WORD}tblW")), "w") in ("7937", "7936", "7938")


def test_its_header_and_footer_take_the_place_of_ours() -> None:
    file = word_file("<p>x</p>", around=LETTERHEAD, base=county_file())
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    texts = {printed(part(file, name)) for name in names if name.startswith(("word/header", "word/footer"))}
    assert texts == {"Landkreis Lindental", "Bankverbindung"}
    assert "word/media/image1.png" in names


def test_without_a_header_of_the_base_the_letterhead_stands_above_the_text() -> None:
    file = word_file("<p>x</p>", around=LETTERHEAD, base=county_file(header=False))
    assert printed(body(file)) == "LandratsamtStraße 1x"


def test_without_a_footer_of_the_base_ours_is_printed() -> None:
    file = word_file("<p>x</p>", around=LETTERHEAD, base=county_file(footer=False))
    footers = [name for name in zipfile.ZipFile(io.BytesIO(file)).namelist() if name.startswith("word/footer")]
    assert [printed(part(file, name)) for name in footers] == ["Landratsamt · Bericht Seite\u00a01 von\u00a01"]


def test_parts_of_the_base_never_take_the_place_of_ours() -> None:
    """Its header has the name that our styles get, its picture lies where our own pictures are counted."""
    base = county_file(footer=False)
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        read = {name: archive.read(name) for name in archive.namelist()}
    moved = {
        "word/header1.xml": None,
        "word/_rels/header1.xml.rels": None,
        "word/settings.xml": read["word/header1.xml"],
        "word/_rels/settings.xml.rels": read["word/_rels/header1.xml.rels"],
        "word/einstellungen.xml": read["word/settings.xml"],
        "word/_rels/document.xml.rels": read["word/_rels/document.xml.rels"]
        .replace(b'"settings.xml"', b'"einstellungen.xml"')
        .replace(b'"header1.xml"', b'"settings.xml"'),
        "[Content_Types].xml": read["[Content_Types].xml"]
        .replace(b"/word/settings.xml", b"/word/einstellungen.xml")
        .replace(b"/word/header1.xml", b"/word/settings.xml"),
    }
    file = word_file(EVERYTHING, base=replaced(base, moved))
    assert part(file, "word/settings.xml").tag == f"{WORD}settings"
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    assert "Landkreis Lindental" in {printed(part(file, name)) for name in names if name.startswith("word/header")}
    assert problems({"vertauscht.docx": file}) == []


def test_the_lists_of_the_base_and_ours_have_different_numbers() -> None:
    file = word_file(EVERYTHING, base=county_file())
    numbers = [attribute(element, "numId") for element in part(file, "word/numbering.xml").iter(f"{WORD}num")]
    assert len(set(numbers)) == len(numbers)


def test_nothing_but_the_known_parts_is_taken() -> None:
    file = word_file("<p>x</p>", base=county_file())
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    assert not [name for name in names if "customXml" in name or "thumbnail" in name or "Effects" in name]
    assert b"python-docx" not in b"".join(zipfile.ZipFile(io.BytesIO(file)).read(name) for name in names)


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
TRAPS = {
    "keine Datei": (b"", "Word-Datei: Sie ist kein Word-Dokument"),
    "kein Archiv": (b"Kreis" * 100, "Word-Datei: Sie ist kein Word-Dokument"),
    "anderes Archiv": (replaced(county_file(), {"[Content_Types].xml": None}), "ein Archiv, aber kein Word-Dokument"),
    "altes Format": (b"\xd0\xcf\x11\xe0" + bytes(600), "Kennwort verschlüsselt oder hat das alte Format .doc"),
    "zu groß": (b"PK" + bytes(LARGEST_FILE), "größer als 20 MB"),
    "Zip-Bombe": (replaced(county_file(), {"word/media/a.png": bytes(5_000_000)}), "entpackt ungewöhnlich groß"),
    "viele Bestandteile": (
        replaced(county_file(), {f"customXml/item{n}.xml": b"<a/>" for n in range(MOST_MEMBERS)}),
        "ungewöhnlich groß",
    ),
    "Pfad hinaus": (replaced(county_file(), {"../a.xml": b"<a/>"}), "führt aus dem Dokument hinaus"),
    "doppelt": (replaced(county_file(), {"word/Document.xml": b"<a/>"}), "kommt zweimal vor"),
    "DTD": (replaced(county_file(), {"customXml/item9.xml": DTD}), "Dokumenttyp-Deklaration"),
    "DTD in UTF-16": (
        replaced(
            county_file(),
            {"customXml/item9.xml": DTD.decode().replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")},
        ),
        "Dokumenttyp-Deklaration",
    ),
    "fremder Zeichensatz": (
        replaced(county_file(), {"customXml/item9.xml": b'<?xml version="1.0" encoding="cp864"?><a/>'}),
        "Zeichensatz cp864 statt UTF-8",
    ),
    "erfundener Zeichensatz": (
        replaced(county_file(), {"customXml/item9.xml": b'<?xml version="1.0" encoding="kreis"?><a/>'}),
        "Zeichensatz kreis statt UTF-8",
    ),
    "XML unter anderer Endung": (
        with_type(
            "word/kopf.bin",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
            f'<w:hdr xmlns:w="{MAIN}">{field("DDEAUTO cmd.exe")}</w:hdr>'.encode(),
        ),
        "Feld DDEAUTO",
    ),
    "Makros in anderer Schreibweise": (
        with_text(
            "</Types>",
            '<Override PartName="/Word/Media/IMAGE1.png" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
            "[Content_Types].xml",
        ),
        "word/media/image1.png: Er enthält Makros",
    ),
    "zu tief verschachtelt": (
        with_text("<w:body>", f"<w:body>{'<w:p>' * 400}{'</w:p>' * 400}"),
        "Word-Datei: Sie ist kein Word-Dokument",
    ),
    "zwei Dokumente": (
        with_relation(relation("officeDocument", "word/document.xml"), "_rels/.rels"),
        "Word-Datei: Sie ist kein Word-Dokument",
    ),
    "Formatvorlagen, die keine sind": (
        with_text("wordprocessingml.styles+xml", "wordprocessingml.footnotes+xml", "[Content_Types].xml"),
        "word/styles.xml: Er hat nicht die Form",
    ),
    "Bild mit Anhang": (
        replaced(
            county_file(),
            {"word/media/_rels/image1.png.rels": relations(relation("customXml", "../document.xml"))},
        ),
        "nur Bilder als PNG, JPEG oder GIF",
    ),
    "Beziehung ohne Namen": (
        with_relation(relation("customXml", "styles.xml").replace('Id="rIdX" ', "")),
        "word/_rels/document.xml.rels: Er ist beschädigt",
    ),
    "kaputtes XML": (replaced(county_file(), {"word/document.xml": b"<a>"}), "word/document.xml: Er ist beschädigt"),
    "fremde Vorlage": (
        with_relation(relation("attachedTemplate", "file:///c:/x.dotm", "External"), "word/_rels/document.xml.rels"),
        "angefügte Dokumentvorlage",
    ),
    "Makros": (with_type("word/vbaProject.bin", "application/vnd.ms-office.vbaProject"), "Makros"),
    "docm": (
        with_text(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
            "[Content_Types].xml",
        ),
        "Makros",
    ),
    "dotx": (
        with_text("wordprocessingml.document.main", "wordprocessingml.template.main", "[Content_Types].xml"),
        ".dotx",
    ),
    "OLE": (with_type("word/a.bin", "application/vnd.openxmlformats-officedocument.oleObject"), "eingebettetes Objekt"),
    "ActiveX": (with_type("word/activeX/a.bin", "application/vnd.ms-office.activeX"), "ActiveX"),
    "eingebettete Mappe": (with_relation(relation("package", "embeddings/a.xlsx")), "eingebettete Datei"),
    "eingebettete Schrift": (with_relation(relation("font", "fonts/a.odttf")), "eingebettete Schrift"),
    "altChunk als Beziehung": (with_relation(relation("aFChunk", "a.html")), "fremdes Dokument (altChunk)"),
    "altChunk als Element": (with_text("<w:body>", "<w:body><w:altChunk/>"), "fremdes Dokument (altChunk)"),
    "Unterdokument": (with_relation(relation("subDocument", "a.docx")), "Unterdokument"),
    "Bild aus dem Netz": (with_relation(relation("image", "https://kreis.example/a.png", "External")), "kreis.example"),
    "Link": (
        with_relation(relation("hyperlink", "https://kreis.example", "External")),
        "verweist nach außen (https://kreis.example)",
    ),
    "VML-Bild aus dem Netz": (
        in_header(
            '<w:p><w:r><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="\\\\server\\a.png"/></w:r></w:p>'
        ),
        "verweist nach außen",
    ),
    "unbekannte Beziehung": (with_relation(relation("neues", "neu.xml")), "nicht vorgesehen ist (neues)"),
    "unbekannte Art": (with_type("word/neu.xml", "application/neu", b"<a/>"), "(application/neu) ist nicht vorgesehen"),
    "DDE": (with_text("<w:body>", f"<w:body>{field('DDEAUTO cmd.exe')}"), "Feld DDEAUTO"),
    "DDE in Stücken": (with_text("<w:body>", f"<w:body>{field(' DD', 'EAUTO', ' x')}"), "Feld DDEAUTO"),
    "DDE im Feld im Feld": (with_text("<w:body>", f"<w:body>{field('IF 1=1 ')}{field('dde x')}"), "Feld"),
    "INCLUDEPICTURE": (
        with_text("<w:body>", '<w:body><w:p><w:fldSimple w:instr="INCLUDEPICTURE a"/></w:p>'),
        "INCLUDEPICTURE",
    ),
    "INCLUDETEXT": (in_header(field('INCLUDETEXT "a.docx"')), "Feld INCLUDETEXT"),
    "Datum der Uhr": (in_header(field("DATE")), "Feld „DATE“"),
    "Feld aus Zahlen": (in_header(field("QUOTE 68 68 69")), "Feld „QUOTE 68 68 69“"),
    "Vektorbild": (
        replaced(county_file(), {"word/media/image1.png": b"\x01\x00\x00\x00" + bytes(40)}),
        "nur Bilder als PNG, JPEG oder GIF",
    ),
    "fehlende Kopfzeile": (
        replaced(county_file(), {"word/header1.xml": None}),
        "Der Bestandteil word/header1.xml fehlt",
    ),
    "fremde Schreibweise": (
        replaced(county_file(), {"word/styles.xml": f'<styles xmlns="{MAIN}"/>'.encode()}),
        "nicht die Form, in der Word ihn speichert",
    ),
    "kein Platz": (with_text('w:left="2268"', 'w:left="11000"'), "zu wenig Platz"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_refused_with_place_fact_and_remedy(trap: str) -> None:
    content, text = TRAPS[trap]
    with pytest.raises(WordBaseError) as refusal:
        read_base(content)
    error = refusal.value
    assert text in str(error)
    assert error.place.startswith("Word-Datei")
    assert error.fact.endswith(".")
    assert error.remedy.startswith("Bitte ")


def test_a_member_that_is_longer_than_it_says_is_refused() -> None:
    file = bytearray(county_file())
    name = b"word/document.xml"
    with zipfile.ZipFile(io.BytesIO(bytes(file))) as archive:
        size = archive.getinfo(name.decode()).file_size
    for marker in (b"PK\x03\x04", b"PK\x01\x02"):
        place = file.find(marker)
        while place >= 0:
            offset = 30 if marker == b"PK\x03\x04" else 46
            if file[place + offset : place + offset + len(name)] == name:
                at = place + (22 if offset == 30 else 24)
                assert struct.unpack_from("<I", file, at)[0] in (size, 0)
                struct.pack_into("<I", file, at, size - 10)
            place = file.find(marker, place + 4)
    with pytest.raises(WordBaseError, match=r"word/document\.xml"):
        read_base(bytes(file))


def test_an_encrypted_member_is_refused() -> None:
    file = bytearray(county_file())
    place = file.find(b"PK\x01\x02")
    file[place + 8] |= 1
    with pytest.raises(WordBaseError, match="Er ist verschlüsselt"):
        read_base(bytes(file))


def test_the_sensitivity_label_of_word_is_harmless_and_left_behind() -> None:
    label = "application/vnd.ms-office.classificationlabels+xml"
    file = word_file("<p>x</p>", base=with_type("docMetadata/LabelInfo.xml", label, b"<labels/>"))
    assert not [name for name in zipfile.ZipFile(io.BytesIO(file)).namelist() if name.startswith("docMetadata")]


def test_page_fields_and_a_logo_are_welcome() -> None:
    base = in_header(field("PAGE") + field("NUMPAGES \\* MERGEFORMAT"))
    assert read_base(base).has_header


def test_a_base_without_styles_or_settings_is_enough(tmp_path: Path) -> None:
    rels = relations(relation("officeDocument", "word/document.xml"))
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    path = tmp_path / "klein.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", rels)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{MAIN}"><w:body/></w:document>')
    file = word_file(EVERYTHING, around=LETTERHEAD, base=path.read_bytes())
    assert problems({"klein.docx": file}) == []


def test_numbering_with_nothing_in_it_takes_ours() -> None:
    base = replaced(county_file(), {"word/numbering.xml": f'<w:numbering xmlns:w="{MAIN}"/>'.encode()})
    file = word_file(EVERYTHING, base=base)
    assert [attribute(n, "numId") for n in part(file, "word/numbering.xml").iter(f"{WORD}num")] == ["1", "2", "3", "4"]
    assert parse_xml(zipfile.ZipFile(io.BytesIO(file)).read("word/numbering.xml")) is not None
