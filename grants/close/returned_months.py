"""Whether yearly returns can be settled where only whole months count: a return names no months to tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.law.rules import TimeShare
from grants.law.service import covers_all
from ledger.cost import CostKind
from ledger.finding import Finding, error
from ledger.german import format_month, format_span
from ledger.imports.rows import place
from ledger.period import Month
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.law.rules import RuleSet
    from ledger.cost import Entry
    from ledger.period import DaySpan, FundingYear
    from ledger.staff import Tenure


def check_returned_months(
    tenures: Sequence[Tenure], entries: Iterable[Entry], year: FundingYear, county_key: str, rules: RuleSet
) -> tuple[Finding, ...]:
    """Return the posts of yearly returns whose amount is for whole months and for a part of one.

    A row for days of one month alone says what that month cost, so nothing is open there.
    """
    paid = {
        (entry.carrier_key, entry.staff_number)
        for entry in entries
        if entry.carrier_key != county_key and entry.kind is CostKind.PERSONNEL
    }
    findings = []
    for tenure in tenures:
        days = tenure.days.overlap(year.days)
        if days is None or tenure.role is not PositionRole.INTEGRATION:
            continue
        if (tenure.carrier_key, tenure.staff_number) not in paid:
            continue
        findings += [
            error(
                place(tenure.source, ""),
                f"Die Stelle {tenure.position_number} ist {format_span(days)} gemeldet; im {format_month(month)} war "
                f"sie nur zeitweise besetzt, und nur ganze Monate zählen ({clause.words()}). Eine Jahresmeldung nennt "
                "keine Monate, nach denen zu teilen wäre.",
                f"Bitte die Ausgaben für den {format_month(month)} in einer eigenen Zeile mit diesen Tagen melden.",
                found=format_span(days),
                expected="ganze Kalendermonate",
            )
            for month in _months_in_part(tenure, days, tenures)
            for choice, clause in (rules.time_share(month.days.first),)
            if choice is TimeShare.MONTHS
        ]
    return tuple(findings)


def _months_in_part(tenure: Tenure, days: DaySpan, tenures: Iterable[Tenure]) -> list[Month]:
    """Return the first and the last month of a row if its post was not held on each of their days."""
    first, last = Month.of(days.first), Month.of(days.last or days.first)
    if first == last:
        return []
    on_post = [each.days for each in tenures if each.position == tenure.position and each.role is tenure.role]
    return [month for month in (first, last) if not covers_all(month.days, on_post)]
