"""Personnel spending by wage group: a table of the proof alone, with reimbursements netted against the pay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grants.close.completeness import check_signs
from grants.close.open_points import open_points
from grants.papers.committee import make_committee_paper
from grants.papers.disclosure import group, persons_behind
from grants.papers.proof_parts import make_parts
from grants.settle.wage_groups import COUNTY_PERSONNEL, WAGE_GROUPS
from grants.settle.year import YearResult, compute_year
from ledger.cost import WageGroup
from tests.grants.builders import FSA, TOWN, agreement, entry, eur, inputs, pay, tenure

if TYPE_CHECKING:
    from ledger.cost import Entry

GROSS, BONUS, BACK = WageGroup.GROSS_PAY, WageGroup.ANNUAL_BONUS, WageGroup.REIMBURSEMENT


def grouped(amount: str, group: WageGroup | None, staff: str = "0001", *, month: int = 1) -> Entry:
    return replace(entry(amount, staff, month=month), group=group)


def year(*entries: Entry) -> YearResult:
    held = [tenure(), tenure("0002", "IM-02"), tenure("0003", "IM-03")]
    return compute_year(inputs(tenures=held, entries=entries))


def test_every_group_has_a_name() -> None:
    assert set(WAGE_GROUPS) == set(WageGroup)


def test_pay_without_groups_is_not_broken_down() -> None:
    result = year(*pay("4000.00"))
    assert result.wage_groups == ()
    assert COUNTY_PERSONNEL not in result.figures
    assert make_parts(result, 10) == ()


def test_the_groups_and_what_is_not_broken_down_sum_to_the_personnel_spending() -> None:
    result = year(
        grouped("4000.00", GROSS),
        grouped("4100.00", GROSS, "0002"),
        grouped("3000.00", BONUS, month=11),
        grouped("-900.00", BACK),
        grouped("55.00", None),
    )
    shown = [(label, result.figures[name].exact) for label, name in result.wage_groups]
    assert shown == [
        ("Entgelt", "8100.00"),
        ("Jahressonderzahlung", "3000.00"),
        ("Erstattung", "-900.00"),
        ("nicht aufgegliedert", "55.00"),
    ]
    assert result.figures[COUNTY_PERSONNEL].exact == "10255.00"
    assert result.figures[COUNTY_PERSONNEL].money == result.figures["kreis.personal.angefallen"].money
    (part,) = make_parts(result, 10)
    assert part.tables[0].foot[0].cells[1].sums.split() == [name for _, name in result.wage_groups]  # type: ignore[union-attr]


def test_only_the_countys_own_posts_of_this_programme_are_broken_down() -> None:
    town = replace(entry("9000.00", "P1", carrier=TOWN, position="P1", month=12), group=GROSS)
    held = [tenure(fte="0.5"), tenure(position="FSA-01", role=FSA, fte="0.5"), tenure("P1", "P1", carrier=TOWN)]
    result = compute_year(
        inputs(
            persons={"08999001": 90, TOWN.key: 10},
            agreements=[agreement(TOWN)],
            tenures=held,
            entries=[grouped("4000.00", GROSS), town],
        )
    )
    assert result.figures["kreis.lohngruppe.entgelt"].exact == "2000.00"


def test_a_reimbursement_lowers_what_is_fundable() -> None:
    result = year(grouped("4000.00", GROSS), grouped("-1500.00", BACK, month=2))
    assert result.figures["personal.zuwendungsfaehig"].exact == "2500.00"
    assert result.figures["auszahlung.betrag"].exact == "2500.00"


def test_a_negative_month_of_one_person_blocks_nothing() -> None:
    # February holds nothing but the reimbursement of January's pay
    result = year(grouped("4000.00", GROSS), grouped("-4100.00", BACK, month=2), grouped("300.00", GROSS, "0002"))
    assert check_signs(result.settlement.accounts) == ()
    assert result.figures["stelle.08999.IM-01.personal"].exact == "-100.00"


def test_a_reimbursement_is_no_pay_of_the_month() -> None:
    entries = [*pay("6000.00"), *pay("5000.00", "0002"), *pay("5000.00", "0003")]
    entries = [each for each in entries if (each.staff_number, each.cost_month.number) != ("0002", 5)]
    found = open_points(year(*entries, grouped("-700.00", BACK, "0002", month=5)), (), paper_is_planned=True)
    assert [point.text for point in found] == [
        "Stelle IM-02: Für 05/2025 ist niemandes Lohn gebucht, obwohl die Stelle besetzt war."
    ]


def test_whose_pay_was_reimbursed_in_full_hides_nobody() -> None:
    # three persons were paid, but the sum is the pay of two of them
    pairs = [
        (grouped("4000.00", GROSS), eur("4000.00")),
        (grouped("4000.00", GROSS, "0002"), eur("4000.00")),
        (grouped("4000.00", GROSS, "0003"), eur("4000.00")),
        (grouped("-4000.00", BACK, "0003", month=3), eur("-4000.00")),
    ]
    assert persons_behind(pairs) == {("08999", "0001"), ("08999", "0002")}
    assert group(year(*(each for each, _ in pairs)).figures, "Personal", "personal.angefallen").is_too_small


def test_no_group_stands_in_the_committee_paper() -> None:
    entries = [*pay("6000.00"), *pay("5000.00", "0002"), *pay("5500.00", "0003")]
    result = year(*(replace(each, group=GROSS) for each in entries), grouped("1234.56", BONUS, month=11))
    paper = str(make_committee_paper(result, None, "Stand"))
    assert "lohngruppe" not in paper
    assert "1.234,56" not in paper
