"""Describe the three invented carriers of the example county and write their yearly returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from formats import YEAR, Cell, Cents, full_time, half_up, write_xlsx
from payroll import year_cost
from people import INTEGRATION, SOCIAL_DEGREE, Person, Tenure
from places import MUNICIPALITIES, TOTAL_PERSONS, key_of

if TYPE_CHECKING:
    from pathlib import Path

FRAME = 92390700
COORDINATION_CAP = 4000000
AMOUNT_COLUMNS = ("Personalausgaben", "Fortbildung", "Nachqualifizierung", "Reisekosten", "Ausstattung")
HEADER = ("Stelle", "Aufgabe", "Qualifikation", "Beginn", "Ende", "VZÄ", *AMOUNT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Post:
    """A carrier's post: tenure, pay group, step, and the amounts beside personnel in cents."""

    tenure: Tenure
    group: str
    step: int
    training: int
    travel: int
    equipment: int

    @property
    def personnel(self) -> int:
        """Give the year's personnel cost, computed like the county's own."""
        person = Person("", "", "", self.group, self.step, (self.tenure,))
        return half_up(year_cost(person))

    @property
    def amounts(self) -> tuple[int, ...]:
        """Give the amounts in the order of the return's columns (no Nachqualifizierung this year)."""
        return (self.personnel, self.training, 0, self.travel, self.equipment)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A municipality or union that delivers on its own responsibility."""

    key: str
    name: str
    kind: str
    municipalities: tuple[str, ...]
    through: str
    posts: tuple[Post, ...]
    office: str
    street: str
    postcode: str
    town: str
    account: str
    bank: str
    agreement: str

    @property
    def persons(self) -> int:
        """Count the persons its part of the frame is based on."""
        return sum(MUNICIPALITIES[key][1] for key in self.municipalities)

    @property
    def share(self) -> int:
        """Give its part of the frame after the coordination part, in cents."""
        return half_up(Fraction((FRAME - COORDINATION_CAP) * self.persons, TOTAL_PERSONS))

    @property
    def fundable(self) -> int:
        """Sum personnel, training and Nachqualifizierung."""
        return sum(sum(post.amounts[:3]) for post in self.posts)

    @property
    def unused(self) -> int:
        """Give the part of its share it did not spend."""
        return max(0, self.share - self.fundable)

    @property
    def full_time(self) -> Fraction:
        """Give the average full-time share of the year."""
        return sum((post.tenure.share() for post in self.posts), start=Fraction(0))


CARRIERS: tuple[Carrier, ...] = (
    Carrier(
        key="08999002",
        name="Stadt Ahornstetten",
        kind="Gemeinde",
        municipalities=("08999002",),
        through="",
        posts=(
            Post(Tenure("M1", date(2019, 3, 1)), "S 12", 4, 89000, 64270, 32900),
            Post(Tenure("M2", date(2022, 9, 1), week=2700), "S 11b", 4, 54500, 41830, 0),
        ),
        office="Bürgermeisteramt Ahornstetten",
        street="Marktplatz 3",
        postcode="70992",
        town="Ahornstetten",
        account="2002002",
        bank="Sparkasse Lindental",
        agreement="41.2-425.31/02",
    ),
    Carrier(
        key="08999901",
        name="Gemeindeverwaltungsverband Erlental",
        kind="Gemeindeverband",
        municipalities=tuple(key_of(n) for n in ("Erlenzell", "Erlwangen", "Haselrieden", "Heuwangen")),
        through="",
        posts=(Post(Tenure("M1", date(2020, 2, 1), week=3000), "S 12", 4, 98000, 87640, 44900),),
        office="Gemeindeverwaltungsverband Erlental",
        street="Schulgasse 11",
        postcode="70995",
        town="Erlenzell",
        account="2002901",
        bank="Volksbank Erlental eG",
        agreement="41.2-425.31/05",
    ),
    Carrier(
        key="08999003",
        name="Stadt Brunnwangen",
        kind="Gemeinde",
        municipalities=("08999003",),
        through="Lindentaler Sozialwerk e. V.",
        posts=(Post(Tenure("M1", date(2025, 3, 1), week=3000), "S 12", 5, 118000, 29560, 61500),),
        office="Bürgermeisteramt Brunnwangen",
        street="Brunnenstraße 20",
        postcode="70993",
        town="Brunnwangen",
        account="2002003",
        bank="Sparkasse Lindental",
        agreement="41.2-425.31/03",
    ),
)


def return_rows(carrier: Carrier) -> list[list[Cell]]:
    """Lay out one yearly return as sheet rows."""
    rows: list[list[Cell]] = [
        ["Jährliche Meldung Integrationsmanagement"],
        ["Träger", carrier.name],
        ["Trägerschlüssel", carrier.key],
        ["Förderjahr", YEAR],
        ["Umsetzung durch", carrier.through or "eigenes Personal"],
        [],
        list(HEADER),
    ]
    rows += [
        [
            post.tenure.post,
            INTEGRATION,
            SOCIAL_DEGREE,
            post.tenure.begin,
            post.tenure.end,
            full_time(post.tenure.week),
            *(Cents(cents) for cents in post.amounts),
        ]
        for post in carrier.posts
    ]
    totals = (sum(column) for column in zip(*(post.amounts for post in carrier.posts), strict=True))
    rows.append(["Summe", *[None] * 5, *(Cents(cents) for cents in totals)])
    return rows


def write_returns(folder: Path) -> None:
    """Write meldung_<key>_2025.xlsx for every carrier."""
    for carrier in CARRIERS:
        path = folder / f"meldung_{carrier.key}_{YEAR}.xlsx"
        write_xlsx(path, "Meldung", return_rows(carrier), header_row=6)
