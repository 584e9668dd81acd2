"""Operations of relations that are rules of settlement: each calls the function by which the program settles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rounding import HUNDRED, RoundingPolicy, euros, rounded_money
from grants.settle.financing import Units, proportional_amount
from grants.settle.head_counts import (
    clients,
    county_frame,
    head_count_frame,
    posts_from_frame,
    rate_per_head,
)
from grants.settle.person_months import fixed_amount
from grants.settle.relation_arithmetic import Arithmetic, ComputationError, factor_of, value_of
from grants.settle.relations import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from grants.settle.printed import Known
    from ledger.money import Money


def _money(known: Known) -> Money:
    """Return an operand as an amount. Raises ComputationError where it has parts of a cent."""
    try:
        return rounded_money(value_of(known), RoundingPolicy.EXACT)
    except ValueError as problem:
        raise ComputationError(f"„{known.name}“: {problem}") from None


def _whole(known: Known) -> int:
    """Return an operand as a number of persons above zero."""
    value = value_of(known)
    if value.denominator != 1 or value <= 0:
        raise ComputationError(f"„{known.name}“ ({known.text}) ist keine ganze Zahl über 0.")
    return value.numerator


def _frame_from_quota(operands: Sequence[Known]) -> Fraction:
    state_amount, quota = operands
    return county_frame(_money(state_amount), factor_of(quota) * HUNDRED).exact


def _frame_per_head(operands: Sequence[Known]) -> Fraction:
    persons, state_amount, statewide = operands
    return head_count_frame(_whole(persons), rate_per_head(_money(state_amount), _whole(statewide))).exact


def _posts_of_frame(operands: Sequence[Known]) -> Fraction:
    frame, rate = (_money(known) for known in operands)
    if rate.cents <= 0:
        raise ComputationError(f"„{operands[1].name}“ ist nicht über 0.")
    return posts_from_frame(frame, rate).exact


def _clients(operands: Sequence[Known]) -> Fraction:
    posts, key = operands
    return clients(value_of(posts), _whole(key)).exact


def _proportional(operands: Sequence[Known]) -> Fraction:
    fundable, share, ceiling = operands
    try:
        return euros(proportional_amount(_money(fundable), factor_of(share), _money(ceiling)))
    except ValueError as problem:
        raise ComputationError(str(problem)) from None


def _cap_per_person(operands: Sequence[Known]) -> Fraction:
    rate, share, months = operands
    return fixed_amount(value_of(rate), value_of(share), value_of(months))


def _lump_sum(operands: Sequence[Known]) -> Fraction:
    posts, amount = operands
    try:
        return euros(Units(_money(amount), value_of(posts)).multiple)
    except ValueError as problem:
        raise ComputationError(str(problem)) from None


SETTLEMENT: dict[Operation, Arithmetic] = {
    Operation.FRAME_FROM_QUOTA: Arithmetic(_frame_from_quota, 2, 2, "Landesbetrag, Zuteilungsquote"),
    Operation.FRAME_PER_HEAD: Arithmetic(_frame_per_head, 3, 3, "Personen, Landesbetrag, Personen im Land"),
    Operation.POSTS_OF_FRAME: Arithmetic(_posts_of_frame, 2, 2, "Planungsrahmen, Festbetrag je VZÄ und Jahr"),
    Operation.CAP_PER_PERSON: Arithmetic(_cap_per_person, 3, 3, "Festbetrag je VZÄ und Jahr, VZÄ, Monate"),
    Operation.LUMP_SUM: Arithmetic(_lump_sum, 2, 2, "Stellen, Betrag je Stelle und Jahr"),
    Operation.PROPORTIONAL: Arithmetic(
        _proportional, 3, 3, "zuwendungsfähige Ausgaben, Förderanteil in Prozent, Höchstbetrag"
    ),
    Operation.CLIENTS: Arithmetic(_clients, 2, 2, "VZÄ, Personen je VZÄ"),
}
