"""Refuse relations that make no sense in their file: operands, roundings, names, order; with key and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy
from grants.settle.relation_operations import COMPUTED
from grants.settle.relations import Operation
from ledger.german import format_counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from grants.settle.documents import Fields
    from grants.settle.printed import Known
    from grants.settle.relations import PaperCheck, Relation
    from ledger.finding import UnreadableError

PRINTED, DERIVED, RULES, RELATIONS = "zahlen", "nachgerechnet", "regelwerte", "beziehung"

# How many operands the operations take that compute no number, and which of all take days or anything.
_OTHERS: dict[Operation, tuple[int, int | None]] = {
    Operation.EQUALITY: (1, None),
    Operation.SEQUENCE: (2, None),
    Operation.DISTRIBUTION: (2, None),
    Operation.CLAUSE: (1, None),
    Operation.UNCHECKABLE: (0, None),
}
_OF_DAYS = (Operation.SEQUENCE, Operation.YEARS, Operation.MONTHS)
_NUMBER_REMEDY = 'Bitte die Angabe berichtigen oder { gedruckt = "fünf", gemeint = "5" } schreiben.'
_DAYS_REMEDY = (
    'Bitte die Angabe berichtigen oder { gedruckt = "Mitte Januar", gemeint = "Mitte Januar 2024" } schreiben.'
)
_OF_ANYTHING = (Operation.EQUALITY, Operation.COUNT, Operation.CLAUSE, Operation.UNCHECKABLE)


def refuse_senseless(table: Fields, relation: Relation) -> None:
    """Refuse what the operation does not take: too many or too few operands, a rounding that is none for one value."""
    operation, count = relation.operation, len(relation.operands)
    arithmetic = COMPUTED.get(operation)
    least, most = (arithmetic.least, arithmetic.most) if arithmetic else _OTHERS[operation]
    if count < least or (most is not None and count > most):
        order = f" ({arithmetic.order})" if arithmetic and arithmetic.order else ""
        wanted = f"{least}" if most == least else f"{least} bis {most}" if most else f"mindestens {least}"
        raise table.refuse(
            "aus",
            f"nennt {format_counted(count, 'Angabe', 'Angaben')} für „{operation.value}“.",
            f"„{operation.value}“ braucht {wanted}{order}.",
        )
    if operation is Operation.DISTRIBUTION and count != len(relation.results):
        raise table.refuse("ergibt", "nennt nicht so viele Anteile, wie „aus“ Teile nennt.", "Bitte beide angleichen.")
    several = (RoundingPolicy.SAINTE_LAGUE, RoundingPolicy.SUM_OF_ROUNDED, RoundingPolicy.UNROUNDED_DIFFERENCE)
    adjusted = relation.rounding is RoundingPolicy.LAST_ADJUSTED and operation is not Operation.DISTRIBUTION
    if relation.rounding in several or adjusted:
        raise table.refuse(
            "rundung", f"„{relation.rounding.value}“ gilt nicht für einen einzelnen Wert.", "Bitte eine andere nennen."
        )
    needs_reason = operation is Operation.UNCHECKABLE or relation.tolerance
    if needs_reason and not relation.reason:
        raise table.refuse("grund", "fehlt.", "Bitte den Grund in einem Satz nennen.")
    if relation.status and operation is not Operation.CLAUSE:
        raise table.refuse("status", "gehört nur zu „Fundstelle“.", "Bitte die Zeile streichen.")


def refuse_twins(fields: Fields, names: Iterable[str]) -> None:
    """Refuse a name that two figures, rule values or relations of the file have."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise fields.refuse(
                name, "gibt es zweimal.", "Bitte jeder Zahl und jeder Beziehung einen eigenen Namen geben."
            )
        seen.add(name)


def refuse_strangers(table: Fields, relation: Relation, paper: PaperCheck, before: Collection[Relation]) -> None:
    """Refuse an operand or result that is not there, or is no number or day where one is needed.

    Another relation can be an operand when it stands ``before`` and computes a number; so nothing turns in circles.
    """
    figures = {**paper.printed, **paper.derived}
    computed = {each.name for each in before if each.operation in COMPUTED}
    for key, names in (("aus", relation.operands), ("ergibt", relation.results)):
        for name in names:
            if name in figures:
                _refuse_illegible(table, key, figures[name], relation)
            elif key == "ergibt":
                raise _stranger(
                    table, key, relation, name, f"Gemeint sein kann eine Angabe aus [{PRINTED}] oder [{DERIVED}]."
                )
            elif any(each.name == name for each in paper.relations):
                if name not in computed:
                    raise _useless(table, relation, name)
                if relation.operation in _OF_DAYS:
                    raise table.refuse(key, f"von „{relation.name}“ nennt „{name}“; das ist kein Datum.", _DAYS_REMEDY)
            elif name not in paper.rules:
                where = f"[{PRINTED}], [{DERIVED}], [{RULES}] oder eine Beziehung, die davor steht"
                raise _stranger(table, key, relation, name, f"Gemeint sein kann eine Angabe aus {where}.")


def _stranger(table: Fields, key: str, relation: Relation, name: str, remedy: str) -> UnreadableError:
    return table.refuse(key, f"von „{relation.name}“ nennt „{name}“; das gibt es in der Datei nicht.", remedy)


def _useless(table: Fields, relation: Relation, name: str) -> UnreadableError:
    return table.refuse(
        "aus",
        f"von „{relation.name}“ nennt „{name}“; diese Beziehung steht nicht davor oder ergibt keine Zahl.",
        "Bitte sie davor stellen; Beziehungen, die sich im Kreis aufeinander stützen, lassen sich nicht rechnen.",
    )


def _refuse_illegible(table: Fields, key: str, known: Known, relation: Relation) -> None:
    if relation.operation in _OF_ANYTHING and not (relation.operation is Operation.COUNT and key == "ergibt"):
        return
    days = relation.operation in _OF_DAYS and key == "aus"
    if (known.days if days else known.number) is None:
        fact = "das ist kein Datum" if days else "das ist keine Zahl"
        remedy = _DAYS_REMEDY if days else _NUMBER_REMEDY
        raise table.refuse(key, f"von „{relation.name}“ nennt „{known.name}“ ({known.text}); {fact}.", remedy)
