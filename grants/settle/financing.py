"""What each type of financing leaves of a grant once the actual account is known (ANBest-K Nr. 2).

The rules come as data: proportion, ceiling, unit amount and clauses are the caller's. Own funds stand in plan and
account and reduce nothing: they fill what grants and other income leave open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy, euros, rounded_money
from grants.law.rules import Reduction
from grants.settle.overfinancing import THIS_GRANT, give_back, left_open
from ledger.money import ZERO, Money, total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.law.clause import Clause
    from grants.settle.overfinancing import GrantorShare

WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Financing:
    """Finanzierung: spending and cover of a measure, once as approved (Finanzierungsplan) and once as it came out.

    ``own_share`` is spending for the measure that is not fundable, ``third_party`` income that is neither own funds
    nor a grant, ``other_grants`` the amount of each other grantor. Actual spending is negative where reimbursements
    exceed it.
    """

    fundable: Money
    own_share: Money = ZERO
    own_funds: Money = ZERO
    third_party: Money = ZERO
    other_grants: Mapping[str, Money] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse negative cover, and another grantor without a name."""
        if min(self.own_funds, self.third_party, *self.other_grants.values()) < ZERO:
            raise ValueError("Eigenmittel, Leistungen Dritter und andere Zuwendungen sind nie negativ.")
        if THIS_GRANT in self.other_grants:
            raise ValueError("Ein anderer Zuwendungsgeber hat keinen Namen.")

    @property
    def incurred(self) -> Money:
        """Return all spending, fundable or not."""
        return self.fundable + self.own_share

    @property
    def granted_by_others(self) -> Money:
        """Return the sum of all other grants."""
        return total(self.other_grants.values())


@dataclass(frozen=True, slots=True)
class FinancingClauses:
    """Fundstellen einer Finanzierungsart: of the approval, of the reduction and of over-financing.

    ``giving_back`` says which part of an excess this grant gives back, ``shared_by`` the clause of that where it is not
    the one of over-financing.
    """

    approval: Clause
    reduction: Clause
    overfinancing: Clause
    giving_back: Reduction = Reduction.SHARED
    shared_by: Clause | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Rechenschritt: a named amount, how it was computed in words, its clause, and its rounding where there was one."""

    name: str
    amount: Money
    words: str
    clause: Clause
    rounding: RoundingPolicy | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """Einheiten eines Festbetrags: the unit amount of which a grant is a multiple, and how many were reached."""

    amount: Money
    reached: Fraction

    def __post_init__(self) -> None:
        """Refuse a negative amount or number."""
        if self.amount < ZERO or self.reached < 0:
            raise ValueError("Einheiten und Einheitsbetrag sind nie negativ.")

    @property
    def multiple(self) -> Money:
        """Return the unit amount times the units reached, half up to the cent."""
        return rounded_money(euros(self.amount) * self.reached, RoundingPolicy.CENT)


@dataclass(frozen=True, slots=True)
class FinalGrant:
    """Endgültige Zuwendung: what is payable, the steps that lead to it, and what over-financing takes from each."""

    payable: Money
    steps: tuple[Step, ...]
    shares: tuple[GrantorShare, ...]

    def __getitem__(self, name: str) -> Money:
        """Return the amount of the step with a name. Raises KeyError where this financing has no such step."""
        return {step.name: step.amount for step in self.steps}[name]


def proportional_amount(fundable: Money, proportion: Fraction, ceiling: Money | None = None) -> Money:
    """Return the proportion of fundable spending, half up to the cent, at most the ceiling and never below zero.

    Raises ValueError for a proportion outside 0 to 1 or a negative ceiling.
    """
    _check_proportion(proportion)
    if ceiling is not None and ceiling < ZERO:
        raise ValueError("Ein Höchstbetrag ist nie negativ.")
    amount = max(rounded_money(euros(fundable) * proportion, RoundingPolicy.CENT), ZERO)
    return amount if ceiling is None else min(amount, ceiling)


def fixed_amount_grant(
    grant: Money,
    actual: Financing,
    clauses: FinancingClauses,
    units: Units | None = None,
    limit: Money | None = None,
) -> FinalGrant:
    """Settle a Festbetrag: only fewer units (Nr. 2.3.1) and over-financing by grants (Nr. 2.3.2) reduce it.

    More units than approved raise nothing. ``limit`` is the most that the programme pays whatever the award grants,
    None where its rules name no limit. Raises ValueError for a negative grant.
    """
    steps = [_approved(grant, clauses)]
    if units is not None:
        words = "Einheitsbetrag mal tatsächliche Einheiten, höchstens die bewilligte Zuwendung"
        step = Step(
            "zuwendung.nach_einheiten", min(grant, units.multiple), words, clauses.reduction, RoundingPolicy.CENT
        )
        steps.append(step)
    return _without_overfinancing(_limited(steps, limit, clauses), actual, clauses)


def proportional_grant(
    grant: Money,
    plan: Financing,
    actual: Financing,
    clauses: FinancingClauses,
    proportion: Fraction,
    ceiling: Money | None = None,
) -> FinalGrant:
    """Settle an Anteilsfinanzierung: its proportion of what improvements leave of the planned spending.

    Where the ceiling did not bind, that is the grant less its proportion of the improvements. Where it did, they first
    reduce what the proportion would come to without it (Annahme, the usual reading of "50 per cent, at most 290,000");
    `less_by_the_letter` is the other reading. Raises ValueError for a proportion outside 0 to 1, a negative ceiling,
    grant or planned spending.
    """
    steps = [_approved(grant, clauses), *_improvement_steps(plan, actual, clauses.reduction)]
    left = plan.fundable - max(steps[-1].amount, ZERO)
    words = "Anteil an den geplanten zuwendungsfähigen Ausgaben abzüglich der Verbesserungen"
    if ceiling is not None:
        words += ", höchstens der Höchstbetrag (Annahme: Verbesserungen mindern die Ausgaben, nicht den Höchstbetrag)"
    amount = min(grant, proportional_amount(left, proportion, ceiling))
    steps.append(Step("zuwendung.nach_verbesserungen", amount, words, clauses.reduction, RoundingPolicy.CENT))
    return _without_overfinancing(steps, actual, clauses)


def less_by_the_letter(grant: Money, improvements: Money, proportion: Fraction) -> Money:
    """Return what a grant would be if its proportion of the improvements reduced the grant itself, never below zero."""
    exact = euros(grant) - euros(max(improvements, ZERO)) * proportion
    return max(rounded_money(exact, RoundingPolicy.CENT), ZERO)


def deficit_grant(
    grant: Money,
    plan: Financing,
    actual: Financing,
    clauses: FinancingClauses,
    proportion: Fraction = WHOLE,
    limit: Money | None = None,
) -> FinalGrant:
    """Settle a Fehlbedarfsfinanzierung: the grant falls by all improvements, a partial one by its proportion of them.

    ``limit`` is the most that the programme pays whatever the award grants, None where its rules name no limit. Raises
    ValueError for a proportion outside 0 to 1, a negative grant or negative planned spending.
    """
    _check_proportion(proportion)
    steps = [_approved(grant, clauses), *_improvement_steps(plan, actual, clauses.reduction)]
    words = "bewilligte Zuwendung abzüglich ihres Anteils an den Verbesserungen"
    amount = less_by_the_letter(grant, steps[-1].amount, proportion)
    steps.append(Step("zuwendung.nach_verbesserungen", amount, words, clauses.reduction, RoundingPolicy.CENT))
    return _without_overfinancing(_limited(steps, limit, clauses), actual, clauses)


def full_grant(
    grant: Money, plan: Financing, actual: Financing, clauses: FinancingClauses, limit: Money | None = None
) -> FinalGrant:
    """Settle a Vollfinanzierung: the grant falls by all improvements, and is at most the limit where there is one.

    Raises ValueError for a negative grant or negative planned spending.
    """
    return deficit_grant(grant, plan, actual, clauses, limit=limit)


def _check_proportion(proportion: Fraction) -> None:
    if not 0 <= proportion <= 1:
        raise ValueError("Ein Förderanteil liegt zwischen 0 und 1.")


def _approved(grant: Money, clauses: FinancingClauses) -> Step:
    if grant < ZERO:
        raise ValueError("Eine bewilligte Zuwendung ist nie negativ.")
    return Step("zuwendung.bewilligt", grant, "Zuwendung nach dem Bescheid", clauses.approval)


def _limited(steps: list[Step], limit: Money | None, clauses: FinancingClauses) -> list[Step]:
    """Return the steps and what the limit leaves of the last one; without a limit there is no further step."""
    if limit is None:
        return steps
    words = "Zuwendung, höchstens Förderanteil an den tatsächlichen zuwendungsfähigen Ausgaben und Höchstbetrag"
    return [*steps, Step("zuwendung.gedeckelt", min(steps[-1].amount, limit), words, clauses.approval)]


def _improvement_steps(plan: Financing, actual: Financing, clause: Clause) -> tuple[Step, ...]:
    """Return the changes against the plan and, last, their balance, in which a change of own funds does not count."""
    if plan.fundable < ZERO:
        raise ValueError("Geplante zuwendungsfähige Ausgaben sind nie negativ.")
    spending = plan.fundable - actual.fundable
    income = actual.third_party - plan.third_party
    grants = actual.granted_by_others - plan.granted_by_others
    against = "laut Abrechnung abzüglich laut Finanzierungsplan"
    balance = "Minderausgaben, mehr Leistungen Dritter und mehr andere Zuwendungen, ohne Änderungen der Eigenmittel"
    return (
        Step("minderausgaben", spending, "zuwendungsfähige Ausgaben laut Plan abzüglich laut Abrechnung", clause),
        Step("dritte.mehr", income, f"Leistungen Dritter {against}", clause),
        Step("andere_zuwendungen.mehr", grants, f"andere Zuwendungen {against}", clause),
        Step(
            "eigenmittel.mehr",
            actual.own_funds - plan.own_funds,
            f"Eigenmittel {against}; bleiben außer Betracht",
            clause,
        ),
        Step("verbesserungen", spending + income + grants, balance, clause),
    )


def _without_overfinancing(steps: list[Step], actual: Financing, clauses: FinancingClauses) -> FinalGrant:
    """Return the result after what grants and third parties pay beyond the spending was given back."""
    before = steps[-1].amount
    room = left_open(actual.fundable, actual.incurred, actual.granted_by_others, actual.third_party)
    shares = give_back(before, room, actual.other_grants, clauses.giving_back)
    excess = total(share.amount for share in shares)
    own = next(share.amount for share in shares if share.grantor == THIS_GRANT)
    payable = before - own
    words = "alle Zuwendungen über den Ausgaben, die sie und Leistungen Dritter decken dürfen"
    shared, rounding = "Überfinanzierung, ganz von dieser Zuwendung abgezogen", None
    if clauses.giving_back is Reduction.SHARED:
        shared = "Überfinanzierung, im Verhältnis der Zuwendungen auf die Zuwendungsgeber verteilt"
        rounding = RoundingPolicy.SAINTE_LAGUE
    clause = clauses.overfinancing
    steps = [
        *steps,
        Step("ueberfinanzierung", excess, words, clause),
        Step("ueberfinanzierung.anteil", own, shared, clauses.shared_by or clause, rounding),
        Step("zuwendung.endgueltig", payable, "Zuwendung abzüglich ihres Anteils an der Überfinanzierung", clause),
    ]
    return FinalGrant(payable, tuple(steps), shares)
