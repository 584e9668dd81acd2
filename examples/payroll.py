"""Compute a year of public-service pay for the invented staff and write the wage journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from formats import YEAR, half_up, money, month_bounds, write_csv
from people import INTEGRATION, PEOPLE, SOCIAL_WORK, Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Month = tuple[int, int]

HEADER = "Personalnummer;Name;Abrechnungsmonat;Für-Monat;Lohnart;Lohnart-Text;Kostenstelle;Betrag"
WAGE_TYPES = {
    "1010": "Tabellenentgelt",
    "1060": "SuE-Zulage",
    "1810": "Jahressonderzahlung",
    "1990": "Nachberechnung Entgelt",
    "8010": "AG-Anteil Rentenversicherung",
    "8020": "AG-Anteil Arbeitslosenversicherung",
    "8030": "AG-Anteil Krankenversicherung",
    "8040": "AG-Anteil Pflegeversicherung",
    "8110": "Zusatzversorgung (AG)",
}
# Employer shares in hundredths of a percent of gross pay; 8030 = 7.30 % + half of the additional rate.
EMPLOYER_RATES = {"8010": 930, "8020": 130, "8030": 855, "8040": 180, "8110": 600}
# Monthly table pay in cents, steps 1 to 6, table of 1 March 2024.
TABLE_2024 = {
    "S 11b": (369755, 394884, 412539, 457555, 492722, 513823),
    "S 12": (374709, 400201, 433564, 463104, 499680, 515153),
}
RAISE = Fraction(103, 100)
RAISED_FROM = 4  # month of 2025
ALLOWANCE = 18000
BONUS_RATE = Fraction(7048, 10000)
BONUS_MONTH = 11
# (Personalnummer, month paid, month meant, cents): one for the year before, one inside the year.
CORRECTIONS: tuple[tuple[str, Month, Month, int], ...] = (
    ("00417", (2025, 2), (2024, 11), 21437),
    ("00298", (2025, 6), (2025, 5), -18000),
)


@dataclass(frozen=True, slots=True, order=True)
class PayRow:
    """One row of the wage journal; the field order is the sort order."""

    number: str
    paid: Month
    wage_type: str
    meant: Month
    cents: int


def table_pay(person: Person, month: int) -> int:
    """Give the full-time table pay of a month of 2025."""
    cents = TABLE_2024[person.group][person.step - 1]
    return half_up(cents * RAISE) if month >= RAISED_FROM else cents


def _regular(person: Person, month: int) -> tuple[int, int]:
    share = person.share(*month_bounds(YEAR, month))
    return half_up(share * table_pay(person, month)), half_up(share * ALLOWANCE)


def bonus(person: Person) -> int:
    """Give the yearly special payment: a share of mean July-September pay, one twelfth per month with pay."""
    if not person.share(date(YEAR, 12, 1), date(YEAR, 12, 1)):
        return 0
    pay = {month: sum(_regular(person, month)) for month in range(1, 13)}
    reference = [pay[month] for month in (7, 8, 9)]
    if not any(reference):  # joined after September: the first full month counts
        begin = min(tenure.begin for tenure in person.tenures)
        reference = [pay[begin.month if begin.day == 1 else begin.month + 1]]
    paid_months = sum(1 for cents in pay.values() if cents)
    return half_up(Fraction(sum(reference), len(reference)) * BONUS_RATE * Fraction(paid_months, 12))


def _with_employer_shares(number: str, paid: Month, meant: Month, gross: dict[str, int]) -> Iterable[PayRow]:
    base = sum(gross.values())
    shares = {kind: half_up(Fraction(base * rate, 10000)) for kind, rate in EMPLOYER_RATES.items()}
    for kind, cents in (gross | shares).items():
        yield PayRow(number, paid, kind, meant, cents)


def person_rows(person: Person) -> list[PayRow]:
    """Give all wage rows paid to a person in the year, in the order of the journal."""
    rows: list[PayRow] = []
    for month in range(1, 13):
        pay, allowance = _regular(person, month)
        if not pay:
            continue
        gross = {"1010": pay, "1060": allowance}
        special = bonus(person) if month == BONUS_MONTH else 0
        if special:
            gross["1810"] = special
        rows += _with_employer_shares(person.number, (YEAR, month), (YEAR, month), gross)
    for number, paid, meant, cents in CORRECTIONS:
        if number == person.number:
            rows += _with_employer_shares(number, paid, meant, {"1990": cents})
    return sorted(rows)


def year_cost(person: Person, task: str | None = None) -> Fraction:
    """Give the cost of the year's months, of one task by its monthly share of the hours or of all tasks."""
    total = Fraction(0)
    for row in person_rows(person):
        year, month = row.meant
        if year == YEAR:
            bounds = month_bounds(year, month)
            total += row.cents * person.share(*bounds, task) / person.share(*bounds)
    return total


def _cost_center(person: Person) -> str:
    return "415000" if all(t.task == SOCIAL_WORK for t in person.tenures) else "416000"


def write_wage_journal(folder: Path) -> None:
    """Write lohnjournal_2025.csv (Windows-1252) with subtotal rows and a grand total."""
    lines = [HEADER.split(";")]
    grand_total = 0
    for person in PEOPLE:
        rows = person_rows(person)
        lines += [
            [
                row.number,
                f"{person.name}, {person.first_name}",
                f"{row.paid[1]:02d}/{row.paid[0]}",
                f"{row.meant[1]:02d}/{row.meant[0]}",
                row.wage_type,
                WAGE_TYPES[row.wage_type],
                _cost_center(person),
                money(row.cents),
            ]
            for row in rows
        ]
        subtotal = sum(row.cents for row in rows)
        grand_total += subtotal
        lines.append([f"Summe {person.number}", *[""] * 6, money(subtotal)])
    lines.append(["Gesamtsumme", *[""] * 6, money(grand_total)])
    write_csv(folder / "lohnjournal_2025.csv", lines, "cp1252")


def wage_type_totals() -> dict[str, tuple[int, int]]:
    """Sum every wage type: all rows, and only the rows that belong to months of the year."""
    rows = [row for person in PEOPLE for row in person_rows(person)]
    return {
        kind: (
            sum(row.cents for row in rows if row.wage_type == kind),
            sum(row.cents for row in rows if row.wage_type == kind and row.meant[0] == YEAR),
        )
        for kind in WAGE_TYPES
    }


def own_personnel(task: str = INTEGRATION) -> int:
    """Give the county's personnel cost of one task, rounded once per person."""
    return sum(half_up(year_cost(person, task)) for person in PEOPLE)
