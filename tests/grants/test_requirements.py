"""What the rules ask of posts and persons is flagged with its clause; it takes no money away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from grants.close.requirement_points import carrier_points, refusal_points
from grants.law.eligibility import split_entry
from grants.law.requirements import small_carrier
from ledger.fte import Fte
from ledger.period import DaySpan
from tests.grants.builders import KO, TOWN, YEAR, agreement, entry, rules, tenure

if TYPE_CHECKING:
    from ledger.staff import Tenure


def posts(*facts: tuple[str, str], **changes: Any) -> list[Tenure]:
    """Return posts of the town with their shares, each held by a person of its own."""
    return [
        tenure(f"P{number}", post, fte=share, carrier=TOWN, **changes) for number, (post, share) in enumerate(facts)
    ]


def test_half_a_post_is_one_post_and_not_two_quarters() -> None:
    # Nr. 3.4 (Landkreis Heilbronn, footnote 15): a post of at least 50 per cent
    (missed,) = small_carrier(posts(("P1", "0.3"), ("P2", "0.4999")), TOWN.key, YEAR.days, rules())
    assert (missed.share, missed.least, missed.clause.number) == (Fte(4999), Fte(5000), "3.4")
    assert missed.days == YEAR.days


def test_two_persons_may_fill_the_half_post_together() -> None:
    assert small_carrier(posts(("P1", "0.3"), ("P1", "0.2")), TOWN.key, YEAR.days, rules()) == ()


def test_every_day_of_the_year_counts_and_not_the_last_one() -> None:
    held = [
        *posts(("P1", "0.2"), end=date(2025, 2, 28)),
        *posts(("P1", "0.2"), begin=date(2025, 3, 1), end=date(2025, 3, 31)),
        *posts(("P1", "0.5"), begin=date(2025, 5, 1)),
    ]
    missed = small_carrier(held, TOWN.key, YEAR.days, rules())
    assert [(each.share, each.days) for each in missed] == [
        (Fte(2000), DaySpan(date(2025, 1, 1), date(2025, 3, 31))),
        (Fte(0), DaySpan(date(2025, 4, 1), date(2025, 4, 30))),
    ]


def test_a_carrier_is_asked_from_the_first_day_of_its_agreement() -> None:
    since_july = replace(agreement(TOWN), in_force=DaySpan(date(2025, 7, 1), date(2029, 12, 31)))
    held = posts(("P1", "0.5"), begin=date(2025, 7, 1))
    assert carrier_points(held, [since_july], YEAR, rules()) == []
    (point,) = carrier_points(held, [agreement(TOWN)], YEAR, rules())
    assert point.text == (
        "Stadt Ahornstetten: Keine Stelle hat durchgehend 0,50 VZÄ (Nr.\u00a03.4 VwV IntM); die größte hatte: "
        "01.01.2025–30.06.2025 0,00 VZÄ."
    )


def test_posts_with_refused_pay_are_named_once_for_each_clause() -> None:
    held = [tenure("0009", "KO-01", role=KO, fte="0.4"), tenure("0008", "KO-02", role=KO, fte="0.3")]
    splits = [
        split
        for each in (entry("10.00", "0009"), entry("20.00", "0009", month=2), entry("30.00", "0008"))
        for split in split_entry(each, held, rules())
    ]
    (point,) = refusal_points(splits)
    assert point.text.endswith("(Nr.\u00a04.2 VwV IntM): KO-01 und KO-02.")
    assert "abgelehnt.gesamt" in point.remedy
