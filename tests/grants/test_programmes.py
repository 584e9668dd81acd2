"""Other programmes: each by its own method, with the figures of published papers and with calculations by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.law.rounding import RoundingPolicy
from grants.law.rules import TimeShare
from grants.settle.filled_posts import filled_posts
from grants.settle.programme_figures import WITHOUT_AWARD, programme_lines
from ledger.cost import CostKind, Entry, RevenueKind
from ledger.money import ZERO, Money, total
from tests.grants.builders import COUNTY, FSA, IM, PROPERTY, TOWN, YEAR, entry, eur, tenure
from tests.grants.small_programmes import (
    LUMP_SUM,
    MEASURES,
    OMID,
    SOCIAL_WORK,
    on_account,
    received,
    settle_all,
    social_workers,
    terms,
    values,
)

MATERIALS, PERSONNEL = CostKind.MATERIALS, CostKind.PERSONNEL
GRANT, THIRD, OWN = RevenueKind.PUBLIC_GRANT, RevenueKind.THIRD_PARTY, RevenueKind.OWN_FUNDS
FOUNDATION = received("31480000", "290000.00", GRANT)


# A proportional grant with a ceiling: Stuttgart, Mitteilungsvorlage of 24.06.2021, OMID


def test_half_of_omid_would_be_more_than_the_ceiling_so_the_ceiling_binds() -> None:
    """50 % of 649,412 = 324,706 > 290,000; 649,412 = 290,000 + 290,000 + 69,412."""
    _, figures = settle_all([terms(OMID)], [on_account("53180000", "649412.00", MATERIALS)], revenues=[FOUNDATION])
    assert values(figures, "stuttgart-omid", "zuwendung", "andere_zuwendungen", "eigenmittel", "selbst_zu_tragen") == {
        "zuwendung": "290000.00",
        "andere_zuwendungen": "290000.00",
        "eigenmittel": "69412.00",
        "selbst_zu_tragen": "359412.00",
    }


def test_the_shares_of_omid_are_printed_with_the_last_one_adjusted_to_a_hundred() -> None:
    """44.656, 44.656, 10.688: the paper prints 44.7, 44.7 and 10.6."""
    _, figures = settle_all([terms(OMID)], [on_account("53180000", "649412.00", MATERIALS)], revenues=[FOUNDATION])
    shares = [figure for figure in figures if ".anteil." in figure.name]
    assert [figure.exact for figure in shares] == ["44.7", "44.7", "10.6"]
    assert {(figure.rounding, figure.unit) for figure in shares} == {(RoundingPolicy.LAST_ADJUSTED, "Prozent")}


def test_where_other_cover_is_lost_the_grant_is_still_only_half_of_what_was_spent() -> None:
    """Spent 500,000 instead of 649,412, the fund pays 90,000 less: improvements 59,412, but half of 500,000 binds."""
    paid = received("31480000", "200000.00", GRANT)
    _, figures = settle_all([terms(OMID)], [on_account("53180000", "500000.00", MATERIALS)], revenues=[paid])
    wanted = {
        "minderausgaben": "149412.00",
        "andere_zuwendungen.mehr": "-90000.00",
        "verbesserungen": "59412.00",
        "zuwendung.bewilligt": "290000.00",
        "zuwendung.nach_ausgaben": "250000.00",
        "zuwendung": "250000.00",
        "eigenmittel": "50000.00",
    }
    assert values(figures, "stuttgart-omid", *wanted) == wanted


def test_over_financing_is_shared_with_the_other_grantor() -> None:
    """Half of 540,000 is 270,000; with 290,000 of the fund 20,000 too much: 20,000 x 270 / 560 = 9,642.857."""
    _, figures = settle_all([terms(OMID)], [on_account("53180000", "540000.00", MATERIALS)], revenues=[FOUNDATION])
    wanted = {
        "ueberfinanzierung": "20000.00",
        "ueberfinanzierung.anteil": "9642.86",
        "zuwendung": "260357.14",
    }
    assert values(figures, "stuttgart-omid", *wanted) == wanted


def test_a_grantor_without_an_account_counts_with_the_amount_of_the_plan_and_the_figure_says_so() -> None:
    without = terms(OMID.replace('sachkonten = ["31480000"]', ""))
    _, figures = settle_all([without], [on_account("53180000", "649412.00", MATERIALS)])
    figure = figures["programm.stuttgart-omid.andere.Zweckerf_fcllungsfonds"]
    assert figure.exact == "290000.00"
    assert "laut Finanzierungsplan" in figure.formula


# A lump sum for each post: Stuttgart, 4,600 EUR


@pytest.mark.parametrize(
    ("posts", "paid"),
    [
        # 49.4 x 4,600 = 227,240, the budget line of 227 TEUR; 51.1 x 4,600 = 235,060
        ("49.4", "227240.00"),
        ("51.1", "235060.00"),
    ],
)
def test_the_lump_sum_of_stuttgart_is_4600_euros_for_each_post(posts: str, paid: str) -> None:
    whole, part = posts.split(".")
    shares = ["1"] * int(whole) + [f"0.{part}"]
    held = [tenure(f"{n:04d}", f"IM-{n:02d}", fte=share) for n, share in enumerate(shares)]
    _, figures = settle_all([terms(LUMP_SUM)], [on_account("53190000", "250000.00", MATERIALS)], held)
    assert values(figures, "stuttgart-sachkostenpauschale", "stellen", "pauschale", "zuwendung") == {
        "stellen": posts,
        "pauschale": "4600.00",
        "zuwendung": paid,
    }


def test_a_lump_sum_never_exceeds_what_was_granted_or_spent() -> None:
    held = [tenure(f"{n:04d}", f"IM-{n:02d}") for n in range(60)]
    _, figures = settle_all([terms(LUMP_SUM)], [on_account("53190000", "300000.00", MATERIALS)], held)
    assert figures["programm.stuttgart-sachkostenpauschale.zuwendung"].exact == "250000.00"
    _, figures = settle_all([terms(LUMP_SUM)], [on_account("53190000", "1000.00", MATERIALS)], held)
    assert figures["programm.stuttgart-sachkostenpauschale.zuwendung"].exact == "1000.00"


def test_a_post_filled_from_16_april_counts_15_days_of_april_and_eight_months() -> None:
    """15/30 + 8 = 8.5 months: 4,600 x 8.5 / 12 = 3,258.33; by whole months 4,600 x 8 / 12 = 3,066.67."""
    held = [tenure(begin=date(2021, 4, 16))]
    _, figures = settle_all([terms(LUMP_SUM)], [on_account("53190000", "9000.00", MATERIALS)], held)
    assert figures["programm.stuttgart-sachkostenpauschale.zuwendung"].exact == "3258.33"


def test_by_months_a_month_counts_with_the_share_at_which_the_post_was_filled_all_month() -> None:
    """A full post until 10 March, half of it by another person from 11 March to 30 June: 2 x 1 + 4 x 0.5 = 4 months."""
    held = [
        tenure("1", end=date(2025, 3, 10)),
        tenure("2", fte="0.5", begin=date(2025, 3, 11), end=date(2025, 6, 30)),
    ]
    assert filled_posts(held, COUNTY.key, [IM], YEAR, TimeShare.MONTHS) == Fraction(4, 12)
    # By days: March 10/31 + 21/31 x 0.5 instead of 0.5
    assert (
        filled_posts(held, COUNTY.key, [IM], YEAR, TimeShare.DAYS)
        == (Fraction(2) + Fraction(20 + 21, 62) + Fraction(3, 2)) / 12
    )


def test_posts_of_other_carriers_and_other_roles_are_not_counted() -> None:
    held = [tenure(), tenure("2", "T-1", carrier=TOWN), tenure("3", "FSA-01", role=FSA)]
    assert filled_posts(held, COUNTY.key, [IM], YEAR, TimeShare.DAYS) == 1


# Refugee social work: exact cost, 1:90 (Landkreis Biberach, Vorlage IV-006-2024)


@pytest.mark.parametrize(("shares", "persons"), [(["1"] * 11 + ["0.3"], "1017"), (["1"] * 12, "1080")])
def test_the_posts_of_biberach_stand_for_90_persons_each(shares: list[str], persons: str) -> None:
    """11.3 x 90 = 1,017; 12 x 90 = 1,080."""
    _, figures = settle_all([terms(SOCIAL_WORK)], tenures=social_workers(shares))
    assert values(figures, "flueag-12", "schluessel", "personen_nach_schluessel") == {
        "schluessel": "90",
        "personen_nach_schluessel": persons,
    }


def test_only_the_posts_refunded_for_the_persons_of_the_award_are_payable() -> None:
    """1,017 / 90 = 11.3 of 12 posts: of 900,000.00 are 0.7 / 12 = 52,500.00 the county's own."""
    cost = [entry("75000.00", f"{number:04d}") for number in range(1, 13)]
    limited = terms(SOCIAL_WORK + "personen = 1017\n")
    _, figures = settle_all([limited], cost, social_workers(["1"] * 12))
    wanted = {
        "angefallen": "900000.00",
        "vzae": "12.0000",
        "vzae_refinanziert": "11.3000",
        "ueber_schluessel": "52500.00",
        "zuwendungsfaehig": "847500.00",
        "zuwendung": "847500.00",
        "selbst_zu_tragen": "52500.00",
    }
    assert values(figures, "flueag-12", *wanted) == wanted


def test_without_persons_in_the_award_the_actual_cost_is_refunded() -> None:
    cost = [entry("75000.00", f"{number:04d}") for number in range(1, 13)]
    _, figures = settle_all([terms(SOCIAL_WORK)], cost, social_workers(["1"] * 12))
    assert figures["programm.flueag-12.zuwendung"].exact == "900000.00"
    assert "programm.flueag-12.ueber_schluessel" not in figures


def test_cost_above_a_granted_amount_is_not_refunded() -> None:
    capped = terms(SOCIAL_WORK.replace("aufgaben", 'betrag = "70.000,00"\naufgaben'))
    _, figures = settle_all([capped], [entry("75000.00")], social_workers(["1"]))
    assert values(figures, "flueag-12", "zuwendung", "nicht_gedeckt") == {
        "zuwendung": "70000.00",
        "nicht_gedeckt": "5000.00",
    }


def test_travel_of_social_workers_is_the_countys_own() -> None:
    cost = [entry("75000.00"), entry("120.00", kind=CostKind.TRAVEL)]
    _, figures = settle_all([terms(SOCIAL_WORK)], cost, social_workers(["1"]))
    assert values(figures, "flueag-12", "zuwendung", "nicht_zuwendungsfaehig", "selbst_zu_tragen") == {
        "zuwendung": "75000.00",
        "nicht_zuwendungsfaehig": "120.00",
        "selbst_zu_tragen": "120.00",
    }


def test_payments_of_third_parties_reduce_the_refund_of_actual_cost() -> None:
    claimed = terms(SOCIAL_WORK + 'sachkonten = ["34870000"]\n')
    paid = received("34870000", "5000.00", THIRD, year=2025)
    _, figures = settle_all([claimed], [entry("75000.00")], social_workers(["1"]), [paid])
    assert values(figures, "flueag-12", "dritte", "verbesserungen", "zuwendung", "eigenmittel") == {
        "dritte": "5000.00",
        "verbesserungen": "5000.00",
        "zuwendung": "70000.00",
        "eigenmittel": "0.00",
    }


def test_a_person_on_two_posts_costs_each_programme_its_half() -> None:
    held = [tenure(fte="0.5", position="IM-01"), tenure(fte="0.5", position="FSA-01", role=FSA)]
    _, figures = settle_all([terms(SOCIAL_WORK)], [entry("6000.00")], held)
    assert figures["programm.flueag-12.angefallen"].exact == "3000.00"


# Measures without a grant: Stuttgart's table, in TEUR


def test_measures_show_planned_and_actual_means_in_thousand_euros() -> None:
    """227,240 and 49,400 booked: 227 and 49 TEUR, together 276 of planned 1,156; exactly 276,640 - 1,156,000."""
    booked = [on_account("53190000", "227240.00", MATERIALS), on_account("42710000", "49400.00", CostKind.LICENCES)]
    _, figures = settle_all([terms(MEASURES)], booked)
    wanted = {
        "massnahme.Sachkostenpauschale.tatsaechlich": "227240.00",
        "massnahme.Sachkostenpauschale.tatsaechlich_teur": "227",
        "massnahme.Sachkostenpauschale.abweichung": "240.00",
        "massnahme.Sachkostenpauschale.abweichung_teur": "0",
        "massnahme.Jobkraftwerk.tatsaechlich_teur": "49",
        "massnahme.OMID.tatsaechlich": "0.00",
        "massnahmen.tatsaechlich": "276640.00",
        "massnahmen.tatsaechlich_teur": "276",
        "massnahmen.geplant_teur": "1156",
        "massnahmen.abweichung_teur": "-879",
        "zuwendung": "0.00",
        "selbst_zu_tragen": "276640.00",
    }
    assert values(figures, "stuttgart-massnahmen", *wanted) == wanted


PLANNED = {
    # Mitteilungsvorlage of 24.06.2021, table of measures 2020 and 2021, in TEUR
    2020: {"Sachkostenpauschale": 227, "Jobkraftwerk": 50, "OMID": 290, "Empowerment": 100, "Willkommensr_e4ume": 150,
           "Schulung": 20, "Dolmetscherkosten": 80, "Ausbildungscampus": 119, "Refugio": 40, "pbv": 57,
           "Arrival_20Aid": 18, "": 1151},
    2021: {"Sachkostenpauschale": 227, "Jobkraftwerk": 50, "OMID": 290, "Empowerment": 100, "Willkommensr_e4ume": 150,
           "Schulung": 20, "Dolmetscherkosten": 80, "Ausbildungscampus": 123, "Refugio": 40, "pbv": 58,
           "Arrival_20Aid": 18, "": 1156},
    # the same paper, Finanzielle Auswirkungen: additional means
    2022: {"Jobkraftwerk": 66, "OMID": 290, "Empowerment": 100, "Dolmetscherkosten": 60, "Ausbildungscampus": 0,
           "": 516},
    2023: {"Jobkraftwerk": 66, "OMID": 290, "Empowerment": 100, "Dolmetscherkosten": 60, "Ausbildungscampus": 150,
           "": 666},
    **{year: {"Jobkraftwerk": 0, "OMID": 0, "Empowerment": 0, "Dolmetscherkosten": 0, "Ausbildungscampus": 0, "": 0}
       for year in (2024, 2025, 2026)},
}  # fmt: skip


@pytest.mark.parametrize("year", PLANNED)
def test_every_planned_measure_of_stuttgart_is_the_one_of_the_paper(year: int) -> None:
    version = "2020/2021" if year < 2022 else "2022/2023"
    text = MEASURES.replace("2020/2021", version).replace("jahr = 2021", f"jahr = {year}")
    text = text[: text.index("[[massnahmen]]")] + 'sachkonten = ["53190000"]\n'
    _, figures = settle_all([terms(text)])
    shown = {
        figure.name.removeprefix("programm.stuttgart-massnahmen.massnahme.").removesuffix(".geplant_teur"): figure.exact
        for figure in figures
        if figure.name.endswith("geplant_teur")
    }
    together = shown.pop("programm.stuttgart-massnahmen.massnahmen")
    assert {**shown, "": together} == {name: str(planned) for name, planned in PLANNED[year].items()}


# No cent counts twice, none is lost


def test_what_is_booked_on_an_account_of_an_award_belongs_to_it_in_full() -> None:
    held = [tenure(), tenure("0002", "FSA-01", role=FSA)]
    claimed = terms(SOCIAL_WORK + 'sachkonten = ["42610000"]\n')
    seminar = on_account("42610000", "500.00", CostKind.TRAINING, year=2025, staff="0001")
    _, figures = settle_all([claimed], [seminar], held)
    # The programme does not fund training: the county bears it there, and it never reaches the planning frame.
    assert figures["programm.flueag-12.nicht_zuwendungsfaehig"].exact == "500.00"


def test_an_account_is_a_whole_number_and_no_beginning_of_one() -> None:
    booked = [on_account("531800001", "100.00", MATERIALS), on_account("53180000", "7.00", MATERIALS)]
    _, figures = settle_all([terms(OMID)], booked)
    assert figures["programm.stuttgart-omid.angefallen"].exact == "7.00"


def test_posts_of_a_programme_without_an_award_stay_visible() -> None:
    held = [*social_workers(["1"]), tenure("0009", "T-1", role=FSA, carrier=TOWN)]
    elsewhere = entry("300.00", "0009", carrier=TOWN)
    _, figures = settle_all([terms(SOCIAL_WORK)], [entry("75000.00"), elsewhere], held)
    assert figures[WITHOUT_AWARD].exact == "300.00"
    assert figures["andere_programme.abgerechnet"].exact == "75000.00"


def test_the_lines_of_a_settlement_are_those_that_the_programme_has() -> None:
    (account,), figures = settle_all([terms(SOCIAL_WORK)], [entry("75000.00")], social_workers(["1"]))
    lines = {line.label: line.figure.exact for line in programme_lines(account, figures)}
    assert lines["Rechnerische Zuwendung"] == "75000.00"
    assert lines["Besetzte Stellen"] == "1.0"
    assert "Geplante Mittel der Maßnahmen" not in lines


amounts = st.integers(min_value=-50_000_00, max_value=900_000_00).map(Money)
paid = st.integers(min_value=0, max_value=700_000_00).map(Money)


@st.composite
def bookings(draw: st.DrawFn) -> list[Entry]:
    """Return costs on two accounts of OMID's award and on others, of which some nobody claims."""
    accounts = st.sampled_from(["53180000", "53190000", "44310000"])
    kinds = st.sampled_from([MATERIALS, CostKind.TRAVEL, CostKind.INTERPRETING])
    drawn = draw(st.lists(st.tuples(accounts, amounts, kinds), max_size=8))
    return [on_account(account, amount.decimal_string(), kind) for account, amount, kind in drawn]


@PROPERTY
@given(bookings(), paid)
def test_a_grant_never_exceeds_what_is_fundable_granted_or_the_ceiling(booked: list[Entry], other: Money) -> None:
    revenues = [received("31480000", other.decimal_string(), GRANT)] if other else []
    accounts, _ = settle_all([terms(OMID), terms(LUMP_SUM)], booked, [tenure()], revenues)
    for account in accounts:
        assert account.terms.award.granted is not None
        assert ZERO <= account.payable <= max(account.fundable, ZERO)
        assert account.payable <= account.terms.award.granted
    assert accounts[0].payable <= eur("290000.00")


@PROPERTY
@given(bookings())
def test_the_parts_of_all_programmes_sum_to_the_entries(booked: list[Entry]) -> None:
    accounts, figures = settle_all([terms(OMID), terms(LUMP_SUM)], booked, [tenure()])
    claimed = [each for each in booked if not each.label.startswith("44310000")]
    assert total(account.incurred for account in accounts) == total(each.amount for each in claimed)
    assert figures["andere_programme.abgerechnet"].money == total(each.amount for each in claimed)
    for account in accounts:
        borne = figures[f"{account.slug}.selbst_zu_tragen"].money
        assert borne + account.payable == account.incurred


@PROPERTY
@given(bookings(), paid)
def test_own_funds_change_no_fixed_amount(booked: list[Entry], own: Money) -> None:
    without, _ = settle_all([terms(LUMP_SUM)], booked, [tenure()])
    revenues = [received("53190000", own.decimal_string(), OWN)]
    with_own, _ = settle_all([terms(LUMP_SUM)], booked, [tenure()], revenues)
    assert with_own[0].payable == without[0].payable


@PROPERTY
@given(amounts, paid)
def test_over_financing_is_shared_to_the_cent(spent: Money, other: Money) -> None:
    booked = [on_account("53180000", spent.decimal_string(), MATERIALS)]
    (account,), figures = settle_all(
        [terms(OMID)], booked, revenues=[received("31480000", other.decimal_string(), GRANT)]
    )
    assert account.final is not None
    shared = total(share.amount for share in account.final.shares)
    assert shared == figures["programm.stuttgart-omid.ueberfinanzierung"].money


@PROPERTY
@given(st.permutations([on_account("53180000", f"{n}.01", MATERIALS) for n in range(5)]))
def test_the_order_of_the_bookings_does_not_matter(booked: list[Entry]) -> None:
    _, figures = settle_all([terms(OMID)], booked)
    assert figures["programm.stuttgart-omid.angefallen"].exact == "10.05"


@PROPERTY
@given(st.integers(min_value=0, max_value=400), st.integers(min_value=0, max_value=400))
def test_more_persons_never_lower_a_refund(few: int, more: int) -> None:
    held, cost = social_workers(["1", "1", "0.5"]), [entry("61234.57", f"{number:04d}") for number in (1, 2, 3)]
    refunds = []
    for persons in sorted((few, few + more)):
        (account,), _ = settle_all([terms(SOCIAL_WORK + f"personen = {persons}\n")], cost, held)
        refunds.append(account.payable)
        assert account.fundable + account.over_key == account.incurred
    assert refunds == sorted(refunds)
