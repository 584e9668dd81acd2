"""Whether a year can be computed at all: a missing return or an unknown municipality is a refusal, never a zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rules import SettlementMethod
from grants.settle.person_award import PersonAward
from ledger.finding import Finding, Place, error
from ledger.german import format_euro, format_month, format_span, join_words
from ledger.imports.rows import place
from ledger.money import ZERO
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.law.rules import RuleSet
    from grants.settle.award import PassThroughAgreement
    from grants.settle.settlement import CarrierAccount
    from ledger.carrier import Carrier, HeadCount
    from ledger.cost import Batch, Entry
    from ledger.period import FundingYear
    from ledger.staff import Tenure

FOLDER = "eingang"
AGS_OF_A_COUNTY, AGS_OF_A_MUNICIPALITY = 5, 8


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
        findings += _head_counts(counts, county_key, folder)
        findings += _municipalities(counts, agreements)
    return tuple(findings)


def check_tenures(entries: Iterable[Entry], tenures: Sequence[Tenure]) -> tuple[Finding, ...]:
    """Return the persons paid for months without a tenure in the staffing plan, each once with its first entry.

    Whatever decides the year of an entry, tenures go by months of service; an annual bonus pays a whole calendar year.
    The import of a later year can book a correction for this year whose person the plan of this year does not know.
    """
    held: dict[tuple[str, str], list[Tenure]] = {}
    for tenure in tenures:
        held.setdefault((tenure.carrier_key, tenure.staff_number), []).append(tenure)
    outside: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        person = (entry.carrier_key, entry.staff_number)
        if entry.staff_number and not any(
            tenure.days.overlap(month.days) for tenure in held.get(person, ()) for month in entry.served_months
        ):
            outside.setdefault(person, []).append(entry)
    return tuple(
        error(
            place(of_person[0].source, "Personalnummer"),
            f"{_these(of_person)} für {_served(of_person)} nennt die Stellenbesetzung keine Besetzung.",
            "Bitte die Person und die Monate in der Stellenbesetzung dieses Förderjahres klären.",
            found=of_person[0].staff_number,
        )
        for of_person in outside.values()
    )


def check_carriers(entries: Iterable[Entry], carrier_keys: Sequence[str]) -> tuple[Finding, ...]:
    """Return the carriers of entries that settle nothing in this year: no figure would count what is booked there."""
    strange: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.carrier_key not in carrier_keys:
            strange.setdefault(entry.carrier_key, []).append(entry)
    return tuple(
        error(
            place(of_carrier[0].source, "Träger"),
            f"{_these(of_carrier)} des Trägers {key} gibt es in diesem Förderjahr keine Weitergabevereinbarung.",
            "Bitte den Trägerschlüssel berichtigen oder die Vereinbarung in den Ordner bescheide legen.",
            found=key,
            expected=", ".join(sorted(carrier_keys)),
        )
        for key, of_carrier in strange.items()
    )


def _these(entries: Sequence[Entry]) -> str:
    return "Zu dieser Buchung" if len(entries) == 1 else f"Zu dieser und {len(entries) - 1} weiteren Buchungen"


def _served(entries: Iterable[Entry]) -> str:
    """Return the months entries pay; an annual bonus pays its year."""
    spans = {
        (entry.cost_month, f"das Jahr {entry.cost_month.year}" if len(entry.served_months) > 1 else "")
        for entry in entries
    }
    return ", ".join(dict.fromkeys(words or format_month(month) for month, words in sorted(spans)))


def check_rule_days(entries: Iterable[Entry], rules: RuleSet) -> tuple[Finding, ...]:
    """Return the entries for months that the rule set settles otherwise or not at all.

    The day of payment can bring such a month into the year: a cost of 2024 is settled per person, never by the frame.
    """
    days = [each.days for each in rules.methods.values if each.value.settlement is SettlementMethod.PER_FRAME]
    return tuple(
        error(
            place(entry.source, ""),
            f"Für den Leistungsmonat {format_month(entry.cost_month)} gibt die Fassung {rules.version} der "
            f"{rules.title} keine Regel für den Planungsrahmen.",
            "Bitte prüfen, nach welchem Bescheid diese Ausgabe abzurechnen ist.",
            found=format_month(entry.cost_month),
            expected=join_words([format_span(span) for span in days]),
        )
        for entry in entries
        if not any(span.contains(entry.cost_month.days.first) for span in days)
    )


def check_coordination(tenures: Iterable[Tenure], county_key: str) -> tuple[Finding, ...]:
    """Return the coordination posts that another carrier reports: the post is the county's alone (Nr. 4.2)."""
    return tuple(
        error(
            place(tenure.source, "Aufgabe"),
            "Eine Koordinierende Stelle kann nur der Landkreis selbst haben.",
            "Bitte die Aufgabe der Stelle mit dem Träger klären und die Meldung berichtigen.",
            found=tenure.role.value,
            expected=PositionRole.INTEGRATION.value,
        )
        for tenure in tenures
        if tenure.role is PositionRole.COORDINATION and tenure.carrier_key != county_key
    )


def check_signs(accounts: Iterable[CarrierAccount]) -> tuple[Finding, ...]:
    """Return the carriers whose fundable spending is negative: it would raise what the others are paid."""
    return tuple(
        error(
            Place("foerderbuch.db"),
            f"{account.carrier.name}: Die zuwendungsfähigen Ausgaben sind in der Summe negativ.",
            "Bitte die gemeldeten oder gebuchten Beträge und ihre Vorzeichen prüfen.",
            found=format_euro(account.fundable),
            expected="ein Betrag ab 0,00 €",
        )
        for account in accounts
        if account.fundable < ZERO
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


def _head_counts(counts: Sequence[HeadCount], county_key: str, folder: str) -> list[Finding]:
    """There must be persons to distribute by, in municipalities of this county (an AGS begins with its county's)."""
    findings = []
    if not any(count.persons for count in counts):
        findings.append(
            error(
                Place(folder),
                "In der Liste der Personenzahlen stehen nur Nullen; danach lässt sich nichts verteilen.",
                "Bitte die Personenzahlen der Städte und Gemeinden eintragen.",
                expected="mindestens eine Person",
            )
        )
    findings += [
        error(
            Place(folder),
            f"{count.municipality_name}: Der Schlüssel {count.municipality_key} gehört zu einem anderen Landkreis.",
            "Bitte den Gemeindeschlüssel in der Liste der Personenzahlen berichtigen.",
            found=count.municipality_key,
            expected=f"ein Schlüssel, der mit {county_key} beginnt",
        )
        for count in counts
        if len(count.municipality_key) == AGS_OF_A_MUNICIPALITY
        and len(county_key) == AGS_OF_A_COUNTY
        and not count.municipality_key.startswith(county_key)
    ]
    return findings


def check_names(
    names: Iterable[tuple[str, str, str]], notices: Sequence[PassThroughAgreement | PersonAward]
) -> tuple[Finding, ...]:
    """Return the returns (file, key, name) whose name is not the one of the agreement or award with that key."""
    known = {notice.carrier.key: notice.carrier.name for notice in notices}
    papers = {n.carrier.key: "Bewilligung" if isinstance(n, PersonAward) else "Vereinbarung" for n in notices}
    return tuple(
        error(
            Place(file, column="Träger"),
            f"Zum Trägerschlüssel {key} gehört laut {papers[key]} {known[key]}.",
            "Bitte prüfen, ob Name oder Schlüssel vertauscht sind, und die Meldung berichtigen.",
            found=name,
            expected=known[key],
        )
        for file, key, name in names
        if key in known and known[key].casefold() != name.casefold()
    )


def _municipalities(counts: Sequence[HeadCount], agreements: Sequence[PassThroughAgreement]) -> list[Finding]:
    listed = {count.municipality_key for count in counts}
    owner: dict[str, Carrier] = {}
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
            other = owner.setdefault(key, agreement.carrier)
            if other.key != agreement.carrier.key:
                findings.append(
                    error(
                        Place(agreement.file, column="gemeinden"),
                        f"Für die Gemeinde {key} sind zwei Träger zuständig: {other.name} ({other.key}) "
                        f"und {agreement.carrier.name} ({agreement.carrier.key}).",
                        "Bitte die Vereinbarungen berichtigen.",
                        found=key,
                    )
                )
    return findings
