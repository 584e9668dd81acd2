"""The words that the names of figures are built from: one for each kind of cost and each line a carrier bears."""

from __future__ import annotations

from ledger.cost import CostKind

COUNTY_SLUG = "kreis"
SLUGS = {
    CostKind.PERSONNEL: "personal",
    CostKind.TRAINING: "fortbildung",
    CostKind.REQUALIFICATION: "nachqualifizierung",
    CostKind.TRAVEL: "reisekosten",
    CostKind.EQUIPMENT: "ausstattung",
    CostKind.MATERIALS: "sachmittel",
    CostKind.LICENCES: "lizenzen",
    CostKind.OVERHEAD: "gemeinkosten",
    CostKind.INTERPRETING: "dolmetschleistungen",
    CostKind.BOUGHT_IN: "fremdleistungen",
}
# Everything but pay and qualification; the rule set says who bears it.
MATERIAL_KINDS = tuple(
    kind for kind in CostKind if kind not in (CostKind.PERSONNEL, CostKind.TRAINING, CostKind.REQUALIFICATION)
)
# What a carrier bears beside the kinds of material cost, with the words of a paper.
BORNE = {
    "qualifizierung_nicht_zuwendungsfaehig": "Fortbildung und Nachqualifizierung, nicht zuwendungsfähiger Teil",
    "personal.ausgeschlossen": "Personalausgaben, von der Förderung ausgeschlossen",
    "koordination.ausgeschlossen": "Koordinierende Stelle, von der Förderung ausgeschlossen",
    "abgelehnt": "Personalausgaben, abgelehnt wegen Umfang oder Zeitraum der Stelle",
    "koordination.ueber_hoechstbetrag": "Koordinierende Stelle über dem Höchstbetrag",
    "ueber_rahmen": "zuwendungsfähige Ausgaben über dem Planungsrahmen",
    "nicht_anrechenbar": "zuwendungsfähige Ausgaben, die andere Einnahmen ausschließen",
}


def borne_lines(slug: str) -> tuple[tuple[str, str], ...]:
    """Return label and figure of every line of what a carrier bears; they sum to all that is not paid to it."""
    suffix = "" if slug == COUNTY_SLUG else ".nicht_zuwendungsfaehig"
    material = [(kind.value, f"{slug}.{SLUGS[kind]}{suffix}") for kind in MATERIAL_KINDS]
    return (*material, *((label, f"{slug}.{line}") for line, label in BORNE.items()))
