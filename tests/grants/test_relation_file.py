"""The file of an arithmetic check: what cannot be meant is refused with file, key and remedy."""

from __future__ import annotations

from datetime import date

import pytest

from grants.settle.relations import Operation
from ledger.finding import UnreadableError
from tests.grants.papers import FILE, HEAD, read

FIGURES = """
[zahlen]
a = "288"
b = "29"
z = "317"
wort = "viele"
tag = "24.06.2024"
anteil = "100 %"
[nachgerechnet]
rest = "259"
[regelwerte]
regel = { programm = "vwv-integrationsmanagement", groesse = "landesbetrag", tag = 2025-01-01 }
"""
SUM = '[[beziehung]]\nname = "x"\nart = "Summe"\naus = ["a", "b"]\nergibt = "z"\n'


def test_a_file_says_what_the_paper_prints_and_how_it_hangs_together() -> None:
    paper = read(FIGURES + SUM)
    assert (paper.file, paper.title, paper.day) == (FILE, "Vorlage 7/2024", date(2024, 6, 24))
    assert list(paper.derived) == ["rest"]
    assert paper.rules["regel"].known_on == date(2024, 6, 24)
    (relation,) = paper.relations
    assert (relation.name, relation.operation, relation.operands) == ("x", Operation.SUM, ("a", "b"))


@pytest.mark.parametrize(
    ("body", "fact", "remedy"),
    [
        (
            SUM + 'rechnung = "x"\n',
            "„beziehung.rechnung“ ist nicht vorgesehen.",
            "Vorgesehen sind: name, art, aus, ergibt",
        ),
        (SUM.replace("Summe", "Wurzel"), "„beziehung.art“ darf nicht „Wurzel“ sein.", "Erlaubt sind: Summe, Differenz"),
        (SUM.replace('name = "x"\n', ""), "„beziehung.name“ fehlt.", "Erwartet wird ein Text"),
        (
            SUM.replace('"x"', '"Größe 1"'),
            "„beziehung.name“ „Größe 1“ ist kein Name.",
            "kleinen Buchstaben ohne Umlaute",
        ),
        (
            SUM.replace('["a", "b"]', '["a"]'),
            "„beziehung.aus“ nennt 1 Angabe für „Summe“.",
            "„Summe“ braucht mindestens 2.",
        ),
        (
            SUM.replace("Summe", "Differenz").replace('["a", "b"]', '["a", "b", "z"]'),
            "„beziehung.aus“ nennt 3 Angaben für „Differenz“.",
            "„Differenz“ braucht 2 (Minuend, Subtrahend).",
        ),
        (SUM.replace('aus = ["a", "b"]\n', ""), "„beziehung.aus“ nennt 0 Angaben für „Summe“.", "mindestens 2"),
        (SUM.replace('ergibt = "z"\n', ""), "„beziehung.ergibt“ fehlt.", "Erwartet wird ein Text"),
        (
            SUM.replace('"b"]', '"c"]'),
            "„beziehung.aus“ von „x“ nennt „c“; das gibt es in der Datei nicht.",
            "eine Angabe aus [zahlen], [nachgerechnet], [regelwerte] oder eine Beziehung, die davor steht.",
        ),
        (
            SUM.replace('ergibt = "z"', 'ergibt = "regel"'),
            "„beziehung.ergibt“ von „x“ nennt „regel“; das gibt es in der Datei nicht.",
            "Gemeint sein kann eine Angabe aus [zahlen] oder [nachgerechnet].",
        ),
        (
            SUM.replace('"b"]', '"wort"]'),
            "„beziehung.aus“ von „x“ nennt „wort“ (viele); das ist keine Zahl.",
            'Bitte die Angabe berichtigen oder { gedruckt = "fünf", gemeint = "5" } schreiben.',
        ),
        (
            SUM.replace("Summe", "Monate zwischen"),
            "„beziehung.aus“ von „x“ nennt „a“ (288); das ist kein Datum.",
            '{ gedruckt = "Mitte Januar", gemeint = "Mitte Januar 2024" }',
        ),
        (
            SUM.replace("Summe", "Anzahl").replace('"z"', '"wort"'),
            "„beziehung.ergibt“ von „x“ nennt „wort“ (viele); das ist keine Zahl.",
            "Bitte die Angabe berichtigen",
        ),
        (
            SUM.replace('"b"]', '"x"]'),
            "„beziehung.aus“ von „x“ nennt „x“; diese Beziehung steht nicht davor oder ergibt keine Zahl.",
            "Beziehungen, die sich im Kreis aufeinander stützen, lassen sich nicht rechnen.",
        ),
        (
            SUM.replace('"b"]', '"y"]') + SUM.replace('"x"', '"y"').replace('"b"]', '"x"]'),
            "„beziehung.aus“ von „x“ nennt „y“; diese Beziehung steht nicht davor",
            "Bitte sie davor stellen",
        ),
        (
            '[[beziehung]]\nname = "y"\nart = "Reihenfolge"\naus = ["tag", "tag"]\n' + SUM.replace('"b"]', '"y"]'),
            "„beziehung.aus“ von „x“ nennt „y“; diese Beziehung steht nicht davor oder ergibt keine Zahl.",
            "Bitte sie davor stellen",
        ),
        (
            SUM + '[[beziehung]]\nname = "y"\nart = "Reihenfolge"\naus = ["tag", "x"]\n',
            "„beziehung.aus“ von „y“ nennt „x“; das ist kein Datum.",
            "Mitte Januar",
        ),
        (SUM + SUM, "„x“ gibt es zweimal.", "Bitte jeder Zahl und jeder Beziehung einen eigenen Namen geben."),
        (SUM.replace('"x"', '"a"'), "„a“ gibt es zweimal.", "einen eigenen Namen"),
        (SUM.replace('"x"', '"regel"'), "„regel“ gibt es zweimal.", "einen eigenen Namen"),
        (
            SUM + 'rundung = "irgendwie"\n',
            "„beziehung.rundung“ darf nicht „irgendwie“ sein.",
            "Erlaubt sind: ohne Rundung",
        ),
        (
            SUM + 'rundung = "Summe der gerundeten Werte"\n',
            "„beziehung.rundung“ „Summe der gerundeten Werte“ gilt nicht für einen einzelnen Wert.",
            "Bitte eine andere nennen.",
        ),
        (
            SUM + 'rundung = "auf eine Nachkommastelle, letzter Wert auf 100 angepasst"\n',
            "gilt nicht für einen einzelnen Wert.",
            "Bitte eine andere nennen.",
        ),
        (SUM + 'toleranz = "wenig"\ngrund = "so"\n', "„beziehung.toleranz“ ist keine Zahl über 0.", "„2 €“ oder „5 %“"),
        (SUM + 'toleranz = "0 €"\ngrund = "so"\n', "„beziehung.toleranz“ ist keine Zahl über 0.", "„2 €“ oder „5 %“"),
        (SUM + 'toleranz = "2 €"\n', "„beziehung.grund“ fehlt.", "Bitte den Grund in einem Satz nennen."),
        ('[[beziehung]]\nname = "x"\nart = "nicht prüfbar"\n', "„beziehung.grund“ fehlt.", "in einem Satz"),
        (SUM + 'status = "belegt"\n', "„beziehung.status“ gehört nur zu „Fundstelle“.", "Bitte die Zeile streichen."),
        (
            SUM.replace("Summe", "Reihenfolge"),
            "„beziehung.ergibt“ gehört nicht zu „Reihenfolge“.",
            "Bitte die Zeile streichen.",
        ),
        (
            SUM.replace("Summe", "Verteilung").replace('ergibt = "z"', 'ergibt = ["z"]'),
            "„beziehung.ergibt“ nennt nicht so viele Anteile, wie „aus“ Teile nennt.",
            "Bitte beide angleichen.",
        ),
    ],
)
def test_a_relation_that_cannot_be_meant_is_refused(body: str, fact: str, remedy: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        read(FIGURES + body)
    assert raised.value.text.startswith(f"{FILE}: ")
    assert fact in raised.value.text
    assert remedy in raised.value.remedy


RULE = "programm = 'p', groesse = 'landesbetrag', tag = 2025-01-01"


@pytest.mark.parametrize(
    ("text", "fact", "remedy"),
    [
        (HEAD.replace("titel", "name"), "„name“ ist nicht vorgesehen.", "Vorgesehen sind: titel, datum, zahlen"),
        (HEAD.replace("2024-06-24", '"2024-06-24"'), "„datum“ hat eine falsche Form.", "ein Datum wie"),
        (f"{HEAD}[zahlen]\nA_1 = '5'\n", "„zahlen.A_1“ ist kein Name.", "kleinen Buchstaben"),
        (f"{HEAD}[zahlen]\na = 5\n", "„zahlen.a“ hat eine falsche Form.", "Anführungszeichen"),
        (f"{HEAD}[zahlen]\na = {{ gedruckt = '5' }}\n", "„zahlen.a.gemeint“ fehlt.", "Erwartet wird ein Text"),
        (f"{HEAD}[zahlen]\na = {{ text = '5' }}\n", "„zahlen.a.text“ ist nicht vorgesehen.", "gedruckt, gemeint"),
        (HEAD, "„beziehung“ fehlt.", "[[beziehung]]"),
        (
            f"{HEAD}[regelwerte]\nr = {{ {RULE}, kopf = 'gilt_ab' }}\n",
            "„regelwerte.r.groesse“ ist nicht die einzige Angabe oder fehlt.",
            "Bitte genau eine nennen von: groesse, verfahren, ausgabe, grundsatz, kopf.",
        ),
        (
            f"{HEAD}[regelwerte]\nr = {{ programm = 'p', tag = 2025-01-01 }}\n",
            "„regelwerte.r.groesse“ ist nicht die einzige Angabe oder fehlt.",
            "Bitte genau eine nennen",
        ),
        (
            f"{HEAD}[regelwerte]\nr = {{ {RULE.replace('landesbetrag', 'landbetrag')} }}\n",
            "„regelwerte.r.groesse“ darf nicht „landbetrag“ sein.",
            "landesbetrag",
        ),
        (
            f"{HEAD}[regelwerte]\nr = {{ programm = 'p', ausgabe = 'Reisekosten', tag = 2025-01-01 }}\n",
            "„regelwerte.r.aufgabe“ fehlt.",
            "Erwartet wird ein Text",
        ),
        (
            f"{HEAD}[regelwerte]\nr = {{ programm = 'p', groesse = 'landesbetrag' }}\n",
            "„regelwerte.r.tag“ fehlt.",
            "ein Datum wie 2025-12-31",
        ),
        (f"{HEAD}[regelwerte]\nr = {{ {RULE}, art = 'x' }}\n", "„regelwerte.r.art“ ist nicht vorgesehen.", "programm"),
    ],
)
def test_a_head_a_figure_or_a_rule_value_that_cannot_be_meant_is_refused(text: str, fact: str, remedy: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        read("", text)
    assert raised.value.text.startswith(f"{FILE}: „")
    assert fact in raised.value.text
    assert remedy in raised.value.remedy


def test_products_of_products_end_where_nobody_could_print_the_result() -> None:
    from grants.law.shelf import shipped_rulebook
    from grants.settle.relation_check import check_paper

    links = [
        f'[[beziehung]]\nname = "x{n}"\nart = "Produkt"\naus = ["x{n - 1}", "x{n - 1}"]\nergibt = "z"\n'
        for n in range(1, 60)
    ]
    outcomes = check_paper(read(FIGURES + SUM.replace('"x"', '"x0"') + "".join(links)), shipped_rulebook())
    assert "unglaubhaft viele Stellen" in next(outcome.missing for outcome in outcomes if outcome.missing)


def test_a_chain_of_a_thousand_relations_is_read_and_checked() -> None:
    from grants.law.shelf import shipped_rulebook
    from grants.settle.relation_check import check_paper

    links = [
        f'[[beziehung]]\nname = "x{n}"\nart = "Summe"\naus = ["x{n - 1}", "x{n - 1}"]\nergibt = "z"\n'
        for n in range(1, 1000)
    ]
    body = FIGURES + SUM.replace('"x"', '"x0"') + "".join(links)
    outcomes = check_paper(read(body), shipped_rulebook())
    assert len(outcomes) == 1000
    assert not any(outcome.missing for outcome in outcomes)
