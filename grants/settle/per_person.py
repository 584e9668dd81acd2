"""Settlement per person: fixed amount against actual cost for each person, then the applicant's frame. Pure.

Cap and cost are compared per funding year and person (no document names the period: Annahme).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from grants.law.eligibility import Split, split_entry
from grants.law.rules import Side
from grants.settle.granted_plan import GrantedPlan, LinesOfPerson, lines_by_person
from grants.settle.person_months import CountedYear, count_year
from grants.settle.settlement import CarrierAccount
from ledger.apportion import apportion
from ledger.cost import CostKind, Entry, WageGroup
from ledger.money import ZERO, Money, total
from ledger.staff import Tenure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
        """Return the grant before the frame: the smaller of fixed amount and cost, never below zero."""
        return max(min(self.counted.cap, self.cost), ZERO)


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
        room = total(person.counted.cap - person.measured for person in self.persons)
        return max(min(self.team_cost, room), ZERO)

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
        return self.measured - self.above_frame - self.account.payable


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
    splits = _divide([entry for entry in entries if entry.carrier_key == key], key, lines, plan_for, rules)
    clause = rules.method(year.days.first).clause
    granted = [split for split in splits if split.side is Side.FUNDABLE and _is_granted(split, lines)]
    not_granted = tuple(
        replace(split, side=Side.OWN_SHARE, clause=clause)
        for split in splits
        if split.side is Side.FUNDABLE and not _is_granted(split, lines)
    )
    others = [split for split in splits if split.side is not Side.FUNDABLE]
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
    carrier_key: str,
    lines: LinesOfPerson,
    plan_for: Callable[[Entry], Sequence[Tenure]],
    rules: RuleSet,
) -> list[Split]:
    """Divide entries by the plan of their year of service, cut by the award once for each year."""
    plans: dict[int, GrantedPlan] = {}
    splits: list[Split] = []
    for entry in entries:
        number = entry.cost_month.year
        if number not in plans:
            plans[number] = GrantedPlan(plan_for(entry), carrier_key, lines)
        splits += split_entry(entry, plans[number].tenures_for(entry), rules)
    return splits


def _by_person(facts: Iterable[F]) -> dict[str, list[F]]:
    found: dict[str, list[F]] = {}
    for each in facts:
        found.setdefault(each.staff_number, []).append(each)
    return found


def _pay_out(applicant: ApplicantAccount) -> ApplicantAccount:
    """Cap the applicant's grant by its frame and by what other revenues leave open, and share it among the persons.

    What is cut is cut in proportion to the grants, in cents by Sainte-Laguë (no document names the key: Annahme).
    """
    payable = applicant.account.due(min(applicant.measured, applicant.frame))
    grants = {person.staff_number: person.measured.cents for person in applicant.persons}
    paid = apportion(payable, {TEAM: applicant.team_measured.cents, **grants})
    return replace(
        applicant,
        account=replace(applicant.account, payable=payable),
        persons=tuple(replace(person, paid=paid[person.staff_number]) for person in applicant.persons),
        team_paid=paid[TEAM],
    )


def _is_granted(split: Split, lines: LinesOfPerson) -> bool:
    """Return whether the award covers a fundable part: a person's days on a post it names, or training of the team.

    Pay that no person was named for cannot be settled per person.
    """
    if split.tenure is None:
        return split.entry.kind is not CostKind.PERSONNEL
    first, of_person = split.tenure.days.first, lines.get(split.tenure.staff_number, ())
    return any(line.holds(split.tenure) and line.days.contains(first) for line in of_person)


def months_without_pay(tenures: Iterable[Tenure], year: FundingYear, pay: Iterable[Entry]) -> frozenset[Month]:
    """Return the months of a person's tenures in which no pay of that person for that month of service is booked.

    A bonus pays the year and a reimbursement nobody; pay taken back in full is no pay.
    """
    held = tuple(tenures)
    sums: dict[Month, Money] = {}
    for entry in pay:
        is_pay = entry.kind is CostKind.PERSONNEL and entry.group not in (
            WageGroup.ANNUAL_BONUS,
            WageGroup.REIMBURSEMENT,
        )
        if is_pay:
            sums[entry.cost_month] = sums.get(entry.cost_month, ZERO) + entry.amount
    return frozenset(
        month
        for month in year.months()
        if any(tenure.days.overlap(month.days) for tenure in held) and sums.get(month, ZERO) <= ZERO
    )
