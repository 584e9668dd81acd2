"""What a full post costs in a month, per person: the mean of the booked months, at the tariff before all rises."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import HUNDRED
from ledger.cost import WageGroup
from ledger.finding import MissingError
from ledger.fte import TEN_THOUSANDTHS
from ledger.money import ZERO, Money
from ledger.period import MONTHS_PER_YEAR, Month, cut_at, day_after
from ledger.staff import PositionRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from grants.settle.forecast_terms import TariffRise
    from ledger.cost import Entry
    from ledger.period import FundingYear
    from ledger.staff import Tenure

# § 20 TVöD: the bonus goes by the mean pay of July to September, less a twelfth for each month without pay.
BONUS_REFERENCE = (7, 8, 9)


class PayRates:
    """Entgeltsätze: the rate of every member of a carrier's staff who holds a post of the programme in the year.

    A person's rate is booked pay divided by the full posts that earned it, each month by share, days and tariff. Months
    without pay do not count, nor does the month of a bonus, whose employer's shares are booked with it.
    """

    def __init__(
        self,
        carrier_key: str,
        year: FundingYear,
        tenures: Iterable[Tenure],
        entries: Sequence[Entry],
        rises: Sequence[TariffRise],
    ) -> None:
        """Compute all rates."""
        self.year, self.rises = year, rises
        held: dict[str, list[Tenure]] = {}
        for tenure in tenures:
            if tenure.carrier_key == carrier_key and tenure.days.overlap(year.days):
                held.setdefault(tenure.staff_number, []).append(tenure)
        self._held = {number: held[number] for number in sorted(held) if _is_of_programme(held[number])}
        of_year = [entry for entry in entries if entry.carrier_key == carrier_key and year.contains(entry.cost_month)]
        self._bonuses = {
            (entry.staff_number, entry.cost_month) for entry in of_year if entry.group is WageGroup.ANNUAL_BONUS
        }
        self._paid: dict[tuple[str, Month], Money] = {}
        for entry in of_year:
            if entry.is_monthly_pay:
                key = (entry.staff_number, entry.cost_month)
                self._paid[key] = self._paid.get(key, ZERO) + entry.amount
        sums = {number: self._sums(number) for number in self._held}
        self._rates = {number: cents / weight for number, (cents, weight) in sums.items() if weight}
        weights = sum((weight for _, weight in sums.values()), Fraction(0))
        self._mean = sum((cents for cents, _ in sums.values()), Fraction(0)) / weights if weights else None

    @property
    def staff(self) -> tuple[str, ...]:
        """Return the staff numbers in their order."""
        return tuple(self._held)

    def knows(self, number: str) -> bool:
        """Return whether the rate of a person follows from pay of its own."""
        return number in self._rates

    def expected(self, number: str, month: Month) -> Fraction:
        """Return the exact cents that a month costs: at the person's own rate, else at the mean of all.

        Raises MissingError when nobody's pay gives a rate.
        """
        rate = self._rates.get(number, self._mean)
        if rate is None:
            raise MissingError(
                "Aus den gebuchten Lohnmonaten ergibt sich kein Mittel: Kein Lohn fällt auf eine Stelle des Programms.",
                "Bitte Lohnjournal und Stellenbesetzung abgleichen.",
            )
        return rate * self._weight(number, month)

    def awaits_bonus(self, number: str) -> bool:
        """Return whether somebody is employed on 1 December and no bonus of the year is booked for him or her."""
        december = Month(self.year.number, MONTHS_PER_YEAR).days.first
        booked = any(of_whom == number for of_whom, _ in self._bonuses)
        return not booked and any(tenure.covers(december) for tenure in self._held[number])

    def bonus(self, number: str, percent: Fraction) -> Fraction:
        """Return the exact cents of a bonus: per cent of the mean month of reference, a twelfth for each month held.

        The reference of somebody who came later are the months since then.
        """
        held = [month for month in self.year.months() if self._part_held(number, month)]
        reference = [month for month in held if month.number in BONUS_REFERENCE]
        reference = reference or [month for month in held if month.number > BONUS_REFERENCE[-1]]
        pay = sum((self._pay_of(number, month) for month in reference), Fraction(0))
        months = sum((self._part_held(number, month) for month in reference), Fraction(0))
        return pay / months * percent / HUNDRED * len(held) / MONTHS_PER_YEAR

    def _sums(self, number: str) -> tuple[Fraction, Fraction]:
        """Return the cents that count for a person's rate, and the full posts that earned them."""
        counted = [
            (amount.cents, weight)
            for (of_whom, month), amount in self._paid.items()
            if of_whom == number and amount > ZERO and (number, month) not in self._bonuses
            if (weight := self._weight(number, month))
        ]
        cents = sum((Fraction(cents) for cents, _ in counted), Fraction(0))
        return cents, sum((weight for _, weight in counted), Fraction(0))

    def _weight(self, number: str, month: Month) -> Fraction:
        """Return the full posts that a person holds in a month, by share and days, at the tariff of each day."""
        days = Fraction(0)
        for tenure in self._held[number]:
            shared = tenure.days.overlap(month.days)
            for piece in cut_at(shared, {rise.first_day for rise in self.rises}) if shared else ():
                share = Fraction(tenure.fte.ten_thousandths, TEN_THOUSANDTHS)
                days += share * self._tariff(piece.first) * piece.day_count()
        return days / month.days.day_count()

    def _tariff(self, day: date) -> Fraction:
        """Return the tariff of a day against the one before all rises."""
        factor = Fraction(1)
        for rise in self.rises:
            if rise.first_day <= day:
                factor *= 1 + rise.percent / HUNDRED
        return factor

    def _pay_of(self, number: str, month: Month) -> Fraction:
        """Return the pay of a month as booked, as expected while it is not."""
        paid = self._paid.get((number, month))
        return Fraction(paid.cents) if paid else self.expected(number, month)

    def _part_held(self, number: str, month: Month) -> Fraction:
        """Return the part of a month in which a person holds any post."""
        held = self._held[number]
        changes = {tenure.days.first for tenure in held}
        changes |= {day_after(tenure.days.last) for tenure in held if tenure.days.last}
        pieces = cut_at(month.days, changes)
        days = sum(piece.day_count() for piece in pieces if any(tenure.covers(piece.first) for tenure in held))
        return Fraction(days, month.days.day_count())


def _is_of_programme(held: Iterable[Tenure]) -> bool:
    return any(tenure.role is not PositionRole.REFUGEE_SOCIAL_WORK for tenure in held)
