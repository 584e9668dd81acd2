"""Whether a year can be computed at all: a missing return or an unknown municipality is a refusal, never a zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.finding import Finding, Place, error
from ledger.german import format_month
from ledger.imports.rows import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.settle.award import PassThroughAgreement
    from ledger.carrier import HeadCount
    from ledger.cost import Batch, Entry
    from ledger.period import FundingYear
    from ledger.staff import Tenure

FOLDER = "eingang"


def check_completeness(
    year: FundingYear,
    batches: Sequence[Batch],
    counts: Sequence[HeadCount],
    agreements: Sequence[PassThroughAgreement],
    county_key: str,
) -> tuple[Finding, ...]:
    """Return what keeps the year from being computed, given all files booked or about to be booked."""
    kinds = {batch.kind for batch in batches}
    folder = f"{FOLDER}/{year.number}"
    findings = [
        error(
            Place(folder),
            f"Für das Förderjahr {year.number} fehlt die Datei der Art „{kind}“.",
            f"Bitte die Datei in den Ordner {folder} legen und den Befehl wiederholen.",
            expected=kind,
        )
        for kind in ("Stellenbesetzung", "Personenzahlen", "Lohnjournal", "Buchungsjournal")
        if kind not in kinds
    ]
    findings += _county_as_carrier(county_key, agreements)
    findings += _returns(year, batches, agreements, folder)
    if counts:
        findings += _municipalities(counts, agreements)
    return tuple(findings)


def check_tenures(entries: Iterable[Entry], tenures: Sequence[Tenure]) -> tuple[Finding, ...]:
    """Return the entries of persons without a tenure in their month, as the staffing plan of the year states them.

    The import of a later year can book a correction for this year whose person the plan of this year does not know.
    """
    held: dict[tuple[str, str], list[Tenure]] = {}
    for tenure in tenures:
        held.setdefault((tenure.carrier_key, tenure.staff_number), []).append(tenure)
    return tuple(
        error(
            place(entry.source, "Personalnummer"),
            f"Zu dieser Buchung für {format_month(entry.cost_month)} nennt die Stellenbesetzung keine Besetzung.",
            "Bitte die Person und den Monat in der Stellenbesetzung dieses Förderjahres klären.",
            found=entry.staff_number,
        )
        for entry in entries
        if entry.staff_number
        and not any(
            tenure.days.overlap(entry.cost_month.days)
            for tenure in held.get((entry.carrier_key, entry.staff_number), ())
        )
    )


def _county_as_carrier(county_key: str, agreements: Sequence[PassThroughAgreement]) -> list[Finding]:
    return [
        error(
            Place(agreement.file, column="traeger"),
            "Der Landkreis kann nicht Träger einer Weitergabe an sich selbst sein.",
            "Bitte den Trägerschlüssel berichtigen.",
            found=county_key,
        )
        for agreement in agreements
        if agreement.carrier.key == county_key
    ]


def _returns(
    year: FundingYear, batches: Iterable[Batch], agreements: Sequence[PassThroughAgreement], folder: str
) -> list[Finding]:
    returned = {
        period.partition(" ")[2]: batch.file
        for batch in batches
        if batch.kind == "Jahresmeldung"
        for period in batch.periods
    }
    known = {agreement.carrier.key for agreement in agreements}
    findings = [
        error(
            Place(folder),
            f"Von {agreement.carrier.name} liegt für das Förderjahr {year.number} keine Jahresmeldung vor.",
            "Bitte die Meldung anfordern; ohne sie wird nicht abgerechnet.",
            expected=f"eine Jahresmeldung mit dem Trägerschlüssel {agreement.carrier.key}",
        )
        for agreement in agreements
        if agreement.carrier.key not in returned
    ]
    findings += [
        error(
            Place(file),
            f"Zum Träger {key} gibt es für das Förderjahr {year.number} keine Weitergabevereinbarung.",
            "Bitte die Vereinbarung als Datei in den Ordner bescheide legen oder den Trägerschlüssel berichtigen.",
            found=key,
            expected=", ".join(sorted(known)),
        )
        for key, file in sorted(returned.items())
        if key not in known
    ]
    return findings


def _municipalities(counts: Sequence[HeadCount], agreements: Sequence[PassThroughAgreement]) -> list[Finding]:
    listed = {count.municipality_key for count in counts}
    owner: dict[str, str] = {}
    findings = []
    for agreement in agreements:
        for key in agreement.municipalities:
            if key not in listed:
                findings.append(
                    error(
                        Place(agreement.file, column="gemeinden"),
                        f"Die Gemeinde {key} steht in keiner Personenzahl; der Anteil von {agreement.carrier.name} "
                        "wäre unvollständig.",
                        "Bitte den Gemeindeschlüssel in der Vereinbarung oder die Personenzahlen berichtigen.",
                        found=key,
                    )
                )
            other = owner.setdefault(key, agreement.carrier.name)
            if other != agreement.carrier.name:
                findings.append(
                    error(
                        Place(agreement.file, column="gemeinden"),
                        f"Für die Gemeinde {key} sind zwei Träger zuständig: {other} und {agreement.carrier.name}.",
                        "Bitte die Vereinbarungen berichtigen.",
                        found=key,
                    )
                )
    return findings
