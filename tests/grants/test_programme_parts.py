"""Parts of entries that another programme takes: borne and divided by its own rules, never by those of the grant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from grants.law.eligibility import split_entry, split_part
from grants.law.rules import Side
from tests.grants.builders import FSA, KO, bonus, entry, eur, rule_named, rules, tenure
from tests.grants.small_programmes import SOCIAL_WORK, changed_programme, settle_all, terms, values

if TYPE_CHECKING:
    from grants.settle.figures import Figures

BOTH_SIDES = ("angefallen", "zuwendungsfaehig", "nicht_zuwendungsfaehig")
# One person: integration management until 15 January 2025, from the 16th on refugee social work.
CHANGE = [tenure(end=date(2025, 1, 15)), tenure(position="FSA-01", role=FSA, begin=date(2025, 1, 16))]


def whole_months(data: dict[str, Any]) -> None:
    rule_named(data, "zeitanteil")["wert"] = "Monate"


def funded_until_10_january(data: dict[str, Any]) -> None:
    (pay,) = [each for each in data["ausgabe"] if each["art"] == "Personalausgaben"]
    data["ausgabe"].append({**pay, "seite": "selbst zu tragen", "gilt_ab": date(2025, 1, 11)})
    pay["gilt_bis"] = date(2025, 1, 10)


def test_a_part_of_a_month_counts_as_the_rules_of_the_programme_say() -> None:
    """16 of 31 days of 3,100.00 are 1,600.00: by days the programme pays them, by whole months it pays nothing."""
    wages = [entry("3100.00")]
    _, by_days = settle_all([terms(SOCIAL_WORK)], wages, CHANGE)
    assert list(values(by_days, "flueag-12", *BOTH_SIDES).values()) == ["1600.00", "1600.00", "0.00"]
    by_months = terms(SOCIAL_WORK, changed_programme("flueag-12.toml", whole_months))
    _, figures = settle_all([by_months], wages, CHANGE)
    assert list(values(figures, "flueag-12", *BOTH_SIDES).values()) == ["1600.00", "0.00", "1600.00"]
    assert figures["programm.flueag-12.zuwendung"].exact == "0.00"


def test_a_month_is_whole_where_only_the_share_changes() -> None:
    """Half a post until the 15th, a whole one from the 16th: the month counts as the grant would count its own."""
    held = [
        tenure(position="FSA-01", role=FSA, fte="0.5", end=date(2025, 1, 15)),
        tenure(position="FSA-01", role=FSA, begin=date(2025, 1, 16)),
    ]
    by_months = terms(SOCIAL_WORK, changed_programme("flueag-12.toml", whole_months))
    _, figures = settle_all([by_months], [entry("3100.00")], held)
    assert list(values(figures, "flueag-12", *BOTH_SIDES).values()) == ["3100.00", "3100.00", "0.00"]


def test_a_side_that_changes_within_a_month_divides_its_cost_by_days() -> None:
    """3,100.00 for 31 days, fundable for the first 10: 1,000.00 and 2,100.00."""
    dated = terms(SOCIAL_WORK, changed_programme("flueag-12.toml", funded_until_10_january))
    _, figures = settle_all([dated], [entry("3100.00")], [tenure(position="FSA-01", role=FSA)])
    assert list(values(figures, "flueag-12", *BOTH_SIDES).values()) == ["3100.00", "1000.00", "2100.00"]
    assert dated.rules.time_share(date(2025, 1, 1))[1] in clauses(figures, "zuwendungsfaehig_gebucht")


def test_a_side_that_changes_within_the_year_divides_an_annual_bonus_by_months() -> None:
    """1,200.00 are 100.00 a month: 10 of 31 days of January are 32.26, the rest is 1,167.74."""
    dated = terms(SOCIAL_WORK, changed_programme("flueag-12.toml", funded_until_10_january))
    _, figures = settle_all([dated], [bonus("1200.00")], [tenure(position="FSA-01", role=FSA)])
    assert list(values(figures, "flueag-12", *BOTH_SIDES).values()) == ["1200.00", "32.26", "1167.74"]


def test_the_clause_by_which_the_grant_divided_an_entry_stays_with_the_part() -> None:
    _, figures = settle_all([terms(SOCIAL_WORK)], [entry("3100.00")], CHANGE)
    assert rules().time_share(date(2025, 1, 1))[1] in clauses(figures, "zuwendungsfaehig_gebucht")


def test_a_programme_without_rules_for_posts_takes_every_day() -> None:
    """It has neither parts of months nor a least size of the coordination post: 15 × 1 to 16 × 0.4 of 2,140.00."""
    omid = changed_programme("stuttgart-omid-2021.toml", lambda data: data.update(gilt_bis=date(2025, 12, 31)))
    held = [tenure(end=date(2025, 1, 15)), tenure(position="KO-01", role=KO, fte="0.4", begin=date(2025, 1, 16))]
    parts = split_entry(entry("2140.00"), held, rules())
    assert [part.amount for part in parts] == [eur("1500.00"), eur("640.00")]
    again = [new for part in parts for new in split_part(part, held, omid)]
    assert [new.amount for new in again] == [part.amount for part in parts]
    assert {new.side for new in again} == {Side.FUNDABLE}


def clauses(figures: Figures, name: str) -> tuple[object, ...]:
    return figures[f"programm.flueag-12.{name}"].clauses
