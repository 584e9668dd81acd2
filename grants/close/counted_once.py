"""Every booking belongs to exactly one year: one that two years count is refused, one that none counts is pointed out.

Month of service or of payment decides; the rule set of each year says which, so two years may say different things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.close.points import OpenPoint
from ledger.cost import YearBasis
from ledger.finding import Finding, error
from ledger.german import format_counted, format_euro, join_words
from ledger.imports.rows import place
from ledger.money import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.cost import Entry, Revenue

    Booked = Entry | Revenue

ROWS_SHOWN = 12
_MONTHS = {YearBasis.SERVICE: "Leistungsmonat", YearBasis.PAYMENT: "Zahlungsmonat"}

_REMEDY = (
    "Bitte in den Regelfassungen beider Förderjahre denselben Maßstab (jahreszuordnung) verwenden oder mit der "
    "Bewilligungsstelle klären, in welches Jahr die Buchung gehört."
)


def check_counted_twice(booked: Iterable[Booked], bases: Mapping[int, YearBasis]) -> tuple[Finding, ...]:
    """Return the bookings that two years count, by file; ``bases`` holds the basis of each year as far as known."""
    return tuple(
        error(
            place(group[0].source, ""),
            f"{_these(group)} {_verb(group, 'zählt', 'zählen')} zweimal: {_by_what(years, bases)}.",
            _REMEDY,
            found=format_euro(total(each.amount for each in group)),
            expected="jede Buchung in genau einem Förderjahr",
        )
        for years, group in _grouped(booked, bases)
        if all(_is_counted(group[0], year, bases) for year in years)
    )


def uncounted_points(booked: Iterable[Booked], bases: Mapping[int, YearBasis]) -> list[OpenPoint]:
    """Return the bookings that no year counts, by file."""
    return [
        OpenPoint(
            f"{group[0].source.file}: {_these(group)} über {format_euro(total(each.amount for each in group))} "
            f"{_verb(group, 'zählt', 'zählen')} in keinem Förderjahr: {_by_what(years, bases)}.",
            _REMEDY,
        )
        for years, group in _grouped(booked, bases)
        if not any(_is_counted(group[0], year, bases) for year in years)
    ]


def _grouped(booked: Iterable[Booked], bases: Mapping[int, YearBasis]) -> list[tuple[tuple[int, int], list[Booked]]]:
    """Return the bookings that touch two years whose basis is known, by year of service, year of payment and file."""
    groups: dict[tuple[str, str, int, int], list[Booked]] = {}
    for each in booked:
        served, paid = (each.deciding_month(basis).year for basis in (YearBasis.SERVICE, YearBasis.PAYMENT))
        if served != paid and served in bases and paid in bases:
            groups.setdefault((each.source.file, each.source.sheet, served, paid), []).append(each)
    return [((served, paid), group) for (_, _, served, paid), group in groups.items()]


def _is_counted(booked: Booked, year: int, bases: Mapping[int, YearBasis]) -> bool:
    return booked.deciding_month(bases[year]).year == year


def _by_what(years: tuple[int, int], bases: Mapping[int, YearBasis]) -> str:
    served, paid = years
    return (
        f"geleistet {served}, gezahlt {paid}; für das Förderjahr {served} ist der {_MONTHS[bases[served]]} maßgeblich, "
        f"für das Förderjahr {paid} der {_MONTHS[bases[paid]]}"
    )


def _these(group: list[Booked]) -> str:
    """Return bookings by their rows; many are counted."""
    rows = [str(row) for row in sorted({each.source.row for each in group})]
    if len(rows) == 1:
        return f"Die Buchung der Zeile {rows[0]}"
    shown = rows if len(rows) <= ROWS_SHOWN else [*rows[:ROWS_SHOWN], "weiterer"]
    return f"{format_counted(len(group), 'Buchung', 'Buchungen')} der Zeilen {join_words(shown)}"


def _verb(group: list[Booked], one: str, many: str) -> str:
    return one if len({each.source.row for each in group}) == 1 else many
