"""What only the files together and the book can tell: unknown persons, months outside a tenure, double periods."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cost import Batch
from ledger.finding import Finding, Place
from ledger.imports.crosscheck import check_together
from ledger.imports.intake import Intake
from ledger.imports.kinds import FileKind
from ledger.money import ZERO
from tests.ledger.small_files import (
    PROPERTY,
    SOUND_RETURN_ROW,
    carrier_return,
    head_counts,
    journal,
    lines,
    payroll,
    post,
    read,
    staffing,
    tells_what_to_do,
)
from tests.ledger.small_profiles import WIDE_HEAD

PLAN = read(staffing(post("00417", "15.03.2025;30.09.2025")), "plan.csv")


def paid(month: str, *, staff: str = "00417", settled: str = "12/2025", file: str = "lohn.csv") -> Intake:
    return read(payroll(f"{staff};{settled};{month};1010;Entgelt;1,00"), file)


def spent(day: str, staff: str) -> Intake:
    return read(journal(f"{day};{day};R-1;42610000;;;Seminar;{staff};1,00"), "journal.csv")


def booked(kind: FileKind, *periods: str) -> Batch:
    return Batch(1, kind.value, "alt.csv", "0" * 64, date(2026, 1, 2), "kreis", 1, ZERO, periods)


def only(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    assert finding.blocks
    assert tells_what_to_do(finding)
    return finding


def test_files_that_fit_together_have_no_findings() -> None:
    files = [
        PLAN,
        paid("03/2025"),
        spent("30.09.2025", "00417"),
        read(head_counts("08999001;Lindenstadt;10"), "zahlen.csv"),
        read(carrier_return(SOUND_RETURN_ROW), "meldung.csv"),
    ]
    assert not check_together(files, [booked(FileKind.PAYROLL, "2025-11")], [])


def test_a_person_in_no_staffing_plan_is_named_with_file_row_and_column() -> None:
    finding = only(check_together([PLAN, paid("04/2025", staff="00999")], [], []))
    assert finding.place == Place("lohn.csv", "", 2, "Personalnummer")
    assert (finding.found, finding.text) == ("00999", "Die Person 00999 steht in keiner Stellenbesetzung.")
    assert finding.expected


def test_a_person_of_the_journal_must_be_in_the_staffing_plan_too() -> None:
    finding = only(check_together([PLAN, spent("01.04.2025", "00999")], [], []))
    assert finding.place == Place("journal.csv", "", 2, "Personalnummer")


def test_a_cost_of_the_whole_team_needs_no_person() -> None:
    assert not check_together([PLAN, spent("01.01.2025", "")], [], [])


def test_a_person_of_another_carrier_does_not_count() -> None:
    other = read(carrier_return(SOUND_RETURN_ROW.replace("IM-01", "00999")), "meldung.csv")
    assert "keiner Stellenbesetzung" in only(check_together([other, paid("04/2025", staff="00999")], [], [])).text


@pytest.mark.parametrize("month", ["03/2025", "06/2025", "09/2025"])
def test_a_month_that_touches_the_tenure_is_accepted(month: str) -> None:
    assert not check_together([PLAN, paid(month)], [], [])


@pytest.mark.parametrize(
    ("month", "where"),
    [("02/2025", "vor dem Beginn der"), ("12/2024", "vor dem Beginn der"), ("10/2025", "außerhalb jeder")],
)
def test_a_month_outside_the_tenure_is_refused_with_the_tenure(month: str, where: str) -> None:
    finding = only(check_together([PLAN, paid(month)], [], []))
    assert finding.place == Place("lohn.csv", "", 2, "Für-Monat")
    assert finding.text == f"Der Monat {month} liegt {where} Besetzung der Person 00417."
    assert (finding.found, finding.expected) == (month, "15.03.2025\u201330.09.2025")


def test_a_month_between_two_tenures_is_outside_both() -> None:
    plan = read(staffing(post("00417", "01.08.2025;"), post("00417", "01.01.2025;31.03.2025")), "plan.csv")
    finding = only(check_together([plan, paid("05/2025")], [], []))
    assert "außerhalb jeder" in finding.text
    assert finding.expected == "01.01.2025\u201331.03.2025, seit 01.08.2025"


def test_a_month_column_outside_the_tenure_is_named_by_its_own_title() -> None:
    content = lines(WIDE_HEAD, "00417;1010;;;;;;;;;;;;;5,00")
    finding = only(check_together([PLAN, read(content, "lohn.csv")], [], []))
    assert (finding.place, finding.found) == (Place("lohn.csv", "", 2, "Dez"), "12/2025")


def test_a_month_of_the_journal_is_named_by_its_own_column() -> None:
    finding = only(check_together([PLAN, spent("28.02.2025", "00417")], [], []))
    assert finding.place == Place("journal.csv", "", 2, "Leistungsdatum")


def test_a_tenure_that_is_booked_already_covers_a_new_payroll() -> None:
    assert not check_together([paid("04/2025")], [], PLAN.tenures)


def test_all_rows_of_a_person_outside_a_tenure_are_one_finding_at_the_first() -> None:
    rows = [f"00417;12/2025;{month:02d}/2025;1010;;1,00" for month in range(1, 13)]
    finding = only(check_together([PLAN, read(payroll(*rows), "lohn.csv")], [], []))
    assert finding.place.row == 2
    assert finding.text == (
        "Die Monate 01/2025, 02/2025, 10/2025, 11/2025, 12/2025 liegen außerhalb jeder Besetzung der Person 00417; "
        "das betrifft 5 Buchungen."
    )


def test_a_person_in_no_plan_is_one_finding_whatever_the_number_of_rows() -> None:
    rows = [f"00999;12/2025;{month:02d}/2025;1010;;1,00" for month in range(1, 13)]
    finding = only(check_together([PLAN, read(payroll(*rows), "lohn.csv")], [], []))
    assert finding.place.row == 2
    assert finding.text == "Die Person 00999 steht in keiner Stellenbesetzung; das betrifft 12 Buchungen."


def test_the_same_bytes_twice_are_refused_once_and_not_as_a_double_period_too() -> None:
    finding = only(check_together([PLAN, paid("04/2025"), paid("04/2025", file="kopie.csv")], [], []))
    assert finding.place == Place("kopie.csv")
    assert "denselben Inhalt wie lohn.csv" in finding.text
    assert finding.found.startswith("SHA-256 ")


def test_a_second_file_for_a_period_is_refused_with_both_names() -> None:
    finding = only(check_together([PLAN, paid("04/2025"), paid("05/2025", file="neu.csv")], [], []))
    assert finding.place == Place("neu.csv")
    assert finding.text == "Für 12/2025 liegt mit lohn.csv schon eine Datei der Art „Lohnjournal“ vor."
    assert (finding.found, finding.expected) == ("12/2025", "jeder Zeitraum nur einmal")


def test_a_period_that_is_booked_already_is_refused() -> None:
    finding = only(check_together([PLAN, paid("04/2025")], [booked(FileKind.PAYROLL, "2025-11", "2025-12")], []))
    assert finding.place == Place("lohn.csv")
    assert "alt.csv (bereits gebucht)" in finding.text
    assert finding.found == "12/2025"


def test_the_same_period_of_another_kind_is_no_conflict() -> None:
    assert not check_together([PLAN, paid("04/2025")], [booked(FileKind.JOURNAL, "2025-12")], [])


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (3, "01/2025, 02/2025, 03/2025"),
        (5, "01/2025, 02/2025, 03/2025 und 2 weitere Zeiträume"),
    ],
)
def test_many_double_periods_are_one_finding_that_names_three(months: int, words: str) -> None:
    rows = [f"00417;{month:02d}/2025;04/2025;1010;;1,00" for month in range(1, months + 1)]
    periods = [f"2025-{month:02d}" for month in range(1, months + 1)]
    finding = only(check_together([PLAN, read(payroll(*rows), "lohn.csv")], [booked(FileKind.PAYROLL, *periods)], []))
    assert finding.found == words


def test_a_person_on_more_than_one_full_post_is_refused_from_the_day_it_begins() -> None:
    plan = read(
        staffing(
            post("00417", "01.01.2025;31.07.2025"),
            post("00417", "01.07.2025;", hours="19,50", position="FSA-01"),
        ),
        "plan.csv",
    )
    finding = only(check_together([plan], [], []))
    assert finding.place == Place("plan.csv", "", 3, "Beginn")
    assert finding.text == "Die Person 00417 hätte ab diesem Tag zusammen 1,50 VZÄ."
    assert (finding.found, finding.expected) == ("1,50", "höchstens 1,00 VZÄ")


def test_a_post_that_follows_on_the_next_day_is_no_second_post() -> None:
    plan = staffing(post("00417", "01.01.2025;30.06.2025"), post("00417", "01.07.2025;", position="IM-02"))
    assert not check_together([read(plan)], [], [])


@pytest.mark.parametrize("parts", [3, 7, 9])
def test_a_full_post_in_rounded_parts_is_still_one_post(parts: int) -> None:
    # A third of 39 hours is 0,3333, a seventh 0,1429: seven of them add up to 1,0003.
    hours = {3: "13,00", 7: "5,571429", 9: "4,333333"}[parts]
    rows = [post("00417", "01.01.2025;", hours=hours, position=f"IM-{number}") for number in range(parts)]
    assert not check_together([read(staffing(*rows))], [], [])


def test_rounding_excuses_no_more_than_it_can_add() -> None:
    # 19,5078 of 39 hours is 0,5002; with half a post that is 1,0002, and two rounded shares can add one at most.
    plan = staffing(
        post("00417", "01.01.2025;", hours="19,50"), post("00417", "01.01.2025;", hours="19,5078", position="IM-02")
    )
    findings = check_together([read(plan)], [], [])
    assert [finding.found for finding in findings] == ["1,0002", "1,0002"]


def test_the_same_person_twice_on_a_post_at_once_is_refused() -> None:
    plan = staffing(post("00417", "01.01.2025;30.06.2025", hours="19,50"), post("00417", "30.06.2025;", hours="19,50"))
    finding = only(check_together([read(plan, "plan.csv")], [], []))
    assert finding.place == Place("plan.csv", "", 3, "Stelle")
    assert finding.text == "Die Person 00417 sitzt zur selben Zeit zweimal auf der Stelle IM-01."
    assert finding.found == "seit 30.06.2025"


def test_two_people_may_share_a_post_and_one_may_return_to_it() -> None:
    plan = staffing(
        post("00417", "01.01.2025;30.06.2025", hours="19,50"),
        post("00298", "01.01.2025;", hours="19,50"),
        post("00417", "01.09.2025;", hours="19,50"),
    )
    assert not check_together([read(plan)], [], [])


def test_a_post_with_two_tasks_is_refused() -> None:
    plan = staffing(
        post("00417", "01.01.2025;30.06.2025"),
        post("00298", "01.07.2025;").replace("Integrationsmanagement", "Koordinierende Stelle"),
    )
    finding = only(check_together([read(plan, "plan.csv")], [], []))
    assert finding.place == Place("plan.csv", "", 3, "Stelle")
    assert finding.text == ("Die Stelle IM-01 hat zwei Aufgaben: Integrationsmanagement und Koordinierende Stelle.")
    assert finding.found == "IM-01"


def test_all_findings_of_all_files_are_given_at_once() -> None:
    plan = read(
        staffing(post("00417", "15.03.2025;30.09.2025"), post("00298", "01.01.2025;"), post("00298", "01.01.2025;")),
        "plan.csv",
    )
    findings = check_together(
        [plan, paid("02/2025"), paid("04/2025", staff="00999", settled="11/2025", file="zwei.csv")], [], []
    )
    assert {finding.place.file for finding in findings} == {"plan.csv", "lohn.csv", "zwei.csv"}


@pytest.mark.parametrize("faulty", [post("00999", "31.04.2025;"), post("00999", "01.07.2025;30.06.2025")])
def test_a_faulty_staffing_plan_does_not_make_its_people_unknown_as_well(faulty: str) -> None:
    plan = read(staffing(faulty, post("00417", "01.01.2025;")), "plan.csv")
    assert not check_together([plan, paid("04/2025", staff="00999")], [], [])


def test_a_staffing_plan_for_a_settled_year_is_the_only_finding() -> None:
    files = [PLAN, paid("04/2025", staff="00999")]
    assert only(check_together(files, [booked(FileKind.STAFFING_PLAN, "2025")], [])).place == Place("plan.csv")


def test_a_payroll_with_faults_of_its_own_is_not_searched_for_people() -> None:
    faulty = payroll("00999;12/2025;04/2025;1010;;1,00", "00417;12/2025;04/2025;1010;;12.34")
    assert not check_together([PLAN, read(faulty, "lohn.csv")], [], [])


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True))
@PROPERTY
def test_a_month_is_accepted_exactly_when_the_person_was_there(months: list[int]) -> None:
    rows = [f"00417;12/2025;{month:02d}/2025;1010;;1,00" for month in months]
    findings = check_together([PLAN, read(payroll(*rows), "lohn.csv")], [], [])
    refused = ", ".join(f"{month:02d}/2025" for month in sorted(months) if month not in range(3, 10))
    assert [finding.found for finding in findings] == ([refused] if refused else [])
