"""What becomes of an entry in its funding year, as a clerk reads it and as other programs do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants.desk.output import clause_data
from grants.law.rules import Side
from ledger.cost import YearBasis
from ledger.german import format_euro, format_fte, format_month, format_span, join_words
from ledger.period import DaySpan, day_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grants.settle.entry_shares import EntryEligibility, EntryShare
    from grants.settle.figures import Booked

_MONTHS = {YearBasis.SERVICE: "Leistungsmonat", YearBasis.PAYMENT: "Zahlungsmonat"}
NO_AWARD = "ein Bescheid dazu liegt nicht vor, dort nicht abgerechnet"


def eligibility_lines(eligibility: EntryEligibility, booked: Booked) -> Iterator[str]:
    """Yield the year that counts an entry, and every part with side, programme, clauses, post and days."""
    month = f"{_MONTHS[eligibility.basis]} {format_month(booked.deciding_month(eligibility.basis))}"
    year = f"zählt im Förderjahr {eligibility.year}" if eligibility.year else "zählt in keinem Förderjahr"
    yield f"    {year}: {month} [{eligibility.clause.words()}]"
    if eligibility.shares:
        yield "    Aufteilung vor Höchstbeträgen, Rahmen und anderen Einnahmen:"
    for share in eligibility.shares:
        yield f"      {format_euro(share.amount)}  {_side(share)} [{'; '.join(c.words() for c in share.clauses)}]"
        for line in _place(share, eligibility.year):
            yield f"          {line}"


def _side(share: EntryShare) -> str:
    if share.side is Side.OTHER_PROGRAMME and not share.programme:
        return f"{share.side.value}; {NO_AWARD}"
    refused = ", abgelehnt wegen Umfang oder Zeitraum der Stelle" if share.refused else ""
    return f"{share.side.value}{refused}, {share.programme}"


def _place(share: EntryShare, year: int | None) -> Iterator[str]:
    """Yield the post and the days that a part pays, and its year where that is another one."""
    tenure = share.tenure
    if tenure is not None:
        days = join_words([format_span(span) for span in joined(share.days)])
        post = f"Stelle {tenure.position_number} ({tenure.role.value}), {format_fte(tenure.fte)} VZÄ"
        yield f"{post}, {days}" if days else post
    if share.year != year:
        yield f"zählt dort im Förderjahr {share.year}"


def joined(days: Iterable[DaySpan]) -> list[DaySpan]:
    """Return days with neighbouring spans made one: twelve whole months are a year."""
    spans: list[DaySpan] = []
    for span in sorted(days, key=lambda each: each.first):
        before = spans[-1] if spans else None
        if before and before.last and day_after(before.last) == span.first:
            spans[-1] = DaySpan(before.first, span.last)
        else:
            spans.append(span)
    return spans


def eligibility_data(eligibility: EntryEligibility | None) -> dict[str, Any]:
    """Return what becomes of an entry in the shape other programs rely on; empty where the year is not computed."""
    if eligibility is None:
        return {"foerderjahr": None, "massstab": None, "aufteilung": None}
    return {
        "foerderjahr": eligibility.year,
        "massstab": {"nach": eligibility.basis.value, "fundstelle": clause_data(eligibility.clause)},
        "aufteilung": [_share_data(share) for share in eligibility.shares],
    }


def _share_data(share: EntryShare) -> dict[str, Any]:
    tenure = share.tenure
    return {
        "betrag": share.amount.decimal_string(),
        "seite": share.side.value,
        "abgelehnt": share.refused,
        "programm": share.programme,
        "foerderjahr": share.year,
        "stelle": tenure.position_number if tenure else "",
        "aufgabe": tenure.role.value if tenure else "",
        "vzae": tenure.fte.decimal_string() if tenure else None,
        "tage": [
            {"von": span.first.isoformat(), "bis": span.last.isoformat() if span.last else None}
            for span in joined(share.days)
        ],
        "fundstellen": [clause_data(clause) for clause in share.clauses],
    }
