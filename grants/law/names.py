"""Every value and principle a programme may state, with its unit, and which of them a procedure cannot do without."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from grants.law.rounding import RoundingPolicy
from grants.law.rules import FundingType, Reduction, SettlementMethod, TimeShare, Unit
from ledger.cost import YearBasis
from ledger.german import format_fraction
from ledger.staff import Qualification

MOST_EUROS, MOST_PERSONS, MOST_MONTHS, MOST_YEARS, MOST_PERSONS_PER_FTE = 10**10, 10**8, 120, 20, 1000


class Subject(Enum):
    """Für wen ein Wert gilt: for all, for one qualification, or for what the file names (a county, a measure)."""

    ALL = "alle"
    QUALIFICATION = "eine Qualifikation"
    NAMED = "einen Namen"


@dataclass(frozen=True, slots=True)
class Limits:
    """Grenzen eines Werts: the least and the greatest that can be meant, in the unit of the value."""

    least: Fraction
    greatest: Fraction

    def allow(self, number: Fraction) -> bool:
        """Return whether a number lies between them."""
        return self.least <= number <= self.greatest

    def words(self, unit: Unit) -> str:
        """Return them as an office reads them: ``von 1 bis 1.000 Personen je VZÄ``."""
        least, greatest = (_shortest(number) for number in (self.least, self.greatest))
        return f"von {least} bis {greatest} {unit.value}"


def _shortest(number: Fraction) -> str:
    places = next(places for places in range(5) if (number * 10**places).denominator == 1)
    return format_fraction(number, places)


# Nothing can be divided by a key of nobody, and no date lies a million months away.
_LIMITS = {
    Unit.EURO: Limits(Fraction(0), Fraction(MOST_EUROS)),
    Unit.EURO_PER_FTE_AND_YEAR: Limits(Fraction(0), Fraction(MOST_EUROS)),
    Unit.EURO_PER_POSITION_AND_YEAR: Limits(Fraction(0), Fraction(MOST_EUROS)),
    Unit.FTE: Limits(Fraction(1, 10_000), Fraction(1)),
    Unit.MONTHS: Limits(Fraction(0), Fraction(MOST_MONTHS)),
    Unit.YEARS: Limits(Fraction(0), Fraction(MOST_YEARS)),
    Unit.PERSONS: Limits(Fraction(1), Fraction(MOST_PERSONS)),
    Unit.PERSONS_PER_FTE: Limits(Fraction(1), Fraction(MOST_PERSONS_PER_FTE)),
    Unit.PERCENT: Limits(Fraction(0), Fraction(100)),
}
_ABOVE_NOTHING: dict[Unit, Limits] = {
    Unit.EURO: Limits(Fraction(1), Fraction(MOST_EUROS)),
    Unit.MONTHS: Limits(Fraction(1), Fraction(MOST_MONTHS)),
    Unit.PERCENT: Limits(Fraction(1, 10_000), Fraction(100)),
}


@dataclass(frozen=True, slots=True)
class QuantityName:
    """Name eines Werts: its unit, what it means in the words of an office, and how results that come from it may round.

    A limit, a period or a choice is only compared with something: nothing comes from it that could be rounded.
    ``subject`` says whether the value names for whom it holds, ``above_nothing`` that zero cannot be meant.
    """

    unit: Unit
    label: str
    roundings: tuple[RoundingPolicy, ...] = (RoundingPolicy.EXACT,)
    subject: Subject = Subject.ALL
    above_nothing: bool = False

    @property
    def limits(self) -> Limits | None:
        """Return the least and the greatest value; a choice has none."""
        return (_ABOVE_NOTHING if self.above_nothing else _LIMITS).get(self.unit)


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
    "landesbetrag": QuantityName(Unit.EURO, "Betrag des Landes im Jahr", above_nothing=True),
    "personen.land": QuantityName(Unit.PERSONS, "Personen im Land, auf die der Betrag verteilt wird", _OF_FRAMES),
    "zuteilungsquote": QuantityName(
        Unit.PERCENT, "Anteil eines Kreises am Betrag des Landes", _OF_FRAMES, Subject.NAMED, above_nothing=True
    ),
    "zaehlung.erstes_jahr_vorher": QuantityName(Unit.YEARS, "Zuweisungen zählen von so vielen Jahren vorher"),
    "zaehlung.letztes_jahr_vorher": QuantityName(Unit.YEARS, "Zuweisungen zählen bis zu so vielen Jahren vorher"),
    "festbetrag": QuantityName(
        Unit.EURO_PER_FTE_AND_YEAR,
        "Festbetrag je Stelle nach Qualifikation",
        _OF_FIXED_AMOUNTS,
        Subject.QUALIFICATION,
    ),
    "antrag.mindestrahmen": QuantityName(Unit.EURO, "kleinster Rahmen eines Antragstellers"),
    "stelle.mindestumfang": QuantityName(Unit.FTE, "kleinster Teil einer geteilten Stelle"),
    "laufzeit": QuantityName(Unit.MONTHS, "Laufzeit der bewilligten Stellen", above_nothing=True),
    "koordination.hoechstbetrag": QuantityName(Unit.EURO, "Höchstbetrag der Koordinierenden Stelle im Jahr"),
    "koordination.mindestumfang": QuantityName(Unit.FTE, "kleinster Umfang der Koordinierenden Stelle"),
    "eigenverantwortung.mindestumfang": QuantityName(Unit.FTE, "kleinste Stelle bei eigener Aufgabenwahrnehmung"),
    "nachqualifizierung.beginn": QuantityName(Unit.MONTHS, "Nachqualifizierung beginnt spätestens nach"),
    "nachqualifizierung.abschluss": QuantityName(Unit.MONTHS, "Nachqualifizierung endet spätestens nach"),
    "betreuungsschluessel": QuantityName(Unit.PERSONS_PER_FTE, "Betreuungsschlüssel", _OF_COUNTS),
    "foerderanteil": QuantityName(
        Unit.PERCENT, "Anteil der Förderung an den Ausgaben", _OF_PAYMENTS, above_nothing=True
    ),
    "foerderanteil.hoechstbetrag": QuantityName(Unit.EURO, "Höchstbetrag der Förderung"),
    "stellenpauschale": QuantityName(Unit.EURO_PER_POSITION_AND_YEAR, "Pauschale je Stelle", _OF_PAYMENTS),
    "massnahme": QuantityName(Unit.EURO, "geplante Mittel der Maßnahme", _OF_PLANS, Subject.NAMED),
    "jahreszuordnung": QuantityName(Unit.CHOICE, "Maßgeblicher Monat für das Förderjahr"),
    "zeitanteil": QuantityName(Unit.CHOICE, "Teile eines Monats zählen nach"),
    "entgeltluecke": QuantityName(Unit.CHOICE, "Ein Monat ohne Entgelt"),
    "ueberfinanzierung.kuerzung": QuantityName(Unit.CHOICE, "Eine Überfinanzierung mindert diese Zuwendung"),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "jahreszuordnung": tuple(basis.value for basis in YearBasis),
    "zeitanteil": tuple(share.value for share in TimeShare),
    "entgeltluecke": ("zählt nicht", "zählt"),
    "ueberfinanzierung.kuerzung": tuple(reduction.value for reduction in Reduction),
}
PRINCIPLES: dict[str, str] = {
    "jahressonderzahlung": "Jahressonderzahlung",
    "ueberfinanzierung": "Überfinanzierung",
    "kennzahlen": "Kennzahlen",
}

# The first of two values is never above the second on one day, or the period between them would be none.
ORDERED = (
    ("nachqualifizierung.beginn", "nachqualifizierung.abschluss"),
    ("zaehlung.letztes_jahr_vorher", "zaehlung.erstes_jahr_vorher"),
)
# How a grant can follow from the spending in each procedure; another pair would be settled as something else.
_BY_SPENDING = (FundingType.PROPORTIONAL, FundingType.DEFICIT, FundingType.FULL)
FUNDING_TYPES: dict[SettlementMethod, tuple[FundingType, ...]] = {
    SettlementMethod.PER_PERSON: (FundingType.FIXED_AMOUNT,),
    SettlementMethod.PER_FRAME: (FundingType.FIXED_AMOUNT,),
    SettlementMethod.EXACT_COST: _BY_SPENDING,
    SettlementMethod.LUMP_SUM: (FundingType.FIXED_AMOUNT,),
    SettlementMethod.PLANNED_COST: (FundingType.FIXED_AMOUNT, *_BY_SPENDING),
    SettlementMethod.NONE: (FundingType.NONE,),
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
