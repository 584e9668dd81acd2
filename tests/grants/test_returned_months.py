"""Yearly returns where only whole months count: an amount for whole months and a part of one is refused."""

from __future__ import annotations

from datetime import date

import pytest

from grants.close.person_checks import check_person_inputs
from grants.close.returned_months import check_returned_months
from tests.grants.builders import COUNTY, TOWN, YEAR, batch, changed_rules, entry, rule_named, rules, tenure
from tests.grants.person_builders import award, funded, person_inputs

BY_MONTHS = changed_rules(lambda data: rule_named(data, "zeitanteil").update(wert="Monate"))
RETURNED = [entry("30000.00", "T-1", month=6, carrier=TOWN, position="T-1")]


def months(*spans: tuple[date, date], by: object = BY_MONTHS) -> list[str]:
    """Return the remedies for a post of the town that is returned for some spans."""
    held = [tenure("T-1", "T-1", carrier=TOWN, begin=begin, end=end) for begin, end in spans]
    return [f.remedy for f in check_returned_months(held, RETURNED, YEAR, COUNTY.key, by)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begin", "end", "month"),
    [(date(2025, 1, 1), date(2025, 6, 15), "06/2025"), (date(2025, 1, 16), date(2025, 6, 30), "01/2025")],
)
def test_a_return_for_whole_months_and_a_part_of_one_is_refused(begin: date, end: date, month: str) -> None:
    """30,000 for 1 January to 15 June: five months are whole; nobody knows what of it June cost."""
    assert months((begin, end)) == [
        f"Bitte die Ausgaben für den {month} in einer eigenen Zeile mit diesen Tagen melden."
    ]
    assert months((begin, end), by=rules()) == []


def test_a_row_of_its_own_for_the_part_settles_it() -> None:
    assert months((date(2025, 1, 1), date(2025, 5, 31)), (date(2025, 6, 1), date(2025, 6, 15))) == []


def test_a_change_of_the_share_leaves_the_month_whole() -> None:
    assert months((date(2025, 1, 1), date(2025, 6, 15)), (date(2025, 6, 16), date(2025, 12, 31))) == []


def test_payroll_of_the_county_names_its_months() -> None:
    held = [tenure(begin=date(2025, 1, 16))]
    assert check_returned_months(held, [entry("100.00")], YEAR, COUNTY.key, BY_MONTHS) == ()


def test_a_year_settled_per_person_is_checked_too() -> None:
    line = funded("T-1", "T-1", carrier=TOWN, end=date(2023, 6, 15))
    held = [tenure("T-1", "T-1", carrier=TOWN, begin=date(2023, 1, 1), end=date(2023, 6, 15))]
    returned = [entry("30000.00", "T-1", month=6, year=2023, carrier=TOWN, position="T-1")]
    inputs = person_inputs(award("50000.00", line, carrier=TOWN), tenures=held, entries=returned, rules=BY_MONTHS)
    (finding,) = check_person_inputs(inputs, (batch("Jahresmeldung", f"2023 {TOWN.key}"),))
    assert finding.blocks
    assert "nur ganze Monate zählen" in finding.text
