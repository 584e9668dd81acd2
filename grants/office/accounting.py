"""The computed year on which every command rests: what it needs is checked, then it is settled and named."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from grants.close.completeness import (
    check_carriers,
    check_completeness,
    check_coordination,
    check_rule_days,
    check_signs,
    check_tenures,
)
from grants.close.counted_once import check_counted_twice
from grants.close.person_checks import check_person_inputs
from grants.close.programme_awards import check_awards
from grants.close.programmes import check_programme_bookings, check_programme_signs
from grants.close.returned_months import check_returned_months
from grants.close.revenues import check_income, check_revenues
from grants.office.year_facts import PersonTerms, booked_facts, person_inputs, year_inputs, year_terms
from grants.settle.person_year import PersonInputs, PersonYearResult, compute_person_year
from grants.settle.programme_claims import Claims, own_bookings
from grants.settle.year import YearInputs, YearResult, compute_year
from ledger.finding import ConflictError, FindingsError, MissingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from grants.office.year_facts import Terms, YearFacts, YearTerms
    from grants.settle.figures import Figure, Figures
    from grants.settle.person_year import SettledYear
    from ledger.book.store import Book
    from ledger.book.years import Freeze
    from ledger.cost import Batch, Entry, Revenue, YearBasis
    from ledger.finding import Finding
    from ledger.period import FundingYear

Y = TypeVar("Y", YearInputs, PersonInputs)


def compute(
    workspace: Workspace, terms: Terms, facts: YearFacts, batches: Sequence[Batch]
) -> tuple[SettledYear | None, tuple[Finding, ...]]:
    """Compute a year from facts that are booked or about to be; return what keeps it from being computed instead.

    The one place where the method of the terms decides how.
    """
    if isinstance(terms, PersonTerms):
        return _compute_per_person(workspace, terms, facts, batches)
    return _compute_per_frame(workspace, terms, facts, batches)


def _compute_per_person(
    workspace: Workspace, terms: PersonTerms, facts: YearFacts, batches: Sequence[Batch]
) -> tuple[PersonYearResult | None, tuple[Finding, ...]]:
    inputs = person_inputs(workspace, terms, facts)
    claims = Claims.of(inputs.programmes)
    own = own_inputs(inputs)
    carriers = (inputs.county.key, *(award.carrier.key for award in inputs.awards))
    findings = (
        *check_person_inputs(own, batches),
        *_counted_twice(facts, (*own.entries, *own.revenues), inputs.year_bases),
        *check_awards(inputs.programmes, inputs.rules, carriers),
        *check_programme_bookings(inputs, claims),
    )
    if findings:
        return None, findings
    result = compute_person_year(inputs)
    accounts = result.accounts
    refused = (*check_signs(accounts), *check_income(accounts), *check_programme_signs(result.programmes))
    return (None, refused) if refused else (result, ())


def _compute_per_frame(
    workspace: Workspace, terms: YearTerms, facts: YearFacts, batches: Sequence[Batch]
) -> tuple[YearResult | None, tuple[Finding, ...]]:
    inputs = year_inputs(workspace, terms, facts)
    year, county = inputs.frame.year, inputs.county.key
    carriers = (county, *(agreement.carrier.key for agreement in inputs.agreements))
    claims = Claims.of(inputs.programmes)
    own = own_inputs(inputs)
    findings = (
        *check_completeness(year, batches, inputs.head_counts, inputs.agreements, county),
        *outside_tenures(own),
        *check_rule_days(own.entries, inputs.rules),
        *check_coordination(inputs.tenures, county),
        *check_returned_months(inputs.tenures, own.entries, inputs.frame.year, county, inputs.rules),
        *check_carriers(inputs.entries, carriers),
        *_counted_twice(facts, (*own.entries, *own.revenues), inputs.year_bases),
        *check_revenues(own.revenues, carriers, declared_none=inputs.options.no_other_revenues),
        *check_awards(inputs.programmes, inputs.rules, carriers),
        *check_programme_bookings(inputs, claims),
    )
    if findings:
        return None, findings
    result = compute_year(inputs)
    accounts = result.settlement.accounts
    refused = (*check_signs(accounts), *check_income(accounts), *check_programme_signs(result.programmes))
    return (None, refused) if refused else (result, ())


def own_inputs(inputs: Y) -> Y:
    """Return the inputs with only those bookings that no award of another programme claims by their account."""
    claims = Claims.of(inputs.programmes)
    entries, revenues = own_bookings(inputs.entries, claims), own_bookings(inputs.revenues, claims)
    return replace(inputs, entries=entries, revenues=revenues)


def outside_tenures(inputs: YearInputs) -> list[Finding]:
    """Return the entries outside a tenure, those of each year by the staffing plan that divides them."""
    by_plan: dict[int, list[Entry]] = {}
    for entry in inputs.entries:
        number = entry.cost_month.year
        by_plan.setdefault(number if number in inputs.other_plans else 0, []).append(entry)
    return [finding for entries in by_plan.values() for finding in check_tenures(entries, inputs.plan_for(entries[0]))]


def _counted_twice(
    facts: YearFacts, own: Iterable[Entry | Revenue], bases: Mapping[int, YearBasis]
) -> tuple[Finding, ...]:
    """Return what another year counts too. A frozen year keeps what it counts: the other year is refused."""
    return () if facts.freeze else check_counted_twice(own, bases)


def compute_booked(workspace: Workspace, book: Book, year: FundingYear, acting: Acting) -> YearResult:
    """Compute a year with a planning frame from the book.

    Raises as `settle_booked` does, and ConflictError for a year that is settled per person.
    """
    result = settle_booked(workspace, book, year, acting)
    if isinstance(result, PersonYearResult):
        raise ConflictError(
            f"Das Förderjahr {year.number} wird personenscharf abgerechnet; Unterlagen dafür erstellt das Programm "
            "noch nicht.",
            f"Die Abrechnung zeigt „foerderbuch abrechnen {year.number}“, alle Zahlen „foerderbuch zahlen "
            f"{year.number}“.",
        )
    return result


def settle_booked(workspace: Workspace, book: Book, year: FundingYear, acting: Acting) -> SettledYear:
    """Compute a year from the book by the method of its rules.

    Raises MissingError when nothing is booked for it, FindingsError when something it rests on is missing.
    """
    if not book.batches(year):
        raise MissingError(
            f"Für das Förderjahr {year.number} ist noch nichts gebucht.",
            f"Bitte zuerst „foerderbuch lauf {year.number}“ ausführen.",
        )
    terms = year_terms(workspace, year, acting.known_on)
    _refuse_other_basis(book.frozen(year), terms.year_basis)
    result, findings = compute(workspace, terms, booked_facts(book, year, terms.year_basis), book.batches(year))
    if result is None:
        raise FindingsError(findings, "Das Förderjahr lässt sich so nicht abrechnen.")
    return result


def is_settled_per_person(workspace: Workspace, year: FundingYear, acting: Acting) -> bool:
    """Return whether the rules settle a year per person. Raises as `year_terms` does."""
    return isinstance(year_terms(workspace, year, acting.known_on), PersonTerms)


def _refuse_other_basis(freeze: Freeze | None, basis: YearBasis) -> None:
    """Refuse to compute a frozen year by another month than the one that decided it when it was frozen."""
    if freeze is not None and freeze.basis is not basis:
        raise ConflictError(
            f"Das Förderjahr {freeze.year} ist nach jahr_nach = „{freeze.basis.value}“ festgeschrieben, die "
            f"Regelfassung sagt jetzt „{basis.value}“.",
            "Bitte die Regelfassung verwenden, die bei der Festschreibung galt.",
        )


def counted_batches(book: Book, result: SettledYear) -> tuple[Batch, ...]:
    """Return the files on which a computed year rests: those of the year, and later ones with corrections for it."""
    year, inputs = result.year, result.inputs
    digests = {fact.source.digest for facts in (inputs.entries, inputs.revenues, inputs.indicators) for fact in facts}
    of_year = {batch.number for batch in book.batches(year)}
    return tuple(batch for batch in book.batches() if batch.number in of_year or batch.digest in digests)


def known_figure(figures: Figures, name: str) -> Figure:
    """Return a figure. Raises MissingError for an unknown name, with the nearest ones."""
    if name in figures:
        return figures[name]
    near = get_close_matches(name, [figure.name for figure in figures], n=3)
    remedy = f"Gemeint sein könnte: {', '.join(near)}." if near else "„foerderbuch zahlen JAHR“ nennt alle Namen."
    raise MissingError(f"Eine Zahl „{name}“ gibt es nicht.", remedy)
