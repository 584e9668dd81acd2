"""Names what a carrier bears itself, line by line with clause and entries; their sum is all that is not paid to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.settle.naming import BORNE, COUNTY_SLUG, MATERIAL_KINDS, SLUGS, borne_lines

if TYPE_CHECKING:
    from grants.law.clause import Clause
    from grants.settle.figures import Figures


def name_borne(named: Figures, slug: str, claim: str, procedure: Clause, reduction: Clause) -> None:
    """State the lines of what a carrier bears, and their sum.

    ``claim`` names the figure of what could be claimed: fundable spending, or what other revenues leave of it.
    ``reduction`` is the clause by which they do. Raises ValueError when the lines are not spending less payout.
    """
    if slug == COUNTY_SLUG:
        for kind in MATERIAL_KINDS:
            name = f"kreis.{SLUGS[kind]}"
            _name_line(
                named,
                name,
                f"{kind.value} der eigenen Stellen, nicht zuwendungsfähig",
                f"{name}.nicht_zuwendungsfaehig",
            )
    _name_line(
        named,
        f"{slug}.qualifizierung_nicht_zuwendungsfaehig",
        BORNE["qualifizierung_nicht_zuwendungsfaehig"],
        f"{slug}.fortbildung.nicht_zuwendungsfaehig",
        f"{slug}.nachqualifizierung.nicht_zuwendungsfaehig",
    )
    _name_line(
        named,
        f"{slug}.abgelehnt",
        BORNE["abgelehnt"],
        f"{slug}.personal.abgelehnt",
        f"{slug}.koordination.abgelehnt",
    )
    named.add(
        f"{slug}.ueber_rahmen",
        "zuwendungsfähige und anrechenbare Ausgaben, die der Planungsrahmen nicht deckt",
        (claim, f"-{slug}.auszahlung"),
        (procedure,),
    )
    fundable = f"{slug}.zuwendungsfaehig"
    named.add(
        f"{slug}.nicht_anrechenbar",
        "zuwendungsfähige Ausgaben, die andere öffentliche Zuwendungen und Leistungen Dritter ausschließen",
        (fundable, f"-{claim}") if claim != fundable else (),
        (reduction,) if claim != fundable else (),
    )
    whole = named.add(
        f"{slug}.gesamt", "vom Träger selbst zu tragen, Zeile für Zeile", [name for _, name in borne_lines(slug)]
    )
    if whole.money != named[f"{slug}.angefallen"].money - named[f"{slug}.auszahlung"].money:
        message = f"the lines of {whole.name} are not what was spent and not paid"
        raise ValueError(message)
    named.add(
        f"{slug}.eigenmittel",
        "aus Eigenmitteln des Trägers: selbst zu tragen abzüglich anderer Einnahmen",
        (f"{slug}.gesamt", f"-{slug}.einnahmen"),
    )


def _name_line(named: Figures, name: str, formula: str, *parts: str) -> None:
    """State a line with the clauses that its parts rest on."""
    named.add(name, formula, parts, (clause for part in parts for clause in named[part].clauses))
