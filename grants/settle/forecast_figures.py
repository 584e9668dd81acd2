"""Gives every result of a forecast its name, ``prognose.…``; none of them is a figure of the book."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy, rounded_decimal
from grants.law.rules import Side
from grants.settle.break_even import (
    cost_of_a_post,
    managers_of_year,
    managers_to_come,
    posts_that_fit,
    posts_the_frame_pays,
    rise_that_fits,
    used_up_in,
    vacant_post_months,
)
from grants.settle.figures import Figure, Figures, key_slug
from ledger.cost import CostKind, WageGroup
from ledger.fte import TEN_THOUSANDTHS, Fte
from ledger.german import format_month
from ledger.money import Money, round_half_up, total

if TYPE_CHECKING:
    from grants.law.clause import Clause
    from grants.law.eligibility import Split
    from grants.settle.forecast import Forecast


def name_forecast(forecast: Forecast, procedure: Clause) -> Figures:
    """Return the named figures of a forecast, each marked as one; ``procedure`` is the clause of the settlement.

    A year whose months are all booked has none: its figures are the actual ones.
    """
    named = Figures()
    if not forecast.pay.months:
        return named
    _state_cost(named, forecast)
    _state_cover(named, forecast, procedure)
    _state_posts(named, forecast)
    _state_break_even(named, forecast)
    marked = Figures()
    for figure in named:
        marked.state(replace(figure, forecast=True))
    return marked


def _state_cost(named: Figures, forecast: Forecast) -> None:
    pay = [split for split in forecast.booked.splits if _is_pay(split)]
    named.value("prognose.monate.gebucht", len(forecast.pay.booked_months), "Monate, für die Lohn gebucht ist")
    named.value("prognose.monate.erwartet", len(forecast.pay.months), "Monate, die hochgerechnet sind")
    slugs = []
    for post in forecast.posts:
        slug = f"prognose.stelle.{key_slug(post.position.number)}"
        slugs.append(slug)
        of_post = [split for split in pay if split.tenure and split.tenure.position == post.position]
        named.collect(f"{slug}.gebucht", "gebuchte Personalausgaben der Stelle", of_post)
        named.value(
            f"{slug}.erwartet",
            post.expected,
            "Summe der erwarteten Monate: Entgeltsatz der Person × VZÄ × Tage ÷ Tage des Monats × Tarifstand, je Monat "
            "kaufmännisch auf Cent; dazu die Jahressonderzahlung",
        )
        named.add(f"{slug}.gesamt", "Personalausgaben der Stelle im Jahr", (f"{slug}.gebucht", f"{slug}.erwartet"))
    named.collect("prognose.personal.gebucht", "gebuchte Personalausgaben aller Stellen des Landkreises", pay)
    named.add(
        "prognose.personal.erwartet", "erwartete Personalausgaben aller Stellen", [f"{s}.erwartet" for s in slugs]
    )
    bonuses = (s.amount for s in forecast.expected if _is_pay(s) and s.entry.group is WageGroup.ANNUAL_BONUS)
    named.value("prognose.jahressonderzahlung.erwartet", total(bonuses), "davon erwartete Jahressonderzahlungen")
    named.add(
        "prognose.personal.gesamt",
        "Personalausgaben im Jahr: gebucht und erwartet",
        ("prognose.personal.gebucht", "prognose.personal.erwartet"),
    )
    others = [s for s in forecast.booked.splits if not _is_pay(s) and s.side is not Side.OTHER_PROGRAMME]
    named.collect("prognose.sonstige.gebucht", "alle anderen Ausgaben, nur soweit gebucht", others)
    named.add(
        "prognose.ausgaben.gesamt",
        "erwartete Ausgaben des Landkreises für das Programm",
        ("prognose.personal.gesamt", "prognose.sonstige.gebucht"),
    )


def _state_cover(named: Figures, forecast: Forecast, procedure: Clause) -> None:
    named.value(
        "prognose.zuwendungsfaehig",
        forecast.year_end.fundable,
        "zuwendungsfähiger Teil der erwarteten Ausgaben, Koordinierende Stelle höchstens mit dem Höchstbetrag",
        ("prognose.ausgaben.gesamt",),
    )
    named.value(
        "prognose.anteil",
        forecast.year_end.share,
        "Anteil des Landkreises: Planungsrahmen abzüglich der Anteile der Träger mit eigener Aufgabenwahrnehmung",
    )
    named.value(
        "prognose.auszahlung",
        forecast.payable,
        "der kleinere Betrag aus Anteil und zuwendungsfähigen Ausgaben, die andere Einnahmen offen lassen",
        ("prognose.anteil", "prognose.zuwendungsfaehig"),
        (procedure,),
    )
    named.add("prognose.rest", "Anteil abzüglich erwarteter Auszahlung", ("prognose.anteil", "-prognose.auszahlung"))
    named.add(
        "prognose.ueberschreitung",
        "zuwendungsfähige Ausgaben über der erwarteten Auszahlung",
        ("prognose.zuwendungsfaehig", "-prognose.auszahlung"),
    )
    named.add(
        "prognose.kreis.gesamt",
        "vom Landkreis zu tragen: erwartete Ausgaben abzüglich erwarteter Auszahlung",
        ("prognose.ausgaben.gesamt", "-prognose.auszahlung"),
    )


def _state_posts(named: Figures, forecast: Forecast) -> None:
    _round(
        named,
        "prognose.vakanz",
        vacant_post_months(forecast),
        RoundingPolicy.TWO_DECIMALS,
        "VZÄ-Monate",
        "unbesetzte Stellen in den erwarteten Monaten: Stellenanteil × unbesetzte Tage ÷ Tage des Monats",
    )
    named.value(
        "prognose.vzae",
        Fte.from_ratio(managers_of_year(forecast)),
        "VZÄ im Mittel des Jahres, ohne Koordinierende Stelle: Stellenanteil × Tage ÷ Tage des Monats, zwölf Monate",
    )
    cost, posts = cost_of_a_post(forecast), posts_the_frame_pays(forecast)
    if cost is None or posts is None:
        return
    named.state(
        Figure(
            "prognose.kosten_je_vzae",
            Money(round_half_up(cost)),
            "zuwendungsfähige Personalausgaben im Jahr ohne Koordinierende Stelle ÷ VZÄ im Mittel des Jahres",
            ("prognose.zuwendungsfaehig", "prognose.vzae"),
            rounding=RoundingPolicy.CENT,
        )
    )
    _round(
        named,
        "prognose.stellen",
        posts,
        RoundingPolicy.CUT_ONE_DECIMAL,
        "Stellen",
        "so viele Stellen trägt der Anteil: Anteil und andere Zuwendungen abzüglich Koordinierender Stelle und "
        "Qualifizierung ÷ Kosten je VZÄ (ungerundet)",
        ("prognose.anteil", "prognose.kosten_je_vzae"),
    )


def _state_break_even(named: Figures, forecast: Forecast) -> None:
    parts = ("prognose.anteil", "prognose.zuwendungsfaehig")
    if month := used_up_in(forecast):
        words = f"mit den zuwendungsfähigen Ausgaben für {format_month(month)} ist der Anteil aufgebraucht"
        number = Decimal(month.number)
        named.value("prognose.anteil_aufgebraucht", number, words, parts, measure="Monat des Jahres")
    named.value(
        "prognose.vzae_erwartet",
        Fte.from_ratio(managers_to_come(forecast)),
        "VZÄ im Mittel der erwarteten Monate, ohne Koordinierende Stelle",
    )
    fitting = posts_that_fit(forecast)
    if fitting is not None and fitting >= 0:
        named.value(
            "prognose.vzae_auskoemmlich",
            Fte(int(fitting * TEN_THOUSANDTHS)),
            "VZÄ in den erwarteten Monaten, mit denen die zuwendungsfähigen Ausgaben den Anteil gerade erreichen: "
            "erwartete VZÄ × verfügbarer Betrag ÷ erwartete Personalausgaben, nach vier Stellen abgeschnitten",
            ("prognose.vzae_erwartet", *parts),
        )
    rise = rise_that_fits(forecast)
    if rise is not None:
        _round(
            named,
            "prognose.steigerung_auskoemmlich",
            rise,
            RoundingPolicy.TWO_DECIMALS,
            "Prozent",
            "um so viel dürfen alle erwarteten Personalausgaben noch steigen (negativ: müssten sie sinken), bis die "
            "zuwendungsfähigen Ausgaben gleich dem Anteil sind",
            parts,
        )


def _round(
    named: Figures,
    name: str,
    value: Fraction | int,
    rounding: RoundingPolicy,
    measure: str,
    formula: str,
    parts: tuple[str, ...] = (),
) -> None:
    """State a number with the decimals of its rounding."""
    shown = rounded_decimal(Fraction(value), rounding)
    named.state(Figure(name, shown, formula, parts, rounding=rounding, measure=measure))


def _is_pay(split: Split) -> bool:
    return split.entry.kind is CostKind.PERSONNEL and split.side is not Side.OTHER_PROGRAMME
