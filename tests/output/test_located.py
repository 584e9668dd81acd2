"""Every number of a document is told with the place where people find it."""

from __future__ import annotations

from grants.output.finished.located import located_numbers
from grants.output.html.document import parse_document
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
