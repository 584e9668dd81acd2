"""Whether a year can be computed at all: a missing return or an unknown municipality is a refusal, never a zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.finding import Finding, Place, error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.settle.award import PassThroughAgreement
    from ledger.carrier import HeadCount
    from ledger.cost import Batch
    from ledger.period import FundingYear

FOLDER = "eingang"


def check_completeness(
    year: FundingYear,
    batches: Sequence[Batch],
    counts: Sequence[HeadCount],
    agreements: Sequence[PassThroughAgreement],
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
    findings += _returns(year, batches, agreements, folder)
    if counts:
        findings += _municipalities(counts, agreements)
    return tuple(findings)


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
