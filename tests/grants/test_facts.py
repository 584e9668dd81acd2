"""Figures that rest on no booking name the rows they were read from and the exact number behind a rounded one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from grants.settle.year import compute_year
from ledger.cost import Source
from ledger.german import format_exact
from tests.grants.builders import indicator, inputs, tenure
from tests.grants.person_builders import award, funded, monthly, settled


def plan(row: int) -> Source:
    return Source("stellenbesetzung.csv", "0" * 64, "", row)


# Half a post to 15 July (196 days), then 0.7692 (169 days): (0.5 x 196 + 0.7692 x 169) / 365 = 0.62464…
MANAGERS = (
    replace(tenure(fte="0.5", end=date(2025, 7, 15)), source=plan(12)),
    replace(tenure(fte="0.7692", begin=date(2025, 7, 16)), source=plan(13)),
)


def test_the_share_of_a_post_names_its_rows_with_their_days_and_its_exact_number() -> None:
    figure = compute_year(inputs(tenures=MANAGERS)).figures["stelle.08999.IM-01.vzae"]
    assert [(fact.words, fact.source.row) for fact in figure.facts] == [
        ("Stelle IM-01, 0,50 VZÄ, 01.01.2025–15.07.2025 (196 Tage)", 12),
        ("Stelle IM-01, 0,7692 VZÄ, 16.07.2025–31.12.2025 (169 Tage)", 13),
    ]
    assert (figure.exact, figure.lost) == ("0.6246", (Fraction(98) + Fraction("0.7692") * 169) / 365)


def test_a_vacancy_names_its_days_and_the_row_of_the_tenure_that_ended() -> None:
    held = (replace(tenure(end=date(2025, 9, 30)), source=plan(11)), tenure("0002", begin=date(2025, 11, 15)))
    figure = compute_year(inputs(tenures=held)).figures["stellen.vakanz"]
    assert [(fact.words.partition(", davor")[0], fact.source.row) for fact in figure.facts] == [
        ("Stelle IM-01, 1,00 VZÄ, unbesetzt 01.10.2025–14.11.2025 (45 Tage)", 11)
    ]
    assert figure.lost == 1 + Fraction(14, 30)


def test_an_indicator_names_every_row_it_counts_once() -> None:
    counts = (indicator(7, month=1), indicator(5, month=2), indicator(3, area="Ahornstetten"))
    figures = compute_year(replace(inputs(), indicators=counts)).figures
    assert [fact.words for fact in figures["kennzahl.Beratungsgespr_e4che.Lindenstadt"].facts] == [
        "Lindenstadt, 01/2025: 7",
        "Lindenstadt, 02/2025: 5",
    ]
    assert not figures["kennzahl.Beratungsgespr_e4che"].facts


def test_the_months_of_a_person_name_the_days_of_the_staffing_plan_and_the_exact_number() -> None:
    # 10 of 31 days of January, then eleven months: 11.3225…, printed as 11.32
    held = [replace(tenure(begin=date(2023, 1, 22)), source=plan(4))]
    result = settled(award("60000", funded()), tenures=held, entries=monthly("5000.00"))
    figure = result.figures["person.0001.vzae_monate"]
    assert figure.lost == 11 + Fraction(10, 31)
    assert [(fact.words, fact.source.row) for fact in figure.facts] == [
        ("Stelle IM-01, 1,00 VZÄ, 22.01.2023–31.12.2023 (344 Tage)", 4)
    ]


def test_a_number_that_rounding_left_as_it_is_has_lost_nothing() -> None:
    assert compute_year(inputs(tenures=[tenure()])).figures["stelle.08999.IM-01.vzae"].lost is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(441, 62), "7,112903…"),
        (Fraction(1, 3), "0,333333…"),
        (Fraction(5, 4), "1,25"),
        (Fraction(-5, 4), "\u22121,25"),
        (Fraction(12), "12"),
        (Fraction(1, 10_000_000), "0,000000…"),
    ],
)
def test_an_exact_number_shows_when_it_goes_on(value: Fraction, text: str) -> None:
    assert format_exact(value) == text
