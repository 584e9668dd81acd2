"""Awards settled per person: what a file must say, and what is impossible."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from grants.settle.documents import Fields
from grants.settle.person_award import PersonAward, awards_of_year, read_person_award
from ledger.finding import UnreadableError
from ledger.fte import Fte
from ledger.period import DaySpan, FundingYear
from ledger.staff import Qualification
from tests.grants.builders import TOWN, eur
from tests.grants.person_builders import Y2023, award, funded

AWARD = """
art = "Bewilligung"
programm = "vwv-integrationsmanagement"
regelfassung = "2023"
fassung = 1
datum = 2023-12-20
aktenzeichen = "RPS15.2-5914-08999"
traeger = "08999"
name = "Landkreis Lindental"
traegerart = "Landkreis"
betrag = "120.000,00"
zeitraum_ab = 2023-01-01
zeitraum_bis = 2024-12-31
nachweis_bis = 2025-03-31

[[ausgezahlt]]
jahr = 2023
betrag = "58.500,00"

[[person]]
personalnummer = "0231"
stelle = "IM-01"
ab = 2023-01-01
bis = 2024-12-31
vzae = "0,7692"
qualifikation = "mittlerer Bildungsabschluss"
"""
SECOND = """
[[person]]
personalnummer = "0231"
stelle = "IM-02"
ab = 2024-07-01
bis = 2024-12-31
vzae = "0,5"
qualifikation = "mittlerer Bildungsabschluss"
"""


def read(text: str) -> PersonAward:
    return read_person_award(Fields("bescheide/bewilligung.toml", tomllib.loads(text)))


def test_an_award_says_who_is_funded_on_which_post_how_long_and_how_much() -> None:
    found = read(AWARD)
    (person,) = found.persons
    assert (found.amount, found.carrier.key) == (eur("120000.00"), "08999")
    assert (person.staff_number, person.position.number, person.fte) == ("0231", "IM-01", Fte(7692))
    assert person.days == found.period == DaySpan(date(2023, 1, 1), date(2024, 12, 31))
    assert person.qualification is Qualification.MID_LEVEL


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('vzae = "0,7692"', 'vzae = "1,2"', "„person.vzae“ (1,2): Der Stellenanteil ist unzulässig."),
        ('vzae = "0,7692"', 'vzae = "0"', "„person.vzae“ (0): Der Stellenanteil ist unzulässig."),
        ("bis = 2024-12-31\nvzae", "bis = 2025-01-31\nvzae", "liegen nicht ganz im Bewilligungszeitraum"),
        ("bis = 2024-12-31\nvzae", "bis = 2022-12-31\nvzae", "„person.bis“ liegt vor „ab“."),
        ("zeitraum_bis = 2024-12-31", "zeitraum_bis = 2022-12-31", "„zeitraum_bis“ liegt vor „zeitraum_ab“."),
        ('betrag = "120.000,00"', 'betrag = "0,00"', "„betrag“ ist nicht größer als null."),
        ('betrag = "58.500,00"', 'betrag = "120.000,01"', "„ausgezahlt“ ergeben zusammen 120.000,01"),
        ('betrag = "58.500,00"', 'betrag = "-1,00"', "„ausgezahlt.betrag“ ist negativ."),
        (
            'betrag = "58.500,00"',
            'betrag = "58.500,00"\n[[jahresrahmen]]\njahr = 2023\nbetrag = "58.499,99"',
            "„ausgezahlt“ nennt für 2023 58.500,00 €, der Rahmen des Jahres ist 58.499,99 €.",
        ),
        ("jahr = 2023", "jahr = 2022", "2022 steht zweimal da oder liegt nicht im Bewilligungszeitraum"),
        ('traeger = "08999"', 'traeger = "Kreis/1"', "„Kreis/1“ ist kein Schlüssel."),
        ('stelle = "IM-01"', 'stelle = "IM-01"\nstufe = 3', "„person.stufe“ ist nicht vorgesehen."),
        ("fassung = 1\n", "fassung = 1\njahr = 2023\n", "„jahr“ ist nicht vorgesehen."),
        ('qualifikation = "mittlerer Bildungsabschluss"', 'qualifikation = "Abitur"', "darf nicht „Abitur“ sein."),
        ('vzae = "0,7692"', "", "„person.vzae“ fehlt."),
    ],
)
def test_an_impossible_award_is_refused_with_file_and_key(old: str, new: str, sentence: str) -> None:
    assert AWARD.count(old) == 1
    with pytest.raises(UnreadableError) as refusal:
        read(AWARD.replace(old, new))
    assert refusal.value.text.startswith("bescheide/bewilligung.toml: ")
    assert sentence in refusal.value.text.replace("\u00a0", " ")
    assert refusal.value.remedy


def test_nobody_is_funded_for_more_than_one_post_on_a_day() -> None:
    # 0.7692 + 0.5 from July 2024 on
    with pytest.raises(UnreadableError, match=r"der Person 0231 ab dem 01\.07\.2024 zusammen 1,2692 VZÄ"):
        read(AWARD + SECOND)


def test_a_person_may_follow_on_another_post() -> None:
    earlier = AWARD.replace("bis = 2024-12-31\nvzae", "bis = 2024-06-30\nvzae")
    assert [person.position.number for person in read(earlier + SECOND).persons] == ["IM-01", "IM-02"]


def test_a_person_is_not_funded_twice_on_one_post() -> None:
    twice = AWARD.replace('"0,7692"', '"0,4"') + SECOND.replace("IM-02", "IM-01")
    with pytest.raises(UnreadableError, match=r"auf der Stelle IM-01 für den 01\.07\.2024 zweimal"):
        read(twice)


def test_the_frame_of_a_year_is_its_own_or_what_earlier_years_left() -> None:
    found = read(AWARD)
    assert found.frame_of(FundingYear(2023)) == eur("120000.00")
    assert found.frame_of(FundingYear(2024)) == eur("61500.00")
    named = read(AWARD + '[[jahresrahmen]]\njahr = 2024\nbetrag = "60.000,00"\n')
    assert named.frame_of(FundingYear(2024)) == eur("60000.00")


TWO_YEARS = DaySpan(date(2023, 1, 1), date(2024, 12, 31))


def test_the_frames_of_all_years_are_never_more_than_the_amount() -> None:
    """100,000 in all, of which 60,000 are named for 2024: 40,000 are left for 2023. Paid 90,000 for 2023: 10,000."""
    given = award("100000.00", period=TWO_YEARS, year_frames={2024: "60000.00"})
    assert (given.frame_of(Y2023), given.frame_of(FundingYear(2024))) == (eur("40000.00"), eur("60000.00"))
    spent = replace(given, paid={2023: eur("90000.00")})
    assert spent.frame_of(FundingYear(2024)) == eur("10000.00")


def test_an_earlier_frame_counts_until_its_payment_is_known() -> None:
    """2023 was paid 30,000; 2024 has 60,000; so 2025 has 10,000, and 15,000 once 2024 was paid 55,000."""
    period = DaySpan(date(2023, 1, 1), date(2025, 12, 31))
    frames = {2024: "60000.00", 2025: "40000.00"}
    given = award("100000.00", period=period, year_frames=frames, paid={2023: "30000.00"})
    assert given.frame_of(FundingYear(2025)) == eur("10000.00")
    known = replace(given, paid=dict(given.paid) | {2024: eur("55000.00")})
    assert known.frame_of(FundingYear(2025)) == eur("15000.00")


def test_a_payment_that_nobody_wrote_down_is_not_a_payment_of_zero() -> None:
    silent = replace(read(AWARD), paid={})
    assert silent.years_without_payment(FundingYear(2024)) == (2023,)
    with pytest.raises(ValueError, match="2023"):
        silent.frame_of(FundingYear(2024))


def test_of_two_known_versions_the_later_one_is_in_force_and_one_not_known_yet_is_not() -> None:
    first = award("100.00", funded(), dated=date(2023, 12, 20))
    second = award("200.00", funded(), number=2, dated=date(2024, 2, 1))
    assert awards_of_year((second, first), Y2023, date(2024, 1, 31)) == (first,)
    assert awards_of_year((second, first), Y2023, date(2024, 2, 1)) == (second,)
    assert awards_of_year((second, first), Y2023, date(2023, 12, 19)) == ()


def test_an_award_for_other_years_says_nothing_about_this_one() -> None:
    assert awards_of_year((award("100.00", funded()),), FundingYear(2024), date(2026, 1, 1)) == ()


def test_a_version_that_was_superseded_pays_for_no_year() -> None:
    """Version 1 granted 2023 and 2024; version 2 cut the period to 2023, so that nothing is granted for 2024."""
    both = DaySpan(date(2023, 1, 1), date(2024, 12, 31))
    first = award("100000.00", funded(end=date(2024, 12, 31)), period=both)
    second = award("50000.00", funded(), number=2, dated=date(2023, 12, 28))
    y2024, today = FundingYear(2024), date(2025, 1, 1)
    assert awards_of_year((first, second), y2024, today) == awards_of_year((second, first), y2024, today) == ()
    assert awards_of_year((first, second), y2024, date(2023, 12, 27)) == (first,)
    assert awards_of_year((first, second), Y2023, today) == (second,)


def test_a_notice_that_follows_another_one_for_later_years_stands_beside_it() -> None:
    """The first pays 2023, the second 2024: each year has one."""
    later = replace(award("200.00", period=FundingYear(2024).days, dated=date(2024, 2, 1)), reference="RPS-neu")
    given = (award("100.00"), later)
    assert awards_of_year(given, Y2023, date(2026, 1, 1)) == given[:1]
    assert awards_of_year(given, FundingYear(2024), date(2026, 1, 1)) == given[1:]


def test_a_later_notice_with_a_lower_number_is_refused() -> None:
    first = award("100.00", number=2, dated=date(2023, 12, 20))
    second = award("200.00", number=1, dated=date(2024, 2, 1))
    with pytest.raises(UnreadableError, match="Fassung 1 ist jünger als Fassung 2"):
        awards_of_year((first, second), Y2023, date(2026, 1, 1))


def test_two_notices_never_pay_for_the_same_year() -> None:
    other = replace(award("200.00", number=2, dated=date(2024, 2, 1)), reference="RPS-anders")
    with pytest.raises(UnreadableError, match="gibt es im Förderjahr 2023 schon die Bewilligung RPS-08999"):
        awards_of_year((award("100.00"), other), Y2023, date(2026, 1, 1))


def test_every_applicant_has_an_award_of_its_own() -> None:
    county, town = award("100.00"), award("50.00", carrier=TOWN)
    assert awards_of_year((town, county), Y2023, date(2026, 1, 1)) == (county, town)
