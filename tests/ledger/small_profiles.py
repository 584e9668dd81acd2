"""Profiles of a small county, written as an office writes them, and files read by them."""

from __future__ import annotations

import tomllib
from dataclasses import replace

from ledger.imports.intake import Intake, read_intake
from ledger.imports.profile import Profile
from ledger.imports.profile_file import read_profile
from tests.ledger.small_files import RULES

MONTHS = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
WIDE_HEAD = f"Personalnummer;Lohnart;Lohnart-Text;{';'.join(MONTHS)}"

PAYROLL = """
name = "Lohn des Kreises"
art = "Lohnjournal"

[spalten]
personalnummer = ["ID"]
abrechnungsmonat = ["Monat"]
lohnart = ["LA"]
betrag = ["EUR"]

[vorzeichen]
ausgaben = "positiv"
einnahmen = "negativ"
"""

STAFFING = """
name = "Stellenplan des Kreises"
art = "Stellenbesetzung"

[spalten]
personalnummer = ["ID"]
name = ["Name"]
vorname = ["Vorname"]
stelle = ["Planstelle"]
aufgabe = ["Aufgabe"]
beginn = ["ab"]
ende = ["bis"]
entgeltgruppe = ["EG"]
qualifikation = ["Abschluss"]
"""

RETURN = """
name = "Meldebogen"
art = "Jahresmeldung"

[angaben]
traeger = ["Wer"]
traegerschluessel = ["Schlüssel"]
foerderjahr = ["Jahr"]

[spalten]
stelle = ["Stelle"]
aufgabe = ["Aufgabe"]
qualifikation = ["Abschluss"]
beginn = ["ab"]
ende = ["bis"]
vzae = ["Anteil"]
entgelt = ["Brutto"]
arbeitgeberanteil_sozialversicherung = ["AG-Anteile"]
erstattung = ["Krankenkasse"]
eigenmittel = ["Eigenmittel"]

[vorzeichen]
ausgaben = "positiv"
einnahmen = "positiv"
"""

INDICATORS = """
name = "Zahlen des Kreises"
art = "Kennzahlen"

[spalten]
gebiet = ["Ort"]
zeitraum = ["Zeit"]
"""


def profile(text: str, file: str = "profile/kreis.toml") -> Profile:
    """Return the profile of a TOML text."""
    return read_profile(tomllib.loads(text), file)


def read_by(content: str | bytes, *texts: str, file: str = "datei.csv") -> Intake:
    """Read a file by own profiles and the shipped ones."""
    own = tuple(map(profile, texts))
    rules = replace(RULES, profiles=(*own, *RULES.profiles))
    return read_intake(content.encode() if isinstance(content, str) else content, file, rules)
