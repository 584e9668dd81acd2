"""What is still open before the proof is handed in: hints that name the fact and no person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from grants.close.open_points import open_points
from grants.close.points import OpenPoint
from grants.settle.year import compute_year
from ledger.cost import CostKind
from ledger.period import DaySpan
from ledger.staff import Qualification
from tests.grants.builders import FSA, KO, TOWN, agreement, bonus, entry, inputs, pay, tenure

if TYPE_CHECKING:
    from ledger.staff import PositionRole, Tenure

DEGREE, OTHER = Qualification.SOCIAL_WORK_DEGREE, Qualification.OTHER_DEGREE


def points(missing: tuple[str, ...] = (), *, paper: bool = True, **facts: Any) -> list[OpenPoint]:
    """Return the open points of a year with one full-time person paid every month unless told otherwise."""
    facts = {"tenures": [tenure()], "entries": pay("6000.00"), **facts}
    return list(open_points(compute_year(inputs(**facts)), missing, paper_is_planned=paper))


def texts(found: list[OpenPoint]) -> list[str]:
    return [point.text for point in found if "auf Annahmen" not in point.text]


def test_an_orderly_year_has_no_open_points() -> None:
    assert points() == []


def test_a_section_of_the_narrative_that_is_not_written_is_named() -> None:
    (point,) = points(("Ausblick",))
    assert point.text == "Sachbericht: Der Abschnitt „Ausblick“ ist noch nicht geschrieben."
    assert "vorlagen/sachbericht-2025.md" in point.remedy


def test_a_committee_paper_without_text_is_open() -> None:
    (point,) = points(paper=False)
    assert point.text.startswith("Sitzungsvorlage: Gremium, Sitzungstag und Begleittext fehlen")
    assert "vorlagen/sitzungsvorlage-2025.md" in point.remedy


def test_a_month_without_payroll_is_named() -> None:
    without_may = [each for each in pay("6000.00") if each.cost_month.number != 5]
    assert texts(points(entries=without_may)) == ["Für 05/2025 ist kein Lohn gebucht."]


def test_a_year_without_any_payroll_names_all_twelve_months() -> None:
    assert len(texts(points(entries=[]))) == 12


def test_payroll_of_a_delivering_carrier_does_not_stand_in_for_the_countys() -> None:
    facts: dict[str, Any] = {
        "tenures": [tenure(), tenure("P1", "P1", carrier=TOWN)],
        "entries": [
            *[each for each in pay("6000.00") if each.cost_month.number != 12],
            entry("60000.00", "P1", carrier=TOWN, position="P1", month=12),
        ],
        "persons": {"08999001": 90, TOWN.key: 10},
        "agreements": [agreement(TOWN)],
    }
    assert "Für 12/2025 ist kein Lohn gebucht." in texts(points(**facts))


def test_a_post_without_pay_in_a_month_is_named_and_the_person_is_not() -> None:
    entries = [*pay("6000.00"), *[each for each in pay("5000.00", "0815") if each.cost_month.number not in (3, 4)]]
    (text,) = texts(points(tenures=[tenure(), tenure("0815", "IM-02")], entries=entries))
    assert text == "Stelle IM-02: Für 03/2025, 04/2025 ist niemandes Lohn gebucht, obwohl die Stelle besetzt war."


def test_each_post_without_pay_is_named() -> None:
    held = [tenure(), tenure("0815", "IM-02"), tenure("0816", "IM-03")]
    assert [text[:12] for text in texts(points(tenures=held))] == ["Stelle IM-02", "Stelle IM-03"]


def test_a_post_on_which_somebody_else_is_paid_has_no_gap() -> None:
    # 0815 is on parental leave from July, 0816 holds the post meanwhile
    held = [tenure(), tenure("0815", "IM-02"), tenure("0816", "IM-02", begin=date(2025, 7, 1))]
    paid = [*pay("6000.00"), *pay("5000.00", "0815")[:6], *pay("5000.00", "0816")[6:]]
    assert texts(points(tenures=held, entries=paid)) == []


def test_a_person_who_left_needs_no_pay_afterwards() -> None:
    held = [tenure(), tenure("0815", "IM-02", end=date(2025, 3, 31))]
    paid = [*pay("6000.00"), *[each for each in pay("5000.00", "0815") if each.cost_month.number <= 3]]
    assert texts(points(tenures=held, entries=paid)) == []


def test_training_is_no_pay() -> None:
    held = [tenure(), tenure("0815", "IM-02", begin=date(2025, 12, 1))]
    entries = [*pay("6000.00"), entry("90.00", "0815", kind=CostKind.TRAINING, month=12)]
    (text,) = texts(points(tenures=held, entries=entries))
    assert text == "Stelle IM-02: Für 12/2025 ist niemandes Lohn gebucht, obwohl die Stelle besetzt war."


def test_bookings_for_other_years_are_counted_with_their_months() -> None:
    others = [
        entry("55.00", month=12, year=2024),
        entry("5.00", month=11, year=2024),
        entry("6.00", month=12, year=2024),
    ]
    (text,) = texts(points(other_years=others))
    assert text.startswith("3 Buchungen betreffen andere Jahre (11/2024, 12/2024)")
    assert texts(points(other_years=others[:1]))[0].startswith("1 Buchung betrifft andere Jahre (12/2024)")


def requalified(begin: date | None, end: date | None, qualification: Qualification = OTHER) -> Tenure:
    """Return somebody with another degree who started on 1 January 2025."""
    done = DaySpan(begin, end) if begin else None
    return replace(tenure(begin=date(2025, 1, 1), qualification=qualification), requalification=done)


# Nr. 4.1.1 (Landkreis Heilbronn, footnote 20): begun within 3 months after the start, finished within 1 year.
@pytest.mark.parametrize(
    ("held", "is_open"),
    [
        (requalified(date(2025, 3, 3), date(2025, 11, 28)), False),
        (requalified(date(2025, 4, 1), date(2026, 1, 1)), False),
        (requalified(date(2025, 4, 2), date(2025, 11, 28)), True),
        (requalified(date(2025, 3, 3), date(2026, 1, 2)), True),
        (requalified(date(2025, 3, 3), None), False),
        (requalified(date(2025, 4, 2), None), True),
        (requalified(None, None), True),
        (requalified(None, None, DEGREE), False),
        (requalified(None, None, Qualification.MID_LEVEL), True),
    ],
    ids=[
        "in time",
        "begun and finished on the last day",
        "begun a day late",
        "finished a day late",
        "still running at the end of the year",
        "begun a day late and still running",
        "never begun",
        "social work degree",
        "mid-level qualification",
    ],
)
def test_a_nachqualifizierung_is_open_unless_begun_and_finished_in_time(held: Tenure, *, is_open: bool) -> None:
    found = texts(points(tenures=[held]))
    assert [text[:11] for text in found] == (["Stelle IM-0"] if is_open else [])
    if is_open:
        assert "Nr.\u00a04.1.1 VwV IntM; Beginn der Tätigkeit 01.01.2025" in found[0]


# The periods are counted by days: whoever started on 30 November 2024 must have begun by 28 February 2025.
@pytest.mark.parametrize(
    ("start", "done", "is_open"),
    [
        (date(2024, 11, 30), DaySpan(date(2025, 2, 28), date(2025, 11, 30)), False),
        (date(2024, 11, 30), DaySpan(date(2025, 3, 1), date(2025, 11, 30)), True),
        (date(2024, 12, 31), DaySpan(date(2025, 3, 31), None), True),
        (date(2025, 1, 1), DaySpan(date(2025, 3, 31), None), False),
        (date(2025, 9, 30), None, True),
        (date(2025, 10, 1), None, False),
        (date(2025, 12, 31), None, False),
    ],
)
def test_a_period_that_still_runs_at_the_end_of_the_year_is_not_open(
    start: date, done: DaySpan | None, *, is_open: bool
) -> None:
    held = [tenure(), replace(tenure("0815", "IM-02", begin=start, qualification=OTHER), requalification=done)]
    paid = [each for each in pay("5000.00", "0815") if each.cost_month.days.last >= start]  # type: ignore[operator]
    found = texts(points(tenures=held, entries=[*pay("6000.00"), *paid]))
    assert [text[:12] for text in found] == (["Stelle IM-02"] if is_open else [])


def test_the_first_post_counts_whatever_year_it_lies_in() -> None:
    # started in 2023, away in 2024, back on another post in 2025: the periods ended in 2023 and 2024
    held = [
        tenure(),
        tenure("0815", "IM-02", begin=date(2023, 1, 1), end=date(2023, 12, 31), qualification=OTHER),
        tenure("0815", "IM-07", begin=date(2025, 11, 1), qualification=OTHER),
    ]
    paid = [each for each in pay("5000.00", "0815") if each.cost_month.number >= 11]
    (text,) = texts(points(tenures=held, entries=[*pay("6000.00"), *paid]))
    assert text.startswith("Stelle IM-07: Für die Nachqualifizierung ist kein Beginn eingetragen; beginnen musste sie")
    assert "Beginn der Tätigkeit 01.01.2023" in text


def test_somebody_who_left_before_the_year_is_nobodys_open_point() -> None:
    gone = tenure("0815", "IM-02", begin=date(2023, 1, 1), end=date(2024, 12, 31), qualification=OTHER)
    assert texts(points(tenures=[tenure(), gone])) == []


def test_the_periods_run_from_the_first_post_not_from_a_later_change_of_share() -> None:
    # started 1 February 2023, requalified in time; the share changed in July 2025
    done = DaySpan(date(2023, 4, 3), date(2023, 12, 15))
    first = tenure(fte="0.5", begin=date(2023, 2, 1), end=date(2025, 7, 15), qualification=OTHER)
    second = tenure(begin=date(2025, 7, 16), qualification=OTHER)
    assert texts(points(tenures=[replace(second, requalification=done), replace(first, requalification=done)])) == []
    assert "Beginn der Tätigkeit 01.02.2023" in texts(points(tenures=[second, first]))[0]


def test_coordination_and_refugee_social_work_need_no_nachqualifizierung_here() -> None:
    held = [
        tenure(role=FSA, position="FSA-01", fte="0.5", qualification=OTHER),
        tenure(role=KO, position="KO-01", fte="0.5", qualification=OTHER),
    ]
    assert [text for text in texts(points(tenures=held)) if "Nachqualifizierung" in text] == []


def test_posts_of_a_programme_without_an_award_are_pointed_out_with_the_programme() -> None:
    (point,) = [
        each for each in points(tenures=[tenure(role=FSA, position="FSA-01")]) if "auf Annahmen" not in each.text
    ]
    assert "„Flüchtlingssozialarbeit“ gehören zum Programm „flueag-12“" in point.text
    assert "andere_programme.ohne_bescheid" in point.text
    assert point.remedy.startswith('Bitte den Bescheid (art = "Zuwendung", programm = "flueag-12")')


@pytest.mark.parametrize(("share", "is_open"), [("0.4999", True), ("0.5", False)])
def test_a_carrier_of_its_own_needs_half_a_post(share: str, *, is_open: bool) -> None:
    # Nr. 3.4 (Landkreis Heilbronn, footnote 15)
    found = texts(
        points(
            tenures=[tenure(), tenure("P1", "P1", carrier=TOWN, fte=share)],
            persons={"08999001": 90, TOWN.key: 10},
            agreements=[agreement(TOWN)],
        )
    )
    wanted = (
        "Stadt Ahornstetten: Keine Stelle hat durchgehend 0,50 VZÄ (Nr.\u00a03.4 VwV IntM). Besetzt war die größte "
        "Stelle des Trägers nur mit 0,4999 VZÄ (01.01.2025–31.12.2025)."
    )
    assert found == ([wanted] if is_open else [])


def test_a_month_with_nothing_but_a_bonus_is_a_month_without_pay() -> None:
    # a bonus pays the year, so the pay of November is missing
    found = texts(
        points(entries=[*(each for each in pay("6000.00") if each.cost_month.number != 11), bonus("3000.00")])
    )
    assert found == ["Für 11/2025 ist kein Lohn gebucht."]


def test_a_carrier_whose_post_is_vacant_on_a_day_of_the_year_is_open() -> None:
    found = texts(
        points(
            tenures=[tenure(), tenure("P1", "P1", carrier=TOWN, end=date(2025, 12, 30))],
            persons={"08999001": 90, TOWN.key: 10},
            agreements=[agreement(TOWN)],
        )
    )
    assert [text.partition("nur mit ")[2] for text in found] == ["0,00 VZÄ (31.12.2025–31.12.2025)."]


@pytest.mark.parametrize("role", [FSA, KO], ids=lambda role: role.value)
def test_posts_of_another_task_do_not_help_a_carrier_to_its_half(role: PositionRole) -> None:
    # Nr. 3.4 asks for half a post of Integrationsmanagement
    held = [
        tenure(),
        tenure("P1", "P1", carrier=TOWN, fte="0.3"),
        tenure("P2", "P2", carrier=TOWN, fte="0.7", role=role),
    ]
    (text,) = texts(points(tenures=held, persons={"08999001": 90, TOWN.key: 10}, agreements=[agreement(TOWN)]))
    assert text.endswith("Besetzt war die größte Stelle des Trägers nur mit 0,30 VZÄ (01.01.2025–31.12.2025).")


def test_rest_and_excess_at_once_are_a_hint() -> None:
    # frame 100,000, nothing set aside: county 80,000, town 20,000; the county leaves 8,000, the town lacks 5,000
    found = texts(
        points(
            amount="100000",
            coordination_first=False,
            persons={"08999001": 80, TOWN.key: 20},
            agreements=[agreement(TOWN)],
            tenures=[tenure(), tenure("P1", "P1", carrier=TOWN)],
            entries=[*pay("6000.00"), entry("25000.00", "P1", carrier=TOWN, position="P1", month=12)],
        )
    )
    wanted = (
        "Der Planungsrahmen ist um 8.000,00\u00a0€ nicht ausgeschöpft, obwohl zuwendungsfähige Ausgaben von "
        "5.000,00\u00a0€ ungedeckt bleiben."
    )
    assert found == [wanted]


@pytest.mark.parametrize("amount", ["71999.99", "72000.00", "500000.00"])
def test_a_rest_alone_or_an_excess_alone_is_no_hint(amount: str) -> None:
    assert texts(points(amount=amount)) == []


def test_a_coordination_post_that_was_too_small_is_a_hint() -> None:
    held = [tenure(), tenure("0009", "KO-01", role=KO, fte="0.49")]
    (text,) = texts(points(tenures=held, entries=[*pay("6000.00"), *pay("3000.00", "0009")]))
    assert text == (
        "Personalausgaben sind teilweise abgelehnt, weil Umfang oder Zeitraum der Stelle nicht genügen "
        "(Nr.\u00a04.2 VwV IntM): KO-01."
    )


def test_own_costs_below_zero_are_named_with_carrier_kind_and_amount() -> None:
    # 51.20 of travel and a refund of 4,000.00: nobody bears less than nothing, so something is missing
    travel = CostKind.TRAVEL
    costs = [entry("51.20", "", kind=travel), entry("-4000.00", "", kind=travel, month=2)]
    (text,) = texts(points(entries=[*pay("6000.00"), *costs]))
    assert text == (
        "Landkreis Lindental: Nicht zuwendungsfähige Ausgaben der Art Reisekosten sind negativ (−3.948,80\u00a0€). Sie "
        "mindern im Nachweis, was der Träger selbst zu tragen hat."
    )


def test_a_refund_that_its_cost_outweighs_is_no_open_point() -> None:
    travel = CostKind.TRAVEL
    costs = [entry("51.20", "", kind=travel), entry("-51.20", "", kind=travel, month=2)]
    assert texts(points(entries=[*pay("6000.00"), *costs])) == []


def test_the_number_of_rules_that_are_only_assumed_is_named() -> None:
    # training and travel of the managers: two rules whose clause no document names
    entries = [*pay("6000.00"), entry("10.00", "", kind=CostKind.TRAINING), entry("10.00", "", kind=CostKind.TRAVEL)]
    (point,) = points(entries=entries)
    assert point.text.startswith("2 Regeln beruhen auf Annahmen")


def test_no_open_point_names_a_person() -> None:
    held = [tenure("4711", fte="0.4"), tenure("4712", "IM-02", qualification=OTHER)]
    found = points(("Ausblick",), paper=False, tenures=held, entries=[], other_years=[entry("1.00", "4711", year=2024)])
    assert len(found) > 10
    assert not [point for point in found if "4711" in f"{point}" or "4712" in f"{point}"]
