"""Every value and principle a programme may state, with its unit, and which of them a procedure cannot do without."""

from __future__ import annotations

from grants.law.rules import FundingType, SettlementMethod, Unit
from ledger.cost import YearBasis
from ledger.staff import Qualification

# A misspelt name would silently have no effect, so every other one is refused.
QUANTITIES: dict[str, Unit] = {
    "landesbetrag": Unit.EURO,  # state amount of a year
    "personen.land": Unit.PERSONS,  # persons statewide by whom the state amount is divided
    "zuteilungsquote": Unit.PERCENT,  # share of a county in the state amount
    "zaehlung.erstes_jahr_vorher": Unit.YEARS,  # persons count who were assigned from this many years before
    "zaehlung.letztes_jahr_vorher": Unit.YEARS,  # … to this many years before the year of the frame
    "festbetrag": Unit.EURO_PER_FTE_AND_YEAR,  # by qualification
    "antrag.mindestrahmen": Unit.EURO,  # an applicant with less joins others
    "stelle.mindestumfang": Unit.FTE,  # least part of a post that is split
    "laufzeit": Unit.MONTHS,  # of the positions granted
    "koordination.hoechstbetrag": Unit.EURO,
    "koordination.mindestumfang": Unit.FTE,
    "eigenverantwortung.mindestumfang": Unit.FTE,  # least post of a municipality of its own
    "nachqualifizierung.beginn": Unit.MONTHS,
    "nachqualifizierung.abschluss": Unit.MONTHS,
    "betreuungsschluessel": Unit.PERSONS_PER_FTE,
    "foerderanteil": Unit.PERCENT,
    "foerderanteil.hoechstbetrag": Unit.EURO,
    "stellenpauschale": Unit.EURO_PER_POSITION_AND_YEAR,
    "massnahme": Unit.EURO,  # planned means of a measure, by its name
    "jahreszuordnung": Unit.CHOICE,  # which month decides the year of a cost
    "zeitanteil": Unit.CHOICE,  # how a part of a month counts
    "entgeltluecke": Unit.CHOICE,  # whether a month without pay counts
}
CHOICES: dict[str, tuple[str, ...]] = {
    "jahreszuordnung": tuple(basis.value for basis in YearBasis),
    "zeitanteil": ("Tage", "Monate"),
    "entgeltluecke": ("zählt nicht", "zählt"),
}
PRINCIPLES = ("jahressonderzahlung", "ueberfinanzierung", "kennzahlen")

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
    SettlementMethod.PER_FRAME: PRINCIPLES,
    SettlementMethod.PER_PERSON: PRINCIPLES,
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
