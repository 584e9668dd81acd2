"""What a year is settled by and from: its terms, the facts of the book, and both put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grants.law.rules import SettlementMethod
from grants.office.award_rules import refuse_other_method, rules_of_awards, unknown_rules
from grants.office.knowledge import refuse_too_early
from grants.office.programme_terms import programme_terms
from grants.office.workspace import Awards, read_awards, year_agreements
from grants.settle.award import frame_versions
from grants.settle.person_award import awards_of_year
from grants.settle.person_year import PersonInputs
from grants.settle.year import YearInputs
from ledger.carrier import Carrier, CarrierKind
from ledger.cost import YearBasis
from ledger.finding import MissingError
from ledger.period import FundingYear

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from grants.law.rules import RuleSet
    from grants.office.workspace import Workspace
    from grants.settle.award import PassThroughAgreement, PlanningFrame
    from grants.settle.person_award import PersonAward
    from grants.settle.programme_claims import ProgrammeTerms
    from ledger.act import BookMark
    from ledger.book.store import Book
    from ledger.book.years import Freeze
    from ledger.carrier import HeadCount
    from ledger.cost import Entry, Revenue
    from ledger.indicator import Indicator
    from ledger.staff import Tenure


@dataclass(frozen=True, slots=True)
class YearTerms:
    """Wonach ein Jahr mit Planungsrahmen abgerechnet wird: frame versions, agreements, rules and other programmes."""

    frame_versions: tuple[PlanningFrame, ...]
    agreements: tuple[PassThroughAgreement, ...]
    rules: RuleSet
    programmes: tuple[ProgrammeTerms, ...] = ()

    @property
    def year_basis(self) -> YearBasis:
        """Return which month decides the year of an entry."""
        return self.rules.year_basis(self.frame_versions[-1].year.days.first)[0]

    @property
    def notices(self) -> tuple[PassThroughAgreement, ...]:
        """Return what names the carriers beside the county, who report what they spent."""
        return self.agreements


@dataclass(frozen=True, slots=True)
class PersonTerms:
    """Wonach ein Jahr personenscharf abgerechnet wird: one award for each applicant, and the rules."""

    year: FundingYear
    awards: tuple[PersonAward, ...]
    rules: RuleSet
    county_key: str
    programmes: tuple[ProgrammeTerms, ...] = ()

    @property
    def year_basis(self) -> YearBasis:
        """Return which month decides the year of an entry."""
        return self.rules.year_basis(self.year.days.first)[0]

    @property
    def notices(self) -> tuple[PersonAward, ...]:
        """Return what names the applicants beside the county, who report what they spent."""
        return tuple(award for award in self.awards if award.carrier.key != self.county_key)


Terms = YearTerms | PersonTerms


def year_terms(workspace: Workspace, year: FundingYear, known_on: date) -> Terms:
    """Read what a year is settled by as known on a day: the method is the one its rules name.

    Raises MissingError for a year without award or rules, UnreadableError for an award that another method would need.
    """
    awards = read_awards(workspace.folder)
    if awards_of_year(awards.person_awards, year, known_on):
        return _person_terms(workspace, awards, year, known_on)
    refuse_too_early(awards, year, known_on)
    versions = frame_versions(awards.frames, year, known_on)
    frame = versions[-1]
    try:
        rules = workspace.rulebook.for_year(frame.programme, frame.rule_version, year, known_on)
    except MissingError as problem:
        raise unknown_rules(frame.file, problem) from None
    refuse_other_method(frame.file, rules, year, SettlementMethod.PER_FRAME)
    programmes = programme_terms(workspace.rulebook, awards.grant_awards, year, known_on)
    return YearTerms(versions, year_agreements(awards.agreements, frame), rules, programmes)


def _person_terms(workspace: Workspace, awards: Awards, year: FundingYear, known_on: date) -> PersonTerms:
    found = awards_of_year(awards.person_awards, year, known_on)
    rules = rules_of_awards(workspace.rulebook, found, year, known_on)
    for award in found:
        refuse_other_method(award.file, rules, year, SettlementMethod.PER_PERSON)
    for frame in awards.frames:
        if frame.year == year and frame.dated <= known_on:
            refuse_other_method(frame.file, rules, year, SettlementMethod.PER_FRAME)
    programmes = programme_terms(workspace.rulebook, awards.grant_awards, year, known_on)
    return PersonTerms(year, found, rules, workspace.county.key, programmes)


@dataclass(frozen=True, slots=True)
class YearFacts:
    """Was ein Jahr an Tatsachen hat: booked, or about to be booked. ``YearInputs`` says what the fields mean."""

    head_counts: tuple[HeadCount, ...]
    tenures: tuple[Tenure, ...]
    entries: tuple[Entry, ...]
    entries_for_other_years: tuple[Entry, ...]
    late_entries: tuple[Entry | Revenue, ...]
    revenues: tuple[Revenue, ...]
    revenues_for_other_years: tuple[Revenue, ...]
    indicators: tuple[Indicator, ...]
    other_plans: Mapping[int, tuple[Tenure, ...]]
    book_mark: BookMark | None = None
    freeze: Freeze | None = None
    frozen_years: Mapping[int, YearBasis] = field(default_factory=dict)


def booked_facts(book: Book, year: FundingYear, basis: YearBasis) -> YearFacts:
    """Return the facts of a year from the book; what came after it was frozen is kept apart."""
    entries, elsewhere = book.entries(year, basis), book.entries_for_other_years(year, basis)
    return YearFacts(
        head_counts=book.head_counts(year),
        tenures=book.tenures(year),
        entries=entries,
        entries_for_other_years=elsewhere,
        late_entries=book.late_entries(year, basis),
        revenues=book.revenues(year, basis),
        revenues_for_other_years=book.revenues_for_other_years(year, basis),
        indicators=book.indicators(year),
        other_plans=read_other_plans(book, year, (*entries, *elsewhere)),
        book_mark=book.mark(year),
        freeze=book.frozen(year),
        frozen_years=book.frozen_years(),
    )


def read_other_plans(book: Book, year: FundingYear, entries: Iterable[Entry]) -> dict[int, tuple[Tenure, ...]]:
    """Return the staffing plans of the other years in which entries were served, as far as booked."""
    served = sorted({entry.cost_month.year for entry in entries} - {year.number})
    plans = {number: book.tenures(FundingYear(number)) for number in served}
    return {number: tenures for number, tenures in plans.items() if tenures}


def year_bases(workspace: Workspace, rules: RuleSet, facts: YearFacts) -> dict[int, YearBasis]:
    """Return which month decides each year that the bookings touch: a frozen one as frozen, else as its award says.

    A year without an award follows the version that would be in force; one that no version covers is left out.
    """
    booked: tuple[Entry | Revenue, ...] = (*facts.entries, *facts.entries_for_other_years, *facts.revenues)
    touched = {each.deciding_month(basis).year for each in booked for basis in YearBasis}
    found = {number: facts.frozen_years.get(number) or _basis_of(workspace, rules, number) for number in touched}
    return {number: basis for number, basis in found.items() if basis}


def _basis_of(workspace: Workspace, rules: RuleSet, number: int) -> YearBasis | None:
    year = FundingYear(number)
    first = year.days.first
    try:
        return year_terms(workspace, year, rules.known_on).year_basis
    except MissingError:
        of_programme = workspace.rulebook.of(rules.programme)
        if not any(each.answers(first, rules.known_on) for each in of_programme):
            return None
        version = workspace.rulebook.at(rules.programme, first, rules.known_on)
        return version.year_basis(first)[0] if version.has("jahreszuordnung", first) else None


def year_inputs(workspace: Workspace, terms: YearTerms, facts: YearFacts) -> YearInputs:
    """Put together what a year is computed from."""
    return YearInputs(
        county=Carrier(workspace.county.key, workspace.county.name, CarrierKind.COUNTY),
        frame_versions=terms.frame_versions,
        agreements=terms.agreements,
        rules=terms.rules,
        options=workspace.options,
        head_counts=facts.head_counts,
        tenures=facts.tenures,
        entries=facts.entries,
        entries_for_other_years=facts.entries_for_other_years,
        late_entries=facts.late_entries,
        revenues=facts.revenues,
        revenues_for_other_years=facts.revenues_for_other_years,
        indicators=facts.indicators,
        other_plans=facts.other_plans,
        programmes=terms.programmes,
        book_mark=facts.book_mark,
        freeze=facts.freeze,
        year_bases=year_bases(workspace, terms.rules, facts),
    )


def person_inputs(workspace: Workspace, terms: PersonTerms, facts: YearFacts) -> PersonInputs:
    """Put together what a year settled per person is computed from."""
    return PersonInputs(
        year=terms.year,
        county=Carrier(workspace.county.key, workspace.county.name, CarrierKind.COUNTY),
        awards=terms.awards,
        rules=terms.rules,
        options=workspace.options,
        tenures=facts.tenures,
        entries=facts.entries,
        entries_for_other_years=facts.entries_for_other_years,
        late_entries=facts.late_entries,
        revenues=facts.revenues,
        revenues_for_other_years=facts.revenues_for_other_years,
        indicators=facts.indicators,
        other_plans=facts.other_plans,
        programmes=terms.programmes,
        book_mark=facts.book_mark,
        year_bases=year_bases(workspace, terms.rules, facts),
    )
