"""What the codes of a file mean: wage types and accounts become kinds of cost or revenue, with the sign of the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.cost import Assignment, RevenueKind, WageGroup
from ledger.finding import Finding, error
from ledger.german import format_counted, format_euro

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.imports.table import Table
    from ledger.money import Money


@dataclass(frozen=True, slots=True)
class Signs:
    """Vorzeichen: whether costs and revenues stand in the file as positive amounts.

    In the book costs are positive, revenues are positive amounts of their own, and a reimbursement is a negative cost.
    """

    costs_are_positive: bool = True
    revenues_are_positive: bool = False

    def turns(self, assignment: Assignment) -> bool:
        """Return whether an amount of the file has the other sign in the book."""
        if isinstance(assignment.kind, RevenueKind):
            return not self.revenues_are_positive
        if assignment.group is WageGroup.REIMBURSEMENT:
            return self.revenues_are_positive
        return not self.costs_are_positive


@dataclass(frozen=True, slots=True)
class Meaning:
    """Bedeutung eines Schlüssels: what is booked for it, under which label, and whether the sign is turned.

    ``received`` is money that comes in, a revenue or a reimbursement. ``field`` is the field that holds the amount.
    """

    assignment: Assignment
    label: str
    turns: bool
    received: bool
    field: str = "amount"

    @classmethod
    def of(cls, assignment: Assignment, label: str, signs: Signs, field: str = "amount") -> Meaning:
        """Return the meaning of an assignment under a sign convention."""
        revenue = isinstance(assignment.kind, RevenueKind)
        received = revenue or assignment.group is WageGroup.REIMBURSEMENT
        return cls(assignment, label, signs.turns(assignment), received, field)

    def fits(self, booked: Money) -> bool:
        """Return whether a received amount has the sign of the book: revenues above, reimbursements below zero."""
        return (booked.cents > 0) is isinstance(self.assignment.kind, RevenueKind)


class Meanings:
    """The meanings of the codes of one file; a code nobody has assigned is one finding, however many rows it has.

    ``known`` holds every pair of code and text met so far, so that a file of many rows is looked up and not computed.
    """

    def __init__(self, table: Table, column: str, assignments: Mapping[str, Assignment], signs: Signs) -> None:
        """``column`` is the field of the codes in the table."""
        self.known: dict[tuple[str, str | None], Meaning] = {}
        self._table, self._column, self._assignments, self._signs = table, column, assignments, signs
        self._unassigned: dict[str, list[int]] = {}

    def read(self, code: str, text: str | None, row: int) -> Meaning | None:
        """Return what a code with its text means, or None and remember the row."""
        assignment = self._assignments.get(code)
        if assignment is None:
            self._unassigned.setdefault(code, []).append(row)
            return None
        meaning = Meaning.of(assignment, f"{code} {text or ''}".strip(), self._signs)
        self.known[code, text] = meaning
        return meaning

    def findings(self, section: str) -> list[Finding]:
        """Return one finding for each code that is not assigned in the section, at its first row."""
        return [
            error(
                self._table.place(rows[0], self._column),
                f"Die Nummer {code} ist keiner Ausgabeart zugeordnet "
                f"({format_counted(len(rows), 'Zeile', 'Zeilen')}, hier die erste).",
                f"Bitte die Nummer in foerderbuch.toml unter [{section}] einer Ausgabeart zuordnen oder ihre "
                "Zeilen beim Export ausschließen.",
                found=code,
                expected=f"eine Nummer aus [{section}]; Ausgabearten sind: {', '.join(Assignment.names())}",
            )
            for code, rows in self._unassigned.items()
        ]


def wrong_signs(table: Table, wrong: Mapping[Meaning, list[tuple[int, Money]]]) -> list[Finding]:
    """Return one finding for each meaning whose received amounts have the sign of a cost, as they stand in the file."""
    return [
        error(
            table.place(rows[0][0], meaning.field),
            f"„{meaning.label}“ ist eine Einnahme oder Erstattung, der Betrag hat aber das Vorzeichen einer Ausgabe "
            f"({format_counted(len(rows), 'Zeile', 'Zeilen')}, hier die erste).",
            "Bitte im Leseprofil unter [vorzeichen] prüfen, wie Einnahmen in der Datei stehen; eine zurückgezahlte "
            "Einnahme bitte mit einer Umbuchung berichtigen (Storno und Neu).",
            found=format_euro(rows[0][1]),
            expected="ein Betrag mit dem Vorzeichen einer Einnahme",
        )
        for meaning, rows in wrong.items()
    ]
