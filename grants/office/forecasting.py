"""zahlen --prognose: what the running year is to be expected to cost, apart from every actual figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.close.completeness import check_coordination, check_rule_days
from grants.office.accounting import outside_tenures, own_inputs
from grants.office.year_facts import PersonTerms, booked_facts, year_inputs, year_terms
from grants.settle.forecast import forecast_year
from grants.settle.forecast_figures import name_forecast
from grants.settle.forecast_words import forecast_words
from ledger.cost import WageGroup
from ledger.finding import ConflictError, FindingsError
from ledger.money import ZERO, Money
from ledger.period import FundingYear

if TYPE_CHECKING:
    from grants.office.acting import Acting
    from grants.office.workspace import Workspace
    from grants.settle.figures import Figures
    from grants.settle.forecast_terms import ForecastTerms
    from grants.settle.year import YearInputs
    from ledger.book.store import Book


@dataclass(frozen=True, slots=True)
class ForecastReport:
    """Prognose zum Ausgeben: its figures and, in whole sentences, what they assume. A finished year has no figures."""

    figures: Figures
    words: tuple[str, ...]


def forecast_booked(workspace: Workspace, book: Book, year: FundingYear, acting: Acting) -> ForecastReport:
    """Forecast a year from the book. The returns of other carriers need not be there, unlike for a settlement.

    Raises MissingError when a frame, rules, pay or a bonus are missing, FindingsError when what is booked fits no post,
    ConflictError for a year that is settled per person.
    """
    terms = year_terms(workspace, year, acting.known_on)
    if isinstance(terms, PersonTerms):
        raise ConflictError(
            f"Das Förderjahr {year.number} wird personenscharf abgerechnet; hochgerechnet wird nur ein Planungsrahmen.",
            f"Was gebucht ist, zeigt „foerderbuch abrechnen {year.number}“.",
        )
    inputs = own_inputs(year_inputs(workspace, terms, booked_facts(book, year, terms.year_basis)))
    refuse_misfits(inputs)
    forecast = forecast_year(inputs, _last_bonuses(book, inputs), workspace.forecast)
    words = forecast_words(forecast, others_deliver=bool(inputs.agreements))
    return ForecastReport(name_forecast(forecast, inputs.procedure), (*words, *_new_posts(inputs, workspace.forecast)))


def _new_posts(inputs: YearInputs, terms: ForecastTerms) -> tuple[str, ...]:
    """Return a sentence for every planned filling of a post that the staffing plan does not know: new, or mistyped."""
    known = {tenure.position_number for tenure in inputs.tenures if tenure.carrier_key == inputs.county.key}
    return tuple(
        f"Stelle {number} steht nicht in der Stellenbesetzung und ist als neue Stelle gerechnet. Bitte prüfen, ob "
        "„stelle“ unter [prognose] besetzungen richtig geschrieben ist."
        for number in dict.fromkeys(filling.position_number for filling in terms.fillings)
        if number not in known
    )


def refuse_misfits(inputs: YearInputs) -> None:
    """Refuse a year whose bookings fit no tenure or no rule: they would be missing from what is expected."""
    findings = (
        *outside_tenures(inputs),
        *check_rule_days(inputs.entries, inputs.rules),
        *check_coordination(inputs.tenures, inputs.county.key),
    )
    if findings:
        raise FindingsError(findings, "Das Förderjahr lässt sich so nicht hochrechnen.")


def _last_bonuses(book: Book, inputs: YearInputs) -> dict[str, Money]:
    """Return the annual bonuses booked for the year before, by staff number of the county."""
    year = FundingYear(inputs.frame.year.number - 1)
    bonuses: dict[str, Money] = {}
    for entry in book.entries(year, inputs.year_basis):
        if entry.carrier_key == inputs.county.key and entry.group is WageGroup.ANNUAL_BONUS and entry.staff_number:
            bonuses[entry.staff_number] = bonuses.get(entry.staff_number, ZERO) + entry.amount
    return bonuses
