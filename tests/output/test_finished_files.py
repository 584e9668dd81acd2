"""Finished files are read again under limits; what is damaged, foreign or hostile is refused in a German sentence."""

from __future__ import annotations

import io
import sys
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest

from grants.output.finished.html import read_html, read_index
from grants.output.finished.pdf import FinishedPdf, read_pdf, read_pdfs
from grants.output.finished.reading import LARGEST_FILE, FileFaultError
from grants.output.finished.word import read_word
from grants.output.finished.workbook import read_workbook_numbers
from tests.output.small_documents import HTML, WORD, embedded, package, pdf, word, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

NO_PDF = "Die Datei ist keine lesbare PDF-Datei; sie ist beschädigt, verschlüsselt oder von anderer Art."
NO_WORD = "Die Datei ist keine lesbare Word-Datei; sie ist beschädigt, verschlüsselt oder von anderer Art."
NO_WORKBOOK = "Die Datei ist keine lesbare Arbeitsmappe; sie ist beschädigt, verschlüsselt oder von anderer Art."
NO_HTML = "Die Datei ist kein lesbares HTML dieses Programms; sie ist beschädigt oder von anderer Art."
SOUND = pdf("Summe 120,50", embedded())


def with_password(content: bytes) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(stream, encryption=pikepdf.Encryption(owner="a", user="b"))
    return stream.getvalue()


def test_a_pdf_is_read_with_its_text_and_its_numbers() -> None:
    read = read_pdf(SOUND)
    assert [page.strip() for page in read.pages] == ["Summe 120,50"]
    assert read.numbers_as_json() == read.numbers_as_csv()
    assert [(number.name, number.exact, number.text) for number in read.numbers_as_json()][1] == (
        "stellen.vzae",
        "0.7692",
        "0,77",
    )


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"kein PDF", SOUND[:300], word(), with_password(SOUND)])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(FileFaultError, match=NO_PDF):
        read_pdf(content)


def odd(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(SOUND)) as document:
        change(document)
        document.save(stream)
    return stream.getvalue()


def note(document: pikepdf.Pdf) -> None:
    text = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 99, 99])
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(text)])


def crop(document: pikepdf.Pdf) -> None:
    document.pages[0].cropbox = pikepdf.Array([0, 0, 595, 300])


def layer(document: pikepdf.Pdf) -> None:
    group = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Ebene"))
    document.pages[0].Resources.Properties = pikepdf.Dictionary(L1=group)
    content = document.pages[0].Contents.read_bytes()
    document.pages[0].Contents = document.make_stream(b"/OC /L1 BDC " + content + b" EMC")


def hide(document: pikepdf.Pdf) -> None:
    content = document.pages[0].Contents.read_bytes()
    document.pages[0].Contents = document.make_stream(content.replace(b"BT ", b"BT 3 Tr "))


def attach(document: pikepdf.Pdf) -> None:
    document.attachments["zahlen.xlsx"] = b"fremd"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (note, "Das PDF enthält Anmerkungen, Formularfelder oder Verweise, die das HTML nicht hat."),
        (crop, "Eine Seite des PDF ist nicht im Format A4 oder beschnitten."),
        (layer, "Das PDF enthält Ebenen, die sich ein- und ausblenden lassen."),
        (hide, "Das PDF enthält unsichtbaren Text."),
        (attach, "Das PDF enthält die Anlage „zahlen.xlsx“, die nicht vom Verfahren stammt."),
    ],
)
def test_what_no_pdf_of_this_program_has_is_named(change: Callable[[pikepdf.Pdf], None], said: str) -> None:
    assert read_pdf(SOUND).oddities == ()
    assert read_pdf(odd(change)).oddities == (said,)


def test_one_broken_pdf_does_not_keep_the_others_from_being_read() -> None:
    first, broken, last = read_pdfs([SOUND, b"kein PDF", SOUND])
    assert isinstance(first, FinishedPdf)
    assert first == last
    assert str(broken) == NO_PDF


def test_a_pdf_that_ends_its_reader_is_refused_and_the_others_are_read() -> None:
    # This reader answers for short contents and dies of the first long one, as a broken library would.
    code = (
        "import sys\n"
        "for length in sys.argv[1:]:\n"
        "    sys.stdin.buffer.read(int(length))\n"
        "    if int(length) > 3: sys.exit(9)\n"
        '    print(\'{"pages": ["\' + length + \'"], "artifacts": [""], "attachments": {}}\', flush=True)\n'
    )
    read = read_pdfs([b"1", b"long one", b"22"], child=(sys.executable, "-c", code))
    assert [str(each) if isinstance(each, FileFaultError) else each.pages for each in read] == [
        ("1",),
        "Das Lesen der Datei brach ab; vermutlich ist sie beschädigt.",
        ("2",),
    ]


def test_a_reader_that_never_answers_is_ended() -> None:
    code = "import time\ntime.sleep(600)"
    (read,) = read_pdfs([b"1"], child=(sys.executable, "-c", code), most_seconds=1)
    assert str(read) == "Das Lesen der Datei brach ab; vermutlich ist sie beschädigt."


def test_a_file_larger_than_any_document_is_not_read() -> None:
    content = b"%PDF" + bytes(LARGEST_FILE)
    for read in (read_pdf, read_word, read_workbook_numbers, read_html):
        with pytest.raises(FileFaultError):
            read(content)


def bomb() -> bytes:
    return package({"word/document.xml": f'<w:document xmlns:w="{WORD}">' + " " * 250_000_000 + "</w:document>"})


def with_document_type() -> bytes:
    return word({"<w:document": '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document'})


def damaged(content: bytes) -> bytes:
    place = content.index(b"PK\x01\x02")
    return content[: place // 2] + b"XXXX" + content[place // 2 + 4 :]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"kein Dokument",
        word()[:200],
        damaged(word()),
        workbook(),
        with_document_type(),
        package({"word/document.xml": "<w:document"}),
        package({"word/document.xml": f'<a xmlns="{WORD}">' + "<b>" * 5000 + "</b>" * 5000 + "</a>"}),
        pytest.param(bomb(), id="bomb"),
    ],
)
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(FileFaultError, match=NO_WORD):
        read_word(content)


def test_text_in_another_encoding_cannot_hide_a_document_type() -> None:
    xml = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a xmlns="{WORD}"/>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("word/document.xml", xml.encode("utf-16"))
    with pytest.raises(FileFaultError, match=NO_WORD):
        read_word(stream.getvalue())


def test_deleted_text_and_codes_of_fields_are_not_visible_footnotes_are() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('vor')}<w:del><w:r><w:delText>weg</w:delText></w:r></w:del>"
        '<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        f"{run.format('nach')}</w:p>"
    )
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2"><w:p>{run.format("Fuß")}</w:p>'
        "</w:footnote></w:footnotes>",
    }
    assert read_word(package(parts)).text.split() == ["vor", "Fuß", "nach"]


@pytest.mark.parametrize("content", [b"", b"keine Mappe", workbook()[:100], word()])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(FileFaultError, match=NO_WORKBOOK):
        read_workbook_numbers(content)


def test_a_workbook_without_the_list_of_numbers_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="Zahlen"', 'name="Andere"')
    with pytest.raises(FileFaultError, match="In der Arbeitsmappe fehlt das Blatt „Zahlen“"):
        read_workbook_numbers(package(parts))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kein HTML",
        HTML[:400],
        HTML.replace("<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY a "b">]>'),
        "<a>" * 100_000,
        HTML.replace("<main>", "<main>" + "<div>" * 5000).replace("</main>", "</div>" * 5000 + "</main>"),
    ],
)
def test_what_is_no_html_of_this_program_is_refused(text: str) -> None:
    with pytest.raises(FileFaultError, match=r"kein lesbares HTML|nicht in sich stimmig"):
        read_html(text.encode())
    with pytest.raises(FileFaultError, match=NO_HTML):
        read_index(text.encode() + b"\xff")


def test_an_html_whose_sum_is_not_that_of_its_parts_is_refused() -> None:
    changed = HTML.replace('value="120.50"', 'value="120.51"')
    with pytest.raises(FileFaultError, match="nicht in sich stimmig"):
        read_html(changed.encode())
