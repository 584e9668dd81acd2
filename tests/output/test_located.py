"""Every number of a document is told with the place where people find it."""

from __future__ import annotations

from grants.output.finished.located import located_numbers
from grants.output.html.document import numbers_of, parse_document
from tests.output.small_documents import HTML, root

HEAD = """<thead>
<tr><th rowspan="2" scope="col">Art</th><th colspan="2" scope="col">Betrag in €</th><th rowspan="2">VZÄ</th></tr>
<tr><th scope="col">geplant</th><th scope="col">an\u00adgefallen</th></tr>
</thead>"""
ROW = '<tr><td>Reisen</td><td value="1.00">1,00</td><td value="2.00">2,00</td><td value="0.50">0,50</td></tr>'


def test_a_number_in_a_sentence_is_told_by_its_section_and_what_stands_before_it() -> None:
    first, second, *_ = located_numbers(root())
    assert first.words() == "Abschnitt „Probe“, bei „Der Rahmen beträgt“"
    assert second.words() == "Abschnitt „Probe“, bei „Der Rahmen beträgt“"


def test_a_number_in_a_table_is_told_by_caption_row_and_column() -> None:
    places = [located.words() for located in located_numbers(root())]
    assert places[2] == "Tabelle „Ausgaben“, Zeile „Reisen“, Spalte „Betrag in €“"
    assert places[5] == "Tabelle „Ausgaben“, Zeile „Summe“, Spalte „Betrag in €“"


def test_a_column_under_a_common_head_is_told_by_both() -> None:
    begin, end = HTML.index("<thead>"), HTML.index("</table>")
    table = parse_document(f"{HTML[:begin]}{HEAD}<tbody>{ROW}</tbody>{HTML[end:]}")
    columns = [located.column for located in located_numbers(table) if located.caption]
    assert columns == ["Betrag in €, geplant", "Betrag in €, angefallen", "VZÄ"]


def test_a_number_in_a_caption_or_head_of_a_table_is_told_and_counted_like_all_others() -> None:
    changed = HTML.replace(
        "<caption>Ausgaben</caption>",
        '<caption>Ausgaben von <data value="7.00" data-name="a">7,00</data></caption>',
    ).replace("Betrag in €</th>", 'Betrag <data value="8.00">8,00</data></th>')
    tree = parse_document(changed)
    located = located_numbers(tree)
    assert [each.number for each in located] == numbers_of(tree)
    assert located[2].words() == "Abschnitt „Probe“, bei „Ausgaben von“"
    assert located[3].words() == "Tabelle „Ausgaben von 7,00“, Zeile „Art, Betrag 8,00“, Spalte „Betrag 8,00“"
