"""A programme whose year another month decides than that of the grant: what it takes from the neighbouring year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from grants.close.programmes import check_programme_bookings
from grants.settle.person_year import compute_person_year
from grants.settle.programme_claims import Claims
from tests.grants.builders import FSA, entry, paid, rule_named, tenure
from tests.grants.person_builders import award, funded, monthly, person_inputs
from tests.grants.small_programmes import FILE, SOCIAL_WORK, changed_programme, terms

if TYPE_CHECKING:
    from grants.settle.person_year import PersonInputs
    from ledger.cost import Entry
    from ledger.staff import Tenure

SOCIAL_WORKER = tenure("0007", "FSA-01", role=FSA)


def by_payment(data: dict[str, Any]) -> None:
    rule_named(data, "jahreszuordnung")["wert"] = "zahlung"


def year_2023(*, booked: list[Entry], elsewhere: list[Entry], plan: list[Tenure]) -> PersonInputs:
    """Return 2023, settled per person by the month of service, beside a programme that goes by the month of payment."""
    social = terms(SOCIAL_WORK.replace("2025", "2023"), changed_programme("flueag-12.toml", by_payment))
    given = person_inputs(award("100000", funded()), tenures=plan, entries=booked)
    return replace(given, entries_for_other_years=tuple(elsewhere), programmes=(social,))


def texts(given: PersonInputs) -> list[str]:
    return [finding.text for finding in check_programme_bookings(given, Claims.of(given.programmes))]


def test_pay_of_the_grant_for_the_year_before_its_rules_does_not_block_the_year() -> None:
    """Earned in December 2022 on a post of the grant, paid in January 2023: no programme takes any of it."""
    late = paid(entry("3000.00", month=12, year=2022), 2023, 1)
    given = year_2023(booked=monthly("3000.00"), elsewhere=[late], plan=[tenure(), SOCIAL_WORKER])
    assert texts(given) == []
    figures = compute_person_year(given).figures
    assert figures["programm.flueag-12.angefallen"].exact == "0.00"
    assert figures["kreis.auszahlung"].exact == "36000.00"  # 12 × 3,000.00


def test_pay_of_the_programme_that_no_rule_of_the_grant_divides_is_a_finding_before_anything_is_computed() -> None:
    late = paid(entry("700.00", "0007", month=12, year=2022), 2023, 1)
    (text,) = texts(year_2023(booked=monthly("3000.00"), elsewhere=[late], plan=[tenure(), SOCIAL_WORKER]))
    assert text.startswith(
        f"Diese Buchung für den Leistungsmonat 12/2022 könnte zum Bescheid {FILE} gehören, lässt sich aber nicht "
        "aufteilen. Für den 01.12.2022 gibt die Fassung 2023 der"
    )


def test_who_no_plan_knows_may_belong_to_the_programme_and_is_a_finding() -> None:
    late = paid(entry("700.00", "0009", month=12, year=2022), 2023, 1)
    (text,) = texts(year_2023(booked=monthly("3000.00"), elsewhere=[late], plan=[tenure(), SOCIAL_WORKER]))
    assert "nennt die Stellenbesetzung keine Besetzung" in text


def test_the_plan_of_the_other_year_says_whose_post_it_was() -> None:
    """In 2022 the person sat on a post of the programme, in 2023 on one of the grant."""
    late = paid(entry("700.00", month=12, year=2022), 2023, 1)
    given = year_2023(booked=monthly("3000.00"), elsewhere=[late], plan=[tenure(begin=date(2023, 1, 1))])
    assert texts(given) == []
    before = tenure(position="FSA-01", role=FSA, end=date(2022, 12, 31))
    assert len(texts(replace(given, other_plans={2022: (before,)}))) == 1
