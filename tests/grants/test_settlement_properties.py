"""What holds for every year, whatever was spent on whom: no cent is lost, no order matters, no cap hurts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from grants.law.eligibility import Split, split_entry
from grants.law.rules import RuleSet, Side
from grants.settle.figures import carrier_slug
from grants.settle.naming import borne_lines
from grants.settle.settlement import UnusedMeans
from grants.settle.year import YearInputs, YearResult, compute_year
from ledger.cost import CostKind, Entry, RevenueKind
from ledger.money import ZERO, Money, total
from tests.grants.builders import (
    COUNTY,
    FSA,
    IM,
    KO,
    PROPERTY,
    TOWN,
    VILLAGE,
    YEAR,
    agreement,
    bonus,
    changed_rules,
    entry,
    inputs,
    revenue,
    rule_named,
    rules,
    tenure,
    with_revenues,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from ledger.carrier import Carrier
    from ledger.cost import Revenue
    from ledger.staff import Tenure

# Two kinds of rules: parts of a month by days, as shipped, and whole months only.
BY_DAYS = rules()
BY_MONTHS = changed_rules(lambda data: rule_named(data, "zeitanteil").update(wert="Monate"))
RULES = st.sampled_from([BY_DAYS, BY_MONTHS])
CENTS = st.integers(-300_000, 900_000)
SHARES = st.integers(1, 10_000)
KINDS = st.sampled_from(CostKind)


def cents(amount: int) -> str:
    return Money(amount).decimal_string()


@cache
def with_cap(more: int) -> RuleSet:
    """Return the shipped rules with a cap of the coordination post raised by some euros."""

    def raise_cap(data: dict[str, Any]) -> None:
        rule_named(data, "koordination.hoechstbetrag")["wert"] = f"{40_000 + more},00"

    return changed_rules(raise_cap)


@st.composite
def plans(draw: st.DrawFn) -> list[Tenure]:
    """Return the tenures of one person: always one for the whole year, and up to three others that come and go."""
    held = [tenure(position="IM-01", fte=f"{draw(SHARES) / 10_000:.4f}", role=draw(st.sampled_from([IM, FSA])))]
    for number in range(draw(st.integers(0, 3))):
        begin = date(2025, 1, 1) + timedelta(days=draw(st.integers(-60, 330)))
        role = draw(st.sampled_from([IM, KO, FSA]))
        held.append(
            tenure(
                position=f"{role.name[:2]}-{number}",
                role=role,
                fte=f"{draw(SHARES) / 10_000:.4f}",
                begin=begin,
                end=begin + timedelta(days=draw(st.integers(0, 150))),
            )
        )
    return held


@st.composite
def costs(draw: st.DrawFn) -> Entry:
    """Return a cost of that person in 2025, now and then an annual bonus."""
    amount, month = cents(draw(CENTS)), draw(st.integers(1, 12))
    return draw(st.sampled_from([entry(amount, month=month, kind=draw(KINDS)), bonus(amount, month=month)]))


def by_side(splits: tuple[Split, ...]) -> dict[Side, Money]:
    return {side: total(split.amount for split in splits if split.side is side) for side in Side}


def bearers_of(held: Sequence[Tenure], of: Entry, by: RuleSet) -> int:
    """Return among how many a cost is divided: parts of nothing have no split, so a large one is taken."""
    return len(split_entry(replace(of, amount=Money(10**12)), held, by))


@PROPERTY
@given(costs(), plans(), RULES)
def test_the_parts_of_an_entry_add_up_to_it(of: Entry, held: list[Tenure], by: RuleSet) -> None:
    assert total(split.amount for split in split_entry(of, held, by)) == of.amount


@PROPERTY
@given(costs(), plans(), RULES)
def test_every_part_rests_on_clauses_that_the_rules_have_for_its_days(
    of: Entry, held: list[Tenure], by: RuleSet
) -> None:
    for split in split_entry(of, held, by):
        assert split.tenure
        spans = [span for month in of.served_months if (span := split.tenure.days.overlap(month.days))]
        days = [span.first + timedelta(days=number) for span in spans for number in range(span.day_count())]
        sides = {(rule.side, rule.clause) for day in days for rule in [by.cost_rule(of.kind, split.role, day)]}
        time = {by.choice("zeitanteil", day)[1] for day in days}
        least = {by.fte("koordination.mindestumfang", day)[1] for day in days}
        if split.refused:
            assert split.side is Side.OWN_SHARE
            assert split.clause in time | least
            assert Side.FUNDABLE in {side for side, _ in sides}
        else:
            assert (split.side, split.clause) in sides
        assert set(split.divided_by) <= time | {by.principle("jahressonderzahlung", day) for day in days}


@PROPERTY
@given(costs(), plans())
def test_whole_months_only_ever_move_fundable_cost_to_the_carrier(of: Entry, held: list[Tenure]) -> None:
    # what is fundable and what is refused on one post are two bearers, so odd cents may go elsewhere
    days, months = (by_side(split_entry(of, held, each)) for each in (BY_DAYS, BY_MONTHS))
    odd = 2 * bearers_of(held, of, BY_MONTHS)
    assert abs((months[Side.OTHER_PROGRAMME] - days[Side.OTHER_PROGRAMME]).cents) <= odd
    assert abs(months[Side.FUNDABLE].cents) <= abs(days[Side.FUNDABLE].cents) + odd


@PROPERTY
@given(st.integers(0, 500_000), st.integers(0, 500_000), plans(), st.integers(1, 12), RULES)
def test_two_halves_of_an_entry_are_divided_like_the_whole_but_for_odd_cents(
    one: int, other: int, held: list[Tenure], month: int, by: RuleSet
) -> None:
    # Each division gives n bearers their exact quota rounded (together at most n/4 cents off for those on one side)
    # and corrects at most n/2 cents; three divisions are compared. Two bearers are never more than one cent off.
    whole, first, second = (
        split_entry(entry(cents(amount), month=month), held, by) for amount in (one + other, one, other)
    )
    bearers = bearers_of(held, entry("1.00", month=month), by)
    sums = [by_side(splits) for splits in (whole, first, second)]
    assert total(sums[0].values()) == total(sums[1].values()) + total(sums[2].values())
    for side in Side:
        difference = abs((sums[0][side] - sums[1][side] - sums[2][side]).cents)
        assert difference <= 9 * bearers / 4
        assert bearers > 2 or difference <= bearers - 1


@dataclass(frozen=True)
class Story:
    """A frame, persons, the plan of the county's first person, all costs, and what happens to unused means."""

    frame: int
    persons: tuple[int, int, int]
    held: tuple[Tenure, ...]
    entries: tuple[Entry, ...]
    revenues: tuple[Revenue, ...]
    coordination_first: bool
    unused: UnusedMeans

    def inputs(self, **changed: Any) -> YearInputs:
        """Return the inputs of the year, with the rules of the shipped file unless told otherwise."""
        carriers = (TOWN, VILLAGE)
        given = inputs(
            cents(self.frame + changed.pop("more_frame", 0)),
            persons=dict(zip(("08999001", TOWN.key, VILLAGE.key), self.persons, strict=True)),
            agreements=[agreement(carrier) for carrier in carriers],
            tenures=[
                *self.held,
                tenure("0009", "KO-01", role=KO, fte="0.5"),
                *(tenure("P", "P", carrier=carrier) for carrier in carriers),
            ],
            entries=self.entries,
            coordination_first=self.coordination_first,
            unused_means=self.unused,
        )
        return replace(with_revenues(given, *self.revenues), **changed)

    def compute(self, **changed: Any) -> YearResult:
        """Compute the year."""
        return compute_year(self.inputs(**changed))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Return a year of the county, a town and a village; nobody's fundable spending is negative in the sum."""
    large = st.integers(0, 9_000_000)
    entries = [
        *draw(st.lists(costs(), max_size=4)),
        entry("30000.00"),
        entry(cents(draw(large)), "0009", month=draw(st.integers(1, 12))),
        entry(cents(draw(st.integers(0, 90_000))), "", kind=draw(KINDS)),
        *(
            entry(cents(draw(large)), "P", carrier=carrier, position="P", month=12, kind=draw(KINDS))
            for carrier in (TOWN, VILLAGE)
        ),
    ]
    received = st.builds(
        lambda amount, kind, carrier: revenue(cents(amount), kind, carrier),
        st.integers(1, 2_000_000),
        st.sampled_from(RevenueKind),
        st.sampled_from([COUNTY, TOWN]),
    )
    return Story(
        frame=draw(st.integers(4_000_000, 30_000_000)),
        persons=draw(st.tuples(st.integers(1, 90), st.integers(0, 90), st.integers(0, 90))),
        held=tuple(draw(plans())),
        entries=tuple(replace(each, number=number) for number, each in enumerate(entries, start=1)),
        revenues=tuple(draw(st.lists(received, max_size=2))),
        coordination_first=draw(st.booleans()),
        unused=draw(st.sampled_from(UnusedMeans)),
    )


STORIES = stories()


def slugs(result: YearResult) -> list[str]:
    names = [figure.name for figure in result.figures if figure.name.endswith(".ueber_rahmen")]
    return [name.removesuffix(".ueber_rahmen") for name in names]


def amounts(result: YearResult) -> dict[str, str]:
    return {figure.name: figure.exact for figure in result.figures}


def paid(result: YearResult) -> Money:
    return result.figures["auszahlung.betrag"].money


@PROPERTY
@given(STORIES, RULES)
def test_those_who_bear_a_cost_add_up_to_it(story: Story, by: RuleSet) -> None:
    result = story.compute(rules=by)
    figures = result.figures
    assert figures["buchungen.gesamt"].money == total(each.amount for each in story.entries)
    borne = total(figures[f"{slug}.gesamt"].money for slug in slugs(result))
    assert figures["buchungen.gesamt"].money == paid(result) + borne + figures["andere_programme.gesamt"].money
    assert len(slugs(result)) == 3
    for slug in slugs(result):
        lines = total(figures[name].money for _, name in borne_lines(slug))
        assert lines == figures[f"{slug}.angefallen"].money - figures[f"{slug}.auszahlung"].money


@PROPERTY
@given(STORIES, RULES)
def test_payable_is_never_more_than_the_frame_or_what_is_fundable(story: Story, by: RuleSet) -> None:
    figures = story.compute(rules=by).figures
    assert ZERO <= figures["auszahlung.betrag"].money <= figures["planungsrahmen.betrag"].money
    for account in story.compute(rules=by).settlement.accounts:
        assert ZERO <= account.payable <= max(account.fundable, ZERO)
    assert figures["koordination.zuwendungsfaehig"].money <= figures["koordination.hoechstbetrag"].money


@PROPERTY
@given(STORIES, st.integers(1, 5_000_000))
def test_a_larger_frame_never_lowers_the_payout(story: Story, more: int) -> None:
    assert paid(story.compute()) <= paid(story.compute(more_frame=more))


@PROPERTY
@given(STORIES, st.sampled_from([1, 500, 30_000]))
def test_a_higher_cap_of_the_coordination_post_never_lowers_the_payout(story: Story, more: int) -> None:
    # the frame is never smaller than the part set aside at the higher cap
    large = replace(story, frame=story.frame + 3_000_000)
    assert paid(large.compute()) <= paid(large.compute(rules=with_cap(more)))


@PROPERTY
@given(STORIES, st.randoms(use_true_random=False))
def test_no_order_matters(story: Story, order: Random) -> None:
    given = story.inputs()

    def mixed(facts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(order.sample(facts, len(facts)))

    shuffled = replace(
        given,
        entries=mixed(given.entries),
        tenures=mixed(given.tenures),
        head_counts=mixed(given.head_counts),
        revenues=mixed(given.revenues),
        agreements=given.agreements,
    )
    assert amounts(compute_year(shuffled)) == amounts(compute_year(given))


@PROPERTY
@given(STORIES, st.integers(1, 9_000_000), st.sampled_from([COUNTY, TOWN]))
def test_own_funds_change_no_fixed_amount(story: Story, more: int, carrier: Carrier) -> None:
    funded = replace(story, revenues=(*story.revenues, revenue(cents(more), RevenueKind.OWN_FUNDS, carrier)))
    before, after = amounts(story.compute()), amounts(funded.compute())
    changed = {name for name, exact in after.items() if before[name] != exact}
    slug = "kreis" if carrier is COUNTY else carrier_slug(carrier.key)
    assert changed == {"eigenmittel.gebucht", f"{slug}.eigenmittel.gebucht"}


@PROPERTY
@given(STORIES, costs())
def test_an_entry_and_its_reversal_are_nothing(story: Story, wrong: Entry) -> None:
    back = replace(wrong, amount=-wrong.amount, number=99, reverses=98)
    corrected = replace(story, entries=(*story.entries, replace(wrong, number=98), back))
    before, after = amounts(story.compute()), amounts(corrected.compute())
    assert {name: after[name] for name in before} == before


@PROPERTY
@given(STORIES, st.integers(0, 3_000_000), RULES)
def test_an_entry_booked_in_two_parts_moves_odd_cents_only(story: Story, part: int, by: RuleSet) -> None:
    # the 30,000.00 of January in two parts: what all spent stays the same, each side moves by the odd cents of division
    whole = entry("30000.00")
    rest = tuple(each for each in story.entries if replace(each, number=0) != whole)
    halves = (entry(cents(part)), replace(whole, amount=whole.amount - Money(part)))
    before, after = story.compute(rules=by), replace(story, entries=(*rest, *halves)).compute(rules=by)
    bearers = bearers_of(story.held, whole, by)
    for name, limit in (
        ("buchungen.gesamt", 0),
        ("andere_programme.gesamt", 9 * bearers / 4),
        ("zuwendungsfaehig.gesamt", 9 * bearers / 4),
        ("ausgaben.gesamt", 9 * bearers / 4),
        ("auszahlung.betrag", 9 * bearers / 4),
    ):
        assert abs((after.figures[name].money - before.figures[name].money).cents) <= limit
    assert YEAR.contains(whole.cost_month)
