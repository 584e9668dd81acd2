"""Names what an award grants by its plan, and the steps from there to the final grant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy, rounded_decimal
from grants.law.rules import SettlementMethod, Unit
from grants.settle.figures import Figure, key_slug
from grants.settle.programmes import BY_COST, CEILING, PROPORTION
from ledger.german import format_date

if TYPE_CHECKING:
    from grants.settle.financing import Step
    from grants.settle.programme_names import ProgrammeNames
    from grants.settle.programmes import ProgrammeAccount

APPROVED, AFTER_UNITS, AFTER_CHANGES = (
    "zuwendung.bewilligt",
    "zuwendung.nach_einheiten",
    "zuwendung.nach_verbesserungen",
)
LIMITED, FINAL = "zuwendung.gedeckelt", "zuwendung.endgueltig"
# From which figures a step follows, and whether it is their signed sum; each of the reduced grants has its own below.
_PARTS: dict[str, tuple[tuple[str, ...], bool]] = {
    BY_COST: (("zuwendungsfaehig", "plan.zuwendung", "foerderanteil", "hoechstbetrag"), False),
    APPROVED: (("plan.zuwendung",), True),
    "minderausgaben": (("plan.zuwendungsfaehig", "-zuwendungsfaehig"), True),
    "dritte.mehr": (("dritte", "-plan.dritte"), True),
    "andere_zuwendungen.mehr": (("andere_zuwendungen", "-plan.andere_zuwendungen"), True),
    "eigenmittel.mehr": (("eigenmittel.gebucht", "-plan.eigenmittel"), True),
    "verbesserungen": (("minderausgaben", "dritte.mehr", "andere_zuwendungen.mehr"), True),
    "ueberfinanzierung": (("zuwendungsfaehig", "angefallen", "andere_zuwendungen"), False),
    "ueberfinanzierung.anteil": (("ueberfinanzierung", "andere_zuwendungen"), False),
}


def name_plan(names: ProgrammeNames, account: ProgrammeAccount) -> None:
    """State what the award grants and its financing plan; what it does not say is not stated."""
    award = account.terms.award
    source = f"Bescheid vom {format_date(award.dated)}, {award.reference}"
    _name_limits(names, account)
    if award.granted is not None:
        names.value("plan.zuwendung", award.granted, f"bewilligte Zuwendung, {source}")
    if award.plan is None:
        return
    for name, amount, words in (
        ("zuwendungsfaehig", award.plan.fundable, "zuwendungsfähige Ausgaben"),
        ("nicht_zuwendungsfaehig", award.plan.own_share, "nicht zuwendungsfähige Ausgaben"),
        ("eigenmittel", award.plan.own_funds, "Eigenmittel"),
        ("dritte", award.plan.third_party, "Leistungen Dritter"),
    ):
        names.value(f"plan.{name}", amount, f"Finanzierungsplan, {words}, {source}")
    others = {f"plan.andere.{key_slug(grant.name)}": grant for grant in award.other_grants}
    for name, grant in others.items():
        names.value(name, grant.amount, f"Finanzierungsplan, {grant.name}, {source}")
    names.add("plan.andere_zuwendungen", "andere Zuwendungen laut Finanzierungsplan", others)


def _name_limits(names: ProgrammeNames, account: ProgrammeAccount) -> None:
    """State the proportion that the rule funds, and its ceiling."""
    rules, day = account.terms.rules, account.terms.first_day
    if rules.has(PROPORTION, day):
        proportion, clause = rules.number(PROPORTION, Unit.PERCENT, day)
        number = (rounded_decimal(proportion, RoundingPolicy.EXACT), Unit.PERCENT.value)
        names.number("foerderanteil", number, "Förderanteil", RoundingPolicy.EXACT, clauses=(clause,))
    if rules.has(CEILING, day):
        ceiling, clause = rules.money(CEILING, day)
        names.value("hoechstbetrag", ceiling, "Höchstbetrag der Zuwendung", clauses=(clause,))


def name_steps(names: ProgrammeNames, account: ProgrammeAccount) -> None:
    """State the steps to the final grant and the grant itself; measures without a grant have none."""
    clauses, rules = (account.terms.method.clause,), account.terms.rules
    words = f"rechnerische Zuwendung nach der Fassung {rules.version} des Programms"
    if rules.own_file:
        words += f" aus der eigenen Regeldatei {rules.own_file}"
    if account.final is None:
        names.value("zuwendung", account.payable, "Maßnahmen ohne Zuwendung", clauses=clauses)
        return
    # Settled by actual cost there is no plan to compare with; the figures of one would not add up to the steps.
    without_plan = account.terms.method.settlement is SettlementMethod.EXACT_COST
    for step in account.final.steps:
        _name_step(names, step, without_plan=without_plan)
    names.add("zuwendung", words, (FINAL,), clauses)


def _name_step(names: ProgrammeNames, step: Step, *, without_plan: bool) -> None:
    parts, sums = _parts(names, step.name)
    if without_plan and step.name != BY_COST:
        parts = tuple(part for part in parts if "plan." not in part)
    figure = Figure(
        names.full(step.name),
        step.amount,
        step.words,
        names.parts(parts),
        sums=sums,
        clauses=(step.clause,),
        rounding=step.rounding,
    )
    names.figures.state(figure)


def _parts(names: ProgrammeNames, step: str) -> tuple[tuple[str, ...], bool]:
    granted = BY_COST if names.has(BY_COST) else APPROVED
    if step == AFTER_UNITS:
        return (granted, "pauschale", "vzae"), False
    if step == AFTER_CHANGES:
        return (granted, "verbesserungen"), False
    reduced = next((name for name in (AFTER_UNITS, AFTER_CHANGES) if names.has(name)), granted)
    if step == LIMITED:
        return (reduced, "zuwendungsfaehig", "foerderanteil", "hoechstbetrag"), False
    if step == FINAL:
        return (LIMITED if names.has(LIMITED) else reduced, "-ueberfinanzierung.anteil"), True
    return _PARTS[step]
