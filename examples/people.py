"""List the invented staff of the example county and write the post list an HR office delivers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from formats import FIRST_DAY, LAST_DAY, day, hours, overlap_days, write_csv

if TYPE_CHECKING:
    from pathlib import Path

INTEGRATION = "Integrationsmanagement"
COORDINATION = "Koordinierende Stelle"
SOCIAL_WORK = "Flüchtlingssozialarbeit"
SOCIAL_DEGREE = "Studium Soziale Arbeit"
OTHER_DEGREE = "anderes Studium"
SCHOOL = "mittlerer Bildungsabschluss"
WEEK = 3900

HEADER = (
    "Personalnummer;Name;Vorname;Stelle;Aufgabe;Beginn;Ende;Wochenstunden;Vollzeitstunden;"
    "Entgeltgruppe;Stufe;Qualifikation;Nachqualifizierung ab;Nachqualifizierung bis"
)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person on a post for a period with a weekly share (hours in hundredths)."""

    post: str
    begin: date
    end: date | None = None
    week: int = WEEK
    task: str = INTEGRATION

    def days(self, first: date = FIRST_DAY, last: date = LAST_DAY) -> int:
        """Count the days of this tenure between two days."""
        return overlap_days(self.begin, self.end, first, last)

    def share(self, first: date = FIRST_DAY, last: date = LAST_DAY) -> Fraction:
        """Give the average full-time share over a period."""
        return Fraction(self.week, WEEK) * Fraction(self.days(first, last), (last - first).days + 1)


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff with pay group, step, qualification and tenures."""

    number: str
    name: str
    first_name: str
    group: str
    step: int
    tenures: tuple[Tenure, ...]
    qualification: str = SOCIAL_DEGREE
    course: tuple[date, date] | None = None

    def share(self, first: date, last: date, task: str | None = None) -> Fraction:
        """Give the average full-time share over a period, of one task or of all."""
        parts = (t.share(first, last) for t in self.tenures if task in (None, t.task))
        return sum(parts, start=Fraction(0))

    def funded_on(self, when: date) -> bool:
        """Tell whether the person holds a post of the grant on that day."""
        return any(t.task != SOCIAL_WORK and t.days(when, when) for t in self.tenures)


PEOPLE: tuple[Person, ...] = (
    Person(
        "00112",
        "Köhler-Brandt",
        "Renate",
        "S 12",
        6,
        (Tenure("KO-01", date(2024, 10, 1), week=1950, task=COORDINATION),),
    ),
    Person("00231", "Bäuerle", "Johanna", "S 12", 5, (Tenure("IM-01", date(2018, 5, 1)),)),
    Person("00298", "Öztürk", "Selin", "S 12", 5, (Tenure("IM-02", date(2018, 9, 1)),)),
    Person(
        "00344",
        "Weiß",
        "Matthias",
        "S 11b",
        3,
        (Tenure("IM-03", date(2023, 2, 1)),),
        SCHOOL,
        (date(2023, 4, 3), date(2023, 12, 15)),
    ),
    Person("00417", "Häußler", "Corinna", "S 12", 4, (Tenure("IM-04", date(2019, 10, 1), week=3000),)),
    Person("00463", "Sauter", "Björn", "S 12", 4, (Tenure("IM-10", date(2020, 4, 1)),)),
    Person("00502", "Schäufele", "Jürgen", "S 12", 4, (Tenure("FSA-02", date(2020, 7, 1), task=SOCIAL_WORK),)),
    Person(
        "00538",
        "Kübler",
        "Annette",
        "S 12",
        4,
        (
            Tenure("IM-08", date(2021, 1, 1), week=1950),
            Tenure("FSA-01", date(2021, 1, 1), week=1950, task=SOCIAL_WORK),
        ),
    ),
    Person(
        "00574",
        "Grüninger",
        "Lukas",
        "S 12",
        3,
        (Tenure("IM-06", date(2021, 3, 15), date(2025, 9, 30)),),
    ),
    Person(
        "00611",
        "Demir",
        "Aylin",
        "S 11b",
        3,
        (
            Tenure("IM-07", date(2022, 8, 1), date(2025, 7, 15), week=1950),
            Tenure("IM-07", date(2025, 7, 16), week=3000),
        ),
    ),
    Person(
        "00702",
        "Räpple",
        "Fabian",
        "S 11b",
        3,
        (Tenure("IM-09", date(2025, 2, 1)),),
        OTHER_DEGREE,
        (date(2025, 3, 3), date(2025, 11, 28)),
    ),
    Person("00718", "Stöckle", "Katharina", "S 12", 3, (Tenure("IM-05", date(2025, 4, 1)),)),
    Person("00749", "Mayer-Löffler", "Svenja", "S 12", 2, (Tenure("IM-06", date(2025, 11, 15)),)),
)


def write_post_list(folder: Path) -> None:
    """Write stellenbesetzung_2025.csv (UTF-8 with BOM)."""
    rows = [HEADER.split(";")]
    rows += [
        [
            person.number,
            person.name,
            person.first_name,
            tenure.post,
            tenure.task,
            day(tenure.begin),
            day(tenure.end),
            hours(tenure.week),
            hours(WEEK),
            person.group,
            str(person.step),
            person.qualification,
            *([day(when) for when in person.course] if person.course else ["", ""]),
        ]
        for person in PEOPLE
        for tenure in person.tenures
    ]
    write_csv(folder / "stellenbesetzung_2025.csv", rows, "utf-8-sig")
