"""Each operation of a relation: what agrees, what is rounded, what conflicts, and what cannot be computed."""

from __future__ import annotations

import pytest

from grants.settle.relation_check import check_paper, covers_clause
from grants.settle.relation_findings import count_words, findings_of
from grants.settle.relations import Operation, Verdict
from ledger.finding import Severity
from tests.grants.papers import FILE, check, read, relation

OK, ROUNDED, ADJUSTED, CONFLICT = Verdict.EXACT, Verdict.ROUNDED, Verdict.ADJUSTED, Verdict.CONFLICT
CENT, EURO = 'rundung = "kaufmännisch auf Cent"', 'rundung = "kaufmännisch auf volle Euro"'
ONE, TEUR = 'rundung = "kaufmännisch auf eine Nachkommastelle"', 'rundung = "kaufmännisch auf TEUR"'


EXAMPLES: list[tuple[str, dict[str, str], Verdict, str]] = [
    ("Summe", {"a": "288", "b": "29", "c": "395", "z": "712"}, OK, ""),
    ("Summe", {"a": "288", "b": "29", "z": "318"}, CONFLICT, ""),
    ("Differenz", {"a": "923.907 €", "b": "40.000 €", "z": "883.907 €"}, OK, ""),
    ("Differenz", {"a": "40.000", "b": "923.907", "z": "883.907"}, CONFLICT, ""),
    ("Produkt", {"a": "5,75 Stellen", "b": "1:80", "z": "460"}, OK, ""),
    ("Produkt", {"a": "50 %", "b": "649.412", "z": "324.706"}, OK, ""),
    ("Quotient", {"a": "58 Mio. €", "b": "72.857", "z": "796,08"}, ROUNDED, CENT),
    ("Quotient", {"a": "58 Mio. €", "b": "72.857", "z": "796,09"}, CONFLICT, CENT),
    ("Quotient", {"a": "58 Mio. €", "b": "72.857", "z": "796,08"}, CONFLICT, ""),
    ("Anteil in Prozent", {"a": "290.000", "b": "649.412", "z": "44,7 %"}, ROUNDED, ONE),
    ("Anteil in Prozent", {"a": "1", "b": "4", "z": "25 %"}, OK, ""),
    ("kleinerer Betrag", {"a": "324.706", "b": "290.000", "z": "290.000"}, OK, ""),
    ("kleinerer Betrag", {"a": "324.706", "b": "290.000", "z": "324.706"}, CONFLICT, ""),
    ("Summe gerundeter TEUR", {"a": "65.500 EUR", "b": "149.500 EUR", "z": "216 TEUR"}, OK, ""),
    ("Summe gerundeter TEUR", {"a": "65.500 EUR", "b": "149.500 EUR", "z": "215 TEUR"}, CONFLICT, ""),
    ("Anzahl", {"a": "Biberach", "b": "Riedlingen", "z": "2"}, OK, ""),
    ("Anzahl", {"a": "Biberach", "b": "Riedlingen", "z": "3"}, CONFLICT, ""),
    ("Jahre zwischen", {"a": "01.01.2025", "b": "31.12.2029", "z": "5"}, OK, ""),
    ("Jahre zwischen", {"a": "31.12.2022", "b": "01.01.2025", "z": "2"}, OK, ""),
    ("Monate zwischen", {"a": "01.01.2018", "b": "31.12.2022", "z": "60 Monate"}, OK, ""),
    ("Monate zwischen", {"a": "02.01.2018", "b": "31.12.2022", "z": "60"}, CONFLICT, ""),
    ("teilweise Summe", {"a": "73", "b": "17", "z": "108"}, OK, ""),
    ("teilweise Summe", {"a": "73", "b": "36", "z": "108"}, CONFLICT, ""),
    ("Gleichheit", {"a": "rd. 65.500 EUR", "z": "66 TEUR"}, ROUNDED, TEUR),
    ("Gleichheit", {"a": "445/17", "z": "445/2017"}, OK, ""),
    ("Gleichheit", {"a": "445/17", "z": "449/2017"}, CONFLICT, ""),
    ("Gleichheit", {"a": "29. November 2017", "z": "29.11.2017"}, OK, ""),
    ("Gleichheit", {"a": "29.11.2018", "z": "29.11.2017"}, CONFLICT, ""),
    ("Gleichheit", {"a": "0,5 VZÄ", "z": "50 %"}, OK, ""),
    ("Gleichheit", {"a": "0,4 VZÄ", "z": "50 %"}, CONFLICT, ""),
    ("Planungsrahmen aus Quote", {"a": "40 Mio. €", "b": "3,77 %", "z": "1.508.000 €"}, OK, ""),
    ("Planungsrahmen aus Quote", {"a": "40 Mio. €", "b": "3,77 %", "z": "ca. 1,5 Mio. €"}, ROUNDED, ""),
    ("Planungsrahmen je Kopf", {"a": "339", "b": "58 Mio. €", "c": "72.857", "z": "269.871"}, ROUNDED, EURO),
    ("Planungsrahmen je Kopf", {"a": "340", "b": "58 Mio. €", "c": "72.857", "z": "269.871"}, CONFLICT, EURO),
    ("Stellen aus Planungsrahmen", {"a": "269.871 €", "b": "64.000 €", "z": "bis zu 4,2"}, ROUNDED, ONE),
    ("Festbetrag je Person", {"a": "64.000 €", "b": "0,5 VZÄ", "c": "9 Monate", "z": "24.000 €"}, OK, ""),
    ("Festbetrag je Person", {"a": "64.000 €", "b": "1,0 VZÄ", "c": "1 Monat", "z": "5.333,33 €"}, ROUNDED, CENT),
    ("Festbetrag je Person", {"a": "64.000 €", "b": "0,5 VZÄ", "c": "8 Monate", "z": "24.000 €"}, CONFLICT, ""),
    ("Pauschale je Stelle", {"a": "49,4", "b": "4.600 €", "z": "227.240"}, OK, ""),
    ("Anteil mit Höchstbetrag", {"a": "649.412", "b": "50 %", "c": "290.000", "z": "290.000"}, OK, ""),
    ("Anteil mit Höchstbetrag", {"a": "500.000", "b": "50 %", "c": "290.000", "z": "250.000"}, OK, ""),
    ("Personen nach Schlüssel", {"a": "11,3 VZÄ", "b": "1:90", "z": "1.017"}, OK, ""),
]


@pytest.mark.parametrize(("operation", "figures", "verdict", "rounding"), EXAMPLES)
def test_an_operation_agrees_or_conflicts(
    operation: str, figures: dict[str, str], verdict: Verdict, rounding: str
) -> None:
    operands = ", ".join(f'"{name}"' for name in figures if name != "z")
    outcome = relation(figures, f'art = "{operation}"\naus = [{operands}]\nergibt = "z"\n{rounding}')
    assert (outcome.verdict, outcome.missing) == (verdict, "")


def test_every_operation_has_an_example_here() -> None:
    elsewhere = {Operation.SEQUENCE, Operation.DISTRIBUTION, Operation.CLAUSE, Operation.UNCHECKABLE}
    assert {each.value for each in Operation if each not in elsewhere} == {operation for operation, *_ in EXAMPLES}


def test_a_rate_that_another_relation_computes_stays_exact() -> None:
    """1,375 persons times the exact rate are 1,094,609.99; times the printed 796,08 they would be 1,094,610."""
    body = """
    [zahlen]
    betrag = "58 Mio. €"
    land = "72.857"
    satz = "796,08"
    personen = "1.375"
    rahmen = "1.094.609,99"
    [[beziehung]]
    name = "satz-je-person"
    art = "Quotient"
    aus = ["betrag", "land"]
    ergibt = "satz"
    rundung = "kaufmännisch auf Cent"
    [[beziehung]]
    name = "rahmen-der-personen"
    art = "Produkt"
    aus = ["personen", "satz-je-person"]
    ergibt = "rahmen"
    rundung = "kaufmännisch auf Cent"
    """
    assert check(body).verdict is ROUNDED
    assert check(body.replace('"satz-je-person"]', '"satz"]')).verdict is CONFLICT


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        (["Dezember 2023", "Mitte Januar 2024", "Anfang Februar 2024", "01.01.2025"], OK),
        (["31.03.2026", "2026"], OK),
        (["2026", "31.03.2026"], OK),
        (["24.06.2024", "24.06.2024"], OK),
        (["29.11.2018", "08.05.2018"], CONFLICT),
        (["2018", "31.12.2017"], CONFLICT),
        (["15.03.2024", "2024", "14.03.2024"], CONFLICT),
    ],
)
def test_days_ascend_unless_one_ends_before_an_earlier_one_begins(days: list[str], verdict: Verdict) -> None:
    figures = {f"tag-{number}": day for number, day in enumerate(days, start=1)}
    names = ", ".join(f'"{name}"' for name in figures)
    assert relation(figures, f'art = "Reihenfolge"\naus = [{names}]').verdict is verdict


OMID = {"a": "290.000", "b": "290.000", "c": "69.412"}


def column(parts: dict[str, str], shares: list[str], rounding: str = ONE) -> Verdict:
    """Return the verdict on a printed column of shares."""
    results = {f"anteil-{number}": share for number, share in enumerate(shares, start=1)}
    aus, ergibt = (", ".join(f'"{name}"' for name in names) for names in (parts, results))
    lines = f'art = "Verteilung"\naus = [{aus}]\nergibt = [{ergibt}]\n{rounding}'
    return relation({**parts, **results}, lines).verdict


def test_a_column_is_rounded_naturally_adjusted_or_wrong() -> None:
    assert column(OMID, ["44,7 %", "44,7 %", "10,7 %"]) is ROUNDED
    assert column(OMID, ["44,7 %", "44,7 %", "10,6 %"]) is ADJUSTED
    assert column(OMID, ["44,6 %", "44,7 %", "10,7 %"]) is CONFLICT
    assert column(OMID, ["44,7 %", "44,7 %", "10,5 %"]) is CONFLICT
    assert column({"a": "1", "b": "3"}, ["25 %", "75 %"], "") is OK


def test_an_adjusted_column_is_a_hint_that_says_which_value_was_moved() -> None:
    body = """
    [zahlen]
    stadt = "290.000"
    stiftung = "290.000"
    eigen = "69.412"
    s = "44,7 %"
    d = "44,7 %"
    e = "10,6 %"
    [[beziehung]]
    name = "anteile"
    art = "Verteilung"
    aus = ["stadt", "stiftung", "eigen"]
    ergibt = ["s", "d", "e"]
    rundung = "auf eine Nachkommastelle, letzter Wert auf 100 angepasst"
    """
    paper = read(body)
    (finding,) = findings_of(paper, [check(body)])
    assert finding.severity is Severity.HINT
    assert finding.text == (
        "Beziehung „anteile“ (Verteilung): Der letzte Wert wäre gerundet 10,7 %; er wurde angepasst, damit die Spalte "
        "100 ergibt."
    )


def test_a_conflict_is_an_error_with_place_values_rounding_and_the_figures_to_check() -> None:
    body = """
    [zahlen]
    personen = "340"
    satz = "796,08 €"
    rahmen = "269.871 €"
    [[beziehung]]
    name = "rahmen-aus-satz"
    art = "Produkt"
    aus = ["personen", "satz"]
    ergibt = "rahmen"
    rundung = "kaufmännisch auf volle Euro"
    """
    (finding,) = findings_of(read(body), [check(body)])
    assert (finding.severity, finding.place.file) == (Severity.ERROR, FILE)
    assert finding.text == (
        "Beziehung „rahmen-aus-satz“ (Produkt): Die Angaben widersprechen sich: gedruckt ist ein anderer Wert, als "
        "sie ergeben."
    )
    assert (
        finding.remedy == "Bitte prüfen, welche Angabe der Vorlage stimmt: personen (340), satz (796,08 €) und rahmen."
    )
    assert (finding.found, finding.expected) == ("269.871 €", "270.667,2, kaufmännisch auf volle Euro 270.667")


def test_a_conflict_that_only_lacks_its_rounding_says_so() -> None:
    outcome = relation(
        {"a": "58 Mio. €", "b": "72.857", "z": "796,08"}, 'art = "Quotient"\naus = ["a", "b"]\nergibt = "z"'
    )
    assert outcome.verdict is CONFLICT
    assert outcome.note.startswith("Auf die gedruckten Stellen gerundet wäre es gleich")


@pytest.mark.parametrize(("tolerance", "verdict"), [("2 €", ROUNDED), ("1 €", CONFLICT), ("1 %", ROUNDED)])
def test_what_is_off_within_what_the_office_allows_is_a_hint_with_the_reason(tolerance: str, verdict: Verdict) -> None:
    body = f"""
    [zahlen]
    gedruckt = "1.094.608,00 Euro"
    gerechnet = "1.094.609,99 Euro"
    [[beziehung]]
    name = "rahmen-gleich"
    art = "Gleichheit"
    aus = ["gerechnet"]
    ergibt = "gedruckt"
    toleranz = "{tolerance}"
    grund = "Sechs Beträge sind einzeln gerundet."
    """
    outcome = check(body)
    assert outcome.verdict is verdict
    (finding,) = findings_of(read(body), [outcome])
    if verdict is ROUNDED:
        assert finding.severity is Severity.HINT
        assert "Gedruckt ist 1,99 weniger als gerechnet; zugelassen, weil: Sechs Beträge" in finding.text
    else:
        assert finding.severity is Severity.ERROR


def test_what_the_office_calls_uncheckable_is_counted_and_no_finding() -> None:
    body = """
    [zahlen]
    besuche = "354"
    [[beziehung]]
    name = "besuche-seit-2017"
    art = "nicht prüfbar"
    aus = ["besuche"]
    grund = "Die Auswertung ist nicht gedruckt."
    """
    outcome = check(body)
    assert (outcome.verdict, outcome.note) == (Verdict.UNCHECKABLE, "Die Auswertung ist nicht gedruckt.")
    assert findings_of(read(body), [outcome]) == ()
    assert count_words([outcome], 1) == "Rechenproben: 1 Beziehung aus 1 Datei: 1 ist nicht prüfbar."


@pytest.mark.parametrize(
    ("figures", "lines", "reason"),
    [
        (
            {"a": "5", "b": "0", "z": "1"},
            'art = "Quotient"',
            "Durch die Angabe „b“ lässt sich nicht teilen; sie ist 0.",
        ),
        ({"a": "5 %", "b": "3", "z": "8"}, 'art = "Summe"', "Prozent und andere Zahlen lassen sich nicht"),
        ({"a": "01.01.2025", "b": "2024", "z": "8"}, 'art = "Monate zwischen"', "„b“ liegt vor „a“."),
        ({"a": "1,005 €", "b": "3 %", "z": "8"}, 'art = "Planungsrahmen aus Quote"', "sind keine ganzen Cent"),
        ({"a": "3", "b": "0 €", "z": "8"}, 'art = "Stellen aus Planungsrahmen"', "„b“ ist nicht über 0."),
        ({"a": "3", "b": "1,5", "z": "8"}, 'art = "Personen nach Schlüssel"', "„b“ (1,5) ist keine ganze Zahl über 0."),
    ],
)
def test_what_cannot_be_computed_is_an_error_with_the_reason(figures: dict[str, str], lines: str, reason: str) -> None:
    body = f'{lines}\naus = ["a", "b"]\nergibt = "z"'
    outcome = relation(figures, body)
    assert outcome.verdict is Verdict.UNCHECKABLE
    assert reason in outcome.missing
    (finding,) = findings_of(read('[[beziehung]]\nname = "x"\nart = "nicht prüfbar"\ngrund = "x"'), [outcome])
    assert finding.severity is Severity.ERROR


def test_shares_of_nothing_and_a_share_above_the_whole_cannot_be_computed() -> None:
    lines = 'art = "Verteilung"\naus = ["a", "b"]\nergibt = ["a", "b"]'
    assert "Summe über null" in relation({"a": "0", "b": "0"}, lines).missing
    above = {"a": "500", "b": "150 %", "c": "290", "z": "290"}
    lines = 'art = "Anteil mit Höchstbetrag"\naus = ["a", "b", "c"]\nergibt = "z"'
    assert "zwischen 0 und 1" in relation(above, lines).missing
    lines = 'art = "Pauschale je Stelle"\naus = ["a", "b"]\nergibt = "z"'
    assert "nie negativ" in relation({"a": "-1", "b": "4.600 €", "z": "4.600"}, lines).missing


RULE = """
[zahlen]
betrag = "40 Mio. Euro"
nummer = "Nr. 5.2 VwV IntM"
seite = "durch den Kreis"
[regelwerte]
regel = { programm = "vwv-integrationsmanagement", groesse = "landesbetrag", tag = 2025-01-01 }
"""


def test_a_rule_value_is_looked_up_as_known_on_the_day_of_the_paper() -> None:
    body = RULE + '[[beziehung]]\nname = "x"\nart = "Gleichheit"\naus = ["regel"]\nergibt = "betrag"\n'
    assert check(body).verdict is OK
    later = check(body.replace("tag = 2025-01-01", "tag = 2025-01-01, bekannt = 2024-09-19"))
    assert (later.verdict, later.computed) == (CONFLICT, "58.000.000")


def test_a_day_that_no_rule_covers_is_an_error_and_what_rests_on_it_too() -> None:
    body = RULE.replace("tag = 2025", "tag = 2031") + (
        '[[beziehung]]\nname = "x"\nart = "Produkt"\naus = ["regel", "regel"]\nergibt = "betrag"\n'
        '[[beziehung]]\nname = "y"\nart = "Summe"\naus = ["x", "betrag"]\nergibt = "betrag"\n'
    )
    from grants.law.shelf import shipped_rulebook

    first, second = check_paper(read(body), shipped_rulebook())
    assert "01.01.2031" in first.missing
    assert second.missing == "Die Beziehung „x“, auf der sie beruht, ließ sich nicht rechnen."


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        ('ergibt = "nummer"', OK),
        ('ergibt = "nummer"\nstatus = "belegt"', OK),
        ('ergibt = "nummer"\nstatus = "Annahme"', CONFLICT),
        ("", CONFLICT),
    ],
)
def test_a_clause_is_the_one_the_paper_prints_and_proves(lines: str, verdict: Verdict) -> None:
    body = f'{RULE}[[beziehung]]\nname = "x"\nart = "Fundstelle"\naus = ["regel"]\n{lines}'
    assert check(body).verdict is verdict


def test_of_several_equal_figures_those_that_differ_are_named() -> None:
    figures = {"a": "60 Monate", "b": "61 Monate", "z": "60"}
    outcome = relation(figures, 'art = "Gleichheit"\naus = ["a", "b"]\nergibt = "z"')
    assert (outcome.verdict, outcome.computed, outcome.note) == (CONFLICT, "61", "Betroffen: b.")
    assert relation({**figures, "b": "60"}, 'art = "Gleichheit"\naus = ["a", "b"]\nergibt = "z"').verdict is OK


def test_of_several_values_those_with_another_number_are_named() -> None:
    other = 'quote = { programm = "vwv-integrationsmanagement", groesse = "zeitanteil", tag = 2025-01-01 }\n'
    clause = '[[beziehung]]\nname = "x"\nart = "Fundstelle"\naus = ["regel", "quote"]\nergibt = "nummer"'
    outcome = check(f"{RULE}{other}{clause}")
    assert (outcome.verdict, outcome.computed) == (CONFLICT, "quote: VwV IntM, Nr.\u00a0offen (Annahme)")


def test_a_value_without_a_known_number_is_one_for_which_the_paper_prints_none() -> None:
    rule = RULE.replace('groesse = "landesbetrag"', 'groesse = "zeitanteil"')
    body = f'{rule}[[beziehung]]\nname = "x"\nart = "Fundstelle"\naus = ["regel"]\nstatus = "Annahme"'
    assert check(body).verdict is OK


@pytest.mark.parametrize(
    ("cited", "number", "covered"),
    [
        ("Nr. 4.2 VwV IntM", "4.2", True),
        ("Nr. 4.2 VwV IntM", "4", False),
        ("Nr. 4 VwV IntM", "4.2", False),
        ("Nr. 4.1.4 bis 4.1.6 VwV IntM", "4.1.5", True),
        ("Nr. 4.1.4 bis 4.1.6 VwV IntM", "Nr. 4.1.4", True),
        ("Nr. 4.1.4 bis 4.1.6 VwV IntM", "4.1.7", False),
        ("Nr. 6.1 und Nr. 8 VwV IntM", "8", True),
        ("Nr. 6.1 und Nr. 8 VwV IntM", "6", False),
        ("§ 12 FlüAG", "§ 12 FlüAG", True),
        ("§ 12a FlüAG", "§ 12", False),
        ("Geeintes Verfahren", "unbekannt", False),
    ],
)
def test_a_citation_names_numbers_one_by_one_or_as_a_range(cited: str, number: str, covered: bool) -> None:  # noqa: FBT001
    assert covers_clause(cited, number) is covered


@pytest.mark.parametrize(
    ("rule", "printed"),
    [
        ('verfahren = "Abrechnung"', "Planungsrahmen"),
        ('verfahren = "Finanzierung"', "Festbetrag"),
        ('ausgabe = "Reisekosten", aufgabe = "Integrationsmanagement"', "selbst zu tragen"),
        ('kopf = "gilt_ab"', "1. Januar 2023"),
        ('kopf = "gilt_bis"', "31.12.2029"),
        ('groesse = "zeitanteil"', "Tage"),
    ],
)
def test_more_than_quantities_of_the_rulebook_can_be_compared(rule: str, printed: str) -> None:
    body = f"""
    [zahlen]
    gedruckt = "{printed}"
    [regelwerte]
    regel = {{ programm = "vwv-integrationsmanagement", fassung = "2023", {rule}, tag = 2025-01-01 }}
    [[beziehung]]
    name = "x"
    art = "Gleichheit"
    aus = ["regel"]
    ergibt = "gedruckt"
    """
    assert check(body).verdict is OK
