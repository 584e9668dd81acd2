"""The section [prognose]: what a forecast assumes, and what is refused."""

from __future__ import annotations

import re
import textwrap
import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from grants.settle.documents import Fields
from grants.settle.forecast_terms import ForecastTerms, PlannedFilling, TariffRise, read_forecast_terms
from ledger.finding import UnreadableError
from ledger.fte import Fte
from ledger.period import DaySpan


def read(text: str) -> ForecastTerms:
    return read_forecast_terms(Fields("foerderbuch.toml", tomllib.loads(text)))


def test_without_the_section_nothing_is_assumed() -> None:
    assert read('[landkreis]\nname = "Lindental"') == ForecastTerms((), (), None)


def test_the_section_states_rises_fillings_and_the_bonus_with_their_sources() -> None:
    terms = read("""
        [prognose]
        tariferhoehungen = [{ ab = 2026-05-01, prozent = "2,8" }, { ab = 2025-04-01, prozent = "3,0", quelle = "TV" }]
        besetzungen = [{ stelle = "IM-06", ab = 2025-10-01, bis = 2025-11-14, vzae = "0,5" }]
        jahressonderzahlung = "70,48"
        jahressonderzahlung_quelle = "§ 20 TVöD"
    """)
    assert terms == ForecastTerms(
        rises=(
            TariffRise(date(2025, 4, 1), Fraction(3), "TV"),
            TariffRise(date(2026, 5, 1), Fraction("2.8")),
        ),
        fillings=(PlannedFilling("IM-06", DaySpan(date(2025, 10, 1), date(2025, 11, 14)), Fte(5_000)),),
        bonus_percent=Fraction("70.48"),
        bonus_source="§ 20 TVöD",
    )
    assert terms.rises[0].words() == "Tariferhöhung ab 01.04.2025 um 3,00 % (Quelle: TV)."
    assert terms.rises[1].words() == "Tariferhöhung ab 01.05.2026 um 2,80 % (Annahme)."
    assert terms.fillings[0].words() == (
        "Stelle IM-06: geplante Besetzung mit 0,50 VZÄ, 01.10.2025–14.11.2025 (Annahme)."
    )
    assert terms.bonus_words().startswith("Jahressonderzahlung: 70,48 % der mittleren Personalausgaben")
    assert terms.bonus_words().endswith("(Quelle: § 20 TVöD).")


def test_without_a_rule_the_bonus_is_the_last_one() -> None:
    assert read("[prognose]").bonus_words() == (
        "Jahressonderzahlung: wie zuletzt gebucht, ohne Arbeitgeberanteile darauf (Annahme)."
    )


def test_the_example_of_the_handbook_can_be_read() -> None:
    handbook = (Path(__file__).resolve().parents[2] / "docs" / "handbuch.md").read_text("utf-8")
    (section,) = re.findall(r"^    \[prognose\]\n(?:    .+\n)+", handbook, re.MULTILINE)
    terms = read(textwrap.dedent(section))
    assert [rise.words() for rise in terms.rises] == [
        "Tariferhöhung ab 01.04.2025 um 3,00 % (Quelle: Schreiben des Personalamts)."
    ]
    assert terms.fillings[0].words() == "Stelle IM-06: geplante Besetzung mit 1,00 VZÄ, ab 15.11.2025 (Annahme)."


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ('tariferhoehung = "3,0"', "„prognose.tariferhoehung“ ist nicht vorgesehen."),
        (
            'tariferhoehungen = [{ ab = 2025-04-01, prozent = "3,0", satz = 3 }]',
            "„prognose.tariferhoehungen.satz“ ist nicht vorgesehen.",
        ),
        (
            'tariferhoehungen = [{ ab = 2025-04-01, prozent = "drei" }]',
            "„prognose.tariferhoehungen.prozent“ (drei): Die Zahl ist nicht lesbar.",
        ),
        ("tariferhoehungen = [{ ab = 2025-04-01, prozent = 3.0 }]", "Erwartet wird ein Text in Anführungszeichen."),
        ('tariferhoehungen = [{ prozent = "3,0" }]', "„prognose.tariferhoehungen.ab“ fehlt."),
        (
            'tariferhoehungen = [{ ab = 2025-04-01, prozent = "3" }, { ab = 2025-04-01, prozent = "2" }]',
            "„prognose.tariferhoehungen“ nennt einen Tag zweimal.",
        ),
        (
            'besetzungen = [{ stelle = "IM-06", ab = 2025-10-01, vzae = "1,5" }]',
            "„prognose.besetzungen.vzae“ (1,5): Der Stellenanteil ist unzulässig.",
        ),
        (
            'besetzungen = [{ stelle = "IM-06", ab = 2025-10-01, bis = 2025-09-30, vzae = "1,0" }]',
            "„prognose.besetzungen.bis“ liegt vor „ab“.",
        ),
        ('jahressonderzahlung = "700"', "„prognose.jahressonderzahlung“ (700): Mehr als 200 % sind nicht zulässig."),
        (
            'tariferhoehungen = [{ ab = 2025-04-01, prozent = "300,0" }]',
            "„prognose.tariferhoehungen.prozent“ (300,0): Mehr als 25 % sind nicht zulässig.",
        ),
        ('jahressonderzahlung = "-5"', "„prognose.jahressonderzahlung“ (-5): Die Zahl ist nicht lesbar."),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_key(section: str, sentence: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(f"[prognose]\n{section}")
    assert str(refused.value).startswith("foerderbuch.toml: ")
    assert sentence in str(refused.value)
