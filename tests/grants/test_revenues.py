"""Other revenues: own funds reduce nothing, other grants and third parties never let income exceed spending."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.close.open_points import open_points
from grants.close.revenues import check_income, check_revenues
from grants.law.rules import Side
from grants.settle.settlement import Settlement, UnusedMeans, settle
from grants.settle.year import YearResult, compute_year
from ledger.cost import CostKind, RevenueKind
from ledger.money import ZERO, Money, total
from tests.grants.builders import (
    COUNTY,
    PROPERTY,
    TOWN,
    VILLAGE,
    agreement,
    entry,
    eur,
    inputs,
    pay,
    revenue,
    split,
    tenure,
    with_revenues,
)

if TYPE_CHECKING:
    from ledger.cost import Revenue

OWN, GRANT, THIRD = RevenueKind.OWN_FUNDS, RevenueKind.PUBLIC_GRANT, RevenueKind.THIRD_PARTY


def year(*revenues: Revenue, frame: str = "500000", travel: str = "5000.00") -> YearResult:
    """Compute a year with 72,000.00 of pay and travel of 5,000.00; the frame covers all of the pay."""
    entries = [*pay("6000.00"), entry(travel, "", kind=CostKind.TRAVEL)]
    return compute_year(with_revenues(inputs(frame, tenures=[tenure()], entries=entries), *revenues))


def exact(result: YearResult, *names: str) -> list[str]:
    return [result.figures[name].exact for name in names]


def texts(result: YearResult) -> list[str]:
    points = open_points(result, (), paper_is_planned=True)
    return [point.text for point in points if "auf Annahmen" not in point.text]


def test_own_funds_reduce_nothing() -> None:
    # a city tops up by 60,000.00: additional own money is allowed (Nr. 5.4) and a fixed amount is not reduced by it
    result = year(revenue("60000.00", OWN))
    assert exact(result, "auszahlung.betrag", "eigenmittel.gesamt", "eigenmittel.gebucht") == [
        "72000.00",
        "5000.00",
        "60000.00",
    ]
    assert "auszahlung.kuerzung" not in result.figures


def test_another_grant_takes_the_place_of_this_one_in_the_fundable_spending() -> None:
    # ANBest-K 2.3.2: 72,000.00 are fundable, another grantor pays 10,000.00, so 62,000.00 remain; own funds 5,000.00
    result = year(revenue("10000.00", GRANT))
    names = ("auszahlung.betrag", "auszahlung.kuerzung", "einnahmen.andere_oeffentliche", "eigenmittel.gesamt")
    assert exact(result, *names) == ["62000.00", "10000.00", "10000.00", "5000.00"]
    assert exact(result, "einnahmen.gesamt", "ausgaben.gesamt") == ["77000.00", "77000.00"]
    assert result.figures["kreis.anrechenbar"].clauses[0].number == "2.3.2"


def test_another_grant_reduces_nothing_while_the_frame_leaves_room_for_it() -> None:
    # the frame gives 40,000.00 of 72,000.00; 10,000.00 of another grantor fit beside it
    result = year(revenue("10000.00", GRANT), frame="40000")
    assert exact(result, "auszahlung.betrag", "eigenmittel.gesamt") == ["40000.00", "27000.00"]
    assert "auszahlung.kuerzung" not in result.figures


def test_payments_of_third_parties_reduce_only_what_would_exceed_all_spending() -> None:
    # spending 77,000.00, grant 72,000.00: 5,000.00 of a foundation fit, of 8,000.00 the last 3,000.00 do not
    assert exact(year(revenue("5000.00", THIRD)), "auszahlung.betrag", "eigenmittel.gesamt") == ["72000.00", "0.00"]
    names = ("auszahlung.betrag", "eigenmittel.gesamt", "einnahmen.dritte")
    assert exact(year(revenue("8000.00", THIRD)), *names) == ["69000.00", "0.00", "8000.00"]


def test_a_revenue_can_say_on_which_rows_it_rests() -> None:
    result = year(revenue("10000.00", GRANT), revenue("500.00", GRANT), revenue("9.00", THIRD))
    entries = result.figures.entries_of("einnahmen.andere_oeffentliche")
    assert [amount.decimal_string() for _, amount in entries] == ["10000.00", "500.00"]
    assert [entry.source.row for entry, _ in entries] == [2, 2]


def test_a_reversed_revenue_is_nothing() -> None:
    back = replace(revenue("10000.00", GRANT), amount=eur("-10000.00"), reverses=1)
    assert exact(year(revenue("10000.00", GRANT), back), "auszahlung.betrag", "einnahmen.weitere") == [
        "72000.00",
        "0.00",
    ]


def two_carriers(*revenues: Revenue) -> YearResult:
    """County: share 90,000.00, pay 72,000.00. Town: share 10,000.00, pay 9,000.00, travel 400.00."""
    return compute_year(
        with_revenues(
            inputs(
                "100000",
                coordination_first=False,
                persons={"08999001": 90, TOWN.key: 10},
                agreements=[agreement(TOWN)],
                tenures=[tenure(), tenure("P1", "P1", carrier=TOWN)],
                entries=[
                    *pay("6000.00"),
                    entry("9000.00", "P1", carrier=TOWN, position="P1", month=12),
                    entry("400.00", "P1", carrier=TOWN, position="P1", month=12, kind=CostKind.TRAVEL),
                ],
            ),
            *revenues,
        )
    )


def test_the_grant_of_a_carrier_reduces_its_own_payout_alone() -> None:
    slug = f"traeger.{TOWN.key}"
    result = two_carriers(revenue("2000.00", GRANT, TOWN))
    names = (f"{slug}.auszahlung", "kreis.auszahlung", f"{slug}.eigenmittel", f"{slug}.einnahmen", "kreis.einnahmen")
    assert exact(result, *names) == ["7000.00", "72000.00", "400.00", "2000.00", "0.00"]


def test_what_a_revenue_leaves_of_a_share_goes_where_unused_shares_go() -> None:
    # county 120.00 fundable, share 100.00; town 80.00 fundable, share 80.00, other grant 30.00: the county gets 20.00
    splits = [split("120.00"), split("80.00", TOWN)]
    settlement = settle(
        eur("180.00"),
        {TOWN.key: eur("80.00")},
        (COUNTY, TOWN),
        splits,
        ZERO,
        UnusedMeans.TO_COUNTY,
        [revenue("30.00", GRANT, TOWN)],
    )
    assert [account.payable.decimal_string() for account in settlement.accounts] == ["120.00", "50.00"]


def test_the_declaration_of_no_revenues_and_a_booked_one_contradict_each_other() -> None:
    booked = [revenue("10.00", GRANT), revenue("20.00", THIRD), revenue("30.00", OWN)]
    found = check_revenues(booked, [COUNTY.key], declared_none=True)
    assert [finding.found for finding in found] == ["10,00\u00a0€", "20,00\u00a0€"]
    assert all(finding.blocks and "weitere_einnahmen streichen" in finding.remedy for finding in found)
    assert found[0].place.words() == "datei.csv, Zeile 2, Spalte „Betrag“"
    assert check_revenues(booked, [COUNTY.key], declared_none=False) == ()


def test_a_revenue_of_a_carrier_without_an_agreement_is_refused() -> None:
    (finding,) = check_revenues([revenue("10.00", GRANT, TOWN)], [COUNTY.key], declared_none=False)
    assert (finding.found, finding.expected) == (TOWN.key, COUNTY.key)


def test_more_income_from_others_than_spending_is_refused_with_the_amount() -> None:
    result = year(revenue("77000.00", GRANT), revenue("0.01", THIRD))
    (finding,) = check_income(result.settlement.accounts)
    assert "übersteigen alle Ausgaben für das Programm um 0,01\u00a0€" in finding.text
    assert check_income(year(revenue("77000.00", GRANT)).settlement.accounts) == ()


def test_revenues_that_are_negative_in_sum_are_refused() -> None:
    negative = replace(revenue("5.00", OWN), amount=eur("-5.00"))
    (finding,) = check_income(year(negative).settlement.accounts)
    assert "„Eigenmittel“ sind in der Summe negativ" in finding.text


def test_silence_about_other_revenues_is_open() -> None:
    (text,) = texts(year())
    assert text.startswith("Einnahmen: Es ist weder eine andere Zuwendung")
    declared = compute_year(inputs(tenures=[tenure()], entries=pay("6000.00")))
    assert texts(declared) == []


def test_a_reduction_is_an_open_point_with_its_amount_and_the_shared_one() -> None:
    # 72,000.00 and 10,000.00 of another grantor for 72,000.00: excess 10,000.00; shared in proportion this grant
    # would bear 10,000 x 72,000 / 82,000 = 8,780.49
    (text,) = texts(year(revenue("10000.00", GRANT)))
    assert text == (
        "Andere Einnahmen von 10.000,00\u00a0€ mindern den Auszahlungsbetrag um 10.000,00\u00a0€ "
        "(Nr.\u00a02.3.2 ANBest-K (Annahme)); geteilt mit den anderen Zuwendungsgebern wären es 8.780,49\u00a0€."
    )
    (alone,) = texts(year(revenue("8000.00", THIRD)))
    assert alone.endswith("um 3.000,00\u00a0€ (Nr.\u00a02.3.2 ANBest-K (Annahme)).")


def test_a_grant_above_the_fundable_spending_of_a_carrier_is_not_guessed_at() -> None:
    # the town received 9,300.00 for 9,000.00 fundable: it gets nothing, the other 300.00 are an open point
    result = two_carriers(revenue("9300.00", GRANT, TOWN))
    assert exact(result, f"traeger.{TOWN.key}.auszahlung", "kreis.auszahlung") == ["0.00", "72000.00"]
    assert "Stadt Ahornstetten: Andere öffentliche Zuwendungen übersteigen" in texts(result)[1]
    assert "um 300,00\u00a0€" in texts(result)[1]


def test_own_funds_that_differ_from_what_is_borne_are_open() -> None:
    (text,) = texts(year(revenue("4000.00", OWN)))
    assert text == "Eigenmittel: Gebucht sind 4.000,00\u00a0€, rechnerisch tragen Kreis und Träger 5.000,00\u00a0€."
    assert texts(year(revenue("5000.00", OWN))) == []


def test_a_rest_that_another_grantor_covers_is_no_hint() -> None:
    # frame 100,000.00, payable 62,000.00: the 10,000.00 above it are not uncovered
    assert not [text for text in texts(year(revenue("10000.00", GRANT))) if "nicht ausgeschöpft" in text]


def test_without_other_revenues_a_credit_note_for_travel_reduces_nothing() -> None:
    # payable is the smaller of share and fundable spending, whatever else was spent or came back
    assert exact(year(travel="-50.00"), "auszahlung.betrag", "ausgaben.gesamt") == ["72000.00", "71950.00"]


AMOUNTS = st.integers(0, 2_000)


@st.composite
def settlements(draw: st.DrawFn) -> tuple[Settlement, Settlement]:
    """Return a settlement of three carriers with revenues, and the same one without."""
    carriers = (COUNTY, TOWN, VILLAGE)
    splits, revenues = [], []
    for carrier in carriers:
        splits.append(split(Money(draw(AMOUNTS)).decimal_string(), carrier))
        travel = Money(draw(AMOUNTS)).decimal_string()
        splits.append(split(travel, carrier, kind=CostKind.TRAVEL, side=Side.OWN_SHARE))
        revenues += [revenue(Money(draw(AMOUNTS)).decimal_string(), kind, carrier) for kind in RevenueKind]
    shares = {TOWN.key: Money(draw(AMOUNTS)), VILLAGE.key: Money(draw(AMOUNTS))}
    frame = Money(draw(AMOUNTS)) + total(shares.values())
    means = draw(st.sampled_from(UnusedMeans))
    with_them = settle(frame, shares, carriers, splits, ZERO, means, revenues)
    return with_them, settle(frame, shares, carriers, splits, ZERO, means)


@PROPERTY
@given(settlements())
def test_income_never_exceeds_spending_unless_others_alone_exceed_it(both: tuple[Settlement, Settlement]) -> None:
    for account in both[0].accounts:
        others = account.received(GRANT, THIRD)
        assert account.payable + others <= max(account.incurred, others)
        assert account.payable + account.received(GRANT) <= max(account.fundable, account.received(GRANT))


@PROPERTY
@given(settlements())
def test_revenues_never_raise_what_is_payable_in_all(both: tuple[Settlement, Settlement]) -> None:
    reduced, unreduced = (total(account.payable for account in each.accounts) for each in both)
    assert reduced <= unreduced


@pytest.mark.parametrize("kind", RevenueKind, ids=lambda kind: kind.value)
def test_both_sides_of_the_account_are_equal_whatever_was_received(kind: RevenueKind) -> None:
    result = two_carriers(revenue("300.00", kind), revenue("70.00", kind, TOWN))
    assert exact(result, "einnahmen.gesamt") == exact(result, "ausgaben.gesamt")
    assert result.figures["weitergabe.eigenmittel"].money + result.figures["kreis.eigenmittel"].money == (
        result.figures["eigenmittel.gesamt"].money
    )
