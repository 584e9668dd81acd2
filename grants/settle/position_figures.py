"""Names share, months, persons and spending of every post, and their sums and their vacancies."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy, rounded_decimal
from grants.settle.facts import tenure_facts, vacancy_facts
from grants.settle.figures import Figure
from grants.settle.vacancy import vacancies
from ledger.fte import total_fte

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.settle.figures import Figures
    from grants.settle.positions import PositionLine
    from ledger.period import FundingYear
    from ledger.staff import Tenure


def name_positions(
    named: Figures, positions: Sequence[PositionLine], tenures: Sequence[Tenure], year: FundingYear
) -> None:
    """State the posts of the programme, and what they were short of."""
    for line in positions:
        facts = tenure_facts(line.tenures, year.days)
        words = f"Stellenanteil × besetzte Tage ÷ {year.days.day_count()} Tage des Jahres"
        policy = RoundingPolicy.FOUR_DECIMALS
        named.state(Figure(f"{line.slug}.vzae", line.fte, words, rounding=policy, facts=facts, unrounded=line.mean))
        for suffix, number, words in (
            ("monate", line.months, "Monate mit mindestens einem besetzten Tag"),
            ("personen", line.persons, "Personen auf der Stelle im Förderjahr"),
        ):
            named.state(Figure(f"{line.slug}.{suffix}", number, words, facts=facts))
        named.collect(f"{line.slug}.personal", "Personalausgaben der Stelle", line.splits)
    slugs = [line.slug for line in positions]
    named.value("stellen.anzahl", len(slugs), "Stellen des Programms", ())
    named.value(
        "stellen.personen",
        sum(line.persons for line in positions),
        "Summe der Personen je Stelle",
        [f"{slug}.personen" for slug in slugs],
    )
    named.value(
        "stellen.vzae",
        total_fte(line.fte for line in positions),
        "Summe der Stellen",
        [f"{slug}.vzae" for slug in slugs],
        rounding=RoundingPolicy.SUM_OF_ROUNDED,
    )
    named.add("stellen.personal", "Personalausgaben aller Stellen", [f"{slug}.personal" for slug in slugs])
    _name_vacancies(named, tenures, year)


def _name_vacancies(named: Figures, tenures: Sequence[Tenure], year: FundingYear) -> None:
    """State what the posts of the year were short of: the time between two fillings and after the last one."""
    found = vacancies(tenures, year)
    vacant = sum((each.post_months(year.months()) for each in found), Fraction(0))
    named.state(
        Figure(
            "stellen.vakanz",
            rounded_decimal(vacant, RoundingPolicy.TWO_DECIMALS),
            "unbesetzte Zeiten nach dem Ende einer Besetzung: Stellenanteil × unbesetzte Tage ÷ Tage des Monats",
            rounding=RoundingPolicy.TWO_DECIMALS,
            measure="VZÄ-Monate",
            facts=vacancy_facts(found),
            unrounded=vacant,
        )
    )
