"""Names the frame in its versions, the part set aside for coordination, and the share of every municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy
from grants.settle.head_counts import FIRST_YEAR_BACK, LAST_YEAR_BACK, arrival_window
from ledger.german import format_span

if TYPE_CHECKING:
    from grants.settle.allocation import Allocation
    from grants.settle.figures import Figures
    from grants.settle.year import YearInputs


def name_allocation(named: Figures, inputs: YearInputs, allocation: Allocation) -> None:
    """State the frame, what is distributed, and persons and share of each municipality."""
    frame = inputs.frame
    named.value(
        "planungsrahmen.betrag", frame.amount, f"Mitteilung vom {frame.dated:%d.%m.%Y}, Fassung {frame.version}"
    )
    for version in inputs.frame_versions:
        named.value(
            f"planungsrahmen.fassung_{version.version}",
            version.amount,
            f"Mitteilung vom {version.dated:%d.%m.%Y}, Fassung {version.version}",
        )
    _, cap_clause = inputs.rules.money("koordination.hoechstbetrag", inputs.first_day)
    named.value(
        "koordination.vorab",
        allocation.coordination_part,
        "vor der Verteilung abgesetzter Anteil der Koordinierenden Stelle (Einstellung koordination_vorab); nichts "
        "ohne eine Stelle, die an einem Tag des Jahres zuwendungsfähig ist (Annahme)",
        clauses=(cap_clause,),
    )
    named.value("verteilung.personen", allocation.persons, _who_counts(inputs))
    named.add(
        "verteilung.betrag",
        "Planungsrahmen abzüglich Anteil der Koordinierenden Stelle",
        ("planungsrahmen.betrag", "-koordination.vorab"),
    )
    for line in allocation.lines:
        slug = line.slug
        named.value(f"{slug}.personen", line.persons, f"Personenzahl {line.municipality_name}")
        named.value(
            f"{slug}.anteil",
            line.amount,
            "Verteilungsbetrag × Personen der Gemeinde ÷ alle Personen, nach Sainte-Laguë auf ganze Cent",
            ("verteilung.betrag", f"{slug}.personen", "verteilung.personen"),
            rounding=RoundingPolicy.SAINTE_LAGUE,
        )


def _who_counts(inputs: YearInputs) -> str:
    """Return whose persons are counted, with the days of their arrival where a rule names them."""
    words, rules, day = "Personen in Anschlussunterbringung, alle Gemeinden", inputs.rules, inputs.first_day
    if not all(rules.has(name, day) for name in (FIRST_YEAR_BACK, LAST_YEAR_BACK)):
        return words
    window = arrival_window(inputs.frame.year, rules)
    clause = rules.value(FIRST_YEAR_BACK, day).clause.words()
    return f"{words}; es zählen Zuweisungen {format_span(window)} ({clause})"
