"""Other revenues as figures: own funds that were booked, other public grants, third parties, and what they reduce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy
from grants.law.rules import Reduction
from ledger.cost import RevenueKind
from ledger.money import ZERO, total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.law.clause import Clause
    from grants.settle.figures import Figures
    from grants.settle.settlement import CarrierAccount, Settlement

REVENUE_NAMES = {
    RevenueKind.OWN_FUNDS: "eigenmittel.gebucht",
    RevenueKind.PUBLIC_GRANT: "einnahmen.andere_oeffentliche",
    RevenueKind.THIRD_PARTY: "einnahmen.dritte",
}
OTHERS = (RevenueKind.PUBLIC_GRANT, RevenueKind.THIRD_PARTY)


def name_revenues(figures: Figures, accounts: Iterable[tuple[str, CarrierAccount]], *, declared_none: bool) -> None:
    """State the booked revenues of each carrier (slug and account) by kind, and their sums over all carriers."""
    slugs = []
    for slug, account in accounts:
        slugs.append(slug)
        for kind, name in REVENUE_NAMES.items():
            booked = [(revenue, revenue.amount) for revenue in account.revenues if revenue.kind is kind]
            figures.count(f"{slug}.{name}", f"{kind.value}, gebucht", booked)
        figures.add(
            f"{slug}.einnahmen",
            "andere öffentliche Zuwendungen und Leistungen Dritter",
            [f"{slug}.{REVENUE_NAMES[kind]}" for kind in OTHERS],
        )
    source = "Erklärung weitere_einnahmen = 0,00 in foerderbuch.toml" if declared_none else "gebuchte Einnahmen"
    for kind, name in REVENUE_NAMES.items():
        words = source if kind in OTHERS else "gebuchte Einnahmen"
        figures.add(name, f"{kind.value}, Summe über alle Träger ({words})", [f"{slug}.{name}" for slug in slugs])
    figures.add(
        "einnahmen.weitere",
        "andere öffentliche Zuwendungen und Leistungen Dritter, alle Träger",
        [REVENUE_NAMES[kind] for kind in OTHERS],
    )


def name_claimable(figures: Figures, slug: str, account: CarrierAccount, clauses: tuple[Clause, ...]) -> str:
    """State what a carrier can claim where revenues limit it; return the name of the figure that limits its payout."""
    fundable = f"{slug}.zuwendungsfaehig"
    if account.claimable == account.fundable:
        return fundable
    words = (
        "zuwendungsfähige Ausgaben abzüglich anderer öffentlicher Zuwendungen, höchstens alle Ausgaben abzüglich aller "
        "anderen Einnahmen"
    )
    if account.giving_back is Reduction.SHARED:
        words = (
            "zuwendungsfähige Ausgaben abzüglich ihres Anteils an der Überfinanzierung; das ist, was sie mit anderen "
            "öffentlichen Zuwendungen über den Ausgaben liegen, die andere Einnahmen offen lassen"
        )
    figures.value(
        f"{slug}.anrechenbar",
        account.claimable,
        words,
        (fundable, f"{slug}.angefallen", f"{slug}.einnahmen.andere_oeffentliche", f"{slug}.einnahmen.dritte"),
        clauses,
        rounding=RoundingPolicy.SAINTE_LAGUE if account.giving_back is Reduction.SHARED else None,
    )
    return f"{slug}.anrechenbar"


def name_reduction(figures: Figures, settlement: Settlement, unreduced: Settlement, clause: Clause) -> None:
    """State by how much other revenues reduce what is payable; nothing is stated when they reduce nothing."""
    before = total(account.payable for account in unreduced.accounts)
    reduction = before - figures["auszahlung.betrag"].money
    if any(account.received(*OTHERS) for account in settlement.accounts) and reduction > ZERO:
        figures.value(
            "auszahlung.kuerzung",
            reduction,
            "Auszahlungsbetrag ohne andere Einnahmen abzüglich Auszahlungsbetrag",
            ("einnahmen.weitere", "auszahlung.betrag"),
            (clause,),
        )
