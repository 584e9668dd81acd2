"""Settles the year of another programme by its own method and type of financing: from its bookings to its grant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import HUNDRED, RoundingPolicy, euros, rounded_money
from grants.law.rules import FundingType, SettlementMethod, Side, Unit
from grants.settle.figures import carrier_slug, key_slug
from grants.settle.filled_posts import filled_posts
from grants.settle.financing import (
    Financing,
    FinancingClauses,
    Step,
    Units,
    deficit_grant,
    fixed_amount_grant,
    full_grant,
    proportional_amount,
    proportional_grant,
)
from grants.settle.programme_claims import account_of, programme_revenues, programme_splits
from ledger.cost import CostKind, RevenueKind
from ledger.money import ZERO, total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.law.clause import Clause
    from grants.law.eligibility import Split
    from grants.settle.financing import FinalGrant
    from grants.settle.grant_award import GrantPlan, OtherGrant
    from grants.settle.programme_claims import Claims, PlanFor, ProgrammeTerms
    from ledger.cost import Revenue, YearBasis
    from ledger.money import Money
    from ledger.staff import Tenure

Limits = tuple[Fraction, "Money | None"]  # proportion of the spending, and ceiling
PROGRAMME = "programm."  # how the names of its figures begin
KEY, PROPORTION, CEILING = "betreuungsschluessel", "foerderanteil", "foerderanteil.hoechstbetrag"
BY_COST = "zuwendung.nach_ausgaben"
_ONLY_AGAINST_A_PLAN = ("minderausgaben", "eigenmittel.mehr")
_BY_COST_WORDS = {
    "dritte.mehr": "Leistungen Dritter laut Abrechnung",
    "andere_zuwendungen.mehr": "andere Zuwendungen laut Abrechnung",
    "verbesserungen": "Leistungen Dritter und andere Zuwendungen; sie mindern die Erstattung",
    "zuwendung.nach_verbesserungen": "Erstattung nach Abzug von Leistungen Dritter und anderen Zuwendungen",
}


@dataclass(frozen=True, slots=True)
class ProgrammeBooks:
    """Was von einem Jahr gebucht ist, as the grant the year is settled by divided it: the source of all programmes.

    ``splits`` are all parts of entries, those of other programmes among them; ``plan_for`` names the tenures by which
    an entry was divided. ``revenues`` are those with one of their months in the year; ``basis`` is the grant's basis of
    the year. ``overfinancing`` is the clause for programmes that state none of their own.
    """

    county_key: str
    splits: tuple[Split, ...]
    tenures: tuple[Tenure, ...]
    plan_for: PlanFor
    revenues: tuple[Revenue, ...]
    basis: YearBasis
    overfinancing: Clause


@dataclass(frozen=True, slots=True)
class ProgrammeAccount:
    """Abrechnung eines anderen Programms: its parts of entries, what its key leaves unfunded, and its final grant.

    With ``slug`` the names of its figures begin; a carrier other than the county stands in it. ``filled`` are the full
    posts filled in the mean of the year, ``refinanced`` those that the key refunds (None without a key or persons).
    ``final`` is None for measures without a grant.
    """

    slug: str
    terms: ProgrammeTerms
    splits: tuple[Split, ...]
    revenues: tuple[Revenue, ...]
    filled: Fraction
    refinanced: Fraction | None
    over_key: Money
    final: FinalGrant | None

    @property
    def incurred(self) -> Money:
        """Return all spending booked for the programme."""
        return total(split.amount for split in self.splits)

    @property
    def fundable(self) -> Money:
        """Return the fundable spending, posts above the key not counted."""
        return _fundable(self.splits) - self.over_key

    @property
    def payable(self) -> Money:
        """Return what is payable; nothing without a grant."""
        return self.final.payable if self.final else ZERO

    def received(self, kind: RevenueKind) -> Money:
        """Return the booked revenues of a kind."""
        return total(revenue.amount for revenue in self.revenues if revenue.kind is kind)

    def granted_by(self, grant: OtherGrant) -> Money:
        """Return what another bearer paid: what is booked on its accounts, without accounts what the plan states."""
        return granted_by(grant, self.revenues)


def granted_by(grant: OtherGrant, revenues: tuple[Revenue, ...]) -> Money:
    """Return what another bearer paid, as `ProgrammeAccount.granted_by` says."""
    if not grant.accounts:
        return grant.amount
    return total(revenue.amount for revenue in revenues if account_of(revenue) in grant.accounts)


def settle_programme(terms: ProgrammeTerms, books: ProgrammeBooks, claims: Claims) -> ProgrammeAccount:
    """Return the settled year of a programme. What its own basis of the year puts into another year is left to that."""
    basis, year = terms.year_basis(books.basis), terms.award.year
    counted = (split for split in books.splits if year.contains(split.entry.deciding_month(basis)))
    splits = tuple(programme_splits(terms, counted, claims, books.plan_for))
    revenues = programme_revenues(terms, books.revenues, books.basis, claims)
    filled = _filled(terms, books.tenures)
    refinanced = _refinanced(terms)
    over_key = _over_key(splits, filled, refinanced)
    slug = f"{PROGRAMME}{key_slug(terms.award.programme)}"
    if terms.award.carrier_key != books.county_key:
        slug += f".{carrier_slug(terms.award.carrier_key)}"
    account = ProgrammeAccount(slug, terms, splits, revenues, filled, refinanced, over_key, None)
    if terms.method.settlement is SettlementMethod.NONE or terms.method.funding is FundingType.NONE:
        return account
    return replace(account, final=_final_grant(account, books.overfinancing))


def _filled(terms: ProgrammeTerms, tenures: tuple[Tenure, ...]) -> Fraction:
    if not terms.counted_roles:
        return Fraction(0)
    award = terms.award
    method, _ = terms.rules.time_share(terms.first_day)
    return filled_posts(tenures, award.carrier_key, terms.counted_roles, award.year, method)


def _refinanced(terms: ProgrammeTerms) -> Fraction | None:
    persons = terms.award.persons
    if persons is None or not terms.rules.has(KEY, terms.first_day):
        return None
    key, _ = terms.rules.number(KEY, Unit.PERSONS_PER_FTE, terms.first_day)
    return persons / key


def _over_key(splits: tuple[Split, ...], filled: Fraction, refinanced: Fraction | None) -> Money:
    """Return the fundable personnel cost of the posts above the key, in proportion to the posts, half up to the cent.

    Where nothing was spent, or refunds exceed the spending, nothing lies above the key.
    """
    personnel = _fundable(tuple(split for split in splits if split.entry.kind is CostKind.PERSONNEL))
    if refinanced is None or filled <= refinanced or personnel <= ZERO:
        return ZERO
    return rounded_money(euros(personnel) * (1 - refinanced / filled), RoundingPolicy.CENT)


def _fundable(splits: tuple[Split, ...]) -> Money:
    return total(split.amount for split in splits if split.side is Side.FUNDABLE)


def proportion_and_ceiling(terms: ProgrammeTerms) -> Limits:
    """Return the proportion of a proportional or partial grant and its ceiling; all of it where the rule has none."""
    rules, day = terms.rules, terms.first_day
    proportion = Fraction(1)
    if rules.has(PROPORTION, day):
        proportion = rules.number(PROPORTION, Unit.PERCENT, day)[0] / HUNDRED
    return proportion, rules.money(CEILING, day)[0] if rules.has(CEILING, day) else None


def _final_grant(account: ProgrammeAccount, overfinancing: Clause) -> FinalGrant:
    terms, award = account.terms, account.terms.award
    rules, day = terms.rules, terms.first_day
    if "ueberfinanzierung" in rules.principles:
        overfinancing = rules.principle("ueberfinanzierung", day)
    giving_back, shared_by = rules.reduction(day)
    clauses = FinancingClauses(terms.method.clause, terms.method.clause, overfinancing, giving_back, shared_by)
    actual = Financing(
        account.fundable,
        account.incurred - account.fundable,
        account.received(RevenueKind.OWN_FUNDS),
        account.received(RevenueKind.THIRD_PARTY),
        {grant.name: account.granted_by(grant) for grant in award.other_grants},
    )
    limits = proportion_and_ceiling(terms)
    if terms.method.settlement is SettlementMethod.EXACT_COST:
        return _by_cost(account, actual, clauses, limits)
    if award.granted is None:
        message = f"{award.file} grants no amount"
        raise ValueError(message)
    if terms.method.settlement is SettlementMethod.LUMP_SUM:
        rate, _ = rules.money("stellenpauschale", day)
        return fixed_amount_grant(award.granted, actual, clauses, Units(rate, account.filled), _most(actual, limits))
    if award.plan is None:
        message = f"{award.file} has no financing plan"
        raise ValueError(message)
    plan = planned(award.plan)
    if terms.method.funding is FundingType.PROPORTIONAL:
        return _proportional(award.granted, plan, actual, clauses, limits)
    if terms.method.funding is FundingType.FIXED_AMOUNT:
        return fixed_amount_grant(award.granted, actual, clauses, limit=_most(actual, limits))
    if terms.method.funding is FundingType.FULL:
        return full_grant(award.granted, plan, actual, clauses, _most(actual, limits))
    return deficit_grant(award.granted, plan, actual, clauses, limits[0], _most(actual, limits))


def _most(actual: Financing, limits: Limits) -> Money | None:
    """Return the most that proportion and ceiling of the rules allow, whatever was granted; None where there are none.

    Without a proportion the ceiling alone limits: that a grant never exceeds the spending is over-financing.
    """
    proportion, ceiling = limits
    return ceiling if proportion == 1 else proportional_amount(max(actual.fundable, ZERO), proportion, ceiling)


def _proportional(
    granted: Money, plan: Financing, actual: Financing, clauses: FinancingClauses, limits: Limits
) -> FinalGrant:
    """Settle a proportional grant: also where other cover is lost, it is at most its proportion of what was spent."""
    proportion, ceiling = limits
    amount = min(granted, proportional_amount(max(actual.fundable, ZERO), proportion, ceiling))
    final = proportional_grant(amount, plan, actual, clauses, proportion, ceiling)
    approved = replace(final.steps[0], amount=granted)
    words = "Förderanteil an den tatsächlichen zuwendungsfähigen Ausgaben, höchstens Höchstbetrag und Bescheid"
    of_cost = Step(BY_COST, amount, words, clauses.approval, RoundingPolicy.CENT)
    return replace(final, steps=(approved, of_cost, *final.steps[1:]))


def _by_cost(
    account: ProgrammeAccount,
    actual: Financing,
    clauses: FinancingClauses,
    limits: Limits,
) -> FinalGrant:
    """Settle by actual cost: what was spent takes the place of the plan, so all other income reduces the grant."""
    of_cost = proportional_amount(max(actual.fundable, ZERO), *limits)
    granted = account.terms.award.granted
    amount = of_cost if granted is None else min(granted, of_cost)
    # Spending below zero is refused as a finding of the year; here it is no saving against itself.
    counted = replace(actual, fundable=max(actual.fundable, ZERO))
    final = _by_type(account.terms.method.funding, amount, Financing(counted.fundable), counted, clauses, limits)
    first = replace(
        final.steps[0], name=BY_COST, words="tatsächliche zuwendungsfähige Ausgaben, höchstens der bewilligte Betrag"
    )
    # Against what was spent itself there is no saving, and own funds reduce nothing.
    others = (replace(step, words=_BY_COST_WORDS.get(step.name, step.words)) for step in final.steps[1:])
    return replace(final, steps=(first, *(step for step in others if step.name not in _ONLY_AGAINST_A_PLAN)))


def _by_type(
    funding: FundingType,
    granted: Money,
    plan: Financing,
    actual: Financing,
    clauses: FinancingClauses,
    limits: Limits,
) -> FinalGrant:
    """Settle an amount that proportion and ceiling have limited already."""
    proportion, ceiling = limits
    if funding is FundingType.PROPORTIONAL:
        return proportional_grant(granted, plan, actual, clauses, proportion, ceiling)
    if funding is FundingType.DEFICIT:
        return deficit_grant(granted, plan, actual, clauses, proportion)
    if funding is FundingType.FULL:
        return full_grant(granted, plan, actual, clauses)
    return fixed_amount_grant(granted, actual, clauses)


def planned(plan: GrantPlan) -> Financing:
    """Return the approved side of a financing plan."""
    others: Mapping[str, Money] = {grant.name: grant.amount for grant in plan.other_grants}
    return Financing(plan.fundable, plan.own_share, plan.own_funds, plan.third_party, others)
