"""The figures of one person in a year settled per person: rates, months, fixed amount, cost, and what is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy, rounded_decimal, rounded_money
from grants.settle.facts import tenure_facts
from grants.settle.figures import Figure, Figures
from grants.settle.naming import SLUGS
from grants.settle.person_award import person_slug
from ledger.cost import CostKind
from ledger.fte import Fte
from ledger.german import format_span
from ledger.period import MONTHS_PER_YEAR, DaySpan
from ledger.staff import Qualification

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grants.law.clause import Clause
    from grants.law.rules import RuleValue
    from grants.law.series import Dated
    from grants.settle.per_person import PersonAccount

    Rate = Dated[RuleValue]

PAID_KINDS = (CostKind.PERSONNEL, CostKind.TRAINING, CostKind.REQUALIFICATION)
PLACES = RoundingPolicy.TWO_DECIMALS
_QUALIFICATION_SLUGS = {
    Qualification.SOCIAL_WORK_DEGREE.value: "studium_soziale_arbeit",
    Qualification.OTHER_DEGREE.value: "anderes_studium",
    Qualification.MID_LEVEL.value: "mittlerer_abschluss",
}


def name_rates(figures: Figures, persons: Iterable[PersonAccount]) -> dict[Rate, str]:
    """State the fixed amounts of a year by qualification and return their names.

    One that changes within the year has its first day in the name.
    """
    rates = dict.fromkeys(rate for person in persons for rate in person.counted.rates)
    subjects = [rate.value.subject for rate in rates]
    names = {}
    for rate in rates:
        name = f"festbetrag.{_QUALIFICATION_SLUGS[rate.value.subject]}"
        changes = subjects.count(rate.value.subject) > 1
        names[rate] = f"{name}.ab_{rate.days.first.isoformat()}" if changes else name
        figures.value(
            names[rate],
            rounded_money(rate.value.number, RoundingPolicy.EXACT),
            f"Festbetrag für eine volle Stelle im Jahr, {rate.value.subject}, gilt {format_span(rate.days)}",
            clauses=(rate.clause,),
        )
    return names


def name_person(
    figures: Figures, name: str, person: PersonAccount, rates: Mapping[Rate, str], procedure: Clause
) -> None:
    """State months, fixed amount and cost of a person, and the grant before the frame."""
    counted = person.counted
    held = dict.fromkeys(split.tenure for split in person.splits if split.tenure)
    facts = tenure_facts(held, DaySpan(counted.months[0].month.days.first, counted.months[-1].month.days.last))
    for suffix, value, measure, formula in (
        ("monate", counted.time, "Monate", "Monate, die zählen; Teile eines Monats nach der Regel für Zeitanteile"),
        ("vzae_monate", counted.fte_months, "VZÄ-Monate", "besetzter Anteil, höchstens der bewilligte, × Monate"),
    ):
        shown = rounded_decimal(value, PLACES)
        figures.state(
            Figure(
                f"{name}.{suffix}",
                shown,
                formula,
                clauses=counted.clauses,
                rounding=PLACES,
                measure=measure,
                facts=facts,
                unrounded=value,
            )
        )
    mean = counted.fte_months / MONTHS_PER_YEAR
    figures.state(
        Figure(
            f"{name}.vzae",
            Fte.from_ratio(mean),
            "genaue VZÄ-Monate ÷ 12",
            (f"{name}.vzae_monate",),
            rounding=RoundingPolicy.FOUR_DECIMALS,
            unrounded=mean,
        )
    )
    figures.state(
        Figure(
            f"{name}.hoechstbetrag",
            counted.cap,
            "Festbetrag der Qualifikation am jeweiligen Tag × genaue VZÄ-Monate ÷ 12, je Person und Jahr gerundet",
            (f"{name}.vzae_monate", *(rates[rate] for rate in counted.rates)),
            clauses=tuple(dict.fromkeys(rate.clause for rate in counted.rates)),
            rounding=counted.rounding,
        )
    )
    for kind in PAID_KINDS:
        figures.collect(
            f"{name}.{SLUGS[kind]}",
            f"{kind.value} der Person im Förderzeitraum, nach Leistungsmonat",
            [split for split in person.splits if split.entry.kind is kind],
        )
    figures.add(
        f"{name}.kosten", "zuwendungsfähige Ausgaben der Person", [f"{name}.{SLUGS[kind]}" for kind in PAID_KINDS]
    )
    figures.value(
        f"{name}.bemessen",
        person.measured,
        "der kleinere Betrag aus Höchstbetrag und Ausgaben, verglichen je Person und Förderjahr (Annahme)",
        (f"{name}.hoechstbetrag", f"{name}.kosten"),
        (procedure,),
    )


def name_paid(figures: Figures, slug: str, person: PersonAccount, procedure: Clause, *, is_cut: bool) -> None:
    """State what is paid for a person after the frame and other revenues, and what its applicant bears.

    Where the payout is not cut it rests on the person alone, so that its derivation shows nobody else's pay.
    """
    name = person_slug(slug, person.staff_number)
    if not is_cut:
        words = "die bemessene Zuwendung; weder der Rahmen noch andere Einnahmen kürzen sie"
        figures.add(f"{name}.zuwendung", words, (f"{name}.bemessen",))
    else:
        figures.state(
            Figure(
                f"{name}.zuwendung",
                person.paid,
                "Teil der Auszahlung des Antragstellers im Verhältnis der bemessenen Zuwendungen; eine negative bleibt "
                "ungekürzt (Annahme)",
                (f"{slug}.auszahlung", f"{name}.bemessen", f"{slug}.bemessen"),
                clauses=(procedure,),
                rounding=RoundingPolicy.SAINTE_LAGUE,
            )
        )
    figures.add(
        f"{name}.eigenanteil",
        "Ausgaben der Person abzüglich Zuwendung: trägt der Antragsteller",
        (f"{name}.kosten", f"-{name}.zuwendung"),
    )
