"""Whether a year settled per person can be computed: what is missing or contradicts the awards is a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.close.completeness import check_tenures
from grants.close.returned_months import check_returned_months
from grants.close.revenues import check_revenues
from grants.law.rules import SettlementMethod
from ledger.finding import Finding, Place, error
from ledger.german import format_date, format_fte, format_month, format_span, join_words
from ledger.imports.rows import place
from ledger.period import day_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from grants.settle.person_award import PersonAward
    from grants.settle.person_year import PersonInputs
    from ledger.cost import Batch, Entry
    from ledger.period import DaySpan

KINDS_OF_THE_COUNTY = ("Stellenbesetzung", "Lohnjournal", "Buchungsjournal")


def check_person_inputs(inputs: PersonInputs, batches: Sequence[Batch]) -> tuple[Finding, ...]:
    """Return everything that keeps a year from being settled per person, given all files booked or about to be."""
    applicants = tuple(award.carrier.key for award in inputs.awards)
    return (
        *_files(inputs, batches),
        *(finding for award in inputs.awards for finding in _award(award, inputs)),
        *_outside_tenures(inputs),
        *_outside_rules(inputs),
        *_of_nobody(inputs.entries, applicants),
        *_divided_returns(inputs),
        *check_returned_months(inputs.tenures, inputs.entries, inputs.year, inputs.county.key, inputs.rules),
        *check_revenues(inputs.revenues, applicants, declared_none=inputs.options.no_other_revenues),
    )


def _files(inputs: PersonInputs, batches: Sequence[Batch]) -> list[Finding]:
    """The county's own files, and a yearly return of every other applicant."""
    year, county = inputs.year.number, inputs.county.key
    folder = f"eingang/{year}"
    kinds = {batch.kind for batch in batches}
    applicants = {award.carrier.key: award.carrier for award in inputs.awards}
    returned = {
        period.partition(" ")[2] for batch in batches if batch.kind == "Jahresmeldung" for period in batch.periods
    }
    findings = [
        error(
            Place(folder),
            f"Für das Förderjahr {year} fehlt die Datei der Art „{kind}“.",
            f"Bitte die Datei in den Ordner {folder} legen und den Befehl wiederholen.",
            expected=kind,
        )
        for kind in KINDS_OF_THE_COUNTY
        if county in applicants and kind not in kinds
    ]
    findings += [
        error(
            Place(folder),
            f"Von {carrier.name} liegt für das Förderjahr {year} keine Jahresmeldung vor.",
            "Bitte die Meldung anfordern; ohne sie wird nicht abgerechnet.",
            expected=f"eine Jahresmeldung mit dem Trägerschlüssel {key}",
        )
        for key, carrier in applicants.items()
        if key != county and key not in returned
    ]
    return findings


def _award(award: PersonAward, inputs: PersonInputs) -> list[Finding]:
    """Shares below the least one of the rules, and payments of earlier years on which the frame depends."""
    findings = []
    for person in award.persons:
        days = person.days.overlap(inputs.year.days)
        if days is None:
            continue
        least, clause = inputs.rules.fte("stelle.mindestumfang", days.first)
        if person.fte < least:
            findings.append(
                error(
                    Place(award.file, column="vzae"),
                    f"Person {person.staff_number}, Stelle {person.position.number}: Bewilligt sind "
                    f"{format_fte(person.fte)} VZÄ, der Mindestumfang einer Stelle ist {format_fte(least)} VZÄ "
                    f"({clause.words()}).",
                    "Bitte den Umfang mit dem Bescheid abgleichen.",
                    found=format_fte(person.fte),
                    expected=f"mindestens {format_fte(least)} VZÄ",
                )
            )
    missing = award.years_without_payment(inputs.year)
    if missing:
        years = join_words([str(number) for number in missing])
        findings.append(
            error(
                Place(award.file, column="ausgezahlt"),
                f"Die Bewilligung nennt für {inputs.year.number} keinen Jahresrahmen und für {years} keine Auszahlung; "
                "wie viel vom bewilligten Betrag übrig ist, lässt sich nicht sagen.",
                "Bitte je Jahr einen Abschnitt [[ausgezahlt]] mit jahr und betrag ergänzen oder den Rahmen des Jahres "
                "als [[jahresrahmen]].",
                expected=f"[[ausgezahlt]] für {years}",
            )
        )
    return findings


def _outside_tenures(inputs: PersonInputs) -> list[Finding]:
    by_year: dict[int, list[Entry]] = {}
    for entry in inputs.entries:
        by_year.setdefault(entry.cost_month.year, []).append(entry)
    return [finding for entries in by_year.values() for finding in check_tenures(entries, inputs.plan_for(entries[0]))]


def _outside_rules(inputs: PersonInputs) -> list[Finding]:
    """Entries for months that the rule set does not settle per person: the day of payment can bring them here."""
    methods = inputs.rules.methods.values
    days = [each.days for each in methods if each.value.settlement is SettlementMethod.PER_PERSON]
    return [
        error(
            place(entry.source, ""),
            f"Für den Leistungsmonat {format_month(entry.cost_month)} rechnet die Fassung {inputs.rules.version} der "
            f"{inputs.rules.title} nicht personenscharf ab.",
            "Bitte prüfen, nach welchem Bescheid diese Ausgabe abzurechnen ist.",
            found=format_month(entry.cost_month),
            expected=join_words([format_span(span) for span in days]),
        )
        for entry in inputs.entries
        if not any(span.contains(entry.cost_month.days.first) for span in days)
    ]


def _of_nobody(entries: Iterable[Entry], applicants: Sequence[str]) -> list[Finding]:
    """Entries of a carrier without an award: no figure would count them."""
    first: dict[str, Entry] = {}
    for entry in entries:
        if entry.carrier_key not in applicants:
            first.setdefault(entry.carrier_key, entry)
    return [
        error(
            place(entry.source, ""),
            f"Für den Träger {key} sind Ausgaben gebucht, aber im Ordner bescheide liegt für dieses Förderjahr keine "
            "Bewilligung an ihn.",
            "Bitte die Bewilligung ablegen oder den Trägerschlüssel berichtigen.",
            found=key,
            expected=", ".join(applicants),
        )
        for key, entry in first.items()
    ]


def _divided_returns(inputs: PersonInputs) -> list[Finding]:
    """A yearly return names no months, so its amounts cannot be divided where a funding period begins or ends."""
    findings = []
    for award in inputs.awards:
        if award.carrier.key == inputs.county.key:
            continue
        for tenure in inputs.tenures:
            held = tenure.days.overlap(inputs.year.days)
            for line in award.persons:
                shared = line.days.overlap(held) if held and line.holds(tenure) else None
                if held and shared and shared != held:
                    findings.append(
                        error(
                            place(tenure.source, ""),
                            f"Die Stelle {line.position.number} ist {format_span(held)} gemeldet, bewilligt ist sie "
                            f"{format_span(shared)}; eine Jahresmeldung nennt keine Monate, nach denen zu teilen wäre.",
                            f"Bitte die Stelle in zwei Zeilen melden, geteilt am {format_date(_cut(held, shared))}.",
                            found=format_span(held),
                            expected=format_span(shared),
                        )
                    )
    return findings


def _cut(held: DaySpan, shared: DaySpan) -> date:
    """Return the first day on which granted and reported days part."""
    return shared.first if shared.last is None or shared.first > held.first else day_after(shared.last)
