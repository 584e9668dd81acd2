"""Names the sums over all carriers, over those that deliver for themselves, and of everything booked for the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rules import Side
from grants.settle.naming import SLUGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.settle.allocation import Allocation
    from grants.settle.figures import Figures
    from grants.settle.settlement import Settlement
    from grants.settle.year import YearInputs

_PASSED_THROUGH = {
    "anteil": "Anteile der Träger mit eigener Aufgabenwahrnehmung",
    "personen": "Personen der Gemeinden mit eigener Aufgabenwahrnehmung",
    "angefallen": "Ausgaben der Träger mit eigener Aufgabenwahrnehmung",
    "zuwendungsfaehig": "zuwendungsfähige Ausgaben der Träger mit eigener Aufgabenwahrnehmung",
    "auszahlung": "Weitergabe an Träger mit eigener Aufgabenwahrnehmung",
    "ungenutzt": "von diesen Trägern nicht genutzte Anteile",
    "ueberschreitung": "von diesen Trägern über ihren Anteil hinaus getragene zuwendungsfähige Ausgaben",
    "gesamt": "von diesen Trägern selbst getragen",
    "eigenmittel": "von diesen Trägern aus Eigenmitteln getragen",
}


def name_books(named: Figures, settlement: Settlement) -> None:
    """State everything booked for the year, and what of it other programmes settle."""
    splits = [split for account in settlement.accounts for split in account.splits]
    others = [split for split in splits if split.side is Side.OTHER_PROGRAMME]
    named.collect("buchungen.gesamt", "alle Buchungen für das Förderjahr", splits)
    named.collect("andere_programme.gesamt", "in anderen Programmen abgerechnet", others)


def name_pass_through(named: Figures, slugs: Sequence[str], settlement: Settlement, allocation: Allocation) -> None:
    """State the sums of the carriers that deliver for themselves."""
    for suffix, formula in _PASSED_THROUGH.items():
        parts = [f"{slug}.{suffix}" for slug in slugs]
        if suffix == "personen":
            persons = sum(allocation.persons_of(account.carrier.key) for account in settlement.delivering)
            named.value("weitergabe.personen", persons, formula, parts)
        else:
            named.add(f"weitergabe.{suffix}", formula, parts)


def name_totals(named: Figures, inputs: YearInputs, slugs: Sequence[str]) -> None:
    """State the sums over all carriers, and frame, payout, rest and excess."""
    for name in SLUGS.values():
        for suffix in ("zuwendungsfaehig", "nicht_zuwendungsfaehig", "angefallen"):
            named.add(f"{name}.{suffix}", "Summe über alle Träger", [f"{slug}.{name}.{suffix}" for slug in slugs])
    cap, clause = inputs.rules.money("koordination.hoechstbetrag", inputs.first_day)
    named.value("koordination.hoechstbetrag", cap, "Höchstbetrag für die Koordinierende Stelle", clauses=(clause,))
    for suffix in ("angefallen", "zuwendungsfaehig", "ueber_hoechstbetrag", "nicht_zuwendungsfaehig"):
        named.add(
            f"koordination.{suffix}",
            "Koordinierende Stelle, Summe über alle Träger",
            [f"{slug}.koordination.{suffix}" for slug in slugs],
        )
    for name, suffix, formula in (
        ("abgelehnt.gesamt", "abgelehnt", "abgelehnte Personalausgaben aller Träger"),
        ("nicht_zuwendungsfaehig.gesamt", "nicht_zuwendungsfaehig", "nicht zuwendungsfähige Ausgaben aller Träger"),
    ):
        named.add(name, formula, [f"{slug}.{suffix}" for slug in slugs])
    named.add(
        "zuwendungsfaehig.gesamt",
        "Personal, Fortbildung, Nachqualifizierung und Koordinierende Stelle (höchstens Höchstbetrag), alle Träger",
        [f"{name}.zuwendungsfaehig" for name in (*SLUGS.values(), "koordination")],
    )
    named.add(
        "auszahlung.betrag",
        "rechnerischer Auszahlungsbetrag: Summe der Träger",
        [f"{slug}.auszahlung" for slug in slugs],
        (inputs.procedure,),
    )
    named.add(
        "rahmen.rest", "Planungsrahmen abzüglich Auszahlungsbetrag", ("planungsrahmen.betrag", "-auszahlung.betrag")
    )
    named.add(
        "rahmen.ueberschreitung",
        "zuwendungsfähige Ausgaben über dem Auszahlungsbetrag",
        ("zuwendungsfaehig.gesamt", "-auszahlung.betrag"),
    )
