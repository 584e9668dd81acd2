"""Digits outside of figures: what is refused with its place, and what is exempt and why."""

from __future__ import annotations

import pytest

from grants.output.html.document import DocumentError, parse_document
from grants.output.html.unmarked import check_marked, unmarked_texts


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
    body = "<h1>Bericht</h1><h2>2 Personal</h2><p>Besetzt in\n 12 Monaten des Jahres 2025.</p>"
    with pytest.raises(DocumentError) as refused:
        check_marked(parse_document(f"<html><body>{body}</body></html>"))
    assert str(refused.value) == (
        "die Zahl 12 in „Besetzt in 12 Monaten des Jahres 2025.“ (unter „2 Personal“) steht in keinem Zahlenelement"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<p>Förderjahr 2025, 1999 und 2024–2026</p>",
        "<td>12/2025</td>",
        "<p>nach § 12a, Nr. 3.2, Abs. 2, Satz 1 und Art. 5</p>",
        "<h3>2.10 Ergebnis</h3>",
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


def picture(text: str) -> str:
    return f'<svg viewBox="0 0 1 1"><title>Balken</title><text>{text}</text></svg>'


def test_a_picture_may_show_only_what_the_document_prints_as_a_figure() -> None:
    printed = '<p><data value="923907.00">923.907,00 €</data></p>'
    assert found(f"<h1>A</h1>{printed}{picture('923.907,00 €')}") == []
    assert found(f"<h1>A</h1>{printed}{picture('923.907,01 €')}") == [
        "die Abbildung unter „A“ zeigt 923.907,01, das Dokument nennt diese Zahl sonst nicht"
    ]
