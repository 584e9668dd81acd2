"""Settlement per person: fixed amount against actual cost for each person, then the applicant's frame. Pure.

Cap and cost are compared per funding year and person (no document names the period: Annahme).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from grants.law.eligibility import Denial, Split, split_entry
from grants.law.rules import Side
from grants.settle.granted_plan import GrantedPlan, LinesOfPerson, lines_by_person
from grants.settle.person_months import CountedYear, count_year
from grants.settle.revenues import OTHERS
from grants.settle.settlement import CarrierAccount
from ledger.apportion import apportion
from ledger.cost import CostKind, Entry
from ledger.money import ZERO, Money, total
from ledger.staff import Tenure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from grants.law.rules import RuleSet
    from grants.settle.person_award import FundedPerson, PersonAward
    from ledger.cost import Revenue
    from ledger.period import FundingYear, Month

F = TypeVar("F", Entry, Tenure)
TEAM = ""  # the key of the costs of the whole team beside the staff numbers


@dataclass(frozen=True, slots=True)
class PersonAccount:
    """Abrechnung einer Person: months and fixed amount, fundable parts of entries, and what is paid for the person.

    ``paid`` is what is left after the frame and other revenues.
    """

    staff_number: str
    lines: tuple[FundedPerson, ...]
    counted: CountedYear
    splits: tuple[Split, ...]
    paid: Money = ZERO

    @property
    def cost(self) -> Money:
        """Return the fundable cost of the person: pay, training and Nachqualifizierung in the funding period."""
        return total(split.amount for split in self.splits)

    @property
    def measured(self) -> Money:
        """Return the grant before the frame: the smaller of fixed amount and cost.

        Pay taken back beyond what was paid makes it negative: the grant for it falls with it (Annahme).
        """
        return min(self.counted.cap, self.cost)


@dataclass(frozen=True, slots=True)
class ApplicantAccount:
    """Abrechnung eines Antragstellers: its persons, the training of the whole team, its frame and what is payable.

    ``account`` holds every part of its entries. Its own share stands there and again in two lines: what the rules do
    not fund, and what they would fund if the award named the person and the day.
    """

    award: PersonAward
    account: CarrierAccount
    persons: tuple[PersonAccount, ...]
    team: tuple[Split, ...]
    not_fundable: tuple[Split, ...]
    not_granted: tuple[Split, ...]
    team_paid: Money = ZERO

    @property
    def frame(self) -> Money:
        """Return what the award leaves for the year."""
        return self.account.share

    @property
    def team_cost(self) -> Money:
        """Return the fundable costs that belong to no person."""
        return total(split.amount for split in self.team)

    @property
    def team_measured(self) -> Money:
        """Return what of the team's training is granted before the frame: what the persons' fixed amounts leave open.

        A fixed amount is for personnel and training; training without a person is fundable, never above it (Annahme).
        """
        room = total(person.counted.cap - max(person.measured, ZERO) for person in self.persons)
        return min(self.team_cost, room)

    @property
    def measured(self) -> Money:
        """Return the grant before the frame."""
        return total(person.measured for person in self.persons) + self.team_measured

    @property
    def above_cap(self) -> Money:
        """Return the fundable cost above the fixed amounts."""
        return self.account.fundable - self.measured

    @property
    def above_frame(self) -> Money:
        """Return what the frame does not cover."""
        return max(self.measured - self.frame, ZERO)

    @property
    def reduction(self) -> Money:
        """Return by how much other revenues reduce what frame and fixed amounts would leave."""
        return self.measured - self.returned - self.above_frame - self.account.payable

    @property
    def returned(self) -> Money:
        """Return what would have to be given back because more was taken back than spent; never above zero."""
        return min(self.measured, ZERO)


def settle_applicant(
    award: PersonAward,
    year: FundingYear,
    rules: RuleSet,
    plan_for: Callable[[Entry], Sequence[Tenure]],
    tenures: Sequence[Tenure],
    entries: Sequence[Entry],
    pay: Iterable[Entry] | None,
    revenues: Sequence[Revenue] = (),
) -> ApplicantAccount:
    """Settle one applicant in one year.

    ``entries`` are those that belong to the year, ``plan_for`` names the staffing plan by which each is divided, and
    ``pay`` are the entries by which months without pay are found: None where the source names no months. Raises
    ValueError as `split_entry` and `PersonAward.frame_of` do, MissingError for a day without a rule.
    """
    key = award.carrier.key
    lines = lines_by_person(award.persons)
    own = [entry for entry in entries if entry.carrier_key == key]
    splits = _divide(own, award, lines, plan_for, rules)
    granted = [split for split in splits if split.side is Side.FUNDABLE]
    not_granted = tuple(split for split in splits if not split.is_granted)
    others = [split for split in splits if split.side is not Side.FUNDABLE and split.is_granted]
    held = _by_person(tenure for tenure in tenures if tenure.carrier_key == key)
    paid = None if pay is None else _by_person(entry for entry in pay if entry.carrier_key == key)
    parts: dict[str, list[Split]] = {}
    for split in granted:
        parts.setdefault(split.entry.staff_number if split.tenure else TEAM, []).append(split)
    persons = []
    for number, of_person in lines.items():
        sat = held.get(number, [])
        unpaid = frozenset() if paid is None else months_without_pay(sat, year, paid.get(number, ()))
        counted = count_year(of_person, sat, year, rules, unpaid)
        persons.append(PersonAccount(number, tuple(of_person), counted, tuple(parts.get(number, ()))))
    account = CarrierAccount(
        award.carrier,
        (*granted, *others, *not_granted),
        award.frame_of(year),
        ZERO,
        tuple(revenue for revenue in revenues if revenue.carrier_key == key),
        giving_back=rules.reduction(year.days.first)[0],
    )
    team = tuple(parts.get(TEAM, ()))
    not_fundable = tuple(split for split in others if split.side is Side.OWN_SHARE)
    return _pay_out(ApplicantAccount(award, account, tuple(persons), team, not_fundable, not_granted))


def _divide(
    entries: Iterable[Entry],
    award: PersonAward,
    lines: LinesOfPerson,
    plan_for: Callable[[Entry], Sequence[Tenure]],
    rules: RuleSet,
) -> list[Split]:
    """Divide entries by the plan of their year of service, cut by the award once for each year."""

    def judge(tenure: Tenure, day: date) -> Denial | None:
        least, clause = rules.fte("stelle.mindestumfang", day)
        if tenure.fte < least:
            return Denial(clause)
        named = any(line.holds(tenure) and line.days.contains(day) for line in lines.get(tenure.staff_number, ()))
        return None if named else Denial(rules.method(day).clause, by_award=True)

    plans: dict[int, GrantedPlan] = {}
    splits: list[Split] = []
    for entry in entries:
        number = entry.cost_month.year
        if number not in plans:
            plans[number] = GrantedPlan(plan_for(entry), award.carrier.key, lines)
        parts = split_entry(entry, plans[number].tenures_for(entry), rules, judge)
        splits += [_of_team(split, award, rules) for split in parts]
    return splits


def _of_team(split: Split, award: PersonAward, rules: RuleSet) -> Split:
    """Deny the cost of the whole team that is pay, or that no day of the funding period in its month of service earns.

    Pay that no person was named for cannot be settled per person; the month is what an entry names (Annahme).
    """
    days = split.entry.cost_month.days
    denied = split.entry.kind is CostKind.PERSONNEL or not award.period.overlap(days)
    if split.tenure is not None or split.side is not Side.FUNDABLE or not denied:
        return split
    return replace(split, side=Side.OWN_SHARE, clause=rules.method(days.first).clause, is_granted=False)


def _by_person(facts: Iterable[F]) -> dict[str, list[F]]:
    found: dict[str, list[F]] = {}
    for each in facts:
        found.setdefault(each.staff_number, []).append(each)
    return found


def _pay_out(applicant: ApplicantAccount) -> ApplicantAccount:
    """Cap the applicant's grant by its frame and by what other revenues leave open, and share it among the persons."""
    account, means = applicant.account, min(applicant.measured, applicant.frame)
    payable = account.due(means) if account.received(*OTHERS) else max(means, ZERO)
    grants = {person.staff_number: person.measured for person in applicant.persons}
    paid = _share_out(payable, {TEAM: applicant.team_measured, **grants})
    return replace(
        applicant,
        account=replace(account, payable=payable),
        persons=tuple(replace(person, paid=paid[person.staff_number]) for person in applicant.persons),
        team_paid=paid[TEAM],
    )


def _share_out(payable: Money, grants: Mapping[str, Money]) -> dict[str, Money]:
    """Return what of a payout falls to each grant; what is cut is cut in proportion, in cents by Sainte-Laguë.

    No document names the key (Annahme). A negative grant stays as it is, so that nobody else's is cut for it; only
    where all together are below zero is no more of it set off than the others come to.
    """
    above = {key: max(amount, ZERO) for key, amount in grants.items()}
    below = {key: max(-amount, ZERO) for key, amount in grants.items()}
    paid = min(payable + total(below.values()), total(above.values()))
    shares = apportion(paid, {key: amount.cents for key, amount in above.items()})
    returned = apportion(paid - payable, {key: amount.cents for key, amount in below.items()})
    return {key: shares[key] - returned[key] for key in grants}


def months_without_pay(tenures: Iterable[Tenure], year: FundingYear, pay: Iterable[Entry]) -> frozenset[Month]:
    """Return the months of a person's tenures in which no pay of that person for that month of service is booked.

    A bonus pays the year and a reimbursement nobody; pay taken back in full is no pay.
    """
    held = tuple(tenures)
    sums: dict[Month, Money] = {}
    for entry in pay:
        if entry.is_monthly_pay:
            sums[entry.cost_month] = sums.get(entry.cost_month, ZERO) + entry.amount
    return frozenset(
        month
        for month in year.months()
        if any(tenure.days.overlap(month.days) for tenure in held) and sums.get(month, ZERO) <= ZERO
    )
