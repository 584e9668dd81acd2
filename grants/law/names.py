"""Every value and principle a programme may state, with its unit, and which of them a procedure cannot do without."""

from __future__ import annotations

from dataclasses import dataclass

from grants.law.rounding import RoundingPolicy
from grants.law.rules import FundingType, Reduction, SettlementMethod, Unit
from ledger.cost import YearBasis
from ledger.staff import Qualification


@dataclass(frozen=True, slots=True)
class QuantityName:
    """Name eines Werts: its unit, what it means in the words of an office, and how results that come from it may round.

    A limit, a period or a choice is only compared with something: nothing comes from it that could be rounded.
    """

    unit: Unit
    label: str
    roundings: tuple[RoundingPolicy, ...] = (RoundingPolicy.EXACT,)


# Frames are granted in whole euros and money is paid in whole cents: a file that said otherwise would not be followed.
_OF_FRAMES, _OF_PAYMENTS = (RoundingPolicy.EURO,), (RoundingPolicy.CENT,)
_OF_FIXED_AMOUNTS = (RoundingPolicy.CENT, RoundingPolicy.EURO)
_OF_PLANS = (RoundingPolicy.EXACT, RoundingPolicy.TEUR)
_OF_COUNTS = (
    RoundingPolicy.WHOLE,
    RoundingPolicy.ONE_DECIMAL,
    RoundingPolicy.TWO_DECIMALS,
    RoundingPolicy.CUT_ONE_DECIMAL,
)

# A misspelt name would silently have no effect, so every other one is refused.
QUANTITIES: dict[str, QuantityName] = {
    "landesbetrag": QuantityName(Unit.EURO, "Betrag des Landes im Jahr"),
    "personen.land": QuantityName(Unit.PERSONS, "Personen im Land, auf die der Betrag verteilt wird", _OF_FRAMES),
    "zuteilungsquote": QuantityName(Unit.PERCENT, "Anteil eines Kreises am Betrag des Landes", _OF_FRAMES),
    "zaehlung.erstes_jahr_vorher": QuantityName(Unit.YEARS, "Zuweisungen zählen von so vielen Jahren vorher"),
    "zaehlung.letztes_jahr_vorher": QuantityName(Unit.YEARS, "Zuweisungen zählen bis zu so vielen Jahren vorher"),
    "festbetrag": QuantityName(
        Unit.EURO_PER_FTE_AND_YEAR, "Festbetrag je Stelle nach Qualifikation", _OF_FIXED_AMOUNTS
    ),
    "antrag.mindestrahmen": QuantityName(Unit.EURO, "kleinster Rahmen eines Antragstellers"),
    "stelle.mindestumfang": QuantityName(Unit.FTE, "kleinster Teil einer geteilten Stelle"),
    "laufzeit": QuantityName(Unit.MONTHS, "Laufzeit der bewilligten Stellen"),
    "koordination.hoechstbetrag": QuantityName(Unit.EURO, "Höchstbetrag der Koordinierenden Stelle im Jahr"),
    "koordination.mindestumfang": QuantityName(Unit.FTE, "kleinster Umfang der Koordinierenden Stelle"),
    "eigenverantwortung.mindestumfang": QuantityName(Unit.FTE, "kleinste Stelle bei eigener Aufgabenwahrnehmung"),
    "nachqualifizierung.beginn": QuantityName(Unit.MONTHS, "Nachqualifizierung beginnt spätestens nach"),
    "nachqualifizierung.abschluss": QuantityName(Unit.MONTHS, "Nachqualifizierung endet spätestens nach"),
    "betreuungsschluessel": QuantityName(Unit.PERSONS_PER_FTE, "Betreuungsschlüssel", _OF_COUNTS),
    "foerderanteil": QuantityName(Unit.PERCENT, "Anteil der Förderung an den Ausgaben", _OF_PAYMENTS),
    "foerderanteil.hoechstbetrag": QuantityName(Unit.EURO, "Höchstbetrag der Förderung"),
    "stellenpauschale": QuantityName(Unit.EURO_PER_POSITION_AND_YEAR, "Pauschale je Stelle", _OF_PAYMENTS),
    "massnahme": QuantityName(Unit.EURO, "geplante Mittel der Maßnahme", _OF_PLANS),
    "jahreszuordnung": QuantityName(Unit.CHOICE, "Maßgeblicher Monat für das Förderjahr"),
    "zeitanteil": QuantityName(Unit.CHOICE, "Teile eines Monats zählen nach"),
    "entgeltluecke": QuantityName(Unit.CHOICE, "Ein Monat ohne Entgelt"),
    "ueberfinanzierung.kuerzung": QuantityName(Unit.CHOICE, "Eine Überfinanzierung mindert diese Zuwendung"),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "jahreszuordnung": tuple(basis.value for basis in YearBasis),
    "zeitanteil": ("Tage", "Monate"),
    "entgeltluecke": ("zählt nicht", "zählt"),
    "ueberfinanzierung.kuerzung": tuple(reduction.value for reduction in Reduction),
}
PRINCIPLES: dict[str, str] = {
    "jahressonderzahlung": "Jahressonderzahlung",
    "ueberfinanzierung": "Überfinanzierung",
    "kennzahlen": "Kennzahlen",
}

_OF_GRANTS = ("jahreszuordnung", "ueberfinanzierung.kuerzung")
_OF_POSTS = ("nachqualifizierung.beginn", "nachqualifizierung.abschluss", "zeitanteil", *_OF_GRANTS)
_OF_METHOD: dict[SettlementMethod, tuple[str, ...]] = {
    SettlementMethod.PER_FRAME: (
        "koordination.hoechstbetrag",
        "koordination.mindestumfang",
        "eigenverantwortung.mindestumfang",
        *_OF_POSTS,
    ),
    SettlementMethod.PER_PERSON: ("stelle.mindestumfang", "entgeltluecke", *_OF_POSTS),
    SettlementMethod.EXACT_COST: ("zeitanteil", *_OF_GRANTS),
    SettlementMethod.LUMP_SUM: ("stellenpauschale", "zeitanteil", *_OF_GRANTS),
    SettlementMethod.PLANNED_COST: _OF_GRANTS,
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
