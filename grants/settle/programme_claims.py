"""Which programme settles a booking: an account an award names goes there in full, a post by its role, all else stays.

This is the one place where entries and revenues are divided among programmes, so that no cent counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from grants.law.eligibility import Split, split_entry, split_part
from grants.law.rules import SettlementMethod, Side
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from grants.law.rules import CostRule, Method, RuleSet
    from grants.settle.figures import Booked
    from grants.settle.grant_award import GrantAward
    from ledger.cost import CostKind, Entry, Revenue, YearBasis
    from ledger.staff import Tenure

    PlanFor = Callable[[Entry], Sequence[Tenure]]  # the tenures by which an entry is divided

B = TypeVar("B", "Entry", "Revenue")


def account_of(booked: Booked) -> str:
    """Return the account or wage type of a booking: its label begins with it."""
    return booked.label.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class ProgrammeTerms:
    """Wonach ein anderes Programm abgerechnet wird: its award of the year and the rule set the award names."""

    award: GrantAward
    rules: RuleSet

    @property
    def first_day(self) -> date:
        """Return the day by which rules for the whole year are looked up; the checks refuse a change within it."""
        return self.award.year.days.first

    @property
    def method(self) -> Method:
        """Return how the programme settles the year."""
        return self.rules.method(self.first_day)

    @property
    def counted_roles(self) -> tuple[PositionRole, ...]:
        """Return the roles whose posts the programme counts; none where no rule says how parts of a month count."""
        if not self.rules.has("zeitanteil", self.first_day):
            return ()
        lump_sum = self.method.settlement is SettlementMethod.LUMP_SUM
        return self.award.lump_sum_roles if lump_sum else self.award.roles

    def year_basis(self, default: YearBasis) -> YearBasis:
        """Return which month decides the year of a cost; a programme without such a rule follows the default."""
        if not self.rules.has("jahreszuordnung", self.first_day):
            return default
        return self.rules.year_basis(self.first_day)[0]

    def side_of(self, kind: CostKind, day: date) -> tuple[PositionRole, CostRule]:
        """Return the programme's own rule for what is booked on one of its accounts, and the role the rule is for.

        Such a booking has no role: it follows the roles of the award, else the first that the programme settles.
        """
        roles = self.award.roles or tuple(PositionRole)
        found = [(each, self.rules.cost_rule(kind, each, day)) for each in roles]
        own = [pair for pair in found if pair[1].side is not Side.OTHER_PROGRAMME]
        return (own or found)[0]


@dataclass(frozen=True, slots=True)
class Claims:
    """Zuordnung der Buchungen: for each carrier, the accounts and roles that awards of other programmes name."""

    by_account: Mapping[tuple[str, str], ProgrammeTerms]
    by_role: Mapping[tuple[str, PositionRole], ProgrammeTerms]

    @classmethod
    def of(cls, programmes: Iterable[ProgrammeTerms]) -> Claims:
        """Return the claims of the awards of a year; that no two claim the same is checked before."""
        by_account: dict[tuple[str, str], ProgrammeTerms] = {}
        by_role: dict[tuple[str, PositionRole], ProgrammeTerms] = {}
        for terms in programmes:
            key = terms.award.carrier_key
            by_account |= {(key, account): terms for account in terms.award.all_accounts}
            by_role |= {(key, role): terms for role in terms.award.roles}
        return cls(by_account, by_role)

    def claiming(self, booked: Booked) -> ProgrammeTerms | None:
        """Return the programme to which a booking belongs in full by its account."""
        return self.by_account.get((booked.carrier_key, account_of(booked))) if self.by_account else None

    def taking(self, split: Split) -> ProgrammeTerms | None:
        """Return the programme to which a part of an entry belongs, by its account or by the role of the post."""
        if split.side is not Side.OTHER_PROGRAMME:
            return None
        return self.claiming(split.entry) or self.by_role.get((split.entry.carrier_key, split.role))


def divide_entry(entry: Entry, tenures: Sequence[Tenure], rules: RuleSet, claims: Claims) -> tuple[Split, ...]:
    """Return the parts of an entry as the grant of ``rules`` sees them: what another award claims is not its own.

    Raises ValueError as `split_entry` does.
    """
    claimed = claimed_splits((entry,), claims)
    return claimed or split_entry(entry, tenures, rules)


def claimed_splits(entries: Iterable[Entry], claims: Claims) -> tuple[Split, ...]:
    """Return the entries that belong to other programmes by their account, each in full."""
    taken = ((entry, claims.claiming(entry)) for entry in entries)
    return tuple(
        Split(entry, entry.amount, Side.OTHER_PROGRAMME, PositionRole.INTEGRATION, None, terms.method.clause)
        for entry, terms in taken
        if terms
    )


def own_bookings(booked: Iterable[B], claims: Claims) -> tuple[B, ...]:
    """Return the bookings that no award of another programme claims by their account."""
    return tuple(each for each in booked if claims.claiming(each) is None)


def programme_splits(
    terms: ProgrammeTerms, splits: Iterable[Split], claims: Claims, plan_for: PlanFor
) -> Iterator[Split]:
    """Yield the parts of entries that belong to a programme, as its own rules bear and divide them.

    Raises MissingError for a day without a rule.
    """
    for split in splits:
        if claims.taking(split) is not terms:
            continue
        if claims.claiming(split.entry) is None:
            yield from split_part(split, plan_for(split.entry), terms.rules)
        else:
            role, rule = terms.side_of(split.entry.kind, split.entry.cost_month.days.first)
            yield Split(split.entry, split.amount, rule.side, role, split.tenure, rule.clause)


def decided_elsewhere(
    terms: ProgrammeTerms, entries: Iterable[Entry], basis: YearBasis, claims: Claims, plan_for: PlanFor
) -> list[Entry]:
    """Return the entries that another year of the grant counts, but this year of the programme.

    That happens where the month of service decides for the one and the month of payment for the other.
    """
    own = terms.year_basis(basis)
    if own is basis:
        return []
    return [
        entry
        for entry in entries
        if terms.award.year.contains(entry.deciding_month(own)) and may_take(terms, entry, claims, plan_for(entry))
    ]


def programme_revenues(
    terms: ProgrammeTerms, revenues: Iterable[Revenue], basis: YearBasis, claims: Claims
) -> tuple[Revenue, ...]:
    """Return the revenues of a programme that its own basis of the year, by default that of the grant, puts into it."""
    own, year = terms.year_basis(basis), terms.award.year
    return tuple(
        revenue
        for revenue in revenues
        if claims.claiming(revenue) is terms and year.contains(revenue.deciding_month(own))
    )


def may_take(terms: ProgrammeTerms, entry: Entry, claims: Claims, tenures: Iterable[Tenure]) -> bool:
    """Return whether a part of an entry may belong to a programme: by its account, or by a post of its person.

    The posts of the months of service decide; where the plan names none, all posts of the person may be meant, and
    where it does not name the person, nobody can say whose the entry is.
    """
    claiming = claims.claiming(entry)
    if claiming is not None or not (terms.award.roles and entry.staff_number):
        return claiming is terms
    if entry.carrier_key != terms.award.carrier_key:
        return False
    of_person = [t for t in tenures if (t.carrier_key, t.staff_number) == (entry.carrier_key, entry.staff_number)]
    served = [t for t in of_person if any(t.days.overlap(month.days) for month in entry.served_months)]
    held = served or of_person
    return not held or any(tenure.role in terms.award.roles for tenure in held)
