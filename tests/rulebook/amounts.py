"""Small years calculated by hand: what the amounts, shares, periods and roundings of the rules come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from grants.law.eligibility import split_entry
from grants.law.requirements import missed_trainings, small_carrier
from grants.law.rounding import rounded
from grants.law.rules import Side, Unit
from grants.settle.filled_posts import filled_posts
from grants.settle.financing import Units
from grants.settle.head_counts import arrival_window
from grants.settle.overfinancing import give_back
from ledger.money import Money
from ledger.period import DaySpan, FundingYear, Month, add_months
from ledger.staff import Qualification
from tests.grants.builders import COUNTY, IM, KO, entry, paid, tenure
from tests.grants.builders import PROGRAMME as VWV
from tests.rulebook.sides import FLUEAG, LATER, LUMP_SUM, MEASURES, OMID

if TYPE_CHECKING:
    from grants.law.shelf import Rulebook

# Stuttgart, Mitteilungsvorlage vom 24.06.2021, tables of the measures, in TEUR by year; an empty cell is nothing.
TABLE_2020 = {
    "Sachkostenpauschale": (227, 227),
    "Jobkraftwerk": (50, 50),
    "OMID": (290, 290),
    "Empowerment": (100, 100),
    "Willkommensräume": (150, 150),
    "Schulung": (20, 20),
    "Dolmetscherkosten": (80, 80),
    "Ausbildungscampus": (119, 123),
    "Refugio": (40, 40),
    "pbv": (57, 58),
    "Arrival Aid": (18, 18),
}
TABLE_2022 = {
    "Jobkraftwerk": (66, 66, 0, 0, 0),
    "OMID": (290, 290, 0, 0, 0),
    "Empowerment": (100, 100, 0, 0, 0),
    "Dolmetscherkosten": (60, 60, 0, 0, 0),
    "Ausbildungscampus": (0, 150, 0, 0, 0),
}
# Measured costs of the same paper and what its tables print for them: a licence and the Ausbildungscampus.
PRINTED_IN_TEUR = {65_500: 66_000, 149_810: 150_000}


def the_measures_of_a_city_are_those_of_its_tables(rulebook: Rulebook) -> None:
    for first, table in ((2020, TABLE_2020), (2022, TABLE_2022)):
        for measure, row in table.items():
            for year, thousands in enumerate(row, first):
                value = rulebook.at(MEASURES, date(year, 6, 30), LATER).value("massnahme", date(year, 6, 30), measure)
                assert value.value.number == thousands * 1_000, f"{measure} {year}"
                for amount, printed in PRINTED_IN_TEUR.items():
                    assert rounded(Fraction(amount), value.value.rounding) == printed, f"{measure} {year}"
        rules = rulebook.at(MEASURES, date(first, 6, 30), LATER)
        assert {subject for _, subject in rules.quantities} == set(table), first


def pay_for_december_belongs_to_the_old_year_although_paid_in_january(rulebook: Rulebook) -> None:
    # no paper names the basis; both years are settled in the council papers by what was worked in them
    late = paid(entry("1000.00", year=2021, month=12), 2022, 1)
    for programme in (VWV, FLUEAG, LUMP_SUM, OMID):
        for rules in rulebook.of(programme):
            basis, _ = rules.as_known_on(LATER).year_basis(rules.in_force.first)
            assert late.deciding_month(basis) == Month(2021, 12), f"{programme} {rules.version}"


def a_coordination_post_is_fundable_from_half_a_post_on(rulebook: Rulebook) -> None:
    # Biberach, Nr. 3: at least 0.5 VZÄ
    rules = rulebook.version(VWV, "2023", LATER)
    for share, wanted in (("0.5", Side.FUNDABLE), ("0.49", Side.OWN_SHARE)):
        (part,) = split_entry(entry("1200.00"), (tenure(role=KO, fte=share),), rules)
        assert (part.side, part.amount) == (wanted, Money.euros(1_200)), share


def a_nachqualifizierung_has_three_months_to_begin_and_a_year_to_end(rulebook: Rulebook) -> None:
    # Heilbronn, footnote 20: who starts on 15.01. begins by 15.04. and ends by 15.01. of the next year; the versions
    # before are assumed to say the same
    for shipped in rulebook.of(VWV):
        year = shipped.in_force.first.year
        for begun, ended, in_time in (
            (date(year, 4, 15), date(year + 1, 1, 15), True),
            (date(year, 4, 16), date(year + 1, 1, 15), False),
            (date(year, 4, 15), date(year + 1, 1, 16), False),
        ):
            post = tenure(begin=date(year, 1, 15), qualification=Qualification.OTHER_DEGREE)
            trained = replace(post, requalification=DaySpan(begun, ended))
            missed = missed_trainings((trained,), FundingYear(year), shipped.as_known_on(LATER))
            assert (not missed) is in_time, f"{shipped.version}: from {begun} to {ended}"


def a_carrier_of_its_own_needs_half_a_post(rulebook: Rulebook) -> None:
    # Heilbronn, footnote 15: a post of at least 50 per cent
    rules = rulebook.version(VWV, "2023", LATER)
    for share, enough in (("0.5", True), ("0.49", False)):
        missed = small_carrier((tenure(fte=share),), COUNTY.key, FundingYear(2025).days, rules)
        assert (not missed) is enough, share


def an_applicant_needs_a_frame_for_one_post_with_a_mid_level_certificate(rulebook: Rulebook) -> None:
    # reports on the VwV 2017: who gets less than 51,000 euros joins others; 64 persons are too few, 65 are enough
    rules = rulebook.version(VWV, "2017", LATER)
    day = date(2018, 1, 1)
    least, _ = rules.money("antrag.mindestrahmen", day)
    assert least == rules.money("festbetrag", day, "mittlerer Bildungsabschluss")[0]
    # 64 × 796.08 = 50,949.12; 65 × 796.08 = 51,745.20
    assert Money(5_094_912) < least < Money(5_174_520)


def the_term_of_the_posts_ends_with_the_version(rulebook: Rulebook) -> None:
    # Stuttgart: 60 months until 31.12.2022, so from 01.01.2018; reports on the VwV 2022: twelve months more
    for version, last in (("2017", 2019), ("2019/2020", 2022), ("2022", 2023)):
        months, _ = rulebook.version(VWV, version, LATER).months("laufzeit", date(last, 12, 31))
        assert add_months(date(2018, 1, 1), months) == date(last + 1, 1, 1), version


def seventy_million_were_decided_for_twelve_more_months(rulebook: Rulebook) -> None:
    # ministry on the decision of 24.07.2018
    amount, _ = rulebook.version(VWV, "2019/2020", LATER).money("landesbetrag", date(2020, 7, 1))
    assert amount == Money.euros(70_000_000)


def persons_by_the_key_are_whole_persons(rulebook: Rulebook) -> None:
    # Biberach, Nr. 5: 1:90, so 11.3 VZÄ are for 1,017 persons; 11.35 would be for 1,021.5, which is 1,022
    value = rulebook.at(FLUEAG, date(2024, 6, 24), LATER).value("betreuungsschluessel", date(2024, 6, 24)).value
    assert value.unit is Unit.PERSONS_PER_FTE
    for posts, persons in (("11.3", 1_017), ("11.35", 1_022)):
        assert rounded(Fraction(posts) * value.number, value.rounding) == persons, posts


def a_post_filled_from_17_december_on_counts_for_15_of_31_days(rulebook: Rulebook) -> None:
    # no paper names days or whole months (Annahme): 15/31 of a month are 5/124 of a year; the lump sum is 4,600 euros
    # for each post (Stuttgart, 24.06.2021), so 4,600 × 5 ÷ 124 = 185.48
    held = (tenure(role=IM, begin=date(2021, 12, 17)),)
    for programme in (FLUEAG, LUMP_SUM):
        rules = rulebook.at(programme, date(2021, 1, 1), LATER)
        method, _ = rules.time_share(date(2021, 1, 1))
        filled = filled_posts(held, COUNTY.key, {IM}, FundingYear(2021), method)
        assert filled == Fraction(5, 124), programme
    assert Units(rules.money("stellenpauschale", date(2021, 1, 1))[0], filled).multiple == Money(18_548)


def of_10_000_euros_too_much_the_vwv_takes_off_all_and_other_grants_their_part(rulebook: Rulebook) -> None:
    # no paper names the parts of several grantors (Annahme): 72,000 of this grant and 10,000 of another one for 72,000
    # of spending are 10,000 too much; its part would be 10,000 × 72 ÷ 82 = 8,780.49
    others = {"Stiftung": Money.euros(10_000)}
    for programmes, wanted in (((VWV,), Money.euros(10_000)), ((FLUEAG, LUMP_SUM, OMID), Money(878_049))):
        for rules in (rules for programme in programmes for rules in rulebook.of(programme)):
            reduction, _ = rules.as_known_on(LATER).reduction(rules.in_force.first)
            shares = give_back(Money.euros(72_000), Money.euros(62_000), others, reduction)
            assert shares[0].amount == wanted, f"{rules.programme} {rules.version}"


def the_window_of_arrivals_for_2025_is_the_one_that_is_printed(rulebook: Rulebook) -> None:
    # Heilbronn, 07.12.2023: for 2025 who was assigned from 01.01.2020 to 31.12.2022
    window = arrival_window(FundingYear(2025), rulebook.at(VWV, date(2025, 1, 1), LATER))
    assert window == DaySpan(date(2020, 1, 1), date(2022, 12, 31)), window


CHECKS = (
    of_10_000_euros_too_much_the_vwv_takes_off_all_and_other_grants_their_part,
    the_window_of_arrivals_for_2025_is_the_one_that_is_printed,
    the_measures_of_a_city_are_those_of_its_tables,
    pay_for_december_belongs_to_the_old_year_although_paid_in_january,
    a_coordination_post_is_fundable_from_half_a_post_on,
    a_nachqualifizierung_has_three_months_to_begin_and_a_year_to_end,
    a_carrier_of_its_own_needs_half_a_post,
    an_applicant_needs_a_frame_for_one_post_with_a_mid_level_certificate,
    the_term_of_the_posts_ends_with_the_version,
    seventy_million_were_decided_for_twelve_more_months,
    persons_by_the_key_are_whole_persons,
    a_post_filled_from_17_december_on_counts_for_15_of_31_days,
)
