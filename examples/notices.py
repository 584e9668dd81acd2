"""Write the planning-frame notices, the carriers' agreements and the workspace settings as TOML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carriers import CARRIERS, COORDINATION_CAP, FRAME, Carrier
from formats import DASH, iban, money, write_text

if TYPE_CHECKING:
    from pathlib import Path

BANK_CODE = "99999999"
STATE_GRANT = "Landeszuwendung"
OWN_FUNDS = "Eigenmittel der Träger"


@dataclass(frozen=True, slots=True)
class Version:
    """One dated version of the planning frame: number, day, frame and planned personnel in cents."""

    number: int
    day: str
    frame: int
    personnel: int

    @property
    def spending(self) -> dict[str, int]:
        """Give the planned spending by kind."""
        return {
            "Personalausgaben": self.personnel,
            "Koordinierende Stelle": COORDINATION_CAP,
            "Fortbildung": 1400000,
            "Nachqualifizierung": 300000,
            "Reisekosten": 600000,
            "Ausstattung": 500000,
            "Lizenzen": 300000,
            "Dolmetschleistungen": 300000,
        }

    @property
    def income(self) -> dict[str, int]:
        """Give the planned income by kind; own funds balance the plan."""
        return {
            STATE_GRANT: self.frame,
            OWN_FUNDS: sum(self.spending.values()) - self.frame,
            "Zuwendungen anderer öffentlicher Stellen": 0,
            "Leistungen Dritter": 0,
        }


VERSIONS = (
    Version(1, "2023-12-15", 90000000, 86500000),
    Version(2, "2024-03-22", FRAME, 89000000),
)

FRAME_HEAD = """\
# {comment}
art = "Planungsrahmen"
programm = "vwv-integrationsmanagement"
regelfassung = "2023"
jahr = 2025
fassung = {number}
datum = {day}            # Tag des Schreibens; ab diesem Tag ist der Betrag bekannt
aktenzeichen = "RPS15.2-5914-2025/08999"
gegenstand = "Integrationsmanagement in der Anschlussunterbringung"
zeitraum_ab = 2025-01-01
zeitraum_bis = 2025-12-31
beginn_der_massnahme = 2018-05-01
betrag = "{frame}"
nachweis_bis = 2026-03-31

[bewilligungsstelle]
name = "Regierungspräsidium Stuttgart"
zusatz = "Referat 15.2, Dienststelle Wertheim"
strasse = "Am Eichamt 2"
plz = "97877"
ort = "Wertheim"

# Finanzierungsplan: Ausgaben und Einnahmen sind in der Summe gleich.
"""
COMMENTS = {
    1: "Vorläufige Mitteilung des Planungsrahmens, abgelöst durch Fassung 2.",
    2: "Mitteilung des Planungsrahmens, ersetzt Fassung 1.",
}
AGREEMENT = """\
# Vereinbarung über die Weitergabe eines Anteils am Planungsrahmen.
art = "Weitergabevereinbarung"
programm = "vwv-integrationsmanagement"
traeger = "{c.key}"
name = "{c.name}"
traegerart = "{c.kind}"
gemeinden = [{keys}]
umsetzung_durch = "{c.through}"
datum = 2024-07-15
aktenzeichen = "{c.agreement}"
gilt_ab = 2025-01-01
gilt_bis = 2029-12-31
faellig_tage = 30   # Tage nach Eingang der Zahlung des Landes

[anschrift]
empfaenger = "{c.office}"
strasse = "{c.street}"
plz = "{c.postcode}"
ort = "{c.town}"

[bank]
iban = "{iban}"
institut = "{c.bank}"
"""
SOCIAL_WORK = """\
# Flüchtlingssozialarbeit: Das Land erstattet die tatsächlichen Ausgaben der Stellen, eine je 90 Personen.
art = "Zuwendung"
programm = "flueag-12"
regelfassung = "2018"
jahr = 2025
fassung = 1
aktenzeichen = "41.2-FSA/2025"
datum = 2024-12-20
traeger = "08999"
aufgaben = ["Flüchtlingssozialarbeit"]
personen = 135   # 135 : 90 = 1,5 Stellen
"""
# Which part of the personnel spending a wage type is.
WAGE_GROUPS = {
    "1010": "Entgelt",
    "1060": "Zulagen",
    "1810": "Jahressonderzahlung",
    "1990": "Korrekturen",
    "8010": "Arbeitgeberanteil Sozialversicherung",
    "8020": "Arbeitgeberanteil Sozialversicherung",
    "8030": "Arbeitgeberanteil Sozialversicherung",
    "8040": "Arbeitgeberanteil Sozialversicherung",
    "8110": "Zusatzversorgung",
}
SETTINGS = """\
# Einstellungen des Arbeitsordners. Texte stehen in Anführungszeichen, Beträge in deutscher Schreibweise.

# Wer den Nachweis führt: Briefkopf, Rückfragen und Vorlagen übernehmen diese Angaben.
[landkreis]
name = "Landkreis Lindental"
ags = "08999"
behoerde = "Landratsamt Lindental"
amt = "Amt für Migration und Integration"
dezernat = "Dezernat 4 {dash} Arbeit, Jugend und Soziales"
strasse = "Schlossstraße 1"
plz = "70991"
ort = "Lindenstadt"
telefon = "07000 12-0"
email = "poststelle@lindental.example"
web = "www.lindental.example"

# Ansprechstelle für Rückfragen: nur die Funktion, kein Name.
[kontakt]
funktion = "Koordinierende Stelle Integrationsmanagement"
telefon = "07000 12-416"
email = "integrationsmanagement@lindental.example"

# Konto, auf das das Land zahlt.
[bank]
inhaber = "Landratsamt Lindental, Kreiskasse"
iban = "{iban}"
bic = "LITADE99XXX"
institut = "Sparkasse Lindental"

# Wer den Nachweis unterschreibt: Ort und Funktion.
[unterschrift]
ort = "Lindenstadt"
funktion = "Landrat"

# Wer die Richtigkeit feststellt: nur Funktionen.
[pruefung]
sachlich = "Sachgebietsleitung Integration"
rechnerisch = "Kämmerei, Sachgebiet Zuwendungen"

# Wer buchen darf: Anmeldename am Rechner und die Funktion, für die er steht. Alle anderen dürfen lesen.
[personen]
"kaemmerei" = "Sachbearbeitung Kämmerei"
"integration" = "Koordinierende Stelle Integrationsmanagement"

# koordination_vorab: Der Anteil der Koordinierenden Stelle geht vor der Verteilung vom Planungsrahmen ab.
# restmittel: Was Träger nicht verbrauchen, steht dem Kreis für eigene Ausgaben zur Verfügung.
# weitere_einnahmen = "0,00" erklärt: Es gibt keine anderen Zuwendungen und keine Leistungen Dritter dafür.
[einstellungen]
koordination_vorab = true
restmittel = "kreis"
weitere_einnahmen = "0,00"

# Welche Lohnart des Abrechnungsverfahrens was bedeutet: eine Ausgabeart oder ein Teil der Personalausgaben.
[lohnarten]
{wage_types}

# Welches Sachkonto der Finanzbuchhaltung zu welcher Ausgabeart gehört.
[sachkonten]
"42610000" = "Fortbildung"
"42620000" = "Nachqualifizierung"
"44310000" = "Reisekosten"
"42220000" = "Ausstattung"
"44310500" = "Lizenzen"
"42710000" = "Dolmetschleistungen"
"""


def _frame_notice(version: Version) -> str:
    text = FRAME_HEAD.format(
        comment=COMMENTS[version.number],
        number=version.number,
        day=version.day,
        frame=money(version.frame),
    )
    for table, entries in (("ausgaben", version.spending), ("einnahmen", version.income)):
        for kind, cents in entries.items():
            text += f'[[finanzierungsplan.{table}]]\nart = "{kind}"\nbetrag = "{money(cents)}"\n\n'
    return text.rstrip("\n") + "\n"


def _agreement(carrier: Carrier) -> str:
    keys = ", ".join(f'"{key}"' for key in carrier.municipalities)
    return AGREEMENT.format(c=carrier, keys=keys, iban=iban(BANK_CODE, carrier.account))


def write_notices(folder: Path) -> None:
    """Write both versions of the planning frame, one agreement per carrier, and the award of another programme."""
    write_text(folder / "fluechtlingssozialarbeit-2025.toml", SOCIAL_WORK)
    for version in VERSIONS:
        write_text(folder / f"planungsrahmen-2025-fassung-{version.number}.toml", _frame_notice(version))
    for carrier in CARRIERS:
        write_text(folder / f"weitergabe-{carrier.key}.toml", _agreement(carrier))


def write_settings(folder: Path, wage_types: dict[str, str]) -> None:
    """Write foerderbuch.toml; every wage type of the payroll is a part of the personnel spending."""
    lines = "\n".join(f'"{key}" = "{WAGE_GROUPS[key]}"   # {text}' for key, text in wage_types.items())
    account = iban(BANK_CODE, "1001001")
    write_text(folder / "foerderbuch.toml", SETTINGS.format(dash=DASH, iban=account, wage_types=lines))
