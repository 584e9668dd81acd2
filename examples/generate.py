"""Write the invented example workspace "Landkreis Lindental" and print its check totals."""

from __future__ import annotations

from argparse import ArgumentParser
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

from bookings import ACCOUNTS, account_totals, draw_bookings, write_journal
from carriers import CARRIERS, COORDINATION_CAP, FRAME, write_returns
from formats import FIRST_DAY, LAST_DAY, YEAR, half_up, money
from indicators import write_indicators
from notices import write_notices, write_settings
from payroll import (
    WAGE_TYPES,
    own_personnel,
    person_rows,
    wage_type_totals,
    write_wage_journal,
    year_cost,
)
from people import COORDINATION, INTEGRATION, PEOPLE, SOCIAL_WORK, write_post_list
from places import MUNICIPALITIES, TOTAL_PERSONS, write_head_counts
from texts import write_narratives

SEED = 2025
FOLDER = "landkreis-lindental"


def write_workspace(target: Path) -> dict[str, int]:
    """Write every file of the workspace and give the totals per account."""
    random = Random(SEED)
    inbox = target / "eingang" / str(YEAR)
    booked = draw_bookings(random)
    write_post_list(inbox)
    write_wage_journal(inbox)
    write_journal(inbox, booked, random)
    write_head_counts(inbox)
    write_returns(inbox / "meldungen")
    write_indicators(inbox)
    write_notices(target / "bescheide")
    write_settings(target, WAGE_TYPES)
    write_narratives(target / "vorlagen")
    return account_totals(booked)


def _line(label: str, value: str) -> None:
    print(f"{label:<62}{value:>16}")


def print_people() -> None:
    """Print per person the paid total and the cost of the year's months by task."""
    print("Personal (ausgezahlt | Kosten 2025: Integrationsmanagement | Koordination | Sozialarbeit)")
    for person in PEOPLE:
        paid = sum(row.cents for row in person_rows(person))
        costs = [money(half_up(year_cost(person, task))) for task in (INTEGRATION, COORDINATION, SOCIAL_WORK)]
        name = f"{person.number} {person.name}, {person.first_name}"
        print(f"  {name:<32}{money(paid):>12}" + "".join(f"{cost:>12}" for cost in costs))
    print()


def print_totals(accounts: dict[str, int]) -> None:
    """Print the totals per wage type (all rows, rows of 2025) and per account."""
    print("Lohnarten (alle Zeilen | nur Für-Monate 2025)")
    totals = wage_type_totals()
    for kind, (paid, meant) in totals.items():
        print(f"  {kind} {WAGE_TYPES[kind]:<40}{money(paid):>14}{money(meant):>14}")
    sums = [money(sum(column)) for column in zip(*totals.values(), strict=True)]
    print(f"  {'Summe':<45}{sums[0]:>14}{sums[1]:>14}\n")
    print("Sachkonten")
    for account, cents in accounts.items():
        _line(f"  {account} {ACCOUNTS[account]}", money(cents))
    _line("  Summe", money(sum(accounts.values())))
    print()


def print_frame(accounts: dict[str, int]) -> None:
    """Print shares, unused parts and the county's spending above its part."""
    print(f"Personen in {len(MUNICIPALITIES)} Gemeinden: {TOTAL_PERSONS}")
    own_share = sum((p.share(FIRST_DAY, LAST_DAY, INTEGRATION) for p in PEOPLE), start=Fraction(0))
    desk_share = sum((p.share(FIRST_DAY, LAST_DAY, COORDINATION) for p in PEOPLE), start=Fraction(0))
    carriers_share = sum((c.full_time for c in CARRIERS), start=Fraction(0))
    for label, share in (
        ("VZÄ Landkreis", own_share),
        ("VZÄ Koordinierende Stelle", desk_share),
        ("VZÄ Träger", carriers_share),
        ("VZÄ im Jahresmittel", own_share + desk_share + carriers_share),
    ):
        _line(label, str(Decimal(half_up(share * 10000)).scaleb(-4)).replace(".", ","))
    for carrier in CARRIERS:
        print(f"{carrier.key} {carrier.name} ({carrier.persons} Personen)")
        _line("  Anteil", money(carrier.share))
        _line("  zuwendungsfähig", money(carrier.fundable))
        _line("  nicht verbraucht", money(carrier.unused))
    personnel, desk = own_personnel(), own_personnel(COORDINATION)
    courses = accounts["42610000"] + accounts["42620000"]
    own = personnel + courses + min(desk, COORDINATION_CAP)
    shares, unused = sum(c.share for c in CARRIERS), sum(c.unused for c in CARRIERS)
    _line("Personal Integrationsmanagement Landkreis", money(personnel))
    _line("Koordinierende Stelle tatsächlich", money(desk))
    _line("Fortbildung und Nachqualifizierung", money(courses))
    _line("Zuwendungsfähig Landkreis", money(own))
    _line("Anteile der Träger", money(shares))
    _line("Nicht verbraucht", money(unused))
    _line("Für den Landkreis verfügbar", money(FRAME - shares + unused))
    _line("Überschreitung (trägt der Landkreis)", money(own - (FRAME - shares + unused)))


def main() -> None:
    """Read the target folder, write the workspace, print the summary."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--ziel", type=Path, default=Path(__file__).parent / FOLDER)
    accounts = write_workspace(parser.parse_args().ziel)
    print_people()
    print_totals(accounts)
    print_frame(accounts)


if __name__ == "__main__":
    main()
