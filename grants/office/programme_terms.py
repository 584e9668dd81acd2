"""The awards of other programmes in a year, each with the rule set that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.office.award_rules import unknown_rules
from grants.settle.grant_award import awards_in_force
from grants.settle.programme_claims import ProgrammeTerms
from ledger.finding import MissingError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from grants.law.shelf import Rulebook
    from grants.settle.grant_award import GrantAward
    from ledger.period import FundingYear


def programme_terms(
    rulebook: Rulebook, awards: Iterable[GrantAward], year: FundingYear, known_on: date
) -> tuple[ProgrammeTerms, ...]:
    """Return by what the other programmes of a year are settled, as known on a day.

    Raises MissingError naming the file of an award whose programme or version nobody has written down.
    """
    terms = []
    for award in awards_in_force(awards, year, known_on):
        try:
            rules = rulebook.for_year(award.programme, award.rule_version, year, known_on)
        except MissingError as problem:
            raise unknown_rules(award.file, problem) from None
        terms.append(ProgrammeTerms(award, rules))
    return tuple(terms)
