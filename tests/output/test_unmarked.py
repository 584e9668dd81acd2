"""Digits outside of figures: what is refused with its place, and what is exempt and why."""

from __future__ import annotations

import pytest

from grants.output.html.document import DocumentError, parse_document
from grants.output.html.unmarked import check_marked, unmarked_texts
from tests.output.pictures import SMALLEST_PNG


def found(body: str) -> list[str]:
    html = f'<html lang="de"><head><title>Probe 1</title></head><body>{body}</body></html>'
    return list(unmarked_texts(parse_document(html)))


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("<p>Es sind 12,50 € offen.</p>", "12,50"),
        ("<p>in 12 Monaten</p>", "12"),
        ("<td>0,7692</td>", "0,7692"),
        ("<p>rund 5 %</p>", "5"),
        ("<p>2025 € sind keine Jahreszahl</p>", "2025"),
        ("<p>2.025 Personen</p>", "2.025"),
        ("<p><data value='1'>1</data> von 3</p>", "3"),
        ("<p><strong>7</strong></p>", "7"),
        ("<p>31.02.2026</p>", "31.02.2026"),
        ("<h2>1 Von 3 Stellen</h2>", "3"),
        ("<caption>Nr. 3,5</caption>", "3,5"),
    ],
)
def test_a_number_in_plain_text_is_refused(body: str, number: str) -> None:
    (clause,) = found(body)
    assert clause.startswith(f"die Zahl {number} in „")


def test_the_refusal_quotes_the_text_and_names_the_heading_above_it() -> None:
    body = "<h1>Bericht</h1><h2>1 Personal</h2><p>Besetzt in\n 12 Monaten des Jahres 2025.</p>"
    with pytest.raises(DocumentError) as refused:
        check_marked(parse_document(f"<html><body>{body}</body></html>"))
    assert str(refused.value) == (
        "die Zahl 12 in „Besetzt in 12 Monaten des Jahres 2025.“ (unter „1 Personal“) steht in keinem Zahlenelement"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<p>Förderjahr 2025, 1999 und 2024–2026</p>",
        "<td>12/2025</td>",
        "<p>nach § 12a, Nr. 3.2, Abs. 2, Satz 1 und Art. 5</p>",
        '<p><data value="12">12</data> am <time datetime="2026-03-31">31.03.2026</time></p>',
        '<table><tr><td value="12.50">12,50</td></tr></table>',
        '<p><span class="reference">IV-014</span> <span class="typed">Team 1</span></p>',
        '<p class="prose">Wir haben 300 Gespräche geführt.</p>',
        '<section class="narrative"><p>300</p></section>',
        '<div class="address"><p>Marktplatz 3</p></div>',
        '<header class="letterhead"><p>Telefon 07000 12-0</p></header>',
        "<address>70991 Lindenstadt</address>",
    ],
)
def test_what_is_marked_or_exempt_is_no_finding(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("1950 EUR", "1950"),
        ("2025 Euro", "2025"),
        ("1950 Prozent", "1950"),
        ("2000 Haushalte", "2000"),
        ("1950 Fälle", "1950"),
        ("1950 neue Fälle", "1950"),
        ("1950,- €", "1950"),
        ("1950\u202f€", "1950"),
        ("1950\u2009€", "1950"),
        ("1950<br/>€", "1950"),
        ("€ 1950", "1950"),
        ("rund 1950", "1950"),
        ("im Jahr 2025 €", "2025"),
        ("1999 <strong>Personen</strong>", "1999"),
        ('1999 <span class="typed">Personen</span>', "1999"),
        ("1999<em>,50 €</em>", "1999,50"),
        ('<data value="1">1</data>1950', "1950"),
        ("1900–2000 Personen", "1900"),
        ("2024/26", "2024"),
        ("Nr. 5000 €", "5000"),
        ("Abs. 20 %", "20"),
        ("Art. 50 Personen", "50"),
        ("Nr. 3 und 12,50 €", "12,50"),
        ("Anlage 7 Euro", "7"),
        ("05/2024 Personen", "05"),
        ("1.1.2025 €", "1.1.2025"),
        ("½ VZÄ", "½"),
        ("➀ Personen", "➀"),
        ("Ⅻ Personen", "Ⅻ"),
        ("5²", "5"),
    ],
)
def test_a_year_or_clause_with_what_is_counted_after_it_is_a_number(body: str, number: str) -> None:
    (clause,) = found(f"<p>{body}</p>")
    assert clause.startswith(f"die Zahl {number} in „")


@pytest.mark.parametrize(
    "text",
    [
        *("2024/2025", "2024/25", "2023-2025", "2023–2025", "1.1.2025", "01/2025", "1. Quartal 2025", "2025er"),
        *("§§ 12, 13", "§§ 12 bis 14", "Nrn. 3.2 und 3.3", "Nr. 3.2.1 VwV", "§ 44 LHO", "Nr. 3 der Stellenliste"),
        *("Anlage 1", "Tabelle 3", "TOP 3", "DIN 5008", "SGB 12", "GABl. S. 123", "in m² und km²"),
        *("Für 2025 die Jahre 2020 bis 2022", "Im Jahr 2025 Beratene", "Fassung 2024, Nr. 3", "2025 Nr. 4"),
        *("2025 wurden Personen beraten", "Förderjahr 2025 Landkreis Lindental", "Ende März 2025 (vorläufig)"),
    ],
)
def test_years_days_and_clauses_of_ordinary_texts_pass(text: str) -> None:
    assert found(f"<p>{text}</p>") == []


@pytest.mark.parametrize(
    "numbers",
    [
        *(("1", "2", "3"), ("1", "1.1", "1.2", "2", "2.1"), ("1.", "2."), ("1", "2", "1", "2"), ("1", "1.1", "1.1.1")),
        *(tuple(f"{number}" for number in range(1, 13)), ("1", *(f"1.{number}" for number in range(1, 13)))),
    ],
)
def test_the_numbers_of_headings_go_on_from_one_to_the_next(numbers: tuple[str, ...]) -> None:
    assert found("".join(f"<h2>{number} Ergebnis</h2>" for number in numbers)) == []


@pytest.mark.parametrize(
    "headings",
    [
        *(("500 Personen beraten",), ("3.500 Euro Förderung",), ("100 Prozent",), ("1 Prozent",), ("2.10 Ergebnis",)),
        *(("1 Einnahmen", "2.500 Euro"), ("1 Einnahmen", "3 Personen"), ("1 Einnahmen", "1 Ausgaben", "01 Stellen")),
    ],
)
def test_a_number_before_a_heading_that_does_not_go_on_is_refused(headings: tuple[str, ...]) -> None:
    (clause,) = found("".join(f"<h2>{heading}</h2>" for heading in headings))
    assert f"(unter „{headings[-1]}“)" in clause


@pytest.mark.parametrize(
    "text", ["01.03.2025", "1.3.2025", "1. März 2025", "März 2025", "03/2025", "2025", "1. März", "01.03."]
)
def test_a_time_element_says_its_own_day_month_or_year(text: str) -> None:
    assert found(f'<p><time datetime="2025-03-01">{text}</time></p>') == []


@pytest.mark.parametrize("text", ["1.234.567,00 €", "02.03.2025", "2026", "3", "am 01.03.2025"])
def test_a_time_element_that_says_anything_else_is_refused(text: str) -> None:
    wanted = [f"das Datum 2025-03-01 steht als „{text}“ da"]
    assert found(f'<p><time datetime="2025-03-01">{text}</time></p>') == wanted
    assert found(f'<p class="prose">Am <time datetime="2025-03-01">{text}</time></p>') == wanted


@pytest.mark.parametrize(
    "element", [f'<img src="{SMALLEST_PNG}" alt="5.000.000 Euro"/>', '<abbr title="5.000.000 Euro">x</abbr>']
)
def test_a_describing_text_may_name_only_numbers_that_the_document_prints(element: str) -> None:
    assert found(f"<h1>A</h1><p>{element}</p>") == [
        "der beschreibende Text „5.000.000 Euro“ (unter „A“) nennt 5.000.000, das Dokument nennt diese Zahl sonst nicht"
    ]
    assert found(f'<p>{element} <data value="5000000">5.000.000</data></p>') == []


def picture(text: str) -> str:
    return f'<svg viewBox="0 0 1 1"><title>Balken</title><text>{text}</text></svg>'


def test_a_picture_may_show_only_what_the_document_prints_as_a_figure() -> None:
    printed = '<p><data value="923907.00">923.907,00 €</data></p>'
    assert found(f"<h1>A</h1>{printed}{picture('923.907,00 €')}") == []
    assert found(f"<h1>A</h1>{printed}{picture('923.907,01 €')}") == [
        "die Abbildung unter „A“ zeigt 923.907,01, das Dokument nennt diese Zahl sonst nicht"
    ]


def test_two_texts_of_a_picture_are_two_numbers() -> None:
    two = '<svg viewBox="0 0 1 1"><title>Balken</title><text>5,50</text><text>5,50</text></svg>'
    assert found(f'<p><data value="5.50">5,50</data></p>{two}') == []
    assert (
        found(f"<h1>A</h1>{two}")
        == ["die Abbildung unter „A“ zeigt 5,50, das Dokument nennt diese Zahl sonst nicht"] * 2
    )
