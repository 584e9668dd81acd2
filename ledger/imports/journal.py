"""The finance journal: bookings of training, travel, equipment and the like, one row per voucher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.cost import CostKind
from ledger.finding import Finding, error
from ledger.german import format_euro
from ledger.imports.gathering import Facts, Gathering
from ledger.imports.meaning import Meanings
from ledger.imports.parse import CellError, parse_amount, parse_code, parse_day, parse_identifier, parse_text
from ledger.imports.schema import Field, Schema
from ledger.period import Month

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.cost import Assignment
    from ledger.imports.cells import Cell
    from ledger.imports.meaning import Signs
    from ledger.imports.table import Table
    from ledger.money import Money

ACCOUNTS = "sachkonten"
_CREDIT = {"s": False, "soll": False, "h": True, "haben": True}


def parse_side(cell: Cell) -> bool:
    """Return whether a booking stands on the credit side: ``S``, ``H``, ``Soll`` or ``Haben``. Raises CellError."""
    side = _CREDIT.get(parse_text(cell).casefold())
    if side is None:
        raise CellError("Die Buchungsseite ist nicht lesbar.", "S oder H", "Bitte S (Soll) oder H (Haben) eintragen.")
    return side


JOURNAL = Schema(
    fields=(
        Field("booked_on", "Buchungsdatum", parse_day),
        Field("served_on", "Leistungsdatum", parse_day),
        Field("paid_on", "Zahltag", parse_day, required=False, may_be_empty=True),
        Field("voucher", "Belegnummer", parse_text),
        Field("account", "Sachkonto", parse_code),
        Field("account_text", "Kontobezeichnung", parse_text, required=False, may_be_empty=True),
        Field("text", "Buchungstext", parse_text, required=False, may_be_empty=True),
        Field("staff_number", "Personalnummer", parse_identifier, required=False, may_be_empty=True),
        Field("credit", "Soll/Haben", parse_side, required=False),
        Field("amount", "Betrag", parse_amount),
    ),
    codes=ACCOUNTS,
    signed=True,
)


def read_journal(table: Table, carrier_key: str, assignments: Mapping[str, Assignment], signs: Signs) -> Facts:
    """Return one cost or revenue per row; an account without assignment is a finding, never a guess."""
    gathering = Gathering(table, carrier_key)
    meanings = Meanings(table, "account", assignments, signs)
    findings: list[Finding] = []
    rows = table.rows(
        "account", "account_text", "amount", "credit", "served_on", "booked_on", "paid_on", "staff_number", "voucher"
    )
    for row, code, text, written, credit, served_on, booked_on, paid_on, staff_number, voucher in rows:
        meaning = meanings.known.get((code, text)) or meanings.read(code, text, row)
        if meaning is None:
            continue
        if meaning.assignment.kind is CostKind.PERSONNEL and not staff_number:
            findings.append(_personnel_cost_of_nobody(table, row))
        if credit is not None and written.cents < 0:
            findings.append(_sign_and_side(table, row, written))
        gathering.add(
            meaning,
            -written if credit else written,
            row,
            (Month.of(served_on), Month.of(booked_on)),
            (paid_on, booked_on),
            staff_number or "",
            voucher,
        )
    return gathering.facts([*findings, *meanings.findings(ACCOUNTS)])


def _personnel_cost_of_nobody(table: Table, row: int) -> Finding:
    return error(
        table.place(row, "staff_number"),
        "Personalausgaben brauchen eine Personalnummer; ohne sie gehören sie zu keiner Stelle.",
        "Bitte die Personalnummer ergänzen oder das Sachkonto einer anderen Ausgabeart zuordnen.",
        expected="eine Personalnummer aus der Stellenbesetzung",
    )


def _sign_and_side(table: Table, row: int, amount: Money) -> Finding:
    return error(
        table.place(row, "amount"),
        "Der Betrag ist negativ, obwohl eine eigene Spalte Soll und Haben nennt.",
        "Bitte den Betrag ohne Vorzeichen ausgeben oder im Profil die Spalte Soll/Haben weglassen.",
        found=format_euro(amount),
        expected="ein Betrag ohne Vorzeichen",
    )
