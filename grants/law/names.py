"""Every value and principle a programme may state, with its unit, and which of them a procedure cannot do without."""

from __future__ import annotations

from dataclasses import dataclass

from grants.law.rules import FundingType, SettlementMethod, Unit
from ledger.cost import YearBasis
from ledger.staff import Qualification


@dataclass(frozen=True, slots=True)
class QuantityName:
    """Name eines Werts: its unit and what it means in the words of an office."""

    unit: Unit
    label: str


# A misspelt name would silently have no effect, so every other one is refused.
QUANTITIES: dict[str, QuantityName] = {
    "landesbetrag": QuantityName(Unit.EURO, "Betrag des Landes im Jahr"),
    "personen.land": QuantityName(Unit.PERSONS, "Personen im Land, auf die der Betrag verteilt wird"),
    "zuteilungsquote": QuantityName(Unit.PERCENT, "Anteil eines Kreises am Betrag des Landes"),
    "zaehlung.erstes_jahr_vorher": QuantityName(Unit.YEARS, "Zuweisungen zählen von so vielen Jahren vorher"),
    "zaehlung.letztes_jahr_vorher": QuantityName(Unit.YEARS, "Zuweisungen zählen bis zu so vielen Jahren vorher"),
    "festbetrag": QuantityName(Unit.EURO_PER_FTE_AND_YEAR, "Festbetrag je Stelle nach Qualifikation"),
    "antrag.mindestrahmen": QuantityName(Unit.EURO, "kleinster Rahmen eines Antragstellers"),
    "stelle.mindestumfang": QuantityName(Unit.FTE, "kleinster Teil einer geteilten Stelle"),
    "laufzeit": QuantityName(Unit.MONTHS, "Laufzeit der bewilligten Stellen"),
    "koordination.hoechstbetrag": QuantityName(Unit.EURO, "Höchstbetrag der Koordinierenden Stelle im Jahr"),
    "koordination.mindestumfang": QuantityName(Unit.FTE, "kleinster Umfang der Koordinierenden Stelle"),
    "eigenverantwortung.mindestumfang": QuantityName(Unit.FTE, "kleinste Stelle bei eigener Aufgabenwahrnehmung"),
    "nachqualifizierung.beginn": QuantityName(Unit.MONTHS, "Nachqualifizierung beginnt spätestens nach"),
    "nachqualifizierung.abschluss": QuantityName(Unit.MONTHS, "Nachqualifizierung endet spätestens nach"),
    "betreuungsschluessel": QuantityName(Unit.PERSONS_PER_FTE, "Betreuungsschlüssel"),
    "foerderanteil": QuantityName(Unit.PERCENT, "Anteil der Förderung an den Ausgaben"),
    "foerderanteil.hoechstbetrag": QuantityName(Unit.EURO, "Höchstbetrag der Förderung"),
    "stellenpauschale": QuantityName(Unit.EURO_PER_POSITION_AND_YEAR, "Pauschale je Stelle"),
    "massnahme": QuantityName(Unit.EURO, "geplante Mittel der Maßnahme"),
    "jahreszuordnung": QuantityName(Unit.CHOICE, "Maßgeblicher Monat für das Förderjahr"),
    "zeitanteil": QuantityName(Unit.CHOICE, "Teile eines Monats zählen nach"),
    "entgeltluecke": QuantityName(Unit.CHOICE, "Ein Monat ohne Entgelt"),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "jahreszuordnung": tuple(basis.value for basis in YearBasis),
    "zeitanteil": ("Tage", "Monate"),
    "entgeltluecke": ("zählt nicht", "zählt"),
}
PRINCIPLES: dict[str, str] = {
    "jahressonderzahlung": "Jahressonderzahlung",
    "ueberfinanzierung": "Überfinanzierung",
    "kennzahlen": "Kennzahlen",
}

_OF_POSTS = ("nachqualifizierung.beginn", "nachqualifizierung.abschluss", "zeitanteil", "jahreszuordnung")
_OF_METHOD: dict[SettlementMethod, tuple[str, ...]] = {
    SettlementMethod.PER_FRAME: (
        "koordination.hoechstbetrag",
        "koordination.mindestumfang",
        "eigenverantwortung.mindestumfang",
        *_OF_POSTS,
    ),
    SettlementMethod.PER_PERSON: ("stelle.mindestumfang", "entgeltluecke", *_OF_POSTS),
    SettlementMethod.EXACT_COST: ("zeitanteil", "jahreszuordnung"),
    SettlementMethod.LUMP_SUM: ("stellenpauschale", "zeitanteil", "jahreszuordnung"),
    SettlementMethod.PLANNED_COST: ("jahreszuordnung",),
    SettlementMethod.NONE: (),
}
_PRINCIPLES_OF_METHOD: dict[SettlementMethod, tuple[str, ...]] = {
    SettlementMethod.PER_FRAME: tuple(PRINCIPLES),
    SettlementMethod.PER_PERSON: tuple(PRINCIPLES),
}


def needed_values(method: SettlementMethod, funding: FundingType) -> tuple[tuple[str, str], ...]:
    """Return the names and subjects of the values without which a procedure cannot be settled."""
    names = [(name, "") for name in _OF_METHOD[method]]
    if method is SettlementMethod.PER_PERSON:
        names += [("festbetrag", qualification.value) for qualification in Qualification]
    if funding is FundingType.PROPORTIONAL:
        names.append(("foerderanteil", ""))
    return tuple(names)


def needed_principles(method: SettlementMethod) -> tuple[str, ...]:
    """Return the principles without which a procedure cannot be settled."""
    return _PRINCIPLES_OF_METHOD.get(method, ())
