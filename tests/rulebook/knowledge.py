"""What was known on a day: values that became known within a version, each from the day of the paper that prints it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.grants.builders import PROGRAMME as VWV
from tests.rulebook.days import ANNOUNCED, BIBERACH, HEILBRONN, NOTICE, ONE_DAY, PACT, WALDSHUT

if TYPE_CHECKING:
    from grants.law.shelf import Rulebook

# Ludwigsburg 204/18 and Stuttgart, 24.06.2021: the refugees were counted on the key date 15.09.2017.
KEY_DATE = date(2017, 9, 15)

# Version, value, for whom, day of cost, known on, number (None: not known).
KNOWN: tuple[tuple[str, str, str, date, date, str | None], ...] = (
    ("2017", "personen.land", "", date(2018, 1, 1), KEY_DATE - ONE_DAY, None),
    ("2017", "personen.land", "", date(2018, 1, 1), KEY_DATE, "72857"),
    ("2017", "landesbetrag", "", date(2018, 1, 1), PACT, "58000000"),
    # Waldshut: two years, extended by one; Stuttgart: 60 months by the notice of 15.12.2020
    ("2019/2020", "laufzeit", "", date(2020, 1, 1), WALDSHUT, "36"),
    ("2019/2020", "laufzeit", "", date(2020, 1, 1), NOTICE - ONE_DAY, "36"),
    ("2019/2020", "laufzeit", "", date(2020, 1, 1), NOTICE, "60"),
    ("2019/2020", "laufzeit", "", date(2022, 12, 31), NOTICE, "60"),
    # Heilbronn: at least 40 million a year; the ministry on 19.09.2024: 58 million for 2025 and 2026
    ("2023", "landesbetrag", "", date(2025, 1, 1), HEILBRONN, "40000000"),
    ("2023", "landesbetrag", "", date(2025, 1, 1), ANNOUNCED - ONE_DAY, "40000000"),
    ("2023", "landesbetrag", "", date(2025, 1, 1), ANNOUNCED, "58000000"),
    ("2023", "landesbetrag", "", date(2026, 12, 31), ANNOUNCED, "58000000"),
    ("2023", "landesbetrag", "", date(2027, 1, 1), ANNOUNCED, "40000000"),
    # Biberach, 24.06.2024: the paper is the first that prints the county's frame
    ("2023", "zuteilungsquote", "Landkreis Biberach", date(2025, 1, 1), BIBERACH - ONE_DAY, None),
    ("2023", "zuteilungsquote", "Landkreis Biberach", date(2025, 1, 1), BIBERACH, "2.3097675"),
    ("2023", "zuteilungsquote", "Landkreis Heilbronn", date(2025, 1, 1), HEILBRONN, "3.77"),
)


def a_value_is_known_from_the_day_on_which_a_paper_prints_it(rulebook: Rulebook) -> None:
    for version, name, subject, day, known_on, wanted in KNOWN:
        rules = rulebook.version(VWV, version, known_on)
        found = rules.value(name, day, subject).value.number if rules.has(name, day, subject) else None
        number = Fraction(wanted) if wanted else None
        assert found == number, f"{name} {subject} of {version} for {day} as known on {known_on}: {found}"


CHECKS = (a_value_is_known_from_the_day_on_which_a_paper_prints_it,)
