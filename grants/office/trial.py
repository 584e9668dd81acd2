"""Try to compute a year with files that are about to be booked: what would stop it later is a finding now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from grants.close.areas import check_areas
from grants.close.completeness import check_names
from grants.office.accounting import compute
from grants.office.year_facts import YearFacts, booked_facts, read_other_plans, year_terms
from ledger.cost import Batch, Entry, Revenue, YearBasis
from ledger.finding import Finding, MissingError, Place, hint
from ledger.imports.kinds import FileKind
from ledger.period import FundingYear

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from grants.settle.person_year import SettledYear
    from ledger.book.store import Book
    from ledger.imports.intake import Intake

F = TypeVar("F", Entry, Revenue)


def try_year(
    workspace: Workspace,
    book: Book,
    year: FundingYear,
    new: Sequence[Intake],
    acting: Acting,
    *,
    replaced: Sequence[Batch] = (),
) -> tuple[Finding, ...]:
    """Return what keeps a year from being computed once files are booked and others taken back; nothing is written.

    Raises MissingError for a year without frame or rules.
    """
    return try_result(workspace, book, year, new, acting, replaced=replaced)[1]


def try_result(
    workspace: Workspace,
    book: Book,
    year: FundingYear,
    new: Sequence[Intake],
    acting: Acting,
    *,
    replaced: Sequence[Batch] = (),
) -> tuple[SettledYear | None, tuple[Finding, ...]]:
    """Return what a year would be computed to, as far as it can be, and what `try_year` does. Raises as it does."""
    terms = year_terms(workspace, year, acting.today)
    of_year = [intake for intake in new if intake.year == year]
    gone = {batch.number for batch in replaced}
    kept = [batch for batch in book.batches(year) if batch.number not in gone]
    facts = _planned_facts(book, new, year, terms.year_basis, replaced)
    result, findings = compute(workspace, terms, facts, (*kept, *(_as_batch(intake, acting) for intake in of_year)))
    returned = [
        (intake.file, period.partition(" ")[2], intake.carrier_name)
        for intake in of_year
        if intake.carrier_name
        for period in intake.periods
    ]
    counted = [indicator for intake in of_year for indicator in intake.indicators]
    known = [
        workspace.county.name,
        *(count.municipality_name for count in facts.head_counts),
        *(notice.carrier.name for notice in terms.notices),
    ]
    areas = check_areas(counted, known) if facts.head_counts else ()
    return result, (*check_names(returned, terms.notices), *areas, *findings)


def find_new_obstacles(
    workspace: Workspace,
    book: Book,
    years: Iterable[FundingYear],
    new: Sequence[Intake],
    acting: Acting,
    *,
    replaced: Sequence[Batch] = (),
) -> tuple[Finding, ...]:
    """Return what would keep open years from being computed only because of these files.

    What is still missing, and what is wrong in the book already, is no reason to refuse a file. A year without frame
    or rules cannot be tried, which a hint says.
    """
    findings: list[Finding] = []
    for year in years:
        if book.frozen(year) is not None:
            continue
        try:
            after = try_year(workspace, book, year, new, acting, replaced=replaced)
        except MissingError as refusal:
            place = Place(f"Förderjahr {year.number}")
            findings.append(
                hint(place, f"Ob es sich abrechnen lässt, ist nicht geprüft: {refusal.text}", refusal.remedy)
            )
            continue
        before = try_year(workspace, book, year, (), acting) if after else ()
        findings += [finding for finding in after if finding not in before]
    return tuple(findings)


def other_booked_years(book: Book, year: FundingYear, new: Sequence[Intake]) -> list[FundingYear]:
    """Return the years beside its own in which files book something, as far as anything is booked for them."""
    entries = (entry for intake in new for entry in (*intake.entries, *intake.revenues, *book.corrections(intake)[0]))
    numbers = {entry.deciding_month(basis).year for entry in entries for basis in YearBasis} - {year.number}
    return [other for other in map(FundingYear, sorted(numbers)) if book.batches(other)]


def replaced_by(book: Book, new: Sequence[Intake]) -> list[Batch]:
    """Return the booked files that settle a period of the new ones: a corrected file takes them back."""
    settled = {(intake.kind.value, period) for intake in new if intake.kind for period in intake.periods}
    return [batch for batch in book.batches() if any((batch.kind, period) in settled for period in batch.periods)]


def _planned_facts(
    book: Book, new: Sequence[Intake], year: FundingYear, basis: YearBasis, replaced: Sequence[Batch]
) -> YearFacts:
    """Return the facts the year would have once the new files were booked and the replaced ones taken back."""
    facts = _without(booked_facts(book, year, basis), replaced)
    corrected = [entry for intake in new for entry in book.corrections(intake)[0]]
    gone = {entry.reverses for entry in corrected}
    added = [entry for entry in corrected if entry.reverses is None]
    entries = [*(e for intake in new for e in intake.entries), *(e for e in added if isinstance(e, Entry))]
    revenues = [*(r for intake in new for r in intake.revenues), *(r for r in added if isinstance(r, Revenue))]
    counted = (*(entry for entry in facts.entries if entry.number not in gone), *_of_year(entries, year, basis))
    elsewhere = [entry for entry in entries if not year.contains(entry.deciding_month(basis))]
    kept = [entry for entry in facts.entries_for_other_years if entry.number not in gone]
    others = (*kept, *elsewhere)
    revenues_elsewhere = [each for each in revenues if not year.contains(each.deciding_month(basis))]
    revenues_kept = [each for each in facts.revenues_for_other_years if each.number not in gone]
    of_year = [intake for intake in new if intake.year == year]
    indicators = [indicator for intake in of_year for indicator in intake.indicators]
    return replace(
        facts,
        head_counts=(*facts.head_counts, *(count for intake in of_year for count in intake.head_counts)),
        tenures=(*facts.tenures, *(tenure for intake in of_year for tenure in intake.tenures)),
        entries=counted,
        entries_for_other_years=others,
        revenues=(*(each for each in facts.revenues if each.number not in gone), *_of_year(revenues, year, basis)),
        revenues_for_other_years=(*revenues_kept, *revenues_elsewhere),
        indicators=(*facts.indicators, *(each for each in indicators if year.contains(each.month))),
        other_plans=read_other_plans(book, year, (*counted, *others)),
    )


def _without(facts: YearFacts, replaced: Sequence[Batch]) -> YearFacts:
    """Return facts without those of replaced files; the head counts of a year are always those of one file."""
    if not replaced:
        return facts
    gone = {batch.digest for batch in replaced}
    counts_gone = any(batch.kind == FileKind.HEAD_COUNTS.value for batch in replaced)
    return replace(
        facts,
        head_counts=() if counts_gone else facts.head_counts,
        tenures=tuple(each for each in facts.tenures if each.source.digest not in gone),
        entries=tuple(each for each in facts.entries if each.source.digest not in gone),
        entries_for_other_years=tuple(e for e in facts.entries_for_other_years if e.source.digest not in gone),
        revenues=tuple(each for each in facts.revenues if each.source.digest not in gone),
        revenues_for_other_years=tuple(e for e in facts.revenues_for_other_years if e.source.digest not in gone),
        indicators=tuple(each for each in facts.indicators if each.source.digest not in gone),
    )


def _of_year(entries: Iterable[F], year: FundingYear, basis: YearBasis) -> Iterator[F]:
    return (entry for entry in entries if year.contains(entry.deciding_month(basis)))


def _as_batch(intake: Intake, acting: Acting) -> Batch:
    """Return the batch a file would become, to check completeness before anything is booked."""
    return Batch(
        number=0,
        kind=intake.kind.value if intake.kind else "",
        file=intake.file,
        digest=intake.digest,
        booked_on=acting.today,
        booked_by=acting.person or acting.user,
        rows=intake.rows,
        sum=intake.sum,
        periods=intake.periods,
    )
