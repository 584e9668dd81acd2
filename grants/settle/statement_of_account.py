"""The two sides of the statement of account: income and spending in the order of the plan, planned against actual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.settle.award import PLANNED_INCOME
from grants.settle.naming import SLUGS
from ledger.money import ZERO

if TYPE_CHECKING:
    from grants.settle.award import PlanLine, PlanningFrame
    from grants.settle.figures import Figures

_NOT_PLANNED = "plan.nicht_vorgesehen"
_SPENT = {
    "Koordinierende Stelle": "koordination.angefallen",
    **{kind.value: f"{slug}.angefallen" for kind, slug in SLUGS.items()},
}
_RECEIVED = dict(
    zip(
        PLANNED_INCOME,
        ("auszahlung.betrag", "eigenmittel.gesamt", "einnahmen.andere_oeffentliche", "einnahmen.dritte"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """Zeile des zahlenmäßigen Nachweises: label and the names of its planned, actual and difference figures."""

    label: str
    planned: str
    actual: str
    difference: str


def state_accounts(
    figures: Figures, frame: PlanningFrame
) -> tuple[tuple[StatementLine, ...], tuple[StatementLine, ...]]:
    """State plan, actual and difference of every line; return the lines of income and of spending.

    Kinds that were spent on or received without being planned follow after the plan's lines.
    """
    figures.add("ausgaben.gesamt", "alle Ausgaben für das Programm", _SPENT.values())
    figures.add(
        "eigenmittel.gesamt",
        "Ausgaben abzüglich Auszahlungsbetrag und anderer Einnahmen: tragen Kreis und Träger selbst",
        ("ausgaben.gesamt", "-auszahlung.betrag", "-einnahmen.andere_oeffentliche", "-einnahmen.dritte"),
    )
    figures.add("einnahmen.gesamt", "alle Einnahmen für das Programm", _RECEIVED.values())
    figures.value(_NOT_PLANNED, ZERO, "im Finanzierungsplan nicht vorgesehen")
    income = _side(figures, "einnahmen", frame.planned_income, _RECEIVED)
    spending = _side(figures, "ausgaben", frame.planned_spending, _SPENT)
    return income, spending


def _side(
    figures: Figures, side: str, planned: tuple[PlanLine, ...], actual: dict[str, str]
) -> tuple[StatementLine, ...]:
    lines = []
    for line in planned:
        slug = _slug(actual[line.name])
        figures.value(f"plan.{slug}", line.amount, f"Finanzierungsplan, {line.name}")
        lines.append(_line(figures, line.name, f"plan.{slug}", actual[line.name]))
    named = {line.name for line in planned}
    lines.extend(
        _line(figures, label, _NOT_PLANNED, name)
        for label, name in actual.items()
        if label not in named and figures[name].money
    )
    figures.add(f"plan.{side}", "Finanzierungsplan, Summe", [f"plan.{_slug(actual[line.name])}" for line in planned])
    figures.add(f"abweichung.{side}", "laut Abrechnung abzüglich laut Plan", (f"{side}.gesamt", f"-plan.{side}"))
    return tuple(lines)


def _line(figures: Figures, label: str, planned: str, actual: str) -> StatementLine:
    difference = f"abweichung.{_slug(actual)}"
    figures.add(difference, f"{label}: laut Abrechnung abzüglich laut Plan", (actual, f"-{planned}"))
    return StatementLine(label, planned, actual, difference)


def _slug(name: str) -> str:
    return name.replace(".", "_")
