"""The named figures of a forecast: marked as such, explained in words, and apart from the figures of the book."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from grants.law.rounding import RoundingPolicy
from grants.settle.figures import Figures
from grants.settle.forecast import Forecast, forecast_year
from grants.settle.forecast_figures import name_forecast
from grants.settle.forecast_words import forecast_words
from grants.settle.year import compute_year
from tests.grants.builders import CLAUSE, KO, TOWN, agreement, inputs, pay, tenure
from tests.grants.test_forecast import BOOKED, NO_BONUS, STAFF, TERMS, booked, forecast, story


def named(result: Forecast) -> Figures:
    return name_forecast(result, CLAUSE)


def test_the_figures_of_the_story_of_three_posts() -> None:
    figures = named(story())
    assert {figure.name.removeprefix("prognose."): figure.exact for figure in figures} == {
        "monate.gebucht": "5",
        "monate.erwartet": "7",
        "stelle.IM-01.gebucht": "25000.00",
        "stelle.IM-01.erwartet": "38810.00",
        "stelle.IM-01.gesamt": "63810.00",
        "stelle.IM-02.gebucht": "12000.00",
        "stelle.IM-02.erwartet": "18628.80",
        "stelle.IM-02.gesamt": "30628.80",
        "stelle.IM-03.gebucht": "24000.00",
        "stelle.IM-03.erwartet": "14544.00",
        "stelle.IM-03.gesamt": "38544.00",
        "personal.gebucht": "61000.00",
        "personal.erwartet": "71982.80",
        "jahressonderzahlung.erwartet": "4528.80",
        "personal.gesamt": "132982.80",
        "sonstige.gebucht": "0.00",
        "ausgaben.gesamt": "132982.80",
        "zuwendungsfaehig": "132982.80",
        "anteil": "130000.00",
        "auszahlung": "130000.00",
        "rest": "0.00",
        "ueberschreitung": "2982.80",
        "kreis.gesamt": "2982.80",
        "vakanz": "4.00",
        "vzae": "2.1667",
        "kosten_je_vzae": "61376.68",
        "stellen": "2.1",
        "anteil_aufgebraucht": "12",
        "vzae_erwartet": "1.9286",
        # 27/14 x 69,000 / 71,982.80 = 1.84863, cut off
        "vzae_auskoemmlich": "1.8486",
        # -2,982.80 / 71,982.80 = -4.1438 per cent
        "steigerung_auskoemmlich": "-4.14",
    }


def test_every_figure_is_marked_as_a_forecast_and_says_how_it_came_about() -> None:
    for figure in named(story()):
        assert figure.forecast
        assert figure.name.startswith("prognose.")
        assert figure.formula


def test_the_figures_of_the_book_hold_no_forecast() -> None:
    assert not any(
        f.forecast or "prognose" in f.name for f in compute_year(inputs(entries=pay("1"), tenures=[tenure()])).figures
    )


def test_only_booked_entries_stand_behind_a_figure() -> None:
    figures = named(story())
    assert [entry for entry, _ in figures.entries_of("prognose.ausgaben.gesamt")] == list(BOOKED)
    assert figures["prognose.personal.erwartet"].entries == ()


def test_a_number_of_posts_names_its_unit_and_its_rounding() -> None:
    posts = named(story())["prognose.stellen"]
    assert (posts.value, posts.unit) == (Decimal("2.1"), "Stellen")
    assert posts.rounding is RoundingPolicy.CUT_ONE_DECIMAL


def test_a_frame_that_lasts_is_not_used_up_in_any_month() -> None:
    result = story("200000")
    assert "prognose.anteil_aufgebraucht" not in named(result)
    assert "Der Anteil am Planungsrahmen wird in diesem Jahr nicht aufgebraucht." in words(result)


def test_a_frame_used_up_by_what_is_booked_leaves_no_posts_that_fit() -> None:
    result = story("60000")
    assert "prognose.vzae_auskoemmlich" not in named(result)
    assert "Der Anteil am Planungsrahmen ist mit den gebuchten Ausgaben schon überschritten." in words(result)


def test_a_county_that_only_coordinates_has_no_cost_of_a_post() -> None:
    result = forecast([tenure("0002", "KO-01", fte="0.5", role=KO)], booked("3000", "0002"))
    assert "prognose.kosten_je_vzae" not in named(result)
    assert named(result)["prognose.zuwendungsfaehig"].exact == "36000.00"


def words(result: Forecast, *, others_deliver: bool = False) -> tuple[str, ...]:
    return forecast_words(result, others_deliver=others_deliver)


def test_the_assumptions_stand_beside_the_figures() -> None:
    assert words(story()) == (
        "Gebucht ist der Lohn für 01/2025 bis 05/2025; die anderen Monate des Jahres sind hochgerechnet.",
        (
            "Je Person gilt das Mittel ihrer gebuchten Monate, umgerechnet auf volle Monate, Stellenanteil und Tarif; "
            "Monate ohne Lohn und der Monat einer Jahressonderzahlung zählen dabei nicht (Annahme)."
        ),
        "Tariferhöhung ab 01.08.2025 um 3,00 % (Annahme).",
        (
            "Eine Tariferhöhung wirkt auf die gesamten Personalausgaben; gebuchte Monate ab ihrem Tag enthalten sie "
            "schon (Annahme)."
        ),
        (
            "Jahressonderzahlung: 60,00 % der mittleren Personalausgaben eines Monats von Juli bis September, je Monat "
            "ohne Besetzung ein Zwölftel weniger (Annahme). Wer am 1. Dezember beschäftigt ist, erhält sie im November."
        ),
        "Andere Ausgaben als Personalausgaben zählen nur, soweit sie gebucht sind (Annahme).",
        "Stelle IM-03: 01.09.2025–31.12.2025 unbesetzt (1,00 VZÄ).",
    )


def test_booked_months_with_one_missing_are_named_one_by_one() -> None:
    sentences = words(forecast([tenure()], booked("5000", months=(1, 2, 4))))
    assert sentences[0].startswith("Gebucht ist der Lohn für 01/2025, 02/2025 und 04/2025; ")


def test_without_a_rise_and_with_other_carriers_the_assumptions_say_so() -> None:
    given_inputs = inputs(
        persons={"08999001": 60, "08999002": 40},
        agreements=[agreement(TOWN)],
        tenures=[*STAFF, tenure("0004", "IM-04", begin=STAFF[0].days.first.replace(year=2025, month=9))],
        entries=BOOKED,
    )
    sentences = words(forecast_year(given_inputs, {}, NO_BONUS), others_deliver=True)
    assert "Eine Tariferhöhung ist nicht angesetzt (Annahme)." in sentences
    assert "Die Träger mit eigener Aufgabenwahrnehmung schöpfen ihren Anteil am Rahmen aus (Annahme)." in sentences
    assert "Ohne eigenen gebuchten Lohn mit dem Mittel aller Personen je VZÄ angesetzt (Annahme): IM-04." in sentences
    assert not any("Jahressonderzahlung:" in sentence for sentence in sentences)


def test_a_year_with_all_months_booked_has_no_forecast_and_says_where_the_figures_are() -> None:
    result = forecast([tenure()], pay("5000"), replace(TERMS))
    assert list(named(result)) == []
    assert words(result) == (
        (
            "Für 2025 sind alle zwölf Lohnmonate gebucht: Eine Prognose gibt es nicht mehr, die Zahlen sind die "
            "tatsächlichen („foerderbuch zahlen 2025“)."
        ),
    )


def test_the_vacancies_of_a_settled_year_are_a_figure_of_the_book() -> None:
    # IM-03 is vacant from September on: four months
    figures = compute_year(inputs(tenures=STAFF, entries=BOOKED)).figures
    assert (figures["stellen.vakanz"].exact, figures["stellen.vakanz"].unit) == ("4.00", "VZÄ-Monate")
