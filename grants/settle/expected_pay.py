"""The pay of the months that are not booked yet, as entries of a forecast: they have no number and are never booked."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.settle.forecast_terms import SETTINGS_FILE
from grants.settle.pay_rates import PayRates
from ledger.cost import CostKind, Entry, Source, WageGroup
from ledger.finding import ConflictError, MissingError
from ledger.german import format_month, join_words
from ledger.money import Money, round_half_up
from ledger.period import Month
from ledger.staff import PositionRole, Qualification, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grants.settle.forecast_terms import ForecastTerms, PlannedFilling
    from ledger.period import FundingYear

# § 20 TVöD: the annual bonus is paid with the pay of November.
BONUS_MONTH = 11
_SOURCE = Source("Prognose", "", "", 0)


@dataclass(frozen=True, slots=True)
class ExpectedPay:
    """Erwartete Personalausgaben: the months booked and those to come, with their tenures and entries.

    ``tenures`` are the carrier's, the planned ones among them. ``without_own_pay`` names the posts whose pay is the
    mean of all, because none is booked for the person.
    """

    tenures: tuple[Tenure, ...]
    booked_months: tuple[Month, ...]
    months: tuple[Month, ...]
    entries: tuple[Entry, ...]
    without_own_pay: tuple[str, ...]


def booked_pay_months(entries: Iterable[Entry], carrier_key: str, year: FundingYear) -> tuple[Month, ...]:
    """Return the months of service of the year for which pay of a carrier's staff is booked.

    Raises MissingError when there is none: nothing can be projected from nothing.
    """
    months = {entry.cost_month for entry in entries if entry.carrier_key == carrier_key and entry.is_monthly_pay}
    booked = tuple(month for month in year.months() if month in months)
    if not booked:
        raise MissingError(
            f"Für das Förderjahr {year.number} ist noch kein Lohnmonat gebucht; ohne ihn gibt es keine Prognose.",
            "Bitte zuerst das Lohnjournal mit „foerderbuch einlesen“ buchen.",
        )
    return booked


def expect_pay(
    carrier_key: str,
    year: FundingYear,
    tenures: Iterable[Tenure],
    entries: Sequence[Entry],
    last_bonuses: Mapping[str, Money],
    terms: ForecastTerms,
) -> ExpectedPay:
    """Return the pay of a carrier's staff in the months of the year that are not booked, each half-up to the cent.

    ``last_bonuses`` holds the annual bonus last booked for a person, by staff number. Raises MissingError when no month
    is booked or a bonus cannot be told, ConflictError when a planned filling meets one of the staffing plan.
    """
    own = [tenure for tenure in tenures if tenure.carrier_key == carrier_key]
    held = (*own, *(_planned(carrier_key, filling, own) for filling in terms.fillings))
    booked = booked_pay_months(entries, carrier_key, year)
    months = tuple(month for month in year.months() if month not in booked)
    rates = PayRates(carrier_key, year, held, entries, terms.rises)
    november = Month(year.number, BONUS_MONTH)
    bonuses = _bonuses(rates, held, last_bonuses, terms) if november in months else {}
    expected = [
        *(
            _entry(carrier_key, number, month, rates.expected(number, month))
            for number in rates.staff
            for month in months
        ),
        *(_entry(carrier_key, number, november, cents, WageGroup.ANNUAL_BONUS) for number, cents in bonuses.items()),
    ]
    return ExpectedPay(
        held, booked, months, tuple(entry for entry in expected if entry.amount), _without_own_pay(rates, held, months)
    )


def _without_own_pay(rates: PayRates, held: Iterable[Tenure], months: Iterable[Month]) -> tuple[str, ...]:
    """Return the posts filled in the months to come by somebody for whom no pay is booked."""
    strangers = {number for number in rates.staff if not rates.knows(number)}
    filled = {
        tenure.position_number
        for month in months
        for tenure in held
        if tenure.staff_number in strangers and tenure.days.overlap(month.days)
    }
    return tuple(sorted(filled))


def _planned(carrier_key: str, filling: PlannedFilling, own: Iterable[Tenure]) -> Tenure:
    """Return a planned filling as the tenure of somebody unknown; a post that is not in the plan is a manager's."""
    same = [tenure for tenure in own if tenure.position_number == filling.position_number]
    if any(tenure.days.overlap(filling.days) for tenure in same):
        raise ConflictError(
            f"{SETTINGS_FILE}: Die Stelle {filling.position_number} ist in der Zeit der geplanten Besetzung laut "
            "Stellenbesetzung schon besetzt.",
            "Bitte die geplante Besetzung im Abschnitt [prognose] streichen oder ihren Zeitraum berichtigen.",
        )
    return Tenure(
        carrier_key=carrier_key,
        staff_number=f"geplant {filling.position_number} {filling.days.first.isoformat()}",
        position_number=filling.position_number,
        role=same[0].role if same else PositionRole.INTEGRATION,
        days=filling.days,
        fte=filling.fte,
        pay_group="",
        qualification=Qualification.SOCIAL_WORK_DEGREE,
        requalification=None,
        source=_SOURCE,
    )


def _bonuses(
    rates: PayRates, held: Iterable[Tenure], last_bonuses: Mapping[str, Money], terms: ForecastTerms
) -> dict[str, Fraction]:
    """Return the exact cents of every bonus to come. Raises MissingError for bonuses that nothing tells."""
    due = [number for number in rates.staff if rates.awaits_bonus(number)]
    if terms.bonus_percent is not None:
        return {number: rates.bonus(number, terms.bonus_percent) for number in due}
    unknown = {tenure.position_number for tenure in held if tenure.staff_number in set(due) - set(last_bonuses)}
    if unknown:
        raise MissingError(
            f"Für die Besetzung von {join_words(sorted(unknown))} ist keine frühere Jahressonderzahlung gebucht; so "
            "lässt sich das Jahresende nicht hochrechnen.",
            f"Bitte in {SETTINGS_FILE} im Abschnitt [prognose] die Jahressonderzahlung in Prozent eines Monats nennen, "
            'zum Beispiel jahressonderzahlung = "70,48".',
        )
    return {number: Fraction(last_bonuses[number].cents) for number in due}


def _entry(carrier_key: str, number: str, month: Month, cents: Fraction, group: WageGroup | None = None) -> Entry:
    """Return an expected entry, half-up to the cent."""
    return Entry(
        number=0,
        carrier_key=carrier_key,
        kind=CostKind.PERSONNEL,
        amount=Money(round_half_up(cents)),
        cost_month=month,
        paid_in=month,
        staff_number=number,
        position_number="",
        label=f"Prognose {format_month(month)}",
        voucher="",
        source=_SOURCE,
        group=group,
    )
