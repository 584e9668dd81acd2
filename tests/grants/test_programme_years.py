"""A programme whose year another month decides than that of the grant: what it takes from the neighbouring year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from grants.close.programmes import check_programme_bookings
from grants.settle.person_year import compute_person_year
from grants.settle.programme_claims import Claims
from grants.settle.year import compute_year
from ledger.cost import RevenueKind
from ledger.period import Month
from tests.grants.builders import FSA, entry, inputs, paid, pay, rule_named, tenure
from tests.grants.person_builders import award, funded, monthly, person_inputs
from tests.grants.small_programmes import FILE, SOCIAL_WORK, changed_programme, received, terms, values

if TYPE_CHECKING:
    from grants.settle.person_year import PersonInputs
    from ledger.cost import Entry, Revenue
    from ledger.staff import Tenure

SOCIAL_WORKER = tenure("0007", "FSA-01", role=FSA)


def by_payment(data: dict[str, Any]) -> None:
    rule_named(data, "jahreszuordnung")["wert"] = "zahlung"


def third_party(amount: str, received_for: Month, paid_in: Month) -> Revenue:
    """Return what others pay on the account that the award of the programme claims."""
    return replace(received("34870000", amount, RevenueKind.THIRD_PARTY), month=received_for, paid_in=paid_in)


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


def test_a_revenue_belongs_to_the_year_of_the_programme_and_not_to_that_of_the_grant() -> None:
    """By payment 2025 has 1,000.00 for December 2024 and not 500.00 for December 2025: 48,000.00 − 1,000.00."""
    social = terms(SOCIAL_WORK + 'sachkonten = ["34870000"]\n', changed_programme("flueag-12.toml", by_payment))
    before = third_party("1000.00", Month(2024, 12), Month(2025, 1))
    after = third_party("500.00", Month(2025, 12), Month(2026, 1))
    given = replace(
        inputs(tenures=[SOCIAL_WORKER], entries=pay("4000.00", "0007")),
        revenues=(after,),
        revenues_for_other_years=(before,),
        programmes=(social,),
    )
    result = compute_year(given)
    assert values(result.figures, "flueag-12", "dritte", "zuwendung") == {"dritte": "1000.00", "zuwendung": "47000.00"}
    assert result.figures["einnahmen.weitere"].exact == "0.00"


def test_a_programme_with_the_basis_of_the_grant_takes_no_revenue_of_another_year() -> None:
    """By service 2025 has the 500.00 for December 2025, whenever they were paid: 48,000.00 − 500.00."""
    social = terms(SOCIAL_WORK + 'sachkonten = ["34870000"]\n')
    before = third_party("1000.00", Month(2024, 12), Month(2025, 1))
    after = third_party("500.00", Month(2025, 12), Month(2026, 1))
    given = replace(
        inputs(tenures=[SOCIAL_WORKER], entries=pay("4000.00", "0007")),
        revenues=(after,),
        revenues_for_other_years=(before,),
        programmes=(social,),
    )
    figures = compute_year(given).figures
    assert values(figures, "flueag-12", "dritte", "zuwendung") == {"dritte": "500.00", "zuwendung": "47500.00"}


def test_revenues_of_the_programme_alone_are_checked_for_its_year() -> None:
    """−100.00 for 2024 paid in 2025 and 500.00 for 2025 paid in 2026: by payment 2025 has a negative sum."""
    social = terms(SOCIAL_WORK + 'sachkonten = ["34870000"]\n', changed_programme("flueag-12.toml", by_payment))
    given = replace(
        inputs(tenures=[SOCIAL_WORKER], entries=pay("4000.00", "0007")),
        revenues=(third_party("500.00", Month(2025, 12), Month(2026, 1)),),
        revenues_for_other_years=(third_party("-100.00", Month(2024, 12), Month(2025, 1)),),
        programmes=(social,),
    )
    (finding,) = check_programme_bookings(given, Claims.of(given.programmes))
    assert finding.text == "Die gebuchten Einnahmen „Leistungen Dritter“ sind in der Summe negativ."
