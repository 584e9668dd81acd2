"""The settlement as a sheet: for each carrier or applicant what is payable and who bears the rest, in named figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.settle.figures import carrier_slug
from grants.settle.naming import SLUGS
from grants.settle.person_award import person_slug
from grants.settle.person_figures import BORNE, applicant_slug
from grants.settle.person_year import PersonYearResult

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.settle.figures import Figures
    from grants.settle.per_person import ApplicantAccount
    from grants.settle.person_year import SettledYear
    from grants.settle.settlement import CarrierAccount
    from grants.settle.year import YearResult
    from ledger.carrier import Carrier


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Zeile der Abrechnung: a label and the name of the figure it shows."""

    label: str
    figure: str


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """Zeile einer Person, by staff number; ``name`` is the beginning of the names of its figures."""

    staff_number: str
    name: str


@dataclass(frozen=True, slots=True)
class AccountSheet:
    """Abrechnung eines Trägers oder Antragstellers: its results, what it bears line by line, and its persons.

    The borne lines that are not zero sum to the figure ``borne``.
    """

    carrier: Carrier
    results: tuple[SheetLine, ...]
    payable: str
    borne: str
    lines: tuple[SheetLine, ...]
    persons: tuple[SheetPerson, ...] = ()


def account_sheets(result: SettledYear) -> tuple[AccountSheet, ...]:
    """Return the sheet of every carrier or applicant, the county's first."""
    if isinstance(result, PersonYearResult):
        return tuple(_applicant(result, applicant) for applicant in result.applicants)
    return tuple(_carrier(result, account) for account in result.accounts)


def _applicant(result: PersonYearResult, applicant: ApplicantAccount) -> AccountSheet:
    slug = applicant_slug(result.inputs, applicant.award.carrier.key)
    kinds = [SheetLine(kind.value, f"{slug}.{name}.nicht_zuwendungsfaehig") for kind, name in SLUGS.items()]
    others = [SheetLine(words, f"{slug}.{line}") for line, words in BORNE.items() if line != "nicht_zuwendungsfaehig"]
    return AccountSheet(
        carrier=applicant.award.carrier,
        results=(
            SheetLine("Rahmen", f"{slug}.rahmen"),
            SheetLine("zuwendungsfähige Ausgaben", f"{slug}.zuwendungsfaehig"),
            SheetLine("bemessene Zuwendung", f"{slug}.bemessen"),
            SheetLine("Fortbildung des Teams, Zuwendung", f"{slug}.team.zuwendung"),
        ),
        payable=f"{slug}.auszahlung",
        borne=f"{slug}.gesamt",
        lines=_not_zero(result.figures, (*kinds, *others)),
        persons=tuple(
            SheetPerson(person.staff_number, person_slug(slug, person.staff_number)) for person in applicant.persons
        ),
    )


def _carrier(result: YearResult, account: CarrierAccount) -> AccountSheet:
    slug = "kreis" if account is result.settlement.county else carrier_slug(account.carrier.key)
    kinds = [SheetLine(kind.value, f"{slug}.{name}.nicht_zuwendungsfaehig") for kind, name in SLUGS.items()]
    others = (
        SheetLine("Koordinierende Stelle, nicht zuwendungsfähiger Teil", f"{slug}.koordination.ueber_hoechstbetrag"),
        SheetLine("zuwendungsfähige Ausgaben über dem Auszahlungsbetrag", f"{slug}.ueberschreitung"),
    )
    return AccountSheet(
        carrier=account.carrier,
        results=(
            SheetLine("Anteil am Planungsrahmen", f"{slug}.anteil"),
            SheetLine("zuwendungsfähige Ausgaben", f"{slug}.zuwendungsfaehig"),
        ),
        payable=f"{slug}.auszahlung",
        borne=f"{slug}.gesamt",
        lines=_not_zero(result.figures, (*kinds, *others)),
    )


def _not_zero(figures: Figures, lines: Iterable[SheetLine]) -> tuple[SheetLine, ...]:
    return tuple(line for line in lines if figures[line.figure].money)
