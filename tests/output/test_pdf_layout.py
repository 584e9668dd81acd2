"""How a page looks, measured in millimetres in the finished file: letters by DIN 5008 form B, notes, tables, names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.output.pdf_samples import long_table, opened, pdf_of, pdf_of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

MM = 25.4 / 72
HEIGHT, WIDTH = 297.0, 210.0
TABLE = '<table id="t"><tbody><tr><td>{}</td><td class="num" value="1">1.234,56</td></tr></tbody></table>'
LETTER_HEAD = (
    '<header class="letterhead"><p class="authority">Landratsamt</p></header><div class="head"><div class="address">'
    '<p class="return">Landratsamt, Straße 1, 70000 Stadt</p><p>{}</p><p>70000 Stadt</p></div>'
    '<div class="info"><dl><dt>Auskunft</dt><dd>{}</dd></dl></div></div>'
    '<div class="letter"><p>Der Brief</p></div>'
)


def boxes(content: bytes, text: str, page: int = 0) -> Iterator[tuple[float, float, float, float]]:
    """Yield left, top, right and bottom of each place of a text on a page, in mm from the upper left corner."""
    sheet = pypdfium2.PdfDocument(content)[page]
    words = sheet.get_textpage()
    search = words.search(text, match_case=True)
    while found := search.get_next():
        start, length = found
        parts = [words.get_charbox(index) for index in range(start, start + length)]
        yield (
            min(part[0] for part in parts) * MM,
            HEIGHT - max(part[3] for part in parts) * MM,
            max(part[2] for part in parts) * MM,
            HEIGHT - min(part[1] for part in parts) * MM,
        )


def box(content: bytes, text: str, page: int = 0) -> tuple[float, float, float, float]:
    """Return where a text stands first."""
    return next(boxes(content, text, page))


def texts(content: bytes) -> list[str]:
    """Return the text of each page."""
    return [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(content)]


def edges(content: bytes) -> tuple[float, float]:
    """Return the leftmost and the rightmost place of any sign on the pages, in mm."""
    lefts, rights = [], []
    for sheet in pypdfium2.PdfDocument(content):
        words = sheet.get_textpage()
        for index in range(words.count_chars()):
            left, _, right, _ = words.get_charbox(index)
            if right > left:
                lefts.append(left * MM)
                rights.append(right * MM)
    return min(lefts), max(rights)


def marks(sheet: pypdfium2.PdfPage, left: float, right: float) -> list[float]:
    """Return how far from the top, in mm, something is drawn in a strip along the left edge."""
    per_mm = 10
    strip = (
        sheet.render(scale=per_mm * MM, grayscale=True)
        .to_pil()
        .crop((int(left * per_mm), 0, int(right * per_mm), 2970))
    )
    rows = [y for y in range(strip.height) if min(strip.crop((0, y, strip.width, y + 1)).tobytes()) < 200]
    return [y / per_mm for y in rows if y - 1 not in rows]


@pytest.fixture(scope="module")
def letter() -> bytes:
    return pdf_of_kind("weitergabe-08999003")


def test_the_address_stands_in_the_window_of_the_envelope(letter: bytes) -> None:
    # The window begins 20 mm from the left and 45 mm from the top and is 85 mm by 45 mm.
    left, top, right, bottom = box(letter, "Landratsamt Lindental, Schlossstraße 1")
    assert 20 <= left <= 26
    assert 45 <= top < bottom <= 50  # the line of the sender: the first 5 mm
    assert right <= 105
    left, top, _, _ = box(letter, "Bürgermeisteramt Brunnwangen")
    assert left == pytest.approx(25, abs=0.7)
    assert 62.7 <= top <= 64.7  # below the line of the sender and 12.7 mm for remarks
    *_, bottom = box(letter, "70993 Brunnwangen")
    assert bottom <= 90


def test_the_information_block_begins_at_125_and_50_millimetres(letter: bytes) -> None:
    left, top, _, _ = box(letter, "Aktenzeichen")
    assert left == pytest.approx(125, abs=0.7)
    assert 50 <= top <= 52
    assert edges(letter)[1] <= 200


def test_the_text_begins_below_98_millimetres_with_the_subject_and_without_the_word(letter: bytes) -> None:
    _, top, _, bottom = box(letter, "Abrechnung Integrationsmanagement")
    assert top >= 98.46
    assert bottom <= 106
    assert "Betreff" not in texts(letter)[0]
    left, *_ = box(letter, "Sehr geehrte")
    assert left == pytest.approx(25, abs=0.7)


def test_fold_marks_and_the_mark_for_punching_lie_at_the_left_edge_of_the_first_page_only(letter: bytes) -> None:
    document = pypdfium2.PdfDocument(letter)
    assert marks(document[0], 5, 9) == pytest.approx([105, 148.5, 210], abs=0.3)
    assert marks(document[0], 9.5, 11) == pytest.approx([148.5], abs=0.3)  # the mark for punching is longer
    assert marks(document[0], 0, 4.5) == marks(document[1], 0, 20) == []


def test_later_pages_of_a_letter_name_sender_and_subject_at_their_head(letter: bytes) -> None:
    assert "Lindental" in texts(letter)[1]
    _, top, _, _ = box(letter, "Landratsamt Lindental", 1)
    _, _, right, bottom = box(letter, "Abrechnung Integrationsmanagement", 1)
    assert top > 8
    assert bottom < 20
    assert right <= 190.5


def test_a_long_address_pushes_the_text_down_instead_of_covering_it() -> None:
    content = pdf_of(LETTER_HEAD.format("Gemeindeverwaltungsverband " * 20, "a" * 120))
    *_, bottom = box(content, "70000 Stadt", 0)
    places = list(boxes(content, "70000 Stadt"))
    bottom = places[-1][3]
    _, top, _, _ = box(content, "Der Brief")
    assert bottom > 90
    assert top >= bottom
    assert edges(content)[1] <= 200


@pytest.mark.parametrize("length", [200, 500])
@pytest.mark.parametrize("name", ["Langname", "x", "Müller-Lüdenscheidt "])
def test_names_of_any_length_stay_in_their_cell_and_on_the_page(name: str, length: int) -> None:
    long = (name * length)[:length]
    content = pdf_of(TABLE.format(long) + f"<h2>{long}</h2><p>{long}</p><dl><dt>{long}</dt><dd>{long}</dd></dl>")
    left, right = edges(content)
    assert left >= 24.5
    assert right <= 190.5
    amount, *_ = box(content, "1.234,56")
    table = pdf_of(TABLE.format(long))
    signs = pypdfium2.PdfDocument(table)[0].get_textpage()
    before = signs.get_text_range().index("1.234,56")
    in_cell = [signs.get_charbox(index) for index in range(len("Die Probe"), before)]
    assert max(right for *_, right, _ in [(part[0], part[2], part[3]) for part in in_cell]) * MM <= amount


def test_footnotes_stand_at_the_foot_of_the_page_and_are_numbered_through_the_document() -> None:
    first = "".join(f'<p>Satz {n}<span class="footnote">Anmerkung {n}</span>.</p>' for n in range(1, 4))
    second = '<hr class="page-break"/><p>Später<span class="footnote">Anmerkung 4</span>.</p>'
    content = pdf_of(first + second)
    pages = texts(content)
    assert len(pages) == 2
    for number in range(1, 4):
        assert re.search(rf"{number}\s+Anmerkung {number}", pages[0])
        _, top, _, bottom = box(content, f"Anmerkung {number}")
        assert 240 < top < bottom < 276
    assert re.search(r"4\s+Anmerkung 4", pages[1])


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_no_footnote_is_moved_to_a_page_of_its_own(count: int) -> None:
    note = '<span class="footnote">Eine Anmerkung über mehrere Zeilen ' + "und noch einige Worte " * 10 + "</span>"
    assert len(texts(pdf_of(f"<p>Satz{note}</p>" * count))) == 1


def test_rows_are_never_split_and_every_page_repeats_the_head() -> None:
    rows = "".join(f"<tr><td>Anfang{n}<br/>Mitte<br/>Ende{n}</td><td>x</td></tr>" for n in range(60))
    head = '<thead><tr><th scope="col">Spaltenkopf</th><th scope="col">b</th></tr></thead>'
    pages = texts(pdf_of(f'<table id="t">{head}<tbody>{rows}</tbody></table>'))
    assert len(pages) >= 3
    for page in pages:
        assert "Spaltenkopf" in page
        assert re.findall(r"Anfang(\d+)", page) == re.findall(r"Ende(\d+)", page)


def test_the_sum_of_a_long_table_stands_once_and_not_alone() -> None:
    table = long_table(120).replace("</tbody>", "</tbody><tfoot><tr><td>Summe</td><td>1</td></tr></tfoot>")
    pages = texts(pdf_of(table))
    assert [page.count("Summe") for page in pages] == [0] * (len(pages) - 1) + [1]
    assert "Gemeinde" in pages[-1]


def test_figures_below_each_other_have_the_same_width() -> None:
    content = pdf_of(
        '<table id="t"><tbody><tr><td>a</td><td class="num" value="1">1.111,11</td></tr>'
        '<tr><td>b</td><td class="num" value="8">8.888,88</td></tr></tbody></table>'
    )
    ones, eights = box(content, "1.111,11"), box(content, "8.888,88")
    # Only the ink of the first and the last figure differs, by fractions of a millimetre.
    assert ones[2] == pytest.approx(eights[2], abs=0.4)
    assert ones[0] == pytest.approx(eights[0], abs=0.6)


def test_a_page_break_begins_a_page_and_prints_nothing() -> None:
    pages = texts(pdf_of('<p>vorher</p><hr class="page-break"/><p>nachher</p>'))
    assert ["vorher" in pages[0], "nachher" in pages[0], "nachher" in pages[1]] == [True, False, True]


def test_a_county_changes_colours_and_font_by_the_values_of_the_root() -> None:
    with opened(pdf_of("<h2>Rot</h2>", ":root { --accent: #ff0000; --font: 'Noto Sans' }")) as pdf:
        assert b"1 0 0 rg" in pdf.pages[0].Contents.read_bytes()


def test_a_table_of_many_rows_begins_where_three_of_them_fit_and_its_sum_has_company() -> None:
    rows = "".join(f"<tr><td>Zeile {number}</td></tr>" for number in range(1, 10))
    table = (
        '<table id="t" class="short"><thead><tr><th>Kopf</th></tr></thead>'
        f"<tbody>{rows}</tbody><tfoot><tr><td>Summe</td></tr></tfoot></table>"
    )
    for lines in range(24, 36):
        section = f'<section class="keep"><h3>Abschnitt</h3><p>Einleitung</p>{table}</section>'
        first, second = texts(pdf_of("<p>davor</p>" * lines + section))
        before, after = first.count("Zeile"), second.count("Zeile")
        assert before + after == 9
        assert before >= 3 or "Abschnitt" not in first
        assert after >= 2 or "Summe" in first


def test_a_key_stays_on_one_line_and_a_long_word_of_a_head_is_divided_at_a_syllable() -> None:
    """Zu-wen-dungs-emp-fän-ge-rin; the column of the key is narrower than its eight digits."""
    content = pdf_of(
        '<table><colgroup><col style="width: 6%"/><col style="width: 12%"/><col style="width: 82%"/></colgroup>'
        '<thead><tr><th scope="col">Nr.</th><th scope="col">Zuwendungsempfängerin</th><th scope="col">Ort</th></tr>'
        '</thead><tbody><tr><td class="reference key">08999001</td><td>Kreis</td><td>Stadt</td></tr></tbody></table>'
    )
    left, top, right, bottom = box(content, "08999001")
    assert bottom - top < 4
    assert right - left > 11
    first_line = re.search(r"(Zu\w*)[-\u00ad\ufffe\x02\u2010]", texts(content)[0])
    assert first_line is not None
    assert first_line[1] in ("Zuwen", "Zuwendungs", "Zuwendungsemp", "Zuwendungsempfän")
