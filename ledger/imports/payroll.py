"""The payroll: what each person was paid, by wage type and month of service, however the export arranges it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.imports.gathering import Facts, Gathering
from ledger.imports.meaning import Meanings
from ledger.imports.parse import parse_amount, parse_code, parse_day, parse_identifier, parse_month, parse_text
from ledger.imports.rows import parse_year
from ledger.imports.schema import Field, Schema, Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.cost import Assignment
    from ledger.imports.meaning import Signs
    from ledger.imports.table import Table

WAGE_TYPES = "lohnarten"
PAYROLL = Schema(
    fields=(
        Field("staff_number", "Personalnummer", parse_identifier),
        Field("paid_in", "Abrechnungsmonat", parse_month),
        Field("cost_month", "Leistungsmonat", parse_month, required=False),
        Field("wage_type", "Lohnart", parse_code),
        Field("wage_text", "Lohnart-Text", parse_text, required=False, may_be_empty=True),
        Field("amount", "Betrag", parse_amount),
        Field("row_total", "Zeilensumme", parse_amount, required=False, may_be_empty=True),
        Field("paid_on", "Zahltag", parse_day, required=False, may_be_empty=True),
        Field("booked_on", "Buchungsdatum", parse_day, required=False, may_be_empty=True),
        Field("year", "Förderjahr", parse_year, required=False, above=True),
    ),
    spreads=(Spread("monatsspalten", "amount", ("paid_in", "cost_month"), "row_total", may_be_empty=True),),
    codes=WAGE_TYPES,
    signed=True,
)


def read_payroll(table: Table, carrier_key: str, assignments: Mapping[str, Assignment], signs: Signs) -> Facts:
    """Return one cost or revenue per row; a wage type without assignment is a finding, never a guess.

    An export that knows no month of service pays for the month it settles.
    """
    gathering = Gathering(table, carrier_key)
    meanings = Meanings(table, "wage_type", assignments, signs)
    known, add = meanings.known, gathering.add
    rows = table.rows(
        "wage_type", "wage_text", "amount", "cost_month", "paid_in", "staff_number", "paid_on", "booked_on"
    )
    for row, code, text, amount, served, paid_in, staff_number, paid_on, booked_on in rows:
        meaning = known.get((code, text)) or meanings.read(code, text, row)
        if meaning is not None:
            add(meaning, amount, row, (served or paid_in, paid_in), (paid_on, booked_on), staff_number)
    return gathering.facts(meanings.findings(WAGE_TYPES))
