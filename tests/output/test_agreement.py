"""PDF, DOCX and XLSX say what the HTML says: one changed digit anywhere is found and named."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from grants.output.finished.agreement import pdf_differences, word_differences, workbook_differences
from grants.output.finished.difference import Difference
from grants.output.finished.html import misprinted
from grants.output.finished.measure import Measure
from grants.output.finished.pdf import FinishedPdf
from grants.output.finished.word import read_word
from grants.output.finished.workbook import read_workbook_numbers
from grants.output.html.document import parse_document
from tests.output.small_documents import (
    ARTIFACTS,
    HTML,
    LONG_NAME,
    PAGES,
    WORD,
    embedded,
    package,
    root,
    word,
    workbook,
)

MEASURE = Measure(root())
PDF = FinishedPdf(PAGES, ARTIFACTS, embedded())
IN_TEXT = "Abschnitt „Probe“, bei „Der Rahmen beträgt“"
IN_TABLE = "Tabelle „Ausgaben“, Zeile „Reisen“, Spalte „Betrag in €“"


def with_text(old: str, new: str) -> FinishedPdf:
    changed = tuple(page.replace(old, new, 1) for page in PAGES)
    assert changed != PAGES
    return replace(PDF, pages=changed)


def with_attachment(name: str, old: str, new: str) -> FinishedPdf:
    data = embedded()
    changed = data[name].replace(old.encode(), new.encode(), 1)
    assert changed != data[name]
    return replace(PDF, attachments={**data, name: changed})


def test_equal_files_have_no_difference() -> None:
    assert pdf_differences(MEASURE, PDF) == []
    assert word_differences(MEASURE, read_word(word())) == []
    assert workbook_differences(MEASURE, read_workbook_numbers(workbook())) == []
    assert misprinted(root()) == []


@pytest.mark.parametrize(
    ("old", "new", "found", "expected", "place"),
    [
        ("923.907,00 €, je", "923.908,00 €, je", "923.908,00", "923.907,00\u00a0€", IN_TEXT),
        ("0,77", "0,78", "0,78", "0,77", IN_TEXT),
        ("120,50", "120,05", "120,05", "120,50", IN_TABLE),
        ("120,50\r\n", "\r\n", "", "120,50", IN_TABLE),
        ("−20,25", "20,25", "20,25", "−20,25", IN_TABLE.replace("Reisen", "Buchung")),
        ("einmal: 923.907,00", "einmal: 923.970,00", "923.970,00", "923.907,00\u00a0€", "bei „Noch einmal:“"),
    ],
)
def test_a_digit_changed_in_the_visible_text_of_a_pdf_is_found(
    old: str, new: str, found: str, expected: str, place: str
) -> None:
    (difference,) = pdf_differences(MEASURE, with_text(old, new))
    assert (difference.found, difference.expected) == (found, expected)
    assert "steht im sichtbaren Text nicht so wie im HTML" in difference.text
    assert place in difference.text


def test_an_amount_that_somebody_added_to_a_pdf_is_found() -> None:
    (difference,) = pdf_differences(MEASURE, with_text("Noch einmal", "Dazu 500,00 € Noch einmal"))
    assert difference.found == "dazu 500,00 €"
    assert "Im sichtbaren Text steht eine Zahl, die das HTML dort nicht druckt (nach der Zahl 200,00" in difference.text


def test_an_amount_that_somebody_added_to_a_running_line_is_found() -> None:
    changed = replace(PDF, artifacts=(ARTIFACTS[0], f"{ARTIFACTS[1]} 500,00 €"))
    (difference,) = pdf_differences(MEASURE, changed)
    assert difference == Difference("Im sichtbaren Text steht eine Zahl, die das HTML dort nicht druckt.", "500,00")


def test_a_figure_that_somebody_made_a_running_line_is_missing_from_the_text_and_too_much_there() -> None:
    changed = replace(with_text("Reisen 120,50", "Reisen"), artifacts=(f"120,50 {ARTIFACTS[0]}", ARTIFACTS[1]))
    assert [(each.found, each.expected) for each in pdf_differences(MEASURE, changed)] == [
        ("120,50", ""),
        ("", "120,50"),
    ]


def test_an_amount_in_a_typed_name_may_be_repeated_by_running_lines_and_drawn_elsewhere_but_not_once_more() -> None:
    html = HTML.replace("<p>Kreis · Probe</p>", "<p>Kreis 12,50 · Probe</p>").replace(
        "<h1>Probe</h1>",
        '<div class="address"><p><span class="typed">Verein 7,50</span></p></div><h1>Probe</h1><p>Guten Tag</p>',
    )
    measure = Measure(parse_document(html))
    artifacts = tuple(text.replace("Kreis", "Kreis 12,50") for text in ARTIFACTS)
    first = PAGES[0].replace("Probe\r\n", "Probe\r\nGuten Tag\r\nVerein 7,50\r\n")
    assert pdf_differences(measure, FinishedPdf((first, PAGES[1]), artifacts, embedded())) == []
    for name, amount in (("Verein 7,50", "7,50"), ("Kreis 12,50", "12,50")):
        pages = (first, f"{PAGES[1]} {name} {name}")
        (*_, difference) = pdf_differences(measure, FinishedPdf(pages, artifacts, embedded()))
        assert amount in difference.found
    twice = (artifacts[0], f"{artifacts[1]} 12,50")
    (difference,) = pdf_differences(measure, FinishedPdf((first, PAGES[1]), twice, embedded()))
    assert difference.found == "12,50"


@pytest.mark.parametrize(
    "changed",
    [
        "-923.907,00 €, je",
        "–923.907,00 €, je",
        "−923.907,00 €, je",
        "923.907,00- €, je",
        "(923.907,00) €, je",
        "923.907,00 T€, je",
        "923.907,00 TEUR, je",
        "923.907,00 Mio. €, je",
        "923.907,00 %, je",
        "923.907,00² €, je",
        "923.907,00½ €, je",
        "500.000 € 923.907,00 €, je",
        "923.907,00 €, 45 %, je",
        "923.907,00 €, 1200 Personen, je",
        "923.907,00 €, 500,000.00 €, je",
        "923.907,00 €, nicht je",
        "923.907,00 €,",
    ],
)
def test_a_sign_a_unit_a_number_of_any_form_or_a_word_that_changed_is_found_in_pdf_and_word(changed: str) -> None:
    before = "923.907,00 €, je"
    assert pdf_differences(MEASURE, with_text(before, changed))
    text = read_word(word()).text.replace("\u00a0", " ")
    assert before in text
    assert word_differences(MEASURE, replace(read_word(word()), text=text)) == []
    assert word_differences(MEASURE, replace(read_word(word()), text=text.replace(before, changed, 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Betrag in €\r\nReisen", "Betrag in TEUR\r\nReisen"),
        ("120,50\r\n", "120,50-\r\n"),
        ("120,50\r\n", "120,50\ufffe\r\n"),
        ("Buchung", "Geschenke 400\r\nBuchung"),
        ("Reisen 120,50\r\nBuchung", "Buchung 120,50\r\nReisen"),
        ("je Stelle 0,77 VZÄ", "je Stelle 0,77 Personen"),
        ("Probe\r\n", "\r\n"),
    ],
)
def test_a_head_a_row_or_a_unit_that_changed_in_a_pdf_is_found(old: str, new: str) -> None:
    assert pdf_differences(MEASURE, with_text(old, new))


def test_a_year_a_day_or_a_stamp_that_changed_is_found_and_a_stamp_may_be_drawn_elsewhere() -> None:
    html = HTML.replace(
        "<h1>Probe</h1>", '<p class="stamp">Entwurf</p><h1>Probe</h1><p>Im Jahr 2025 bis 31.03.2026</p>'
    )
    measure = Measure(parse_document(html))

    def differences(text: str) -> list[Difference]:
        return pdf_differences(measure, replace(PDF, pages=(PAGES[0].replace("Probe\r\n", text, 1), PAGES[1])))

    assert differences("Probe\r\nEntwur f\r\nIm Jahr 2025 bis 31.03.2026\r\n") == []
    for text in ("2024 bis 31.03.2026\r\nEntwurf", "2025 bis 31.12.2026\r\nEntwurf", "2025 bis 31.03.2026"):
        assert differences(f"Probe\r\nIm Jahr {text}\r\n"), text


def test_two_figures_that_have_changed_their_places_are_found() -> None:
    pages = (PAGES[0].replace("0,77", "120,50").replace("Reisen 120,50", "Reisen 0,77"), PAGES[1])
    assert [each.expected for each in pdf_differences(MEASURE, replace(PDF, pages=pages))] == ["0,77", "120,50"]


def test_a_pdf_of_another_document_is_named_in_one_sentence() -> None:
    other = replace(PDF, pages=(" ".join(f"Wort {number}" for number in range(4000)),))
    assert [each.text for each in pdf_differences(MEASURE, other)] == [
        "Der sichtbare Text ist durchweg ein anderer als im HTML."
    ]


@pytest.mark.parametrize("name", ["zahlen.json", "zahlen.csv"])
def test_a_digit_changed_in_the_embedded_numbers_is_found(name: str) -> None:
    (value,) = pdf_differences(MEASURE, with_attachment(name, "120.50", "120.51"))
    assert value == Difference(
        f"Anlage {name}: Die Zahl „reisen.betrag“ hat einen anderen Wert als im HTML ({IN_TABLE}).", "120,51", "120,50"
    )
    (text,) = pdf_differences(MEASURE, with_attachment(name, "0,77", "0,76"))
    assert (text.found, text.expected) == ("0,76", "0,77")
    strange, gone = pdf_differences(MEASURE, with_attachment(name, "reisen.betrag", "kreisen.betrag"))
    assert strange.text == f"Anlage {name}: Die Zahl „kreisen.betrag“ steht nicht im HTML."
    assert gone.text == f"Anlage {name}: Die Zahl „reisen.betrag“ fehlt ({IN_TABLE})."


@pytest.mark.parametrize("name", ["zahlen.json", "zahlen.csv"])
def test_embedded_numbers_that_are_missing_or_broken_are_a_difference(name: str) -> None:
    data = embedded()
    without = {other: content for other, content in data.items() if other != name}
    assert [each.text for each in pdf_differences(MEASURE, replace(PDF, attachments=without))] == [
        f"Im PDF fehlt die Anlage {name}."
    ]
    for broken in (
        b"",
        b"{",
        b"[1]",
        b"\xff",
        data[name][:20],
        data[name].replace(b"120.50", b"viel"),
        data[name].replace(b"120.50", b"NaN"),
    ):
        differences = pdf_differences(MEASURE, replace(PDF, attachments={**data, name: broken}))
        assert [each.text for each in differences] == [f"Die Anlage {name} des PDF ist beschädigt."], broken


def test_a_digit_changed_in_a_content_control_is_found_there_and_in_the_text() -> None:
    control, text = word_differences(MEASURE, read_word(word({"120,50": "120,60"})))
    assert control == Difference(
        f"Das Inhaltssteuerelement der Zahl „reisen.betrag“ enthält einen anderen Text als das HTML ({IN_TABLE}).",
        "120,60",
        "120,50",
    )
    assert (text.found, text.expected) == ("120,60", "120,50")


def test_a_digit_changed_in_a_row_without_a_control_is_found() -> None:
    (difference,) = word_differences(MEASURE, read_word(word({"\u221220,25": "\u221220,26"})))
    assert difference.found == "−20,26"
    assert difference.text.startswith("Eine Zahl steht im sichtbaren Text nicht so wie im HTML")


RUN = "<w:r>{}<w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    "run",
    [
        RUN.format("", "500.000 €"),
        RUN.format("", "45 %"),
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>5</m:t></m:r></m:oMath>',
        f"<w:r><w:pict><w:txbxContent><w:p>{RUN.format('', '999')}</w:p></w:txbxContent></w:pict></w:r>",
        '<w:r><w:sym w:font="Arial" w:char="F035"/></w:r>',
        RUN.format("<w:rPr><w:vanish/></w:rPr>", "verborgen"),
    ],
)
def test_whatever_somebody_added_to_a_word_file_in_any_form_is_found(run: str) -> None:
    assert word_differences(MEASURE, read_word(word({"</w:body>": f"<w:p>{run}</w:p></w:body>"})))


def test_a_figure_that_is_hidden_is_no_longer_visible() -> None:
    hidden = word({"<w:r><w:t>120,50": "<w:r><w:rPr><w:vanish/></w:rPr><w:t>120,50"})
    said = [each.text for each in word_differences(MEASURE, read_word(hidden))]
    assert "Im Word-Dokument ist Text ausgeblendet, den das HTML nicht verbirgt." in said
    assert any("reisen.betrag" in text and "steht im sichtbaren Text nicht" in text for text in said)


@pytest.mark.parametrize(("added", "count"), [("Tel. 07000 12-0, 16.02.2026", 0), ("999.999,00", 1), ("45 %", 1)])
def test_an_amount_in_a_header_or_footer_is_found(added: str, count: int) -> None:
    edge = f'<w:ftr xmlns:w="{WORD}"><w:p>{RUN.format("", f"Kreis · Probe {added}")}</w:p></w:ftr>'
    with zipfile.ZipFile(io.BytesIO(word())) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    read = read_word(package({**parts, "word/footer1.xml": edge}))
    assert len(word_differences(MEASURE, read)) == count


def test_a_control_that_is_gone_and_one_that_nobody_knows_are_found() -> None:
    differences = word_differences(MEASURE, read_word(word({'w:val="summe.betrag"': 'w:val="summe.anders"'})))
    assert [each.text for each in differences] == [
        "Ein Inhaltssteuerelement trägt den Namen „summe.anders“, den das HTML nicht nennt.",
        (
            "Die Zahl „summe.betrag“ steht nicht in einem Inhaltssteuerelement (Tabelle „Ausgaben“, Zeile „Summe“, "
            "Spalte „Betrag in €“)."
        ),
    ]


def test_a_figure_with_a_long_name_is_known_by_its_tag() -> None:
    first, _ = word_differences(MEASURE, read_word(word({"79,50": "79,51"})))
    assert f"„{LONG_NAME}“" in first.text


def test_a_number_changed_in_a_table_of_a_workbook_is_found_with_its_cell() -> None:
    (difference,) = workbook_differences(MEASURE, read_workbook_numbers(workbook(reisen="120.51")))
    assert difference == Difference(
        f"Blatt „Ausgaben“, Zelle B2: Die Zahl „reisen.betrag“ steht in der Tabelle nicht so wie im HTML ({IN_TABLE}).",
        "120,51",
        "120,50",
    )


def test_the_cached_result_of_a_sum_has_to_be_the_printed_sum() -> None:
    (difference,) = workbook_differences(MEASURE, read_workbook_numbers(workbook(result="200.01")))
    assert "„summe.betrag“" in difference.text
    assert (difference.found, difference.expected) == ("200,01", "200,00")


def test_a_value_or_text_changed_in_the_list_of_a_workbook_is_found() -> None:
    (value,) = workbook_differences(MEASURE, read_workbook_numbers(workbook(listed="923908.00")))
    assert value.text.startswith("Blatt „Zahlen“: Die Zahl „rahmen.betrag“ hat einen anderen Wert als im HTML")
    (text,) = workbook_differences(MEASURE, read_workbook_numbers(workbook(text="0,78")))
    assert (text.found, text.expected) == ("0,78", "0,77")


def test_an_html_whose_text_does_not_print_its_value_is_found() -> None:
    changed = parse_document(HTML.replace("120,50", "120,60"))
    assert [(each.number.name, each.number.text) for each in misprinted(changed)] == [("reisen.betrag", "120,60")]
