"""What a forecast assumes and what it found, in whole sentences that stand beside its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.settle.break_even import posts_that_fit, used_up_in
from ledger.cost import WageGroup
from ledger.german import format_fte, format_month, format_span, join_words

if TYPE_CHECKING:
    from grants.settle.forecast import Forecast
    from ledger.period import FundingYear


def all_booked_words(year: FundingYear) -> str:
    """Return the sentence for a year that has no forecast any more."""
    return (
        f"Für {year.number} sind alle zwölf Lohnmonate gebucht: Eine Prognose gibt es nicht mehr, die Zahlen sind die "
        f"tatsächlichen („foerderbuch zahlen {year.number}“)."
    )


def forecast_words(forecast: Forecast, *, others_deliver: bool) -> tuple[str, ...]:
    """Return the assumptions of a forecast, then its vacancies and where it meets the frame.

    ``others_deliver`` when other carriers have a share of the frame.
    """
    if not forecast.pay.months:
        return (all_booked_words(forecast.year),)
    words = [
        f"Gebucht ist der Lohn für {_booked_months(forecast)}; die anderen Monate des Jahres sind hochgerechnet.",
        (
            "Je Person gilt das Mittel ihrer gebuchten Monate, umgerechnet auf volle Monate, Stellenanteil und Tarif; "
            "Monate ohne Lohn und der Monat einer Jahressonderzahlung zählen dabei nicht (Annahme)."
        ),
        *_tariff(forecast),
    ]
    if any(split.entry.group is WageGroup.ANNUAL_BONUS for split in forecast.expected):
        words.append(f"{forecast.terms.bonus_words()} Wer am 1. Dezember beschäftigt ist, erhält sie im November.")
    words += [filling.words() for filling in forecast.terms.fillings]
    if forecast.pay.without_own_pay:
        posts = join_words(list(forecast.pay.without_own_pay))
        words.append(f"Ohne eigenen gebuchten Lohn mit dem Mittel aller Personen je VZÄ angesetzt (Annahme): {posts}.")
    words.append("Andere Ausgaben als Personalausgaben zählen nur, soweit sie gebucht sind (Annahme).")
    if others_deliver:
        words.append("Die Träger mit eigener Aufgabenwahrnehmung schöpfen ihren Anteil am Rahmen aus (Annahme).")
    return (*words, *_results(forecast))


def _booked_months(forecast: Forecast) -> str:
    """Return the booked months as a span, or each of them where one is missing in between."""
    months = forecast.pay.booked_months
    first, last = months[0], months[-1]
    if last.number - first.number + 1 == len(months) > 1:
        return f"{format_month(first)} bis {format_month(last)}"
    return join_words([format_month(month) for month in months])


def _tariff(forecast: Forecast) -> list[str]:
    if not forecast.terms.rises:
        return ["Eine Tariferhöhung ist nicht angesetzt (Annahme)."]
    return [
        *(rise.words() for rise in forecast.terms.rises),
        (
            "Eine Tariferhöhung wirkt auf die gesamten Personalausgaben; gebuchte Monate ab ihrem Tag enthalten sie "
            "schon (Annahme)."
        ),
    ]


def _results(forecast: Forecast) -> list[str]:
    words = [
        f"Stelle {vacancy.position.number}: {format_span(vacancy.days)} unbesetzt ({format_fte(vacancy.fte)} VZÄ)."
        for vacancy in forecast.vacancies
    ]
    fitting = posts_that_fit(forecast)
    if used_up_in(forecast) is None:
        words.append("Der Anteil am Planungsrahmen wird in diesem Jahr nicht aufgebraucht.")
    elif fitting is not None and fitting < 0:
        words.append("Der Anteil am Planungsrahmen ist mit den gebuchten Ausgaben schon überschritten.")
    return words
