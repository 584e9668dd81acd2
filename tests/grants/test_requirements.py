"""What the rules ask of posts and persons is flagged with its clause; it takes no money away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from grants.close.requirement_points import carrier_points, part_points, refusal_points, training_points
from grants.law.eligibility import split_entry
from grants.law.requirements import small_carrier, small_parts
from ledger.fte import Fte
from ledger.period import DaySpan, FundingYear
from ledger.staff import Qualification
from tests.grants.builders import FSA, KO, TOWN, YEAR, agreement, entry, rules, tenure

if TYPE_CHECKING:
    from ledger.staff import Tenure


LAST_YEAR = FundingYear(2024)


@pytest.mark.parametrize(("share", "is_missed"), [("0.2499", True), ("0.25", False)])
def test_before_2025_a_part_of_a_post_has_at_least_a_quarter(share: str, *, is_missed: bool) -> None:
    # FAQ of the Regierungspräsidium Stuttgart on the version of 2017: each part at least 0.25 VZÄ
    held = [tenure(fte=share, begin=date(2023, 5, 1), end=date(2024, 6, 30))]
    missed = small_parts(held, LAST_YEAR, rules())
    assert [(each.least, each.days) for each in missed] == (
        [(Fte(2500), DaySpan(date(2024, 1, 1), date(2024, 6, 30)))] if is_missed else []
    )


def test_from_2025_on_no_rule_asks_for_it() -> None:
    assert small_parts([tenure(fte="0.1")], YEAR, rules()) == ()


@pytest.mark.parametrize("role", [FSA, KO], ids=lambda role: str(role.value))
def test_posts_of_another_task_have_no_least_part(role: object) -> None:
    assert small_parts([tenure(fte="0.1", role=role)], LAST_YEAR, rules()) == ()  # type: ignore[arg-type]


def test_the_flag_names_post_share_clause_and_days_but_no_person() -> None:
    (point,) = part_points([tenure("4711", "IM-02", fte="0.2", begin=date(2024, 3, 1))], LAST_YEAR, rules())
    assert point.text == (
        "Stelle IM-02: Ein Teil der Stelle hat nur 0,20 VZÄ, gefordert sind mindestens 0,25 VZÄ (VwV IntM, "
        "Nr.\u00a0offen (Annahme); 01.03.2024–31.12.2024). Diese Tage zählen nicht, und ihre Ausgaben sind "
        "selbst zu tragen."
    )
    assert "4711" not in f"{point}"


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
        "Stadt Ahornstetten: Keine Stelle hat durchgehend 0,50 VZÄ (Nr.\u00a03.4 VwV IntM). Besetzt war die größte "
        "Stelle des Trägers nur mit 0,00 VZÄ (01.01.2025–30.06.2025)."
    )


@pytest.mark.parametrize(
    ("trained", "text", "remedy"),
    [
        (
            None,
            "Für die Nachqualifizierung ist kein Beginn eingetragen; beginnen musste sie spätestens am 15.04.2025",
            "Bitte „Nachqualifizierung ab“ in der Stellenbesetzung ergänzen.",
        ),
        (
            DaySpan(date(2025, 4, 16), date(2025, 12, 1)),
            "Die Nachqualifizierung begann am 16.04.2025, beginnen musste sie spätestens am 15.04.2025",
            "Bitte mit der Bewilligungsstelle klären",
        ),
        (
            DaySpan(date(2025, 4, 15), date(2026, 1, 16)),
            "Die Nachqualifizierung endete am 16.01.2026, abgeschlossen sein musste sie spätestens am 15.01.2026",
            "Bitte mit der Bewilligungsstelle klären",
        ),
    ],
    ids=["not begun", "begun late", "finished late"],
)
def test_a_missed_training_names_the_deadline_and_the_day_found(
    trained: DaySpan | None, text: str, remedy: str
) -> None:
    # Landkreis Heilbronn, footnote 20: who starts on 15.01. begins by 15.04. and ends by 15.01. of the next year
    post = tenure(begin=date(2025, 1, 15), qualification=Qualification.OTHER_DEGREE)
    (point,) = training_points([replace(post, requalification=trained)], YEAR, rules())
    assert point.text.startswith(f"Stelle IM-01: {text} (Nr.\u00a04.1")
    assert point.text.endswith("Beginn der Tätigkeit 15.01.2025).")
    assert point.remedy.startswith(remedy)


def test_a_training_begun_in_time_and_never_ended_misses_its_end() -> None:
    post = tenure(begin=date(2024, 1, 15), qualification=Qualification.OTHER_DEGREE)
    (point,) = training_points([replace(post, requalification=DaySpan(date(2024, 4, 1), None))], YEAR, rules())
    assert "kein Abschluss eingetragen; abgeschlossen sein musste sie spätestens am 15.01.2025" in point.text
    assert point.remedy == "Bitte „Nachqualifizierung bis“ in der Stellenbesetzung ergänzen."


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
