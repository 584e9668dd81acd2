"""Draw up the invented bookings of the grant's cost center and write them as a journal export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from carriers import CARRIERS
from formats import FIRST_DAY, LAST_DAY, Cell, Cents, money, write_xlsx
from people import INTEGRATION, PEOPLE
from places import MUNICIPALITIES

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

ACCOUNTS = {
    "42610000": "Aus- und Fortbildung",
    "42620000": "Nachqualifizierung",
    "44310000": "Reisekosten",
    "42220000": "Geringwertige Wirtschaftsgüter",
    "44310500": "Softwarelizenzen",
    "42710000": "Dolmetschleistungen",
}
HEADER = (
    "Buchungsdatum",
    "Leistungsdatum",
    "Belegnummer",
    "Sachkonto",
    "Kontobezeichnung",
    "Kostenstelle",
    "Buchungstext",
    "Personalnummer",
    "Betrag",
)
COST_CENTER = "416000"
TRIPS = 23
# Public holidays of the state that fall on a working day in 2025, and the year's last bank days.
CLOSED = {
    date(2025, month, number)
    for month, number in (
        (1, 1),
        (1, 6),
        (4, 18),
        (4, 21),
        (5, 1),
        (5, 29),
        (6, 9),
        (6, 19),
        (10, 3),
        (12, 24),
        (12, 25),
        (12, 26),
        (12, 31),
    )
}
MEETING = ("Dienstreise Netzwerktreffen {}",)
PURPOSES = (
    *MEETING,
    "Fahrtkosten Außensprechstunde {}",
    "Dienstreise Fallbesprechung {}",
    "Fahrtkosten aufsuchende Beratung {}",
)


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking: day of the service, account, text, person (may be empty) and cents."""

    served: date
    account: str
    text: str
    number: str
    cents: int
    as_text: bool = False


FIXED: tuple[Booking, ...] = (
    Booking(date(2025, 2, 19), "42610000", "Seminar Aufenthaltsrecht", "00231", 125000, as_text=True),
    Booking(date(2025, 3, 12), "42610000", "Seminar Grundlagen Leistungsrecht SGB II", "00463", 98000),
    Booking(date(2025, 3, 27), "42610000", "Lehrgang Case Management Modul 1", "00417", 142000),
    Booking(date(2025, 5, 8), "42610000", "Fachtag Familiennachzug", "00298", 86500),
    Booking(date(2025, 5, 21), "42610000", "Lehrgang Case Management Modul 2", "00417", 119050),
    Booking(date(2025, 6, 25), "42610000", "Seminar Umgang mit Traumatisierung", "00344", 74000),
    Booking(date(2025, 7, 9), "42610000", "Lehrgang Fördermittel und Controlling", "00112", 156000),
    Booking(date(2025, 9, 17), "42610000", "Seminar Anerkennung ausländischer Abschlüsse", "00718", 49500),
    Booking(date(2025, 10, 15), "42610000", "Supervision zweites Halbjahr", "00611", 108540),
    Booking(date(2025, 11, 19), "42610000", "Seminar Gesprächsführung", "00231", 91000),
    Booking(date(2025, 3, 5), "42620000", "Nachqualifizierung Block 1", "00702", 118000),
    Booking(date(2025, 11, 26), "42620000", "Nachqualifizierung Block 2 mit Abschluss", "00702", 124000),
    Booking(date(2025, 1, 22), "42220000", "Bürostuhl", "", 38990),
    Booking(date(2025, 4, 9), "42220000", "Notebook Stelle IM-05", "", 119900),
    Booking(date(2025, 4, 10), "42220000", "Dockingstation und Bildschirm", "", 41250),
    Booking(date(2025, 6, 4), "42220000", "Mobiltelefone", "", 59880),
    Booking(date(2025, 9, 24), "42220000", "Aktenschrank abschließbar", "", 44900),
    Booking(date(2025, 11, 12), "42220000", "Headsets", "", 16745),
    Booking(date(2025, 1, 15), "44310500", "Fachverfahren Fallakte, Jahreslizenz", "", 214200),
    Booking(date(2025, 7, 16), "44310500", "Übersetzungssoftware, Halbjahr", "", 59500),
    Booking(date(2025, 5, 14), "42710000", "Dolmetscherpool, erstes Halbjahr", "", 136800),
    Booking(date(2025, 12, 3), "42710000", "Dolmetscherpool, zweites Halbjahr", "", 118260),
)


def _open(when: date) -> bool:
    return when.weekday() < 5 and when not in CLOSED


def _trips(random: Random) -> list[Booking]:
    travellers = [p for p in PEOPLE if any(p.funded_on(when) for when in (FIRST_DAY, LAST_DAY))]
    elsewhere = {key for carrier in CARRIERS for key in carrier.municipalities}
    towns = [
        name.removeprefix("Stadt ")
        for key, (name, persons) in MUNICIPALITIES.items()
        if persons and key not in elsewhere
    ]
    trips: list[Booking] = []
    while len(trips) < TRIPS:
        served = FIRST_DAY + timedelta(days=random.randrange(345))
        person = random.choice(travellers)
        if not _open(served) or not person.funded_on(served):
            continue
        advises = any(tenure.task == INTEGRATION for tenure in person.tenures)
        text = random.choice(PURPOSES if advises else MEETING).format(random.choice(towns))
        trips.append(Booking(served, "44310000", text, person.number, random.randrange(3000, 35001, 5)))
    # Two trips of the whole team carry no single person.
    for at in (4, 15):
        old = trips[at]
        trips[at] = Booking(old.served, old.account, "Dienstreise Fachtag, Sammelabrechnung", "", old.cents)
    return trips


def draw_bookings(random: Random) -> list[tuple[date, Booking]]:
    """Give all bookings with their booking day, in the order of the journal."""
    booked: list[tuple[date, Booking]] = []
    for booking in (*FIXED, *_trips(random)):
        when = min(booking.served + timedelta(days=random.randrange(6, 24)), date(2025, 12, 23))
        while not _open(when):
            when += timedelta(days=1)
        booked.append((when, booking))
    return sorted(booked, key=lambda pair: (pair[0], pair[1].served, pair[1].account, pair[1].text))


def account_totals(booked: list[tuple[date, Booking]]) -> dict[str, int]:
    """Sum the bookings of every account."""
    return {account: sum(b.cents for _, b in booked if b.account == account) for account in ACCOUNTS}


def write_journal(folder: Path, booked: list[tuple[date, Booking]], random: Random) -> None:
    """Write finanzbuchungen_2025.xlsx with title rows, one amount kept as text, and a total."""
    rows: list[list[Cell]] = [
        ["Landratsamt Lindental"],
        [f"Buchungsjournal Kostenstelle {COST_CENTER} Integrationsmanagement"],
        ["Zeitraum 01.01.2025 bis 31.12.2025"],
        [],
        list(HEADER),
    ]
    voucher = 10000
    for when, booking in booked:
        voucher += random.randrange(3, 60)
        rows.append(
            [
                when,
                booking.served,
                f"2025-{voucher}",
                booking.account,
                ACCOUNTS[booking.account],
                COST_CENTER,
                booking.text,
                booking.number or None,
                money(booking.cents) if booking.as_text else Cents(booking.cents),
            ]
        )
    rows.append(["Summe", *[None] * 7, Cents(sum(booking.cents for _, booking in booked))])
    write_xlsx(folder / "finanzbuchungen_2025.xlsx", "Journal", rows, header_row=4)
