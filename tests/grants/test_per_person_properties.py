"""What holds for every year settled per person, whatever was granted, filled, paid and received."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from grants.law.rules import Side
from grants.settle.person_award import FundedPerson
from ledger.cost import CostKind, RevenueKind
from ledger.fte import Fte
from ledger.money import ZERO, Money, total
from ledger.period import DaySpan
from ledger.staff import Position, PositionRole, Qualification
from tests.grants.builders import COUNTY, PROPERTY, changed_rules, entry, revenue, rule_named, tenure
from tests.grants.person_builders import award, settled

if TYPE_CHECKING:
    from grants.settle.person_award import PersonAward
    from grants.settle.person_year import PersonYearResult
    from ledger.cost import Entry, Revenue
    from ledger.staff import Tenure

FIRST = date(2023, 1, 1)
BY_MONTHS = changed_rules(lambda data: rule_named(data, "zeitanteil").update(wert="Monate"))
shares = st.integers(1, 10).map(lambda tenths: Fte(tenths * 1000))
qualifications = st.sampled_from(list(Qualification))
spans = st.lists(st.integers(0, 364), min_size=2, max_size=2, unique=True).map(
    lambda days: DaySpan(FIRST + timedelta(min(days)), FIRST + timedelta(max(days)))
)


@dataclass(frozen=True)
class Story:
    """Granted persons, how posts were filled, what was paid and received; every person was employed all year."""

    award: PersonAward
    tenures: tuple[Tenure, ...]
    entries: tuple[Entry, ...]
    revenues: tuple[Revenue, ...]
    by_months: bool

    def settle(self) -> PersonYearResult:
        rules = BY_MONTHS if self.by_months else None
        return settled(self.award, tenures=self.tenures, entries=self.entries, revenues=self.revenues, rules=rules)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    lines, tenures, entries = [], [], []
    for number in range(draw(st.integers(1, 3))):
        staff, post = f"{number:04d}", f"IM-{number}"
        if draw(st.booleans()):
            line = FundedPerson(staff, Position(COUNTY.key, post), draw(spans), draw(shares), draw(qualifications))
            lines.append(line)
        change = FIRST + timedelta(draw(st.integers(1, 364)))
        role = draw(st.sampled_from(list(PositionRole)))
        tenures += [
            replace(
                tenure(staff, post, end=change - timedelta(1)), fte=draw(shares), qualification=draw(qualifications)
            ),
            replace(
                tenure(staff, post if role is PositionRole.INTEGRATION else f"X-{number}", begin=change, role=role),
                fte=draw(shares),
                qualification=draw(qualifications),
            ),
        ]
        entries += [
            replace(entry("1.00", staff, year=2023, month=month), amount=Money(draw(st.integers(0, 900_000))))
            for month in draw(st.sets(st.integers(1, 12), max_size=12))
        ]
    for kind in draw(st.lists(st.sampled_from(list(CostKind)), max_size=4)):
        staff = draw(st.sampled_from(["", "0000"]))
        entries.append(replace(entry("1.00", staff, kind=kind, year=2023), amount=Money(draw(st.integers(0, 300_000)))))
    numbered = tuple(replace(each, number=number) for number, each in enumerate(entries, 1))
    spent = total(each.amount for each in numbered).cents
    received = draw(st.lists(st.tuples(st.sampled_from(list(RevenueKind)), st.integers(0, spent // 4)), max_size=3))
    revenues = tuple(replace(revenue("1.00", kind), amount=Money(cents)) for kind, cents in received)
    amount = Money(draw(st.integers(1, 15_000_000)))
    return Story(
        replace(award("1.00", *lines), amount=amount), tuple(tenures), numbered, revenues, by_months=draw(st.booleans())
    )


@PROPERTY
@given(stories())
def test_what_is_paid_and_what_is_borne_are_all_that_was_spent(story: Story) -> None:
    result = story.settle()
    (applicant,) = result.applicants
    elsewhere = total(s.amount for s in applicant.account.splits if s.side is Side.OTHER_PROGRAMME)
    paid, borne = result.figures["auszahlung.betrag"].money, result.figures["eigenanteil.gesamt"].money
    assert paid + borne == total(each.amount for each in story.entries) - elsewhere


@PROPERTY
@given(stories())
def test_every_entry_is_divided_to_the_cent(story: Story) -> None:
    (applicant,) = story.settle().applicants
    for each in story.entries:
        assert total(s.amount for s in applicant.account.splits if s.entry == each) == each.amount


@PROPERTY
@given(stories())
def test_nobody_is_paid_more_than_cap_or_cost_and_the_applicant_no_more_than_the_frame(story: Story) -> None:
    (applicant,) = story.settle().applicants
    for person in applicant.persons:
        assert ZERO <= person.paid <= person.measured <= min(person.counted.cap, max(person.cost, ZERO))
    paid = total(person.paid for person in applicant.persons) + applicant.team_paid
    assert paid == applicant.account.payable <= min(story.award.amount, applicant.account.fundable)


@PROPERTY
@given(stories())
def test_a_month_counts_for_a_month_at_most_and_with_the_granted_share_at_most(story: Story) -> None:
    (applicant,) = story.settle().applicants
    for person in applicant.persons:
        (line,) = person.lines
        for month in person.counted.months:
            assert 0 <= month.time <= 1
            assert month.fte * 10_000 <= month.time * line.fte.ten_thousandths


@PROPERTY
@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_facts_and_persons_does_not_matter(story: Story, shuffler: random.Random) -> None:
    def shuffled(of: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(shuffler.sample(of, len(of)))

    other = replace(
        story,
        award=replace(story.award, persons=shuffled(story.award.persons)),  # type: ignore[arg-type]
        tenures=shuffled(story.tenures),  # type: ignore[arg-type]
        entries=shuffled(story.entries),  # type: ignore[arg-type]
        revenues=shuffled(story.revenues),  # type: ignore[arg-type]
    )
    assert {f.name: f.exact for f in story.settle().figures} == {f.name: f.exact for f in other.settle().figures}


@PROPERTY
@given(stories(), st.integers(1, 10_000_000))
def test_own_funds_change_nothing_that_is_paid(story: Story, cents: int) -> None:
    funds = replace(revenue("1.00", RevenueKind.OWN_FUNDS), amount=Money(cents))
    topped_up = replace(story, revenues=(*story.revenues, funds)).settle()
    assert payouts(topped_up) == payouts(story.settle())


@PROPERTY
@given(stories(), st.integers(1, 5_000_000))
def test_raising_the_frame_lowers_nobodys_payout(story: Story, more: int) -> None:
    raised = replace(story, award=replace(story.award, amount=story.award.amount + Money(more)))
    before, after = payouts(story.settle()), payouts(raised.settle())
    assert before.keys() == after.keys()
    assert all(after[name] >= amount for name, amount in before.items())


def payouts(result: PersonYearResult) -> dict[str, Money]:
    """Return what is paid in all and for each person and the team."""
    names = [f.name for f in result.figures if f.name.endswith(".zuwendung")]
    return {name: result.figures[name].money for name in ("auszahlung.betrag", *names)}


@PROPERTY
@given(stories())
def test_an_entry_belongs_to_one_person_at_most(story: Story) -> None:
    (applicant,) = story.settle().applicants
    counted = [split for person in applicant.persons for split in person.splits] + list(applicant.team)
    assert len(set(map(id, counted))) == len(counted)
    assert total(split.amount for split in counted) == applicant.account.fundable
