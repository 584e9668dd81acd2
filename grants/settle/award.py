"""The award: the planning frame of a year in its dated versions, and the agreements under which money is passed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.settle.frame_quota import read_quota
from grants.settle.versions import in_order
from ledger.carrier import Carrier, CarrierKind
from ledger.cost import CostKind
from ledger.finding import MissingError
from ledger.money import total

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from fractions import Fraction

    from grants.settle.documents import Fields
    from ledger.money import Money
    from ledger.period import DaySpan, FundingYear

FRAME, AGREEMENT = "Planungsrahmen", "Weitergabevereinbarung"
PLANNED_SPENDING = ("Koordinierende Stelle", *(kind.value for kind in CostKind))
PLANNED_INCOME = (
    "Landeszuwendung",
    "Eigenmittel der Träger",
    "Zuwendungen anderer öffentlicher Stellen",
    "Leistungen Dritter",
)
_FRAME_KEYS = (
    *("art", "programm", "regelfassung", "jahr", "fassung", "datum", "aktenzeichen", "gegenstand", "betrag"),
    *("zeitraum_ab", "zeitraum_bis", "beginn_der_massnahme", "nachweis_bis", "bewilligungsstelle", "finanzierungsplan"),
    "zuteilungsquote",
)
_AGREEMENT_KEYS = (
    *("art", "programm", "traeger", "name", "traegerart", "gemeinden", "umsetzung_durch", "datum", "aktenzeichen"),
    *("gilt_ab", "gilt_bis", "faellig_tage", "anschrift", "bank"),
)


@dataclass(frozen=True, slots=True)
class Address:
    """Anschrift."""

    name: str
    addition: str
    street: str
    postcode: str
    town: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """Zeile des Finanzierungsplans: kind and planned amount, in the order of the plan."""

    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PlanningFrame:
    """Planungsrahmen: one dated version of the announced upper limit of a year, with its financing plan."""

    file: str
    programme: str
    rule_version: str
    year: FundingYear
    version: int
    dated: date
    reference: str
    subject: str
    period: DaySpan
    began: date
    amount: Money
    proof_due: date
    authority: Address
    planned_spending: tuple[PlanLine, ...]
    planned_income: tuple[PlanLine, ...]
    quota: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PassThroughAgreement:
    """Weitergabevereinbarung: a carrier that delivers for its municipalities and receives their share."""

    file: str
    programme: str
    carrier: Carrier
    municipalities: tuple[str, ...]
    delivered_by: str
    dated: date
    reference: str
    in_force: DaySpan
    days_to_pay: int
    address: Address
    iban: str
    bank: str


def read_frame(fields: Fields) -> PlanningFrame:
    """Return the planning frame of a parsed document.

    Raises UnreadableError when a field is missing, unknown or impossible or the financing plan does not balance.
    """
    fields.refuse_unknown(_FRAME_KEYS)
    plan = fields.table("finanzierungsplan")
    plan.refuse_unknown(("ausgaben", "einnahmen"))
    spending = _plan_lines(plan, "ausgaben", PLANNED_SPENDING)
    income = _plan_lines(plan, "einnahmen", PLANNED_INCOME)
    if total(line.amount for line in spending) != total(line.amount for line in income):
        raise plan.refuse(
            "einnahmen", "ergeben nicht dieselbe Summe wie die Ausgaben.", "Bitte den Finanzierungsplan berichtigen."
        )
    amount = fields.positive("betrag")
    granted = next((line.amount for line in income if line.name == PLANNED_INCOME[0]), None)
    if granted != amount:
        raise plan.refuse(
            "einnahmen",
            f"nennen als {PLANNED_INCOME[0]} nicht den Betrag des Planungsrahmens.",
            "Bitte den Finanzierungsplan an den Planungsrahmen anpassen.",
        )
    authority = fields.table("bewilligungsstelle")
    authority.refuse_unknown(("name", "zusatz", "strasse", "plz", "ort"))
    year, period = fields.year("jahr"), fields.span("zeitraum_ab", "zeitraum_bis")
    if period != year.days:
        raise fields.refuse(
            "zeitraum_ab",
            f"und „zeitraum_bis“ umfassen nicht das ganze Jahr {year.number}.",
            "Ein Planungsrahmen gilt für das Kalenderjahr; bitte Jahr und Zeitraum prüfen.",
        )
    return PlanningFrame(
        file=fields.file,
        programme=fields.text("programm"),
        rule_version=fields.text("regelfassung"),
        year=year,
        version=fields.count("fassung"),
        dated=fields.day("datum"),
        reference=fields.text("aktenzeichen"),
        subject=fields.text("gegenstand"),
        period=period,
        began=fields.day("beginn_der_massnahme"),
        amount=amount,
        proof_due=fields.day("nachweis_bis"),
        authority=Address(
            authority.text("name"),
            authority.text("zusatz", may_be_empty=True),
            _unbroken(authority.text("strasse")),
            authority.text("plz"),
            authority.text("ort"),
        ),
        planned_spending=spending,
        planned_income=income,
        quota=read_quota(fields),
    )


def read_agreement(fields: Fields) -> PassThroughAgreement:
    """Return the agreement of a parsed document. Raises UnreadableError for a missing, unknown or impossible field."""
    fields.refuse_unknown(_AGREEMENT_KEYS)
    kinds = {kind.value: kind for kind in CarrierKind}
    address, bank = fields.table("anschrift"), fields.table("bank")
    address.refuse_unknown(("empfaenger", "strasse", "plz", "ort"))
    bank.refuse_unknown(("iban", "institut"))
    return PassThroughAgreement(
        file=fields.file,
        programme=fields.text("programm"),
        carrier=Carrier(
            fields.carrier_key("traeger"), fields.text("name"), kinds[fields.choice("traegerart", tuple(kinds))]
        ),
        municipalities=fields.texts("gemeinden"),
        delivered_by=fields.text("umsetzung_durch", may_be_empty=True),
        dated=fields.day("datum"),
        reference=fields.text("aktenzeichen"),
        in_force=fields.span("gilt_ab", "gilt_bis"),
        days_to_pay=fields.count("faellig_tage"),
        address=Address(
            address.text("empfaenger"), "", _unbroken(address.text("strasse")), address.text("plz"), address.text("ort")
        ),
        iban=bank.iban("iban"),
        bank=bank.text("institut"),
    )


def _plan_lines(plan: Fields, key: str, allowed: tuple[str, ...]) -> tuple[PlanLine, ...]:
    tables = plan.tables(key)
    for table in tables:
        table.refuse_unknown(("art", "betrag"))
    lines = tuple(PlanLine(table.choice("art", allowed), table.not_negative("betrag")) for table in tables)
    names = [line.name for line in lines]
    if len(set(names)) != len(names):
        raise plan.refuse(key, "nennt eine Art zweimal.", "Bitte den Finanzierungsplan berichtigen.")
    return lines


def _unbroken(street: str) -> str:
    """Return a street whose house number never stands alone on the next line."""
    name, _, number = street.rpartition(" ")
    return f"{name}\u00a0{number}" if name else street


def frame_versions(frames: Iterable[PlanningFrame], year: FundingYear, known_on: date) -> tuple[PlanningFrame, ...]:
    """Return the versions of the year's planning frame known on a day, the one in force last.

    Raises MissingError when none is known (an announcement that has not arrived is not a frame of zero) and
    UnreadableError as `in_order` does.
    """
    known = in_order(frame for frame in frames if frame.year == year and frame.dated <= known_on)
    if not known:
        raise MissingError(
            f"Für das Förderjahr {year.number} liegt kein Planungsrahmen vor.",
            f"Bitte die Mitteilung der Bewilligungsstelle in den Ordner bescheide legen (jahr = {year.number}). Wird "
            'das Jahr personenscharf abgerechnet, gehört die Bewilligung dorthin (art = "Bewilligung").',
        )
    return known
