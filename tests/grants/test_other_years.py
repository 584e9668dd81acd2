"""Served in one year, paid in another: the rule set says which year counts it, and the proof lists both directions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from grants.close.completeness import check_rule_days
from grants.close.open_points import open_points
from grants.papers.proof_parts import ProofPart, make_parts
from grants.settle.other_years import COUNTED, LEFT_OUT
from grants.settle.year import YearInputs, YearResult, compute_year
from ledger.cost import CostKind, RevenueKind
from tests.grants.builders import (
    FSA,
    KO,
    YEAR,
    changed_rules,
    entry,
    eur,
    inputs,
    paid,
    pay,
    revenue,
    rule_named,
    rules,
    tenure,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.cost import Entry

# Paid in January 2026 for December 2025, and paid in February 2025 for November 2024.
DECEMBER = paid(entry("300.00", month=12), 2026, 1)
TRAVEL = paid(entry("45.00", "", kind=CostKind.TRAVEL, month=12), 2026, 1)
NOVEMBER = paid(entry("214.37", month=11, year=2024), 2025, 2)


def by_service(*, entries: Sequence[Entry] = (), others: Sequence[Entry] = ()) -> YearResult:
    return compute_year(inputs(tenures=[tenure()], entries=[*pay("6000.00"), *entries], other_years=others))


def pay_decides_and_frames_began_in_2024(data: dict[str, Any]) -> None:
    rule_named(data, "jahreszuordnung")["wert"] = "zahlung"
    per_person, by_frame = data["verfahren"]
    per_person["gilt_bis"], by_frame["gilt_ab"] = date(2023, 12, 31), date(2024, 1, 1)
    for quantity in data["groesse"]:
        if quantity.get("gilt_ab") == date(2025, 1, 1):
            quantity["gilt_ab"] = date(2024, 1, 1)
            quantity["wert"][0].pop("gilt_ab", None)


def by_payment(given: YearInputs) -> YearInputs:
    """Return the inputs under a rule set by which the month of payment decides and frames began in 2024."""
    return replace(given, rules=changed_rules(pay_decides_and_frames_began_in_2024))


def boundary(result: YearResult) -> ProofPart:
    (part,) = [part for part in make_parts(result, 10) if part.title == "Abgrenzung der Jahre"]
    return part


def printed(part: ProofPart) -> list[tuple[str, ...]]:
    cells = [row.cells for table in part.tables for row in (*table.rows, *table.foot)]
    return [tuple(cell if isinstance(cell, str) else cell.text for cell in row) for row in cells]


def test_a_year_in_which_both_months_agree_has_no_boundary() -> None:
    result = by_service()
    assert make_parts(result, 10) == ()
    assert result.figures[COUNTED].exact == result.figures[LEFT_OUT].exact == "0.00"
    assert rules().year_basis(YEAR.days.first)[1] not in result.clauses


def test_the_proof_lists_sums_per_kind_and_both_months_in_both_directions() -> None:
    result = by_service(entries=[DECEMBER, replace(DECEMBER, amount=eur("12.50"), number=7), TRAVEL], others=[NOVEMBER])
    part = boundary(result)
    assert [table.caption for table in part.tables] == [
        "Im Förderjahr 2025 enthalten, in einem anderen Jahr gezahlt",
        "Im Förderjahr 2025 nicht enthalten, weil der Leistungsmonat in einem anderen Jahr liegt",
    ]
    assert printed(part) == [
        ("12/2025", "01/2026", "Personalausgaben", "2", "312,50"),
        ("12/2025", "01/2026", "Reisekosten", "1", "45,00"),
        ("Summe", "", "", "", "357,50"),
        ("11/2024", "02/2025", "Personalausgaben", "1", "214,37"),
        ("Summe", "", "", "", "214,37"),
    ]
    assert part.note.startswith("Maßgeblich für das Förderjahr ist der Leistungsmonat.")
    assert part.clause == "VwV IntM, Nr.\u00a0offen (Annahme)"
    assert rules().year_basis(YEAR.days.first)[1] in result.clauses


def test_what_came_after_the_freeze_is_listed_apart_costs_and_revenues() -> None:
    late = (DECEMBER, replace(DECEMBER, number=7), TRAVEL, revenue("80.00", RevenueKind.THIRD_PARTY))
    given = replace(inputs(tenures=[tenure()], entries=pay("6000.00")), late_entries=late)
    result = compute_year(given)
    part = boundary(result)
    assert [table.caption for table in part.tables] == [
        "Nach der Festschreibung des Förderjahres 2025 gebucht und nicht enthalten: Ausgaben",
        "Nach der Festschreibung des Förderjahres 2025 gebucht und nicht enthalten: Einnahmen",
    ]
    assert printed(part) == [
        ("12/2025", "01/2026", "Personalausgaben", "2", "600,00"),
        ("12/2025", "01/2026", "Reisekosten", "1", "45,00"),
        ("Summe", "", "", "", "645,00"),
        ("01/2025", "01/2025", "Leistungen Dritter", "1", "80,00"),
        ("Summe", "", "", "", "80,00"),
    ]
    assert result.figures["zuwendungsfaehig.gesamt"].exact == "72000.00"


def test_no_person_stands_in_the_boundary() -> None:
    part = boundary(by_service(entries=[DECEMBER], others=[NOVEMBER]))
    assert "0001" not in str(part)


def test_the_part_of_another_programme_is_not_counted_here() -> None:
    held = [tenure(fte="0.5"), tenure(position="FSA-01", role=FSA, fte="0.5")]
    result = compute_year(inputs(tenures=held, entries=[*pay("6000.00"), DECEMBER]))
    assert result.figures[COUNTED].exact == "150.00"


def test_an_entry_and_its_reversal_are_not_listed() -> None:
    back = replace(DECEMBER, amount=eur("-300.00"), number=2, reverses=1)
    assert make_parts(by_service(entries=[DECEMBER, back]), 10) == ()


def test_a_sum_of_the_boundary_can_say_on_which_rows_it_rests() -> None:
    result = by_service(entries=[DECEMBER], others=[NOVEMBER])
    assert result.figures.entries_of(COUNTED) == ((DECEMBER, eur("300.00")),)
    assert result.figures.entries_of(LEFT_OUT) == ((NOVEMBER, eur("214.37")),)


def test_by_payment_the_year_counts_what_was_paid_in_it() -> None:
    # the same facts: 72,000.00 of the year, 214.37 paid in it for 2024; December paid in 2026 belongs to 2026
    given = inputs(tenures=[tenure()], entries=[*pay("6000.00"), NOVEMBER], other_years=[DECEMBER])
    result = compute_year(by_payment(given))
    part = boundary(result)
    assert result.figures["personal.zuwendungsfaehig"].exact == "72214.37"
    assert [table.caption for table in part.tables] == [
        "Im Förderjahr 2025 enthalten, in einem anderen Jahr erbracht",
        "Im Förderjahr 2025 nicht enthalten, weil der Zahlungsmonat in einem anderen Jahr liegt",
    ]
    assert printed(part)[0] == ("11/2024", "02/2025", "Personalausgaben", "1", "214,37")
    assert printed(part)[2] == ("12/2025", "01/2026", "Personalausgaben", "1", "300,00")


def test_what_was_served_before_is_divided_by_the_posts_of_its_own_year() -> None:
    # in 2024 the person sat on FSA-01; the plan of 2025 does not say so
    last_year = tenure(position="FSA-01", role=FSA, end=date(2024, 12, 31))
    given = inputs(tenures=[tenure(begin=date(2025, 1, 1))], entries=[*pay("6000.00"), NOVEMBER])
    result = compute_year(replace(by_payment(given), other_plans={2024: (last_year,)}))
    assert result.figures["andere_programme.gesamt"].exact == "214.37"


def test_a_post_of_last_year_that_is_paid_this_year_is_listed_with_its_spending() -> None:
    gone = tenure("0009", "KO-01", role=KO, fte="0.5", end=date(2024, 12, 31))
    late = paid(entry("500.00", "0009", month=12, year=2024), 2025, 1)
    given = inputs(tenures=[tenure()], entries=[*pay("6000.00"), late])
    result = compute_year(replace(by_payment(given), other_plans={2024: (gone,)}))
    (post,) = [line for line in result.positions if line.position.number == "KO-01"]
    assert (post.persons, post.months, post.fte.ten_thousandths) == (1, 0, 0)
    assert result.figures["stellen.personal"].exact == "72500.00"


def test_a_month_without_any_rule_is_a_finding_with_its_row() -> None:
    (finding,) = check_rule_days([NOVEMBER, *pay("6000.00")], rules())
    assert finding.text.startswith("Für den Leistungsmonat 11/2024 gibt die Fassung 2023")
    assert (finding.place.row, finding.blocks) == (2, True)


def texts(given: YearInputs) -> list[str]:
    found = open_points(compute_year(given), (), paper_is_planned=True)
    return [point.text for point in found if "auf Annahmen" not in point.text]


def test_by_payment_pay_that_another_year_counts_is_no_gap_of_the_post() -> None:
    # the pay of December was paid in January 2026: payroll of December is missing for the year, not pay for the post
    paid_later = paid(entry("6000.00", month=12), 2026, 1)
    paid_before = paid(entry("6000.00", month=12, year=2024), 2025, 1)
    months = pay("6000.00")[:-1]
    given = inputs(tenures=[tenure()], entries=[paid_before, *months], other_years=[paid_later])
    assert sorted(texts(by_payment(given)), reverse=True) == [
        "Für 12/2025 ist kein Lohn gebucht.",
        "1 Buchung betrifft andere Jahre (01/2026), im Förderjahr 2025 nicht enthalten.",
    ]


def test_what_came_after_the_freeze_is_counted_and_named_with_its_sums() -> None:
    given = inputs(tenures=[tenure()], entries=pay("6000.00"))
    late = replace(entry("250.00"), late=True)
    assert texts(replace(given, late_entries=(late,))) == [
        "1 Buchung kam nach dem Festschreiben und ist nicht enthalten (Ausgaben 250,00\u00a0€, Einnahmen 0,00\u00a0€)."
    ]
    assert compute_year(given).figures["ausgaben.gesamt"].exact == "72000.00"
    assert YEAR.contains(late.cost_month)
