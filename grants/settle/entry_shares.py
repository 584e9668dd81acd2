"""Eligibility of one entry in a computed year: which programme takes which part, by which clause, in which year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.law.rules import Side
from grants.settle.programme_claims import Claims, restated
from ledger.cost import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.law.clause import Clause
    from grants.law.eligibility import Split
    from grants.law.rules import RuleSet
    from grants.settle.figures import Booked
    from grants.settle.person_year import SettledYear
    from ledger.cost import YearBasis
    from ledger.money import Money
    from ledger.period import DaySpan
    from ledger.staff import Tenure


@dataclass(frozen=True, slots=True)
class EntryShare:
    """Teil einer Buchung: its amount, the side that bears it, by whose rules, and the year that counts it.

    ``programme`` is the short title of the programme that settles the part, empty where no award of it is there.
    ``tenure`` and ``days`` say on which post and days it was earned; a cost of the whole team has neither.
    ``clauses`` name the side first, then by what the entry was divided.
    """

    amount: Money
    side: Side
    refused: bool
    programme: str
    year: int
    tenure: Tenure | None
    days: tuple[DaySpan, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class EntryEligibility:
    """Förderfähigkeit einer Buchung: the year its grant counts it in, why, and its parts; a revenue has none.

    ``year`` is None where no year whose rules are known counts the entry.
    """

    year: int | None
    basis: YearBasis
    clause: Clause
    shares: tuple[EntryShare, ...]


def entry_eligibility(result: SettledYear, booked: Booked) -> EntryEligibility:
    """Return what a computed year does with a booking of the book.

    The parts are those before caps, frame and other revenues, which concern sums and no single entry. Together they
    are the whole entry; in a year that does not count it there are only those that its programmes take.
    """
    inputs = result.inputs
    basis, clause = inputs.rules.year_basis(inputs.first_day)
    bases = {result.year.number: basis, **inputs.year_bases}
    counting = [number for number, each in sorted(bases.items()) if booked.deciding_month(each).year == number]
    shares = tuple(_shares(result, booked, basis)) if isinstance(booked, Entry) else ()
    return EntryEligibility(counting[0] if counting else None, basis, clause, shares)


def _shares(result: SettledYear, entry: Entry, basis: YearBasis) -> Iterator[EntryShare]:
    claims = Claims.of(result.inputs.programmes)
    own = [split for account in result.accounts for split in account.splits if split.entry.number == entry.number]
    for split in own:
        terms = claims.taking(split)
        if terms is not None:
            year = entry.deciding_month(terms.year_basis(basis)).year
            yield _share(split, restated(terms, split, claims), terms.rules, year)
        else:
            rules = None if split.side is Side.OTHER_PROGRAMME else result.inputs.rules
            yield _share(split, split, rules, result.year.number)
    if own:
        return
    for account in result.programmes:
        for split in account.splits:
            if split.entry.number == entry.number:
                yield _share(split, split, account.terms.rules, result.year.number)


def _share(divided: Split, settled: Split, rules: RuleSet | None, year: int) -> EntryShare:
    """Return a part: post, days and division as the entry was divided, side and clause as its programme settles it."""
    return EntryShare(
        settled.amount,
        settled.side,
        settled.refused,
        rules.short_title if rules else "",
        year,
        divided.tenure,
        divided.days,
        tuple(dict.fromkeys((settled.clause, *divided.divided_by))),
    )
