"""Other revenues of a year: what contradicts them blocks, what they change or leave open is pointed out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grants.close.points import OpenPoint
from grants.law.rules import Reduction
from grants.settle.revenues import OTHERS
from ledger.cost import RevenueKind
from ledger.finding import Finding, Place, error
from ledger.german import format_euro
from ledger.imports.rows import place
from ledger.money import ZERO, Money, round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.settle.person_year import SettledYear
    from grants.settle.settlement import CarrierAccount
    from grants.settle.year import YearResult
    from ledger.cost import Revenue


def check_revenues(
    revenues: Iterable[Revenue], carrier_keys: Sequence[str], *, declared_none: bool
) -> tuple[Finding, ...]:
    """Return the revenues that contradict the declaration of the county, or belong to a carrier nobody knows."""
    findings = []
    for revenue in revenues:
        if declared_none and revenue.kind in OTHERS:
            findings.append(
                error(
                    place(revenue.source, "Betrag"),
                    "Laut foerderbuch.toml gibt es keine weiteren Einnahmen, hier ist aber eine gebucht: "
                    f"{revenue.kind.value}.",
                    "Bitte in foerderbuch.toml die Zeile weitere_einnahmen streichen oder die Buchung berichtigen.",
                    found=format_euro(revenue.amount),
                    expected="keine andere öffentliche Zuwendung und keine Leistung Dritter",
                )
            )
        if revenue.carrier_key not in carrier_keys:
            findings.append(
                error(
                    place(revenue.source, "Träger"),
                    f"Zum Träger {revenue.carrier_key} dieser Einnahme liegt für dieses Jahr kein Bescheid vor.",
                    "Bitte den Trägerschlüssel berichtigen oder die Vereinbarung in den Ordner bescheide legen.",
                    found=revenue.carrier_key,
                    expected=", ".join(sorted(carrier_keys)),
                )
            )
    return tuple(findings)


def check_income(accounts: Iterable[CarrierAccount]) -> tuple[Finding, ...]:
    """Return the carriers that received nothing less than nothing, or more from others than they spent."""
    findings = []
    for account in accounts:
        findings += [
            error(
                Place("foerderbuch.db"),
                f"{account.carrier.name}: Die gebuchten Einnahmen der Art „{kind.value}“ sind in der Summe negativ.",
                "Bitte die Buchungen und ihre Vorzeichen prüfen.",
                found=format_euro(account.received(kind)),
                expected="ein Betrag ab 0,00\u00a0€",
            )
            for kind in RevenueKind
            if account.received(kind) < ZERO
        ]
        if account.received(*OTHERS) > account.incurred:
            surplus = account.received(*OTHERS) - account.incurred
            findings.append(
                error(
                    Place("foerderbuch.db"),
                    f"{account.carrier.name}: Andere Zuwendungen und Leistungen Dritter übersteigen alle Ausgaben für "
                    f"das Programm um {format_euro(surplus)}.",
                    "Bitte prüfen, ob die Einnahmen zu diesem Programm und zu diesem Jahr gehören.",
                    found=format_euro(account.received(*OTHERS)),
                    expected=f"höchstens {format_euro(account.incurred)}",
                )
            )
    return tuple(findings)


def revenue_points(result: YearResult) -> list[OpenPoint]:
    """Return what other revenues leave open: an unexplained silence, a reduction, own funds that do not add up."""
    return [*silence_points(result), *_reduction(result), *_own_funds(result)]


def silence_points(result: SettledYear) -> list[OpenPoint]:
    """Return that nobody has said whether there were other revenues."""
    booked = any(account.revenues for account in result.accounts)
    if booked or result.inputs.options.no_other_revenues:
        return []
    return [
        OpenPoint(
            "Einnahmen: Es ist weder eine andere Zuwendung oder Leistung Dritter gebucht noch erklärt, dass es keine "
            "gab.",
            'Bitte die Einnahmen buchen oder in foerderbuch.toml weitere_einnahmen = "0,00" erklären.',
        )
    ]


def _reduction(result: YearResult) -> list[OpenPoint]:
    figures, clause = result.figures, result.inputs.principle("ueberfinanzierung")
    points = []
    if "auszahlung.kuerzung" in figures:
        cut = figures["auszahlung.kuerzung"].money
        shared = ""
        whole = result.inputs.rules.reduction(result.inputs.first_day)[0] is Reduction.WHOLE
        if whole and figures["einnahmen.andere_oeffentliche"].money:
            shared = f"; geteilt mit den anderen Zuwendungsgebern wären es {format_euro(_shared(result, cut))}"
        points.append(
            OpenPoint(
                f"Andere Einnahmen von {format_euro(figures['einnahmen.weitere'].money)} mindern den Auszahlungsbetrag "
                f"um {format_euro(cut)} ({clause.words()}){shared}.",
                "Bitte die Kürzung und ihre Aufteilung mit der Bewilligungsstelle klären.",
            )
        )
    for account in result.settlement.accounts:
        beyond = account.received(RevenueKind.PUBLIC_GRANT) - account.fundable
        if beyond > ZERO:
            points.append(
                OpenPoint(
                    f"{account.carrier.name}: Andere öffentliche Zuwendungen übersteigen die zuwendungsfähigen "
                    f"Ausgaben um {format_euro(beyond)}; ob dies den übrigen Auszahlungsbetrag mindert, ist nicht "
                    "belegt und nicht angesetzt.",
                    "Bitte mit der Bewilligungsstelle klären.",
                )
            )
    return points


def _shared(result: YearResult, cut: Money) -> Money:
    """Return this grant's part of a reduction shared with the other grants in proportion, half-up to the cent."""
    before = result.figures["auszahlung.betrag"].money + cut
    others = result.figures["einnahmen.andere_oeffentliche"].money
    return Money(round_half_up(Fraction(cut.cents * before.cents, (before + others).cents)))


def _own_funds(result: YearResult) -> list[OpenPoint]:
    booked, needed = (result.figures[f"eigenmittel.{name}"].money for name in ("gebucht", "gesamt"))
    if not booked or booked == needed:
        return []
    return [
        OpenPoint(
            f"Eigenmittel: Gebucht sind {format_euro(booked)}, rechnerisch tragen Kreis und Träger "
            f"{format_euro(needed)}.",
            "Bitte die Buchungen der Eigenmittel mit dem Haushalt abstimmen; sie mindern die Zuwendung nicht.",
        )
    ]
