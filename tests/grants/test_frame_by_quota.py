"""The announced frame beside the county's quota of the state amount, who counts, and the posts the frame pays."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from grants.close.frame_points import quota_points
from grants.law.rounding import RoundingPolicy
from grants.settle.documents import Fields
from grants.settle.frame_quota import read_quota
from grants.settle.year import compute_year
from ledger.carrier import Carrier, CarrierKind
from ledger.finding import UnreadableError
from tests.grants.builders import KO, TOWN, agreement, entry, eur, inputs, pay, tenure

if TYPE_CHECKING:
    from grants.settle.year import YearInputs

BIBERACH = Carrier("08426", "Landkreis Biberach", CarrierKind.COUNTY)
BEFORE_58_MILLION = date(2024, 9, 18)


def announced(amount: str, *, quota: str = "", known_on: date | None = None) -> YearInputs:
    """Return a year with an announced frame, a quota in its notice, and the rules as known on a day."""
    year = inputs(amount)
    frame = replace(year.frame, quota=Fraction(quota) if quota else None)
    rules = year.rules.as_known_on(known_on) if known_on else year.rules
    return replace(year, frame_versions=(frame,), rules=rules)


def test_a_quota_of_the_notice_gives_the_frame_by_the_state_amount_known() -> None:
    # 58,000,000 × 2.3097675 % = 1,339,665.15, half up to whole euros; 40,000,000 × 2.3097675 % = 923,907
    figures = compute_year(announced("1339665", quota="2.3097675")).figures
    assert [figures[name].exact for name in ("rahmen.landesbetrag", "rahmen.zuteilungsquote", "rahmen.nach_quote")] == [
        "58000000.00",
        "2.3097675",
        "1339665.00",
    ]
    by_quota = figures["rahmen.nach_quote"]
    assert by_quota.rounding is RoundingPolicy.EURO
    assert by_quota.parts == ("rahmen.landesbetrag", "rahmen.zuteilungsquote")
    assert by_quota.formula == "Landesbetrag × Zuteilungsquote, kaufmännisch auf volle Euro"
    early = compute_year(announced("923907", quota="2.3097675", known_on=BEFORE_58_MILLION)).figures
    assert (early["rahmen.nach_quote"].exact, early["rahmen.landesbetrag"].clauses[0].number) == ("923907.00", "5.2")


def test_a_county_that_the_rules_name_needs_no_quota_in_its_notice() -> None:
    # Landkreis Biberach, IV-006-2024, Nr. 3: 923,907 of 40 million
    figures = compute_year(replace(announced("923907", known_on=BEFORE_58_MILLION), county=BIBERACH)).figures
    by_quota = figures["rahmen.nach_quote"]
    assert by_quota.exact == "923907.00"
    assert [clause.number for clause in by_quota.clauses] == ["5.2", "5.3"]
    assert "Regel für „Landkreis Biberach“" in figures["rahmen.zuteilungsquote"].formula


def test_a_county_without_any_quota_has_no_frame_by_quota() -> None:
    year = announced("500000")
    assert "rahmen.nach_quote" not in compute_year(year).figures
    assert quota_points(year) == []


@pytest.mark.parametrize("amount", ["1339665", "1339665.15", "1339665.65"])
def test_what_rounding_explains_is_no_open_point(amount: str) -> None:
    assert quota_points(announced(amount, quota="2.3097675")) == []


def test_a_frame_of_the_earlier_state_amount_is_open_once_the_later_one_is_known() -> None:
    (point,) = quota_points(announced("923907", quota="2.3097675"))
    assert point.text == (
        "Der Planungsrahmen von 923.907,00\u00a0€ (22.03.2024) ist nicht die Zuteilungsquote von 2,3097675 Prozent des "
        "Landesbetrags: Sie ergibt 923.907,00\u00a0€ bei 40.000.000,00\u00a0€ (bekannt seit 07.12.2023) und "
        "1.339.665,00\u00a0€ bei 58.000.000,00\u00a0€ (bekannt seit 19.09.2024)."
    )
    assert point.remedy.endswith("an den jüngeren Landesbetrag anpasst.")
    assert quota_points(announced("923907", quota="2.3097675", known_on=BEFORE_58_MILLION)) == []


def test_a_frame_of_no_state_amount_is_open_with_its_quota() -> None:
    # 40,000,000 × 2.3097675 % = 923,907; one euro and a half above
    (point,) = quota_points(announced("923908.50", quota="2.3097675", known_on=BEFORE_58_MILLION))
    assert "923.908,50" in point.text
    assert "58.000.000" not in point.text
    assert point.remedy == "Bitte Zuteilungsquote und Betrag mit der Bewilligungsstelle klären."


@pytest.mark.parametrize("text", ["0", "100,1", "2.3", "abc", "-1"])
def test_an_impossible_quota_of_a_notice_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match=r"rahmen\.toml: „zuteilungsquote“"):
        read_quota(Fields("rahmen.toml", tomllib.loads(f'zuteilungsquote = "{text}"')))


def test_a_quota_is_read_exactly_as_the_notice_prints_it() -> None:
    assert read_quota(Fields("rahmen.toml", tomllib.loads('zuteilungsquote = "2,3097675"'))) == Fraction("2.3097675")
    assert read_quota(Fields("rahmen.toml", {})) is None


def test_the_distribution_says_whose_arrival_counts() -> None:
    # Landkreis Heilbronn, Konzeptpapier vom 07.12.2023: for 2025 who was assigned from 2020 to 2022
    persons = compute_year(inputs()).figures["verteilung.personen"]
    assert persons.formula == (
        "Personen in Anschlussunterbringung, alle Gemeinden; es zählen Zuweisungen 01.01.2020–31.12.2022 (VwV IntM, "
        "Nr.\u00a0offen (Annahme))"
    )


def test_the_frame_pays_posts_at_the_mean_cost_of_the_year_cut_after_one_decimal() -> None:
    # one full post and a half one with coordination: 12 × 6,000 + 12 × 4,000 = 120,000 for 1.5 VZÄ, 80,000 each;
    # 500,000 ÷ 80,000 = 6.25, cut to 6.2; half up it would be 6.3
    year = inputs(
        "500000",
        tenures=[tenure(), tenure("0002", "KO-01", fte="0.5", role=KO)],
        entries=[*pay("6000.00"), *pay("4000.00", "0002")],
    )
    posts = compute_year(year).figures["rahmen.stellen"]
    assert (posts.value, posts.unit, posts.rounding) == (Decimal("6.2"), "VZÄ", RoundingPolicy.CUT_ONE_DECIMAL)
    assert posts.parts == ("planungsrahmen.betrag", "stellen.personal", "stellen.vzae")
    assert posts.clauses == (year.procedure,)


def test_while_pay_of_the_year_is_missing_no_posts_are_stated() -> None:
    assert "rahmen.stellen" not in compute_year(inputs(tenures=[tenure()], entries=pay("6000.00")[:11])).figures
    town = inputs(
        persons={"08999001": 90, TOWN.key: 10},
        agreements=[agreement(TOWN)],
        tenures=[tenure(), tenure("P1", "P1", carrier=TOWN)],
        entries=pay("6000.00"),
    )
    assert "rahmen.stellen" not in compute_year(town).figures
    reported = replace(town, entries=(*town.entries, entry("72000.00", "P1", carrier=TOWN, position="P1", month=12)))
    # 144,000 for two posts: 500,000 ÷ 72,000 = 6.94
    assert compute_year(reported).figures["rahmen.stellen"].value == Decimal("6.9")
    assert compute_year(inputs(tenures=(), entries=())).figures["stellen.personal"].money == eur("0")
