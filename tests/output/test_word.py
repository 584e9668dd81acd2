"""DOCX: the same text as the HTML, real headings, lists, notes and controls, German, nothing of a library left."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from grants.office.resources import fonts
from grants.output.html.document import DocumentError, control_tag, local_name, numbers_of, parse_document, text_of
from grants.output.word.writer import write_word
from tests.ooxml import problems
from tests.output.word_files import (
    DATED,
    EVERYTHING,
    LETTER,
    LETTERHEAD,
    WORD,
    attribute,
    body,
    controls,
    lines,
    page,
    paragraphs,
    part,
    printed,
    style_names,
    word_file,
)
from tests.tools import tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

STEMS = ["verwendungsnachweis", "verteilung", "weitergabe-08999901", "sitzungsvorlage"]
LONG_NAME = "traeger.gemeindeverwaltungsverband-erlental.fortbildung.zuwendungsfaehig.gesamt"


def letters(text: str) -> str:
    """Return only what is printed: no blanks, no marks of direction, no hyphens of line breaks, no bullets, no case."""
    return re.sub(r"[\s\u00a0\u00ad\u200e•\-–]", "", text).casefold()


def html_of(finished: Path, stem: str) -> str:
    return (finished / "ausgabe" / "2025" / f"2025-{stem}.html").read_text("utf-8")


def word_of(finished: Path, stem: str) -> bytes:
    return (finished / "ausgabe" / "2025" / f"2025-{stem}.docx").read_bytes()


def main_words(html: str) -> list[str]:
    """Return the texts of paragraphs, headings, list items, cells and footnotes in the order of the document."""
    root = parse_document(html)
    main = next(element for element in root.iter() if local_name(element) == "main")
    notes = list(take_out_notes(main))
    kinds = ("p", "h1", "h2", "h3", "li", "td", "th", "caption", "dt", "dd", "figcaption")
    return [text_of(element) for element in main.iter() if local_name(element) in kinds] + notes


def take_out_notes(element: Element) -> Iterator[str]:
    """Yield the texts of the footnotes, which stand elsewhere than their marks, and take them out of the tree."""
    for child in list(element):
        if child.get("class") != "footnote":
            yield from take_out_notes(child)
            continue
        yield text_of(child)
        before = list(element)[: list(element).index(child)]
        if before:
            before[-1].tail = (before[-1].tail or "") + " " + (child.tail or "")
        else:
            element.text = (element.text or "") + " " + (child.tail or "")
        element.remove(child)


def notes_of(file: bytes) -> str:
    """Return the texts of the footnotes of a Word file."""
    if "word/footnotes.xml" not in zipfile.ZipFile(io.BytesIO(file)).namelist():
        return ""
    return printed(part(file, "word/footnotes.xml"))


def texts_of(element: Element) -> Iterator[str]:
    """Yield every printed piece of text; the title of a drawing is its alternative text."""
    if local_name(element) != "title":
        yield element.text or ""
        for child in element:
            yield from texts_of(child)
            yield child.tail or ""


@pytest.mark.parametrize("stem", STEMS)
def test_every_text_of_the_html_stands_in_the_word_document_in_its_order(finished: Path, stem: str) -> None:
    file = word_of(finished, stem)
    written = letters(printed(body(file)) + notes_of(file))
    place = 0
    for text in main_words(html_of(finished, stem)):
        place = written.find(letters(text), place)
        assert place >= 0, text


@pytest.mark.parametrize("stem", STEMS)
def test_every_text_of_the_html_stands_in_the_pdf(finished: Path, stem: str) -> None:
    reader = pypdf.PdfReader(finished / "ausgabe" / "2025" / f"2025-{stem}.pdf")
    printed_text = letters("".join(sheet.extract_text() for sheet in reader.pages))
    words = [word for text in main_words(html_of(finished, stem)) for word in text.split()]
    assert [word for word in words if letters(word) not in printed_text] == []


@pytest.mark.parametrize("stem", STEMS)
def test_every_named_number_is_a_content_control_with_the_printed_text(finished: Path, stem: str) -> None:
    numbers = numbers_of(parse_document(html_of(finished, stem)))
    expected = [(control_tag(number.name), number.text) for number in numbers if number.name]
    assert [(tag, text) for tag, _, text in controls(word_of(finished, stem))] == expected


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
    core = zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml").decode()
    assert "<dc:creator>Landratsamt Lindental, Amt für Migration und Integration</dc:creator>" in core
    assert "<dc:language>de-DE</dc:language>" in core
    languages = {attribute(element) for element in part(content, "word/styles.xml").iter(f"{WORD}lang")}
    assert languages == {"de-DE"}
    assert part(content, "word/settings.xml").find(f"{WORD}autoHyphenation") is not None


def test_properties_come_from_the_head_of_the_html_and_the_order() -> None:
    root = parse_document(page("<h1>x</h1>", '<meta name="keywords" content="Nachweis, 2025"/>'))
    archive = zipfile.ZipFile(io.BytesIO(write_word(root, fonts(), DATED, reference="41.2-425.31")))
    core = archive.read("docProps/core.xml").decode()
    assert "<dc:title>Bericht</dc:title>" in core
    assert "<cp:keywords>Nachweis, 2025</cp:keywords>" in core
    assert '<dcterms:created xsi:type="dcterms:W3CDTF">2026-02-16T00:00:00Z</dcterms:created>' in core
    assert '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-02-16T00:00:00Z</dcterms:modified>' in core
    assert "<cp:lastModifiedBy>Landratsamt</cp:lastModifiedBy>" in core
    assert "41.2-425.31" in archive.read("docProps/custom.xml").decode()


def test_a_property_that_is_longer_than_word_keeps_one_ends_with_an_ellipsis() -> None:
    html = page(f'<h1>x</h1><p class="lead">{"Satz. " * 60}</p>').replace('"Landratsamt"', f'"{"Amt " * 80}"')
    core = docx.Document(io.BytesIO(write_word(parse_document(html), fonts(), DATED))).core_properties
    assert core.subject == ("Satz. " * 60)[:254] + "…"
    assert core.author == core.last_modified_by == ("Amt " * 80)[:254] + "…"


def test_the_chart_has_an_alternative_text_with_its_numbers(finished: Path) -> None:
    document = docx.Document(io.BytesIO(word_of(finished, "sitzungsvorlage")))
    (properties,) = document.element.body.iter(qn("wp:docPr"))
    assert "923.907,00\u00a0€" in properties.get("descr")


def test_the_same_tree_gives_the_same_bytes_and_nothing_says_when() -> None:
    first, second = word_file(EVERYTHING, around=LETTERHEAD), word_file(EVERYTHING, around=LETTERHEAD)
    assert first == second
    assert {member.date_time for member in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    everything = b"".join(
        zipfile.ZipFile(io.BytesIO(first)).read(name) for name in zipfile.ZipFile(io.BytesIO(first)).namelist()
    )
    assert b"python-docx" not in everything


def test_an_element_without_a_form_in_word_is_an_error_and_not_dropped() -> None:
    with pytest.raises(DocumentError, match="<td> hat an seiner Stelle keine Form"):
        word_file("<td>1</td>")
    with pytest.raises(DocumentError, match="<table> steht innerhalb eines Absatzes"):
        word_file("<p>Text <table></table></p>")


@pytest.mark.parametrize(
    "content", [EVERYTHING, LETTER, "<table><tbody><tr><td>1</td></tr></tbody></table>", "<p>x</p>"]
)
def test_every_text_of_the_closed_set_is_written_in_its_order(content: str) -> None:
    written = letters(printed(body(word_file(content, around=LETTERHEAD))))
    root = parse_document(page(re.sub(r'<span class="footnote">.*?</span>|<title>.*?</title>', "", content)))
    main = next(element for element in root.iter() if local_name(element) == "main")
    assert written == letters("".join(main.itertext()))


def test_two_validators_find_nothing_wrong(finished: Path) -> None:
    files = {f"{stem}.docx": word_of(finished, stem) for stem in STEMS}
    files["alles.docx"] = word_file(EVERYTHING, around=LETTERHEAD)
    files["brief.docx"] = word_file(LETTER, around=LETTERHEAD)
    files["leer.docx"] = word_file("")
    assert problems(files) == []


def test_a_number_printed_twice_has_two_controls_and_an_entry_none() -> None:
    file = word_file(EVERYTHING)
    assert controls(file) == [
        ("summe", "summe", "3,50 €"),
        ("soll", "soll", "1,50"),
        ("ist", "ist", "2,00"),
        ("summe", "summe", "3,50"),
        ("eins", "eins", "1"),
    ]
    identifiers = [attribute(element) for element in body(file).iter(f"{WORD}id")]
    assert len(set(identifiers)) == len(identifiers) == 7
    assert "1,00\u00a0€" not in printed(body(file))


def test_a_long_name_keeps_its_beginning_in_the_tag_and_in_the_alias() -> None:
    ((tag, alias, text),) = controls(word_file(f'<p><data value="1" data-name="{LONG_NAME}">1</data></p>'))
    assert tag.startswith(LONG_NAME[:47] + "~")
    assert len(tag) == len(alias) == 64
    assert LONG_NAME.startswith(alias)
    assert text == "1"


def test_lists_are_numbered_by_word_and_each_begins_anew() -> None:
    file = word_file(EVERYTHING)
    numbered = [
        (printed(paragraph), attribute(number.find(f"{WORD}ilvl")), attribute(number.find(f"{WORD}numId")))
        for paragraph in paragraphs(body(file))
        if (number := paragraph.find(f"{WORD}pPr/{WORD}numPr")) is not None
    ]
    bullets = [(text, level) for text, level, number in numbered if number == "1"]
    assert bullets == [("eins", "0"), ("innen", "1"), ("noch", "1"), ("zwei", "0"), ("Punkt", "0")]
    assert [line for line in numbered if line[2] != "1"] == [
        ("drei", "0", "2"),
        ("a", "1", "3"),
        ("b", "1", "3"),
        ("vier", "0", "2"),
        ("neu", "0", "4"),
    ]
    starts = {
        attribute(number, "numId"): [
            (attribute(override, "ilvl"), attribute(override.find(f"{WORD}startOverride")))
            for override in number.iter(f"{WORD}lvlOverride")
        ]
        for number in part(file, "word/numbering.xml").iter(f"{WORD}num")
    }
    assert starts == {"1": [], "2": [("0", "3")], "3": [("1", "1")], "4": [("0", "1")]}


def test_a_footnote_is_one_and_its_number_a_control_too() -> None:
    file = word_file(EVERYTHING)
    notes = list(part(file, "word/footnotes.xml"))
    assert [attribute(note, "id") for note in notes] == ["-1", "0", "1"]
    assert printed(notes[2]).strip() == "Eine Fußnote mit 1,00 €."
    assert attribute(notes[2].find(f".//{WORD}tag")) == "fuss"
    (reference,) = body(file).iter(f"{WORD}footnoteReference")
    assert attribute(reference, "id") == "1"


def test_a_document_without_footnotes_has_no_part_for_them() -> None:
    assert "word/footnotes.xml" not in zipfile.ZipFile(io.BytesIO(word_file("<p>x</p>"))).namelist()


def runs_of(paragraph: Element) -> list[tuple[str, bool]]:
    """Return the text of each run and whether it is set from right to left."""
    return [(printed(run), run.find(f"{WORD}rPr/{WORD}rtl") is not None) for run in paragraph.iter(f"{WORD}r")]


def test_names_written_from_right_to_left_stay_readable() -> None:
    mixed, alone = list(paragraphs(body(word_file("<p>Name محمد علي 12 heute</p><p>محمد علي</p>"))))
    assert runs_of(mixed) == [("Name ", False), ("محمد علي", True), ("\u200e 12 heute", False)]
    assert mixed.find(f"{WORD}pPr/{WORD}bidi") is None
    assert runs_of(alone) == [("محمد علي", True)]
    assert alone.find(f"{WORD}pPr/{WORD}bidi") is not None


def test_an_amount_behind_a_name_from_right_to_left_is_not_turned_by_it() -> None:
    """A mark ends the name, also where the amount is an element of its own or the only other text."""
    html = "<p>An <span class='typed'>محمد</span> <data value='1'>12</data></p><p>חיים 7</p><p>محمد 1 und חיים 2</p>"
    after_an_element, alone, twice = paragraphs(body(word_file(html)))
    assert runs_of(after_an_element) == [("An ", False), ("محمد", True), ("\u200e", False), (" ", False), ("12", False)]
    assert runs_of(alone) == [("חיים", True), ("\u200e 7", False)]
    assert alone.find(f"{WORD}pPr/{WORD}bidi") is None
    assert [text for text, turned in runs_of(twice) if turned] == ["محمد", "חיים"]


def test_a_word_in_another_language_says_so() -> None:
    run = next(
        run
        for run in body(word_file('<p>ein <span lang="en">grant</span></p>')).iter(f"{WORD}r")
        if printed(run) == "grant"
    )
    assert attribute(run.find(f"{WORD}rPr/{WORD}lang")) == "en"


def test_blanks_are_folded_as_in_a_browser_and_no_break_blanks_stay() -> None:
    html = "<p>\n  Die <strong> Summe </strong> \n von <data value='1'>1\u00a0€</data>,\n<br/> zwei </p>"
    (paragraph,) = paragraphs(body(word_file(html)))
    assert printed(paragraph) == "Die Summe von 1\u00a0€, zwei"


def test_a_check_box_can_be_ticked_and_is_its_sign() -> None:
    boxes = [
        (element.get("{http://schemas.microsoft.com/office/word/2010/wordml}val"))
        for element in body(word_file(EVERYTHING)).iter("{http://schemas.microsoft.com/office/word/2010/wordml}checked")
    ]
    assert boxes == ["0", "1"]
    assert ("Normal", "☐ nein ☒ ja") in lines(word_file(EVERYTHING))


def test_a_new_page_begins_with_the_next_paragraph_and_prints_nothing() -> None:
    broken = [
        printed(p) for p in paragraphs(body(word_file(EVERYTHING))) if p.find(f".//{WORD}pageBreakBefore") is not None
    ]
    assert broken == ["Neue Seite"]


def test_what_belongs_together_stays_on_one_page() -> None:
    file = word_file('<section class="keep"><h3>Kopf</h3><p>eins</p><p>zwei</p></section><p>frei</p>')
    held = [printed(p) for p in paragraphs(body(file)) if p.find(f"{WORD}pPr/{WORD}keepNext") is not None]
    assert held == ["Kopf", "eins"]


def test_a_table_of_many_rows_breaks_between_its_first_three_and_its_last_three() -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(1, 10))
    table = f'<table class="short"><thead><tr><th>Kopf</th></tr></thead><tbody>{rows}</tbody></table>'
    file = word_file(f'<section class="keep"><p>davor</p>{table}</section>')
    held = [printed(p) for p in paragraphs(body(file)) if p.find(f"{WORD}pPr/{WORD}keepNext") is not None]
    assert held == ["davor", "Kopf", "1", "2", "7", "8"]


def test_a_table_of_few_rows_stays_whole_wherever_it_stands() -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(1, 6))
    file = word_file(f"<table><tbody>{rows}</tbody></table><p>frei</p>")
    held = [printed(p) for p in paragraphs(body(file)) if p.find(f"{WORD}pPr/{WORD}keepNext") is not None]
    assert held == ["1", "2", "3", "4"]


def test_a_sentence_to_tick_hangs_beside_its_box_behind_a_tab() -> None:
    file = word_file('<p class="declaration"><span class="checkbox">☐</span> Alles stimmt.</p>')
    (paragraph,) = [p for p in paragraphs(body(file)) if "Alles stimmt." in printed(p)]
    (style,) = paragraph.iter(f"{WORD}pStyle")
    assert attribute(style, "val") == "Ankreuzen"
    assert len(list(paragraph.iter(f"{WORD}tab"))) == 1


def test_a_letter_has_its_address_in_the_window_and_its_text_below() -> None:
    """DIN 5008, form B: window 45 mm from the top, information block 125 mm from the left, text from 98.46 mm."""
    file = word_file(LETTER, around=LETTERHEAD)
    frames = {
        printed(p).strip(): (attribute(frame, "x"), attribute(frame, "y"))
        for p in paragraphs(body(file))
        if (frame := p.find(f"{WORD}pPr/{WORD}framePr")) is not None
    }
    twips = 1440 / 25.4
    window, information = (round(25 * twips), round(45 * twips)), (round(125 * twips), round(50 * twips))
    assert {key: tuple(map(int, value)) for key, value in frames.items() if key != "Entwurf"} == {
        "Landratsamt, Lindental": window,
        "Stadt Ahorn Kämmerei": window,
        "Ring 1": window,
        "Zeichen 41.2": information,
    }
    assert frames["Entwurf"] == ("", str(round(98.46 * twips)))
    heading = next(p for p in paragraphs(body(file)) if printed(p) == "Abrechnung")
    assert style_names(file)[attribute(heading.find(f"{WORD}pPr/{WORD}pStyle"))] == "heading 1"


def test_letterhead_and_page_numbers_are_in_header_and_footer() -> None:
    file = word_file("<p>x</p>", around=LETTERHEAD)
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    headers = {printed(part(file, name)) for name in names if name.startswith("word/header")}
    footers = {printed(part(file, name)) for name in names if name.startswith("word/footer")}
    assert headers == {"LandratsamtStraße 1", ""}
    assert footers == {"Landratsamt · Bericht Seite\u00a01 von\u00a01"}
    fields = {
        field.get(f"{WORD}instr", "").strip()
        for name in names
        if name.startswith("word/footer")
        for field in part(file, name).iter(f"{WORD}fldSimple")
    }
    assert fields == {"PAGE", "NUMPAGES"}


def test_a_table_of_five_thousand_rows_is_whole() -> None:
    cells = "".join(f'<td class="num" value="{n}" data-name="zeile.{{0}}.{n}">{n}</td>' for n in range(6))
    rows = "".join(f"<tr><td>Name {row}</td>{cells.format(row)}</tr>" for row in range(5000))
    file = word_file(f"<table><tbody>{rows}</tbody></table>")
    assert len(controls(file)) == 30_000
    assert len(list(body(file).iter(f"{WORD}tr"))) == 5_000


@pytest.mark.slow
def test_libreoffice_opens_every_word_document_with_the_same_text(finished: Path, tmp_path: Path) -> None:
    office = tool("soffice", "libreoffice-writer-nogui")
    pages = {stem: html_of(finished, stem) for stem in STEMS}
    small = {"alles": EVERYTHING, "brief": LETTER}
    pages |= {name: page(re.sub(r"<title>.*?</title>", "", content), "", LETTERHEAD) for name, content in small.items()}
    for stem, html in pages.items():
        (tmp_path / f"{stem}.docx").write_bytes(write_word(parse_document(html), fonts(), DATED))
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=240)
    missing = {}
    for stem, html in pages.items():
        shown = letters("".join(sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / f"{stem}.pdf").pages))
        root = next(element for element in parse_document(html).iter() if local_name(element) == "main")
        words = [word for text in texts_of(root) for word in text.split() if word.isascii()]
        missing[stem] = [word for word in words if letters(word) not in shown]
    assert missing == {stem: [] for stem in pages}
